/* As known then: the record as a role could have seen it at a moment. What came later is hidden,
 * and only counted. */
#include "web/pages.h"
#include "web/timeline.h"

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

static void add_events(struct timeline_view *view, const struct review_settled *settled)
{
    struct model *model = &view->request->model;
    struct value *list = value_list(model, NULL, "events");
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
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
        value_text(model, to, "seen", event->seen); /* what came of it is folded */
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
        if (statement->withdrawn || statement->first) continue;
        to = value_object(model, said, NULL);
        value_text(model, to, "id", review_id_text(statement->entry.id, name));
        value_text(model, to, "role", statement->role);
        value_text(model, to, "text", statement->text);
    }
    struct value *ideas = value_list(model, NULL, "hypotheses");
    for (size_t i = 0; i < review->hypotheses.count; i++) {
        struct value *to = value_object(model, ideas, NULL);
        value_text(model, to, "id", review_id_text(review->hypotheses.at[i].entry.id, name));
        value_text(model, to, "line", review_entry_line(&review->hypotheses.at[i].entry));
    }
}

static void add_slider(struct timeline_view *view, struct interval window, instant at)
{
    struct model *model = &view->request->model;
    struct value *slider = value_object(model, NULL, "slider");
    instant first = instant_is_known(window.earliest) ? window.earliest : at;
    instant last = instant_is_known(window.latest) ? window.latest : at;
    value_count(model, slider, "least", web_timeline_us(first));
    value_count(model, slider, "most", web_timeline_us(last > at ? last : at));
    value_count(model, slider, "at", web_timeline_us(at));
    value_text(model, slider, "typed", web_query(view->request, "at"));
    web_timeline_at(view, NULL, "at", (struct interval){at, at});
}

/* What is left of the review, its times settled anew from what was there. */
static enum status fill_then(struct timeline_view *view, const struct review_settled *settled,
                             instant at, struct error *error)
{
    struct web_request *request = view->request;
    const char *role = web_query(request, "role");
    struct review *then = arena_alloc(&request->arena, sizeof *then);
    struct review_settled shown;
    size_t hidden = 0;
    if (!then) return arena_full(&request->arena, error);
    if (role && !*role) role = NULL;
    enum status status = review_as_known(&view->desk.review, settled, at, role, &request->arena,
                                         then, &hidden, error);
    if (status == STATUS_OK) status = review_settle(then, &request->arena, &shown, error);
    if (status) return status;
    value_text(&request->model, NULL, "role", role);
    value_count(&request->model, NULL, "hidden", (int64_t)hidden);
    value_flag(&request->model, NULL, "one_hidden", hidden == 1);
    add_events(view, &shown);
    add_said(view, then);
    return STATUS_OK;
}

enum status web_known(struct web_request *request, struct error *error)
{
    struct timeline_view view = {.request = request};
    struct review_settled settled;
    instant at = INSTANT_NONE;
    enum status status = web_desk(request, false, &view.desk, error);
    if (status) return status;
    view.zone = view.desk.zone;
    view.day = view.desk.review.own->day == REVIEW_NO_DAY ? INT64_MIN : view.desk.review.own->day;
    value_text(&request->model, value_object(&request->model, NULL, "page"), "title",
               "As known then");
    status = desk_settle(&view.desk, &settled, NULL, error);
    if (status == STATUS_OK) {
        status = read_at(&view, settled.window, &at, error);
        if (status == STATUS_USAGE) {
            value_text(&request->model, NULL, "wrong", error->message);
            status = STATUS_OK;
        }
    }
    if (status == STATUS_OK) {
        add_slider(&view, settled.window, at);
        add_roles(&view);
        status = fill_then(&view, &settled, at, error);
    }
    desk_close(&view.desk);
    return status;
}
