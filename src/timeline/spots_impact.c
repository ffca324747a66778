/* Hot spots that the requests show: peaks, blips, slow answers, what got worse after an action. */
#include "timeline/findings.h"

#include <math.h>
#include <stdlib.h>

/* Mean share over buckets [from, to), NaN when nothing was asked there. */
static double mean(const float *share, size_t buckets, size_t from, size_t to)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = from; i < to && i < buckets; i++) {
        if (isnan(share[i])) continue;
        sum += (double)share[i];
        n++;
    }
    return n ? sum / (double)n : NAN;
}

static const char *counted(const struct impact *impact)
{
    return impact->of_requests ? "requests that failed or were slow" : "errors among the records";
}

static enum status add_runs(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < impact->run_count && status == STATUS_OK; i++) {
        const struct impact_run *run = &impact->runs[i];
        if (!run->sustained && !run->sure) continue;
        instant from = impact_time(impact, run->first), to = impact_time(impact, run->end);
        double top = 0;
        for (size_t b = run->first; b < run->end; b++)
            if (impact->share[b] > (float)top) top = (double)impact->share[b];
        const struct timeline_event *near = NULL;
        for (size_t e = first_event_from(input, from - EVENT_WIDEST); e < input->event_count; e++) {
            const struct timeline_event *event = &input->events[e];
            if (event->at.earliest > to + NS_PER_S) break;
            bool change = event->kind == TIMELINE_CHANGE_DEPLOY ||
                          event->kind == TIMELINE_RESTART || event->kind == TIMELINE_ACT_UNDO;
            if (change && event->at.earliest != INSTANT_NONE &&
                event->at.earliest <= to + NS_PER_S && event->at.latest >= from - 15 * NS_PER_S)
                near = event;
        }
        if (impact->measure.name)
            status = spot_add(list, TIMELINE_SPOT_PEAK, from, to, run->area, impact->source, error,
                              "%s is %s %.4g for %s, usual is %.4g", impact->measure.name,
                              impact->measure.falls ? "below" : "above", impact->measure.enter,
                              say_length(list->arena, to - from), impact->measure.usual);
        else if (run->sustained)
            status = spot_add(
                list, TIMELINE_SPOT_ERRORS, from, to, run->area, impact->source, error,
                "%s: above %.0f %% for %s, at most %.0f %% in one bucket of %s", counted(impact),
                100 * (double)impact->enter, say_length(list->arena, to - from), 100 * top,
                say_length(list->arena, impact->width));
        else
            status = spot_add(list, TIMELINE_SPOT_BLIP, from, to, run->area, impact->source, error,
                              "%s: up to %.0f %%, but only for %s%s%s; not taken for the incident",
                              counted(impact), 100 * top, say_length(list->arena, to - from),
                              near ? ", around: " : "", near ? near->what : "");
    }
    return status;
}

/* What peaks are seen in: the share that makes up most of the impact, over windows that hold enough
 * bad requests, some eighty, for their share to be steady. */
enum { HALF_WINDOW = 40, WORSE_MOST = 40 };

struct swell {
    const struct impact *impact;
    const float *share;
    const char *what; /* "failed" */
    size_t first, end, half;
    float *smooth; /* of buckets first..end */
};

static double sum_of(const float *share, const struct impact *impact, size_t from, size_t end,
                     double *ret_asked)
{
    double bad = 0;
    *ret_asked = 0;
    for (size_t i = from; i < end; i++) {
        if (isnan(share[i])) continue;
        *ret_asked += impact->bucket[i].asked;
        bad += (double)share[i] * impact->bucket[i].asked;
    }
    return bad;
}

static void smooth(struct swell *swell)
{
    const struct impact *impact = swell->impact;
    double asked, bad = sum_of(impact->share, impact, swell->first, swell->end, &asked);
    double failed = sum_of(impact->failed_share, impact, swell->first, swell->end, &asked);
    size_t buckets = swell->end - swell->first;
    swell->share = failed * 2 > bad ? impact->failed_share : impact->share;
    swell->what = failed * 2 > bad ? "failed" : "failed or were slow";
    bad = sum_of(swell->share, impact, swell->first, swell->end, &asked);
    double a_bucket = bad / (double)buckets;
    swell->half = a_bucket < 1 ? HALF_WINDOW : (size_t)(HALF_WINDOW / a_bucket);
    for (size_t i = 0; i < buckets; i++) {
        size_t from = i > swell->half ? i - swell->half : 0;
        size_t end = i + swell->half + 1 < buckets ? i + swell->half + 1 : buckets;
        bad = sum_of(swell->share, impact, swell->first + from, swell->first + end, &asked);
        swell->smooth[i] = asked > 0 ? (float)(bad / asked) : 0;
    }
}

