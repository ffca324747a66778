/* A copy of the database and a head for it, while others write. */
#include "store/sqlite/internal.h"

#include <stdio.h>

/* Copies a snapshot: what is committed meanwhile is not in it. */
static enum status copy_pages(struct store *from, struct store *to, struct error *error)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup) return store_fail(to, sqlite3_errcode(to->db), "begin a backup", error);
    int code = sqlite3_backup_step(backup, -1);
    int end = sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE && end == SQLITE_OK) return STATUS_OK;
    return store_fail(to, code == SQLITE_DONE ? end : code, "copy the database", error);
}

/* A file of its own, without a log beside it: it can be copied and opened anywhere. */
static enum status settle(struct store *to, struct error *error)
{
    struct position position;
    enum status status = store_run(to, "PRAGMA journal_mode = DELETE", error);
    if (status == STATUS_OK) status = store_position(to, &position, error);
    return status ? status : store_heads_reset(to->folder, &position, error);
}

static enum status copy_to(struct store *store, struct store *to, struct error *error)
{
    struct os_facts facts;
    enum status status = os_make_folder(to->folder, error);
    if (status == STATUS_OK && os_facts(to->path, &facts, NULL) == STATUS_OK) {
        status = error_set(error, STATUS_BUSY, "holds a workspace already; nothing was changed");
        error_place(error, "%s", to->folder);
    }
    if (status) return status;
    to->for_changes = true;
    status = store_connect(to, to->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (status == STATUS_OK) status = copy_pages(store, to, error);
    /* what a copy must not bring back to life */
    if (status == STATUS_OK && store->schema >= STORE_SCHEMA_KEPT)
        status = store_run(
            to, "BEGIN; DELETE FROM session; DELETE FROM ticket; DELETE FROM answer; COMMIT",
            error);
    return status ? status : settle(to, error);
}

enum status store_backup(struct store *store, const char *to, struct error *error)
{
    struct store *copy = NULL;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = store_start(to, &copy, error);
    if (status) return status;
    status = copy_to(store, copy, error);
    store_close(copy);
    return status;
}
