/* Texts that several people write at once, and what became of them. */
#include "store/sqlite/live_rows.h"

static const char nobody[] = "nobody is writing this text now";

static void take_state(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct live_row *)item =
        (struct live_row){.id = (uint64_t)sqlite3_column_int64(s, 0),
                          .live = {.base = (uint32_t)sqlite3_column_int64(s, 1),
                                   .number = (uint64_t)sqlite3_column_int64(s, 2),
                                   .kept = (uint64_t)sqlite3_column_int64(s, 3),
                                   .flowed = (uint64_t)sqlite3_column_int64(s, 4),
                                   .flowed_at = store_column_instant(s, 5),
                                   .changed = sqlite3_column_int64(s, 6)}};
}

static void take(struct row *row, void *item)
{
    struct live_row *live = item;
    take_state(row, item);
    live->live.text = row_span(row, 7);
    live->live.ranges = row_span(row, 8);
}

#define STATE_COLUMNS "id, base, changes, kept, flowed, flowed_at, changed"
#define OF_PLACE      " FROM live WHERE review = ?1 AND kind = ?2 AND number = ?3 AND field = ?4"
#define PLACE(place)                                                                               \
    bound_number((place)->review), bound_text(review_kinds[(place)->entry.kind].name),             \
        bound_number((place)->entry.number), bound_text((place)->field)

/* NOT_FOUND when nobody writes it. */
static enum status find_row(struct store *store, const struct store_live_place *place,
                            struct arena *arena, struct live_row *ret, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_ask(store, "SELECT " STATE_COLUMNS ", text, ranges" OF_PLACE,
                                   BOUND(PLACE(place)), &statement, error);
    return status ? status : store_one(store, statement, arena, take, ret, nobody, error);
}

enum status store_live_state(struct store *store, const struct store_live_place *place,
                             struct live_row *ret, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, "SELECT " STATE_COLUMNS OF_PLACE, BOUND(PLACE(place)), &statement, error);
    return status ? status : store_one(store, statement, NULL, take_state, ret, nobody, error);
}

enum status store_live_get(struct store *store, const struct store_live_place *place,
                           struct arena *arena, struct store_live *ret, struct error *error)
{
    struct live_row row;
    enum status status = find_row(store, place, arena, &row, error);
    if (status == STATUS_OK) *ret = row.live;
    return status;
}

static enum status put(struct store *store, const struct store_live_place *place, uint32_t base,
                       struct span text, instant now, struct error *error)
{
    static const char sql[] =
        "INSERT INTO live (review, kind, number, field, base, changes, kept, flowed, changed, text,"
        " ranges) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, ?7, '')";
    enum status status = store_has_review(store, place->review, error);
    if (status == STATUS_OK)
        status = store_do(
            store, sql,
            BOUND(PLACE(place), bound_number(base), bound_number(now), bound_span(text)), error);
    return status ? status : store_seal_new(store, KEPT_live, NULL, error);
}

enum status store_live_open(struct store *store, const struct store_live_place *place,
                            uint32_t base, struct span text, instant now, struct arena *arena,
                            struct store_live *ret, struct error *error)
{
    struct scope scope;
    struct live_row row;
    if (text.len > STORE_LIVE_TEXT_MAX)
        return error_set(error, STATUS_LIMIT, "a text has at most %d bytes",
                         (int)STORE_LIVE_TEXT_MAX);
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = find_row(store, place, arena, &row, error);
    if (status == STATUS_NOT_FOUND) {
        store->stirs |= STIR_LIVE;
        status = put(store, place, base, text, now, error);
        if (status == STATUS_OK) status = find_row(store, place, arena, &row, error);
    }
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret = row.live;
    return status;
}

enum status store_live_flowed(struct store *store, const struct store_live_place *place,
                              uint64_t number, uint32_t base, instant now, struct error *error)
{
    static const char sql[] =
        "UPDATE live SET flowed = ?2, base = ?3, flowed_at = ?4 WHERE id = ?1";
    struct scope scope;
    struct live_row row;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_LIVE;
    status = store_live_state(store, place, &row, error);
    if (status == STATUS_OK && (number > row.live.number || number < row.live.flowed))
        status = error_set(error, STATUS_BUSY, "this text is not at that change");
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_id(row.id), bound_number((int64_t)number), bound_number(base),
                                bound_number(now)),
                          error);
    if (status == STATUS_OK) status = store_seal(store, KEPT_live, row.id, error);
    return store_leave(store, &scope, status, error);
}

enum status store_live_delete(struct store *store, const struct store_live_place *place,
                              struct error *error)
{
    struct scope scope;
    struct live_row row;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = store_live_state(store, place, &row, error);
    if (status == STATUS_NOT_FOUND) return store_leave(store, &scope, STATUS_OK, error);
    store->stirs |= STIR_LIVE;
    if (status == STATUS_OK)
        status = store_do(store, "DELETE FROM live_change WHERE live = ?", BOUND(bound_id(row.id)),
                          error);
    if (status == STATUS_OK)
        status = store_do(store, "DELETE FROM live WHERE id = ?", BOUND(bound_id(row.id)), error);
    return store_leave(store, &scope, status, error);
}

/* ---- which there are ---- */

static void take_place(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    const char *kind = (const char *)sqlite3_column_text(s, 2);
    enum review_kind known = store_kind(kind ? kind : "");
    if (known == REVIEW_KIND_COUNT) row_damaged(row, "kind of an entry");
    *(struct store_live_place_known *)item = (struct store_live_place_known){
        .id = (uint64_t)sqlite3_column_int64(s, 0),
        .place = {.review = (uint32_t)sqlite3_column_int64(s, 1),
                  .entry = {known, (uint32_t)sqlite3_column_int64(s, 3)},
                  .field = row_bytes(row, 4)},
        .number = (uint64_t)sqlite3_column_int64(s, 5),
        .flowed = (uint64_t)sqlite3_column_int64(s, 6),
        .changed = sqlite3_column_int64(s, 7)};
}

enum status store_lives(struct store *store, uint32_t review, uint64_t after, size_t most,
                        struct arena *arena, struct store_live_place_known **ret, size_t *ret_count,
                        struct error *error)
{
    static const char sql[] =
        "SELECT id, review, kind, number, field, changes, flowed, changed FROM live"
        " WHERE id > ?1 AND (?2 = 0 OR review = ?2) ORDER BY id LIMIT ?3";
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql,
        BOUND(bound_number((int64_t)after), bound_number(review), bound_number(kept_most(most))),
        &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_place, (void **)ret, ret_count,
                      error);
}
