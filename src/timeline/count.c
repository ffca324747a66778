/* How many records of each source and level fall into each piece of a window. */
#include "timeline/internal.h"

struct window {
    instant from, to; /* from <= t < to */
    duration width;
    size_t buckets;
};

/* The end of `bucket`, at most the window's end. */
static instant bucket_end(const struct window *window, size_t bucket)
{
    int64_t end;
    if (__builtin_mul_overflow((int64_t)bucket + 1, window->width, &end) ||
        __builtin_add_overflow(window->from, end, &end) || end > window->to)
        return window->to;
    return end;
}

/* `counts` is this source's part. Neighbours mostly fall into one bucket: a division only when the
 * bucket changes. */
static void count_source(const struct times *times, const uint8_t *level,
                         const struct window *window, uint32_t *counts)
{
    uint64_t from = 0, to = times->count;
    if (times->sorted) {
        from = times_find(times, 0, window->from);
        to = times_find(times, from, window->to);
    }
    instant bucket_from = 1, bucket_to = 0;
    uint32_t *bucket = counts;
    for (uint64_t i = from; i < to; i++) {
        instant at = times_at(times, i);
        if (at < bucket_from || at >= bucket_to) {
            if (at == INSTANT_NONE || at < window->from || at >= window->to) continue;
            uint64_t past = (uint64_t)at - (uint64_t)window->from;
            size_t number = (size_t)(past / (uint64_t)window->width);
            bucket_from = at;
            bucket_to = bucket_end(window, number);
            bucket = counts + number;
        }
        uint32_t *cell = bucket + level_row(level[i]) * window->buckets;
        *cell += *cell != UINT32_MAX;
    }
}

/* Above so many records to a bucket, searching for its ends is quicker than looking at each. */
enum { MANY = 96 };

static void add_levels(const uint32_t *from, const uint32_t *to, size_t buckets, uint32_t *bucket)
{
    for (size_t level = 0; level < EVIDENCE_LEVEL_COUNT; level++) {
        uint32_t *cell = bucket + level * buckets;
        if (__builtin_add_overflow(*cell, to[level] - from[level], cell)) *cell = UINT32_MAX;
    }
}

static void count_wide(const struct timeline_prepared *prepared, uint64_t from, uint64_t to,
                       const struct window *window, uint32_t *counts)
{
    uint32_t before[EVIDENCE_LEVEL_COUNT], after[EVIDENCE_LEVEL_COUNT];
    prepared_levels(prepared, from, before);
    while (from < to) { /* from the next record on: buckets that hold none are passed over */
        uint64_t past =
            (uint64_t)(prepared->time[from] + prepared->times.shift) - (uint64_t)window->from;
        size_t number = (size_t)(past / (uint64_t)window->width);
        uint64_t next = prepared_find(prepared, from, bucket_end(window, number));
        prepared_levels(prepared, next, after);
        add_levels(before, after, window->buckets, counts + number);
        memcpy(before, after, sizeof before);
        from = next;
    }
}

static void count_prepared(const struct timeline_prepared *prepared, const struct window *window,
                           uint32_t *counts)
{
    uint64_t from = prepared_find(prepared, 0, window->from);
    uint64_t to = prepared_find(prepared, from, window->to);
    if (from >= to) return;
    if ((to - from) / MANY >= window->buckets) {
        count_wide(prepared, from, to, window, counts);
        return;
    }
    struct times part = {.time = prepared->time + from,
                         .shift = prepared->times.shift,
                         .count = to - from,
                         .sorted = true};
    count_source(&part, prepared->level + from, window, counts);
}

enum status timeline_count(const struct timeline_source *sources, size_t count, instant from,
                           duration width, size_t buckets, uint32_t *counts, struct error *error)
{
    if (width <= 0 || from == INSTANT_NONE)
        return error_set(error, STATUS_USAGE, "a count needs a start and a width above zero");
    struct window window = {from, INSTANT_OPEN_END, width, buckets};
    int64_t length;
    if (buckets <= INT64_MAX && !__builtin_mul_overflow((int64_t)buckets, width, &length))
        window.to = instant_add(from, length);
    if (buckets > SIZE_MAX / sizeof *counts / EVIDENCE_LEVEL_COUNT / (count ? count : 1))
        return error_set(error, STATUS_LIMIT, "%zu pieces for %zu sources are too many", buckets,
                         count);
    for (size_t i = 0; i < count; i++) {
        struct times times;
        if (sources[i].prepared) {
            count_prepared(sources[i].prepared, &window,
                           counts + i * EVIDENCE_LEVEL_COUNT * buckets);
            continue;
        }
        enum status status = times_init(&sources[i], &times, error);
        if (status) return status;
        if (times.timed)
            count_source(&times, sources[i].index->level, &window,
                         counts + i * EVIDENCE_LEVEL_COUNT * buckets);
        times_release(&times);
    }
    return STATUS_OK;
}
