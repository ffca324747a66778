/*
 * The face of timeline/: many sources on one clock, and what can be said from them.
 *
 * Pure: takes indexes and contents of evidence/, gives plain data. Nothing is asserted: clocks,
 * milestones and hot spots are proposals, each with its basis in words and as places in the
 * evidence. Times that are not certain are intervals [earliest, latest].
 */
#ifndef TIMELINE_TIMELINE_H
#define TIMELINE_TIMELINE_H

#include "evidence/evidence.h"

/* An instant known within bounds; equal when exact. Unknown: both INSTANT_NONE. An open end is
 * INT64_MIN + 1 (before) or INT64_MAX (after). */
struct interval {
    instant earliest, latest;
};
#define INTERVAL_NONE      ((struct interval){INSTANT_NONE, INSTANT_NONE})
#define INSTANT_OPEN_START (INT64_MIN + 1)
#define INSTANT_OPEN_END   INT64_MAX

static inline bool instant_is_known(instant at) /* neither NONE nor an open end */
{
    return at != INSTANT_NONE && at != INSTANT_OPEN_START && at != INSTANT_OPEN_END;
}

/* A difference of two intervals: signed; `known` false when an end is missing. */
struct span_of_time {
    bool known;
    duration least, most;
};
struct span_of_time interval_between(struct interval from, struct interval to);

/* ---- sources and their clocks ---- */

enum timeline_basis {
    TIMELINE_BASIS_NONE,    /* nothing known: taken as UTC without offset, and said to be so */
    TIMELINE_BASIS_CONTENT, /* the stamps or the content itself say so */
    TIMELINE_BASIS_FOUND,   /* found from the data; `why` names the evidence */
    TIMELINE_BASIS_STATED,  /* a person said so */
};

struct timeline_clock {
    /* zone for stamps without offset; NULL is UTC. Borrowed */
    const struct zone *zone;
    enum timeline_basis zone_basis;
    /* what the source's clock shows minus true time, as an interval in ns */
    duration offset_least, offset_most;
    enum timeline_basis offset_basis;
    const char *why;  /* sentences: what zone and offset rest on; never NULL in results */
    uint32_t ties;    /* pairs of records the offset rests on */
    uint32_t against; /* number of the source it was measured against; UINT32_MAX for none */
    bool unconfirmed; /* no other source speaks for this clock, and nobody stated it */
    /* What it shows minus what another source shows for ids that both have, where that is too
     * little to tell which of them is right; 0 for none */
    duration unsettled;
};

/* One source as the engine sees it. All pointers are borrowed. */
struct timeline_source {
    uint32_t id; /* the workspace's number, shown as S<id> */
    const char *name;
    const struct evidence_index *index;
    struct span content;
    const struct evidence_reader *reader; /* of the same bytes, for who goes through many of them;
                                             NULL: the mapping alone. Borrowed */
    struct timeline_clock clock;          /* in: what is stated; NONE where nothing is */
    /* of this index with this clock: makes counting and merging quick; NULL for none. Borrowed */
    const struct timeline_prepared *prepared;
};

/* Time of one record on the one clock: the middle of what zone and offset allow. INSTANT_NONE when
 * the record has none (or counts from a boot without anchor). */
instant timeline_record_time(const struct timeline_source *source, uint64_t record);
/* The bounds: offset interval, and the digits written in the stamp (a stamp in whole seconds is
 * good for the second it names). */
struct interval timeline_record_interval(const struct timeline_source *source, uint64_t record);

/* Finds zones of unzoned sources and offsets of clocks that nobody stated, from: ids shared with
 * other sources (median of pair differences, MAD), equal distinctive messages, server-side receive
 * times, and for zones correlation in 15-minute steps. Fills clocks[i] for every source (stated
 * ones are copied). Zones it loads live as long as `arena`'s owner keeps *ret_zones (free with
 * timeline_zones_free). */
struct timeline_zones;
struct timeline_ties;
enum status timeline_find_clocks(const struct timeline_source *sources, size_t count,
                                 struct arena *arena, struct timeline_clock *clocks,
                                 struct timeline_zones **ret_zones, struct error *error);
void timeline_zones_free(struct timeline_zones *zones);

/* The long part of it: what the records of all logs tell of how their clocks differ. It rests on
 * contents, indexes and zones (stated ones, or those that contents name), and not on what a clock
 * is said to be off by, so it serves any offsets. *ret is the caller's (timeline_ties_free). */
enum status timeline_find_ties(const struct timeline_source *sources, size_t count,
                               struct timeline_ties **ret, struct error *error);
void timeline_ties_free(struct timeline_ties *ties); /* NULL is fine */
/* As bytes for the machine that wrote them, and back: false for bytes that cannot be ties of so
 * many sources. That they are those of these very sources is for the caller to know. */
