/* Statements with their values, and the seals of rows that follow from no log. */
#include "store/sqlite/kept.h"

#include <stdio.h>

#define TELLS(columns, name) "seal IS seal('" name "', id, " columns ")"
#define READS(columns, name) "SELECT id, " columns ", seal, " TELLS(columns, name) " FROM " name
const struct kept_spec kept_specs[KEPT_COUNT] = {
#define X(name, columns, backed_up)                                                                \
    [KEPT_##name] = {#name,                                                                        \
                     "UPDATE " #name " SET seal = seal('" #name "', id, " columns                  \
                     ") WHERE id = ?",                                                             \
                     "SELECT id FROM " #name " WHERE NOT " TELLS(columns, #name) " ORDER BY id",   \
                     READS(columns, #name) " ORDER BY id",                                         \
                     READS(columns, #name) " WHERE id = ?",                                        \
                     "INSERT OR IGNORE INTO " #name " (id, " columns ", seal) VALUES (",           \
                     backed_up},
    KEPT_TABLES(X)
#undef X
};

/* seal(table, value...): each value with its type and length before it. */
static void seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct text fields;
    text_init(&fields, 0);
    store_hash_bytes(&fields, SPAN("postmortem row 1"));
    for (int i = 0; i < count; i++) {
        int type = sqlite3_value_type(values[i]);
        store_hash_number(&fields, (uint64_t)type);
        if (type == SQLITE_INTEGER) {
            store_hash_number(&fields, (uint64_t)sqlite3_value_int64(values[i]));
        } else if (type != SQLITE_NULL) {
            const char *at = sqlite3_value_blob(values[i]);
            int len = sqlite3_value_bytes(values[i]);
            store_hash_bytes(&fields, (struct span){at ? at : "", len > 0 && at ? (size_t)len : 0});
        }
    }
    struct sha256 hash = sha256_of(text_span(&fields));
    if (text_status(&fields, NULL))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_blob(context, hash.bytes, sizeof hash.bytes, SQLITE_TRANSIENT);
    text_release(&fields);
}

enum status store_kept_connect(struct store *store, struct error *error)
{
    int code = sqlite3_create_function_v2(store->db, "seal", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                          NULL, seal, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : store_fail(store, code, "open the workspace", error);
}

enum status store_enter_kept(struct store *store, struct scope *scope, struct error *error)
{
    enum status status = store_has_kept(store, error);
    return status ? status : store_enter(store, scope, error);
}

static void bind(sqlite3_stmt *statement, int column, const struct bound *bound)
{
    if (bound->null)
        sqlite3_bind_null(statement, column);
    else if (bound->type == BOUND_NUMBER)
        sqlite3_bind_int64(statement, column, bound->number);
    else if (bound->type == BOUND_TEXT)
        store_bind_span(statement, column, bound->bytes);
    else
        sqlite3_bind_blob64(statement, column, bound->bytes.at ? bound->bytes.at : "",
                            bound->bytes.len, SQLITE_STATIC);
}

enum status store_ask(struct store *store, const char *sql, const struct bound *bounds,
                      size_t count, sqlite3_stmt **ret, struct error *error)
{
    enum status status = store_has_kept(store, error);
    if (status == STATUS_OK) status = store_prepare(store, sql, ret, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) bind(*ret, (int)i + 1, &bounds[i]);
    return STATUS_OK;
}

enum status store_do(struct store *store, const char *sql, const struct bound *bounds, size_t count,
                     struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_ask(store, sql, bounds, count, &statement, error);
    return status ? status : store_finish(store, statement, error);
}

enum status store_one(struct store *store, sqlite3_stmt *statement, struct arena *arena,
                      void (*take)(struct row *row, void *item), void *item, const char *missing,
                      struct error *error)
{
    struct row row = {.statement = statement, .arena = arena, .error = error};
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        take(&row, item);
    else if (code == SQLITE_DONE)
        row.status = error_set(error, STATUS_NOT_FOUND, "%s", missing);
    else
        row.status = store_fail(store, code, "read the workspace", error);
    store_done(statement);
    return row.status;
}

enum status store_seal(struct store *store, enum kept_table table, uint64_t id, struct error *error)
{
    return store_do(store, kept_specs[table].seal, BOUND(bound_number((int64_t)id)), error);
}

enum status store_seal_new(struct store *store, enum kept_table table, uint64_t *ret_id,
                           struct error *error)
{
    uint64_t id = (uint64_t)sqlite3_last_insert_rowid(store->db);
    enum status status = store_seal(store, table, id, error);
    if (status == STATUS_OK && ret_id) *ret_id = id;
    return status;
}

const char *store_line(const char *text, struct line *line)
{
    struct span rest = span_of(text ? text : "");
    size_t len = 0;
    while (rest.len && len < STORE_LINE_MAX) {
        uint32_t rune = 0xfffd;
        size_t used = utf8_next(rest, &rune);
        if (!used || utf8_drives_display(rune)) rune = 0xfffd;
        len += utf8_put(rune, line->text + len);
        rest = span_from(rest, used ? used : 1);
    }
    line->text[len] = '\0';
    return line->text;
}
