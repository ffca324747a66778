/*
 * A short stretch of failed requests that nobody reacted to, days away from what people did react
 * to, is another outage: its times are not those of the incident, and no times are better.
 */
#include "timeline/findings.h"

static bool is_reaction(enum timeline_event_kind kind)
{
    switch (kind) {
    case TIMELINE_ALERT:
    case TIMELINE_PAGE:
    case TIMELINE_REPORT:
    case TIMELINE_DETECT:
    case TIMELINE_ACK:
    case TIMELINE_DECLARE:
    case TIMELINE_ACT_LIMIT:
    case TIMELINE_ACT_FIX:
    case TIMELINE_ACT_UNDO: return true;
    default: return false;
    }
}

void impact_leave_apart(const struct timeline_input *input, struct arena *arena,
                        struct impact *impact)
{
    const duration short_most = NS_PER_HOUR, before = 30 * NS_PER_MIN, far = 12 * NS_PER_HOUR;
    size_t near = 0, others = 0;
    if (impact->start.earliest <= INSTANT_OPEN_START || impact->end.latest == INSTANT_OPEN_END)
        return;
    instant from = impact->start.earliest, to = impact->end.latest;
    if (to - from > short_most) return;
    for (size_t i = 0; i < input->event_count; i++) {
        const struct timeline_event *event = &input->events[i];
        instant at = event->at.earliest;
        if (!instant_is_known(at) || !is_reaction(event->kind)) continue;
        if (at >= from - before && at < to + far)
            near += at < to + 2 * NS_PER_HOUR;
        else if (at >= to)
            others++;
    }
    if (near || others < 3) return;
    impact->apart = arena_printf(
        arena,
        "not known: requests failed from %s to %s, but no reaction to that was read; what people "
        "reacted to (%zu events) is more than half a day away and may be another matter",
        say_moment(arena, from), say_moment(arena, to), others);
    impact->start = impact->end = INTERVAL_NONE;
}
