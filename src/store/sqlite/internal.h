/* What the files of the SQLite store share. */
#ifndef STORE_SQLITE_INTERNAL_H
#define STORE_SQLITE_INTERNAL_H

#include "store/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    char *path; /* owned */
    int lock;   /* write lock, or -1 */
};

/* SQLite's result code as a status; the sentence names `what` was being done. */
enum status store_fail(struct store *store, int code, const char *what, struct error *error);
enum status store_run(struct store *store, const char *sql, struct error *error);
enum status store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret,
                          struct error *error);
/* Steps a statement that gives no rows and finalises it. */
enum status store_finish(struct store *store, sqlite3_stmt *statement, struct error *error);

/* Brings the schema up to date, one transaction a migration. */
enum status store_migrate(struct store *store, struct error *error);
/* TOO_NEW when a newer program wrote it; *ret_version is the schema's number. */
enum status store_schema_version(struct store *store, int *ret_version, struct error *error);
int store_schema_newest(void);

void store_bind_instant(sqlite3_stmt *statement, int column, instant at);
instant store_column_instant(sqlite3_stmt *statement, int column);
void store_bind_hash(sqlite3_stmt *statement, int column, const struct sha256 *hash);
void store_bind_bytes(sqlite3_stmt *statement, int column, const char *text);

#endif
