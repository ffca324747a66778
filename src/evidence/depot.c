#include "evidence/blob.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
#define X(name, word) word,
    EVIDENCE_PACKINGS(X)
#undef X
};
enum { PACKINGS = sizeof words / sizeof words[0] };

/* Longest tail that is put behind the workspace's path. */
enum { TAIL_MAX = 128 };

const char *evidence_packing_word(enum evidence_packing packing)
{
    assert((size_t)packing < PACKINGS);
    return words[packing];
}

bool evidence_packing_from_word(struct span word, enum evidence_packing *ret)
{
    for (size_t i = 0; i < PACKINGS; i++) {
        if (!span_is(word, words[i])) continue;
        *ret = (enum evidence_packing)i;
        return true;
    }
    return false;
}

static enum status room_path(const char *workspace, const char *room, char *out,
                             struct error *error)
{
    int len = snprintf(out, DEPOT_PATH_MAX, "%s/%s", workspace, room);
    if (len < 0 || len >= DEPOT_PATH_MAX - TAIL_MAX) {
        error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
        error_place(error, "%s", workspace);
        return STATUS_LIMIT;
    }
    return STATUS_OK;
}

enum status evidence_depot_create(const char *workspace, struct error *error)
{
    static const char *const rooms[] = {"evidence", "index"};
    char path[DEPOT_PATH_MAX];
    for (size_t i = 0; i < 2; i++) {
        enum status status = room_path(workspace, rooms[i], path, error);
        if (status == STATUS_OK) status = os_make_folder(path, error);
        if (status == STATUS_OK) status = os_sync_folder(path, error);
        if (status) return status;
    }
    return os_sync_folder(workspace, error);
}

enum status evidence_depot_open(const char *workspace, struct evidence_depot **ret,
                                struct error *error)
{
    char path[DEPOT_PATH_MAX];
    struct os_facts facts;
    enum status status = room_path(workspace, "evidence", path, error);
    if (status == STATUS_OK) status = os_facts(path, &facts, error);
    if (status == STATUS_NOT_FOUND) {
        status = error_set(error, STATUS_DAMAGED,
                           "the folder of what was collected is gone; postmortem repair makes it "
                           "again, with what a backup has of it: --from BACKUP");
        error_place(error, "%s", path);
        return status;
    }
    if (status == STATUS_OK && facts.kind != OS_FOLDER) {
        status = error_set(error, STATUS_NOT_FOUND,
                           "is no folder; make a workspace with `postmortem init`");
        error_place(error, "%s", path);
    }
    /* index/ is derived: it may have been deleted, and comes back. */
    if (status == STATUS_OK) status = room_path(workspace, "index", path, error);
    if (status == STATUS_OK) status = os_make_folder(path, error);
    if (status) return status;
    struct evidence_depot *depot = calloc(1, sizeof *depot);
    if (depot) depot->root = strdup(workspace);
    if (!depot || !depot->root) {
        free(depot);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    atomic_init(&depot->next, (uint64_t)os_now());
    *ret = depot;
    return STATUS_OK;
}

void evidence_depot_close(struct evidence_depot *depot)
{
    if (!depot) return;
    free(depot->root);
    free(depot);
}

enum status evidence_depot_keep(struct evidence_depot *depot, const struct sha256 *hash,
                                struct span bytes, struct error *error)
{
    struct blob blob = {.fd = -1};
    struct span view;
    bool known;
    char hex[65];
    enum status status = blob_begin(depot, BLOB_CAPTURE, &blob, error);
    if (status == STATUS_OK) status = blob_add(&blob, bytes, error);
    if (status == STATUS_OK) status = blob_end(&blob, &view, error);
    if (status == STATUS_OK && memcmp(&blob.hash, hash, sizeof *hash) != 0) {
        sha256_hex(hash, hex);
        status = error_set(error, STATUS_DAMAGED, "is not what was collected");
        error_place(error, "evidence %.16s", hex);
    }
    if (status == STATUS_OK) status = blob_store(&blob, &known, error);
    blob_release(&blob);
    return status;
}

enum status evidence_capture_path(const struct evidence_depot *depot, const struct sha256 *hash,
                                  char *out, size_t size, struct error *error)
{
    return blob_path(depot, BLOB_CAPTURE, hash, out, size, error);
}

enum status evidence_index_path(const struct evidence_depot *depot, const struct sha256 *content,
                                char *out, size_t size, struct error *error)
{
    char raw[DEPOT_PATH_MAX], folder[DEPOT_PATH_MAX];
    enum status status = blob_path(depot, BLOB_CONTENT, content, raw, sizeof raw, error);
    if (status) return status;
    /* An index is written where perhaps no content was: make its folder here. */
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(raw, '/') - raw), raw);
    status = os_make_folder(folder, error);
    if (status) return status;
    int len = snprintf(out, size, "%.*s.idx", (int)(strlen(raw) - strlen(".raw")), raw);
    if (len < 0 || (size_t)len >= size)
        return error_set(error, STATUS_LIMIT, "the workspace's path is too long");
    return STATUS_OK;
}
