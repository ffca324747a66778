/*
 * Instants as people type them. The shapes are those of RFC 3339, more loosely:
 *   date         2026-11-22
 *   clock        05:54, 05:54:53, 05:54:53.120 (or with a comma)
 *   date clock   with "T", "t" or a space between
 *   @seconds     since 1970, @1795326957.25
 * and after a clock "Z", an offset, or an unambiguous zone abbreviation.
 */
#include "base/zone.h"

#include <assert.h>

struct written {
    bool has_date, has_clock, has_offset;
    struct civil civil;
    duration width; /* what the precision leaves open */
    int32_t offset;
};

static bool take(struct span *rest, char byte)
{
    if (rest->len == 0 || rest->at[0] != byte) return false;
    *rest = span_from(*rest, 1);
    return true;
}

/* Exactly `count` digits. */
static bool take_digits(struct span *rest, size_t count, int *ret)
{
    uint64_t value;
    assert(count <= 4);
    if (rest->len < count || !span_to_u64(span_sub(*rest, 0, count), &value)) return false;
    *rest = span_from(*rest, count);
    *ret = (int)value;
    return true;
}

/* [.,] and digits, of which nine count; without them the whole second is open. */
static bool take_fraction(struct span *rest, int32_t *ret_nanosecond, duration *ret_width)
{
    int32_t value = 0, unit = (int32_t)NS_PER_S;
    if (take(rest, '.') || take(rest, ',')) {
        size_t n = 0;
        for (; n < rest->len && rest->at[n] >= '0' && rest->at[n] <= '9'; n++) {
            unit /= 10;
            value += (rest->at[n] - '0') * unit;
            if (unit == 0) continue;
            *ret_width = unit - 1;
        }
        if (n == 0) return false;
        *rest = span_from(*rest, n);
    } else {
        *ret_width = NS_PER_S - 1;
    }
    *ret_nanosecond = value;
    return true;
}

static bool take_date(struct span *rest, struct written *w)
{
    w->has_date = true;
    w->width = NS_PER_DAY - 1;
    return take_digits(rest, 4, &w->civil.year) && take(rest, '-') &&
           take_digits(rest, 2, &w->civil.month) && take(rest, '-') &&
           take_digits(rest, 2, &w->civil.day);
}

static bool take_clock(struct span *rest, struct written *w)
{
    w->has_clock = true;
    w->width = NS_PER_MIN - 1;
    if (!take_digits(rest, 2, &w->civil.hour) || !take(rest, ':') ||
        !take_digits(rest, 2, &w->civil.minute))
        return false;
    if (!take(rest, ':')) return true;
    return take_digits(rest, 2, &w->civil.second) &&
           take_fraction(rest, &w->civil.nanosecond, &w->width);
}

static bool take_offset(struct span *rest, struct written *w)
{
    while (take(rest, ' ')) continue;
    w->has_offset = true;
    if (zone_offset_take(rest, &w->offset)) return true;
    if (!zone_abbreviation(*rest, &w->offset)) return false;
    *rest = span_from(*rest, rest->len);
    return true;
}

static bool read_written(struct span rest, struct written *w)
{
    if (rest.len > 4 && rest.at[4] == '-') {
        if (!take_date(&rest, w)) return false;
        if (rest.len == 0) return true;
        if (!take(&rest, 'T') && !take(&rest, 't') && !take(&rest, ' ')) return false;
    }
    if (!take_clock(&rest, w)) return false;
    return rest.len == 0 || (take_offset(&rest, w) && rest.len == 0);
}

/* The instant of a civil time in the written offset or else the zone. Of an hour that happens twice
 * the first is taken; one that never happens counts by the offset that held before it. */
static bool resolve(const struct written *w, const struct civil *civil, const struct zone *zone,
                    instant *ret)
{
    instant local, second;
    if (w->has_offset) {
        int64_t seconds = civil_days(civil->year, civil->month, civil->day) * 86400 +
                          civil->hour * 3600 + civil->minute * 60 + civil->second - w->offset;
        return instant_of_seconds(seconds, civil->nanosecond, ret);
    }
    if (!civil_to_instant(civil, &local)) return false;
    zone_to_instants(zone, local, ret, &second);
    return true;
}

/* A day has 23 or 25 hours where clocks change, and none where a zone skipped it. */
static duration day_width(const struct written *w, const struct zone *zone, instant start)
{
    struct civil next = {0};
    instant end;
    civil_of_days(civil_days(w->civil.year, w->civil.month, w->civil.day) + 1, &next.year,
                  &next.month, &next.day);
    if (!resolve(w, &next, zone, &end)) return NS_PER_DAY - 1;
    return end > start ? end - start - 1 : 0;
}

static bool exists(const struct civil *c)
{
    return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= civil_month_length(c->year, c->month) && c->hour <= 23 && c->minute <= 59 &&
           c->second <= 60;
}

static enum status parse_epoch(struct span text, instant *ret, duration *ret_width,
                               struct error *error)
{
    struct span rest = span_from(text, 1);
    bool before = take(&rest, '-');
    size_t digits = 0;
    while (digits < rest.len && rest.at[digits] >= '0' && rest.at[digits] <= '9') digits++;
    uint64_t seconds;
    int32_t nanosecond;
    duration width;
    bool sound = span_to_u64(span_sub(rest, 0, digits), &seconds) && seconds < 10000000000;
    rest = span_from(rest, digits);
    if (!sound || !take_fraction(&rest, &nanosecond, &width) || rest.len)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" is not a number of seconds since 1970 within the years 1677 to "
                         "2262; expected one such as @1795326957.25",
                         SPAN_ARGS(span_sub(text, 0, 60)));
    int64_t whole = before ? -(int64_t)seconds : (int64_t)seconds;
    if (before && nanosecond) {
        whole--;
        nanosecond = (int32_t)NS_PER_S - nanosecond;
    }
    if (!instant_of_seconds(whole, nanosecond, ret))
        return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is outside the years 1677 to 2262",
                         SPAN_ARGS(span_sub(text, 0, 60)));
    *ret_width = width;
    return STATUS_OK;
}

enum status instant_parse(struct span text, const struct zone *zone, instant day, instant *ret,
                          duration *ret_width, struct error *error)
{
    text = span_trim(text);
    struct span shown = span_sub(text, 0, 60);
    if (span_starts(text, SPAN("@"))) return parse_epoch(text, ret, ret_width, error);
    struct written w = {0};
    if (!read_written(text, &w))
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" is not a time; expected one such as 2026-11-22T05:54:53.120Z, "
                         "2026-11-22 05:54 -05:00, 2026-11-22, 05:54:53 or @1795326893",
                         SPAN_ARGS(shown));
    if (!w.has_date) {
        if (day == INSTANT_NONE)
            return error_set(error, STATUS_BAD_INPUT,
                             "\"%.*s\" has no date; put one before it, such as 2026-11-22 05:54",
                             SPAN_ARGS(shown));
        int32_t offset = w.has_offset ? w.offset : zone_offset(zone, day, NULL);
        struct civil on = civil_of_instant(instant_add(day, offset * NS_PER_S));
        w.civil.year = on.year;
        w.civil.month = on.month;
        w.civil.day = on.day;
    }
    if (!exists(&w.civil))
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" is not on the calendar or the clock (months 01-12, hours 00-23)",
                         SPAN_ARGS(shown));
    instant at;
    if (!resolve(&w, &w.civil, zone, &at))
        return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is outside the years 1677 to 2262",
                         SPAN_ARGS(shown));
    *ret = at;
    *ret_width = w.has_clock ? w.width : day_width(&w, zone, at);
    return STATUS_OK;
}
