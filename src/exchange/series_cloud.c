/*
 * Metrics as the APIs of clouds answer: CloudWatch's results (times and values beside each other)
 * and statistics (points in no order), Datadog's lists of points in milliseconds.
 */
#include "exchange/internal.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD = 8192, SERIES_MOST = 500, POINTS_MOST = 500000, DIGITS_MOST = 63 };

struct point {
    instant at;
    double value;
};

struct cloud {
    struct reading *reading;
    struct point *points; /* heap, of the series at hand */
    size_t count, room, series;
};

static bool number_of(struct span text, double *ret)
{
    char copy[DIGITS_MOST + 1], *end;
    if (text.len == 0 || text.len > DIGITS_MOST || !byte_is_one_of(text.at[0], "-.0123456789"))
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    *ret = strtod(copy, &end);
    return *end == '\0' && isfinite(*ret);
}

static void add(struct cloud *cloud, instant at, struct span value)
{
    struct reading *reading = cloud->reading;
    double number;
    if (at == INSTANT_NONE || cloud->count >= POINTS_MOST || !number_of(value, &number)) return;
    reading->status = grow_array(&cloud->points, &cloud->room, cloud->count + 1,
                                 sizeof *cloud->points, reading->error);
    if (!reading->status) cloud->points[cloud->count++] = (struct point){at, number};
}

static int by_time(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

/* Sorts the points, drops those that tell a moment twice, and keeps the series. */
static void keep(struct cloud *cloud, struct span element, const char *name)
{
    struct reading *reading = cloud->reading;
    size_t kept = 0;
    if (cloud->count == 0 || reading->status || cloud->series++ >= SERIES_MOST) return;
    qsort(cloud->points, cloud->count, sizeof *cloud->points, by_time);
    for (size_t i = 0; i < cloud->count; i++)
        if (kept == 0 || cloud->points[i].at > cloud->points[kept - 1].at)
            cloud->points[kept++] = cloud->points[i];
    instant *at = arena_array(reading->arena, kept, sizeof *at);
    double *value = arena_array(reading->arena, kept, sizeof *value);
    if (!at || !value) {
        reading->status = arena_full(reading->arena, reading->error);
        return;
    }
    struct timeline_series series = {.name = name,
                                     .count = kept,
                                     .at = at,
                                     .value = value,
                                     .place = reading_place(reading, element)};
    for (size_t i = 0; i < kept; i++) {
        at[i] = cloud->points[i].at;
        value[i] = cloud->points[i].value;
        duration gap = i ? at[i] - at[i - 1] : 0;
        if (i && (series.step == 0 || gap < series.step)) series.step = gap;
    }
    series_add(reading, &series);
}

/* {"Label":..., "Timestamps":[...], "Values":[...]} */
static void read_result(struct cloud *cloud, struct span element)
{
    struct json_elements times, values;
    struct span time, value;
    cloud->count = 0;
    if (!json_elements_open(&times, element, "Timestamps") ||
        !json_elements_open(&values, element, "Values"))
        return;
    while (!cloud->reading->status && json_elements_next(&times, &time) &&
           json_elements_next(&values, &value))
        add(cloud, reading_stamp(cloud->reading, time).earliest, value);
    keep(cloud, element, json_keep(cloud->reading, json_first_part(element, "Label Id"), KEY_MOST));
}

/* {"Label":..., "Datapoints":[{"Timestamp":..., "Average":...}, ...]} */
static void read_statistics(struct cloud *cloud, struct span document)
{
    struct json_elements points;
    struct span point;
    cloud->count = 0;
    if (!json_elements_open(&points, document, "Datapoints")) return;
    while (!cloud->reading->status && json_elements_next(&points, &point))
        add(cloud, reading_stamp(cloud->reading, json_part(point, "Timestamp")).earliest,
            json_first_part(point, "Average Sum Maximum ExtendedStatistics.p99 "
                                   "ExtendedStatistics.p95 Minimum SampleCount"));
    keep(cloud, document, json_keep(cloud->reading, json_part(document, "Label"), KEY_MOST));
}

/* {"metric":..., "scope":..., "pointlist":[[1754424000000, 0.4], ...]} */
static void read_pointlist(struct cloud *cloud, struct span element)
{
    struct json_elements points, pair;
    struct span point, time, value;
    double ms;
    cloud->count = 0;
    if (!json_elements_open(&points, element, "pointlist")) return;
    while (!cloud->reading->status && json_elements_next(&points, &point)) {
        if (!json_elements_open(&pair, point, "") || !json_elements_next(&pair, &time) ||
            !json_elements_next(&pair, &value) || !number_of(time, &ms) || ms < 0 || ms > 9e12)
            continue;
        add(cloud, (instant)(ms / 1000) * NS_PER_S, value);
    }
    keep(cloud, element,
         json_keep(cloud->reading, json_first_part(element, "display_name metric"), KEY_MOST));
}

bool series_read_cloud(struct reading *reading)
{
    struct span content = reading_source(reading)->content, element;
    const struct span head = span_sub(content, 0, HEAD);
    struct cloud cloud = {.reading = reading};
    struct json_elements list;
    if (!span_starts(span_trim(head), SPAN("{"))) return false;
    if (span_find(head, SPAN("\"MetricDataResults\"")) != SIZE_MAX &&
        json_elements_open(&list, content, "MetricDataResults")) {
        while (!reading->status && json_elements_next(&list, &element))
            read_result(&cloud, element);
    } else if (span_find(head, SPAN("\"Datapoints\"")) != SIZE_MAX) {
        read_statistics(&cloud, content);
    } else if (span_find(head, SPAN("\"pointlist\"")) != SIZE_MAX &&
               json_elements_open(&list, content, "series")) {
        while (!reading->status && json_elements_next(&list, &element))
            read_pointlist(&cloud, element);
    }
    free(cloud.points);
    return cloud.series > 0;
}
