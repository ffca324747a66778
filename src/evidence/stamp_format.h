/*
 * What the stamp files share: a row of the table, and the little programs that its patterns become.
 *
 * data/gen_stamps.py turns each pattern into a program, one byte a step, with these letters (the
 * pattern's own notation is at the top of data/stamps.tsv):
 *
 *   Y y w  year of 4 digits, of 2, of 2 with a blank for zero      j  day of the year (after Y)
 *   m n b  month of 2 digits, of 1-2, by name                      G V u  ISO week date
 *   d D e  day of 2 digits, of 1-2, of 1-2 with a leading blank    a  day of the week
 *   T      hh:mm:ss                                                p  AM or PM
 *   H h k I  hour of 2 digits, of 1-2, with a leading blank, of a 12-hour clock
 *   M i, S s minute, second of 2 digits, of 1-2
 *   f F 3 l  decimals with sign, the same or nothing, exactly 3 without sign, whole milliseconds
 *   z Z o q  offset, abbreviation, any of them or nothing, minutes behind UTC
 *   @ N X +  epoch number, TAI64N, Symantec, seconds since start
 *   ' x          the byte x
 *   ? x          the byte x or nothing
 *   { n x...     one of n bytes
 *   [ n (k ...)... one of several programs of k bytes each, n bytes in all, or nothing
 *   ( n (k ...)... the same, one of them needed
 */
#ifndef EVIDENCE_STAMP_FORMAT_H
#define EVIDENCE_STAMP_FORMAT_H

#include "evidence/stamp.h"

struct stamp_format {
    const char *name;
    const char *program;
    uint8_t program_len;
    uint8_t date_len; /* bytes of the program that read a date in front of the clock; 0: none */
    char start; /* first byte of a stamp: '0' digit, 'A' letter, '_' blank or digit, '*' any */
    bool loose; /* offered only where no other format reads as far */
    uint16_t flags;
    int16_t swapped; /* number of the format with day and month exchanged, -1 for none */
    const char *example, *reading;
};

/* What a program has read so far. */
struct stamp_fields {
    const char *at, *end; /* the text still to be read */
    int32_t year;
    uint8_t month, day, hour, minute, second;
    uint8_t week; /* of an ISO week date, until its day is known */
    uint8_t digits;
    uint8_t half;   /* 'a' or 'p' of a 12-hour clock that states it, 0 otherwise */
    bool twelve;    /* the hour was 1-12 */
    bool whole;     /* `direct` is the time: the fields say nothing */
    uint16_t flags; /* of this text, beside the format's own */
    int32_t nanosecond;
    int32_t offset; /* seconds east, with STAMP_OFFSET */
    instant direct;
};

/* Runs `len` bytes of program; false when the text does not fit. Never reads at or past `end`. */
bool stamp_run(const char *program, size_t len, struct stamp_fields *fields);

/* Single parts: each takes its text off the front of `fields`, or is false. */
bool stamp_take_clock(struct stamp_fields *fields);    /* hh:mm:ss */
bool stamp_take_fraction(struct stamp_fields *fields); /* "." or "," and digits */
bool stamp_take_decimals(struct stamp_fields *fields); /* the digits alone */
bool stamp_take_offset(struct stamp_fields *fields, bool hours_alone);
bool stamp_take_abbreviation(struct stamp_fields *fields);
bool stamp_take_any_zone(
    struct stamp_fields *fields); /* true without one; false for a broken one */
bool stamp_take_bias(struct stamp_fields *fields);
bool stamp_take_month_name(struct stamp_fields *fields);
bool stamp_take_weekday(struct stamp_fields *fields);
bool stamp_take_epoch(struct stamp_fields *fields, instant latest);
bool stamp_take_tai64n(struct stamp_fields *fields);
bool stamp_take_symantec(struct stamp_fields *fields);
bool stamp_take_uptime(struct stamp_fields *fields);

static inline bool stamp_is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static inline bool stamp_is_letter(char c)
{
    return (unsigned char)((c | 32) - 'a') < 26;
}

#endif
