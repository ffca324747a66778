/* A new entry of a kind: the form, filled in as far as the way here tells, and making it. */
#include "web/entry.h"
#include "web/pages.h"
#include "web/session.h"

static enum status kind_of(struct web_request *request, struct span name, enum review_kind *ret,
                           struct error *error)
{
    for (unsigned kind = 1; kind < REVIEW_KIND_COUNT; kind++) {
        if (!span_is(name, review_kinds[kind].name)) continue;
        *ret = (enum review_kind)kind;
        return STATUS_OK;
    }
    (void)request;
    return error_set(error, STATUS_NOT_FOUND,
                     "there is no kind of entry called \"%.*s\"; event, statement, question, "
                     "hypothesis, factor, item, exhibit and person are the usual ones",
                     (int)(name.len < 40 ? name.len : 40), name.at);
}

/* ---- what the way here tells ---- */

/* The field of this kind that would name such an entry: `about` before others. */
static const struct review_field *field_naming(enum review_kind kind, enum review_kind named)
{
    const struct review_kind_spec *spec = &review_kinds[kind];
    const struct review_field *found = NULL;
    for (size_t i = 0; i < spec->count; i++) {
        const struct review_field *field = &spec->fields[i];
        if (field->type != REVIEW_TYPE_REF && field->type != REVIEW_TYPE_REFS) continue;
        if (!(field->kinds & 1u << named)) continue;
        if (strcmp(field->name, "about") == 0) return field;
        if (!found) found = field;
    }
    return found;
}

/* ?kind_of_field=words: a field by its name. */
static enum status take_query(struct web_request *request, struct desk *desk,
                              struct review_entry *entry, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    for (size_t i = 0; i < spec->count; i++) {
        const char *typed = web_query(request, spec->fields[i].name);
        if (!typed || strcmp(spec->fields[i].name, "about") == 0) continue;
        if (spec->fields[i].flags & REVIEW_DERIVED) continue;
        enum status status = desk_set(desk, entry, spec->fields[i].name, span_of(typed), error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status begin(struct web_request *request, struct desk *desk, enum review_kind kind,
                         struct review_entry **ret, struct error *error)
{
    const char *about = web_query(request, "about");
    struct review_entry *from = NULL, *made = NULL;
    enum status status = STATUS_OK;
    if (!about) about = web_query(request, "from");
    if (about && *about) status = desk_entry(desk, about, &from, error);
    if (status) return status;
    if (from && !web_sees(request, &desk->review, from)) return web_nothing_there(request, error);
    if (from && kind == REVIEW_KIND_ITEM && from->id.kind != REVIEW_KIND_FACTOR) {
        struct review_item *item = NULL;
        status = review_item_from(&desk->review, from->id, desk->arena, &item, error);
        if (status == STATUS_OK) made = &item->entry;
    }
    if (!made) made = review_entry_new(kind, desk->arena);
    if (!made) return arena_full(desk->arena, error);
    const struct review_field *field = from ? field_naming(kind, from->id.kind) : NULL;
    char name[16];
    if (field && !review_is_stated(made, field))
        status = desk_set(desk, made, field->name, span_of(review_id_text(from->id, name)), error);
    if (status == STATUS_OK) status = take_query(request, desk, made, error);
    *ret = made;
    return status;
}

/* ---- the form ---- */

static enum status fill(struct web_request *request, struct desk *desk,
                        const struct review_entry *entry, const struct fields_typed *typed,
                        const char *refused, struct error *error)
{
    struct model *model = &request->model;
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    char key[65];
    struct value *to = value_object(model, NULL, "entry");
    web_title(request, arena_printf(&request->arena, "New %s", spec->name));
    value_text(model, to, "kind", spec->name);
    value_text(model, to, "kind_help", spec->help);
    value_flag(model, to, "is_event", entry->id.kind == REVIEW_KIND_EVENT);
    value_textf(model, to, "action", "/PM%u/new/%s", request->review, spec->name);
    value_text(model, to, "refused", refused);
    session_secret(key);
    value_text(model, to, "key", key);
    fields_known(request, &desk->review, to);
    return fields_form(request, desk, to, entry, typed, error);
}

enum status web_entry_new(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_entry *entry = NULL;
    enum review_kind kind = REVIEW_KIND_EVENT;
    enum status status = kind_of(request, request->captured[1], &kind, error);
    if (status == STATUS_OK) status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = begin(request, &desk, kind, &entry, error);
    if (status == STATUS_OK) status = fill(request, &desk, entry, NULL, NULL, error);
    desk_close(&desk);
    return status;
}

/* ---- making it ---- */

static enum status done(struct web_request *request, struct desk *desk, struct review_id id,
                        struct error *error)
{
    char name[16];
    const struct review_entry *made = review_find(&desk->review, id);
    const char *told = arena_printf(
        &request->arena, id.kind == REVIEW_KIND_EVENT ? "%s is in the timeline now" : "%s is made",
        review_id_text(id, name));
    if (!told) return arena_full(&request->arena, error);
    bool api = web_is_api(request) && made;
    enum status status = api ? entry_answer(request, made, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = web_done(request, web_entry_href(request, request->review, id), told, desk->change,
                          error);
    if (status || !api) return status;
    status = web_render(request, error);
    if (status == STATUS_OK) request->response.http = 201;
    return status;
}

static enum status make(struct web_request *request, struct desk *desk, enum review_kind kind,
                        struct error *error)
{
    struct error why = ERROR_NONE;
    struct fields_typed typed;
    struct review_entry *entry = review_entry_new(kind, desk->arena);
    if (!entry) return arena_full(desk->arena, error);
    enum status status = fields_read(request, kind, &typed, error);
    if (status == STATUS_OK) status = fields_set(request, desk, entry, &typed, error);
    if (status) return status;
    struct desk_put put = {.id = {kind, 0}, .entry = entry};
    status = fields_wrong(entry, &typed, &why);
    if (status == STATUS_OK) status = desk_save(desk, &put, 1, &why);
    if (status == STATUS_OK) return done(request, desk, put.id, error);
    bool told = status == STATUS_USAGE || status == STATUS_BAD_INPUT || status == STATUS_LIMIT;
    if (told && !web_is_api(request)) {
        status = fill(request, desk, entry, &typed, typed.wrong_count ? NULL : why.message, error);
        if (status == STATUS_OK) status = web_render(request, error);
        if (status == STATUS_OK) request->response.http = 422;
        return status;
    }
    if (error) *error = why;
    return status;
}

enum status web_entry_make(struct web_request *request, struct error *error)
{
    const char *named = web_field(request, "kind");
    struct span name = web_is_api(request) ? span_of(named ? named : "") : request->captured[1];
    struct desk desk = {0};
    enum review_kind kind = REVIEW_KIND_EVENT;
    enum status status = kind_of(request, name, &kind, error);
    if (status == STATUS_OK) status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = make(request, &desk, kind, error);
    desk_close(&desk);
    return status;
}
