/* Deploys and flags: audit lines in JSON, and what deploy tools write to syslog. */
#include "exchange/internal.h"

enum { OPEN_MOST = 32, TEXT_MOST = 1000 };
static const duration ROLLOUT_MOST = 6 * NS_PER_HOUR;

/* Rollouts of this source that began and have not ended yet: numbers of their tellings. */
struct rollouts {
    size_t open[OPEN_MOST];
    size_t count;
};

static bool has_word(struct span text, const char *const *list)
{
    for (; *list; list++)
        if (span_find_nocase(text, span_of(*list)) != SIZE_MAX) return true;
    return false;
}

/* A line that names a service and a version and is no message of a program: a deploy list's row. */
static bool is_bare_row(struct span object)
{
    struct span message = json_first_part(object, "msg message text log event level severity");
    struct span service = json_first_part(object, "service app application component project");
    return message.len == 0 && service.len > 0 && object.len < TEXT_MOST;
}

static bool rollout_of_json(struct span object, struct rollout *ret)
{
    static const char *const starts[] = {"start", "begin", "begun", NULL};
    static const char *const ends[] = {"finish", "complete", "succe", "done", "fail", NULL};
    static const char *const fails[] = {"fail", "error", "abort", "cancel", NULL};
    static const char *const acts[] = {"deploy", "rollout", "rollback", "release", "sync", NULL};
    /* without it nothing else matters, and most records have none */
    struct span version = json_first_part(object, "version release tag image revision");
    if (version.len == 0) return false;
    struct span event = json_first_part(object, "event event_type type action msg message");
    struct span status = json_first_part(object, "status result outcome");
    bool told = event.len && event.len <= 60 && has_word(event, acts);
    if (!told && !is_bare_row(object)) return false;
    *ret = (struct rollout){
        .service = json_first_part(object, "service app application component svc project"),
        .version = version,
        .commit = json_first_part(object, "commit sha revision git_sha"),
        .by = json_first_part(object, "by actor user author initiator")};
    ret->back = span_find_nocase(event, SPAN("rollback")) != SIZE_MAX;
    ret->phase = has_word(event, starts) ? ROLLOUT_STARTED
                 : has_word(event, ends) ? ROLLOUT_FINISHED
                                         : ROLLOUT_DONE;
    ret->failed = has_word(event, fails) || has_word(status, fails);
    return true;
}

/* The start of this rollout, when it was told here and nothing has ended it. */
static struct told *find_start(struct reading *reading, const struct rollouts *rollouts,
                               const struct rollout *rollout, instant now)
{
    for (size_t i = rollouts->count; i > 0; i--) {
        struct told *told = &reading->told[rollouts->open[i - 1]];
        bool open = told->event.end.earliest == INSTANT_NONE;
        bool service =
            !told->detail || rollout->service.len == 0 || span_is(rollout->service, told->detail);
        if (open && service && span_is(rollout->version, told->event.key) &&
            instant_add(told->event.at.earliest, ROLLOUT_MOST) >= now)
            return told;
    }
    return NULL;
}

static void end_rollout(struct reading *reading, struct told *told, const struct rollout *rollout,
                        struct interval at, struct timeline_place place)
{
    static const char started[] = ": deploy started";
    struct timeline_event *event = &told->event;
    struct span what = span_of(event->what);
    size_t cut = span_find(what, SPAN(started));
    if (cut != SIZE_MAX) what.len = cut;
    event->end = at;
    event->place.to = place.to;
    event->failed = rollout->failed;
    event->what = reading_say(reading, "%.*s: %s", SPAN_ARGS(what),
                              rollout->failed ? "deploy did not finish" : "deployed");
    event->basis = reading_say(reading, "%s; from start to finish", event->basis);
}

