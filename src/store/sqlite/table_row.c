/*
 * Rows of tables as bodies of the log. A value is JSON: a number, null, a string; {"hex": "..."}
 * for a blob, and {"text": "..."} in hex for a text that is no UTF-8, so that nothing is lost.
 */
#include "store/sqlite/internal.h"

#include <stdio.h>

static const struct {
    const char *kind, *row, *put; /* columns in one order in both */
} tables[] = {
    {"capture", "SELECT hash, size, packing FROM capture WHERE id = ?",
     "INSERT INTO capture (id, hash, size, packing) VALUES (?, ?, ?, ?)"},
    {"intake", "SELECT capture, origin, collected_by, collected, modified FROM intake WHERE id = ?",
     "INSERT INTO intake (id, capture, origin, collected_by, collected, modified)"
     " VALUES (?, ?, ?, ?, ?, ?)"},
    {"source",
     "SELECT content, size, capture, member, name, modified, kind, picture_type,"
     " picture_width, picture_height FROM source WHERE id = ?",
     "INSERT INTO source (id, content, size, capture, member, name, modified, kind, picture_type,"
     " picture_width, picture_height) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    {"clock_statement",
     "SELECT source, zone, offset_least, offset_most, why, stated_by, stated FROM clock_statement"
     " WHERE id = ?",
     "INSERT INTO clock_statement (id, source, zone, offset_least, offset_most, why, stated_by,"
     " stated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
    {"uid", "SELECT uid FROM review WHERE number = ?",
     "INSERT INTO review (number, uid) VALUES (?, ?)"},
};
enum { TABLES = sizeof tables / sizeof tables[0] };

static size_t table_of(const char *kind)
{
    size_t table = 0;
    while (table < TABLES && strcmp(tables[table].kind, kind) != 0) table++;
    return table;
}

static void write_hex(struct json_writer *json, const char *key, struct span bytes)
{
    static const char digits[] = "0123456789abcdef";
    struct text hex;
    text_init(&hex, 0);
    for (size_t i = 0; i < bytes.len; i++) {
        text_addc(&hex, digits[(unsigned char)bytes.at[i] >> 4]);
        text_addc(&hex, digits[(unsigned char)bytes.at[i] & 15]);
    }
    json_object(json);
    json_member_span(json, key, text_span(&hex));
    json_object_end(json);
    text_release(&hex);
}

static void write_value(sqlite3_stmt *statement, int column, struct json_writer *json)
{
    int type = sqlite3_column_type(statement, column);
    const char *at =
        type == SQLITE_BLOB || type == SQLITE_TEXT ? sqlite3_column_blob(statement, column) : NULL;
    int len = at ? sqlite3_column_bytes(statement, column) : 0;
    struct span bytes = {at ? at : "", len > 0 ? (size_t)len : 0};
    switch (type) {
    case SQLITE_INTEGER: json_int(json, sqlite3_column_int64(statement, column)); break;
    case SQLITE_BLOB: write_hex(json, "hex", bytes); break;
    case SQLITE_TEXT:
        if (utf8_is_valid(bytes))
            json_span(json, bytes);
        else
            write_hex(json, "text", bytes);
        break;
    default: json_null(json); break;
    }
}

/* Canonical JSON of one row. NOT_FOUND when there is none. */
static enum status table_body(struct store *store, const char *kind, uint64_t number,
                              struct text *out, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    struct json_writer json;
    size_t table = table_of(kind);
    if (table == TABLES) return error_set(error, STATUS_NOT_FOUND, "there is no table of %s", kind);
    enum status status = store_prepare(store, tables[table].row, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        json_begin(&json, out);
        json_object(&json);
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            json_key(&json, sqlite3_column_name(statement, i));
            write_value(statement, i, &json);
        }
        json_object_end(&json);
        status = text_status(out, error);
    } else if (code == SQLITE_DONE) {
        status = error_set(error, STATUS_NOT_FOUND, "is not there");
    } else {
        status = store_fail(store, code, "read the workspace", error);
    }
    store_done(statement);
    return status;
}

static enum status log_body(struct store *store, struct writing *writing, const char *kind,
                            uint64_t number, const struct text *body, struct error *error)
{
    struct log_row row = {.kind = kind, .number = number, .version = 1, .body = text_span(body)};
    return store_log(store, writing, &row, error);
}

enum status store_log_table_row(struct store *store, struct writing *writing, const char *kind,
                                uint64_t number, struct error *error)
{
    struct text body;
    text_init(&body, 0);
    enum status status = table_body(store, kind, number, &body, error);
    if (status == STATUS_OK) status = log_body(store, writing, kind, number, &body, error);
    text_release(&body);
    return status;
}

/* The first entry of a log is a name that no other workspace has: a backup is told by it. */
static enum status log_workspace(struct store *store, struct writing *writing, struct error *error)
{
    unsigned char noise[32];
    struct sha256 name;
    char hex[65];
    struct text body;
    sqlite3_randomness(sizeof noise, noise);
    name = sha256_of((struct span){(const char *)noise, sizeof noise});
    sha256_hex(&name, hex);
    text_init(&body, 0);
    text_addf(&body, "{\"uid\":\"%.32s\"}", hex);
    enum status status = text_status(&body, error);
    if (status == STATUS_OK) status = log_body(store, writing, "workspace", 1, &body, error);
    text_release(&body);
    return status;
}

