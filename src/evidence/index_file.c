/* The index of a content as a file that is opened by mapping it; see docs/formats/index.md. */
#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#include "evidence/internal.h"
#include "evidence/lines.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "columns are mapped as they are: they are little-endian");

enum { VERSION = 1, COLUMNS = 5, ALIGNMENT = 64 };

static const char magic[8] = {'p', 'm', 'i', 'n', 'd', 'e', 'x', '\n'};

struct file_column {
    uint64_t at, bytes, check; /* XXH3, 64 bits */
};

struct file_layout {
    char name[40], stamp[48], time_key[48], level_key[32], message_key[32];
    uint16_t framing, position;
    uint8_t style, level_word;
    uint8_t spare[2];
    uint64_t records;
};
_Static_assert(sizeof(struct file_layout) == 216, "a layout has 216 bytes in the file");

struct file_header {
    char magic[8];
    uint32_t version;
    uint32_t features; /* bits that a reader must know; none so far */
    uint64_t file_bytes;
    uint8_t content[32]; /* SHA-256 of what was indexed */
    uint64_t count, size;
    int64_t first, last;
    uint64_t timed, local, late;
    uint64_t levels[EVIDENCE_LEVEL_COUNT];
    uint32_t kind, layout_count;
    char year_basis[80], zone_stated[64];
    struct file_column columns[COLUMNS];
    struct file_layout layouts[EVIDENCE_LAYOUTS_MAX];
    uint64_t formats; /* of people's own, with which it was made */
    uint64_t spare[6];
    uint64_t check; /* XXH3 of the bytes before */
};
_Static_assert(sizeof(struct file_header) == 2240 && sizeof(struct file_header) % ALIGNMENT == 0,
               "the header has 2,240 bytes");
_Static_assert(offsetof(struct file_header, check) == INDEX_HEADER_CHECK,
               "index_seen.c reads the header's checksum");

static uint64_t header_check(const struct file_header *header)
{
    return XXH3_64bits(header, offsetof(struct file_header, check));
}

/* ---- writing ---- */

static void put_columns(const struct evidence_index *index, struct span ret[COLUMNS])
{
    size_t count = (size_t)index->count;
    ret[0] = (struct span){(const char *)index->time, count * sizeof *index->time};
    ret[1] = (struct span){(const char *)index->start, (count + 1) * sizeof *index->start};
    ret[2] = (struct span){(const char *)index->level, count};
    ret[3] = (struct span){(const char *)index->layout, count};
    ret[4] = (struct span){(const char *)index->flags, count * sizeof *index->flags};
}

static void put_layout(const struct evidence_layout *layout, struct file_layout *ret)
{
    memcpy(ret->name, layout->name, sizeof ret->name);
    memcpy(ret->stamp, layout->stamp, sizeof ret->stamp);
    memcpy(ret->time_key, layout->time_key, sizeof ret->time_key);
    memcpy(ret->level_key, layout->level_key, sizeof ret->level_key);
    memcpy(ret->message_key, layout->message_key, sizeof ret->message_key);
    ret->framing = layout->framing;
    ret->position = layout->position;
    ret->style = layout->style;
    ret->level_word = layout->level_word;
    ret->records = layout->records;
}

static void put_header(const struct evidence_index *index, const struct sha256 *content,
                       struct file_header *ret)
{
    *ret = (struct file_header){.version = VERSION, .count = index->count, .size = index->size};
    memcpy(ret->magic, magic, sizeof magic);
    memcpy(ret->content, content->bytes, sizeof ret->content);
    ret->first = index->first;
    ret->last = index->last;
    ret->timed = index->timed;
    ret->local = index->local;
    ret->late = index->late;
    memcpy(ret->levels, index->level_count, sizeof ret->levels);
    ret->kind = (uint32_t)index->kind;
    ret->layout_count = index->layout_count;
    ret->formats = index->formats;
    memcpy(ret->year_basis, index->year_basis, sizeof ret->year_basis);
    memcpy(ret->zone_stated, index->zone_stated, sizeof ret->zone_stated);
    for (unsigned i = 0; i < index->layout_count; i++)
        put_layout(&index->layouts[i], &ret->layouts[i]);
}

