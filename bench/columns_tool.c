/*
 * The merge without any text: columns of times, made up, beside qsort of the same times.
 *
 * The sources take turns in bursts of 1 to `burst` records, as services do that write while they
 * work; with a burst of 1 nobody can foresee who comes next.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/tools.h"
#include "timeline/timeline.h"

enum { BATCH = 4096 };

struct column {
    int64_t *time;
    size_t count, room;
};

struct columns {
    struct column *column;
    struct evidence_index *indexes;
    struct timeline_source *sources;
    size_t count, records;
};

/* A small generator of numbers (splitmix64, S. Vigna). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static enum status make(struct columns *columns, uint64_t burst, struct error *error)
{
    uint64_t seed = 11, left = 0;
    int64_t at = INT64_C(1772618537) * NS_PER_S;
    struct column *column = columns->column;
    for (size_t i = 0; i < columns->records; i++) {
        if (left == 0) {
            column = &columns->column[next_random(&seed) % columns->count];
            left = 1 + next_random(&seed) % burst;
        }
        left--;
        enum status status = grow_array(&column->time, &column->room, column->count + 1,
                                        sizeof *column->time, error);
        if (status) return status;
        at += (int64_t)(next_random(&seed) % NS_PER_MS);
        column->time[column->count++] = at;
    }
    for (size_t i = 0; i < columns->count; i++) {
        column = &columns->column[i];
        struct evidence_index *index = &columns->indexes[i];
        *index = (struct evidence_index){.count = column->count, .time = column->time};
        index->timed = index->count;
        index->first = index->count ? column->time[0] : EVIDENCE_NO_TIME;
        index->last = index->count ? column->time[column->count - 1] : EVIDENCE_NO_TIME;
        columns->sources[i] = (struct timeline_source){.name = "column", .index = index};
    }
    return STATUS_OK;
}

static enum status walk_entries(const struct columns *columns, double *ret, struct error *error)
{
    static struct timeline_entry entries[BATCH];
    const struct timeline_filter all = TIMELINE_ALL;
    struct timeline_merge *merge = NULL;
    size_t got, count = 0;
    instant from = os_now(), last = INSTANT_NONE;
    enum status status = timeline_merge_new(columns->sources, columns->count, &all, &merge, error);
    if (status) return status;
    while ((got = timeline_merge_next(merge, entries, BATCH)) > 0) {
        if (entries[0].at < last) count = SIZE_MAX / 2; /* out of order: the count tells */
        last = entries[got - 1].at;
        count += got;
    }
    *ret = tool_seconds(from);
    timeline_merge_free(merge);
    return count == columns->records
               ? STATUS_OK
               : error_set(error, STATUS_DAMAGED, "%zu records were merged, not %zu", count,
                           columns->records);
}

/* ---- the peer ---- */

struct pair {
    int64_t time;
    uint32_t source, record;
};

static int by_time(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static enum status sort_pairs(const struct columns *columns, double *ret, struct error *error)
{
    struct pair *pairs = calloc(columns->records + 1, sizeof *pairs);
    size_t count = 0;
    if (!pairs) return error_set(error, STATUS_NO_MEMORY, "no memory to sort");
    for (size_t i = 0; i < columns->count; i++)
        for (size_t r = 0; r < columns->column[i].count; r++)
            pairs[count++] = (struct pair){columns->column[i].time[r], (uint32_t)i, (uint32_t)r};
    instant from = os_now();
    qsort(pairs, count, sizeof *pairs, by_time);
    *ret = tool_seconds(from);
    free(pairs);
    return STATUS_OK;
}

/* ---- all of it ---- */

static enum status measure(struct columns *columns, uint64_t burst, struct error *error)
{
    double entries = 0, sorted = 0;
    struct tool_stretches first = {0}, later = {0};
    enum status status = walk_entries(columns, &entries, error);
    if (status == STATUS_OK)
        status = tool_stretches(columns->sources, columns->count, &first, error);
    for (size_t i = 0; i < columns->count; i++) /* one clock was wrong by a second */
        columns->sources[i].clock.offset_least = columns->sources[i].clock.offset_most =
            i == 1 ? NS_PER_S : 0;
    if (status == STATUS_OK)
        status = tool_stretches(columns->sources, columns->count, &later, error);
    if (status == STATUS_OK) status = sort_pairs(columns, &sorted, error);
    if (status) return status;
    printf(
        "{\"sources\":%zu,\"records\":%zu,\"burst\":%llu,\"entries_s\":%.4f,\"stretches_s\":%.4f,"
        "\"stretches\":%zu,\"again_s\":%.4f,\"qsort_s\":%.4f}\n",
        columns->count, columns->records, (unsigned long long)burst, entries, first.seconds,
        first.count, later.seconds, sorted);
    return STATUS_OK;
}

enum status columns_tool(const struct tool_call *call, struct error *error)
{
    struct columns columns = {.count = (size_t)call->sources, .records = (size_t)call->records};
    enum status status = STATUS_OK;
    if (columns.count == 0 || columns.count > 100000 || call->burst == 0)
        return error_set(error, STATUS_USAGE, "sources and burst are 1 or more");
    columns.column = calloc(columns.count, sizeof *columns.column);
    columns.indexes = calloc(columns.count, sizeof *columns.indexes);
    columns.sources = calloc(columns.count, sizeof *columns.sources);
    if (!columns.column || !columns.indexes || !columns.sources)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = make(&columns, call->burst, error);
    if (status == STATUS_OK) status = measure(&columns, call->burst, error);
    for (size_t i = 0; columns.column && i < columns.count; i++) free(columns.column[i].time);
    free(columns.column);
    free(columns.indexes);
    free(columns.sources);
    return status;
}
