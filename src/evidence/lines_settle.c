/* Completes the times of a content whose stamps leave out the year, the date or the century. */
#include <stdio.h>

#include "evidence/lines.h"
#include "evidence/settle.h"

struct settling {
    struct index_builder *builder;
    const struct evidence_index_hints *hints;
    const struct line_layouts *layouts;
    unsigned layout;
};

/* ---- turns: years, dates, hours ---- */

/* The record is of the layout at hand and its time is incomplete (a record of MySQL's slow log may
 * have a full one from its SET timestamp line). */
static bool lacks(const struct settling *settling, size_t record)
{
    const struct index_builder *builder = settling->builder;
    return builder->layout[record] == settling->layout &&
           (builder->flags[record] & (EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED));
}

/* Records that are settled together when they all lack the same and follow each other closely, as
 * mostly: whole columns at a time. */
enum { TOGETHER = 128 };

static bool all_lack(const struct settling *settling, size_t from, size_t to)
{
    const struct index_builder *builder = settling->builder;
    unsigned others = 0;
    for (size_t i = from; i < to; i++) {
        unsigned lack = builder->flags[i] & (EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED);
        others |= (builder->layout[i] ^ settling->layout) | (lack == 0);
    }
    return others == 0;
}

/* settle_turns_next for all of them. */
static void take_turns(const struct settling *settling, size_t from, size_t to,
                       struct settle_turns *turns)
{
    instant *times = settling->builder->time;
    if (turns->count > 0 && times[to - 1] < turns->until && all_lack(settling, from, to) &&
        times_rise(times + from, to - from, turns->last)) {
        turns->count += to - from;
        turns->last = times[to - 1];
        for (size_t i = from; i < to; i++) times[i] += turns->turned;
        return;
    }
    for (size_t i = from; i < to; i++)
        if (lacks(settling, i)) times[i] = settle_turns_next(turns, times[i]);
}

/* None is without a time. */
static bool all_within(const instant *times, size_t count, instant from, instant to)
{
    uint64_t outside = 0; /* top bits */
    for (size_t i = 0; i < count; i++)
        outside |= ((uint64_t)times[i] - (uint64_t)from) | ((uint64_t)to - 1 - (uint64_t)times[i]);
    return outside >> 63 == 0;
}

static void forget_times(struct settling *settling)
{
    struct index_builder *builder = settling->builder;
    for (size_t i = 0; i < builder->count; i++)
        if (lacks(settling, i)) builder->time[i] = EVIDENCE_NO_TIME;
}

static bool find_place(const struct settling *settling, const struct settle_turns *turns,
                       struct settle_place *ret)
{
    const struct evidence_index_hints *hints = settling->hints;
    struct index_builder *builder = settling->builder;
    const char *what = turns->lack == SETTLE_YEAR ? "years" : "dates";
    instant day, latest = settle_latest(hints->modified, hints->now);
    if (settling->layouts->header_date != INSTANT_NONE &&
        settle_turns_first(turns, settling->layouts->header_date, ret)) {
        snprintf(builder->year_basis, sizeof builder->year_basis, "%s from a date in the header",
                 what);
        return true;
    }
    if (turns->lack != SETTLE_YEAR && hints->name && settle_name_date(span_of(hints->name), &day) &&
        settle_turns_first(turns, day, ret)) {
        snprintf(builder->year_basis, sizeof builder->year_basis, "%s from the file's name", what);
        return true;
    }
    /* settle_latest allows a day for clocks and zones; for a clock alone that would be a wrong day
     */
    if (turns->lack == SETTLE_DATE) latest = instant_add(latest, -NS_PER_DAY / 2);
    /* files are dated to the second, or to two */
    if (turns->lack == SETTLE_HOUR) latest = instant_add(latest, NS_PER_MIN - NS_PER_DAY);
    if (!settle_turns_last(turns, latest, ret)) return false;
    snprintf(builder->year_basis, sizeof builder->year_basis, "%s from %s", what,
             hints->modified != INSTANT_NONE ? "the file's date" : "today's date");
    return true;
}

