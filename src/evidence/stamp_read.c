/* Reading a whole stamp: what a program has read becomes a time. */
#include "evidence/stamp_format.h"

enum { FIRST_YEAR = 1678, LAST_YEAR = 2261 }; /* whole years that an instant can hold */

/* Dates that programs write for "none": the zero of databases and of Go, of Windows, "for ever". */
static bool is_placeholder(const struct stamp_fields *f)
{
    return f->year == 0 || (f->year == 1 && f->month == 1 && f->day == 1) ||
           (f->year == 9999 && f->month == 12 && f->day == 31) ||
           (f->year == 1601 && f->month == 1 && f->day == 1);
}

/* Nanoseconds of the day's beginning, from the reader's memory when it is the same day again. */
static bool day_of(const struct stamp_fields *f, struct stamp_reader *memory, int64_t *ret)
{
    uint32_t key = (uint32_t)f->year << 16 | (uint32_t)f->month << 8 | f->day;
    if (key != memory->day_key) {
        if (f->year < FIRST_YEAR || f->year > LAST_YEAR || !f->month || f->month > 12 || !f->day ||
            f->day > civil_month_length(f->year, f->month))
            return false;
        memory->day_ns = civil_days(f->year, f->month, f->day) * NS_PER_DAY;
        memory->day_key = key;
    }
    *ret = memory->day_ns;
    return true;
}

/* A clock or a date alone is easily part of something longer: an address, a version. */
static bool ends_inside(const struct stamp_format *format, const struct stamp_fields *f)
{
    if (f->at == f->end) return false;
    char next = *f->at;
    if (stamp_is_digit(next)) return true;
    if (!(format->flags & (STAMP_NO_DATE | STAMP_DATE_ONLY))) return false;
    if (stamp_is_letter(next) || next == '_') return true;
    bool joins = next == '.' || next == ':' || next == '-' || next == '/' || next == ',';
    return joins && f->end - f->at > 1 &&
           (stamp_is_digit(f->at[1]) || (next == ':' && stamp_is_letter(f->at[1])));
}

static bool settle_half(struct stamp_fields *f)
{
    if (!f->twelve || !f->half) return !f->twelve;
    f->hour = (uint8_t)(f->hour % 12 + (f->half == 'p' ? 12 : 0));
    return true;
}

static bool finish(const struct stamp_format *format, struct stamp_fields *f, const char *start,
                   struct stamp_reader *memory, struct stamp *ret)
{
    if (ends_inside(format, f)) return false;
    uint16_t flags = format->flags | f->flags;
    int64_t at = f->direct;
    if (f->whole) goto whole;
    int64_t day = 0;
    if (flags & STAMP_NO_YEAR) f->year = 1972;
    if (flags & STAMP_NO_DATE) {
        day = 0;
    } else if (!day_of(f, memory, &day)) {
        if (!is_placeholder(f)) return false;
        flags |= STAMP_SENTINEL;
    }
    if (f->twelve && !settle_half(f)) return false;
    if (f->second == 60) {
        if (f->minute % 15 != 14) return false; /* they end a quarter of an hour, in every zone */
        flags |= STAMP_LEAP;
    }
    at = day + ((f->hour * 60 + f->minute) * 60 + f->second) * NS_PER_S + f->nanosecond;
    if (day == 0 && at == 0 && !(flags & STAMP_NO_DATE)) flags |= STAMP_SENTINEL;
    if (flags & STAMP_OFFSET) at -= f->offset * NS_PER_S;
    if (at == 0 && !(flags & STAMP_NO_DATE)) flags |= STAMP_SENTINEL;
    if (flags & STAMP_SENTINEL) at = INSTANT_NONE;
whole:
    *ret = (struct stamp){
        .time = at, .flags = flags, .digits = f->digits, .len = (uint8_t)(f->at - start)};
    return true;
}

/* No stamp is longer: `len` is a byte. */
static struct stamp_fields begin(struct span text)
{
    size_t len = text.len < 200 ? text.len : 200;
    const char *at = text.at ? text.at : "";
    return (struct stamp_fields){.at = at, .end = at + len};
}

