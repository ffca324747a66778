/*
 * The common sort of stamp at hand: a date that the reader remembers, hh:mm:ss, decimals or not, a
 * zone or not. In a header, because a scan spends much of its time here. What this cannot tell goes
 * the general way, so a false answer costs time and nothing else.
 */
#ifndef EVIDENCE_STAMP_QUICK_H
#define EVIDENCE_STAMP_QUICK_H

#include "evidence/stamp_clock.h"

enum {
    STAMP_QUICK_DATE = 16, /* longer dates are not of this sort */
    STAMP_QUICK_ROOM = 64, /* bytes that may be read from the start of a stamp, whatever they are */
};

/* A zone at `*at` that is neither absent, nor a number, nor the one remembered. */
bool stamp_learn_zone(struct stamp_reader *reader, const char **at, const char *end,
                      int32_t *ret_offset, uint16_t *ret_flags);
/* Any stamp, as stamp_reader_read. */
bool stamp_reader_read_any(struct stamp_reader *reader, struct span text, struct stamp *ret);

/* hh:mm:ss in seconds, or -1. The leap second is left to others. */
static inline int32_t stamp_quick_clock(const char *at)
{
    /* digits become 0-9 and colons 0; adding shows in the top bit what is above that */
    uint64_t v = short_load8(at) ^ UINT64_C(0x30303a30303a3030);
    uint64_t pairs = v * 10 + (v >> 8);
    int32_t hour = (uint8_t)pairs, minute = (uint8_t)(pairs >> 24), second = (uint8_t)(pairs >> 48);
    uint64_t strange = ((v + UINT64_C(0x76767f76767f7676)) | v) & UINT64_C(0x8080808080808080);
    if (strange || hour > 23 || minute > 59 || second > 59) return -1;
    return (hour * 60 + minute) * 60 + second;
}

/* Up to nine digits behind a point as nanoseconds; how many, or 0 for none and 10 for too many. */
static inline unsigned stamp_quick_decimals(const char *at, int32_t *ret)
{
    static const int32_t scale[] = {0, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10};
    uint64_t v = short_load8(at) ^ UINT64_C(0x3030303030303030);
    uint64_t strange = ((v + UINT64_C(0x7676767676767676)) | v) & UINT64_C(0x8080808080808080);
    unsigned digits = strange ? (unsigned)__builtin_ctzll(strange) / 8 : 8;
    if (digits == 0) return 0;
    *ret = (int32_t)stamp_eight_digits(v << (64 - 8 * digits)) * scale[digits];
    if (digits < 8 || !stamp_is_digit(at[8])) return digits;
    *ret += at[8] - '0';
    return stamp_is_digit(at[9]) ? 10 : 9;
}

/* Z, +hh:mm or +hhmm, perhaps behind a blank, with something else behind it: its length, else 0. */
static inline size_t stamp_quick_number_zone(const char *start, int32_t *ret_offset)
{
    const char *at = start;
    if (*at == 'Z') return stamp_is_letter(at[1]) || stamp_is_digit(at[1]) ? 0 : 1;
    at += *at == ' ';
    if ((*at != '+' && *at != '-') || !stamp_is_digit(at[1]) || !stamp_is_digit(at[2])) return 0;
    const char *minutes = at + 3 + (at[3] == ':');
    if (!stamp_is_digit(minutes[0]) || !stamp_is_digit(minutes[1]) || stamp_is_digit(minutes[2]))
        return 0;
    int hh = (at[1] - '0') * 10 + (at[2] - '0'), mm = (minutes[0] - '0') * 10 + (minutes[1] - '0');
    if (hh > 14 || mm > 45 || mm % 15) return 0;
    int32_t offset = hh * 3600 + mm * 60;
    *ret_offset = *at == '-' ? -offset : offset;
    return (size_t)(minutes + 2 - start);
}

/* stamp_zone_word(at, end) != 0 without a branch for each letter: words like INFO and DEBUG, which
 * differ from line to line, stand behind most clocks. */
static inline bool stamp_quick_zone_word(const char *at)
{
    static const uint32_t endings = 1U << 'T' % 32 | 1U << 'C' % 32 | 1U << 'Z' % 32 |
                                    1U << 'D' % 32 | 1U << 'B' % 32 | 1U << 'A' % 32 |
                                    1U << 'K' % 32;
    /* capitals become 1-26; adding shows in the top bit what is above that or not above 0 */
    uint64_t v = short_load8(at) ^ UINT64_C(0x4040404040404040);
    uint64_t low = v & UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t others =
        (v | (low + UINT64_C(0x6565656565656565)) | ~(low + UINT64_C(0x7f7f7f7f7f7f7f7f))) &
        UINT64_C(0x8080808080808080);
    unsigned len = (unsigned)__builtin_ctzll(others | UINT64_C(1) << 63) / 8;
    return (len >= 2) & (len <= 5) & (endings >> (at[len - (len > 0)] & 31) & 1);
}

/* What stands behind the clock, or behind a blank there, cannot begin a zone. */
static inline bool stamp_quick_no_zone(const char *at, const char *end)
{
    if (at < end && *at == ' ') at++;
    if (at >= end) return true;
    char c = *at;
    if (c == '(')
        return end - at < 2 || ((at[1] < 'A' || at[1] > 'Z') && at[1] != '+' && at[1] != '-');
    if (c == '+' || c == '-') return end - at < 2 || !stamp_is_digit(at[1]);
    if (c >= 'A' && c < 'Z') return !stamp_quick_zone_word(at);
    return (c | 32) != 'z' && (unsigned char)c < 0x80; /* U+2212 is a sign, too */
}

/* The zone that was read is looked for first in what comes: its text and the byte behind it, which
 * tells that it ends there. */
