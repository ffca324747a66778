#include "store/sqlite/internal.h"

#include <stdio.h>

/* Each entry takes the schema from its position to the next number; never edited once released. */
static const char *const migrations[] = {
#include "store/migrations.inc"
};

int store_schema_newest(void)
{
    return (int)(sizeof migrations / sizeof migrations[0]);
}

enum status store_schema_version(struct store *store, int *ret_version, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, "PRAGMA user_version", &statement, error);
    if (status) return status;
    int code = sqlite3_step(statement);
    int version = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
    if (code != SQLITE_ROW) status = store_fail(store, code, "read the workspace", error);
    sqlite3_finalize(statement);
    if (status) return status;
    if (version > store_schema_newest()) {
        error_set(error, STATUS_TOO_NEW,
                  "was written by a newer version (schema %d, this program knows %d); use that "
                  "version; nothing was changed",
                  version, store_schema_newest());
        error_place(error, "%s", store->path);
        return STATUS_TOO_NEW;
    }
    *ret_version = version;
    return STATUS_OK;
}

enum status store_migrate(struct store *store, struct error *error)
{
    int version = 0;
    enum status status = store_schema_version(store, &version, error);
    for (; status == STATUS_OK && version < store_schema_newest(); version++) {
        char mark[80];
        snprintf(mark, sizeof mark, "PRAGMA application_id = 1886352244; PRAGMA user_version = %d;",
                 version + 1);
        status = store_run(store, "BEGIN IMMEDIATE", error);
        if (status == STATUS_OK) status = store_run(store, migrations[version], error);
        if (status == STATUS_OK) status = store_run(store, mark, error);
        if (status == STATUS_OK) status = store_run(store, "COMMIT", error);
        if (status) (void)store_run(store, "ROLLBACK", NULL); /* ignoring: the first error counts */
    }
    return status;
}
