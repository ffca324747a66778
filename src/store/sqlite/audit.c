/* Who did what: rows in a chain, in the transaction of what they tell of. */
#include "store/sqlite/kept.h"

#include <stdio.h>

/* Refusals that are alike within this time are one row. */
static const duration ALIKE = NS_PER_MIN;
/* Of more refusals an hour, from one address and in all, only their number is kept. */
enum { REFUSED_OF_ONE = 60, REFUSED_OF_ALL = 1000 };
#define OTHERS "and others"

enum status store_audit_link(const struct sha256 *before, const struct store_audit *told,
                             struct sha256 *ret, struct error *error)
{
    struct text fields;
    text_init(&fields, 0);
    store_hash_bytes(&fields, SPAN("postmortem audit 1"));
    store_hash_bytes(&fields, (struct span){(const char *)before->bytes, sizeof before->bytes});
    store_hash_number(&fields, told->id);
    store_hash_number(&fields, (uint64_t)told->at);
    store_hash_number(&fields, told->account);
    store_hash_bytes(&fields, span_of(told->name));
    store_hash_bytes(&fields, span_of(told->what));
    store_hash_bytes(&fields, span_of(told->about));
    store_hash_number(&fields, told->refused);
    store_hash_bytes(&fields, span_of(told->from));
    enum status status = text_status(&fields, error);
    if (status == STATUS_OK) *ret = sha256_of(text_span(&fields));
    text_release(&fields);
    return status;
}

static void take_told(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_audit *)item =
        (struct store_audit){.id = (uint64_t)sqlite3_column_int64(s, 0),
                             .at = sqlite3_column_int64(s, 1),
                             .account = (uint32_t)sqlite3_column_int64(s, 2),
                             .name = row_bytes(row, 3),
                             .what = row_bytes(row, 4),
                             .about = row_bytes(row, 5),
                             .refused = sqlite3_column_int(s, 6) != 0,
                             .from = row_bytes(row, 7),
                             .last = sqlite3_column_int64(s, 8),
                             .times = (uint64_t)sqlite3_column_int64(s, 9)};
}

void store_audit_take(struct row *row, void *item)
{
    struct audit_row *audit = item;
    take_told(row, &audit->told);
    audit->id = audit->told.id;
    audit->link = row_hash(row, 10);
}

static void take_end(struct row *row, void *item)
{
    struct audit_row *end = item;
    end->id = (uint64_t)sqlite3_column_int64(row->statement, 0);
    end->link = row_hash(row, 1);
}

static enum status put(struct store *store, struct store_audit *told, struct error *error)
{
    static const char last[] = "SELECT id, link FROM audit ORDER BY id DESC LIMIT 1";
    static const char sql[] =
        "INSERT INTO audit (id, at, account, name, what, about, refused, source, link, last,"
        " times) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?2, 1)";
    struct audit_row end = {0};
    struct sha256 link;
    sqlite3_stmt *statement;
    enum status status = store_ask(store, last, NULL, 0, &statement, error);
    if (status == STATUS_OK)
        status = store_one(store, statement, NULL, take_end, &end, "it is the first", error);
    if (status && status != STATUS_NOT_FOUND) return status;
    told->id = end.id + 1;
    status = store_audit_link(&end.link, told, &link, error);
    if (status == STATUS_OK)
        status = store_do(
            store, sql,
            BOUND(bound_number((int64_t)told->id), bound_number(told->at), bound_id(told->account),
                  bound_text(told->name), bound_text(told->what), bound_text(told->about),
                  bound_number(told->refused), bound_text(told->from), bound_hash(&link)),
            error);
    return status ? status : store_seal(store, KEPT_audit, told->id, error);
}

/* ---- refusals ---- */