/* All times of one day move by the same whole days. */
struct placing {
    const struct settle_place *place;
    instant day; /* where it begins; INSTANT_NONE before the first */
    duration by;
};

static void place_some(const struct settling *settling, size_t from, size_t to,
                       struct placing *placing)
{
    instant *times = settling->builder->time;
    instant day = placing->day;
    if (day != INSTANT_NONE && all_within(times + from, to - from, day, day + NS_PER_DAY) &&
        all_lack(settling, from, to)) {
        for (size_t i = from; i < to; i++) times[i] += placing->by;
        return;
    }
    for (size_t i = from; i < to; i++) {
        instant time = times[i];
        if (!lacks(settling, i) || time == EVIDENCE_NO_TIME) continue;
        if (day != INSTANT_NONE && time >= day && time - day < NS_PER_DAY) {
            times[i] = time + placing->by;
            continue;
        }
        times[i] = settle_place_one(placing->place, 0, time);
        placing->by = times[i] == INSTANT_NONE ? 0 : times[i] - time;
        day = times[i] == INSTANT_NONE ? INSTANT_NONE
                                       : time - (time % NS_PER_DAY + NS_PER_DAY) % NS_PER_DAY;
    }
    placing->day = day;
}

static void settle_lack(struct settling *settling, enum settle_lack lack)
{
    struct index_builder *builder = settling->builder;
    struct settle_turns turns;
    struct settle_place place;
    settle_turns_init(&turns, lack);
    for (size_t i = 0, count = (size_t)builder->count; i < count; i += TOGETHER)
        take_turns(settling, i, count - i < TOGETHER ? count : i + TOGETHER, &turns);
    if (turns.count == 0) return;
    if (!find_place(settling, &turns, &place)) {
        snprintf(builder->year_basis, sizeof builder->year_basis,
                 "no date fits the times without one: they are left open");
        forget_times(settling);
        return;
    }
    struct placing placing = {.place = &place, .day = INSTANT_NONE};
    for (size_t i = 0, count = (size_t)builder->count; i < count; i += TOGETHER)
        place_some(settling, i, count - i < TOGETHER ? count : i + TOGETHER, &placing);
}

/* ---- centuries ---- */

static void settle_century(struct settling *settling)
{
    struct index_builder *builder = settling->builder;
    instant end = settle_short_year_end(settling->hints->modified, settling->hints->now);
    if (end == INSTANT_NONE) return;
    for (size_t i = 0; i < builder->count; i++)
        if (builder->layout[i] == settling->layout && builder->time[i] != EVIDENCE_NO_TIME)
            builder->time[i] = settle_short_year(builder->time[i], end);
}

/* ---- day and month ---- */

bool lines_day_first(const struct stamp_format *format)
{
    struct span name = span_of(stamp_format_name(format));
    if (span_starts(name, SPAN("date "))) name = span_from(name, 5);
    return span_starts(name, SPAN("d")) || span_starts(name, SPAN("sccm d"));
}

/* The layout is now known by the format with day and month the other way round. */
static void rename_layout(struct line_layout *layout)
{
    const char *before = layout->face.stamp;
    layout->format = stamp_format_swapped(layout->format);
    const char *after = stamp_format_name(layout->format);
    bool plain = span_starts(span_of(layout->face.name), SPAN("text, ")) &&
                 span_starts(span_of(before), span_of(layout->face.name + 6));
    snprintf(layout->face.stamp, sizeof layout->face.stamp, "%s", after);
    if (plain) snprintf(layout->face.name, sizeof layout->face.name, "text, %.33s", after);
}

