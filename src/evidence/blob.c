/*
 * The order of writing, which makes a kill or a power cut at any moment harmless:
 *
 *   1. all bytes into tmp-PID-N, created exclusively
 *   2. fsync of the file, after it was made read-only
 *   3. rename to its hash
 *   4. fsync of the folder it lies in, and of the one above
 *
 * Only then does the caller hear of it. Before 3 there is nothing but a temporary file, which
 * evidence_depot_tidy removes; after 3 the file is complete.
 */
#include "evidence/blob.h"

#include "evidence/unpack.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *folder_of(enum blob_home home)
{
    return home == BLOB_CAPTURE ? "evidence" : "index";
}

enum status blob_path(const struct evidence_depot *depot, enum blob_home home,
                      const struct sha256 *hash, char *out, size_t size, struct error *error)
{
    char hex[65];
    sha256_hex(hash, hex);
    int len = snprintf(out, size, "%s/%s/%.2s/%s%s", depot->root, folder_of(home), hex, hex + 2,
                       home == BLOB_CAPTURE ? "" : ".raw");
    if (len < 0 || (size_t)len >= size)
        return error_set(error, STATUS_LIMIT, "the workspace's path is too long");
    return STATUS_OK;
}

enum status blob_begin(struct evidence_depot *depot, enum blob_home home, struct blob *ret,
                       struct error *error)
{
    struct blob blob = {.depot = depot, .home = home, .fd = -1, .buffer = malloc(BLOB_BUFFER)};
    if (!blob.buffer) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    blob.filling = blob.buffer;
    *ret = blob;
    return STATUS_OK;
}

static enum status create_temporary(struct blob *blob, struct error *error)
{
    char *path = malloc(DEPOT_PATH_MAX);
    if (!path) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = STATUS_BUSY;
    /* A name is taken only by a killed run that had our process id and the same clock. */
    for (int tries = 0; status == STATUS_BUSY && tries < 100; tries++) {
        uint64_t number = atomic_fetch_add(&blob->depot->next, 1);
        snprintf(path, DEPOT_PATH_MAX, "%s/%s/tmp-%ld-%" PRIu64, blob->depot->root,
                 folder_of(blob->home), (long)getpid(), number);
        status = os_create(path, &blob->fd, error);
    }
    if (status)
        free(path);
    else
        blob->temporary = path;
    return status;
}

/* What is in the buffer begins the temporary file. */
static enum status start_mill(struct blob *blob, struct error *error)
{
    char *room;
    blob->growing = growing_new();
    if (!blob->growing) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = create_temporary(blob, error);
    blob->past_cache = blob->expected >= BLOB_PAST_CACHE &&
                       unpack_packing_of(blob_head(blob)) == EVIDENCE_PACKED_PLAIN;
    const struct mill_file file = {blob->fd, blob->temporary, blob->growing, blob->expected,
                                   blob->past_cache};
    if (status == STATUS_OK) status = mill_new(&file, &blob->mill, error);
    if (status == STATUS_OK) status = mill_room(blob->mill, &room, error);
    if (status == STATUS_OK) memcpy(room, blob->buffer, blob->used);
    return status;
}

static enum status pass_on(struct blob *blob, struct error *error)
{
    enum status status = blob->mill ? STATUS_OK : start_mill(blob, error);
    if (status == STATUS_OK) status = mill_give(blob->mill, blob->used, error);
    if (status == STATUS_OK) blob->used = 0;
    return status;
}

enum status blob_room(struct blob *blob, char **ret_room, size_t *ret_len, struct error *error)
{
    assert(!blob->ended);
    if (blob->used == BLOB_BUFFER) {
        enum status status = pass_on(blob, error);
        if (status == STATUS_OK) status = mill_room(blob->mill, &blob->filling, error);
        if (status) return status;
    }
    *ret_room = blob->filling + blob->used;
    *ret_len = BLOB_BUFFER - blob->used;
    return STATUS_OK;
}

void blob_grew(struct blob *blob, size_t len)
{
    assert(len <= BLOB_BUFFER - blob->used);
    blob->used += len;
    blob->size += len;
}

enum status blob_add(struct blob *blob, struct span bytes, struct error *error)
{
    while (bytes.len) {
        char *room;
        size_t len;
        enum status status = blob_room(blob, &room, &len, error);
        if (status) return status;
        struct span piece = span_sub(bytes, 0, len);
        memcpy(room, piece.at, piece.len);
        blob_grew(blob, piece.len);
        bytes = span_from(bytes, piece.len);
    }
    return STATUS_OK;
}

enum status blob_end(struct blob *blob, struct span *ret_view, struct error *error)
{
    assert(!blob->ended);
    if (blob->mill) {
        enum status status = pass_on(blob, error);
        if (status) return status;
        struct mill *mill = blob->mill;
        blob->mill = NULL;
        status = mill_end(mill, &blob->hash, error);
        if (status == STATUS_OK) status = os_map(blob->temporary, &blob->map, error);
        if (status) return status;
        if (blob->past_cache) os_read_little(blob->map);
        *ret_view = blob->map;
    } else {
        *ret_view = (struct span){blob->buffer, blob->used};
        blob->hash = sha256_of(*ret_view);
    }
    blob->ended = true;
    return STATUS_OK;
}

