/*
 * The rule in the footer of a TZif file: a POSIX TZ string with the extensions of RFC 9636 3.3.1
 * (times from -167 to 167 hours). "CET-1CEST,M3.5.0,M10.5.0/3": CET is one hour east of UTC; CEST
 * from the last Sunday of March, 02:00 local, to the last Sunday of October, 03:00 local.
 */
#include "base/zone.h"

enum date_form {
    DATE_JULIAN,    /* J1 to J365: February 29 is never counted */
    DATE_DAY,       /* 0 to 365: it is */
    DATE_MONTH_WEEK /* M3.5.0: month, week (5 is the last), weekday */
};

struct yearly {
    enum date_form form;
    int month, week, day;
    int32_t clock; /* seconds after local midnight, possibly negative or above a day */
};

static bool take(struct span *rest, char byte)
{
    if (rest->len == 0 || rest->at[0] != byte) return false;
    *rest = span_from(*rest, 1);
    return true;
}

/* One to three digits with a value within low..high. */
static bool take_number(struct span *rest, int low, int high, int *ret)
{
    int value = 0;
    size_t n = 0;
    for (; n < rest->len && n < 3 && rest->at[n] >= '0' && rest->at[n] <= '9'; n++)
        value = value * 10 + (rest->at[n] - '0');
    if (n == 0 || value < low || value > high) return false;
    *rest = span_from(*rest, n);
    *ret = value;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool take_clock(struct span *rest, int hours_max, int32_t *ret)
{
    int sign = take(rest, '-') ? -1 : 1, hours, minutes = 0, seconds = 0;
    if (sign > 0) (void)take(rest, '+');
    if (!take_number(rest, 0, hours_max, &hours)) return false;
    if (take(rest, ':')) {
        if (!take_number(rest, 0, 59, &minutes)) return false;
        if (take(rest, ':') && !take_number(rest, 0, 59, &seconds)) return false;
    }
    *ret = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

/* Letters only, or anything of a name between angle brackets ("<+03>"). */
static bool take_name(struct span *rest, struct span *ret)
{
    bool quoted = take(rest, '<');
    size_t n = 0;
    for (; n < rest->len; n++) {
        char c = rest->at[n];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool other = (c >= '0' && c <= '9') || c == '+' || c == '-';
        if (!letter && !(quoted && other)) break;
    }
    if (n < 3 || n > ZONE_LETTERS_MAX) return false;
    *ret = span_sub(*rest, 0, n);
    *rest = span_from(*rest, n);
    return !quoted || take(rest, '>');
}

/* ",date[/time]" */
static bool take_yearly(struct span *rest, struct yearly *ret)
{
    struct yearly y = {.form = DATE_DAY, .clock = 2 * 3600};
    if (!take(rest, ',')) return false;
    if (take(rest, 'J')) {
        y.form = DATE_JULIAN;
        if (!take_number(rest, 1, 365, &y.day)) return false;
    } else if (take(rest, 'M')) {
        y.form = DATE_MONTH_WEEK;
        if (!take_number(rest, 1, 12, &y.month) || !take(rest, '.') ||
            !take_number(rest, 1, 5, &y.week) || !take(rest, '.') ||
            !take_number(rest, 0, 6, &y.day))
            return false;
    } else if (!take_number(rest, 0, 365, &y.day)) {
        return false;
    }
    if (take(rest, '/') && !take_clock(rest, 167, &y.clock)) return false;
    *ret = y;
    return true;
}

/* Local time of the change in a year, in seconds since 1970 as if it were UTC. */
static int64_t yearly_local(const struct yearly *y, int year)
{
    int64_t days = civil_days(year, 1, 1);
    if (y->form == DATE_DAY) {
        days += y->day;
    } else if (y->form == DATE_JULIAN) {
        bool after_leap_day = civil_month_length(year, 2) == 29 && y->day >= 60;
        days += y->day - 1 + after_leap_day;
    } else {
        int64_t first = civil_days(year, y->month, 1);
        int ahead = (y->day - civil_weekday(first) + 7) % 7 + 7 * (y->week - 1);
        days = first + (ahead >= civil_month_length(year, y->month) ? ahead - 7 : ahead);
    }
    return days * 86400 + y->clock;
}

struct rule {
    struct zone_kind standard, daylight; /* names borrow from the string */
    bool has_daylight;
    struct yearly starts, ends; /* of daylight saving */
};

static bool parse_rule(struct span rest, struct rule *ret)
{
    struct rule rule = {0};
    int32_t west;
    if (!take_name(&rest, &rule.standard.abbreviation) || !take_clock(&rest, 24, &west))
        return false;
    rule.standard.offset = -west;
    if (rest.len) {
        rule.has_daylight = rule.daylight.daylight = true;
        if (!take_name(&rest, &rule.daylight.abbreviation)) return false;
        rule.daylight.offset = rule.standard.offset + 3600;
        if (rest.len && rest.at[0] != ',') {
            if (!take_clock(&rest, 24, &west)) return false;
            rule.daylight.offset = -west;
        }
        if (!take_yearly(&rest, &rule.starts) || !take_yearly(&rest, &rule.ends)) return false;
    }
    *ret = rule;
    return rest.len == 0;
}

/* The year of a moment, held within the years of an instant. */
static int year_of(int64_t seconds)
{
    if (seconds < civil_days(ZONE_YEAR_FIRST, 1, 1) * 86400) return ZONE_YEAR_FIRST;
    if (seconds >= civil_days(ZONE_YEAR_LAST + 1, 1, 1) * 86400) return ZONE_YEAR_LAST + 1;
    int year, month, day;
    civil_of_days(seconds / 86400 - (seconds % 86400 < 0), &year, &month, &day);
    return year;
}

enum status zone_add_rule(struct zone *zone, struct span text, struct error *error)
{
    struct rule rule;
    if (!parse_rule(text, &rule))
        return error_set(error, STATUS_BAD_INPUT, "the zone's yearly rule \"%.*s\" is malformed",
                         SPAN_ARGS(span_sub(text, 0, 80)));
    uint16_t standard, daylight;
    enum status status = zone_add_kind(zone, rule.standard, &standard, error);
    if (status) return status;
    bool alone = zone->change_count == 0; /* then the rule holds at all times */
    if (alone) zone->first_kind = standard;
    if (!rule.has_daylight) return STATUS_OK;
    status = zone_add_kind(zone, rule.daylight, &daylight, error);
    if (status) return status;

    int64_t last = alone ? INT64_MIN : zone->changes[zone->change_count - 1].at;
    for (int year = year_of(last) - 1; year <= ZONE_YEAR_LAST && !status; year++) {
        /* The change to daylight saving is written in standard time and the other way round. */
        struct zone_change on = {yearly_local(&rule.starts, year) - rule.standard.offset, daylight};
        struct zone_change off = {yearly_local(&rule.ends, year) - rule.daylight.offset, standard};
        bool north = on.at <= off.at;
        struct zone_change both[2] = {north ? on : off, north ? off : on};
        for (int i = 0; i < 2 && !status; i++)
            if (both[i].at > last) status = zone_add_change(zone, both[i].at, both[i].kind, error);
    }
    return status;
}
