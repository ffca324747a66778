/*
 * Mail: when it was sent, from whom, about what. Bodies are not read. Alert mails say what they are
 * in the subject, "[FIRING:1] Name ..." or "[RESOLVED] Name ...".
 */
#include "exchange/internal.h"

enum { HEADERS_MOST = 1 << 16 };

/* Value of a header field with its folded lines. */
static struct span header(struct span mail, const char *name)
{
    struct span rest = span_sub(mail, 0, HEADERS_MOST), key = span_of(name);
    while (rest.len) {
        struct span from = rest, line = span_trim(span_cut(&rest, '\n'));
        if (line.len == 0) break;
        if (line.len <= key.len || line.at[key.len] != ':' ||
            !span_equal_nocase(span_sub(line, 0, key.len), key))
            continue;
        while (rest.len && (rest.at[0] == ' ' || rest.at[0] == '\t')) span_cut(&rest, '\n');
        return span_trim(span_sub(from, key.len + 1, (size_t)(rest.at - from.at) - key.len - 1));
    }
    return (struct span){NULL, 0};
}

enum alert_word alert_heading(struct span text, struct span *ret_name)
{
    static const struct {
        struct span written;
        enum alert_word word;
    } words[] = {{{"FIRING", 6}, ALERT_WORD_FIRING}, {{"RESOLVED", 8}, ALERT_WORD_RESOLVED}};
    size_t open = span_find(text, SPAN("["));
    if (open == SIZE_MAX || open > 24)
        return ALERT_WORD_NONE; /* behind an emoji or "Re:" at most */
    text = span_from(text, open + 1);
    for (size_t i = 0; i < 2; i++) {
        if (!span_starts(text, words[i].written)) continue;
        struct span rest = span_from(text, words[i].written.len), name;
        size_t close = span_find(rest, SPAN("]"));
        if (close == SIZE_MAX || close > 24) return ALERT_WORD_NONE;
        rest = span_from(rest, close + 1);
        if (!next_word(&rest, &name)) return ALERT_WORD_NONE;
        *ret_name = name;
        return words[i].word;
    }
    return ALERT_WORD_NONE;
}

/* Monitors that do not write as Alertmanager does put a word in front: "PROBLEM: web1 ...",
 * "** RECOVERY Service Alert ...", "ALARM: ...", "[Triggered] ...". Such words count only from a
 * sender that is a monitor by its name: people write "Problem: ..." too. */
static enum alert_word monitor_heading(struct span from, struct span subject)
{
    static const char *const senders[] = {
        "alert",    "monitor",  "zabbix",     "nagios",    "icinga", "scom",       "grafana",
        "noreply",  "no-reply", "donotreply", "pingdom",   "uptime", "prtg",       "checkmk",
        "check_mk", "sensu",    "splunk",     "datadog",   "dtdg",   "newrelic",   "site24x7",
        "sns",      "amazon",   "prometheus", "pagerduty", "opsgen", "statuscake", "healthcheck",
        "watch",    "notif",    "netdata",    "librenms",  "solarw", "dynatrace",  "azure"};
    static const struct {
        const char *written;
        enum alert_word word;
    } words[] = {
        {"problem", ALERT_WORD_FIRING},
        {"alarm", ALERT_WORD_FIRING},
        {"alert", ALERT_WORD_FIRING},
        {"triggered", ALERT_WORD_FIRING},
        {"critical", ALERT_WORD_FIRING},
        {"down", ALERT_WORD_FIRING},
        {"monitor is down", ALERT_WORD_FIRING},
        {"firing", ALERT_WORD_FIRING},
        {"new alert", ALERT_WORD_FIRING},
        {"splunk alert", ALERT_WORD_FIRING},
        {"recover", ALERT_WORD_RESOLVED},
        {"resolved", ALERT_WORD_RESOLVED},
        {"ok", ALERT_WORD_RESOLVED},
        {"up", ALERT_WORD_RESOLVED},
        {"monitor is up", ALERT_WORD_RESOLVED},
        {"closed", ALERT_WORD_RESOLVED},
        {"cleared", ALERT_WORD_RESOLVED},
    };
    bool monitor = false;
    for (size_t i = 0; i < sizeof senders / sizeof senders[0] && !monitor; i++)
        monitor = span_find_nocase(from, span_of(senders[i])) != SIZE_MAX;
    if (!monitor) return ALERT_WORD_NONE;
    while (subject.len && !((subject.at[0] | 0x20) >= 'a' && (subject.at[0] | 0x20) <= 'z'))
        subject = span_from(subject, 1);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct span word = span_of(words[i].written);
        if (!span_equal_nocase(span_sub(subject, 0, word.len), word)) continue;
        struct span behind = span_from(subject, word.len);
        char next = behind.len ? behind.at[0] : ':';
        bool whole = !((next | 0x20) >= 'a' && (next | 0x20) <= 'z');
        /* "Alert: x", "[OK] x", "DOWN | x", and in capitals "PROBLEM x"; not "Alert settings" */
        bool marked = memchr(":|])>", next, 5) != NULL, capitals = true;
        for (size_t k = 0; k < word.len; k++)
            capitals = capitals && !(subject.at[k] >= 'a' && subject.at[k] <= 'z');
        if (span_is(word, "recover") || (whole && (marked || capitals || word.len > 7)))
            return words[i].word;
    }
    return ALERT_WORD_NONE;
}

