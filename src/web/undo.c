/* Taking a change back, whoever made it. */
#include "web/entry.h"
#include "web/pages.h"
#include "web/server.h"

/* What a change touched, and whether this account may take it back. */
struct undoing {
    uint64_t change;
    struct review_id first; /* the entry to go on to */
    size_t touched;
};

static enum status own_at(struct web_request *request, const struct review_past *past,
                          struct review_entry **ret, struct error *error)
{
    *ret = NULL;
    if (!past || !past->body.at) return STATUS_OK;
    return review_body_read(REVIEW_KIND_REVIEW, past->body, &request->arena, ret, error);
}

/* A change of the review's circle is as much for those who lead when it is taken back. */
static enum status check_own(struct web_request *request, const struct review_past *before,
                             const struct review_past *past, struct error *error)
{
    struct review_entry *old = NULL, *new = NULL;
    enum status status = own_at(request, before, &old, error);
    if (status == STATUS_OK) status = own_at(request, past, &new, error);
    if (status) return status;
    if (!old || !new)
        return error_set(error, STATUS_USAGE, "this is how the review began: it stays");
    const struct review now = {.own = (struct review_review *)new};
    return entry_check_own(request, &now, old, error);
}

static enum status look(struct web_request *request, struct desk *desk, struct undoing *u,
                        struct error *error)
{
    struct review_past *past;
    const struct review_past *own = NULL;
    bool *seen = NULL;
    size_t count = 0;
    enum status status = store_history(desk->store, desk->review.number, NULL, &request->arena,
                                       &past, &count, error);
    if (status == STATUS_OK)
        status = history_seen(request, &desk->review, past, count, &seen, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool is_own = past[i].id.kind == REVIEW_KIND_REVIEW;
        if (past[i].change == u->change) {
            if (!seen[i]) return web_nothing_there(request, error);
            if (is_own) status = check_own(request, own, &past[i], error);
            if (u->touched++ == 0) u->first = past[i].id;
        }
        if (is_own) own = &past[i];
    }
    if (status == STATUS_OK && !u->touched) return web_nothing_there(request, error);
    return status;
}

/* The number of the change that took it back, so that this can be taken back as well. */
static enum status last_change(struct web_request *request, struct desk *desk, uint64_t *ret,
                               struct error *error)
{
    struct review_past *past;
    size_t count = 0;
    enum status status = store_history(desk->store, desk->review.number, NULL, &request->arena,
                                       &past, &count, error);
    if (status == STATUS_OK) *ret = count ? past[count - 1].change : 0;
    return status;
}

static enum status take_back(struct web_request *request, struct desk *desk, struct undoing *u,
                             struct error *error)
{
    uint64_t undone = 0, made = 0;
    enum status status = look(request, desk, u, error);
    if (status == STATUS_OK) status = desk_undo(desk, u->change, &undone, error);
    if (status == STATUS_OK) status = last_change(request, desk, &made, error);
    if (status) return status;
    const char *href = arena_printf(&request->arena, "/PM%u/history", request->review);
    if (u->touched == 1) href = web_entry_href(request, request->review, u->first);
    const char *told =
        arena_printf(&request->arena, "change %llu is taken back", (unsigned long long)undone);
    if (!href || !told) return arena_full(&request->arena, error);
    if (web_is_api(request)) value_count(&request->model, NULL, "undone", (int64_t)undone);
    return web_done(request, href, told, made, error);
}

enum status web_undo(struct web_request *request, struct error *error)
{
    const char *change = web_field(request, "change");
    struct undoing u = {0};
    struct desk desk = {0};
    if (!change || !span_to_u64(span_of(change), &u.change) || !u.change)
        return error_set(error, STATUS_USAGE, "say which change: its number stands in the history");
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = take_back(request, &desk, &u, error);
    desk_close(&desk);
    return status;
}
