/* One writer at a time, for as long as one transaction takes. */
#include "store/sqlite/internal.h"

#include <assert.h>
#include <stdio.h>

/* Pages in the write-ahead log from which on it is moved into the database. */
enum { WAL_FRAMES_MAX = 1000 };

enum status store_lock(struct store *store, struct error *error)
{
    char path[STORE_PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/lock", store->folder);
    if (len < 0 || (size_t)len >= sizeof path)
        return error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
    assert(store->lock < 0);
    return os_lock_within(path, store->patience, &store->lock, error);
}

void store_unlock(struct store *store)
{
    os_close(store->head);
    if (store->lock >= 0) os_unlock(store->lock);
    store->head = store->lock = -1;
}

/* A repair puts another file in place: what is written to the one that was opened is then lost. */
static enum status check_place(struct store *store, struct error *error)
{
    int moved = 0;
    (void)sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (!moved) return STATUS_OK;
    store->stopped = true;
    return error_set(error, STATUS_BUSY,
                     "the database was replaced while this run had it open; start again");
}

enum status store_begin(struct store *store, struct error *error)
{
    assert(store->for_changes && !store->begun);
    if (store->stopped)
        return error_set(error, STATUS_UNREADABLE,
                         "an earlier write of this run did not reach the disk for certain, so it "
                         "changes nothing more: look at the disk, then at postmortem verify");
    enum status status = store_lock(store, error);
    if (status) return status;
    status = check_place(store, error);
    if (status == STATUS_OK) status = store_run(store, "BEGIN IMMEDIATE", error);
    if (status == STATUS_OK) {
        store->begun = true;
        status = store_position(store, &store->was, error);
    }
    if (status == STATUS_OK) status = store_head_begin(store, error);
    store->stirs = 0;
    store->changes = sqlite3_total_changes64(store->db);
    if (status)
        store_rollback(store);
    else
        store->now = store->was;
    return status;
}

void store_rollback(struct store *store)
{
    if (store->begun && !sqlite3_get_autocommit(store->db))
        (void)store_run(store, "ROLLBACK", NULL); /* ignoring: what made us give up counts */
    store->begun = false;
    store_unlock(store);
}

/* Moves the log into the database while the lock is held: two at a time is what SQLite had its race
 * with. What it cannot move stays in the log. */
static void checkpoint(struct store *store)
{
    if (store->wal_frames < WAL_FRAMES_MAX) return;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if ((code & 0xff) == SQLITE_IOERR) store->stopped = true;
}

/* A log that could not be written to its end does not count. When it was written and the disk did
 * not confirm it, nobody knows. */
static enum status commit_failed(struct store *store, const struct error *why, struct error *error)
{
    bool unwritten = sqlite3_errcode(store->db) == SQLITE_FULL;
    store->stopped = true;
    store_rollback(store);
    enum status status =
        unwritten
            ? error_set(error, STATUS_NO_SPACE, "%s; nothing was changed", why->message)
            : error_set(error, STATUS_UNREADABLE,
                        "%s; whether the change was stored is not known: postmortem history tells",
                        why->message);
    error_place(error, "%s", store->path);
    return status;
}

enum status store_commit(struct store *store, struct error *error)
{
    struct error why = ERROR_NONE;
    assert(store->begun);
    enum status status = store_pulse_move(store, error);
    if (status) {
        store_rollback(store);
        return status;
    }
    status = store_run(store, "COMMIT", &why);
    if (status) return commit_failed(store, &why, error);
    if (store->now.change != store->was.change) status = store_head_write(store, &why);
    store->begun = false;
    if (status == STATUS_OK) checkpoint(store);
    store_unlock(store);
    if (status == STATUS_OK) return status;
    store->stopped = true;
    error_set(error, status, "the change was stored, but that could not be confirmed on disk: %s",
              why.message);
    error_place(error, "%s/head", store->folder);
    return status;
}

enum status store_enter(struct store *store, struct scope *scope, struct error *error)
{
    scope->own = !store->begun;
    if (scope->own) return store_begin(store, error);
    scope->was = store->now;
    return store_run(store, "SAVEPOINT part", error);
}

enum status store_leave(struct store *store, const struct scope *scope, enum status status,
                        struct error *error)
{
    if (scope->own) {
        if (status == STATUS_OK) return store_commit(store, error);
        store_rollback(store);
        return status;
    }
    if (status == STATUS_OK) return store_run(store, "RELEASE part", error);
    /* ignoring: the first failure counts, and the caller's transaction cannot commit after this */
    (void)store_run(store, "ROLLBACK TO part; RELEASE part", NULL);
    store->now = scope->was;
    return status;
}
