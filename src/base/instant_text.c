/* Instants as text. Written by hand rather than with printf: a merge prints millions of them. */
#include "base/zone.h"

#include <assert.h>

/* Two decimal digits of a value below 100. */
static char *put2(char *to, int value)
{
    assert(value >= 0 && value < 100);
    to[0] = (char)('0' + value / 10);
    to[1] = (char)('0' + value % 10);
    return to + 2;
}

static char *put_date(char *to, const struct civil *civil)
{
    to = put2(to, civil->year / 100); /* an instant's year has four digits */
    to = put2(to, civil->year % 100);
    *to++ = '-';
    to = put2(to, civil->month);
    *to++ = '-';
    return put2(to, civil->day);
}

static char *put_clock(char *to, const struct civil *civil, int digits)
{
    char fraction[10]; /* in pairs, which need not wait for one another */
    int32_t rest = civil->nanosecond;
    put2(fraction, rest / 10000000);
    put2(fraction + 2, rest / 100000 % 100);
    put2(fraction + 4, rest / 1000 % 100);
    put2(fraction + 6, rest / 10 % 100);
    fraction[8] = (char)('0' + rest % 10);
    if (digits > 9) digits = 9;
    if (digits < 0)
        for (digits = 9; digits && fraction[digits - 1] == '0';) digits--;
    to = put2(to, civil->hour);
    *to++ = ':';
    to = put2(to, civil->minute);
    *to++ = ':';
    to = put2(to, civil->second);
    if (digits) *to++ = '.';
    memcpy(to, fraction, 9); /* of a fixed size is faster; the caller has the room */
    return to + digits;
}

/* Seconds appear only where history has them (local mean time), so that nothing is lost. */
static char *put_offset(char *to, int32_t offset)
{
    int32_t away = offset < 0 ? -offset : offset;
    *to++ = offset < 0 ? '-' : '+';
    to = put2(to, (int)(away / 3600));
    *to++ = ':';
    to = put2(to, (int)(away / 60 % 60));
    if (away % 60 == 0) return to;
    *to++ = ':';
    return put2(to, (int)(away % 60));
}

/* Near the ends of time the local time does not fit an instant, but two days nearer it does. */
static struct civil local_civil(instant at, int32_t offset)
{
    instant local;
    if (!__builtin_add_overflow(at, offset * NS_PER_S, &local)) return civil_of_instant(local);
    int nearer = at < 0 ? 2 : -2;
    struct civil civil = civil_of_instant(at + nearer * NS_PER_DAY + offset * NS_PER_S);
    civil_of_days(civil_days(civil.year, civil.month, civil.day) - nearer, &civil.year,
                  &civil.month, &civil.day);
    return civil;
}

void instant_add_text(struct text *text, instant at, const struct zone *zone,
                      enum instant_style style, int digits)
{
    if (at == INSTANT_NONE) {
        text_addc(text, '-');
        return;
    }
    char buffer[48]; /* 10 date, T, 18 clock, 9 offset */
    char *to = buffer;
    int32_t offset = zone ? zone_offset(zone, at, NULL) : 0;
    struct civil civil = local_civil(at, offset);
    if (style != INSTANT_CLOCK) to = put_date(to, &civil);
    if (style == INSTANT_FULL) *to++ = 'T';
    if (style != INSTANT_DATE) to = put_clock(to, &civil, digits);
    if (style == INSTANT_FULL) {
        bool utc =
            !zone || (offset == 0 && zone->change_count == 0 && span_is(SPAN("UTC"), zone->name));
        if (utc)
            *to++ = 'Z';
        else
            to = put_offset(to, offset);
    }
    text_add(text, (struct span){buffer, (size_t)(to - buffer)});
}
