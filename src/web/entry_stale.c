/* Somebody else was faster: both versions side by side, field by field, and three ways on. */
#include "web/entry.h"

/* One field in the three versions. */
struct three {
    const struct review_field *field;
    const char *base, *theirs, *mine; /* as people type them */
    const char *wrong;
};

/* The entry as it was at a version; NULL when the history does not have it. */
static enum status version_of(struct web_request *request, struct desk *desk, struct review_id id,
                              uint32_t version, struct review_entry **ret, struct error *error)
{
    struct review_past *past;
    size_t count = 0;
    *ret = NULL;
    enum status status =
        store_history(desk->store, desk->review.number, &id, &request->arena, &past, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (past[i].version != version || !past[i].body.at) continue;
        status = review_body_read(id.kind, past[i].body, &request->arena, ret, error);
        if (status == STATUS_OK) (*ret)->id = id;
    }
    return status;
}

static void add_field(struct web_request *request, struct value *list, const struct three *f)
{
    struct model *model = &request->model;
    struct value *item = value_object(model, list, NULL);
    bool mine = strcmp(f->base, f->mine) != 0, theirs = strcmp(f->base, f->theirs) != 0;
    bool both = mine && theirs && strcmp(f->mine, f->theirs) != 0;
    static const char *const names[] = {"base_text", "theirs", "mine", "merged", "wrong"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        value_flag(model, item, names[i], false); /* else looked up further out */
    value_text(model, item, "name", f->field->name);
    value_text(model, item, "label", fields_label(request, f->field));
    value_text(model, item, "help", f->field->help);
    value_text(model, item, "base_text", f->base);
    value_text(model, item, "theirs", f->theirs);
    value_text(model, item, "mine", f->mine);
    value_text(model, item, "merged", mine ? f->mine : f->theirs);
    value_text(model, item, "wrong", f->wrong);
    value_flag(model, item, "by_me", mine);
    value_flag(model, item, "by_them", theirs);
    value_flag(model, item, "both", both);
    value_flag(model, item, "is_long",
               f->field->type == REVIEW_TYPE_TEXT || f->field->type == REVIEW_TYPE_LINES);
}

/* Lists `differ`, of what one of the two changed. */
static void add_differences(struct web_request *request, struct value *in,
                            const struct review_entry *base, const struct review_entry *theirs,
                            const struct review_entry *mine, const struct fields_typed *typed)
{
    const struct review_kind_spec *spec = &review_kinds[mine->id.kind];
    struct value *list = value_list(&request->model, in, "differ");
    size_t order[FIELDS_MOST], count = 0;
    (void)fields_order(request, mine->id.kind, order, &count);
    for (size_t i = 0; i < count; i++) {
        const struct review_field *field = &spec->fields[order[i]];
        struct three f = {.field = field,
                          .base = fields_text(request, base, field),
                          .theirs = fields_text(request, theirs, field),
                          .mine = fields_text(request, mine, field),
                          .wrong = typed->wrong[order[i]]};
        if (f.wrong && typed->text[order[i]]) f.mine = typed->text[order[i]];
        if (strcmp(f.base, f.mine) != 0 || strcmp(f.base, f.theirs) != 0)
            add_field(request, list, &f);
    }
    value_flag(&request->model, in, "differ_any", list->first != NULL);
}

static void add_bodies(struct web_request *request, const struct review_entry *theirs,
                       const struct review_entry *mine)
{
    if (theirs) (void)web_entry(request, NULL, "current", theirs);
    (void)web_entry(request, NULL, "yours", mine);
    value_flag(&request->model, NULL, "taken_out", theirs == NULL);
}

/* The members of a problem (RFC 9457), with both versions beside them. */
static void add_problem(struct web_request *request, const char *told)
{
    struct model *model = &request->model;
    value_text(model, NULL, "type", "about:blank#BUSY");
    value_text(model, NULL, "title", status_meaning(STATUS_BUSY));
    value_count(model, NULL, "status", 409);
    value_text(model, NULL, "detail", told);
}

static enum status fill(struct web_request *request, struct desk *desk, struct review_id id,
                        uint32_t base_version, struct fields_typed *typed, struct error *error)
{
    struct model *model = &request->model;
    struct review_entry *base = NULL, *mine;
    const struct review_entry *theirs = review_find(&desk->review, id);
    char own_id[WEB_CALLED];
    const char *name = web_called(id, own_id);
    enum status status = version_of(request, desk, id, base_version, &base, error);
    if (status) return status;
    if (!base && !theirs) return web_nothing_there(request, error);
    mine = review_entry_copy(base ? base : theirs, &request->arena);
    if (!mine) return arena_full(&request->arena, error);
    mine->id = id;
    mine->version = base_version;
    status = fields_set(request, desk, mine, typed, error);
    if (status) return status;
    const char *told =
        theirs ? arena_printf(&request->arena,
                              "%s was changed meanwhile: yours was made from version %u, and now "
                              "there is version %u. Nothing is lost; nothing is saved yet.",
                              name, base_version, theirs->version)
               : arena_printf(&request->arena,
                              "%s was taken out meanwhile. What you wrote is here still.", name);
    add_problem(request, told);
    add_bodies(request, theirs, mine);
    if (web_is_api(request)) return STATUS_OK;
    web_title(request, arena_printf(&request->arena, "%s: two versions", name));
    struct value *to = value_object(model, NULL, "stale");
    value_text(model, to, "id", review_id_text(id, own_id));
    value_text(model, to, "href", web_entry_href(request, request->review, id));
    value_text(model, to, "told", told);
    value_flag(model, to, "gone", theirs == NULL);
    if (theirs) value_count(model, to, "base", theirs->version);
    if (theirs && web_sees_names(request)) value_text(model, to, "by", theirs->author);
    if (theirs) web_when(request, to, "written", theirs->written);
    add_differences(request, to, base ? base : theirs, theirs ? theirs : base, mine, typed);
    return STATUS_OK;
}

enum status entry_stale(struct web_request *request, struct desk *desk, struct review_id id,
                        uint32_t base, struct fields_typed *typed, struct error *error)
{
    struct text out;
    enum status status = fill(request, desk, id, base, typed, error);
    if (status) return status;
    if (!web_is_api(request)) {
        struct web_route stale = *request->route;
        const struct web_route *route = request->route;
        stale.page = "entry_stale";
        request->route = &stale;
        status = web_render(request, error);
        request->route = route;
    } else {
        text_init(&out, 0);
        value_write(request->model.root, &out);
        status = model_status(&request->model, error);
        if (status == STATUS_OK) status = text_status(&out, error);
        if (status == STATUS_OK) web_bytes(request, "application/problem+json", &out);
        text_release(&out);
    }
    if (status == STATUS_OK) request->response.http = 409;
    return status;
}
