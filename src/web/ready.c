/* What a review misses, with the page that gives it, and what in it is worth a question. */
#include "web/entry.h"
#include "web/pages.h"

/* ---- the page for a need, from the command that would give it ---- */

/* command of the command line, path behind the review's */
static const struct {
    const char *command, *path;
} pages[] = {{"person", "/people"},       {"attach", "/new/exhibit"},   {"event", "/new/event"},
             {"way", "/causes"},          {"suppose", "/causes"},       {"factor", "/new/factor"},
             {"item", "/new/item"},       {"measure", "/new/measure"},  {"say", "/new/statement"},
             {"meeting", "/new/meeting"}, {"area", "/new/area"},        {"ask", "/discussion"},
             {"claim", "/new/conflict"},  {"hypothesis", "/discussion"}};

struct how {
    struct span command, entry, option, value; /* of the first option, and of --kind */
    struct span code;                          /* the word behind it */
};

/* "postmortem edit PM1 E3 --note ..." */
static void read_how(const char *how, struct how *ret)
{
    struct span rest = span_of(how);
    struct review_id id;
    *ret = (struct how){0};
    (void)span_cut(&rest, ' ');
    ret->command = span_cut(&rest, ' ');
    while (rest.len) {
        struct span word = span_cut(&rest, ' ');
        if (span_starts(word, SPAN("--"))) {
            if (ret->option.len) continue;
            ret->option = span_from(word, 2);
            struct span after = rest;
            ret->value = span_cut(&after, ' ');
        } else if (!ret->option.len && review_id_read(word, &id, NULL) == STATUS_OK) {
            bool review = id.kind == REVIEW_KIND_REVIEW && id.number;
            if (!review && !ret->entry.len) ret->entry = word;
        } else if (!ret->code.len && !ret->option.len) {
            ret->code = word;
        }
    }
}

static bool is_word(struct span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!byte_is_one_of(word.at[i], "abcdefghijklmnopqrstuvwxyz.-")) return false;
    return word.len != 0;
}

static void add_href(const char *prefix, const struct review_need *need, struct text *out)
{
    struct how how;
    const char *path = NULL;
    read_how(need->how, &how);
    text_adds(out, prefix);
    if (how.entry.len || span_is(how.command, "edit")) {
        text_addf(out, "/%.*s?edit=1", how.entry.len ? (int)how.entry.len : 3,
                  how.entry.len ? how.entry.at : "PM0");
        if (is_word(how.option)) text_adds(out, "#f-");
        for (size_t i = 0; is_word(how.option) && i < how.option.len; i++)
            text_addc(out, how.option.at[i] == '-' ? '_' : how.option.at[i]);
        return;
    }
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (span_is(how.command, pages[i].command)) path = pages[i].path;
    text_adds(out, path ? path : "/history");
    if (!path || strncmp(path, "/new/", 5) != 0) return;
    if (span_is(how.command, "say") && is_word(how.code))
        text_addf(out, "?code=%.*s", SPAN_ARGS(how.code));
    else if (span_is(how.command, "area") && is_word(how.code))
        text_addf(out, "?area=%.*s", SPAN_ARGS(how.code));
    else if (span_is(how.option, "kind") && is_word(how.value))
        text_addf(out, "?kind=%.*s", SPAN_ARGS(how.value));
    else if (span_is(how.command, "event") && is_word(how.code))
        text_addf(out, "?kind=%.*s", SPAN_ARGS(how.code));
}

static void add_need(struct web_request *request, struct value *list,
                     const struct review_need *need)
{
    struct model *model = &request->model;
    struct value *item = value_object(model, list, NULL);
    struct text href;
    const char *prefix = arena_printf(&request->arena, "/PM%u", request->review);
    text_init(&href, 0);
    add_href(prefix ? prefix : "", need, &href);
    value_text(model, item, "stage", vocabulary_word(&review_words_stage, need->stage));
    value_text(model, item, "rule", need->rule);
    value_text(model, item, "missing", need->text);
    value_text(model, item, "why", need->why);
    value_span(model, item, "href", text_span(&href));
    value_flag(model, item, "advice", need->advice);
    text_release(&href);
}

