/*
 * What people say of a time, and what the record of it says: "I restarted redis at 14:05", where
 * the log has it at 14:25. Memory is good for order and poor for minutes, so such a pair is a
 * question for the meeting, and no reproach.
 *
 * A time of day in a message is a claim about what its clause speaks of: a restart, a release,
 * going back, or the beginning of it all. The record must be of that kind and share a name with the
 * clause. A difference of whole half hours is the writer's own zone and says nothing.
 */
#include "timeline/findings.h"

enum { MOST_FOUND = 20, TOKEN_LEAST = 4, MENTIONS_MOST = 4, CHECKED_MOST = 400 };

static const duration CLOSE = 2 * NS_PER_MIN, ROUND = 5 * NS_PER_MIN, HALF_HOUR = 30 * NS_PER_MIN;
static const duration FARTHEST = 3 * NS_PER_HOUR;

#define KIND(name) (UINT64_C(1) << TIMELINE_##name)

/* What a clause speaks of: a word of it, and the kinds of records that would tell the same; none:
 * the beginning of impact. */
static const struct claim {
    const char *word;
    uint64_t kinds;
} claims[] = {
    {"restart", KIND(RESTART) | KIND(ACT_FIX) | KIND(ACT_LIMIT)},
    {"reboot", KIND(RESTART) | KIND(ACT_FIX)},
    {"failed over", KIND(CHANGE_INFRA) | KIND(RESTART) | KIND(ACT_LIMIT)},
    {"rolled back", KIND(ACT_UNDO)},
    {"rollback", KIND(ACT_UNDO)},
    {"reverted", KIND(ACT_UNDO)},
    {"deploy", KIND(CHANGE_DEPLOY) | KIND(CHANGE_INFRA)},
    {"went out", KIND(CHANGE_DEPLOY) | KIND(CHANGE_INFRA)},
    {"released", KIND(CHANGE_DEPLOY) | KIND(CHANGE_INFRA)},
    {"errors started", 0},
    {"errors began", 0},
    {"errors since", 0},
    {"down since", 0},
    {"outage started", 0},
    {"outage began", 0},
    {"it started", 0},
    {"it began", 0},
};

/* One time of day in a message, and the clause in front of it. */
struct mention {
    struct span clause, text;
    duration of_day;
    bool about;
};

struct saying {
    const struct timeline_input *input;
    const struct impact *impact;
    struct conflict_list *list;
    struct error *error;
};

/* Where the clause that ends at `end` begins. */
static size_t clause_from(struct span text, size_t end)
{
    for (size_t i = end; i > 0; i--) {
        if (byte_is_one_of(text.at[i - 1], ",;!?\n")) return i;
        if (text.at[i - 1] == '.' && i < end && text.at[i] == ' ') return i;
        if (end - i >= 5 && span_starts(span_from(text, i - 1), SPAN(" and "))) return i + 4;
        if (end - i >= 5 && span_starts(span_from(text, i - 1), SPAN(" but "))) return i + 4;
    }
    return 0;
}

/* The next "14:05" or "14:05:30" from *at on. */
static bool next_mention(struct span text, size_t *at, struct mention *ret)
{
    for (size_t i = *at; i + 3 < text.len; i++) {
        size_t hours = i;
        if (!byte_is_digit(text.at[i]) || (i && byte_is_one_of(text.at[i - 1], "0123456789:.-/#")))
            continue;
        while (i < text.len && byte_is_digit(text.at[i])) i++;
        bool clock = i - hours <= 2 && i + 2 < text.len && text.at[i] == ':' &&
                     byte_is_digit(text.at[i + 1]) && byte_is_digit(text.at[i + 2]);
        if (!clock) continue;
        size_t end = i + 3;
        bool seconds = end + 2 < text.len && text.at[end] == ':' &&
                       byte_is_digit(text.at[end + 1]) && byte_is_digit(text.at[end + 2]);
        if (end < text.len && !seconds && byte_is_one_of(text.at[end], "0123456789:-")) continue;
        uint64_t hour = 0, minute = 0, second = 0;
        span_to_u64(span_sub(text, hours, i - hours), &hour);
        span_to_u64(span_sub(text, i + 1, 2), &minute);
        if (seconds) span_to_u64(span_sub(text, end + 1, 2), &second), end += 3;
        *at = i = end;
        if (hour > 23 || minute > 59 || second > 59) continue;
        size_t from = clause_from(text, hours);
        *ret =
            (struct mention){.clause = span_sub(text, from, hours - from),
                             .text = span_sub(text, hours, end - hours),
                             .of_day = (duration)(hour * 3600 + minute * 60 + second) * NS_PER_S};
        static const char *const vague[] = {"about", "around", "roughly", "~", "circa", "or so"};
        for (size_t k = 0; k < sizeof vague / sizeof vague[0]; k++)
            ret->about = ret->about || span_find_nocase(ret->clause, span_of(vague[k])) != SIZE_MAX;
        return true;
    }
    return false;
}

/* That time of day, in UTC, nearest to the hour before the message. */
static instant moment_of(instant message, duration of_day)
{
    const duration day = 24 * NS_PER_HOUR;
    instant midnight = message - ((message % day) + day) % day;
    instant at = midnight + of_day;
    if (at > message + NS_PER_HOUR) at -= day;
    return at;
}

/* Away from whole half hours, in which zones differ; the sign is that of what is left. */
static duration beyond_zones(duration away)
{
    duration left = away % HALF_HOUR;
    if (left > HALF_HOUR / 2) left -= HALF_HOUR;
    if (left < -HALF_HOUR / 2) left += HALF_HOUR;
    return left;
}

