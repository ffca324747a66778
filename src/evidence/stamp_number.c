/* Stamps that are numbers: epochs, TAI64N, hexadecimal fields, seconds since start. */
#include "evidence/stamp_clock.h"

static bool take_whole(struct stamp_fields *f, instant at, uint16_t flags)
{
    f->whole = true;
    f->direct = at;
    f->flags |= flags;
    return true;
}

/* seconds * 1e9 + nanoseconds, or false. */
static bool join_seconds(uint64_t seconds, int64_t nanoseconds, instant *ret)
{
    instant at;
    if (seconds > INT64_MAX / (uint64_t)NS_PER_S) return false;
    if (__builtin_add_overflow((int64_t)seconds * NS_PER_S, nanoseconds, &at)) return false;
    *ret = at;
    return true;
}

/* Digits at the front as a number; at most 19 are of use, and more than that are no number here. */
static size_t take_digits(struct stamp_fields *f, uint64_t *ret)
{
    const char *at = f->at;
    uint64_t value = 0;
    size_t len = 0;
    if (f->end - at >= 8) { /* nine and more is the rule */
        uint64_t v = short_load8(at) ^ UINT64_C(0x3030303030303030);
        if (((v + UINT64_C(0x7676767676767676)) | v) & UINT64_C(0x8080808080808080)) return 0;
        value = stamp_eight_digits(v);
        len = 8;
    }
    for (; at + len < f->end && stamp_is_digit(at[len]); len++) {
        if (len == 19) return 0;
        value = value * 10 + (uint64_t)(at[len] - '0');
    }
    f->at += len;
    *ret = value;
    return len;
}

/* Nanoseconds of one unit of an epoch number, told by its size, and how many of its digits are
 * decimals of a second; 0 for none. From 1990 on seconds have 9 or 10 digits, milliseconds 12 or
 * 13, and so on: no size means two units. */
static int64_t unit_of(size_t digits, unsigned *ret_decimals)
{
    static const int32_t units[] = {1000000000, 1000000, 1000, 1};
    size_t thousands = digits / 3;
    if (thousands < 3 || thousands > 6 || digits % 3 == 2) return 0;
    *ret_decimals = (unsigned)(thousands - 3) * 3;
    return units[thousands - 3];
}

bool stamp_take_epoch(struct stamp_fields *f, instant latest)
{
    static const instant year_1990 = INT64_C(631152000) * NS_PER_S;
    uint64_t number;
    unsigned decimals;
    size_t len = take_digits(f, &number);
    int64_t unit = unit_of(len, &decimals);
    instant at;
    if (!unit || number > INT64_MAX || __builtin_mul_overflow((int64_t)number, unit, &at))
        return false;
    if (f->at < f->end && *f->at == '.' && stamp_take_fraction(f)) {
        /* f->nanosecond counts billionths of the unit. */
        if (__builtin_add_overflow(at, f->nanosecond / (NS_PER_S / unit), &at)) return false;
        decimals += f->digits;
    }
    if (at < year_1990 || at > latest) return false;
    f->digits = (uint8_t)(decimals > 9 ? 9 : decimals);
    return take_whole(f, at, STAMP_OFFSET);
}

/* TAI - UTC minus 10 s after each leap second, as the TAI64 labels of those moments count them
 * (IERS Bulletin C; none has been announced after 2016). */
static int64_t leap_seconds_before(int64_t tai)
{
    static const int64_t inserted[] = {
        /* 1972-07-01, 1973-01-01, 1974, 1975, 1976, 1977, 1978, 1979, 1980 */
        78796800, 94694400, 126230400, 157766400, 189302400, 220924800, 252460800, 283996800,
        315532800,
        /* 1981-07-01, 1982, 1983, 1985, 1988-01-01, 1990, 1991, 1992-07-01, 1993, 1994 */
        362793600, 394329600, 425865600, 489024000, 567993600, 631152000, 662688000, 709948800,
        741484800, 773020800,
        /* 1996-01-01, 1997-07-01, 1999-01-01, 2006-01-01, 2009-01-01, 2012-07-01, 2015-07-01, 2017
         */
        820454400, 867715200, 915148800, 1136073600, 1230768000, 1341100800, 1435708800,
        1483228800};
    int64_t leaps = 0;
    for (size_t i = 0; i < sizeof inserted / sizeof inserted[0]; i++)
        if (tai - 10 - leaps > inserted[i]) leaps++;
    return leaps;
}

