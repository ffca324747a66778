/* The timeline as a page and as a resource: the same model, the page with a first piece of the
 * records in it so that it can be read without script. */
#include "web/pages.h"
#include "web/timeline.h"
#include "web/words.h"

enum { PAGE_ROWS = 60, API_ROWS = 200 };

static void repeat_asked(struct timeline_view *view)
{
    static const char *const names[] = {"from", "to", "source", "level", "q"};
    struct model *model = &view->request->model;
    struct value *asked = value_object(model, NULL, "asked");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        value_text(model, asked, names[i], web_query(view->request, names[i]));
    struct value *levels = value_list(model, asked, "levels");
    const char *level = web_query(view->request, "level");
    for (unsigned i = EVIDENCE_LEVEL_INFO; i < EVIDENCE_LEVEL_COUNT; i++) {
        struct value *one = value_object(model, levels, NULL);
        const char *word = evidence_level_word((enum evidence_level)i);
        value_text(model, one, "word", word);
        value_flag(model, one, "chosen", level && strcmp(level, word) == 0);
    }
}

/* The way to the next rows: what was asked for, and the cursor. */
static void link_next(struct timeline_view *view)
{
    static const char *const names[] = {"from", "to", "source", "level", "q", "zone"};
    struct model *model = &view->request->model;
    struct text href;
    const char *next = value_str(model->root, "next");
    if (!*next) return;
    text_init(&href, 0);
    text_addf(&href, "/PM%u/timeline?cursor=%s", view->request->review, next);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = web_query(view->request, names[i]);
        if (!value || !*value) continue;
        text_addf(&href, "&%s=", names[i]);
        words_escape(span_of(value), &href);
    }
    text_adds(&href, "#records");
    value_span(model, NULL, "next_href", text_span(&href));
    text_release(&href);
}

static enum status fill_rows(struct timeline_view *view, uint64_t limit, uint64_t most,
                             struct error *error)
{
    struct timeline_asked asked;
    enum status status = web_timeline_ask(view, limit, most, &asked, error);
    if (status) return status;
    status = web_timeline_rows(view, &asked, error);
    evidence_query_free(asked.query);
    return status;
}

enum status web_timeline_page(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    struct model *model = &request->model;
    enum status status = web_timeline_open(request, false, false, &view, error);
    if (status) return status;
    web_title(request, "Timeline");
    status = web_timeline_story(&view, error);
    if (status == STATUS_OK) status = web_timeline_found(&view, false, error);
    web_evidence_doubts(request, view.evidence);
    repeat_asked(&view);
    if (status == STATUS_OK && view.evidence) {
        status = fill_rows(&view, PAGE_ROWS, API_ROWS, error);
        if (status == STATUS_USAGE) { /* typed wrongly: said in place, the rest stays */
            value_text(model, NULL, "wrong", error->message);
            status = STATUS_OK;
        }
        link_next(&view);
    }
    if (!view.evidence) request->response.passing = true;
    web_timeline_close(&view);
    return status;
}

enum status web_timeline_api(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    enum status status = web_timeline_open(request, false, false, &view, error);
    if (status) return status;
    status = web_timeline_story(&view, error);
    if (status == STATUS_OK) status = web_timeline_found(&view, true, error);
    web_timeline_close(&view);
    return status;
}

enum status web_timeline_records(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    enum status status = web_timeline_open(request, true, false, &view, error);
    if (status) return status;
    status = fill_rows(&view, API_ROWS, WEB_ROWS, error);
    web_timeline_close(&view);
    return status;
}
