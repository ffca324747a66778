/*
 * A source made ready for many windows: records in order of time, and running counts by level.
 *
 * A file in order that has a time for every record is used as it is. The running counts stand at
 * every PREPARED_STEP-th place: the levels of a window are the difference of two of them and of the
 * few records between.
 */
#include "timeline/internal.h"

#include <assert.h>
#include <stdlib.h>

static enum status no_memory(uint64_t records, struct error *error)
{
    return error_set(error, STATUS_NO_MEMORY, "no memory to put %llu records in order",
                     (unsigned long long)records);
}

/* The timed records by time, in columns of our own. */
static enum status put_in_order(struct timeline_prepared *prepared, const uint8_t *level,
                                struct error *error)
{
    const struct times *times = &prepared->times;
    size_t room = (size_t)times->count + 1;
    prepared->owned_order = calloc(room, sizeof *prepared->owned_order);
    prepared->owned_time = calloc(room, sizeof *prepared->owned_time);
    prepared->owned_level = calloc(room, sizeof *prepared->owned_level);
    if (!prepared->owned_order || !prepared->owned_time || !prepared->owned_level)
        return no_memory(times->count, error);
    size_t count = 0;
    for (uint64_t i = 0; i < times->count; i++)
        if (times->time[i] != EVIDENCE_NO_TIME) prepared->owned_order[count++] = (uint32_t)i;
    enum status status = STATUS_OK;
    if (!times->sorted) status = runs_sort(times->time, prepared->owned_order, count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        uint32_t record = prepared->owned_order[i];
        prepared->owned_time[i] = times->time[record];
        prepared->owned_level[i] = (uint8_t)level_row(level[record]);
    }
    prepared->count = count;
    prepared->order = prepared->owned_order;
    prepared->time = prepared->owned_time;
    prepared->level = prepared->owned_level;
    return STATUS_OK;
}

static enum status count_levels(struct timeline_prepared *prepared, struct error *error)
{
    size_t rows = (size_t)(prepared->count / PREPARED_STEP) + 1;
    prepared->before = calloc(rows, EVIDENCE_LEVEL_COUNT * sizeof *prepared->before);
    if (!prepared->before) return no_memory(prepared->count, error);
    uint32_t sum[EVIDENCE_LEVEL_COUNT] = {0};
    for (uint64_t i = 0; i <= prepared->count; i++) {
        if (i % PREPARED_STEP == 0)
            memcpy(prepared->before + i / PREPARED_STEP * EVIDENCE_LEVEL_COUNT, sum, sizeof sum);
        if (i < prepared->count) sum[level_row(prepared->level[i])]++;
    }
    return STATUS_OK;
}

enum status timeline_prepare(const struct timeline_source *source, struct timeline_prepared **ret,
                             struct error *error)
{
    const struct evidence_index *index = source->index;
    if (index->count >= UINT32_MAX)
        return error_set(error, STATUS_LIMIT, "%llu records are too many to keep in order",
                         (unsigned long long)index->count);
    struct timeline_prepared *prepared = calloc(1, sizeof *prepared);
    if (!prepared) return no_memory(index->count, error);
    enum status status = times_init(source, &prepared->times, error);
    const struct times *times = &prepared->times;
    if (!status && times->timed) {
        if (times->sorted && times->timed == times->count) {
            prepared->count = times->count;
            prepared->time = times->time;
            prepared->level = index->level;
        } else {
            status = put_in_order(prepared, index->level, error);
        }
    }
    if (!status) status = count_levels(prepared, error);
    if (status) {
        timeline_prepared_free(prepared);
        return status;
    }
    *ret = prepared;
    return STATUS_OK;
}

struct interval timeline_prepared_span(const struct timeline_prepared *prepared)
{
    if (!prepared->count) return INTERVAL_NONE;
    int64_t shift = prepared->times.shift;
    return (struct interval){prepared->time[0] + shift,
                             prepared->time[prepared->count - 1] + shift};
}

void timeline_prepared_free(struct timeline_prepared *prepared)
{
    if (!prepared) return;
    times_release(&prepared->times);
    free(prepared->owned_time);
    free(prepared->owned_level);
    free(prepared->owned_order);
    free(prepared->before);
    free(prepared);
}

/* By doubling steps, then by halves: neighbours in a row of buckets are near each other. */
uint64_t prepared_find(const struct timeline_prepared *prepared, uint64_t from, instant at)
{
    const int64_t *time = prepared->time;
    int64_t shift = prepared->times.shift;
    uint64_t low = from, step = 1;
    while (low < prepared->count && time[low] + shift < at) {
        uint64_t probe = step < prepared->count - low ? low + step : prepared->count;
        if (probe == prepared->count || time[probe] + shift >= at) {
            low++;
            while (low < probe) {
                uint64_t half = low + (probe - low) / 2;
                if (time[half] + shift < at)
                    low = half + 1;
                else
                    probe = half;
            }
            return low;
        }
        low = probe;
        step *= 2;
    }
    return low;
}

void prepared_levels(const struct timeline_prepared *prepared, uint64_t place,
                     uint32_t ret[EVIDENCE_LEVEL_COUNT])
{
    assert(place <= prepared->count);
    uint64_t row = place / PREPARED_STEP;
    memcpy(ret, prepared->before + row * EVIDENCE_LEVEL_COUNT, EVIDENCE_LEVEL_COUNT * sizeof *ret);
    for (uint64_t i = row * PREPARED_STEP; i < place; i++) ret[level_row(prepared->level[i])]++;
}
