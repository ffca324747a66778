/*
 * Alerts: webhook bodies of Alertmanager, bare or kept with the time they were received, its API
 * answers, and those of Prometheus.
 *
 * An alert begins at startsAt; that somebody was told is another event, at the time of delivery.
 * endsAt counts for resolved ones alone: in answers of the API it is when an active one would
 * lapse, and 0001-01-01 is "still firing".
 */
#include "exchange/internal.h"

struct alert {
    struct span element;
    const char *name, *summary, *severity, *component, *instance;
    bool resolved, pending;
    struct interval start, end;
};

static void read_alert(struct reading *reading, struct span element, struct alert *ret)
{
    struct span state = json_first_part(element, "status.state status state");
    *ret = (struct alert){.element = element};
    ret->name = json_keep(reading, json_part(element, "labels.alertname"), KEY_MOST);
    ret->summary = json_keep(
        reading,
        json_first_part(element, "annotations.summary annotations.title annotations.description "
                                 "annotations.message"),
        WHAT_MOST / 2);
    ret->severity =
        json_keep(reading, json_first_part(element, "labels.severity labels.priority"), KEY_MOST);
    ret->component = json_keep(
        reading, json_first_part(element, "labels.service labels.job labels.instance"), KEY_MOST);
    ret->instance = json_keep(
        reading, json_first_part(element, "fingerprint labels.instance labels.pod"), KEY_MOST);
    if (!*ret->instance) ret->instance = NULL;
    ret->resolved = span_is(state, "resolved") || span_is(state, "inactive");
    ret->pending = span_is(state, "pending");
    ret->start = reading_stamp(reading, json_first_part(element, "startsAt activeAt"));
    ret->end = ret->resolved ? reading_stamp(reading, json_part(element, "endsAt")) : INTERVAL_NONE;
}

/* "NAME, severity page: summary" */
static const char *about(struct reading *reading, const struct alert *alert)
{
    return reading_say(reading, "%s%s%s%s%s", alert->name, *alert->severity ? ", severity " : "",
                       alert->severity, *alert->summary ? ": " : "", alert->summary);
}

static void tell(struct reading *reading, const struct alert *alert, enum timeline_event_kind kind,
                 struct interval at, const char *lead, const char *word, const char *basis)
{
    struct told told = {
        .event = {.kind = kind,
                  .at = at,
                  .end = kind == TIMELINE_ALERT || kind == TIMELINE_SIGNAL ? alert->end
                                                                           : INTERVAL_NONE,
                  .actor = alert->component,
                  .what = reading_say(reading, "%s %s", lead, about(reading, alert)),
                  .basis = basis,
                  .key = alert->name,
                  .place = reading_place(reading, alert->element)},
        .same = reading_say(reading, "%s %s", word, alert->name),
        .detail = alert->instance,
        .trust = TRUST_TOOL};
    if (interval_is_known(at)) reading_tell(reading, &told);
}

static void tell_alert(struct reading *reading, const struct alert *alert, struct interval received)
{
    if (alert->pending) {
        tell(reading, alert, TIMELINE_SIGNAL, alert->start,
             "condition met, not firing yet:", "pending", "activeAt of a pending alert");
        return;
    }
    tell(reading, alert, TIMELINE_ALERT, alert->start, "alert fired:", "alert",
         "startsAt of the alert");
    if (alert->resolved) {
        tell(reading, alert, TIMELINE_ALERT_END, alert->end, "alert ended:", "alert-end",
             "endsAt of the alert");
        tell(reading, alert, TIMELINE_COMM, received, "end of alert delivered:", "page-end",
             "time at which the notice was received");
    } else {
        tell(reading, alert, TIMELINE_PAGE, received, "notice of alert delivered:", "page",
             "time at which the notice was received");
    }
}

static void read_body(struct reading *reading, struct span body)
{
    static const char *const paths[] = {"body.alerts", "alerts", "data.alerts", ""};
    struct interval received = reading_stamp(reading, json_part(body, "received_at"));
    struct json_elements elements;
    struct span element;
    size_t path = 0, number = 0;
    while (path < 4 && !json_elements_open(&elements, body, paths[path])) path++;
    if (path == 4) return;
    while (!reading_is_full(reading) && json_elements_next(&elements, &element)) {
        struct alert alert;
        read_alert(reading, element, &alert);
        number++;
        if (!*alert.name)
            reading_notice(reading, "alert %zu has no name (labels.alertname)", number);
        else if (!interval_is_known(alert.start) && !interval_is_known(received))
            reading_notice(reading, "alert %zu has no readable time", number);
        else
            tell_alert(reading, &alert, received);
    }
    if (elements.broken) reading_notice(reading, "cut off or not JSON behind alert %zu", number);
}

enum { HEAD = 64 * 1024 };

bool alerts_read_log(struct reading *reading)
{
    struct span rest = reading_source(reading)->content, body, element;
    struct json_elements elements;
    static const char *const paths[] = {"body.alerts", "alerts"};
    if (span_starts(rest, SPAN("\xef\xbb\xbf"))) rest = span_from(rest, 3);
    if (!span_starts(span_trim(span_sub(rest, 0, 64)), SPAN("{")) ||
        span_find(span_sub(rest, 0, HEAD), SPAN("\"alerts\"")) == SIZE_MAX)
        return false;
    if (!json_next_value(&rest, &body)) return false;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (!json_elements_open(&elements, body, paths[i])) continue;
        if (!json_elements_next(&elements, &element) ||
            json_part(element, "labels.alertname").len == 0 ||
            json_part(element, "startsAt").len == 0)
            continue;
        alerts_read(reading);
        return true;
    }
    return false;
}

void alerts_read(struct reading *reading)
{
    struct span rest = reading_source(reading)->content, body;
    if (span_starts(rest, SPAN("\xef\xbb\xbf"))) rest = span_from(rest, 3);
    while (!reading_is_full(reading) && json_next_value(&rest, &body)) read_body(reading, body);
}
