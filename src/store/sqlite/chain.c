/* Hashes over the log, and the chain of changes. */
#include "store/sqlite/internal.h"

#include <assert.h>

/* Each field has its type and its length before it, so that no two rows share one run of bytes. */
static void add_u64(struct text *out, uint64_t value)
{
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(unsigned char)(value >> (8 * i));
    text_add(out, (struct span){bytes, sizeof bytes});
}

void store_hash_number(struct text *out, uint64_t value)
{
    text_addc(out, 'i');
    add_u64(out, value);
}

void store_hash_bytes(struct text *out, struct span bytes)
{
    text_addc(out, bytes.at ? 's' : 'n');
    add_u64(out, bytes.len);
    text_add(out, bytes);
}

static enum status hash_of(struct text *fields, struct sha256 *ret, struct error *error)
{
    enum status status = text_status(fields, error);
    if (status == STATUS_OK) *ret = sha256_of(text_span(fields));
    text_release(fields);
    return status;
}

enum status store_log_hash(const struct log_row *row, struct sha256 *ret, struct error *error)
{
    struct text fields;
    text_init(&fields, 0);
    store_hash_bytes(&fields, SPAN("postmortem log 1"));
    store_hash_number(&fields, row->seq);
    store_hash_number(&fields, row->change);
    store_hash_number(&fields, row->review);
    store_hash_bytes(&fields, span_of(row->kind));
    store_hash_number(&fields, row->number);
    store_hash_number(&fields, row->version);
    store_hash_bytes(&fields, row->body);
    return hash_of(&fields, ret, error);
}

enum status store_link(const struct sha256 *before, const struct change_row *change,
                       struct span hashes, struct sha256 *ret, struct error *error)
{
    struct text fields;
    text_init(&fields, 0);
    store_hash_bytes(&fields, SPAN("postmortem change 1"));
    store_hash_bytes(&fields, (struct span){(const char *)before->bytes, sizeof before->bytes});
    store_hash_number(&fields, change->id);
    store_hash_number(&fields, (uint64_t)change->at);
    store_hash_bytes(&fields, span_of(change->by));
    store_hash_bytes(&fields, span_of(change->why));
    store_hash_bytes(&fields, span_of(change->sort));
    store_hash_number(&fields, change->review);
    store_hash_number(&fields, change->undoes);
    store_hash_bytes(&fields, hashes);
    return hash_of(&fields, ret, error);
}

enum status store_position(struct store *store, struct position *ret, struct error *error)
{
    static const char last[] = "SELECT id, link FROM change ORDER BY id DESC LIMIT 1";
    static const char end[] = "SELECT max(seq) FROM log";
    struct position position = {0};
    int64_t seq = 0;
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, last, &statement, error);
    if (status) return status;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        struct row row = {.statement = statement, .error = error};
        position.change = (uint64_t)sqlite3_column_int64(statement, 0);
        position.link = row_hash(&row, 1);
        status = row.status;
    } else if (code != SQLITE_DONE) {
        status = store_fail(store, code, "read the end of the log", error);
    }
    store_done(statement);
    if (status == STATUS_OK) status = store_prepare(store, end, &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &seq, error);
    position.seq = (uint64_t)seq;
    if (status == STATUS_OK) *ret = position;
    return status;
}

void store_change_start(struct store *store, const char *sort, const struct store_author *author,
                        struct writing *ret)
{
    assert(store->begun);
    *ret = (struct writing){.row = {.id = store->now.change + 1,
                                    .at = author->at,
                                    .by = author->by ? author->by : "",
                                    .why = author->why ? author->why : "",
                                    .sort = sort},
                            .before = store->now.seq};
    text_init(&ret->hashes, 0);
}

enum status store_put_log_row(struct store *store, const struct log_row *row, struct error *error)
{
    static const char sql[] = "INSERT INTO log (" STORE_LOG_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?,"
                              " ?)";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)row->seq);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)row->change);
    store_bind_id(statement, 3, row->review);
    store_bind_text(statement, 4, row->kind);
    sqlite3_bind_int64(statement, 5, (sqlite3_int64)row->number);
    sqlite3_bind_int64(statement, 6, row->version);
    store_bind_span(statement, 7, row->body);
    store_bind_hash(statement, 8, &row->hash);
    return store_finish(store, statement, error);
}

enum status store_put_change_row(struct store *store, const struct change_row *row,
                                 struct error *error)
{
    static const char sql[] = "INSERT INTO change (" STORE_CHANGE_COLUMNS ") VALUES (?, ?, ?, ?, ?,"
                              " ?, ?, ?)";
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)row->id);
    sqlite3_bind_int64(statement, 2, row->at);
    store_bind_text(statement, 3, row->by);
    store_bind_text(statement, 4, row->why);
    store_bind_text(statement, 5, row->sort);
    store_bind_id(statement, 6, row->review);
    store_bind_id(statement, 7, row->undoes);
    store_bind_hash(statement, 8, &row->link);
    return store_finish(store, statement, error);
}

enum status store_log(struct store *store, struct writing *writing, struct log_row *row,
                      struct error *error)
{
    assert(writing->row.id == store->now.change + 1);
    row->seq = store->now.seq + 1;
    row->change = writing->row.id;
    enum status status = store_log_hash(row, &row->hash, error);
    if (status == STATUS_OK) status = store_put_log_row(store, row, error);
    if (status) return status;
    store->now.seq = row->seq;
    text_add(&writing->hashes,
             (struct span){(const char *)row->hash.bytes, sizeof row->hash.bytes});
    return text_status(&writing->hashes, error);
}

enum status store_change_end(struct store *store, struct writing *writing, enum status status,
                             struct error *error)
{
    struct change_row *row = &writing->row;
    struct span hashes = text_span(&writing->hashes);
    if (status == STATUS_OK && hashes.len) {
        status = store_link(&store->now.link, row, hashes, &row->link, error);
        if (status == STATUS_OK) status = store_put_change_row(store, row, error);
        if (status == STATUS_OK) {
            store->now.change = row->id;
            store->now.link = row->link;
        }
    }
    text_release(&writing->hashes);
    return status;
}
