/* Items are shaped, decided on and followed up by forms; nothing that was typed is lost. */
#include "web/pages.h"
#include "web/plan.h"
#include "web/puts.h"

static const char *const lines[] = {
    "text",      "detail",      "type",         "kind",         "strength", "strength_reason",
    "effect",    "outcome",     "owner",        "team",         "due",      "effort",
    "done_when", "proof",       "serves",       "side_effects", "reason",   "waits_for",
    "until",     "tracker",     "check_method", "result",       "level",    "evidence",
    "held_in",   "not_held_in", "replaced_by",  "raised_by",    "checked",  "done",
    NULL,
};
/* Boxes to tick: a form that has them says so, since none ticked sends nothing. */
static const char *const ticked[] = {"breaks", "cuts", "areas", "broader"};

static enum status set_ticked(struct web_puts *puts, struct review_item *item, const char *name,
                              struct error *error)
{
    const struct web_request *request = puts->request;
    const char *marks = web_field(request, "ticked");
    struct text all;
    if (request->json || !marks) {
        const char *typed = web_field(request, name);
        return typed ? desk_set(&puts->desk, &item->entry, name, span_of(typed), error) : STATUS_OK;
    }
    text_init(&all, 0);
    for (size_t i = 0; i < request->form_count; i++) {
        if (!span_is(request->form[i].name, name) || !request->form[i].value.len) continue;
        if (all.len) text_adds(&all, ", ");
        text_add(&all, request->form[i].value);
    }
    enum status status = text_status(&all, error);
    if (status == STATUS_OK)
        status = desk_set(&puts->desk, &item->entry, name, text_span(&all), error);
    text_release(&all);
    return status;
}

/* What the form says; an idea that is shaped says so by the button that sends it. */
static enum status fill(struct web_puts *puts, struct review_item *item, struct error *error)
{
    const char *state = web_field(puts->request, "state");
    enum status status = web_puts_fields(puts, &item->entry, lines, error);
    for (size_t i = 0; i < sizeof ticked / sizeof *ticked && status == STATUS_OK; i++)
        status = set_ticked(puts, item, ticked[i], error);
    if (status == STATUS_OK && state && *state)
        status = desk_set(&puts->desk, &item->entry, "state", span_of(state), error);
    return status;
}

static enum status save(struct web_puts *puts, struct review_id id, const char *what,
                        struct error *error)
{
    struct arena *arena = puts->desk.arena;
    char name[16];
    review_id_text(id, name);
    const char *href = arena_printf(arena, "/PM%u/plan#%s", puts->request->review, name);
    const char *told = arena_printf(arena, "%s %s", name, what);
    return href && told ? web_puts_save(puts, href, told, error) : arena_full(arena, error);
}

/* ---- what could not be saved stays in the form ---- */

/* Beside a stale form: each field in which what is saved now differs from what was typed. */
static void add_theirs(const struct graph_page *page, const struct review_item *typed)
{
    struct model *model = &page->request->model;
    const struct review_entry *now = review_find(page->review, typed->entry.id);
    struct value *list = value_list(model, NULL, "theirs");
    struct text mine, theirs;
    if (!now) return;
    text_init(&mine, 0);
    text_init(&theirs, 0);
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_ITEM];
    for (size_t i = 0; i < spec->count; i++) {
        text_clear(&mine);
        text_clear(&theirs);
        review_field_text(&typed->entry, &spec->fields[i], &mine);
        review_field_text(now, &spec->fields[i], &theirs);
        if (span_equal(text_span(&mine), text_span(&theirs))) continue;
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "field", spec->fields[i].name);
        if (theirs.len)
            value_span(model, one, "saved", text_span(&theirs));
        else
            value_flag(model, one, "saved", false);
        if (mine.len)
            value_span(model, one, "typed", text_span(&mine));
        else
            value_flag(model, one, "typed", false);
    }
    text_release(&mine);
    text_release(&theirs);
}

static enum status again(struct web_puts *puts, const struct review_item *item, bool is_new,
                         const struct error *why, struct error *error)
{
    struct web_request *request = puts->request;
    struct causes_graph none = {0};
    struct graph_page page = {
        .request = request, .desk = &puts->desk, .review = &puts->desk.review, .graph = &none};
    struct review_item shown = *item;
    const struct review_entry *now = is_new ? NULL : review_find(page.review, item->entry.id);
    shown.entry.version = now ? now->version : 0; /* whoever sends it again has seen both */
    if (is_new) shown.entry.id.number = 0;
    value_flag(&request->model, NULL, "stale", why->status == STATUS_BUSY);
    if (why->status == STATUS_BUSY) add_theirs(&page, item);
    enum status status = web_plan_form(&page, &shown, error);
    value_text(&request->model, NULL, "wrong", why->message);
    if (status == STATUS_OK) status = web_render(request, error);
    request->response.http = status_http(why->status);
    return status;
}

static enum status save_item(struct web_puts *puts, struct error *error)
{
    struct web_request *request = puts->request;
    const char *which = web_field(request, "item");
    bool is_new = !which || !*which;
    struct review_id id = {REVIEW_KIND_ITEM, 0};
    enum status status =
        is_new ? STATUS_OK : web_puts_named(puts, "item", REVIEW_KIND_ITEM, &id, error);
    if (status) return status;
    struct review_item *item =
        is_new ? web_puts_new(puts, REVIEW_KIND_ITEM) : web_puts_copy(puts, id);
    if (!item) return arena_full(puts->desk.arena, error);
    id = item->entry.id;
    status = fill(puts, item, error);
    if (status == STATUS_OK) status = web_puts_base(puts, id, error);
    if (status == STATUS_OK) status = save(puts, id, is_new ? "added" : "saved", error);
    bool told = status == STATUS_USAGE || status == STATUS_BAD_INPUT || status == STATUS_BUSY;
    if (!told || web_is_api(request)) return status;
    struct error why = *error;
    return again(puts, item, is_new, &why, error);
}

static enum status make_from(struct web_puts *puts, struct error *error)
{
    const char *typed = web_field(puts->request, "entry");
    struct review_entry *from;
    struct review_item *made;
    if (!typed || !desk_is_entry(typed))
        return error_set(error, STATUS_USAGE, "entry wants an id, such as T3, D1 or E5");
    enum status status = desk_entry(&puts->desk, typed, &from, error);
    if (status == STATUS_OK)
        status = desk_is_wrong(
            review_item_from(&puts->desk.review, from->id, puts->desk.arena, &made, error), error);
    if (status) return status;
    struct review_item *item = web_puts_new(puts, REVIEW_KIND_ITEM);
    if (!item) return arena_full(puts->desk.arena, error);
    made->entry = item->entry;
    *item = *made;
    return save(puts, item->entry.id, "added: say what done means, and who looks after it", error);
}

enum status web_plan_save(struct web_request *request, struct error *error)
{
    return web_puts_run(request, save_item, error);
}

enum status web_plan_from(struct web_request *request, struct error *error)
{
    return web_puts_run(request, make_from, error);
}
