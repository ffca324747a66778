#include "store/sqlite/internal.h"

/* Runs an INSERT, and logs the row when there is a new one. */
static enum status add_logged(struct store *store, struct writing *writing, sqlite3_stmt *statement,
                              const char *kind, size_t *added, struct error *error)
{
    enum status status = store_finish(store, statement, error);
    if (status || sqlite3_changes(store->db) == 0) return status;
    if (added) ++*added;
    return store_log_table_row(store, writing, kind, (uint64_t)sqlite3_last_insert_rowid(store->db),
                               error);
}

static enum status add_capture_row(struct store *store, struct writing *writing,
                                   const struct evidence_capture *capture, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(
        store, "INSERT INTO capture (hash, size, packing) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        &statement, error);
    if (status) return status;
    store_bind_hash(statement, 1, &capture->hash);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)capture->size);
    store_bind_text(statement, 3, evidence_packing_word(capture->packing));
    return add_logged(store, writing, statement, "capture", NULL, error);
}

static enum status add_intake(struct store *store, struct writing *writing,
                              const struct evidence_capture *capture, struct error *error)
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
    store_bind_text(statement, 3, capture->by);
    sqlite3_bind_int64(statement, 4, capture->collected);
    store_bind_instant(statement, 5, capture->modified);
    return add_logged(store, writing, statement, "intake", NULL, error);
}

static enum status add_source(struct store *store, struct writing *writing,
                              const struct evidence_source *source, size_t *added,
                              struct error *error)
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
    store_bind_text(statement, 7, evidence_kind_word(source->kind));
    store_bind_span(statement, 8, span_of(source->picture.type));
    sqlite3_bind_int64(statement, 9, source->picture.width);
    sqlite3_bind_int64(statement, 10, source->picture.height);
    return add_logged(store, writing, statement, "source", added, error);
}

enum status store_add_capture(struct store *store, const struct evidence_capture *capture,
                              const struct evidence_source *sources, size_t count, size_t *ret_new,
                              struct error *error)
{
    size_t added = 0;
    struct scope scope;
    struct writing writing;
    struct store_author author = {.by = capture->by, .at = capture->collected};
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    store_change_start(store, "collect", &author, &writing);
    status = add_capture_row(store, &writing, capture, error);
    if (status == STATUS_OK) status = add_intake(store, &writing, capture, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_source(store, &writing, &sources[i], &added, error);
    status = store_change_end(store, &writing, status, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_new = added;
    return status;
}

static enum status add_statement(struct store *store, struct writing *writing, uint32_t source_id,
                                 const struct store_clock *clock, struct error *error)
{
    size_t added = 0;
    sqlite3_stmt *statement;
    enum status status =
        store_prepare(store,
                      "INSERT INTO clock_statement (source, zone, offset_least, offset_most, why, "
                      "stated_by, stated)"
                      " SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM source WHERE id = ?1",
                      &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, source_id);
    store_bind_span(statement, 2, span_of(clock->zone));
    if (clock->has_offset) {
        sqlite3_bind_int64(statement, 3, clock->offset_least);
        sqlite3_bind_int64(statement, 4, clock->offset_most);
    }
    store_bind_text(statement, 5, clock->why);
    store_bind_text(statement, 6, clock->by);
    sqlite3_bind_int64(statement, 7, clock->stated);
    status = add_logged(store, writing, statement, "clock_statement", &added, error);
    if (status == STATUS_OK && added == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "there is no source S%u; postmortem sources lists them", source_id);
    return status;
}

enum status store_state_clock(struct store *store, uint32_t source_id,
                              const struct store_clock *clock, struct error *error)
{
    struct scope scope;
    struct writing writing;
    struct store_author author = {.by = clock->by, .why = clock->why, .at = clock->stated};
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    store_change_start(store, "clock", &author, &writing);
    status = add_statement(store, &writing, source_id, clock, error);
    status = store_change_end(store, &writing, status, error);
    return store_leave(store, &scope, status, error);
}
