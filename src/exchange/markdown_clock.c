/* Dates, clocks and zones as people write them, one taken off a text at a time. */
#include "exchange/markdown.h"

size_t md_skip_blanks(struct span text, size_t at)
{
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
    return at;
}

struct span md_word_at(struct span text, size_t at)
{
    size_t len = 0;
    while (at + len < text.len && md_is_letter(text.at[at + len]) &&
           (unsigned char)text.at[at + len] < 0x80)
        len++;
    return span_sub(text, at, len);
}

static bool word_is(struct span word, const char *text)
{
    return span_equal_nocase(word, span_of(text));
}

/* Takes `least` to `most` digits; the number behind them must not go on. */
static bool take_number(struct span text, size_t *at, size_t least, size_t most, int *ret)
{
    size_t len = 0;
    int value = 0;
    while (*at + len < text.len && md_is_digit(text.at[*at + len])) {
        if (++len > most) return false;
        value = value * 10 + (text.at[*at + len - 1] - '0');
    }
    if (len < least) return false;
    *at += len;
    *ret = value;
    return true;
}

static bool take_char(struct span text, size_t *at, const char *set)
{
    if (*at >= text.len || !byte_is_one_of(text.at[*at], set)) return false;
    (*at)++;
    return true;
}

/* Nothing follows that would make the number part of something else. */
static bool ends(struct span text, size_t at)
{
    if (at >= text.len) return true;
    char c = text.at[at];
    if (md_is_digit(c) || (md_is_letter(c) && (unsigned char)c < 0x80) || byte_is_one_of(c, "_%$"))
        return false;
    if (byte_is_one_of(c, ".,:/-") && at + 1 < text.len)
        return !md_is_digit(text.at[at + 1]) || c == '-' || c == '/';
    return true;
}

/* ---- dates ---- */

/* Months and days of the week in German and French, as they are written in full. */
static int foreign_of(struct span word, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        struct span rest = span_of(names[i]);
        while (rest.len)
            if (span_equal_nocase(span_cut(&rest, ' '), word)) return i;
    }
    return -1;
}

static int foreign_month(struct span word)
{
    static const char *const names[] = {"januar j\xc3\xa4nner janvier",
                                        "februar f\xc3\xa9vrier fevrier",
                                        "m\xc3\xa4rz maerz mars",
                                        "avril",
                                        "mai",
                                        "juni juin",
                                        "juli juillet",
                                        "ao\xc3\xbbt aout",
                                        "septembre",
                                        "oktober octobre",
                                        "novembre",
                                        "dezember d\303\251cembre decembre"};
    return foreign_of(word, names, 12) + 1;
}

static int foreign_weekday(struct span word)
{
    static const char *const names[] = {
        "sonntag dimanche", "montag lundi",     "dienstag mardi",          "mittwoch mercredi",
        "donnerstag jeudi", "freitag vendredi", "samstag sonnabend samedi"};
    return foreign_of(word, names, 7);
}

/* A word with its letters beyond ASCII; not the no-break blank that may stand behind it. */
static struct span whole_word(struct span text, size_t at)
{
    size_t len = 0;
    while (at + len < text.len && md_is_letter(text.at[at + len]) &&
           !span_starts(span_from(text, at + len), SPAN("\xc2\xa0")) &&
           !span_starts(span_from(text, at + len), SPAN("\xe2")))
        len++;
    return span_sub(text, at, len);
}

static int month_of(struct span word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    if (word.len < 3) return 0;
    for (int i = 0; i < 12; i++) {
        struct span name = span_of(names[i]);
        if (word.len > name.len || !span_equal_nocase(word, span_sub(name, 0, word.len))) continue;
        if (word.len == 3 || word.len == name.len || (i == 8 && word.len == 4)) return i + 1;
    }
    return foreign_month(word);
}

/* Name of a day, whole or its first letters: 0 is Sunday, -1 none. */
static int weekday_of(struct span word)
{
    static const char *const names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
    if (word.len < 3) return -1;
    for (int i = 0; i < 7; i++) {
        struct span name = span_of(names[i]);
        bool part =
            word.len == 3 || (word.len == 4 && (i == 2 || i == 4)) || (word.len == 5 && i == 4);
        if ((part && word.len <= name.len &&
             span_equal_nocase(word, span_sub(name, 0, word.len))) ||
            span_equal_nocase(word, name))
            return i;
    }
    return foreign_weekday(word);
}

