/* From SQLite's rows into an arena, and values bound without copies. */
#include "store/sqlite/internal.h"

#include <stdlib.h>

void store_bind_instant(sqlite3_stmt *statement, int column, instant at)
{
    if (at == INSTANT_NONE)
        sqlite3_bind_null(statement, column);
    else
        sqlite3_bind_int64(statement, column, at);
}

instant store_column_instant(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) return INSTANT_NONE;
    return sqlite3_column_int64(statement, column);
}

void store_bind_hash(sqlite3_stmt *statement, int column, const struct sha256 *hash)
{
    sqlite3_bind_blob(statement, column, hash->bytes, sizeof hash->bytes, SQLITE_STATIC);
}

/* Names come from file systems and archives: bytes, not always UTF-8, so they are stored as blobs.
 */
void store_bind_bytes(sqlite3_stmt *statement, int column, const char *text)
{
    sqlite3_bind_blob64(statement, column, text ? text : "", text ? strlen(text) : 0,
                        SQLITE_STATIC);
}

void store_bind_span(sqlite3_stmt *statement, int column, struct span text)
{
    if (text.at)
        sqlite3_bind_text64(statement, column, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(statement, column);
}

void store_bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    store_bind_span(statement, column, span_of(text ? text : ""));
}

void store_bind_id(sqlite3_stmt *statement, int column, uint64_t id)
{
    if (id)
        sqlite3_bind_int64(statement, column, (sqlite3_int64)id);
    else
        sqlite3_bind_null(statement, column);
}

struct span row_span(struct row *row, int column)
{
    if (sqlite3_column_type(row->statement, column) == SQLITE_NULL) return (struct span){NULL, 0};
    const char *at = sqlite3_column_blob(row->statement, column);
    int len = sqlite3_column_bytes(row->statement, column);
    struct span bytes = {at, at && len > 0 ? (size_t)len : 0};
    char *copy = arena_copy(row->arena, bytes);
    if (!copy && row->status == STATUS_OK) row->status = arena_full(row->arena, row->error);
    return copy ? (struct span){copy, bytes.len} : (struct span){"", 0};
}

const char *row_bytes_or_null(struct row *row, int column)
{
    return row_span(row, column).at;
}

const char *row_bytes(struct row *row, int column)
{
    const char *bytes = row_bytes_or_null(row, column);
    return bytes ? bytes : "";
}

void row_damaged(struct row *row, const char *what)
{
    if (row->status == STATUS_OK)
        row->status = error_set(row->error, STATUS_DAMAGED, "a stored %s cannot be read", what);
}

struct sha256 row_hash(struct row *row, int column)
{
    struct sha256 hash = {{0}};
    const void *at = sqlite3_column_blob(row->statement, column);
    if (sqlite3_column_bytes(row->statement, column) == (int)sizeof hash.bytes && at)
        memcpy(hash.bytes, at, sizeof hash.bytes);
    else
        row_damaged(row, "hash");
    return hash;
}

/* Moves a heap list into the arena, so that callers have one lifetime to think of. */
static enum status give(struct arena *arena, void *items, size_t count, size_t size, void **ret,
                        struct error *error)
{
    void *copy = arena_array(arena, count ? count : 1, size);
    if (!copy) return arena_full(arena, error);
    if (count) memcpy(copy, items, count * size);
    *ret = copy;
    return STATUS_OK;
}

enum status store_rows(struct store *store, sqlite3_stmt *statement, struct arena *arena,
                       size_t size, void (*take)(struct row *row, void *item), void **ret,
                       size_t *ret_count, struct error *error)
{
    struct row row = {.statement = statement, .arena = arena, .error = error};
    char *items = NULL;
    size_t count = 0, room = 0;
    int code = SQLITE_DONE;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        status = grow_array(&items, &room, count + 1, size, error);
        if (status) break;
        take(&row, items + count++ * size);
        status = row.status;
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = store_fail(store, code, "read the workspace", error);
    store_done(statement);
    if (status == STATUS_OK) status = give(arena, items, count, size, ret, error);
    if (status == STATUS_OK) *ret_count = count;
    free(items);
    return status;
}
