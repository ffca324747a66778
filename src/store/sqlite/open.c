#include "store/sqlite/kept.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const duration LONGEST_WAIT = 30 * NS_PER_S;

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
    case SQLITE_ERROR: /* our statements are right: it is the schema that is not */
    case SQLITE_CONSTRAINT:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: status = STATUS_DAMAGED; break;
    case SQLITE_INTERRUPT: status = STATUS_INTERRUPTED; break;
    case SQLITE_IOERR:
        store->stopped = store->stopped || store->begun;
        if (store->db && sqlite3_system_errno(store->db) == ENOSPC) status = STATUS_NO_SPACE;
        break;
    default: break;
    }
    const char *says = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
    const char *next = "";
    if (status == STATUS_NO_SPACE) says = "the disk is full; make room and do it again";
    if (status == STATUS_DAMAGED) next = "; postmortem repair takes from a backup what is damaged";
    if ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY)
        next = "; look whether its folder can be written";
    error_set(error, status, "cannot %s: %s%s", what, says, next);
    error_place(error, "%s", store->path);
    return status;
}

enum status store_run(struct store *store, const char *sql, struct error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : store_fail(store, code, "use the workspace", error);
}

enum status store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret,
                          struct error *error)
{
    sqlite3_stmt *statement = NULL;
    for (size_t i = 0; i < store->kept_count; i++) {
        if (store->kept[i].sql != sql) continue;
        assert(!sqlite3_stmt_busy(store->kept[i].statement));
        *ret = store->kept[i].statement;
        return STATUS_OK;
    }
    assert(store->kept_count < STORE_KEPT_MAX);
    int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (code != SQLITE_OK) return store_fail(store, code, "read the workspace", error);
    store->kept[store->kept_count].sql = sql;
    store->kept[store->kept_count++].statement = statement;
    *ret = statement;
    return STATUS_OK;
}

void store_done(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

enum status store_finish(struct store *store, sqlite3_stmt *statement, struct error *error)
{
    int code = sqlite3_step(statement);
    enum status status = STATUS_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = store_fail(store, code, "change the workspace", error);
    store_done(statement);
    return status;
}

enum status store_number(struct store *store, sqlite3_stmt *statement, int64_t *ret,
                         struct error *error)
{
    int code = sqlite3_step(statement);
    enum status status = STATUS_OK;
    if (code == SQLITE_ROW)
        *ret = sqlite3_column_int64(statement, 0);
    else if (code != SQLITE_DONE)
        status = store_fail(store, code, "read the workspace", error);
    store_done(statement);
    return status;
}

static enum status needs(const struct store *store, int schema, struct error *error)
{
    if (store->schema >= schema) return STATUS_OK;
    error_set(error, STATUS_BUSY,
              "%s; any command that changes it, such as: postmortem collect, brings it up to date",
              store->schema ? "was written by an older version" : "was not made to its end");
    error_place(error, "%s", store->path);
    return STATUS_BUSY;
}

enum status store_has_record(const struct store *store, struct error *error)
{
    return needs(store, STORE_SCHEMA_RECORD, error);
}

enum status store_has_kept(const struct store *store, struct error *error)
{
    return needs(store, STORE_SCHEMA_KEPT, error);
}

static int note_frames(void *context, sqlite3 *db, const char *schema, int frames)
{
    struct store *store = context;
    (void)db;
    (void)schema;
    store->wal_frames = frames;
    return SQLITE_OK;
}

/* SQLite waits for somebody at the other end of a pipe. */
static enum status check_kind(const char *path, struct error *error)
{
    struct os_facts facts;
    if (os_facts(path, &facts, NULL) || facts.kind == OS_FILE || facts.kind == OS_SYMLINK)
        return STATUS_OK;
    error_set(error, STATUS_DAMAGED, "is not a file; postmortem repair takes it from a backup");
    error_place(error, "%s", path);
    return STATUS_DAMAGED;
}

enum status store_connect(struct store *store, const char *path, int flags, struct error *error)
{
    enum status status = check_kind(path, error);
    if (status) return status;
    int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK) return store_fail(store, code, "open the workspace", error);
    sqlite3_busy_timeout(store->db, 5000);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(store->db, note_frames, store); /* instead of checkpoints without the lock */
    status = store_run(store,
                       "PRAGMA synchronous = FULL;"
                       "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                       "PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;",
                       error);
    if (status == STATUS_OK) status = store_kept_connect(store, error);
    /* A reader passes over its pages once: few that are used again cost less than many new ones. */
    if (status == STATUS_OK && !store->for_changes)
        status = store_run(store, "PRAGMA query_only = ON; PRAGMA cache_size = -4096;", error);
    return status;
}

