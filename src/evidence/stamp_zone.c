/* Offsets and zone abbreviations behind a clock. */
#include "evidence/stamp_format.h"

static void set_offset(struct stamp_fields *f, int32_t seconds)
{
    f->offset = seconds;
    f->flags |= STAMP_OFFSET;
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

static bool is_digit_at(const struct stamp_fields *f, const char *at)
{
    return at < f->end && stamp_is_digit(*at);
}

/* Length of the sign at `at`: "+", "-" or U+2212; 0 for none. */
static size_t sign_at(const struct stamp_fields *f, const char *at, int *ret_sign)
{
    if (at >= f->end) return 0;
    *ret_sign = *at == '+' ? 1 : -1;
    if (*at == '+' || *at == '-') return 1;
    return f->end - at >= 3 && memcmp(at, "\xe2\x88\x92", 3) == 0 ? 3 : 0;
}

/* hh, hhmm, hh:mm (and h with `one_digit`); returns the end, or NULL. Offsets in force reach from
 * -12:00 to +14:00; anything wider is not an offset. */
static const char *hours_minutes(const struct stamp_fields *f, const char *at, bool one_digit,
                                 int32_t *ret_seconds, bool *ret_minutes)
{
    if (!is_digit_at(f, at)) return NULL;
    int hours, minutes = 0;
    *ret_minutes = false;
    if (is_digit_at(f, at + 1)) {
        hours = two_digits(at);
        at += 2;
    } else if (one_digit) {
        hours = *at++ - '0';
    } else {
        return NULL;
    }
    const char *more = at + (at < f->end && *at == ':');
    if (is_digit_at(f, more)) {
        if (!is_digit_at(f, more + 1)) return NULL;
        minutes = two_digits(more);
        at = more + 2;
        *ret_minutes = true;
    }
    if (is_digit_at(f, at) || minutes > 59 || hours * 60 + minutes > 15 * 60) return NULL;
    *ret_seconds = hours * 3600 + minutes * 60;
    return at;
}

bool stamp_take_offset(struct stamp_fields *f, bool hours_alone)
{
    if (f->at < f->end && (*f->at | 32) == 'z') {
        if (f->end - f->at > 1 && (stamp_is_letter(f->at[1]) || stamp_is_digit(f->at[1])))
            return false;
        f->at++;
        set_offset(f, 0);
        return true;
    }
    int sign;
    size_t len = sign_at(f, f->at, &sign);
    int32_t seconds;
    bool minutes;
    const char *end = len ? hours_minutes(f, f->at + len, false, &seconds, &minutes) : NULL;
    if (!end || (!minutes && !hours_alone)) return false;
    f->at = end;
    set_offset(f, sign * seconds);
    return true;
}

/* Abbreviations that mean different clocks in different places or years, so that only the zone of
 * the source can settle them. Those with one meaning are base's to know; words are neither's. */
static bool is_unclear(struct span name)
{
    static const char names[][4] = {"ADT", "AST", "BST", "CDT", "CST", "EDT", "EST",
                                    "GST", "IST", "MSK", "MST", "SST", "WST"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_is(name, names[i])) return true;
    return false;
}

bool stamp_take_abbreviation(struct stamp_fields *f)
{
    size_t len = stamp_zone_word(f->at, f->end);
    if (!len) return false;
    struct span name = {f->at, len};
    const char *end = f->at + len;
    int sign;
    size_t sign_len = sign_at(f, end, &sign);
    int32_t seconds;
    bool minutes;
    if (sign_len && is_digit_at(f, end + sign_len)) { /* GMT+0100, UTC-5 */
        if (!span_is(name, "UTC") && !span_is(name, "GMT")) return false;
        end = hours_minutes(f, end + sign_len, true, &seconds, &minutes);
        if (!end) return false;
        set_offset(f, sign * seconds);
    } else if (end < f->end && (stamp_is_letter(*end) || stamp_is_digit(*end) || *end == '-' ||
                                *end == '_' || *end == '.')) {
        return false; /* the beginning of a longer name */
    } else if (zone_abbreviation(name, &seconds)) {
        set_offset(f, seconds);
    } else if (is_unclear(name)) {
        f->flags |= STAMP_ZONE_UNCLEAR;
    } else {
        return false;
    }
    f->at = end;
    return true;
}

/*
 * An offset that touches the clock must make sense, or the whole is no stamp: "10:02:17-123" is not
 * a time and a remark. Behind a blank it must have minutes, and be a multiple of 15 minutes, as all
 * in use are: a number with a sign could stand there for itself.
 */
bool stamp_take_any_zone(struct stamp_fields *f)
{
    if (f->at == f->end) return true;
    char c = *f->at;
    int sign;
    if ((c | 32) == 'z') {
        (void)stamp_take_offset(f, true); /* ignoring: "Zone" is no zone and ends the stamp */
        return true;
    }
    size_t sign_len = sign_at(f, f->at, &sign);
    if (sign_len) return !is_digit_at(f, f->at + sign_len) || stamp_take_offset(f, true);
    if (c >= 'A' && c <= 'Z') {
        (void)stamp_take_abbreviation(f); /* ignoring: other words may follow a clock */
        return true;
    }
    if (c != ' ' || f->end - f->at < 3) return true;
    struct stamp_fields behind = *f;
    behind.at++;
    if (*behind.at == '(') { /* " (UTC+01:00)" */
        behind.at++;
        bool named = *behind.at >= 'A' && *behind.at <= 'Z'
                         ? stamp_take_abbreviation(&behind)
                         : sign_at(f, behind.at, &sign) && stamp_take_offset(&behind, false);
        if (!named || behind.at == behind.end || *behind.at != ')') return true;
        behind.at++;
        *f = behind;
        return true;
    }
    bool found = *behind.at >= 'A' && *behind.at <= 'Z'
                     ? stamp_take_abbreviation(&behind)
                     : (sign_at(f, behind.at, &sign) && stamp_take_offset(&behind, false) &&
                        behind.offset % 900 == 0);
    if (found) *f = behind;
    return true;
}

/* Minutes behind UTC, as Windows counts them (UTC is local time plus the bias), or ahead of it, as
 * Db2 does. Up to 15 hours. */
bool stamp_take_bias(struct stamp_fields *f, bool ahead)
{
    int sign, minutes = 0, digits = 0;
    size_t len = sign_at(f, f->at, &sign);
    if (len != 1) return false;
    const char *at = f->at + 1;
    for (; digits < 3 && is_digit_at(f, at); digits++) minutes = minutes * 10 + (*at++ - '0');
    if (!digits || minutes > 15 * 60) return false;
    f->at = at;
    set_offset(f, (ahead ? sign : -sign) * minutes * 60);
    return true;
}
