/* Making again what follows from the log. */
#include "store/sqlite/checking.h"

static struct log_row log_row_of(sqlite3_stmt *s)
{
    const char *body = sqlite3_column_blob(s, 6);
    int len = sqlite3_column_bytes(s, 6);
    bool none = sqlite3_column_type(s, 6) == SQLITE_NULL;
    return (struct log_row){
        .seq = (uint64_t)sqlite3_column_int64(s, 0),
        .change = (uint64_t)sqlite3_column_int64(s, 1),
        .review = (uint32_t)sqlite3_column_int64(s, 2),
        .kind = (const char *)sqlite3_column_text(s, 3),
        .number = (uint64_t)sqlite3_column_int64(s, 4),
        .version = (uint32_t)sqlite3_column_int64(s, 5),
        .body = none ? (struct span){NULL, 0} : (struct span){body ? body : "", (size_t)len},
    };
}

static enum status replay_tables(struct store *from, struct store *to, struct error *error)
{
    static const char sql[] = "SELECT seq, change, review, kind, number, version, body FROM log"
                              " WHERE review IS NULL ORDER BY seq";
    sqlite3_stmt *statement;
    int code = SQLITE_DONE;
    enum status status = store_prepare(from, sql, &statement, error);
    if (status) return status;
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct log_row row = log_row_of(statement);
        status = store_table_restore(to, &row, error);
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = store_fail(from, code, "read the log", error);
    store_done(statement);
    return status;
}

/* When the review was changed first and last. */
static enum status find_change(struct store *from, const char *sql, uint32_t review,
                               struct change_row *ret, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(from, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *ret = (struct change_row){.id = (uint64_t)sqlite3_column_int64(statement, 0),
                                   .at = sqlite3_column_int64(statement, 1)};
    else if (code != SQLITE_DONE)
        status = store_fail(from, code, "read the log", error);
    store_done(statement);
    return status;
}

static enum status replay_columns(struct store *from, struct store *to, uint32_t review,
                                  const struct review_entry *own, struct error *error)
{
    static const char first[] = "SELECT id, at FROM change WHERE id ="
                                " (SELECT min(change) FROM log WHERE review = ?)";
    static const char last[] = "SELECT id, at FROM change WHERE id ="
                               " (SELECT max(change) FROM log WHERE review = ?)";
    struct change_row change = {0};
    enum status status = find_change(from, first, review, &change, error);
    if (status == STATUS_OK)
        status = store_derive_review(to, review, &change, (const struct review_review *)own, error);
    if (status == STATUS_OK) status = find_change(from, last, review, &change, error);
    return status ? status : store_derive_review(to, review, &change, NULL, error);
}

static enum status replay_entry(struct store *to, const struct log_row *row, struct arena *arena,
                                struct review_entry **ret, struct error *error)
{
    enum review_kind kind = store_kind(row->kind ? row->kind : "");
    struct review_entry *entry = NULL;
    if (kind == REVIEW_KIND_COUNT)
        return error_set(error, STATUS_DAMAGED, "the log has an entry of no known kind");
    if (row->body.at) {
        enum status status = review_body_read(kind, row->body, arena, &entry, error);
        if (status) return status;
        entry->id = (struct review_id){kind, (uint32_t)row->number};
    }
    *ret = entry;
    return store_derive_entry(to, row, 0, entry, error);
}

static enum status replay_reviews(struct store *from, struct store *to, struct error *error)
{
    enum { ARENA_MAX = 256 << 20 };
    static const char sql[] =
        "SELECT max(seq), change, review, kind, number, version, body FROM log"
        " WHERE review IS NOT NULL GROUP BY review, kind, number ORDER BY review, kind, number";
    sqlite3_stmt *statement;
    struct arena own_arena;
    struct review_entry *own = NULL;
    uint32_t review = 0;
    int code = SQLITE_DONE;
    enum status status = store_prepare(from, sql, &statement, error);
    if (status) return status;
    arena_init(&own_arena, ARENA_MAX);
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct log_row row = log_row_of(statement);
        struct review_entry *entry = NULL;
        struct arena arena;
        if (review && row.review != review) {
            status = replay_columns(from, to, review, own, error);
            arena_release(&own_arena);
            arena_init(&own_arena, ARENA_MAX);
            own = NULL;
        }
        review = row.review;
        bool is_own = row.kind && strcmp(row.kind, "review") == 0;
        arena_init(&arena, ARENA_MAX);
        if (status == STATUS_OK)
            status = replay_entry(to, &row, is_own ? &own_arena : &arena, &entry, error);
        if (is_own) own = entry;
        arena_release(&arena);
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = store_fail(from, code, "read the log", error);
    if (status == STATUS_OK && review) status = replay_columns(from, to, review, own, error);
    arena_release(&own_arena);
    store_done(statement);
    return status;
}

enum status store_replay(struct store *from, struct store *to, struct error *error)
{
    enum status status = replay_tables(from, to, error);
    return status ? status : replay_reviews(from, to, error);
}

static enum status no_fault(void *context, const struct store_fault *fault, struct error *error)
{
    (void)context;
    return error_set(error, STATUS_DAMAGED, "%s: %s", fault->where, fault->what);
}

enum status store_rebuild(struct store *store, struct error *error)
{
    struct checking checking = {.store = store, .each = no_fault};
    struct scope scope;
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    status = store_verify_chain(&checking, error);
    if (status == STATUS_OK)
        status = store_run(store,
                           "DELETE FROM clock_statement; DELETE FROM source; DELETE FROM intake;"
                           "DELETE FROM capture; DELETE FROM summary; DELETE FROM fact;"
                           "DELETE FROM entry; DELETE FROM review;"
                           "INSERT INTO words (words) VALUES ('delete-all')",
                           error);
    if (status == STATUS_OK) status = store_replay(store, store, error);
    return store_leave(store, &scope, status, error);
}
