/* Facts and items of all reviews. */
#include "store/sqlite/internal.h"

#include <stdlib.h>
#include <strings.h>

/* ---- facts ---- */

static void take_fact(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    enum review_kind kind = store_kind((const char *)sqlite3_column_text(s, 0));
    const char *field = (const char *)sqlite3_column_text(s, 1);
    struct review_fact *fact = item;
    *fact = (struct review_fact){.review = (uint32_t)sqlite3_column_int64(s, 2),
                                 .id = {kind, (uint32_t)sqlite3_column_int64(s, 3)},
                                 .value = row_bytes(row, 4)};
    if (kind != REVIEW_KIND_COUNT && field) fact->field = review_field_find(kind, span_of(field));
    if (!fact->field) row_damaged(row, "fact");
}

enum status store_facts(struct store *store, enum review_kind kind, const char *field,
                        const struct store_having *where, struct arena *arena,
                        struct review_fact **ret, size_t *ret_count, struct error *error)
{
    static const char all[] = "SELECT kind, field, review, number, value FROM fact"
                              " WHERE kind = ? AND field = ? ORDER BY review, number, place";
    /* the cross join keeps this order of tables: few have the one, nearly all the other */
    static const char having[] =
        "SELECT f.kind, f.field, f.review, f.number, f.value FROM fact f CROSS JOIN fact w"
        " ON w.kind = f.kind AND w.field = ?3 AND w.review = f.review AND w.number = f.number"
        " AND w.value = ?4 WHERE f.kind = ?1 AND f.field = ?2"
        " ORDER BY f.review, f.number, f.place";
    sqlite3_stmt *statement;
    const struct review_field *found = review_field_find(kind, span_of(field));
    if (!found || !(found->flags & REVIEW_FACT))
        return error_set(error, STATUS_BAD_INPUT, "%s of a %s is no fact that is kept", field,
                         review_kinds[kind].name);
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = store_prepare(store, where ? having : all, &statement, error);
    if (status) return status;
    store_bind_text(statement, 1, review_kinds[kind].name);
    store_bind_text(statement, 2, found->name);
    if (where) store_bind_text(statement, 3, where->field);
    if (where) store_bind_text(statement, 4, where->value);
    return store_rows(store, statement, arena, sizeof **ret, take_fact, (void **)ret, ret_count,
                      error);
}

/* ---- items ---- */

static void take_item(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    struct review_open_item *open = item;
    struct review_entry *entry = NULL;
    struct span body = row_span(row, 3);
    *open = (struct review_open_item){.review = (uint32_t)sqlite3_column_int64(s, 0),
                                      .raised = instant_day(sqlite3_column_int64(s, 6))};
    if (row->status == STATUS_OK)
        row->status = review_body_read(REVIEW_KIND_ITEM, body, row->arena, &entry, row->error);
    if (row->status) return;
    entry->id = (struct review_id){REVIEW_KIND_ITEM, (uint32_t)sqlite3_column_int64(s, 1)};
    entry->version = (uint32_t)sqlite3_column_int64(s, 2);
    entry->author = row_bytes(row, 4);
    entry->written = sqlite3_column_int64(s, 5);
    open->item = (struct review_item *)entry;
}

/* Words of the states in a mask with a space on both sides of each. */
static void add_states(uint32_t states, struct text *out)
{
    text_addc(out, ' ');
    for (unsigned i = 0; i < review_words_item_state.count; i++)
        if (states & 1u << i) text_addf(out, "%s ", review_words_item_state.words[i].word);
}

static size_t keep_states(struct review_open_item *items, size_t count, uint32_t states)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (states & 1u << items[i].item->state) items[kept++] = items[i];
    return kept;
}

/* When it was raised: most items still have their first version. */
#define ITEM_COLUMNS                                                                               \
    "SELECT e.review, e.number, l.version, l.body, c.author, c.at,"                                \
    " CASE l.version WHEN 1 THEN c.at ELSE (SELECT b.at FROM log f JOIN change b"                  \
    " ON b.id = f.change WHERE f.review = e.review AND f.kind = e.kind"                            \
    " AND f.number = e.number AND f.version = 1) END"
