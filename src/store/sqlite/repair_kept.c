/*
 * What is kept for the server goes over row by row, by its seals. A row that is damaged here is
 * taken from the backup, or, where that could bring back a right that was ended since, left out:
 * people sign in again, and make a new token. A table that cannot be read to its end here is filled
 * up from the backup in the same way.
 */
#include "store/sqlite/kept.h"

#include <inttypes.h>
#include <stdio.h>

static bool has_table(struct store *side, const char *name)
{
    sqlite3_stmt *statement;
    int64_t found = 0;
    if (!side) return false;
    /* ignoring: a side that cannot be read gives nothing */
    if (store_prepare(side, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?",
                      &statement, NULL))
        return false;
    store_bind_text(statement, 1, name);
    (void)store_number(side, statement, &found, NULL);
    return found > 0;
}

/* One row; the last column of `from` says whether it is sound. */
static enum status put(struct store *to, const struct kept_spec *spec, sqlite3_stmt *from,
                       struct error *error)
{
    char sql[512];
    sqlite3_stmt *statement = NULL;
    int columns = sqlite3_column_count(from) - 1, len = snprintf(sql, sizeof sql, "%s", spec->put);
    for (int i = 0; i < columns; i++)
        len += snprintf(sql + len, sizeof sql - (size_t)len, i ? ", ?" : "?");
    snprintf(sql + len, sizeof sql - (size_t)len, ")");
    int code = sqlite3_prepare_v2(to->db, sql, -1, &statement, NULL);
    for (int i = 0; i < columns && code == SQLITE_OK; i++)
        code = sqlite3_bind_value(statement, i + 1, sqlite3_column_value(from, i));
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    enum status status =
        code == SQLITE_DONE ? STATUS_OK : store_fail(to, code, "write the new database", error);
    sqlite3_finalize(statement);
    return status;
}

static bool is_sound(sqlite3_stmt *from)
{
    return sqlite3_column_int(from, sqlite3_column_count(from) - 1) != 0;
}

/* The row that is damaged here, as the backup has it. */
static enum status put_one(struct store *backup, struct store *to, const struct kept_spec *spec,
                           int64_t id, bool *ret_put, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = STATUS_OK;
    if (!has_table(backup, spec->name) || store_prepare(backup, spec->one, &statement, NULL))
        return STATUS_OK;
    sqlite3_bind_int64(statement, 1, id);
    if (sqlite3_step(statement) == SQLITE_ROW && is_sound(statement)) {
        status = put(to, spec, statement, error);
        *ret_put = status == STATUS_OK;
    }
    store_done(statement);
    return status;
}

static enum status replace(struct store *backup, struct store *to, const struct kept_spec *spec,
                           int64_t id, struct checking *checking, struct error *error)
{
    bool taken = false;
    enum status status = spec->backed ? put_one(backup, to, spec, id, &taken, error) : STATUS_OK;
    if (status) return status;
    return store_tell(checking,
                      taken ? "it is damaged here; it is as the backup has it" : "it is left out",
                      error, "%s %lld", spec->name, (long long)id);
}

/* All sound rows of one side; with `checking` the others are replaced and told of. *ret_whole:
 * the table was read to its end. */
static enum status copy(struct store *from, struct store *backup, struct store *to,
                        const struct kept_spec *spec, struct checking *checking, bool *ret_whole,
                        struct error *error)
{
    sqlite3_stmt *statement;
    int code = SQLITE_DONE;
    enum status status = STATUS_OK;
    if (!has_table(from, spec->name) || store_prepare(from, spec->all, &statement, NULL))
        return STATUS_OK;
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (is_sound(statement))
            status = put(to, spec, statement, error);
        else if (checking)
            status = replace(backup, to, spec, sqlite3_column_int64(statement, 0), checking, error);
    }
    store_done(statement);
    *ret_whole = code == SQLITE_DONE;
    return status;
}

/* Accounts are never taken out: one that is not here was lost. */
static enum status add_accounts(struct store *backup, struct store *to, struct checking *checking,
                                struct error *error)
{
    bool whole = false;
    int64_t before = sqlite3_total_changes64(to->db);
    enum status status = copy(backup, NULL, to, &kept_specs[KEPT_account], NULL, &whole, error);
    if (status || sqlite3_total_changes64(to->db) == before) return status;
    return store_tell(checking, "those that are missing here are as the backup has them", error,
                      "accounts");
}

static enum status salvage(struct store *here, struct store *backup, struct store *to,
                           const struct kept_spec *spec, struct checking *checking,
                           struct error *error)
{
    bool whole = false, filled = false;
    enum status status = copy(here, backup, to, spec, checking, &whole, error);
    if (status == STATUS_OK && whole && spec == &kept_specs[KEPT_account])
        return add_accounts(backup, to, checking, error);
    if (status || whole) return status;
    if (spec->backed) status = copy(backup, NULL, to, spec, NULL, &filled, error);
    if (status || !has_table(here, spec->name)) return status;
    return store_tell(checking,
                      filled ? "it cannot be read to its end; the rest is as the backup has it"
                             : "it cannot be read to its end; the rest is left out",
                      error, "table %s", spec->name);
}

/* ---- the audit goes on behind what is lost of it ---- */

static enum status put_lost(struct store *to, uint64_t id, struct error *error)
{
    static const char sql[] =
        "INSERT INTO audit (id, at, name, what, about, refused, source, link, last, times)"
        " VALUES (?1, 0, '', ?2, '', 0, '', ?3, 0, 1)";
    struct sha256 unknown = {{0}};
    enum status status = store_do(
        to, sql, BOUND(bound_id(id), bound_text(STORE_AUDIT_LOST), bound_hash(&unknown)), error);
    return status ? status : store_seal(to, KEPT_audit, id, error);
}

/* A row in the place of each that is missing: the chain begins anew behind it. */
static enum status fill_gaps(struct store *to, struct checking *checking, struct error *error)
{
    static const char sql[] = "SELECT a.id - 1 FROM audit a WHERE a.id > 1 AND NOT EXISTS"
                              " (SELECT 1 FROM audit b WHERE b.id = a.id - 1) ORDER BY a.id"
                              " DESC LIMIT 1";
    for (;;) {
        sqlite3_stmt *statement;
        int64_t gap = 0;
        enum status status = store_ask(to, sql, NULL, 0, &statement, error);
        if (status == STATUS_OK) status = store_number(to, statement, &gap, error);
        if (status || gap == 0) return status;
        status = put_lost(to, (uint64_t)gap, error);
        if (status == STATUS_OK)
            status = store_tell(checking, "it is lost", error, "audit %lld", (long long)gap);
        if (status) return status;
    }
}

enum status store_salvage_kept(struct store *here, struct store *backup, struct store *to,
                               struct checking *checking, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < KEPT_pulse && status == STATUS_OK; i++)
        status = salvage(here, backup, to, &kept_specs[i], checking, error);
    if (status == STATUS_OK) status = fill_gaps(to, checking, error);
    return status ? status : store_pulse_begin(to, error);
}
