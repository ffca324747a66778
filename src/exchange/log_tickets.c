/*
 * Tickets of customers (Zendesk, Freshdesk, Intercom and their kin) and issues of colleagues
 * (Jira), as their trackers export them in JSON.
 *
 * Told by members that only they have. A ticket is a report of its sender at the time it was
 * opened; an issue is opened by somebody who took it for trouble, and somebody takes it up when its
 * status says that work goes on.
 */
#include "exchange/internal.h"

static void tell(struct reading *reading, enum timeline_event_kind kind, struct interval at,
                 struct span place, const char *actor, const char *what, const char *key,
                 const char *basis)
{
    const struct told told = {.event = {.kind = kind,
                                        .at = at,
                                        .actor = actor,
                                        .what = what,
                                        .key = key,
                                        .basis = basis,
                                        .place = reading_place(reading, place)},
                              .trust = TRUST_TOOL};
    if (interval_is_known(at)) reading_tell(reading, &told);
}

static void tell_ticket(struct reading *reading, struct span object)
{
    const char *id = json_keep(reading, json_first_part(object, "id number ticket_id"), KEY_MOST);
    const char *by =
        json_keep(reading, json_first_part(object, "via.channel channel source.type"), KEY_MOST);
    struct span subject = json_first_part(object, "subject raw_subject title");
    tell(reading, TIMELINE_REPORT,
         reading_stamp(reading, json_first_part(object, "created_at createdAt")), object, "",
         reading_say(reading, "ticket %s%s%s%s: %s", id, *by ? " (" : "", by, *by ? ")" : "",
                     json_keep(reading, subject, WHAT_MOST / 2)),
         id, "time at which the ticket was opened");
}

/* "2026-03-12T12:05:20.000+0100": without the colon that RFC 3339 wants in the offset. */
static struct interval stamp_of(struct reading *reading, struct span text)
{
    char copy[40];
    struct interval at = reading_stamp(reading, text);
    bool bare = text.len > 20 && text.len + 2 < sizeof copy &&
                (text.at[text.len - 5] == '+' || text.at[text.len - 5] == '-');
    if (interval_is_known(at) || !bare) return at;
    memcpy(copy, text.at, text.len - 2);
    copy[text.len - 2] = ':';
    memcpy(copy + text.len - 1, text.at + text.len - 2, 2);
    return reading_stamp(reading, (struct span){copy, text.len + 1});
}

/* A change of an issue's status that says that somebody works on it or that it is done. */
static void tell_changes(struct reading *reading, struct span issue, const char *key)
{
    struct json_elements changes, items;
    struct span change, item;
    if (!json_elements_open(&changes, issue, "changelog.histories")) return;
    while (!reading_is_full(reading) && json_elements_next(&changes, &change)) {
        if (!json_elements_open(&items, change, "items")) continue;
        while (json_elements_next(&items, &item)) {
            struct span now = json_part(item, "toString");
            bool taken = span_find_nocase(now, SPAN("progress")) != SIZE_MAX;
            bool done = span_is(now, "Done") || span_is(now, "Resolved") || span_is(now, "Closed");
            if (!span_is(json_part(item, "field"), "status") || (!taken && !done)) continue;
            tell(reading, taken ? TIMELINE_ACK : TIMELINE_RESOLVED,
                 stamp_of(reading, json_part(change, "created")), change,
                 json_keep(reading, json_part(change, "author.displayName"), KEY_MOST),
                 reading_say(reading, "%s is now %s", key, json_keep(reading, now, KEY_MOST)), key,
                 "change of the issue's status");
        }
    }
}

static void tell_issue(struct reading *reading, struct span object)
{
    const char *key = json_keep(reading, json_part(object, "key"), KEY_MOST);
    tell(reading, TIMELINE_DETECT, stamp_of(reading, json_part(object, "fields.created")),
         json_part(object, "fields"),
         json_keep(reading, json_part(object, "fields.reporter.displayName"), KEY_MOST),
         reading_say(reading, "opened %s: %s", key,
                     json_keep(reading, json_part(object, "fields.summary"), WHAT_MOST / 2)),
         key, "time at which the issue was opened");
    tell_changes(reading, object, key);
}

/* A conversation that somebody outside began (Intercom). */
static void tell_conversation(struct reading *reading, struct span object)
{
    struct span body = json_first_part(object, "source.subject source.body");
    const char *id = json_keep(reading, json_part(object, "id"), KEY_MOST);
    while (span_starts(body, SPAN("<p>"))) body = span_from(body, 3);
    body = span_sub(body, 0, span_find(body, SPAN("</p>")));
    tell(reading, TIMELINE_REPORT, reading_epoch(reading, json_part(object, "created_at")), object,
         json_keep(reading, json_part(object, "source.author.name"), KEY_MOST),
         reading_say(reading, "conversation %s: %s", id, json_keep(reading, body, WHAT_MOST / 2)),
         id, "time at which the conversation was begun");
}

static bool tell_conversations(struct reading *reading, struct span body)
{
    struct json_elements list;
    struct span object;
    bool any = false;
    if (!json_elements_open(&list, body, "conversations")) return false;
    while (!reading_is_full(reading) && json_elements_next(&list, &object)) {
        if (!span_is(json_part(object, "source.author.type"), "user") &&
            !span_is(json_part(object, "source.author.type"), "lead"))
            continue;
        tell_conversation(reading, object);
        any = true;
    }
    return any;
}

static const char *const ticket_needles[] = {"\"requester_id\"",
                                             "\"ticket_id\"",
                                             "\"raw_subject\"",
                                             "\"issuetype\"",
                                             "\"conversation\"",
                                             "\"reporter\"",
                                             NULL};

const struct look look_tickets = {.needles = ticket_needles};

static bool tell_issues(struct reading *reading)
{
    struct span rest = reading_source(reading)->content, body, issue;
    struct json_elements issues;
    bool any = false;
    if (!json_next_value(&rest, &body)) return false;
    if (tell_conversations(reading, body)) return true;
    if (json_part(body, "fields.summary").len) return tell_issue(reading, body), true;
    if (!json_elements_open(&issues, body, "issues")) return false;
    while (!reading_is_full(reading) && json_elements_next(&issues, &issue))
        if (json_part(issue, "fields.summary").len) tell_issue(reading, issue), any = true;
    return any;
}

void log_tickets(struct reading *reading)
{
    static const char *const members[] = {"requester_id", "ticket_id", "raw_subject", NULL};
    struct candidates candidates;
    size_t told = 0;
    if (tell_issues(reading)) return;
    candidates_open(&candidates, reading, LOOK_TICKETS);
    while (candidates_next(&candidates, told)) {
        const struct span record = candidates.record;
        for (size_t i = 0; members[i]; i++) {
            struct span object = log_object(record, members[i]);
            if (object.len == 0 || json_part(object, "created_at").len == 0 ||
                json_first_part(object, "subject raw_subject title").len == 0)
                continue;
            tell_ticket(reading, object);
            told++;
            break;
        }
    }
    log_say_cut(&candidates, told, "tickets");
}
