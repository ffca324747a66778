/* The form of an entry, made from the tables of the record. */
#include "web/fields.h"

static void add_option(struct web_request *request, struct value *list,
                       const struct vocabulary_entry *word, bool chosen)
{
    struct model *model = &request->model;
    struct value *option = value_object(model, list, NULL);
    value_text(model, option, "word", word->word);
    value_text(model, option, "meaning", word->meaning);
    value_flag(model, option, "chosen", chosen);
}

/* Words that are chosen by now: those of "a, b". */
static bool chosen(struct span typed, const char *word)
{
    while (typed.len)
        if (span_is(span_trim(span_cut(&typed, ',')), word)) return true;
    return false;
}

static void add_options(struct web_request *request, struct value *item, const char *key,
                        const struct vocabulary *words, const char *text)
{
    struct value *to = value_object(&request->model, item, key);
    struct value *list = value_list(&request->model, to, "options");
    for (size_t i = 1; i < words->count; i++)
        add_option(request, list, &words->words[i], chosen(span_of(text), words->words[i].word));
}

/* How many rows a text wants: as many as it has, and a few more. */
static int64_t rows_of(const char *text)
{
    int64_t rows = 3;
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) rows += text[i] == '\n';
    rows += (int64_t)(len / 120);
    return rows > 24 ? 24 : rows;
}

static void add_time(struct web_request *request, struct desk *desk,
                     const struct review_settled *settled, struct value *item,
                     const struct review_entry *entry, const struct review_field *field)
{
    struct model *model = &request->model;
    struct value *time = value_object(model, item, "time");
    const struct review_time *stated =
        (const struct review_time *)(const void *)((const char *)entry + field->at);
    value_text(model, time, "zone", desk->zone ? zone_name(desk->zone) : "UTC");
    if (review_is_stated(entry, field))
        value_text(
            model, time, "understood",
            fields_time(request, desk->zone, review_settled_time(&desk->review, settled, stated)));
}

static void add_control(struct web_request *request, struct desk *desk,
                        const struct review_settled *settled, struct value *item,
                        const struct review_entry *entry, const struct review_field *field,
                        const char *text)
{
    struct model *model = &request->model;
    switch (field->type) {
    case REVIEW_TYPE_WORD: add_options(request, item, "word", field->words, text); break;
    case REVIEW_TYPE_WORDS: add_options(request, item, "words", field->words, text); break;
    case REVIEW_TYPE_FLAG:
        value_flag(model, item, "is_flag", true);
        value_flag(model, item, "chosen", *text != '\0');
        break;
    case REVIEW_TYPE_TEXT: value_count(model, item, "rows", rows_of(text)); break;
    case REVIEW_TYPE_LINES:
        value_count(model, item, "rows", rows_of(text) > 3 ? rows_of(text) : 2);
        value_flag(model, item, "is_list", true);
        break;
    case REVIEW_TYPE_DATE: value_flag(model, item, "is_day", true); break;
    case REVIEW_TYPE_COUNT: value_flag(model, item, "is_count", true); break;
    case REVIEW_TYPE_TIME: add_time(request, desk, settled, item, entry, field); break;
    case REVIEW_TYPE_REF:
    case REVIEW_TYPE_REFS:
        value_flag(model, item, "is_ref", true);
        value_flag(model, item, "is_refs", field->type == REVIEW_TYPE_REFS);
        break;
    case REVIEW_TYPE_PLACES: value_flag(model, item, "is_place", true); break;
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_INSTANT:
    case REVIEW_TYPE_HASH: value_flag(model, item, "is_line", true); break;
    }
}

/* A template looks a name that it does not find up further out: so each is there. */
static void say_none(struct web_request *request, struct value *item)
{
    static const char *const names[] = {
        "value", "wrong",    "guard",  "word",    "words",    "rows",    "is_list", "is_day",
        "time",  "is_count", "is_ref", "is_refs", "is_place", "is_line", "is_flag", "chosen"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        value_flag(&request->model, item, names[i], false);
}

static void add_problem(struct web_request *request, struct value *list,
                        const struct review_field *field, const char *wrong)
{
    struct value *item = value_object(&request->model, list, NULL);
    value_text(&request->model, item, "name", field->name);
    value_text(&request->model, item, "label", fields_label(request, field));
    value_text(&request->model, item, "wrong", wrong);
}

enum status fields_form(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_entry *entry, const struct fields_typed *typed,
                        struct error *error)
{
    struct model *model = &request->model;
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct review_settled settled;
    size_t order[FIELDS_MOST], count = 0;
    enum status status = desk_settle(desk, &settled, NULL, error);
    if (status) return status;
    size_t main = fields_order(request, entry->id.kind, order, &count);
    struct value *lists[2] = {value_list(model, in, "main"), value_list(model, in, "more")};
    struct value *problems = NULL;
    bool open = false;
    if (typed && typed->wrong_count)
        problems = value_list(model, value_object(model, in, "problems"), "list");
    for (size_t i = 0; i < count; i++) {
        const struct review_field *field = &spec->fields[order[i]];
        const char *text = fields_text(request, entry, field);
        const char *wrong = typed ? typed->wrong[order[i]] : NULL;
        if (typed && typed->text[order[i]]) text = typed->text[order[i]];
        struct value *item = value_object(model, lists[i >= main], NULL);
        say_none(request, item);
        value_text(model, item, "name", field->name);
        value_text(model, item, "label", fields_label(request, field));
        value_text(model, item, "help", field->help);
        value_text(model, item, "value", text);
        value_text(model, item, "wrong", wrong);
        if (wrong) add_problem(request, problems, field, wrong);
        open = open || (i >= main && wrong);
        add_control(request, desk, &settled, item, entry, field, text);
    }
    value_flag(model, in, "more_open", open);
    return STATUS_OK;
}

void fields_known(struct web_request *request, const struct review *review, struct value *in)
{
    enum { MOST = 400, LINE = 90 };
    struct model *model = &request->model;
    struct value *list = value_list(model, in, "known");
    char name[16];
    size_t added = 0;
    for (unsigned kind = 1; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        struct review_entry *entries = review_entries(review, kind, &count);
        for (size_t i = 0; i < count && added < MOST; i++) {
            const struct review_entry *entry = review_entry_at(entries, kind, i);
            if (!web_sees(request, review, entry)) continue;
            struct value *item = value_object(model, list, NULL);
            struct span line = span_of(review_entry_line(entry));
            value_text(model, item, "id", review_id_text(entry->id, name));
            while (line.len > LINE && ((unsigned char)line.at[LINE] & 0xc0) == 0x80) line.len--;
            value_span(model, item, "line", span_sub(line, 0, LINE));
            added++;
        }
    }
}