static bool agrees(const struct mention *mention, duration away)
{
    duration allowed = mention->about ? ROUND : CLOSE;
    duration left = beyond_zones(away);
    return left <= allowed && left >= -allowed;
}

/* ---- the record of it ---- */

static bool is_name_byte(char c)
{
    return byte_is_digit(c) || byte_is_letter(c) || c == '.' || c == '_' || c == '-';
}

static bool is_plain_word(struct span token)
{
    static const char *const words[] = {
        "restart",  "restarted", "restarting", "reboot", "rebooted", "rolled", "back",
        "rollback", "revert",    "reverted",   "deploy", "deployed", "went",   "released",
        "release",  "right",     "after",      "before", "with",     "from",   "about",
        "around",   "again",     "then",       "they",   "that",     "this",   "since",
        "record",   "think",     "have",       "just",   "already",  "first",  "second",
        "time",     "server",    "service",    "process"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_equal_nocase(token, span_of(words[i]))) return true;
    return false;
}

static bool speaks_of(const struct saying *s, const struct timeline_event *event, struct span name)
{
    return span_find_nocase(span_of(event->what), name) != SIZE_MAX ||
           span_find_nocase(span_of(event->actor), name) != SIZE_MAX ||
           span_find_nocase(span_of(event->key), name) != SIZE_MAX ||
           span_find_nocase(span_of(s->input->sources[event->place.source].name), name) != SIZE_MAX;
}

/* Whether the record shares a name with the clause: a component, a version. */
static bool shares_name(const struct saying *s, const struct timeline_event *event,
                        struct span clause)
{
    for (size_t i = 0; i < clause.len;) {
        size_t from = i;
        while (i < clause.len && is_name_byte(clause.at[i])) i++;
        struct span token = span_sub(clause, from, i - from);
        if (token.len >= TOKEN_LEAST && !is_plain_word(token) && speaks_of(s, event, token))
            return true;
        if (i == from) i++;
    }
    return false;
}

static const struct timeline_event *nearest_record(const struct saying *s,
                                                   const struct claim *claim,
                                                   const struct mention *mention, instant said)
{
    const struct timeline_event *best = NULL;
    duration least = FARTHEST;
    for (size_t i = first_event_from(s->input, said - FARTHEST); i < s->input->event_count; i++) {
        const struct timeline_event *event = &s->input->events[i];
        instant at = event->at.earliest;
        if (at > said + FARTHEST) break;
        if (!instant_is_known(at) || event->said || !(claim->kinds >> event->kind & 1)) continue;
        if (!shares_name(s, event, mention->clause)) continue;
        duration away = at > said ? at - said : said - at;
        if (agrees(mention, at - said)) return event;
        if (away < least) least = away, best = event;
    }
    return best;
}

/* ---- saying it ---- */

static enum status add(struct saying *s, const struct timeline_event *message,
                       const struct mention *mention, instant said, struct interval at,
                       const char *record, struct timeline_place place)
{
    struct arena *arena = s->list->arena;
    const char *name = s->input->sources[message->place.source].name;
    duration away = at.earliest > said ? at.earliest - said : said - at.latest;
    const char *when = say_clock(arena, at.earliest);
    if (at.latest - at.earliest > NS_PER_S)
        when = arena_printf(arena, "%s to %s", when, say_clock(arena, at.latest));
    if (!when) when = "?"; /* conflict_add tells that the arena is full */
    return conflict_add(s->list,
                        arena_printf(arena, "people say %.*s, the record has it at %s: \"%s\"",
                                     SPAN_ARGS(mention->text), when, message->what),
                        arena_printf(arena, "said at %s: %.*s (%s)\nrecorded: %s, %s; %s apart",
                                     say_clock(arena, message->at.earliest),
                                     SPAN_ARGS(mention->text), name, when, record,
                                     say_length(arena, away)),
                        message->place, place, s->error);
}

static enum status check(struct saying *s, const struct timeline_event *message,
                         const struct mention *mention)
{
    instant said = moment_of(message->at.earliest, mention->of_day);
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        const struct claim *claim = &claims[i];
        if (span_find_nocase(mention->clause, span_of(claim->word)) == SIZE_MAX) continue;
        if (claim->kinds) {
            const struct timeline_event *record = nearest_record(s, claim, mention, said);
            if (!record || agrees(mention, record->at.earliest - said)) return STATUS_OK;
            return add(s, message, mention, said, record->at, record->what, record->place);
        }
        struct interval start = s->impact->start;
        if (!instant_is_known(start.earliest) || !instant_is_known(start.latest)) return STATUS_OK;
        bool within = agrees(mention, start.earliest - said) ||
                      agrees(mention, start.latest - said) ||
                      (said >= start.earliest && said <= start.latest);
        duration away = start.earliest > said ? start.earliest - said : said - start.latest;
        if (within || away > FARTHEST) return STATUS_OK;
        return add(s, message, mention, said, start, "the first sign of impact",
                   (struct timeline_place){.source = s->impact->source});
    }
    return STATUS_OK;
}

enum status conflicts_of_words(const struct timeline_input *input, const struct impact *impact,
                               struct conflict_list *list, struct error *error)
{
    struct saying s = {input, impact, list, error};
    size_t before = list->count, checked = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < input->event_count && !status; i++) {
        const struct timeline_event *message = &input->events[i];
        struct span text = span_of(message->what);
        struct mention mention;
        size_t at = 0, mentions = 0;
        if (!message->said || !instant_is_known(message->at.earliest)) continue;
        while (!status && mentions++ < MENTIONS_MOST && next_mention(text, &at, &mention)) {
            status = check(&s, message, &mention);
            checked++;
        }
        if (list->count - before >= MOST_FOUND || checked >= CHECKED_MOST) break;
    }
    return status;
}
