/*
 * The entries of a tar file (IEEE Std 1003.1, pax: ustar and extended headers; what GNU tar adds:
 * long names, numbers in base 256; and the headers of Unix V7, which have no magic).
 *
 * There is no directory: entries follow one another, so none can share bytes, and what a cut or
 * damaged archive holds before the bad place is sound. It is taken, and the bad place is told.
 */
#include "evidence/archive.h"

#include <inttypes.h>
#include <stdlib.h>

enum { BLOCK = 512 };

struct header {
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100], magic[6],
        version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a header is one block");

/* What headers before an entry say of it. */
struct extended {
    struct span name; /* empty when none was given */
    uint64_t size;
    instant modified;
    bool has_size, has_modified, sparse;
};

struct walk {
    struct archive *archive;
    struct arena *names;
    size_t at, room;
    struct extended next;
};

static size_t upto(struct span text, char byte)
{
    const char *at = text.len ? memchr(text.at, byte, text.len) : NULL;
    return at ? (size_t)(at - text.at) : text.len;
}

static struct span field_text(const char *field, size_t size)
{
    return span_sub((struct span){field, size}, 0, upto((struct span){field, size}, '\0'));
}

static bool octal(const char *field, size_t size, uint64_t *ret)
{
    struct span digits = span_trim(field_text(field, size));
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '7' || value >> 61) return false;
        value = value << 3 | (uint64_t)(digits.at[i] - '0');
    }
    *ret = value;
    return true;
}

/* Eleven octal digits, or the first bit set and a number with its highest byte first. */
static bool number(const char field[12], uint64_t *ret)
{
    if (!((unsigned char)field[0] & 0x80)) return octal(field, 12, ret);
    uint64_t value = (unsigned char)field[0] & 0x7f;
    for (size_t i = 1; i < 12; i++) {
        if (value >> 55) return false; /* also negative ones: there are no such sizes */
        value = value << 8 | (unsigned char)field[i];
    }
    *ret = value;
    return true;
}

/* Some old writers summed up signed bytes. */
static bool is_header(struct span block)
{
    if (block.len < BLOCK) return false;
    const struct header *header = (const struct header *)block.at;
    const size_t sum_at = offsetof(struct header, sum), sum_end = sum_at + sizeof header->sum;
    uint64_t stated, size;
    unsigned sum = 0;
    int signed_sum = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        char byte = i >= sum_at && i < sum_end ? ' ' : block.at[i];
        sum += (unsigned char)byte;
        signed_sum += (signed char)byte;
    }
    return octal(header->sum, sizeof header->sum, &stated) &&
           (stated == sum || (signed_sum > 0 && stated == (uint64_t)signed_sum)) &&
           number(header->size, &size);
}

bool tar_is(struct span head)
{
    return is_header(head) && head.at[0] != '\0';
}

/* "1772618400.25": the time of an extended header. */
static bool take_seconds(struct span text, instant *ret)
{
    size_t dot = upto(text, '.');
    struct span whole = span_sub(text, 0, dot), rest = span_from(text, dot + 1);
    uint64_t seconds;
    int64_t fraction = 0, unit = NS_PER_S;
    if (!span_to_u64(whole, &seconds) || seconds > (uint64_t)(INT64_MAX / NS_PER_S) - 1)
        return false;
    for (size_t i = 0; dot < text.len && i < rest.len && rest.at[i] >= '0' && rest.at[i] <= '9';
         i++)
        fraction += (rest.at[i] - '0') * (unit /= 10);
    *ret = (instant)seconds * NS_PER_S + fraction;
    return true;
}

/* Records "LENGTH KEY=VALUE\n" of an extended header; one that does not fit ends the reading. */
static void read_extended(struct span text, struct extended *next)
{
    while (text.len) {
        size_t blank = upto(text, ' ');
        uint64_t len;
        if (!span_to_u64(span_sub(text, 0, blank), &len) || len < blank + 3 || len > text.len ||
            text.at[len - 1] != '\n')
            return;
        struct span record = span_sub(text, blank + 1, (size_t)len - blank - 2);
        size_t sign = upto(record, '=');
        struct span key = span_sub(record, 0, sign), value = span_from(record, sign + 1);
        if (span_is(key, "path")) next->name = value;
        if (span_is(key, "size")) next->has_size = span_to_u64(value, &next->size);
        if (span_is(key, "mtime")) next->has_modified = take_seconds(value, &next->modified);
        if (span_starts(key, SPAN("GNU.sparse."))) next->sparse = true;
        text = span_from(text, (size_t)len);
    }
}

/* Of the header itself, where no extended one says it: the prefix goes before the name. */
static enum status name_of(struct walk *walk, const struct header *header, struct span *ret,
                           struct error *error)
{
    struct span name = field_text(header->name, sizeof header->name);
    struct span prefix = field_text(header->prefix, sizeof header->prefix);
    bool posix = memcmp(header->magic, "ustar", sizeof header->magic) == 0; /* "ustar " is GNU's */
    if (posix && prefix.len) {
        char *whole = arena_printf(walk->names, "%.*s/%.*s", (int)prefix.len, prefix.at,
                                   (int)name.len, name.at);
        if (!whole) return arena_full(walk->names, error);
        name = span_of(whole);
    }
    *ret = name;
    return STATUS_OK;
}