static enum status log_table(struct store *store, struct writing *writing, size_t table,
                             struct error *error)
{
    static const char *const newest[] = {"SELECT max(id) FROM capture",
                                         "SELECT max(id) FROM intake", "SELECT max(id) FROM source",
                                         "SELECT max(id) FROM clock_statement"};
    sqlite3_stmt *statement;
    int64_t last = 0;
    enum status status = store_prepare(store, newest[table], &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &last, error);
    for (int64_t id = 1; id <= last && status == STATUS_OK; id++) {
        status = store_log_table_row(store, writing, tables[table].kind, (uint64_t)id, error);
        if (status == STATUS_NOT_FOUND) status = STATUS_OK; /* a number that was never used */
    }
    return status;
}

enum status store_log_tables(struct store *store, struct error *error)
{
    enum { EVIDENCE_TABLES = 4 };
    char user[256];
    struct writing writing;
    struct store_author author = {.by = os_user(user, sizeof user),
                                  .why = "the log of this workspace begins",
                                  .at = os_now()};
    store_change_start(store, "begin", &author, &writing);
    enum status status = log_workspace(store, &writing, error);
    for (size_t i = 0; i < EVIDENCE_TABLES && status == STATUS_OK; i++)
        status = log_table(store, &writing, i, error);
    return store_change_end(store, &writing, status, error);
}

/* ---- from the log into the table ---- */

static bool from_hex(struct span hex, struct text *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        const char *high = strchr(digits, hex.at[i]), *low = strchr(digits, hex.at[i + 1]);
        if (!high || !low || !*high || !*low) return false;
        text_addc(out, (char)(unsigned char)((high - digits) << 4 | (low - digits)));
    }
    return hex.len % 2 == 0;
}

static bool read_integer(struct span digits, int64_t *ret)
{
    bool minus = digits.len && digits.at[0] == '-';
    uint64_t value = 0;
    if (!span_to_u64(minus ? span_from(digits, 1) : digits, &value)) return false;
    if (value > (uint64_t)INT64_MAX + minus) return false;
    *ret = minus ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

static enum status unreadable(const struct log_row *row, struct error *error)
{
    return error_set(error, STATUS_DAMAGED, "the logged row %s %llu cannot be read", row->kind,
                     (unsigned long long)row->number);
}

/* Binds one value; `scratch` takes what has to be decoded until the row is written. */
static enum status bind_value(sqlite3_stmt *statement, int column, struct json_reader *reader,
                              const struct json_token *token, const struct log_row *row,
                              struct text *scratch, struct error *error)
{
    struct json_token inner, end;
    struct span text = json_text(reader, token);
    int64_t number = 0;
    text_clear(scratch);
    switch (token->type) {
    case JSON_NULL: return STATUS_OK;
    case JSON_NUMBER:
        if (!read_integer(text, &number)) return unreadable(row, error);
        sqlite3_bind_int64(statement, column, number);
        return STATUS_OK;
    case JSON_STRING:
        text = json_decoded(reader, token, scratch);
        sqlite3_bind_text64(statement, column, text.at ? text.at : "", text.len, SQLITE_TRANSIENT,
                            SQLITE_UTF8);
        return STATUS_OK;
    case JSON_OBJECT: break;
    default: return unreadable(row, error);
    }
    enum status status = json_next(reader, &inner, error);
    if (status == STATUS_OK && inner.type != JSON_STRING) status = unreadable(row, error);
    if (status == STATUS_OK && !from_hex(json_text(reader, &inner), scratch))
        status = unreadable(row, error);
    if (status == STATUS_OK) status = json_next(reader, &end, error);
    if (status == STATUS_OK && end.type != JSON_OBJECT_END) status = unreadable(row, error);
    if (status) return status;
    if (span_is(inner.key, "hex"))
        sqlite3_bind_blob64(statement, column, scratch->at, scratch->len, SQLITE_TRANSIENT);
    else
        sqlite3_bind_text64(statement, column, scratch->at, scratch->len, SQLITE_TRANSIENT,
                            SQLITE_UTF8);
    return text_status(scratch, error);
}

static enum status bind_row(sqlite3_stmt *statement, const struct log_row *row,
                            struct text *scratch, struct error *error)
{
    struct json_reader reader;
    struct json_token token;
    json_open(&reader, row->body);
    enum status status = json_next(&reader, &token, error);
    if (status == STATUS_OK && token.type != JSON_OBJECT) status = unreadable(row, error);
    int columns = sqlite3_bind_parameter_count(statement);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)row->number);
    for (int i = 2; i <= columns && status == STATUS_OK; i++) {
        status = json_next(&reader, &token, error);
        if (status == STATUS_OK)
            status = bind_value(statement, i, &reader, &token, row, scratch, error);
    }
    if (status == STATUS_OK) status = json_next(&reader, &token, error);
    if (status == STATUS_OK && token.type != JSON_OBJECT_END) status = unreadable(row, error);
    return status;
}

enum status store_table_restore(struct store *store, const struct log_row *row, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    struct text scratch;
    size_t table = table_of(row->kind);
    if (table == TABLES) return STATUS_OK; /* the name of the workspace has no table */
    enum status status = store_prepare(store, tables[table].put, &statement, error);
    if (status) return status;
    text_init(&scratch, 0);
    status = bind_row(statement, row, &scratch, error);
    text_release(&scratch);
    if (status == STATUS_OK) return store_finish(store, statement, error);
    store_done(statement);
    return status;
}
