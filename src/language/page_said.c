/* Chat, logs, prompts, traces, data: what was said or printed, and so is never looked at. */
#include "language/page_parts.h"

static char at(struct span s, size_t i)
{
    return i < s.len ? s.at[i] : '\n';
}

static size_t digits(struct span s, size_t from, size_t most)
{
    size_t n = 0;
    while (n < most && byte_is_digit(at(s, from + n))) n++;
    return n;
}

static size_t letters(struct span s, size_t from)
{
    enum { WORD_MOST = 40 };
    size_t n = 0;
    while (n < WORD_MOST && byte_is_letter(at(s, from + n))) n++;
    return n;
}

static size_t blanks(struct span s, size_t from)
{
    size_t n = 0;
    while (at(s, from + n) == ' ' || at(s, from + n) == '\t') n++;
    return n;
}

/* 10:02, 10:02:33.120, 1:26 PM */
static size_t clock_at(struct span s, size_t from)
{
    size_t n = digits(s, from, 2);
    if (!n || at(s, from + n) != ':' || digits(s, from + n + 1, 3) != 2) return 0;
    n += 3;
    if (at(s, from + n) == ':' && digits(s, from + n + 1, 3) == 2) n += 3;
    if (is_in(at(s, from + n), ".,") && digits(s, from + n + 1, 1))
        n += 1 + digits(s, from + n + 1, 9);
    size_t half = n + (at(s, from + n) == ' ');
    if (is_in(at(s, from + half), "aApP") && is_in(at(s, from + half + 1), "mM") &&
        !is_word(at(s, from + half + 2)))
        n = half + 2;
    return n;
}

/* 2026-05-12, 2026/05/12 and the T behind it */
static size_t date_at(struct span s, size_t from)
{
    if (digits(s, from, 5) != 4 || !is_in(at(s, from + 4), "-/.")) return 0;
    if (!digits(s, from + 5, 2) || at(s, from + 7) != at(s, from + 4)) return 0;
    size_t n = digits(s, from + 8, 2);
    if (!n) return 0;
    n += 8;
    return n + (at(s, from + n) == 'T' && byte_is_digit(at(s, from + n + 1)));
}

/* May 12, / May 12 2026 / 12 May */
static size_t month_at(struct span s, size_t from)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    size_t before = digits(s, from, 2), n = before;
    if (n) n += blanks(s, from + n);
    const char name[3] = {to_lower(at(s, from + n)), to_lower(at(s, from + n + 1)),
                          to_lower(at(s, from + n + 2))};
    bool found = false;
    for (size_t i = 0; i + 3 < sizeof months; i += 3) found |= memcmp(months + i, name, 3) == 0;
    size_t length = found ? letters(s, from + n) : 0;
    if (!found || length > 9) return 0;
    n += length;
    if (at(s, from + n) == '.') n++;
    if (!before) {
        n += blanks(s, from + n);
        size_t day = digits(s, from + n, 3);
        if (!day || day > 2) return 0;
        n += day;
        if (letters(s, from + n) == 2) n += 2; /* 12th */
    }
    size_t year = n + (at(s, from + n) == ',') + blanks(s, from + n + (at(s, from + n) == ','));
    if (digits(s, from + year, 5) == 4 && at(s, from + year + 4) != ':') n = year + 4;
    return n;
}

/* UTC, CEST, Z, +02:00 */
static size_t zone_at(struct span s, size_t from)
{
    size_t n = 0;
    while (byte_is_upper(at(s, from + n))) n++;
    if (at(s, from) == 'Z' && n == 1 && !is_word(at(s, from + 1))) return 1;
    if (n >= 3 && n <= 5 && !is_word(at(s, from + n)) &&
        (at(s, from + n - 1) == 'T' || span_is(span_sub(s, from, n), "UTC")))
        return n;
    if (n == 2 && at(s, from + 1) == 'T' && !is_word(at(s, from + 2))) return 2;
    if (is_in(at(s, from), "+-") && digits(s, from + 1, 5) >= 2 && !is_blank(at(s, from + 1))) {
        n = 1 + digits(s, from + 1, 4);
        if (at(s, from + n) == ':' && digits(s, from + n + 1, 3) == 2) n += 3;
        return n;
    }
    return 0;
}

/* What may stand around and between the parts of a time; the word "to" of a range as well. */
static size_t time_marks(struct span s, size_t from)
{
    size_t n = 0;
    for (;;) {
        char c = at(s, from + n);
        if (is_in(c, " \t[](){}*_~,-|:;>`") || c == PLAIN_CODE)
            n++;
        else if (c == '\xe2' && at(s, from + n + 1) == '\x80' &&
                 is_in(at(s, from + n + 2), "\x93\x94"))
            n += 3;
        else
            return n;
    }
}

