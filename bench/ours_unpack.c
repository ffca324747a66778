/*
 * Unpacking and indexing as collecting does it, without a workspace: the content goes round a ring
 * like that of its pieces on their way to hash and disk, and is read from there. Nothing is hashed,
 * written or flushed. What is left is what a bare library is compared with: the same unpacking, its
 * result read once more for its records, in a thread of its own.
 */
#include "bench/ours_unpack.h"

#include "evidence/evidence.h"
#include "evidence/growing.h"
#include "evidence/relay.h"
#include "evidence/unpack.h"

#include <pthread.h>
#include <stdlib.h>

enum { ALIGNMENT = 2 << 20, KEPT = 3 };

struct content {
    struct growing *growing;
    struct growing_reader reader;
    char *ring;
    char *kept; /* what collecting reads from the file: head and middle are looked at again */
    uint64_t size, used; /* as it states; so far */
    size_t filled;       /* of the piece at hand */
    pthread_t thread;
    struct evidence_index index;
    enum status status;
};

/* Where the piece at an offset is kept, or KEPT. */
static unsigned kept_at(const struct content *content, uint64_t offset)
{
    uint64_t piece = offset / RELAY_PIECE, middle = content->size / 2 / RELAY_PIECE;
    if (piece == 0) return 0;
    return piece == middle ? 1 : piece == middle + 1 ? 2 : KEPT;
}

static enum status read_bytes(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                              struct error *error)
{
    struct content *content = context;
    struct evidence_reader ring = growing_reader_of(&content->reader, content->size);
    unsigned from = kept_at(content, offset);
    size_t at = (size_t)(offset % RELAY_PIECE);
    uint64_t have;
    (void)growing_wait(content->growing, 0, &have); /* ignoring: nobody drops it */
    if (from == KEPT || at + len > RELAY_PIECE || offset + len + RELAY_SIZE > have)
        return ring.read(ring.context, offset, to, len, ret_len, error);
    memcpy(to, content->kept + from * (size_t)RELAY_PIECE + at, len);
    *ret_len = len;
    return STATUS_OK;
}

static void *index_it(void *argument)
{
    struct content *content = argument;
    struct evidence_reader reader = {content, read_bytes, content->size};
    const struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                               .modified = INSTANT_NONE,
                                               .now = os_now(),
                                               .threads = 1,
                                               .there = growing_there,
                                               .there_context = &content->reader};
    content->status = evidence_index_build(&reader, &hints, &content->index, NULL);
    growing_leave(content->growing);
    return NULL;
}

static void pass_on(struct content *content)
{
    uint64_t from = content->used - content->filled;
    unsigned to = kept_at(content, from);
    if (to < KEPT)
        memcpy(content->kept + to * (size_t)RELAY_PIECE, content->ring + from % RELAY_SIZE,
               content->filled);
    growing_add(content->growing, content->filled);
    content->filled = 0;
}

static enum status room(void *context, struct unpack_pot *pot, char **ret, size_t *ret_len,
                        struct error *error)
{
    struct content *content = context;
    (void)pot, (void)error;
    if (content->filled == RELAY_PIECE) pass_on(content);
    if (content->filled == 0) growing_claim(content->growing, RELAY_PIECE);
    *ret = content->ring + content->used % RELAY_SIZE;
    *ret_len = RELAY_PIECE - content->filled;
    return STATUS_OK;
}

static enum status grew(void *context, struct unpack_pot *pot, size_t len, struct error *error)
{
    struct content *content = context;
    (void)pot, (void)error;
    content->filled += len;
    content->used += len;
    return STATUS_OK;
}

/* Unpacks in this thread, indexes in another. */
static bool run(struct content *content, struct span packed, enum evidence_packing packing)
{
    struct evidence_budget left = EVIDENCE_BUDGET_DEFAULT;
    const struct unpack_sink sink = {.context = content, .room = room, .grew = grew};
    struct unpack_out out = {.sink = &sink, .left = &left};
    enum unpack_end end;
    size_t rest;
    growing_attach(content->growing, content->ring, RELAY_SIZE);
    growing_follow(content->growing);
    if (pthread_create(&content->thread, NULL, index_it, content)) return false;
    bool good = unpack_stream(packed, packing, &out, &end, &rest, NULL) == STATUS_OK;
    pass_on(content);
    growing_end(content->growing);
    pthread_join(content->thread, NULL);
    return good && content->status == STATUS_OK && content->used == content->size;
}

bool ours_unpack(struct span packed, uint64_t *ret_bytes, uint64_t *ret_records)
{
    enum evidence_packing packing = unpack_packing_of(packed);
    struct content content = {.growing = growing_new(),
                              .ring = aligned_alloc(ALIGNMENT, RELAY_SIZE),
                              .kept = malloc(KEPT * (size_t)RELAY_PIECE),
                              .size = unpack_stream_states(packed, packing)};
    content.reader = (struct growing_reader){content.growing, -1};
    if (content.ring) os_use_large_pages(content.ring, RELAY_SIZE);
    bool good = content.size && content.ring && content.kept && content.growing &&
                run(&content, packed, packing);
    *ret_bytes = content.used;
    *ret_records = content.index.count;
    evidence_index_close(&content.index);
    if (content.growing) growing_detach(content.growing);
    growing_free(content.growing);
    free(content.ring);
    free(content.kept);
    return good;
}
