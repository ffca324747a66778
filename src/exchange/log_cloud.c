/* Platforms' own records of change: events of Kubernetes, CloudTrail's write actions. */
#include "exchange/internal.h"

/* ---- Kubernetes ---- */

static bool kind_of_reason(struct span reason, enum timeline_event_kind *ret)
{
    static const struct {
        const char *reason;
        enum timeline_event_kind kind;
    } rows[] = {
        {"ScalingReplicaSet", TIMELINE_CHANGE_INFRA},
        {"SuccessfulRescale", TIMELINE_CHANGE_INFRA},
        {"TriggeredScaleUp", TIMELINE_CHANGE_INFRA},
        {"Killing", TIMELINE_EFFECT},
        {"Evicted", TIMELINE_EFFECT},
        {"Preempted", TIMELINE_EFFECT},
        {"Unhealthy", TIMELINE_SIGNAL},
        {"BackOff", TIMELINE_SIGNAL},
        {"Failed", TIMELINE_SIGNAL},
        {"FailedScheduling", TIMELINE_SIGNAL},
        {"OOMKilling", TIMELINE_SIGNAL},
        {"SystemOOM", TIMELINE_SIGNAL},
        {"NodeNotReady", TIMELINE_SIGNAL},
        {"FailedMount", TIMELINE_SIGNAL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (span_is(reason, rows[i].reason)) return *ret = rows[i].kind, true;
    return false;
}

static bool tell_kubernetes(struct reading *reading, struct span object, struct interval at)
{
    enum timeline_event_kind kind;
    struct span reason = json_part(object, "reason");
    if (!kind_of_reason(reason, &kind)) return false;
    const char *name =
        json_keep(reading, json_first_part(object, "involvedObject.name regarding.name"), KEY_MOST);
    struct told told = {
        .event = {.kind = kind,
                  .at = at,
                  .actor = json_keep(reading,
                                     json_first_part(object, "source.component reportingComponent "
                                                             "reportingController"),
                                     KEY_MOST),
                  .what = reading_say(
                      reading, "%s: %s", name,
                      json_keep(reading, json_first_part(object, "message note"), WHAT_MOST / 2)),
                  .basis = reading_say(reading, "Kubernetes event, reason %.*s", SPAN_ARGS(reason)),
                  .key = name,
                  .place = reading_place(reading, object)},
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    return true;
}

/* ---- CloudTrail ---- */

/* True for actions that change something. */
static bool is_write(struct span object, struct span action)
{
    static const char *const reads[] = {"Get",    "List",     "Describe", "Head",
                                        "Lookup", "View",     "Search",   "BatchGet",
                                        "Assume", "Generate", "Decrypt",  NULL};
    struct json_token token;
    if (json_find(object, "readOnly", &token, NULL) && token.type == JSON_TRUE) return false;
    for (size_t i = 0; reads[i]; i++)
        if (span_starts(action, span_of(reads[i]))) return false;
    return true;
}

static bool tell_cloudtrail(struct reading *reading, struct span object, struct interval at)
{
    struct span action = json_part(object, "eventName"), service = json_part(object, "eventSource");
    struct span failure = json_part(object, "errorCode");
    if (action.len == 0 || service.len == 0 || !is_write(object, action)) return false;
    struct told told = {
        .event = {.kind = TIMELINE_CHANGE_INFRA,
                  .at = at,
                  .actor = json_keep(
                      reading,
                      json_first_part(object, "userIdentity.userName "
                                              "userIdentity.sessionContext.sessionIssuer.userName "
                                              "userIdentity.invokedBy userIdentity.type"),
                      KEY_MOST),
                  .what = reading_say(
                      reading, "%.*s at %.*s%s%.*s", SPAN_ARGS(span_sub(action, 0, KEY_MOST)),
                      SPAN_ARGS(span_sub(service, 0, KEY_MOST)), failure.len ? ", refused: " : "",
                      SPAN_ARGS(span_sub(failure, 0, KEY_MOST))),
                  .basis = "CloudTrail record of an action that changes something",
                  .key = reading_keep(reading, action, KEY_MOST),
                  .place = reading_place(reading, object),
                  .failed = failure.len > 0},
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    return true;
}

/* What a managed database says of itself: "Started cross AZ failover to DB instance". */
static bool tell_database(struct reading *reading, struct span object, struct interval at)
{
    struct span message = json_part(object, "Message");
    if (json_part(object, "SourceType").len == 0 || message.len == 0) return false;
    const char *name = json_keep(reading, json_part(object, "SourceIdentifier"), KEY_MOST);
    struct told told = {.event = {.kind = TIMELINE_CHANGE_INFRA,
                                  .at = at,
                                  .what = reading_say(reading, "%s: %s", name,
                                                      json_keep(reading, message, WHAT_MOST / 2)),
                                  .basis = "event of the managed database",
                                  .key = name,
                                  .place = reading_place(reading, object)},
                        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    return true;
}

static void read_records(struct reading *reading, unsigned look, const char *member,
                         bool (*tell)(struct reading *, struct span, struct interval),
                         const char *what)
{
    struct candidates candidates;
    size_t told = 0;
    candidates_open(&candidates, reading, look);
    while (candidates_next(&candidates, told)) {
        const struct span record = candidates.record;
        struct span object = log_object(record, member);
        const struct interval at = candidates.at;
        if (object.len && interval_is_known(at) && tell(reading, object, at)) told++;
    }
    log_say_cut(&candidates, told, what);
}

static const char *const kubernetes_needles[] = {"\"involvedObject\"", "\"regarding\"", NULL};

const struct look look_kubernetes = {.needles = kubernetes_needles};

void log_kubernetes(struct reading *reading)
{
    read_records(reading, LOOK_KUBERNETES, "reason", tell_kubernetes, "Kubernetes events");
}

static const char *const cloudtrail_needles[] = {"\"eventSource\"", "\"SourceIdentifier\"", NULL};

const struct look look_cloudtrail = {.needles = cloudtrail_needles};

void log_cloudtrail(struct reading *reading)
{
    read_records(reading, LOOK_CLOUDTRAIL, "eventName", tell_cloudtrail, "CloudTrail actions");
    read_records(reading, LOOK_CLOUDTRAIL, "SourceIdentifier", tell_database, "database events");
}