size_t said_time(struct span text)
{
    enum { PARTS_MOST = 8 };
    if (!text.len) return 0;
    bool may = byte_is_letter(text.at[0])
                   ? month_at(text, 0) > 0
                   : byte_is_digit(text.at[0]) || is_in(text.at[0], "[(*_`~");
    if (!may) return 0;
    bool found = false;
    size_t end = 0;
    for (int part = 0; part < PARTS_MOST; part++) {
        size_t from =
            end + (is_in(at(text, end), "+-") && zone_at(text, end) ? 0 : time_marks(text, end));
        size_t clock = clock_at(text, from), date = clock ? 0 : date_at(text, from);
        size_t month = clock || date ? 0 : month_at(text, from);
        size_t zone = found && !clock && !date && !month ? zone_at(text, from) : 0;
        size_t n = clock + date + month + zone;
        if (found && !n && span_is(span_sub(text, from, 3), "to ") && clock_at(text, from + 3))
            n = 2;
        if (!n) break;
        found |= clock || date;
        end = from + n;
    }
    return found && !is_word(at(text, end)) ? end + time_marks(text, end) : 0;
}

static bool is_level(struct span word)
{
    static const char *const levels[] = {"ERROR", "WARN",   "WARNING", "INFO",  "DEBUG",    "TRACE",
                                         "FATAL", "NOTICE", "CRIT",    "ERR",   "CRITICAL", "E",
                                         "W",     "I",      "D",       "PANIC", "SEVERE"};
    if (!word.len || !byte_is_upper(word.at[0]) || !byte_is_upper(word.at[word.len - 1]))
        return false;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (span_is(word, levels[i])) return true;
    return false;
}

/* Words before a colon that say what the line is about, not who speaks. */
static bool is_about(struct span word)
{
    static const char *const abouts[] = {
        "update", "note",   "notes",    "impact",   "action", "status", "alert",   "cause",
        "fix",    "result", "root",     "utc",      "todo",   "fyi",    "warning", "timeline",
        "start",  "end",    "trigger",  "severity", "owner",  "why",    "what",    "when",
        "how",    "who",    "question", "answer",   "step",   "theory", "lesson",  "problem",
        "issue",  "risk",   "lead",     "we",       "phase",  "deploy", "context", "effect"};
    static const char *const ends[] = {"ed", "ing", "ion", "ions", "ment", "ary", "age", "sis"};
    for (size_t i = 0; i < sizeof abouts / sizeof *abouts; i++)
        if (span_equal_nocase(word, span_of(abouts[i]))) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (word.len > n + 2 && span_is(span_from(word, word.len - n), ends[i])) return true;
    }
    bool capitals = true;
    for (size_t i = 0; i < word.len; i++) capitals &= byte_is_upper(word.at[i]);
    return capitals;
}

/* "ana: " */
static bool is_nick(struct span s)
{
    size_t n = at(s, 0) == '@';
    while (n < 24 &&
           (byte_is_letter(at(s, n)) || byte_is_digit(at(s, n)) || is_in(at(s, n), "._-")))
        n++;
    return n >= 2 && at(s, n) == ':' && is_blank(at(s, n + 1)) && !is_about(span_sub(s, 0, n));
}

/* "<ana> " */
static bool is_angled(struct span s)
{
    size_t n = 1;
    if (at(s, 0) != '<') return false;
    while (n < 34 &&
           (byte_is_letter(at(s, n)) || byte_is_digit(at(s, n)) || is_in(at(s, n), "._-@ +~")))
        n++;
    return n >= 2 && at(s, n) == '>' && is_blank(at(s, n + 1)) &&
           !span_equal_nocase(span_sub(s, 1, n - 1), SPAN("br")) &&
           span_find(s, SPAN("</")) == SIZE_MAX;
}

/* What a line of a log has behind its time. */
static bool is_logged(struct span s)
{
    size_t n = letters(s, 0);
    if (n && is_level(span_sub(s, 0, n)) && !is_word(at(s, n))) return true;
    if (at(s, 0) == '{' || (at(s, 0) == '"' && memchr(s.at + 1, ':', s.len - 1))) return true;
    size_t host = 0; /* "db-3 kernel: ", "db-3 sshd[12]: " */
    while (host < 64 && (is_word(at(s, host)) || is_in(at(s, host), "._-"))) host++;
    size_t process = host + 1;
    while (process < host + 64 && (is_word(at(s, process)) || is_in(at(s, process), "._-/")))
        process++;
    return host && at(s, host) == ' ' && at(s, process) == '[' && digits(s, process + 1, 9) &&
           memchr("]", at(s, process + 1 + digits(s, process + 1, 9)), 1);
}

/* "Ana [1:26 PM]", "ana b  10:02 AM" */
static bool is_speaker(struct span s)
{
    size_t n = 0, words = 0;
    while (words < 3 && byte_is_letter(at(s, n))) {
        while (n < 48 && (is_word(at(s, n)) || is_in(at(s, n), "._-"))) n++;
        n += blanks(s, n);
        words++;
    }
    if (!words || n >= s.len || !is_blank(s.at[n - 1])) return false;
    bool bracket = s.at[n] == '[';
    size_t time = clock_at(s, n + bracket);
    if (!time) return false;
    size_t end = n + bracket + time;
    return bracket ? at(s, end) == ']' : span_trim(span_from(s, end)).len == 0;
}

