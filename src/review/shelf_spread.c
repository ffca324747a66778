/* A duration over many reviews: all its points, and a median that claims no more than they hold. */
#include "review/shelf.h"

#include <stdlib.h>

static int by_bounds(const void *a, const void *b)
{
    const struct review_point *x = a, *y = b;
    if (x->least != y->least) return x->least < y->least ? -1 : 1;
    if (x->most != y->most) return x->most < y->most ? -1 : 1;
    return (x->review > y->review) - (x->review < y->review);
}

static int by_length(const void *a, const void *b)
{
    duration x = *(const duration *)a, y = *(const duration *)b;
    return (x > y) - (x < y);
}

/* With an even number of points the median lies between two of them; nothing is averaged: the lower
 * one's lower end and the upper one's upper end hold it. */
static enum status find_median(struct review_spread *spread, struct arena *arena,
                               struct error *error)
{
    size_t n = spread->count, low, high;
    duration *most = arena_array(arena, n, sizeof *most);
    if (!most) return arena_full(arena, error);
    for (size_t i = 0; i < n; i++) most[i] = spread->points[i].most;
    qsort(most, n, sizeof *most, by_length);
    spread->has_median = true;
    spread->median_least = spread->points[(n - 1) / 2].least;
    spread->median_most = most[n / 2];
    spread->has_interval = review_median_ranks(n, 0.95, &low, &high, &spread->cover);
    if (spread->has_interval) {
        spread->interval_least = spread->points[low - 1].least;
        spread->interval_most = most[high - 1];
    }
    return STATUS_OK;
}

enum status review_spread_of(const struct review_summary *summaries, size_t count,
                             enum review_length_kind kind, struct arena *arena,
                             struct review_spread *ret, struct error *error)
{
    struct review_spread spread = {.kind = kind};
    spread.points = arena_array(arena, count ? count : 1, sizeof *spread.points);
    if (!spread.points) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) {
        const struct review_length *length = &summaries[i].lengths[kind];
        if (!length->length.known) {
            spread.left_out++;
            continue;
        }
        spread.points[spread.count++] = (struct review_point){
            summaries[i].number, length->length.least,
            length->ongoing ? INT64_MAX : length->length.most, length->ongoing};
    }
    qsort(spread.points, spread.count, sizeof *spread.points, by_bounds);
    enum status status = spread.count ? find_median(&spread, arena, error) : STATUS_OK;
    if (status) return status;
    *ret = spread;
    return STATUS_OK;
}
