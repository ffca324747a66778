/* The hot path: reading stamps of one format, line after line. */
#include "evidence/stamp_clock.h"

#include <assert.h>

void stamp_reader_init(struct stamp_reader *reader, const struct stamp_format *format)
{
    *reader = (struct stamp_reader){.format = format};
}

/* Both have `len` bytes, at most 32. Two overlapping words cover the common lengths. */
static bool same_bytes(const char *a, const char *b, size_t len)
{
    if (len > 16) return memcmp(a, b, len) == 0;
    if (len >= 8) {
        uint64_t a1, b1, a2, b2;
        memcpy(&a1, a, 8);
        memcpy(&b1, b, 8);
        memcpy(&a2, a + len - 8, 8);
        memcpy(&b2, b + len - 8, 8);
        return ((a1 ^ b1) | (a2 ^ b2)) == 0;
    }
    if (len >= 4) {
        uint32_t a1, b1, a2, b2;
        memcpy(&a1, a, 4);
        memcpy(&b1, b, 4);
        memcpy(&a2, a + len - 4, 4);
        memcpy(&b2, b + len - 4, 4);
        return ((a1 ^ b1) | (a2 ^ b2)) == 0;
    }
    return memcmp(a, b, len) == 0;
}

/* The last letter of a program that goes on with hh:mm:ss and decimals or not ('F'), and perhaps
 * any zone ('o'); 0 for other programs. */
static char common_tail(const struct stamp_format *format)
{
    const char *tail = format->program + format->date_len;
    size_t len = (size_t)(format->program_len - format->date_len);
    if (len == 2 && memcmp(tail, "TF", 2) == 0) return 'F';
    return len == 3 && memcmp(tail, "TFo", 3) == 0 ? 'o' : 0;
}

/* Reads the date in front of the clock and remembers its text and meaning. */
static bool read_date(struct stamp_reader *reader, struct stamp_fields *fields, const char *start)
{
    reader->date_len = 0;
    if (!stamp_run(reader->format->program, reader->format->date_len, fields)) return false;
    size_t len = (size_t)(fields->at - start);
    if (len > sizeof reader->date_text) return true;
    memcpy(reader->date_text, start, len);
    assert(len > 0);
    reader->date_len = (uint8_t)len;
    reader->year = (int16_t)fields->year;
    reader->month = fields->month;
    reader->day = fields->day;
    if (reader->format->flags & STAMP_NO_YEAR) fields->year = 1972;
    int64_t day;
    /* Around the beginning of 1970 is the zero of Unix, which is no time: not the common sort. */
    bool is_plain = stamp_day(fields, reader, &day) && (day < -NS_PER_DAY || day > NS_PER_DAY);
    reader->tail = is_plain ? common_tail(reader->format) : 0;
    return true;
}

/* What stands behind the clock, or behind a blank there, cannot begin a zone. */
static inline bool has_no_zone(const struct stamp_fields *f)
{
    const char *at = f->at;
    if (at < f->end && *at == ' ') at++;
    if (at == f->end) return true;
    char c = *at;
    if (c == '+' || c == '-') return f->end - at < 2 || !stamp_is_digit(at[1]);
    if (c >= 'A' && c < 'Z') return !stamp_zone_word(at, f->end);
    return (c | 32) != 'z' && (unsigned char)c < 0x80; /* U+2212 is a sign, too */
}

