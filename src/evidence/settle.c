/* Years, dates and hours that are not written: counting turns and placing them. */
#include "evidence/settle.h"

#include <assert.h>

static const instant start_of_1972 = INT64_C(730) * NS_PER_DAY;

/* period: length of a turn; late: how much less than one a rise may be and still be a late record;
 * turns_max: more of them are noise, and would not fit an instant. */
static const struct lack_rule {
    instant start;
    duration period, late;
    int64_t turns_max;
} rules[] = {
    [SETTLE_YEAR] = {730 * NS_PER_DAY, 366 * NS_PER_DAY, 7 * NS_PER_DAY, 200},
    [SETTLE_DATE] = {0, NS_PER_DAY, NS_PER_MIN, 20000},
    [SETTLE_HOUR] = {0, NS_PER_HOUR, NS_PER_S, 480000},
};

/* Turns between two times that follow each other: 1, 0 or -1. */
static int64_t turns_between(const struct lack_rule *rule, instant before, instant after)
{
    duration rise = after - before;
    if (rise < -rule->period / 2) return 1;
    return rise > rule->period - rule->late ? -1 : 0;
}

static bool is_leap_day(instant in_1972)
{
    duration since = in_1972 - start_of_1972;
    return since >= 59 * NS_PER_DAY && since < 60 * NS_PER_DAY;
}

void settle_turns_init(struct settle_turns *turns, enum settle_lack lack)
{
    *turns = (struct settle_turns){.lack = lack};
}

/* From a time on, up to what time no turn is passed and no leap day begins: a day at most, so that
 * the rise from any time in between is a small one. */
static instant quiet_until(const struct settle_turns *turns, const struct lack_rule *rule)
{
    instant leap = start_of_1972 + 59 * NS_PER_DAY;
    duration rise = rule->period - rule->late < NS_PER_DAY ? rule->period - rule->late : NS_PER_DAY;
    if (turns->turn > rule->turns_max || turns->turn < -rule->turns_max) return turns->last;
    if (turns->lack == SETTLE_YEAR && !turns->has_leap_day && turns->last < leap &&
        turns->last + rise > leap)
        return leap;
    return turns->last + rise;
}

instant settle_turns_add(struct settle_turns *turns, instant time)
{
    if (time == INSTANT_NONE) return time;
    const struct lack_rule *rule = &rules[turns->lack];
    assert(time >= rule->start - 2 * NS_PER_DAY &&
           time <= rule->start + rule->period + 2 * NS_PER_DAY);
    if (!turns->count++)
        turns->first = time;
    else
        turns->turn += turns_between(rule, turns->last, time);
    turns->last = time;
    if (turns->turn < turns->least) turns->least = turns->turn;
    if (turns->turn > turns->most) turns->most = turns->turn;
    if (turns->lack == SETTLE_YEAR && !turns->has_leap_day && is_leap_day(time)) {
        turns->has_leap_day = true;
        turns->leap_turn = turns->turn;
    }
    turns->until = quiet_until(turns, rule);
    /* Far out turns would not fit; such a file is not placed at all. */
    if (turns->turn > rule->turns_max || turns->turn < -rule->turns_max) return INSTANT_NONE;
    turns->turned = turns->turn * rule->period;
    return time + turns->turned;
}

int64_t settle_turns_join(struct settle_turns *turns, const struct settle_turns *next)
{
    assert(turns->lack == next->lack);
    if (!next->count) return 0;
    if (!turns->count) {
        *turns = *next;
        return 0;
    }
    int64_t shift = turns->turn + turns_between(&rules[turns->lack], turns->last, next->first);
    if (shift + next->least < turns->least) turns->least = shift + next->least;
    if (shift + next->most > turns->most) turns->most = shift + next->most;
    if (!turns->has_leap_day && next->has_leap_day) {
        turns->has_leap_day = true;
        turns->leap_turn = shift + next->leap_turn;
    }
    turns->count += next->count;
    turns->last = turns->until = next->last;
    turns->turn = shift + next->turn;
    return shift;
}

static bool is_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* A time in 1972, or a little beside it, moved to another year. */
static instant in_year(instant in_1972, int64_t year)
{
    if (year < 1678 || year > 2260) return INSTANT_NONE;
    duration since = in_1972 - start_of_1972;
    if (!is_leap_year(year)) {
        if (is_leap_day(in_1972)) return INSTANT_NONE;
        if (since >= 60 * NS_PER_DAY) since -= NS_PER_DAY;
    }
    return civil_days((int)year, 1, 1) * NS_PER_DAY + since;
}

