/*
 * Pagers and monitors, as their exports tell it: incidents and their steps (PagerDuty, Opsgenie and
 * those built alike), histories of CloudWatch's alarms, the log of Nagios and its kin.
 *
 * An incident's record says when it was triggered and, in other members, when somebody took it and
 * when it was closed: each is an event of its own. Members are told by name, not by product.
 */
#include "exchange/internal.h"

static void tell(struct reading *reading, enum timeline_event_kind kind, struct interval at,
                 const char *what, const char *basis, const char *same, struct span place,
                 const char *actor)
{
    struct told told = {.event = {.kind = kind,
                                  .at = at,
                                  .actor = actor,
                                  .what = what,
                                  .basis = basis,
                                  .place = reading_place(reading, place)},
                        .same = same,
                        .trust = TRUST_TOOL};
    if (interval_is_known(at)) reading_tell(reading, &told);
}

static const char *same_of(struct reading *reading, const char *step, const char *id)
{
    return *id ? reading_say(reading, "pager %s %s", step, id) : NULL;
}

/* ---- incidents ---- */

/* `path` counts milliseconds from the start. */
static struct interval after_start(struct span object, const char *path, struct interval start)
{
    uint64_t ms;
    if (!interval_is_known(start) || !span_to_u64(json_part(object, path), &ms) ||
        ms > (uint64_t)(366 * NS_PER_DAY / NS_PER_MS))
        return INTERVAL_NONE;
    duration after = (duration)ms * NS_PER_MS;
    return (struct interval){instant_add(start.earliest, after), instant_add(start.latest, after)};
}

static struct interval end_of(const struct reading *reading, struct span object,
                              struct interval start)
{
    struct span status = json_part(object, "status");
    struct interval end =
        reading_stamp(reading, json_first_part(object, "resolved_at resolvedAt closed_at "
                                                       "closedAt resolved.at"));
    if (!interval_is_known(end)) end = after_start(object, "report.closeTime", start);
    bool closed = span_is(status, "resolved") || span_is(status, "closed");
    if (!interval_is_known(end) && closed)
        end = reading_stamp(reading, json_part(object, "last_status_change_at"));
    return end;
}

/* {"name":"ACKED","at":"...","by":"ana"} among the steps that an incident lists of itself; the
 * time, and in *ret_by who it was. */
static struct interval transition_of(struct reading *reading, struct span object, const char *name,
                                     const char **ret_by)
{
    struct json_elements steps;
    struct span step;
    if (!json_elements_open(&steps, object, "transitions")) return INTERVAL_NONE;
    while (json_elements_next(&steps, &step)) {
        if (!span_equal_nocase(json_part(step, "name"), span_of(name))) continue;
        *ret_by = json_keep(reading, json_part(step, "by"), KEY_MOST);
        return reading_stamp(reading, json_part(step, "at"));
    }
    return INTERVAL_NONE;
}

static bool tell_incident(struct reading *reading, struct span object)
{
    struct interval start = reading_stamp(
        reading, json_first_part(object, "triggered_at created_at createdAt startTime started_at"));
    const char *title = json_keep(
        reading,
        json_first_part(object, "title message entityDisplayName summary name description"),
        WHAT_MOST / 2);
    const char *id = json_keep(
        reading, json_first_part(object, "id incident_number tinyId incidentNumber"), KEY_MOST);
    const char *by = json_keep(
        reading,
        json_first_part(object, "acknowledgements.0.acknowledger.summary acknowledged_by.name "
                                "report.acknowledgedBy acknowledged_by owner"),
        KEY_MOST);
    if (!interval_is_known(start) || !*title) return false;
    struct interval ack =
        reading_stamp(reading, json_first_part(object, "acknowledgements.0.at acknowledged_at "
                                                       "acknowledgedAt"));
    if (!interval_is_known(ack)) ack = after_start(object, "report.ackTime", start);
    if (!interval_is_known(ack)) ack = transition_of(reading, object, "ACKED", &by);
    const char *closer = "";
    struct interval end = end_of(reading, object, start);
    if (!interval_is_known(end)) end = transition_of(reading, object, "RESOLVED", &closer);
    tell(reading, TIMELINE_ALERT, start, reading_say(reading, "alert fired: %s", title),
         "start of the pager's incident", same_of(reading, "trigger", id), object,
         json_keep(reading, json_first_part(object, "service.summary service.name source"),
                   KEY_MOST));
    tell(reading, TIMELINE_ACK, ack, reading_say(reading, "took the alert: %s", title),
         "acknowledgement in the pager's incident", same_of(reading, "ack", id), object, by);
    tell(reading, TIMELINE_ALERT_END, end, reading_say(reading, "alert closed: %s", title),
         "end of the pager's incident; somebody or something closed it then",
         same_of(reading, "end", id), object, closer);
    return true;
}

