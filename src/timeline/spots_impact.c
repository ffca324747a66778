/* Hot spots that the requests show: peaks, blips, slow answers, what got worse after an action. */
#include "timeline/findings.h"

#include <math.h>

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
        instant from = impact_time(impact, run->first), to = impact_time(impact, run->end);
        double top = 0;
        for (size_t b = run->first; b < run->end; b++)
            if (impact->share[b] > (float)top) top = (double)impact->share[b];
        const struct timeline_event *near = NULL;
        for (size_t e = 0; e < input->event_count; e++) {
            const struct timeline_event *event = &input->events[e];
            bool change = event->kind == TIMELINE_CHANGE_DEPLOY ||
                          event->kind == TIMELINE_RESTART || event->kind == TIMELINE_ACT_UNDO;
            if (change && event->at.earliest != INSTANT_NONE &&
                event->at.earliest <= to + NS_PER_S && event->at.latest >= from - 15 * NS_PER_S)
                near = event;
        }
        if (run->sustained)
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

/* Peaks of the failed share within impact: stretches above 70 % of the highest share, parted by
 * dips of at least three buckets below half of it. */
static enum status add_peaks(const struct impact *impact, struct spot_list *list,
                             struct error *error)
{
    size_t first = impact->runs[impact->first_run].first;
    size_t end = impact->runs[impact->last_run].end;
    const float *share = (double)impact->failed / (double)impact->asked > 0.001
                             ? impact->failed_share
                             : impact->share;
    float top = 0;
    for (size_t i = first; i < end; i++)
        if (share[i] > top) top = share[i];
    if (top <= 0) return STATUS_OK;
    enum status status = STATUS_OK;
    size_t number = 0, i = first;
    while (i < end && status == STATUS_OK) {
        if (!(share[i] > 0.7f * top)) {
            i++;
            continue;
        }
        size_t last = i, low = 0;
        for (size_t j = i + 1; j < end && low < 3; j++) {
            if (share[j] > 0.7f * top) last = j, low = 0;
            if (share[j] < 0.5f * top) low++;
        }
        instant from = impact_time(impact, i), to = impact_time(impact, last + 1);
        status = spot_add(list, TIMELINE_SPOT_PEAK, from, to,
                          mean(share, impact->buckets, i, last + 1), impact->source, error,
                          "peak %zu of impact: on average %.0f %% of requests failed for %s",
                          ++number, 100 * mean(share, impact->buckets, i, last + 1),
                          say_length(list->arena, to - from));
        i = last + 1;
    }
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
    for (size_t e = 0; e < input->event_count && status == STATUS_OK; e++) {
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
    }
    return status;
}

/* Stretches outside impact in which the 95th percentile is ten times the usual. */
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
    enum status status = STATUS_OK;
    for (size_t i = 0; i <= impact->buckets && status == STATUS_OK; i++) {
        bool slow = i < impact->buckets && impact_quantile(&impact->bucket[i], 0.95) > band;
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

enum status spots_of_impact(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error)
{
    if (!impact->known) return STATUS_OK;
    enum status status = add_runs(input, impact, list, error);
    if (status == STATUS_OK && impact->of_requests) status = add_slow(impact, list, error);
    if (status == STATUS_OK) status = add_worse(input, impact, list, error);
    if (status == STATUS_OK && impact->start.earliest != INSTANT_NONE)
        status = add_peaks(impact, list, error);
    return status;
}
