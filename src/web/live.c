/* Texts that several people write at once: open one, push changes to it, pull those of others. */
#include "web/live.h"
#include "web/pages.h"

#include <inttypes.h>

enum status live_place_of(struct web_request *request, struct store_live_place *ret,
                          struct error *error)
{
    const struct review_field *field = live_field(request->entry, request->captured[2]);
    if (!field) return web_nothing_there(request, error);
    *ret = (struct store_live_place){request->review, request->entry, field->name};
    return STATUS_OK;
}

static struct live_work work_of(struct web_request *request)
{
    return (struct live_work){request->server, request->store, &request->arena, request->now};
}

static const char *recorded(const struct review_entry *entry, const char *name)
{
    const struct review_field *field = live_field(entry->id, span_of(name));
    const char *text = *(const char *const *)((const char *)entry + field->at);
    return text ? text : "";
}

/* ---- opening ---- */

/* First accounts are written apart, and nobody looks over a shoulder. */
static bool may_be_shared(const struct desk *desk, const struct review_entry *entry)
{
    return entry->id.kind != REVIEW_KIND_STATEMENT ||
           review_statement_shown(&desk->review, (const struct review_statement *)entry);
}

static enum status begin(struct web_request *request, const struct store_live_place *place,
                         struct store_live *ret, struct error *error)
{
    struct desk desk;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    const struct review_entry *entry = review_find(&desk.review, place->entry);
    desk_close(&desk);
    if (!entry || !may_be_shared(&desk, entry)) return web_nothing_there(request, error);
    return store_live_open(request->store, place, entry->version,
                           span_of(recorded(entry, place->field)), request->now, &request->arena,
                           ret, error);
}

static void tell_standing(struct web_request *request, const struct live_standing *stands)
{
    struct model *model = &request->model;
    value_count(model, NULL, "version", stands->version);
    value_flag(model, NULL, "ahead", stands->ahead);
    if (!stands->differs) return;
    struct value *other = value_object(model, NULL, "other");
    value_count(model, other, "version", stands->version);
    struct value *text = value_list(model, other, "text"); /* "" is a text as well */
    text->type = VALUE_STRING;
    text->text = span_of(stands->recorded);
}

static void tell_text(struct web_request *request, const struct store_live *live)
{
    value_count(&request->model, NULL, "number", (int64_t)live->number);
    struct value *text = value_list(&request->model, NULL, "text");
    text->type = VALUE_STRING;
    text->text = live->text;
}

enum status web_live_open(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    struct store_live live;
    struct live_standing stands = {0};
    struct live_work work = work_of(request);
    struct error ignored = ERROR_NONE;
    enum status status = live_place_of(request, &place, error);
    if (status == STATUS_OK) status = begin(request, &place, &live, error);
    if (status) return status;
    /* What a form changed comes in first; that it cannot be settled now is no reason not to write.
     */
    (void)live_settle(&work, &place, 0, &stands, &ignored);
    status = store_live_get(request->store, &place, &request->arena, &live, error);
    if (status) return status;
    tell_text(request, &live);
    tell_standing(request, &stands);
    return STATUS_OK;
}

/* ---- pulling ---- */

static enum status tell_since(struct web_request *request, const struct store_live_place *place,
                              uint64_t number, struct error *error)
{
    struct model *model = &request->model;
    struct store_live_change *changes;
    size_t count;
    enum status status = store_live_since(request->store, place, number, LIVE_SINCE,
                                          &request->arena, &changes, &count, error);
    if (status) return status;
    struct value *list = value_list(model, NULL, "updates");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct value *update = value_object(model, list, NULL);
        value_text(model, update, "clientID", changes[i].client);
        status = value_json(model, update, "changes", changes[i].body, error);
        number = changes[i].number;
    }
    value_count(model, NULL, "number", (int64_t)number);
    value_flag(model, NULL, "more", count == LIVE_SINCE);
    return status;
}

/* Who was away for so long that the changes are no longer kept gets the whole text. */
static enum status tell_news(struct web_request *request, const struct store_live_place *place,
                             uint64_t number, struct error *error)
{
    struct store_live live;
    enum status status = tell_since(request, place, number, error);
    if (status != STATUS_BUSY) return status;
    status = store_live_get(request->store, place, &request->arena, &live, error);
    if (status == STATUS_OK) tell_text(request, &live);
    if (status == STATUS_OK) value_flag(&request->model, NULL, "whole", true);
    return status;
}

enum status web_live_pull(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    uint64_t number = 0;
    enum status status = live_place_of(request, &place, error);
    if (status == STATUS_OK)
        status = web_query_number(request, "since", 0, INT64_MAX, 0, &number, error);
    return status ? status : tell_news(request, &place, number, error);
}

/* ---- pushing ---- */

