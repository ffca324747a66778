/* JSON contents: chat, alerts and series by the members that only they have; logs by their times.
 */
#include "evidence/json_facts.h"
#include "evidence/json_plan.h"
#include "evidence/lines.h"
#include "evidence/probe.h"

enum { SAMPLE_ELEMENTS = 60 };

static bool has(struct span json, const char *path, enum json_type type)
{
    struct json_token token;
    return json_find(json, path, &token, NULL) && token.type == type;
}

static bool is_alert(struct span json)
{
    return has(json, "labels", JSON_OBJECT) &&
           (has(json, "startsAt", JSON_STRING) || has(json, "activeAt", JSON_STRING)) &&
           (has(json, "annotations", JSON_OBJECT) || has(json, "fingerprint", JSON_STRING));
}

static bool is_webhook(struct span json)
{
    return has(json, "alerts", JSON_ARRAY) &&
           (has(json, "groupKey", JSON_STRING) || has(json, "groupLabels", JSON_OBJECT) ||
            has(json, "receiver", JSON_STRING));
}

/* "1556138400.000100": the time and the id of a message in one */
static bool is_chat_ts(struct span ts)
{
    uint64_t number;
    struct span whole = span_cut(&ts, '.');
    return whole.len >= 9 && whole.len <= 10 && span_to_u64(whole, &number) && ts.len == 6 &&
           span_to_u64(ts, &number);
}

static bool is_message(struct span json)
{
    struct span ts;
    struct json_token token;
    return json_find(json, "ts", &token, &ts) && token.type == JSON_STRING && is_chat_ts(ts) &&
           (has(json, "text", JSON_STRING) || has(json, "type", JSON_STRING));
}

static bool is_person_or_channel(struct span json)
{
    return has(json, "id", JSON_STRING) && has(json, "name", JSON_STRING) &&
           (has(json, "profile", JSON_OBJECT) || has(json, "members", JSON_ARRAY));
}

static bool kind_of_array(struct span head, enum evidence_kind *ret)
{
    struct span first = json_element(head, "[]");
    if (is_message(first))
        *ret = EVIDENCE_CHAT;
    else if (is_person_or_channel(first))
        *ret = EVIDENCE_CHAT_PEOPLE;
    else if (is_alert(first))
        *ret = EVIDENCE_ALERTS;
    else
        return false;
    return true;
}

/* `json` starts with one object and nothing follows it. */
static bool kind_of_object(struct span json, enum evidence_kind *ret)
{
    struct span type;
    struct json_token body; /* may be cut: only where it begins is asked */
    bool kept = json_find(json, "body", &body, NULL) && body.type == JSON_OBJECT;
    bool answer = has(json, "status", JSON_STRING) && has(json, "data", JSON_OBJECT);
    if (is_webhook(json) || (answer && has(json, "data.alerts", JSON_ARRAY)) ||
        (kept && is_webhook(span_from(json, body.from))))
        *ret = EVIDENCE_ALERTS;
    else if ((json_find(json, "data.resultType", NULL, &type) ||
              json_find(json, "resultType", NULL, &type)) &&
             span_is(type, "matrix"))
        *ret = EVIDENCE_SERIES;
    else if (answer && has(json, "data.groups", JSON_ARRAY))
        *ret = EVIDENCE_ATTACHMENT; /* rules: times of their evaluation, no events */
    else
        return false;
    return true;
}

/* Offset behind the first value, 0 when it is cut or broken. */
static size_t first_value_end(struct span head)
{
    struct json_reader reader;
    struct json_token token;
    json_open(&reader, head);
    while (json_next(&reader, &token, NULL) == STATUS_OK)
        if (json_value_complete(&reader)) return reader.at;
    return 0;
}

static bool has_times(struct span head, const char *path)
{
    struct json_scan scan;
    struct json_facts facts;
    unsigned elements = 0, timed = 0, strange = 0;
    size_t at = 0;
    json_scan_init(&scan, path);
    while (elements < SAMPLE_ELEMENTS && json_scan_next(&scan, head, &at)) {
        json_facts_of(span_from(head, at - 1), &facts);
        elements++;
        timed += facts.time.len > 0 && !facts.strange;
        strange += facts.strange;
    }
    if (timed > 0 && timed * 20 >= elements) return true;
    /* by a name that nobody knows: elements of a list, and nearly all of them */
    return path[0] && strange >= 2 && (timed + strange) * 10 >= elements * 9;
}

static void note_time(void *context, const struct line_member *member)
{
    bool *timed = context;
    *timed = *timed || line_member_may_be_time(member);
}

/* Objects one a line whose times have names that nobody has told the program. */
static bool has_strange_times(const struct probe *probe)
{
    struct span rest = probe->head, line;
    unsigned lines = 0, timed = 0;
    while (lines < SAMPLE_ELEMENTS && probe_line(probe, &rest, &line)) {
        bool one = false;
        if (span_trim(line).len == 0) continue;
        if (json_line_is_object(line)) json_members(line, note_time, &one);
        lines++;
        timed += one;
    }
    return timed * 2 >= lines && timed > 0;
}

/* "[2024-05-07 10:55:53] INFO" and "{some} text" are lines, not JSON. */
static bool starts_like_json(struct span head)
{
    struct json_reader reader;
    struct json_token token;
    struct span trimmed = span_trim(head);
    if (trimmed.len < 2 || (trimmed.at[0] != '{' && trimmed.at[0] != '[')) return false;
    json_open(&reader, head);
    if (json_next(&reader, &token, NULL)) return false;
    bool array = token.type == JSON_ARRAY;
    if (json_next(&reader, &token, NULL)) return reader.at >= head.len;
    for (int i = 0; array && token.type == JSON_ARRAY && i < 8; i++) /* "[[2031-05-06]] text" */
        if (json_next(&reader, &token, NULL)) return reader.at >= head.len;
    if (!array || (token.type != JSON_NUMBER && token.type != JSON_NULL)) return true;
    size_t end = first_value_end(head); /* "[12.5] device up" is a line as well */
    return end > 0 && span_trim(span_from(head, end)).len == 0;
}

bool probe_json(const struct probe *probe, enum evidence_kind *ret)
{
    char path[JSON_PATH_MAX];
    struct span head = probe->head;
    if (!starts_like_json(head) || !json_plan(head, path)) return false;
    size_t end = first_value_end(head);
    bool alone = end == 0 || (probe->whole && span_trim(span_from(head, end)).len == 0);
    if (span_trim(head).at[0] == '[') {
        if (kind_of_array(head, ret)) return true;
    } else if (alone && kind_of_object(head, ret)) {
        return true;
    }
    bool timed = has_times(head, path) || (path[0] == '\0' && has_strange_times(probe));
    *ret = timed ? EVIDENCE_LOG : EVIDENCE_ATTACHMENT;
    return true;
}

bool probe_json_is_document(const struct probe *probe)
{
    char path[JSON_PATH_MAX];
    struct span head = probe->head;
    if (!starts_like_json(head) || !json_plan(head, path)) return false;
    if (path[0]) return true;
    size_t end = first_value_end(head);
    struct span value = span_trim(span_sub(head, 0, end));
    /* objects over several lines; a first one that is cut tells by its first line break */
    return memchr(end ? value.at : head.at, '\n', end ? value.len : head.len) != NULL;
}