/* Falls back to earlier years until the last time is not after `latest` and a leap day exists. */
static bool place_last_year(const struct settle_turns *turns, instant latest, int64_t *ret)
{
    int64_t year = civil_of_instant(latest).year + 1;
    for (int tries = 0; tries < 12; tries++, year--) {
        int64_t base = year - turns->turn;
        instant last = in_year(turns->last, year);
        if (last == INSTANT_NONE || last > latest ||
            (turns->has_leap_day && !is_leap_year(base + turns->leap_turn)))
            continue;
        *ret = base;
        return true;
    }
    return false;
}

static int64_t floor_to(int64_t value, int64_t step)
{
    int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

static bool may_be_placed(const struct settle_turns *turns, instant by)
{
    return turns->count && by != INSTANT_NONE &&
           turns->most - turns->least <= rules[turns->lack].turns_max && by >= 0 &&
           civil_of_instant(by).year < 2200;
}

bool settle_turns_last(const struct settle_turns *turns, instant latest, struct settle_place *ret)
{
    int64_t base;
    if (!may_be_placed(turns, latest)) return false;
    if (turns->lack == SETTLE_YEAR) {
        if (!place_last_year(turns, latest, &base)) return false;
    } else {
        duration period = rules[turns->lack].period;
        base = floor_to(latest - turns->last, period) - turns->turn * period;
    }
    *ret = (struct settle_place){turns->lack, base};
    return true;
}

bool settle_turns_first(const struct settle_turns *turns, instant begin, struct settle_place *ret)
{
    int64_t base;
    if (!may_be_placed(turns, begin)) return false;
    duration period = rules[turns->lack].period;
    if (turns->lack == SETTLE_YEAR) {
        base = civil_of_instant(begin).year;
        instant first = in_year(turns->first, base);
        if (first != INSTANT_NONE && first < begin - period / 2) base++;
        if (turns->has_leap_day && !is_leap_year(base + turns->leap_turn)) return false;
    } else {
        base = floor_to(begin, period);
        if (base + turns->first < begin - period / 2) base += period;
    }
    *ret = (struct settle_place){turns->lack, base};
    return true;
}

instant settle_place_one(const struct settle_place *place, int64_t shift, instant provisional)
{
    if (provisional == INSTANT_NONE) return INSTANT_NONE;
    assert(place->lack <= SETTLE_HOUR && shift >= -rules[place->lack].turns_max &&
           shift <= rules[place->lack].turns_max);
    const struct lack_rule *rule = &rules[place->lack];
    if (place->lack != SETTLE_YEAR) return provisional + place->base + shift * rule->period;
    duration turned = floor_to(provisional - rule->start, rule->period);
    return in_year(provisional - turned, place->base + shift + turned / rule->period);
}

void settle_place_all(const struct settle_place *place, int64_t shift, instant *times,
                      const uint16_t *flags, uint16_t mask, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        if (flags[i] & mask) times[i] = settle_place_one(place, shift, times[i]);
}

/* The earlier of two moments of which either may be unknown. */
static instant earlier(instant a, instant b)
{
    if (a == INSTANT_NONE || b == INSTANT_NONE) return a == INSTANT_NONE ? b : a;
    return a < b ? a : b;
}

instant settle_latest(instant modified, instant now)
{
    return instant_add(earlier(modified, now), NS_PER_DAY);
}

instant settle_short_year_end(instant modified, instant now)
{
    instant by = earlier(modified, now);
    int year = by == INSTANT_NONE ? 2068 : civil_of_instant(by).year;
    if (year > 2250) year = 2250;
    return civil_days(year + 2, 1, 1) * NS_PER_DAY;
}

static instant shift_centuries(instant time, int by)
{
    struct civil civil = civil_of_instant(time);
    instant moved;
    civil.year += 100 * by;
    return civil_to_instant(&civil, &moved) ? moved : INSTANT_NONE;
}

instant settle_short_year(instant time, instant end)
{
    if (time == INSTANT_NONE || end == INSTANT_NONE) return time;
    instant start = shift_centuries(end, -1);
    while (time != INSTANT_NONE && time >= end) time = shift_centuries(time, -1);
    while (time != INSTANT_NONE && time < start) time = shift_centuries(time, 1);
    return time;
}
