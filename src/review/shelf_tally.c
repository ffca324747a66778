/* What comes up in how many reviews. */
#include "review/shelf.h"

#include <stdlib.h>
#include <strings.h>

static int by_value(const void *a, const void *b)
{
    const struct review_fact *x = a, *y = b;
    int order = strcasecmp(x->value, y->value);
    if (order) return order;
    if (x->review != y->review) return x->review < y->review ? -1 : 1;
    return (x->id.number > y->id.number) - (x->id.number < y->id.number);
}

static int by_reviews(const void *a, const void *b)
{
    const struct review_tally *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return strcmp(x->value, y->value);
}

/* Facts that may tell who somebody is are no ground to count on. */
static enum status refuse_names(const struct review_fact *facts, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (facts[i].field->flags & REVIEW_NAMES)
            return error_set(error, STATUS_BAD_INPUT,
                             "%s may name a person, and nothing is counted by person; group by "
                             "another field, such as the shared name of a factor",
                             facts[i].field->name);
    return STATUS_OK;
}

static void add_run(const struct review_fact *facts, size_t count, uint32_t *reviews,
                    struct review_tally *ret)
{
    *ret = (struct review_tally){facts->value, reviews, 0, count};
    for (size_t i = 0; i < count; i++)
        if (ret->count == 0 || reviews[ret->count - 1] != facts[i].review)
            reviews[ret->count++] = facts[i].review;
}

enum status review_tally_of(const struct review_fact *facts, size_t count, struct arena *arena,
                            struct review_tally **ret, size_t *ret_count, struct error *error)
{
    enum status status = refuse_names(facts, count, error);
    if (status) return status;
    size_t room = count ? count : 1, tallies = 0;
    struct review_fact *sorted = arena_array(arena, room, sizeof *sorted);
    struct review_tally *tally = arena_array(arena, room, sizeof *tally);
    uint32_t *reviews = arena_array(arena, room, sizeof *reviews);
    if (!sorted || !tally || !reviews) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) sorted[i] = facts[i];
    qsort(sorted, count, sizeof *sorted, by_value);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && strcasecmp(sorted[to].value, sorted[from].value) == 0;
             to++)
            continue;
        add_run(sorted + from, to - from, reviews + from, &tally[tallies++]);
    }
    qsort(tally, tallies, sizeof *tally, by_reviews);
    *ret = tally;
    *ret_count = tallies;
    return STATUS_OK;
}
