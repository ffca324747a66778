/*
 * Records in JSON documents: elements of the main array, or values one after another.
 *
 * One pass in a window. The scan knows strings and depth only, so a broken element spoils itself
 * and not the ones behind it; the parts of an element are read by the JSON reader. An element
 * larger than the window may grow keeps its place and has no time.
 */
#include "evidence/document.h"
#include "evidence/json_facts.h"
#include "evidence/json_plan.h"

#include <stdio.h>

enum { ELEMENT_MOST = 64 << 20 };

/* Layouts are fixed-size, so a path is kept by what people read: "JSON, data.list[]". */
static const char name_start[] = "JSON, ", otlp_name[] = "OTLP logs, JSON", chat_name[] = "chat";

static void path_of_layout(const struct evidence_layout *layout, char ret[JSON_PATH_MAX])
{
    ret[0] = '\0';
    struct span name = span_of(layout->name);
    if (strcmp(layout->name, chat_name) == 0)
        snprintf(ret, JSON_PATH_MAX, "[]");
    else if (strcmp(layout->name, otlp_name) == 0)
        snprintf(ret, JSON_PATH_MAX, "resourceLogs[].scopeLogs[].logRecords[]");
    else if (span_starts(name, span_of(name_start)) && strchr(layout->name, '['))
        snprintf(ret, JSON_PATH_MAX, "%s", layout->name + sizeof name_start - 1);
}

static void name_layout(struct evidence_layout *layout, const char *path)
{
    if (strncmp(path, "resourceLogs", 12) == 0)
        snprintf(layout->name, sizeof layout->name, "%s", otlp_name);
    else
        snprintf(layout->name, sizeof layout->name, "%s%s", name_start, path[0] ? path : "values");
}

struct elements {
    struct document *document;
    struct json_scan scan;
    uint64_t at;    /* the scan has read up to here */
    uint64_t start; /* of the element whose end is looked for; UINT64_MAX: none yet */
    bool lost;      /* the element outgrew the window */
    struct document_time received; /* of a kept webhook: the time of all its alerts */
};

/* ---- times and levels ---- */

static enum evidence_level alert_level(struct span element)
{
    struct span severity = {NULL, 0}, status = {NULL, 0};
    json_find(element, "status", NULL, &status);
    if (span_is(status, "resolved")) return EVIDENCE_LEVEL_INFO;
    if (!json_find(element, "labels.severity", NULL, &severity)) return EVIDENCE_LEVEL_WARN;
    if (span_is(severity, "page") || span_is(severity, "critical")) return EVIDENCE_LEVEL_ERROR;
    enum evidence_level level = level_of_value(severity, false);
    return level == EVIDENCE_LEVEL_NONE ? EVIDENCE_LEVEL_WARN : level;
}

/* The member that says when an alert of a bare body happened: a resolved one when it ended. */
static struct span alert_stamp(struct span element)
{
    struct span status, stamp = {NULL, 0};
    if (json_find(element, "status", NULL, &status) && span_is(status, "resolved") &&
        json_find(element, "endsAt", NULL, &stamp) && !span_starts(stamp, SPAN("0001-")))
        return stamp;
    if (!json_find(element, "startsAt", NULL, &stamp)) json_find(element, "activeAt", NULL, &stamp);
    return stamp;
}

static void note_keys(struct document *document, const struct json_facts *facts)
{
    struct evidence_layout *layout = &document->builder->layouts[document->layout];
    if (!layout->time_key[0])
        snprintf(layout->time_key, sizeof layout->time_key, "%s", facts->time_key);
    if (!layout->level_key[0])
        snprintf(layout->level_key, sizeof layout->level_key, "%.31s", facts->level_key);
    if (!layout->message_key[0])
        snprintf(layout->message_key, sizeof layout->message_key, "%.31s", facts->message_key);
}

static bool counts_like_syslog(const struct json_facts *facts)
{
    return span_equal_nocase(span_of(facts->level_key), SPAN("priority"));
}

static enum status add_element(struct elements *elements, struct span text, struct error *error)
{
    struct document *document = elements->document;
    struct document_time time = {EVIDENCE_NO_TIME, 0, NULL};
    enum evidence_level level = EVIDENCE_LEVEL_NONE;
    if (elements->lost) return document_add(document, elements->start, &time, level, error);
    if (document->hints->kind == EVIDENCE_ALERTS) {
        time = elements->received;
        if (time.time == EVIDENCE_NO_TIME)
            time = document_clock_read(&document->clock, alert_stamp(text));
        level = alert_level(text);
    } else {
        struct json_facts facts;
        json_facts_of(text, &facts);
        if (facts.time.len) time = document_clock_read(&document->clock, facts.time);
        if (facts.level.len) level = level_of_value(facts.level, counts_like_syslog(&facts));
        note_keys(document, &facts);
    }
    return document_add(document, elements->start, &time, level, error);
}

/* ---- the pass ---- */