/* Whether fewer were bad in the dip than before it beyond chance, by five deviations. */
static bool is_dip(const struct swell *swell, size_t from, size_t dip, size_t end)
{
    double n, m, bad = sum_of(swell->share, swell->impact, from, dip, &n);
    double left = sum_of(swell->share, swell->impact, dip, end, &m);
    if (n < 1 || m < 1) return false;
    double p = (bad + left) / (n + m);
    return bad / n - left / m > 5 * sqrt(p * (1 - p) * (1 / n + 1 / m));
}

/* The last bucket of the peak that begins in `from`, all by number within impact. */
static size_t peak_end(const struct swell *swell, size_t from, float top)
{
    size_t last = from, low = 0, dip = SIZE_MAX;
    for (size_t i = from + 1; i < swell->end - swell->first; i++) {
        if (swell->smooth[i] < 0.5f * top) {
            if (!low++) dip = i;
        } else if (swell->smooth[i] > 0.7f * top) {
            bool parted = low >= 3 && is_dip(swell, swell->first + from, swell->first + dip,
                                             swell->first + dip + low);
            if (parted) return last;
            last = i;
            low = 0;
        }
    }
    return last;
}

/* Peaks of the share within impact: stretches above 70 % of the highest, parted by dips of at least
 * three buckets below half of it. */
static enum status list_peaks(const struct swell *swell, struct spot_list *list,
                              struct error *error)
{
    const struct impact *impact = swell->impact;
    size_t buckets = swell->end - swell->first, number = 0;
    float top = 0;
    for (size_t i = 0; i < buckets; i++)
        if (swell->smooth[i] > top) top = swell->smooth[i];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < buckets && top > 0 && status == STATUS_OK; i++) {
        if (!(swell->smooth[i] > 0.7f * top)) continue;
        size_t from = swell->first + i, last = peak_end(swell, i, top);
        size_t end = swell->first + last + 1;
        instant begins = impact_time(impact, from), ends = impact_time(impact, end);
        double share = mean(swell->share, impact->buckets, from, end);
        status = spot_add(list, TIMELINE_SPOT_PEAK, begins, ends, share, impact->source, error,
                          "peak %zu of impact: on average %.0f %% of requests %s for %s", ++number,
                          100 * share, swell->what, say_length(list->arena, ends - begins));
        i = last;
    }
    return status;
}

static enum status add_peaks(const struct impact *impact, struct spot_list *list,
                             struct error *error)
{
    struct swell swell = {.impact = impact,
                          .first = impact->runs[impact->first_run].first,
                          .end = impact->runs[impact->last_run].end};
    swell.smooth = malloc((swell.end - swell.first) * sizeof *swell.smooth);
    if (!swell.smooth) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    smooth(&swell);
    enum status status = list_peaks(&swell, list, error);
    free(swell.smooth);
    return status;
}

static bool is_action(enum timeline_event_kind kind)
{
    return kind == TIMELINE_ACT_FIX || kind == TIMELINE_ACT_LIMIT || kind == TIMELINE_ACT_UNDO ||
           kind == TIMELINE_CHANGE_DATA || kind == TIMELINE_CHANGE_CONFIG ||
           kind == TIMELINE_CHANGE_DEPLOY;
}

static enum status add_worse(const struct timeline_input *input, const struct impact *impact,
                             struct spot_list *list, struct error *error)
{
    size_t reach = (size_t)(10 * NS_PER_S / impact->width) + 1;
    enum status status = STATUS_OK;
    size_t added = 0;
    for (size_t e = 0; e < input->event_count && status == STATUS_OK && added < WORSE_MOST; e++) {
        const struct timeline_event *event = &input->events[e];
        instant at = event->at.earliest;
        if (!is_action(event->kind) || at == INSTANT_NONE || at < impact_time(impact, reach))
            continue;
        size_t bucket = (size_t)((at - impact->from) / impact->width);
        if (bucket + 1 + reach >= impact->buckets) continue;
        double before = mean(impact->failed_share, impact->buckets, bucket - reach, bucket);
        double after = mean(impact->failed_share, impact->buckets, bucket + 1, bucket + 1 + reach);
        if (isnan(before) || isnan(after) || after - before < 0.2) continue;
        status =
            spot_add(list, TIMELINE_SPOT_WORSE, at, impact_time(impact, bucket + 1 + reach),
                     after - before, event->place.source, error,
                     "the failed share went from %.0f %% to %.0f %% in the %s after: %s; order "
                     "alone does not make it the reason",
                     100 * before, 100 * after,
                     say_length(list->arena, (duration)reach * impact->width), event->what);
        added++;
    }
    return status;
}

