/*
 * How clocks are found; what the files clock_*.c share.
 *
 *   clock_ties.c        what records tell, found once for all offsets, and kept as bytes
 *   clock_sight.c       looks at a bounded number of records: ids, messages, failures
 *   clock_request.c     who asked for what, where two logs of one server share no id
 *   clock_tie.c         pairs what two sources have both seen: how far do their clocks differ
 *   clock_step.c        a clock put on or back by an hour while a log is written
 *   clock_zone.c        zones of sources whose stamps have no offset: from content, from ties
 *   clock_zone_match.c  and from activity
 *   clock_fold.c        whether such a clock went back by an hour, as at the end of summer time
 *   clock_activity.c    whether two sources are busy at the same moments
 *   clock_place.c       places of clocks relative to each other, groups of those that agree
 *   clock_vote.c        what sources without ties say about which group is right
 *   clock_witness.c     what deploys and releases told of elsewhere say about it
 *   clock_offset.c      which clocks are taken as right, how far the others are off
 *   clock_say.c         sentences
 *   clocks.c            the order of these, and what is told of each source
 */
#ifndef TIMELINE_CLOCKS_H
#define TIMELINE_CLOCKS_H

#include "timeline/internal.h"

enum seen {
    SEEN_ID,
    SEEN_MESSAGE,
    SEEN_ENDING,  /* of a message: two daemons may put different words before the same one */
    SEEN_REQUEST, /* client and request line: told at different moments of its life, so good for a
                     zone and not for an offset */
};

/* One id or one distinctive message as one source saw it. */
struct sighting {
    uint64_t key; /* hash of the text */
    instant from,
        to; /* of what was seen: a record that says how long it took begins that earlier */
    uint32_t source;
    uint16_t records;
    uint8_t digits; /* decimals in the stamps, the fewest */
    uint8_t seen;   /* enum seen */
};

struct instants {
    instant *at; /* owned */
    size_t count, room;
};

/* A jump by an hour between two instants of one clock. */
struct clock_step {
    duration by; /* 0: none */
    instant from, to;
};

/* What two sources tell about their clocks: a's clock minus b's clock, zones included as far as
 * they are not known yet. */
struct tie {
    uint32_t a, b;
    uint32_t pairs;          /* things seen by both */
    uint32_t ids, messages;  /* of these, those that agree on the difference */
    uint32_t requests;       /* likewise, when nothing better ties the two: for zones only */
    duration least, most;    /* bounds of the difference */
    duration median, spread; /* spread: 1.4826 * median absolute deviation */
    duration width;          /* what whole seconds and the like leave open, both stamps together */
    bool bounded;            /* bounds follow from what must lie within what, not from the spread */
    bool drifts;
    duration early, late; /* median of the first and of the last third */
    /* The difference jumps by an hour, by a's stamps and by b's; all else is as before the jump */
    struct clock_step by_a, by_b;
};

static inline uint32_t tie_agreeing(const struct tie *tie)
{
    return tie->ids + tie->messages + tie->requests;
}

struct timeline_zones {
    struct zone **items; /* owned, each */
    size_t count, room;
};

/* What records tell, as if no clock were off: see timeline.h. All arrays are owned. */
struct timeline_ties {
    size_t count; /* of sources */
    struct instants *failures, *restarts;
    float *request_share;
    struct tie *ties;
    size_t tie_count, tie_room;
};

/* All that is known while clocks are being found. */
struct clock_work {
    struct timeline_source *sources; /* copies; their clocks are what is known so far */
    size_t count;
    bool *zoned;     /* per source: its stamps are instants as far as anybody can tell */
    bool *assumed;   /* per source: zoned, but only relative to one that is taken as UTC */
    duration *shift; /* per source: zone found after ties were measured, east of UTC */
    struct text *zone_why, *clock_why; /* per source: sentences so far */
    /* per source, from struct timeline_ties: requests that did not succeed, where levels say
     * nothing; a process says that it starts or stops; records that tell of one handled request */
    struct instants *failures, *restarts;
    float *request_share;
    struct tie *ties; /* by (a, b); those that say anything */
    size_t tie_count;
    struct timeline_zones *zones;
};

/* Only logs speak for a clock: a chat or a mail quotes what it says later. */
static inline bool clock_counts(const struct clock_work *work, size_t source)
{
    const struct evidence_index *index = work->sources[source].index;
    return index->kind == EVIDENCE_LOG && index->timed > 0;
}

/* The difference a - b of a tie with zones found since taken out. */
static inline duration tie_shift(const struct clock_work *work, const struct tie *tie)
{
    return work->shift[tie->a] - work->shift[tie->b];
}

