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
    STAMP_OFFSET =
        1 << 0, /* `time` is an instant: an offset, Z or a clear abbreviation is written */
    STAMP_NO_YEAR = 1 << 1,      /* `time` is in year 1972 (a leap year) */
    STAMP_NO_DATE = 1 << 2,      /* `time` is within 1970-01-01 */
    STAMP_SHORT_YEAR = 1 << 3,   /* two digits; `time` uses 1970-2069 */
    STAMP_LEAP = 1 << 4,         /* second 60 */
    STAMP_ZONE_UNCLEAR = 1 << 5, /* an abbreviation that means several zones; treated as local */
    STAMP_SINCE_BOOT = 1 << 6,   /* monotonic seconds */
    STAMP_SENTINEL = 1 << 7,     /* a placeholder such as 0001-01-01 or 9999-12-31: has no time */
    STAMP_EPOCH = 1 << 8,        /* a bare number; plausible by magnitude only */
    STAMP_DATE_ONLY = 1 << 9,    /* a date without time of day */
    STAMP_NO_HOUR = 1 << 10,     /* minutes and seconds alone; comes with STAMP_NO_DATE */
};

struct stamp {
    instant time; /* an instant with STAMP_OFFSET, else civil time counted as UTC;
                     INSTANT_NONE with STAMP_SENTINEL; since the start with STAMP_SINCE_BOOT */
    uint16_t flags;
    uint8_t digits; /* decimals written (capped at 9) */
    uint8_t len;    /* bytes of text used */
};

struct stamp_format; /* immutable, static */

/* Number of formats, and one by number (0..count-1) or by the name used in the table; NULL. */
unsigned stamp_format_count(void);
const struct stamp_format *stamp_format_get(unsigned number);
const struct stamp_format *stamp_format_named(struct span name);
const char *stamp_format_name(const struct stamp_format *format);
/* The partner of a format with day and month exchanged ("%d/%m/%Y" for "%m/%d/%Y"), or NULL. */
const struct stamp_format *stamp_format_swapped(const struct stamp_format *format);

/* Flags that every stamp of a format has: NO_YEAR, NO_DATE, NO_HOUR, SHORT_YEAR, DATE_ONLY, EPOCH,
 * SINCE_BOOT. What depends on the text (OFFSET, LEAP, ZONE_UNCLEAR, SENTINEL) is not among them. */
uint16_t stamp_format_flags(const struct stamp_format *format);
/* How many decimals stand apart behind a blank: they may be a number of their own. 0 for none. */
unsigned stamp_format_parted(const struct stamp_format *format);
/* True for a bare number that is a time only where a level follows it. */
bool stamp_format_needs_level(const struct stamp_format *format);
/* True for a number of seconds since the start that may stand anywhere in a line. */
bool stamp_format_is_traced(const struct stamp_format *format);
/* True for a clock alone and for one in front of its date. */
bool stamp_format_begins_with_clock(const struct stamp_format *format);
/* True for a format that counts only where no other reads as far. */
bool stamp_format_loose(const struct stamp_format *format);
/* The table's own example and what it reads as (notation at the top of data/stamps.tsv). */
struct span stamp_format_example(const struct stamp_format *format);
struct span stamp_format_reading(const struct stamp_format *format);

/* Reads a stamp at the very start of `text` (which may go on behind it; at least 64 bytes should be
 * given where there are that many). The stamp must end at a boundary: a digit may not follow, and
 * neither may more of a longer number, address or version ("10:11:12:13", "2023-10-12.4") where the
 * format is a clock or a date alone. *ret is untouched when false. */
bool stamp_read(const struct stamp_format *format, struct span text, struct stamp *ret);

/* All formats that read at the start of `text`, longest stamp first and date-only ones last; at
 * most `most`. For detection: careful, not fast. Formats that could be any number (STAMP_EPOCH)
 * come only when `epochs` is true. What stands before the stamp is for the caller to check. */
unsigned stamp_candidates(struct span text, bool epochs, const struct stamp_format **ret,
                          struct stamp *ret_stamps, unsigned most);

/* True when the text begins with the name of a month, in any language of data/months.tsv. */
bool stamp_begins_with_month(struct span text);

/* The hot path: a reader locked to one format. It remembers the text in front of the clock and what
 * it meant, so that most stamps cost one comparison, the clock and the offset. Same answers as
 * stamp_read. The members are private. */
struct stamp_reader {
    const struct stamp_format *format;
    char date_text[32]; /* the bytes in front of the clock when they were last read */
    uint8_t date_len;   /* 0: nothing is remembered */
    char tail;          /* what stands behind them, when stamp_quick reads it; else 0 */
    uint16_t quick_flags;
    int16_t year; /* what they say; 0 where they do not */
    uint8_t month, day;
    uint32_t day_key; /* year, month and day that `day_ns` is for */
    int64_t day_ns;
    uint64_t date_words[2], date_masks[2]; /* of `date_text`, when `tail` is set */
    uint64_t clock_word;                   /* the hh:mm:ss read last; many stamps share one */
    int64_t clock_ns;                      /* what it means, since midnight */
    uint64_t zone_word, zone_mask;         /* of the zone's text and the byte behind it; 0: none */
    uint8_t zone_len;                      /* a zone with its blank, without that byte */
    uint16_t zone_flags;
    int32_t zone_offset;
};
void stamp_reader_init(struct stamp_reader *reader, const struct stamp_format *format);
bool stamp_reader_read(struct stamp_reader *reader, struct span text, struct stamp *ret);

/* Settles epoch numbers: 9-10 digits seconds, 12-13 ms, 15-16 us, 18-19 ns, with an exact decimal
 * fraction behind a point; `digits` holds the number and nothing else. False outside 1990 ..
 * `latest` (stamp_read, which knows no latest, takes all that an instant can hold). */
bool stamp_epoch(struct span digits, instant latest, struct stamp *ret);

#endif
