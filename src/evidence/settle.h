/*
 * Completing times over a whole file: what a stamp leaves out is settled by its neighbours, by the
 * file's own dates and by when the file was last written. Pure functions, internal to evidence/.
 */
#ifndef EVIDENCE_SETTLE_H
#define EVIDENCE_SETTLE_H

#include "base/base.h"

/*
 * ---- years, dates and hours that are not written ----
 *
 * Such times turn: after December comes January. Records are added in file order; a fall of more
 * than half a period begins a new turn, and a rise of nearly a whole one is a late record of the
 * turn before (Dec, Jan, Dec, Jan around New Year is one turn, not three). The answer for a record
 * depends on the record before it and on nothing else, so chunks of a file can be counted one by
 * one, by several threads, and joined later with the same outcome:
 *
 *     in each chunk   provisional = settle_turns_add(&chunk, stamp.time)      for each record
 *     joining         shift = settle_turns_join(&file, &chunk)                for each chunk in
 * order then            settle_turns_last(&file, latest, &place)                or .._first
 *                     settle_place_all(&place, shift, times, flags, mask, count)   for each chunk
 *
 * Every file needs the last step once: a provisional time means nothing by itself.
 */
enum settle_lack {
    SETTLE_YEAR, /* STAMP_NO_YEAR: times are in 1972, a leap year */
    SETTLE_DATE, /* STAMP_NO_DATE: times are within 1970-01-01 */
    SETTLE_HOUR, /* STAMP_NO_HOUR: within the first hour of it */
};

struct settle_turns {
    enum settle_lack lack;
    uint64_t count;      /* times added; the rest means nothing while it is 0 */
    instant first, last; /* as given, without turns */
    int64_t turn;        /* of the last time; the first has turn 0 */
    int64_t least, most; /* over all times */
    bool has_leap_day;   /* a February 29 was among them ... */
    int64_t leap_turn;   /* ... in this turn */
    instant until;       /* times from `last` up to before this one change nothing but `last` */
    duration turned;     /* what they are moved by */
};

void settle_turns_init(struct settle_turns *turns, enum settle_lack lack);
/* Adds the time of the next record (INSTANT_NONE: it has none and is passed over). Returns it with
 * the turns within this chunk applied. */
instant settle_turns_add(struct settle_turns *turns, instant time);
/* The same at hand: most times follow the one before them closely. */
static inline instant settle_turns_next(struct settle_turns *turns, instant time)
{
    if (turns->count == 0 || time < turns->last || time >= turns->until)
        return settle_turns_add(turns, time);
    turns->count++;
    turns->last = time;
    return time + turns->turned;
}
/* Appends a chunk that follows in the file. Returns the turns between the beginning of the file and
 * the chunk's: the shift for its provisional times. */
int64_t settle_turns_join(struct settle_turns *turns, const struct settle_turns *next);

/* Where turn 0 is in real time. */
struct settle_place {
    enum settle_lack lack;
    int64_t base; /* a year, or nanoseconds to add */
};

/* Places the last record as late as possible but not after `latest`, which is in the clock of the
 * source; a February 29 forces a leap year. False when nothing fits (more turns than a log can
 * have, no times, `latest` is INSTANT_NONE): the times then stay unknown. */
bool settle_turns_last(const struct settle_turns *turns, instant latest, struct settle_place *ret);
/* Places the first record by a date in a header or a file name: on that day, or for a clock that is
 * more than half a period earlier than `begin`, in the next period. */
bool settle_turns_first(const struct settle_turns *turns, instant begin, struct settle_place *ret);
/* The real time; INSTANT_NONE for a February 29 in a year that has none. */
instant settle_place_one(const struct settle_place *place, int64_t shift, instant provisional);
/* Replaces the provisional times of the records that have one of the flags in `mask`. */
void settle_place_all(const struct settle_place *place, int64_t shift, instant *times,
                      const uint16_t *flags, uint16_t mask, uint64_t count);

/* The latest moment that a record of a file can have, for settle_turns_last: a day after the file
 * was written or after now, whichever is earlier (the day is for clocks and zones not yet known).
 * Either may be INSTANT_NONE; INSTANT_NONE when both are. */
instant settle_latest(instant modified, instant now);

/* ---- years of two digits ---- */

/* The moment after the last year that two digits may mean: the year after the file was written.
 * INSTANT_NONE arguments as above; without both, STAMP_SHORT_YEAR's own window stays. */
instant settle_short_year_end(instant modified, instant now);
/* Moves a time by centuries into the hundred years before `end`; INSTANT_NONE for a February 29
 * that does not exist there. */
instant settle_short_year(instant time, instant end);

/* ---- day before month, or month before day ---- */

enum settle_order { SETTLE_UNCLEAR, SETTLE_DAY_FIRST, SETTLE_MONTH_FIRST };

struct settle_orders {
    uint64_t count;    /* times added */
    uint64_t only[2];  /* that are a date in one order alone: [0] day first, [1] month first */
    uint64_t falls[2]; /* steps back by more than a day, read in one order */
    instant first[2], last[2]; /* of the times that are dates in both orders */
    bool has_both;
};

void settle_orders_init(struct settle_orders *orders);
/* One record, read both ways; INSTANT_NONE where that is no date. */
void settle_orders_add(struct settle_orders *orders, instant day_first, instant month_first);
void settle_orders_join(struct settle_orders *orders, const struct settle_orders *next);
/* By a field above 12, else by which order makes the times ascend, else by which brings the last
 * one clearly nearer to `modified` without passing it by more than a day (INSTANT_NONE: cannot
 * tell). SETTLE_UNCLEAR leaves the records to be flagged EVIDENCE_DAY_GUESS. */
enum settle_order settle_orders_decide(const struct settle_orders *orders, instant modified);
/* The same text read in the other order: day and month change places; INSTANT_NONE when that is no
 * date. For civil times (or instants within UTC days). */
instant settle_exchange(instant time);

/* ---- dates in file names ---- */

/* "app-2026-03-04.log", "access_20260304.gz", "2026.03.04_17.txt": the first date in the last part
 * of a path, as the beginning of that day. */
bool settle_name_date(struct span name, instant *ret_day);

#endif
