/*
 * Repair: a new database is put together from the changes that are proved, here or in a backup, and
 * takes the place of the damaged one, which is kept.
 *
 * A change is proved by its link, which covers all its rows and the link before it. One that is
 * proved nowhere is passed over when the change after it proves the link that is stored for it:
 * then the chain goes on behind it, and a change of the sort "lost" with that link stands in its
 * place, with those of its rows that match their hashes.
 */
#include "store/sqlite/checking.h"

#include <inttypes.h>
#include <stdio.h>

enum { SIDES = 2, ARENA_MAX = 512 << 20 };

struct repairing {
    struct checking checking;   /* tells what is lost; its store is the new one */
    struct store *sides[SIDES]; /* the workspace and the backup; NULL when there is none */
    uint64_t last[SIDES];       /* newest change of each that can be read */
    uint64_t acknowledged;      /* by the heads */
    struct position end;        /* of the new log */
};

/* ---- reading one change ---- */

static void take_row(struct row *row, void *item)
{
    *(struct log_row *)item = store_log_row(row);
}

static void take_change(struct row *row, void *item)
{
    *(struct change_row *)item = store_change_row(row);
}

static void read_head_row(struct store *side, uint64_t id, struct arena *arena,
                          struct change_read *ret)
{
    static const char sql[] = "SELECT " STORE_CHANGE_COLUMNS " FROM change WHERE id = ?";
    sqlite3_stmt *statement;
    struct change_row *found = NULL;
    size_t count = 0;
    if (store_prepare(side, sql, &statement, NULL)) return;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)id);
    if (store_rows(side, statement, arena, sizeof *found, take_change, (void **)&found, &count,
                   NULL) ||
        count != 1)
        return;
    ret->there = true;
    ret->row = found[0];
}

/* A change as one side has it; what cannot be read is not there. Rows are found by the index, or,
 * with `after` the last row of the change before, by their place. */
static void read_change(struct store *side, uint64_t id, uint64_t after, struct arena *arena,
                        struct change_read *ret)
{
    static const char by_index[] =
        "SELECT " STORE_LOG_COLUMNS " FROM log WHERE change = ? ORDER BY seq";
    static const char by_place[] =
        "SELECT " STORE_LOG_COLUMNS " FROM log NOT INDEXED WHERE seq > ?2 AND seq <"
        " (SELECT coalesce(min(seq), 9223372036854775807) FROM (SELECT seq FROM log NOT INDEXED"
        " WHERE seq > ?2 AND change <> ?1 ORDER BY seq LIMIT 1)) ORDER BY seq";
    sqlite3_stmt *statement;
    struct log_row *rows = NULL;
    size_t count = 0;
    *ret = (struct change_read){0};
    if (!side) return;
    read_head_row(side, id, arena, ret);
    if (store_prepare(side, after ? by_place : by_index, &statement, NULL)) return;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)id);
    if (after) sqlite3_bind_int64(statement, 2, (sqlite3_int64)after);
    if (store_rows(side, statement, arena, sizeof *rows, take_row, (void **)&rows, &count, NULL))
        return;
    ret->rows = rows;
    ret->count = count;
}

static bool row_is_sound(const struct log_row *row)
{
    struct sha256 hash;
    return store_log_hash(row, &hash, NULL) == STATUS_OK && sha256_equal(&hash, &row->hash);
}

static bool is_proved(const struct change_read *change, const struct sha256 *before)
{
    struct text hashes;
    struct sha256 link;
    if (!change->there) return false;
    text_init(&hashes, 0);
    bool sound = true;
    for (size_t i = 0; i < change->count && sound; i++) {
        const struct sha256 *hash = &change->rows[i].hash;
        sound = row_is_sound(&change->rows[i]);
        text_add(&hashes, (struct span){(const char *)hash->bytes, sizeof hash->bytes});
    }
    sound = sound && text_status(&hashes, NULL) == STATUS_OK &&
            store_link(before, &change->row, text_span(&hashes), &link, NULL) == STATUS_OK &&
            sha256_equal(&link, &change->row.link);
    text_release(&hashes);
    return sound;
}

/* ---- writing it ---- */

static enum status put_change(struct repairing *repairing, const struct change_read *change,
                              const char *sort, struct error *error)
{
    struct store *to = repairing->checking.store;
    struct change_row row = change->row;
    enum status status = STATUS_OK;
    if (sort) row.sort = sort;
    for (size_t i = 0; i < change->count && status == STATUS_OK; i++)
        if (row_is_sound(&change->rows[i])) status = store_put_log_row(to, &change->rows[i], error);
    if (status == STATUS_OK) status = store_put_change_row(to, &row, error);
    if (status) return status;
    uint64_t seq = change->count ? change->rows[change->count - 1].seq : repairing->end.seq;
    repairing->end = (struct position){.change = row.id, .link = row.link, .seq = seq};
    return STATUS_OK;
}