void timeline_ties_write(const struct timeline_ties *ties, struct text *out);
bool timeline_ties_read(struct span bytes, size_t count, struct timeline_ties **ret);
/* As timeline_find_clocks, from ties of these sources. */
enum status timeline_clocks_from(const struct timeline_source *sources, size_t count,
                                 const struct timeline_ties *ties, struct arena *arena,
                                 struct timeline_clock *clocks, struct timeline_zones **ret_zones,
                                 struct error *error);

/* With the zone known: tells the two passes of an hour that came twice apart. Replaces
 * source->index by a copy in `arena` whose flags say so, where the zone changes within the source,
 * or, of one whose zone nobody knows, where its stamps fall by an hour in a night when clocks of
 * some zones did; nothing otherwise. */
enum status timeline_settle_folds(struct timeline_source *source, struct arena *arena,
                                  struct error *error);

/* What can be found out once about a source that many windows are taken of: its records in order of
 * time, and how many of each level stand before every few of them. Then a window costs what it
 * holds, or less. Memory: half a byte a record, 13 more where records are out of order or without a
 * time. Borrows index (and clock) as they are now. LIMIT above 4 billion records: do without. */
struct timeline_prepared;
enum status timeline_prepare(const struct timeline_source *source, struct timeline_prepared **ret,
                             struct error *error);
/* From the first record to the last; INTERVAL_NONE when none has a time. */
struct interval timeline_prepared_span(const struct timeline_prepared *prepared);
void timeline_prepared_free(struct timeline_prepared *prepared);

/* ---- one stream ---- */

struct timeline_filter {
    instant from, to;      /* from <= t < to; INSTANT_OPEN_START, INSTANT_OPEN_END for all */
    uint32_t level_mask;   /* bit per enum evidence_level; 0 is all */
    const bool *source_on; /* per source number; NULL is all */
};
#define TIMELINE_ALL ((struct timeline_filter){INSTANT_OPEN_START, INSTANT_OPEN_END, 0, NULL})

struct timeline_entry {
    instant at;
    uint32_t source; /* number in the array of sources, not the id */
    uint64_t record;
};

/* Merges any number of sources, ordered by (time, source, place in the file); records without a
 * time do not take part. Memory: 4 bytes a record for sources that are not in order (32 more
 * for a moment where there is next to no order), 8 for those whose zone changes within, nothing
 * otherwise. Borrows the sources' indexes until it is freed. */
struct timeline_merge;
enum status timeline_merge_new(const struct timeline_source *sources, size_t count,
                               const struct timeline_filter *filter, struct timeline_merge **ret,
                               struct error *error);
/* Fills up to `most` entries; returns how many, 0 at the end. */
size_t timeline_merge_next(struct timeline_merge *merge, struct timeline_entry *entries,
                           size_t most);
/* The same order as stretches of one source: what is needed to copy records rather than to look at
 * each. 16 bytes a stretch, where an entry has 24 a record. Up to `most` of them; 0 at the end. */
struct timeline_run {
    uint32_t source; /* number in the array of sources, not the id */
    uint32_t count;  /* records first, first + 1, ... of the source */
    uint64_t first;
};
size_t timeline_merge_runs(struct timeline_merge *merge, struct timeline_run *runs, size_t most);
void timeline_merge_free(struct timeline_merge *merge);

/* ---- search ---- */

/* What is searched for, and where. All pointers are borrowed. */
struct timeline_search {
    const struct evidence_query *query;
    struct timeline_filter filter;
    uint32_t *const *kinds; /* per source and record the number of its kind of message; NULL: any */
    uint32_t kind;
    bool untimed;     /* records without a time on the one clock too; they come last */
    unsigned threads; /* 0: as many as there are processors */
    void (*progress)(void *context, uint64_t bytes); /* of text gone through; may be NULL */
    void *progress_context;
};
/* Takes some of what was found; *ret_stop: no more is wanted. */
typedef enum status (*timeline_found)(void *context, const struct timeline_entry *entries,
                                      size_t count, bool *ret_stop, struct error *error);

/* Gives all records that the query finds something in, in the merge's order, some at a time, as
 * soon as nothing earlier can come any more. Blocks of 4,096 records are passed over where their
 * times or levels say so. Memory: as the merge for sources whose zone changes within, and what was
 * found and has to wait for earlier records. */
enum status timeline_search(const struct timeline_source *sources, size_t count,
                            const struct timeline_search *search, timeline_found found,
                            void *context, struct error *error);
/* Only how many. */
enum status timeline_search_count(const struct timeline_source *sources, size_t count,
                                  const struct timeline_search *search, uint64_t *ret,
                                  struct error *error);