static void settle_order_of_days(struct settling *settling, struct line_layout *layout)
{
    const struct stamp_format *format = layout->format;
    struct index_builder *builder = settling->builder;
    bool day_first = lines_day_first(format);
    struct settle_orders orders;
    settle_orders_init(&orders);
    for (size_t i = 0; i < builder->count; i++) {
        if (builder->layout[i] != settling->layout || builder->time[i] == EVIDENCE_NO_TIME)
            continue;
        instant other = settle_exchange(builder->time[i]);
        settle_orders_add(&orders, day_first ? builder->time[i] : other,
                          day_first ? other : builder->time[i]);
    }
    enum settle_order order = settle_orders_decide(&orders, settling->hints->modified);
    bool exchange = order != SETTLE_UNCLEAR && (order == SETTLE_DAY_FIRST) != day_first;
    /* where nothing decides, a clock of twelve hours goes with the month in front; still marked */
    bool twelve = strstr(format->name, "12 hours") != NULL;
    if (order == SETTLE_UNCLEAR && twelve && day_first) exchange = true;
    if (exchange) rename_layout(layout);
    for (size_t i = 0; i < builder->count; i++) {
        if (builder->layout[i] != settling->layout || builder->time[i] == EVIDENCE_NO_TIME)
            continue;
        if (order == SETTLE_UNCLEAR) builder->flags[i] |= EVIDENCE_DAY_GUESS;
        if (exchange) builder->time[i] = settle_exchange(builder->time[i]);
    }
}

/* ---- leap seconds ---- */

/* multilog and svlogd put the time of Unix plus 10 s into a TAI64N label, s6-log and others what
 * the definition says, which counts leap seconds. A log is dated when its last line was written:
 * that tells which, to a few seconds. Where it does not, times are as defined, and marked. */
static void settle_leap_seconds(struct settling *settling)
{
    const duration early = 2 * NS_PER_S, late = 8 * NS_PER_S;
    struct index_builder *builder = settling->builder;
    instant last = INSTANT_NONE, dated = settling->hints->modified;
    for (size_t i = 0; i < builder->count; i++)
        if (builder->layout[i] == settling->layout && builder->time[i] != EVIDENCE_NO_TIME &&
            (last == INSTANT_NONE || builder->time[i] > last))
            last = builder->time[i];
    if (last == INSTANT_NONE) return;
    duration leaps = stamp_tai_leaps(last) * NS_PER_S;
    bool as_defined = false, plain = false;
    if (dated != INSTANT_NONE) {
        duration behind = dated - last;
        as_defined = behind < leaps - early; /* with them added it would end in the future */
        plain = behind >= leaps - early && behind <= leaps + late;
    }
    if (as_defined) return;
    for (size_t i = 0; i < builder->count; i++) {
        if (builder->layout[i] != settling->layout || builder->time[i] == EVIDENCE_NO_TIME)
            continue;
        if (plain)
            builder->time[i] += stamp_tai_leaps(builder->time[i]) * NS_PER_S;
        else
            builder->flags[i] |= EVIDENCE_LEAP_GUESS;
    }
}

void lines_settle(struct line_layouts *layouts, const struct evidence_index_hints *hints,
                  struct index_builder *builder)
{
    struct settling settling = {.builder = builder, .hints = hints, .layouts = layouts};
    for (unsigned i = 0; i < layouts->count; i++) {
        struct line_layout *layout = &layouts->item[i];
        settling.layout = i;
        if (!layout->format) continue;
        if (layout->stamp_flags & STAMP_SHORT_YEAR) settle_century(&settling);
        if (stamp_format_swapped(layout->format)) settle_order_of_days(&settling, layout);
        if (layout->format->program[0] == 'N') settle_leap_seconds(&settling);
        if (layout->stamp_flags & STAMP_NO_HOUR)
            settle_lack(&settling, SETTLE_HOUR);
        else if (layout->stamp_flags & STAMP_NO_DATE)
            settle_lack(&settling, SETTLE_DATE);
        else if (layout->stamp_flags & STAMP_NO_YEAR)
            settle_lack(&settling, SETTLE_YEAR);
    }
}