/* ---- steps of an incident ---- */

static bool step_of(struct span text, enum timeline_event_kind *ret, const char **ret_step)
{
    static const struct {
        const char *word;
        enum timeline_event_kind kind;
        const char *step;
    } rows[] = {
        {"acknowledge", TIMELINE_ACK, "ack"},
        {"trigger", TIMELINE_ALERT, "trigger"},
        {"alert created", TIMELINE_ALERT, "trigger"},
        {"to alarm", TIMELINE_ALERT, "trigger"},
        {"resolve", TIMELINE_ALERT_END, "end"},
        {"alert closed", TIMELINE_ALERT_END, "end"},
        {"to ok", TIMELINE_ALERT_END, "end"},
        {"escalate", TIMELINE_PAGE, "page"},
        {"notify", TIMELINE_PAGE, "page"},
    };
    /* "unacknowledge" is the opposite, and no step that is told */
    if (span_find_nocase(text, SPAN("unack")) != SIZE_MAX) return false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (span_find_nocase(text, span_of(rows[i].word)) == SIZE_MAX) continue;
        *ret = rows[i].kind;
        *ret_step = rows[i].step;
        return true;
    }
    return false;
}

/* "trigger_log_entry" and "incident.triggered" are names of steps, no sentences. */
static const char *words_of_step(struct reading *reading, struct span said, const char *step)
{
    static const struct {
        const char *step, *words;
    } rows[] = {{"ack", "took the alert"},
                {"trigger", "alert fired"},
                {"end", "alert closed"},
                {"page", "notice of alert sent"}};
    if (span_find(said, SPAN(" ")) != SIZE_MAX) return json_keep(reading, said, WHAT_MOST / 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(step, rows[i].step) == 0) return rows[i].words;
    return step;
}

static bool tell_step(struct reading *reading, struct span object)
{
    enum timeline_event_kind kind;
    const char *step;
    struct span head = json_first_part(object, "event.event_type event_type HistorySummary log");
    struct span type = json_part(object, "type");
    if (span_find(type, SPAN("_log_entry")) != SIZE_MAX) head = type;
    if (head.len == 0 || head.len > 200 || !step_of(head, &kind, &step)) return false;
    struct interval at = reading_stamp(
        reading, json_first_part(object, "event.occurred_at occurred_at created_at createdAt "
                                         "Timestamp timestamp"));
    if (!interval_is_known(at)) return false;
    const char *what = words_of_step(
        reading,
        json_first_part(object, "summary HistorySummary log event.event_type event_type type"),
        step);
    const char *about = json_keep(reading,
                                  json_first_part(object, "incident.summary event.data.title "
                                                          "data.title AlarmName title "
                                                          "channel.summary"),
                                  WHAT_MOST / 2);
    const char *id = json_keep(
        reading, json_first_part(object, "incident.id event.data.id data.id AlarmName"), KEY_MOST);
    tell(reading, kind, at, reading_say(reading, "%s%s%s", what, *about ? ": " : "", about),
         "entry in the pager's or monitor's history", same_of(reading, step, id), object,
         json_keep(reading,
                   json_first_part(object, "agent.summary event.agent.summary user.summary "
                                           "user.name owner user"),
                   KEY_MOST));
    return true;
}

/* What a pager's incident has and a ticket or an issue has not; then what steps have. */
static const char *const pager_needles[] = {
    "\"incident_number\"", "\"tinyId\"",       "\"acknowledgements\"",  "\"acknowledged_at\"",
    "\"acknowledgedAt\"",  "\"acknowledged\"", "\"entityDisplayName\"", "_log_entry\"",
    "\"incident.",         "\"log\"",          "\"HistorySummary\"",    NULL};

const struct look look_pagers = {.needles = pager_needles};

/* Whether an object has one of these members; it is then given. */
static struct span object_with(struct span record, const char *const *members)
{
    struct span object = {NULL, 0};
    for (; *members; members++) {
        object = log_object(record, *members);
        if (object.len && json_find(object, *members, NULL, NULL)) return object;
    }
    return (struct span){NULL, 0};
}

