#include "evidence/blob.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIECE = 1024 * 1024 };

static enum status hash_file(int fd, const char *path, uint64_t *ret_size, struct sha256 *ret_hash,
                             struct error *error)
{
    char *piece = malloc(PIECE);
    struct sha256_run *run = sha256_new();
    enum status status = STATUS_OK;
    uint64_t size = 0;
    size_t len = PIECE;
    if (!piece || !run) status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    while (status == STATUS_OK && len == PIECE) {
        status = os_read(fd, path, piece, PIECE, &len, error);
        if (status) break;
        sha256_add(run, (struct span){piece, len});
        size += len;
    }
    if (status) {
        sha256_free(run);
    } else {
        *ret_hash = sha256_end(run);
        *ret_size = size;
    }
    free(piece);
    return status;
}

enum status evidence_verify_capture(struct evidence_depot *depot, const struct sha256 *hash,
                                    uint64_t size, struct error *error)
{
    char path[DEPOT_PATH_MAX];
    struct sha256 got;
    uint64_t got_size;
    int fd = -1;
    enum status status = blob_path(depot, BLOB_CAPTURE, hash, path, sizeof path, error);
    if (status == STATUS_OK) status = os_open_read(path, false, &fd, error);
    if (status) return status;
    status = hash_file(fd, path, &got_size, &got, error);
    os_close(fd);
    if (status) return status;
    if (got_size != size)
        status = error_set(error, STATUS_DAMAGED,
                           "the capture has %" PRIu64 " bytes instead of %" PRIu64
                           "; collect the original again, or restore the file from a backup",
                           got_size, size);
    else if (!sha256_equal(&got, hash))
        status = error_set(error, STATUS_DAMAGED,
                           "the capture's bytes do not match its SHA-256; collect the original "
                           "again, or restore the file from a backup");
    if (status) error_place(error, "%s", path);
    return status;
}

struct copies {
    const char *folder;
    char prefix[3];
    size_t *removed;
};

static enum status check_copy(void *context, const char *name, struct error *error)
{
    const struct copies *copies = context;
    char path[DEPOT_PATH_MAX], hex[65];
    struct sha256 wanted, got;
    uint64_t size;
    int fd = -1;
    if (strlen(name) != 62 + strlen(".raw") || strcmp(name + 62, ".raw") != 0) return STATUS_OK;
    snprintf(hex, sizeof hex, "%s%.62s", copies->prefix, name);
    if (!sha256_from_hex(span_of(hex), &wanted)) return STATUS_OK;
    snprintf(path, sizeof path, "%s/%s", copies->folder, name);
    enum status status = os_open_read(path, false, &fd, error);
    if (status) return status;
    status = hash_file(fd, path, &size, &got, error);
    os_close(fd);
    if (status || sha256_equal(&wanted, &got)) return status;
    status = os_remove(path, error);
    if (status == STATUS_OK) ++*copies->removed;
    return status;
}

static enum status check_copies(void *context, const char *name, struct error *error)
{
    const struct copies *above = context;
    char folder[DEPOT_PATH_MAX];
    struct copies copies = {.folder = folder, .removed = above->removed};
    if (strlen(name) != 2 || strspn(name, "0123456789abcdef") != 2) return STATUS_OK;
    memcpy(copies.prefix, name, sizeof copies.prefix);
    snprintf(folder, sizeof folder, "%s/%s", above->folder, name);
    return os_list(folder, check_copy, &copies, error);
}

enum status evidence_verify_copies(struct evidence_depot *depot, size_t *ret_removed,
                                   struct error *error)
{
    char folder[DEPOT_PATH_MAX];
    size_t removed = 0;
    struct copies copies = {.folder = folder, .removed = &removed};
    snprintf(folder, sizeof folder, "%s/index", depot->root);
    enum status status = os_list(folder, check_copies, &copies, error);
    if (status == STATUS_OK) *ret_removed = removed;
    return status;
}
