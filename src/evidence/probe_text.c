/* Text that is told by the shape of its lines. */
#include "evidence/lines.h"
#include "evidence/probe.h"
#include "evidence/stamp.h"

enum { PROBED_LINES = 400 };

static const instant HEX_LATEST = INT64_C(2051222400) * NS_PER_S; /* 2035 */

static bool is_hex(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!byte_is_digit(s.at[i]) && !(s.at[i] >= 'a' && s.at[i] <= 'f')) return false;
    return s.len > 0;
}

static size_t digits_at(struct span s, size_t i)
{
    size_t from = i;
    while (i < s.len && byte_is_digit(s.at[i])) i++;
    return i - from;
}

/* ---- version control, mail, journal ---- */

bool probe_git_log(const struct probe *probe)
{
    struct span rest = probe->head, line;
    if (!span_starts(rest, SPAN("commit "))) return false;
    if (!probe_line(probe, &rest, &line)) return false;
    line = span_from(line, 7);
    struct span id = span_cut(&line, ' ');
    if (id.len < 7 || id.len > 64 || !is_hex(id)) return false;
    for (int i = 0; i < 6 && probe_line(probe, &rest, &line); i++)
        if (span_starts(line, SPAN("Author:"))) return true;
    return false;
}

bool probe_journal_export(const struct probe *probe)
{
    struct span rest = probe->head, line;
    for (int i = 0; i < 4 && probe_line(probe, &rest, &line); i++) {
        if (span_starts(line, SPAN("__CURSOR=")) ||
            span_starts(line, SPAN("__REALTIME_TIMESTAMP=")))
            return true;
        if (!span_starts(line, SPAN("_"))) return false;
    }
    return false;
}

/* Length of the name of a header field at the start of the line, 0 when there is none. */
static size_t header_name(struct span line)
{
    size_t i = 0;
    while (i < line.len &&
           (byte_is_letter(line.at[i]) || byte_is_digit(line.at[i]) || line.at[i] == '-'))
        i++;
    return i > 0 && i < line.len && line.at[i] == ':' && byte_is_letter(line.at[0]) ? i : 0;
}

bool probe_mail(const struct probe *probe)
{
    static const char *const telling[] = {"From",     "To",          "Subject",
                                          "Date",     "Message-ID",  "Cc",
                                          "Received", "Return-Path", "MIME-Version"};
    unsigned seen = 0, count = 0;
    struct span rest = probe->head, line;
    if (span_starts(rest, SPAN("From "))) span_cut(&rest, '\n'); /* mbox */
    while (probe_line(probe, &rest, &line) && line.len) {
        if (line.at[0] == ' ' || line.at[0] == '\t') continue;
        struct span name = span_sub(line, 0, header_name(line));
        if (name.len == 0) return false;
        for (unsigned i = 0; i < sizeof telling / sizeof telling[0]; i++) {
            if (!span_equal_nocase(name, span_of(telling[i])) || (seen >> i & 1)) continue;
            seen |= 1u << i;
            count++;
        }
    }
    return count >= 3 && (seen & 9); /* somebody sent it, or at some time */
}

/* ---- shells ---- */

/* bash "#1795326957", tcsh "#+1162490366", zsh ": 1457771210:0;cd", fish "- cmd: ls" */
static bool history_mark(struct span line)
{
    if (span_starts(line, SPAN("#"))) {
        struct span digits = span_from(line, line.len > 1 && line.at[1] == '+' ? 2 : 1);
        return digits.len >= 9 && digits.len <= 10 && digits_at(digits, 0) == digits.len;
    }
    if (span_starts(line, SPAN(": "))) {
        size_t n = digits_at(line, 2);
        if (n < 9 || n > 10 || 2 + n >= line.len || line.at[2 + n] != ':') return false;
        size_t took = digits_at(line, 3 + n), at = 3 + n + took;
        return took > 0 && at < line.len && line.at[at] == ';';
    }
    return span_starts(line, SPAN("- cmd: "));
}

