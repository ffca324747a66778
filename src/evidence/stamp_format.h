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
 *   c      a clock in any form        &  what stands between date and clock
 *   H h k I  hour of 2 digits, of 1-2, with a leading blank, of a 12-hour clock
 *   M i, S s minute, second of 2 digits, of 1-2
 *   f F 2 3 6 l  decimals with sign, the same or nothing, exactly 2, 3 or 6 without sign, whole
 *          milliseconds
 *   z Z o q Q  offset, abbreviation, any of them or nothing, minutes behind UTC, ahead of it
 *   @ N X x  epoch number, TAI64N, Symantec, epoch seconds in hexadecimal
 *   + # ~ =  since start: seconds with decimals, whole milliseconds, whole seconds, a clock
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
    char start; /* how a stamp begins: '0' digits, '_' a digit or a blank, 'a' a day of the week,
                   'b' a month, '*' anything, else this byte */
    uint8_t least, most; /* how many digits at the beginning, for '0' */
    char after;          /* the byte behind those digits, 0 for any */
    bool minute;         /* the clock ends with the minutes: seconds behind it are no other text */
    bool loose;          /* offered only where no other format reads as far */
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
    uint8_t half;   /* 'a' or 'p' of a 12-hour clock that states it, else 0 */
    bool whole;     /* `direct` is the time: the fields say nothing */
    uint16_t flags; /* of this text, beside the format's own */
    int32_t nanosecond;
    int32_t offset; /* seconds east, with STAMP_OFFSET */
    instant direct;
};

/* How far reading looks. No stamp is this long (its length is a byte); one that seems to fill the
 * window goes on behind it (hundreds of decimals). */
enum { STAMP_WINDOW = 200 };

static inline struct stamp_fields stamp_fields_of(struct span text)
{
    const char *at = text.at ? text.at : "";
    return (struct stamp_fields){.at = at,
                                 .end = at + (text.len < STAMP_WINDOW ? text.len : STAMP_WINDOW)};
}

/* A bare number is taken for a time from 1990 on only: before, it is more likely something else. */
static inline bool stamp_is_plausible(unsigned flags, instant at)
{
    return !(flags & STAMP_EPOCH) || at == INSTANT_NONE || at >= INT64_C(631152000) * NS_PER_S;
}

/* What the fields read from `start` on mean. Looks up and notes the day in `memory`. */
bool stamp_finish(struct stamp_fields *fields, const char *start, struct stamp_reader *memory,
                  struct stamp *ret);
/* The same for the beginning of the fields' day alone; false when it is none. */
bool stamp_day(const struct stamp_fields *fields, struct stamp_reader *memory, int64_t *ret);

/* Runs `len` bytes of program; false when the text does not fit. Never reads at or past `end`. */
bool stamp_run(const char *program, size_t len, struct stamp_fields *fields);

/* Single parts: each takes its text off the front of `fields`, or is false. */
bool stamp_take_offset(struct stamp_fields *fields, bool hours_alone);
bool stamp_take_abbreviation(struct stamp_fields *fields);
bool stamp_take_any_zone(
    struct stamp_fields *fields); /* true without one; false for a broken one */
bool stamp_take_bias(struct stamp_fields *fields, bool ahead);
bool stamp_take_month_name(struct stamp_fields *fields);
bool stamp_take_weekday(struct stamp_fields *fields);
bool stamp_take_epoch(struct stamp_fields *fields, instant latest);
/* Leap seconds that a label for this instant counts. */
int64_t stamp_tai_leaps(instant at);
bool stamp_take_tai64n(struct stamp_fields *fields);
bool stamp_take_symantec(struct stamp_fields *fields);
bool stamp_take_hex_epoch(struct stamp_fields *fields);
bool stamp_take_uptime(struct stamp_fields *fields);
bool stamp_take_whole_uptime(struct stamp_fields *fields, duration unit);
bool stamp_take_uptime_clock(struct stamp_fields *fields);
bool stamp_take_half(struct stamp_fields *fields);
bool stamp_take_joint(struct stamp_fields *fields);
bool stamp_take_any_clock(struct stamp_fields *fields);

static inline bool stamp_is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static inline bool stamp_is_letter(char c)
{
    return (unsigned char)((c | 32) - 'a') < 26;
}

/* Length of the word of 2-5 capitals at `at` if it could be a zone's abbreviation, else 0. Those
 * end in T, C, Z, D, B, A or K; the words that mostly stand behind a clock in capitals do not
 * (INFO, WARN, ERROR, DEBUG, LOG). */
static inline size_t stamp_zone_word(const char *at, const char *end)
{
    static const uint32_t endings = 1U << ('T' - 'A') | 1U << ('C' - 'A') | 1U << ('Z' - 'A') |
                                    1U << ('D' - 'A') | 1U << ('B' - 'A') | 1U << ('A' - 'A') |
                                    1U << ('K' - 'A');
    size_t len = 0;
    while (len < 6 && at + len < end && at[len] >= 'A' && at[len] <= 'Z') len++;
    bool may_be = len >= 2 && len <= 5 && (endings >> (at[len - 1] - 'A') & 1);
    return may_be ? len : 0;
}

#endif
