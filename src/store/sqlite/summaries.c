/* Summaries of reviews, made when they are asked for and kept as long as the review stays so. */
#include "store/sqlite/internal.h"

enum { REVIEW_ARENA_MAX = 512 << 20 };

struct summary_row {
    uint32_t review;
    uint64_t last;
    struct span body; /* at NULL: there is none, or the review changed since */
};

static void take_summary(struct row *row, void *item)
{
    *(struct summary_row *)item =
        (struct summary_row){.review = (uint32_t)sqlite3_column_int64(row->statement, 0),
                             .last = (uint64_t)sqlite3_column_int64(row->statement, 1),
                             .body = row_span(row, 2)};
}

enum status store_summary_make(struct store *store, uint32_t review, struct text *out,
                               struct error *error)
{
    struct arena arena;
    struct review loaded;
    struct review_summary summary;
    arena_init(&arena, REVIEW_ARENA_MAX);
    enum status status = store_load(store, review, &arena, &loaded, error);
    if (status == STATUS_OK) status = review_summarise(&loaded, &arena, &summary, error);
    if (status == STATUS_OK) {
        review_summary_write(&summary, out);
        status = text_status(out, error);
    }
    arena_release(&arena);
    return status;
}

static enum status keep(struct store *store, const struct summary_row *row, struct span body,
                        struct error *error)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO summary (review, change, body) VALUES (?, ?, ?)";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, row->review);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)row->last);
    store_bind_span(statement, 3, body);
    return store_finish(store, statement, error);
}

static enum status make_missing(struct store *store, struct summary_row *rows, size_t count,
                                bool keeps, struct arena *arena, struct error *error)
{
    enum status status = STATUS_OK;
    struct text body;
    text_init(&body, 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (rows[i].body.at) continue;
        text_clear(&body);
        status = store_summary_make(store, rows[i].review, &body, error);
        if (status == STATUS_OK && keeps) status = keep(store, &rows[i], text_span(&body), error);
        if (status) break;
        rows[i].body.at = arena_copy(arena, text_span(&body));
        rows[i].body.len = body.len;
        if (!rows[i].body.at) status = arena_full(arena, error);
    }
    text_release(&body);
    return status;
}

static enum status read_rows(struct store *store, struct arena *arena, struct summary_row **ret,
                             size_t *ret_count, struct error *error)
{
    static const char sql[] = "SELECT r.number, r.last, s.body FROM review r LEFT JOIN summary s"
                              " ON s.review = r.number AND s.change = r.last ORDER BY r.number";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_summary, (void **)ret, ret_count,
                      error);
}

static enum status make_and_keep(struct store *store, struct arena *arena, struct summary_row **ret,
                                 size_t *ret_count, struct error *error)
{
    struct scope scope;
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    status = read_rows(store, arena, ret, ret_count, error); /* with the lock held */
    if (status == STATUS_OK) status = make_missing(store, *ret, *ret_count, true, arena, error);
    return store_leave(store, &scope, status, error);
}

/* For one who reads a workspace whose summaries nobody has kept yet: through a connection of its
 * own, when the workspace can be written. */
static void keep_beside(const struct store *store)
{
    struct store *writer = NULL;
    struct summary_row *rows = NULL;
    struct arena arena;
    size_t count = 0;
    if (store_open(store->folder, true, &writer, NULL)) return;
    arena_init(&arena, REVIEW_ARENA_MAX);
    /* ignoring: they are made for this call alone then */
    (void)make_and_keep(writer, &arena, &rows, &count, NULL);
    arena_release(&arena);
    store_close(writer);
}

static size_t count_missing(const struct summary_row *rows, size_t count)
{
    size_t missing = 0;
    for (size_t i = 0; i < count; i++) missing += !rows[i].body.at;
    return missing;
}

static enum status all_rows(struct store *store, struct arena *arena, struct summary_row **ret,
                            size_t *ret_count, struct error *error)
{
    enum { WORTH_KEEPING = 16 };
    enum status status = read_rows(store, arena, ret, ret_count, error);
    size_t missing = status ? 0 : count_missing(*ret, *ret_count);
    if (missing == 0) return status;
    if (store->for_changes) return make_and_keep(store, arena, ret, ret_count, error);
    if (missing >= WORTH_KEEPING) {
        keep_beside(store);
        status = read_rows(store, arena, ret, ret_count, error);
    }
    return status ? status : make_missing(store, *ret, *ret_count, false, arena, error);
}

enum status store_summaries(struct store *store, struct arena *arena, struct review_summary **ret,
                            size_t *ret_count, struct error *error)
{
    struct summary_row *rows = NULL;
    size_t count = 0;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = all_rows(store, arena, &rows, &count, error);
    if (status) return status;
    struct review_summary *summaries = arena_array(arena, count + 1, sizeof *summaries);
    if (!summaries) return arena_full(arena, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = review_summary_read(rows[i].body, arena, &summaries[i], error);
    if (status) return status;
    *ret = summaries;
    *ret_count = count;
    return STATUS_OK;
}
