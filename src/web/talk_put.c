/*
 * The small forms of the talk: a new entry, or some fields of one, in place.
 *
 *     entry=Q3 base=2 f.state=answered f.answer=...      or      kind=question f.text=...
 *
 * A field that comes several times is a list. What cannot be saved comes back with all that was
 * typed, and, when somebody else was faster, beside how the entry is now.
 */
#include "web/pages.h"
#include "web/talk.h"

/* The review and its people are changed where their rights are asked for. */
enum { CLOSED = REVIEW_MASK(REVIEW) | REVIEW_MASK(PERSON) };

struct putting {
    struct web_request *request;
    struct desk desk;
    struct desk_put put;
    const struct review_entry *old; /* NULL: new */
};

/* An area has its number before anything was said about it. */
static enum status new_area(struct putting *p, struct review_id id, struct error *error)
{
    p->put.id = id;
    p->put.entry = review_entry_new(REVIEW_KIND_AREA, &p->request->arena);
    if (!p->put.entry) return arena_full(&p->request->arena, error);
    p->put.entry->id = id;
    ((struct review_area *)p->put.entry)->area = (uint8_t)id.number;
    return STATUS_OK;
}

static enum status find_old(struct putting *p, const char *name, struct error *error)
{
    struct review_id id;
    uint64_t base = 0;
    const char *from = web_field(p->request, "base");
    enum status status = review_id_read(span_of(name), &id, error);
    if (status) return desk_is_wrong(status, error);
    p->old = review_find(&p->desk.review, id);
    if (!p->old && id.kind == REVIEW_KIND_AREA && id.number && id.number < REVIEW_AREA_COUNT)
        return new_area(p, id, error);
    if (!p->old || !web_sees(p->request, &p->desk.review, p->old) || CLOSED >> id.kind & 1)
        return error_set(error, STATUS_NOT_FOUND, "there is no %.16s here to be changed", name);
    p->put.id = id;
    p->put.entry = review_entry_copy(p->old, &p->request->arena);
    if (!p->put.entry) return arena_full(&p->request->arena, error);
    if (from && span_to_u64(span_of(from), &base) && base <= UINT32_MAX)
        p->put.base = (uint32_t)base;
    return STATUS_OK;
}

static enum status begin(struct putting *p, struct error *error)
{
    const char *name = web_field(p->request, "entry"), *kind = web_field(p->request, "kind");
    if (name && *name) return find_old(p, name, error);
    for (unsigned i = 0; kind && i < REVIEW_KIND_COUNT; i++) {
        if (strcmp(kind, review_kinds[i].name) != 0 || CLOSED >> i & 1) continue;
        p->put.entry = review_entry_new((enum review_kind)i, &p->request->arena);
        p->put.id = (struct review_id){i, 0};
        if (!p->put.entry) return arena_full(&p->request->arena, error);
        p->put.entry->id = p->put.id;
        return STATUS_OK;
    }
    return error_set(error, STATUS_USAGE, "say which entry is to be changed, or of what kind");
}

static enum status set_field(struct putting *p, struct span name, struct span typed, bool again,
                             struct error *error)
{
    const struct review_field *field = review_field_find((enum review_kind)p->put.id.kind, name);
    if (!field || field->flags & REVIEW_DERIVED)
        return error_set(error, STATUS_USAGE, "there is no field '%.*s' here", SPAN_ARGS(name));
    if (!again) return desk_set(&p->desk, p->put.entry, field->name, typed, error);
    if (span_trim(typed).len == 0) return STATUS_OK;
    const char *more = arena_printf(&p->request->arena, "+%.*s", SPAN_ARGS(typed));
    if (!more) return arena_full(&p->request->arena, error);
    return desk_set(&p->desk, p->put.entry, field->name, span_of(more), error);
}

static bool came_before(const struct web_request *request, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (span_equal(request->form[i].name, request->form[number].name)) return true;
    return false;
}

