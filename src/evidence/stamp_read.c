/* Reading a whole stamp: what a program has read becomes a time. */
#include "evidence/stamp_format.h"

#include <assert.h>

enum { FIRST_YEAR = 1678, LAST_YEAR = 2261 }; /* whole years that an instant can hold */

/* Dates that programs write for "none": the zero of databases and of Go, of Windows, "for ever". */
static bool is_placeholder(const struct stamp_fields *f)
{
    return f->year == 0 || (f->year == 1 && f->month == 1 && f->day == 1) ||
           (f->year == 9999 && f->month == 12 && f->day == 31) ||
           (f->year == 1601 && f->month == 1 && f->day == 1);
}

/* Nanoseconds of the day's beginning, from the reader's memory when it is the same day again. */
bool stamp_day(const struct stamp_fields *f, struct stamp_reader *memory, int64_t *ret)
{
    uint32_t key = (uint32_t)f->year << 16 | (uint32_t)f->month << 8 | f->day;
    if (key == 0 || key != memory->day_key) { /* 0: no day, as in a memory that is still empty */
        if (f->year < FIRST_YEAR || f->year > LAST_YEAR || !f->month || f->month > 12 || !f->day ||
            f->day > civil_month_length(f->year, f->month))
            return false;
        memory->day_ns = civil_days(f->year, f->month, f->day) * NS_PER_DAY;
        memory->day_key = key;
    }
    *ret = memory->day_ns;
    return true;
}

/* Behind a date stands a clock that its format does not read ("2031-05-06  7.08"): the date alone
 * would say midnight, which is wrong. */
static bool clock_follows(const struct stamp_fields *f)
{
    size_t len = (size_t)(f->end - f->at), at = 0, from;
    while (at < len && at < 6 && !stamp_is_digit(f->at[at]) &&
           (!stamp_is_letter(f->at[at]) || (at == 0 && f->at[at] == 'T')))
        at++;
    if (at == 0) return false;
    for (from = at; at < len && at - from < 3 && stamp_is_digit(f->at[at]); at++) {
    }
    return at > from && at - from < 3 && at + 2 < len && f->at[at] == ':' &&
           stamp_is_digit(f->at[at + 1]) && stamp_is_digit(f->at[at + 2]);
}

/* A clock or a date alone is easily part of something longer: an address, a version; and minutes
 * with more behind them were not meant to be the last. */
static bool ends_inside(const struct stamp_format *format, const struct stamp_fields *f)
{
    if (f->at == f->end) return false;
    char next = *f->at;
    if (stamp_is_digit(next)) return true;
    bool goes_on = f->end - f->at > 1 && stamp_is_digit(f->at[1]);
    if (format->minute && goes_on && (next == ':' || next == '.')) return true;
    if (!(format->flags & (STAMP_NO_DATE | STAMP_DATE_ONLY))) return false;
    if ((format->flags & STAMP_DATE_ONLY) && clock_follows(f)) return true;
    if (stamp_is_letter(next) || next == '_') return true;
    bool joins = next == '.' || next == ':' || next == '-' || next == '/' || next == ',';
    return joins && (goes_on || (next == ':' && f->end - f->at > 1 && stamp_is_letter(f->at[1])));
}

/* Date, clock and offset that were read, as a time; adds what it finds to *flags. */
static bool settle_fields(struct stamp_fields *f, struct stamp_reader *memory, uint16_t *flags,
                          instant *ret)
{
    bool has_date = !(*flags & STAMP_NO_DATE);
    int64_t day = 0;
    if (*flags & STAMP_NO_YEAR) f->year = 1972;
    if (has_date && !stamp_day(f, memory, &day)) {
        if (!is_placeholder(f)) return false;
        *flags |= STAMP_SENTINEL;
    }
    if (f->half) f->hour = (uint8_t)(f->hour % 12 + (f->half == 'p' ? 12 : 0));
    if (f->second == 60) {
        if (f->minute % 15 != 14) return false; /* they end a quarter of an hour, in every zone */
        *flags |= STAMP_LEAP;
    }
    instant local = day + ((f->hour * 60 + f->minute) * 60 + f->second) * NS_PER_S + f->nanosecond;
    instant at = local - f->offset * NS_PER_S;
    if (has_date && (local == 0 || at == 0)) *flags |= STAMP_SENTINEL; /* the zero of Unix */
    *ret = *flags & STAMP_SENTINEL ? INSTANT_NONE : at;
    return true;
}

bool stamp_finish(struct stamp_fields *f, const char *start, struct stamp_reader *memory,
                  struct stamp *ret)
{
    assert(f->at > start && f->at <= f->end);
    if (f->at - start >= STAMP_WINDOW) return false;
    if (ends_inside(memory->format, f)) return false;
    uint16_t flags = memory->format->flags | f->flags;
    instant at = f->direct;
    if (!f->whole && !settle_fields(f, memory, &flags, &at)) return false;
    if (!stamp_is_plausible(flags, at)) return false;
    *ret = (struct stamp){
        .time = at, .flags = flags, .digits = f->digits, .len = (uint8_t)(f->at - start)};
    return true;
}

bool stamp_read(const struct stamp_format *format, struct span text, struct stamp *ret)
{
    struct stamp_fields fields = stamp_fields_of(text);
    const char *start = fields.at;
    struct stamp_reader memory;
    if (!stamp_run(format->program, format->program_len, &fields)) return false; /* as mostly */
    stamp_reader_init(&memory, format);
    return stamp_finish(&fields, start, &memory, ret);
}

bool stamp_epoch(struct span digits, instant latest, struct stamp *ret)
{
    struct stamp_fields fields = stamp_fields_of(digits);
    if (digits.len > 40 || !stamp_take_epoch(&fields, latest) || fields.at != fields.end)
        return false;
    *ret = (struct stamp){.time = fields.direct,
                          .flags = fields.flags | STAMP_EPOCH,
                          .digits = fields.digits,
                          .len = (uint8_t)digits.len};
    return true;
}
