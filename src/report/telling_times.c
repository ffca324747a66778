/* Times and lengths as a report prints them: doubt as bounds, no digits that were not written. */
#include "report/telling.h"

/* The start of the unit that the zone's clock shows, so many nanoseconds long. */
static bool starts_unit(instant at, const struct zone *zone, duration unit)
{
    instant local = instant_add(at, zone_offset(zone, at, NULL) * NS_PER_S);
    return local % unit == 0;
}

/* What of a bound is worth printing: a time that was written to the minute stands for all of it. */
static int digits_of(instant first, instant last, const struct zone *zone)
{
    bool whole_start = first == INSTANT_NONE || starts_unit(first, zone, NS_PER_MIN);
    bool whole_end = last == INSTANT_NONE || starts_unit(instant_add(last, 1), zone, NS_PER_MIN);
    if (whole_start && whole_end) return -2;
    whole_start = first == INSTANT_NONE || starts_unit(first, zone, NS_PER_S);
    whole_end = last == INSTANT_NONE || starts_unit(instant_add(last, 1), zone, NS_PER_S);
    return whole_start && whole_end ? 0 : 3;
}

/* `digits`: -2 to the minute, else decimals at most (trailing zeroes are left out). */
static void add_clock(const struct telling *telling, struct text *out, instant at, int digits,
                      int64_t *day)
{
    const struct zone *zone = telling->report->zone;
    if (report_day(at, zone) != *day) {
        instant_add_text(out, at, zone, INSTANT_DATE, 0);
        text_addc(out, ' ');
        *day = report_day(at, zone);
    }
    struct text clock;
    text_init(&clock, 0);
    if (digits == 3 && at > INT64_MIN + NS_PER_DAY)
        at -= ((at % NS_PER_MS) + NS_PER_MS) % NS_PER_MS;
    instant_add_text(&clock, at, zone, INSTANT_CLOCK, digits == 3 ? -1 : 0);
    text_add(out, span_sub(text_span(&clock), 0, digits == -2 ? 5 : clock.len));
    text_release(&clock);
}

