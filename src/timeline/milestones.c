/*
 * Milestones, proposed from impact and events, by the definitions of docs/timeline.md. Each is an
 * interval with its basis in words; what the evidence does not tell stays unknown.
 */
#include "timeline/milestones.h"

bool source_is_unplaced(const struct timeline_input *input, uint32_t source)
{
    if (input->sources[source].clock.zone_basis != TIMELINE_BASIS_NONE) return false;
    for (size_t i = 0; i < input->source_count; i++)
        if (input->sources[i].clock.zone_basis != TIMELINE_BASIS_NONE &&
            input->sources[i].index->timed > 0)
            return true;
    return false;
}

void propose(struct proposing *p, enum timeline_milestone_kind kind, struct interval at,
             struct timeline_place place, const char *basis)
{
    if (!basis) return; /* out of memory: a milestone without its basis is not shown */
    p->milestones[kind] =
        (struct timeline_milestone){.kind = kind, .at = at, .basis = basis, .place = place};
}

static bool one_of(enum timeline_event_kind kind, const enum timeline_event_kind *kinds)
{
    for (; *kinds != TIMELINE_EVENT_KIND_COUNT; kinds++)
        if (kind == *kinds) return true;
    return false;
}

const struct timeline_event *first_event(const struct timeline_input *input,
                                         const enum timeline_event_kind *kinds, instant from,
                                         instant to)
{
    for (size_t i = 0; i < input->event_count; i++) {
        const struct timeline_event *event = &input->events[i];
        instant at = event->at.earliest;
        if (at == INSTANT_NONE || at < from || at >= to) continue;
        if (one_of(event->kind, kinds) && !source_is_unplaced(input, event->place.source))
            return event;
    }
    return NULL;
}

const struct timeline_event *last_event(const struct timeline_input *input,
                                        const enum timeline_event_kind *kinds, instant from,
                                        instant to)
{
    const struct timeline_event *found = NULL;
    for (size_t i = 0; i < input->event_count; i++) {
        const struct timeline_event *event = &input->events[i];
        instant at = event->at.earliest;
        if (at == INSTANT_NONE || at < from || at >= to) continue;
        if (one_of(event->kind, kinds) && !source_is_unplaced(input, event->place.source))
            found = event;
    }
    return found;
}

/* An alert that ended before impact began was of something else, and so were its notices. */
static bool is_over_before(const struct proposing *p, const struct timeline_event *event)
{
    instant start = p->impact->start.earliest;
    if (!instant_is_known(start)) return false;
    for (size_t i = 0; i < p->input->event_count; i++) {
        const struct timeline_event *alert = &p->input->events[i];
        bool same = alert == event || (event->kind == TIMELINE_PAGE && *event->key &&
                                       strcmp(alert->key, event->key) == 0 &&
                                       event->at.earliest <= alert->end.latest);
        if (alert->kind == TIMELINE_ALERT && same && instant_is_known(alert->end.latest) &&
            alert->end.latest < start)
            return true;
    }
    return false;
}

/* The first event of these kinds from then on that is not of something else. */
const struct timeline_event *first_of_it(const struct proposing *p,
                                         const enum timeline_event_kind *kinds, instant from)
{
    enum { PASSED_MOST = 200 };
    for (size_t passed = 0;; passed++) {
        const struct timeline_event *event = first_event(p->input, kinds, from, INSTANT_OPEN_END);
        if (!event || passed == PASSED_MOST || !is_over_before(p, event)) return event;
        from = event->at.earliest + 1;
    }
}

void propose_event(struct proposing *p, enum timeline_milestone_kind kind,
                   const struct timeline_event *event, const char *lead)
{
    if (!event) return;
    const char *name = p->input->sources[event->place.source].name;
    propose(p, kind, event->at, event->place,
            arena_printf(p->arena, "%s: %s (%s)", lead, event->what, name));
}

/* The last command before impact that changes something: what would be a repair later on is a
 * change then. Not from another day, when it was of other things. */
