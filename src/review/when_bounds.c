/*
 * The anchors of an incident and the lengths between them, each by its stated definition.
 *
 * Nothing is inferred in silence: an anchor rests on events of its own kind, and a length whose
 * anchor is missing is not known. Negative lengths are as good as others.
 */
#include "review/when_parts.h"

#include <assert.h>

static void take_first(struct review_anchor *anchor, const struct review_moment *moment)
{
    if (!when_is_dated(moment->start)) return;
    if (!anchor->event) anchor->event = moment->event;
    anchor->at = when_first(anchor->at, moment->start);
}

static void take_last(struct review_anchor *anchor, const struct review_moment *moment)
{
    if (!when_is_dated(moment->start)) return;
    if (!anchor->event || moment->start.latest >= anchor->at.latest) anchor->event = moment->event;
    anchor->at = when_last(anchor->at, moment->start);
}

static void forget(struct review_anchor *anchor)
{
    anchor->at = INTERVAL_NONE;
    anchor->event = NULL;
}

/* Moments come in order, so that the first one met is the one to name. */
static void take(struct review_anchor *anchors, const struct review_moment *moment)
{
    switch (moment->event->kind) {
    case REVIEW_EVENT_TRIGGER: take_first(&anchors[REVIEW_ANCHOR_CHANGE], moment); break;
    case REVIEW_EVENT_FAULT: take_first(&anchors[REVIEW_ANCHOR_FAULT], moment); break;
    case REVIEW_EVENT_SIGNAL: take_first(&anchors[REVIEW_ANCHOR_SIGNAL], moment); break;
    case REVIEW_EVENT_ALERT: take_first(&anchors[REVIEW_ANCHOR_ALERT], moment); break;
    case REVIEW_EVENT_DETECT: take_first(&anchors[REVIEW_ANCHOR_DETECT], moment); break;
    case REVIEW_EVENT_ACK: take_first(&anchors[REVIEW_ANCHOR_ACK], moment); break;
    case REVIEW_EVENT_DECLARE: take_first(&anchors[REVIEW_ANCHOR_DECLARE], moment); break;
    case REVIEW_EVENT_ACT_LIMIT:
    case REVIEW_EVENT_ACT_FIX:
    case REVIEW_EVENT_ACT_UNDO: take_first(&anchors[REVIEW_ANCHOR_ACT], moment); break;
    case REVIEW_EVENT_MITIGATED: take_last(&anchors[REVIEW_ANCHOR_MITIGATED], moment); break;
    case REVIEW_EVENT_RESOLVED: take_last(&anchors[REVIEW_ANCHOR_RESOLVED], moment); break;
    case REVIEW_EVENT_IMPACT_START: /* users are affected anew */
        if (anchors[REVIEW_ANCHOR_MITIGATED].at.latest < moment->start.earliest)
            forget(&anchors[REVIEW_ANCHOR_MITIGATED]);
        break;
    case REVIEW_EVENT_REOPEN: /* it came back: neither held */
        forget(&anchors[REVIEW_ANCHOR_MITIGATED]);
        forget(&anchors[REVIEW_ANCHOR_RESOLVED]);
        break;
    default: break;
    }
}

static bool is_change(const struct review_event *event)
{
    return event->kind >= REVIEW_EVENT_CHANGE_DEPLOY && event->kind <= REVIEW_EVENT_CHANGE_CODE;
}

/* A change is taken as trigger where a factor says so that rests on it. */
static void take_changes(const struct review *review, const struct review_settled *settled,
                         struct review_anchor *anchor)
{
    for (size_t i = 0; i < review->factors.count; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        if (factor->part != REVIEW_ROLE_OF_FACTOR_TRIGGER) continue;
        for (size_t j = 0; j < factor->rests_on.count; j++) {
            size_t place = review_event_place(review, factor->rests_on.at[j]);
            if (place == SIZE_MAX || !is_change(&review->events.at[place])) continue;
            const struct review_moment *moment = &settled->moments[settled->by_event[place]];
            if (!when_is_dated(moment->start)) continue;
            if (!when_is_dated(anchor->at) || moment->start.earliest < anchor->at.earliest)
                anchor->event = moment->event;
            anchor->at = when_first(anchor->at, moment->start);
        }
    }
}

static void find_anchors(const struct review *review, const struct review_settled *settled,
                         const struct when_impact *impact, struct review_anchor *anchors)
{
#define X(name, text, definition)                                                                  \
    anchors[REVIEW_ANCHOR_##name] =                                                                \
        (struct review_anchor){.word = text, .meaning = definition, .at = INTERVAL_NONE};
    REVIEW_ANCHORS(X)
#undef X
    for (size_t i = 0; i < settled->count; i++) take(anchors, &settled->moments[i]);
    take_changes(review, settled, &anchors[REVIEW_ANCHOR_CHANGE]);
    anchors[REVIEW_ANCHOR_IMPACT_START].at = impact->start;
    anchors[REVIEW_ANCHOR_IMPACT_START].event = impact->started_by;
    anchors[REVIEW_ANCHOR_IMPACT_END].at = impact->end;
    anchors[REVIEW_ANCHOR_IMPACT_END].event = impact->ended_by;
}

/* Somebody with the needed knowledge: a person says so by marking the join as a turning point. */
static struct interval engaged(const struct review_settled *settled)
{
    struct interval at = INTERVAL_NONE;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (moment->event->kind == REVIEW_EVENT_JOIN && moment->event->turning)
            at = when_first(at, moment->start);
    }
    return at;
}

