/*
 * The time in front of an entry: date, clock, zone, range and doubt in the many orders that people
 * write them, and the signs that part them from what follows.
 */
#include "exchange/markdown.h"

struct scan {
    struct span text;
    size_t at;
    bool lenient;
    bool joined; /* by the T of ISO 8601 */
    struct md_stamp *stamp;
};

static struct span rest(const struct scan *scan)
{
    return span_from(scan->text, scan->at);
}

static bool skip(struct scan *scan, const char *text)
{
    if (!span_starts(rest(scan), span_of(text))) return false;
    scan->at += strlen(text);
    return true;
}

static void blanks(struct scan *scan)
{
    scan->at = md_skip_blanks(scan->text, scan->at);
}

static bool skip_word(struct scan *scan, const char *word)
{
    struct span found = md_word_at(scan->text, scan->at);
    if (!span_equal_nocase(found, span_of(word))) return false;
    scan->at += found.len;
    return true;
}

/* Words and signs of doubt and place in front of a time. */
static bool take_lead(struct scan *scan)
{
    static const char *const plain[] = {"at",      "on",     "from",    "since",         "starting",
                                        "exactly", "around", "about",   "approximately", "approx",
                                        "circa",   "ca",     "roughly", "shortly",       "just",
                                        "before",  "after",  "by",      "until",         "between",
                                        "c",       "nearly", "almost",  "gegen",         "etwa",
                                        "vers"};
    struct md_stamp *stamp = scan->stamp;
    if (skip(scan, "~") || skip(scan, "\xe2\x89\x88") || skip(scan, "\xc2\xb1")) {
        stamp->about = true;
        blanks(scan);
        return true;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        size_t from = scan->at;
        if (!skip_word(scan, plain[i])) continue;
        if (scan->at < scan->text.len && scan->text.at[scan->at] == '.') scan->at++;
        if (scan->at < scan->text.len && scan->text.at[scan->at] != ' ' &&
            scan->text.at[scan->at] != '~') {
            scan->at = from;
            return false;
        }
        blanks(scan);
        if (i >= 6 && i <= 14) stamp->about = true;
        if (i == 15) stamp->before = true;
        if (i == 16) stamp->after = true;
        if (i == 17 || i == 18) stamp->before = true;
        if (i == 19) stamp->between = true;
        if (i >= 20) stamp->about = true;
        return true;
    }
    return false;
}

/* What stands between a date and its clock. */
static void skip_join(struct scan *scan)
{
    if (scan->at + 1 < scan->text.len && byte_is_one_of(scan->text.at[scan->at], "Tt_") &&
        md_is_digit(scan->text.at[scan->at + 1])) {
        scan->joined = true;
        scan->at++;
        return;
    }
    for (int i = 0; i < 6; i++) {
        size_t from = scan->at;
        blanks(scan);
        if (skip_word(scan, "at") || skip(scan, "@") || skip(scan, ",") || skip(scan, "|") ||
            skip(scan, "\xe2\x80\x93") || skip(scan, "\xe2\x80\x94") || skip(scan, "\xc2\xb7"))
            continue;
        if (skip(scan, "-") || skip(scan, "/") || skip(scan, ":")) continue;
        if (scan->at == from) break;
    }
}

static bool take_date(struct scan *scan, struct md_date *date)
{
    size_t at = scan->at;
    if (!md_date_take(scan->text, &at, scan->lenient, date)) {
        /* "03/04 10:02": no year, but a clock follows */
        struct md_clock clock;
        if (!md_date_take(scan->text, &at, true, date)) return false;
        size_t next = md_skip_blanks(scan->text, at);
        if (next < scan->text.len && scan->text.at[next] == ',')
            next = md_skip_blanks(scan->text, next + 1);
        if (next == at || !md_clock_take(scan->text, &next, false, &clock)) return false;
    }
    if (at < scan->text.len && md_is_letter(scan->text.at[at]) &&
        !byte_is_one_of(scan->text.at[at], "Tt") && (unsigned char)scan->text.at[at] < 0x80)
        return false;
    scan->at = at;
    return true;
}

