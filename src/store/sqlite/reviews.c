/* Lists of reviews, finding one by what people call it, and loading it. */
#include "store/sqlite/internal.h"

#include <stdlib.h>

static void take_review(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_review *)item = (struct store_review){
        .number = (uint32_t)sqlite3_column_int64(s, 0),
        .uid = row_bytes(row, 1),
        .title = row_bytes(row, 2),
        .severity = row_bytes(row, 3),
        .sort = (uint8_t)sqlite3_column_int(s, 4),
        .stage = (uint8_t)sqlite3_column_int(s, 5),
        .status = (uint8_t)sqlite3_column_int(s, 6),
        .circle = (uint8_t)sqlite3_column_int(s, 7),
        .day = sqlite3_column_type(s, 8) == SQLITE_NULL ? REVIEW_NO_DAY : sqlite3_column_int(s, 8),
        .created = store_column_instant(s, 9),
        .changed = store_column_instant(s, 10),
        .entries = (size_t)sqlite3_column_int64(s, 11),
    };
}

#define COLUMNS                                                                                    \
    "number, uid, title, severity, sort, stage, status, circle, day, created, changed, entries"

enum status store_review_head(struct store *store, uint32_t review, struct arena *arena,
                              struct store_review *ret, struct error *error)
{
    static const char sql[] = "SELECT " COLUMNS " FROM review WHERE number = ?1";
    struct store_review *found;
    size_t count = 0;
    sqlite3_stmt *statement;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    status = store_rows(store, statement, arena, sizeof *found, take_review, (void **)&found,
                        &count, error);
    if (status) return status;
    if (count == 0) return error_set(error, STATUS_NOT_FOUND, "there is no review PM%u", review);
    *ret = found[0];
    return STATUS_OK;
}

enum status store_reviews(struct store *store, struct arena *arena, struct store_review **ret,
                          size_t *ret_count, struct error *error)
{
    static const char sql[] = "SELECT " COLUMNS " FROM review ORDER BY changed DESC, number DESC";
    sqlite3_stmt *statement;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_review, (void **)ret, ret_count,
                      error);
}

/* ---- by name ---- */

enum { UID_LEAST = 8, SHOWN_MOST = 5 };

static bool fits_uid(const struct store_review *review, struct span which)
{
    return which.len >= UID_LEAST && which.len <= 32 &&
           span_equal_nocase(span_sub(span_of(review->uid), 0, which.len), which);
}

static bool fits_title(const struct store_review *review, struct span which)
{
    return span_find_nocase(span_of(review->title), which) != SIZE_MAX;
}

static const struct store_review *by_number(const struct store_review *reviews, size_t count,
                                            struct span which)
{
    uint64_t number = 0;
    if (which.len > 2 && span_equal_nocase(span_sub(which, 0, 2), SPAN("pm")))
        which = span_from(which, 2);
    if (!span_to_u64(which, &number)) return NULL;
    for (size_t i = 0; i < count; i++)
        if (reviews[i].number == number) return &reviews[i];
    return NULL;
}

/* Reviews that fit; *ret_hit is one of them. `told` gets a list of the first few. */
static size_t count_fits(const struct store_review *reviews, size_t count, struct span which,
                         bool (*fits)(const struct store_review *review, struct span which),
                         const struct store_review **ret_hit, struct text *told)
{
    size_t hits = 0;
    for (size_t i = 0; i < count; i++) {
        if (!fits(&reviews[i], which)) continue;
        if (hits < SHOWN_MOST)
            text_addf(told, "%sPM%u \"%.*s\"", hits ? ", " : "", reviews[i].number,
                      SPAN_ARGS(span_sub(span_of(reviews[i].title), 0, 60)));
        *ret_hit = &reviews[i];
        hits++;
    }
    if (hits > SHOWN_MOST) text_addf(told, " and %zu more", hits - SHOWN_MOST);
    return hits;
}

/* Shares a word of at least four letters with the title. */
static bool is_near(const struct store_review *review, struct span which)
{
    while (which.len) {
        struct span word = span_cut(&which, ' ');
        if (word.len >= 4 && fits_title(review, word)) return true;
    }
    return false;
}

