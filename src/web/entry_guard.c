/* What the guard asks about the texts of an entry, and the two answers: set aside, or asked. */
#include "web/entry.h"
#include "web/pages.h"

struct asking {
    struct web_request *request;
    const struct review *review;
    struct value *in;
};

static struct value *field_in(struct value *in, const char *list, const char *name)
{
    struct value *fields = (struct value *)(uintptr_t)value_get(in, list);
    for (struct value *field = fields ? fields->first : NULL; field; field = field->next)
        if (strcmp(value_str(field, "name"), name) == 0) return field;
    return NULL;
}

static void add_found(struct web_request *request, struct value *field,
                      const struct review_found *found)
{
    struct model *model = &request->model;
    const struct language_finding *finding = found->finding;
    const struct value *there = value_get(field, "guard");
    struct value *list = there && there->type == VALUE_LIST ? (struct value *)(uintptr_t)there
                                                            : value_list(model, field, "guard");
    struct value *item = value_object(model, list, NULL);
    char fingerprint[17];
    language_fingerprint_text(finding->fingerprint, fingerprint);
    value_text(model, item, "fingerprint", fingerprint);
    value_span(
        model, item, "words",
        span_sub(found->text->text, finding->from.byte, finding->to.byte - finding->from.byte));
    value_text(model, item, "question", finding->question);
    value_text(model, item, "rule", finding->rule->id);
}

static enum status take(void *context, const struct review_found *found, struct error *error)
{
    static const char *const lists[] = {"read", "main", "more"};
    struct asking *asking = context;
    (void)error;
    if (found->finding->dismissed || !found->finding->first) return STATUS_OK;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct value *field = field_in(asking->in, lists[i], found->text->field->name);
        if (field) add_found(asking->request, field, found);
    }
    return STATUS_OK;
}

/* A first account that is apart is asked about when all are in: what was set aside, or put to the
 * meeting, would be read by others. */
static bool is_apart(const struct review *review, const struct review_entry *entry)
{
    size_t waiting;
    return entry->id.kind == REVIEW_KIND_STATEMENT &&
           ((const struct review_statement *)entry)->first &&
           review_accounts_apart(review, &waiting);
}

enum status entry_guard(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_entry *entry, struct error *error)
{
    struct asking asking = {request, &desk->review, in};
    size_t asked = 0;
    if (is_apart(&desk->review, entry)) return STATUS_OK;
    return desk_guard(desk, entry, take, &asking, &asked, error);
}

/* ---- answers ---- */

struct answering {
    struct desk *desk;
    uint64_t fingerprint;
    const char *reason; /* NULL: it is put to the meeting */
    struct review_question *question;
    size_t count;
};

static enum status answer(void *context, const struct review_found *found, struct error *error)
{
    struct answering *a = context;
    if (found->finding->fingerprint != a->fingerprint || (!a->reason && a->count)) return STATUS_OK;
    a->count++;
    if (a->reason)
        return review_set_aside(&a->desk->review, found, span_of(a->reason), a->desk->arena, error);
    return review_ask_finding(&a->desk->review, found, a->desk->arena, &a->question, error);
}

static enum status keep(struct web_request *request, struct answering *a,
                        const struct review_entry *before, struct error *error)
{
    struct desk *desk = a->desk;
    char name[16];
    const char *href = web_entry_href(request, request->review, request->entry);
    const char *told = "set aside: it is not asked again as long as the sentence stands";
    enum status status;
    if (a->reason) {
        status = desk_save_own(desk, before, error);
    } else {
        struct desk_put put = {.id = a->question->entry.id, .entry = &a->question->entry};
        status = put.id.number ? STATUS_OK : desk_save(desk, &put, 1, error);
        if (status == STATUS_OK)
            told = arena_printf(&request->arena, "put to the meeting as %s",
                                review_id_text(put.id, name));
    }
    return status ? status : web_done(request, href, told, desk->change, error);
}

enum status web_entry_answer(struct web_request *request, struct error *error)
{
    const char *mark = web_field(request, "finding"), *how = web_field(request, "how");
    const char *reason = web_field(request, "reason");
    struct desk desk = {0};
    struct answering a = {.desk = &desk};
    size_t asked = 0;
    if (!mark || !how || !language_fingerprint_read(span_of(mark), &a.fingerprint))
        return error_set(error, STATUS_USAGE, "say which question of the guard is meant");
    if (strcmp(how, "ask") != 0) a.reason = reason ? reason : "";
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    const struct review_entry *entry = review_find(&desk.review, request->entry);
    if (!entry || !web_sees(request, &desk.review, entry) || is_apart(&desk.review, entry))
        status = web_nothing_there(request, error);
    struct review_entry *before = review_entry_copy(&desk.review.own->entry, desk.arena);
    if (status == STATUS_OK && !before) status = arena_full(desk.arena, error);
    if (status == STATUS_OK && a.reason)
        status = review_aside_begin(&desk.review, desk.arena, error);
    if (status == STATUS_OK) status = desk_guard(&desk, entry, answer, &a, &asked, error);
    if (status == STATUS_OK && !a.count)
        status = error_set(error, STATUS_NOT_FOUND,
                           "that sentence has changed since; the page shows what is asked now");
    if (status == STATUS_OK) status = keep(request, &a, before, error);
    desk_close(&desk);
    return desk_is_wrong(status, error);
}