bool probe_history(const struct probe *probe)
{
    struct span rest = probe->head, line;
    unsigned lines = 0, marks = 0, fish = 0;
    bool first = false;
    while (lines < PROBED_LINES && probe_line(probe, &rest, &line)) {
        bool mark = history_mark(line);
        if (lines == 0) first = mark;
        if (span_starts(line, SPAN("- cmd: "))) fish++;
        marks += mark;
        lines++;
    }
    if (fish) return first && span_find(probe->head, SPAN("\n  when: ")) != SIZE_MAX;
    return first || (marks >= 2 && marks * 4 >= lines);
}

/* Length of "user@host:dir$ " and its kin at the start of a line, 0 when it is no prompt. */
static size_t prompt(struct span line)
{
    size_t i = 0;
    bool bracket = span_starts(line, SPAN("["));
    if (span_starts(line, SPAN("PS ")) && line.len > 6 && byte_is_letter(line.at[3]) &&
        line.at[4] == ':') {
        size_t end = span_find(line, SPAN("> "));
        return end == SIZE_MAX ? 0 : end + 2;
    }
    i = bracket;
    size_t user = i;
    while (i < line.len && (byte_is_letter(line.at[i]) || byte_is_digit(line.at[i]) ||
                            memchr("._-", line.at[i], 3)))
        i++;
    if (i == user || i >= line.len || line.at[i] != '@') return 0;
    size_t host = ++i;
    while (i < line.len && (byte_is_letter(line.at[i]) || byte_is_digit(line.at[i]) ||
                            memchr("._-", line.at[i], 3)))
        i++;
    if (i == host || i >= line.len || !memchr(bracket ? " ]" : ":$#%", line.at[i], bracket ? 2 : 4))
        return 0;
    for (; i < line.len && i < 300; i++) {
        if (line.at[i] == ' ' && !bracket) return 0; /* "bob@web1: disk is 5% full" */
        if (!memchr("$#%", line.at[i], 3) || (bracket && line.at[i - 1] != ']')) continue;
        if (i + 1 == line.len) return i + 1;
        if (line.at[i + 1] == ' ') return i + 2;
    }
    return 0;
}

bool probe_session(const struct probe *probe)
{
    struct span rest = probe->head, line;
    unsigned lines = 0, prompts = 0;
    if (span_starts(rest, SPAN("Script started on "))) return true;
    while (lines < PROBED_LINES && probe_line(probe, &rest, &line)) {
        if (prompt(line)) {
            if (lines == 0) return true;
            prompts++;
        }
        lines++;
    }
    return prompts >= 2 && !probe_stamped(probe);
}

/* ---- stamps ---- */

/* "05:54:53", "5:4:53", "05.54.53" from its first digit */
static bool clock_at(struct span line, size_t i)
{
    size_t hour = digits_at(line, i);
    if (hour < 1 || hour > 2 || i + hour >= line.len) return false;
    char separator = line.at[i + hour];
    if (separator != ':' && separator != '.' && separator != '-') return false;
    size_t at = i + hour + 1, minute = digits_at(line, at);
    if (minute < 1 || minute > 2 || at + minute >= line.len || line.at[at + minute] != separator)
        return false;
    at += minute + 1;
    size_t second = digits_at(line, at);
    if (separator != ':') /* "1.2.3" is a version and "10-4-1" a date, unless all have two digits */
        return separator == '.' && hour == 2 && minute == 2 && second == 2;
    return second == 2 || (second == 1 && minute == 1);
}

/* "59:47.191234": minutes and seconds to the microsecond */
static bool minute_at(struct span line, size_t i)
{
    return digits_at(line, i) == 2 && i + 6 < line.len && line.at[i + 2] == ':' &&
           digits_at(line, i + 3) == 2 && line.at[i + 5] == '.' && digits_at(line, i + 6) == 6;
}

/* "20310506070809" */
static bool clock_digits(struct span digits)
{
    const struct stamp_format *format;
    struct stamp stamp;
    return stamp_candidates(digits, true, &format, &stamp, 1) > 0 && stamp.len == digits.len &&
           stamp.time > 0 && stamp.time < INT64_C(4102444800) * NS_PER_S;
}

