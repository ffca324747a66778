/*
 * Chats that are not Slack's: exports that are lists of messages in JSON (Teams, Discord,
 * Mattermost, Telegram, Zulip, Rocket.Chat), and lines such as "06:46 <petra> ..." of IRC clients.
 *
 * Told by the members for author and text together; one of them alone is a log.
 */
#include "exchange/internal.h"

enum { PLAIN_MOST = 4096, MESSAGES_MOST = 20000, LOOKED = 200 };

/* Blank-separated paths: any one of them. */
static const struct shape {
    const char *member; /* that only these have */
    const char *author, *text;
} shapes[] = {
    {"createdDateTime", "from.user.displayName from.application.displayName from.displayName",
     "body.content"},
    {"author", "author.nickname author.name author.global_name author.username", "content"},
    {"create_at", "user username props.username user_id", "message"},
    {"post", "post.user", "post.message"},
    {"from_id", "from", "text"},
    {"sender_full_name", "sender_full_name", "content"},
    {"u", "u.name u.username", "msg"},
};

/* Text between tags, entities decoded; it lives in the arena. */
static struct span plain_of(struct reading *reading, struct span raw)
{
    struct text bare;
    text_init(&bare, 1 << 20);
    struct span text = json_plain(reading, raw);
    for (size_t i = 0; i < text.len && bare.len < PLAIN_MOST; i++) {
        bool tag = text.at[i] == '<' && i + 1 < text.len &&
                   ((text.at[i + 1] | 0x20) >= 'a' || text.at[i + 1] == '/');
        size_t end = tag ? span_find(span_sub(text, i, 2000), SPAN(">")) : SIZE_MAX;
        if (end != SIZE_MAX) i += end;
        text_addc(&bare, end != SIZE_MAX ? ' ' : text.at[i]);
    }
    text_clear(&reading->scratch);
    chat_plain(reading, span_trim(text_span(&bare)));
    const char *kept = arena_copy(reading->arena,
                                  span_trim(span_sub(text_span(&reading->scratch), 0, PLAIN_MOST)));
    text_release(&bare);
    if (!kept && !reading->status) reading->status = arena_full(reading->arena, reading->error);
    return span_of(kept ? kept : "");
}

static bool tell_element(struct reading *reading, const struct shape *shape, struct span record,
                         struct interval at)
{
    struct span object = log_object(record, shape->member);
    if (json_part(object, shape->member).len == 0) return false;
    struct span author = json_first_part(object, shape->author);
    struct span text = json_first_part(object, shape->text);
    bool log = json_first_part(object, "level severity log.level").len > 0;
    if (author.len == 0 || text.len == 0 || log || author.at[0] == '{' || text.at[0] == '[')
        return false;
    const char *who = json_keep(reading, author, KEY_MOST);
    chat_tell(reading, at, who, plain_of(reading, text), object, "time of the message");
    return true;
}

static const char *const message_needles[] = {
    "\"createdDateTime\"",  "\"author\"", "\"create_at\"", "\"from_id\"", "\"msg\"",
    "\"sender_full_name\"", NULL};

const struct look look_messages = {.needles = message_needles};

void log_messages(struct reading *reading)
{
    struct candidates candidates;
    size_t told = 0, other = 0;
    candidates_open(&candidates, reading, LOOK_MESSAGES);
    /* what is no chat is given up soon */
    while ((told > 0 || other < LOOKED) && candidates_next(&candidates, 0)) {
        const struct interval at = candidates.at;
        const struct span record = candidates.record;
        bool message = false;
        for (size_t i = 0; i < sizeof shapes / sizeof shapes[0] && !message; i++)
            message = interval_is_known(at) && tell_element(reading, &shapes[i], record, at);
        told += message;
        other += !message;
    }
}

/* "<petra> I lost my session" behind the stamp; operators have a mark before their name. */
static bool said_in_line(struct span message, struct span *ret_who, struct span *ret_text)
{
    message = span_trim(message);
    if (!span_starts(message, SPAN("<"))) return false;
    size_t end = span_find(span_sub(message, 0, 40), SPAN("> "));
    if (end == SIZE_MAX || end < 2) return false;
    struct span who = span_trim(span_sub(message, 1, end - 1));
    if (who.len && strchr("@+%&~!", who.at[0])) who = span_from(who, 1);
    *ret_who = who;
    *ret_text = span_trim(span_from(message, end + 2));
    /* names begin with a letter; "<0.5487.0>" is a process of Erlang */
    bool letter = who.len > 0 && (((who.at[0] | 0x20) >= 'a' && (who.at[0] | 0x20) <= 'z') ||
                                  strchr("_[]{}^|\\`", who.at[0]) || (who.at[0] & 0x80));
    return letter && !memchr(who.at, ' ', who.len) && !memchr(who.at, '=', who.len);
}

static bool line_of(const struct timeline_source *source, uint64_t number, struct span *ret_who,
                    struct span *ret_text)
{
    struct evidence_fields fields;
    evidence_fields_of(source->index, source->content, number, &fields);
    return said_in_line(fields.message, ret_who, ret_text);
}

void log_spoken_lines(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    uint64_t count = source->index->count, looked = count < LOOKED ? count : LOOKED, hits = 0;
    struct span who, text;
    for (uint64_t i = 0; i < looked; i++) hits += line_of(source, i, &who, &text);
    if (hits < 2 || hits * 2 < looked) return; /* joins and quits are lines as well */
    for (uint64_t i = 0; i < count && i < MESSAGES_MOST && !reading_is_full(reading); i++) {
        struct interval at = timeline_record_interval(source, i);
        struct span record = span_trim(evidence_record(source->index, source->content, i));
        if (!line_of(source, i, &who, &text)) continue;
        const char *plain = reading_keep(reading, text, WHAT_MOST);
        chat_tell(reading, at, reading_keep(reading, who, KEY_MOST), span_of(plain), record,
                  "time of the line in the chat's log");
    }
}
