/* What is kept for the server: rows against their seals, the audit against its chain. */
#include "store/sqlite/kept.h"

#include <inttypes.h>

enum { TOLD_MOST = 10 }; /* faults of one table */

static enum status check_seals(struct checking *checking, const struct kept_spec *spec,
                               struct error *error)
{
    struct error why = ERROR_NONE;
    sqlite3_stmt *statement;
    size_t told = 0;
    int code = SQLITE_DONE;
    enum status status = store_prepare(checking->store, spec->faulty, &statement, &why);
    if (status) return store_tell_failure(checking, status, &why, spec->name, error);
    while (status == STATUS_OK && told++ < TOLD_MOST &&
           (code = sqlite3_step(statement)) == SQLITE_ROW)
        status = store_tell(checking,
                            spec->backed ? "it does not match its seal; postmortem repair takes it "
                                           "from a backup"
                                         : "it does not match its seal; postmortem repair leaves "
                                           "it out",
                            error, "%s %lld", spec->name, sqlite3_column_int64(statement, 0));
    if (status == STATUS_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        status = store_fail(checking->store, code, "read it to its end", &why);
        status = store_tell_failure(checking, status, &why, spec->name, error);
    }
    store_done(statement);
    return status;
}

/* ---- the audit ---- */

static enum status check_link(struct checking *checking, const struct audit_row *last,
                              const struct audit_row *row, struct error *error)
{
    struct sha256 link;
    if (row->id != last->id + 1)
        return store_tell(checking, "there is a gap in the audit", error,
                          "audit %" PRIu64 " to %" PRIu64, last->id + 1, row->id - 1);
    if (row->lost || last->lost) return STATUS_OK; /* a repair told of it */
    enum status status = store_audit_link(&last->link, &row->told, &link, error);
    if (status || sha256_equal(&link, &row->link)) return status;
    return store_tell(checking,
                      "it does not match its link: it, or the one before, is not as it was written",
                      error, "audit %" PRIu64, row->id);
}

static enum status walk_audit(struct checking *checking, sqlite3_stmt *statement, uint64_t *ret_end,
                              struct error *error)
{
    struct audit_row last = {0};
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct audit_row now = {0};
        struct arena arena;
        arena_init(&arena, 1 << 26);
        struct row row = {.statement = statement, .arena = &arena, .error = error};
        store_audit_take(&row, &now);
        enum status status = row.status;
        now.lost = status == STATUS_OK && strcmp(now.told.what, STORE_AUDIT_LOST) == 0;
        if (status == STATUS_OK) status = check_link(checking, &last, &now, error);
        arena_release(&arena);
        if (status) return status;
        last = now;
    }
    if (code != SQLITE_DONE) return store_fail(checking->store, code, "read it to its end", error);
    *ret_end = last.id;
    return STATUS_OK;
}

static enum status check_audit(struct checking *checking, struct error *error)
{
    static const char sql[] = "SELECT " AUDIT_COLUMNS " FROM audit ORDER BY id";
    static const char wanted[] = "SELECT audit FROM pulse";
    struct error why = ERROR_NONE;
    sqlite3_stmt *statement;
    int64_t end = -1;
    uint64_t got = 0;
    enum status status = store_prepare(checking->store, sql, &statement, &why);
    if (status == STATUS_OK) {
        status = walk_audit(checking, statement, &got, &why);
        store_done(statement);
    }
    if (status == STATUS_OK) status = store_prepare(checking->store, wanted, &statement, &why);
    if (status == STATUS_OK) status = store_number(checking->store, statement, &end, &why);
    if (status) return store_tell_failure(checking, status, &why, "audit", error);
    if (end == (int64_t)got) return STATUS_OK;
    return store_tell(checking, "its end is not where the last change of it was", error,
                      "audit %" PRIu64, got);
}

/* Accounts are never taken out, so their numbers have no gaps. */
static enum status check_accounts(struct checking *checking, struct error *error)
{
    static const char sql[] = "SELECT coalesce(max(id), 0) - count(*) FROM account";
    struct error why = ERROR_NONE;
    sqlite3_stmt *statement;
    int64_t missing = 0;
    enum status status = store_prepare(checking->store, sql, &statement, &why);
    if (status == STATUS_OK) status = store_number(checking->store, statement, &missing, &why);
    if (status) return store_tell_failure(checking, status, &why, "account", error);
    if (missing == 0) return STATUS_OK;
    return store_tell(checking, "some are missing; postmortem repair takes them from a backup",
                      error, "accounts");
}

enum status store_verify_kept(struct checking *checking, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < KEPT_COUNT && status == STATUS_OK; i++)
        status = check_seals(checking, &kept_specs[i], error);
    if (status == STATUS_OK) status = check_accounts(checking, error);
    return status ? status : check_audit(checking, error);
}
