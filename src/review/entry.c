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
