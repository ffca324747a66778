/*
 * Metrics: matrices of Prometheus' query_range as series on the one clock.
 *
 * One walk over the document. A value that is no number spoils itself alone; "NaN" and "+Inf" are
 * values. The times are those of the evaluation: a rate looks back from there.
 */
#include "exchange/internal.h"

#include <math.h>
#include <stdlib.h>

enum { SERIES_MOST = 5000, POINTS_MOST = 2000000, LABELS_MOST = 300 };

/* Points of the series being read. */
struct points {
    instant *at;
    double *value;
    size_t count, at_room, value_room;
    size_t bad; /* that were no numbers */
};

void series_add(struct reading *reading, const struct timeline_series *series)
{
    if (reading->status) return;
    reading->status = grow_array(&reading->series, &reading->series_room, reading->series_count + 1,
                                 sizeof *reading->series, reading->error);
    if (!reading->status) reading->series[reading->series_count++] = *series;
}

static bool number_of(struct span text, double *ret)
{
    char copy[64], *end;
    if (text.len == 0 || text.len >= sizeof copy) return false;
    if (span_is(text, "NaN")) return *ret = (double)NAN, true;
    if (span_is(text, "+Inf") || span_is(text, "Inf")) return *ret = (double)INFINITY, true;
    if (span_is(text, "-Inf")) return *ret = -(double)INFINITY, true;
    if (!memchr("+-.0123456789", text.at[0], 13)) return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    *ret = strtod(copy, &end);
    return *end == '\0' && isfinite(*ret);
}

static instant middle_of(struct interval at)
{
    return interval_is_known(at)
               ? at.earliest + (instant)(((uint64_t)at.latest - (uint64_t)at.earliest) / 2)
               : INSTANT_NONE;
}

static void add_point(struct reading *reading, struct points *points, struct span pair)
{
    struct json_elements parts;
    struct span time, value, more;
    double number;
    bool two = json_elements_open(&parts, pair, "") && json_elements_next(&parts, &time) &&
               json_elements_next(&parts, &value) && !json_elements_next(&parts, &more);
    instant at = two ? middle_of(reading_epoch(reading, time)) : INSTANT_NONE;
    if (at == INSTANT_NONE || !number_of(value, &number)) {
        points->bad++;
        return;
    }
    if (points->count && points->at[points->count - 1] >= at) {
        points->bad++; /* a matrix is in order; what runs backwards is not one */
        return;
    }
    size_t need = points->count + 1;
    reading->status =
        grow_array(&points->at, &points->at_room, need, sizeof *points->at, reading->error);
    if (!reading->status)
        reading->status = grow_array(&points->value, &points->value_room, need,
                                     sizeof *points->value, reading->error);
    if (reading->status) return;
    points->at[points->count] = at;
    points->value[points->count++] = number;
}

/* "range_error_ratio" of "metrics/range_error_ratio.json" */
static struct span stem_of(struct span name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '/' || name.at[i - 1] == '!') {
            name = span_from(name, i);
            break;
        }
    struct span rest = name, stem = span_cut(&rest, '.');
    return stem.len ? stem : name;
}

static const char *name_of(struct reading *reading, struct span metric)
{
    struct json_reader reader;
    struct json_token token;
    struct text name;
    const char *lead = "{";
    struct span own = json_part(metric, "__name__");
    text_init(&name, 4096);
    text_add(&name, own.len ? own : stem_of(span_of(reading_source(reading)->name)));
    json_open(&reader, metric);
    bool open =
        metric.len && json_next(&reader, &token, NULL) == STATUS_OK && token.type == JSON_OBJECT;
    while (open && json_next(&reader, &token, NULL) == STATUS_OK && token.type == JSON_STRING) {
        if (span_is(token.key, "__name__") || name.len > LABELS_MOST) continue;
        text_addf(&name, "%s%.*s=\"", lead, SPAN_ARGS(token.key));
        text_add(&name, json_text(&reader, &token));
        text_addc(&name, '"');
        lead = ",";
    }
    if (*lead == ',') text_addc(&name, '}');
    const char *kept = reading_keep(reading, text_span(&name), WHAT_MOST);
    text_release(&name);
    return kept;
}

/* The smallest distance of two neighbours: gaps are multiples of it. */
static duration step_of(const struct points *points)
{
    duration step = 0;
    for (size_t i = 1; i < points->count; i++) {
        duration gap = points->at[i] - points->at[i - 1];
        if (step == 0 || gap < step) step = gap;
    }
    return step;
}

