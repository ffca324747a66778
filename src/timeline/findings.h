/* What the files behind timeline_analyse() share. */
#ifndef TIMELINE_FINDINGS_H
#define TIMELINE_FINDINGS_H

#include "timeline/internal.h"

/* ---- what requests met, second by second (impact_scan.c) ---- */

enum { TOOK_BINS = 64, TOOK_SECOND = 40 }; /* quarter octaves; bin TOOK_SECOND begins at 1 s */

struct impact_bucket {
    uint32_t asked, failed;   /* requests; those answered 5xx or given up by the client (499) */
    uint32_t asked_timed;     /* requests in the log that tells durations, where that is another */
    uint32_t took[TOOK_BINS]; /* durations of the others */
    uint32_t failed_timed;    /* failed ones with a duration, and its sum */
    duration failed_took;
};

/* A stretch of buckets [first, end) in which too large a share was failed or slow. */
struct impact_run {
    size_t first, end;
    double area;    /* sum of shares */
    bool sustained; /* long enough to be impact; the others are blips */
    bool sure;      /* more than chance gives; a blip that is not is no finding */
};

/* A metric that tells of impact where no request is seen to fail (impact_series.c). */
struct impact_measure {
    const char *name; /* NULL: requests or levels are counted */
    bool falls;       /* bad when low */
    bool of_requests; /* requests of a log that fall away */
    double usual, enter, worst, first, last;
    duration step; /* between its points */
};

struct impact {
    bool known; /* some source counts requests (or, without any, errors) */
    bool of_requests;
    bool unplaced; /* a log that counts states no zone: its times may be whole hours away */
    instant from;
    duration width;
    size_t buckets;
    struct impact_bucket *bucket;
    float *share;        /* failed or slow, NaN where nothing was asked */
    float *failed_share; /* failed alone */
    unsigned slow_bin;   /* a request in this bin or above is slow; TOOK_BINS: durations unknown */
    float enter;         /* share above which a bucket is bad */
    float usual;         /* share on a quiet bucket */
    struct impact_run *runs;
    size_t run_count;
    size_t first_run, last_run; /* the incident's sustained runs, when start.earliest is known */
    struct interval start, end; /* of impact */
    uint32_t source;            /* main source, a number; UINT32_MAX for several */
    uint32_t used_sources;
    uint32_t timed_source; /* tells durations in place of those; UINT32_MAX for none */
    uint64_t asked, failed;
    struct impact_measure measure;
    const char *apart; /* why what was found is not taken for the incident; NULL otherwise */
};

enum status impact_scan(const struct timeline_input *input, struct arena *arena, struct impact *ret,
                        struct error *error);
/* Finds runs, tells blips from impact, and bounds start and end (impact_runs.c). */
enum status impact_find_runs(const struct timeline_input *input, struct arena *arena,
                             struct impact *impact, struct error *error);
bool impact_is_sure(const struct impact *impact, size_t bucket); /* bad beyond chance */
/* Start and end from the chosen runs (impact_bounds.c). */
void impact_bound(struct impact *impact);
/* Where requests show none: impact that metrics tell of, or requests that fall away, in place of
 * *impact, whose counts of requests it looks at; untouched when there is none (impact_series.c). */
enum status impact_of_series(const struct timeline_input *input, struct arena *arena,
                             struct impact *impact, struct error *error);
/* Takes start and end back where what people reacted to is far from it (impact_apart.c). */
void impact_leave_apart(const struct timeline_input *input, struct arena *arena,
                        struct impact *impact);
/* Whether impact that comes back after a pause is the same incident: a short pause, or one shorter
 * than impact had lasted (up to an hour), as when an outage flaps. */
bool impact_belongs_together(duration before, duration apart);
duration impact_bin_edge(unsigned bin); /* smallest duration of a bin */
/* Duration below which `part` (0..1) of a bucket's answered requests were; -1 when there were none.
 */
duration impact_quantile(const struct impact_bucket *bucket, double part);
static inline instant impact_time(const struct impact *impact, size_t bucket)
{
    return impact->from + (instant)bucket * impact->width;
}

/* Number of the first event whose earliest time is at or after `at` (events come by it). */
size_t first_event_from(const struct timeline_input *input, instant at);
/* How far an event's own bounds may reach and still date a blip of seconds. */
#define EVENT_WIDEST (10 * NS_PER_MIN)

/* ---- growing lists of findings ---- */

struct spot_list {
    struct timeline_spot *items; /* heap while growing */
    size_t count, room;
    struct arena *arena; /* sentences live here */
};
enum status spot_add(struct spot_list *list, enum timeline_spot_kind kind, instant from, instant to,
                     double score, uint32_t source, struct error *error, const char *why, ...)
    __attribute__((format(printf, 8, 9)));

struct conflict_list {
    struct timeline_conflict *items;
    size_t count, room;
    struct arena *arena;
};

/* A time for a sentence: "05:54:53Z"; a length: "1 min 59 s". In `arena`, never NULL. */
const char *say_clock(struct arena *arena, instant at);
const char *say_moment(struct arena *arena, instant at); /* with its date */
const char *say_length(struct arena *arena, duration length);

enum status spots_of_impact(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error);
enum status spots_of_sources(const struct timeline_input *input, const struct impact *impact,
                             struct spot_list *list, struct error *error);
enum status spots_of_gaps(const struct timeline_input *input, const struct impact *impact,
                          struct spot_list *list, struct error *error);
enum status spots_of_series(const struct timeline_input *input, const struct impact *impact,
                            struct spot_list *list, struct error *error);
enum status spots_of_messages(const struct timeline_input *input, const struct impact *impact,
                              struct spot_list *list, struct error *error);
enum status spots_of_events(const struct timeline_input *input, const struct impact *impact,
                            const struct timeline_milestone *milestones, struct spot_list *list,
                            struct error *error);

enum status milestones_propose(const struct timeline_input *input, const struct impact *impact,
                               struct arena *arena, struct timeline_milestone *milestones,
                               struct error *error);
/* Takes back what other sources may know better: milestones become "not before", "not after" or
 * wider, and their basis says why (doubts.c). `milestones` are as milestones_propose left them. */
enum status milestones_doubt(const struct timeline_input *input, const struct impact *impact,
                             struct arena *arena, struct timeline_milestone *milestones,
                             struct error *error);
/* A source whose zone nobody knows, beside others whose zone is known: it may lie whole hours from
 * where it is placed, and what it tells sets no milestone. */
bool source_is_unplaced(const struct timeline_input *input, uint32_t source);
enum status durations_of(const struct timeline_milestone *milestones, struct arena *arena,
                         struct timeline_duration **ret, size_t *ret_count, struct error *error);
enum status conflicts_find(const struct timeline_input *input, const struct impact *impact,
                           struct conflict_list *list, struct error *error);
/* Times of day in messages beside the records of what they speak of (conflicts_said.c). */
enum status conflicts_of_words(const struct timeline_input *input, const struct impact *impact,
                               struct conflict_list *list, struct error *error);
/* `what` and `which` in the list's arena, NULL when that is full; b.source UINT32_MAX for none. */
enum status conflict_add(struct conflict_list *list, const char *what, const char *which,
                         struct timeline_place a, struct timeline_place b, struct error *error);

#endif
