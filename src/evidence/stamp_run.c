/* Runs the program of a stamp format over a text. */
#include "evidence/stamp_clock.h"

#include <assert.h>

/* Between `least` and `most` digits (at most 4), as many as there are. */
static bool take_number(struct stamp_fields *f, int least, int most, int *ret)
{
    int value = 0, taken = 0;
    while (taken < most && f->at + taken < f->end && stamp_is_digit(f->at[taken]))
        value = value * 10 + (f->at[taken++] - '0');
    if (taken < least) return false;
    f->at += taken;
    *ret = value;
    return true;
}

static bool take_byte(struct stamp_fields *f, int least, int most, int low, int high, uint8_t *ret)
{
    int value;
    if (!take_number(f, least, most, &value) || value < low || value > high) return false;
    *ret = (uint8_t)value;
    return true;
}

static void skip_blank(struct stamp_fields *f)
{
    if (f->at < f->end && *f->at == ' ') f->at++;
}

static bool take_short_year(struct stamp_fields *f, bool may_be_blank)
{
    const char *start = f->at;
    int value;
    if (may_be_blank) skip_blank(f);
    if (!take_number(f, f->at > start ? 1 : 2, f->at > start ? 1 : 2, &value)) return false;
    f->year = value < 70 ? 2000 + value : 1900 + value;
    return true;
}

static bool take_year(struct stamp_fields *f)
{
    int value;
    if (!take_number(f, 4, 4, &value)) return false;
    f->year = value;
    return true;
}

static bool take_day_of_year(struct stamp_fields *f)
{
    int value, month, day, year;
    if (!take_number(f, 3, 3, &value) || value < 1) return false;
    civil_of_days(civil_days(f->year, 1, 1) + value - 1, &year, &month, &day);
    f->month = (uint8_t)month;
    f->day = (uint8_t)day;
    return year == f->year;
}

/* ISO 8601: week 1 is the one with January 4, weeks begin on Monday. */
static bool take_week_day(struct stamp_fields *f)
{
    int value, month, day, year;
    if (!take_number(f, 1, 1, &value) || value < 1 || value > 7) return false;
    int64_t fourth = civil_days(f->year, 1, 4);
    int64_t monday = fourth - (civil_weekday(fourth) + 6) % 7;
    int64_t wanted = monday + (f->week - 1) * 7 + value - 1;
    int64_t next_fourth = civil_days(f->year + 1, 1, 4);
    if (wanted >= next_fourth - (civil_weekday(next_fourth) + 6) % 7) return false; /* no week 53 */
    civil_of_days(wanted, &year, &month, &day);
    f->year = year;
    f->month = (uint8_t)month;
    f->day = (uint8_t)day;
    return true;
}

static bool take_microseconds(struct stamp_fields *f)
{
    int value;
    if (!take_number(f, 6, 6, &value)) return false;
    f->nanosecond = value * 1000;
    f->digits = 6;
    return true;
}

static bool take_exact_milliseconds(struct stamp_fields *f, int least)
{
    int value;
    if (!take_number(f, least, 3, &value)) return false;
    f->nanosecond = value * 1000000;
    f->digits = 3;
    return true;
}

static bool take_hundredths(struct stamp_fields *f)
{
    int value;
    if (!take_number(f, 2, 2, &value)) return false;
    f->nanosecond = value * 10000000;
    f->digits = 2;
    return true;
}

/* The parts of a date, which a reader remembers. */
static bool run_date_step(char step, struct stamp_fields *f)
{
    switch (step) {
    case 'Y':
    case 'G': return take_year(f);
    case 'y': return take_short_year(f, false);
    case 'w': return take_short_year(f, true);
    case 'm': return take_byte(f, 2, 2, 0, 12, &f->month); /* 0: see the placeholders */
    case 'n': return take_byte(f, 1, 2, 1, 12, &f->month);
    case 'b': return stamp_take_month_name(f);
    case 'd': return take_byte(f, 2, 2, 0, 31, &f->day);
    case 'e': skip_blank(f); return take_byte(f, 1, 2, 1, 31, &f->day);
    case 'D': return take_byte(f, 1, 2, 1, 31, &f->day);
    case 'a': return stamp_take_weekday(f);
    case 'j': return take_day_of_year(f);
    case 'V': return take_byte(f, 2, 2, 1, 53, &f->week);
    default: assert(step == 'u'); return take_week_day(f);
    }
}