/* counts[((source * EVIDENCE_LEVEL_COUNT) + level) * buckets + bucket] += 1 for buckets of `width`
 * from `from`; the array is the caller's, zeroed. Touches no text. For a prepared source the ends
 * of wide buckets are searched for, so that millions of records cost no more than the buckets. */
enum status timeline_count(const struct timeline_source *sources, size_t count, instant from,
                           duration width, size_t buckets, uint32_t *counts, struct error *error);

/* ---- events and series that other rooms read from documents ---- */

/* code, word */
#define TIMELINE_EVENT_KINDS(X)                                                                    \
    X(STATE, "state")                                                                              \
    X(CHANGE_DEPLOY, "change.deploy")                                                              \
    X(CHANGE_CONFIG, "change.config")                                                              \
    X(CHANGE_DATA, "change.data")                                                                  \
    X(CHANGE_INFRA, "change.infra")                                                                \
    X(CHANGE_LOAD, "change.load")                                                                  \
    X(CHANGE_CODE, "change.code")                                                                  \
    X(SIGNAL, "signal")                                                                            \
    X(ALERT, "alert")                                                                              \
    X(ALERT_END, "alert.end")                                                                      \
    X(PAGE, "page")                                                                                \
    X(REPORT, "report")                                                                            \
    X(DETECT, "detect")                                                                            \
    X(ACK, "ack")                                                                                  \
    X(DECLARE, "declare")                                                                          \
    X(SEVERITY, "severity")                                                                        \
    X(JOIN, "join")                                                                                \
    X(OBSERVE, "observe")                                                                          \
    X(HYPOTHESIS, "hypo.raise")                                                                    \
    X(DECIDE, "decide")                                                                            \
    X(ACT_LOOK, "act.look")                                                                        \
    X(ACT_LIMIT, "act.limit")                                                                      \
    X(ACT_FIX, "act.fix")                                                                          \
    X(ACT_UNDO, "act.undo")                                                                        \
    X(EFFECT, "effect")                                                                            \
    X(BLOCK, "block")                                                                              \
    X(RESTART, "restart")                                                                          \
    X(COMM, "comm.int")                                                                            \
    X(COMM_SUPPORT, "comm.support")                                                                \
    X(COMM_CUSTOMER, "comm.cust")                                                                  \
    X(MITIGATED, "mitigated")                                                                      \
    X(RECOVER, "recover")                                                                          \
    X(RESOLVED, "resolved")                                                                        \
    X(CLEAR, "clear")                                                                              \
    X(CAPTURE, "capture")                                                                          \
    X(NOTE, "note")

enum timeline_event_kind {
#define X(name, code) TIMELINE_##name,
    TIMELINE_EVENT_KINDS(X)
#undef X
        TIMELINE_EVENT_KIND_COUNT
};
const char *timeline_event_code(enum timeline_event_kind kind);

/* A place in the evidence. */
struct timeline_place {
    uint32_t source;   /* number in the array of sources */
    uint64_t from, to; /* bytes of the source's content */
};

struct timeline_event {
    enum timeline_event_kind kind;
    struct interval at;  /* on the one clock */
    struct interval end; /* INTERVAL_NONE for a moment */
    const char *actor;   /* handle, role or component as the evidence has it; "" for none */
    const char *what;    /* one plain sentence */
    const char *basis;   /* how time and kind are known */
    const char *key;     /* what other events about the same thing share (alert name, version,
                            commit, flag, command); "" for none */
    struct timeline_place place;
    bool failed; /* it says of itself that it did not work (exit code, error output) */
    bool said;   /* a message in a chat tells it, maybe after it was done */
};

struct timeline_series {
    const char *name; /* metric with labels */
    size_t count;
    const instant *at; /* on the one clock */
    const double *value;
    duration step;
    struct timeline_place place;
};

/* All that documents say, together. */
struct timeline_reading {
    struct timeline_event *events; /* by earliest time, then source and place */
    size_t event_count;
    struct timeline_series *series; /* by name */
    size_t series_count;
    /* events without any time of their own (a terminal session that no history dates) */
    struct timeline_event *undated;
    size_t undated_count;
    /* what could not be understood, one sentence each ("metrics/x.json: value 3 of series 2 is not
     * a number"); the rest of that source is kept */
    const char **notices;
    size_t notice_count;
};

/* ---- findings ---- */

#define TIMELINE_MILESTONES(X)                                                                     \
    X(CHANGE, "last change before impact")                                                         \
    X(SIGNAL, "first signal")                                                                      \
    X(IMPACT_START, "impact start")                                                                \
    X(REPORT, "first report from a person")                                                        \
    X(ALERT, "first alert")                                                                        \
    X(DETECTION, "detection")                                                                      \
    X(ACK, "acknowledgement")                                                                      \
    X(ACT, "first action")                                                                         \
    X(MITIGATION, "mitigation")                                                                    \
    X(IMPACT_END, "impact end")                                                                    \
    X(RECOVERY, "recovery")                                                                        \
    X(RESOLVED, "resolved")

