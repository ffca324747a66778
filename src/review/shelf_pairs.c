/* Two facts of one entry read together: "chosen > passed over". */
#include "review/shelf.h"

#include <stdlib.h>

static int by_entry(const void *a, const void *b)
{
    const struct review_fact *x = a, *y = b;
    if (x->review != y->review) return x->review < y->review ? -1 : 1;
    if (x->id.kind != y->id.kind) return x->id.kind < y->id.kind ? -1 : 1;
    return (x->id.number > y->id.number) - (x->id.number < y->id.number);
}

enum status review_facts_paired(const struct review_fact *left, size_t left_count,
                                const struct review_fact *right, size_t right_count,
                                struct arena *arena, struct review_fact **ret, size_t *ret_count,
                                struct error *error)
{
    struct review_fact *sorted = arena_array(arena, right_count + 1, sizeof *sorted);
    struct review_fact *pairs = arena_array(arena, left_count + 1, sizeof *pairs);
    if (!sorted || !pairs) return arena_full(arena, error);
    for (size_t i = 0; i < right_count; i++) sorted[i] = right[i];
    qsort(sorted, right_count, sizeof *sorted, by_entry);
    size_t count = 0;
    for (size_t i = 0; i < left_count; i++) {
        const struct review_fact *other =
            bsearch(&left[i], sorted, right_count, sizeof *sorted, by_entry);
        if (!other) continue;
        char *value = arena_printf(arena, "%s > %s", left[i].value, other->value);
        if (!value) return arena_full(arena, error);
        pairs[count] = left[i];
        pairs[count++].value = value;
    }
    *ret = pairs;
    *ret_count = count;
    return STATUS_OK;
}
