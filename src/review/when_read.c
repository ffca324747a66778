/* Times as people write them: the notation of domain practice, read into bounds. */
#include "review/when_parts.h"

enum { TYPED_MOST = 200, YEAR_LEAST = 1678, YEAR_MOST = 2261 };

/* A side of "from..to", or the whole of a time. */
struct side {
    struct interval at;
    struct when_doubt doubt;
    bool dated, zoned;
};

#define EXPECTED                                                                                   \
    "expected 10:02, 10:02~2m (about), 10:02? (doubtful), 10:02..10:05 (between), ..10:05, "       \
    "10:02.., E12+3m~1m (by an event), ? (not known), or in full 2026-03-04T10:02:17Z"

static bool digits_at(struct span s, size_t from, size_t count)
{
    if (s.len < from + count) return false;
    for (size_t i = 0; i < count; i++)
        if (!byte_is_digit(s.at[from + i])) return false;
    return true;
}

/* Looks like a clock, a date or an epoch; what exactly is wrong with one is then said better by
 * instant_parse. */
static bool has_shape(struct span s)
{
    return span_starts(s, SPAN("@")) ||
           (digits_at(s, 0, 2) && s.len > 2 && s.at[2] == ':' && digits_at(s, 3, 2)) ||
           (digits_at(s, 0, 4) && s.len > 4 && s.at[4] == '-');
}

/* An offset or the name of a zone stands behind the clock. */
static bool states_zone(struct span s)
{
    if (span_starts(s, SPAN("@"))) return true;
    size_t i = span_find(s, SPAN(":"));
    for (; i < s.len; i++) {
        char c = s.at[i];
        if (c == '+' || c == '-' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    }
    return false;
}

/* "10:02-10:05": a minus between two clocks is more often "until" than a zone west of Greenwich.
 * Zones lie on quarters of an hour, and stand behind a date. */
static bool may_mean_until(struct span s, bool dated)
{
    size_t colon = span_find(s, SPAN(":")), minus = s.len;
    while (minus > 0 && s.at[minus - 1] != '-') minus--;
    if (colon == SIZE_MAX || minus <= colon) return false;
    if (!dated) return true;
    struct span until = span_from(s, minus);
    if (!digits_at(until, 0, 2) || !digits_at(until, 3, 2)) return false;
    int minutes = (until.at[3] - '0') * 10 + until.at[4] - '0';
    bool behind_minutes = s.at[10] == ' ' && minus == colon + 4;
    return until.len > 5 || minutes % 15 != 0 || behind_minutes;
}

static enum status check_years(struct interval at, struct span shown, struct error *error)
{
    for (int i = 0; i < 2; i++) {
        instant end = i ? at.latest : at.earliest;
        if (end == INSTANT_OPEN_START || end == INSTANT_OPEN_END) continue;
        int year = civil_of_instant(end).year;
        if (year < YEAR_LEAST || year > YEAR_MOST)
            return error_set(error, STATUS_LIMIT,
                             "\"%.*s\" is outside the years %d to %d that times are kept for",
                             SPAN_ARGS(shown), YEAR_LEAST, YEAR_MOST);
    }
    return STATUS_OK;
}

/* What cannot be a time for a reason that a person can be told. */
static enum status check_written(struct span s, const struct side *side, instant local_day,
                                 struct error *error)
{
    if (!has_shape(s))
        return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is not a time; " EXPECTED,
                         SPAN_ARGS(s));
    if (may_mean_until(s, side->dated))
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" may mean bounds or a zone; write bounds with two dots, such as "
                         "10:02..10:05, and a zone behind date and seconds, such as "
                         "2026-03-04T10:02:00-05:00",
                         SPAN_ARGS(s));
    if (side->dated) {
        uint64_t year = 0;
        span_to_u64(span_sub(s, 0, 4), &year);
        if (year < (uint64_t)YEAR_LEAST || year > (uint64_t)YEAR_MOST)
            return error_set(error, STATUS_LIMIT,
                             "\"%.*s\" is outside the years %d to %d that times are kept for",
                             SPAN_ARGS(s), YEAR_LEAST, YEAR_MOST);
    } else if (local_day == INSTANT_NONE && !span_starts(s, SPAN("@"))) {
        return error_set(
            error, STATUS_BAD_INPUT,
            "\"%.*s\" has no date, and the day of the review is not known yet; put the "
            "date before it, such as 2026-03-04 10:02, or state the review's day first",
            SPAN_ARGS(s));
    }
    return STATUS_OK;
}

/* A local time in the review's zone. One that came twice is either; one that never came is taken by
 * both offsets, and puts the source in question. */
static void place_local(struct side *side, instant local, const struct zone *zone)
{
    instant first, second;
    enum zone_fit fit = zone_to_instants(zone, local, &first, &second);
    if (fit == ZONE_UNIQUE) second = first;
    side->at.earliest = first < second ? first : second;
    side->at.latest = first < second ? second : first;
    side->doubt.doubtful |= fit == ZONE_GAP;
}

/* One time without dots. `local_day` is midnight of the day it is on, counted as if UTC. A bound is
 * the moment that is written; alone, it is as wide as it is written. */
