/*
 * Times as people write them, what they mean together, and what follows from them: the anchors of
 * an incident, durations, order, what was known when, and how good a timeline is.
 *
 * The notation borrows the signs of EDTF (ISO 8601-2) for times of day, which EDTF itself cannot
 * express. Doubt becomes bounds; nothing is averaged; order is claimed only where bounds or a
 * stated relation allow it.
 */
#ifndef REVIEW_WHEN_H
#define REVIEW_WHEN_H

#include "review/record.h"

/*   2026-03-04T10:02:17Z      that instant; likewise what is written to the second or finer
 *   10:02  9:05               that minute of the review's day
 *   10:02~  ~10:02  10:02~2m  about: 5 minutes each way, or the width given
 *   10:02?  10:02%            doubtful; doubtful and about
 *   10:02..10:05              between
 *   ..10:05  10:02..          before; after
 *   E12+3m  E12-3m~1m  E12..E15   relative to other events, kept so
 *   ?                         not known
 * BAD_INPUT says what is expected; LIMIT for years outside 1678 to 2261. `raw` lives in `arena`. */
enum status review_time_read(struct span typed, const struct review_typing *typing,
                             struct arena *arena, struct review_time *ret, struct error *error);
/* Times are of the 24-hour clock: BAD_INPUT when the words behind a time begin with "am" or "pm",
 * which would else move it by half a day without a sound. */
enum status review_time_check_behind(struct span typed, struct span words, struct error *error);
/* Reads the parts of a relative time: up to two events (number 0: none) and the offsets from them.
 * False when `time` is not relative. */
struct review_relative {
    struct review_id from, to; /* "E12+3m~1m": both are E12 */
    duration least, most;      /* start is in [from + least, ...], end in [..., to + most] */
};
bool review_time_relative(const struct review_time *time, struct review_relative *ret);

/* ---- settled times ---- */

struct review_moment {
    const struct review_event *event;
    struct interval start, end, known; /* tightened by all that is stated; NONE when unknown */
    bool narrowed;                     /* narrower than its own statement */
};

/* Two or more statements that cannot all hold, each with the entry it comes from. */
struct review_contradiction {
    const char *text;      /* a sentence */
    struct review_id *ids; /* the entries concerned */
    const char **claims;   /* what each says */
    size_t count;
};

struct review_order; /* what review_before needs */

struct review_settled {
    struct review_moment *moments; /* by order: certain order kept, else earliest, latest, number */
    size_t count;
    size_t *by_event;       /* review->events.at[i] is moments[by_event[i]] */
    struct interval window; /* as stated, else from the first to the last moment dated by */
    struct review_contradiction *contradictions;
    size_t contradiction_count;
    struct review_order *order;
};

/* Solves all times and stated orders of a review together (a simple temporal network, see
 * timeline_order). A contradiction is kept as one, and the times concerned are then as they were
 * stated; so are orders that run in a circle. An open bound ends at the stated window. All of *ret
 * lives in `arena` and borrows from the review. */
enum status review_settle(const struct review *review, struct arena *arena,
                          struct review_settled *ret, struct error *error);
/* Certainly before: by bounds, or by stated order (transitively). a and b are places among
 * settled->moments. */
bool review_before(const struct review *review, const struct review_settled *settled, size_t a,
                   size_t b);
/* What any time of the review means once it is settled: of a statement, a hypothesis, a factor. */
struct interval review_settled_time(const struct review *review,
                                    const struct review_settled *settled,
                                    const struct review_time *time);

/* ---- anchors and durations ---- */

#define REVIEW_ANCHORS(X)                                                                          \
    X(CHANGE, "change", "start of the change taken as trigger")                                    \
    X(FAULT, "fault", "first abnormal state inside")                                               \
    X(SIGNAL, "signal", "first trace that somebody could have looked up; found afterwards")        \
    X(IMPACT_START, "impact start", "first moment at which a user was below the agreed level")     \
    X(ALERT, "alert", "first automated notice to a person or to an automation that reacts")        \
    X(DETECT, "detection", "first treated as trouble, by alert, chance or user")                   \
    X(ACK, "acknowledged", "first person took it up")                                              \
    X(DECLARE, "declared", "named an incident")                                                    \
    X(ACT, "first limiting action", "first action meant to reduce harm")                           \
    X(MITIGATED, "mitigated", "from here on harm stayed below the agreed level")                   \
    X(IMPACT_END, "impact end", "last moment of user impact")                                      \
    X(RESOLVED, "resolved", "all special handling removed, normal duty")

