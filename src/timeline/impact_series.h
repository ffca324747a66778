/* What impact_watch.c and impact_series.c share: impact that metrics tell of. */
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

#endif
