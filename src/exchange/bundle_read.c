/* A bundle, read: every byte of it is checked before any of it is handed out. */
#include "exchange/bundle.h"

static enum status damaged(struct error *error, const char *part, const char *what)
{
    return error_set(error, STATUS_DAMAGED,
                     "%s in the bundle %s: it was altered or cut on its way; get it again, or "
                     "export it anew",
                     part, what);
}

/* The size of review.json as its header has it; false for what is no such header. */
static bool record_size(struct span bytes, uint64_t *ret)
{
    enum { SIZE_AT = 124, SIZE_DIGITS = 11 };
    uint64_t size = 0;
    if (bytes.len < BUNDLE_BLOCK) return false;
    for (size_t i = SIZE_AT; i < SIZE_AT + SIZE_DIGITS; i++) {
        if (bytes.at[i] < '0' || bytes.at[i] > '7') return false;
        size = size << 3 | (uint64_t)(bytes.at[i] - '0');
    }
    *ret = size;
    return true;
}

/* Takes a file with this name and size off the front: its header and padding must be, byte for
 * byte, the only ones it can have. */
static enum status take_file(struct span *rest, const char *name, uint64_t size, struct span *ret,
                             struct error *error)
{
    char header[BUNDLE_BLOCK];
    bundle_header(name, size, header);
    if (!span_starts(*rest, (struct span){header, sizeof header}))
        return damaged(error, name, "has a header that does not fit it");
    struct span body = span_from(*rest, sizeof header);
    if (body.len < size || body.len - size < bundle_padding(size))
        return damaged(error, name, "is cut off");
    for (size_t i = 0; i < bundle_padding(size); i++)
        if (body.at[size + i] != '\0') return damaged(error, name, "is followed by stray bytes");
    *ret = span_sub(body, 0, (size_t)size);
    *rest = span_from(body, (size_t)size + bundle_padding(size));
    return STATUS_OK;
}

static enum status take_end(struct span rest, struct error *error)
{
    bool zero = rest.len == 2 * BUNDLE_BLOCK;
    for (size_t i = 0; zero && i < rest.len; i++) zero = rest.at[i] == '\0';
    return zero ? STATUS_OK : damaged(error, "what stands last", "is not the end of a bundle");
}

static enum status take_record(struct span *rest, struct arena *arena, struct span *ret,
                               struct error *error)
{
    const struct span name = {BUNDLE_RECORD, sizeof BUNDLE_RECORD}; /* with its NUL */
    uint64_t size;
    struct span json;
    if (!span_starts(*rest, name))
        return error_set(error, STATUS_BAD_INPUT,
                         "this is no bundle: a bundle is a tar file that begins with %s; "
                         "`postmortem export` writes one",
                         BUNDLE_RECORD);
    if (!record_size(*rest, &size))
        return damaged(error, BUNDLE_RECORD, "has a header that does not fit it");
    enum status status = take_file(rest, BUNDLE_RECORD, size, &json, error);
    if (status) return status;
    if (size > BUNDLE_RECORD_BYTES)
        return error_set(error, STATUS_LIMIT, "%s in the bundle has %llu bytes, the most is %zu",
                         BUNDLE_RECORD, (unsigned long long)size, BUNDLE_RECORD_BYTES);
    char *copy = arena_copy(arena, json); /* what is read from it outlives the bytes */
    if (!copy) return arena_full(arena, error);
    *ret = (struct span){copy, json.len};
    return STATUS_OK;
}

static enum status take_part(struct span *rest, const struct bundle_part *part, struct span *ret,
                             struct error *error)
{
    char name[BUNDLE_NAME];
    bundle_part_name(&part->hash, name);
    return take_file(rest, name, part->size, ret, error);
}

static enum status check_parts(struct span rest, const struct bundle_part *parts, size_t count,
                               struct error *error)
{
    struct span body;
    char name[BUNDLE_NAME];
    for (size_t i = 0; i < count; i++) {
        enum status status = take_part(&rest, &parts[i], &body, error);
        if (status) return status;
        struct sha256 hash = sha256_of(body);
        bundle_part_name(&parts[i].hash, name);
        if (!sha256_equal(&hash, &parts[i].hash))
            return damaged(error, name, "does not match its hash");
    }
    return take_end(rest, error);
}

enum status bundle_of_bytes(struct span bytes, struct arena *arena, struct exchange_bundle *ret,
                            enum status (*took)(void *context, const struct sha256 *hash,
                                                struct span bytes, struct error *error),
                            void *context, struct error *error)
{
    struct span rest = bytes, json, body;
    struct exchange_bundle bundle;
    struct bundle_part *parts = NULL;
    size_t count = 0;
    enum status status = take_record(&rest, arena, &json, error);
    if (!status) status = bundle_json_read(json, arena, &bundle, &parts, &count, error);
    if (!status) status = check_parts(rest, parts, count, error);
    for (size_t i = 0; !status && i < count; i++) {
        status = take_part(&rest, &parts[i], &body, error);
        if (!status) status = took(context, &parts[i].hash, body, error);
    }
    if (!status) *ret = bundle;
    return status;
}

enum status exchange_bundle_read(const char *path, struct arena *arena, struct exchange_bundle *ret,
                                 enum status (*took)(void *context, const struct sha256 *hash,
                                                     struct span bytes, struct error *error),
                                 void *context, struct error *error)
{
    struct span bytes;
    enum status status = os_map_copy(path, &bytes, error);
    if (status) return status;
    status = bundle_of_bytes(bytes, arena, ret, took, context, error);
    os_unmap(bytes);
    if (status) error_place(error, "%s", path);
    return status;
}
