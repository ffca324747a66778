/* What stands before the message in layouts of text: host, process, status, time taken. */
#include "evidence/fields_text.h"

enum { W3C_HEAD = 4096 };

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
