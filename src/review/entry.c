/* One entry: new, copied, read out. */
#include "review/member.h"

#include <assert.h>

struct review_entry *review_entry_new(enum review_kind kind, struct arena *arena)
{
    assert(kind < REVIEW_KIND_COUNT);
    const struct review_kind_spec *spec = &review_kinds[kind];
    struct review_entry *entry = arena_alloc(arena, spec->size);
    if (!entry) return NULL;
    entry->id.kind = kind;
    entry->written = INSTANT_NONE;
    for (size_t i = 0; i < spec->count; i++) member_clear(entry, &spec->fields[i]);
    return entry;
}

bool review_is_stated(const struct review_entry *entry, const struct review_field *field)
{
    switch (field->type) {
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_TEXT:
    case REVIEW_TYPE_HASH: return *MEMBER_OF(entry, field, LINE) && **MEMBER_OF(entry, field, LINE);
    case REVIEW_TYPE_WORD: return *MEMBER_OF(entry, field, WORD) != 0;
    case REVIEW_TYPE_WORDS: return *MEMBER_OF(entry, field, WORDS) != 0;
    case REVIEW_TYPE_FLAG: return *MEMBER_OF(entry, field, FLAG);
    case REVIEW_TYPE_COUNT: return *MEMBER_OF(entry, field, COUNT) != REVIEW_NO_COUNT;
    case REVIEW_TYPE_DATE: return *MEMBER_OF(entry, field, DATE) != REVIEW_NO_DAY;
    case REVIEW_TYPE_INSTANT: return *MEMBER_OF(entry, field, INSTANT) != INSTANT_NONE;
    case REVIEW_TYPE_TIME: return MEMBER_OF(entry, field, TIME)->raw != NULL;
    case REVIEW_TYPE_LINES: return MEMBER_OF(entry, field, LINES)->count != 0;
    case REVIEW_TYPE_REF: return MEMBER_OF(entry, field, REF)->number != 0;
    case REVIEW_TYPE_REFS: return MEMBER_OF(entry, field, REFS)->count != 0;
    case REVIEW_TYPE_PLACES: return MEMBER_OF(entry, field, PLACES)->count != 0;
    }
    return false;
}

/* ---- a copy ---- */

static bool copy_string(const char **string, struct arena *arena)
{
    if (!*string) return true;
    *string = arena_copy(arena, span_of(*string));
    return *string != NULL;
}

static void *copy_array(const void *at, size_t count, size_t size, struct arena *arena)
{
    void *copy = arena_array(arena, count, size);
    if (copy && count) memcpy(copy, at, count * size);
    return copy;
}

static bool copy_member(struct review_entry *entry, const struct review_field *field,
                        struct arena *arena)
{
    if (field->type == REVIEW_TYPE_LINE || field->type == REVIEW_TYPE_TEXT ||
        field->type == REVIEW_TYPE_HASH)
        return copy_string(MEMBER(entry, field, LINE), arena);
    if (field->type == REVIEW_TYPE_TIME)
        return copy_string(&MEMBER(entry, field, TIME)->raw, arena);
    if (field->type == REVIEW_TYPE_REFS) {
        struct review_refs *refs = MEMBER(entry, field, REFS);
        refs->at = copy_array(refs->at, refs->count, sizeof *refs->at, arena);
        return refs->at != NULL;
    }
    if (field->type == REVIEW_TYPE_LINES) {
        struct review_lines *lines = MEMBER(entry, field, LINES);
        lines->at = copy_array(lines->at, lines->count, sizeof *lines->at, arena);
        for (size_t i = 0; lines->at && i < lines->count; i++)
            if (!copy_string(&lines->at[i], arena)) return false;
        return lines->at != NULL;
    }
    if (field->type == REVIEW_TYPE_PLACES) {
        struct review_places *places = MEMBER(entry, field, PLACES);
        places->at = copy_array(places->at, places->count, sizeof *places->at, arena);
        for (size_t i = 0; places->at && i < places->count; i++)
            if (!copy_string(&places->at[i].name, arena)) return false;
        return places->at != NULL;
    }
    return true;
}

struct review_entry *review_entry_copy(const struct review_entry *entry, struct arena *arena)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct review_entry *copy = arena_alloc(arena, spec->size);
    if (!copy) return NULL;
    memcpy(copy, entry, spec->size);
    if (!copy_string(&copy->author, arena)) return NULL;
    for (size_t i = 0; i < spec->count; i++)
        if (review_is_stated(copy, &spec->fields[i]) && !copy_member(copy, &spec->fields[i], arena))
            return NULL;
    return copy;
}

/* ---- read out ---- */

void review_entry_words(const struct review_entry *entry, struct text *out)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    for (size_t i = 0; i < spec->count; i++) {
        const struct review_field *field = &spec->fields[i];
        if (!(field->flags & REVIEW_SEARCHED) || !review_is_stated(entry, field)) continue;
        if (field->type == REVIEW_TYPE_LINES) {
            const struct review_lines *lines = MEMBER_OF(entry, field, LINES);
            for (size_t n = 0; n < lines->count; n++) text_addf(out, "%s\n", lines->at[n]);
        } else {
            assert(field->type == REVIEW_TYPE_LINE || field->type == REVIEW_TYPE_TEXT);
            text_adds(out, *MEMBER_OF(entry, field, LINE));
            text_addc(out, '\n');
        }
    }
}

const char *review_entry_line(const struct review_entry *entry)
{
    static const char *const telling[] = {"title",  "text",    "what",  "role", "name",
                                          "action", "object",  "link",  "area", "kind",
                                          "note",   "because", "answer"};
    enum review_kind kind = (enum review_kind)entry->id.kind;
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        const struct review_field *field = review_field_find(kind, span_of(telling[i]));
        if (!field || field->flags & REVIEW_NAMES || !review_is_stated(entry, field)) continue;
        if (field->type == REVIEW_TYPE_WORD)
            return vocabulary_meaning(field->words, *MEMBER_OF(entry, field, WORD));
        return *MEMBER_OF(entry, field, LINE);
    }
    return review_kinds[kind].name;
}