static bool take_clock(struct scan *scan, struct md_clock *clock)
{
    return md_clock_take(scan->text, &scan->at, scan->lenient, clock);
}

/* "-10:05" behind "10:02" is the end of a range; a zone stands behind seconds, or is written
 * "-0500".
 */
static bool may_be_zone(const struct scan *scan, size_t at)
{
    struct span sign = span_from(scan->text, at);
    if (!sign.len || !byte_is_one_of(sign.at[0], "+-")) return true;
    if (sign.len < 3 || !md_is_digit(sign.at[1]) || !md_is_digit(sign.at[2])) return false;
    bool near = at == scan->at;
    if (sign.at[0] == '+') return near || sign.len > 4;
    bool colon = sign.len > 3 && sign.at[3] == ':';
    if (colon) return near && (scan->stamp->clock.second >= 0 || scan->joined);
    return sign.len > 4 && md_is_digit(sign.at[3]) && md_is_digit(sign.at[4]) &&
           (sign.len == 5 || !md_is_digit(sign.at[5]));
}

static void take_zone(struct scan *scan)
{
    size_t at = md_skip_blanks(scan->text, scan->at);
    struct md_zone_word zone;
    if (!may_be_zone(scan, at) || !md_zone_take(scan->text, &at, &zone)) return;
    if (at < scan->text.len && md_is_letter(scan->text.at[at]) &&
        (unsigned char)scan->text.at[at] < 0x80)
        return;
    if (!scan->stamp->zone.known) scan->stamp->zone = zone;
    scan->at = at;
}

/* "(06:02 PST)", "(~)", "(approx.)", "(next day)", "(March 4)": also said about the time */
static bool take_bracket(struct scan *scan)
{
    size_t from = scan->at;
    blanks(scan);
    if (!skip(scan, "(") && !skip(scan, "/")) {
        scan->at = from;
        return false;
    }
    bool slash = scan->text.at[scan->at - 1] == '/';
    blanks(scan);
    struct md_date date;
    struct md_clock clock;
    struct md_zone_word zone;
    bool fine = false;
    if (!slash &&
        (skip(scan, "~") || skip_word(scan, "approx") || skip_word(scan, "approximately") ||
         skip_word(scan, "estimated") || skip_word(scan, "est"))) {
        skip(scan, ".");
        scan->stamp->about = fine = true;
    } else if (!slash && (skip(scan, "?"))) {
        scan->stamp->doubtful = fine = true;
    } else if (!slash &&
               (scan->stamp->date.kind == MD_DATE_NONE ||
                scan->stamp->date.kind == MD_DATE_COUNTED ||
                scan->stamp->date.kind == MD_DATE_WEEKDAY) &&
               take_date(scan, &date)) {
        scan->stamp->date = date;
        fine = true;
    } else if (md_clock_take(scan->text, &scan->at, false, &clock)) {
        blanks(scan);
        fine = md_zone_take(scan->text, &scan->at, &zone);
    } else if (!slash && skip(scan, "+1")) {
        blanks(scan);
        if (!skip_word(scan, "day")) skip_word(scan, "d");
        if (scan->at >= scan->text.len || scan->text.at[scan->at] != ')') {
            scan->at = from;
            return false;
        }
        scan->stamp->date.kind = MD_DATE_NEXT;
        fine = true;
    }
    blanks(scan);
    if (fine && (slash || skip(scan, ")"))) return true;
    scan->at = from;
    return false;
}

static bool take_to(struct scan *scan)
{
    static const char *const signs[] = {"\xe2\x80\x93", "\xe2\x80\x94",
                                        "\xe2\x88\x92", "\xe2\x86\x92",
                                        "...",          "..",
                                        "->",           "-",
                                        "\xe2\x80\xa6", "~"};
    blanks(scan);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (skip(scan, signs[i])) return true;
    return skip_word(scan, "to") || skip_word(scan, "until") || skip_word(scan, "till") ||
           skip_word(scan, "through") || (scan->stamp->between && skip_word(scan, "and"));
}