/* Stretches outside impact in which the 95th percentile is ten times the usual. One that leads into
 * impact is shown up to there. */
static enum status add_slow(const struct impact *impact, struct spot_list *list,
                            struct error *error)
{
    duration usual = -1;
    for (size_t i = 0; i < impact->buckets; i++) {
        duration p95 = impact_quantile(&impact->bucket[i], 0.95);
        if (p95 >= 0 && impact->bucket[i].asked >= 10 && (usual < 0 || p95 < usual)) usual = p95;
    }
    if (usual < 0) return STATUS_OK;
    duration band = usual * 10 > 100 * NS_PER_MS ? usual * 10 : 100 * NS_PER_MS;
    size_t need = (size_t)(5 * NS_PER_S / impact->width) + 1, quiet = 0, from = SIZE_MAX, last = 0;
    bool known = impact->start.earliest != INSTANT_NONE;
    size_t begins = known ? impact->runs[impact->first_run].first : SIZE_MAX;
    size_t ends = known ? impact->runs[impact->last_run].end : SIZE_MAX;
    enum status status = STATUS_OK;
    for (size_t i = 0; i <= impact->buckets && status == STATUS_OK; i++) {
        bool within = i >= begins && i < ends;
        bool slow =
            i < impact->buckets && !within && impact_quantile(&impact->bucket[i], 0.95) > band;
        if (slow) {
            if (from == SIZE_MAX) from = i;
            last = i;
            quiet = 0;
            continue;
        }
        if (from == SIZE_MAX || (++quiet < need && i < impact->buckets)) continue;
        if (last + 1 - from >= need)
            status = spot_add(
                list, TIMELINE_SPOT_LATENCY, impact_time(impact, from),
                impact_time(impact, last + 1), (double)(last + 1 - from), impact->source, error,
                "the 95th percentile of answers is above %s for %s", say_length(list->arena, band),
                say_length(list->arena, (duration)(last + 1 - from) * impact->width));
        from = SIZE_MAX;
        quiet = 0;
    }
    return status;
}

/* Long stretches in which far fewer requests came than in the half hour before: where the way to a
 * service is cut, nothing fails, nobody asks any more. */
static enum status fewer_requests(const struct impact *impact, struct spot_list *list,
                                  struct error *error)
{
    enum { SLOTS = 6, ASKED_LEAST = 60, FOUND_MOST = 6, MINUTES = 5 };
    size_t wide = (size_t)(MINUTES * NS_PER_MIN / impact->width), run = 0, found = 0;
    enum status status = STATUS_OK;
    double before[SLOTS] = {0}, usual = 0, got = 0;
    if (!impact->of_requests || wide == 0 || impact->width > MINUTES * NS_PER_MIN) return STATUS_OK;
    for (size_t slot = 0; (slot + 1) * wide <= impact->buckets && !status; slot++) {
        double asked = 0, sum = 0;
        for (size_t i = slot * wide; i < (slot + 1) * wide; i++) asked += impact->bucket[i].asked;
        for (size_t i = 0; i < SLOTS; i++) sum += before[i];
        if (run == 0) usual = sum / SLOTS;
        bool few = slot >= SLOTS && usual >= ASKED_LEAST && asked < usual / 4;
        if (few) {
            run++, got += asked;
            continue; /* the fewer are not what is usual */
        }
        if (run >= 2 && found++ < FOUND_MOST)
            status = spot_add(list, TIMELINE_SPOT_CHANGE, impact_time(impact, (slot - run) * wide),
                              impact_time(impact, slot * wide), usual / (got / (double)run + 1),
                              impact->source, error,
                              "requests fall away: about %.0f in %d minutes where %.0f are usual; "
                              "who does not get through is not counted as failed",
                              got / (double)run, MINUTES, usual);
        run = 0, got = 0;
        before[slot % SLOTS] = asked;
    }
    return status;
}

enum status spots_of_impact(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error)
{
    if (!impact->known) return STATUS_OK;
    enum status status = add_runs(input, impact, list, error);
    if (status == STATUS_OK && impact->of_requests) status = add_slow(impact, list, error);
    if (status == STATUS_OK) status = fewer_requests(impact, list, error);
    if (status == STATUS_OK) status = add_worse(input, impact, list, error);
    if (status == STATUS_OK && impact->start.earliest != INSTANT_NONE)
        status = add_peaks(impact, list, error);
    return status;
}
