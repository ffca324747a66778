/* One entry of a review: read, changed and taken out, as a page and by the API. */
#include "web/entry.h"
#include "web/pages.h"
#include "web/server.h"

/* ---- reading ---- */

static enum status find(struct web_request *request, const struct desk *desk,
                        struct review_entry **ret, struct error *error)
{
    struct review_entry *entry = review_find(&desk->review, request->entry);
    if (!entry || !web_sees(request, &desk->review, entry))
        return web_nothing_there(request, error);
    *ret = entry;
    return STATUS_OK;
}

static enum status set_tag(struct web_request *request, const struct review_entry *entry,
                           struct error *error)
{
    request->response.etag = arena_printf(&request->arena, "\"%u\"", entry->version);
    return request->response.etag ? STATUS_OK : arena_full(&request->arena, error);
}

enum status entry_answer(struct web_request *request, const struct review_entry *entry,
                         struct error *error)
{
    struct model *model = &request->model;
    struct value *made = web_entry(request, NULL, "entry", entry);
    /* its members become those of the answer */
    *model->root = (struct value){.type = VALUE_OBJECT, .first = made->first, .last = made->last};
    web_when(request, NULL, "written", entry->written);
    return set_tag(request, entry, error);
}

enum status web_entry_read(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_entry *entry = NULL;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = find(request, &desk, &entry, error);
    if (status == STATUS_OK) status = entry_answer(request, entry, error);
    desk_close(&desk);
    return status;
}

static enum status add_past(struct web_request *request, struct desk *desk, size_t most,
                            struct value *in, size_t *ret_count, struct error *error)
{
    struct review_past *past;
    bool *seen = NULL;
    uint64_t more = 0;
    size_t count = 0;
    enum status status = store_history(desk->store, desk->review.number, &request->entry,
                                       &request->arena, &past, &count, error);
    if (status == STATUS_OK)
        status = history_seen(request, &desk->review, past, count, &seen, error);
    if (status == STATUS_OK)
        status = history_add(request, desk, in, past, count, seen, most, &more, error);
    size_t shown = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) shown += seen[i];
    if (status == STATUS_OK) *ret_count = shown;
    value_flag(&request->model, in, "more_history", more != 0);
    return status;
}

/* What people go on to from an entry of this kind. */
static void add_ways(struct web_request *request, struct value *to,
                     const struct review_entry *entry)
{
    static const struct {
        uint32_t kinds;
        const char *kind, *words;
    } ways[] = {
        {REVIEW_MASK(EVENT) | REVIEW_MASK(STATEMENT) | REVIEW_MASK(HYPOTHESIS), "statement",
         "Say something about it"},
        {REVIEW_MASK_ANY & ~(REVIEW_MASK(REVIEW) | REVIEW_MASK(QUESTION) | REVIEW_MASK(PERSON)),
         "question", "Ask about it"},
        {REVIEW_MASK(EVENT) | REVIEW_MASK(STATEMENT), "factor", "A condition that it shows"},
        {REVIEW_MASK(STATEMENT) | REVIEW_MASK(DOCUMENT) | REVIEW_MASK(EVENT) | REVIEW_MASK(FACTOR),
         "item", "An item from it"},
    };
    struct model *model = &request->model;
    struct value *list = value_list(model, to, "ways");
    char name[16];
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!(ways[i].kinds & 1u << entry->id.kind)) continue;
        struct value *way = value_object(model, list, NULL);
        value_textf(model, way, "href", "/PM%u/new/%s?about=%s", request->review, ways[i].kind,
                    review_id_text(entry->id, name));
        value_text(model, way, "words", ways[i].words);
    }
}

/* An entry on the page `entry`: read, in a form, asked about, with its past. `typed` and `refused`
 * (may be NULL): what somebody typed that could not be taken, and why as a whole. */
