/* From the evidence into the story: one record, or all milestones that it proposes. */
#include "web/pages.h"
#include "web/timeline.h"

static enum status save_one(struct timeline_view *view, struct review_entry *made,
                            struct error *error)
{
    struct web_request *request = view->request;
    struct desk_put put = {.id = made->id, .entry = made};
    enum status status = desk_save(&view->desk, &put, 1, error);
    if (status) return status;
    const struct review_entry *kept = review_find(&view->desk.review, put.id);
    if (!kept) kept = made;
    char name[16];
    (void)web_entry(request, NULL, "entry", kept);
    const char *told =
        arena_printf(&request->arena, "%s is in the story now.", review_id_text(put.id, name));
    return web_done(request, web_entry_href(request, request->review, put.id), told,
                    view->desk.change, error);
}

enum status web_timeline_take(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    struct review_entry *made = NULL;
    const char *place = web_field(request, "place");
    if (!place || !*place)
        return error_set(error, STATUS_USAGE, "which record? place wants one such as S3:120-340");
    enum status status = web_timeline_open(request, true, true, &view, error);
    if (status) return status;
    status = desk_take_records(&view.desk, &view.workspace, place, &made, error);
    if (status == STATUS_OK) status = save_one(&view, made, error);
    web_timeline_close(&view);
    return status;
}

enum status web_timeline_take_all(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    struct desk_put *puts = NULL;
    size_t count = 0, known = 0;
    enum status status = web_timeline_open(request, true, true, &view, error);
    if (status) return status;
    status = desk_take_milestones(&view.desk, &view.workspace, &puts, &count, &known, error);
    if (status == STATUS_OK && count) status = desk_save(&view.desk, puts, count, error);
    if (status == STATUS_OK) {
        value_count(&request->model, NULL, "taken", (int64_t)count);
        value_count(&request->model, NULL, "known", (int64_t)known);
        const char *href = arena_printf(&request->arena, "/PM%u/timeline", request->review);
        const char *told =
            arena_printf(&request->arena, "%zu taken over, %zu were there already.", count, known);
        status = web_done(request, href ? href : "/", told, view.desk.change, error);
    }
    web_timeline_close(&view);
    return status;
}
