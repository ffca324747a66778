/* The page of the report: how it reads for whom, what is missing, what had better stay inside, what
 * the guard still asks, and the texts that are written in place. */
#include "web/pages.h"
#include "web/paper.h"

static const struct {
    const char *name, *words;
} texts[] = {
#define X(name, words) {#name, words},
    WEB_PAPER_TEXTS(X)
#undef X
};

static void tell_circles(struct web_request *request, const struct web_paper *paper)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "circles");
    for (uint8_t circle = REVIEW_CIRCLE_PRIVATE; circle <= REVIEW_CIRCLE_PUBLIC; circle++) {
        const char *word = vocabulary_word(&review_words_circle, circle);
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "word", word);
        value_text(model, row, "meaning", vocabulary_meaning(&review_words_circle, circle));
        value_textf(model, row, "href", "/PM%u/report?for=%s", request->review, word);
        value_flag(model, row, "current", circle == paper->report.circle);
        value_flag(model, row, "of_review", circle == request->entered.circle);
    }
    value_text(model, NULL, "for", vocabulary_word(&review_words_circle, paper->report.circle));
    value_text(model, NULL, "for_meaning",
               vocabulary_meaning(&review_words_circle, paper->report.circle));
}

static enum status tell_report(struct web_request *request, const struct web_paper *paper,
                               struct error *error)
{
    struct text html;
    text_init(&html, (size_t)32 << 20);
    enum status status = web_paper_write(paper, report_review_fragment, &html, error);
    if (status == STATUS_OK) value_markup(&request->model, NULL, "report", text_span(&html));
    text_release(&html);
    return status;
}

static enum status tell_missing(struct web_request *request, const struct web_paper *paper,
                                struct error *error)
{
    struct model *model = &request->model;
    const struct review *review = &paper->desk.review;
    struct review_need *needs;
    size_t count = 0, must = 0;
    unsigned stage = review->own->stage > REVIEW_STAGE_PUBLISH ? 0 : REVIEW_STAGE_PUBLISH;
    enum status status = review_ready(review, &paper->settled, &paper->bounds, stage,
                                      &request->arena, &needs, &count, error);
    if (status) return status;
    struct value *list = value_list(model, NULL, "missing");
    for (size_t i = 0; i < count; i++) {
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "stage", vocabulary_word(&review_words_stage, needs[i].stage));
        value_text(model, row, "text", needs[i].text);
        value_text(model, row, "why", needs[i].why);
        value_flag(model, row, "advice", needs[i].advice);
        must += !needs[i].advice;
    }
    value_count(model, NULL, "missing_count", (int64_t)must);
    return STATUS_OK;
}

static enum status tell_leaks(struct web_request *request, const struct web_paper *paper,
                              struct error *error)
{
    enum { MOST = 100 };
    struct model *model = &request->model;
    struct report_leak *leaks;
    struct text page;
    size_t count = 0;
    text_init(&page, (size_t)32 << 20);
    enum status status = web_paper_write(paper, report_review_markdown, &page, error);
    if (status == STATUS_OK)
        status = report_leaks(&paper->desk.review, text_span(&page), paper->report.circle,
                              &request->arena, &leaks, &count, error);
    struct value *list = status ? NULL : value_list(model, NULL, "leaks");
    for (size_t i = 0; i < count && i < MOST && list; i++) {
        size_t from = leaks[i].from, to = leaks[i].to;
        while (from && page.at[from - 1] != '\n') from--;
        while (to < page.len && page.at[to] != '\n') to++;
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "rule", leaks[i].rule);
        value_text(model, row, "text", leaks[i].text);
        value_text(model, row, "why", leaks[i].why);
        value_count(model, row, "line", leaks[i].line);
        if (strcmp(leaks[i].rule, "secret") != 0)
            value_span(model, row, "context",
                       span_sub((struct span){page.at + from, to - from}, 0, 400));
    }
    value_count(model, NULL, "leak_count", (int64_t)count);
    text_release(&page);
    return status;
}

/* ---- what the guard still asks ---- */

struct asking {
    struct web_request *request;
    struct value *list;
    size_t count;
};

