/* What the two files of the search share. */
#ifndef TIMELINE_SEARCH_H
#define TIMELINE_SEARCH_H

#include "timeline/internal.h"

enum { SEARCH_BLOCK = 4096 }; /* records looked at, or passed over, together */

enum search_pass {
    SEARCH_TIMED,   /* records within the window */
    SEARCH_UNTIMED, /* those without a time on the one clock */
    SEARCH_ANY,     /* whether they have a time or not */
};

/* Up to SEARCH_BLOCK records of a source that may have something to find. */
struct search_block {
    instant earliest; /* of the wanted ones, for SEARCH_TIMED; no record has an earlier time */
    uint32_t source;
    bool whole; /* each record is wanted: none has to be looked at by itself */
    uint64_t from, to;
};

/* What is fixed while one pass runs. */
struct search_plan {
    const struct timeline_source *sources; /* borrowed, as is `search` */
    size_t count;
    const struct timeline_search *search;
    enum search_pass pass;
    unsigned threads;
    struct times *times; /* owned, per source; zeroed for those that the pass does not need */
    struct search_block *blocks; /* owned; by `earliest`, source and place */
    size_t block_count;
};

/* Lists the blocks of all sources that no summary rules out. Release it in any case. */
enum status search_plan_make(struct search_plan *plan, struct error *error);
void search_plan_release(struct search_plan *plan);
/* Writes for each record of a block whether it is wanted. */
void search_wanted(const struct search_plan *plan, const struct search_block *block,
                   uint8_t *ret_wanted);
/* On the one clock. */
static inline instant search_time(const struct search_plan *plan, uint32_t source, uint64_t record)
{
    return times_at(&plan->times[source], record);
}

#endif
