#include "evidence/fields_text.h"

/* A span in a table: SPAN() is no constant expression. */
#define SPAN_OF(literal)                                                                           \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

enum { WORDS_WINDOW = 8 << 10, RESTART_WINDOW = 160, W3C_HEAD = 4096 };

/* ---- values ---- */

void fields_add_id(struct evidence_fields *fields, struct span id)
{
    id = span_trim(id);
    while (id.len > 1 && byte_is_one_of(id.at[0], "\"'[(") &&
           byte_is_one_of(id.at[id.len - 1], "\"'])"))
        id = span_sub(id, 1, id.len - 2);
    if (id.len < 2 || id.len > 200 || fields->id_count == EVIDENCE_IDS_MAX) return;
    if (span_equal_nocase(id, SPAN("null")) || span_equal_nocase(id, SPAN("none"))) return;
    for (size_t i = 0; i < fields->id_count; i++)
        if (span_equal(fields->ids[i], id)) return;
    fields->ids[fields->id_count++] = id;
}

int fields_status(struct span value)
{
    uint64_t number;
    if (value.len != 3 || !span_to_u64(value, &number) || number < 100 || number > 599) return 0;
    return (int)number;
}

/* Decimal digits and a fraction, exactly, as billionths. */
static bool take_number(struct span *rest, uint64_t *ret_whole, uint64_t *ret_billionths)
{
    uint64_t whole = 0, part = 0, unit = 100000000;
    size_t i = 0;
    for (; i < rest->len && byte_is_digit(rest->at[i]); i++) {
        if (whole > UINT64_C(1000000000000000)) return false;
        whole = whole * 10 + (uint64_t)(rest->at[i] - '0');
    }
    if (i == 0) return false;
    if (i + 1 < rest->len && rest->at[i] == '.' && byte_is_digit(rest->at[i + 1]))
        for (i++; i < rest->len && byte_is_digit(rest->at[i]); i++, unit /= 10)
            part += (uint64_t)(rest->at[i] - '0') * unit;
    *rest = span_from(*rest, i);
    *ret_whole = whole;
    *ret_billionths = part;
    return true;
}

/* Nanoseconds of a unit that the text begins with; 0 for none. */
static int64_t unit_of(struct span text)
{
    static const struct {
        const char *name;
        int64_t ns;
    } units[] = {
        {"ns", 1},
        {"us", NS_PER_US},
        {"\xc2\xb5s", NS_PER_US},
        {"\xce\xbcs", NS_PER_US},
        {"ms", NS_PER_MS},
        {"msec", NS_PER_MS},
        {"millis", NS_PER_MS},
        {"milliseconds", NS_PER_MS},
        {"s", NS_PER_S},
        {"sec", NS_PER_S},
        {"secs", NS_PER_S},
        {"seconds", NS_PER_S},
        {"second", NS_PER_S},
        {"microseconds", NS_PER_US},
        {"min", NS_PER_MIN},
        {"minutes", NS_PER_MIN},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct span name = span_of(units[i].name);
        if (!span_starts(text, name)) continue;
        if (text.len == name.len ||
            (!byte_is_letter(text.at[name.len]) && !byte_is_digit(text.at[name.len])))
            return units[i].ns;
    }
    return 0;
}

bool fields_duration(struct span value, enum key_role role, duration *ret)
{
    uint64_t whole, part;
    static const int64_t by_role[] = {[KEY_TOOK_S] = NS_PER_S,
                                      [KEY_TOOK_MS] = NS_PER_MS,
                                      [KEY_TOOK_US] = NS_PER_US,
                                      [KEY_TOOK_NS] = 1};
    if (!take_number(&value, &whole, &part)) return false;
    while (value.len > 0 && value.at[0] == ' ') value = span_from(value, 1);
    int64_t unit = unit_of(value);
    if (unit == 0 && role >= KEY_TOOK_S && role <= KEY_TOOK_NS) unit = by_role[role];
    /* longer than a year is no duration but some other number */
    if (unit == 0 || whole > (uint64_t)(366 * NS_PER_DAY / unit)) return false;
    *ret = (duration)whole * unit;
    *ret += unit >= NS_PER_S ? (duration)part * (unit / NS_PER_S)
                             : (duration)(part * (uint64_t)unit / 1000000000);
    return true;
}

