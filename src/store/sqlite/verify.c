/* Checks everything; what is damaged is told, and the check goes on. */
#include "store/sqlite/kept.h"

#include <assert.h>
#include <stdio.h>

enum status store_tell(struct checking *checking, const char *what, struct error *error,
                       const char *where, ...)
{
    char place[200];
    va_list arguments;
    va_start(arguments, where);
    vsnprintf(place, sizeof place, where, arguments);
    va_end(arguments);
    checking->faults++;
    return checking->each(checking->context, &(struct store_fault){place, what}, error);
}

enum status store_tell_failure(struct checking *checking, enum status status,
                               const struct error *why, const char *where, struct error *error)
{
    if (status == STATUS_DAMAGED) return store_tell(checking, why->message, error, "%s", where);
    if (status && error) *error = *why;
    return status;
}

static enum status check_structure(struct checking *checking, struct error *error)
{
    static const char sql[] = "PRAGMA integrity_check(100)";
    struct store *store = checking->store;
    struct error why = ERROR_NONE;
    sqlite3_stmt *statement;
    int code = SQLITE_DONE;
    enum status status = store_prepare(store, sql, &statement, &why);
    if (status) return store_tell_failure(checking, status, &why, "postmortem.db", error);
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *says = (const char *)sqlite3_column_text(statement, 0);
        if (!says || strcmp(says, "ok") != 0)
            status =
                store_tell(checking, says ? says : "cannot be checked", error, "postmortem.db");
    }
    if (status == STATUS_OK && code != SQLITE_DONE) {
        status = store_fail(store, code, "check the database", &why);
        status = store_tell_failure(checking, status, &why, "postmortem.db", error);
    }
    store_done(statement);
    return status;
}

/* Numbers in the header of the file, which no row depends on. */
static enum status check_header(struct checking *checking, struct error *error)
{
    static const struct {
        const char *sql;
        int64_t wanted;
    } numbers[] = {
        {"PRAGMA application_id", 1886352244},
        {"SELECT count(*) FROM pragma_encoding WHERE encoding = 'UTF-8'", 1},
        {"SELECT count(*) FROM pragma_auto_vacuum WHERE auto_vacuum = 0", 1},
    };
    struct error why = ERROR_NONE;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        sqlite3_stmt *statement;
        int64_t got = -1;
        enum status status = store_prepare(checking->store, numbers[i].sql, &statement, &why);
        if (status == STATUS_OK) status = store_number(checking->store, statement, &got, &why);
        if (status == STATUS_OK && got != numbers[i].wanted)
            status = store_tell(checking,
                                "the header of the file is not as it was written; postmortem "
                                "repair makes a new file",
                                error, "postmortem.db");
        else
            status = store_tell_failure(checking, status, &why, "postmortem.db", error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status check_all(struct checking *checking, const struct heads *heads,
                             struct error *error)
{
    enum status status = check_structure(checking, error);
    if (status == STATUS_OK) status = check_header(checking, error);
    bool has_record = checking->store->schema >= STORE_SCHEMA_RECORD;
    if (status == STATUS_OK && (has_record || store_heads_newest(heads)))
        status = store_verify_head(checking, heads, error);
    if (!has_record) return status;
    if (status == STATUS_OK) status = store_verify_chain(checking, error);
    if (status == STATUS_OK) status = store_verify_derived(checking, error);
    if (status || checking->store->schema < STORE_SCHEMA_KEPT) return status;
    return store_verify_kept(checking, error);
}

enum status store_verify(struct store *store, store_each *each, void *context, struct error *error)
{
    struct checking checking = {.store = store, .each = each, .context = context};
    struct heads heads = {0};
    /* first: what is acknowledged between the two reads is in the database */
    enum status status = store_heads_read(store->folder, &heads, error);
    assert(!store->begun);
    if (status == STATUS_OK) status = store_run(store, "BEGIN", error);
    if (status) return status;
    status = check_all(&checking, &heads, error);
    if (!sqlite3_get_autocommit(store->db))
        (void)store_run(store, "ROLLBACK", NULL); /* ignoring: nothing was changed */
    return status;
}