static void keep_series(struct reading *reading, struct span element, const struct points *points)
{
    struct timeline_series series = {
        .count = points->count, .step = step_of(points), .place = reading_place(reading, element)};
    instant *at = arena_array(reading->arena, points->count, sizeof *at);
    double *value = arena_array(reading->arena, points->count, sizeof *value);
    if (!at || !value) {
        reading->status = arena_full(reading->arena, reading->error);
        return;
    }
    memcpy(at, points->at, points->count * sizeof *at);
    memcpy(value, points->value, points->count * sizeof *value);
    series.at = at;
    series.value = value;
    series.name = name_of(reading, json_part(element, "metric"));
    series_add(reading, &series);
}

static void read_one(struct reading *reading, struct span element, size_t number,
                     struct points *points)
{
    struct json_elements values;
    struct span pair;
    points->count = points->bad = 0;
    if (json_elements_open(&values, element, "values")) {
        while (!reading->status && points->count < POINTS_MOST &&
               json_elements_next(&values, &pair))
            add_point(reading, points, pair);
    } else {
        pair = json_part(element, "value");
        if (pair.len) add_point(reading, points, pair);
        if (json_find(element, "histograms", NULL, NULL))
            reading_notice(reading, "series %zu holds native histograms, which are not read",
                           number);
    }
    if (points->bad)
        reading_notice(reading, "%zu values of series %zu are no numbers at growing times",
                       points->bad, number);
    if (points->count && !reading->status) keep_series(reading, element, points);
}

void series_read(struct reading *reading)
{
    struct span content = reading_source(reading)->content, element;
    struct json_elements result;
    struct points points = {.at = NULL};
    size_t number = 0;
    bool open = json_elements_open(&result, content, "data.result") ||
                json_elements_open(&result, content, "result");
    while (open && !reading->status && number < SERIES_MOST &&
           json_elements_next(&result, &element))
        read_one(reading, element, ++number, &points);
    if (number == SERIES_MOST)
        reading_notice(reading, "more than %d series; the rest is not read", SERIES_MOST);
    if (open && result.broken)
        reading_notice(reading, "cut off or not JSON behind series %zu", number);
    free(points.at);
    free(points.value);
}

/* ---- ALERTS{alertname, alertstate}: 1 while an alert is pending or firing ---- */

static struct span label_of(const char *series, const char *label)
{
    struct span all = span_of(series), key = span_of(label);
    size_t at = span_find(all, key);
    if (at == SIZE_MAX || at == 0 || (all.at[at - 1] != '{' && all.at[at - 1] != ','))
        return (struct span){NULL, 0};
    struct span rest = span_from(all, at + key.len);
    return span_cut(&rest, '"');
}

static void tell_run(struct reading *reading, const struct timeline_series *series, size_t from,
                     size_t to)
{
    bool firing = span_is(label_of(series->name, "alertstate=\""), "firing");
    const char *name = reading_keep(reading, label_of(series->name, "alertname=\""), KEY_MOST);
    struct interval end = {series->at[to], instant_add(series->at[to], series->step)};
    struct told told = {
        .event = {.kind = firing ? TIMELINE_ALERT : TIMELINE_SIGNAL,
                  .at = {instant_add(series->at[from], -series->step), series->at[from]},
                  .end = end,
                  .what =
                      reading_say(reading, "%s: %s",
                                  firing ? "alert fired" : "condition met, not firing yet", name),
                  .basis = "points of the ALERTS series, as fine as its step",
                  .key = name,
                  .place = series->place},
        .trust = TRUST_LOG};
    if (!*name) return;
    reading_tell(reading, &told);
    if (!firing || to + 1 == series->count) return; /* at the end of the data it may go on */
    told.event.kind = TIMELINE_ALERT_END;
    told.event.at = end;
    told.event.end = INTERVAL_NONE;
    told.event.what = reading_say(reading, "alert ended: %s", name);
    reading_tell(reading, &told);
}

void series_alerts(struct reading *reading)
{
    for (size_t i = 0; i < reading->told_count; i++)
        if (reading->told[i].event.kind == TIMELINE_ALERT) return;
    for (size_t i = 0; i < reading->series_count && !reading->status; i++) {
        struct timeline_series series = reading->series[i];
        if (!span_starts(span_of(series.name), SPAN("ALERTS{"))) continue;
        reading_begin(reading, series.place.source);
        for (size_t from = 0, to; from < series.count; from = to + 1) {
            for (to = from; to + 1 < series.count; to++)
                if (series.at[to + 1] - series.at[to] - series.step > series.step / 2) break;
            tell_run(reading, &series, from, to);
        }
    }
}
