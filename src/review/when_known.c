/*
 * The record as it could have been seen at a moment: hindsight begins where the two clocks of an
 * event, when it happened and when it became known, are mixed.
 *
 * What cannot be shown to be later is left in for events, which happened whether or not somebody
 * wrote down when they learnt of it; what people said and thought is left in only when it is dated.
 */
#include "review/when_parts.h"

struct view {
    const struct review *review;
    const struct review_settled *settled;
    struct review *ret;
    struct arena *arena;
    instant at;
    const char *role;          /* NULL: anybody */
    bool *events, *statements; /* by place: which are seen */
    size_t hidden;
};

static bool is_by(const char *who, const char *role)
{
    return review_said(who) && span_equal_nocase(span_trim(span_of(who)), span_of(role));
}

/* Roles that an event is not known to never see it; who did it saw it at once. */
static bool event_is_seen(const struct view *view, const struct review_moment *moment)
{
    const struct review_event *event = moment->event;
    struct interval known = moment->known;
    if (view->role && is_by(event->actor, view->role)) {
        known = moment->start;
    } else if (view->role && event->known_to.count) {
        bool told = false;
        for (size_t i = 0; i < event->known_to.count && !told; i++)
            told = is_by(event->known_to.at[i], view->role);
        if (!told) return false;
    }
    return !when_is_dated(known) || known.earliest <= view->at;
}

static bool is_by_then(const struct view *view, const struct review_time *time)
{
    struct interval at = review_settled_time(view->review, view->settled, time);
    return when_is_dated(at) && at.earliest <= view->at;
}

static void mark(struct view *view)
{
    const struct review *review = view->review;
    const struct review_settled *settled = view->settled;
    for (size_t i = 0; i < review->events.count; i++) {
        view->events[i] = event_is_seen(view, &settled->moments[settled->by_event[i]]);
        view->hidden += !view->events[i];
    }
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *statement = &review->statements.at[i];
        if (statement->withdrawn) continue;
        view->statements[i] =
            statement->code != REVIEW_CODE_FINDING && is_by_then(view, &statement->said);
        view->hidden += !view->statements[i];
    }
}

static bool is_seen(const struct view *view, struct review_id id)
{
    const struct review *review = view->review;
    const void *entry = review_find(review, id);
    if (!entry) return false;
    switch (id.kind) {
    case REVIEW_KIND_EVENT:
        return view->events[(const struct review_event *)entry - review->events.at];
    case REVIEW_KIND_STATEMENT:
        return view->statements[(const struct review_statement *)entry - review->statements.at];
    case REVIEW_KIND_PERSON:
    case REVIEW_KIND_REVIEW: return true;
    default: return false;
    }
}

/* References to what is not seen would tell of it. */
static enum status keep_seen(const struct view *view, struct review_refs *refs, struct error *error)
{
    struct review_refs kept = {.at = NULL};
    if (!refs->count) return STATUS_OK;
    kept.at = arena_array(view->arena, refs->count, sizeof *kept.at);
    if (!kept.at) return arena_full(view->arena, error);
    for (size_t i = 0; i < refs->count; i++)
        if (is_seen(view, refs->at[i])) kept.at[kept.count++] = refs->at[i];
    *refs = kept;
    return STATUS_OK;
}

/* Settled for good where what a time was told by is hidden. */
static void fix_time(const struct view *view, struct review_time *time, struct interval at)
{
    struct review_relative relative;
    if (!review_time_relative(time, &relative)) return;
    if ((!relative.from.number || is_seen(view, relative.from)) &&
        (!relative.to.number || is_seen(view, relative.to)))
        return;
    time->relative = false;
    time->at = at;
}

static void take_back(struct review_time *time)
{
    *time = (struct review_time){.raw = NULL, .at = INTERVAL_NONE};
}