/* Epoch seconds to nanoseconds of 2001-2033 at a word's start, "081109 203615", "0506/070809." */
static bool number_at(struct span line, size_t i)
{
    size_t n = digits_at(line, i);
    char next = i + n < line.len ? line.at[i + n] : ' ';
    if (line.at[i] == '1' && (n == 10 || n == 13 || n == 16 || n == 19))
        return !byte_is_letter(next) && next != '-';
    if (n == 14 && (line.at[i] == '1' || line.at[i] == '2') && clock_digits(span_sub(line, i, n)))
        return !byte_is_letter(next) && next != '-';
    if (n == 12 && clock_digits(span_sub(line, i, n))) return !byte_is_letter(next) && next != '-';
    if (n == 17 && (line.at[i] == '1' || line.at[i] == '2')) /* with ms */
        return next == ' ';
    if (n == 6 && next == ' ') {
        size_t clock = digits_at(line, i + 7);
        return clock == 6 || (clock == 0 && clock_at(line, i + 7));
    }
    if (n == 4 && next == '/' && digits_at(line, i + 5) == 6)
        return i + 11 < line.len && line.at[i + 11] == '.';
    return (n == 8 && byte_is_one_of(next, "T- :") &&
            (digits_at(line, i + 9) == 6 || clock_at(line, i + 9)));
}

/* "[1013319.252568]", "[    23.456]", "[0.012s]": seconds since a machine or program started;
 * "[12ms]", "[9364731ns]": the same, or since 1970, with the unit behind */
static bool boot_at(struct span line, size_t i)
{
    while (i < line.len && line.at[i] == ' ') i++;
    size_t n = digits_at(line, i);
    if (n == 0 || i + n >= line.len) return false;
    struct span unit = span_sub(line, i + n, 3);
    if (span_is(unit, " ms") && i + n + 3 < line.len && line.at[i + n + 3] == ']') return true;
    if (span_is(unit, "ms]") || span_is(unit, "us]") || span_is(unit, "ns]")) return true;
    if (line.at[i + n] != '.') return false;
    size_t decimals = digits_at(line, i + n + 1), end = i + n + 1 + decimals;
    if (end < line.len && line.at[end] == 's') end++;
    return (decimals == 6 || decimals == 3) && end < line.len && line.at[end] == ']';
}

/* "3802040A0211,7,3,8,": twelve digits in capitals, which the other columns part from the rest */
static bool hex_fields_at(struct span line)
{
    const struct stamp_format *format;
    struct stamp stamp;
    for (size_t i = 0; i < 12; i++)
        if (i >= line.len || (!byte_is_digit(line.at[i]) && (line.at[i] < 'A' || line.at[i] > 'F')))
            return false;
    return line.len > 14 && line.at[12] == ',' && digits_at(line, 13) > 0 &&
           stamp_candidates(line, true, &format, &stamp, 1) > 0;
}

/* "I (1234) wifi: ", "INFO[0012] ", "   1.234567890s  INFO ", "0x65f2c1a8 ": numbers that are a
 * time by what stands around them, at the start of a line. */
static bool number_begins(struct span line)
{
    const struct stamp_format *format;
    struct stamp stamp;
    struct span rest = span_from(line, line_escapes(line));
    size_t blanks = 0;
    while (blanks < rest.len && rest.at[blanks] == ' ') blanks++;
    if (rest.len < blanks + 8) return false;
    char first = rest.at[blanks], second = rest.at[blanks + 1];
    bool hex = rest.len > 17 && rest.at[8] == '.' && byte_is_one_of(first, "67");
    bool digit =
        byte_is_digit(first) && (byte_is_digit(second) || hex || byte_is_one_of(second, ".x"));
    bool letter = blanks == 0 && byte_is_one_of(first, "IWEDVFPT");
    if (!digit && !(letter && (second == ' ' || rest.at[4] == '['))) return false;
    if (stamp_candidates(rest, true, &format, &stamp, 1) == 0) return false;
    if (stamp_format_needs_level(format) &&
        level_of_word(line_word(rest, stamp.len, 0)) == EVIDENCE_LEVEL_NONE)
        return false;
    return (stamp.flags & STAMP_SINCE_BOOT) ||
           ((second == 'x' || hex) && (stamp.flags & STAMP_EPOCH) && stamp.time < HEX_LATEST);
}

