/* The guard while somebody types: the text as it is now, looked at as what it is; and its two
 * answers, aside or to the meeting. It asks; it changes nothing and holds nothing up. */
#include "web/pages.h"
#include "web/server.h"

struct looking {
    struct web_request *request;
    struct desk desk; /* number 0: no review is meant */
    bool opened;
    struct review_text text;
    struct language_settings settings;
};

/* What the text is: the field of an entry, of a kind of entry, or a word of the guard's own. */
static enum status find_field(struct looking *l, struct error *error)
{
    struct web_request *request = l->request;
    const char *entry = web_field(request, "entry"), *kind = web_field(request, "kind");
    const char *name = web_field(request, "field");
    const struct review_entry *found = NULL;
    enum language_field is = LANGUAGE_FIELD_ANALYSIS;
    struct review_id id;
    if (entry && *entry && l->desk.review.number) {
        if (review_id_read(span_of(entry), &id, NULL) == STATUS_OK)
            found = review_find(&l->desk.review, id);
        if (!found || !web_sees(request, &l->desk.review, found))
            return web_nothing_there(request, error);
    }
    for (unsigned k = 0; !found && kind && k < REVIEW_KIND_COUNT; k++)
        if (strcmp(review_kinds[k].name, kind) == 0) found = review_entry_new(k, &request->arena);
    l->text.field = found ? review_field_find(found->id.kind, span_of(name)) : NULL;
    l->text.about = found ? found->id : (struct review_id){REVIEW_KIND_REVIEW, 0};
    if (l->text.field)
        is = review_guard_field(found, l->text.field);
    else if (name && *name && !language_find_field(span_of(name), &is))
        return error_set(error, STATUS_BAD_INPUT, "there is no field of the name %s to look at",
                         name);
    l->text.is = is;
    return STATUS_OK;
}

static enum status begin(struct looking *l, bool for_changes, struct error *error)
{
    struct web_request *request = l->request;
    const char *text = web_field(request, "text");
    struct guard guard;
    struct language_settings known = {0};
    enum status status = STATUS_OK;
    if (request->review) {
        status = web_desk(request, for_changes, &l->desk, error);
        l->opened = status == STATUS_OK;
        if (status == STATUS_OK)
            status = review_guard_known(&l->desk.review, &request->arena, &known, error);
    }
    if (status == STATUS_OK) status = find_field(l, error);
    if (status == STATUS_OK)
        status = desk_guard_find(request->server->settings.folder, &(struct guard_wish){0},
                                 &request->arena, &guard, error);
    if (status == STATUS_OK)
        status = desk_guard_with(&guard.settings, &known, &request->arena, &l->settings, error);
    l->text.text = span_of(text ? text : "");
    return status;
}

static enum status check(struct looking *l, language_sink *sink, void *context,
                         struct language_summary *ret, struct error *error)
{
    struct language_request asked = {
        .text = l->text.text, .field = l->text.is, .settings = &l->settings};
    *ret = (struct language_summary){0};
    if (l->text.is == LANGUAGE_FIELD_QUOTATION) return STATUS_OK; /* said as it was said */
    return language_check(&asked, sink, context, ret, error);
}

/* ---- what it asks ---- */

struct telling_findings {
    struct model *model;
    struct value *list;
    size_t count;
};

static enum status tell(void *context, const struct language_finding *finding, struct error *error)
{
    enum { MOST = 500 };
    struct telling_findings *telling = context;
    struct model *model = telling->model;
    char digits[17];
    if (!finding->first || finding->dismissed || finding->level < LANGUAGE_LEVEL_OFFER ||
        telling->count++ >= MOST)
        return STATUS_OK;
    const struct language_rule *rule = finding->rule;
    const struct language_about_class *class = &language_classes[rule->class];
    struct value *to = value_object(model, telling->list, NULL);
    language_fingerprint_text(finding->fingerprint, digits);
    value_text(model, to, "class", class->name);
    value_text(model, to, "rule", rule->id);
    value_text(model, to, "title", rule->title);
    value_text(model, to, "level", language_levels[finding->level]);
    value_count(model, to, "weight", rule->weight);
    value_text(model, to, "question", finding->question);
    value_text(model, to, "why", rule->why);
    value_text(model, to, "offer", class->way_out);
    value_textf(model, to, "help", "/help/guard/%s", class->name);
    value_text(model, to, "fingerprint", digits);
    value_count(model, to, "from", (int64_t)finding->from.text_units);
    value_count(model, to, "to", (int64_t)finding->to.text_units);
    value_count(model, to, "line", (int64_t)finding->from.line + 1);
    return model_status(model, error);
}

