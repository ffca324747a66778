/* Running text: the ids, status and durations that stand in it, and what tells of a restart. */
#include "evidence/fields_text.h"

/* A span in a table: SPAN() is no constant expression. */
#define SPAN_OF(literal)                                                                           \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

enum { WORDS_WINDOW = 8 << 10, RESTART_WINDOW = 160 };

static bool is_token_byte(char c)
{
    return byte_is_letter(c) || byte_is_digit(c) || c == '-' || c == '_';
}

/* A UUID, or a dozen and more hexadecimal digits with both letters and decimals among them. */
static bool is_unique_token(struct span token)
{
    size_t digits = 0, letters = 0;
    if (token.len < 12 || token.len > 72) return false;
    for (size_t i = 0; i < token.len; i++) {
        char c = token.at[i];
        if (byte_is_digit(c))
            digits++;
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            letters++;
        else if (c != '-')
            return false;
    }
    return digits >= 2 && letters >= 1 && digits + letters >= 12;
}

/* The value behind "key=" or "key: ": up to a blank or a closing sign; quotes are left off. */
static struct span value_behind(struct span text)
{
    size_t at = 0, end;
    if (text.len > 0 && text.at[0] == '"') {
        for (end = 1; end < text.len && text.at[end] != '"' && text.at[end] != '\n'; end++) {
        }
        return span_sub(text, 1, end - 1);
    }
    while (at < text.len && !byte_is_one_of(text.at[at], " \t\r\n,;)]}&\"'|")) at++;
    return span_sub(text, 0, at);
}

static bool speaks_of_duration(struct span token)
{
    static const struct span words[] = {SPAN_OF("took"), SPAN_OF("duration"), SPAN_OF("elapsed"),
                                        SPAN_OF("latency"), SPAN_OF("in")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (token.len == words[i].len && span_equal_nocase(token, words[i])) return true;
    return false;
}

/* What the token at hand and the text behind it say. */
static void take_word(struct span token, struct span rest, struct evidence_fields *ret,
                      unsigned *took_rank)
{
    unsigned rank = UINT32_MAX;
    duration took;
    if (is_unique_token(token)) fields_add_id(ret, token);
    if (rest.len > 1 && (rest.at[0] == '=' || rest.at[0] == ':')) {
        enum key_role role = key_role_of(token, &rank);
        bool blank = rest.at[1] == ' ';
        struct span value = value_behind(span_from(rest, blank ? 2 : 1));
        /* "x: y" is prose more often than a member: only numbers count there */
        if (role == KEY_ID && rest.at[0] == '=' && !blank) fields_add_id(ret, value);
        if (role == KEY_STATUS && ret->status == 0) ret->status = fields_status(value);
        if (role >= KEY_TOOK_S && role <= KEY_TOOK_NS && !blank && rank < *took_rank &&
            fields_duration(value, role, &took)) {
            ret->took = took;
            *took_rank = rank;
        }
        if (span_equal_nocase(token, SPAN("Query_time")) && fields_duration(value, role, &took))
            ret->took = took;
    }
    if (*took_rank < UINT32_MAX || ret->took >= 0 || !speaks_of_duration(token)) return;
    if (rest.len > 0 && byte_is_one_of(rest.at[0], ":=")) rest = span_from(rest, 1);
    while (rest.len > 0 && rest.at[0] == ' ') rest = span_from(rest, 1);
    if (fields_duration(rest, KEY_NONE, &took)) ret->took = took;
}

void fields_of_words(struct span text, struct evidence_fields *ret)
{
    unsigned took_rank = UINT32_MAX;
    text = span_sub(text, 0, WORDS_WINDOW);
    if (ret->took >= 0) took_rank = 0; /* a member has said it */
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && is_token_byte(text.at[at])) at++;
        if (at > from)
            take_word(span_sub(text, from, at - from), span_from(text, at), ret, &took_rank);
        else
            at++;
    }
}

/* One for each letter, whatever its case. */
static uint32_t letter_bit(char letter)
{
    return UINT32_C(1) << (letter & 31);
}

bool fields_tell_restart(struct span message)
{
    /* what servers and supervisors write when a process begins or ends; each begins a word */
    static const struct span phrases[] = {
        SPAN_OF("listening on"),
        SPAN_OF("starting up"),
        SPAN_OF("starting postgres"),
        SPAN_OF("starting server"),
        SPAN_OF("server starting"),
        SPAN_OF("server started"),
        SPAN_OF("server listening"),
        SPAN_OF("service started"),
        SPAN_OF("service stopped"),
        SPAN_OF("shutting down"),
        SPAN_OF("shutdown complete"),
        SPAN_OF("shut down at"),
        SPAN_OF("shutdown request"),
        SPAN_OF("graceful shutdown"),
        SPAN_OF("gracefully stop"),
        SPAN_OF("sigterm"),
        SPAN_OF("sigint"),
        SPAN_OF("sigkill"),
        SPAN_OF("sigquit"),
        SPAN_OF("system is ready to accept"),
        SPAN_OF("ready for connections"),
        SPAN_OF("ready to accept connections"),
        SPAN_OF("system is shut down"),
        SPAN_OF("restarting"),
        SPAN_OF("restarted by"),
        SPAN_OF("start worker processes"),
        SPAN_OF("exited with code"),
        SPAN_OF("main process exited"),
        SPAN_OF("start request repeated"),
        SPAN_OF("resuming normal operations"),
    };
    struct span head = span_sub(message, 0, RESTART_WINDOW);
    if (span_is(span_trim(head), "listening") || span_is(span_trim(head), "starting")) return true;
    const uint32_t begin_with = letter_bit('l') | letter_bit('s') | letter_bit('g') |
                                letter_bit('r') | letter_bit('m') | letter_bit('e');
    bool inside = false; /* of a word */
    for (size_t at = 0; at + 1 < head.len; at++) {
        bool begins = byte_is_letter(head.at[at]) && !inside;
        inside = byte_is_letter(head.at[at]);
        if (!begins || !(letter_bit(head.at[at]) & begin_with)) continue;
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
            if (phrases[i].at[0] == (head.at[at] | 0x20) &&
                phrases[i].at[1] == (head.at[at + 1] | 0x20) &&
                span_equal_nocase(span_sub(head, at, phrases[i].len), phrases[i]))
                return true;
    }
    return false;
}
