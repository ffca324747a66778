/*
 * What requests met, bucket by bucket: how many were asked, how many failed, how long the rest
 * took.
 *
 * Access logs come first: they are written at the edge, where users are. Without any request log
 * the share of error records stands in, and the basis says so.
 */
#include "timeline/impact_choose.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { BUCKETS_MAX = 20000, PARSE_MAX = 3000000 };

duration impact_bin_edge(unsigned bin)
{
    return (duration)(1e9 * pow(2.0, ((double)bin - TOOK_SECOND) / 4.0));
}

static unsigned bin_of(duration took)
{
    if (took <= 0) return 0;
    double bin = floor(log2((double)took / 1e9) * 4.0 + TOOK_SECOND);
    if (bin < 0) return 0;
    if (bin >= TOOK_BINS) return TOOK_BINS - 1;
    /* A request of exactly one second is not slower than a second. */
    if (took == impact_bin_edge((unsigned)bin) && bin > 0) return (unsigned)bin - 1;
    return (unsigned)bin;
}

duration impact_quantile(const struct impact_bucket *bucket, double part)
{
    uint64_t total = 0, seen = 0;
    for (unsigned i = 0; i < TOOK_BINS; i++) total += bucket->took[i];
    if (total == 0) return -1;
    for (unsigned i = 0; i < TOOK_BINS; i++) {
        seen += bucket->took[i];
        if ((double)seen >= part * (double)total) return impact_bin_edge(i + 1);
    }
    return impact_bin_edge(TOOK_BINS);
}

static enum status time_range(const struct timeline_input *input, const uint8_t *use, instant *from,
                              instant *to, uint64_t *records, struct error *error)
{
    *from = INSTANT_OPEN_END;
    *to = INSTANT_NONE;
    *records = 0;
    for (size_t i = 0; i < input->source_count; i++) {
        if (use[i] != USE_COUNTED) continue;
        struct times times;
        enum status status = times_init(&input->sources[i], &times, error);
        if (status) return status;
        if (times.timed && times.first < *from) *from = times.first;
        if (times.timed && times.last > *to) *to = times.last;
        *records += times.timed;
        times_release(&times);
    }
    return STATUS_OK;
}

/* Narrow enough to be precise, wide enough to hold about twenty requests. */
static duration choose_width(instant from, instant to, uint64_t records)
{
    static const int seconds[] = {1, 2, 5, 10, 30, 60, 300, 600, 3600, 86400};
    double length = (double)(to - from) + 1;
    size_t last = sizeof seconds / sizeof seconds[0] - 1;
    for (size_t i = 0; i < last; i++) {
        double width = (double)seconds[i] * 1e9;
        if (length / width <= BUCKETS_MAX - 2 && (double)records * width / length >= 20)
            return seconds[i] * NS_PER_S;
    }
    return seconds[last] * NS_PER_S;
}

static void count_request(struct impact *impact, struct impact_bucket *bucket,
                          const struct timeline_source *source, uint64_t record,
                          enum impact_use use)
{
    struct evidence_fields fields;
    evidence_fields_of(source->index, source->content, record, &fields);
    bool counts = use == USE_COUNTED ? fields.is_request : fields.status > 0 && fields.took >= 0;
    if (!counts) return;
    bool failed = fields.status >= 500 || fields.status == 499;
    if (use == USE_COUNTED) {
        bucket->asked++;
        impact->asked++;
        bucket->failed += failed;
        impact->failed += failed;
    } else {
        bucket->asked_timed++;
    }
    if (fields.took < 0) return;
    if (!failed) {
        bucket->took[bin_of(fields.took)]++;
    } else if (fields.took < NS_PER_HOUR) {
        bucket->failed_timed++;
        bucket->failed_took += fields.took;
    }
}

static void count_level(struct impact *impact, struct impact_bucket *bucket,
                        const struct timeline_source *source, uint64_t record)
{
    bool error = source->index->level[record] >= EVIDENCE_LEVEL_ERROR;
    bucket->asked++;
    bucket->failed += error;
    impact->asked++;
    impact->failed += error;
}

/* ---- counting, some records to a task ---- */

enum { RECORDS_A_TASK = 1 << 16 };

struct counting {
    struct impact *parts; /* one a thread, with buckets of their own (heap) */
    const struct timeline_source *source;
    const struct times *times;
    uint64_t step;
    enum impact_use use;
};

