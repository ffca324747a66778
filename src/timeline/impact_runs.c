/*
 * From shares to impact: which stretches are too bad, which of them are only blips, and between
 * which instants impact began and ended.
 *
 * A bucket is bad when the share of failed or slow requests is above 5 %, or well above what is
 * usual in the evidence. Impact is what lasts (six seconds or two buckets); a shorter stretch, such
 * as the second in which a deploy restarts a process, is a blip and kept as one.
 */
#include "timeline/findings.h"

#include <math.h>
#include <stdlib.h>

static const duration BRIDGE = 5 * NS_PER_S;      /* dips shorter than this don't end a run */
static const duration SUSTAIN = 6 * NS_PER_S;     /* shorter runs are blips */
static const duration TOGETHER = 10 * NS_PER_MIN; /* runs closer than this are one incident */
static const duration TOGETHER_MOST = NS_PER_HOUR;

/* A quantile of per-bucket values that are not negative and not NaN; -1 when there is none. */
static double quantile_of(const double *values, size_t count, double part, double *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (values[i] >= 0) scratch[n++] = values[i];
    if (n == 0) return -1;
    qsort(scratch, n, sizeof *scratch, order_values);
    return scratch[(size_t)(part * (double)(n - 1))];
}

/* What is slow: above one second (where people lose the thread), or four times the usual 95th
 * percentile where that is slow already. */
static unsigned choose_slow_bin(const struct impact *impact, double usual_p95)
{
    if (usual_p95 < 0) return TOOK_BINS;
    unsigned bin = TOOK_SECOND;
    (void)impact;
    while (bin < TOOK_BINS - 1 && (double)impact_bin_edge(bin) < 4 * usual_p95 &&
           usual_p95 > 0.25e9)
        bin++;
    return bin;
}

static void fill_shares(struct impact *impact)
{
    for (size_t i = 0; i < impact->buckets; i++) {
        const struct impact_bucket *bucket = &impact->bucket[i];
        uint32_t slow = 0;
        for (unsigned bin = impact->slow_bin; bin < TOOK_BINS; bin++) slow += bucket->took[bin];
        float share = bucket->asked ? (float)bucket->failed / (float)bucket->asked : NAN;
        uint32_t of = bucket->asked_timed ? bucket->asked_timed : bucket->asked;
        impact->failed_share[i] = share;
        impact->share[i] = of ? fminf(share + (float)slow / (float)of, 1) : share;
    }
}

static bool is_bad(const struct impact *impact, size_t i)
{
    /* One failed request of two is no share to speak of. */
    uint32_t asked = impact->bucket[i].asked;
    return impact->share[i] > impact->enter && asked >= 3 &&
           impact->share[i] * (float)asked >= 1.5f;
}

/* Bad beyond what the usual share gives by chance: four deviations and three more (Poisson). A
 * bucket that is only bad may be noise next to impact; it widens the bounds but does not set them.
 */
static bool beyond_chance(double bad, double usual)
{
    return bad > usual + 4 * sqrt(usual) + 3;
}

bool impact_is_sure(const struct impact *impact, size_t i)
{
    double asked = impact->bucket[i].asked;
    return is_bad(impact, i) &&
           beyond_chance((double)impact->share[i] * asked, (double)impact->usual * asked);
}

/* The whole stretch against chance: a blip may lie astride two buckets. */
static bool run_is_sure(const struct impact *impact, const struct impact_run *run)
{
    double bad = 0, usual = 0;
    for (size_t i = run->first; i < run->end; i++) {
        double asked = impact->bucket[i].asked;
        if (impact->bucket[i].asked) bad += (double)impact->share[i] * asked;
        usual += (double)impact->usual * asked;
    }
    return beyond_chance(bad, usual);
}

/* Long enough to be impact: in buckets that are bad beyond chance, or in thrice as many bad ones. A
 * blip does not grow long because a chance failure stands beside it. */
static bool lasts(const struct impact *impact, const struct impact_run *run)
{
    size_t need = (size_t)((SUSTAIN + impact->width - 1) / impact->width), bad = 0, sure = 0;
    /* In wide buckets a blip of a moment can lie astride two of them. */
    if (impact->width > NS_PER_S) need++;
    for (size_t i = run->first; i < run->end; i++) {
        bad += is_bad(impact, i);
        sure += impact_is_sure(impact, i);
    }
    return sure >= need || bad >= 3 * need;
}

static enum status list_runs(struct impact *impact, struct arena *arena, struct error *error)
{
    size_t bridge = (size_t)(BRIDGE / impact->width), room = 0, count = 0;
    struct impact_run *runs = NULL;
    for (size_t i = 0; i < impact->buckets; i++) {
        if (!is_bad(impact, i)) continue;
        bool joins = count && i - runs[count - 1].end <= bridge;
        if (!joins) {
            enum status status = grow_array(&runs, &room, count + 1, sizeof *runs, error);
            if (status) {
                free(runs);
                return status;
            }
            runs[count++] = (struct impact_run){.first = i};
        }
        runs[count - 1].end = i + 1;
        runs[count - 1].area += (double)impact->share[i];
    }
    for (size_t i = 0; i < count; i++) {
        runs[i].sustained = lasts(impact, &runs[i]);
        runs[i].sure = run_is_sure(impact, &runs[i]);
    }
    impact->runs = arena_array(arena, count + 1, sizeof *runs);
    if (impact->runs && count) memcpy(impact->runs, runs, count * sizeof *runs);
    impact->run_count = count;
    free(runs);
    return impact->runs ? STATUS_OK : arena_full(arena, error);
}