#define ITEM_JOINS " JOIN log l ON l.seq = e.seq JOIN change c ON c.id = l.change"

/* Those that state one of the states: from the facts to the entries, in the order of both. */
static enum status read_stated(struct store *store, uint32_t states, struct arena *arena,
                               struct review_open_item **ret, size_t *ret_count,
                               struct error *error)
{
    static const char sql[] = ITEM_COLUMNS
        " FROM fact s CROSS JOIN entry e ON e.review = s.review AND e.kind = 'item'"
        " AND e.number = s.number" ITEM_JOINS " WHERE s.kind = 'item' AND s.field = 'state'"
        " AND instr(?1, ' ' || s.value || ' ') ORDER BY s.review, s.number";
    sqlite3_stmt *statement;
    struct text words;
    text_init(&words, 0);
    add_states(states, &words);
    enum status status = text_status(&words, error);
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status == STATUS_OK) {
        store_bind_span(statement, 1, text_span(&words));
        status = store_rows(store, statement, arena, sizeof **ret, take_item, (void **)ret,
                            ret_count, error);
    }
    text_release(&words);
    return status;
}

/* All, and of those the ones in the states: what states none has no fact to be found by. */
static enum status read_any(struct store *store, uint32_t states, struct arena *arena,
                            struct review_open_item **ret, size_t *ret_count, struct error *error)
{
    static const char sql[] = ITEM_COLUMNS
        " FROM entry e" ITEM_JOINS " WHERE e.kind = 'item' AND e.live ORDER BY e.review, e.number";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status == STATUS_OK)
        status = store_rows(store, statement, arena, sizeof **ret, take_item, (void **)ret,
                            ret_count, error);
    if (status == STATUS_OK && states) *ret_count = keep_states(*ret, *ret_count, states);
    return status;
}

enum status store_items(struct store *store, uint32_t states, struct arena *arena,
                        struct review_open_item **ret, size_t *ret_count, struct error *error)
{
    enum status status = store_has_record(store, error);
    if (status) return status;
    if (states == 0 || states & 1u << REVIEW_ITEM_STATE_NONE)
        return read_any(store, states, arena, ret, ret_count, error);
    return read_stated(store, states, arena, ret, ret_count, error);
}

/* ---- what struck again ---- */

/* A factor by its shared name, with when its incident was. */
struct strike {
    const char *shared;
    uint32_t review, number;
    int32_t day;
};

static void take_strike(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct strike *)item = (struct strike){
        .shared = row_bytes(row, 0),
        .review = (uint32_t)sqlite3_column_int64(s, 1),
        .number = (uint32_t)sqlite3_column_int64(s, 2),
        .day = sqlite3_column_type(s, 3) != SQLITE_NULL ? sqlite3_column_int(s, 3)
                                                        : instant_day(sqlite3_column_int64(s, 4)),
    };
}

/* Factors whose name several reviews share, by name and time. */
static enum status find_strikes(struct store *store, struct arena *arena, struct strike **ret,
                                size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT f.value, f.review, f.number, r.day, r.created FROM fact f"
        " JOIN review r ON r.number = f.review WHERE f.kind = 'factor' AND f.field = 'shared'"
        " AND f.value COLLATE NOCASE IN (SELECT value FROM fact WHERE kind = 'factor' AND field = "
        "'shared'"
        " GROUP BY value COLLATE NOCASE HAVING count(DISTINCT review) > 1)"
        " ORDER BY f.value COLLATE NOCASE, coalesce(r.day, r.created / 86400000000000), f.review, "
        "f.number";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_strike, (void **)ret, ret_count,
                      error);
}

