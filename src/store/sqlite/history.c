/* Every version of a review, oldest first. */
#include "store/sqlite/internal.h"

static void take_past(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    enum review_kind kind = store_kind((const char *)sqlite3_column_text(s, 2));
    if (kind == REVIEW_KIND_COUNT) row_damaged(row, "kind of entry");
    *(struct review_past *)item = (struct review_past){
        .change = (uint64_t)sqlite3_column_int64(s, 0),
        .undoes = (uint64_t)sqlite3_column_int64(s, 1),
        .id = {kind, (uint32_t)sqlite3_column_int64(s, 3)},
        .version = (uint32_t)sqlite3_column_int64(s, 4),
        .body = row_span(row, 5),
        .by = row_bytes(row, 6),
        .why = row_bytes(row, 7),
        .at = sqlite3_column_int64(s, 8),
    };
}

enum status store_history(struct store *store, uint32_t review, const struct review_id *only,
                          struct arena *arena, struct review_past **ret, size_t *ret_count,
                          struct error *error)
{
#define PAST                                                                                       \
    "SELECT c.id, c.undoes, l.kind, l.number, l.version, l.body, c.author, c.why, c.at"            \
    " FROM log l JOIN change c ON c.id = l.change WHERE l.review = ?"
    static const char all[] = PAST " ORDER BY l.seq";
    static const char one[] = PAST " AND l.kind = ? AND l.number = ? ORDER BY l.seq";
#undef PAST
    sqlite3_stmt *statement;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = store_prepare(store, only ? one : all, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    if (only) {
        store_bind_text(statement, 2, review_kinds[only->kind].name);
        sqlite3_bind_int64(statement, 3, only->number);
    }
    return store_rows(store, statement, arena, sizeof **ret, take_past, (void **)ret, ret_count,
                      error);
}
