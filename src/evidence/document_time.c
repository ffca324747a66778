/* The stamp of a record whose place is known, so that the whole text is the stamp. */
#include "evidence/document.h"
#include "evidence/lines.h"
#include "evidence/settle.h"

#include <stdio.h>

enum {
    CANDIDATES = 8,
    /* A free bit of the flags, gone when the times are settled: the first number is above 12, so
     * that the stamp is a date with the day first only. */
    DAY_FIRST_ONLY = 1 << 11,
};

static const struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};

void document_clock_init(struct document_clock *clock, const struct evidence_index_hints *hints)
{
    *clock = (struct document_clock){.latest = INT64_MAX};
    instant now = hints->now, modified = hints->modified;
    instant last = now == INSTANT_NONE || modified > now ? modified : now;
    if (last != INSTANT_NONE) clock->latest = instant_add(last, NS_PER_DAY);
    clock->century_end = settle_short_year_end(modified, now);
}

/* What a stamp says by itself. A time without a year is in 1972 until document_settle() knows. */
static struct document_time time_of(const struct document_clock *clock, const struct stamp *stamp,
                                    const struct stamp_format *format)
{
    enum { UNUSABLE = STAMP_NO_DATE | STAMP_SENTINEL | STAMP_DATE_ONLY | STAMP_SINCE_BOOT };
    unsigned digits = stamp->digits > 9 ? 9 : stamp->digits;
    if (stamp->flags & UNUSABLE) return none;
    struct document_time time = {stamp->time, (uint16_t)(digits << 12), format};
    if (!(stamp->flags & (STAMP_OFFSET | STAMP_EPOCH))) time.flags |= EVIDENCE_LOCAL;
    if (stamp->flags & STAMP_LEAP) time.flags |= EVIDENCE_LEAP;
    if (stamp->flags & STAMP_NO_YEAR) time.flags |= EVIDENCE_YEAR_INFERRED;
    if (stamp->flags & STAMP_SHORT_YEAR && clock->century_end != INSTANT_NONE)
        time.time = settle_short_year(time.time, clock->century_end);
    return time;
}

/* Seconds, or thousandths and so on by magnitude; "1795326790 +0000" of git names its zone too. */
static bool is_number(struct span text, struct span *ret)
{
    size_t i = 0, dots = 0;
    while (i < text.len && ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '.'))
        dots += text.at[i++] == '.';
    *ret = span_sub(text, 0, i);
    return i >= 9 && dots <= 1 && (i == text.len || text.at[i] == ' ');
}

/* "06.05.2031": points between the numbers are of where the day comes first. */
static bool has_points(struct span text)
{
    size_t at = 0;
    while (at < text.len && text.at[at] >= '0' && text.at[at] <= '9') at++;
    return at > 0 && at <= 2 && at < text.len && text.at[at] == '.';
}

/* A format whose day and month could be exchanged is read with the month first when it can be; what
 * is known of all of them decides later. */
static struct document_time read_either_way(struct document_clock *clock, struct span text,
                                            const struct stamp_format *format,
                                            const struct stamp_format *partner)
{
    bool day_first = lines_day_first(format);
    const struct stamp_format *months = day_first ? partner : format;
    const struct stamp_format *days = day_first ? format : partner;
    struct stamp stamp;
    clock->european = clock->european || has_points(text);
    bool by_month = stamp_read(months, text, &stamp);
    if (!by_month && !stamp_read(days, text, &stamp)) return none;
    struct document_time time = time_of(clock, &stamp, by_month ? months : days);
    if (time.time != EVIDENCE_NO_TIME) time.flags |= EVIDENCE_DAY_GUESS;
    if (time.time != EVIDENCE_NO_TIME && !by_month) time.flags |= DAY_FIRST_ONLY;
    return time;
}

/* Of readings of a year with two digits the one nearest to the end of what is possible. */
static unsigned nearest(const struct document_clock *clock,
                        const struct stamp_format *const *formats, const struct stamp *stamps,
                        unsigned count)
{
    unsigned best = 0;
    instant latest = INSTANT_NONE;
    if (!(stamps[0].flags & STAMP_SHORT_YEAR) || clock->century_end == INSTANT_NONE) return 0;
    for (unsigned i = 0; i < count; i++) {
        if (stamps[i].len != stamps[0].len || !(stamps[i].flags & STAMP_SHORT_YEAR)) continue;
        instant time = time_of(clock, &stamps[i], formats[i]).time;
        if (time == EVIDENCE_NO_TIME || time > clock->latest) continue;
        if (latest != INSTANT_NONE && time <= latest) continue;
        latest = time;
        best = i;
    }
    return best;
}