/* Was it to be done still on that day? What was declined or replaced, was not. */
static bool was_open(const struct review_open_item *open, int32_t day)
{
    if (open->raised > day) return false;
    switch (open->item->state) {
    case REVIEW_ITEM_STATE_NONE:
    case REVIEW_ITEM_STATE_IDEA:
    case REVIEW_ITEM_STATE_SHAPED:
    case REVIEW_ITEM_STATE_ACCEPTED:
    case REVIEW_ITEM_STATE_WAITING: return true;
    case REVIEW_ITEM_STATE_DONE:
    case REVIEW_ITEM_STATE_VERIFIED:
    case REVIEW_ITEM_STATE_NOT_EFFECTIVE:
        return open->item->done != REVIEW_NO_DAY && open->item->done > day;
    default: return false;
    }
}

struct recurring {
    struct review_recurred *list; /* owned */
    size_t count, room;
};

static enum status note_later(struct recurring *recurring, const struct strike *strikes,
                              size_t from, size_t count, const struct review_open_item *item,
                              struct error *error)
{
    const struct strike *first = &strikes[from];
    uint32_t told = first->review;
    for (size_t i = from + 1; i < count && strcasecmp(strikes[i].shared, first->shared) == 0; i++) {
        if (strikes[i].review == told || !was_open(item, strikes[i].day)) continue;
        enum status status = grow_array(&recurring->list, &recurring->room, recurring->count + 1,
                                        sizeof *recurring->list, error);
        if (status) return status;
        told = strikes[i].review;
        recurring->list[recurring->count++] = (struct review_recurred){
            .factor = first->shared, .earlier = first->review, .later = told, .item = *item};
    }
    return STATUS_OK;
}

/* A factor of a review that shares its name, by review and number. */
static int by_place(const void *a, const void *b)
{
    const struct strike *x = *(const struct strike *const *)a;
    const struct strike *y = *(const struct strike *const *)b;
    if (x->review != y->review) return x->review < y->review ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static enum status sort_strikes(const struct strike *strikes, size_t count, struct arena *arena,
                                const struct strike ***ret, struct error *error)
{
    const struct strike **sorted = arena_array(arena, count + 1, sizeof *sorted);
    if (!sorted) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) sorted[i] = &strikes[i];
    qsort(sorted, count, sizeof *sorted, by_place);
    *ret = sorted;
    return STATUS_OK;
}

static enum status note_item(struct recurring *recurring, const struct strike *strikes,
                             size_t count, const struct strike *const *sorted,
                             const struct review_open_item *item, struct error *error)
{
    const struct review_refs *breaks = &item->item->breaks;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < breaks->count && status == STATUS_OK; i++) {
        struct strike wanted = {.review = item->review, .number = breaks->at[i].number};
        const struct strike *key = &wanted;
        const struct strike *const *found =
            bsearch(&key, sorted, count, sizeof(const struct strike *), by_place);
        if (found)
            status = note_later(recurring, strikes, (size_t)(*found - strikes), count, item, error);
    }
    return status;
}

static enum status find_recurring(struct store *store, const struct review_open_item *items,
                                  size_t item_count, struct arena *arena,
                                  struct recurring *recurring, struct error *error)
{
    struct strike *strikes = NULL;
    const struct strike **sorted = NULL;
    size_t count = 0;
    enum status status = find_strikes(store, arena, &strikes, &count, error);
    if (status || count == 0) return status;
    status = sort_strikes(strikes, count, arena, &sorted, error);
    for (size_t i = 0; i < item_count && status == STATUS_OK; i++)
        status = note_item(recurring, strikes, count, sorted, &items[i], error);
    return status;
}

enum status store_recurred(struct store *store, const struct review_open_item *items, size_t count,
                           struct arena *arena, struct review_recurred **ret, size_t *ret_count,
                           struct error *error)
{
    struct recurring recurring = {0};
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = find_recurring(store, items, count, arena, &recurring, error);
    struct review_recurred *list =
        status ? NULL : arena_array(arena, recurring.count + 1, sizeof *list);
    if (status == STATUS_OK && !list) status = arena_full(arena, error);
    if (status == STATUS_OK) {
        if (recurring.count) memcpy(list, recurring.list, recurring.count * sizeof *list);
        *ret = list;
        *ret_count = recurring.count;
    }
    free(recurring.list);
    return status;
}
