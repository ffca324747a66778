/* The walk: one event large, what comes next small, and the good questions about it. */
#include "web/talk.h"

enum { QUESTIONS = 5, NEXT = 2 };

static void add_step(struct web_request *request, const struct desk *desk, struct value *in,
                     const char *key, const struct review_moment *moment)
{
    struct model *model = &request->model;
    const struct review_event *event = moment->event;
    char id[16];
    struct value *to = value_object(model, in, key);
    value_text(model, to, "id", review_id_text(event->entry.id, id));
    value_text(model, to, "line", review_entry_line(&event->entry));
    value_text(model, to, "means", vocabulary_meaning(&review_words_event, event->kind));
    value_flag(model, to, "turning", event->turning);
    value_text(model, to, "actor", event->actor);
    value_text(model, to, "action", event->action);
    talk_time(request, desk, to, "time", moment->start);
}

static bool said(const char *text)
{
    return text && *text;
}

/* What was seen, known and wanted then: the event's own words, or what somebody said about it. */
static bool has_context(const struct review *review, const struct review_event *event)
{
    if (said(event->context) || said(event->options) || said(event->stakes)) return true;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        bool tells = each->code >= REVIEW_CODE_SAW && each->code <= REVIEW_CODE_DATA;
        if (tells && !each->withdrawn && talk_holds(&each->about, event->entry.id)) return true;
    }
    return false;
}

/* Whoever hears how it ended judges the decision by that. */
static bool is_judged(const struct review_event *event)
{
    return event->kind == REVIEW_EVENT_DECIDE ||
           (event->kind >= REVIEW_EVENT_ACT_LOOK && event->kind <= REVIEW_EVENT_ACT_UNDO);
}

static void add_focus(struct web_request *request, const struct desk *desk,
                      const struct review_moment *moment)
{
    struct model *model = &request->model;
    const struct review_event *event = moment->event;
    add_step(request, desk, NULL, "focus", moment);
    struct value *to = (struct value *)(uintptr_t)value_get(model->root, "focus");
    value_count(model, to, "version", event->entry.version);
    value_text(model, to, "href", web_entry_href(request, request->review, event->entry.id));
    talk_time(request, desk, to, "end", moment->end);
    value_text(model, to, "context", event->context);
    value_text(model, to, "intent", event->intent);
    value_text(model, to, "expected", event->expected);
    value_text(model, to, "options", event->options);
    value_text(model, to, "stakes", event->stakes);
    value_text(model, to, "how", event->how);
    if (event->sureness != REVIEW_NO_COUNT) value_count(model, to, "sureness", event->sureness);
    value_text(model, to, "seen", event->seen);
    bool folded = is_judged(event) && !has_context(&desk->review, event);
    value_flag(model, to, "folded", folded && said(event->seen));
    value_flag(model, to, "wants_context", folded);
    struct value *list = value_list(model, to, "statements");
    for (size_t i = 0; i < desk->review.statements.count; i++) {
        const struct review_statement *each = &desk->review.statements.at[i];
        if (each->withdrawn || !web_sees(request, &desk->review, &each->entry)) continue;
        if (!talk_holds(&each->about, event->entry.id) && !talk_holds(&event->says, each->entry.id))
            continue;
        talk_statement(request, desk, list, each);
    }
}

/* ---- questions ---- */

/* Those of the queue stand in it already. */
static bool waits(const struct review *review, const struct review_next *next)
{
    for (size_t i = 0; i < review->questions.count; i++) {
        const struct review_question *each = &review->questions.at[i];
        bool open = each->state <= REVIEW_ASKING_QUEUED || each->state == REVIEW_ASKING_RECALLED;
        char id[16];
        if (open && ((each->bank && !strcmp(next->question->code, each->bank)) ||
                     !strcmp(next->question->code, review_id_text(each->entry.id, id))))
            return true;
    }
    return false;
}

void talk_offer(struct web_request *request, const struct review *review, struct value *list,
                const struct review_next *next)
{
    struct model *model = &request->model;
    char id[16];
    if (waits(review, next)) return;
    struct value *to = value_object(model, list, NULL);
    value_text(model, to, "code", next->question->code);
    value_text(model, to, "text", next->question->text);
    value_text(model, to, "because", next->because);
    if (next->about.number) value_text(model, to, "about", review_id_text(next->about, id));
}

static enum status add_questions(struct web_request *request, const struct desk *desk,
                                 const struct review_settled *settled, struct review_id about,
                                 struct error *error)
{
    struct model *model = &request->model;
    const struct review *review = &desk->review;
    struct value *offered = value_list(model, NULL, "offered");
    struct value *asked = value_list(model, NULL, "asked");
    struct review_next *next = NULL;
    size_t count = 0;
    for (size_t i = 0; i < review->questions.count; i++)
        if (talk_holds(&review->questions.at[i].about, about))
            talk_question(request, desk, asked, &review->questions.at[i]);
    enum status status = review_next_questions(review, settled, about, NULL, QUESTIONS,
                                               &request->arena, &next, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        talk_offer(request, review, offered, &next[i]);
    return status;
}

/* ---- where one is ---- */

static bool is_stop(const struct review_event *event)
{
    return event->turning || event->kind == REVIEW_EVENT_DECIDE;
}

static void add_ways_on(struct web_request *request, const struct desk *desk,
                        const struct review_settled *settled, size_t at)
{
    struct model *model = &request->model;
    struct value *next = value_list(model, NULL, "next"), *all = value_list(model, NULL, "walk");
    for (size_t i = at + 1; i < settled->count && i <= at + NEXT; i++)
        add_step(request, desk, next, NULL, &settled->moments[i]);
    if (at > 0) add_step(request, desk, NULL, "before", &settled->moments[at - 1]);
    if (at + 1 < settled->count) add_step(request, desk, NULL, "after", &settled->moments[at + 1]);
    for (size_t i = at + 1; i < settled->count; i++) {
        if (!is_stop(settled->moments[i].event)) continue;
        add_step(request, desk, NULL, "turn", &settled->moments[i]);
        break;
    }
    for (size_t i = 0; i < settled->count; i++) {
        add_step(request, desk, all, NULL, &settled->moments[i]);
        struct value *to = all->last;
        if (to) value_flag(model, to, "chosen", i == at);
    }
}

enum status talk_walk(struct web_request *request, const struct desk *desk,
                      const struct review_settled *settled, struct error *error)
{
    const struct review_event *focus = talk_focus(request, &desk->review, settled);
    if (!focus) return STATUS_OK;
    size_t at = 0;
    while (at + 1 < settled->count && settled->moments[at].event != focus) at++;
    add_focus(request, desk, &settled->moments[at]);
    value_textf(&request->model, NULL, "place", "%zu of %zu", at + 1, settled->count);
    add_ways_on(request, desk, settled, at);
    return add_questions(request, desk, settled, focus->entry.id, error);
}
