/*
 * Hot spots of single sources: bursts of records, and change points in the rate of errors.
 *
 * Counts alone are read, never text. A burst is a bucket far above the median (in median absolute
 * deviations); a change point is where the counts of the ten buckets before and after differ by
 * more than chance allows for Poisson counts: (a - b) / sqrt(a + b).
 */
#include "timeline/findings.h"

#include <math.h>
#include <stdlib.h>

enum { BUCKETS = 600, REACH = 10, MOST_A_SOURCE = 4 };

static int by_count(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double median_of(const uint32_t *counts, size_t n, uint32_t *scratch)
{
    memcpy(scratch, counts, n * sizeof *scratch);
    qsort(scratch, n, sizeof *scratch, by_count);
    return scratch[n / 2];
}

static double deviation_of(const uint32_t *counts, size_t n, double median, uint32_t *scratch)
{
    for (size_t i = 0; i < n; i++) scratch[i] = (uint32_t)fabs((double)counts[i] - median);
    qsort(scratch, n, sizeof *scratch, by_count);
    return 1.4826 * scratch[n / 2];
}

struct scan {
    const struct timeline_source *source;
    uint32_t number;
    instant from;
    duration width;
    size_t buckets;
    uint32_t total[BUCKETS], errors[BUCKETS], scratch[BUCKETS];
};

/* Fills the buckets; *ret is false when there is too little to look at. */
static enum status prepare(struct scan *scan, bool *ret, struct error *error)
{
    const uint8_t *level = scan->source->index->level;
    struct times times;
    enum status status = times_init(scan->source, &times, error);
    if (status) return status;
    *ret = false;
    if (!times.timed || minus(times.last, times.first) < 20 * NS_PER_S) goto out;
    duration width = NS_PER_S, length = minus(times.last, times.first);
    while (length / width >= BUCKETS) width *= width < 10 * NS_PER_S ? 10 : 2;
    scan->from = times.first - ((times.first % width) + width) % width;
    scan->width = width;
    scan->buckets = (size_t)((times.last - scan->from) / width) + 1;
    if (scan->buckets > BUCKETS) scan->buckets = BUCKETS;
    for (uint64_t r = 0; r < times.count; r++) {
        instant at = times_at(&times, r);
        if (at == INSTANT_NONE) continue;
        size_t bucket = (size_t)((at - scan->from) / width);
        if (bucket >= scan->buckets) continue;
        scan->total[bucket]++;
        scan->errors[bucket] += level[r] >= EVIDENCE_LEVEL_ERROR;
    }
    *ret = scan->buckets >= 3;
out:
    times_release(&times);
    return STATUS_OK;
}

static enum status add_bursts(struct scan *scan, struct spot_list *list, struct error *error)
{
    double median = median_of(scan->total, scan->buckets, scan->scratch);
    double deviation = deviation_of(scan->total, scan->buckets, median, scan->scratch);
    double band = median + 8 * deviation + 4 * sqrt(median + 1) + 10;
    enum status status = STATUS_OK;
    size_t added = 0;
    for (size_t i = 0; i < scan->buckets && added < MOST_A_SOURCE && status == STATUS_OK; i++) {
        if (scan->total[i] <= band) continue;
        size_t from = i;
        uint32_t top = 0;
        for (; i < scan->buckets && scan->total[i] > band; i++)
            if (scan->total[i] > top) top = scan->total[i];
        status = spot_add(list, TIMELINE_SPOT_BURST, scan->from + (instant)from * scan->width,
                          scan->from + (instant)i * scan->width, top / (median + 1), scan->number,
                          error, "%u records in %s where %.0f are usual", top,
                          say_length(list->arena, scan->width), median);
        added++;
    }
    return status;
}

static double score_at(const struct scan *scan, size_t i, double *before, double *after)
{
    double a = 0, b = 0;
    for (size_t k = 1; k <= REACH; k++) b += scan->errors[i - k];
    for (size_t k = 0; k < REACH; k++) a += scan->errors[i + k];
    *before = b;
    *after = a;
    return (a - b) / sqrt(a + b + 1);
}

static enum status add_changes(struct scan *scan, struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    size_t added = 0;
    for (size_t i = REACH; i + REACH <= scan->buckets && added < MOST_A_SOURCE; i++) {
        double before, after, b, a;
        double score = score_at(scan, i, &before, &after);
        if (fabs(score) < 6) continue;
        bool highest = true;
        for (size_t k = i - REACH + 1; k < i + REACH && highest; k++)
            if (k >= REACH && k + REACH <= scan->buckets && k != i) {
                double other = fabs(score_at(scan, k, &b, &a));
                highest = other < fabs(score) || (other <= fabs(score) && k > i);
            }
        if (!highest) continue;
        instant at = scan->from + (instant)i * scan->width;
        status = spot_add(
            list, TIMELINE_SPOT_CHANGE, at, at + REACH * scan->width, fabs(score), scan->number,
            error, "errors %s: %.0f in the %s before, %.0f in the %s after",
            score > 0 ? "rise" : "fall", before, say_length(list->arena, REACH * scan->width),
            after, say_length(list->arena, REACH * scan->width));
        if (status) break;
        added++;
    }
    return status;
}

enum status spots_of_sources(const struct timeline_input *input, const struct impact *impact,
                             struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    (void)impact;
    struct scan *scan = malloc(sizeof *scan);
    if (!scan) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < input->source_count && status == STATUS_OK; i++) {
        const struct evidence_index *index = input->sources[i].index;
        if (index->kind != EVIDENCE_LOG || index->timed < 20) continue;
        *scan = (struct scan){.source = &input->sources[i], .number = (uint32_t)i};
        bool enough = false;
        status = prepare(scan, &enough, error);
        if (status || !enough) continue;
        status = add_bursts(scan, list, error);
        if (status == STATUS_OK) status = add_changes(scan, list, error);
    }
    free(scan);
    return status;
}