static bool is_change(enum timeline_event_kind kind)
{
    return kind == TIMELINE_CHANGE_DEPLOY || kind == TIMELINE_RESTART ||
           kind == TIMELINE_ACT_UNDO || kind == TIMELINE_CHANGE_INFRA;
}

/* A short run that begins with a deploy or a restart and stands apart is that change's own blip,
 * whatever its depth. */
static void mark_change_blips(const struct timeline_input *input, struct impact *impact)
{
    double all = 0;
    for (size_t i = 0; i < impact->run_count; i++) all += impact->runs[i].area;
    for (size_t i = 0; i < impact->run_count; i++) {
        struct impact_run *run = &impact->runs[i];
        instant from = impact_time(impact, run->first), to = impact_time(impact, run->end);
        if (to - from > 45 * NS_PER_S || run->area > all / 4) continue;
        for (size_t e = first_event_from(input, from - EVENT_WIDEST); e < input->event_count; e++) {
            const struct timeline_event *event = &input->events[e];
            if (event->at.earliest > from + 3 * NS_PER_S) break;
            if (!is_change(event->kind) || event->at.earliest == INSTANT_NONE) continue;
            if (from >= event->at.earliest - 3 * NS_PER_S &&
                from <= event->at.latest + 15 * NS_PER_S)
                run->sustained = false;
        }
    }
}

bool impact_belongs_together(duration before, duration apart)
{
    if (before < TOGETHER) before = TOGETHER;
    return apart <= (before < TOGETHER_MOST ? before : TOGETHER_MOST);
}

/* The incident is the group of neighbouring sustained runs with the largest area. */
static bool choose_incident(struct impact *impact)
{
    double best = 0;
    size_t i = 0;
    while (i < impact->run_count) {
        if (!impact->runs[i].sustained) {
            i++;
            continue;
        }
        size_t last = i;
        double area = impact->runs[i].area;
        for (size_t j = i + 1; j < impact->run_count; j++) {
            if (!impact->runs[j].sustained) continue;
            const struct impact_run *from = &impact->runs[i], *to = &impact->runs[last];
            if (!impact_belongs_together((duration)(to->end - from->first) * impact->width,
                                         (duration)(impact->runs[j].first - to->end) *
                                             impact->width))
                break;
            last = j;
            area += impact->runs[j].area;
        }
        if (area > best) {
            best = area;
            impact->first_run = i;
            impact->last_run = last;
        }
        i = last + 1;
    }
    return best > 0;
}

static enum status try_level(const struct timeline_input *input, struct arena *arena,
                             struct impact *impact, float enter, struct error *error)
{
    impact->enter = enter;
    fill_shares(impact);
    enum status status = list_runs(impact, arena, error);
    if (status) return status;
    mark_change_blips(input, impact);
    if (choose_incident(impact)) impact_bound(impact);
    return STATUS_OK;
}

enum status impact_find_runs(const struct timeline_input *input, struct arena *arena,
                             struct impact *impact, struct error *error)
{
    if (!impact->known) return STATUS_OK;
    double *values = arena_array(arena, impact->buckets, sizeof *values);
    double *scratch = arena_array(arena, impact->buckets, sizeof *scratch);
    if (!values || !scratch) return arena_full(arena, error);
    for (size_t i = 0; i < impact->buckets; i++)
        values[i] = (double)impact_quantile(&impact->bucket[i], 0.95);
    double usual_p95 = quantile_of(values, impact->buckets, 0.3, scratch);
    impact->slow_bin = choose_slow_bin(impact, usual_p95);
    fill_shares(impact);
    for (size_t i = 0; i < impact->buckets; i++)
        values[i] = isnan(impact->share[i]) ? -1 : (double)impact->share[i];
    double usual = quantile_of(values, impact->buckets, 0.25, scratch);
    impact->usual = usual < 0 ? 0 : (float)usual;
    float enter = 3 * impact->usual + 0.02f;
    enum status status = try_level(input, arena, impact, enter > 0.05f ? enter : 0.05f, error);
    if (status || impact->start.earliest != INSTANT_NONE || !impact->of_requests) return status;
    /* Nothing above 5 %: a smaller share that lasts is impact too. */
    status = try_level(input, arena, impact, enter > 0.02f ? enter : 0.02f, error);
    if (status || impact->start.earliest != INSTANT_NONE || usual_p95 <= 0) return status;
    /* Nor that: answers five times slower than usual are felt although none takes a second. */
    unsigned bin = 0;
    double slow = usual_p95 * 5 > 0.1e9 ? usual_p95 * 5 : 0.1e9;
    while (bin < TOOK_SECOND && (double)impact_bin_edge(bin) < slow) bin++;
    impact->slow_bin = bin;
    return try_level(input, arena, impact, 0.2f, error);
}