static enum status count_some(void *context, size_t task, unsigned worker, struct error *error)
{
    struct counting *counting = context;
    struct impact *impact = &counting->parts[worker];
    const struct timeline_source *source = counting->source;
    const uint64_t first = (uint64_t)task * RECORDS_A_TASK * counting->step;
    uint64_t end = first + RECORDS_A_TASK * counting->step;
    (void)error;
    if (end > counting->times->count) end = counting->times->count;
    for (uint64_t r = first; r < end; r += counting->step) {
        instant at = times_at(counting->times, r);
        if (at == INSTANT_NONE || at < impact->from) continue;
        uint64_t number = (uint64_t)(at - impact->from) / (uint64_t)impact->width;
        if (number >= impact->buckets) continue;
        struct impact_bucket *bucket = &impact->bucket[number];
        if (impact->of_requests)
            count_request(impact, bucket, source, r, counting->use);
        else
            count_level(impact, bucket, source, r);
    }
    return STATUS_OK;
}

static enum status count_source(struct counting *counting, unsigned threads, struct error *error)
{
    struct times times;
    enum status status = times_init(counting->source, &times, error);
    if (status) return status;
    counting->times = &times;
    uint64_t tasks = times.count / (RECORDS_A_TASK * counting->step) + 1;
    status = threads_run(threads, (size_t)tasks, count_some, counting, error);
    times_release(&times);
    return status;
}

static void add_part(struct impact *impact, const struct impact *part)
{
    impact->asked += part->asked;
    impact->failed += part->failed;
    for (size_t i = 0; i < impact->buckets; i++) {
        struct impact_bucket *to = &impact->bucket[i];
        const struct impact_bucket *from = &part->bucket[i];
        to->asked += from->asked;
        to->failed += from->failed;
        to->asked_timed += from->asked_timed;
        to->failed_timed += from->failed_timed;
        to->failed_took += from->failed_took;
        for (unsigned bin = 0; bin < TOOK_BINS; bin++) to->took[bin] += from->took[bin];
    }
}

/* Each thread into buckets of its own, which are added in the end: the sums are the same. */
static enum status count_all(const struct timeline_input *input, const uint8_t *use, uint64_t step,
                             struct impact *impact, struct error *error)
{
    enum { THREADS_MOST = 8 };
    unsigned threads = os_cpus();
    if (threads > THREADS_MOST) threads = THREADS_MOST;
    struct impact parts[THREADS_MOST];
    struct counting counting = {.parts = parts, .step = step};
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < threads; i++) {
        parts[i] = *impact;
        parts[i].bucket = calloc(impact->buckets, sizeof *parts[i].bucket);
        if (!parts[i].bucket)
            status = error_set(error, STATUS_NO_MEMORY, "no memory to count requests");
    }
    for (size_t i = 0; i < input->source_count && !status; i++) {
        if (use[i] == USE_NOT) continue;
        if (use[i] == USE_TIMED) impact->timed_source = (uint32_t)i;
        counting.source = &input->sources[i];
        counting.use = (enum impact_use)use[i];
        status = count_source(&counting, threads, error);
    }
    for (unsigned i = 0; i < threads; i++) {
        if (!status) add_part(impact, &parts[i]);
        free(parts[i].bucket);
    }
    return status;
}

enum status impact_scan(const struct timeline_input *input, struct arena *arena, struct impact *ret,
                        struct error *error)
{
    struct impact impact = {.start = INTERVAL_NONE,
                            .end = INTERVAL_NONE,
                            .source = UINT32_MAX,
                            .timed_source = UINT32_MAX};
    instant from, to;
    uint64_t records;
    uint8_t *use = arena_array(arena, input->source_count + 1, sizeof *use);
    size_t chosen;
    if (!use) return arena_full(arena, error);
    enum status status = impact_choose(input, arena, use, &impact, &chosen, error);
    if (status) return status;
    *ret = impact;
    if (chosen == 0) return STATUS_OK;
    status = time_range(input, use, &from, &to, &records, error);
    if (status || to == INSTANT_NONE) return status;
    impact.used_sources = (uint32_t)chosen;
    for (size_t i = 0; i < input->source_count; i++)
        if (use[i] && input->sources[i].clock.zone_basis == TIMELINE_BASIS_NONE)
            impact.unplaced = true;
    impact.width = choose_width(from, to, records);
    impact.from = from - ((from % impact.width) + impact.width) % impact.width;
    impact.buckets = (size_t)((to - impact.from) / impact.width) + 1;
    assert(impact.buckets < 200000);
    impact.bucket = arena_array(arena, impact.buckets, sizeof *impact.bucket);
    impact.share = arena_array(arena, impact.buckets, sizeof *impact.share);
    impact.failed_share = arena_array(arena, impact.buckets, sizeof *impact.failed_share);
    if (!impact.bucket || !impact.share || !impact.failed_share) return arena_full(arena, error);
    uint64_t step = impact.of_requests ? records / PARSE_MAX + 1 : 1;
    status = count_all(input, use, step, &impact, error);
    if (status) return status;
    impact.known = impact.asked > 0;
    *ret = impact;
    return STATUS_OK;
}
