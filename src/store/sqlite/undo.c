/* Taking a change back: a new change that puts what was before in place again. */
#include "store/sqlite/internal.h"

#include <inttypes.h>

static enum status last_change(struct store *store, uint32_t review, uint64_t *ret,
                               struct error *error)
{
    static const char sql[] = "SELECT max(change) FROM log WHERE review = ?";
    sqlite3_stmt *statement;
    int64_t last = 0;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    status = store_number(store, statement, &last, error);
    if (status == STATUS_OK) *ret = (uint64_t)last;
    return status;
}

/* One entry that the change wrote, and what stood there before. */
struct undoing {
    struct review_id id;
    uint32_t version;
    uint64_t seq;
    struct span before; /* at NULL: there was none, or it was taken out */
};

static void take_undoing(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    enum review_kind kind = store_kind((const char *)sqlite3_column_text(s, 0));
    if (kind == REVIEW_KIND_COUNT) row_damaged(row, "kind of entry");
    *(struct undoing *)item = (struct undoing){
        .id = {kind, (uint32_t)sqlite3_column_int64(s, 1)},
        .version = (uint32_t)sqlite3_column_int64(s, 2),
        .seq = (uint64_t)sqlite3_column_int64(s, 3),
        .before = row_span(row, 4),
    };
}

static enum status find_undoing(struct store *store, uint32_t review, uint64_t change,
                                struct arena *arena, struct undoing **ret, size_t *ret_count,
                                struct error *error)
{
    static const char sql[] =
        "SELECT l.kind, l.number, l.version, l.seq, b.body FROM log l LEFT JOIN log b"
        " ON b.review = l.review AND b.kind = l.kind AND b.number = l.number"
        " AND b.version = l.version - 1 WHERE l.change = ? AND l.review = ? ORDER BY l.seq";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)change);
    sqlite3_bind_int64(statement, 2, review);
    status = store_rows(store, statement, arena, sizeof **ret, take_undoing, (void **)ret,
                        ret_count, error);
    if (status == STATUS_OK && *ret_count == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "PM%u has no change %" PRIu64 "; postmortem history lists them", review,
                           change);
    return status;
}

/* Only what nobody touched since can be taken back. */
static enum status check(struct store *store, uint32_t review, const struct undoing *undoing,
                         struct arena *arena, struct error *error)
{
    struct current current;
    struct text at;
    char name[16];
    enum status status = store_current(store, review, undoing->id, arena, &current, error);
    if (status) return status;
    review_id_text(undoing->id, name);
    if (undoing->id.kind == REVIEW_KIND_REVIEW && undoing->version == 1)
        return error_set(error, STATUS_BAD_INPUT,
                         "that change began the review, which cannot be taken back");
    if (current.seq == undoing->seq) return STATUS_OK;
    text_init(&at, 0);
    instant_add_text(&at, current.at, NULL, INSTANT_FULL, 0);
    error_set(error, STATUS_BUSY,
              "%s was changed again by %s at %s; take that change back first, or set the field by "
              "hand",
              name, current.by, at.at);
    text_release(&at);
    return STATUS_BUSY;
}

static enum status take_back(struct store *store, struct writing *writing, uint32_t review,
                             struct arena *arena, struct error *error)
{
    struct undoing *undoing = NULL;
    size_t count = 0;
    enum status status =
        find_undoing(store, review, writing->row.undoes, arena, &undoing, &count, error);
    if (status) return status;
    struct store_edit *edits = arena_array(arena, count, sizeof *edits);
    if (!edits) return arena_full(arena, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = check(store, review, &undoing[i], arena, error);
        edits[i] = (struct store_edit){undoing[i].id, undoing[i].version, undoing[i].before};
    }
    return status ? status : store_write(store, writing, review, edits, count, NULL, error);
}

enum status store_undo(struct store *store, uint32_t review, uint64_t change,
                       const struct store_author *author, uint64_t *ret_undone, struct error *error)
{
    struct scope scope;
    struct writing writing;
    struct arena arena;
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    arena_init(&arena, (size_t)1 << 30);
    store_change_start(store, "undo", author, &writing);
    status = store_has_review(store, review, error);
    if (status == STATUS_OK && change == 0) status = last_change(store, review, &change, error);
    writing.row.undoes = change;
    if (status == STATUS_OK) status = take_back(store, &writing, review, &arena, error);
    status = store_change_end(store, &writing, status, error);
    status = store_leave(store, &scope, status, error);
    arena_release(&arena);
    if (status == STATUS_OK) *ret_undone = change;
    return status;
}