static const struct timeline_event *last_typed(const struct proposing *p, instant start)
{
    static const enum timeline_event_kind acts[] = {TIMELINE_ACT_FIX, TIMELINE_ACT_LIMIT,
                                                    TIMELINE_ACT_UNDO, TIMELINE_EVENT_KIND_COUNT};
    instant to = start;
    for (;;) {
        const struct timeline_event *event =
            last_event(p->input, acts, instant_add(start, -4 * NS_PER_HOUR), to);
        if (!event) return NULL;
        enum evidence_kind kind = p->input->sources[event->place.source].index->kind;
        if (kind == EVIDENCE_SHELL_HISTORY || kind == EVIDENCE_SHELL_SESSION) return event;
        to = event->at.earliest;
    }
}

static void propose_change(struct proposing *p)
{
    static const enum timeline_event_kind changes[] = {
        TIMELINE_CHANGE_DEPLOY, TIMELINE_CHANGE_CONFIG, TIMELINE_CHANGE_DATA,
        TIMELINE_CHANGE_INFRA,  TIMELINE_CHANGE_LOAD,   TIMELINE_EVENT_KIND_COUNT};
    const struct impact *impact = p->impact;
    if (impact->start.earliest == INSTANT_NONE) return;
    const struct timeline_event *last =
        last_event(p->input, changes, INSTANT_OPEN_START, impact->start.latest);
    const struct timeline_event *typed = last_typed(p, impact->start.earliest);
    if (typed && (!last || last->at.earliest < typed->at.earliest)) last = typed;
    propose_event(p, TIMELINE_MILESTONE_CHANGE, last,
                  "last change before impact; that it came before does not make it a cause");
}

/* Where no impact is known, things are over after the last alert, report or action at the earliest.
 */
static instant last_trouble(const struct proposing *p)
{
    static const enum timeline_event_kind trouble[] = {
        TIMELINE_ALERT, TIMELINE_PAGE,    TIMELINE_REPORT,          TIMELINE_DETECT,
        TIMELINE_ACK,   TIMELINE_DECLARE, TIMELINE_EVENT_KIND_COUNT};
    const struct timeline_event *last =
        last_event(p->input, trouble, INSTANT_OPEN_START, INSTANT_OPEN_END);
    return last ? last->at.earliest : INSTANT_OPEN_END;
}

static void propose_end(struct proposing *p)
{
    static const enum timeline_event_kind back[] = {TIMELINE_RECOVER, TIMELINE_ALERT_END,
                                                    TIMELINE_EVENT_KIND_COUNT};
    static const enum timeline_event_kind over[] = {TIMELINE_RESOLVED, TIMELINE_CLEAR,
                                                    TIMELINE_ALERT_END, TIMELINE_EVENT_KIND_COUNT};
    bool known = p->impact->known && p->impact->start.earliest != INSTANT_NONE;
    instant from = known ? p->end : last_trouble(p);
    const struct timeline_event *sign = first_event(p->input, back, from, INSTANT_OPEN_END);
    const struct timeline_event *clear = last_event(p->input, over, from, INSTANT_OPEN_END);
    propose_event(p, TIMELINE_MILESTONE_RESOLVED, clear, "last all-clear");
    propose_event(p, TIMELINE_MILESTONE_RECOVERY, sign, "first sign of being back");
    if (sign || !clear || !known) return;
    propose(p, TIMELINE_MILESTONE_RECOVERY,
            (struct interval){p->impact->end.earliest, clear->at.latest}, clear->place,
            arena_printf(p->arena,
                         "between impact's end and the last all-clear (%s); no sign of being back "
                         "was read between them",
                         clear->what));
}

enum status milestones_propose(const struct timeline_input *input, const struct impact *impact,
                               struct arena *arena, struct timeline_milestone *milestones,
                               struct error *error)
{
    struct proposing p = {input, impact, arena, milestones, 0, 0};
    (void)error;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++)
        milestones[i] = (struct timeline_milestone){.kind = (enum timeline_milestone_kind)i,
                                                    .at = INTERVAL_NONE,
                                                    .basis = "",
                                                    .place = no_place()};
    bool known = impact->known && impact->start.earliest != INSTANT_NONE;
    p.start = INSTANT_OPEN_START + BEFORE;
    p.end = INSTANT_OPEN_START;
    if (known) {
        p.start = impact_time(impact, impact->runs[impact->first_run].first);
        p.end = impact_time(impact, impact->runs[impact->last_run].end - 1);
    }
    propose_impact(&p);
    propose_signal(&p);
    propose_change(&p);
    propose_people(&p);
    propose_detection(&p);
    propose_end(&p);
    return STATUS_OK;
}