static bool is_day(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_year(int year)
{
    return year >= 1980 && year <= 2200;
}

/* 2026-03-04, 2026/03/04, 2026.03.04, 20260304 */
static bool take_iso(struct span text, size_t *at, bool lenient, struct md_date *ret)
{
    size_t i = *at;
    int year, month, day;
    if (take_number(text, &i, 4, 4, &year)) {
        if (!is_year(year) || i >= text.len) return false;
        char sign = text.at[i];
        if (!take_char(text, &i, "-/.") || !take_number(text, &i, 1, 2, &month)) return false;
        if (i >= text.len || text.at[i] != sign) return false;
        i++;
        if (!take_number(text, &i, 1, 2, &day)) return false;
    } else {
        int all;
        if (!take_number(text, &i, 8, 8, &all)) return false;
        if (!lenient && (i >= text.len || !byte_is_one_of(text.at[i], "T "))) return false;
        year = all / 10000, month = all / 100 % 100, day = all % 100;
        if (!is_year(year)) return false;
    }
    if (!is_day(month, day)) return false;
    *ret = (struct md_date){MD_DATE_FULL, year, month, day};
    *at = i;
    return true;
}

/* 2026 March 4, 2026-Mar-04 */
static bool take_year_first(struct span text, size_t *at, struct md_date *ret)
{
    size_t i = *at;
    int year, month, day;
    if (!take_number(text, &i, 4, 4, &year) || !is_year(year)) return false;
    if (!take_char(text, &i, " -")) return false;
    struct span word = whole_word(text, i);
    month = month_of(word);
    i += word.len;
    if (!month || !take_char(text, &i, " -") || !take_number(text, &i, 1, 2, &day)) return false;
    if (!is_day(month, day) || (i < text.len && text.at[i] == ':')) return false;
    *ret = (struct md_date){MD_DATE_FULL, year, month, day};
    *at = i;
    return true;
}

/* 03/04/2026, 3/4/26, 03/04, 04.03.2026, 04.03., 04-03-2026 */
static bool take_slashed(struct span text, size_t *at, bool lenient, struct md_date *ret)
{
    size_t i = *at;
    int first, second, year = 0;
    if (!take_number(text, &i, 1, 2, &first) || i >= text.len) return false;
    char sign = text.at[i];
    if (!take_char(text, &i, "/.-") || !take_number(text, &i, 1, 2, &second)) return false;
    size_t short_end = i;
    bool has_year = false;
    if (i < text.len && text.at[i] == sign) {
        size_t from = ++i;
        has_year = take_number(text, &i, 2, 4, &year) && i - from != 3;
        if (has_year && i - from == 2) year += 2000;
        if (has_year && !is_year(year)) return false;
        if (!has_year && sign == '.') short_end = from; /* "04.03." */
        if (!has_year && sign != '.') return false;
    }
    if (!has_year) {
        bool dotted = sign == '.' && short_end > 0 && text.at[short_end - 1] == '.';
        bool clock = sign == '-' && short_end == *at + 5 && short_end + 3 < text.len &&
                     text.at[short_end] == ' ' && md_is_digit(text.at[short_end + 1]) &&
                     memchr(text.at + short_end + 2, ':', 2);
        if (!lenient || (sign == '-' && !clock) || (sign == '.' && !dotted)) return false;
        i = short_end;
        year = 0;
    }
    if (!is_day(first, second) && !is_day(second, first)) return false;
    if (!ends(text, i)) return false;
    if (sign == '-' && !year && is_day(first, second)) /* "03-04 10:02", as machines write */
        *ret = (struct md_date){MD_DATE_NO_YEAR, 0, first, second};
    else if (sign == '/' || sign == '-')
        *ret = (struct md_date){MD_DATE_SLASHED, year, first, second};
    else
        *ret = (struct md_date){year ? MD_DATE_FULL : MD_DATE_NO_YEAR, year, second, first};
    if (sign == '.' && !is_day(second, first)) return false;
    *at = i;
    return true;
}

static void skip_ordinal(struct span text, size_t *at)
{
    struct span word = md_word_at(text, *at);
    if (word_is(word, "st") || word_is(word, "nd") || word_is(word, "rd") || word_is(word, "th") ||
        word_is(word, "er"))
        *at += 2;
    else if (*at < text.len && text.at[*at] == '.' && *at + 1 < text.len && text.at[*at + 1] == ' ')
        (*at)++;
}

/* ", 2026" or " 2026" behind a month and day */
static int take_year(struct span text, size_t *at)
{
    size_t i = *at;
    int year;
    while (i < text.len && byte_is_one_of(text.at[i], " ,-.'/")) i++;
    size_t from = i;
    if (!take_number(text, &i, 4, 4, &year) || !is_year(year) || from == *at) return 0;
    *at = i;
    return year;
}

/* The second day of "28-29 September", "March 4 to 5": passed over, the first one counts. */
static void skip_second_day(struct span text, size_t *at)
{
    size_t i = md_skip_blanks(text, *at);
    int day;
    if (span_starts(span_from(text, i), SPAN("\xe2\x80\x93")))
        i += 3;
    else if (span_is(md_word_at(text, i), "to") || span_is(md_word_at(text, i), "and"))
        i += md_word_at(text, i).len;
    else if (!take_char(text, &i, "-/"))
        return;
    i = md_skip_blanks(text, i);
    if (!take_number(text, &i, 1, 2, &day) || day < 1 || day > 31) return;
    if (i < text.len && (text.at[i] == ':' || md_word_at(text, i).len == 1)) return;
    size_t behind = i;
    skip_ordinal(text, &behind);
    if (span_equal_nocase(md_word_at(text, md_skip_blanks(text, behind)), SPAN("am")) ||
        span_equal_nocase(md_word_at(text, md_skip_blanks(text, behind)), SPAN("pm")))
        return;
    *at = behind;
}

/* March 4[th][, 2026]; 4[th] [of] March[,] [2026]; 4-Mar-2026 */
static bool take_named(struct span text, size_t *at, struct md_date *ret)
{
    size_t i = *at;
    int day, month = month_of(whole_word(text, i));
    if (month) {
        i += whole_word(text, i).len;
        take_char(text, &i, ".");
        i = md_skip_blanks(text, i);
        take_char(text, &i, "-");
        if (!take_number(text, &i, 1, 2, &day)) return false;
        if (i < text.len && text.at[i] == ':') return false; /* "Mar 14:02" */
        skip_ordinal(text, &i);
        size_t end = i;
        skip_second_day(text, &i);
        if (i != end && i < text.len && text.at[i] != ',' && text.at[i] != ' ') i = end;
    } else {
        if (!take_number(text, &i, 1, 2, &day)) return false;
        skip_ordinal(text, &i);
        skip_second_day(text, &i);
        i = md_skip_blanks(text, i);
        take_char(text, &i, "-/");
        if (word_is(md_word_at(text, i), "of")) i = md_skip_blanks(text, i + 2);
        month = month_of(whole_word(text, i));
        if (!month) return false;
        i += whole_word(text, i).len;
        take_char(text, &i, ".");
    }
    if (!is_day(month, day)) return false;
    int year = take_year(text, &i);
    *ret = (struct md_date){year ? MD_DATE_FULL : MD_DATE_NO_YEAR, year, month, day};
    *at = i;
    return true;
}

/* "Day 2", "next day", "the following morning", "(+1 day)" */
static bool take_counted(struct span text, size_t *at, struct md_date *ret)
{
    size_t i = *at;
    struct span word = md_word_at(text, i);
    if (word_is(word, "the")) {
        i = md_skip_blanks(text, i + 3);
        word = md_word_at(text, i);
    }
    if (word_is(word, "day")) {
        size_t number = md_skip_blanks(text, i + 3);
        int count;
        if (!take_number(text, &number, 1, 2, &count)) return false;
        *ret = (struct md_date){MD_DATE_COUNTED, 0, 0, count};
        *at = number;
        return true;
    }
    if (!word_is(word, "next") && !word_is(word, "following")) return false;
    i = md_skip_blanks(text, i + word.len);
    word = md_word_at(text, i);
    if (!word_is(word, "day") && !word_is(word, "morning")) return false;
    *ret = (struct md_date){.kind = MD_DATE_NEXT};
    *at = i + word.len;
    return true;
}

bool md_date_take(struct span text, size_t *at, bool lenient, struct md_date *ret)
{
    size_t i = *at;
    if (i >= text.len) return false;
    struct span word = md_word_at(text, i);
    int weekday = weekday_of(word);
    if (weekday >= 0) {
        size_t next = i + word.len;
        while (next < text.len && byte_is_one_of(text.at[next], " ,.")) next++;
        struct md_date inner;
        if (word_is(md_word_at(text, next), "the")) next = md_skip_blanks(text, next + 3);
        size_t end = next;
        if (md_date_take(text, &end, true, &inner) && inner.kind != MD_DATE_WEEKDAY &&
            inner.kind != MD_DATE_COUNTED && inner.kind != MD_DATE_NEXT) {
            *at = end;
            *ret = inner;
            return true;
        }
        if (word.len < 3 || (!md_is_letter(text.at[i]))) return false;
        *at = i + word.len;
        *ret = (struct md_date){MD_DATE_WEEKDAY, 0, 0, weekday};
        return true;
    }
    return take_iso(text, at, lenient, ret) || take_year_first(text, at, ret) ||
           take_named(text, at, ret) || take_slashed(text, at, lenient, ret) ||
           take_counted(text, at, ret);
}

/* ---- clocks ---- */

/* "am", "p.m.", "AM"; 0 for none */
static char take_half(struct span text, size_t *at)
{
    size_t i = md_skip_blanks(text, *at);
    if (i - *at > 1) return 0;
    if (span_starts(span_from(text, i), SPAN("\xe2\x80\xaf"))) i += 3;
    if (i + 1 >= text.len) return 0;
    char half = (char)(text.at[i] | 32);
    if (half != 'a' && half != 'p') return 0;
    i++;
    if (i < text.len && text.at[i] == '.') i++;
    if (i >= text.len || (text.at[i] | 32) != 'm') return 0;
    i++;
    if (i < text.len && text.at[i] == '.' && text.at[i - 2] == '.') i++;
    if (i < text.len &&
        (md_is_digit(text.at[i]) || (md_is_letter(text.at[i]) && (unsigned char)text.at[i] < 0x80)))
        return 0;
    *at = i;
    return half;
}

static void take_fraction(struct span text, size_t *at, int32_t *ret)
{
    size_t i = *at;
    if (i + 1 >= text.len || !byte_is_one_of(text.at[i], ".,") || !md_is_digit(text.at[i + 1]))
        return;
    int32_t scale = 100000000, value = 0;
    for (i++; i < text.len && md_is_digit(text.at[i]); i++) {
        value += scale * (text.at[i] - '0');
        scale /= 10;
    }
    *ret = value;
    *at = i;
}

static bool clock_is_right(const struct md_clock *clock)
{
    if (clock->minute > 59 || clock->second > 60) return false;
    if (clock->half) return clock->hour >= 1 && clock->hour <= 12;
    return clock->hour <= 23 || (clock->hour == 24 && clock->minute <= 0);
}

static bool take_word_clock(struct span text, size_t *at, struct md_clock *ret)
{
    struct span word = md_word_at(text, *at);
    int hour = word_is(word, "noon") || word_is(word, "midday") ? 12
               : word_is(word, "midnight")                      ? 0
                                                                : -1;
    if (hour < 0) return false;
    *ret = (struct md_clock){.hour = hour, .minute = 0, .second = -1};
    *at += word.len;
    return true;
}

/* "1402", with a zone or "hrs" behind it unless the cell is for times */
static bool take_four(struct span text, size_t *at, bool lenient, struct md_clock *ret)
{
    size_t i = *at;
    int all;
    if (!take_number(text, &i, 4, 4, &all)) return false;
    size_t behind = md_skip_blanks(text, i);
    struct span word = md_word_at(text, behind);
    struct md_zone_word zone;
    size_t zone_at = behind;
    bool hours =
        word_is(word, "hrs") || word_is(word, "hours") || word_is(word, "h") || word_is(word, "hr");
    bool sign = behind < text.len && byte_is_one_of(text.at[behind], "+-");
    if (!lenient && !hours && (sign || !md_zone_take(text, &zone_at, &zone))) return false;
    if (!hours && !ends(text, i) && !(i < text.len && (text.at[i] == 'Z' || text.at[i] == 'z')))
        return false;
    *ret = (struct md_clock){.hour = all / 100, .minute = all % 100, .second = -1};
    if (!clock_is_right(ret)) return false;
    *at = hours ? behind + word.len : i;
    return true;
}

/* "070800" behind the T of ISO 8601's basic form */
static bool take_six(struct span text, size_t *at, struct md_clock *ret)
{
    size_t i = *at;
    int all;
    if (i == 0 || text.at[i - 1] != 'T' || !take_number(text, &i, 6, 6, &all)) return false;
    struct md_clock clock = {.hour = all / 10000, .minute = all / 100 % 100, .second = all % 100};
    if (!clock_is_right(&clock)) return false;
    *ret = clock;
    *at = i;
    return true;
}

bool md_clock_take(struct span text, size_t *at, bool lenient, struct md_clock *ret)
{
    size_t i = *at;
    struct md_clock clock = {.minute = -1, .second = -1};
    if (i >= text.len) return false;
    if (!md_is_digit(text.at[i])) return take_word_clock(text, at, ret);
    if (take_six(text, at, ret) || take_four(text, at, lenient, ret)) return true;
    if (!take_number(text, &i, 1, 2, &clock.hour)) return false;
    clock.one_digit = i - *at == 1;
    bool colon = i < text.len && text.at[i] == ':';
    bool point = i < text.len && (text.at[i] == '.' || text.at[i] == 'h' || text.at[i] == 'H');
    size_t mark = i;
    if (span_starts(span_from(text, i), SPAN(" h ")) && i + 4 < text.len &&
        md_is_digit(text.at[i + 3]) && md_is_digit(text.at[i + 4])) {
        i += 3; /* "9 h 12", as in French */
        if (!take_number(text, &i, 2, 2, &clock.minute)) return false;
    } else if ((colon || point) && i + 2 < text.len + 0 && md_is_digit(text.at[i + 1])) {
        i++;
        if (!take_number(text, &i, 2, 2, &clock.minute)) return false;
        if (colon && i + 1 < text.len && text.at[i] == ':' && md_is_digit(text.at[i + 1])) {
            i++;
            if (!take_number(text, &i, 2, 2, &clock.second)) return false;
            take_fraction(text, &i, &clock.nanosecond);
        }
    }
    clock.half = take_half(text, &i);
    if (clock.minute < 0 && mark != i && !clock.half) return false;
    bool dotted = clock.minute >= 0 && text.at[mark] == '.';
    if (!clock.half && ((clock.minute < 0 && !lenient) || (dotted && !lenient))) {
        size_t clock_word = md_skip_blanks(text, i);
        struct span word = md_word_at(text, clock_word);
        bool hour = clock.minute < 0 && span_is(word, "h") && mark - *at == 2;
        if (hour) clock_word = md_skip_blanks(text, clock_word + 1);
        bool parted = (dotted || hour) && mark - *at == 2 && clock_word < text.len &&
                      (byte_is_one_of(text.at[clock_word], hour ? ":-|" : "-|]:") ||
                       span_starts(span_from(text, clock_word), SPAN("\xe2\x80\x93")) ||
                       span_starts(span_from(text, clock_word), SPAN("\xe2\x80\x94")));
        if (!parted && !word_is(word, "Uhr") &&
            !(span_starts(span_from(text, clock_word), SPAN("o'clock"))))
            return false;
    }
    if (!clock_is_right(&clock)) return false;
    if (!ends(text, i)) {
        struct md_zone_word zone;
        size_t zone_at = i;
        if (!md_zone_take(text, &zone_at, &zone) && !word_is(md_word_at(text, i), "ish") &&
            !word_is(md_word_at(text, i), "h"))
            return false;
    }
    *ret = clock;
    *at = i;
    return true;
}