struct push {
    struct store_live_change *changes;
    size_t count;
    struct text text; /* as it is with all of them */
};

static enum status add_update(struct web_request *request, const struct value *update,
                              struct push *push, struct error *error)
{
    struct live_change change;
    struct text next, body;
    const struct value *changes = value_get(update, "changes");
    const char *client = value_str(update, "clientID");
    if (!*client || strlen(client) > LIVE_CLIENT)
        return error_set(error, STATUS_BAD_INPUT, "clientID wants 1 to %d bytes", LIVE_CLIENT);
    enum status status = live_change_read(changes, &request->arena, &change, error);
    if (status) return status;
    text_init(&next, 0);
    text_init(&body, STORE_LIVE_CHANGE_MAX);
    status = live_change_apply(&change, text_span(&push->text), &next, error);
    value_write(changes, &body);
    if (status == STATUS_OK) status = text_status(&body, error);
    const char *copy = status ? NULL : arena_copy(&request->arena, text_span(&body));
    if (status == STATUS_OK && !copy) status = arena_full(&request->arena, error);
    if (status == STATUS_OK) {
        push->changes[push->count++] =
            (struct store_live_change){.account = (uint32_t)request->me.account,
                                       .client = client,
                                       .body = {copy, body.len},
                                       .at = request->now};
        text_release(&push->text);
        push->text = next;
    } else {
        text_release(&next);
    }
    text_release(&body);
    return status;
}

static enum status make(struct web_request *request, struct span text, struct push *push,
                        struct error *error)
{
    const struct value *updates = request->json ? value_get(request->json, "updates") : NULL;
    if (!updates || updates->type != VALUE_LIST || live_has_half(request->body))
        return error_set(error, STATUS_BAD_INPUT,
                         "updates wants a list of changes, in whole characters");
    push->changes = arena_array(&request->arena, LIVE_UPDATES, sizeof *push->changes);
    if (!push->changes) return arena_full(&request->arena, error);
    text_add(&push->text, text);
    enum status status = text_status(&push->text, error);
    for (const struct value *v = updates->first; v && status == STATUS_OK; v = v->next)
        status = push->count == LIVE_UPDATES
                     ? error_set(error, STATUS_LIMIT, "at most %d changes at a time", LIVE_UPDATES)
                     : add_update(request, v, push, error);
    if (status == STATUS_OK && push->count == 0)
        status = error_set(error, STATUS_BAD_INPUT, "updates has no change in it");
    return status;
}

/* Others were faster: what they wrote, to make these changes anew upon. */
static enum status say_behind(struct web_request *request, const struct store_live_place *place,
                              uint64_t number, struct error *error)
{
    enum status status = tell_news(request, place, number, error);
    if (status == STATUS_OK) status = web_render(request, error);
    if (status == STATUS_OK) request->response.http = 409;
    return status;
}

enum status web_live_push(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    struct store_live live;
    struct push push = {0};
    uint64_t number = 0;
    const char *given = web_field(request, "number");
    enum status status = live_place_of(request, &place, error);
    if (status == STATUS_OK && (!given || !span_to_u64(span_of(given), &number)))
        status = error_set(error, STATUS_BAD_INPUT, "number wants the last change that is known");
    if (status == STATUS_OK)
        status = store_live_get(request->store, &place, &request->arena, &live, error);
    if (status) return status;
    if (live.number != number) return say_behind(request, &place, number, error);
    text_init(&push.text, (size_t)2 * LIVE_TEXT);
    status = make(request, live.text, &push, error);
    if (status == STATUS_OK) {
        status = store_live_append(request->store, &place, number, push.changes, push.count,
                                   text_span(&push.text), &live.number, error);
        if (status == STATUS_BUSY) status = say_behind(request, &place, number, error);
    }
    text_release(&push.text);
    if (status || request->response.http) return status;
    live_tell(request->server, &place, "changed", live.number, NULL);
    value_count(&request->model, NULL, "number", (int64_t)live.number);
    return STATUS_OK;
}

/* ---- into the record, now ---- */

enum status web_live_save(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    struct live_standing stands = {0};
    struct live_work work = work_of(request);
    const char *given = web_field(request, "agreed");
    uint64_t agreed = 0;
    if (given && *given && (!span_to_u64(span_of(given), &agreed) || agreed > UINT32_MAX))
        return error_set(error, STATUS_BAD_INPUT, "agreed wants a version of the entry");
    enum status status = live_place_of(request, &place, error);
    if (status == STATUS_OK) status = live_settle(&work, &place, (uint32_t)agreed, &stands, error);
    if (status == STATUS_OK) tell_standing(request, &stands);
    if (status == STATUS_OK && stands.differs) {
        status = web_render(request, error);
        if (status == STATUS_OK) request->response.http = 409;
    }
    return status;
}