/* ---- from change to change ---- */

/* Finds the next change from `from` on that is proved by the link which its own side stores for the
 * change before it. */
static bool find_bridge(struct repairing *repairing, uint64_t from, uint64_t *ret_id,
                        unsigned *ret_side)
{
    for (uint64_t id = from; id <= repairing->last[0] || id <= repairing->last[1]; id++) {
        for (unsigned side = 0; side < SIDES; side++) {
            struct arena arena;
            struct change_read before, change;
            arena_init(&arena, ARENA_MAX);
            read_change(repairing->sides[side], id - 1, 0, &arena, &before);
            read_change(repairing->sides[side], id, 0, &arena, &change);
            bool proved = before.there && is_proved(&change, &before.row.link);
            arena_release(&arena);
            if (!proved) continue;
            *ret_id = id;
            *ret_side = side;
            return true;
        }
    }
    return false;
}

/* A stand-in for a change that is proved nowhere. */
static enum status put_lost(struct repairing *repairing, unsigned side, uint64_t id,
                            struct error *error)
{
    struct arena arena;
    struct change_read change;
    arena_init(&arena, ARENA_MAX);
    read_change(repairing->sides[side], id, 0, &arena, &change);
    if (!change.there) change.row = (struct change_row){.by = "", .why = ""};
    change.row.id = id;
    size_t kept = 0;
    for (size_t i = 0; i < change.count; i++) kept += row_is_sound(&change.rows[i]);
    enum status status = store_tell(
        &repairing->checking,
        kept ? "it is proved neither here nor in the backup; the rows of it that match their "
               "hashes are kept"
             : "it is lost: neither here nor in the backup",
        error, "change %" PRIu64, id);
    if (status == STATUS_OK) status = put_change(repairing, &change, STORE_SORT_LOST, error);
    arena_release(&arena);
    return status;
}

/* One change, or those up to the next that is proved. *ret_done when the chain ends here. */
static enum status step(struct repairing *repairing, bool *ret_done, struct error *error)
{
    uint64_t id = repairing->end.change + 1, next = 0;
    unsigned from = 0;
    enum status status = STATUS_OK;
    for (unsigned side = 0; side < SIDES; side++) {
        struct arena arena;
        struct change_read change;
        arena_init(&arena, ARENA_MAX);
        read_change(repairing->sides[side], id, 0, &arena, &change);
        bool proved = is_proved(&change, &repairing->end.link);
        if (!proved && repairing->end.seq) { /* perhaps it is only the index that is damaged */
            read_change(repairing->sides[side], id, repairing->end.seq, &arena, &change);
            proved = is_proved(&change, &repairing->end.link);
        }
        if (proved) status = put_change(repairing, &change, NULL, error);
        arena_release(&arena);
        if (proved) return status;
    }
    if (!find_bridge(repairing, id + 1, &next, &from)) {
        *ret_done = true;
        return STATUS_OK;
    }
    for (; id < next && status == STATUS_OK; id++) status = put_lost(repairing, from, id, error);
    return status;
}

static enum status tell_tail(struct repairing *repairing, struct error *error)
{
    uint64_t last = repairing->acknowledged, end = repairing->end.change;
    for (unsigned i = 0; i < SIDES; i++)
        if (repairing->last[i] > last) last = repairing->last[i];
    if (last <= end) return STATUS_OK;
    return store_tell(&repairing->checking, "they are lost: neither here nor in the backup", error,
                      "changes %" PRIu64 " to %" PRIu64, end + 1, last);
}

enum status store_salvage(struct store *here, struct store *backup, uint64_t acknowledged,
                          struct store *to, struct checking *checking, struct position *ret,
                          struct error *error)
{
    static const char newest[] = "SELECT max(id) FROM change";
    struct repairing repairing = {
        .checking = *checking, .sides = {here, backup}, .acknowledged = acknowledged};
    bool done = false;
    enum status status = STATUS_OK;
    repairing.checking.store = to;
    for (unsigned i = 0; i < SIDES; i++) {
        sqlite3_stmt *statement;
        int64_t last = 0;
        if (!repairing.sides[i]) continue;
        /* ignoring: a side that cannot be read gives nothing */
        if (store_prepare(repairing.sides[i], newest, &statement, NULL) == STATUS_OK)
            (void)store_number(repairing.sides[i], statement, &last, NULL);
        repairing.last[i] = last > 0 ? (uint64_t)last : 0;
    }
    while (status == STATUS_OK && !done) status = step(&repairing, &done, error);
    if (status == STATUS_OK) status = tell_tail(&repairing, error);
    if (status == STATUS_OK) *ret = repairing.end;
    return status;
}