/* "3611.361402: irq": the kernel's tracers */
static bool traced_at(struct span line, size_t i)
{
    size_t n = digits_at(line, i), end = i + n + 7;
    return n > 0 && i + n < line.len && line.at[i + n] == '.' && digits_at(line, i + n + 1) == 6 &&
           end + 1 < line.len && line.at[end] == ':' && line.at[end + 1] == ' ';
}

size_t probe_find_stamp(struct span line, size_t from)
{
    if (from == 0 && number_begins(line)) return 0;
    for (size_t i = from; i < line.len; i++) {
        char before = i ? line.at[i - 1] : ' ';
        /* "kern  :info  : [    0.123456]" too, with what the kernel says about it before */
        if (line.at[i] == '[' && (i == 0 || (i <= 24 && byte_is_one_of(before, " >]"))) &&
            boot_at(line, i + 1))
            return i;
        if (i == 0 && hex_fields_at(line)) return i;
        if (line.at[i] == '@' && line.len - i > 24 && is_hex(span_sub(line, i + 1, 24))) return i;
        if (!byte_is_digit(line.at[i]) || byte_is_digit(before)) continue;
        if (clock_at(line, i) || minute_at(line, i)) return i;
        if (before == ' ' && traced_at(line, i)) return i;
        if (!byte_is_letter(before) && before != '.' && number_at(line, i)) return i;
        i += digits_at(line, i) - 1;
    }
    return SIZE_MAX;
}

/* A stamp of a known format that the cheap filter does not see, such as one to the minute. Dates
 * alone do not make a log. */
bool probe_begins_with_stamp(struct span line)
{
    const struct stamp_format *format;
    struct stamp stamp;
    size_t from = 0;
    line = span_from(line, line_escapes(line));
    while (from < line.len && byte_is_one_of(line.at[from], " \t[(<*\"")) from++;
    if (stamp_candidates(span_from(line, from), false, &format, &stamp, 1) == 0) return false;
    /* "7:08AM INF started" */
    bool short_one =
        stamp.len >= 6 && from == 0 && byte_is_one_of(line.at[stamp.len - 1], "mM") &&
        level_of_word(line_word(line, stamp.len + line_escapes(span_from(line, stamp.len)), 0)) !=
            EVIDENCE_LEVEL_NONE;
    return (stamp.len >= 8 || short_one) && !(stamp.flags & (STAMP_DATE_ONLY | STAMP_SENTINEL));
}

/* Texts that are full of times and yet no logs: pages, patches, dumps of databases, subtitles. */
bool probe_written(const struct probe *probe)
{
    static const char *const pages[] = {"<!doctype html", "<html", "<svg", "<rss", "webvtt"};
    static const char *const statements[] = {"INSERT INTO ", "CREATE TABLE ", "DROP TABLE ",
                                             "COPY ", "-- "};
    struct span rest = probe->head, line, start = span_trim(span_sub(probe->head, 0, 200));
    unsigned lines = 0, told = 0, old_file = 0;
    if (span_starts(start, SPAN("\xef\xbb\xbf"))) start = span_from(start, 3);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (span_equal_nocase(span_sub(start, 0, strlen(pages[i])), span_of(pages[i]))) return true;
    while (lines < 40 && probe_line(probe, &rest, &line)) {
        line = span_sub(line, 0, 300);
        if (span_trim(line).len == 0) continue;
        if (lines++ == 0 && probe_begins_with_stamp(line)) return false;
        if (span_starts(line, SPAN("--- "))) old_file = lines;
        if (old_file && lines == old_file + 1 && span_starts(line, SPAN("+++ "))) return true;
        if (lines <= 3 && span_find(line, SPAN(" --> ")) != SIZE_MAX && clock_at(line, 0))
            return true;
        for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
            if (span_starts(line, span_of(statements[i]))) told++;
    }
    return told >= 2 && told * 3 >= lines;
}
