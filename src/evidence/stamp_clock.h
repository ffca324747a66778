/*
 * The parts of a stamp that change from line to line: clock and decimals. Eight characters are one
 * 64-bit number here, checked and converted together, as D. Lemire and others describe for parsing
 * decimal digits. In a header, because a reader locked to one format spends most of its time here.
 */
#ifndef EVIDENCE_STAMP_CLOCK_H
#define EVIDENCE_STAMP_CLOCK_H

#include "evidence/short_bytes.h"
#include "evidence/stamp_format.h"

/* hh:mm:ss */
static inline bool stamp_take_clock(struct stamp_fields *f)
{
    if (f->end - f->at < 8) return false;
    /* Digits become 0-9 and colons 0; adding shows in the top bit what is above that. */
    uint64_t v = short_load8(f->at) ^ UINT64_C(0x30303a30303a3030);
    if (((v + UINT64_C(0x76767f76767f7676)) | v) & UINT64_C(0x8080808080808080)) return false;
    uint64_t pairs = v * 10 + (v >> 8);
    uint8_t hour = (uint8_t)pairs, minute = (uint8_t)(pairs >> 24), second = (uint8_t)(pairs >> 48);
    if (hour > 23 || minute > 59 || second > 60) return false;
    f->hour = hour;
    f->minute = minute;
    f->second = second;
    f->at += 8;
    return true;
}

/* Eight digits of value 0-9, first in the lowest byte. */
static inline uint32_t stamp_eight_digits(uint64_t v)
{
    v = v * 10 + (v >> 8);
    v = ((v & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x000f424000000064) +
         ((v >> 16) & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x0000271000000001)) >>
        32;
    return (uint32_t)v;
}

static inline bool stamp_take_decimals_slowly(struct stamp_fields *f)
{
    int32_t value = 0;
    unsigned digits = 0;
    for (; f->at < f->end && stamp_is_digit(*f->at); f->at++)
        if (digits < 9) {
            value = value * 10 + (*f->at - '0');
            digits++;
        }
    if (!digits) return false;
    for (unsigned i = digits; i < 9; i++) value *= 10;
    f->nanosecond = value;
    f->digits = (uint8_t)digits;
    return true;
}

/* Digits behind a decimal sign; 9 count, more are cut. */
static inline bool stamp_take_decimals(struct stamp_fields *f)
{
    static const int32_t scale[] = {1000000000, 100000000, 10000000, 1000000, 100000,
                                    10000,      1000,      100,      10};
    if (f->end - f->at < 9) return stamp_take_decimals_slowly(f);
    uint64_t v = short_load8(f->at) ^ UINT64_C(0x3030303030303030);
    uint64_t strange = ((v + UINT64_C(0x7676767676767676)) | v) & UINT64_C(0x8080808080808080);
    if (!strange) {
        /* Eight digits at least: a ninth counts, more are cut. */
        int32_t value = (int32_t)(stamp_eight_digits(v) * 10);
        const char *at = f->at + 8;
        f->digits = 8;
        if (stamp_is_digit(*at)) {
            value += *at++ - '0';
            f->digits = 9;
        }
        while (at < f->end && stamp_is_digit(*at)) at++;
        f->nanosecond = value;
        f->at = at;
        return true;
    }
    unsigned digits = (unsigned)__builtin_ctzll(strange) / 8;
    if (!digits) return false;
    f->nanosecond = (int32_t)stamp_eight_digits(v << (64 - 8 * digits)) * scale[digits];
    f->digits = (uint8_t)digits;
    f->at += digits;
    return true;
}

/* "." or "," and decimals. A comma may part columns instead: more than nine digits behind it, or
 * digits in front of another comma or a colon that are no thousandths, are a number of their own.
 */
static inline bool stamp_take_fraction(struct stamp_fields *f)
{
    if (f->end - f->at < 2 || (*f->at != '.' && *f->at != ',') || !stamp_is_digit(f->at[1]))
        return false;
    const char *sign = f->at++;
    if (!stamp_take_decimals(f)) return false;
    if (*sign == '.') return true;
    ptrdiff_t digits = f->at - sign - 1;
    if (digits <= 9 && (digits % 3 == 0 || f->at == f->end || (*f->at != ',' && *f->at != ':')))
        return true;
    f->at = sign;
    f->nanosecond = 0;
    f->digits = 0;
    return false;
}

#endif
