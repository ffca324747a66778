/* The changes of a text, in the order in which the server took them. */
#include "store/sqlite/live_rows.h"

#include <inttypes.h>

static enum status check(const struct store_live_change *changes, size_t count, struct span text,
                         struct error *error)
{
    bool fits = text.len <= STORE_LIVE_TEXT_MAX;
    bool sound = utf8_is_valid(text);
    for (size_t i = 0; i < count; i++) {
        fits = fits && changes[i].body.len <= STORE_LIVE_CHANGE_MAX;
        sound = sound && utf8_is_valid(changes[i].body);
    }
    if (!fits)
        return error_set(error, STATUS_LIMIT, "a text has at most %d bytes, a change of it %d",
                         (int)STORE_LIVE_TEXT_MAX, (int)STORE_LIVE_CHANGE_MAX);
    if (sound) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT, "a text and its changes are UTF-8");
}

static enum status put(struct store *store, const struct live_row *row,
                       const struct store_live_change *change, uint64_t number, struct error *error)
{
    static const char sql[] = "INSERT INTO live_change (live, number, account, client, body, at)"
                              " VALUES (?, ?, ?, ?, ?, ?)";
    struct line client;
    enum status status =
        store_do(store, sql,
                 BOUND(bound_id(row->id), bound_number((int64_t)number), bound_id(change->account),
                       bound_text(store_line(change->client, &client)), bound_span(change->body),
                       bound_number(change->at)),
                 error);
    return status ? status : store_seal_new(store, KEPT_live_change, NULL, error);
}

static enum status append(struct store *store, const struct store_live_place *place,
                          uint64_t number, const struct store_live_change *changes, size_t count,
                          struct span text, struct error *error)
{
    static const char sql[] = "UPDATE live SET changes = ?2, text = ?3, changed = ?4 WHERE id = ?1";
    struct live_row row;
    instant at = INSTANT_NONE;
    enum status status = store_live_state(store, place, &row, error);
    if (status == STATUS_OK && row.live.number != number)
        status = error_set(error, STATUS_BUSY,
                           "others wrote meanwhile: it is at change %" PRIu64 ", not %" PRIu64,
                           row.live.number, number);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = put(store, &row, &changes[i], number + i + 1, error);
        if (changes[i].at > at) at = changes[i].at;
    }
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_id(row.id), bound_number((int64_t)(number + count)),
                                bound_span(text), bound_number(at)),
                          error);
    return status ? status : store_seal(store, KEPT_live, row.id, error);
}

enum status store_live_append(struct store *store, const struct store_live_place *place,
                              uint64_t number, const struct store_live_change *changes,
                              size_t count, struct span text, uint64_t *ret_number,
                              struct error *error)
{
    struct scope scope;
    if (count == 0 || count > STORE_PAGE_MAX)
        return error_set(error, STATUS_LIMIT, "1 to %d changes at a time", (int)STORE_PAGE_MAX);
    enum status status = check(changes, count, text, error);
    if (status == STATUS_OK) status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_LIVE;
    status = append(store, place, number, changes, count, text, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_number = number + count;
    return status;
}

static void take_change(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_live_change *)item =
        (struct store_live_change){.number = (uint64_t)sqlite3_column_int64(s, 0),
                                   .account = (uint32_t)sqlite3_column_int64(s, 1),
                                   .client = row_bytes(row, 2),
                                   .body = row_span(row, 3),
                                   .at = sqlite3_column_int64(s, 4)};
}

enum status store_live_since(struct store *store, const struct store_live_place *place,
                             uint64_t number, size_t most, struct arena *arena,
                             struct store_live_change **ret, size_t *ret_count, struct error *error)
{
    static const char sql[] = "SELECT number, account, client, body, at FROM live_change"
                              " WHERE live = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
    struct live_row row;
    sqlite3_stmt *statement;
    enum status status = store_live_state(store, place, &row, error);
    if (status == STATUS_OK && (number < row.live.kept || number > row.live.number))
        status =
            error_set(error, STATUS_BUSY,
                      "the changes behind %" PRIu64 " are not kept: take the whole text", number);
    if (status == STATUS_OK)
        status = store_ask(
            store, sql,
            BOUND(bound_id(row.id), bound_number((int64_t)number), bound_number(kept_most(most))),
            &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_change, (void **)ret, ret_count,
                      error);
}

static enum status compact(struct store *store, const struct store_live_place *place,
                           uint64_t number, struct span ranges, struct error *error)
{
    struct live_row row;
    enum status status = store_live_state(store, place, &row, error);
    if (status == STATUS_OK && (number > row.live.number || number < row.live.kept))
        status = error_set(error, STATUS_BUSY, "this text is not at that change");
    if (status == STATUS_OK)
        status = store_do(store, "DELETE FROM live_change WHERE live = ?1 AND number <= ?2",
                          BOUND(bound_id(row.id), bound_number((int64_t)number)), error);
    if (status == STATUS_OK)
        status = store_do(
            store, "UPDATE live SET kept = ?2, ranges = ?3 WHERE id = ?1",
            BOUND(bound_id(row.id), bound_number((int64_t)number), bound_span(ranges)), error);
    return status ? status : store_seal(store, KEPT_live, row.id, error);
}

enum status store_live_compact(struct store *store, const struct store_live_place *place,
                               uint64_t number, struct span ranges, struct error *error)
{
    struct scope scope;
    if (ranges.len > STORE_LIVE_TEXT_MAX || !utf8_is_valid(ranges))
        return error_set(error, STATUS_LIMIT, "who wrote what: UTF-8 of at most %d bytes",
                         (int)STORE_LIVE_TEXT_MAX);
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_LIVE;
    status = compact(store, place, number, ranges, error);
    return store_leave(store, &scope, status, error);
}
