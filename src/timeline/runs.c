/*
 * Sorting what is nearly in order: natural runs, merged from the bottom up.
 *
 * Method: natural merge sort (D. E. Knuth, The Art of Computer Programming, vol. 3, 5.2.4), with
 * two savings taken from T. Peters, "listsort" (2002): a strictly falling run is turned round, and
 * what two neighbours already have in place is found by binary search and not moved. A log with
 * late lines, or a clock that jumped back, costs little more than one pass.
 *
 * Where there is next to no order, so that runs are a few records long, times are sorted by their
 * digits instead (Knuth 5.2.5): that costs the same for each record however many there are.
 */
#include "timeline/internal.h"

#include <assert.h>
#include <stdlib.h>

enum { DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS, DIGITS = 6, RUN_SHORT = 16 };

struct sorter {
    const int64_t *time;
    uint32_t *order;
    uint32_t *start; /* of each run, and the end of the last */
    size_t runs, start_room;
    uint32_t *aside; /* the part of a left run that has to make place */
    size_t aside_room;
};

static void turn_round(uint32_t *order, size_t from, size_t to)
{
    while (from + 1 < to) {
        uint32_t swap = order[from];
        order[from++] = order[--to];
        order[to] = swap;
    }
}

static enum status add_start(struct sorter *sorter, size_t at, struct error *error)
{
    enum status status = grow_array(&sorter->start, &sorter->start_room, sorter->runs + 1,
                                    sizeof *sorter->start, error);
    if (!status) sorter->start[sorter->runs++] = (uint32_t)at;
    return status;
}

static enum status find_runs(struct sorter *sorter, size_t count, struct error *error)
{
    const int64_t *time = sorter->time;
    uint32_t *order = sorter->order;
    for (size_t from = 0, to; from < count; from = to) {
        enum status status = add_start(sorter, from, error);
        if (status) return status;
        to = from + 1;
        if (to < count && time[order[to]] < time[order[from]]) {
            while (to < count && time[order[to]] < time[order[to - 1]]) to++;
            turn_round(order, from, to);
        }
        while (to < count && time[order[to]] >= time[order[to - 1]]) to++;
    }
    enum status status = add_start(sorter, count, error);
    if (!status) sorter->runs--; /* the closing end is no run */
    return status;
}

/* First place in [from, to) whose time is after `at` (or, with `equal`, not before it). */
static size_t place_of(const struct sorter *sorter, size_t from, size_t to, int64_t at, bool equal)
{
    while (from < to) {
        size_t probe = from + (to - from) / 2;
        int64_t time = sorter->time[sorter->order[probe]];
        if (time < at || (time == at && !equal))
            from = probe + 1;
        else
            to = probe;
    }
    return from;
}

/* Merges the neighbours [from, mid) and [mid, to). */
static enum status merge_two(struct sorter *sorter, size_t from, size_t mid, size_t to,
                             struct error *error)
{
    const int64_t *time = sorter->time;
    uint32_t *order = sorter->order;
    from = place_of(sorter, from, mid, time[order[mid]], false);
    if (from == mid) return STATUS_OK;
    to = place_of(sorter, mid, to, time[order[mid - 1]], true);
    size_t left = mid - from;
    enum status status =
        grow_array(&sorter->aside, &sorter->aside_room, left, sizeof *sorter->aside, error);
    if (status) return status;
    memcpy(sorter->aside, order + from, left * sizeof *order);
    const uint32_t *a = sorter->aside, *a_end = a + left;
    size_t b = mid, out = from;
    while (a < a_end && b < to) order[out++] = time[order[b]] < time[*a] ? order[b++] : *a++;
    while (a < a_end) order[out++] = *a++;
    assert(out == b);
    return STATUS_OK;
}

/* ---- by digits ---- */

struct keyed {
    uint64_t key; /* time behind the earliest */
    uint32_t record;
};

static unsigned digit_of(uint64_t key, unsigned digit)
{
    return (unsigned)(key >> digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* One pass, stable. `counts` of this digit become places. */
static void pass(const struct keyed *from, struct keyed *to, size_t count, unsigned digit,
                 uint32_t counts[DIGIT_VALUES])
{
    uint32_t place = 0;
    for (size_t i = 0; i < DIGIT_VALUES; i++) {
        uint32_t here = counts[i];
        counts[i] = place;
        place += here;
    }
    for (size_t i = 0; i < count; i++) to[counts[digit_of(from[i].key, digit)]++] = from[i];
}

/* False, with nothing changed, when there is no memory for it: 32 bytes a record. */
static bool sort_by_digits(const int64_t *time, uint32_t *order, size_t count)
{
    struct keyed *from = calloc(count, sizeof *from), *to = calloc(count, sizeof *to);
    uint32_t(*counts)[DIGIT_VALUES] = calloc(DIGITS, sizeof *counts);
    bool done = false;
    if (!from || !to || !counts) goto out;
    int64_t least = time[order[0]];
    for (size_t i = 1; i < count; i++)
        if (time[order[i]] < least) least = time[order[i]];
    for (size_t i = 0; i < count; i++) {
        uint64_t key = (uint64_t)time[order[i]] - (uint64_t)least;
        from[i] = (struct keyed){key, order[i]};
        for (unsigned d = 0; d < DIGITS; d++) counts[d][digit_of(key, d)]++;
    }
    for (unsigned d = 0; d < DIGITS; d++) {
        if (counts[d][digit_of(from[0].key, d)] == count) continue; /* all have the same */
        pass(from, to, count, d, counts[d]);
        struct keyed *swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; i < count; i++) order[i] = from[i].record;
    done = true;
out:
    free(from);
    free(to);
    free(counts);
    return done;
}

enum status runs_sort(const int64_t *time, uint32_t *order, size_t count, struct error *error)
{
    assert(count <= UINT32_MAX);
    struct sorter sorter = {.time = time, .order = order};
    enum status status = find_runs(&sorter, count, error);
    if (!status && sorter.runs > count / RUN_SHORT && count > DIGIT_VALUES &&
        sort_by_digits(time, order, count))
        sorter.runs = 0;
    while (!status && sorter.runs > 1) {
        size_t kept = 0;
        uint32_t *start = sorter.start;
        for (size_t i = 0; i < sorter.runs && !status; i += 2) {
            if (i + 1 < sorter.runs)
                status = merge_two(&sorter, start[i], start[i + 1], start[i + 2], error);
            start[kept++] = start[i];
        }
        start[kept] = start[sorter.runs];
        sorter.runs = kept;
    }
    free(sorter.start);
    free(sorter.aside);
    return status;
}
