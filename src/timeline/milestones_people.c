/* Milestones that people and monitors give: reports, alerts, detection, answers, actions. */
#include "timeline/milestones.h"

/* A source of people's words that is not placed, by its name; NULL for none. */
static const char *unplaced_people(const struct timeline_input *input)
{
    for (size_t i = 0; i < input->event_count; i++) {
        const struct timeline_event *event = &input->events[i];
        bool words = event->kind == TIMELINE_COMM || event->kind == TIMELINE_REPORT;
        if (words && source_is_unplaced(input, event->place.source))
            return input->sources[event->place.source].name;
    }
    return NULL;
}

/* During impact or shortly before; where no impact is known, half a day before the first alert or
 * word of somebody reacting, since older tickets are of other things. */
static const struct timeline_event *first_report(const struct proposing *p,
                                                 const enum timeline_event_kind *told)
{
    static const enum timeline_event_kind reacting[] = {
        TIMELINE_ALERT,    TIMELINE_PAGE,      TIMELINE_ACK,
        TIMELINE_DECLARE,  TIMELINE_DETECT,    TIMELINE_ACT_FIX,
        TIMELINE_ACT_UNDO, TIMELINE_ACT_LIMIT, TIMELINE_EVENT_KIND_COUNT};
    if (p->impact->known && p->impact->start.earliest != INSTANT_NONE)
        return first_event(p->input, told, p->start - BEFORE, p->end + BEFORE);
    const struct timeline_event *first =
        first_event(p->input, reacting, INSTANT_OPEN_START, INSTANT_OPEN_END);
    if (!first) return NULL;
    return first_event(p->input, told, first->at.earliest - 12 * NS_PER_HOUR,
                       first->at.earliest + 12 * NS_PER_HOUR);
}

void propose_detection(struct proposing *p)
{
    static const enum timeline_event_kind told[] = {TIMELINE_REPORT, TIMELINE_EVENT_KIND_COUNT};
    static const enum timeline_event_kind sure[] = {TIMELINE_ALERT,   TIMELINE_PAGE,
                                                    TIMELINE_ACK,     TIMELINE_DETECT,
                                                    TIMELINE_DECLARE, TIMELINE_EVENT_KIND_COUNT};
    instant from = p->start - BEFORE;
    const struct timeline_event *report = first_report(p, told);
    const struct timeline_event *known = first_of_it(p, sure, from);
    bool silent = !report || (known && known->at.earliest <= report->at.earliest);
    const char *people = known ? unplaced_people(p->input) : NULL;
    if (people) {
        propose(p, TIMELINE_MILESTONE_DETECTION,
                (struct interval){INSTANT_OPEN_START, known->at.latest}, known->place,
                arena_printf(p->arena,
                             "not after %s; what people wrote in %s may be earlier: its zone is "
                             "not known",
                             known->what, people));
        return;
    }
    if (silent) {
        propose_event(p, TIMELINE_MILESTONE_DETECTION, known,
                      "first trace of somebody or something reacting");
        return;
    }
    struct interval at = {report->at.earliest, known ? known->at.latest : INSTANT_OPEN_END};
    propose(
        p, TIMELINE_MILESTONE_DETECTION, at, report->place,
        arena_printf(p->arena,
                     "not before the first report from a person (%s) and not after %s; when the "
                     "report was taken as trouble is a question for the meeting",
                     report->what, known ? known->what : "the evidence ends"));
}

/* What somebody typed that changed data while users were affected was meant to help as well, though
 * its words do not say so. */
static void propose_action(struct proposing *p, const struct timeline_event *act)
{
    bool known = p->impact->start.earliest != INSTANT_NONE;
    for (size_t i = 0; known && i < p->input->event_count; i++) {
        const struct timeline_event *event = &p->input->events[i];
        instant at = event->at.earliest;
        if (event->kind != TIMELINE_CHANGE_DATA || at == INSTANT_NONE || at < p->start) continue;
        if (at >= p->end || (act && at >= act->at.earliest)) break;
        enum evidence_kind kind = p->input->sources[event->place.source].index->kind;
        if (kind != EVIDENCE_SHELL_HISTORY && kind != EVIDENCE_SHELL_SESSION) continue;
        propose_event(p, TIMELINE_MILESTONE_ACT, event, "first change typed during impact");
        return;
    }
    propose_event(p, TIMELINE_MILESTONE_ACT, act, "first action meant to limit harm or to repair");
}

/* What a monitor sent. People who page each other in a chat send no notice of an alert. */
static const struct timeline_event *first_notice(const struct proposing *p, instant from)
{
    static const enum timeline_event_kind page[] = {TIMELINE_PAGE, TIMELINE_EVENT_KIND_COUNT};
    for (;;) {
        const struct timeline_event *event = first_of_it(p, page, from);
        if (!event || p->input->sources[event->place.source].index->kind != EVIDENCE_CHAT)
            return event;
        from = event->at.earliest + 1;
    }
}

void propose_people(struct proposing *p)
{
    static const enum timeline_event_kind report[] = {TIMELINE_REPORT, TIMELINE_EVENT_KIND_COUNT};
    static const enum timeline_event_kind alert[] = {TIMELINE_ALERT, TIMELINE_EVENT_KIND_COUNT};
    static const enum timeline_event_kind ack[] = {TIMELINE_ACK, TIMELINE_EVENT_KIND_COUNT};
    static const enum timeline_event_kind act[] = {TIMELINE_ACT_LIMIT, TIMELINE_ACT_FIX,
                                                   TIMELINE_ACT_UNDO, TIMELINE_EVENT_KIND_COUNT};
    instant from = p->start - BEFORE;
    propose_event(p, TIMELINE_MILESTONE_REPORT, first_report(p, report), "first report");
    const struct timeline_event *first_alert = first_of_it(p, alert, from);
    const struct timeline_event *notice = first_notice(p, from);
    if (notice && (!first_alert || notice->at.earliest < first_alert->at.earliest))
        propose_event(p, TIMELINE_MILESTONE_ALERT, first_alert = notice,
                      "first notice of an alert; when its rule was met is not in the evidence");
    else
        propose_event(p, TIMELINE_MILESTONE_ALERT, first_alert, "first alert");
    instant since = first_alert ? first_alert->at.earliest : p->start;
    propose_event(p, TIMELINE_MILESTONE_ACK, first_event(p->input, ack, since, INSTANT_OPEN_END),
                  first_alert ? "first answer to the alert"
                              : "first word of somebody taking it up");
    propose_action(p, first_event(p->input, act, p->start, INSTANT_OPEN_END));
}