static bool is_prompt(struct span s)
{
    if (is_in(at(s, 0), "$%")) return at(s, 1) == ' ' && is_word(at(s, 2));
    if (span_starts(s, SPAN(">>> ")) || span_starts(s, SPAN("PS C:\\"))) return true;
    size_t n = 0;
    bool user = false;
    for (; n < 60 && !is_blank(at(s, n)); n++) user |= at(s, n) == '@' && n > 0;
    return user && n > 3 && is_in(at(s, n - 1), "$#") && at(s, n) == ' ';
}

static bool is_trace(struct span s)
{
    static const struct span heads[] = {
        {"Traceback (most", 15}, {"File \"", 6}, {"goroutine ", 10}, {"panic: ", 7},
        {"Exception in", 12},    {"--- a/", 6},  {"+++ b/", 6},      {"diff --git", 10}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (heads[i].at[0] == at(s, 0) && span_starts(s, heads[i])) return true;
    if (span_starts(s, SPAN("at ")) || span_starts(s, SPAN("Caused by: "))) {
        struct span word = span_from(s, s.at[0] == 'a' ? 3 : 11);
        size_t n = 0;
        bool dot = false;
        for (; n < word.len && n < 200 && !is_in(word.at[n], " (:"); n++) dot |= word.at[n] == '.';
        return dot && is_in(at(word, n), "(:");
    }
    return is_in(at(s, 0), "IWEF") && digits(s, 1, 5) == 4 && at(s, 5) == ' ' && clock_at(s, 6);
}

/* "replicas: 3", "max_wait: 10s", "key": 1, braces alone */
static bool is_data(struct span s)
{
    if (is_in(at(s, 0), "{}")) return true;
    size_t n = at(s, 0) == '"', quoted = n;
    bool joined = false;
    for (; n < 64 && (byte_is_lower(at(s, n)) || byte_is_digit(at(s, n)) || is_in(at(s, n), "_.-"));
         n++)
        joined |= is_in(at(s, n), "_.");
    if (quoted) return n > 1 && at(s, n) == '"' && at(s, n + 1) == ':';
    if (!n || at(s, n) != ':' || !is_blank(at(s, n + 1))) return false;
    struct span value = span_trim(span_from(s, n + 1));
    bool one = value.len == 0 || !memchr(value.at, ' ', value.len);
    bool plain = value.len && (byte_is_digit(value.at[0]) || is_in(value.at[0], "\"'{[") ||
                               span_is(value, "true") || span_is(value, "false"));
    return one && (joined || plain);
}

bool said_line(struct span line, bool first)
{
    if (!line.len) return false;
    /* most lines within a paragraph begin like this, and only traces do as well */
    if (!first && byte_is_lower(line.at[0]) && !is_in(line.at[0], "adgp")) return false;
    if (is_angled(line) || is_prompt(line) || is_trace(line)) return true;
    if (first && (is_data(line) || is_speaker(line))) return true;
    size_t n = letters(line, 0);
    if (at(line, 0) == '[' && is_level(span_sub(line, 1, letters(line, 1)))) return true;
    if (n && is_level(span_sub(line, 0, n)) && is_in(at(line, n), ":[") && n > 1) return true;
    size_t time = said_time(line);
    if (!time) return false;
    struct span rest = span_from(line, time);
    /* programs write seconds or the day, people in a timeline hours and minutes */
    size_t figures = 0;
    for (size_t i = 0; i < time; i++) figures += byte_is_digit(line.at[i]);
    bool component =
        figures > 4 && line.at[time - 1] == '[' && rest.len && memchr(rest.at, ']', rest.len);
    bool nick = is_nick(rest) && (line.at[0] == '[' || !byte_is_upper(rest.at[0]));
    return component || is_angled(rest) || is_logged(rest) || nick;
}

bool said_statement(struct span plain)
{
    size_t n = 0, words = 0;
    while (words < 2 && byte_is_upper(at(plain, n))) {
        size_t length = letters(plain, n);
        if (is_about(span_sub(plain, n, length))) return false;
        n += length;
        words++;
        if (at(plain, n) == ' ') n++;
    }
    if (!words || at(plain, n) != ':' || at(plain, n + 1) != ' ') return false;
    static const char *const own[] = {"i", "we", "my", "our", "me", "us"};
    size_t end = sentence_end(plain, n + 2);
    for (size_t i = n + 2; i < end;) {
        size_t length = letters(plain, i);
        for (size_t k = 0; length && k < sizeof own / sizeof *own; k++)
            if (span_equal_nocase(span_sub(plain, i, length), span_of(own[k]))) return true;
        i += length ? length : 1;
    }
    return false;
}
