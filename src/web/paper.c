/* The report of a review as it would leave, for a circle; and as files. */
#include "web/paper.h"
#include "web/pages.h"
#include "web/words.h"

/* Names are for those who take part; others see what their circle gets. */
static enum status choose_circle(struct web_request *request, const struct review_review *own,
                                 uint8_t *ret, struct error *error)
{
    const char *given = web_query(request, "for");
    uint8_t circle = own->circle ? own->circle : REVIEW_CIRCLE_TEAM;
    enum status status = STATUS_OK;
    if (given && *given)
        status = vocabulary_read(&review_words_circle, span_of(given), &circle, error);
    uint8_t least = web_sees_names(request) ? REVIEW_CIRCLE_PRIVATE
                    : request->me.of_team   ? REVIEW_CIRCLE_TEAM
                                            : REVIEW_CIRCLE_COMPANY;
    if (circle < least) circle = least;
    if (status == STATUS_OK) *ret = circle;
    return desk_is_wrong(status, error);
}

enum status web_paper_open(struct web_request *request, struct web_paper *ret, struct error *error)
{
    *ret = (struct web_paper){.past = NULL};
    uint8_t circle = 0;
    enum status status = web_desk(request, false, &ret->desk, error);
    const struct review *review = &ret->desk.review;
    if (status == STATUS_OK) status = choose_circle(request, review->own, &circle, error);
    if (status == STATUS_OK) status = desk_settle(&ret->desk, &ret->settled, &ret->bounds, error);
    if (status == STATUS_OK)
        status = review_quality_of(review, &ret->settled, &ret->bounds, &request->arena,
                                   &ret->quality, error);
    if (status == STATUS_OK)
        status = store_history(request->store, review->number, NULL, &request->arena, &ret->past,
                               &ret->past_count, error);
    if (status) return status;
    ret->report = (struct report_review){.review = review,
                                         .settled = &ret->settled,
                                         .bounds = &ret->bounds,
                                         .quality = &ret->quality,
                                         .history = ret->past,
                                         .history_count = ret->past_count,
                                         .zone = ret->desk.zone,
                                         .depth = REPORT_ALL,
                                         .circle = circle,
                                         .made = request->now};
    return STATUS_OK;
}

static enum status gather(void *context, struct span bytes, struct error *error)
{
    struct text *out = context;
    text_add(out, bytes);
    return text_status(out, error);
}

enum status web_paper_write(const struct web_paper *paper, web_paper_writer *write,
                            struct text *out, struct error *error)
{
    struct report_sink sink = {.context = out, .write = gather};
    enum status status = write(&paper->report, &sink, error);
    return status ? status : text_status(out, error);
}

/* ---- files ---- */

static enum status name_file(struct web_request *request, const struct web_paper *paper,
                             const char *ending, struct error *error)
{
    struct text name;
    text_init(&name, 4 << 10);
    const char *words =
        arena_printf(&request->arena, "PM%u-%s.%s", request->review,
                     vocabulary_word(&review_words_circle, paper->report.circle), ending);
    if (words) words_disposition(span_of(words), &name);
    enum status status = text_status(&name, error);
    request->response.filename = status ? NULL : arena_copy(&request->arena, text_span(&name));
    text_release(&name);
    if (status == STATUS_OK && !request->response.filename)
        status = arena_full(&request->arena, error);
    return status;
}

static enum status send_file(struct web_request *request, web_paper_writer *write,
                             const char *ending, const char *type, struct error *error)
{
    struct web_paper paper;
    struct text out;
    text_init(&out, (size_t)64 << 20);
    enum status status = web_paper_open(request, &paper, error);
    if (status == STATUS_OK) status = web_paper_write(&paper, write, &out, error);
    if (status == STATUS_OK) status = name_file(request, &paper, ending, error);
    desk_close(&paper.desk);
    if (status == STATUS_OK) web_bytes(request, type, &out);
    text_release(&out);
    return status;
}

enum status web_report_html(struct web_request *request, struct error *error)
{
    return send_file(request, report_review_html, "html", "text/html; charset=utf-8", error);
}

enum status web_report_markdown(struct web_request *request, struct error *error)
{
    return send_file(request, report_review_markdown, "md", "text/markdown; charset=utf-8", error);
}

enum status web_report_json(struct web_request *request, struct error *error)
{
    return send_file(request, report_review_json, "json", "application/json; charset=utf-8", error);
}
