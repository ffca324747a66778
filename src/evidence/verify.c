#include "evidence/blob.h"
#include "evidence/evidence.h"

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

/* ---- what can be made again ---- */

typedef enum status teller(void *context, const char *path, const struct error *why,
                           struct error *error);

struct search {
    const char *folder;
    char prefix[3];
    teller *each;
    void *context;
};

static enum status check_copy(const char *path, const struct sha256 *wanted, struct error *why)
{
    struct sha256 got;
    uint64_t size;
    int fd = -1;
    enum status status = os_open_read(path, false, &fd, why);
    if (status) return status;
    status = hash_file(fd, path, &size, &got, why);
    os_close(fd);
    if (status || sha256_equal(wanted, &got)) return status;
    return error_set(why, STATUS_DAMAGED, "the unpacked copy does not match its SHA-256");
}

static enum status check_index(const char *path, const struct sha256 *content, struct error *why)
{
    return evidence_index_check(path, content, why);
}

static enum status check_file(void *context, const char *name, struct error *error)
{
    const struct search *search = context;
    char path[DEPOT_PATH_MAX], hex[65];
    struct sha256 hash;
    struct error why = ERROR_NONE;
    if (strlen(name) != 62 + strlen(".raw")) return STATUS_OK;
    bool copy = strcmp(name + 62, ".raw") == 0, index = strcmp(name + 62, ".idx") == 0;
    snprintf(hex, sizeof hex, "%s%.62s", search->prefix, name);
    if ((!copy && !index) || !sha256_from_hex(span_of(hex), &hash)) return STATUS_OK;
    snprintf(path, sizeof path, "%s/%s", search->folder, name);
    enum status status = copy ? check_copy(path, &hash, &why) : check_index(path, &hash, &why);
    if (status == STATUS_OK) return status;
    /* an index of a version that this program does not know is of no more use to it */
    if (status != STATUS_DAMAGED && status != STATUS_TOO_NEW) {
        if (error) *error = why;
        return status;
    }
    status = search->each(search->context, path, &why, error);
    return status ? status : os_remove(path, error);
}

static enum status check_folder(void *context, const char *name, struct error *error)
{
    const struct search *above = context;
    char folder[DEPOT_PATH_MAX];
    struct search search = {.folder = folder, .each = above->each, .context = above->context};
    if (strlen(name) != 2 || strspn(name, "0123456789abcdef") != 2) return STATUS_OK;
    memcpy(search.prefix, name, sizeof search.prefix);
    snprintf(folder, sizeof folder, "%s/%s", above->folder, name);
    return os_list(folder, check_file, &search, error);
}

enum status evidence_verify_index(struct evidence_depot *depot, teller *each, void *context,
                                  struct error *error)
{
    char folder[DEPOT_PATH_MAX];
    struct search search = {.folder = folder, .each = each, .context = context};
    snprintf(folder, sizeof folder, "%s/index", depot->root);
    return os_list(folder, check_folder, &search, error);
}