enum status evidence_index_save(const struct evidence_index *index, const char *path,
                                const struct sha256 *content, struct error *error)
{
    static const char zeros[ALIGNMENT];
    struct file_header header;
    struct span columns[COLUMNS], parts[1 + 2 * COLUMNS];
    size_t count = 0;
    assert(index->start[index->count] == index->size && index->layout_count > 0);
    put_header(index, content, &header);
    put_columns(index, columns);
    uint64_t at = sizeof header;
    parts[count++] = (struct span){(const char *)&header, sizeof header};
    for (unsigned i = 0; i < COLUMNS; i++) {
        size_t padding = (ALIGNMENT - columns[i].len % ALIGNMENT) % ALIGNMENT;
        header.columns[i].at = at;
        header.columns[i].bytes = columns[i].len;
        header.columns[i].check = XXH3_64bits(columns[i].at, columns[i].len);
        parts[count++] = columns[i];
        parts[count++] = (struct span){zeros, padding};
        at += columns[i].len + padding;
    }
    header.file_bytes = at;
    header.check = header_check(&header);
    return os_replace_parts(path, parts, count, error);
}

/* ---- reading ---- */

static enum status damaged(struct error *error, const char *what)
{
    return error_set(error, STATUS_DAMAGED, "the index is damaged (%s): it is to be built again",
                     what);
}

