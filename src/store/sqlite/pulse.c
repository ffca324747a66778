/* Numbers that tell whether anything was committed, and what was. */
#include "store/sqlite/kept.h"

/* A clock as well as a counter: after a repair, or an older file in its place, no number that
 * somebody has seen comes again. */
enum status store_pulse_move(struct store *store, struct error *error)
{
    static const char sql[] = "UPDATE pulse SET whole = max(whole + 1, ?1),"
                              " record = CASE WHEN ?2 THEN max(record + 1, ?1) ELSE record END,"
                              " people = CASE WHEN ?3 THEN max(people + 1, ?1) ELSE people END,"
                              " live = CASE WHEN ?4 THEN max(live + 1, ?1) ELSE live END,"
                              " audit = coalesce((SELECT max(id) FROM audit), 0) WHERE id = 1";
    unsigned stirs = store->stirs;
    if (store->schema < STORE_SCHEMA_KEPT || sqlite3_total_changes64(store->db) == store->changes)
        return STATUS_OK;
    if (store->now.change != store->was.change) stirs |= STIR_RECORD;
    enum status status =
        store_do(store, sql,
                 BOUND(bound_number(os_now() / NS_PER_US), bound_number(stirs & STIR_RECORD),
                       bound_number(stirs & STIR_PEOPLE), bound_number(stirs & STIR_LIVE)),
                 error);
    return status ? status : store_seal(store, KEPT_pulse, 1, error);
}

enum status store_pulse_begin(struct store *store, struct error *error)
{
    static const char sql[] = "INSERT INTO pulse (id, whole, record, people, live, audit)"
                              " VALUES (1, ?1, ?1, ?1, ?1,"
                              " coalesce((SELECT max(id) FROM audit), 0))";
    enum status status = store_do(store, sql, BOUND(bound_number(os_now() / NS_PER_US)), error);
    return status ? status : store_seal(store, KEPT_pulse, 1, error);
}

static void take_pulse(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_pulse *)item =
        (struct store_pulse){.any = (uint64_t)sqlite3_column_int64(s, 0),
                             .record = (uint64_t)sqlite3_column_int64(s, 1),
                             .people = (uint64_t)sqlite3_column_int64(s, 2),
                             .live = (uint64_t)sqlite3_column_int64(s, 3)};
}

enum status store_pulse(struct store *store, struct store_pulse *ret, struct error *error)
{
    static const char sql[] = "SELECT whole, record, people, live FROM pulse";
    sqlite3_stmt *statement;
    enum status status = store_ask(store, sql, NULL, 0, &statement, error);
    if (status) return status;
    return store_one(store, statement, NULL, take_pulse, ret,
                     "the row that counts changes is gone; postmortem repair makes it again",
                     error);
}

static void take_number(struct row *row, void *item)
{
    *(uint64_t *)item = (uint64_t)sqlite3_column_int64(row->statement, 0);
}

enum status store_last_change(struct store *store, uint64_t *ret, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, "SELECT coalesce(max(id), 0) FROM change", NULL, 0, &statement, error);
    if (status) return status;
    return store_one(store, statement, NULL, take_number, ret, "the log cannot be read", error);
}

/* ---- which entries ---- */

static void take_changed(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_changed *)item =
        (struct store_changed){.change = (uint64_t)sqlite3_column_int64(s, 0),
                               .review = (uint32_t)sqlite3_column_int64(s, 1),
                               .sort = row_bytes(row, 2)};
}

static void take_entry(struct row *row, void *item)
{
    const char *kind = (const char *)sqlite3_column_text(row->statement, 0);
    enum review_kind known = store_kind(kind ? kind : "");
    if (known == REVIEW_KIND_COUNT) row_damaged(row, "kind of an entry");
    *(struct review_id *)item =
        (struct review_id){known, (uint32_t)sqlite3_column_int64(row->statement, 1)};
}

static enum status add_entries(struct store *store, struct arena *arena,
                               struct store_changed *changed, struct error *error)
{
    static const char sql[] = "SELECT kind, number FROM log WHERE change = ?1 AND review = ?2"
                              " ORDER BY seq LIMIT ?3";
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql,
                  BOUND(bound_number((int64_t)changed->change), bound_number(changed->review),
                        bound_number(STORE_TOUCHED_MAX + 1)),
                  &statement, error);
    if (status == STATUS_OK)
        status = store_rows(store, statement, arena, sizeof *changed->entries, take_entry,
                            (void **)&changed->entries, &changed->count, error);
    if (status) return status;
    changed->more = changed->count > STORE_TOUCHED_MAX;
    if (changed->more) changed->count = STORE_TOUCHED_MAX;
    return STATUS_OK;
}

enum status store_changes_since(struct store *store, uint64_t after, size_t most,
                                struct arena *arena, struct store_changed **ret, size_t *ret_count,
                                struct error *error)
{
    static const char sql[] =
        "SELECT id, review, sort FROM change WHERE id > ?1 ORDER BY id LIMIT ?2";
    struct store_changed *changes = NULL;
    size_t count = 0;
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql, BOUND(bound_number((int64_t)after), bound_number(kept_most(most))),
                  &statement, error);
    if (status == STATUS_OK)
        status = store_rows(store, statement, arena, sizeof *changes, take_changed,
                            (void **)&changes, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (changes[i].review) status = add_entries(store, arena, &changes[i], error);
    if (status) return status;
    *ret = changes;
    *ret_count = count;
    return STATUS_OK;
}