enum timeline_milestone_kind {
#define X(name, word) TIMELINE_MILESTONE_##name,
    TIMELINE_MILESTONES(X)
#undef X
        TIMELINE_MILESTONE_COUNT
};
const char *timeline_milestone_word(enum timeline_milestone_kind kind);

struct timeline_milestone {
    enum timeline_milestone_kind kind;
    struct interval at;
    const char *basis; /* what it rests on, in words, with the numbers */
    struct timeline_place place;
    bool unconfirmed; /* it rests on one source alone whose clock nothing confirms */
};

struct timeline_duration {
    const char *word;
    const char *formula; /* "impact start to detection" */
    struct span_of_time length;
};

#define TIMELINE_SPOTS(X)                                                                          \
    X(BURST, "burst")                                                                              \
    X(CHANGE, "change point")                                                                      \
    X(ERRORS, "error share")                                                                       \
    X(LATENCY, "slow answers")                                                                     \
    X(GAP, "gap")                                                                                  \
    X(GAP_ALL, "gap in all sources")                                                               \
    X(SILENT, "silent during impact")                                                              \
    X(RESTART, "restart")                                                                          \
    X(TEMPLATE, "new kind of message")                                                             \
    X(BLIP, "short blip")                                                                          \
    X(PEAK, "peak of impact")                                                                      \
    X(WORSE, "worse after an action")                                                              \
    X(DELAY, "long delay")                                                                         \
    X(METRIC, "metric left its band")

enum timeline_spot_kind {
#define X(name, word) TIMELINE_SPOT_##name,
    TIMELINE_SPOTS(X)
#undef X
        TIMELINE_SPOT_COUNT
};
const char *timeline_spot_word(enum timeline_spot_kind kind);

struct timeline_spot {
    enum timeline_spot_kind kind;
    instant from, to;
    double score;                /* larger is more unusual; comparable within a kind only */
    const char *why;             /* why it is shown, with the numbers */
    struct timeline_place place; /* source UINT32_MAX when it is about all */
};

struct timeline_conflict {
    const char *what;  /* the contradiction in a sentence */
    const char *which; /* the claims that disagree, one a line */
    struct timeline_place places[4];
    size_t place_count;
};

struct timeline_findings {
    struct interval span; /* first and last time of all evidence */
    struct timeline_milestone milestones[TIMELINE_MILESTONE_COUNT]; /* by kind; NONE when unknown */
    struct timeline_duration *durations;
    size_t duration_count;
    struct timeline_spot *spots; /* by time */
    size_t spot_count;
    struct timeline_conflict *conflicts;
    size_t conflict_count;
    /* the ground they stand on: what share of requests did not succeed or was slow, by second */
    instant impact_from;
    duration impact_width;
    size_t impact_buckets;
    const float *impact_share; /* 0..1, NaN where nothing was asked; NULL when there is none */
    const char *impact_basis;
};

struct timeline_input {
    const struct timeline_source *sources; /* with clocks filled in */
    size_t source_count;
    const struct timeline_event *events; /* by earliest time */
    size_t event_count;
    const struct timeline_series *series;
    size_t series_count;
};

/* Finds hot spots, gaps, milestones, durations and contradictions. All of *ret lives in `arena`. */
enum status timeline_analyse(const struct timeline_input *input, struct arena *arena,
                             struct timeline_findings *ret, struct error *error);

/* ---- order: a simple temporal network ----
 *
 * Variables are instants with bounds; constraints say y - x <= most. Tightens all bounds; a
 * negative cycle is a contradiction and is given as the constraints on it. Method: R. Dechter, I.
 * Meiri, J. Pearl, "Temporal constraint networks", Artificial Intelligence 49 (1991); shortest
 * paths by Bellman-Ford. */
struct timeline_constraint {
    uint32_t x, y; /* variables; 0 is the origin of time */
    duration most; /* y - x <= most */
    const char *why;
};
/* bounds[1..variables-1] are in/out (INTERVAL_NONE and open ends say nothing; untouched when there
 * is a contradiction); *ret_cycle (arena) holds numbers of the constraints that contradict each
 * other, one leading to the next, *ret_cycle_len 0 when all can hold. A number from `count` on
 * stands for a given bound: count + 2 * v for the earliest of v, count + 2 * v + 1 for its latest.
 * LIMIT above 4,096 variables or 262,144 constraints. */
enum status timeline_order(const struct timeline_constraint *constraints, size_t count,
                           struct interval *bounds, size_t variables, struct arena *arena,
                           uint32_t **ret_cycle, size_t *ret_cycle_len, struct error *error);

#endif
