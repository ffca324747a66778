/*
 * Time stamps as they are written in logs. Internal to evidence/.
 *
 * A stamp format is one row of data/stamps.tsv. Reading a stamp gives what the text states and
 * nothing else; what it leaves out (year, date, zone) is settled over the whole file by the caller.
 */
#ifndef EVIDENCE_STAMP_H
#define EVIDENCE_STAMP_H

#include "base/base.h"

enum stamp_flag {
    STAMP_OFFSET = 1 << 0,      /* `time` is an instant: an offset, Z or a clear abbreviation is written */
    STAMP_NO_YEAR = 1 << 1,     /* `time` is in year 1972 (a leap year) */
    STAMP_NO_DATE = 1 << 2,     /* `time` is within 1970-01-01 */
    STAMP_SHORT_YEAR = 1 << 3,  /* two digits; `time` uses 1970-2069 */
    STAMP_LEAP = 1 << 4,        /* second 60 */
    STAMP_ZONE_UNCLEAR = 1 << 5, /* an abbreviation that means several zones; treated as local */
    STAMP_SINCE_BOOT = 1 << 6,  /* monotonic seconds */
    STAMP_SENTINEL = 1 << 7,    /* a placeholder such as 0001-01-01 or 9999-12-31: has no time */
    STAMP_EPOCH = 1 << 8,       /* a bare number; plausible by magnitude only */
    STAMP_DATE_ONLY = 1 << 9,   /* a date without time of day */
};

struct stamp {
    instant time;    /* an instant with STAMP_OFFSET, else civil time counted as UTC */
    uint16_t flags;
    uint8_t digits;  /* decimals written (capped at 9) */
    uint8_t len;     /* bytes of text used */
};

struct stamp_format; /* immutable, static */

/* Number of formats, and one by number (0..count-1) or by the name used in the table; NULL. */
unsigned stamp_format_count(void);
const struct stamp_format *stamp_format_get(unsigned number);
const struct stamp_format *stamp_format_named(struct span name);
const char *stamp_format_name(const struct stamp_format *format);
/* The partner of a format with day and month exchanged ("%d/%m/%Y" for "%m/%d/%Y"), or NULL. */
const struct stamp_format *stamp_format_swapped(const struct stamp_format *format);

/* Reads a stamp at the very start of `text` (which may go on behind it; at least 64 bytes should be
 * given where there are that many). The stamp must end at a boundary: a digit may not follow. */
bool stamp_read(const struct stamp_format *format, struct span text, struct stamp *ret);

/* All formats that read at the start of `text`, longest stamp first; at most `most`. For detection:
 * careful, not fast. Formats that are bare numbers come only when `epochs` is true. */
unsigned stamp_candidates(struct span text, bool epochs, const struct stamp_format **ret,
                          struct stamp *ret_stamps, unsigned most);

/* The hot path: a reader locked to one format, remembering the last date text so that most stamps
 * cost no calendar work. Same answers as stamp_read. */
struct stamp_reader {
    const struct stamp_format *format;
    char date_text[32]; /* private: the date part last read */
    uint8_t date_len;
    int64_t date_ns;
    uint16_t date_flags;
};
void stamp_reader_init(struct stamp_reader *reader, const struct stamp_format *format);
bool stamp_reader_read(struct stamp_reader *reader, struct span text, struct stamp *ret);

/* Settles epoch numbers: 9-10 digits seconds, 12-13 ms, 15-16 us, 18-19 ns, with an exact decimal
 * fraction; false outside 1990 .. `latest`. */
bool stamp_epoch(struct span digits, instant latest, struct stamp *ret);

#endif