static const char *refusal_of(char type, bool sparse)
{
    if (sparse || type == 'S')
        return "the entry has holes (sparse): passed over; unpack it and collect the result";
    if (type == '\0' || type == '0' || type == '7') return NULL;
    if (type >= '1' && type <= '6') return "the entry is a link or a device: passed over";
    return "the entry is of a kind that is not read here: passed over; unpack it and collect the "
           "result";
}

static enum status add_entry(struct walk *walk, const struct header *header, uint64_t size,
                             uint64_t there, struct error *error)
{
    struct archive *archive = walk->archive;
    const struct extended *next = &walk->next;
    uint64_t seconds;
    struct archive_entry entry = {.name = next->name,
                                  .size = size,
                                  .packed_at = walk->at,
                                  .packed_size = there,
                                  .modified = INSTANT_NONE};
    enum status status = STATUS_OK;
    if (!entry.name.len) status = name_of(walk, header, &entry.name, error);
    if (status == STATUS_OK)
        status = grow_array(&archive->entries, &walk->room, archive->count + 1,
                            sizeof *archive->entries, error);
    if (status) return status;
    while (span_starts(entry.name, SPAN("./"))) entry.name = span_from(entry.name, 2);
    if (next->has_modified)
        entry.modified = next->modified;
    else if (number(header->mtime, &seconds) && seconds && seconds < (uint64_t)INT32_MAX * 4)
        entry.modified = (instant)seconds * NS_PER_S;
    entry.folder = header->type == '5' || header->type == 'D' || header->type == 'V' ||
                   entry.name.len == 0 || entry.name.at[entry.name.len - 1] == '/';
    if (!entry.folder) entry.refused = refusal_of(header->type, next->sparse);
    archive->entries[archive->count++] = entry;
    return STATUS_OK;
}

/* Links, devices and folders have no content, whatever size they state. */
static bool has_content(char type)
{
    return type < '1' || type > '6';
}

static enum status take_header(struct walk *walk, struct span bytes, struct error *error)
{
    const struct header *header = (const struct header *)(bytes.at + walk->at);
    struct extended *next = &walk->next;
    uint64_t size = 0;
    enum status status = STATUS_OK;
    (void)number(header->size, &size); /* is_header saw that it is one */
    walk->at += BLOCK;
    bool extends =
        header->type == 'x' || header->type == 'g' || header->type == 'L' || header->type == 'K';
    if (!extends && next->has_size) size = next->size;
    if (!has_content(header->type)) size = 0;
    struct span content = span_sub(bytes, walk->at, size < SIZE_MAX ? (size_t)size : SIZE_MAX);
    if (header->type == 'x') {
        read_extended(content, next);
    } else if (header->type == 'L') {
        next->name = field_text(content.at, content.len);
    } else if (!extends) {
        status = add_entry(walk, header, size, content.len, error);
        *next = (struct extended){0};
    }
    if (content.len < size)
        error_set(&walk->archive->end, STATUS_BAD_INPUT,
                  "the tar ends early: %zu of the %" PRIu64 " bytes of its last entry are there",
                  content.len, size);
    size_t padded = content.len + (BLOCK - content.len % BLOCK) % BLOCK;
    walk->at += padded < bytes.len - walk->at ? padded : bytes.len - walk->at;
    return status;
}

/* Blocks of zeros end a tar; what tapes and `tar -A` put behind is read all the same. */
static void pass_zeros(struct span bytes, size_t *at)
{
    while (*at < bytes.len && bytes.at[*at] == '\0') {
        struct span block = span_sub(bytes, *at, BLOCK);
        for (size_t i = 0; i < block.len; i++)
            if (block.at[i] != '\0') return;
        *at += block.len;
    }
}

static enum status walk_entries(struct walk *walk, const struct evidence_budget *left,
                                struct error *error)
{
    struct archive *archive = walk->archive;
    struct span bytes = archive->bytes;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && archive->end.status == STATUS_OK) {
        pass_zeros(bytes, &walk->at);
        if (walk->at == bytes.len) break;
        if (archive->count == left->entries)
            return error_set(error, STATUS_LIMIT,
                             "has more entries than the %" PRIu64 " that are left for this call; "
                             "unpack it and collect the folder",
                             left->entries);
        if (is_header(span_from(bytes, walk->at)))
            status = take_header(walk, bytes, error);
        else
            error_set(&archive->end, STATUS_BAD_INPUT,
                      "the tar is damaged or cut at byte %zu: what is before it is taken, what "
                      "comes behind is kept in the original, but not read",
                      walk->at);
    }
    return status;
}

enum status tar_open(struct span bytes, const struct evidence_budget *left, struct arena *names,
                     struct archive *ret, struct error *error)
{
    struct archive archive = {.bytes = bytes};
    struct walk walk = {.archive = &archive, .names = names};
    enum status status = walk_entries(&walk, left, error);
    if (status == STATUS_OK) status = archive_count_twins(&archive, error);
    if (status == STATUS_OK)
        *ret = archive;
    else
        archive_close(&archive);
    return status;
}

enum status tar_unpack(const struct archive *archive, const struct archive_entry *entry,
                       struct unpack_out *out, struct error *error)
{
    enum { PIECE = 256 * 1024 };
    struct span rest =
        span_sub(archive->bytes, (size_t)entry->packed_at, (size_t)entry->packed_size);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && rest.len) {
        status = unpack_add(out, span_sub(rest, 0, PIECE), error);
        rest = span_from(rest, PIECE);
    }
    return status;
}
