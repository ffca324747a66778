/*
 * Whether two sources are busy at the same moments.
 *
 * Compared are the steps from one second to the next, not the levels: two logs that both grow
 * through the morning look alike at any shift, but they jump together only when they are on one
 * clock. Square roots make a quiet and a loud source comparable (counts of a Poisson process then
 * have one variance; M. S. Bartlett, 1936), and the cut keeps one giant jump from speaking alone.
 */
#include "timeline/clocks.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum {
    BESIDE = 2, /* bins next to the best lag that belong to it */
    BINS_LEAST = 60,
    MOVES_LEAST = 6, /* steps that are not nothing */
};

#define CUT          5.0 /* standard deviations */
#define CLEAR_BEST   0.3
#define CLEAR_SCORE  6.0 /* correlation times the root of the number of bins */
#define CLEAR_FACTOR 1.5 /* over the next best */

static void count_in(const struct activity *activity, float *counts, instant at)
{
    if (at == INSTANT_NONE || at < activity->from) return;
    uint64_t bin = ((uint64_t)at - (uint64_t)activity->from) / (uint64_t)activity->width;
    if (bin < activity->bins) counts[bin] += 1;
}

/* All records, or with `level` those that are errors. */
static void count_records(const struct times *times, const uint8_t *level,
                          struct activity *activity)
{
    float *counts = activity->steps[level ? ACTIVITY_FAILURES : ACTIVITY_ALL];
    uint64_t first = 0, last = times->count;
    if (times->sorted && times->timed) {
        instant to = instant_add(activity->from, activity->width * (int64_t)activity->bins);
        first = times_find(times, 0, activity->from);
        last = times_find(times, first, to);
    }
    /* Neighbours mostly fall into one bin: a division only when the bin changes. */
    instant bin_from = 1, bin_to = 0;
    uint32_t run = 0;
    size_t bin = 0;
    for (uint64_t i = first; i < last; i++) {
        if (level && level[i] < EVIDENCE_LEVEL_ERROR) continue;
        instant at = times_at(times, i);
        if (at >= bin_from && at < bin_to) {
            run++;
            continue;
        }
        if (at == INSTANT_NONE || at < activity->from) continue;
        uint64_t number = ((uint64_t)at - (uint64_t)activity->from) / (uint64_t)activity->width;
        if (number >= activity->bins) continue;
        counts[bin] += (float)run;
        run = 1;
        bin = (size_t)number;
        bin_from = instant_add(activity->from, (int64_t)number * activity->width);
        bin_to = instant_add(bin_from, activity->width);
    }
    counts[bin] += (float)run;
}

/* Steps of the square root, cut; false when they hardly move. */
static bool steps_of(float *counts, size_t bins)
{
    double square = 0;
    size_t moves = 0;
    float before = counts[0];
    counts[0] = 0;
    for (size_t i = 1; i < bins; i++) {
        float step = sqrtf(counts[i]) - sqrtf(before);
        before = counts[i];
        counts[i] = step;
        square += (double)step * (double)step;
        moves += step > 0 || step < 0;
    }
    if (moves < MOVES_LEAST) return false;
    float cut = (float)(CUT * sqrt(square / (double)bins));
    for (size_t i = 0; i < bins; i++) counts[i] = fminf(fmaxf(counts[i], -cut), cut);
    return true;
}

static void fill(const struct clock_work *work, size_t source, const struct times *times,
                 enum activity_of what, struct activity *activity)
{
    const struct evidence_index *index = work->sources[source].index;
    const struct instants *failures = &work->failures[source];
    float *counts = activity->steps[what];
    bool levels =
        index->level_count[EVIDENCE_LEVEL_ERROR] + index->level_count[EVIDENCE_LEVEL_FATAL] > 0;
    if (what == ACTIVITY_ALL || levels) {
        count_records(times, what == ACTIVITY_ALL ? NULL : index->level, activity);
        return;
    }
    for (size_t i = 0; i < failures->count; i++)
        count_in(activity, counts, minus(failures->at[i], clock_moved(work, source)));
}

enum status activity_init(const struct clock_work *work, size_t source, instant from,
                          duration width, size_t bins, struct activity *ret, struct error *error)
{
    struct activity activity = {from, width, bins, {NULL}};
    struct times times = {0};
    enum status status = times_init(&work->sources[source], &times, error);
    for (int what = 0; what < ACTIVITY_COUNT && !status; what++) {
        activity.steps[what] = calloc(bins, sizeof **activity.steps);
        if (!activity.steps[what]) {
            status = error_set(error, STATUS_NO_MEMORY, "no memory to compare activity");
            break;
        }
        fill(work, source, &times, (enum activity_of)what, &activity);
        if (steps_of(activity.steps[what], bins)) continue;
        free(activity.steps[what]);
        activity.steps[what] = NULL;
    }
    times_release(&times);
    if (status)
        activity_release(&activity);
    else
        *ret = activity;
    return status;
}

void activity_release(struct activity *activity)
{
    for (int what = 0; what < ACTIVITY_COUNT; what++) free(activity->steps[what]);
    *activity = (struct activity){0};
}

/* Sums in eight lanes, so that the compiler can use wide registers. */
static double dot(const float *x, const float *y, size_t bins)
{
    float lanes[8] = {0};
    size_t i = 0;
    for (; i + 8 <= bins; i += 8)
        for (size_t lane = 0; lane < 8; lane++) lanes[lane] += x[i + lane] * y[i + lane];
    double sum = 0;
    for (; i < bins; i++) sum += (double)x[i] * (double)y[i];
    for (size_t lane = 0; lane < 8; lane++) sum += (double)lanes[lane];
    return sum;
}

struct echo activity_echo(const float *x, const float *y, size_t bins, size_t lags)
{
    assert(lags <= ACTIVITY_LAGS_MOST);
    struct echo echo = {0};
    double xy[ACTIVITY_LAGS_MOST], yy[ACTIVITY_LAGS_MOST];
    double xx = dot(x, x, bins), most = 0;
    for (size_t lag = 0; lag < lags; lag++) {
        /* Steps add up to next to nothing, so their mean needs no correction. */
        xy[lag] = dot(x, y + lag, bins);
        yy[lag] = dot(y + lag, y + lag, bins);
        if (yy[lag] > most) most = yy[lag];
    }
    for (size_t lag = 0; lag < lags; lag++) {
        /* Where y is mostly over, the little that is left must not look like a great likeness. */
        double scale = sqrt(xx * fmax(yy[lag], most / 2));
        xy[lag] = scale > 1e-9 ? xy[lag] / scale : 0;
        if (xy[lag] <= echo.best) continue;
        echo.best = xy[lag];
        echo.lag = lag;
    }
    for (size_t lag = 0; lag < lags; lag++)
        if ((lag + BESIDE < echo.lag || lag > echo.lag + BESIDE) && xy[lag] > echo.next)
            echo.next = xy[lag];
    echo.clear = bins >= BINS_LEAST && echo.best >= CLEAR_BEST &&
                 echo.best * sqrt((double)bins) >= CLEAR_SCORE &&
                 echo.best >= CLEAR_FACTOR * echo.next;
    return echo;
}