static enum status not_found(const struct store_review *reviews, size_t count, struct span which,
                             struct error *error)
{
    const struct store_review *hit = NULL;
    struct text near;
    text_init(&near, 0);
    size_t hits = count_fits(reviews, count, which, is_near, &hit, &near);
    if (hits)
        error_set(error, STATUS_NOT_FOUND, "there is no review \"%.*s\"; near are %s",
                  SPAN_ARGS(which), near.at);
    else
        error_set(error, STATUS_NOT_FOUND,
                  "there is no review \"%.*s\" among %zu; postmortem show lists them",
                  SPAN_ARGS(which), count);
    text_release(&near);
    return STATUS_NOT_FOUND;
}

static enum status named(const struct store_review *reviews, size_t count, struct span which,
                         uint32_t *ret_number, struct error *error)
{
    const struct store_review *hit = by_number(reviews, count, which);
    struct text told;
    size_t hits = hit != NULL;
    enum status status = STATUS_OK;
    text_init(&told, 0);
    if (!hits) hits = count_fits(reviews, count, which, fits_uid, &hit, &told);
    if (!hits && which.len) hits = count_fits(reviews, count, which, fits_title, &hit, &told);
    if (hits > 1)
        status =
            error_set(error, STATUS_NOT_FOUND, "\"%.*s\" fits %zu reviews: %s; give the number",
                      SPAN_ARGS(which), hits, told.at);
    else if (hits == 0)
        status = not_found(reviews, count, which, error);
    else
        *ret_number = hit->number;
    text_release(&told);
    return status;
}

enum status store_review_named(struct store *store, struct span which, uint32_t *ret_number,
                               struct error *error)
{
    struct arena arena;
    struct store_review *reviews = NULL;
    size_t count = 0;
    arena_init(&arena, (size_t)1 << 30);
    enum status status = store_reviews(store, &arena, &reviews, &count, error);
    if (status == STATUS_OK) status = named(reviews, count, span_trim(which), ret_number, error);
    arena_release(&arena);
    return status;
}

/* ---- loading ---- */

static void take_stored(struct row *row, void *item)
{
    struct review_stored *stored = item;
    enum review_kind kind = store_kind((const char *)sqlite3_column_text(row->statement, 0));
    if (kind == REVIEW_KIND_COUNT) row_damaged(row, "kind of entry");
    *stored = (struct review_stored){
        .id = {kind, (uint32_t)sqlite3_column_int64(row->statement, 1)},
        .version = (uint32_t)sqlite3_column_int64(row->statement, 2),
        .body = row_span(row, 3),
        .author = row_bytes(row, 4),
        .written = sqlite3_column_int64(row->statement, 5),
    };
}

static enum status find_uid(struct store *store, uint32_t review, struct arena *arena,
                            const char **ret, struct error *error)
{
    static const char sql[] = "SELECT uid FROM review WHERE number = ?";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    int code = sqlite3_step(statement);
    struct row row = {.statement = statement, .arena = arena, .error = error};
    if (code == SQLITE_ROW) {
        const char *uid = row_bytes(&row, 0);
        status = row.status;
        if (status == STATUS_OK) *ret = uid;
    } else if (code == SQLITE_DONE) {
        status = error_set(error, STATUS_NOT_FOUND, "there is no review PM%u", review);
    } else {
        status = store_fail(store, code, "read a review", error);
    }
    store_done(statement);
    return status;
}

enum status store_load(struct store *store, uint32_t review, struct arena *arena,
                       struct review *ret, struct error *error)
{
    static const char sql[] = "SELECT l.kind, l.number, l.version, l.body, c.author, c.at"
                              " FROM entry e JOIN log l ON l.seq = e.seq"
                              " JOIN change c ON c.id = l.change WHERE e.review = ?"
                              " ORDER BY e.kind, e.number";
    sqlite3_stmt *statement;
    struct review_stored *stored = NULL;
    const char *uid = NULL;
    size_t count = 0;
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = find_uid(store, review, arena, &uid, error);
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    status = store_rows(store, statement, arena, sizeof *stored, take_stored, (void **)&stored,
                        &count, error);
    if (status == STATUS_OK)
        status = review_assemble(review, uid, stored, count, arena, ret, error);
    if (status) error_place(error, "PM%u", review);
    return status;
}
