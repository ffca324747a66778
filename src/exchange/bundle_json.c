/* review.json of a bundle, out: one form for one content, whatever order it is given in. */
#include "base/utf8.h"
#include "exchange/bundle.h"

#include <assert.h>
#include <stdlib.h>

typedef int compare(const void *a, const void *b);

/* ---- order ---- */

static int by_bytes(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

static int by_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int by_capture(const void *a, const void *b)
{
    const struct evidence_capture *x = a, *y = b;
    int order = by_bytes(&x->hash, &y->hash);
    if (order) return order;
    if (x->collected != y->collected) return x->collected < y->collected ? -1 : 1;
    order = by_text(x->origin, y->origin);
    return order ? order : by_text(x->by, y->by);
}

static int by_source(const void *a, const void *b)
{
    const struct evidence_source *x = a, *y = b;
    int order = by_bytes(&x->capture, &y->capture);
    if (!order) order = by_bytes(&x->hash, &y->hash);
    if (!order) order = by_text(x->member, y->member);
    return order ? order : by_text(x->name, y->name);
}

static int by_content(const void *a, const void *b)
{
    return by_bytes(&((const struct exchange_clock *)a)->content,
                    &((const struct exchange_clock *)b)->content);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A sorted copy on the heap. */
static enum status sorted(const void *items, size_t count, size_t size, compare *order, void *ret,
                          struct error *error)
{
    void *copy = calloc(count + 1, size);
    if (!copy) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (count) {
        memcpy(copy, items, count * size);
        qsort(copy, count, size, order);
    }
    memcpy(ret, &copy, sizeof copy); /* to a pointer of another type */
    return STATUS_OK;
}

/* ---- members ---- */

static void put_string(struct json_writer *json, const char *key, const char *value)
{
    if (value && *value) json_member_string(json, key, value);
}

static void put_hash(struct json_writer *json, const char *key, const struct sha256 *hash)
{
    char hex[65];
    sha256_hex(hash, hex);
    json_member_string(json, key, hex);
}

static void put_instant(struct json_writer *json, const char *key, instant at)
{
    if (at == INSTANT_NONE) return;
    json_key(json, key);
    text_addc(json->out, '"');
    instant_add_text(json->out, at, NULL, INSTANT_FULL, -1);
    text_addc(json->out, '"');
    json->pending = true;
}

/* A path is bytes; one that is no text goes as hex digits, so that none is altered. */
static void put_path(struct json_writer *json, const char *path)
{
    if (!path || utf8_is_valid(span_of(path))) {
        put_string(json, "origin", path);
        return;
    }
    json_key(json, "origin_hex");
    text_addc(json->out, '"');
    for (; *path; path++) text_addf(json->out, "%02x", (unsigned)(unsigned char)*path);
    text_addc(json->out, '"');
    json->pending = true;
}

/* ---- lists ---- */

static uint64_t renumbered(uint64_t change, const uint64_t *changes, size_t count)
{
    const uint64_t *at = bsearch(&change, changes, count, sizeof *changes, by_number);
    return at ? (uint64_t)(at - changes) + 1 : 0;
}

static void put_past(struct json_writer *json, const struct review_past *past,
                     const uint64_t *changes, size_t count)
{
    char id[16];
    json_object(json);
    json_member_uint(json, "change", renumbered(past->change, changes, count));
    uint64_t undoes = past->undoes ? renumbered(past->undoes, changes, count) : 0;
    if (undoes) json_member_uint(json, "undoes", undoes);
    put_string(json, "id", review_id_text(past->id, id));
    json_member_uint(json, "version", past->version);
    put_string(json, "by", past->by);
    put_string(json, "why", past->why);
    put_instant(json, "at", past->at);
    if (past->body.at) { /* canonical already, and goes as it is */
        json_key(json, "body");
        text_add(json->out, past->body);
        json->pending = true;
    }
    json_object_end(json);
}

static enum status put_history(struct json_writer *json, const struct exchange_bundle *bundle,
                               struct error *error)
{
    size_t count = 0;
    uint64_t *changes = calloc(bundle->history_count + 1, sizeof *changes);
    if (!changes) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < bundle->history_count; i++) {
        uint64_t change = bundle->history[i].change;
        assert(count == 0 || changes[count - 1] <= change); /* oldest first */
        if (count == 0 || changes[count - 1] != change) changes[count++] = change;
    }
    json_member_array(json, "history");
    for (size_t i = 0; i < bundle->history_count; i++)
        put_past(json, &bundle->history[i], changes, count);
    json_array_end(json);
    free(changes);
    return STATUS_OK;
}

static void put_parts(struct json_writer *json, const struct bundle_part *parts, size_t count)
{
    json_member_array(json, "evidence");
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        put_hash(json, "sha256", &parts[i].hash);
        json_member_uint(json, "size", parts[i].size);
        json_object_end(json);
    }
    json_array_end(json);
}

