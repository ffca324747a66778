/* What doubts.c asks of sources and events (doubt_sources.c). */
#ifndef TIMELINE_DOUBTS_H
#define TIMELINE_DOUBTS_H

#include "timeline/findings.h"

struct doubting {
    const struct timeline_input *input;
    const struct impact *impact;
    struct arena *arena;
    struct timeline_milestone *milestones;
    const uint64_t *kinds; /* of events that were read from each source: bits, KIND */
    bool full;             /* a sentence found no room */
};

/* Whether a source may know more than what a milestone rests on. */
typedef bool (*source_test)(const struct doubting *d, uint32_t source);

#define KIND(name) (UINT64_C(1) << TIMELINE_##name)
#define CHANGES                                                                                    \
    (KIND(CHANGE_DEPLOY) | KIND(CHANGE_CONFIG) | KIND(CHANGE_DATA) | KIND(CHANGE_INFRA) |          \
     KIND(CHANGE_LOAD))

bool is_unplaced(const struct doubting *d, uint32_t source); /* has times, and no known zone */
bool may_report(const struct doubting *d, uint32_t source);
bool may_alert(const struct doubting *d, uint32_t source);
bool may_detect(const struct doubting *d, uint32_t source);
bool may_answer(const struct doubting *d, uint32_t source); /* those not understood as well */
bool may_change(const struct doubting *d, uint32_t source);
bool may_act(const struct doubting *d, uint32_t source);
bool may_help(const struct doubting *d, uint32_t source);  /* may_act, and short logs */
bool may_trace(const struct doubting *d, uint32_t source); /* it has warnings or errors */
bool is_unseen(const struct doubting *d, uint32_t source); /* unplaced, without those */
bool may_end(const struct doubting *d, uint32_t source);
/* Whether any event of these kinds was read from it. */
bool tells(const struct doubting *d, uint32_t source, uint64_t kinds);
/* "S3 a.log, S5 b.csv and 2 more", in the arena; NULL when the test holds for none. */
const char *names_of(struct doubting *d, source_test test);

/* The event that a milestone rests on, or NULL. */
const struct timeline_event *event_of(const struct doubting *d, const struct timeline_milestone *m);
/* The first placed event of these kinds with from <= time < to, or NULL. */
const struct timeline_event *between(const struct doubting *d, uint64_t kinds, instant from,
                                     instant to);
#endif
