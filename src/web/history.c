/* What was changed, when, by whom and why; and taking any of it back. */
#include "web/entry.h"
#include "web/pages.h"
#include "web/server.h"

/* ---- what may be seen ---- */

/* A first account of somebody else, at any of its versions, while accounts are apart. */
static enum status is_hidden(struct web_request *request, const struct review *review,
                             const struct review_past *past, bool *ret, struct error *error)
{
    struct review_entry *entry;
    *ret = false;
    if (past->id.kind != REVIEW_KIND_STATEMENT || !past->body.at) return STATUS_OK;
    enum status status =
        review_body_read(past->id.kind, past->body, &request->arena, &entry, error);
    if (status) return status;
    entry->id = past->id;
    entry->author = past->by;
    *ret = !web_sees(request, review, entry);
    return STATUS_OK;
}

enum status history_seen(struct web_request *request, const struct review *review,
                         const struct review_past *past, size_t count, bool **ret,
                         struct error *error)
{
    size_t waiting;
    bool *seen = arena_array(&request->arena, count + 1, sizeof *seen);
    uint32_t most = review->last[REVIEW_KIND_STATEMENT];
    bool *hidden = arena_array(&request->arena, (size_t)most + 1, sizeof *hidden);
    if (!seen || !hidden) return arena_full(&request->arena, error);
    bool apart = review_accounts_apart(review, &waiting);
    for (size_t i = 0; i < count && apart; i++) {
        bool hide = false;
        enum status status = is_hidden(request, review, &past[i], &hide, error);
        if (status) return status;
        if (hide && past[i].id.number <= most) hidden[past[i].id.number] = true;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t number = past[i].id.number;
        seen[i] = past[i].id.kind != REVIEW_KIND_STATEMENT || number > most || !hidden[number];
    }
    *ret = seen;
    return STATUS_OK;
}

/* ---- what differs ---- */

static const struct review_past *before_of(const struct review_past *past, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (review_id_equal(past[i].id, past[at].id)) return &past[i];
    return NULL;
}

static enum status read_past(struct web_request *request, const struct review_past *past,
                             struct review_entry **ret, struct error *error)
{
    *ret = NULL;
    if (!past || !past->body.at) return STATUS_OK;
    return review_body_read(past->id.kind, past->body, &request->arena, ret, error);
}

/* Lines that went and came, of a text that has several. */
static enum status add_lines(struct web_request *request, struct value *item, const char *before,
                             const char *after, struct error *error)
{
    struct model *model = &request->model;
    struct text out;
    text_init(&out, 0);
    enum status status = desk_difference(&out, span_of(before), span_of(after), error);
    if (status == STATUS_OK) status = text_status(&out, error);
    struct value *list = value_list(model, item, "lines");
    struct span rest = text_span(&out);
    while (rest.len && status == STATUS_OK) {
        struct span line = span_cut(&rest, '\n');
        struct value *to = value_object(model, list, NULL);
        value_flag(model, to, "came", line.len && line.at[0] == '+');
        value_span(model, to, "text", span_from(line, line.len < 2 ? line.len : 2));
    }
    text_release(&out);
    return status;
}

static enum status add_fields(struct web_request *request, struct value *to,
                              const struct review_entry *old, const struct review_entry *new,
                              enum review_kind kind, struct error *error)
{
    struct model *model = &request->model;
    const struct review_kind_spec *spec = &review_kinds[kind];
    struct value *list = value_list(model, to, "fields");
    size_t order[FIELDS_MOST], count = 0;
    enum status status = STATUS_OK;
    (void)fields_order(request, kind, order, &count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct review_field *field = &spec->fields[order[i]];
        const char *before = fields_text(request, old, field);
        const char *after = fields_text(request, new, field);
        if (strcmp(before, after) == 0) continue;
        struct value *item = value_object(model, list, NULL);
        value_text(model, item, "name", field->name);
        value_text(model, item, "label", fields_label(request, field));
        bool lines = *before && *after && (strchr(before, '\n') || strchr(after, '\n'));
        value_flag(model, item, "lines", false);
        value_text(model, item, "before", before);
        value_text(model, item, "after", after);
        if (lines) status = add_lines(request, item, before, after, error);
    }
    return status;
}

static enum status add_entry(struct web_request *request, struct desk *desk, struct value *list,
                             const struct review_past *past, size_t at, struct error *error)
{
    struct model *model = &request->model;
    const struct review_past *now = &past[at], *before = before_of(past, at);
    struct review_entry *old, *new = NULL;
    char name[WEB_CALLED];
    enum status status = read_past(request, before, &old, error);
    if (status == STATUS_OK) status = read_past(request, now, &new, error);
    if (status) return status;
    struct value *to = value_object(model, list, NULL);
    value_text(model, to, "id", review_id_text(now->id, name));
    value_text(model, to, "called", web_called(now->id, name));
    value_text(model, to, "kind", review_kinds[now->id.kind].name);
    value_text(model, to, "href", web_entry_href(request, request->review, now->id));
    value_count(model, to, "version", now->version);
    value_text(model, to, "what",
               !new      ? "taken out"
               : !before ? "new"
               : !old    ? "brought back"
                         : "changed");
    const struct review_entry *shown = new ? new : old;
    if (shown) value_text(model, to, "line", review_entry_line(shown));
    value_flag(model, to, "open", now->version > 1 && new &&old);
    value_flag(model, to, "there", review_find(&desk->review, now->id) != NULL);
    status = add_fields(request, to, old, new, now->id.kind, error);
    value_flag(model, to, "told", value_true(value_get(to, "fields")));
    return status;
}