int64_t stamp_tai_leaps(instant at)
{
    int64_t utc = at / NS_PER_S, leaps = leap_seconds_before(utc + 10);
    return leap_seconds_before(utc + 10 + leaps);
}

static bool take_hex(struct stamp_fields *f, size_t digits, uint64_t *ret)
{
    uint64_t value = 0;
    if ((size_t)(f->end - f->at) < digits) return false;
    for (size_t i = 0; i < digits; i++) {
        int nibble = byte_hex(f->at[i]);
        if (nibble < 0) return false;
        value = value << 4 | (uint64_t)nibble;
    }
    f->at += digits;
    *ret = value;
    return true;
}

/* D. J. Bernstein, "TAI64, TAI64N, and TAI64NA": 2^62 plus seconds of TAI since 1970. */
bool stamp_take_tai64n(struct stamp_fields *f)
{
    uint64_t label, nanoseconds;
    if (f->at == f->end || *f->at != '@') return false;
    f->at++;
    if (!take_hex(f, 16, &label) || !take_hex(f, 8, &nanoseconds)) return false;
    if (label < UINT64_C(1) << 62 || nanoseconds >= (uint64_t)NS_PER_S) return false;
    if (f->at < f->end && byte_hex(*f->at) >= 0) return false;
    uint64_t tai = label - (UINT64_C(1) << 62);
    if (tai < 10 || tai > INT64_MAX / (uint64_t)NS_PER_S) return false;
    int64_t seconds = (int64_t)tai - 10 - leap_seconds_before((int64_t)tai);
    instant at;
    if (seconds < 0 || !join_seconds((uint64_t)seconds, (int64_t)nanoseconds, &at)) return false;
    f->digits = 9;
    return take_whole(f, at, STAMP_OFFSET);
}

bool stamp_take_symantec(struct stamp_fields *f)
{
    uint64_t bytes;
    if (!take_hex(f, 12, &bytes)) return false;
    if (f->at < f->end && byte_hex(*f->at) >= 0) return false;
    uint8_t month = (uint8_t)(bytes >> 32);
    f->year = 1970 + (uint8_t)(bytes >> 40);
    f->month = (uint8_t)(month + 1);
    f->day = (uint8_t)(bytes >> 24);
    f->hour = (uint8_t)(bytes >> 16);
    f->minute = (uint8_t)(bytes >> 8);
    f->second = (uint8_t)bytes;
    return month < 12 && f->day >= 1 && f->hour < 24 && f->minute < 60 && f->second < 60;
}

/* "65f2c1a8.0c3b5f1a": OpenLDAP's seconds and nanoseconds */
static bool take_hex_ns(struct stamp_fields *f)
{
    uint64_t seconds, nanoseconds;
    struct stamp_fields read = *f;
    if (f->end - f->at < 17 || f->at[8] != '.' || !take_hex(&read, 8, &seconds)) return false;
    read.at++;
    if (!take_hex(&read, 8, &nanoseconds) || nanoseconds >= (uint64_t)NS_PER_S) return false;
    if (read.at < read.end && (stamp_is_letter(*read.at) || *read.at == '.')) return false;
    *f = read;
    f->digits = 9;
    return take_whole(f, (instant)seconds * NS_PER_S + (instant)nanoseconds, STAMP_OFFSET);
}

/* "0x65f2c1a8": seconds since 1970 in 32 bits, with the sign that tells them from other words. */
bool stamp_take_hex_epoch(struct stamp_fields *f)
{
    uint64_t seconds;
    if (take_hex_ns(f)) return true;
    if (f->end - f->at < 10 || f->at[0] != '0' || (f->at[1] | 0x20) != 'x') return false;
    f->at += 2;
    if (!take_hex(f, 8, &seconds)) return false;
    if (f->at < f->end && (byte_hex(*f->at) >= 0 || stamp_is_letter(*f->at))) return false;
    return take_whole(f, (instant)seconds * NS_PER_S, STAMP_OFFSET);
}