static enum status take_events(struct view *view, struct error *error)
{
    const struct review *review = view->review;
    for (size_t i = 0; i < review->events.count; i++) {
        const struct review_moment *moment = &view->settled->moments[view->settled->by_event[i]];
        if (!view->events[i]) continue;
        struct review_event *event = &view->ret->events.at[view->ret->events.count++];
        *event = *moment->event;
        fix_time(view, &event->at, moment->start);
        fix_time(view, &event->end, moment->end);
        fix_time(view, &event->known, moment->known);
        if (when_is_dated(moment->end) && moment->end.earliest > view->at) take_back(&event->end);
        enum status status = keep_seen(view, &event->after, error);
        if (!status) status = keep_seen(view, &event->says, error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status take_statements(struct view *view, struct error *error)
{
    const struct review *review = view->review;
    for (size_t i = 0; i < review->statements.count; i++) {
        if (!view->statements[i]) continue;
        struct review_statement *kept = &view->ret->statements.at[view->ret->statements.count++];
        *kept = review->statements.at[i];
        if (!is_by_then(view, &kept->changed)) { /* what it was changed to came later */
            take_back(&kept->changed);
            kept->now = kept->through = NULL;
        }
        kept->answer = NULL;
        enum status status = keep_seen(view, &kept->about, error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status take_hypotheses(struct view *view, struct error *error)
{
    const struct review *review = view->review;
    for (size_t i = 0; i < review->hypotheses.count; i++) {
        const struct review_hypothesis *given = &review->hypotheses.at[i];
        bool then = is_by_then(view, &given->raised);
        view->hidden += !then;
        if (!then) continue;
        struct review_hypothesis *kept = &view->ret->hypotheses.at[view->ret->hypotheses.count++];
        *kept = *given;
        if (!is_by_then(view, &given->closed)) {
            take_back(&kept->closed);
            kept->state = REVIEW_IDEA_RAISED;
            kept->result = kept->why = NULL;
        }
        enum status status = keep_seen(view, &kept->support, error);
        if (!status) status = keep_seen(view, &kept->against, error);
        if (status) return status;
    }
    return STATUS_OK;
}

/* Pages as they were opened, and numbers as they were known: not yet the final ones. */
static void take_documents_and_measures(struct view *view)
{
    const struct review *review = view->review;
    for (size_t i = 0; i < review->documents.count; i++) {
        bool then = is_by_then(view, &review->documents.at[i].opened);
        view->hidden += !then;
        if (then) view->ret->documents.at[view->ret->documents.count++] = review->documents.at[i];
    }
    for (size_t i = 0; i < review->measures.count; i++) {
        bool then = is_by_then(view, &review->measures.at[i].at);
        view->hidden += !then;
        if (!then) continue;
        struct review_measure *kept = &view->ret->measures.at[view->ret->measures.count++];
        *kept = review->measures.at[i];
        kept->final = false;
    }
}

/* What names the review and gives its times a meaning; its texts are of later days. */
static struct review_review own_frame(const struct review_review *own)
{
    struct review_review frame = {
        .entry = own->entry,
        .title = own->title,
        .sort = own->sort,
        .word = own->word,
        .stage = own->stage,
        .status = own->status,
        .circle = own->circle,
        .naming = own->naming,
        .day = own->day,
        .zone = own->zone,
        .meeting = INSTANT_NONE,
        .agreed = INSTANT_NONE,
        .published = INSTANT_NONE,
        .closed = INSTANT_NONE,
    };
    take_back(&frame.window);
    return frame;
}

enum status review_as_known(const struct review *review, const struct review_settled *settled,
                            instant at, const char *role, struct arena *arena, struct review *ret,
                            size_t *ret_hidden, struct error *error)
{
    struct review seen = {.number = review->number, .uid = review->uid, .people = review->people};
    struct view view = {
        .review = review, .settled = settled, .ret = &seen, .arena = arena, .at = at, .role = role};
    seen.own = arena_alloc(arena, sizeof *seen.own);
    seen.events.at = arena_array(arena, review->events.count + 1, sizeof *seen.events.at);
    seen.statements.at =
        arena_array(arena, review->statements.count + 1, sizeof *seen.statements.at);
    seen.hypotheses.at =
        arena_array(arena, review->hypotheses.count + 1, sizeof *seen.hypotheses.at);
    seen.documents.at = arena_array(arena, review->documents.count + 1, sizeof *seen.documents.at);
    seen.measures.at = arena_array(arena, review->measures.count + 1, sizeof *seen.measures.at);
    view.events = arena_array(arena, review->events.count + 1, sizeof *view.events);
    view.statements = arena_array(arena, review->statements.count + 1, sizeof *view.statements);
    if (!seen.own || !seen.events.at || !seen.statements.at || !seen.hypotheses.at ||
        !seen.documents.at || !seen.measures.at || !view.events || !view.statements)
        return arena_full(arena, error);
    *seen.own = own_frame(review->own);
    if (when_is_dated(settled->window) && review->own->window.raw)
        seen.own->window =
            (struct review_time){.raw = review->own->window.raw, .at = settled->window};
    mark(&view);
    enum status status = take_events(&view, error);
    if (!status) status = take_statements(&view, error);
    if (!status) status = take_hypotheses(&view, error);
    if (status) return status;
    take_documents_and_measures(&view);
    *ret = seen;
    *ret_hidden = view.hidden;
    return STATUS_OK;
}
