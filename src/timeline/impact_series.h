/* What impact_watch.c, impact_stretches.c and impact_series.c share: impact that metrics tell of.
 */
#ifndef TIMELINE_IMPACT_SERIES_H
#define TIMELINE_IMPACT_SERIES_H

#include "timeline/findings.h"

enum watch_sense {
    WATCH_NOT,   /* it tells nothing of users */
    WATCH_SHARE, /* a share, bad when high */
    WATCH_HIGH,  /* a length or a count, bad when high */
    WATCH_LOW,   /* what users do, bad when it falls away */
};

struct watched {
    const struct timeline_series *series;
    enum watch_sense sense;
    double unit;  /* of a share: 1, or 100 for per cent */
    double usual; /* not for WATCH_LOW, where it changes with the day */
    double enter; /* above which a point is bad; not for WATCH_LOW */
};

/* Tells from name and values what to make of a series. `scratch` holds as many numbers. */
void impact_watch(const struct timeline_series *series, double *scratch, struct watched *ret);

enum { MEMORY = 120, PAST_LEAST = 5 }; /* points before that say what is usual: most and least */

/* Bad points [first, end) of one series. */
struct stretch {
    const struct watched *watched;
    size_t first, end;
    double area;  /* how bad, 0..1, times seconds */
    double usual; /* when it began */
    double worst;
};

struct stretches {
    struct stretch *items; /* heap */
    size_t count, room;
    double *depth; /* scratch: 0..1 for each point of the series at hand */
    double *sorted;
};

static inline instant stretch_begins(const struct stretch *stretch)
{
    return stretch->watched->series->at[stretch->first];
}

static inline instant stretch_stops(const struct stretch *stretch)
{
    return stretch->watched->series->at[stretch->end - 1];
}

/* How bad a value is there, 0..1; 0 where it is not. */
double stretch_depth(const struct stretch *stretch, double value);
/* Adds the stretches of one series. `depth` and `sorted` hold as many numbers as it has points, and
 * MEMORY more. */
enum status stretches_of(const struct watched *watched, struct stretches *list,
                         struct error *error);
/* Sorts them by their beginning. The group [*from, *end) with the largest area, and its strongest
 * series; NULL when there is none. */
const struct watched *stretches_choose(struct stretches *list, size_t *from, size_t *end);

#endif
