/* The content of a source: mapped from its capture, or from the unpacked copy in index/. */
#include "evidence/depot_sink.h"

#include <inttypes.h>

static enum status damaged(const char *path, const char *what, struct error *error)
{
    error_set(error, STATUS_DAMAGED, "%s; run `postmortem verify` to see what is affected", what);
    error_place(error, "%s", path);
    return STATUS_DAMAGED;
}

/* Maps an unpacked copy that can be trusted: the size is right, and small ones, which were not
 * flushed to disk when written, have the right hash. */
static enum status map_copy(const char *path, const struct evidence_source *source,
                            struct span *ret, struct error *error)
{
    struct span bytes;
    enum status status = os_map(path, &bytes, error);
    if (status) return status;
    bool right = bytes.len == source->size;
    if (right && bytes.len <= BLOB_CHECKED_MAX) {
        struct sha256 hash = sha256_of(bytes);
        right = sha256_equal(&hash, &source->hash);
    }
    if (right) {
        *ret = bytes;
        return STATUS_OK;
    }
    os_unmap(bytes);
    return damaged(path, "the unpacked copy is not what was unpacked", error);
}

struct rebuild {
    struct depot_sink sink; /* first: see depot_sink.h */
    const struct evidence_source *source;
    bool found;
};

/* All contents are put back, not only the one that is asked for: when one is missing, mostly index/
 * was deleted, and unpacking an archive once for each of its entries would be quadratic. What is
 * packed itself was a source only if unpacking ended there when it was collected: it is put back
 * when it is asked for. */
static enum status keep(void *context, struct unpack_pot *pot, const char *member, instant modified,
                        struct error *error)
{
    struct rebuild *job = context;
    enum status status = STATUS_OK;
    bool known;
    (void)member;
    (void)modified;
    if (!pot) return STATUS_OK;
    bool wanted = sha256_equal(&pot->blob.hash, &job->source->hash);
    /* What is there was found wanting, although its size may be right. */
    pot->blob.replace = wanted && !job->found;
    job->found = job->found || wanted;
    if (wanted || unpack_packing_of(pot->view) == EVIDENCE_PACKED_PLAIN)
        status = blob_store(&pot->blob, &known, error);
    depot_sink_drop(context, pot);
    return status;
}

static void ignore_note(void *context, const char *member, const struct error *why)
{
    (void)context; /* it was told when the capture was collected */
    (void)member;
    (void)why;
}

/* Unpacks until the source is found. How many archives within archives were opened when it was
 * collected is not known here: going one deeper each time opens none that was left closed then,
 * and those were in no budget. */
static enum status unpack_again(struct rebuild *job, struct span packed, struct error *error)
{
    const struct unpack_sink sink = {.context = job,
                                     .begin = depot_sink_begin,
                                     .add = depot_sink_add,
                                     .room = depot_sink_room,
                                     .grew = depot_sink_grew,
                                     .view = depot_sink_view,
                                     .keep = keep,
                                     .drop = depot_sink_drop,
                                     .note = ignore_note};
    enum evidence_packing packing = unpack_packing_of(packed);
    enum status status = STATUS_OK;
    if (packing == EVIDENCE_PACKED_PLAIN) return STATUS_OK;
    for (int depth = 1; depth <= UNPACK_LEVELS_MAX && !job->found && !status; depth++) {
        /* What was within the budgets when it was collected needs none now. */
        struct evidence_budget left = {UINT64_MAX, UINT64_MAX, UINT64_MAX, depth};
        status = unpack(packed, packing, INSTANT_NONE, &left, &sink, error);
    }
    return status;
}

static enum status rebuild(struct evidence_depot *depot, const struct evidence_source *source,
                           const char *capture_path, struct error *error)
{
    struct rebuild job = {.sink = {depot}, .source = source};
    struct span packed;
    enum status status = os_map(capture_path, &packed, error);
    if (status) return status;
    /* Only the same bytes are what was within the budgets once. */
    struct sha256 hash = sha256_of(packed);
    if (!sha256_equal(&hash, &source->capture))
        status = damaged(capture_path, "the capture's bytes do not match its SHA-256", error);
    else
        status = unpack_again(&job, packed, error);
    if (status == STATUS_OK && !job.found)
        status =
            damaged(capture_path, "the source is not in the capture it is said to be from", error);
    os_unmap(packed);
    return status;
}

/* Is the capture itself the content? */
static bool is_plain(const struct evidence_source *source, enum evidence_packing packing)
{
    return packing == EVIDENCE_PACKED_PLAIN || sha256_equal(&source->hash, &source->capture);
}

enum status evidence_content_path(const struct evidence_depot *depot,
                                  const struct evidence_source *source,
                                  enum evidence_packing packing, char *out, size_t size,
                                  struct error *error)
{
    bool plain = is_plain(source, packing);
    return blob_path(depot, plain ? BLOB_CAPTURE : BLOB_CONTENT,
                     plain ? &source->capture : &source->hash, out, size, error);
}

enum status evidence_content_open(struct evidence_depot *depot,
                                  const struct evidence_source *source,
                                  enum evidence_packing packing, struct span *ret,
                                  struct error *error)
{
    char capture[DEPOT_PATH_MAX], copy[DEPOT_PATH_MAX];
    enum status status =
        blob_path(depot, BLOB_CAPTURE, &source->capture, capture, sizeof capture, error);
    if (status == STATUS_OK)
        status = blob_path(depot, BLOB_CONTENT, &source->hash, copy, sizeof copy, error);
    if (status) return status;
    if (is_plain(source, packing)) {
        struct span bytes;
        status = os_map(capture, &bytes, error);
        if (status) return status;
        if (bytes.len != source->size) {
            os_unmap(bytes);
            return damaged(capture, "the capture has another size than it came with", error);
        }
        *ret = bytes;
        return STATUS_OK;
    }
    if (map_copy(copy, source, ret, NULL) == STATUS_OK) return STATUS_OK;
    status = rebuild(depot, source, capture, error);
    return status ? status : map_copy(copy, source, ret, error);
}

void evidence_content_close(struct span content)
{
    os_unmap(content);
}
