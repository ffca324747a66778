/*
 * Metrics that leave their band: more than six median absolute deviations, and more than half of
 * their usual range, away from the median of the points before impact (or of the first third).
 */
#include "timeline/findings.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 40 };

/* Median and deviation of the quiet part; false when it has fewer than five points. */
static bool quiet_band(const struct timeline_series *series, instant until, double *scratch,
                       double *median, double *band)
{
    size_t n = 0;
    for (size_t i = 0; i < series->count; i++)
        if (series->at[i] < until && isfinite(series->value[i])) scratch[n++] = series->value[i];
    if (n < 5) return false;
    qsort(scratch, n, sizeof *scratch, order_values);
    *median = scratch[n / 2];
    double low = scratch[0], high = scratch[n - 1];
    for (size_t i = 0; i < n; i++) scratch[i] = fabs(scratch[i] - *median);
    qsort(scratch, n, sizeof *scratch, order_values);
    *band = 6 * 1.4826 * scratch[n / 2];
    double least = (high - low) * 1.5 + fabs(*median) * 0.1 + 1e-9;
    if (*band < least) *band = least;
    return true;
}

static enum status look_at(const struct timeline_series *series, instant until, double *scratch,
                           struct spot_list *list, struct error *error)
{
    double median, band, top = 0;
    size_t run = 0, from = 0;
    if (!quiet_band(series, until, scratch, &median, &band)) return STATUS_OK;
    for (size_t i = 0; i <= series->count; i++) {
        double away = i < series->count ? fabs(series->value[i] - median) : 0;
        if (i < series->count && away > band) {
            if (run++ == 0) from = i;
            if (away > fabs(top - median) || run == 1) top = series->value[i];
            continue;
        }
        if (run >= 2)
            return spot_add(
                list, TIMELINE_SPOT_METRIC, series->at[from], series->at[i - 1],
                fabs(top - median) / band, series->place.source, error,
                "%s leaves its band: usually %.4g, here up to %.4g; a point stands for up "
                "to %s before it",
                series->name, median, top, say_length(list->arena, series->step));
        run = 0;
    }
    return STATUS_OK;
}

/* Series of one file tell one story: of two spots from it the stronger stays. */
static void keep_strongest(struct spot_list *list, size_t from)
{
    if (list->count <= from + 1) return;
    struct timeline_spot *last = &list->items[list->count - 1];
    for (size_t i = from; i + 1 < list->count; i++) {
        struct timeline_spot *other = &list->items[i];
        if (other->place.source != last->place.source) continue;
        if (last->score > other->score) *other = *last;
        list->count--;
        return;
    }
}

enum status spots_of_series(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    size_t before = list->count;
    for (size_t i = 0; i < input->series_count && status == STATUS_OK; i++) {
        const struct timeline_series *series = &input->series[i];
        if (series->count < 8) continue;
        instant until = series->at[series->count / 3];
        if (impact->start.earliest > INSTANT_OPEN_START)
            until = impact->start.earliest - 60 * NS_PER_S;
        if (until <= series->at[4]) until = series->at[series->count / 3];
        double *scratch = malloc(series->count * sizeof *scratch);
        if (!scratch) return error_set(error, STATUS_NO_MEMORY, "out of memory");
        status = look_at(series, until, scratch, list, error);
        free(scratch);
        if (status == STATUS_OK) keep_strongest(list, before);
        if (list->count - before >= MOST) break;
    }
    return status;
}
