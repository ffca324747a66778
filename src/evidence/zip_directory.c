/*
 * The central directory of a zip file (PKWARE APPNOTE 6.3.9, sections 4.3 to 4.5).
 *
 * Every number in it is a claim of the sender. All are checked here, before anything is unpacked:
 * each entry's bytes must lie inside the file and before the directory, and no two entries may
 * share bytes (the overlap that makes the known zip bombs; D. Fifield, "A better zip bomb", WOOT
 * 2019).
 */
#include "evidence/archive.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    END_LEN = 22,     /* end of central directory */
    LOCATOR_LEN = 20, /* zip64 end locator */
    END64_LEN = 56,
    CENTRAL_LEN = 46,
    LOCAL_LEN = 30,
    COMMENT_MAX = 65535,
    UNIX_TYPE = 0170000,
    UNIX_FILE = 0100000,
    UNIX_FOLDER = 0040000,
    UNIX_PIPE = 0010000, /* what Info-ZIP says of data that it was piped */
};

static uint16_t u16(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint16_t)(b[0] | b[1] << 8);
}

static uint32_t u32(const char *at)
{
    return u16(at) | (uint32_t)u16(at + 2) << 16;
}

static uint64_t u64(const char *at)
{
    return u32(at) | (uint64_t)u32(at + 4) << 32;
}

static enum status damaged(struct error *error, const char *what)
{
    return error_set(error, STATUS_BAD_INPUT,
                     "the zip directory is damaged (%s): kept as it came, not unpacked", what);
}

struct directory {
    uint64_t at, len, count;
};

/* The zip64 record takes over from the old one where that is full of ones. */
static enum status read_end64(struct span bytes, size_t end_at, struct directory *ret,
                              struct error *error)
{
    uint64_t at = u64(bytes.at + end_at - LOCATOR_LEN + 8);
    if (at > end_at - LOCATOR_LEN - END64_LEN || memcmp(bytes.at + at, "PK\x06\x06", 4) != 0)
        return damaged(error, "no zip64 end record");
    const char *end = bytes.at + at;
    if (u32(end + 16) != 0 || u32(end + 20) != 0) return damaged(error, "in several volumes");
    *ret = (struct directory){.at = u64(end + 48), .len = u64(end + 40), .count = u64(end + 32)};
    if (ret->at > at || ret->len > at - ret->at) return damaged(error, "outside the file");
    return STATUS_OK;
}

static bool has_end64(struct span bytes, size_t end_at)
{
    const char *end = bytes.at + end_at;
    bool full =
        u16(end + 10) == 0xffff || u32(end + 12) == 0xffffffff || u32(end + 16) == 0xffffffff;
    return full && end_at >= LOCATOR_LEN + END64_LEN &&
           memcmp(end - LOCATOR_LEN, "PK\x06\x07", 4) == 0;
}

static enum status find_directory(struct span bytes, struct directory *ret, struct error *error)
{
    if (bytes.len < END_LEN) return damaged(error, "too short");
    size_t last = bytes.len - END_LEN;
    size_t first = last > COMMENT_MAX ? last - COMMENT_MAX : 0;
    for (size_t at = last + 1; at-- > first;) {
        const char *end = bytes.at + at;
        if (memcmp(end, "PK\x05\x06", 4) != 0 || u16(end + 20) > bytes.len - at - END_LEN) continue;
        if (has_end64(bytes, at)) return read_end64(bytes, at, ret, error);
        if (u16(end + 4) != 0 || u16(end + 6) != 0) return damaged(error, "in several volumes");
        struct directory found = {
            .at = u32(end + 16), .len = u32(end + 12), .count = u16(end + 10)};
        if (found.at > at || found.len > at - found.at) return damaged(error, "outside the file");
        *ret = found;
        return STATUS_OK;
    }
    return damaged(error, "no end record: it may have been cut short");
}

/* MS-DOS time is local without a zone; it is only used to anchor missing years, where hours do not
 * count, and only when no exact time is given. */
static instant of_dos_time(uint16_t time, uint16_t date)
{
    struct civil civil = {.year = 1980 + (date >> 9),
                          .month = date >> 5 & 15,
                          .day = date & 31,
                          .hour = time >> 11,
                          .minute = time >> 5 & 63,
                          .second = (time & 31) * 2};
    instant at;
    return civil_to_instant(&civil, &at) ? at : INSTANT_NONE;
}

/* Extra fields: 0x0001 zip64 sizes, 0x5455 time in UTC. False when they do not fit. */
static bool read_extra(struct span extra, struct archive_entry *entry)
{
    while (extra.len >= 4) {
        uint16_t id = u16(extra.at), len = u16(extra.at + 2);
        struct span field = span_sub(extra, 4, len);
        if (field.len < len) return true; /* padding by some tools; what counts came before */
        if (id == 0x0001) {
            uint64_t *const wide[] = {&entry->size, &entry->packed_size, &entry->header_at};
            for (size_t i = 0; i < 3; i++) {
                if (*wide[i] != 0xffffffff) continue;
                if (field.len < 8) return false;
                *wide[i] = u64(field.at);
                field = span_from(field, 8);
            }
        } else if (id == 0x5455 && field.len >= 5 && (field.at[0] & 1)) {
            entry->modified = (instant)(int32_t)u32(field.at + 1) * NS_PER_S;
        }
        extra = span_from(extra, (size_t)len + 4);
    }
    return true;
}