/* Z, +hh:mm or +hhmm with something else behind it; else false. */
static inline bool take_common_zone(struct stamp_fields *f)
{
    const char *at = f->at;
    if (at < f->end && *at == 'Z') {
        if (f->end - at > 1 && (stamp_is_letter(at[1]) || stamp_is_digit(at[1]))) return false;
        f->at++;
        f->flags = STAMP_OFFSET;
        return true;
    }
    if (f->end - at < 7) return false;
    if (*at == ' ') at++;
    if ((*at != '+' && *at != '-') || !stamp_is_digit(at[1]) || !stamp_is_digit(at[2]))
        return false;
    const char *minutes = at + 3 + (at[3] == ':');
    if (f->end - minutes < 3 || !stamp_is_digit(minutes[0]) || !stamp_is_digit(minutes[1]) ||
        stamp_is_digit(minutes[2]))
        return false;
    int hh = (at[1] - '0') * 10 + (at[2] - '0'), mm = (minutes[0] - '0') * 10 + (minutes[1] - '0');
    if (hh > 14 || mm > 45 || mm % 15) return false;
    int32_t offset = hh * 3600 + mm * 60;
    f->offset = *at == '-' ? -offset : offset;
    f->flags = STAMP_OFFSET;
    f->at = minutes + 2;
    return true;
}

/* Any zone. What a name means is remembered, and never what a number says: " CET " is the same in
 * every line, while an offset may change from one to the next. */
static bool take_zone(struct stamp_reader *reader, struct stamp_fields *f)
{
    if (has_no_zone(f) || take_common_zone(f)) return true;
    const char *start = f->at;
    size_t len = reader->zone_len;
    if (len && (size_t)(f->end - start) > len && memcmp(start, reader->zone_text, len + 1) == 0) {
        f->at += len;
        f->offset = reader->zone_offset;
        f->flags = reader->zone_flags;
        return true;
    }
    if (!stamp_take_any_zone(f)) return false;
    len = (size_t)(f->at - start);
    bool is_name = len >= 2 && len < sizeof reader->zone_text && f->at < f->end &&
                   !stamp_is_digit(f->at[-1]) && *f->at != '+' && *f->at != '-';
    if (!is_name || (unsigned char)*f->at >= 0x80) return true;
    memcpy(reader->zone_text, start, len + 1); /* the byte behind it tells that it ends there */
    reader->zone_len = (uint8_t)len;
    reader->zone_offset = f->offset;
    reader->zone_flags = f->flags;
    return true;
}

/* The common sort of line on the remembered day. False leaves the answer to the general way. */
static inline bool read_common(struct stamp_reader *reader, struct stamp_fields *f,
                               const char *start, struct stamp *ret)
{
    if (!stamp_take_clock(f) || f->second == 60) return false;
    (void)stamp_take_fraction(f); /* ignoring: there may be none */
    if (reader->tail == 'o' && !take_zone(reader, f)) return false;
    if (f->at < f->end && stamp_is_digit(*f->at)) return false;
    if (f->at - start >= STAMP_WINDOW) return false;
    instant at = reader->day_ns +
                 ((f->hour * 60 + f->minute) * 60 + f->second - f->offset) * NS_PER_S +
                 f->nanosecond;
    if (!stamp_is_plausible(reader->format->flags | f->flags, at)) return false;
    *ret = (struct stamp){.time = at,
                          .flags = reader->format->flags | f->flags,
                          .digits = f->digits,
                          .len = (uint8_t)(f->at - start)};
    return true;
}

bool stamp_reader_read(struct stamp_reader *reader, struct span text, struct stamp *ret)
{
    const struct stamp_format *format = reader->format;
    struct stamp_fields fields = stamp_fields_of(text);
    const char *start = fields.at;
    size_t len = reader->date_len;
    if (len && (size_t)(fields.end - start) >= len && same_bytes(start, reader->date_text, len)) {
        fields.at += len;
        if (reader->tail) {
            struct stamp_fields attempt = {.at = fields.at, .end = fields.end};
            if (read_common(reader, &attempt, start, ret)) return true;
        }
        fields.year = reader->year;
        fields.month = reader->month;
        fields.day = reader->day;
    } else if (format->date_len && !read_date(reader, &fields, start)) {
        return false;
    }
    return stamp_run(format->program + format->date_len,
                     (size_t)(format->program_len - format->date_len), &fields) &&
           stamp_finish(&fields, start, reader, ret);
}