/* ---- running text ---- */

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

/* ---- prefixes of text layouts ---- */

struct span fields_skip_header(const struct line_layout *layout, struct span record)
{
    struct stamp_reader reader = {.format = layout->format};
    struct line_hit hit;
    struct span rest = span_sub(record, 0, LINE_WINDOW);
    if (layout->format) stamp_reader_init(&reader, layout->format);
    for (unsigned line = 0; line < 64 && rest.len > 0; line++) {
        size_t at = (size_t)(rest.at - record.at);
        struct span first = span_cut(&rest, '\n');
        if (line_match(layout, kernels_plain(), &reader, first, &hit)) return span_from(record, at);
    }
    return record;
}

static size_t skip_word(struct span line, size_t at, struct span *ret_word)
{
    while (at < line.len && line.at[at] == ' ') at++;
    size_t from = at;
    while (at < line.len && line.at[at] != ' ') at++;
    *ret_word = span_sub(line, from, at - from);
    return at;
}

/* Columns parted by blanks or tabs. */
static size_t skip_column(struct span line, size_t at, struct span *ret_word)
{
    while (at < line.len && byte_is_one_of(line.at[at], " \t")) at++;
    size_t from = at;
    while (at < line.len && !byte_is_one_of(line.at[at], " \t\r\n")) at++;
    *ret_word = span_sub(line, from, at - from);
    return at;
}

static struct span not_dash(struct span word)
{
    return span_is(word, "-") ? (struct span){word.at, 0} : word;
}

/* "sshd[19939]:" to "sshd" */
static struct span tag_name(struct span tag)
{
    size_t end = 0;
    while (end < tag.len && tag.at[end] != '[' && tag.at[end] != ':') end++;
    return span_sub(tag, 0, end);
}

static size_t skip_syslog(struct span line, size_t at, struct evidence_fields *ret)
{
    struct span tag, host;
    at = skip_word(line, at, &host);
    if (host.len > 1 && host.at[host.len - 1] == ':') { /* "dnsmasq[5]: started" names no host */
        if (level_of_word(line_word(host, 0, 0)) == EVIDENCE_LEVEL_NONE)
            ret->process = tag_name(host);
        return at;
    }
    ret->host = host;
    size_t behind = skip_word(line, at, &tag);
    if (tag.len == 0 || !byte_is_one_of(tag.at[tag.len - 1], ":]"))
        return at; /* no tag: "last ..." */
    ret->process = tag_name(tag);
    return behind;
}

/* HOST APP PROCID MSGID and structured data, each "-" when there is none (RFC 5424, 6) */
static size_t skip_syslog_5424(struct span line, size_t at, struct evidence_fields *ret)
{
    struct span word;
    at = skip_word(line, at, &word);
    ret->host = not_dash(word);
    at = skip_word(line, at, &word);
    ret->process = not_dash(word);
    at = skip_word(line, at, &word);
    at = skip_word(line, at, &word);
    while (at < line.len && line.at[at] == ' ') at++;
    if (at < line.len && line.at[at] == '-') return at + 1;
    while (at < line.len && line.at[at] == '[') {
        while (at < line.len && line.at[at] != ']') at += line.at[at] == '\\' ? 2 : 1;
        at++;
    }
    return at < line.len ? at : line.len;
}

/* "fw : %ASA-6-302013: ...", "10.1.1.1 44: %LINK-3-UPDOWN: ..." */
static size_t skip_cisco(struct span line, size_t at, struct evidence_fields *ret)
{
    size_t percent = span_find(span_from(line, at), SPAN("%"));
    struct span word;
    if (percent == SIZE_MAX) return at;
    size_t end = skip_word(line, at, &word);
    if (end <= at + percent && word.len > 0 && !byte_is_one_of(word.at[0], ":%")) ret->host = word;
    return at + percent;
}