/* Reads the record at the start of *rest and moves behind it. */
static enum status read_entry(struct span bytes, uint64_t directory_at, struct span *rest,
                              struct archive_entry *ret, struct error *error)
{
    struct span at = *rest;
    if (at.len < CENTRAL_LEN || memcmp(at.at, "PK\x01\x02", 4) != 0)
        return damaged(error, "an entry has no record");
    size_t name_len = u16(at.at + 28), extra_len = u16(at.at + 30), note_len = u16(at.at + 32);
    if (at.len - CENTRAL_LEN < name_len + extra_len + note_len)
        return damaged(error, "a record is cut off");
    uint16_t flags = u16(at.at + 8);
    uint32_t attributes = u32(at.at + 38);
    unsigned type = (attributes >> 16) & UNIX_TYPE;
    struct archive_entry entry = {.name = span_sub(at, CENTRAL_LEN, name_len),
                                  .method = u16(at.at + 10),
                                  .crc = u32(at.at + 16),
                                  .packed_size = u32(at.at + 20),
                                  .size = u32(at.at + 24),
                                  .header_at = u32(at.at + 42),
                                  .modified = of_dos_time(u16(at.at + 12), u16(at.at + 14))};
    if (!read_extra(span_sub(at, CENTRAL_LEN + name_len, extra_len), &entry))
        return damaged(error, "a zip64 field is too short");
    bool slash = name_len && entry.name.at[name_len - 1] == '/';
    bool unix_made = (unsigned char)at.at[5] == 3; /* only then the upper half is a file type */
    entry.folder = (slash && entry.size == 0) || (unix_made && type == UNIX_FOLDER);
    if (unix_made && type && type != UNIX_FILE && type != UNIX_FOLDER && type != UNIX_PIPE)
        entry.refused = "the entry is a symbolic link or a device: passed over";
    else if (flags & 1)
        entry.refused = "the entry is encrypted: passed over; unpack it with its password and "
                        "collect the result";
    if (entry.header_at > directory_at || directory_at - entry.header_at < LOCAL_LEN ||
        memcmp(bytes.at + entry.header_at, "PK\x03\x04", 4) != 0)
        return damaged(error, "an entry has no header");
    const char *local = bytes.at + entry.header_at;
    entry.packed_at = entry.header_at + LOCAL_LEN + u16(local + 26) + u16(local + 28);
    if (entry.packed_at > directory_at || directory_at - entry.packed_at < entry.packed_size)
        return damaged(error, "an entry reaches into the directory");
    *ret = entry;
    *rest = span_from(at, CENTRAL_LEN + name_len + extra_len + note_len);
    return STATUS_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct archive_entry *const *left = a, *const *right = b;
    return ((*left)->header_at > (*right)->header_at) - ((*left)->header_at < (*right)->header_at);
}

static enum status check_places(struct archive *zip, struct error *error)
{
    struct archive_entry **order = malloc((zip->count + 1) * sizeof(struct archive_entry *));
    if (!order) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < zip->count; i++) order[i] = &zip->entries[i];
    enum status status = STATUS_OK;
    if (zip->count) qsort(order, zip->count, sizeof(struct archive_entry *), by_place);
    for (size_t i = 1; i < zip->count && status == STATUS_OK; i++)
        if (order[i - 1]->packed_at + order[i - 1]->packed_size > order[i]->header_at)
            status = error_set(error, STATUS_LIMIT,
                               "entries of the zip share the same bytes, as in a zip bomb: "
                               "nothing of it is taken");
    free(order);
    return status;
}

static enum status check_budget(const struct archive *zip, const struct evidence_budget *left,
                                struct error *error)
{
    uint64_t total = 0;
    for (size_t i = 0; i < zip->count; i++) {
        uint64_t size = zip->entries[i].size;
        if (size > left->file_bytes)
            return error_set(error, STATUS_LIMIT,
                             "an entry states %" PRIu64
                             " bytes, the most for one content is %" PRIu64
                             "; if that is right, raise it with --budget-file",
                             size, left->file_bytes);
        if (size > left->total_bytes - total)
            return error_set(error, STATUS_LIMIT,
                             "the entries state more bytes than are left for this call (%" PRIu64
                             "); raise them with --budget-total, or collect in several calls",
                             left->total_bytes);
        total += size;
    }
    return STATUS_OK;
}

enum status zip_open(struct span bytes, const struct evidence_budget *left, struct archive *ret,
                     struct error *error)
{
    struct directory directory = {0};
    enum status status = find_directory(bytes, &directory, error);
    if (status) return status;
    if (directory.count > directory.len / CENTRAL_LEN)
        return damaged(error, "more entries than records");
    if (directory.count > left->entries)
        return error_set(error, STATUS_LIMIT,
                         "has %" PRIu64 " entries, and %" PRIu64 " are left for this call; unpack "
                         "it and collect the folder",
                         directory.count, left->entries);
    struct archive zip = {.bytes = bytes};
    zip.entries = calloc((size_t)directory.count + 1, sizeof *zip.entries);
    if (!zip.entries) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    struct span rest = span_sub(bytes, (size_t)directory.at, (size_t)directory.len);
    while (status == STATUS_OK && zip.count < directory.count) {
        status = read_entry(bytes, directory.at, &rest, &zip.entries[zip.count], error);
        if (status == STATUS_OK) zip.count++;
    }
    if (status == STATUS_OK) status = check_places(&zip, error);
    if (status == STATUS_OK) status = archive_count_twins(&zip, error);
    if (status == STATUS_OK) status = check_budget(&zip, left, error);
    if (status == STATUS_OK)
        *ret = zip;
    else
        archive_close(&zip);
    return status;
}
