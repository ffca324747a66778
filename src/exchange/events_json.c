/* Events as JSON lines, one object each: Timesketch's members, or what exchange_events_write adds
 * to them: the event itself, as the record keeps it. */
#include "exchange/events.h"

enum { MEMBERS_MOST = 100 };

struct members {
    struct events_cell cells[MEMBERS_MOST];
    size_t count;
    struct span event; /* raw object of the member "event"; empty for none */
};

static enum status keep(struct events *events, struct span text, struct span *ret)
{
    const char *copy = arena_copy(events->arena, text);
    if (!copy) return arena_full(events->arena, events->error);
    *ret = (struct span){copy, text.len};
    return STATUS_OK;
}

/* ["a", "b"] as "a, b". */
static enum status read_list(struct events *events, struct json_reader *json, struct span *ret,
                             struct error *why)
{
    struct json_token token;
    struct text list, one;
    size_t to;
    enum status status;
    text_init(&list, 0);
    text_init(&one, 0);
    while (!(status = json_next(json, &token, why)) && token.type != JSON_ARRAY_END) {
        if (token.type == JSON_OBJECT || token.type == JSON_ARRAY)
            status = json_skip(json, &to, why);
        else {
            if (list.len) text_adds(&list, ", ");
            text_add(&list, json_decoded(json, &token, &one));
        }
        if (status) break;
    }
    if (!status) status = keep(events, text_span(&list), ret);
    text_release(&one);
    text_release(&list);
    return status;
}

static enum status read_member(struct events *events, struct json_reader *json,
                               const struct json_token *token, struct members *members,
                               struct error *why)
{
    struct events_cell cell = {.value = {NULL, 0}};
    struct text key;
    size_t to;
    enum status status = STATUS_OK;
    text_init(&key, 0);
    json_unescape(&key, token->key);
    events_column(text_span(&key), &cell);
    if (token->type == JSON_OBJECT) {
        status = json_skip(json, &to, why);
        if (!status && span_is(text_span(&key), "event"))
            members->event = span_sub(json->in, token->from, to - token->from);
    } else if (token->type == JSON_ARRAY) {
        status = read_list(events, json, &cell.value, why);
    } else if (token->type != JSON_NULL) {
        status = keep(events, json_decoded(json, token, &events->scratch), &cell.value);
    }
    if (!status && cell.kind == EVENTS_COLUMN_UNKNOWN && token->type != JSON_NULL &&
        !span_is(text_span(&key), "event"))
        status = events_notice(events, "\"%.*s\" was left out: events have no such field",
                               SPAN_ARGS(span_sub(text_span(&key), 0, 60)));
    text_release(&key);
    if (!status && members->count < MEMBERS_MOST) members->cells[members->count++] = cell;
    return status;
}

static enum status read_members(struct events *events, struct span line, struct members *members,
                                struct error *why)
{
    struct json_reader json;
    struct json_token token;
    json_open(&json, line);
    enum status status = json_next(&json, &token, why);
    if (!status && token.type != JSON_OBJECT)
        return error_set(why, STATUS_BAD_INPUT, "each line is one JSON object");
    while (!status) {
        status = json_next(&json, &token, why);
        if (status || token.type == JSON_OBJECT_END) break;
        status = read_member(events, &json, &token, members, why);
    }
    return status ? status : json_next(&json, &token, why); /* nothing may follow */
}

static enum status place_own(struct events *events, const struct members *members,
                             struct review_entry *entry, uint32_t line)
{
    struct review_event *event = (struct review_event *)entry;
    uint32_t called = ++events->rows;
    for (size_t i = 0; i < members->count; i++)
        if (members->cells[i].kind == EVENTS_COLUMN_ID && events_called(members->cells[i].value))
            called = events_called(members->cells[i].value);
    entry->id.kind = REVIEW_KIND_EVENT;
    enum status status = events_strip(events, event);
    return status ? status : events_place(events, event, called, line);
}

static enum status read_line(struct events *events, struct span line, uint32_t number)
{
    struct error why = ERROR_NONE;
    struct members members = {.count = 0};
    struct review_entry *entry = NULL;
    enum status status = read_members(events, line, &members, &why);
    if (status == STATUS_NO_MEMORY) return arena_full(events->arena, events->error);
    if (status) {
        events->rows++;
        return events_unplaced(events, number, line, why.message);
    }
    if (members.event.len &&
        !review_body_read(REVIEW_KIND_EVENT, members.event, events->arena, &entry, NULL))
        return place_own(events, &members, entry, number);
    return events_row(events, members.cells, members.count, number);
}

enum status events_read_json(struct events *events, struct span text)
{
    enum status status = STATUS_OK;
    for (uint32_t number = 1; !status && text.len; number++) {
        struct span line = span_trim(span_cut(&text, '\n'));
        if (line.len) status = read_line(events, line, number);
    }
    return status;
}