static inline void stamp_quick_note_zone(struct stamp_reader *reader, const char *at, size_t len,
                                         int32_t offset, uint16_t flags)
{
    if (len >= sizeof reader->zone_word) return;
    reader->zone_mask = short_mask(len + 1);
    reader->zone_word = short_load8(at) & reader->zone_mask;
    reader->zone_len = (uint8_t)len;
    reader->zone_offset = offset;
    reader->zone_flags = flags;
}

static inline bool stamp_quick_zone(struct stamp_reader *reader, const char **at, const char *end,
                                    int32_t *ret_offset, uint16_t *ret_flags)
{
    if (reader->zone_mask && ((short_load8(*at) ^ reader->zone_word) & reader->zone_mask) == 0) {
        *at += reader->zone_len;
        *ret_offset = reader->zone_offset;
        *ret_flags = reader->zone_flags;
        return true;
    }
    size_t len = stamp_quick_number_zone(*at, ret_offset);
    if (len) {
        *ret_flags = STAMP_OFFSET;
        stamp_quick_note_zone(reader, *at, len, *ret_offset, *ret_flags);
        *at += len;
        return true;
    }
    return stamp_quick_no_zone(*at, end) ||
           stamp_learn_zone(reader, at, end, ret_offset, ret_flags);
}

/* An epoch number of 10 digits (seconds) or 13 (milliseconds) without decimals. */
static inline bool stamp_quick_epoch(const struct stamp_reader *reader, const char *start,
                                     struct stamp *ret)
{
    uint64_t v = short_load8(start) ^ UINT64_C(0x3030303030303030);
    uint64_t w = short_load8(start + 8) ^ UINT64_C(0x3030303030303030);
    uint64_t strange = ((w + UINT64_C(0x7676767676767676)) | w) & UINT64_C(0x8080808080808080);
    if (((v + UINT64_C(0x7676767676767676)) | v) & UINT64_C(0x8080808080808080)) return false;
    unsigned more = strange ? (unsigned)__builtin_ctzll(strange) / 8 : 8;
    if ((more != 2 && more != 5) || start[8 + more] == '.') return false;
    int64_t number = (int64_t)stamp_eight_digits(v) * (more == 2 ? 100 : 100000) +
                     stamp_eight_digits(w << (64 - 8 * more));
    int64_t unit = more == 2 ? NS_PER_S : NS_PER_MS;
    /* from 1990 on, and what an instant holds */
    if (number < INT64_C(631152000) * (NS_PER_S / unit) || number > INT64_MAX / unit) return false;
    *ret = (struct stamp){.time = number * unit,
                          .flags = reader->quick_flags,
                          .digits = more == 2 ? 0 : 3,
                          .len = (uint8_t)(8 + more)};
    return true;
}

/* The date at `start`, 16 bytes of which may be read, is the one remembered. */
static inline bool stamp_quick_date(const struct stamp_reader *reader, const char *start)
{
    return (((short_load8(start) ^ reader->date_words[0]) & reader->date_masks[0]) |
            ((short_load8(start + 8) ^ reader->date_words[1]) & reader->date_masks[1])) == 0;
}

/* A stamp whose date is the one remembered. STAMP_QUICK_ROOM bytes from `start` may be read; the
 * one at `end` is NUL or the line's end. */
static inline __attribute__((always_inline)) bool
stamp_quick_rest(struct stamp_reader *reader, const char *start, const char *end, struct stamp *ret)
{
    if (reader->tail == '@') return stamp_quick_epoch(reader, start, ret);
    const char *at = start + reader->date_len;
    int32_t nanosecond = 0, offset = 0;
    uint16_t flags = 0;
    unsigned digits = 0;
    if (short_load8(at) != reader->clock_word) {
        int32_t second = stamp_quick_clock(at);
        if (second < 0) return false;
        reader->clock_word = short_load8(at);
        reader->clock_ns = second * NS_PER_S;
    }
    at += 8;
    if (*at == '.' || *at == ',') {
        digits = stamp_quick_decimals(at + 1, &nanosecond);
        if (digits > 9 || (digits % 3 && (at[1 + digits] == ',' || at[1 + digits] == ':')))
            return false;
        if (digits) at += 1 + digits;
    }
    if (reader->tail == 'o' && !stamp_quick_zone(reader, &at, end, &offset, &flags)) return false;
    if (stamp_is_digit(*at)) return false;
    *ret =
        (struct stamp){.time = reader->day_ns + reader->clock_ns - offset * NS_PER_S + nanosecond,
                       .flags = reader->quick_flags | flags,
                       .digits = (uint8_t)digits,
                       .len = (uint8_t)(at - start)};
    return true;
}

static inline bool stamp_quick(struct stamp_reader *reader, const char *start, const char *end,
                               struct stamp *ret)
{
    /* a date that is none of the common sort has left the words of the one before it */
    return reader->tail && stamp_quick_date(reader, start) &&
           stamp_quick_rest(reader, start, end, ret);
}

/* False when no stamp of the format begins with this byte: most lines that are not of the layout.
 */
static inline bool stamp_may_begin(const struct stamp_format *format, char first)
{
    switch (format->start) {
    case '0': return stamp_is_digit(first);
    case '_': return stamp_is_digit(first) || first == ' ';
    case 'a':
    case 'b':
    case '*': return true;
    default: return first == format->start;
    }
}

/* stamp_reader_read, to be inlined. */
static inline bool stamp_reader_read_quick(struct stamp_reader *reader, struct span text,
                                           struct stamp *ret)
{
    return (text.len >= STAMP_QUICK_ROOM &&
            stamp_quick(reader, text.at, text.at + text.len, ret)) ||
           (text.len > 0 && stamp_may_begin(reader->format, text.at[0]) &&
            stamp_reader_read_any(reader, text, ret));
}

#endif