/* The end of a range: "–10:05", " to 11 pm", "– Mar 5, 00:10" */
static void take_range(struct scan *scan)
{
    struct scan ahead = *scan;
    struct md_date date = {MD_DATE_NONE, 0, 0, 0};
    struct md_clock clock;
    if (!take_to(&ahead)) return;
    blanks(&ahead);
    if (skip(&ahead, "~")) scan->stamp->about = true;
    if (skip_word(&ahead, "ongoing") || skip_word(&ahead, "present")) {
        scan->at = ahead.at;
        return;
    }
    bool dated = take_date(&ahead, &date);
    if (dated) skip_join(&ahead);
    ahead.lenient = scan->lenient && scan->stamp->clock.minute < 0;
    if (!md_clock_take(ahead.text, &ahead.at, ahead.lenient, &clock)) return;
    if (clock.minute < 0 && !clock.half) return;
    scan->at = ahead.at;
    scan->stamp->end_date = date;
    scan->stamp->until = clock;
    scan->stamp->has_end = true;
    if (clock.half && !scan->stamp->clock.half && scan->stamp->clock.hour <= 12) {
        /* "10-11am", "11:50-12:10pm": the half is said once */
        int first = scan->stamp->clock.hour % 12, second = clock.hour % 12;
        char other = clock.half == 'p' ? 'a' : 'p';
        scan->stamp->clock.half = first <= second ? clock.half : other;
    }
    take_zone(scan);
}

/* The first clock of "10-11am", which is no time alone. */
static bool take_bare_range(struct scan *scan)
{
    struct scan ahead = *scan;
    struct md_clock first = {.minute = -1, .second = -1};
    size_t digits = 0;
    while (ahead.at < ahead.text.len && md_is_digit(ahead.text.at[ahead.at]) && digits < 3) {
        first.hour = first.hour * 10 + (ahead.text.at[ahead.at++] - '0');
        digits++;
    }
    if (digits == 0 || digits > 2 || first.hour < 1 || first.hour > 12) return false;
    if (!take_to(&ahead)) return false;
    blanks(&ahead);
    struct md_clock second;
    if (!md_clock_take(ahead.text, &ahead.at, false, &second) || !second.half) return false;
    scan->stamp->clock = first;
    scan->stamp->has_clock = true;
    scan->at += digits;
    return true;
}

/* "later", "after that": counted from the entry before */
static bool take_behind(struct scan *scan)
{
    if (skip_word(scan, "later") || skip_word(scan, "afterwards")) return true;
    if (!skip_word(scan, "after")) return false;
    blanks(scan);
    return skip_word(scan, "that") || skip_word(scan, "this");
}

/* "T+5", "T-00:10", "T+1h 5m", "+12 min" */
static bool take_relative(struct scan *scan)
{
    struct scan ahead = *scan;
    bool t = skip(&ahead, "T") || skip(&ahead, "t");
    bool zero = t && skip(&ahead, "0");
    if (t) blanks(&ahead);
    bool minus = skip(&ahead, "-") || skip(&ahead, "\xe2\x88\x92");
    bool plus = !minus && skip(&ahead, "+");
    if (zero && !plus && !minus) {
        scan->at = ahead.at;
        scan->stamp->relative = true;
        return true;
    }
    if (!plus && (!minus || !t)) return false;
    blanks(&ahead);
    size_t from = ahead.at;
    struct md_clock clock;
    duration by = 0;
    bool unit = false;
    for (int i = 0; i < 4; i++) {
        size_t digits = ahead.at;
        int64_t value = 0;
        while (digits < ahead.text.len && md_is_digit(ahead.text.at[digits]) &&
               digits - ahead.at < 5)
            value = value * 10 + (ahead.text.at[digits++] - '0');
        if (digits == ahead.at) break;
        if (digits + 1 < ahead.text.len && ahead.text.at[digits] == ':' &&
            md_is_digit(ahead.text.at[digits + 1])) {
            if (!md_clock_take(ahead.text, &ahead.at, false, &clock)) return false;
            by = clock.hour * NS_PER_HOUR + clock.minute * NS_PER_MIN +
                 (clock.second > 0 ? clock.second * NS_PER_S : 0);
            unit = true;
            break;
        }
        size_t behind = md_skip_blanks(ahead.text, digits);
        struct span word = md_word_at(ahead.text, behind);
        char u = word.len ? (char)(word.at[0] | 32) : 0;
        bool known = word.len && byte_is_one_of(u, "hmsd") &&
                     (word.len == 1 || span_starts(word, SPAN("min")) ||
                      span_starts(word, SPAN("hour")) || span_starts(word, SPAN("sec")) ||
                      span_starts(word, SPAN("hr")) || span_starts(word, SPAN("day")));
        if (!known && !(t && i == 0)) return false;
        by += value * (u == 'h' && known   ? NS_PER_HOUR
                       : u == 's' && known ? NS_PER_S
                       : u == 'd' && known ? NS_PER_DAY
                                           : NS_PER_MIN);
        ahead.at = known ? behind + word.len : digits;
        unit = true;
        size_t next = md_skip_blanks(ahead.text, ahead.at);
        if (!known || next >= ahead.text.len || !md_is_digit(ahead.text.at[next])) break;
        ahead.at = next;
    }
    if (ahead.at == from || !unit) return false;
    scan->stamp->relative = true;
    scan->stamp->by = minus ? -by : by;
    scan->at = ahead.at;
    return true;
}