static size_t skip_postgres(struct span line, size_t at)
{
    size_t colon = span_find(span_sub(span_from(line, at), 0, 256), SPAN(":  "));
    return colon == SIZE_MAX ? at : at + colon + 3;
}

/* Thread ids, "[main]" and such that stand before the level stay out of the message with it. */
static size_t skip_level(const struct line_layout *layout, struct span line, size_t at)
{
    struct span word = {"", 0};
    for (unsigned i = 0; i <= layout->face.level_word; i++) at = skip_word(line, at, &word);
    bool slashed = memchr(word.at, '/', word.len) != NULL; /* the name behind belongs to the text */
    if ((slashed || level_of_value(line_word(word, 0, 0), false) == EVIDENCE_LEVEL_NONE) &&
        word.len > 1)
        at -= word.len + 1;
    return at;
}

/* nginx: "9344#9344: *17 " */
static size_t skip_nginx(struct span line, size_t at)
{
    size_t i = at;
    while (i < line.len && (byte_is_digit(line.at[i]) || byte_is_one_of(line.at[i], " #"))) i++;
    if (i == at || i >= line.len || line.at[i] != ':') return at;
    i++;
    while (i < line.len && line.at[i] == ' ') i++;
    if (i < line.len && line.at[i] == '*') {
        while (i < line.len && line.at[i] != ' ') i++;
    }
    return i;
}

/* The request, its status, and what a custom format appends. */
static size_t take_access(struct span line, size_t at, struct evidence_fields *ret)
{
    size_t quote = span_find(span_from(line, at), SPAN("\""));
    if (quote == SIZE_MAX) return at;
    size_t end = at + quote + 1;
    while (end < line.len && (line.at[end] != '"' || line.at[end - 1] == '\\')) end++;
    ret->status = fields_status(span_sub(line, end + 2, 3));
    ret->is_request = ret->status > 0;
    /* a number alone at the very end is the time taken: Apache's %D (us) or nginx's seconds */
    struct span tail = span_trim(line);
    size_t from = tail.len;
    while (from > 0 && (byte_is_digit(tail.at[from - 1]) || tail.at[from - 1] == '.')) from--;
    struct span number = span_from(tail, from);
    bool fraction = memchr(number.at, '.', number.len) != NULL;
    if (from > end + 6 && number.len > 0 && tail.at[from - 1] == ' ' && tail.at[from - 2] == '"')
        (void)fields_duration(number, fraction ? KEY_TOOK_S : KEY_TOOK_US, &ret->took);
    return at + quote;
}

/* HAProxy's HTTP log behind syslog's prefix: "client [time] frontend backend/server
 * 0/0/1/42/43 200 4937 ... "GET / HTTP/1.1"": timers, the last of them is the whole, then the
 * status. A client that gave up has -1 there. */
static void take_haproxy(struct span message, struct evidence_fields *ret)
{
    struct span word, timers = {NULL, 0};
    size_t at = 0;
    if (message.len == 0 || message.at[message.len - 1] != '"') return;
    for (int i = 0; i < 6; i++) {
        at = skip_word(message, at, &word);
        size_t slashes = 0;
        for (size_t k = 0; k < word.len; k++) slashes += word.at[k] == '/';
        if (slashes == 4) {
            timers = word;
            break;
        }
    }
    if (timers.len == 0) return;
    skip_word(message, at, &word);
    ret->status = fields_status(word);
    ret->is_request = ret->status > 0;
    size_t last = timers.len;
    while (last > 0 && timers.at[last - 1] != '/') last--;
    struct span whole = span_from(timers, last);
    if (whole.len && whole.at[0] == '+') whole = span_from(whole, 1);
    (void)fields_duration(whole, KEY_TOOK_MS, &ret->took);
}

/* W3C extended: the columns are named by the last "#Fields:" line of the head. IIS counts
 * milliseconds; a fraction means seconds. */
