/*
 * Gaps: where a source that usually speaks is silent, and where all are at once (then the collector
 * is the first suspect). A gap is longer than ten times the 99th percentile of the source's own
 * pauses and longer than 30 seconds; during impact ten seconds are enough when the pause is
 * unusual.
 */
#include "timeline/findings.h"

#include <stdlib.h>

enum { SAMPLE = 20000, MOST_A_SOURCE = 4, MOST_COMMON = 8 };

static int by_length(const void *a, const void *b)
{
    duration x = *(const duration *)a, y = *(const duration *)b;
    return (x > y) - (x < y);
}

/* The 99th percentile of pauses between neighbouring records, from a sample; -1 for too few. */
static duration usual_pause(const struct times *times, duration *pauses)
{
    uint64_t step = times->count / SAMPLE + 1;
    size_t n = 0;
    for (uint64_t r = 0; r + 1 < times->count && n < SAMPLE; r += step) {
        instant a = times_at(times, r), b = times_at(times, r + 1);
        if (a == INSTANT_NONE || b == INSTANT_NONE || b < a) continue;
        pauses[n++] = b - a;
    }
    if (n < 20) return -1;
    qsort(pauses, n, sizeof *pauses, by_length);
    return pauses[(n - 1) * 99 / 100];
}

static enum status add_gaps(const struct times *times, uint32_t number, const struct impact *impact,
                            duration usual, struct spot_list *list, struct error *error)
{
    duration band = usual * 10 > 30 * NS_PER_S ? usual * 10 : 30 * NS_PER_S;
    duration inside = usual * 10 > 10 * NS_PER_S ? usual * 10 : 10 * NS_PER_S;
    bool known = impact->start.earliest != INSTANT_NONE;
    instant previous = INSTANT_NONE;
    enum status status = STATUS_OK;
    size_t added = 0;
    for (uint64_t r = 0; r < times->count && status == STATUS_OK; r++) {
        instant at = times_at(times, r);
        if (at == INSTANT_NONE) continue;
        duration gap = previous == INSTANT_NONE ? 0 : at - previous;
        bool during = known && previous < impact->end.latest && at > impact->start.earliest;
        if (gap > (during ? inside : band) && added < MOST_A_SOURCE) {
            status = spot_add(list, during ? TIMELINE_SPOT_SILENT : TIMELINE_SPOT_GAP, previous, at,
                              (double)gap / (double)(usual + 1), number, error,
                              "no record for %s%s; pauses here are usually below %s",
                              say_length(list->arena, gap), during ? ", in part during impact" : "",
                              say_length(list->arena, usual + NS_PER_MS));
            added++;
        }
        if (previous == INSTANT_NONE || at > previous) previous = at;
    }
    return status;
}

/* A log whose silence means something: it speaks often, and not only when something fails. */
static bool speaks(const struct timeline_source *source)
{
    const struct evidence_index *index = source->index;
    uint64_t errors =
        index->level_count[EVIDENCE_LEVEL_ERROR] + index->level_count[EVIDENCE_LEVEL_FATAL];
    return index->kind == EVIDENCE_LOG && index->timed >= 50 && errors * 10 < index->timed * 8;
}

/* Between two of these nobody speaks: only where one and the same log has records on both sides is
 * that a gap and not the end of one log and the beginning of another. */
struct extent {
    instant first, last;
    bool speaks;
};

static bool goes_on(const struct extent *extents, size_t count, instant before, instant after)
{
    for (size_t i = 0; i < count; i++)
        if (extents[i].speaks && extents[i].first <= before && extents[i].last >= after)
            return true;
    return false;
}

static enum status walk_gaps(const struct timeline_input *input, const struct extent *extents,
                             struct timeline_merge *merge, duration mean, struct spot_list *list,
                             struct error *error)
{
    struct timeline_entry entries[512];
    instant previous = INSTANT_NONE;
    duration band = mean * 1000 > 30 * NS_PER_S ? mean * 1000 : 30 * NS_PER_S;
    enum status status = STATUS_OK;
    size_t got, added = 0;
    while (status == STATUS_OK && added < MOST_COMMON &&
           (got = timeline_merge_next(merge, entries, 512)) > 0) {
        for (size_t i = 0; i < got && status == STATUS_OK; i++) {
            instant at = entries[i].at;
            duration gap = previous == INSTANT_NONE ? 0 : at - previous;
            if (gap > band && goes_on(extents, input->source_count, previous, at) &&
                added++ < MOST_COMMON)
                status = spot_add(list, TIMELINE_SPOT_GAP_ALL, previous, at,
                                  (double)gap / (double)mean, UINT32_MAX, error,
                                  "no log has a record for %s: look at what collects them first",
                                  say_length(list->arena, gap));
            previous = at;
        }
    }
    return status;
}

static enum status add_common_gaps(const struct timeline_input *input, const struct extent *extents,
                                   uint64_t seen, const bool *on, struct spot_list *list,
                                   struct error *error)
{
    struct timeline_filter filter = TIMELINE_ALL;
    filter.source_on = on;
    struct timeline_merge *merge = NULL;
    instant first = INSTANT_OPEN_END, last = INSTANT_NONE;
    for (size_t i = 0; i < input->source_count; i++) {
        if (!extents[i].speaks) continue;
        if (extents[i].first < first) first = extents[i].first;
        if (extents[i].last > last) last = extents[i].last;
    }
    if (seen < 1000 || minus(last, first) < NS_PER_MIN) return STATUS_OK;
    duration mean = minus(last, first) / (duration)seen;
    enum status status =
        timeline_merge_new(input->sources, input->source_count, &filter, &merge, error);
    if (status) return status;
    status = walk_gaps(input, extents, merge, mean, list, error);
    timeline_merge_free(merge);
    return status;
}

enum status spots_of_gaps(const struct timeline_input *input, const struct impact *impact,
                          struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    uint64_t seen = 0;
    duration *pauses = malloc(SAMPLE * sizeof *pauses);
    bool *on = calloc(input->source_count + 1, sizeof *on);
    struct extent *extents = calloc(input->source_count + 1, sizeof *extents);
    if (!pauses || !on || !extents) status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < input->source_count && status == STATUS_OK; i++) {
        if (!speaks(&input->sources[i])) continue;
        struct times times;
        status = times_init(&input->sources[i], &times, error);
        if (status) break;
        on[i] = times.timed > 0;
        extents[i] = (struct extent){times.first, times.last, on[i]};
        seen += times.timed;
        duration usual = usual_pause(&times, pauses);
        if (usual >= 0) status = add_gaps(&times, (uint32_t)i, impact, usual, list, error);
        times_release(&times);
    }
    if (status == STATUS_OK) status = add_common_gaps(input, extents, seen, on, list, error);
    free(pauses);
    free(on);
    free(extents);
    return status;
}
