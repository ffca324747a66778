/*
 * The file `head`: number and link of the last change that was acknowledged, in two slots that are
 * written in turn. SQLite takes a damaged frame of its write-ahead log for the end of that log, and
 * an older copy of the file for the whole: neither is an error to it, so it is found here.
 */
#include "store/sqlite/internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

/* The slots lie in different blocks, so that no torn write reaches both. */
enum { SLOT_BYTES = 80, CHECKED_BYTES = 48, SLOT_APART = 4096 };

static const char magic[8] = {'p', 'm', 'h', 'e', 'a', 'd', '1', '\n'};

static enum status head_path(const char *workspace, char out[STORE_PATH_MAX], struct error *error)
{
    int len = snprintf(out, STORE_PATH_MAX, "%s/head", workspace);
    if (len < 0 || len >= STORE_PATH_MAX)
        return error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
    return STATUS_OK;
}

static void pack(const struct head *head, char out[SLOT_BYTES])
{
    memcpy(out, magic, sizeof magic);
    for (int i = 0; i < 8; i++) out[8 + i] = (char)(unsigned char)(head->change >> (8 * i));
    memcpy(out + 16, head->link.bytes, sizeof head->link.bytes);
    struct sha256 check = sha256_of((struct span){out, CHECKED_BYTES});
    memcpy(out + CHECKED_BYTES, check.bytes, sizeof check.bytes);
}

static bool unpack(const char in[SLOT_BYTES], struct head *ret)
{
    struct sha256 check = sha256_of((struct span){in, CHECKED_BYTES});
    if (memcmp(in, magic, sizeof magic) != 0) return false;
    if (memcmp(in + CHECKED_BYTES, check.bytes, sizeof check.bytes) != 0) return false;
    ret->change = 0;
    for (int i = 0; i < 8; i++) ret->change |= (uint64_t)(unsigned char)in[8 + i] << (8 * i);
    memcpy(ret->link.bytes, in + 16, sizeof ret->link.bytes);
    return true;
}

static enum status read_slots(int fd, const char *path, struct heads *ret, struct error *error)
{
    struct heads heads = {0};
    for (unsigned i = 0; i < 2; i++) {
        char bytes[SLOT_BYTES];
        size_t len = 0;
        enum status status =
            os_read_at(fd, path, (uint64_t)i * SLOT_APART, bytes, sizeof bytes, &len, error);
        if (status) return status;
        heads.sound[i] = len == sizeof bytes && unpack(bytes, &heads.slots[i]);
    }
    *ret = heads;
    return STATUS_OK;
}

enum status store_heads_read(const char *workspace, struct heads *ret, struct error *error)
{
    char path[STORE_PATH_MAX];
    int fd = -1;
    enum status status = head_path(workspace, path, error);
    if (status) return status;
    status = os_open_read(path, false, &fd, error);
    if (status == STATUS_NOT_FOUND) {
        *ret = (struct heads){0};
        return STATUS_OK;
    }
    if (status == STATUS_OK) status = read_slots(fd, path, ret, error);
    os_close(fd);
    return status;
}

const struct head *store_heads_newest(const struct heads *heads)
{
    const struct head *newest = heads->sound[0] ? &heads->slots[0] : NULL;
    if (heads->sound[1] && (!newest || heads->slots[1].change > newest->change))
        newest = &heads->slots[1];
    return newest;
}

static enum status write_slot(int fd, const char *path, unsigned slot, const struct head *head,
                              struct error *error)
{
    char bytes[SLOT_BYTES];
    pack(head, bytes);
    return os_write_at(fd, path, (uint64_t)slot * SLOT_APART, (struct span){bytes, sizeof bytes},
                       error);
}

enum status store_heads_reset(const char *workspace, const struct position *position,
                              struct error *error)
{
    char path[STORE_PATH_MAX];
    int fd = -1;
    struct head head = {position->change, position->link};
    enum status status = head_path(workspace, path, error);
    if (status == STATUS_OK) status = os_open_write(path, true, &fd, error);
    for (unsigned i = 0; i < 2 && status == STATUS_OK; i++)
        status = write_slot(fd, path, i, &head, error);
    if (status == STATUS_OK) status = os_sync(fd, path, error);
    os_close(fd);
    return status ? status : os_sync_folder(workspace, error);
}

enum status store_head_compare(struct store *store, const struct heads *heads,
                               const struct position *position, struct error *error)
{
    static const char sql[] = "SELECT link FROM change WHERE id = ?";
    const struct head *head = store_heads_newest(heads);
    sqlite3_stmt *statement;
    if (!head)
        return error_set(error, STATUS_DAMAGED,
                         "the file head, which tells what was acknowledged, is missing or damaged: "
                         "postmortem repair compares with a backup");
    if (position->change < head->change)
        return error_set(error, STATUS_DAMAGED,
                         "changes %" PRIu64 " to %" PRIu64 " were acknowledged and are gone from "
                         "postmortem.db: postmortem repair takes them from a backup",
                         position->change + 1, head->change);
    if (head->change == 0) return STATUS_OK;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)head->change);
    int code = sqlite3_step(statement);
    struct row row = {.statement = statement, .error = error};
    bool same = false;
    if (code == SQLITE_ROW) {
        struct sha256 link = row_hash(&row, 0);
        same = row.status == STATUS_OK && sha256_equal(&link, &head->link);
    }
    store_done(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return store_fail(store, code, "compare the log with its head", error);
    if (same) return STATUS_OK;
    return error_set(error, STATUS_DAMAGED,
                     "change %" PRIu64 " is not the one that was acknowledged: postmortem.db is "
                     "damaged, or an older copy that was changed since; postmortem repair compares "
                     "with a backup",
                     head->change);
}

enum status store_head_without_log(struct store *store, struct error *error)
{
    struct position nothing = {0};
    struct heads heads;
    enum status status = store_heads_read(store->folder, &heads, error);
    if (status || !store_heads_newest(&heads)) return status;
    status = store_head_compare(store, &heads, &nothing, error);
    if (status) error_place(error, "%s", store->folder);
    return status;
}

enum status store_head_begin(struct store *store, struct error *error)
{
    char path[STORE_PATH_MAX];
    enum status status = head_path(store->folder, path, error);
    assert(store->head < 0);
    if (status) return status;
    store->heads = (struct heads){0};
    status = os_open_write(path, false, &store->head, error);
    if (status == STATUS_OK) status = read_slots(store->head, path, &store->heads, error);
    if (status && status != STATUS_NOT_FOUND) return status;
    status = store_head_compare(store, &store->heads, &store->was, error);
    if (status) error_place(error, "%s", store->folder);
    return status;
}

enum status store_head_write(struct store *store, struct error *error)
{
    char path[STORE_PATH_MAX];
    struct head head = {store->now.change, store->now.link};
    enum status status = head_path(store->folder, path, error);
    if (status) return status;
    assert(store->head >= 0);
    /* Over the older one; the other stays what it is until this one is on disk. */
    const struct head *newest = store_heads_newest(&store->heads);
    unsigned slot = newest == &store->heads.slots[0] ? 1 : 0;
    status = write_slot(store->head, path, slot, &head, error);
    return status ? status : os_sync(store->head, path, error);
}
