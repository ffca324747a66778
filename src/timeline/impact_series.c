/*
 * Impact where no request is seen to fail: metrics that leave what is usual for long, and requests
 * that fall away.
 *
 * Each metric that tells of users gives stretches of bad points. Stretches that overlap or follow
 * each other closely are one incident; the one with most in it is taken, and its strongest metric
 * gives the bounds. A point is an average over some time before or after its stamp, so a bound is
 * never closer than a step to either side.
 */
#include "timeline/impact_series.h"

#include <math.h>
#include <stdlib.h>

enum { BUCKETS_MOST = 20000, POINTS_MOST = 1000000 /* of all series that are looked at */ };

/* ---- as impact ---- */

static size_t bucket_of(const struct impact *impact, instant at)
{
    return (size_t)((at - impact->from) / impact->width);
}

static enum status lay_out(const struct stretches *list, size_t from, size_t end,
                           const struct watched *main, struct arena *arena, struct impact *impact,
                           struct error *error)
{
    const struct timeline_series *series = main->series;
    instant last = series->at[series->count - 1];
    impact->width = series->step;
    while ((last - series->at[0]) / impact->width >= BUCKETS_MOST) impact->width *= 2;
    impact->from = series->at[0];
    impact->buckets = bucket_of(impact, last) + 1;
    impact->bucket = arena_array(arena, impact->buckets, sizeof *impact->bucket);
    impact->share = arena_array(arena, impact->buckets, sizeof *impact->share);
    impact->failed_share = impact->share;
    impact->runs = arena_array(arena, end - from, sizeof *impact->runs);
    if (!impact->bucket || !impact->share || !impact->runs) return arena_full(arena, error);
    memset(impact->bucket, 0, impact->buckets * sizeof *impact->bucket);
    for (size_t i = 0; i < impact->buckets; i++) impact->share[i] = NAN;
    for (size_t i = 0; i < series->count; i++)
        if (isfinite(series->value[i])) impact->share[bucket_of(impact, series->at[i])] = 0;
    impact->run_count = 0;
    for (size_t i = from; i < end; i++) {
        const struct stretch *stretch = &list->items[i];
        if (stretch->watched != main) continue;
        struct impact_run *run = &impact->runs[impact->run_count++];
        *run = (struct impact_run){.first = bucket_of(impact, stretch_begins(stretch)),
                                   .end = bucket_of(impact, stretch_stops(stretch)) + 1,
                                   .area = stretch->area,
                                   .sustained = true,
                                   .sure = true};
        for (size_t k = stretch->first; k < stretch->end; k++) {
            double value = series->value[k];
            double depth = stretch_depth(stretch, value);
            float *share = &impact->share[bucket_of(impact, series->at[k])];
            if (depth > (double)*share) *share = (float)depth;
        }
    }
    impact->first_run = 0;
    impact->last_run = impact->run_count - 1;
    return STATUS_OK;
}

/* The first point that is bad by half as much again: what grows slowly has no sharp beginning. */
static size_t sure_point(const struct watched *watched, const struct stretch *first)
{
    const struct timeline_series *series = watched->series;
    double enter = watched->sense == WATCH_LOW ? first->usual / 3 : watched->enter * 1.5;
    for (size_t i = first->first; i < series->count; i++) {
        double value = series->value[i];
        if (watched->sense == WATCH_LOW ? value < enter : value > enter) return i;
    }
    return first->first;
}

/* The last point before that is still nearer to what is usual than to what is bad. */
static size_t quiet_point(const struct watched *watched, const struct stretch *first)
{
    const struct timeline_series *series = watched->series;
    double enter = watched->sense == WATCH_LOW ? first->usual / 2 : watched->enter;
    for (size_t i = first->first; i > 0; i--) {
        double away = fabs(series->value[i - 1] - first->usual);
        if (away < fabs(enter - first->usual) / 2) return i - 1;
    }
    return 0;
}

/* What the stretches of the main series say, from the good point before the first to the good point
 * behind the last. */
static void measure(const struct stretches *list, size_t from, size_t end,
                    const struct watched *main, struct impact *impact)
{
    const struct timeline_series *series = main->series;
    const struct stretch *first = NULL, *last = NULL;
    struct impact_measure *measure = &impact->measure;
    for (size_t i = from; i < end; i++) {
        const struct stretch *stretch = &list->items[i];
        if (stretch->watched != main) continue;
        if (!first) first = stretch;
        last = stretch;
        bool worse = main->sense == WATCH_LOW ? stretch->worst < measure->worst
                                              : stretch->worst > measure->worst;
        if (first == stretch || worse) measure->worst = stretch->worst;
    }
    measure->name = series->name;
    measure->step = series->step;
    measure->usual = first->usual;
    measure->falls = main->sense == WATCH_LOW;
    measure->enter = main->sense == WATCH_LOW ? first->usual / 2 : main->enter;
    measure->first = series->value[first->first];
    measure->last = series->value[last->end - 1];
    const duration step = series->step;
    impact->start =
        (struct interval){INSTANT_OPEN_START, series->at[sure_point(main, first)] + step};
    impact->end = (struct interval){series->at[last->end - 1] - step, INSTANT_OPEN_END};
    if (first->first > 0) impact->start.earliest = series->at[quiet_point(main, first)] - step;
    if (last->end < series->count) impact->end.latest = series->at[last->end] + step;
}