/* "9364731ns", "12ms": the unit's own sign, up to the "s" that the pattern has. */
static int64_t unit_written(const struct stamp_fields *f)
{
    if (f->end - f->at < 2 || f->at[1] != 's') return 0;
    switch (*f->at) {
    case 'm': return 1000000;
    case 'u': return 1000;
    case 'n': return 1;
    default: return 0;
    }
}

/* Machines stay up for years, hardly for decades. */
bool stamp_take_uptime(struct stamp_fields *f)
{
    const uint64_t most = UINT64_C(1000000000) * (uint64_t)NS_PER_S;
    uint64_t count = 0;
    size_t digits = 0;
    while (f->at < f->end && *f->at == ' ') f->at++;
    for (; f->at < f->end && digits < 19 && stamp_is_digit(*f->at); digits++)
        count = count * 10 + (uint64_t)(*f->at++ - '0');
    int64_t unit = unit_written(f);
    instant at;
    if (digits && unit) {
        if (count >= most / (uint64_t)unit) return false;
        f->at++;
        f->digits = unit == 1 ? 9 : unit == 1000 ? 6 : 3;
        return take_whole(f, (instant)count * unit, 0);
    }
    if (!digits || digits > 9 || !stamp_take_fraction(f) ||
        !join_seconds(count, f->nanosecond, &at))
        return false;
    return take_whole(f, at, 0);
}

/* "1234" in milliseconds, "0012" in seconds: what a pattern says about it tells it from others. */
bool stamp_take_whole_uptime(struct stamp_fields *f, duration unit)
{
    uint64_t count = 0;
    size_t digits = 0;
    for (; f->at < f->end && digits < 11 && stamp_is_digit(*f->at); digits++)
        count = count * 10 + (uint64_t)(*f->at++ - '0');
    if (!digits || digits > 10) return false;
    if (unit == NS_PER_S ? digits < 4 : *(f->at - digits) == '0' && digits > 1) return false;
    f->digits = unit == NS_PER_S ? 0 : 3;
    return take_whole(f, (instant)count * unit, 0);
}

/* "0:01:02.345678901" of GStreamer: one digit for the hour and all nine decimals */
static bool take_uptime_ns(struct stamp_fields *f)
{
    if (f->end - f->at < 17 || !stamp_is_digit(f->at[0]) || f->at[1] != ':') return false;
    int64_t hours = f->at[0] - '0';
    struct stamp_fields clock = *f;
    clock.at += 2;
    for (size_t i = 0; i < 5; i++)
        if (i == 2 ? clock.at[i] != ':' : !stamp_is_digit(clock.at[i])) return false;
    int64_t minutes = (clock.at[0] - '0') * 10 + clock.at[1] - '0';
    int64_t seconds = (clock.at[3] - '0') * 10 + clock.at[4] - '0';
    clock.at += 5;
    if (minutes > 59 || seconds > 59 || !stamp_take_fraction(&clock) || clock.digits != 9)
        return false;
    *f = clock;
    return take_whole(f, ((hours * 60 + minutes) * 60 + seconds) * NS_PER_S + f->nanosecond, 0);
}

/* "01:02:03.456,789": hours since the start may have more than two digits. */
bool stamp_take_uptime_clock(struct stamp_fields *f)
{
    if (take_uptime_ns(f)) return true;
    int64_t parts[5] = {0};
    static const size_t widths[5] = {2, 2, 2, 3, 3};
    static const char signs[5] = {':', ':', '.', ',', '\0'};
    for (size_t i = 0; i < 5; i++) {
        size_t digits = 0;
        for (; f->at < f->end && digits < 6 && stamp_is_digit(*f->at); digits++)
            parts[i] = parts[i] * 10 + (*f->at++ - '0');
        if (i == 0 ? digits < 2 || digits > 5 : digits != widths[i]) return false;
        if (signs[i] && (f->at == f->end || *f->at++ != signs[i])) return false;
    }
    if (parts[1] > 59 || parts[2] > 59) return false;
    f->digits = 6;
    return take_whole(f,
                      ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * NS_PER_S +
                          parts[3] * NS_PER_MS + parts[4] * (NS_PER_MS / 1000),
                      0);
}