static void add_quoted(struct text *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len ? byte_hex(text.at[i + 1]) : -1;
        int low = high >= 0 ? byte_hex(text.at[i + 2]) : -1;
        if (text.at[i] == '=' && low >= 0) {
            text_addc(out, (char)(high << 4 | low));
            i += 2;
        } else {
            text_addc(out, text.at[i] == '_' ? ' ' : text.at[i]);
        }
    }
}

static void add_base64(struct text *out, struct span text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *hit = memchr(digits, text.at[i], 64);
        if (!hit) break;
        bits = (bits << 6 | (unsigned)(hit - digits)) & 0xffffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        text_addc(out, (char)(bits >> count));
    }
}

/* One encoded word "=?utf-8?q?...?=" (RFC 2047) off the front of `rest`; false for anything else.
 * Charsets other than UTF-8 and ASCII are shown as they came. */
static bool add_encoded(struct text *out, struct span *rest)
{
    if (!span_starts(*rest, SPAN("=?"))) return false;
    struct span inside = span_from(*rest, 2), charset = span_cut(&inside, '?');
    struct span code = span_cut(&inside, '?');
    size_t end = span_find(inside, SPAN("?="));
    bool known =
        span_equal_nocase(charset, SPAN("utf-8")) || span_equal_nocase(charset, SPAN("us-ascii"));
    if (end == SIZE_MAX || !known || code.len != 1) return false;
    struct span text = span_sub(inside, 0, end);
    if ((code.at[0] | 32) == 'q')
        add_quoted(out, text);
    else if ((code.at[0] | 32) == 'b')
        add_base64(out, text);
    else
        return false;
    *rest = span_from(inside, end + 2);
    return true;
}

/* A header's value with its encoded words decoded; blanks between two of them do not count. */
static const char *header_text(struct reading *reading, struct span value, size_t most)
{
    struct text *out = &reading->scratch;
    text_clear(out);
    while (value.len && out->len < WHAT_MOST) {
        if (add_encoded(out, &value)) {
            struct span next = span_trim(value);
            if (span_starts(next, SPAN("=?"))) value = next;
            continue;
        }
        text_addc(out, value.at[0]);
        value = span_from(value, 1);
    }
    return reading_keep(reading, text_span(out), most);
}

/* "customer.example" of "Kim <kim@customer.example>"; empty for none. */
static struct span domain_of(struct span address)
{
    struct span rest = span_from(address, span_find(address, SPAN("@")));
    size_t len = 1;
    while (len < rest.len && !byte_is_one_of(rest.at[len], "> \t,;\"\r\n")) len++;
    return span_sub(rest, 1, len - 1);
}

/* Somebody of another domain writes first: no answer, no list, no machine. */
static bool is_from_outside(struct span mail, struct span subject)
{
    static const char *const machines[] = {"List-Unsubscribe", "List-Id",     "Auto-Submitted",
                                           "Precedence",       "In-Reply-To", "X-Autoreply"};
    struct span from = domain_of(header(mail, "From")), to = domain_of(header(mail, "To"));
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
        if (header(mail, machines[i]).len) return false;
    if (span_find(subject, SPAN(":")) <= 4) return false; /* "Re:", "Fwd:", "AW:" */
    if (span_find_nocase(header(mail, "From"), SPAN("reply")) != SIZE_MAX) return false;
    return from.len && to.len && !span_equal_nocase(from, to);
}

static void read_mail(struct reading *reading, uint64_t number)
{
    const struct timeline_source *source = reading_source(reading);
    struct span record = evidence_record(source->index, source->content, number), name;
    const char *subject = header_text(reading, header(record, "Subject"), WHAT_MOST);
    struct interval at = timeline_record_interval(source, number);
    struct told told = {.event = {.at = at, .place = reading_place(reading, record)},
                        .trust = TRUST_MESSAGE};
    if (!interval_is_known(at)) {
        reading_notice(reading, "the mail \"%s\" has no readable date", subject);
        return;
    }
    told.event.actor = header_text(reading, header(record, "From"), KEY_MOST);
    told.event.basis = "Date of the mail";
    enum alert_word word = alert_heading(span_of(subject), &name);
    enum alert_word monitor =
        word ? ALERT_WORD_NONE : monitor_heading(span_of(told.event.actor), span_of(subject));
    if (monitor != ALERT_WORD_NONE) {
        bool firing = monitor == ALERT_WORD_FIRING;
        told.event.kind = firing ? TIMELINE_PAGE : TIMELINE_ALERT_END;
        told.event.what = reading_say(reading, "%s by mail: %s",
                                      firing ? "notice of alert" : "end of alert told", subject);
        told.event.basis = "Date of the monitor's mail; what it tells of came before";
    } else if (word == ALERT_WORD_NONE) {
        bool outside = is_from_outside(record, span_of(subject));
        told.event.kind = outside ? TIMELINE_REPORT : TIMELINE_COMM;
        told.event.what = reading_say(reading, "mail %s: %s", outside ? "from outside" : "sent",
                                      *subject ? subject : "(no subject)");
    } else {
        bool firing = word == ALERT_WORD_FIRING;
        told.event.kind = firing ? TIMELINE_PAGE : TIMELINE_COMM;
        told.event.key = reading_keep(reading, name, KEY_MOST);
        told.event.what = reading_say(reading, "%s delivered by mail: %s",
                                      firing ? "notice of alert" : "end of alert", subject);
        told.same = reading_say(reading, "%s %s", firing ? "page" : "page-end", told.event.key);
    }
    reading_tell(reading, &told);
}

void mail_read(struct reading *reading)
{
    const struct evidence_index *index = reading_source(reading)->index;
    for (uint64_t i = 0; i < index->count && !reading_is_full(reading); i++) read_mail(reading, i);
}
