/* Captures, sources and clocks as they were stored. */
#include "store/sqlite/internal.h"

static enum evidence_packing take_packing(struct row *row, int column)
{
    enum evidence_packing packing = EVIDENCE_PACKED_PLAIN;
    const char *word = (const char *)sqlite3_column_text(row->statement, column);
    if (!word || !evidence_packing_from_word(span_of(word), &packing)) row_damaged(row, "packing");
    return packing;
}

static enum evidence_kind take_kind(struct row *row, int column)
{
    enum evidence_kind kind = EVIDENCE_ATTACHMENT;
    const char *word = (const char *)sqlite3_column_text(row->statement, column);
    if (!word || !evidence_kind_from_word(span_of(word), &kind)) row_damaged(row, "kind");
    return kind;
}

static struct evidence_capture take_capture(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    return (struct evidence_capture){
        .hash = row_hash(row, column),
        .size = (uint64_t)sqlite3_column_int64(s, column + 1),
        .packing = take_packing(row, column + 2),
        .origin = row_bytes(row, column + 3),
        .by = row_bytes(row, column + 4),
        .collected = store_column_instant(s, column + 5),
        .modified = store_column_instant(s, column + 6),
        .known = true,
    };
}

static struct evidence_source take_source(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    return (struct evidence_source){
        .hash = row_hash(row, column),
        .size = (uint64_t)sqlite3_column_int64(s, column + 1),
        .member = row_bytes(row, column + 2),
        .name = row_bytes(row, column + 3),
        .modified = store_column_instant(s, column + 4),
        .kind = take_kind(row, column + 5),
        .picture = {.type = row_bytes_or_null(row, column + 6),
                    .width = (uint32_t)sqlite3_column_int64(s, column + 7),
                    .height = (uint32_t)sqlite3_column_int64(s, column + 8)},
    };
}

static struct store_clock take_clock(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    struct store_clock clock = {.zone = row_bytes_or_null(row, column)};
    clock.has_offset = sqlite3_column_type(s, column + 1) != SQLITE_NULL;
    clock.offset_least = sqlite3_column_int64(s, column + 1);
    clock.offset_most = sqlite3_column_int64(s, column + 2);
    clock.by = row_bytes(row, column + 3);
    clock.why = row_bytes(row, column + 4);
    clock.stated = store_column_instant(s, column + 5);
    return clock;
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
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_stored_source, (void **)ret,
                      ret_count, error);
}

enum status store_captures(struct store *store, struct arena *arena, struct evidence_capture **ret,
                           size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT c.hash, c.size, c.packing, i.origin, i.collected_by, i.collected, i.modified"
        " FROM capture c JOIN intake i ON i.id = (SELECT min(id) FROM intake WHERE capture = c.id)"
        " ORDER BY c.id";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_stored_capture, (void **)ret,
                      ret_count, error);
}