/* "E12+3m~1m" says the length itself, however little is known of when E12 was. */
static void narrow_by_statement(struct review_length *length, const struct review_anchor *from,
                                const struct review_anchor *to)
{
    struct review_relative relative;
    if (!length->length.known || !from->event || !to->event ||
        !review_time_relative(&to->event->at, &relative) ||
        !review_id_equal(relative.from, relative.to) ||
        !review_id_equal(relative.from, from->event->entry.id) ||
        relative.least > length->length.most || relative.most < length->length.least)
        return;
    if (relative.least > length->length.least) length->length.least = relative.least;
    if (relative.most < length->length.most) length->length.most = relative.most;
}

static void measure(struct review_length *length, const struct review_anchor *from,
                    const struct review_anchor *to)
{
    length->length = interval_between(from->at, to->at);
    if (!when_is_dated(from->at))
        length->missing = from->word;
    else if (!when_is_dated(to->at))
        length->missing = to->word;
    narrow_by_statement(length, from, to);
}

/* What has not come while impact lasts has taken at least until now. */
static void measure_ongoing(struct review_length *length, const struct review_anchor *from,
                            struct interval not_ended)
{
    if (length->length.known || !when_is_dated(from->at)) return;
    length->length = interval_between(from->at, not_ended);
    length->ongoing = length->length.known;
    if (!length->length.known) return;
    if (length->length.least < 0) length->length.least = 0; /* it has begun */
    length->missing = NULL;
}

static void find_lengths(const struct review_settled *settled, const struct when_impact *impact,
                         const struct review_anchor *anchors, struct review_length *lengths)
{
    static const struct {
        enum review_length_kind kind;
        enum review_anchor_kind from, to;
    } between[] = {
        {REVIEW_LENGTH_SIGNAL, REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_SIGNAL},
        {REVIEW_LENGTH_NOTICE, REVIEW_ANCHOR_SIGNAL, REVIEW_ANCHOR_DETECT},
        {REVIEW_LENGTH_DETECT, REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_DETECT},
        {REVIEW_LENGTH_ACK, REVIEW_ANCHOR_ALERT, REVIEW_ANCHOR_ACK},
        {REVIEW_LENGTH_ACT, REVIEW_ANCHOR_DETECT, REVIEW_ANCHOR_ACT},
        {REVIEW_LENGTH_MITIGATE, REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_MITIGATED},
        {REVIEW_LENGTH_RESTORE, REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_IMPACT_END},
        {REVIEW_LENGTH_RESOLVE, REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_RESOLVED},
        {REVIEW_LENGTH_REPAIR, REVIEW_ANCHOR_ACT, REVIEW_ANCHOR_MITIGATED},
    };
#define X(name, text, definition)                                                                  \
    lengths[REVIEW_LENGTH_##name] = (struct review_length){.word = text, .formula = definition};
    REVIEW_LENGTHS(X)
#undef X
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
        measure(&lengths[between[i].kind], &anchors[between[i].from], &anchors[between[i].to]);
    struct review_anchor join = {.word = "joining of somebody with the needed knowledge",
                                 .at = engaged(settled)};
    measure(&lengths[REVIEW_LENGTH_ENGAGE], &anchors[REVIEW_ANCHOR_DETECT], &join);
    struct review_length *length = &lengths[REVIEW_LENGTH_IMPACT];
    length->length = impact->length;
    length->ongoing = impact->ongoing && impact->length.known;
    if (!impact->length.known)
        length->missing = anchors[when_is_dated(impact->start) ? REVIEW_ANCHOR_IMPACT_END
                                                               : REVIEW_ANCHOR_IMPACT_START]
                              .word;
    if (!impact->ongoing) return;
    static const enum review_length_kind lasting[] = {REVIEW_LENGTH_MITIGATE, REVIEW_LENGTH_RESTORE,
                                                      REVIEW_LENGTH_RESOLVE};
    for (size_t i = 0; i < sizeof lasting / sizeof lasting[0]; i++)
        measure_ongoing(&lengths[lasting[i]], &anchors[REVIEW_ANCHOR_IMPACT_START],
                        when_not_ended(settled));
}

enum status review_bounds_of(const struct review *review, const struct review_settled *settled,
                             struct arena *arena, struct review_bounds *ret, struct error *error)
{
    struct review_bounds *bounds = arena_alloc(arena, sizeof *bounds);
    struct when_impact impact;
    if (!bounds) return arena_full(arena, error);
    assert(settled->count == review->events.count);
    enum status status = when_impact_of(settled, arena, &impact, error);
    if (status) return status;
    find_anchors(review, settled, &impact, bounds->anchors);
    find_lengths(settled, &impact, bounds->anchors, bounds->lengths);
    bounds->impacts = impact.pairs;
    bounds->impact_count = impact.count;
    status = when_told_of(settled, &impact, bounds->anchors[REVIEW_ANCHOR_DETECT].at, arena,
                          &bounds->told, &bounds->told_count, error);
    if (status) return status;
    *ret = *bounds;
    return STATUS_OK;
}
