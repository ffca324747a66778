/* Lists of an entry, as they grow. */
#include "review/member.h"

#include <assert.h>

/* The array with room for one more: twice as large whenever its count is a power of two. */
static void *room(struct arena *arena, const void *at, size_t count, size_t size)
{
    bool full = count == 0 || (count >= 4 && (count & (count - 1)) == 0);
    if (!full) return (void *)at;
    void *grown = arena_array(arena, count ? 2 * count : 4, size);
    if (grown && count) memcpy(grown, at, count * size);
    return grown;
}

size_t member_count(const struct review_entry *entry, const struct review_field *field)
{
    switch (field->type) {
    case REVIEW_TYPE_REFS: return MEMBER_OF(entry, field, REFS)->count;
    case REVIEW_TYPE_LINES: return MEMBER_OF(entry, field, LINES)->count;
    case REVIEW_TYPE_PLACES: return MEMBER_OF(entry, field, PLACES)->count;
    default: return 0;
    }
}

struct member_element member_element(const struct review_entry *entry,
                                     const struct review_field *field, size_t i)
{
    struct member_element element = {0};
    assert(i < member_count(entry, field));
    if (field->type == REVIEW_TYPE_REFS)
        element.id = MEMBER_OF(entry, field, REFS)->at[i];
    else if (field->type == REVIEW_TYPE_LINES)
        element.line = MEMBER_OF(entry, field, LINES)->at[i];
    else
        element.place = MEMBER_OF(entry, field, PLACES)->at[i];
    return element;
}

enum status member_append(struct review_entry *entry, const struct review_field *field,
                          const struct member_element *element, struct arena *arena,
                          struct error *error)
{
    void *at;
    if (member_count(entry, field) == LIST_MAX)
        return error_set(error, STATUS_LIMIT, "a list has at most %d elements", LIST_MAX);
    if (field->type == REVIEW_TYPE_REFS) {
        struct review_refs *refs = MEMBER(entry, field, REFS);
        at = room(arena, refs->at, refs->count, sizeof *refs->at);
        if (!at) return arena_full(arena, error);
        refs->at = at;
        refs->at[refs->count++] = element->id;
    } else if (field->type == REVIEW_TYPE_LINES) {
        struct review_lines *lines = MEMBER(entry, field, LINES);
        at = room(arena, lines->at, lines->count, sizeof *lines->at);
        if (!at) return arena_full(arena, error);
        lines->at = at;
        lines->at[lines->count++] = element->line;
    } else {
        struct review_places *places = MEMBER(entry, field, PLACES);
        assert(field->type == REVIEW_TYPE_PLACES);
        at = room(arena, places->at, places->count, sizeof *places->at);
        if (!at) return arena_full(arena, error);
        places->at = at;
        places->at[places->count++] = element->place;
    }
    return STATUS_OK;
}
