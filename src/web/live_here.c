/* Who is at a live text, and who wrote what of it: for those who write it together. */
#include "web/live.h"
#include "web/pages.h"

#include <stdlib.h>

/* Where somebody's cursor is; kept by nobody, told to those who have the text open. */
enum status web_live_here(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    struct text out;
    struct json_writer json;
    uint64_t at = 0;
    char id[16];
    const char *client = web_field(request, "client"), *where = web_field(request, "at");
    enum status status = live_place_of(request, &place, error);
    if (status) return status;
    if (!client || !*client || strlen(client) > LIVE_CLIENT ||
        (where && *where && (!span_to_u64(span_of(where), &at) || at > (uint64_t)LIVE_TEXT)))
        return error_set(error, STATUS_BAD_INPUT, "client wants a name, at a place in the text");
    text_init(&out, 4 << 10);
    json_begin(&json, &out);
    json_object(&json);
    json_member(&json, "entry", review_id_text(place.entry, id));
    json_member(&json, "field", place.field);
    json_member(&json, "client", client);
    json_member(&json, "name", request->me.name);
    json_member_uint(&json, "at", at);
    json_member_bool(&json, "gone", where && !*where);
    json_member_bool(&json, "hello", web_field(request, "hello") != NULL);
    json_object_end(&json);
    if (text_status(&out, NULL) == STATUS_OK)
        web_tell_named(request->server, request->review, "live-here", text_span(&out));
    text_release(&out);
    request->changes_nothing = true;
    return STATUS_OK;
}

/* Role or name as the review prints it; the account's own where it stands for no person. */
static const char *who(struct web_request *request, const struct review *review, uint32_t account)
{
    struct store_member member;
    struct store_account found;
    if (account == 0) return "as it was before";
    if (store_member_get(request->store, request->review, account, &member, NULL) == STATUS_OK &&
        member.person) {
        const struct review_entry *person =
            review_find(review, (struct review_id){REVIEW_KIND_PERSON, member.person});
        if (person) return review_print_name(review, (const struct review_person *)person);
    }
    if (store_account_get(request->store, account, &request->arena, &found, NULL) == STATUS_OK)
        return found.name;
    return "somebody";
}

static void tell_runs(struct web_request *request, const struct review *review,
                      const struct live_runs *runs)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "runs");
    size_t at = 0;
    for (size_t i = 0; i < runs->count; i++) {
        struct value *run = value_object(model, list, NULL);
        value_count(model, run, "from", (int64_t)at);
        at += runs->at[i].units;
        value_count(model, run, "to", (int64_t)at);
        value_text(model, run, "who", who(request, review, runs->at[i].account));
    }
}

enum status web_live_who(struct web_request *request, struct error *error)
{
    struct store_live_place place;
    struct store_live live;
    struct live_runs runs = {0};
    struct desk desk = {0};
    enum status status = live_place_of(request, &place, error);
    if (status == STATUS_OK) status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = store_live_get(request->store, &place, &request->arena, &live, error);
    if (status == STATUS_OK)
        status = live_runs_now(request->store, &place, &live, &request->arena, &runs, error);
    if (status == STATUS_OK) {
        value_count(&request->model, NULL, "number", (int64_t)live.number);
        tell_runs(request, &desk.review, &runs);
    }
    free(runs.at);
    desk_close(&desk);
    return status;
}
