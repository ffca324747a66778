/* The log against its hashes, its chain, and the head. */
#include "store/sqlite/checking.h"

#include <inttypes.h>

struct change_row store_change_row(struct row *row)
{
    sqlite3_stmt *s = row->statement;
    return (struct change_row){.id = (uint64_t)sqlite3_column_int64(s, 0),
                               .at = sqlite3_column_int64(s, 1),
                               .by = row_bytes(row, 2),
                               .why = row_bytes(row, 3),
                               .sort = row_bytes(row, 4),
                               .review = (uint32_t)sqlite3_column_int64(s, 5),
                               .undoes = (uint64_t)sqlite3_column_int64(s, 6),
                               .link = row_hash(row, 7)};
}

struct log_row store_log_row(struct row *row)
{
    sqlite3_stmt *s = row->statement;
    return (struct log_row){.seq = (uint64_t)sqlite3_column_int64(s, 0),
                            .change = (uint64_t)sqlite3_column_int64(s, 1),
                            .review = (uint32_t)sqlite3_column_int64(s, 2),
                            .kind = row_bytes(row, 3),
                            .number = (uint64_t)sqlite3_column_int64(s, 4),
                            .version = (uint32_t)sqlite3_column_int64(s, 5),
                            .body = row_span(row, 6),
                            .hash = row_hash(row, 7)};
}

/* "change 12, E3 of PM1", "change 4, capture 2". */
static void name_row(const struct log_row *row, struct text *out)
{
    enum review_kind kind = store_kind(row->kind);
    text_addf(out, "change %" PRIu64 ", ", row->change);
    if (row->review && kind != REVIEW_KIND_COUNT) {
        text_addf(out, "%s%" PRIu64 " of PM%u", review_kinds[kind].letter, row->number,
                  row->review);
    } else {
        text_add_visible(out, span_of(row->kind));
        text_addf(out, " %" PRIu64, row->number);
    }
}

/* Two walks side by side: changes by number, and rows by place in the log. */
struct walking {
    struct checking *checking;
    sqlite3_stmt *changes, *rows;
    struct arena arena; /* of one change */
    struct text hashes; /* likewise */
    bool has_row;
    uint64_t row_change; /* of the row that waits */
    struct sha256 link;
    uint64_t last;
};

static enum status next_row(struct walking *walking, struct error *error)
{
    int code = sqlite3_step(walking->rows);
    walking->has_row = code == SQLITE_ROW;
    if (walking->has_row) walking->row_change = (uint64_t)sqlite3_column_int64(walking->rows, 1);
    if (code == SQLITE_ROW || code == SQLITE_DONE) return STATUS_OK;
    return store_fail(walking->checking->store, code, "read the log to its end", error);
}

static enum status check_row(struct walking *walking, bool stray, struct error *error)
{
    struct row row = {.statement = walking->rows, .arena = &walking->arena, .error = error};
    struct log_row logged = store_log_row(&row);
    struct sha256 hash;
    struct text name;
    bool damaged = row.status == STATUS_DAMAGED;
    if (row.status && !damaged) return row.status;
    enum status status = damaged ? STATUS_OK : store_log_hash(&logged, &hash, error);
    if (status) return status;
    text_add(&walking->hashes,
             (struct span){(const char *)logged.hash.bytes, sizeof logged.hash.bytes});
    if (!stray && !damaged && sha256_equal(&hash, &logged.hash)) return STATUS_OK;
    text_init(&name, 0);
    name_row(&logged, &name);
    status = store_tell(walking->checking,
                        stray ? "it belongs to no change; postmortem repair leaves it out"
                              : "it does not match its hash; postmortem repair takes it from a "
                                "backup",
                        error, "%s", name.at);
    text_release(&name);
    return status;
}

static enum status check_rows(struct walking *walking, uint64_t change, struct error *error)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && walking->has_row && walking->row_change <= change) {
        status = check_row(walking, walking->row_change != change, error);
        if (status == STATUS_OK) status = next_row(walking, error);
    }
    return status;
}