/* What has been found out about a source since its records were looked at. */
static inline duration clock_moved(const struct clock_work *work, size_t source)
{
    const struct timeline_clock *clock = &work->sources[source].clock;
    bool found = clock->offset_basis == TIMELINE_BASIS_FOUND;
    return work->shift[source] + (found ? middle(clock->offset_least, clock->offset_most) : 0);
}

/* A key for client and request line, "203.0.113.9 GET /x"; 0 where a record has not both. */
uint64_t clock_request_key(struct span record);

/* Copies of the sources, nothing known of their clocks but what is stated; release in any case. */
enum status clock_work_init(struct clock_work *work, const struct timeline_source *sources,
                            size_t count, struct error *error);
void clock_work_release(struct clock_work *work);

/* Looks at records spread over all logs; *ret is owned by the caller (free), by the upper bits of
 * their keys. Fills in what `ties` keeps of each source. */
enum status clock_sight(const struct clock_work *work, struct timeline_ties *ties,
                        struct sighting **ret, size_t *ret_count, struct error *error);
/* Sightings of which keys stand together, for who goes through them in parallel. */
enum { SIGHT_PARTS = 64 };
static inline unsigned sighting_part(const struct sighting *sighting)
{
    return (unsigned)(sighting->key >> 58);
}
/* Pairs the sightings (sorts each part of them) and fills in the ties. */
enum status clock_tie(struct sighting *sightings, size_t count, struct timeline_ties *ties,
                      struct error *error);
/* Puts what was found into the work, on the clocks as they are stated. */
enum status clock_take_ties(struct clock_work *work, const struct timeline_ties *ties,
                            struct error *error);

/* One pair: how far a's clock was before b's, and when, on the clock that orders them. */
struct clock_pair {
    instant at;
    duration difference;
};
/* Whether the differences jump by an hour, once. Sorts the pairs by `at`. */
bool clock_find_step(struct clock_pair *pairs, size_t count, struct clock_step *ret);
/* The zone whose local time jumps so in that span, and is ahead of UTC by nearest to `ahead` before
 * it. NOT_FOUND (without words) for none; *ret is the caller's. */
enum status clock_zone_of_step(const struct clock_step *step, duration ahead, struct zone **ret,
                               struct error *error);

/* Zones lie up to 14 hours either way, at quarters of an hour. */
enum { CLOCK_QUARTERS_MOST = 14 * 4 };
#define CLOCK_QUARTER (15 * NS_PER_MIN)
/* Puts a source into a fixed zone so many quarters of an hour east, and begins the sentence. */
enum status clock_set_zone(struct clock_work *work, size_t source, long quarter,
                           struct error *error);

/* Zones that the content names, then from ties. */
enum status clock_zones_of_content(struct clock_work *work, struct error *error);
/* *ret_found is raised when a zone was found and otherwise left alone. */
enum status clock_zones_by_ties(struct clock_work *work, bool *ret_found, struct error *error);
enum status clock_zones_by_activity(struct clock_work *work, bool *ret_found, struct error *error);

/* Sources that ties connect, but none of which has a zone: one is taken as UTC, so that the others
 * have a place relative to it. */
enum status clock_zones_by_assumption(struct clock_work *work, bool *ret_found,
                                      struct error *error);

/* Anew from the ties: what it found before is forgotten. */
enum status clock_offsets(struct clock_work *work, struct error *error);

/* ---- activity ---- */

enum activity_of { ACTIVITY_ALL, ACTIVITY_FAILURES, ACTIVITY_COUNT };

/* How a source's activity moves from bin to bin over a window. */
struct activity {
    instant from;
    duration width;
    size_t bins;
    float *steps[ACTIVITY_COUNT]; /* owned; NULL where there is next to nothing to see */
};

enum { ACTIVITY_LAGS_MOST = 1024 };

struct echo {
    bool clear; /* one lag stands out */
    size_t lag;
    double best, next; /* correlation there, and the best that is not beside it */
};

enum status activity_init(const struct clock_work *work, size_t source, instant from,
                          duration width, size_t bins, struct activity *ret, struct error *error);
void activity_release(struct activity *activity);
/* Correlation of x[0..bins) with y[lag..lag + bins) for 0 <= lag < lags. */
struct echo activity_echo(const float *x, const float *y, size_t bins, size_t lags);

/* ---- sentences ---- */

void say_source(struct text *text, const struct clock_work *work, size_t source); /* "S3 app.log" */
void say_seconds(struct text *text, duration length);                             /* "-37.021 s" */
/* "4,812 ids shared with S3 app.log; median difference 37.021 s, spread 0.004 s"; `source` is one
 * of the tie's two. */
void say_tie(struct text *text, const struct clock_work *work, const struct tie *tie,
             size_t source);

#endif