static enum status put_captures(struct json_writer *json, const struct exchange_bundle *bundle,
                                struct error *error)
{
    struct evidence_capture *list = NULL;
    enum status status =
        sorted(bundle->captures, bundle->capture_count, sizeof *list, by_capture, &list, error);
    if (status) return status;
    json_member_array(json, "captures");
    for (size_t i = 0; i < bundle->capture_count; i++) {
        json_object(json);
        put_hash(json, "sha256", &list[i].hash);
        json_member_uint(json, "size", list[i].size);
        put_path(json, list[i].origin);
        put_string(json, "by", list[i].by);
        put_instant(json, "collected", list[i].collected);
        put_instant(json, "modified", list[i].modified);
        put_string(json, "packing", evidence_packing_word(list[i].packing));
        json_object_end(json);
    }
    json_array_end(json);
    free(list);
    return STATUS_OK;
}

static void put_picture(struct json_writer *json, const struct evidence_picture *picture)
{
    if (!picture->type) return;
    json_member_object(json, "picture");
    put_string(json, "type", picture->type);
    json_member_uint(json, "width", picture->width);
    json_member_uint(json, "height", picture->height);
    json_object_end(json);
}

static enum status put_sources(struct json_writer *json, const struct exchange_bundle *bundle,
                               struct error *error)
{
    struct evidence_source *list = NULL;
    enum status status =
        sorted(bundle->sources, bundle->source_count, sizeof *list, by_source, &list, error);
    if (status) return status;
    json_member_array(json, "sources");
    for (size_t i = 0; i < bundle->source_count; i++) {
        json_object(json);
        put_hash(json, "sha256", &list[i].hash);
        json_member_uint(json, "size", list[i].size);
        put_hash(json, "capture", &list[i].capture);
        put_string(json, "member", list[i].member);
        put_string(json, "name", list[i].name);
        put_instant(json, "modified", list[i].modified);
        put_string(json, "kind", evidence_kind_word(list[i].kind));
        put_picture(json, &list[i].picture);
        json_object_end(json);
    }
    json_array_end(json);
    free(list);
    return STATUS_OK;
}

static enum status put_clocks(struct json_writer *json, const struct exchange_bundle *bundle,
                              struct error *error)
{
    struct exchange_clock *list = NULL;
    enum status status =
        sorted(bundle->clocks, bundle->clock_count, sizeof *list, by_content, &list, error);
    if (status) return status;
    json_member_array(json, "clocks");
    for (size_t i = 0; i < bundle->clock_count; i++) {
        json_object(json);
        put_hash(json, "content", &list[i].content);
        put_string(json, "zone", list[i].zone);
        if (list[i].has_offset) {
            json_member_int(json, "offset_least", list[i].offset_least);
            json_member_int(json, "offset_most", list[i].offset_most);
        }
        put_string(json, "by", list[i].by);
        put_string(json, "why", list[i].why);
        put_instant(json, "stated", list[i].stated);
        json_object_end(json);
    }
    json_array_end(json);
    free(list);
    return STATUS_OK;
}

enum status bundle_json_write(const struct exchange_bundle *bundle, const struct bundle_part *parts,
                              size_t count, struct text *out, struct error *error)
{
    struct json_writer json;
    size_t from = out->len;
    char hex[65];
    json_begin(&json, out);
    json_object(&json);
    json_member_uint(&json, "bundle", BUNDLE_VERSION);
    put_string(&json, "uid", bundle->uid);
    enum status status = put_history(&json, bundle, error);
    put_parts(&json, parts, count);
    if (!status) status = put_captures(&json, bundle, error);
    if (!status) status = put_sources(&json, bundle, error);
    if (!status) status = put_clocks(&json, bundle, error);
    if (!status) status = text_status(out, error);
    if (status) return status;
    struct sha256 check = sha256_of(span_from(text_span(out), from));
    sha256_hex(&check, hex);
    text_addf(out, BUNDLE_CHECK "%s" BUNDLE_CHECK_END, hex);
    return text_status(out, error);
}