static enum status find_alike(struct store *store, const struct store_audit *told, duration within,
                              int64_t *ret, struct error *error)
{
    static const char sql[] =
        "SELECT id FROM audit WHERE refused AND at > ?1 AND at <= ?2 AND source = ?3 AND name = ?4"
        " AND what = ?5 AND about = ?6 AND account IS ?7 ORDER BY at DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql,
                  BOUND(bound_number(told->at - within), bound_number(told->at),
                        bound_text(told->from), bound_text(told->name), bound_text(told->what),
                        bound_text(told->about), bound_id(told->account)),
                  &statement, error);
    return status ? status : store_number(store, statement, ret, error);
}

static enum status count_refused(struct store *store, const struct store_audit *told,
                                 const char *from, int64_t *ret, struct error *error)
{
    static const char sql[] = "SELECT count(*) FROM audit WHERE refused AND at > ?1 AND at <= ?2"
                              " AND (?3 = '' OR source = ?3)";
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql,
        BOUND(bound_number(told->at - NS_PER_HOUR), bound_number(told->at), bound_text(from)),
        &statement, error);
    return status ? status : store_number(store, statement, ret, error);
}

static enum status add_up(struct store *store, int64_t id, instant at, struct error *error)
{
    enum status status =
        store_do(store, "UPDATE audit SET times = times + 1, last = max(last, ?2) WHERE id = ?1",
                 BOUND(bound_number(id), bound_number(at)), error);
    return status ? status : store_seal(store, KEPT_audit, (uint64_t)id, error);
}

static enum status put_refused(struct store *store, struct store_audit *told, struct error *error)
{
    int64_t alike = 0, of_one = 0, of_all = 0;
    duration within = ALIKE;
    enum status status = find_alike(store, told, within, &alike, error);
    if (status == STATUS_OK && !alike)
        status = count_refused(store, told, told->from, &of_one, error);
    if (status == STATUS_OK && !alike) status = count_refused(store, told, "", &of_all, error);
    if (status) return status;
    if (!alike && (of_all >= REFUSED_OF_ALL || (told->from[0] && of_one >= REFUSED_OF_ONE))) {
        if (of_all >= REFUSED_OF_ALL) told->from = "";
        told->account = 0;
        told->name = "";
        told->what = "refused";
        told->about = OTHERS;
        status = find_alike(store, told, NS_PER_HOUR, &alike, error);
    }
    if (status == STATUS_OK && alike) return add_up(store, alike, told->at, error);
    return status ? status : put(store, told, error);
}

/* ---- the two ways in ---- */

static enum status add(struct store *store, const struct store_actor *actor, const char *what,
                       const char *about, bool refused, struct error *error)
{
    struct line name, word, topic, from;
    struct store_audit told = {.account = actor->account,
                               .name = store_line(actor->name, &name),
                               .what = store_line(what, &word),
                               .about = store_line(about, &topic),
                               .from = store_line(actor->from, &from),
                               .refused = refused,
                               .at = actor->at};
    return refused ? put_refused(store, &told, error) : put(store, &told, error);
}

enum status store_audit_done(struct store *store, const struct store_actor *actor, const char *what,
                             struct error *error, const char *about, ...)
{
    char topic[STORE_LINE_MAX + 1];
    va_list arguments;
    va_start(arguments, about);
    vsnprintf(topic, sizeof topic, about, arguments);
    va_end(arguments);
    return add(store, actor, what, topic, false, error);
}

enum status store_audit_add(struct store *store, const struct store_actor *actor, const char *what,
                            const char *about, bool refused, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = add(store, actor, what, about, refused, error);
    return store_leave(store, &scope, status, error);
}

enum status store_audits(struct store *store, uint64_t before, size_t most, struct arena *arena,
                         struct store_audit **ret, size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT " AUDIT_COLUMNS " FROM audit WHERE id < iif(?1, ?1, 9223372036854775807)"
        " ORDER BY id DESC LIMIT ?2";
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql, BOUND(bound_number((int64_t)before), bound_number(kept_most(most))),
                  &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_told, (void **)ret, ret_count,
                      error);
}