static enum status read_side(struct span s, const struct zone *zone, instant local_day, bool bound,
                             struct side *ret, struct error *error)
{
    struct side side = {.doubt = {.width = 0}};
    enum status status = when_take_doubt(&s, &side.doubt, error);
    if (status) return status;
    char kept[TYPED_MOST + 1];
    s = when_two_digits(s, kept);
    side.dated = digits_at(s, 0, 4) && s.len > 4 && s.at[4] == '-';
    side.zoned = states_zone(s);
    status = check_written(s, &side, local_day, error);
    if (status) return status;
    bool clock = span_find(s, SPAN(":")) != SIZE_MAX || side.zoned;
    bool local = clock && !side.zoned;
    instant at, day = local_day, ignored;
    duration width;
    if (!local && day != INSTANT_NONE) zone_to_instants(zone, local_day, &day, &ignored);
    status = instant_parse(s, local ? NULL : zone, day, &at, &width, error);
    if (status) return status;
    if (local)
        place_local(&side, at, zone);
    else if (side.zoned && clock && !side.dated && s.at[0] != '@' && at < day)
        at += NS_PER_DAY; /* 05:00Z in a place where that day began at 08:00Z */
    if (!local) side.at = (struct interval){at, at};
    duration about = side.doubt.width == WHEN_WIDTH_UNSAID ? WHEN_ABOUT : side.doubt.width;
    if (width < NS_PER_S) width = 0; /* written to the second: that instant */
    if (side.doubt.width == WHEN_WIDTH_UNSAID && width > about) about = width;
    if (!bound || !clock) side.at.latest = instant_add(side.at.latest, width);
    side.at.earliest = instant_add(side.at.earliest, -about);
    side.at.latest = instant_add(side.at.latest, about);
    *ret = side;
    return check_years(side.at, s, error);
}

static instant local_midnight(const struct zone *zone, instant at)
{
    if (at == INSTANT_NONE) return at;
    instant local = instant_add(at, zone_offset(zone, at, NULL) * NS_PER_S);
    instant into = local % NS_PER_DAY;
    return instant_add(local, -(into < 0 ? into + NS_PER_DAY : into));
}

/* "23:58..00:03" ends after midnight; "10:05..10:02" is the wrong way round. */
static enum status read_bounds(struct span from_text, struct span to_text, const struct zone *zone,
                               instant local_day, struct side *from, struct side *to,
                               struct error *error)
{
    enum status status = read_side(from_text, zone, local_day, true, from, error);
    if (status) return status;
    if (from->dated) local_day = local_midnight(zone, from->at.earliest);
    status = read_side(to_text, zone, local_day, true, to, error);
    if (status) return status;
    const struct side *plain = from->zoned ? to : from;
    if (from->zoned != to->zoned && zone_offset(zone, plain->at.earliest, NULL) != 0)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s..%.*s\" states a zone for one end alone; write it with both",
                         SPAN_ARGS(from_text), SPAN_ARGS(to_text));
    if (to->at.latest < from->at.earliest && !to->dated && to_text.at[0] != '@') {
        struct side next;
        status = read_side(to_text, zone, instant_add(local_day, NS_PER_DAY), true, &next, error);
        if (status) return status;
        if (next.at.latest - from->at.earliest <= 12 * NS_PER_HOUR) *to = next;
    }
    if (to->at.latest < from->at.earliest)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s..%.*s\" ends before it begins; write the earlier time first, and "
                         "dates with both when they are days apart",
                         SPAN_ARGS(from_text), SPAN_ARGS(to_text));
    return STATUS_OK;
}

static enum status read_absolute(struct span from_text, struct span to_text, bool bounds,
                                 const struct review_typing *typing, struct review_time *ret,
                                 struct error *error)
{
    instant local_day = local_midnight(typing->zone, typing->day);
    struct side from = {.at = {INSTANT_OPEN_START, 0}}, to = {.at = {0, INSTANT_OPEN_END}};
    enum status status;
    if (!bounds) {
        status = read_side(from_text, typing->zone, local_day, false, &from, error);
        to = from;
    } else if (from_text.len && to_text.len) {
        status = read_bounds(from_text, to_text, typing->zone, local_day, &from, &to, error);
    } else {
        bool before = to_text.len > 0;
        status = read_side(before ? to_text : from_text, typing->zone, local_day, true,
                           before ? &to : &from, error);
    }
    if (status) return status;
    ret->at = (struct interval){from.at.earliest, to.at.latest};
    ret->approximate = from.doubt.approximate || to.doubt.approximate;
    ret->doubtful = from.doubt.doubtful || to.doubt.doubtful;
    return STATUS_OK;
}

static enum status read_relative(struct span text, struct review_time *ret, struct error *error)
{
    struct review_relative relative;
    struct when_doubt doubt;
    enum status status = when_read_relative(text, &relative, &doubt, error);
    if (status) return status;
    ret->relative = true;
    ret->approximate = doubt.approximate;
    ret->doubtful = doubt.doubtful;
    return STATUS_OK;
}

enum status review_time_read(struct span typed, const struct review_typing *typing,
                             struct arena *arena, struct review_time *ret, struct error *error)
{
    struct span text = span_trim(typed), from, to;
    if (text.len > TYPED_MOST)
        return error_set(error, STATUS_LIMIT,
                         "a time has at most %d bytes, this one %zu; how it is known has a field "
                         "of its own",
                         (int)TYPED_MOST, text.len);
    bool bounds = when_cut_bounds(text, &from, &to);
    if (!from.len && !to.len)
        return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" says no time; " EXPECTED,
                         SPAN_ARGS(text));
    struct review_time time = {.at = INTERVAL_NONE};
    bool from_event = when_is_relative(from), to_event = when_is_relative(to);
    enum status status = STATUS_OK;
    if (bounds && from.len && to.len && from_event != to_event)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" mixes an event and a time of day; write both bounds by events "
                         "or both as times",
                         SPAN_ARGS(text));
    if (from_event || to_event)
        status = read_relative(text, &time, error);
    else if (!span_is(text, "?"))
        status = read_absolute(from, to, bounds, typing, &time, error);
    if (status) return status;
    time.raw = arena_copy(arena, text);
    if (!time.raw) return arena_full(arena, error);
    *ret = time;
    return STATUS_OK;
}
