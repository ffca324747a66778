#include "store/sqlite/internal.h"

#include <assert.h>

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

/* What is bound is borrowed until the statement is done: no copy that could fail and leave NULL. */
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

static enum status add_capture_row(struct store *store, const struct evidence_capture *capture,
                                   struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(
        store, "INSERT INTO capture (hash, size, packing) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        &statement, error);
    if (status) return status;
    store_bind_hash(statement, 1, &capture->hash);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)capture->size);
    sqlite3_bind_text(statement, 3, evidence_packing_word(capture->packing), -1, SQLITE_STATIC);
    return store_finish(store, statement, error);
}

static enum status add_intake(struct store *store, const struct evidence_capture *capture,
                              struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_prepare(store,
                      "INSERT INTO intake (capture, origin, collected_by, collected, modified)"
                      " SELECT id, ?2, ?3, ?4, ?5 FROM capture WHERE hash = ?1",
                      &statement, error);
    if (status) return status;
    store_bind_hash(statement, 1, &capture->hash);
    store_bind_bytes(statement, 2, capture->origin);
    sqlite3_bind_text(statement, 3, capture->by ? capture->by : "", -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 4, capture->collected);
    store_bind_instant(statement, 5, capture->modified);
    return store_finish(store, statement, error);
}

static enum status add_source(struct store *store, const struct evidence_source *source,
                              size_t *added, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(
        store,
        "INSERT INTO source (content, size, capture, member, name, modified, kind, picture_type,"
        " picture_width, picture_height)"
        " SELECT ?1, ?2, id, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM capture WHERE hash = ?3"
        " ON CONFLICT DO NOTHING",
        &statement, error);
    if (status) return status;
    store_bind_hash(statement, 1, &source->hash);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)source->size);
    store_bind_hash(statement, 3, &source->capture);
    store_bind_bytes(statement, 4, source->member);
    store_bind_bytes(statement, 5, source->name);
    store_bind_instant(statement, 6, source->modified);
    sqlite3_bind_text(statement, 7, evidence_kind_word(source->kind), -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 8, source->picture.type, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 9, source->picture.width);
    sqlite3_bind_int64(statement, 10, source->picture.height);
    status = store_finish(store, statement, error);
    if (status == STATUS_OK && sqlite3_changes(store->db) > 0) ++*added;
    return status;
}

enum status store_add_capture(struct store *store, const struct evidence_capture *capture,
                              const struct evidence_source *sources, size_t count, size_t *ret_new,
                              struct error *error)
{
    size_t added = 0;
    assert(store->lock >= 0);
    enum status status = store_run(store, "BEGIN IMMEDIATE", error);
    if (status) return status;
    status = add_capture_row(store, capture, error);
    if (status == STATUS_OK) status = add_intake(store, capture, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_source(store, &sources[i], &added, error);
    if (status == STATUS_OK) status = store_run(store, "COMMIT", error);
    if (status)
        (void)store_run(store, "ROLLBACK", NULL); /* ignoring: the first error counts */
    else
        *ret_new = added;
    return status;
}

enum status store_state_clock(struct store *store, uint32_t source_id,
                              const struct store_clock *clock, struct error *error)
{
    sqlite3_stmt *statement;
    assert(store->lock >= 0);
    enum status status =
        store_prepare(store,
                      "INSERT INTO clock_statement (source, zone, offset_least, offset_most, why, "
                      "stated_by, stated)"
                      " SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM source WHERE id = ?1",
                      &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, source_id);
    sqlite3_bind_text(statement, 2, clock->zone, -1, SQLITE_STATIC);
    if (clock->has_offset) {
        sqlite3_bind_int64(statement, 3, clock->offset_least);
        sqlite3_bind_int64(statement, 4, clock->offset_most);
    }
    sqlite3_bind_text(statement, 5, clock->why ? clock->why : "", -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, clock->by ? clock->by : "", -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 7, clock->stated);
    status = store_finish(store, statement, error);
    if (status == STATUS_OK && sqlite3_changes(store->db) == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "there is no source S%u; postmortem sources lists them", source_id);
    return status;
}