struct span blob_head(const struct blob *blob)
{
    return (struct span){blob->buffer, blob->size < BLOB_BUFFER ? (size_t)blob->size : BLOB_BUFFER};
}

struct evidence_reader blob_reader(const struct blob *blob, const struct span *view)
{
    assert(blob->ended);
    return blob->fd >= 0 ? evidence_reader_of_fd(&blob->fd, blob->size)
                         : evidence_reader_of_span(view);
}

/* ---- step 2 ---- */

/* A flush in a thread of its own. */
struct blob_sync {
    pthread_t thread;
    const struct blob *blob;
    enum status status;
    struct error error;
};

/* Derived contents that every opening checks are not worth waiting for the disk. */
static enum status make_safe(const struct blob *blob, struct error *error)
{
    bool durable = blob->home == BLOB_CAPTURE || blob->size > BLOB_CHECKED_MAX;
    enum status status = os_make_read_only(blob->fd, blob->temporary, error);
    if (status == STATUS_OK && durable) status = os_sync(blob->fd, blob->temporary, error);
    return status;
}

static void *sync_in_thread(void *argument)
{
    struct blob_sync *sync = argument;
    sync->status = make_safe(sync->blob, &sync->error);
    return NULL;
}

static enum status end_sync(struct blob *blob, struct error *error)
{
    struct blob_sync *sync = blob->sync;
    if (!sync) return make_safe(blob, error);
    pthread_join(sync->thread, NULL);
    enum status status = sync->status;
    if (status && error) *error = sync->error;
    free(sync);
    blob->sync = NULL;
    return status;
}

static void decide(struct blob *blob)
{
    char path[DEPOT_PATH_MAX];
    struct os_facts facts;
    blob->decided = true;
    if (blob_path(blob->depot, blob->home, &blob->hash, path, sizeof path, NULL)) return;
    blob->known = !blob->replace && os_facts(path, &facts, NULL) == STATUS_OK &&
                  facts.kind == OS_FILE && facts.size == blob->size;
    /* Evidence that comes again heals evidence that was damaged: trust no capture unread. */
    if (blob->known && blob->home == BLOB_CAPTURE)
        blob->known = !evidence_verify_capture(blob->depot, &blob->hash, blob->size, NULL);
}

void blob_store_begin(struct blob *blob)
{
    assert(blob->ended && !blob->decided);
    decide(blob);
    if (blob->known || blob->fd < 0) return;
    struct blob_sync *sync = calloc(1, sizeof *sync);
    if (!sync) return;
    *sync = (struct blob_sync){.blob = blob, .error = ERROR_NONE};
    if (pthread_create(&sync->thread, NULL, sync_in_thread, sync))
        free(sync);
    else
        blob->sync = sync;
}

/* ---- all steps ---- */

/* A small blob comes to the disk only now. */
static enum status write_small(struct blob *blob, struct error *error)
{
    enum status status = create_temporary(blob, error);
    if (status) return status;
    return os_write(blob->fd, blob->temporary, (struct span){blob->buffer, blob->used}, error);
}

static enum status put_in_place(struct blob *blob, const char *path, struct error *error)
{
    char folder[DEPOT_PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    enum status status = blob->fd < 0 ? write_small(blob, error) : STATUS_OK;
    if (status == STATUS_OK) status = end_sync(blob, error);
    if (status == STATUS_OK) status = os_make_folder(folder, error);
    assert(status || (blob->fd >= 0 && blob->temporary));
    if (status == STATUS_OK) status = os_rename(blob->temporary, path, error);
    if (status == STATUS_OK) {
        free(blob->temporary);
        blob->temporary = NULL;
    }
    return status;
}

enum status blob_store(struct blob *blob, bool *ret_known, struct error *error)
{
    char path[DEPOT_PATH_MAX], folder[DEPOT_PATH_MAX];
    assert(blob->ended);
    enum status status = blob_path(blob->depot, blob->home, &blob->hash, path, sizeof path, error);
    if (status) return status;
    if (!blob->decided) decide(blob);
    if (!blob->known) status = put_in_place(blob, path, error);
    /* Also for what was there: the run that put it there may have been killed before this. */
    if (status == STATUS_OK && blob->home == BLOB_CAPTURE) {
        snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
        status = os_sync_folder(folder, error);
        *strrchr(folder, '/') = '\0';
        if (status == STATUS_OK) status = os_sync_folder(folder, error);
    }
    if (status == STATUS_OK) *ret_known = blob->known;
    return status;
}

void blob_release(struct blob *blob)
{
    mill_free(blob->mill);
    if (blob->sync) (void)end_sync(blob, NULL); /* ignoring: it is not wanted any more */
    os_unmap(blob->map);
    os_close(blob->fd);
    /* ignoring: a temporary file that cannot be removed now is removed by tidy */
    if (blob->temporary) (void)os_remove(blob->temporary, NULL);
    growing_free(blob->growing);
    free(blob->temporary);
    free(blob->buffer);
    *blob = (struct blob){.fd = -1};
}