static enum status show_entry(struct web_request *request, struct desk *desk,
                              const struct review_entry *entry, const struct fields_typed *typed,
                              const char *refused, struct error *error)
{
    enum { PAST = 10 };
    struct model *model = &request->model;
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    bool own = entry->id.kind == REVIEW_KIND_REVIEW;
    char name[WEB_CALLED];
    size_t count = 0;
    web_title(request, arena_printf(&request->arena, "%s: %.120s",
                                    own ? "The review itself" : review_id_text(entry->id, name),
                                    review_entry_line(entry)));
    struct value *to = value_object(model, NULL, "entry");
    value_text(model, to, "id", review_id_text(entry->id, name));
    value_text(model, to, "called", web_called(entry->id, name));
    value_text(model, to, "kind", spec->name);
    value_text(model, to, "kind_help", spec->help);
    value_text(model, to, "href", web_entry_href(request, request->review, entry->id));
    value_count(model, to, "base", entry->version);
    web_when(request, to, "written", entry->written);
    if (web_sees_names(request)) value_text(model, to, "by", entry->author);
    value_flag(model, to, "is_own", own);
    value_flag(model, to, "is_event", entry->id.kind == REVIEW_KIND_EVENT);
    value_flag(model, to, "may", web_takes_part(request));
    value_flag(model, to, "open", typed != NULL || web_query(request, "edit") != NULL);
    value_flag(model, to, "refused", false);
    value_text(model, to, "refused", refused);
    value_flag(model, to, "problems", false);
    value_text(model, to, "typed_why", web_field(request, "why"));
    add_ways(request, to, entry);
    enum status status = fields_reading(request, desk, to, entry, error);
    if (status == STATUS_OK) status = fields_form(request, desk, to, entry, typed, error);
    if (status == STATUS_OK) fields_known(request, &desk->review, to);
    if (status == STATUS_OK) status = entry_guard(request, desk, to, entry, error);
    if (status == STATUS_OK) status = add_past(request, desk, PAST, to, &count, error);
    return status;
}

/* What was taken out has a page still: what it said, and the way to bring it back. */
static enum status fill_gone(struct web_request *request, struct desk *desk, struct error *error)
{
    enum { PAST = 10 };
    struct model *model = &request->model;
    size_t count = 0;
    char name[16];
    struct value *to = value_object(model, NULL, "entry");
    value_text(model, to, "id", review_id_text(request->entry, name));
    value_flag(model, to, "gone", true);
    value_flag(model, to, "may", web_takes_part(request));
    enum status status = add_past(request, desk, PAST, to, &count, error);
    if (status == STATUS_OK && count == 0) return web_nothing_there(request, error);
    web_title(request, arena_printf(&request->arena, "%s was taken out", name));
    return status;
}

enum status web_entry_page(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    struct review_entry *entry = review_find(&desk.review, request->entry);
    if (!entry)
        status = fill_gone(request, &desk, error);
    else if (!web_sees(request, &desk.review, entry))
        status = web_nothing_there(request, error);
    else
        status = show_entry(request, &desk, entry, NULL, NULL, error);
    desk_close(&desk);
    return status;
}

/* ---- changing ---- */

/* The version that a change is made from: the field `base`, or If-Match; 428 without. 0: any. */
static enum status read_base(struct web_request *request, uint32_t *ret, struct error *error)
{
    uint64_t base = 0;
    const char *field = web_field(request, "base"), *match = request->header(request, "If-Match");
    struct span tag = span_trim(span_of(match ? match : field ? field : ""));
    if (match && span_is(tag, "*")) {
        *ret = 0;
        return STATUS_OK;
    }
    if (tag.len > 2 && tag.at[0] == '"' && tag.at[tag.len - 1] == '"')
        tag = span_sub(tag, 1, tag.len - 2);
    if (tag.len && span_to_u64(tag, &base) && base && base <= UINT32_MAX) {
        *ret = (uint32_t)base;
        return STATUS_OK;
    }
    request->response.http = tag.len ? 400 : 428;
    return error_set(error, STATUS_USAGE,
                     "say which version this was made from: If-Match with the ETag of the entry, "
                     "such as \"3\"");
}