struct document_time document_clock_read(struct document_clock *clock, struct span text)
{
    const struct stamp_format *formats[CANDIDATES], *partner;
    struct stamp stamps[CANDIDATES], stamp;
    struct span number;
    text = span_trim(text);
    if (is_number(text, &number))
        return stamp_epoch(number, clock->latest, &stamp) ? time_of(clock, &stamp, NULL) : none;
    if (clock->locked && stamp_reader_read(&clock->reader, text, &stamp) && stamp.len == text.len)
        return time_of(clock, &stamp, clock->reader.format);
    unsigned count = stamp_candidates(text, false, formats, stamps, CANDIDATES);
    if (count == 0) return none;
    unsigned best = nearest(clock, formats, stamps, count);
    partner = stamp_format_swapped(formats[best]);
    if (partner) return read_either_way(clock, text, formats[best], partner);
    clock->locked = true;
    stamp_reader_init(&clock->reader, formats[best]);
    return time_of(clock, &stamps[best], formats[best]);
}

/* ---- over the whole content ---- */

static void settle_days(struct index_builder *builder, instant modified, bool european)
{
    struct settle_orders orders;
    settle_orders_init(&orders);
    for (uint64_t i = 0; i < builder->count; i++) {
        if (!(builder->flags[i] & EVIDENCE_DAY_GUESS)) continue;
        bool day_only = builder->flags[i] & DAY_FIRST_ONLY;
        settle_orders_add(&orders, day_only ? builder->time[i] : settle_exchange(builder->time[i]),
                          day_only ? INSTANT_NONE : builder->time[i]);
    }
    enum settle_order order = settle_orders_decide(&orders, modified);
    for (uint64_t i = 0; i < builder->count; i++) {
        uint16_t flags = builder->flags[i];
        if (!(flags & EVIDENCE_DAY_GUESS)) continue;
        builder->flags[i] &= (uint16_t)~DAY_FIRST_ONLY;
        if (order == SETTLE_UNCLEAR) { /* still a guess */
            if (european && !(flags & DAY_FIRST_ONLY))
                builder->time[i] = settle_exchange(builder->time[i]);
            continue;
        }
        builder->flags[i] &= (uint16_t)~EVIDENCE_DAY_GUESS;
        if (order == SETTLE_DAY_FIRST && !(flags & DAY_FIRST_ONLY))
            builder->time[i] = settle_exchange(builder->time[i]);
        if (order == SETTLE_MONTH_FIRST && flags & DAY_FIRST_ONLY)
            builder->time[i] = EVIDENCE_NO_TIME; /* no date in the order of all others */
    }
}

static void settle_years(struct index_builder *builder, const struct evidence_index_hints *hints)
{
    struct settle_turns turns;
    struct settle_place place;
    settle_turns_init(&turns, SETTLE_YEAR);
    for (uint64_t i = 0; i < builder->count; i++)
        if (builder->flags[i] & EVIDENCE_YEAR_INFERRED)
            builder->time[i] = settle_turns_add(&turns, builder->time[i]);
    if (turns.count == 0) return;
    bool placed = settle_turns_last(&turns, settle_latest(hints->modified, hints->now), &place);
    snprintf(builder->year_basis, sizeof builder->year_basis, "%s",
             !placed ? "no year fits the times without one: they are left open"
             : hints->modified != INSTANT_NONE ? "years from the file's date"
                                               : "years from today's date");
    for (uint64_t i = 0; i < builder->count; i++) {
        if (!(builder->flags[i] & EVIDENCE_YEAR_INFERRED)) continue;
        builder->time[i] =
            placed ? settle_place_one(&place, 0, builder->time[i]) : EVIDENCE_NO_TIME;
    }
}

void document_settle(struct index_builder *builder, const struct evidence_index_hints *hints,
                     bool european)
{
    settle_days(builder, hints->modified, european);
    settle_years(builder, hints);
}
