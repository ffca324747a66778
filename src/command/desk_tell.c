/* What is told after a change: ids for scripts, and for people what might deserve a question. */
#include "command/desk.h"

#include <stdio.h>

void desk_json_review(uint32_t number, struct json_writer *json)
{
    char name[16];
    json_string(json, review_id_text((struct review_id){REVIEW_KIND_REVIEW, number}, name));
}

void desk_json(const struct desk *desk, const struct review_entry *entry, struct json_writer *json)
{
    char name[16];
    json_object(json);
    json_key(json, "review");
    desk_json_review(desk->review.number, json);
    json_key(json, "id");
    json_string(json, review_id_text(entry->id, name));
    json_key(json, "version");
    json_uint(json, entry->version);
    json_key(json, "body");
    json_object(json);
    review_body_members(entry, json);
    json_object_end(json);
    json_object_end(json);
}

static void tell_one(struct desk *desk, const struct desk_put *put, struct text *out)
{
    char name[16];
    struct json_writer json;
    const struct review_entry *entry = review_find(&desk->review, put->id);
    json_begin(&json, out);
    if (!call_json(desk->call) && put->id.kind == REVIEW_KIND_REVIEW) {
        text_addf(out, "PM%u", desk->review.number);
    } else if (!call_json(desk->call)) {
        text_adds(out, review_id_text(put->id, name));
    } else if (entry) {
        desk_json(desk, entry, &json);
    } else {
        json_object(&json);
        json_key(&json, "id");
        json_string(&json, review_id_text(put->id, name));
        json_key(&json, "removed");
        json_bool(&json, true);
        json_object_end(&json);
    }
    text_addc(out, '\n');
}

/* Notices never hold anything up: when they cannot be made, nothing is said. */
static void tell_notices(struct desk *desk, const struct desk_put *puts, size_t count)
{
    enum { MOST = 3 };
    struct review_settled settled;
    struct review_notice *notices;
    size_t found = 0, told = 0;
    if (!desk->call->err_terminal || desk->call->quiet) return;
    if (desk_settle(desk, &settled, NULL, NULL) ||
        review_notices(&desk->review, &settled, &desk->call->arena, &notices, &found, NULL))
        return;
    for (size_t i = 0; i < found && told < MOST; i++) {
        bool touched = false;
        for (size_t j = 0; j < count && !touched; j++)
            touched = review_id_equal(notices[i].about, puts[j].id);
        if (!touched) continue;
        struct text line;
        text_init(&line, 0);
        text_add_visible(&line, span_of(notices[i].text));
        text_addc(&line, ' ');
        text_add_visible(&line, span_of(notices[i].question));
        output_notice(desk->call, "%s", line.at);
        text_release(&line);
        told++;
    }
}

/* ---- the guard ---- */

struct first_question {
    const struct desk *desk;
    bool told;
};

static enum status tell_first(void *context, const struct review_found *found, struct error *error)
{
    struct first_question *first = context;
    const struct language_finding *finding = found->finding;
    struct text line;
    char id[16], wish[100];
    (void)error;
    if (first->told || finding->dismissed || !finding->first ||
        finding->level < LANGUAGE_LEVEL_OFFER)
        return STATUS_OK;
    first->told = true;
    text_init(&line, 0);
    text_addf(&line, "%s %s, \"", review_id_text(found->text->about, id), found->text->field->name);
    text_add_visible(&line, span_sub(found->text->text, finding->from.byte,
                                     finding->to.byte - finding->from.byte));
    text_addf(&line, "\": %s", finding->question);
    if (review_found_is_wish(found)) {
        desk_wish(first->desk->review.number, found->text->about, wish, sizeof wish);
        text_addf(&line, " Keep it: %s", wish);
    } else {
        text_addf(&line, " (postmortem explain %s)", finding->rule->id);
    }
    output_notice(first->desk->call, "%s", line.at);
    text_release(&line);
    return STATUS_OK;
}

/* The first question about what was put, as a notice is: on a terminal, and never in the way. */
static void tell_question(struct desk *desk, const struct desk_put *puts, size_t count)
{
    struct first_question first = {.desk = desk};
    size_t asked;
    if (!desk->call->err_terminal || desk->call->quiet) return;
    for (size_t i = 0; i < count && !first.told; i++) {
        const struct review_entry *entry = review_find(&desk->review, puts[i].id);
        if (entry && desk_guard(desk, entry, tell_first, &first, &asked, NULL)) return;
    }
}

enum status desk_tell(struct desk *desk, const struct desk_put *puts, size_t count,
                      struct error *error)
{
    struct text out;
    text_init(&out, 0);
    for (size_t i = 0; i < count; i++) tell_one(desk, &puts[i], &out);
    enum status status = output_text(&desk->call->out, &out, error);
    text_release(&out);
    if (status == STATUS_OK) tell_notices(desk, puts, count);
    if (status == STATUS_OK) tell_question(desk, puts, count);
    return status;
}
