/* The hot path: reading stamps of one format, line after line. */
#include "evidence/stamp_quick.h"

#include <assert.h>

void stamp_reader_init(struct stamp_reader *reader, const struct stamp_format *format)
{
    *reader = (struct stamp_reader){.format = format, .clock_word = short_load8("00:00:00")};
    if (format->program_len != 1 || format->program[0] != '@') return;
    reader->tail = '@';
    reader->quick_flags = format->flags | STAMP_OFFSET;
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

/* Notes for stamp_quick the date that was read last. */
static void make_quick(struct stamp_reader *reader)
{
    char text[STAMP_QUICK_DATE] = {0};
    size_t len = reader->date_len;
    memcpy(text, reader->date_text, len);
    for (size_t i = 0; i < 2; i++) {
        reader->date_words[i] = short_load8(text + 8 * i);
        reader->date_masks[i] = short_mask(len > 8 * i ? len - 8 * i : 0);
    }
    reader->quick_flags = reader->format->flags;
    reader->tail = common_tail(reader->format);
}

/* Reads the date in front of the clock and remembers its text and meaning. */
static bool read_date(struct stamp_reader *reader, struct stamp_fields *fields, const char *start)
{
    if (!stamp_run(reader->format->program, reader->format->date_len, fields)) return false;
    reader->date_len = 0;
    reader->tail = 0;
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
    if (is_plain && len <= STAMP_QUICK_DATE) make_quick(reader);
    return true;
}

bool stamp_learn_zone(struct stamp_reader *reader, const char **at, const char *end,
                      int32_t *ret_offset, uint16_t *ret_flags)
{
    struct stamp_fields fields = {.at = *at, .end = end};
    if (!stamp_take_any_zone(&fields)) return false;
    size_t len = (size_t)(fields.at - *at);
    bool is_name = len >= 2 && len < sizeof reader->zone_word && fields.at < end &&
                   !stamp_is_digit(fields.at[-1]) && *fields.at != '+' && *fields.at != '-';
    if (is_name && (unsigned char)*fields.at < 0x80)
        stamp_quick_note_zone(reader, *at, len, fields.offset, fields.flags);
    *at = fields.at;
    *ret_offset = fields.offset;
    *ret_flags = fields.flags;
    return true;
}

bool stamp_reader_read_any(struct stamp_reader *reader, struct span text, struct stamp *ret)
{
    const struct stamp_format *format = reader->format;
    struct stamp_fields fields = stamp_fields_of(text);
    const char *start = fields.at;
    size_t len = reader->date_len;
    if (reader->tail && text.len < STAMP_QUICK_ROOM) {
        char room[STAMP_QUICK_ROOM] = {0};
        if (text.len) memcpy(room, text.at, text.len);
        if (stamp_quick(reader, room, room + text.len, ret)) return true;
    }
    if (len && (size_t)(fields.end - start) >= len && short_equal(start, reader->date_text, len)) {
        fields.at += len;
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

bool stamp_reader_read(struct stamp_reader *reader, struct span text, struct stamp *ret)
{
    return stamp_reader_read_quick(reader, text, ret);
}