static bool take_count(struct scan *scan, int64_t *ret_halves)
{
    static const char *const names[] = {"one",   "two",   "three", "four", "five",   "six",
                                        "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    if (skip_word(scan, "half")) {
        blanks(scan);
        if (!skip_word(scan, "an") && !skip_word(scan, "a")) return false;
        *ret_halves = 1;
        return true;
    }
    if (skip_word(scan, "an") || skip_word(scan, "a")) {
        *ret_halves = 2;
        return true;
    }
    for (int i = 0; i < 12; i++)
        if (skip_word(scan, names[i])) {
            *ret_halves = (i + 1) * 2;
            return true;
        }
    *ret_halves = skip_word(scan, "fifteen")  ? 30
                  : skip_word(scan, "twenty") ? 40
                  : skip_word(scan, "thirty") ? 60
                                              : 0;
    if (*ret_halves) return true;
    int64_t value = 0;
    size_t digits = 0;
    for (; digits < 4 && scan->at < scan->text.len && md_is_digit(scan->text.at[scan->at]);
         digits++)
        value = value * 10 + (scan->text.at[scan->at++] - '0');
    *ret_halves = value * 2;
    return value > 0 && (scan->at >= scan->text.len || !md_is_digit(scan->text.at[scan->at]));
}

/* "5 minutes later", "half an hour after that" */
static bool take_later(struct scan *scan)
{
    static const struct {
        const char *word;
        duration size;
    } units[] = {{"minute", NS_PER_MIN}, {"minutes", NS_PER_MIN}, {"min", NS_PER_MIN},
                 {"mins", NS_PER_MIN},   {"hour", NS_PER_HOUR},   {"hours", NS_PER_HOUR},
                 {"second", NS_PER_S},   {"seconds", NS_PER_S}};
    struct scan ahead = *scan;
    int64_t halves;
    duration unit = 0;
    if (!take_count(&ahead, &halves)) return false;
    blanks(&ahead);
    if (skip(&ahead, "-")) blanks(&ahead);
    for (size_t i = 0; i < sizeof units / sizeof units[0] && !unit; i++)
        if (skip_word(&ahead, units[i].word)) unit = units[i].size;
    blanks(&ahead);
    if (!unit || !take_behind(&ahead)) return false;
    scan->at = ahead.at;
    scan->stamp->relative = scan->stamp->later = true;
    scan->stamp->by = halves * unit / 2;
    return true;
}

/* Signs behind the time, then what parts it from the sentence. */
static void take_tail(struct scan *scan)
{
    struct md_stamp *stamp = scan->stamp;
    if (skip_word(scan, "ish") || skip(scan, "-ish")) stamp->about = true;
    if (skip(scan, "~")) stamp->about = true;
    if (skip(scan, "?")) stamp->doubtful = true;
    if (span_starts(rest(scan), SPAN("+ ")) && skip(scan, "+")) stamp->about = true;
    struct span word = md_word_at(scan->text, md_skip_blanks(scan->text, scan->at));
    if (span_equal_nocase(word, SPAN("hrs")) || span_equal_nocase(word, SPAN("h")) ||
        span_equal_nocase(word, SPAN("Uhr"))) {
        blanks(scan);
        scan->at += word.len;
    }
    if (span_starts(rest(scan), SPAN(" o'clock"))) scan->at += 8;
}