static void take_rollout(struct reading *reading, struct rollouts *rollouts,
                         const struct rollout *rollout, struct interval at,
                         struct timeline_place place, const char *basis, enum trust trust)
{
    size_t before = reading->told_count;
    if (rollout->phase == ROLLOUT_FINISHED) {
        struct told *start = find_start(reading, rollouts, rollout, at.earliest);
        if (start) {
            end_rollout(reading, start, rollout, at, place);
            return;
        }
    }
    rollout_tell(reading, rollout, at, place, trust, basis);
    if (rollout->phase != ROLLOUT_STARTED || reading->told_count == before) return;
    if (rollouts->count == OPEN_MOST) {
        memmove(rollouts->open, rollouts->open + 1, (OPEN_MOST - 1) * sizeof rollouts->open[0]);
        rollouts->count--;
    }
    rollouts->open[rollouts->count++] = before;
}

static const char *const deploy_needles[] = {"deploy",   "Deploy",   "rollout",
                                             "rollback", "release_", NULL};
/* In a short list every row with a version may be a deploy; in a log it would be every line. */
static const char *const deploy_list_needles[] = {
    "deploy", "Deploy", "rollout", "rollback", "release_", "\"version\"", "\"revision\"", NULL};

static bool is_json(struct span record)
{
    return record.len && record.at[0] == '{';
}

static bool rollout_of(struct span record, struct rollout *ret)
{
    if (is_json(record)) return rollout_of_json(record, ret);
    return rollout_of_text(span_sub(record, 0, TEXT_MOST), ret) && ret->phase != ROLLOUT_DONE;
}

static bool may_be_deploy(const struct timeline_source *source, uint64_t record)
{
    struct rollout rollout;
    return rollout_of(span_trim(evidence_record(source->index, source->content, record)), &rollout);
}

const struct look look_deploys = {deploy_needles, deploy_list_needles, may_be_deploy};

void log_deploys(struct reading *reading)
{
    struct candidates candidates;
    struct rollouts rollouts = {.count = 0};
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_DEPLOYS);
    while (candidates_next(&candidates, told)) {
        const struct span record = candidates.record;
        const struct interval at = candidates.at;
        struct rollout rollout;
        bool json = is_json(record);
        if (!rollout_of(record, &rollout) || !interval_is_known(at)) continue;
        take_rollout(reading, &rollouts, &rollout, at, reading_place(reading, record),
                     json ? "line of the deploy log" : "line of the deploy tool in a log",
                     json ? TRUST_TOOL : TRUST_LOG);
        told++;
    }
    log_say_cut(&candidates, told, "deploys");
}

/* ---- flags ---- */

/* What a line about a flag says. */
struct flag_change {
    struct span event, flag, value, old;
};

static bool flag_of(struct span object, struct flag_change *ret)
{
    static const char *const verbs[] = {"chang",  "updat", "set",   "toggl",  "enabl",
                                        "disabl", "creat", "delet", "remove", NULL};
    static const char *const words[] = {"flag", "config", "setting", "feature", NULL};
    /* LaunchDarkly tells the verb in a title, "updated the flag" */
    struct span event =
        json_first_part(object, "event event_type titleVerb type action msg message");
    struct span flag = json_first_part(object, "flag flag_key feature_flag featureName feature "
                                               "setting config key name");
    /* a flag beside what it was and what it is needs no verb */
    bool both = event.len == 0 && json_first_part(object, "flag flag_key feature_flag").len &&
                json_first_part(object, "old_value old from previous").len &&
                json_first_part(object, "value new_value new to").len;
    if (!both && (event.len > 60 || !has_word(event, words) || !has_word(event, verbs)))
        return false;
    *ret = (struct flag_change){
        .event = event,
        .flag = flag,
        .value = json_first_part(object, "value new_value new to enabled percentage"),
        .old = json_first_part(object, "old_value old from previous")};
    return ret->flag.len > 0;
}