static bool run_step(char step, struct stamp_fields *f)
{
    switch (step) {
    case 'T': return stamp_take_clock(f);
    case 'H': return take_byte(f, 2, 2, 0, 23, &f->hour);
    case 'h': return take_byte(f, 1, 2, 0, 23, &f->hour);
    case 'k': skip_blank(f); return take_byte(f, 1, 2, 0, 23, &f->hour);
    case 'I': return take_byte(f, 1, 2, 1, 12, &f->hour);
    case 'M': return take_byte(f, 2, 2, 0, 59, &f->minute);
    case 'i': return take_byte(f, 1, 2, 0, 59, &f->minute);
    case 'S': return take_byte(f, 2, 2, 0, 60, &f->second);
    case 's': return take_byte(f, 1, 2, 0, 60, &f->second);
    case 'f': return stamp_take_fraction(f);
    case 'F': stamp_take_fraction(f); return true;
    case '2': return take_hundredths(f);
    case '3': return take_exact_milliseconds(f, 3);
    case '6': return take_microseconds(f);
    case 'l': return take_exact_milliseconds(f, 1);
    case 'p': return stamp_take_half(f);
    case 'c': return stamp_take_any_clock(f);
    case '&': return stamp_take_joint(f);
    case 'z': return stamp_take_offset(f, true);
    case 'Z': return stamp_take_abbreviation(f);
    case 'o': return stamp_take_any_zone(f);
    case 'q': return stamp_take_bias(f, false);
    case 'Q': return stamp_take_bias(f, true);
    case '@': return stamp_take_epoch(f, INT64_MAX);
    case 'N': return stamp_take_tai64n(f);
    case 'X': return stamp_take_symantec(f);
    case 'x': return stamp_take_hex_epoch(f);
    case '+': return stamp_take_uptime(f);
    case '#': return stamp_take_whole_uptime(f, NS_PER_MS);
    case '~': return stamp_take_whole_uptime(f, NS_PER_S);
    case '=': return stamp_take_uptime_clock(f);
    default: return run_date_step(step, f);
    }
}

static bool take_one_of(struct stamp_fields *f, const char *bytes, size_t count)
{
    if (f->at == f->end || !memchr(bytes, *f->at, count)) return false;
    f->at++;
    return true;
}

/* The first of the choices that fits. Brackets do not nest, so this goes one level deep. */
static bool run_choices(const char *choices, size_t len, struct stamp_fields *f)
{
    for (size_t i = 0; i < len; i += 1 + (unsigned char)choices[i]) {
        assert(i + 1 + (unsigned char)choices[i] <= len);
        struct stamp_fields attempt = *f;
        if (!stamp_run(choices + i + 1, (unsigned char)choices[i], &attempt)) continue;
        *f = attempt;
        return true;
    }
    return false;
}

bool stamp_run(const char *program, size_t len, struct stamp_fields *f)
{
    for (size_t i = 0; i < len;) {
        char step = program[i++];
        if (step == '\'' || step == '?') {
            bool there = f->at < f->end && *f->at == program[i];
            i++;
            if (!there && step == '\'') return false;
            f->at += there;
        } else if (step == '{') {
            size_t count = (unsigned char)program[i];
            if (!take_one_of(f, program + i + 1, count)) return false;
            i += 1 + count;
        } else if (step == '[' || step == '(') {
            size_t size = (unsigned char)program[i];
            if (!run_choices(program + i + 1, size, f) && step == '(') return false;
            i += 1 + size;
        } else if (!run_step(step, f)) {
            return false;
        }
    }
    return true;
}
