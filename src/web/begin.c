/* A review begins: with a title of what users met, or with files that are dropped. Whoever makes it
 * owns it; a facilitator is asked for later. */
#include "web/gather.h"
#include "web/pages.h"
#include "web/shelf.h"

enum status web_new(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    (void)error;
    web_title(request, "Start a review");
    shelf_day(request, NULL, "today", instant_day(request->now));
    value_text(model, NULL, "title", web_query(request, "title"));
    return STATUS_OK;
}

static const char *typed(const struct web_request *request, const char *field,
                         const char *otherwise)
{
    const char *given = web_field(request, field);
    return given && span_trim(span_of(given)).len ? given : otherwise;
}

/* Files alone are enough to begin with: the title can be written once they were read. */
static enum status fill(struct web_request *request, struct desk *desk, struct review_entry *own,
                        struct error *error)
{
    static const char *const fields[] = {"severity", "zone", "sort"};
    struct text today;
    const char *title = typed(request, "title", NULL);
    if (!title && (request->uploads || typed(request, "files", NULL)))
        title = "Begun with files, title to come";
    if (!title)
        return error_set(error, STATUS_USAGE,
                         "a review wants a title: what users met, such as \"Orders could not be "
                         "placed\"");
    text_init(&today, 64);
    instant_add_text(&today, request->now, NULL, INSTANT_DATE, 0);
    const char *day = typed(request, "day", today.at);
    enum status status = desk_set(desk, own, "title", span_trim(span_of(title)), error);
    if (status == STATUS_OK) status = desk_set(desk, own, "day", span_of(day), error);
    if (status == STATUS_OK)
        status = desk_set(desk, own, "circle", span_of(typed(request, "circle", "team")), error);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == STATUS_OK; i++) {
        const char *given = typed(request, fields[i], NULL);
        if (given) status = desk_set(desk, own, fields[i], span_of(given), error);
    }
    text_release(&today);
    return status;
}

/* The review's own entry, and whoever makes it as its owner. */
static enum status put_together(struct web_request *request, struct desk *desk,
                                struct desk_put puts[2], struct error *error)
{
    struct arena *arena = desk->arena;
    struct review_entry *blank = review_entry_new(REVIEW_KIND_REVIEW, arena);
    struct review_entry *own = review_entry_new(REVIEW_KIND_REVIEW, arena);
    struct review_entry *person = review_entry_new(REVIEW_KIND_PERSON, arena);
    if (!own || !blank || !person) return arena_full(arena, error);
    desk->review.own = (struct review_review *)blank;
    enum status status = desk_typing(desk, desk->review.own, error);
    if (status == STATUS_OK) status = fill(request, desk, own, error);
    if (status == STATUS_OK)
        status = desk_set(desk, person, "role", SPAN("owner of the review"), error);
    if (status == STATUS_OK) status = desk_set(desk, person, "parts", SPAN("owner"), error);
    if (status == STATUS_OK)
        status = desk_set(desk, person, "name", span_of(request->me.name), error);
    puts[0] = (struct desk_put){.id = own->id, .entry = own};
    puts[1] = (struct desk_put){.id = person->id, .entry = person};
    return status;
}

/* The review and who owns it are one change: nobody could open a private one that has no owner. */
static enum status make(struct web_request *request, struct desk *desk, struct error *error)
{
    struct store_actor actor = session_actor(request);
    struct desk_put puts[2];
    enum status status = put_together(request, desk, puts, error);
    desk->part = true;
    if (status == STATUS_OK) status = desk_save(desk, puts, 2, error);
    if (status) return status;
    struct store_member owner = {.review = desk->review.number,
                                 .account = (uint32_t)request->me.account,
                                 .parts = 1u << REVIEW_PART_OWNER,
                                 .person = puts[1].id.number};
    status = store_member_set(request->store, &actor, &owner, error);
    if (status) return status;
    desk->changing = false;
    return store_commit(request->store, error);
}

/* What was typed stays in the form, with what is wrong above it. */
static enum status again(struct web_request *request, struct error *error)
{
    static const char *const fields[] = {"title", "day", "severity", "zone", "circle"};
    struct error why = *error;
    if (web_is_api(request)) return error->status;
    enum status status = web_new(request, error);
    value_text(&request->model, NULL, "wrong", why.message);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        value_text(&request->model, NULL, fields[i], web_field(request, fields[i]));
    if (status == STATUS_OK) status = web_render(request, error);
    request->response.http = status_http(why.status);
    return status;
}

enum status web_begin(struct web_request *request, struct error *error)
{
    struct desk desk;
    if (request->me.reads_only)
        return error_set(error, STATUS_NOT_ALLOWED, "this token only reads");
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = make(request, &desk, error);
    uint32_t number = desk.review.number;
    desk_close(&desk);
    if (status == STATUS_USAGE || status == STATUS_BAD_INPUT) return again(request, error);
    if (status) return status;
    status = uploads_take(request, number, error);
    if (status) return status;
    value_textf(&request->model, NULL, "id", "PM%u", number);
    value_textf(&request->model, NULL, "href", "/PM%u", number);
    const char *href = arena_printf(&request->arena, "/PM%u/evidence", number);
    const char *told = arena_printf(&request->arena, "PM%u is begun, and you own it", number);
    if (!href || !told) return arena_full(&request->arena, error);
    return web_done(request, href, told, 0, error);
}