static bool has_end(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static bool get_layout(const struct file_layout *layout, struct evidence_layout *ret)
{
    if (!has_end(layout->name, sizeof layout->name) ||
        !has_end(layout->stamp, sizeof layout->stamp) ||
        !has_end(layout->time_key, sizeof layout->time_key) ||
        !has_end(layout->level_key, sizeof layout->level_key) ||
        !has_end(layout->message_key, sizeof layout->message_key) ||
        layout->framing > FRAMING_LAST || layout->style > STYLE_LAST)
        return false;
    memcpy(ret->name, layout->name, sizeof ret->name);
    memcpy(ret->stamp, layout->stamp, sizeof ret->stamp);
    memcpy(ret->time_key, layout->time_key, sizeof ret->time_key);
    memcpy(ret->level_key, layout->level_key, sizeof ret->level_key);
    memcpy(ret->message_key, layout->message_key, sizeof ret->message_key);
    ret->framing = layout->framing;
    ret->position = layout->position;
    ret->style = layout->style;
    ret->level_word = layout->level_word;
    ret->records = layout->records;
    return true;
}

static enum status check_header(const struct file_header *header, uint64_t bytes,
                                const struct sha256 *content, struct error *error)
{
    if (memcmp(header->magic, magic, sizeof magic) != 0) return damaged(error, "no index at all");
    if (header->version > VERSION || header->features != 0)
        return error_set(
            error, STATUS_TOO_NEW,
            "the index is of version %u, this program knows %u: it is to be built again",
            header->version, (unsigned)VERSION);
    if (header->check != header_check(header)) return damaged(error, "its header");
    if (header->version == 0 || header->file_bytes != bytes) return damaged(error, "its length");
    if (memcmp(header->content, content->bytes, sizeof header->content) != 0)
        return damaged(error, "it belongs to another content");
    if (header->kind >= EVIDENCE_KIND_COUNT || header->layout_count == 0 ||
        header->layout_count > EVIDENCE_LAYOUTS_MAX ||
        !has_end(header->year_basis, sizeof header->year_basis) ||
        !has_end(header->zone_stated, sizeof header->zone_stated))
        return damaged(error, "its facts");
    return STATUS_OK;
}

static enum status check_columns(const struct file_header *header, struct span file, bool whole,
                                 struct error *error)
{
    static const uint8_t widths[COLUMNS] = {8, 8, 1, 1, 2};
    uint64_t at = sizeof *header;
    if (header->count > file.len / 20) return damaged(error, "its count");
    for (unsigned i = 0; i < COLUMNS; i++) {
        const struct file_column *column = &header->columns[i];
        uint64_t bytes = (header->count + (i == 1)) * widths[i];
        if (column->at != at || column->bytes != bytes || bytes > file.len || at > file.len - bytes)
            return damaged(error, "a column's place");
        if (whole && XXH3_64bits(file.at + at, (size_t)bytes) != column->check)
            return damaged(error, "a column's bytes");
        at += bytes;
        for (; at % ALIGNMENT != 0; at++)
            if (at >= file.len || file.at[at] != '\0') return damaged(error, "the end of a column");
    }
    return at == file.len ? STATUS_OK : damaged(error, "its end");
}

/* What later code trusts without looking: records tile the content, numbers are in range. */
static bool values_are_sound(const struct evidence_index *index, bool whole)
{
    uint64_t bad = 0;
    if (index->start[index->count] != index->size) return false;
    if (index->count == 0) return index->size == 0;
    if (index->start[0] != 0) return false;
    if (!whole) return true;
    for (uint64_t i = 0; i < index->count; i++) {
        bad |= index->start[i] >= index->start[i + 1];
        bad |= index->level[i] >= EVIDENCE_LEVEL_COUNT;
        bad |= index->layout[i] >= index->layout_count;
    }
    return bad == 0;
}

static void get_index(const struct file_header *header, struct span file,
                      struct evidence_index *ret)
{
    const char *at[COLUMNS];
    for (unsigned i = 0; i < COLUMNS; i++) at[i] = file.at + header->columns[i].at;
    *ret = (struct evidence_index){.count = header->count,
                                   .size = header->size,
                                   .kind = (enum evidence_kind)header->kind,
                                   .layout_count = header->layout_count,
                                   .first = header->first,
                                   .last = header->last,
                                   .timed = header->timed,
                                   .formats = header->formats,
                                   .local = header->local,
                                   .late = header->late};
    /* the mapping is aligned to a page and each column to 64 bytes in it */
    ret->time = (const int64_t *)(const void *)at[0];
    ret->start = (const uint64_t *)(const void *)at[1];
    ret->level = (const uint8_t *)at[2];
    ret->layout = (const uint8_t *)at[3];
    ret->flags = (const uint16_t *)(const void *)at[4];
    memcpy(ret->level_count, header->levels, sizeof ret->level_count);
    memcpy(ret->year_basis, header->year_basis, sizeof ret->year_basis);
    memcpy(ret->zone_stated, header->zone_stated, sizeof ret->zone_stated);
}

/* `whole` false: its columns are known to be sound. */
static enum status read_index(struct span file, const struct sha256 *content, bool whole,
                              struct evidence_index *ret, struct error *error)
{
    struct file_header header;
    struct evidence_index index;
    assert((uintptr_t)file.at % 8 == 0);
    if (file.len < sizeof header) return damaged(error, "it is too short");
    memcpy(&header, file.at, sizeof header);
    enum status status = check_header(&header, file.len, content, error);
    if (status == STATUS_OK) status = check_columns(&header, file, whole, error);
    if (status) return status;
    get_index(&header, file, &index);
    for (unsigned i = 0; i < index.layout_count; i++)
        if (!get_layout(&header.layouts[i], &index.layouts[i])) return damaged(error, "a layout");
    if (!values_are_sound(&index, whole)) return damaged(error, "its values");
    *ret = index;
    return STATUS_OK;
}

enum status index_of_bytes(struct span file, const struct sha256 *content,
                           struct evidence_index *ret, struct error *error)
{
    return read_index(file, content, true, ret, error);
}

enum status evidence_index_open(const char *path, const struct sha256 *content,
                                struct evidence_index *ret, struct error *error)
{
    struct span file = {NULL, 0};
    struct evidence_index index;
    struct index_owner *owner = NULL;
    struct index_seen seen;
    enum status status = os_map(path, &file, error);
    if (status) return status;
    bool told = index_seen_now(path, file, &seen), known = told && index_seen_before(path, &seen);
    status = read_index(file, content, !known, &index, error);
    if (status == STATUS_OK && told && !known) index_seen_note(path, &seen, os_now());
    if (status) {
        error_place(error, "%s", path);
        goto out;
    }
    owner = index_owner_new(&index);
    if (!owner) {
        status = error_set(error, STATUS_NO_MEMORY, "no memory for an index");
        goto out;
    }
    owner->mapping = file;
    index.owner = owner;
    *ret = index;
    return STATUS_OK;
out:
    os_unmap(file);
    return status;
}

enum status evidence_index_check(const char *path, const struct sha256 *content,
                                 struct error *error)
{
    struct span file = {NULL, 0};
    struct evidence_index index;
    enum status status = os_map(path, &file, error);
    if (status) return status;
    status = index_of_bytes(file, content, &index, error);
    if (status) error_place(error, "%s", path);
    os_unmap(file);
    return status;
}
