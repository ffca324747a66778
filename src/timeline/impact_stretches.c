/* Stretches of bad points in metrics, and which of them together are the incident. */
#include "timeline/impact_series.h"

#include <math.h>
#include <stdlib.h>

enum { STRETCHES_MOST = 2000 };

static const duration PAST = NS_PER_HOUR;            /* what is usual for what users do */
static const duration LONGEST_EBB = 8 * NS_PER_HOUR; /* beyond, it is the night */

/* ---- how bad each point is ---- */

static double depth_high(const struct watched *watched, double value)
{
    if (!isfinite(value) || value <= watched->enter) return 0;
    if (watched->sense == WATCH_SHARE) return fmin(value / watched->unit, 1);
    return 1 - watched->usual / value;
}

/* The median of the hour before, without the points that were low themselves; -1 when there are too
 * few. */
static double usual_before(const struct timeline_series *series, const double *depth, size_t at,
                           double *sorted)
{
    size_t n = 0;
    for (size_t i = at; i > 0 && n < MEMORY; i--) {
        if (series->at[at] - series->at[i - 1] > PAST && n >= PAST_LEAST) break;
        if (isfinite(series->value[i - 1]) && depth[i - 1] <= 0) sorted[n++] = series->value[i - 1];
    }
    if (n < PAST_LEAST) return -1;
    qsort(sorted, n, sizeof *sorted, order_values);
    return sorted[n / 2];
}

/* Below half, and for small counts beyond what chance gives. */
static double depth_low(double usual, double value)
{
    if (!isfinite(value) || usual <= 0 || value < 0 || value >= usual / 2) return 0;
    if (usual > 1 && value > usual - 4 * sqrt(usual)) return 0;
    return 1 - value / usual;
}

static enum status add_stretch(struct stretches *list, const struct watched *watched, size_t first,
                               size_t end, double usual, struct error *error)
{
    const struct timeline_series *series = watched->series;
    struct stretch stretch = {watched, first, end, 0, usual, series->value[first]};
    size_t least = series->step >= NS_PER_MIN ? 2 : 3;
    for (size_t i = first; i < end; i++) {
        stretch.area += list->depth[i] * (double)series->step / 1e9;
        bool worse = watched->sense == WATCH_LOW ? series->value[i] < stretch.worst
                                                 : series->value[i] > stretch.worst;
        if (worse) stretch.worst = series->value[i];
    }
    /* What users do ends with the evening; a fall that never came back is no proof. */
    bool ebb = watched->sense == WATCH_LOW &&
               (end == series->count || series->at[end - 1] - series->at[first] > LONGEST_EBB);
    if (end - first < least || ebb || list->count >= STRETCHES_MOST) return STATUS_OK;
    enum status status =
        grow_array(&list->items, &list->room, list->count + 1, sizeof *list->items, error);
    if (status == STATUS_OK) list->items[list->count++] = stretch;
    return status;
}

/* Stretches of bad points; one good point within does not part them. */
enum status stretches_of(const struct watched *watched, struct stretches *list, struct error *error)
{
    const struct timeline_series *series = watched->series;
    size_t first = SIZE_MAX, end = 0;
    double usual = watched->usual;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < series->count && !status; i++) {
        if (watched->sense == WATCH_LOW && first == SIZE_MAX)
            usual = usual_before(series, list->depth, i, list->sorted);
        list->depth[i] = watched->sense == WATCH_LOW ? depth_low(usual, series->value[i])
                                                     : depth_high(watched, series->value[i]);
        if (list->depth[i] > 0) {
            if (first == SIZE_MAX) first = i;
            end = i + 1;
        } else if (first != SIZE_MAX && i > end) {
            status = add_stretch(list, watched, first, end, usual, error);
            first = SIZE_MAX;
        }
    }
    if (first != SIZE_MAX && !status) status = add_stretch(list, watched, first, end, usual, error);
    return status;
}

/* ---- which of them are the incident ---- */

static int by_begin(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    if (stretch_begins(x) != stretch_begins(y))
        return stretch_begins(x) < stretch_begins(y) ? -1 : 1;
    return strcmp(x->watched->series->name, y->watched->series->name);
}

static double area_of(const struct stretches *list, size_t from, size_t end,
                      const struct watched *watched)
{
    double area = 0;
    for (size_t i = from; i < end; i++)
        if (list->items[i].watched == watched) area += list->items[i].area;
    return area;
}

/* The series with the most in it; of those with half of that the one with the finest step. */
static const struct watched *strongest(const struct stretches *list, size_t from, size_t end,
                                       double *ret_area)
{
    const struct watched *best = NULL;
    double most = 0;
    for (size_t i = from; i < end; i++) {
        double area = area_of(list, from, end, list->items[i].watched);
        if (area > most) most = area, best = list->items[i].watched;
    }
    for (size_t i = from; i < end; i++) {
        const struct watched *other = list->items[i].watched;
        if (other->series->step < best->series->step && area_of(list, from, end, other) >= most / 2)
            best = other;
    }
    *ret_area = most;
    return best;
}

/* The group [*from, *end) of the sorted list with the largest area, and its strongest series. */
const struct watched *stretches_choose(struct stretches *list, size_t *from, size_t *end)
{
    if (list->count) qsort(list->items, list->count, sizeof *list->items, by_begin);
    const struct watched *best = NULL;
    double most = 0;
    for (size_t i = 0, next; i < list->count; i = next) {
        instant first = stretch_begins(&list->items[i]), last = stretch_stops(&list->items[i]);
        for (next = i + 1; next < list->count; next++) {
            if (!impact_belongs_together(last - first, stretch_begins(&list->items[next]) - last))
                break;
            if (stretch_stops(&list->items[next]) > last) last = stretch_stops(&list->items[next]);
        }
        double area;
        const struct watched *series = strongest(list, i, next, &area);
        if (area > most) most = area, best = series, *from = i, *end = next;
    }
    return best;
}

double stretch_depth(const struct stretch *stretch, double value)
{
    return stretch->watched->sense == WATCH_LOW ? depth_low(stretch->usual, value)
                                                : depth_high(stretch->watched, value);
}