static enum status set_fields(struct putting *p, struct error *error)
{
    struct web_request *request = p->request;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < request->form_count && status == STATUS_OK; i++) {
        struct span name = request->form[i].name;
        if (span_starts(name, SPAN("f.")))
            status = set_field(p, span_from(name, 2), request->form[i].value,
                               came_before(request, i), error);
    }
    const struct value *member = request->json ? request->json->first : NULL;
    for (; member && status == STATUS_OK; member = member->next) {
        struct span name = span_of(member->key);
        const char *typed = web_field(request, member->key);
        if (span_starts(name, SPAN("f.")) && typed)
            status = set_field(p, span_from(name, 2), span_of(typed), false, error);
    }
    return status;
}

/* ---- what could not be saved ---- */

static void add_typed(struct putting *p)
{
    struct model *model = &p->request->model;
    struct value *list = value_list(model, NULL, "typed");
    for (size_t i = 0; i < p->request->form_count; i++) {
        const struct web_pair *pair = &p->request->form[i];
        if (!span_starts(pair->name, SPAN("f."))) continue;
        const struct review_field *field =
            review_field_find((enum review_kind)p->put.id.kind, span_from(pair->name, 2));
        struct value *to = value_object(model, list, NULL);
        value_span(model, to, "name", pair->name);
        value_span(model, to, "words", span_from(pair->name, 2));
        value_span(model, to, "value", pair->value);
        if (!field) continue;
        value_text(model, to, "help", field->help);
        value_flag(model, to, "long", field->type == REVIEW_TYPE_TEXT);
        struct text now;
        text_init(&now, 0);
        if (p->old) {
            const struct review_entry *shown = web_shown(p->request, p->old);
            if (shown) review_field_text(shown, field, &now);
        }
        value_span(model, to, "now", text_span(&now));
        text_release(&now);
    }
}

static enum status show_again(struct putting *p, struct error *error)
{
    struct model *model = &p->request->model;
    struct error why = *error;
    char id[16];
    bool stale = why.status == STATUS_BUSY;
    web_title(p->request, stale ? "Somebody else was faster" : "Not saved yet");
    value_text(model, NULL, "wrong", why.message);
    value_flag(model, NULL, "stale", stale);
    value_text(model, NULL, "to", talk_back(p->request, "discussion"));
    value_text(model, NULL, "kind", review_kinds[p->put.id.kind].name);
    if (p->old) {
        value_text(model, NULL, "entry", review_id_text(p->old->id, id));
        value_text(model, NULL, "line", review_entry_line(p->old));
        value_count(model, NULL, "base", p->old->version);
    }
    add_typed(p);
    enum status status = web_render(p->request, error);
    p->request->response.http = status_http(why.status);
    return status;
}

/* A form of a page gets its words back; a program is told what is wrong. */
static bool can_show(const struct putting *p, enum status status)
{
    bool mine = status == STATUS_USAGE || status == STATUS_BAD_INPUT || status == STATUS_BUSY ||
                status == STATUS_LIMIT;
    return mine && p->put.entry && !web_is_api(p->request);
}

enum status web_talk_put(struct web_request *request, struct error *error)
{
    struct putting p = {.request = request};
    char id[16];
    enum status status = web_desk(request, true, &p.desk, error);
    if (status) return status;
    status = begin(&p, error);
    if (status == STATUS_OK) status = set_fields(&p, error);
    if (status == STATUS_OK) status = desk_save(&p.desk, &p.put, 1, error);
    if (can_show(&p, status)) {
        status = show_again(&p, error);
    } else if (status == STATUS_OK) {
        const char *told = arena_printf(&request->arena, "%s saved", review_id_text(p.put.id, id));
        const struct review_entry *saved = review_find(&p.desk.review, p.put.id);
        if (saved && web_is_api(request)) web_entry(request, NULL, "entry", saved);
        status = web_done(request, talk_back(request, "discussion"), told, p.desk.change, error);
    }
    desk_close(&p.desk);
    return status;
}
