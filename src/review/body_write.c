/* The canonical body of an entry: see docs/formats/record.md. */
#include "review/member.h"

#include <assert.h>

struct writing {
    struct json_writer *json;
    struct text scratch, tidy;
};

static void string(struct writing *w, const char *value, bool one_line)
{
    json_span(w->json, member_tidy(value, one_line, &w->tidy));
}

/* What tidying leaves nothing of takes no place. */
static bool has_content(struct writing *w, const char *value, bool one_line)
{
    return value && member_tidy(value, one_line, &w->tidy).len;
}

static void moment(struct writing *w, instant at)
{
    text_clear(&w->scratch);
    instant_add_text(&w->scratch, at, NULL, INSTANT_FULL, -1);
    json_span(w->json, text_span(&w->scratch));
}

static void id(struct writing *w, struct review_id of)
{
    char text[16];
    json_string(w->json, review_id_text(of, text));
}

/* One end of an interval; null where it is open. */
static void end(struct writing *w, const char *key, instant at, instant open)
{
    json_key(w->json, key);
    if (at == open)
        json_null(w->json);
    else
        moment(w, at);
}

static void time_object(struct writing *w, const struct review_time *time)
{
    json_object(w->json);
    json_key(w->json, "raw");
    string(w, time->raw, true);
    if (time->at.earliest != INSTANT_NONE && time->at.latest != INSTANT_NONE) {
        end(w, "earliest", time->at.earliest, INSTANT_OPEN_START);
        end(w, "latest", time->at.latest, INSTANT_OPEN_END);
    }
    const struct {
        const char *key;
        bool is;
    } flags[] = {{"relative", time->relative},
                 {"approximate", time->approximate},
                 {"doubtful", time->doubtful}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (!flags[i].is) continue;
        json_member_bool(w->json, flags[i].key, true);
    }
    json_object_end(w->json);
}

static void place_object(struct writing *w, const struct review_place *place)
{
    char hex[65];
    sha256_hex(&place->content, hex);
    json_object(w->json);
    json_member_string(w->json, "content", hex);
    if (place->from || place->to) {
        json_member_uint(w->json, "from", place->from);
        json_member_uint(w->json, "to", place->to);
    }
    if (has_content(w, place->name, true)) {
        json_key(w->json, "name");
        string(w, place->name, true);
    }
    json_object_end(w->json);
}

static void list(struct writing *w, const struct review_entry *entry,
                 const struct review_field *field)
{
    json_array(w->json);
    if (field->type == REVIEW_TYPE_WORDS) {
        for (size_t i = 1; i < field->words->count; i++)
            if (*MEMBER_OF(entry, field, WORDS) & 1u << i)
                json_string(w->json, field->words->words[i].word);
    } else if (field->type == REVIEW_TYPE_LINES) {
        const struct review_lines *lines = MEMBER_OF(entry, field, LINES);
        for (size_t i = 0; i < lines->count; i++)
            if (has_content(w, lines->at[i], true)) string(w, lines->at[i], true);
    } else if (field->type == REVIEW_TYPE_REFS) {
        const struct review_refs *refs = MEMBER_OF(entry, field, REFS);
        for (size_t i = 0; i < refs->count; i++) id(w, refs->at[i]);
    } else {
        const struct review_places *places = MEMBER_OF(entry, field, PLACES);
        for (size_t i = 0; i < places->count; i++) place_object(w, &places->at[i]);
    }
    json_array_end(w->json);
}

static bool takes_a_place(struct writing *w, const struct review_entry *entry,
                          const struct review_field *field)
{
    if (!review_is_stated(entry, field)) return false;
    if (field->type == REVIEW_TYPE_LINE || field->type == REVIEW_TYPE_TEXT)
        return has_content(w, *MEMBER_OF(entry, field, LINE), field->type == REVIEW_TYPE_LINE);
    if (field->type == REVIEW_TYPE_TIME)
        return has_content(w, MEMBER_OF(entry, field, TIME)->raw, true);
    if (field->type != REVIEW_TYPE_LINES) return true;
    const struct review_lines *lines = MEMBER_OF(entry, field, LINES);
    for (size_t i = 0; i < lines->count; i++)
        if (has_content(w, lines->at[i], true)) return true;
    return false;
}

static void value(struct writing *w, const struct review_entry *entry,
                  const struct review_field *field)
{
    switch (field->type) {
    case REVIEW_TYPE_LINE: string(w, *MEMBER_OF(entry, field, LINE), true); break;
    case REVIEW_TYPE_TEXT: string(w, *MEMBER_OF(entry, field, TEXT), false); break;
    case REVIEW_TYPE_HASH: json_string(w->json, *MEMBER_OF(entry, field, HASH)); break;
    case REVIEW_TYPE_WORD:
        json_string(w->json, vocabulary_word(field->words, *MEMBER_OF(entry, field, WORD)));
        break;
    case REVIEW_TYPE_FLAG: json_bool(w->json, true); break;
    case REVIEW_TYPE_COUNT: json_int(w->json, *MEMBER_OF(entry, field, COUNT)); break;
    case REVIEW_TYPE_DATE:
        text_clear(&w->scratch);
        member_day_text(*MEMBER_OF(entry, field, DATE), &w->scratch);
        json_span(w->json, text_span(&w->scratch));
        break;
    case REVIEW_TYPE_INSTANT: moment(w, *MEMBER_OF(entry, field, INSTANT)); break;
    case REVIEW_TYPE_TIME: time_object(w, MEMBER_OF(entry, field, TIME)); break;
    case REVIEW_TYPE_REF: id(w, *MEMBER_OF(entry, field, REF)); break;
    case REVIEW_TYPE_WORDS:
    case REVIEW_TYPE_LINES:
    case REVIEW_TYPE_REFS:
    case REVIEW_TYPE_PLACES: list(w, entry, field); break;
    }
}

void review_body_members(const struct review_entry *entry, struct json_writer *json)
{
    assert(entry->id.kind < REVIEW_KIND_COUNT);
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct writing w = {.json = json};
    text_init(&w.scratch, 0);
    text_init(&w.tidy, 0);
    for (size_t i = 0; i < spec->count; i++) {
        if (!takes_a_place(&w, entry, &spec->fields[i])) continue;
        json_key(json, spec->fields[i].name);
        value(&w, entry, &spec->fields[i]);
    }
    /* Without memory for these a value came out short: the text must not pass for whole. */
    if (text_status(&w.scratch, NULL)) json->out->status = w.scratch.status;
    if (text_status(&w.tidy, NULL)) json->out->status = w.tidy.status;
    text_release(&w.tidy);
    text_release(&w.scratch);
}

void review_body_write(const struct review_entry *entry, struct text *out)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    review_body_members(entry, &json);
    json_object_end(&json);
}