static enum status finish_element(struct elements *elements, uint64_t next, struct error *error)
{
    struct span text = {NULL, 0};
    if (elements->start == UINT64_MAX) return STATUS_OK;
    if (!elements->lost)
        text = span_sub(window_from(&elements->document->window, elements->start), 0,
                        (size_t)(next - elements->start));
    return add_element(elements, text, error);
}

static enum status read_on(struct elements *elements, struct error *error)
{
    struct window *window = &elements->document->window;
    uint64_t keep = elements->at;
    if (elements->start != UINT64_MAX && !elements->lost) {
        elements->lost = elements->at - elements->start > ELEMENT_MOST;
        if (!elements->lost) keep = elements->start;
    }
    return window_more(window, keep, error);
}

static enum status cut_elements(struct elements *elements, struct error *error)
{
    struct window *window = &elements->document->window;
    for (;;) {
        struct span piece = window_from(window, elements->at);
        size_t at = 0;
        bool found = json_scan_next(&elements->scan, piece, &at);
        elements->at += at;
        enum status status = STATUS_OK;
        if (found) {
            status = finish_element(elements, elements->at - 1, error);
            elements->start = elements->at - 1;
            elements->lost = false;
        } else if (elements->scan.too_deep) {
            elements->lost = true; /* the element takes in all the rest, without a time */
            return finish_element(elements, elements->at, error);
        } else if (window->end) {
            return finish_element(elements, elements->at, error);
        } else {
            status = read_on(elements, error);
        }
        if (status) return status;
    }
}

enum status index_json(struct document *document, struct error *error)
{
    char path[JSON_PATH_MAX] = "";
    struct probe probe;
    struct elements elements = {.document = document, .start = UINT64_MAX};
    struct evidence_layout layout = {.framing = FRAMING_JSON_ELEMENTS};
    struct span received;
    enum status status = document_head(document, &probe, error);
    if (status) return status;
    if (!json_plan(probe.head, path)) path[0] = '\0';
    elements.received.time = EVIDENCE_NO_TIME;
    if (document->hints->kind == EVIDENCE_ALERTS) {
        layout.framing = FRAMING_ALERTS;
        if (json_find(probe.head, "received_at", NULL, &received)) {
            elements.received = document_clock_read(&document->clock, received);
            snprintf(layout.time_key, sizeof layout.time_key, "received_at");
        } else {
            snprintf(layout.time_key, sizeof layout.time_key, "startsAt");
        }
    }
    if (document->hints->kind == EVIDENCE_ALERTS && path[0] == '\0')
        return STATUS_OK; /* an answer without alerts: nothing happened at any time */
    name_layout(&layout, path);
    if (document->hints->kind == EVIDENCE_CHAT && strcmp(path, "[]") == 0)
        snprintf(layout.name, sizeof layout.name, "%s", chat_name);
    document_layout(document, &layout);
    json_scan_init(&elements.scan, path);
    return cut_elements(&elements, error);
}

/* ---- fields ---- */

void fields_json(const struct evidence_layout *layout, struct span record,
                 struct evidence_fields *ret)
{
    char path[JSON_PATH_MAX];
    struct json_facts facts;
    path_of_layout(layout, path);
    struct span element = json_element(record, path), raw;
    json_facts_of(element, &facts);
    ret->stamp = facts.time;
    ret->message = facts.message;
    ret->host = facts.host;
    ret->process = facts.process;
    ret->status = facts.status;
    ret->took = facts.took;
    ret->is_request =
        facts.status > 0 && (facts.names_request || span_is(facts.message, "request"));
    for (size_t i = 0; i < facts.id_count; i++) fields_add_id(ret, facts.ids[i]);
    if (strcmp(layout->name, chat_name) == 0) { /* who says it, and in which thread */
        if (json_find(element, "user", NULL, &raw)) ret->process = raw;
        if (json_find(element, "thread_ts", NULL, &raw)) fields_add_id(ret, raw);
    }
    if (ret->message.len == 0) ret->message = span_trim(element);
}

void fields_alerts(const struct evidence_layout *layout, struct span record,
                   struct evidence_fields *ret)
{
    char path[JSON_PATH_MAX];
    struct span raw;
    path_of_layout(layout, path);
    struct span element = json_element(record, path);
    if (strcmp(layout->time_key, "received_at") != 0)
        ret->stamp = alert_stamp(element);
    else if (json_find(record, "received_at", NULL, &raw))
        ret->stamp = raw;
    if (json_find(element, "annotations.summary", NULL, &raw) ||
        json_find(element, "labels.alertname", NULL, &raw))
        ret->message = raw;
    else
        ret->message = span_trim(element);
    if (json_find(element, "labels.service", NULL, &raw) ||
        json_find(element, "labels.job", NULL, &raw))
        ret->process = raw;
    if (json_find(element, "labels.instance", NULL, &raw)) ret->host = raw;
    if (json_find(element, "fingerprint", NULL, &raw)) fields_add_id(ret, raw);
}
