/* As known then: the record as it was known to a role at a moment. What came later is hidden,
 * and only counted. */
#include "web/pages.h"
#include "web/timeline.h"

#include <stdlib.h>

/* A time as people type it, or microseconds from the slider; otherwise the end of the window. */
static enum status read_at(struct timeline_view *view, struct interval window, instant *ret,
                           struct error *error)
{
    struct web_request *request = view->request;
    const char *typed = web_query(request, "at"), *slid = web_query(request, "us");
    struct review_time time;
    uint64_t us;
    if ((!typed || !*typed) && slid && span_to_u64(span_of(slid), &us) &&
        us < INT64_MAX / NS_PER_US) {
        *ret = (instant)us * NS_PER_US;
        return STATUS_OK;
    }
    *ret = instant_is_known(window.latest) ? window.latest : request->now;
    if (!typed || !*typed) return STATUS_OK;
    struct review_typing typing = view->desk.typing;
    typing.zone = view->zone;
    enum status status = review_time_read(span_of(typed), &typing, &request->arena, &time, error);
    if (status == STATUS_OK && !instant_is_known(time.at.earliest))
        status =
            error_set(error, STATUS_USAGE, "a time such as 10:15 is wanted, not \"%s\"", typed);
    if (status == STATUS_OK)
        *ret = instant_is_known(time.at.latest) ? time.at.latest : time.at.earliest;
    return status == STATUS_BAD_INPUT ? STATUS_USAGE : status;
}

static void add_role(struct timeline_view *view, struct value *list, const char *role)
{
    struct model *model = &view->request->model;
    const char *asked = web_query(view->request, "role");
    if (!role || !*role) return;
    for (const struct value *old = list->first; old; old = old->next)
        if (strcmp(value_str(old, "role"), role) == 0) return;
    struct value *one = value_object(model, list, NULL);
    value_text(model, one, "role", role);
    value_flag(model, one, "chosen", asked && span_equal_nocase(span_of(asked), span_of(role)));
}

/* Everybody who acts in the story, and those who took part. */
static void add_roles(struct timeline_view *view)
{
    enum { MOST = 60 };
    const struct review *review = &view->desk.review;
    struct value *list = value_list(&view->request->model, NULL, "roles");
    for (size_t i = 0; i < review->people.count && i < MOST; i++)
        add_role(view, list, review->people.at[i].role);
    for (size_t i = 0; i < review->events.count && i < 40 * MOST; i++)
        if (review->events.at[i].timetype != REVIEW_TIMETYPE_RECORD ||
            review->events.at[i].known_to.count)
            add_role(view, list, review->events.at[i].actor);
}

/* What came of it was seen when the event had ended and was known: until then nobody had seen it,
 * not even who did it. `settled` is of the whole record. */
static bool has_come(const struct timeline_view *view, const struct review_settled *settled,
                     const struct review_event *event, instant at)
{
    const struct review *review = &view->desk.review;
    const struct review_event *whole =
        (const struct review_event *)review_find(review, event->entry.id);
    if (!whole) return false;
    const struct review_moment *moment =
        &settled->moments[settled->by_event[whole - review->events.at]];
    bool known = !instant_is_known(moment->known.earliest) || moment->known.earliest <= at;
    return known && (!instant_is_known(moment->end.earliest) || moment->end.earliest <= at);
}

static void add_events(struct timeline_view *view, const struct review_settled *settled,
                       const struct review_settled *whole, instant at)
{
    struct model *model = &view->request->model;
    struct value *list = value_list(model, NULL, "events");
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (!web_sees(view->request, &view->desk.review, &event->entry)) continue;
        struct value *to = value_object(model, list, NULL);
        char name[16];
        bool decision = event->kind == REVIEW_EVENT_DECIDE;
        value_text(model, to, "id", review_id_text(event->entry.id, name));
        value_text(model, to, "href",
                   web_entry_href(view->request, view->request->review, event->entry.id));
        value_text(model, to, "kind", vocabulary_word(&review_words_event, event->kind));
        value_text(model, to, "actor", event->actor);
        value_text(model, to, "what", event->what);
        value_text(model, to, "context", event->context);
        value_text(model, to, "intent", event->intent);
        value_text(model, to, "expected", event->expected);
        value_text(model, to, "options", event->options);
        value_flag(model, to, "decision", decision);
        if (has_come(view, whole, event, at))
            value_text(model, to, "seen", event->seen); /* folded in the page */
        web_timeline_at(view, to, "at", settled->moments[i].start);
    }
}

static void add_said(struct timeline_view *view, const struct review *review)
{
    struct model *model = &view->request->model;
    struct value *said = value_list(model, NULL, "statements");
    char name[16];
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *statement = &review->statements.at[i];
        struct value *to;
        if (statement->withdrawn || !web_sees(view->request, &view->desk.review, &statement->entry))
            continue;
        to = value_object(model, said, NULL);
        value_text(model, to, "id", review_id_text(statement->entry.id, name));
        value_text(model, to, "role", statement->role);
        value_text(model, to, "text", statement->text);
    }
    struct value *ideas = value_list(model, NULL, "hypotheses");
    for (size_t i = 0; i < review->hypotheses.count; i++) {
        if (!web_sees(view->request, &view->desk.review, &review->hypotheses.at[i].entry)) continue;
        struct value *to = value_object(model, ideas, NULL);
        value_text(model, to, "id", review_id_text(review->hypotheses.at[i].entry.id, name));
        value_text(model, to, "line", review_entry_line(&review->hypotheses.at[i].entry));
    }
}

static int compare_instants(const void *a, const void *b)
{
    instant x = *(const instant *)a, y = *(const instant *)b;
    return (x > y) - (x < y);
}