bool stamp_read(const struct stamp_format *format, struct span text, struct stamp *ret)
{
    struct stamp_reader memory;
    stamp_reader_init(&memory, format);
    struct stamp_fields fields = begin(text);
    const char *start = fields.at;
    return stamp_run(format->program, format->program_len, &fields) &&
           finish(format, &fields, start, &memory, ret);
}

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

/* Reads the date in front of the clock and remembers its text and meaning. */
static bool read_date(struct stamp_reader *reader, struct stamp_fields *fields, const char *start)
{
    reader->date_len = 0;
    if (!stamp_run(reader->format->program, reader->format->date_len, fields)) return false;
    size_t len = (size_t)(fields->at - start);
    if (len > sizeof reader->date_text) return true;
    memcpy(reader->date_text, start, len);
    reader->date_len = (uint8_t)len;
    reader->year = (int16_t)fields->year;
    reader->month = fields->month;
    reader->day = fields->day;
    return true;
}

bool stamp_reader_read(struct stamp_reader *reader, struct span text, struct stamp *ret)
{
    const struct stamp_format *format = reader->format;
    struct stamp_fields fields = begin(text);
    const char *start = fields.at;
    size_t len = reader->date_len;
    if (len && (size_t)(fields.end - start) >= len && same_bytes(start, reader->date_text, len)) {
        fields.at += len;
        fields.year = reader->year;
        fields.month = reader->month;
        fields.day = reader->day;
    } else if (format->date_len && !read_date(reader, &fields, start)) {
        return false;
    }
    return stamp_run(format->program + format->date_len,
                     (size_t)(format->program_len - format->date_len), &fields) &&
           finish(format, &fields, start, reader, ret);
}

static bool may_start(const struct stamp_format *format, char first)
{
    switch (format->start) {
    case '0': return stamp_is_digit(first);
    case 'A': return stamp_is_letter(first) || (unsigned char)first >= 0x80;
    case '_': return stamp_is_digit(first) || first == ' ';
    case '*': return true;
    default: return first == format->start;
    }
}

/* True when `a` is to stand before `b`; equal ones stay in the table's order. */
static bool comes_first(const struct stamp *a, const struct stamp *b)
{
    bool a_day = a->flags & STAMP_DATE_ONLY, b_day = b->flags & STAMP_DATE_ONLY;
    return a_day != b_day ? b_day : a->len > b->len;
}

unsigned stamp_candidates(struct span text, bool epochs, const struct stamp_format **ret,
                          struct stamp *ret_stamps, unsigned most)
{
    unsigned found = 0;
    for (unsigned i = 0; text.len && i < stamp_format_count(); i++) {
        const struct stamp_format *format = stamp_format_get(i);
        struct stamp stamp;
        if (!may_start(format, text.at[0]) || (!epochs && (format->flags & STAMP_EPOCH)) ||
            !stamp_read(format, text, &stamp))
            continue;
        if (format->loose && found && ret_stamps[0].len >= stamp.len) continue;
        unsigned place = found < most ? found : most;
        while (place && comes_first(&stamp, &ret_stamps[place - 1])) place--;
        if (place == most) continue;
        if (found < most) found++;
        for (unsigned j = found - 1; j > place; j--) {
            ret[j] = ret[j - 1];
            ret_stamps[j] = ret_stamps[j - 1];
        }
        ret[place] = format;
        ret_stamps[place] = stamp;
    }
    return found;
}

bool stamp_epoch(struct span digits, instant latest, struct stamp *ret)
{
    struct stamp_fields fields = begin(digits);
    if (digits.len > 40 || !stamp_take_epoch(&fields, latest) || fields.at != fields.end)
        return false;
    *ret = (struct stamp){.time = fields.direct,
                          .flags = fields.flags | STAMP_EPOCH,
                          .digits = fields.digits,
                          .len = (uint8_t)digits.len};
    return true;
}
