/*
 * Unpacking and indexing as collecting does it, without a workspace: the content goes into memory,
 * nothing is hashed, copied to a disk or flushed. What is left is what a bare library is compared
 * with: the same unpacking, its result read once more for its records, in a thread of its own.
 */
#include "bench/ours_unpack.h"

#include "evidence/evidence.h"
#include "evidence/growing.h"
#include "evidence/unpack.h"

#include <pthread.h>
#include <stdlib.h>

struct content {
    struct growing *growing;
    char *bytes;
    uint64_t size, used;
    pthread_t thread;
    struct evidence_index index;
    enum status status;
};

static enum status read_bytes(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                              struct error *error)
{
    const struct content *content = context;
    uint64_t have;
    (void)error;
    (void)growing_wait(content->growing, offset + len, &have); /* ignoring: nobody drops it */
    if (offset > have) offset = have;
    if (len > have - offset) len = (size_t)(have - offset);
    memcpy(to, content->bytes + offset, len);
    *ret_len = len;
    return STATUS_OK;
}

static uint64_t there(void *context)
{
    const struct content *content = context;
    uint64_t have;
    (void)growing_wait(content->growing, 0, &have); /* ignoring: as above */
    return have;
}

static void *index_it(void *argument)
{
    struct content *content = argument;
    struct evidence_reader reader = {content, read_bytes, content->size};
    const struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                               .modified = INSTANT_NONE,
                                               .now = os_now(),
                                               .there = there,
                                               .there_context = content};
    content->status = evidence_index_build(&reader, &hints, &content->index, NULL);
    return NULL;
}

static enum status add(void *context, struct unpack_pot *pot, struct span bytes,
                       struct error *error)
{
    struct content *content = context;
    (void)pot;
    if (bytes.len > content->size - content->used)
        return error_set(error, STATUS_LIMIT, "more bytes than it states");
    memcpy(content->bytes + content->used, bytes.at, bytes.len);
    content->used += bytes.len;
    growing_add(content->growing, bytes.len);
    return STATUS_OK;
}

bool ours_unpack(struct span packed, uint64_t *ret_bytes, uint64_t *ret_records)
{
    enum evidence_packing packing = unpack_packing_of(packed);
    struct evidence_budget left = EVIDENCE_BUDGET_DEFAULT;
    struct content content = {.growing = growing_new(),
                              .size = unpack_stream_states(packed, packing)};
    const struct unpack_sink sink = {.context = &content, .add = add};
    struct unpack_out out = {.sink = &sink, .left = &left};
    enum unpack_end end;
    size_t rest;
    content.bytes = malloc((size_t)content.size);
    bool good = content.size && content.bytes && content.growing &&
                pthread_create(&content.thread, NULL, index_it, &content) == 0;
    if (good) {
        good = unpack_stream(packed, packing, &out, &end, &rest, NULL) == STATUS_OK;
        growing_end(content.growing);
        pthread_join(content.thread, NULL);
        good = good && content.status == STATUS_OK && content.used == content.size;
    }
    *ret_bytes = content.used;
    *ret_records = content.index.count;
    evidence_index_close(&content.index);
    free(content.bytes);
    growing_free(content.growing);
    return good;
}
