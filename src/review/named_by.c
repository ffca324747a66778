/* Which entries an entry names, and what is said about events. */
#include "review/conducting.h"

#include <assert.h>

static bool stated(struct review_id id)
{
    return id.kind != 0 || id.number != 0;
}

size_t review_named_by(const struct review_entry *entry, const struct review_field *field,
                       struct review_id pair[2], const struct review_id **ret)
{
    size_t count = 0;
    *ret = pair;
    if (field->type == REVIEW_TYPE_REFS) {
        const struct review_refs *refs = review_member(entry, field);
        *ret = refs->at;
        return refs->count;
    }
    if (field->type == REVIEW_TYPE_REF) {
        const struct review_id *id = review_member(entry, field);
        if (stated(*id)) pair[count++] = *id;
    } else if (field->type == REVIEW_TYPE_TIME) {
        struct review_relative relative;
        const struct review_time *time = review_member(entry, field);
        if (!time->relative || !review_time_relative(time, &relative)) return 0;
        if (relative.from.number) pair[count++] = relative.from;
        if (relative.to.number) pair[count++] = relative.to;
    }
    return count;
}

size_t review_event_place(const struct review *review, struct review_id id)
{
    size_t low = 0, high = review->events.count;
    if (id.kind != REVIEW_KIND_EVENT) return SIZE_MAX;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const uint32_t number = review->events.at[middle].entry.id.number;
        if (number == id.number) return middle;
        if (number < id.number)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

uint32_t *review_codes_about(const struct review *review, struct arena *arena)
{
    uint32_t *codes = arena_array(arena, review->events.count + 1, sizeof *codes);
    static_assert(REVIEW_CODE_COUNT <= 32, "codes fit a mask");
    for (size_t i = 0; codes && i < review->statements.count; i++) {
        const struct review_statement *statement = &review->statements.at[i];
        for (size_t j = 0; !statement->withdrawn && j < statement->about.count; j++) {
            const size_t place = review_event_place(review, statement->about.at[j]);
            if (place != SIZE_MAX) codes[place] |= 1u << statement->code;
        }
    }
    return codes;
}
