#include "store/sqlite/kept.h"

#include <assert.h>
#include <stdio.h>

/* Each takes the schema from its position to the next number; never edited once released. */
static const char *const schemas[] = {
#include "store/migrations.inc"
};
enum { SCHEMAS = sizeof schemas / sizeof schemas[0] };

/* What has to be done to the rows in the same transaction; NULL for nothing. */
static enum status (*const steps[SCHEMAS])(struct store *store, struct error *error) = {
    [STORE_SCHEMA_RECORD - 1] = store_log_tables,
    [STORE_SCHEMA_KEPT - 1] = store_pulse_begin,
};

int store_schema_newest(void)
{
    return SCHEMAS;
}

enum status store_schema_version(struct store *store, int *ret_version, struct error *error)
{
    int64_t version = -1;
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, "PRAGMA user_version", &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &version, error);
    if (status) return status;
    if (version > SCHEMAS) {
        error_set(error, STATUS_TOO_NEW,
                  "was written by a newer version (schema %d, this program knows %d); use that "
                  "version; nothing was changed",
                  (int)version, (int)SCHEMAS);
        error_place(error, "%s", store->path);
        return STATUS_TOO_NEW;
    }
    if (version < 0) {
        error_set(error, STATUS_DAMAGED,
                  "has a schema of no version; postmortem repair takes from a backup what is "
                  "damaged");
        error_place(error, "%s", store->path);
        return STATUS_DAMAGED;
    }
    *ret_version = (int)version;
    return STATUS_OK;
}

static enum status make(struct store *store, int number, struct error *error)
{
    char mark[80];
    snprintf(mark, sizeof mark, "PRAGMA application_id = 1886352244; PRAGMA user_version = %d;",
             number);
    enum status status = store_run(store, schemas[number - 1], error);
    return status ? status : store_run(store, mark, error);
}

enum status store_schema_make(struct store *store, int schema, struct error *error)
{
    enum status status = STATUS_OK;
    assert(schema <= SCHEMAS);
    for (int number = 1; number <= schema && status == STATUS_OK; number++)
        status = make(store, number, error);
    store->schema = schema;
    return status;
}

/* A workspace gets its head before it gets a log, so that a log without a head is damage. A head
 * that speaks of changes is of a log that was here before: an older file was put in its place. */
static enum status begin_head(struct store *store, struct error *error)
{
    struct position nothing = {0};
    enum status status = store_head_without_log(store, error);
    return status ? status : store_heads_reset(store->folder, &nothing, error);
}

static enum status begin(struct store *store, int number, struct error *error)
{
    struct position nothing = {0};
    enum status status = STATUS_OK;
    if (number == STORE_SCHEMA_RECORD) status = begin_head(store, error);
    if (status == STATUS_OK) status = store_run(store, "BEGIN IMMEDIATE", error);
    if (status) return status;
    store->begun = true;
    store->was = store->now = nothing;
    if (number > STORE_SCHEMA_RECORD) status = store_position(store, &store->was, error);
    store->now = store->was;
    if (status == STATUS_OK && number >= STORE_SCHEMA_RECORD)
        status = store_head_begin(store, error);
    return status;
}

static enum status finish(struct store *store, int number, struct error *error)
{
    enum status status = store_run(store, "COMMIT", error);
    if (status) return status;
    store->begun = false;
    store->schema = number;
    if (store->now.change != store->was.change) status = store_head_write(store, error);
    os_close(store->head);
    store->head = -1;
    return status;
}

enum status store_migrate(struct store *store, struct error *error)
{
    assert(store->lock >= 0);
    /* Again, now that nobody else can be at it. */
    enum status status = store_schema_version(store, &store->schema, error);
    if (status == STATUS_OK && store->schema == 0)
        status = store_run(store, "PRAGMA journal_mode = WAL", error);
    for (int number = store->schema + 1; number <= SCHEMAS && status == STATUS_OK; number++) {
        status = begin(store, number, error);
        if (status == STATUS_OK) status = make(store, number, error);
        if (status == STATUS_OK) store->schema = number;
        if (status == STATUS_OK && steps[number - 1]) status = steps[number - 1](store, error);
        if (status == STATUS_OK) status = finish(store, number, error);
    }
    if (status) store_rollback(store);
    return status;
}