static enum status check_gap(struct walking *walking, uint64_t id, struct error *error)
{
    if (id == walking->last + 1) return STATUS_OK;
    return store_tell(walking->checking,
                      "there is a gap in the chain; postmortem repair takes it from a backup",
                      error, "changes %" PRIu64 " to %" PRIu64, walking->last + 1, id - 1);
}

static enum status check_change(struct walking *walking, struct error *error)
{
    struct row row = {.statement = walking->changes, .arena = &walking->arena, .error = error};
    struct change_row change = store_change_row(&row);
    struct sha256 link = {{0}};
    if (row.status && row.status != STATUS_DAMAGED) return row.status;
    enum status status = check_gap(walking, change.id, error);
    text_clear(&walking->hashes);
    if (status == STATUS_OK) status = check_rows(walking, change.id, error);
    if (status == STATUS_OK)
        status = store_link(&walking->link, &change, text_span(&walking->hashes), &link, error);
    bool lost = strcmp(change.sort, STORE_SORT_LOST) == 0;
    if (status == STATUS_OK && !lost && !sha256_equal(&link, &change.link))
        status = store_tell(walking->checking,
                            "it does not match its link: a row of it is missing or not as it was "
                            "written, or its author, time or reason is not; postmortem repair "
                            "takes it from a backup",
                            error, "change %" PRIu64, change.id);
    walking->link = change.link;
    walking->last = change.id;
    return status;
}

static enum status walk(struct walking *walking, struct error *error)
{
    enum { ARENA_MAX = 512 << 20 };
    int code = SQLITE_DONE;
    enum status status = next_row(walking, error);
    while (status == STATUS_OK && (code = sqlite3_step(walking->changes)) == SQLITE_ROW) {
        arena_init(&walking->arena, ARENA_MAX);
        status = check_change(walking, error);
        arena_release(&walking->arena);
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = store_fail(walking->checking->store, code, "read the changes to their end", error);
    arena_init(&walking->arena, ARENA_MAX);
    while (status == STATUS_OK && walking->has_row) {
        status = check_row(walking, true, error);
        if (status == STATUS_OK) status = next_row(walking, error);
    }
    arena_release(&walking->arena);
    return status;
}

enum status store_verify_chain(struct checking *checking, struct error *error)
{
    static const char changes[] = "SELECT " STORE_CHANGE_COLUMNS " FROM change ORDER BY id";
    static const char rows[] = "SELECT " STORE_LOG_COLUMNS " FROM log ORDER BY seq";
    struct walking walking = {.checking = checking};
    struct error why = ERROR_NONE;
    enum status status = store_prepare(checking->store, changes, &walking.changes, &why);
    if (status == STATUS_OK) status = store_prepare(checking->store, rows, &walking.rows, &why);
    if (status) return store_tell_failure(checking, status, &why, "the log", error);
    text_init(&walking.hashes, 0);
    status = walk(&walking, &why);
    text_release(&walking.hashes);
    store_done(walking.changes);
    store_done(walking.rows);
    return store_tell_failure(checking, status, &why, "the log", error);
}

enum status store_verify_head(struct checking *checking, const struct heads *heads,
                              struct error *error)
{
    struct error why = ERROR_NONE;
    struct position position = {0};
    bool any = heads->sound[0] || heads->sound[1];
    for (unsigned i = 0; i < 2; i++) {
        if (heads->sound[i] || !any) continue;
        enum status status = store_tell(checking,
                                        "it does not match its checksum; the other place holds, "
                                        "and the next change writes it again",
                                        error, "head, place %u", i + 1);
        if (status) return status;
    }
    enum status status = STATUS_OK;
    if (checking->store->schema >= STORE_SCHEMA_RECORD)
        status = store_position(checking->store, &position, &why);
    if (status == STATUS_OK) status = store_head_compare(checking->store, heads, &position, &why);
    return store_tell_failure(checking, status, &why, "head", error);
}
