/*
 * Time: instants, civil dates and zones.
 *
 * An instant is int64 nanoseconds since 1970-01-01T00:00:00Z (POSIX time, no leap seconds), which
 * covers the years 1677 to 2262. Civil arithmetic is the proleptic Gregorian calendar; the day
 * count follows H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2014). Zones come from
 * the system's TZif files (RFC 9636), read by our own reader: the C library's TZ is process-global,
 * and a server answers in many zones at once.
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/error.h"
#include "base/span.h"
#include "base/text.h"

typedef int64_t instant;  /* nanoseconds since 1970 UTC */
typedef int64_t duration; /* nanoseconds, signed */

/* "Has no time"; sorts before everything, never shown. */
#define INSTANT_NONE ((instant)INT64_MIN)

#define NS_PER_US   INT64_C(1000)
#define NS_PER_MS   INT64_C(1000000)
#define NS_PER_S    INT64_C(1000000000)
#define NS_PER_MIN  (60 * NS_PER_S)
#define NS_PER_HOUR (3600 * NS_PER_S)
#define NS_PER_DAY  (86400 * NS_PER_S)

struct civil {
    int year;                 /* astronomical: 0 is 1 BC */
    int month, day;           /* 1-12, 1-31 */
    int hour, minute, second; /* second 60 is a leap second */
    int32_t nanosecond;       /* 0-999999999 */
};

int64_t civil_days(int year, int month, int day); /* days since 1970-01-01 */
void civil_of_days(int64_t days, int *year, int *month, int *day);
int civil_weekday(int64_t days); /* 0 is Sunday */
int civil_month_length(int year, int month);
/* Takes the fields as UTC; false when a field is out of range or the instant does not fit. Second
 * 60 counts as 59 plus one second (POSIX). */
bool civil_to_instant(const struct civil *civil, instant *ret);
struct civil civil_of_instant(instant at);
/* Whole seconds since 1970 and 0-999999999 nanoseconds after them; false when it does not fit. */
bool instant_of_seconds(int64_t seconds, int32_t nanosecond, instant *ret);

/* The day of an instant in UTC, counted from 1970. */
static inline int32_t instant_day(instant at)
{
    return (int32_t)(at / NS_PER_DAY - (at % NS_PER_DAY < 0));
}

/* Adds without wrapping: saturates at the ends, INSTANT_NONE stays NONE. */
instant instant_add(instant at, duration by);

/* ---- zones ---- */

struct zone; /* immutable after loading; may be shared by threads */

/* `name`: an IANA name ("America/New_York"), "UTC", "GMT", "Z", or a fixed offset ("-05:00",
 * "+0530",
 * "+02", "UTC-5"), which need no files. Looks in $POSTMORTEM_ZONEINFO, then the system's folders;
 * names with "..", a leading "/" or characters outside [A-Za-z0-9_+-/] are refused (BAD_INPUT), and
 * so are "right/" zones, which count leap seconds. NOT_FOUND suggests near names and says what
 * helps. The zone is owned by the caller: zone_free. */
enum status zone_load(const char *name, struct zone **ret, struct error *error);
/* Parses TZif bytes (version 1 to 4, footer included); for tests and fuzzing. Leap-second records
 * are ignored. A file that is not sound in every part is refused (BAD_INPUT, LIMIT). */
enum status zone_parse(const char *name, struct span tzif, struct zone **ret, struct error *error);
/* NULL when out of memory, or when the offset is a day or more. */
struct zone *zone_fixed(int32_t seconds_east);
void zone_free(struct zone *zone);              /* NULL is fine */
const char *zone_name(const struct zone *zone); /* borrows; "UTC" or "-05:00" for a fixed one */

/* In the three calls below a NULL zone is UTC. */

/* Offset in seconds east of UTC in force at an instant; *ret_abbreviation (may be NULL) borrows. */
int32_t zone_offset(const struct zone *zone, instant at, const char **ret_abbreviation);

enum zone_fit {
    ZONE_UNIQUE, /* exactly one instant has this local time */
    ZONE_FOLD,   /* two have (clocks went back); first and second are given */
    ZONE_GAP,    /* none has (clocks went forward); first is by the offset before the gap, second by
                    the offset after it */
};
/* `local` is civil time counted as if it were UTC. *ret_first <= *ret_second for a fold; equal when
 * unique. */
enum zone_fit zone_to_instants(const struct zone *zone, instant local, instant *ret_first,
                               instant *ret_second);
/* The zone's next change of offset strictly after `at`, or INT64_MAX when none is known. */
instant zone_next_change(const struct zone *zone, instant at);

/* Offset of an unambiguous zone abbreviation ("UTC", "CET", "PST", ...) in seconds; false for
 * unknown ones and for those that mean different things in different places (CST, IST, BST, SST,
 * EST, ...), which only the source's own zone can settle. */
bool zone_abbreviation(struct span name, int32_t *ret_seconds_east);

/* ---- text ---- */

enum instant_style {
    INSTANT_FULL,  /* 2026-11-22T05:54:53.120Z, or -05:00 at the end in another zone */
    INSTANT_CLOCK, /* 05:54:53.120 */
    INSTANT_DATE,  /* 2026-11-22 */
};
/* Appends in the zone (NULL is UTC) with `digits` decimals (0-9; the rest is cut, not rounded), or
 * as many as are not zero when negative. An offset with seconds (before standard time) shows them.
 * INSTANT_NONE appends "-". */
void instant_add_text(struct text *text, instant at, const struct zone *zone,
                      enum instant_style style, int digits);
/* Reads what people type: RFC 3339, "2026-11-22 05:54", "2026-11-22 05:54:53,12 CET", "2026-11-22",
 * "05:54:53" (needs `day`: an instant on that day in the zone, or INSTANT_NONE), epoch seconds with
 * "@". Decimals beyond nine are cut.
 * *ret_width is the span that the written precision leaves open: 0 for full nanoseconds, a minute
 * less 1 ns for "05:54", the whole local day less 1 ns for a date (0 for a day that the zone
 * skipped). A text without offset is in `zone` (NULL is UTC): an hour that happens twice is taken
 * the first time, one that never happens by the offset before the gap. BAD_INPUT says what was
 * expected. */
enum status instant_parse(struct span text, const struct zone *zone, instant day, instant *ret,
                          duration *ret_width, struct error *error);
/* "56 s", "1 min 59 s", "2 h 03 min", "1 d 00 h 00 min 05 s", "1.25 ms"; a minus leads when
 * negative. Below a minute three decimals, above it whole seconds; what is finer is cut. */
void duration_add_text(struct text *text, duration length);
/* "30s", "5m", "2h", "1d", "250ms", "1h30m", "1.5 h", "2 h 03 min": from large units to small ones,
 * each once; a sign may lead. Reads all that duration_add_text writes. BAD_INPUT otherwise. */
enum status duration_parse(struct span text, duration *ret, struct error *error);

#endif
