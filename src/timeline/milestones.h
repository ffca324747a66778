/* What milestones.c and milestones_impact.c share. */
#ifndef TIMELINE_MILESTONES_H
#define TIMELINE_MILESTONES_H

#include "timeline/findings.h"

struct proposing {
    const struct timeline_input *input;
    const struct impact *impact;
    struct arena *arena;
    struct timeline_milestone *milestones;
    instant start, end; /* of impact, or of all evidence when there is none */
};

/* How long before impact a first sign may lie. */
#define BEFORE (30 * NS_PER_MIN)

void propose(struct proposing *p, enum timeline_milestone_kind kind, struct interval at,
             struct timeline_place place, const char *basis);
/* First and last event of these kinds (COUNT ends them) with from <= time < to, or NULL. Sources
 * that are not placed do not take part. */
const struct timeline_event *first_event(const struct timeline_input *input,
                                         const enum timeline_event_kind *kinds, instant from,
                                         instant to);
const struct timeline_event *last_event(const struct timeline_input *input,
                                        const enum timeline_event_kind *kinds, instant from,
                                        instant to);

static inline struct timeline_place no_place(void)
{
    return (struct timeline_place){.source = UINT32_MAX};
}

/* The first event of these kinds from then on that is not of something else: an alert that ended
 * before impact began, or a notice of it. */
const struct timeline_event *first_of_it(const struct proposing *p,
                                         const enum timeline_event_kind *kinds, instant from);
/* "LEAD: what the event says (source)"; nothing for NULL. */
void propose_event(struct proposing *p, enum timeline_milestone_kind kind,
                   const struct timeline_event *event, const char *lead);

/* Report, alert, acknowledgement and first action, and detection (milestones_people.c). */
void propose_people(struct proposing *p);
void propose_detection(struct proposing *p);

/* Start, end and mitigation, and the first signal before them. */
void propose_impact(struct proposing *p);
void propose_signal(struct proposing *p);

#endif