enum status store_start(const char *workspace, struct store **ret, struct error *error)
{
    const char *library;
    enum status status = store_library(&library, error);
    if (status) return status;
    struct store *store = calloc(1, sizeof *store);
    size_t size = strlen(workspace) + sizeof "/postmortem.db";
    if (store) store->path = malloc(size);
    if (store) store->folder = strdup(workspace);
    if (!store || !store->path || !store->folder) {
        store_close(store);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    snprintf(store->path, size, "%s/postmortem.db", workspace);
    store->lock = store->head = -1;
    store->patience = LONGEST_WAIT;
    *ret = store;
    return STATUS_OK;
}

/* A head alone is a workspace whose database is gone: a new one would hide that. */
static bool has_head(const struct store *store)
{
    char path[STORE_PATH_MAX];
    struct os_facts facts;
    int len = snprintf(path, sizeof path, "%s/head", store->folder);
    return len > 0 && len < STORE_PATH_MAX && os_facts(path, &facts, NULL) == STATUS_OK;
}

static enum status exists(const struct store *store, struct error *error)
{
    struct os_facts facts;
    enum status status = os_facts(store->path, &facts, error);
    if (status != STATUS_NOT_FOUND) return status;
    if (has_head(store)) {
        error_set(error, STATUS_DAMAGED,
                  "is a workspace whose postmortem.db is gone: postmortem repair takes it from a "
                  "backup, or ends a repair that was cut short");
        error_place(error, "%s", store->folder);
        return STATUS_DAMAGED;
    }
    error_set(error, STATUS_NOT_FOUND, "is no workspace; make one with: postmortem init");
    error_place(error, "%s", store->folder);
    return STATUS_NOT_FOUND;
}

enum status store_create(const char *workspace, struct error *error)
{
    struct store *store = NULL;
    struct os_facts facts;
    enum status status = store_start(workspace, &store, error);
    if (status) return status;
    store->for_changes = true;
    status = store_lock(store, error);
    if (status == STATUS_OK &&
        (os_facts(store->path, &facts, NULL) == STATUS_OK || has_head(store))) {
        status = error_set(error, STATUS_BUSY, "is a workspace already; nothing was changed");
        error_place(error, "%s", workspace);
    }
    if (status == STATUS_OK)
        status =
            store_connect(store, store->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (status == STATUS_OK) status = store_migrate(store, error);
    store_unlock(store);
    store_close(store);
    if (status == STATUS_OK) status = os_sync_folder(workspace, error);
    return status;
}

/* The head is read first: what is acknowledged between the two reads is in the database. */
static enum status open_for_changes(struct store *store, struct error *error)
{
    struct heads heads;
    struct position position;
    enum status status = STATUS_OK;
    if (store->schema < store_schema_newest()) {
        status = store_lock(store, error);
        if (status == STATUS_OK) status = store_migrate(store, error);
        store_unlock(store);
    }
    /* a backup that was put in place has no log of its own yet */
    if (status == STATUS_OK) status = store_run(store, "PRAGMA journal_mode = WAL", error);
    if (status == STATUS_OK) status = store_heads_read(store->folder, &heads, error);
    if (status == STATUS_OK) status = store_position(store, &position, error);
    if (status == STATUS_OK) status = store_head_compare(store, &heads, &position, error);
    if (status) error_place(error, "%s", store->folder);
    store->stopped = status != STATUS_OK;
    return status;
}

static bool has_log(const struct store *store)
{
    char path[STORE_PATH_MAX];
    struct os_facts facts;
    snprintf(path, sizeof path, "%s-wal", store->path);
    return os_facts(path, &facts, NULL) == STATUS_OK && facts.size > 0;
}

/* On a disk that nobody can write a file without a log beside it is all there is. */
static enum status connect_unchanging(struct store *store, struct error *error)
{
    struct text uri;
    text_init(&uri, 0);
    text_adds(&uri, "file:");
    for (const char *at = store->path; *at; at++)
        if (byte_is_one_of(*at, "%?#"))
            text_addf(&uri, "%%%02X", (unsigned)(unsigned char)*at);
        else
            text_addc(&uri, *at);
    text_adds(&uri, "?immutable=1");
    enum status status = text_status(&uri, error);
    if (status == STATUS_OK)
        status = store_connect(store, uri.at, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
    text_release(&uri);
    return status;
}

static enum status connect(struct store *store, struct error *error)
{
    struct error why = ERROR_NONE;
    /* Readers too: the write-ahead log's index is shared memory that they write. */
    enum status status = store_connect(store, store->path, SQLITE_OPEN_READWRITE, &why);
    int code = store->db ? sqlite3_errcode(store->db) & 0xff : SQLITE_OK;
    bool closed = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    if (status && closed && !store->for_changes && !has_log(store)) {
        sqlite3_close_v2(store->db);
        store->db = NULL;
        return connect_unchanging(store, error);
    }
    if (status && error) *error = why;
    return status;
}

enum status store_open(const char *workspace, bool for_changes, struct store **ret,
                       struct error *error)
{
    struct store *store = NULL;
    enum status status = store_start(workspace, &store, error);
    if (status) return status;
    store->for_changes = for_changes;
    status = exists(store, error);
    if (status == STATUS_OK) status = connect(store, error);
    if (status == STATUS_OK) status = store_schema_version(store, &store->schema, error);
    if (status == STATUS_OK && store->schema == 0) status = store_head_without_log(store, error);
    if (status == STATUS_OK && for_changes) status = open_for_changes(store, error);
    if (status == STATUS_OK) status = needs(store, 1, error);
    if (status == STATUS_OK)
        *ret = store;
    else
        store_close(store);
    return status;
}

/* Who closes last moves the log into the database: with the lock, or not at all. One who reads, or
 * who met damage, leaves everything as it is. */
static int lock_for_checkpoint(const struct store *store)
{
    char path[STORE_PATH_MAX];
    struct os_facts facts;
    int lock = -1;
    if (!store->db || store->stopped || !store->folder[0]) return -1;
    snprintf(path, sizeof path, "%s-wal", store->path);
    bool empty = os_facts(path, &facts, NULL) == STATUS_OK && facts.size == 0;
    if (!store->for_changes && !empty) return -1;
    snprintf(path, sizeof path, "%s/lock", store->folder);
    return os_lock(path, &lock, NULL) == STATUS_OK ? lock : -1;
}

void store_close(struct store *store)
{
    if (!store) return;
    if (store->begun) store_rollback(store);
    for (size_t i = 0; i < store->kept_count; i++) sqlite3_finalize(store->kept[i].statement);
    int lock = lock_for_checkpoint(store);
    if (store->db && lock < 0)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close_v2(store->db);
    if (lock >= 0) os_unlock(lock);
    free(store->folder);
    free(store->path);
    free(store);
}
