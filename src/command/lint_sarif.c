/* Findings as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code hosts and
 * editors that read it. */
#include "command/lint.h"

static const char schema[] = "https://json.schemastore.org/sarif-2.1.0.json";

static void add_words(struct json_writer *json, const char *key, const char *words)
{
    json_member_object(json, key);
    json_member_string(json, "text", words);
    json_object_end(json);
}

static const char *level_word(unsigned level)
{
    if (level == LANGUAGE_LEVEL_WARNING) return "warning";
    return level == LANGUAGE_LEVEL_HINT ? "note" : "none";
}

static void add_rule(struct json_writer *json, const struct language_rule *rule,
                     struct text *scratch)
{
    static const enum language_level levels[] = {LANGUAGE_LEVEL_OFF, LANGUAGE_LEVEL_NOTE,
                                                 LANGUAGE_LEVEL_HINT, LANGUAGE_LEVEL_WARNING};
    const struct language_about_class *class = &language_classes[rule->class];
    json_object(json);
    json_member_string(json, "id", rule->id);
    json_member_string(json, "name", class->name);
    add_words(json, "shortDescription", rule->title);
    add_words(json, "fullDescription", rule->why);
    text_clear(scratch);
    text_addf(scratch, "%s %s", rule->question, class->way_out);
    add_words(json, "help", scratch->at);
    json_member_object(json, "defaultConfiguration");
    json_member_string(json, "level", level_word(levels[rule->weight]));
    json_object_end(json);
    json_object_end(json);
}

static void begin(struct lint *lint)
{
    struct json_writer *json = &lint->json;
    struct text scratch;
    text_init(&scratch, 0);
    json_object(json);
    json_member_string(json, "$schema", schema);
    json_member_string(json, "version", "2.1.0");
    json_member_array(json, "runs");
    json_object(json);
    json_member_object(json, "tool");
    json_member_object(json, "driver");
    json_member_string(json, "name", "postmortem lint");
    json_member_string(json, "semanticVersion", POSTMORTEM_VERSION);
    json_member_array(json, "rules");
    for (size_t i = 0; i < language_rule_count; i++) add_rule(json, &language_rules[i], &scratch);
    json_array_end(json);
    json_object_end(json);
    json_object_end(json);
    json_member_string(json, "columnKind", "utf16CodeUnits");
    json_member_array(json, "results");
    text_release(&scratch);
}

/* A path as a reference of a URI (RFC 3986): what is not plain becomes %XX. */
static void add_uri(struct json_writer *json, const char *path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct text uri;
    text_init(&uri, 0);
    if (path[0] == '/') text_adds(&uri, "file://");
    for (const char *at = path; *at; at++) {
        if (byte_is_one_of(*at, plain))
            text_addc(&uri, *at);
        else
            text_addf(&uri, "%%%02X", (unsigned)(unsigned char)*at);
    }
    json_member_span(json, "uri", text_span(&uri));
    text_release(&uri);
}

static void add_region(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    json_member_object(json, "region");
    json_member_uint(json, "startLine", finding->from.line + 1);
    json_member_uint(json, "startColumn", finding->from.units + 1);
    json_member_uint(json, "endLine", finding->to.line + 1);
    json_member_uint(json, "endColumn", finding->to.units + 1);
    json_member_uint(json, "charOffset", finding->from.text_units);
    json_member_uint(json, "charLength", finding->to.text_units - finding->from.text_units);
    json_member_object(json, "snippet");
    json_member_span(json, "text", lint_words(lint, finding));
    json_object_end(json);
    json_object_end(json);
}

static void add_location(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    json_member_array(json, "locations");
    json_object(json);
    if (lint->text->review) {
        json_member_array(json, "logicalLocations");
        json_object(json);
        json_member_string(json, "fullyQualifiedName", lint->text->name);
        json_object_end(json);
        json_array_end(json);
    } else {
        json_member_object(json, "physicalLocation");
        json_member_object(json, "artifactLocation");
        add_uri(json, lint->text->name);
        json_object_end(json);
        add_region(lint, finding);
        json_object_end(json);
    }
    json_object_end(json);
    json_array_end(json);
}

/* By a remark that stands in the text, in the baseline, or in the review. */
static void add_suppression(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    const struct guard_dismissal *aside =
        desk_guard_set_aside(&lint->guard.baseline, finding->fingerprint);
    const bool remark = finding->remark.len > 0;
    json_member_array(json, "suppressions");
    if (finding->dismissed) {
        json_object(json);
        json_member_string(json, "kind", remark ? "inSource" : "external");
        json_key(json, "justification");
        if (remark)
            json_span(json, finding->remark);
        else if (aside)
            json_string(json, aside->reason);
        else
            json_span(json, review_aside_reason(lint->text->of, finding->fingerprint));
        json_object_end(json);
    }
    json_array_end(json);
}

static void tell(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    char fingerprint[17];
    struct text words;
    bool fails = finding->level >= LANGUAGE_LEVEL_HINT;
    text_init(&words, 0);
    text_addf(&words, "%s %s", finding->rule->why, finding->question);
    language_fingerprint_text(finding->fingerprint, fingerprint);
    text_addc(&lint->out, '\n');
    json_object(json);
    json_member_string(json, "ruleId", finding->rule->id);
    json_member_uint(json, "ruleIndex", (uint64_t)(finding->rule - language_rules));
    json_member_string(json, "kind", fails ? "fail" : "informational");
    json_member_string(json, "level", level_word(finding->level));
    add_words(json, "message", words.at);
    add_location(lint, finding);
    json_member_object(json, "partialFingerprints");
    json_member_string(json, "ruleAndSentence/v1", fingerprint);
    json_object_end(json);
    add_suppression(lint, finding);
    json_object_end(json);
    text_release(&words);
}

static void end(struct lint *lint)
{
    struct json_writer *json = &lint->json;
    json_array_end(json);
    json_object_end(json);
    json_array_end(json);
    json_object_end(json);
    text_addc(&lint->out, '\n');
}

const struct lint_teller lint_sarif_teller = {
    .begin = begin, .finding = tell, .end = end, .each = true, .set_aside = true};
