/* Findings as JSON, one a line; docs/formats/guard.md names the members. */
#include "command/lint.h"

static void add_place(struct json_writer *json, const struct language_finding *finding)
{
    json_member_uint(json, "line", finding->from.line + 1);
    json_member_uint(json, "column", finding->from.runes + 1);
    json_member_uint(json, "end_line", finding->to.line + 1);
    json_member_uint(json, "end_column", finding->to.runes + 1);
    json_member_object(json, "utf16");
    json_member_uint(json, "start", finding->from.text_units);
    json_member_uint(json, "end", finding->to.text_units);
    json_object_end(json);
}

static void add_rule(struct json_writer *json, const struct language_finding *finding)
{
    json_member_string(json, "rule", finding->rule->id);
    json_member_string(json, "class", language_classes[finding->rule->class].name);
    json_member_string(json, "level", language_levels[finding->level]);
    json_member_uint(json, "weight", finding->rule->weight);
    json_member_string(json, "field", language_fields[finding->field]);
}

static void add_name(struct json_writer *json, const struct lint_text *text)
{
    if (!text->review) {
        json_member_string(json, "file", text->name);
        return;
    }
    json_member_string(json, "review", text->review);
    json_member_string(json, "entry", text->entry);
    json_member_string(json, "part", text->part);
}

static void tell(struct lint *lint, const struct language_finding *finding)
{
    struct json_writer *json = &lint->json;
    char fingerprint[17];
    language_fingerprint_text(finding->fingerprint, fingerprint);
    json_begin(json, &lint->out);
    json_object(json);
    add_name(json, lint->text);
    json_member_uint(json, "start", finding->from.byte);
    json_member_uint(json, "end", finding->to.byte);
    add_rule(json, finding);
    add_place(json, finding);
    json_member_span(json, "text", lint_words(lint, finding));
    json_member_object(json, "sentence");
    json_member_uint(json, "start", finding->sentence_from.byte);
    json_member_uint(json, "end", finding->sentence_to.byte);
    json_object_end(json);
    json_member_string(json, "fingerprint", fingerprint);
    json_member_bool(json, "first", finding->first);
    json_member_string(json, "why", finding->rule->why);
    json_member_string(json, "question", finding->question);
    json_member(json, "record", lint_record(lint, finding));
    json_object_end(json);
    text_addc(&lint->out, '\n');
}

const struct lint_teller lint_json_teller = {.finding = tell, .each = true};
