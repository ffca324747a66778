/* The report goes out, and is amended in the open: what, when and why stay to be read. */
#include "web/live.h"
#include "web/pages.h"
#include "web/paper.h"

static const char *report_href(struct web_request *request)
{
    const char *href = arena_printf(&request->arena, "/PM%u/report", request->review);
    return href ? href : "/";
}

enum status web_report_publish(struct web_request *request, struct error *error)
{
    struct desk desk;
    const char *given = web_field(request, "for");
    uint8_t circle = 0;
    size_t missing = 0;
    enum status status = STATUS_OK;
    if (given && *given)
        status = desk_is_wrong(
            vocabulary_read(&review_words_circle, span_of(given), &circle, error), error);
    if (status) return status;
    live_settle_all(request->server, request->store, request->review, request->now);
    status = web_desk(request, true, &desk, error);
    if (status) return status;
    if (circle) desk.review.own->circle = circle;
    circle = desk.review.own->circle ? desk.review.own->circle : REVIEW_CIRCLE_TEAM;
    status = desk_stage(&desk, 0, REVIEW_STATUS_PUBLISHED, request->now, &missing, error);
    uint64_t change = desk.change;
    desk_close(&desk);
    if (status) return status;
    const char *told = arena_printf(&request->arena, "Published: %s may read it now",
                                    vocabulary_meaning(&review_words_circle, circle));
    return web_done(request, report_href(request), told, change, error);
}

/* ---- a text of the report, by a form ---- */

/* Both versions, and what was typed, which is not lost. */
static enum status compare(struct web_request *request, struct desk *desk, const char *name,
                           const char *typed, struct error *error)
{
    struct model *model = &request->model;
    const struct review_field *field = live_field(desk->review.own->entry.id, span_of(name));
    const char *text = *(const char *const *)((const char *)desk->review.own + field->at);
    web_title(request, "Two texts");
    struct value *both = value_object(model, NULL, "two");
    value_text(model, both, "name", name);
    value_text(model, both, "theirs", text);
    value_text(model, both, "typed", typed);
    value_count(model, both, "base", desk->review.own->entry.version);
    value_text(model, both, "why", web_field(request, "why"));
    enum status status = web_render(request, error);
    if (status == STATUS_OK) request->response.http = 409;
    return status;
}

static enum status put(struct web_request *request, struct desk *desk, const char *name,
                       const char *typed, uint32_t base, struct error *error)
{
    struct review_entry *entry = review_entry_copy(&desk->review.own->entry, &request->arena);
    if (!entry) return arena_full(&request->arena, error);
    struct desk_put change = {.id = entry->id, .entry = entry, .base = base};
    enum status status = desk_set(desk, entry, name, span_of(typed), error);
    return desk_is_wrong(status ? status : desk_save(desk, &change, 1, error), error);
}

enum status web_report_text(struct web_request *request, struct error *error)
{
    struct desk desk;
    const char *name = web_field(request, "field"), *typed = web_field(request, "text");
    const char *given = web_field(request, "base"), *why = web_field(request, "why");
    uint64_t base = 0;
    struct review_id own = {REVIEW_KIND_REVIEW, 0};
    if (!name || !live_field(own, span_of(name)) || !typed || !given ||
        !span_to_u64(span_of(given), &base) || base == 0 || base > UINT32_MAX)
        return error_set(error, STATUS_USAGE,
                         "field, text and base are wanted: which text, what it says, and the "
                         "version that it was made from");
    live_settle_all(request->server, request->store, request->review, request->now);
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    if (desk.review.own->published != INSTANT_NONE && (!why || !*why))
        status = error_set(error, STATUS_USAGE,
                           "the report is out: say in a line why it is amended; readers see it");
    if (status == STATUS_OK) status = put(request, &desk, name, typed, (uint32_t)base, error);
    uint64_t change = desk.change;
    if (status == STATUS_BUSY && desk.stale != SIZE_MAX)
        status = compare(request, &desk, name, typed, error);
    else if (status == STATUS_OK)
        status = web_done(request, report_href(request), "Saved", change, error);
    desk_close(&desk);
    return status;
}
