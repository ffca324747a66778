#include "store/sqlite/internal.h"

#include <stdlib.h>

/* A row on its way from SQLite into an arena: remembers the first failure. */
struct row {
    sqlite3_stmt *statement;
    struct arena *arena;
    enum status status;
    struct error *error;
};

static const char *take_bytes(struct row *row, int column)
{
    const char *at = sqlite3_column_blob(row->statement, column);
    int len = sqlite3_column_bytes(row->statement, column);
    char *copy = arena_copy(row->arena, (struct span){at, len > 0 ? (size_t)len : 0});
    if (!copy && row->status == STATUS_OK) row->status = arena_full(row->arena, row->error);
    return copy ? copy : "";
}

static const char *take_text_or_null(struct row *row, int column)
{
    if (sqlite3_column_type(row->statement, column) == SQLITE_NULL) return NULL;
    return take_bytes(row, column);
}

static void damaged(struct row *row, const char *what)
{
    if (row->status == STATUS_OK)
        row->status = error_set(row->error, STATUS_DAMAGED, "a stored %s cannot be read", what);
}

static struct sha256 take_hash(struct row *row, int column)
{
    struct sha256 hash = {{0}};
    const void *at = sqlite3_column_blob(row->statement, column);
    if (sqlite3_column_bytes(row->statement, column) == (int)sizeof hash.bytes && at)
        memcpy(hash.bytes, at, sizeof hash.bytes);
    else
        damaged(row, "hash");
    return hash;
}

static enum evidence_packing take_packing(struct row *row, int column)
{
    enum evidence_packing packing = EVIDENCE_PACKED_PLAIN;
    const char *word = (const char *)sqlite3_column_text(row->statement, column);
    if (!word || !evidence_packing_from_word(span_of(word), &packing)) damaged(row, "packing");
    return packing;
}

static enum evidence_kind take_kind(struct row *row, int column)
{
    enum evidence_kind kind = EVIDENCE_ATTACHMENT;
    const char *word = (const char *)sqlite3_column_text(row->statement, column);
    if (!word || !evidence_kind_from_word(span_of(word), &kind)) damaged(row, "kind");
    return kind;
}

static struct evidence_capture take_capture(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    return (struct evidence_capture){
        .hash = take_hash(row, column),
        .size = (uint64_t)sqlite3_column_int64(s, column + 1),
        .packing = take_packing(row, column + 2),
        .origin = take_bytes(row, column + 3),
        .by = take_bytes(row, column + 4),
        .collected = store_column_instant(s, column + 5),
        .modified = store_column_instant(s, column + 6),
        .known = true,
    };
}

static struct evidence_source take_source(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    return (struct evidence_source){
        .hash = take_hash(row, column),
        .size = (uint64_t)sqlite3_column_int64(s, column + 1),
        .member = take_bytes(row, column + 2),
        .name = take_bytes(row, column + 3),
        .modified = store_column_instant(s, column + 4),
        .kind = take_kind(row, column + 5),
        .picture = {.type = take_text_or_null(row, column + 6),
                    .width = (uint32_t)sqlite3_column_int64(s, column + 7),
                    .height = (uint32_t)sqlite3_column_int64(s, column + 8)},
    };
}

static struct store_clock take_clock(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    struct store_clock clock = {.zone = take_text_or_null(row, column)};
    clock.has_offset = sqlite3_column_type(s, column + 1) != SQLITE_NULL;
    clock.offset_least = sqlite3_column_int64(s, column + 1);
    clock.offset_most = sqlite3_column_int64(s, column + 2);
    clock.by = take_bytes(row, column + 3);
    clock.why = take_bytes(row, column + 4);
    clock.stated = store_column_instant(s, column + 5);
    return clock;
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

/* Runs a query and gives its rows as a list in `arena`; `take` fills one item of `size` bytes. */
static enum status read_rows(struct store *store, const char *sql, struct arena *arena, size_t size,
                             void (*take)(struct row *row, void *item), void **ret,
                             size_t *ret_count, struct error *error)
{
    struct row row = {.arena = arena, .error = error};
    char *items = NULL;
    size_t count = 0, room = 0;
    int code = SQLITE_DONE;
    enum status status = store_prepare(store, sql, &row.statement, error);
    if (status) return status;
    while (status == STATUS_OK && (code = sqlite3_step(row.statement)) == SQLITE_ROW) {
        status = grow_array(&items, &room, count + 1, size, error);
        if (status) break;
        take(&row, items + count++ * size);
        status = row.status;
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = store_fail(store, code, "read what was collected", error);
    sqlite3_finalize(row.statement);
    if (status == STATUS_OK) status = give(arena, items, count, size, ret, error);
    if (status == STATUS_OK) *ret_count = count;
    free(items);
    return status;
}

static void take_stored_source(struct row *row, void *item)
{
    struct store_source *source = item;
    *source =
        (struct store_source){.id = (uint32_t)sqlite3_column_int64(row->statement, 0),
                              .facts = take_source(row, 1),
                              .capture = take_capture(row, 10),
                              .times_collected = (uint64_t)sqlite3_column_int64(row->statement, 17),
                              .clock = take_clock(row, 18)};
    source->facts.capture = source->capture.hash;
}

static void take_stored_capture(struct row *row, void *item)
{
    *(struct evidence_capture *)item = take_capture(row, 0);
}

enum status store_sources(struct store *store, struct arena *arena, struct store_source **ret,
                          size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT s.id, s.content, s.size, s.member, s.name, s.modified, s.kind, s.picture_type,"
        " s.picture_width, s.picture_height,"
        " c.hash, c.size, c.packing, i.origin, i.collected_by, i.collected, i.modified,"
        " (SELECT count(*) FROM intake WHERE capture = c.id),"
        " k.zone, k.offset_least, k.offset_most, k.stated_by, k.why, k.stated"
        " FROM source s JOIN capture c ON c.id = s.capture"
        " JOIN intake i ON i.id = (SELECT min(id) FROM intake WHERE capture = c.id)"
        " LEFT JOIN clock_statement k"
        " ON k.id = (SELECT max(id) FROM clock_statement WHERE source = s.id)"
        " ORDER BY s.id";
    return read_rows(store, sql, arena, sizeof **ret, take_stored_source, (void **)ret, ret_count,
                     error);
}

enum status store_captures(struct store *store, struct arena *arena, struct evidence_capture **ret,
                           size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT c.hash, c.size, c.packing, i.origin, i.collected_by, i.collected, i.modified"
        " FROM capture c JOIN intake i ON i.id = (SELECT min(id) FROM intake WHERE capture = c.id)"
        " ORDER BY c.id";
    return read_rows(store, sql, arena, sizeof **ret, take_stored_capture, (void **)ret, ret_count,
                     error);
}

enum status store_verify(struct store *store,
                         enum status (*each)(void *context, const struct store_fault *fault,
                                             struct error *error),
                         void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, "PRAGMA integrity_check(1)", &statement, error);
    if (status) return status;
    int code = sqlite3_step(statement);
    const char *says = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW)
        status = store_fail(store, code, "check the workspace", error);
    else if (!says || strcmp(says, "ok") != 0)
        status = each(context, &(struct store_fault){"postmortem.db", says ? says : "?"}, error);
    sqlite3_finalize(statement);
    return status;
}