static bool tell_flag(struct reading *reading, struct span object, struct interval at)
{
    struct flag_change change;
    if (!flag_of(object, &change)) return false;
    const struct span event = change.event;
    const char *name = json_keep(reading, change.flag, KEY_MOST);
    const char *now = json_keep(reading, change.value, KEY_MOST);
    const char *before = json_keep(reading, change.old, KEY_MOST);
    const struct span more = json_first_part(object, "description");
    struct told told = {
        .event = {.kind = TIMELINE_CHANGE_CONFIG,
                  .at = at,
                  .actor = json_keep(
                      reading,
                      json_first_part(object, "by actor user author initiator member.email"),
                      KEY_MOST),
                  .what = *now ? reading_say(reading, "%s set to %s%s%s", name, now,
                                             *before ? ", before it was " : "", before)
                               : reading_say(
                                     reading, "%s: %s", name,
                                     json_keep(reading, more.len ? more : event, WHAT_MOST / 2)),
                  .basis = "line of the flag log",
                  .key = name,
                  .place = reading_place(reading, object)},
        .same = reading_say(reading, "flag %s", name),
        .detail = *now ? now : NULL,
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    return true;
}

/* An audit line: who did what to which thing. */
static bool is_audit(struct span object)
{
    static const char *const verbs[] = {"create", "update", "change", "delete",  "remove",
                                        "add",    "set",    "enable", "disable", "grant",
                                        "revoke", "rotate", NULL};
    struct span sort = json_first_part(object, "event_type type category logger log event");
    if (span_find_nocase(sort, SPAN("audit")) == SIZE_MAX) return false;
    struct span action = json_first_part(object, "action verb operation");
    return action.len <= 60 && has_word(action, verbs);
}

static bool tell_audit(struct reading *reading, struct span object, struct interval at)
{
    if (!is_audit(object)) return false;
    struct span action = json_first_part(object, "action verb operation");
    struct span thing = json_first_part(object, "resource target object resource.name target.name");
    struct span status = json_first_part(object, "status result outcome");
    const char *done = json_keep(reading, action, KEY_MOST);
    struct told told = {
        .event = {.kind = TIMELINE_CHANGE_CONFIG,
                  .at = at,
                  .actor = json_keep(reading,
                                     json_first_part(object, "by actor user author principal "
                                                             "actor.name user.name"),
                                     KEY_MOST),
                  .key = json_keep(reading, thing, KEY_MOST),
                  .basis = "line of an audit log",
                  .place = reading_place(reading, object),
                  .failed = span_find_nocase(status, SPAN("fail")) != SIZE_MAX ||
                            span_find_nocase(status, SPAN("den")) != SIZE_MAX},
        .trust = TRUST_TOOL};
    told.event.what = reading_say(reading, "%s: %s", done, *told.event.key ? told.event.key : "?");
    reading_tell(reading, &told);
    return true;
}

static const char *const flag_needles[] = {"flag",    "config", "Config", "setting",
                                           "feature", "audit",  NULL};

/* The first record of a document has the head of the document in front of its element. */
static struct span element_of(struct span record, uint64_t number)
{
    struct flag_change change;
    if (number > 0 || !is_json(record) || flag_of(record, &change) || is_audit(record))
        return record;
    struct span inner = span_from(record, span_find(record, SPAN("[")));
    return span_from(inner, span_find(inner, SPAN("{")));
}

static bool may_be_flag(const struct timeline_source *source, uint64_t record)
{
    struct flag_change change;
    struct span object =
        element_of(span_trim(evidence_record(source->index, source->content, record)), record);
    return is_json(object) && (flag_of(object, &change) || is_audit(object));
}

const struct look look_flags = {.needles = flag_needles, .may_tell = may_be_flag};

void log_flags(struct reading *reading)
{
    struct candidates candidates;
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_FLAGS);
    while (candidates_next(&candidates, told)) {
        const struct span record = element_of(candidates.record, candidates.number);
        const struct interval at = candidates.at;
        if (record.len == 0 || record.at[0] != '{' || !interval_is_known(at)) continue;
        if (tell_flag(reading, record, at) || tell_audit(reading, record, at)) told++;
    }
    log_say_cut(&candidates, told, "changes of flags");
}