/* From the first event to the last, without those that lie far off the middle half of them. */
static struct interval without_far(const struct review_settled *settled, struct arena *arena)
{
    struct interval span = settled->window;
    instant *starts = arena_array(arena, settled->count + 1, sizeof *starts);
    size_t count = 0;
    for (size_t i = 0; starts && i < settled->count; i++)
        if (instant_is_known(settled->moments[i].start.earliest))
            starts[count++] = settled->moments[i].start.earliest;
    if (count < 4) return span;
    qsort(starts, count, sizeof *starts, compare_instants);
    duration half = instant_add(starts[count * 3 / 4], -starts[count / 4]);
    duration far = half > NS_PER_HOUR / 2 ? half < INT64_MAX / 4 ? 2 * half : half : NS_PER_HOUR;
    instant least = instant_add(starts[count / 4], -far);
    instant most = instant_add(starts[count * 3 / 4], far);
    size_t first = 0, last = count - 1;
    while (starts[first] < least) first++;
    while (starts[last] > most) last--;
    return (struct interval){starts[first], starts[last]};
}

/* What the slider goes over: the impact with room on both sides, or where the events are. */
static enum status find_range(struct timeline_view *view, const struct review_settled *settled,
                              struct interval *ret, struct error *error)
{
    enum { ROOM = 15 }; /* minutes, at least */
    struct arena *arena = &view->request->arena;
    struct review_bounds *bounds = arena_alloc(arena, sizeof *bounds);
    if (!bounds) return arena_full(arena, error);
    enum status status = review_bounds_of(&view->desk.review, settled, arena, bounds, error);
    if (status) return status;
    instant start = bounds->anchors[REVIEW_ANCHOR_IMPACT_START].at.earliest;
    instant end = bounds->anchors[REVIEW_ANCHOR_IMPACT_END].at.latest;
    *ret = without_far(settled, arena);
    if (!instant_is_known(start) || !instant_is_known(end) || end <= start) return STATUS_OK;
    duration room = instant_add(end, -start) / 2;
    if (room < ROOM * NS_PER_MIN) room = ROOM * NS_PER_MIN;
    *ret = (struct interval){instant_add(start, -room), instant_add(end, room)};
    return STATUS_OK;
}

static void add_slider(struct timeline_view *view, struct interval window, instant at)
{
    struct model *model = &view->request->model;
    struct value *slider = value_object(model, NULL, "slider");
    instant first = instant_is_known(window.earliest) ? window.earliest : at;
    instant last = instant_is_known(window.latest) ? window.latest : at;
    value_count(model, slider, "least", web_timeline_us(first < at ? first : at));
    value_count(model, slider, "most", web_timeline_us(last > at ? last : at));
    value_count(model, slider, "at", web_timeline_us(at));
    value_text(model, slider, "typed", web_query(view->request, "at"));
    web_timeline_at(view, NULL, "at", (struct interval){at, at});
}

/* The review without what others keep to themselves for now: it is not counted as hidden either. */
static enum status take_seen(struct timeline_view *view, struct review *ret, struct error *error)
{
    const struct review *review = &view->desk.review;
    struct arena *arena = &view->request->arena;
    struct review seen = *review;
    seen.statements.at =
        arena_array(arena, review->statements.count + 1, sizeof *seen.statements.at);
    seen.statements.count = 0;
    if (!seen.statements.at) return arena_full(arena, error);
    for (size_t i = 0; i < review->statements.count; i++)
        if (web_sees(view->request, review, &review->statements.at[i].entry))
            seen.statements.at[seen.statements.count++] = review->statements.at[i];
    *ret = seen;
    return STATUS_OK;
}

/* What is left of the review, its times settled anew from what was there. */
static enum status fill_then(struct timeline_view *view, const struct review_settled *settled,
                             instant at, struct error *error)
{
    struct web_request *request = view->request;
    const char *role = web_query(request, "role");
    struct review *then = arena_alloc(&request->arena, sizeof *then);
    struct review_settled shown;
    struct review seen;
    size_t hidden = 0;
    if (!then) return arena_full(&request->arena, error);
    if (role && !*role) role = NULL;
    enum status status = take_seen(view, &seen, error);
    if (status == STATUS_OK)
        status = review_as_known(&seen, settled, at, role, &request->arena, then, &hidden, error);
    if (status == STATUS_OK) status = review_settle(then, &request->arena, &shown, error);
    if (status) return status;
    value_text(&request->model, NULL, "role", role);
    value_count(&request->model, NULL, "hidden", (int64_t)hidden);
    value_flag(&request->model, NULL, "one_hidden", hidden == 1);
    add_events(view, &shown, settled, at);
    add_said(view, then);
    return STATUS_OK;
}

enum status web_known(struct web_request *request, struct error *error)
{
    struct timeline_view view = {.request = request};
    struct review_settled settled;
    struct interval range = INTERVAL_NONE;
    instant at = INSTANT_NONE;
    enum status status = web_desk(request, false, &view.desk, error);
    if (status) return status;
    view.zone = view.desk.zone;
    view.day = view.desk.review.own->day == REVIEW_NO_DAY ? INT64_MIN : view.desk.review.own->day;
    web_title(request, "As known then");
    status = desk_settle(&view.desk, &settled, NULL, error);
    if (status == STATUS_OK) status = find_range(&view, &settled, &range, error);
    if (status == STATUS_OK) {
        status = read_at(&view, range, &at, error);
        if (status == STATUS_USAGE) {
            value_text(&request->model, NULL, "wrong", error->message);
            status = STATUS_OK;
        }
    }
    if (status == STATUS_OK) {
        add_slider(&view, range, at);
        add_roles(&view);
        status = fill_then(&view, &settled, at, error);
    }
    desk_close(&view.desk);
    return status;
}
