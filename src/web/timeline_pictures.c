/* Pictures of the evidence: where they stand on the axis, and their bytes. */
#include "web/pages.h"
#include "web/timeline.h"

static bool rests_on(const struct review_event *event, const struct sha256 *content)
{
    for (size_t i = 0; i < event->evidence.count; i++)
        if (sha256_equal(&event->evidence.at[i].content, content)) return true;
    return false;
}

/* A picture has no time of its own: the first event that rests on it gives it one. */
static const struct review_event *event_of(const struct review *review,
                                           const struct sha256 *content)
{
    for (size_t i = 0; i < review->events.count; i++)
        if (rests_on(&review->events.at[i], content)) return &review->events.at[i];
    return NULL;
}

void web_timeline_pictures(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    struct value *list = value_list(model, NULL, "pictures");
    for (size_t i = 0; i < view->workspace.count; i++) {
        const struct timeline_source *source = &view->workspace.sources[i];
        const struct evidence_source *facts = &view->workspace.stored[i].facts;
        if (source->index->kind != EVIDENCE_PICTURE || !facts->picture.type) continue;
        const struct review_event *event = event_of(&view->desk.review, &facts->hash);
        struct value *to = value_object(model, list, NULL);
        char name[16];
        value_textf(model, to, "id", "S%u", source->id);
        value_text(model, to, "name", source->name);
        value_textf(model, to, "url", "/api/reviews/PM%u/timeline/pictures/S%u",
                    view->request->review, source->id);
        if (facts->picture.width) value_count(model, to, "width", facts->picture.width);
        if (facts->picture.height) value_count(model, to, "height", facts->picture.height);
        if (event) value_text(model, to, "event", review_id_text(event->entry.id, name));
        if (event) web_timeline_at(view, to, "at", event->at.at);
    }
}

enum status web_timeline_picture(struct web_request *request, struct error *error)
{
    struct timeline_view view;
    uint32_t number = 0;
    enum status status = web_timeline_open(request, true, false, &view, error);
    if (status) return status;
    const struct workspace *workspace = &view.workspace;
    status = desk_source(workspace->stored, workspace->count, web_part(request, 1), &number, error);
    if (status == STATUS_USAGE) status = STATUS_NOT_FOUND;
    if (status == STATUS_OK && workspace->indexes[number].kind != EVIDENCE_PICTURE)
        status = web_nothing_there(request, error);
    if (status == STATUS_OK) {
        struct text body;
        char hex[65];
        text_init(&body, 64 << 20);
        text_add(&body, workspace->contents[number]);
        status = text_status(&body, error);
        sha256_hex(&workspace->stored[number].facts.hash, hex);
        if (status == STATUS_OK)
            web_bytes(request, workspace->stored[number].facts.picture.type, &body);
        request->response.sandboxed = true;
        request->response.etag = arena_printf(&request->arena, "\"%.32s\"", hex);
        text_release(&body);
    }
    web_timeline_close(&view);
    return status;
}
