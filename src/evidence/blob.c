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

#include <assert.h>
#include <inttypes.h>
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
    struct blob blob = {.depot = depot, .home = home, .fd = -1};
    blob.buffer = malloc(BLOB_BUFFER);
    blob.run = sha256_new();
    if (!blob.buffer || !blob.run) {
        blob_release(&blob);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
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

static enum status flush(struct blob *blob, struct error *error)
{
    enum status status = blob->fd < 0 ? create_temporary(blob, error) : STATUS_OK;
    if (status == STATUS_OK)
        status =
            os_write(blob->fd, blob->temporary, (struct span){blob->buffer, blob->used}, error);
    if (status == STATUS_OK) blob->used = 0;
    return status;
}

enum status blob_add(struct blob *blob, struct span bytes, struct error *error)
{
    assert(blob->run);
    sha256_add(blob->run, bytes);
    blob->size += bytes.len;
    while (bytes.len) {
        if (blob->used == BLOB_BUFFER) {
            enum status status = flush(blob, error);
            if (status) return status;
        }
        struct span piece = span_sub(bytes, 0, BLOB_BUFFER - blob->used);
        memcpy(blob->buffer + blob->used, piece.at, piece.len);
        blob->used += piece.len;
        bytes = span_from(bytes, piece.len);
    }
    return STATUS_OK;
}

enum status blob_end(struct blob *blob, struct span *ret_view, struct error *error)
{
    if (blob->fd >= 0) {
        enum status status = flush(blob, error);
        if (status == STATUS_OK) status = os_map(blob->temporary, &blob->map, error);
        if (status) return status;
        *ret_view = blob->map;
    } else {
        *ret_view = (struct span){blob->buffer, blob->used};
    }
    blob->hash = sha256_end(blob->run);
    blob->run = NULL;
    return STATUS_OK;
}

/* Steps 2 to 4. Derived contents that every opening checks are not worth waiting for the disk. */
static enum status put_in_place(struct blob *blob, const char *path, struct error *error)
{
    char folder[DEPOT_PATH_MAX];
    bool durable = blob->home == BLOB_CAPTURE || blob->size > BLOB_CHECKED_MAX;
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    enum status status = blob->fd < 0 ? flush(blob, error) : STATUS_OK;
    if (status == STATUS_OK) status = os_make_folder(folder, error);
    assert(status || (blob->fd >= 0 && blob->temporary && blob->used == 0));
    if (status == STATUS_OK) status = os_make_read_only(blob->fd, blob->temporary, error);
    if (status == STATUS_OK && durable) status = os_sync(blob->fd, blob->temporary, error);
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
    struct os_facts facts;
    assert(!blob->run);
    enum status status = blob_path(blob->depot, blob->home, &blob->hash, path, sizeof path, error);
    if (status) return status;
    bool known = !blob->replace && os_facts(path, &facts, NULL) == STATUS_OK &&
                 facts.kind == OS_FILE && facts.size == blob->size;
    /* Evidence that comes again heals evidence that was damaged: trust no capture unread. */
    if (known && blob->home == BLOB_CAPTURE)
        known = !evidence_verify_capture(blob->depot, &blob->hash, blob->size, NULL);
    if (!known) status = put_in_place(blob, path, error);
    /* Also for what was there: the run that put it there may have been killed before this. */
    if (status == STATUS_OK && blob->home == BLOB_CAPTURE) {
        snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
        status = os_sync_folder(folder, error);
        *strrchr(folder, '/') = '\0';
        if (status == STATUS_OK) status = os_sync_folder(folder, error);
    }
    if (status == STATUS_OK) *ret_known = known;
    return status;
}

void blob_release(struct blob *blob)
{
    os_unmap(blob->map);
    os_close(blob->fd);
    sha256_free(blob->run);
    /* ignoring: a temporary file that cannot be removed now is removed by tidy */
    if (blob->temporary) (void)os_remove(blob->temporary, NULL);
    free(blob->temporary);
    free(blob->buffer);
    *blob = (struct blob){.fd = -1};
}
