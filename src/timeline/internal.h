/* What the files of timeline/ share among themselves. */
#ifndef TIMELINE_INTERNAL_H
#define TIMELINE_INTERNAL_H

#include "timeline/timeline.h"

/* ---- interval.c ---- */

/* a - b without wrapping: saturates. */
static inline int64_t minus(int64_t a, int64_t b)
{
    int64_t result;
    if (!__builtin_sub_overflow(a, b, &result)) return result;
    return b > 0 ? INT64_MIN + 1 : INT64_MAX;
}

/* The middle of two numbers, rounded towards the lower one. */
static inline int64_t middle(int64_t low, int64_t high)
{
    return (low & high) + ((low ^ high) >> 1);
}

/* For qsort, the least first: instants and durations; and numbers, none of which is NaN. */
int order_times(const void *left, const void *right);
int order_values(const void *left, const void *right);

/* ---- clock_fold.c ---- */

/* One zone of each rule and offset that clocks went back by, the likelier first; NULL at the end.
 */
extern const char *const clock_places[];

/* Whether local times fall where clocks of some zones went back, in a log whose zone is not known.
 * *ret_zone (may be NULL) is one of these, the caller's: the hour that came twice is the same by
 * all of their clocks, their offsets are not. Appends a sentence that names some (NULL: none). */
bool clock_fold_seen(const struct evidence_index *index, struct zone **ret_zone,
                     struct text *sentence);

/* ---- times.c: a source's records on the one clock ---- */

/* The times of a source as a column plus a shift. The index's own column serves when one shift is
 * right for every record; otherwise (a zone that changes within, stamps with and without offset in
 * one file, records counted from a boot) the column is written out: 8 bytes a record. */
struct times {
    const int64_t *time; /* EVIDENCE_NO_TIME where there is none; read with times_at */
    int64_t shift;
    uint64_t count;
    uint64_t timed; /* records with a time; at least those, where the column is the index's own */
    bool sorted;    /* those that have a time are in order */
    instant first, last; /* the earliest and the latest; INSTANT_NONE when none has a time */
    int64_t *owned;      /* the written-out column, or NULL */
};

enum status times_init(const struct timeline_source *source, struct times *ret,
                       struct error *error);
void times_release(struct times *times); /* safe on a zeroed struct */

static inline instant times_at(const struct times *times, uint64_t record)
{
    int64_t time = times->time[record];
    return time == EVIDENCE_NO_TIME ? INSTANT_NONE : time + times->shift;
}

/* For sorted times: first record from `from` on whose time is at or after `at`, or times->count.
 * Records without a time are passed over. */
uint64_t times_find(const struct times *times, uint64_t from, instant at);

/* ---- prepare.c ---- */

enum { PREPARED_STEP = 64 }; /* records between two rows of `before` */

struct timeline_prepared {
    struct times times;
    uint64_t count;        /* records with a time */
    const int64_t *time;   /* those in order, without times.shift */
    const uint8_t *level;  /* beside them, below EVIDENCE_LEVEL_COUNT unless `order` is NULL */
    const uint32_t *order; /* their record numbers; NULL: place and number are the same */
    uint32_t *before; /* a row every PREPARED_STEP places: how many of each level come before */
    int64_t *owned_time;
    uint8_t *owned_level;
    uint32_t *owned_order;
};

/* First place from `from` on that is at or after `at`, or count. Quick where it is near. */
uint64_t prepared_find(const struct timeline_prepared *prepared, uint64_t from, instant at);
/* How many of each level come before `place`. */
void prepared_levels(const struct timeline_prepared *prepared, uint64_t place,
                     uint32_t ret[EVIDENCE_LEVEL_COUNT]);

static inline unsigned level_row(uint8_t level) /* what an index may hold, as a row of counts */
{
    return level < EVIDENCE_LEVEL_COUNT ? level : EVIDENCE_LEVEL_NONE;
}

/* ---- runs.c ---- */

/* Orders `order` (record numbers in file order) by time, stable. Runs that are in order already, or
 * in strictly falling order, are found and merged from the bottom up, so that little disorder costs
 * little. `time[order[i]]` must be valid. */
enum status runs_sort(const int64_t *time, uint32_t *order, size_t count, struct error *error);

#endif