enum review_anchor_kind {
#define X(name, word, meaning) REVIEW_ANCHOR_##name,
    REVIEW_ANCHORS(X)
#undef X
        REVIEW_ANCHOR_COUNT
};

struct review_anchor {
    const char *word, *meaning;
    struct interval at;               /* INTERVAL_NONE: not known */
    const struct review_event *event; /* it rests on, or NULL */
};

#define REVIEW_LENGTHS(X)                                                                          \
    X(SIGNAL, "time to signal", "first signal minus impact start")                                 \
    X(NOTICE, "notice gap", "detection minus first signal")                                        \
    X(DETECT, "time to detect", "detection minus impact start")                                    \
    X(ACK, "time to acknowledge", "acknowledged minus alert")                                      \
    X(ENGAGE, "time to engage", "first person with the needed knowledge joined minus detection")   \
    X(ACT, "time to first limiting action", "first limiting action minus detection")               \
    X(MITIGATE, "time to mitigate", "mitigated minus impact start")                                \
    X(IMPACT, "impact duration", "union of the impact intervals; pauses count as no impact")       \
    X(RESTORE, "time to restore", "impact end minus impact start")                                 \
    X(RESOLVE, "time to resolve", "resolved minus impact start")                                   \
    X(REPAIR, "repair time", "mitigated minus first limiting action")

enum review_length_kind {
#define X(name, word, formula) REVIEW_LENGTH_##name,
    REVIEW_LENGTHS(X)
#undef X
        REVIEW_LENGTH_COUNT
};

struct review_length {
    const char *word, *formula;
    struct span_of_time length; /* negative is legal; `known` false: an anchor is missing */
    bool ongoing;               /* at least so long: impact has not ended */
    const char *missing;        /* which anchor is missing; NULL when known */
};

/* When an audience was told. */
struct review_told {
    uint8_t audience; /* a word of review_words_audience */
    struct interval first, last;
    struct span_of_time after_detection, after_impact;
    struct span_of_time silence; /* longest gap between messages while impact lasts */
    size_t messages;             /* 0: never told */
};

struct review_bounds {
    struct review_anchor anchors[REVIEW_ANCHOR_COUNT];
    struct review_length lengths[REVIEW_LENGTH_COUNT];
    struct interval *impacts; /* union of impact intervals: start of each, then its end, in turn */
    size_t impact_count;      /* pairs */
    struct review_told *told; /* one for each audience of the vocabulary */
    size_t told_count;
};
enum status review_bounds_of(const struct review *review, const struct review_settled *settled,
                             struct arena *arena, struct review_bounds *ret, struct error *error);

/* ---- how good the timeline is ---- */

struct review_quality {
    size_t events, with_evidence; /* that cite evidence or a statement */
    size_t undated, doubtful;
    size_t actions, actions_with_intent;
    size_t hindsight;  /* known only after the incident ended */
    size_t order_open; /* neighbours whose order is not known */
    size_t conflicts_open;
    size_t single_source;
    duration bound_median, bound_widest; /* of dated events; INSTANT_OPEN_END: an open bound */
    struct span_of_time widest_gap;      /* between events while impact lasts */
    const struct review_event *gap_after;
    size_t anchors_known;
    /* turning points without context, actions without intent, decisions without options */
    struct review_id *thin;
    size_t thin_count;
};
enum status review_quality_of(const struct review *review, const struct review_settled *settled,
                              const struct review_bounds *bounds, struct arena *arena,
                              struct review_quality *ret, struct error *error);

/* ---- as known at a time ---- */

/* What a role could have known by `at`: events whose knowledge certainly or possibly had reached
 * it, statements made by then, hypotheses in the state they had, pages opened and numbers known by
 * then; what was learnt later is not in it. `role` NULL is anybody; who did something knew it at
 * once. *ret_hidden counts what came later, or cannot be shown to have been said by then. Factors,
 * items, areas, findings and the review's own texts are of later days and left out. The result
 * borrows from `review`; its times are settled anew. */
enum status review_as_known(const struct review *review, const struct review_settled *settled,
                            instant at, const char *role, struct arena *arena, struct review *ret,
                            size_t *ret_hidden, struct error *error);

#endif