void fields_of_w3c(struct span content, struct span line, struct evidence_fields *ret)
{
    struct span head = span_sub(content, 0, W3C_HEAD), name, value;
    size_t from = span_find(head, SPAN("#Fields:"));
    if (from == SIZE_MAX) return;
    head = span_from(head, from + 8);
    struct span names = span_trim(span_cut(&head, '\n'));
    for (size_t i = 0, k = 0; i < names.len && k < line.len;) {
        i = skip_column(names, i, &name);
        k = skip_column(line, k, &value);
        if (span_is(name, "sc-status")) {
            ret->status = fields_status(value);
            ret->is_request = ret->status > 0;
        } else if (span_is(name, "time-taken")) {
            bool fraction = value.len && memchr(value.at, '.', value.len);
            (void)fields_duration(value, fraction ? KEY_TOOK_S : KEY_TOOK_MS, &ret->took);
        }
    }
}

static size_t skip_prefix(const struct line_layout *layout, struct span line, size_t at,
                          struct evidence_fields *ret)
{
    switch ((enum line_style)layout->face.style) {
    case STYLE_SYSLOG:
    case STYLE_SYSLOG_PRI: return skip_syslog(line, at, ret);
    case STYLE_SYSLOG_5424: return skip_syslog_5424(line, at, ret);
    case STYLE_CISCO: return skip_cisco(line, at, ret);
    case STYLE_POSTGRES: return skip_postgres(line, at);
    case STYLE_ACCESS: return take_access(line, at, ret);
    case STYLE_WORD:
    case STYLE_WORD_LETTER: return skip_nginx(line, skip_level(layout, line, at) + 1);
    case STYLE_CRI: {
        struct span word;
        at = skip_word(line, at, &word);
        return skip_word(line, at, &word);
    }
    case STYLE_LETTER: {
        size_t bracket = span_find(span_from(line, at), SPAN("] "));
        return bracket == SIZE_MAX ? at : at + bracket + 2;
    }
    case STYLE_REDIS: return at + 2 < line.len ? at + 2 : at;
    default: break;
    }
    if (strcmp(layout->face.name, "RFC 3164 syslog") == 0) return skip_syslog(line, at, ret);
    /* auditd: the event's number and a bracket end the stamp */
    if (strcmp(layout->face.name, "auditd") == 0) {
        size_t end = span_find(span_from(line, at), SPAN("): "));
        return end == SIZE_MAX ? at : at + end + 3;
    }
    return at;
}

/* "<![LOG[message]LOG]!>" in front of the stamp, over several lines or not */
static bool take_sccm(struct span text, struct evidence_fields *ret)
{
    size_t from = span_find(text, SPAN("<![LOG[")), end = span_find(text, SPAN("]LOG]!>"));
    if (from == SIZE_MAX || end == SIZE_MAX || end < from + 7) return false;
    ret->message = span_sub(text, from + 7, end - from - 7);
    fields_of_words(ret->message, ret);
    return true;
}

void fields_of_text(const struct line_layout *layout, struct span text, struct span line,
                    size_t behind, struct evidence_fields *ret)
{
    bool access = layout->face.style == STYLE_ACCESS;
    if (layout->face.style == STYLE_SCCM && take_sccm(text, ret)) return;
    size_t at = skip_prefix(layout, line, behind, ret);
    if (at > line.len) at = line.len;
    at += line_escapes(span_from(line, at));
    while (at < line.len && byte_is_one_of(line.at[at], access ? " ]" : " \t]):,|>-")) at++;
    if (at >= line.len && text.len > line.len + 1)
        at = line.len + 1; /* the text is on the next line */
    ret->message = span_from(text, at);
    while (ret->message.len > 0 && byte_is_one_of(ret->message.at[ret->message.len - 1], "\r\n"))
        ret->message.len--;
    fields_of_words(ret->message, ret);
    if (span_starts(ret->process, SPAN("haproxy"))) take_haproxy(ret->message, ret);
}
