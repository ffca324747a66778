/* What follows from the log: current entries, words for the search, facts, columns for lists. */
#include "store/sqlite/internal.h"

static enum status set_entry(struct store *store, const struct log_row *row, struct error *error)
{
    static const char sql[] =
        "INSERT INTO entry (review, kind, number, seq, live) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT DO UPDATE SET seq = ?4, live = ?5";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, row->review);
    store_bind_text(statement, 2, row->kind);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)row->number);
    sqlite3_bind_int64(statement, 4, (sqlite3_int64)row->seq);
    sqlite3_bind_int(statement, 5, row->body.at != NULL);
    return store_finish(store, statement, error);
}

static enum status forget_words(struct store *store, uint64_t seq, struct error *error)
{
    static const char sql[] = "DELETE FROM words WHERE rowid = ?";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)seq);
    return store_finish(store, statement, error);
}

static enum status add_words(struct store *store, uint64_t seq, const struct review_entry *entry,
                             struct error *error)
{
    static const char sql[] = "INSERT INTO words (rowid, text) VALUES (?, ?)";
    sqlite3_stmt *statement;
    struct text words;
    text_init(&words, 0);
    review_entry_words(entry, &words);
    enum status status = text_status(&words, error);
    if (status == STATUS_OK && words.len) {
        status = store_prepare(store, sql, &statement, error);
        if (status == STATUS_OK) {
            sqlite3_bind_int64(statement, 1, (sqlite3_int64)seq);
            store_bind_span(statement, 2, text_span(&words));
            status = store_finish(store, statement, error);
        }
    }
    text_release(&words);
    return status;
}

static enum status forget_facts(struct store *store, const struct log_row *row, struct error *error)
{
    static const char sql[] = "DELETE FROM fact WHERE review = ? AND kind = ? AND number = ?";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, row->review);
    store_bind_text(statement, 2, row->kind);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)row->number);
    return store_finish(store, statement, error);
}

struct facts {
    struct store *store;
    const struct log_row *row;
    const struct review_field *field;
    int64_t place;
};

static enum status add_fact(void *context, const struct review_field *field, struct span value,
                            struct error *error)
{
    static const char sql[] = "INSERT INTO fact (kind, field, review, number, place, value)"
                              " VALUES (?, ?, ?, ?, ?, ?)";
    struct facts *facts = context;
    sqlite3_stmt *statement;
    enum status status = store_prepare(facts->store, sql, &statement, error);
    if (status) return status;
    facts->place = facts->field == field ? facts->place + 1 : 0;
    facts->field = field;
    store_bind_text(statement, 1, facts->row->kind);
    store_bind_text(statement, 2, field->name);
    sqlite3_bind_int64(statement, 3, facts->row->review);
    sqlite3_bind_int64(statement, 4, (sqlite3_int64)facts->row->number);
    sqlite3_bind_int64(statement, 5, facts->place);
    store_bind_span(statement, 6, (struct span){value.at ? value.at : "", value.len});
    return store_finish(facts->store, statement, error);
}

enum status store_derive_entry(struct store *store, const struct log_row *row, uint64_t before,
                               const struct review_entry *entry, struct error *error)
{
    struct facts facts = {.store = store, .row = row};
    enum status status = set_entry(store, row, error);
    if (status == STATUS_OK && before) status = forget_words(store, before, error);
    if (status == STATUS_OK && before) status = forget_facts(store, row, error);
    if (status == STATUS_OK && entry) status = add_words(store, row->seq, entry, error);
    if (status == STATUS_OK && entry) status = review_entry_facts(entry, add_fact, &facts, error);
    return status;
}

static enum status set_columns(struct store *store, uint32_t review,
                               const struct review_review *own, struct error *error)
{
    static const char sql[] = "UPDATE review SET title = ?2, severity = ?3, sort = ?4, stage = ?5,"
                              " status = ?6, circle = ?7, day = ?8 WHERE number = ?1";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    store_bind_text(statement, 2, own->title);
    store_bind_text(statement, 3, own->severity);
    sqlite3_bind_int(statement, 4, own->sort);
    sqlite3_bind_int(statement, 5, own->stage);
    sqlite3_bind_int(statement, 6, own->status);
    sqlite3_bind_int(statement, 7, own->circle);
    if (own->day != REVIEW_NO_DAY) sqlite3_bind_int(statement, 8, own->day);
    return store_finish(store, statement, error);
}

enum status store_derive_review(struct store *store, uint32_t review,
                                const struct change_row *change, const struct review_review *own,
                                struct error *error)
{
    static const char sql[] =
        "UPDATE review SET created = coalesce(created, ?2), changed = ?2, last = ?3, entries ="
        " (SELECT count(*) FROM entry WHERE review = ?1 AND live) WHERE number = ?1";
    sqlite3_stmt *statement;
    enum status status = own ? set_columns(store, review, own, error) : STATUS_OK;
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    sqlite3_bind_int64(statement, 2, change->at);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)change->id);
    return store_finish(store, statement, error);
}