enum status ready_needs(struct web_request *request, struct desk *desk, unsigned stage,
                        struct value *in, struct error *error)
{
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_need *needs;
    size_t count = 0, missing = 0;
    enum status status = desk_settle(desk, &settled, &bounds, error);
    if (status == STATUS_OK)
        status = review_ready(&desk->review, &settled, &bounds, stage, &request->arena, &needs,
                              &count, error);
    if (status) return status;
    struct value *list = value_list(&request->model, in, "needs");
    struct value *advice = value_list(&request->model, in, "advice");
    for (size_t i = 0; i < count; i++) {
        add_need(request, needs[i].advice ? advice : list, &needs[i]);
        missing += !needs[i].advice;
    }
    if (count > missing) value_count(&request->model, in, "advice_any", (int64_t)(count - missing));
    value_count(&request->model, in, "missing", (int64_t)missing);
    value_flag(&request->model, in, "ready", missing == 0);
    return STATUS_OK;
}

/* Notices that say the same of several entries are one, with all of them. */
static struct value *place_of(struct value *list, const struct review_notice *notice)
{
    for (struct value *item = list->first; item; item = item->next)
        if (strcmp(value_str(item, "text"), notice->text) == 0 &&
            strcmp(value_str(item, "question"), notice->question) == 0)
            return item;
    return NULL;
}

static void add_notice(struct web_request *request, struct value *list,
                       const struct review_notice *notice)
{
    struct model *model = &request->model;
    struct value *item = place_of(list, notice);
    char name[WEB_CALLED];
    if (!item) {
        item = value_object(model, list, NULL);
        value_text(model, item, "rule", notice->rule);
        value_text(model, item, "text", notice->text);
        value_text(model, item, "question", notice->question);
        (void)value_list(model, item, "about");
    }
    struct value *about = (struct value *)(uintptr_t)value_get(item, "about");
    struct value *one = value_object(model, about, NULL);
    value_text(model, one, "id", review_id_text(notice->about, name));
    value_text(model, one, "called", web_called(notice->about, name));
    value_text(model, one, "href", web_entry_href(request, request->review, notice->about));
}

/* A page shows some at once, and the others behind a line. */
static void split(struct web_request *request, struct value *in, struct value *list)
{
    enum { AT_ONCE = 6 };
    struct value *more = value_list(&request->model, in, "more"), *last = list->first;
    int64_t left = 0;
    for (size_t i = 1; i < AT_ONCE && last; i++) last = last->next;
    if (!last || !last->next) return;
    more->first = last->next;
    more->last = list->last;
    list->last = last;
    last->next = NULL;
    for (const struct value *item = more->first; item; item = item->next) left++;
    value_count(&request->model, in, "more_any", left);
}

enum status ready_notices(struct web_request *request, struct desk *desk, struct value *in,
                          struct error *error)
{
    struct review_settled settled;
    struct review_notice *notices;
    size_t count = 0;
    enum status status = desk_settle(desk, &settled, NULL, error);
    if (status == STATUS_OK)
        status = review_notices(&desk->review, &settled, &request->arena, &notices, &count, error);
    if (status) return status;
    struct value *list = value_list(&request->model, in, "notices");
    for (size_t i = 0; i < count; i++) {
        const struct review_entry *about = review_find(&desk->review, notices[i].about);
        if (!about || web_sees(request, &desk->review, about))
            add_notice(request, list, &notices[i]);
    }
    if (!web_is_api(request)) split(request, in, list);
    return STATUS_OK;
}

enum status web_ready(struct web_request *request, struct error *error)
{
    const char *wish = web_query(request, "stage");
    struct desk desk = {0};
    uint8_t stage = 0;
    enum status status = STATUS_OK;
    if (wish)
        status = desk_is_wrong(vocabulary_read(&review_words_stage, span_of(wish), &stage, error),
                               error);
    if (status == STATUS_OK) status = web_desk(request, false, &desk, error);
    if (status) return status;
    value_text(&request->model, NULL, "standing", review_standing(&desk.review));
    status = ready_needs(request, &desk, stage, NULL, error);
    desk_close(&desk);
    return status;
}

enum status web_notices(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = ready_notices(request, &desk, NULL, error);
    desk_close(&desk);
    return status;
}