void log_pagers(struct reading *reading)
{
    static const char *const incident[] = {
        "incident_number", "tinyId",       "acknowledgements",  "acknowledged_at",
        "acknowledgedAt",  "acknowledged", "entityDisplayName", NULL};
    static const char *const step[] = {
        "event_type", "event.event_type", "HistorySummary", "log", "type", NULL};
    struct candidates candidates;
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_PAGERS);
    while (candidates_next(&candidates, told)) {
        const struct span record = candidates.record;
        struct span object = object_with(record, incident);
        if (object.len && tell_incident(reading, object)) {
            told++;
            continue;
        }
        object = object_with(record, step);
        told += object.len && tell_step(reading, object);
    }
    log_say_cut(&candidates, told, "alerts");
}

/* ---- Nagios, Icinga, Naemon ---- */

/* "SERVICE ALERT: db1;disk;CRITICAL;HARD;3;0 GB free": a soft state is tried again first. */
static bool tell_state(struct reading *reading, struct span text, struct interval at,
                       struct span place)
{
    bool service = span_starts(text, SPAN("SERVICE"));
    struct span rest = text, what;
    span_cut(&rest, ':');
    struct span host = span_trim(span_cut(&rest, ';'));
    struct span check = service ? span_cut(&rest, ';') : SPAN("host");
    struct span state = span_cut(&rest, ';'), sure = span_cut(&rest, ';');
    span_cut(&rest, ';');
    what = span_trim(rest);
    bool over = span_is(state, "OK") || span_is(state, "UP") || span_is(state, "RECOVERY");
    bool hard = span_is(sure, "HARD");
    if (!hard && !span_is(sure, "SOFT")) return false;
    if (over && !hard) return false;
    const char *key = reading_say(reading, "%.*s %.*s", SPAN_ARGS(span_sub(host, 0, KEY_MOST)),
                                  SPAN_ARGS(span_sub(check, 0, KEY_MOST)));
    tell(reading,
         over   ? TIMELINE_ALERT_END
         : hard ? TIMELINE_ALERT
                : TIMELINE_SIGNAL,
         at,
         reading_say(reading, "%s: %s is %.*s: %s",
                     over   ? "alert ended"
                     : hard ? "alert fired"
                            : "check not well, tried again",
                     key, SPAN_ARGS(span_sub(state, 0, 40)),
                     reading_keep(reading, what, WHAT_MOST / 2)),
         "line of the monitor's log",
         hard ? reading_say(reading, "%s %s", over ? "alert-end" : "alert", key) : NULL, place, "");
    return true;
}

static bool tell_nagios(struct reading *reading, struct span record, struct interval at)
{
    static const char *const words[] = {"SERVICE ALERT: ", "HOST ALERT: ", NULL};
    size_t found = SIZE_MAX;
    struct span line = span_cut(&(struct span){record.at, record.len}, '\n');
    for (size_t i = 0; words[i] && found == SIZE_MAX; i++)
        found = span_find(line, span_of(words[i]));
    if (found != SIZE_MAX) return tell_state(reading, span_from(line, found), at, record);
    bool ack = span_find(line, SPAN("ACKNOWLEDGE_")) != SIZE_MAX &&
               span_find(line, SPAN("REMOVE_")) == SIZE_MAX;
    size_t notice = span_find(line, SPAN("NOTIFICATION: "));
    if (!ack && notice == SIZE_MAX) return false;
    size_t colon = span_find(line, SPAN(": "));
    const char *what = reading_keep(
        reading, ack && colon != SIZE_MAX ? span_from(line, colon + 2) : span_from(line, notice),
        WHAT_MOST / 2);
    tell(reading, ack ? TIMELINE_ACK : TIMELINE_PAGE, at,
         reading_say(reading, "%s: %s", ack ? "took the alert" : "notice of alert sent", what),
         "line of the monitor's log", NULL, record, "");
    return true;
}

static const char *const nagios_needles[] = {"SERVICE ALERT: ",
                                             "HOST ALERT: ",
                                             "SERVICE NOTIFICATION: ",
                                             "HOST NOTIFICATION: ",
                                             "ACKNOWLEDGE_SVC",
                                             "ACKNOWLEDGE_HOST_PROB",
                                             NULL};

const struct look look_nagios = {.needles = nagios_needles};

void log_nagios(struct reading *reading)
{
    struct candidates candidates;
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_NAGIOS);
    while (candidates_next(&candidates, told)) {
        const struct interval at = candidates.at;
        const struct span record = candidates.record;
        if (interval_is_known(at)) told += tell_nagios(reading, record, at);
    }
    log_say_cut(&candidates, told, "alerts");
}
