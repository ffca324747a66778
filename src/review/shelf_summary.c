/* What one review gives to the shelf. */
#include "review/shelf.h"

static bool is_signal(const struct review_event *event)
{
    return event->kind == REVIEW_EVENT_ALERT || event->kind == REVIEW_EVENT_REPORT;
}

static unsigned found_by_kind(unsigned event_kind)
{
    return event_kind == REVIEW_EVENT_ALERT ? REVIEW_FOUND_ALERT : REVIEW_FOUND_USER;
}

/* The detection says so by what it is stated to come after; else it counts what had come in by
 * then. When both an alert and a report had, nobody can tell from times alone. */
static uint8_t found_by(const struct review *review, const struct review_settled *settled,
                        const struct review_anchor *detection)
{
    const struct review_event *detect = detection->event;
    unsigned before = 0;
    if (!detect || detection->at.earliest == INSTANT_NONE) return REVIEW_FOUND_UNKNOWN;
    for (size_t i = 0; i < detect->after.count; i++) {
        const struct review_event *event =
            (const struct review_event *)review_find(review, detect->after.at[i]);
        if (event && is_signal(event)) before |= 1u << found_by_kind(event->kind);
    }
    for (size_t i = 0, stated = before; !stated && i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (is_signal(moment->event) && moment->start.earliest != INSTANT_NONE &&
            moment->start.earliest <= detection->at.latest)
            before |= 1u << found_by_kind(moment->event->kind);
    }
    if (before == 0) return REVIEW_FOUND_PERSON;
    if (before == 1u << REVIEW_FOUND_ALERT) return REVIEW_FOUND_ALERT;
    return before == 1u << REVIEW_FOUND_USER ? REVIEW_FOUND_USER : REVIEW_FOUND_UNKNOWN;
}

/* Shares of reviews with complete anchors are told; what harmed nobody has no impact to bound. */
static bool anchors_complete(const struct review_review *own, const struct review_bounds *bounds)
{
    static const enum review_anchor_kind needed[] = {
        REVIEW_ANCHOR_SIGNAL,       REVIEW_ANCHOR_DETECT,     REVIEW_ANCHOR_RESOLVED,
        REVIEW_ANCHOR_IMPACT_START, REVIEW_ANCHOR_IMPACT_END, REVIEW_ANCHOR_MITIGATED,
    };
    bool harmed = own->sort == REVIEW_SORT_NONE || own->sort == REVIEW_SORT_INCIDENT;
    for (size_t i = 0; i < (harmed ? 6 : 3); i++)
        if (bounds->anchors[needed[i]].at.earliest == INSTANT_NONE) return false;
    return true;
}

static size_t count_learnings(const struct review *review)
{
    size_t count = 0;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *statement = &review->statements.at[i];
        count += !statement->withdrawn &&
                 (statement->code == REVIEW_CODE_LEARNED || statement->code == REVIEW_CODE_BELIEF);
    }
    return count;
}

static const char *keep(struct arena *arena, const char *text)
{
    return arena_copy(arena, span_of(text ? text : ""));
}

enum status review_summarise(const struct review *review, struct arena *arena,
                             struct review_summary *ret, struct error *error)
{
    struct review_settled settled;
    struct review_bounds bounds;
    const struct review_review *own = review->own;
    enum status status = review_settle(review, arena, &settled, error);
    if (!status) status = review_bounds_of(review, &settled, arena, &bounds, error);
    if (status) return status;
    struct review_summary summary = {
        .number = review->number,
        .uid = keep(arena, review->uid),
        .title = keep(arena, own->title),
        .severity = keep(arena, own->severity),
        .sort = own->sort,
        .stage = own->stage,
        .status = own->status,
        .circle = own->circle,
        .day = own->day,
        .published = own->published,
        .found_by = found_by(review, &settled, &bounds.anchors[REVIEW_ANCHOR_DETECT]),
        .events = review->events.count,
        .factors = review->factors.count,
        .items = review->items.count,
        .learnings = count_learnings(review),
        .anchors_complete = anchors_complete(own, &bounds),
    };
    if (!summary.uid || !summary.title || !summary.severity) return arena_full(arena, error);
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) summary.lengths[i] = bounds.lengths[i];
    *ret = summary;
    return STATUS_OK;
}
