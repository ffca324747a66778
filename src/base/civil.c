/*
 * Civil dates: the proleptic Gregorian calendar as day counts, after H. Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms" (2014). A year is counted from March, so that the leap day is its last
 * and the month lengths follow one linear formula; 400 such years (an era) have 146097 days.
 */
#include "base/instant.h"

#include <assert.h>

enum { DAYS_PER_ERA = 146097, DAYS_0000_03_01_TO_1970 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

int64_t civil_days(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_0000_03_01_TO_1970;
}

void civil_of_days(int64_t days, int *year, int *month, int *day)
{
    /* The year must fit an int. */
    assert(days > INT64_C(-700000000000) && days < INT64_C(700000000000));
    int64_t shifted = days + DAYS_0000_03_01_TO_1970;
    int64_t era = floor_div(shifted, DAYS_PER_ERA);
    /* Within an era 32 bits are enough, and divide faster. */
    uint32_t day_of_era = (uint32_t)(shifted - era * DAYS_PER_ERA);
    uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint32_t march_month = (5 * day_of_year + 2) / 153;
    uint32_t m = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = (int)(year_of_era + era * 400 + (m <= 2));
    *month = (int)m;
    *day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
}

int civil_weekday(int64_t days)
{
    int64_t rest = days % 7 + 4; /* 1970-01-01 was a Thursday */
    return (int)(rest < 0 ? rest + 7 : rest % 7);
}

int civil_month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

static bool is_civil(const struct civil *c)
{
    return c->year >= -9999 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= civil_month_length(c->year, c->month) && c->hour >= 0 && c->hour <= 23 &&
           c->minute >= 0 && c->minute <= 59 && c->second >= 0 && c->second <= 60 &&
           c->nanosecond >= 0 && c->nanosecond < NS_PER_S;
}

bool civil_to_instant(const struct civil *civil, instant *ret)
{
    if (!is_civil(civil)) return false;
    int64_t seconds = civil_days(civil->year, civil->month, civil->day) * 86400 +
                      civil->hour * 3600 + civil->minute * 60 + civil->second;
    return instant_of_seconds(seconds, civil->nanosecond, ret);
}

bool instant_of_seconds(int64_t seconds, int32_t nanosecond, instant *ret)
{
    assert(nanosecond >= 0 && nanosecond < NS_PER_S);
    int64_t rest = nanosecond;
    /* Before 1970 the product would pass the lower end although the sum does not. */
    if (seconds < 0) {
        seconds++;
        rest -= NS_PER_S;
    }
    instant at;
    if (__builtin_mul_overflow(seconds, NS_PER_S, &at) || __builtin_add_overflow(at, rest, &at) ||
        at == INSTANT_NONE)
        return false;
    *ret = at;
    return true;
}

struct civil civil_of_instant(instant at)
{
    int64_t seconds = floor_div(at, NS_PER_S);
    int32_t rest = (int32_t)(at % NS_PER_S);
    int64_t days = floor_div(seconds, 86400);
    int clock = (int)(seconds - days * 86400);
    struct civil civil = {.hour = clock / 3600,
                          .minute = clock / 60 % 60,
                          .second = clock % 60,
                          .nanosecond = rest < 0 ? rest + (int32_t)NS_PER_S : rest};
    civil_of_days(days, &civil.year, &civil.month, &civil.day);
    return civil;
}

instant instant_add(instant at, duration by)
{
    if (at == INSTANT_NONE) return INSTANT_NONE;
    instant sum;
    if (__builtin_add_overflow(at, by, &sum)) return by < 0 ? INSTANT_NONE + 1 : INT64_MAX;
    return sum == INSTANT_NONE ? INSTANT_NONE + 1 : sum;
}