enum status entry_check_own(struct web_request *request, const struct review *review,
                            const struct review_entry *after, struct error *error)
{
    const struct review_review *own = (const struct review_review *)after;
    if (after->id.kind != REVIEW_KIND_REVIEW) return STATUS_OK;
    if (own->circle == review->own->circle && own->naming == review->own->naming) return STATUS_OK;
    if (!web_leads(request))
        return error_set(error, STATUS_NOT_ALLOWED,
                         "who may read a review, and whether it prints names, is set by its owner "
                         "or facilitator");
    atomic_fetch_add(&request->server->access, 1);
    return STATUS_OK;
}

/* What a rule of the record says to a change is told beside the form, with what was typed. */
static enum status refuse(struct web_request *request, struct desk *desk,
                          const struct review_entry *entry, const struct fields_typed *typed,
                          const struct error *why, struct error *error)
{
    enum status status =
        show_entry(request, desk, entry, typed, typed->wrong_count ? NULL : why->message, error);
    if (status == STATUS_OK) status = web_render(request, error);
    if (status == STATUS_OK) request->response.http = why->status == STATUS_NOT_ALLOWED ? 403 : 422;
    return status;
}

static enum status done(struct web_request *request, struct desk *desk, struct error *error)
{
    char name[WEB_CALLED];
    const struct review_entry *entry = review_find(&desk->review, request->entry);
    const char *id = web_called(request->entry, name);
    const char *told = arena_printf(&request->arena, "%s %s", id,
                                    !desk->change ? "is as it was: nothing was changed"
                                    : entry       ? "saved"
                                                  : "taken out");
    enum status status = STATUS_OK;
    if (!told) return arena_full(&request->arena, error);
    if (web_is_api(request) && entry) status = entry_answer(request, entry, error);
    return status ? status
                  : web_done(request, web_entry_href(request, request->review, request->entry),
                             told, desk->change, error);
}

static enum status save(struct web_request *request, struct desk *desk, uint32_t base,
                        struct error *error)
{
    struct error why = ERROR_NONE;
    struct fields_typed typed;
    struct review_entry *entry = review_find(&desk->review, request->entry), *copy;
    if (entry && !web_sees(request, &desk->review, entry)) return web_nothing_there(request, error);
    enum status status = fields_read(request, request->entry.kind, &typed, error);
    if (status) return status;
    if (!entry || (base && entry->version != base))
        return entry_stale(request, desk, request->entry, base, &typed, error);
    copy = review_entry_copy(entry, desk->arena);
    if (!copy) return arena_full(desk->arena, error);
    status = fields_set(request, desk, copy, &typed, error);
    if (status) return status;
    struct desk_put put = {.id = entry->id, .entry = copy, .base = base};
    status = fields_wrong(copy, &typed, &why);
    if (status == STATUS_OK) status = entry_check_own(request, &desk->review, copy, &why);
    if (status == STATUS_OK) status = desk_save(desk, &put, 1, &why);
    if (status == STATUS_OK) return done(request, desk, error);
    bool told = status == STATUS_USAGE || status == STATUS_BAD_INPUT || status == STATUS_LIMIT ||
                status == STATUS_NOT_ALLOWED;
    if (told && !web_is_api(request)) return refuse(request, desk, entry, &typed, &why, error);
    if (error) *error = why;
    return status;
}

enum status web_entry_save(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    uint32_t base = 0;
    enum status status = read_base(request, &base, error);
    if (status == STATUS_OK) status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = save(request, &desk, base, error);
    desk_close(&desk);
    return status;
}

enum status web_entry_out(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_entry *entry = NULL;
    uint32_t base = 0;
    enum status status = read_base(request, &base, error);
    if (status == STATUS_OK) status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = find(request, &desk, &entry, error);
    if (status == STATUS_OK && base && entry->version != base) {
        struct fields_typed nothing = {0};
        status = entry_stale(request, &desk, request->entry, base, &nothing, error);
    } else if (status == STATUS_OK) {
        struct desk_put put = {.id = request->entry, .base = base};
        status = desk_is_wrong(desk_save(&desk, &put, 1, error), error);
        if (status == STATUS_OK) status = done(request, &desk, error);
    }
    desk_close(&desk);
    return status;
}
