#include "evidence/blob.h"

#include <inttypes.h>
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
