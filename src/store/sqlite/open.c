#include "store/sqlite/internal.h"

#include <stdio.h>
#include <stdlib.h>

enum status store_library(const char **ret_version, struct error *error)
{
    int number = sqlite3_libversion_number();
    /* A race between a reset of the write-ahead log and a checkpoint can lose committed data in
     * 3.7.0 to 3.51.2 and in the withdrawn 3.52.0; 3.50.7 and 3.44.6 carry the fix. */
    bool fixed = (number >= 3051003 && number != 3052000) || number == 3050007 || number == 3044006;
    if (!fixed)
        return error_set(error, STATUS_UNREADABLE,
                         "this SQLite (%s) can lose committed data; 3.51.3 or newer is needed: "
                         "build with script/bootstrap, which fetches one",
                         sqlite3_libversion());
    *ret_version = sqlite3_libversion();
    return STATUS_OK;
}

enum status store_fail(struct store *store, int code, const char *what, struct error *error)
{
    enum status status = STATUS_UNREADABLE;
    switch (code & 0xff) {
    case SQLITE_FULL: status = STATUS_NO_SPACE; break;
    case SQLITE_NOMEM: status = STATUS_NO_MEMORY; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: status = STATUS_BUSY; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: status = STATUS_DAMAGED; break;
    case SQLITE_INTERRUPT: status = STATUS_INTERRUPTED; break;
    default: break;
    }
    const char *says = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
    error_set(error, status, "cannot %s: %s", what, says);
    error_place(error, "%s", store->path);
    return status;
}

enum status store_run(struct store *store, const char *sql, struct error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : store_fail(store, code, "change the workspace", error);
}

enum status store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret,
                          struct error *error)
{
    int code = sqlite3_prepare_v2(store->db, sql, -1, ret, NULL);
    return code == SQLITE_OK ? STATUS_OK : store_fail(store, code, "read the workspace", error);
}

enum status store_finish(struct store *store, sqlite3_stmt *statement, struct error *error)
{
    int code = sqlite3_step(statement);
    enum status status = STATUS_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = store_fail(store, code, "change the workspace", error);
    sqlite3_finalize(statement);
    return status;
}

static enum status connect(struct store *store, bool create, bool for_changes, struct error *error)
{
    /* Readers too: the write-ahead log's index is shared memory that they write. */
    int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK) return store_fail(store, code, "open the workspace", error);
    sqlite3_busy_timeout(store->db, 5000);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    enum status status = store_run(store,
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cell_size_check = ON;",
                                   error);
    if (status == STATUS_OK && !for_changes)
        status = store_run(store, "PRAGMA query_only = ON;", error);
    return status;
}

static enum status start(const char *workspace, const char **library, struct store **ret,
                         struct error *error)
{
    enum status status = store_library(library, error);
    if (status) return status;
    struct store *store = calloc(1, sizeof *store);
    size_t size = strlen(workspace) + sizeof "/postmortem.db";
    if (store) store->path = malloc(size);
    if (!store || !store->path) {
        free(store);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    snprintf(store->path, size, "%s/postmortem.db", workspace);
    store->lock = -1;
    *ret = store;
    return STATUS_OK;
}

static enum status lock_for_changes(struct store *store, const char *workspace, struct error *error)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/lock", workspace);
    if (len < 0 || (size_t)len >= sizeof path)
        return error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
    return os_lock(path, &store->lock, error);
}

enum status store_create(const char *workspace, struct error *error)
{
    struct store *store = NULL;
    struct os_facts facts;
    const char *library;
    enum status status = start(workspace, &library, &store, error);
    if (status) return status;
    if (os_facts(store->path, &facts, NULL) == STATUS_OK) {
        status = error_set(error, STATUS_BUSY, "is a workspace already; nothing was changed");
        error_place(error, "%s", workspace);
    }
    if (status == STATUS_OK) status = lock_for_changes(store, workspace, error);
    if (status == STATUS_OK) status = connect(store, true, true, error);
    if (status == STATUS_OK) status = store_run(store, "PRAGMA journal_mode = WAL", error);
    if (status == STATUS_OK) status = store_migrate(store, error);
    store_close(store);
    if (status == STATUS_OK) status = os_sync_folder(workspace, error);
    return status;
}

static enum status exists(const struct store *store, const char *workspace, struct error *error)
{
    struct os_facts facts;
    if (os_facts(store->path, &facts, NULL) == STATUS_OK) return STATUS_OK;
    error_set(error, STATUS_NOT_FOUND, "is no workspace; make one with: postmortem init");
    error_place(error, "%s", workspace);
    return STATUS_NOT_FOUND;
}

enum status store_open(const char *workspace, bool for_changes, struct store **ret,
                       struct error *error)
{
    struct store *store = NULL;
    const char *library;
    int version = 0;
    enum status status = start(workspace, &library, &store, error);
    if (status) return status;
    status = exists(store, workspace, error);
    if (status == STATUS_OK && for_changes) status = lock_for_changes(store, workspace, error);
    if (status == STATUS_OK) status = connect(store, false, for_changes, error);
    if (status == STATUS_OK) status = store_schema_version(store, &version, error);
    if (status == STATUS_OK && version < store_schema_newest()) {
        if (for_changes)
            status = store_migrate(store, error);
        else
            status = error_set(error, STATUS_BUSY,
                               "the workspace was written by an older version; any command that "
                               "changes it, such as: postmortem collect, brings it up to date");
    }
    if (status == STATUS_OK)
        *ret = store;
    else
        store_close(store);
    return status;
}

void store_close(struct store *store)
{
    if (!store) return;
    sqlite3_close_v2(store->db);
    if (store->lock >= 0) os_unlock(store->lock);
    free(store->path);
    free(store);
}