/* ---- requests that fall away, as a series ---- */

/* Requests a minute from the buckets, or in wider ones where few come; NULL when there are none to
 * speak of. */
static const struct timeline_series *series_of_requests(const struct timeline_input *input,
                                                        const struct impact *impact,
                                                        struct arena *arena)
{
    enum { MINUTES_MOST = 15, ASKED_LEAST = 40 };
    size_t minute = impact->width >= NS_PER_MIN ? 1 : (size_t)(NS_PER_MIN / impact->width);
    double minutes = (double)impact->buckets / (double)minute + 1;
    size_t wide = minute;
    while (wide < MINUTES_MOST * minute &&
           (double)impact->asked / minutes * ((double)wide / (double)minute) < ASKED_LEAST)
        wide += minute;
    size_t count = impact->buckets / wide;
    struct timeline_series *series = arena_alloc(arena, sizeof *series);
    instant *at = arena_array(arena, count + 1, sizeof *at);
    double *value = arena_array(arena, count + 1, sizeof *value);
    if (count < PAST_LEAST || !series || !at || !value) return NULL;
    for (size_t i = 0; i < count; i++) {
        at[i] = impact_time(impact, i * wide);
        value[i] = 0;
        for (size_t k = 0; k < wide; k++) value[i] += impact->bucket[i * wide + k].asked;
    }
    *series = (struct timeline_series){.count = count,
                                       .at = at,
                                       .value = value,
                                       .step = (duration)wide * impact->width,
                                       .place = {.source = impact->source}};
    series->name = impact->source != UINT32_MAX
                       ? arena_printf(arena, "requests in %s", input->sources[impact->source].name)
                       : "requests in all access logs";
    return series->name ? series : NULL;
}

/* ---- all of it ---- */

static enum status find(const struct timeline_series *requests, const struct watched *all,
                        size_t count, struct stretches *list, struct arena *arena,
                        struct impact *impact, struct error *error)
{
    enum status status = STATUS_OK;
    size_t from = 0, end = 0;
    for (size_t i = 0; i < count && !status; i++)
        if (all[i].sense != WATCH_NOT) status = stretches_of(&all[i], list, error);
    if (status || list->count == 0) return status;
    const struct watched *main = stretches_choose(list, &from, &end);
    if (!main) return STATUS_OK;
    struct impact found = {.known = true,
                           .of_requests = false,
                           .source = main->series->place.source,
                           .timed_source = UINT32_MAX,
                           .used_sources = 1,
                           .slow_bin = TOOK_BINS};
    found.measure.of_requests = main->series == requests;
    status = lay_out(list, from, end, main, arena, &found, error);
    if (status) return status;
    measure(list, from, end, main, &found);
    *impact = found;
    return STATUS_OK;
}

enum status impact_of_series(const struct timeline_input *input, struct arena *arena,
                             struct impact *impact, struct error *error)
{
    const struct timeline_series *requests = NULL;
    if (impact->known && impact->of_requests) requests = series_of_requests(input, impact, arena);
    size_t count = 0, longest = requests ? requests->count : 0;
    struct watched *all = arena_array(arena, input->series_count + 1, sizeof *all);
    if (!all) return arena_full(arena, error);
    for (size_t i = 0; i < input->series_count; i++)
        if (input->series[i].count > longest) longest = input->series[i].count;
    struct stretches list = {.depth = calloc(longest + 1, sizeof *list.depth),
                             .sorted = calloc(longest + MEMORY + 1, sizeof *list.sorted)};
    enum status status = list.depth && list.sorted
                             ? STATUS_OK
                             : error_set(error, STATUS_NO_MEMORY, "no memory to look at metrics");
    size_t points = 0;
    for (size_t i = 0; i < input->series_count && !status; i++) {
        uint32_t source = input->series[i].place.source;
        points += input->series[i].count;
        if (points > POINTS_MOST) break;
        /* a source without stamps of its own counts from 1970, and is placed */
        if (input->sources[source].index->local == 0 || !source_is_unplaced(input, source))
            impact_watch(&input->series[i], list.sorted, &all[count++]);
    }
    if (requests) all[count++] = (struct watched){.series = requests, .sense = WATCH_LOW};
    if (!status) status = find(requests, all, count, &list, arena, impact, error);
    free(list.items);
    free(list.depth);
    free(list.sorted);
    return status;
}