/* The review of a field of the body, which is not in the path: may it be read? */
static enum status enter_review(struct web_request *request, struct error *error)
{
    const char *named = web_field(request, "review");
    struct review_id id;
    struct store_member member;
    if (!named || !*named) return STATUS_OK;
    if (review_id_read(span_of(named), &id, NULL) || id.kind != REVIEW_KIND_REVIEW || !id.number ||
        access_review(request->store, &request->me, id.number, &request->arena, &request->entered,
                      &member, NULL))
        return web_nothing_there(request, error);
    request->review = id.number;
    request->parts = member.parts;
    request->person = member.person;
    return STATUS_OK;
}

enum status web_guard(struct web_request *request, struct error *error)
{
    struct looking looking = {.request = request};
    struct telling_findings telling = {.model = &request->model};
    struct language_summary summary;
    request->changes_nothing = true;
    enum status status = enter_review(request, error);
    if (status == STATUS_OK) status = begin(&looking, false, error);
    if (status == STATUS_OK) {
        telling.list = value_list(&request->model, NULL, "findings");
        status = check(&looking, tell, &telling, &summary, error);
    }
    if (looking.opened) desk_close(&looking.desk);
    if (status) return status;
    value_text(&request->model, NULL, "looked_at_as", language_field_helps[looking.text.is]);
    value_count(&request->model, NULL, "count", (int64_t)telling.count);
    value_flag(&request->model, NULL, "foreign", summary.off);
    return STATUS_OK;
}

/* ---- its answers ---- */

struct answering {
    struct looking *looking;
    uint64_t fingerprint;
    const char *reason; /* NULL: it is put to the meeting */
    struct review_question *question;
    size_t count;
};

static enum status answer(void *context, const struct language_finding *finding,
                          struct error *error)
{
    struct answering *a = context;
    struct looking *l = a->looking;
    struct arena *arena = &l->request->arena;
    struct review_found found = {&l->text, finding};
    if (finding->fingerprint != a->fingerprint || (!a->reason && a->count)) return STATUS_OK;
    a->count++;
    if (a->reason)
        return review_set_aside(&l->desk.review, &found, span_of(a->reason), arena, error);
    return review_ask_finding(&l->desk.review, &found, arena, &a->question, error);
}

static enum status keep(struct answering *a, const struct review_entry *before, struct error *error)
{
    struct desk *desk = &a->looking->desk;
    if (a->reason) return desk_save_own(desk, before, error);
    struct desk_put put = {.id = a->question->entry.id, .entry = &a->question->entry};
    return put.id.number ? STATUS_OK : desk_save(desk, &put, 1, error);
}

static enum status settle(struct web_request *request, struct answering *a, struct error *error)
{
    struct looking *l = a->looking;
    struct language_summary summary;
    enum status status = begin(l, true, error);
    if (status) return status;
    if (!l->text.about.number) l->text.about = l->desk.review.own->entry.id;
    struct review_entry *before = review_entry_copy(&l->desk.review.own->entry, &request->arena);
    if (!before) return arena_full(&request->arena, error);
    if (a->reason) status = review_aside_begin(&l->desk.review, &request->arena, error);
    if (status == STATUS_OK) status = check(l, answer, a, &summary, error);
    if (status == STATUS_OK && a->count == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "the sentence reads otherwise by now; look at it once more");
    if (status == STATUS_OK) status = keep(a, before, error);
    return desk_is_wrong(status, error);
}

static enum status answer_with(struct web_request *request, const char *reason, const char *told,
                               struct error *error)
{
    struct looking looking = {.request = request};
    struct answering answering = {.looking = &looking, .reason = reason};
    const char *digits = web_field(request, "fingerprint");
    if (!digits || !language_fingerprint_read(span_of(digits), &answering.fingerprint))
        return error_set(error, STATUS_BAD_INPUT, "fingerprint wants the 16 digits of a finding");
    enum status status = settle(request, &answering, error);
    uint64_t change = looking.opened ? looking.desk.change : 0;
    if (looking.opened) desk_close(&looking.desk);
    if (status) return status;
    return web_done(request, arena_printf(&request->arena, "/PM%u/report", request->review), told,
                    change, error);
}

enum status web_guard_aside(struct web_request *request, struct error *error)
{
    const char *reason = web_field(request, "reason");
    if (!reason || !desk_guard_is_reason(span_of(reason)))
        return error_set(error, STATUS_BAD_INPUT,
                         "a reason is wanted, in one line: somebody will read it later");
    return answer_with(request, reason, "Set aside; the reason stays with the review", error);
}

enum status web_guard_ask(struct web_request *request, struct error *error)
{
    return answer_with(request, NULL, "The question is with those for the meeting", error);
}