static enum status ask(void *context, const struct review_found *found, struct error *error)
{
    enum { MOST = 30 };
    struct asking *asking = context;
    struct model *model = &asking->request->model;
    const struct language_finding *finding = found->finding;
    char id[WEB_CALLED];
    if (!finding->first || finding->dismissed || finding->level < LANGUAGE_LEVEL_HINT ||
        asking->count++ >= MOST)
        return STATUS_OK;
    struct value *row = value_object(model, asking->list, NULL);
    value_text(model, row, "about", review_id_text(found->text->about, id));
    value_text(model, row, "called", web_called(found->text->about, id));
    value_text(model, row, "field", found->text->field->name);
    value_text(model, row, "href",
               web_entry_href(asking->request, asking->request->review, found->text->about));
    value_span(
        model, row, "words",
        span_sub(found->text->text, finding->from.byte, finding->to.byte - finding->from.byte));
    value_text(model, row, "question", finding->question);
    value_textf(model, row, "help", "/help/guard/%s", language_classes[finding->rule->class].name);
    return model_status(model, error);
}

static enum status tell_questions(struct web_request *request, struct web_paper *paper,
                                  struct error *error)
{
    struct asking asking = {.request = request};
    size_t asked = 0;
    asking.list = value_list(&request->model, NULL, "questions");
    enum status status = desk_guard(&paper->desk, NULL, ask, &asking, &asked, error);
    value_count(&request->model, NULL, "question_count", (int64_t)asked);
    return status;
}

/* ---- texts, and what was amended ---- */

static void tell_texts(struct web_request *request, const struct web_paper *paper)
{
    struct model *model = &request->model;
    const struct review_review *own = paper->desk.review.own;
    struct value *list = value_list(model, NULL, "texts");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct review_field *field =
            review_field_find(REVIEW_KIND_REVIEW, span_of(texts[i].name));
        const char *text = *(const char *const *)((const char *)own + field->at);
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "name", texts[i].name);
        value_text(model, row, "words", texts[i].words);
        value_text(model, row, "help", field->help);
        value_text(model, row, "text", text);
    }
    value_count(model, NULL, "base", own->entry.version);
}

static void tell_amended(struct web_request *request, const struct web_paper *paper)
{
    enum { MOST = 100 };
    struct model *model = &request->model;
    instant published = paper->desk.review.own->published;
    struct value *list = value_list(model, NULL, "amended");
    uint64_t last = 0;
    size_t told = 0;
    char id[WEB_CALLED];
    for (size_t i = paper->past_count; i-- > 0 && told < MOST;) {
        const struct review_past *past = &paper->past[i];
        if (published == INSTANT_NONE || past->at <= published || past->change == last) continue;
        struct value *row = value_object(model, list, NULL);
        web_when(request, row, "at", past->at);
        value_text(model, row, "about", review_id_text(past->id, id));
        value_text(model, row, "called", web_called(past->id, id));
        value_text(model, row, "why", past->why);
        last = past->change;
        told++;
    }
}

static enum status tell_work(struct web_request *request, struct web_paper *paper,
                             struct error *error)
{
    enum status status = tell_missing(request, paper, error);
    if (status == STATUS_OK) status = tell_leaks(request, paper, error);
    if (status == STATUS_OK) status = tell_questions(request, paper, error);
    tell_texts(request, paper);
    return status;
}

enum status web_report(struct web_request *request, struct error *error)
{
    struct web_paper paper;
    struct model *model = &request->model;
    enum status status = web_paper_open(request, &paper, error);
    if (status == STATUS_OK) {
        const struct review_review *own = paper.desk.review.own;
        bool out = own->published != INSTANT_NONE && own->status != REVIEW_STATUS_OPEN;
        web_title(request, own->title ? own->title : "Report");
        value_flag(model, NULL, "out", out);
        web_when(request, NULL, "published", own->published);
        value_text(model, NULL, "standing", review_standing(&paper.desk.review));
        tell_circles(request, &paper);
        tell_amended(request, &paper);
        status = tell_report(request, &paper, error);
    }
    if (status == STATUS_OK && web_takes_part(request)) status = tell_work(request, &paper, error);
    desk_close(&paper.desk);
    return status;
}
