/*
 * TZif, the compiled zone files (RFC 9636). A header with six counts, a block with 32-bit times,
 * and from version 2 on a second header, the same block with 64-bit times, and a footer with the
 * rule for the years after the last change. The first block is skipped when there is a second.
 *
 * Leap-second records are ignored: an instant is POSIX time.
 */
#include "base/zone.h"

struct header {
    char version;
    uint32_t utc_marks, standard_marks, leaps, times, types, letters;
};

enum { HEADER = 44, COUNT_MAX = 65536 };

/* What is left of the file; every step is checked against its length. */
struct reader {
    const char *name; /* borrows; for messages */
    struct span all;
    size_t at;
};

static enum status malformed(const struct reader *reader, struct error *error, const char *what)
{
    error_set(error, STATUS_BAD_INPUT,
              "not a sound zone file: %s; reinstall tzdata or give a fixed offset such as -05:00",
              what);
    error_place(error, "%s@%zu", reader->name, reader->at);
    return STATUS_BAD_INPUT;
}

static uint64_t big_endian(const char *at, size_t width)
{
    uint64_t value = 0;
    for (size_t i = 0; i < width; i++) value = value << 8 | (unsigned char)at[i];
    return value;
}

static bool step(struct reader *reader, uint64_t len, const char **ret)
{
    if (len > reader->all.len - reader->at) return false;
    *ret = reader->all.at + reader->at;
    reader->at += (size_t)len;
    return true;
}

static enum status read_header(struct reader *reader, struct header *ret, struct error *error)
{
    const char *at;
    if (!step(reader, HEADER, &at)) return malformed(reader, error, "it is cut short in a header");
    if (memcmp(at, "TZif", 4)) {
        reader->at -= HEADER;
        return malformed(reader, error, "it does not start with \"TZif\"");
    }
    uint32_t counts[6];
    for (size_t i = 0; i < 6; i++) {
        counts[i] = (uint32_t)big_endian(at + 20 + 4 * i, 4);
        if (counts[i] > COUNT_MAX) return malformed(reader, error, "a count in a header is absurd");
    }
    *ret = (struct header){at[4], counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
    return STATUS_OK;
}

static uint64_t block_size(const struct header *h, unsigned width)
{
    return (uint64_t)h->times * (width + 1) + (uint64_t)h->types * 6 + h->letters +
           (uint64_t)h->leaps * (width + 4) + h->standard_marks + h->utc_marks;
}

static enum status check_counts(const struct reader *reader, const struct header *h,
                                struct error *error)
{
    if (h->types == 0 || h->types > ZONE_KINDS_MAX)
        return malformed(reader, error, "it has no kinds of local time, or over 256");
    if (h->letters == 0) return malformed(reader, error, "it has no abbreviations");
    if ((h->utc_marks && h->utc_marks != h->types) ||
        (h->standard_marks && h->standard_marks != h->types))
        return malformed(reader, error, "its counts contradict each other");
    if (h->times > ZONE_CHANGES_MAX)
        return malformed(reader, error, "it has more changes than any real zone");
    return STATUS_OK;
}

/* The abbreviation that starts at `from`: printable, since it will be shown. */
static bool abbreviation_at(struct span letters, size_t from, struct span *ret)
{
    struct span rest = span_from(letters, from);
    const char *end = rest.len ? memchr(rest.at, '\0', rest.len) : NULL;
    if (!end || end == rest.at || end - rest.at > ZONE_LETTERS_MAX) return false;
    for (const char *c = rest.at; c < end; c++)
        if (*c <= ' ' || *c > '~') return false;
    *ret = (struct span){rest.at, (size_t)(end - rest.at)};
    return true;
}

/* Adds the file's kinds; map[i] is where its kind i went. */
static enum status add_kinds(struct zone *zone, const struct reader *reader, const char *types,
                             uint32_t count, struct span letters, uint16_t *map,
                             struct error *error)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *type = types + (size_t)i * 6;
        int32_t offset = (int32_t)(uint32_t)big_endian(type, 4);
        struct zone_kind kind = {.offset = offset, .daylight = type[4] == 1};
        if (offset < -ZONE_OFFSET_MAX || offset > ZONE_OFFSET_MAX)
            return malformed(reader, error, "an offset is more than a day");
        if (type[4] != 0 && type[4] != 1)
            return malformed(reader, error, "a daylight mark is neither 0 nor 1");
        if (!abbreviation_at(letters, (unsigned char)type[5], &kind.abbreviation))
            return malformed(reader, error, "an abbreviation is missing or not printable");
        enum status status = zone_add_kind(zone, kind, &map[i], error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status read_block(struct zone *zone, struct reader *reader, const struct header *h,
                              unsigned width, struct error *error)
{
    enum status status = check_counts(reader, h, error);
    if (status) return status;
    const char *times;
    if (!step(reader, block_size(h, width), &times))
        return malformed(reader, error, "it is cut short");
    const char *indices = times + (size_t)h->times * width;
    const char *types = indices + h->times;
    struct span letters = {types + (size_t)h->types * 6, h->letters};
    uint16_t map[ZONE_KINDS_MAX];
    status = add_kinds(zone, reader, types, h->types, letters, map, error);
    if (status) return status;
    zone->first_kind = map[0];
    int64_t before = 0;
    for (uint32_t i = 0; i < h->times; i++) {
        uint64_t raw = big_endian(times + (size_t)i * width, width);
        int64_t at = width == 8 ? (int64_t)raw : (int32_t)(uint32_t)raw;
        unsigned kind = (unsigned char)indices[i];
        if (i && at <= before) return malformed(reader, error, "its changes are not in order");
        if (kind >= h->types) return malformed(reader, error, "a change leads to a kind it lacks");
        status = zone_add_change(zone, at, map[kind], error);
        if (status) return status;
        before = at;
    }
    return STATUS_OK;
}

/* "\n" rule "\n"; an empty rule says nothing about the years after the last change. */
static enum status read_footer(struct zone *zone, struct reader *reader, struct error *error)
{
    struct span rest = span_from(reader->all, reader->at);
    if (rest.len < 2 || rest.at[0] != '\n')
        return malformed(reader, error, "its footer is missing");
    rest = span_from(rest, 1);
    const char *end = memchr(rest.at, '\n', rest.len);
    if (!end) return malformed(reader, error, "its footer has no end");
    rest.len = (size_t)(end - rest.at);
    if (rest.len == 0) return STATUS_OK;
    enum status status = zone_add_rule(zone, rest, error);
    if (status) error_place(error, "%s@%zu", reader->name, reader->at);
    return status;
}

static enum status read_file(struct zone *zone, struct span tzif, struct error *error)
{
    struct reader reader = {zone->name, tzif, 0};
    struct header header;
    enum status status = read_header(&reader, &header, error);
    if (status) return status;
    if (header.version == '\0') return read_block(zone, &reader, &header, 4, error);
    const char *skipped;
    if (!step(&reader, block_size(&header, 4), &skipped))
        return malformed(&reader, error, "it is cut short in its first block");
    status = read_header(&reader, &header, error);
    if (status) return status;
    status = read_block(zone, &reader, &header, 8, error);
    if (status) return status;
    return read_footer(zone, &reader, error);
}

enum status zone_parse(const char *name, struct span tzif, struct zone **ret, struct error *error)
{
    struct zone *zone = zone_new(span_of(name));
    if (!zone) return error_set(error, STATUS_NO_MEMORY, "out of memory for a time zone");
    enum status status = read_file(zone, tzif, error);
    if (status) {
        zone_free(zone);
        return status;
    }
    *ret = zone;
    return STATUS_OK;
}
