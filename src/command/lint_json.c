/* Findings as JSON, one a line; docs/formats/guard.md names the members. */
#include "command/lint.h"

static void add_place(struct json_writer *json, const struct language_finding *finding)
{
    json_key(json, "line");
    json_uint(json, finding->from.line + 1);
    json_key(json, "column");
    json_uint(json, finding->from.runes + 1);
    json_key(json, "end_line");
    json_uint(json, finding->to.line + 1);
    json_key(json, "end_column");
    json_uint(json, finding->to.runes + 1);
    json_key(json, "utf16");
    json_object(json);
    json_key(json, "start");
    json_uint(json, finding->from.text_units);
    json_key(json, "end");
    json_uint(json, finding->to.text_units);
    json_object_end(json);
}

static void add_rule(struct json_writer *json, const struct language_finding *finding)
{
    json_key(json, "rule");
    json_string(json, finding->rule->id);
    json_key(json, "class");
    json_string(json, language_classes[finding->rule->class].name);
    json_key(json, "level");
    json_string(json, language_levels[finding->level]);
    json_key(json, "weight");
    json_uint(json, finding->rule->weight);
    json_key(json, "field");
    json_string(json, language_fields[finding->field]);
}

static void add_name(struct json_writer *json, const struct lint_text *text)
{
    if (!text->review) {
        json_key(json, "file");
        json_string(json, text->name);
        return;
    }
    json_key(json, "review");
    json_string(json, text->review);
    json_key(json, "entry");
    json_string(json, text->entry);
    json_key(json, "part");
    json_string(json, text->part);
}

static void tell(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    char fingerprint[17];
    language_fingerprint_text(finding->fingerprint, fingerprint);
    json_begin(json, &lint->out);
    json_object(json);
    add_name(json, lint->text);
    json_key(json, "start");
    json_uint(json, finding->from.byte);
    json_key(json, "end");
    json_uint(json, finding->to.byte);
    add_rule(json, finding);
    add_place(json, finding);
    json_key(json, "text");
    json_span(json, lint_words(lint, finding));
    json_key(json, "sentence");
    json_object(json);
    json_key(json, "start");
    json_uint(json, finding->sentence_from.byte);
    json_key(json, "end");
    json_uint(json, finding->sentence_to.byte);
    json_object_end(json);
    json_key(json, "fingerprint");
    json_string(json, fingerprint);
    json_key(json, "first");
    json_bool(json, finding->first);
    json_key(json, "why");
    json_string(json, finding->rule->why);
    json_key(json, "question");
    json_string(json, finding->question);
    if (lint_record(lint, finding)) {
        json_key(json, "record");
        json_string(json, lint_record(lint, finding));
    }
    json_object_end(json);
    text_addc(&lint->out, '\n');
}

const struct lint_teller lint_json_teller = {.finding = tell, .each = true};
