/* Who was told when: each audience by itself, those that were never told as well. */
#include "review/when_parts.h"

/* The audience that is stated, or else the one of the kind; NONE for events that tell nobody. */
static unsigned audience_of(const struct review_event *event)
{
    static const uint8_t by_kind[] = {
        REVIEW_AUDIENCE_RESPONDERS, /* comm.int */
        REVIEW_AUDIENCE_SUPPORT,    /* comm.support */
        REVIEW_AUDIENCE_USERS,      /* comm.status */
        REVIEW_AUDIENCE_CUSTOMERS,  /* comm.cust */
        REVIEW_AUDIENCE_MANAGEMENT, /* comm.mgmt */
        REVIEW_AUDIENCE_SUPPLIERS,  /* comm.vendor */
    };
    if (!review_event_tells(event)) return REVIEW_AUDIENCE_NONE;
    return event->audience ? event->audience : by_kind[event->kind - REVIEW_EVENT_COMM_INT];
}

/* From one message to the next, as far as it lies within impact. The longest gap is at least the
 * longest certain one and at most the longest possible one. */
static void add_gap(struct span_of_time *silence, struct interval from, struct interval to,
                    const struct when_impact *impact, struct interval end)
{
    struct interval start = when_last(from, impact->start);
    struct span_of_time gap = interval_between(start, when_first(to, end));
    if (!gap.known || gap.most < 0) return;
    if (gap.least < 0) gap.least = 0; /* messages in the other order leave a gap as well */
    if (!silence->known || gap.least > silence->least) silence->least = gap.least;
    if (!silence->known || gap.most > silence->most) silence->most = gap.most;
    silence->known = true;
}

/* Moments come in order. Silence also counts from the last message to the end of impact, not from
 * its start to the first: that is the time to tell. */
static void tell(const struct review_settled *settled, const struct when_impact *impact,
                 struct interval end, struct review_told *told)
{
    struct interval before = INTERVAL_NONE;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (audience_of(moment->event) != told->audience) continue;
        told->messages++;
        if (!when_is_dated(moment->start)) continue;
        told->first = when_first(told->first, moment->start);
        told->last = when_last(told->last, moment->start);
        if (when_is_dated(before) && when_is_dated(impact->start) && when_is_dated(end))
            add_gap(&told->silence, before, moment->start, impact, end);
        before = moment->start;
    }
    if (when_is_dated(before) && when_is_dated(impact->start) && when_is_dated(end))
        add_gap(&told->silence, before, end, impact, end);
}

enum status when_told_of(const struct review_settled *settled, const struct when_impact *impact,
                         struct interval detection, struct arena *arena, struct review_told **ret,
                         size_t *ret_count, struct error *error)
{
    size_t count = review_words_audience.count - 1;
    struct review_told *told = arena_array(arena, count, sizeof *told);
    if (!told) return arena_full(arena, error);
    struct interval end = impact->ongoing ? when_not_ended(settled) : impact->end;
    for (size_t i = 0; i < count; i++) {
        told[i].audience = (uint8_t)(i + 1);
        told[i].first = told[i].last = INTERVAL_NONE;
        tell(settled, impact, end, &told[i]);
        told[i].after_detection = interval_between(detection, told[i].first);
        told[i].after_impact = interval_between(impact->start, told[i].first);
    }
    *ret = told;
    *ret_count = count;
    return STATUS_OK;
}
