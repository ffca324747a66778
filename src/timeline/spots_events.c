/* Hot spots among events: restarts, and delays that are long beside the impact they lie in. */
#include "timeline/findings.h"

static enum status add_restarts(const struct timeline_input *input, struct spot_list *list,
                                struct error *error)
{
    enum status status = STATUS_OK;
    size_t added = 0;
    for (size_t i = 0; i < input->event_count && status == STATUS_OK && added < 50; i++) {
        const struct timeline_event *event = &input->events[i];
        if (event->kind != TIMELINE_RESTART || event->at.earliest == INSTANT_NONE) continue;
        status = spot_add(list, TIMELINE_SPOT_RESTART, event->at.earliest, event->at.latest, 1,
                          event->place.source, error, "%s; what was in memory before is gone",
                          event->what);
        if (status == STATUS_OK) list->items[list->count - 1].place = event->place;
        added++;
    }
    return status;
}

static enum status add_delay(const struct timeline_milestone *milestones,
                             enum timeline_milestone_kind from, enum timeline_milestone_kind to,
                             duration band, struct spot_list *list, struct error *error)
{
    struct interval a = milestones[from].at, b = milestones[to].at;
    struct span_of_time length = interval_between(a, b);
    if (!length.known || length.most == INT64_MAX || length.least < band) return STATUS_OK;
    return spot_add(list, TIMELINE_SPOT_DELAY, a.earliest, b.latest, (double)length.least,
                    milestones[to].place.source, error, "at least %s from %s to %s",
                    say_length(list->arena, length.least), timeline_milestone_word(from),
                    timeline_milestone_word(to));
}

enum status spots_of_events(const struct timeline_input *input, const struct impact *impact,
                            const struct timeline_milestone *milestones, struct spot_list *list,
                            struct error *error)
{
    static const enum timeline_milestone_kind pairs[][2] = {
        {TIMELINE_MILESTONE_IMPACT_START, TIMELINE_MILESTONE_ALERT},
        {TIMELINE_MILESTONE_REPORT, TIMELINE_MILESTONE_ALERT},
        {TIMELINE_MILESTONE_ALERT, TIMELINE_MILESTONE_ACK},
        {TIMELINE_MILESTONE_ACK, TIMELINE_MILESTONE_ACT},
    };
    enum status status = add_restarts(input, list, error);
    struct span_of_time whole = interval_between(impact->start, impact->end);
    if (!whole.known || impact->start.earliest <= INSTANT_OPEN_START ||
        impact->end.latest == INSTANT_OPEN_END)
        return status;
    duration band = whole.least / 5 > 30 * NS_PER_S ? whole.least / 5 : 30 * NS_PER_S;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0] && status == STATUS_OK; i++)
        status = add_delay(milestones, pairs[i][0], pairs[i][1], band, list, error);
    return status;
}