/* ---- changes, newest first ---- */

static struct value *add_change(struct web_request *request, struct value *list,
                                const struct review_past *past)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, list, NULL);
    value_count(model, to, "change", (int64_t)past->change);
    web_when(request, to, "at", past->at);
    if (web_sees_names(request)) value_text(model, to, "by", past->by);
    value_text(model, to, "why", past->why);
    value_flag(model, to, "undoes", false);
    if (past->undoes) value_count(model, to, "undoes", (int64_t)past->undoes);
    value_flag(model, to, "may_undo", web_takes_part(request));
    return to;
}

enum status history_add(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_past *past, size_t count, const bool *wanted,
                        size_t most, uint64_t *ret_more, struct error *error)
{
    struct value *list = value_list(&request->model, in, "changes"), *entries = NULL, *made = NULL;
    uint64_t last = 0, more = 0;
    size_t added = 0;
    enum status status = STATUS_OK;
    for (size_t i = count; i-- > 0 && status == STATUS_OK;) {
        if (!wanted[i]) continue;
        if (past[i].change != last && added == most) {
            more = last;
            break;
        }
        if (past[i].change != last) {
            made = add_change(request, list, &past[i]);
            entries = value_list(&request->model, made, "entries");
            added++;
        }
        last = past[i].change;
        if (past[i].id.kind == REVIEW_KIND_REVIEW && past[i].version == 1)
            value_flag(&request->model, made, "may_undo", false); /* the review's beginning */
        status = add_entry(request, desk, entries, past, i, error);
    }
    *ret_more = more;
    return status ? status : model_status(&request->model, error);
}

/* ---- the page ---- */

struct filter {
    uint64_t before, limit;
    struct span kind, who;
    struct review_id entry;
    bool one;
};

static enum status read_filter(struct web_request *request, struct filter *ret, struct error *error)
{
    const char *kind = web_query(request, "kind"), *entry = web_query(request, "entry");
    const char *who = web_query(request, "who");
    enum status status =
        web_query_number(request, "before", 1, INT64_MAX, INT64_MAX, &ret->before, error);
    if (status == STATUS_OK)
        status = web_query_number(request, "limit", 1, 200, 50, &ret->limit, error);
    ret->kind = span_of(kind ? kind : "");
    ret->who = span_of(who && web_sees_names(request) ? who : "");
    ret->one = entry && *entry;
    if (status == STATUS_OK && ret->one)
        status = desk_is_wrong(review_id_read(span_of(entry), &ret->entry, error), error);
    return status;
}

static bool fits(const struct filter *filter, const struct review_past *past)
{
    if (past->change >= filter->before) return false;
    if (filter->kind.len && !span_is(filter->kind, review_kinds[past->id.kind].name)) return false;
    if (filter->who.len && !span_is(filter->who, past->by ? past->by : "")) return false;
    return !filter->one || review_id_equal(filter->entry, past->id);
}

static void add_filter(struct web_request *request, const struct filter *filter)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, NULL, "filter");
    struct value *kinds = value_list(model, to, "kinds");
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        struct value *item = value_object(model, kinds, NULL);
        value_text(model, item, "name", review_kinds[kind].name);
        value_flag(model, item, "chosen", span_is(filter->kind, review_kinds[kind].name));
    }
    value_text(model, to, "entry", web_query(request, "entry"));
    value_span(model, to, "who", filter->who);
    value_flag(model, to, "names", web_sees_names(request));
}

/* The same filters, further back. */
static void add_next(struct web_request *request, const struct filter *filter, uint64_t more)
{
    const char *entry = web_query(request, "entry");
    struct text href;
    if (!more) return;
    value_count(&request->model, NULL, "next", (int64_t)more);
    text_init(&href, 0);
    text_addf(&href, "%s?before=%llu", request->path, (unsigned long long)more);
    if (filter->kind.len) text_addf(&href, "&kind=%.*s", SPAN_ARGS(filter->kind));
    if (filter->one) text_addf(&href, "&entry=%s", entry);
    value_span(&request->model, NULL, "next_href", text_span(&href));
    text_release(&href);
}

static enum status fill(struct web_request *request, struct desk *desk, struct error *error)
{
    struct filter filter = {0};
    struct review_past *past;
    bool *wanted = NULL;
    uint64_t more = 0;
    size_t count = 0;
    enum status status = read_filter(request, &filter, error);
    if (status == STATUS_OK)
        status = store_history(desk->store, desk->review.number, NULL, &request->arena, &past,
                               &count, error);
    if (status == STATUS_OK)
        status = history_seen(request, &desk->review, past, count, &wanted, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        wanted[i] = wanted[i] && fits(&filter, &past[i]);
    if (status == STATUS_OK)
        status = history_add(request, desk, NULL, past, count, wanted, (size_t)filter.limit, &more,
                             error);
    if (status) return status;
    if (!web_is_api(request)) add_filter(request, &filter);
    add_next(request, &filter, more);
    return STATUS_OK;
}

enum status web_history(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    web_title(request, "History");
    status = fill(request, &desk, error);
    desk_close(&desk);
    return status;
}