static void take_parting(struct scan *scan)
{
    static const char *const signs[] = {"\xe2\x80\x93",
                                        "\xe2\x80\x94",
                                        "\xe2\x86\x92",
                                        "\xe2\x88\x92",
                                        "->",
                                        "=>",
                                        "-",
                                        ":",
                                        "|",
                                        ">",
                                        "]",
                                        ")",
                                        ";",
                                        ",",
                                        ".",
                                        "\xc2\xb7",
                                        "\xe2\x80\xa2"};
    for (int k = 0; k < 4; k++) {
        blanks(scan);
        size_t from = scan->at;
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
            if (!skip(scan, signs[i])) continue;
            if (i != 14 && i != 13) scan->stamp->marked = true;
            break;
        }
        if (scan->at == from) break;
        char last = scan->text.at[from];
        if (last == '-' && scan->at < scan->text.len && md_is_digit(scan->text.at[scan->at])) {
            scan->at = from; /* "-5 %" belongs to the sentence */
            break;
        }
    }
    blanks(scan);
}

/* "12:30 minutes" and "3:1 ratio" are lengths and ratios. */
static bool is_length(const struct scan *scan)
{
    static const char *const units[] = {"min", "mins", "minute",  "minutes", "hour",  "hours",
                                        "sec", "secs", "seconds", "days",    "weeks", "ms"};
    struct span word = md_word_at(scan->text, md_skip_blanks(scan->text, scan->at));
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (span_equal_nocase(word, span_of(units[i]))) return true;
    return false;
}

/* "Sun Mar 1 07:02:10 UTC 2026" */
static void take_late_year(struct scan *scan)
{
    size_t at = md_skip_blanks(scan->text, scan->at);
    struct span year = span_sub(scan->text, at, 4);
    uint64_t value;
    bool ends = at + 4 >= scan->text.len || scan->text.at[at + 4] == ' ';
    if (scan->stamp->date.kind != MD_DATE_NO_YEAR || !ends || year.len < 4) return;
    if (!span_to_u64(year, &value) || value < 1980 || value > 2200) return;
    scan->stamp->date.kind = MD_DATE_FULL;
    scan->stamp->date.year = (int)value;
    scan->at = at + 4;
}

/* A date that comes behind the clock: " on March 4, 2026", ", Mar 4" */
static void take_late_date(struct scan *scan)
{
    struct scan ahead = *scan;
    blanks(&ahead);
    bool comma = skip(&ahead, ",");
    blanks(&ahead);
    bool on = skip_word(&ahead, "on");
    blanks(&ahead);
    struct md_date date;
    size_t at = ahead.at;
    bool strict = md_date_take(ahead.text, &at, on, &date);
    if (!strict || (date.kind == MD_DATE_WEEKDAY && !on)) return;
    if (!comma && !on && date.kind != MD_DATE_FULL && date.kind != MD_DATE_NO_YEAR &&
        date.kind != MD_DATE_NEXT)
        return;
    scan->stamp->date = date;
    scan->at = at;
}

