/* What is told after a change: ids for scripts, and for people what might deserve a question. */
#include "command/desk.h"

#include <stdio.h>

void desk_wish(uint32_t review, struct review_id about, char *out, size_t size)
{
    char id[16];
    (void)snprintf(out, size, "postmortem say PM%u wish \"...\" --wanted-at 10:02 --about %s",
                   review, review_id_text(about, id));
}

static void tell_one(struct desk *desk, const struct desk_put *put, struct text *out)
{
    char name[16];
    struct json_writer json;
    const struct review_entry *entry = review_find(&desk->review, put->id);
    json_begin(&json, out);
    if (!call_json(desk_call(desk)) && put->id.kind == REVIEW_KIND_REVIEW) {
        text_addf(out, "PM%u", desk->review.number);
    } else if (!call_json(desk_call(desk))) {
        text_adds(out, review_id_text(put->id, name));
    } else if (entry) {
        desk_json(desk, entry, &json);
    } else {
        json_object(&json);
        json_member_string(&json, "id", review_id_text(put->id, name));
        json_member_bool(&json, "removed", true);
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
    if (!desk_call(desk)->err_terminal || desk_call(desk)->quiet) return;
    if (desk_settle(desk, &settled, NULL, NULL) ||
        review_notices(&desk->review, &settled, desk->arena, &notices, &found, NULL))
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
        output_notice(desk_call(desk), "%s", line.at);
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
    output_notice(desk_call(first->desk), "%s", line.at);
    text_release(&line);
    return STATUS_OK;
}

/* The first question about what was put, as a notice is: on a terminal, and never in the way. */
static void tell_question(struct desk *desk, const struct desk_put *puts, size_t count)
{
    struct first_question first = {.desk = desk};
    size_t asked;
    if (!desk_call(desk)->err_terminal || desk_call(desk)->quiet) return;
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
    enum status status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    if (status == STATUS_OK) tell_notices(desk, puts, count);
    if (status == STATUS_OK) tell_question(desk, puts, count);
    return status;
}
