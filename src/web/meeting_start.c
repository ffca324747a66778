/* A meeting begins, and everybody's page goes along. */
#include "base/json.h"
#include "web/pages.h"
#include "web/talk.h"

static bool has_part(const struct review *review, unsigned part, const struct review_person **ret)
{
    for (size_t i = 0; i < review->people.count; i++)
        if (review->people.at[i].parts >> part & 1) {
            *ret = &review->people.at[i];
            return true;
        }
    return false;
}

/* Asked once: a meeting without anybody who writes, or where who asks also writes. */
static const char *question_before(const struct review *review)
{
    const struct review_person *writes = NULL, *leads = NULL;
    if (!has_part(review, REVIEW_PART_NOTE_TAKER, &writes))
        return "Nobody is named as note-taker yet. Who writes down what is said?";
    if (has_part(review, REVIEW_PART_FACILITATOR, &leads) && leads == writes)
        return "Facilitator and note-taker are the same person. Who else could write?";
    return NULL;
}

static enum status ask_first(struct web_request *request, const char *question, struct error *error)
{
    struct model *model = &request->model;
    web_title(request, "Before it starts");
    value_text(model, NULL, "question", question);
    value_text(model, NULL, "minutes", web_field(request, "minutes"));
    (void)error;
    return STATUS_OK;
}

static enum status set(struct desk *desk, struct review_entry *entry, const char *field,
                       const char *value, struct error *error)
{
    return value && *value ? desk_set(desk, entry, field, span_of(value), error) : STATUS_OK;
}

/* The meeting that was planned for today, else a new one. */
static enum status start(struct web_request *request, struct desk *desk, struct error *error)
{
    const struct review_meeting *planned = talk_meeting(&desk->review, request->now);
    const char *minutes = web_field(request, "minutes");
    bool take = planned && !planned->held && planned->at != INSTANT_NONE &&
                planned->at < instant_add(request->now, 12 * NS_PER_HOUR) &&
                planned->at > instant_add(request->now, -12 * NS_PER_HOUR);
    struct desk_put put = {.id = {REVIEW_KIND_MEETING, 0}};
    put.entry = take ? review_entry_copy(&planned->entry, &request->arena)
                     : review_entry_new(REVIEW_KIND_MEETING, &request->arena);
    if (!put.entry) return arena_full(&request->arena, error);
    if (take) put.id = planned->entry.id;
    struct review_meeting *meeting = (struct review_meeting *)put.entry;
    meeting->at = request->now - request->now % NS_PER_S;
    bool remediation = minutes && !strcmp(minutes, "45");
    enum status status = set(desk, put.entry, "minutes", minutes ? minutes : "60", error);
    if (status == STATUS_OK && !take)
        status = set(desk, put.entry, "kind", remediation ? "remediation" : "discussion", error);
    return status ? status : desk_save(desk, &put, 1, error);
}

enum status web_meeting_start(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    const char *minutes = web_field(request, "minutes"), *anyway = web_field(request, "anyway");
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    const char *question = anyway && *anyway ? NULL : question_before(&desk.review);
    if (!question) status = start(request, &desk, error);
    uint64_t change = desk.change;
    desk_close(&desk);
    if (status) return status;
    if (question) return ask_first(request, question, error);
    const char *href = arena_printf(&request->arena, "/PM%u/meeting?minutes=%.4s", request->review,
                                    minutes ? minutes : "60");
    return web_done(request, href ? href : "/", "The meeting has begun", change, error);
}

/* Where the walk is: told to everybody who is here; who follows goes along. Nothing is kept of it,
 * the address of the page that leads has it. */
enum status web_meeting_focus(struct web_request *request, struct error *error)
{
    const char *event = web_field(request, "event"), *part = web_field(request, "part");
    struct review_id id;
    struct text line;
    struct json_writer json;
    enum status status = review_id_read(span_of(event ? event : ""), &id, error);
    if (status == STATUS_OK && id.kind != REVIEW_KIND_EVENT)
        status = error_set(error, STATUS_BAD_INPUT, "the walk is at an event, such as E12");
    if (status) return desk_is_wrong(status, error);
    text_init(&line, 1 << 10);
    json_begin(&json, &line);
    json_object(&json);
    char name[16];
    json_member(&json, "event", review_id_text(id, name));
    if (part && strlen(part) < 3) json_member(&json, "part", part);
    json_member_bool(&json, "leads", web_leads(request));
    json_object_end(&json);
    status = text_status(&line, error);
    if (status == STATUS_OK) web_tell(request->server, request->review, "focus", text_span(&line));
    text_release(&line);
    value_text(&request->model, NULL, "event", name);
    return status;
}