/* "1683208920", "1683208920.25", "1683208920123": seconds or milliseconds since 1970 */
static bool take_epoch(struct scan *scan)
{
    enum { SECONDS = 10, MILLISECONDS = 13 };
    int64_t value = 0;
    size_t at = scan->at, digits = 0;
    for (; at < scan->text.len && md_is_digit(scan->text.at[at]) && digits <= MILLISECONDS;
         digits++)
        value = value * 10 + (scan->text.at[at++] - '0');
    if (digits != SECONDS && digits != MILLISECONDS) return false;
    int32_t part = 0, scale = 100000000;
    if (digits == MILLISECONDS) {
        part = (int32_t)(value % 1000) * 1000000;
        value /= 1000;
    } else if (at + 1 < scan->text.len && scan->text.at[at] == '.' &&
               md_is_digit(scan->text.at[at + 1])) {
        for (at++; at < scan->text.len && md_is_digit(scan->text.at[at]); at++, scale /= 10)
            part += scale * (scan->text.at[at] - '0');
    }
    /* in front of a sentence a bare number may be a ticket's */
    size_t mark = md_skip_blanks(scan->text, at);
    if (!scan->lenient && (mark >= scan->text.len || !byte_is_one_of(scan->text.at[mark], ":|])-")))
        return false;
    instant when;
    if (value < 1000000000 || !instant_of_seconds(value, part, &when)) return false;
    if (at < scan->text.len && !byte_is_one_of(scan->text.at[at], " :,;|])")) return false;
    struct civil c = civil_of_instant(when);
    struct md_stamp *stamp = scan->stamp;
    stamp->date = (struct md_date){MD_DATE_FULL, c.year, c.month, c.day};
    stamp->clock = (struct md_clock){
        .hour = c.hour, .minute = c.minute, .second = c.second, .nanosecond = part};
    stamp->zone = (struct md_zone_word){.known = true, .fixed = true, .written = "UTC"};
    stamp->has_clock = true;
    scan->at = at;
    return true;
}

/* Pictures in front of a time: those of four bytes, and the older symbols */
static void skip_pictures(struct scan *scan)
{
    for (int i = 0; i < 4; i++) {
        struct span ahead = rest(scan);
        size_t len = 0;
        if (ahead.len > 3 && (unsigned char)ahead.at[0] == 0xf0)
            len = 4;
        else if (ahead.len > 2 && (unsigned char)ahead.at[0] == 0xe2 &&
                 ((unsigned char)ahead.at[1] == 0x8f || (unsigned char)ahead.at[1] >= 0x97))
            len = 3;
        if (!len) return;
        scan->at += len;
        skip(scan, "\xef\xb8\x8f");
        blanks(scan);
    }
}

bool md_stamp_read(struct span plain, enum md_stamp_how how, struct md_stamp *ret)
{
    struct md_stamp stamp = {.end = 0};
    struct scan scan = {.text = plain, .lenient = how == MD_STAMP_CELL, .stamp = &stamp};
    blanks(&scan);
    size_t picture = scan.at;
    skip_pictures(&scan);
    bool open = skip(&scan, "[") || skip(&scan, "(") || skip(&scan, "@");
    size_t from = scan.at;
    if (!open) from = picture; /* it stays with the time as written */
    blanks(&scan);
    for (int i = 0; i < 3 && take_lead(&scan); i++) {
    }
    if (take_relative(&scan)) {
        struct scan ahead = scan;
        blanks(&ahead);
        if (stamp.by > 0 && take_behind(&ahead)) {
            stamp.later = true;
            scan.at = ahead.at;
        }
        stamp.raw = span_sub(plain, from, scan.at - from);
    } else if (take_later(&scan) || take_epoch(&scan)) {
        stamp.raw = span_sub(plain, from, scan.at - from);
    } else {
        bool dated = take_date(&scan, &stamp.date);
        size_t date_end = scan.at;
        if (dated) skip_join(&scan);
        for (int i = 0; dated && i < 2 && take_lead(&scan); i++) {
        }
        if (!take_bare_range(&scan)) stamp.has_clock = take_clock(&scan, &stamp.clock);
        if (!stamp.has_clock) scan.at = date_end;
        if (!stamp.has_clock && !dated) return false;
        if (stamp.has_clock && is_length(&scan)) return false;
        if (stamp.has_clock) {
            take_zone(&scan);
            take_late_year(&scan);
            take_tail(&scan);
            take_range(&scan);
            if (stamp.has_end) take_tail(&scan);
            if (!stamp.date.kind) take_late_date(&scan);
        }
        for (int i = 0; i < 2 && take_bracket(&scan); i++) {
        }
        if (stamp.has_clock) take_zone(&scan);
        stamp.raw = span_sub(plain, from, scan.at - from);
    }
    stamp.raw = span_trim(stamp.raw);
    if (open) stamp.marked = true;
    take_parting(&scan);
    stamp.end = scan.at;
    *ret = stamp;
    return true;
}