/* " +02:00": where the clock is put forward or back within the bounds. */
static void add_offset(struct text *out, const struct zone *zone, instant at)
{
    const int minutes = zone_offset(zone, at, NULL) / 60;
    const int size = minutes < 0 ? -minutes : minutes;
    text_addf(out, " %c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

static bool is_local_day(struct interval at, const struct zone *zone)
{
    return starts_unit(at.earliest, zone, NS_PER_DAY) &&
           starts_unit(instant_add(at.latest, 1), zone, NS_PER_DAY);
}

void telling_interval_text(const struct telling *telling, struct interval at, struct text *out)
{
    const struct zone *zone = telling->report->zone;
    bool from = instant_is_known(at.earliest), to = instant_is_known(at.latest);
    int64_t day = telling->day;
    if (!from && !to) {
        text_adds(out, "not known");
    } else if (!to) {
        text_adds(out, "not before ");
        add_clock(telling, out, at.earliest, digits_of(at.earliest, INSTANT_NONE, zone), &day);
    } else if (!from) {
        text_adds(out, "not after ");
        add_clock(telling, out, at.latest, digits_of(INSTANT_NONE, at.latest, zone), &day);
    } else if (at.earliest == at.latest) {
        add_clock(telling, out, at.earliest, starts_unit(at.earliest, zone, NS_PER_S) ? 0 : 3,
                  &day);
    } else if (is_local_day(at, zone)) {
        instant_add_text(out, at.earliest, zone, INSTANT_DATE, 0);
        if (report_day(at.earliest, zone) == report_day(at.latest, zone)) return;
        text_adds(out, " to ");
        instant_add_text(out, at.latest, zone, INSTANT_DATE, 0);
    } else {
        int digits = digits_of(at.earliest, at.latest, zone);
        duration unit = digits == -2 ? NS_PER_MIN : digits == 0 ? NS_PER_S : NS_PER_MS;
        add_clock(telling, out, at.earliest, digits, &day);
        if (at.latest < instant_add(at.earliest, unit)) return;
        const bool shifts =
            zone && zone_offset(zone, at.earliest, NULL) != zone_offset(zone, at.latest, NULL);
        if (shifts) add_offset(out, zone, at.earliest);
        text_adds(out, " to ");
        /* A bound within a unit is rounded outwards, so that what is shown holds what is known. */
        if (digits == 3 && at.latest % NS_PER_MS) at.latest = instant_add(at.latest, NS_PER_MS - 1);
        add_clock(telling, out, at.latest, digits, &day);
        if (shifts) add_offset(out, zone, at.latest);
    }
}

static void copy_text(struct telling *telling, struct text *text)
{
    if (text->status) telling->paper->failed = true;
    paper_copy(telling->paper, text_span(text));
    text_release(text);
}

void telling_interval(struct telling *telling, struct interval at)
{
    struct text text;
    text_init(&text, 0);
    telling_interval_text(telling, at, &text);
    copy_text(telling, &text);
}

void telling_time(struct telling *telling, const struct review_time *time)
{
    if (time->approximate) paper_add(telling->paper, "about ");
    if (time->relative && !instant_is_known(time->at.earliest) &&
        !instant_is_known(time->at.latest))
        paper_add(telling->paper, time->raw);
    else
        telling_interval(telling, time->at);
    if (time->doubtful) paper_add(telling->paper, " (its source is in question)");
}

void telling_instant(struct telling *telling, instant at)
{
    struct text text;
    text_init(&text, 0);
    if (instant_is_known(at)) {
        instant_add_text(&text, at, telling->report->zone, INSTANT_DATE, 0);
        text_addc(&text, ' ');
        int64_t day = report_day(at, telling->report->zone);
        add_clock(telling, &text, at, -2, &day);
    } else {
        text_adds(&text, "not known");
    }
    copy_text(telling, &text);
}

void telling_date(struct telling *telling, int32_t day)
{
    struct text text;
    text_init(&text, 0);
    instant_add_text(&text, day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
    copy_text(telling, &text);
}

/* "5 min", or "5 min before": what is negative lies before. */
static void add_size(struct text *out, duration length)
{
    duration_add_text(out, length < 0 ? -length : length);
    if (length < 0) text_adds(out, " before");
}

static void add_side(struct text *out, duration length)
{
    add_size(out, length);
    if (length > 0) text_adds(out, " after");
}

/* The end of a minute that was written as "10:02" is one nanosecond before the next. */
static duration whole(duration length)
{
    if (length <= INSTANT_OPEN_START || length == INT64_MAX) return length;
    if ((length + 1) % NS_PER_S == 0) return length + 1;
    return (length - 1) % NS_PER_S == 0 ? length - 1 : length;
}

void report_length_text(struct span_of_time length, bool ongoing, struct text *out)
{
    length.least = whole(length.least);
    length.most = whole(length.most);
    if (!length.known) {
        text_adds(out, "not known");
        return;
    }
    bool no_least = length.least <= INSTANT_OPEN_START, no_most = length.most == INT64_MAX;
    if (no_least && no_most) {
        text_adds(out, "not known");
    } else if (ongoing || no_most) {
        text_adds(out, length.least < 0 ? "no earlier than " : "at least ");
        add_size(out, length.least);
    } else if (no_least) {
        text_adds(out, length.most < 0 ? "at least " : "at most ");
        add_size(out, length.most);
    } else if (length.most <= 0 && length.least < 0) {
        duration_add_text(out, -length.most);
        if (length.most != length.least) {
            text_adds(out, " to ");
            duration_add_text(out, -length.least);
        }
        text_adds(out, " before");
    } else if (length.least < 0) {
        text_adds(out, "from ");
        add_side(out, length.least);
        text_adds(out, " to ");
        add_side(out, length.most);
    } else {
        duration_add_text(out, length.least);
        if (length.most == length.least) return;
        text_adds(out, " to ");
        duration_add_text(out, length.most);
    }
}

void telling_length(struct telling *telling, struct span_of_time length, bool ongoing)
{
    struct text text;
    text_init(&text, 0);
    report_length_text(length, ongoing, &text);
    copy_text(telling, &text);
}
