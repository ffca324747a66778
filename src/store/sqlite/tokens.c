/* Tokens for programs: of each the hash alone. */
#include "store/sqlite/kept.h"

#include <inttypes.h>

#define TOKEN_COLUMNS "t.id, t.account, t.name, t.writes, t.revoked, t.created, t.used, t.expires"
enum { TOKEN_WIDTH = 8 };

static void take(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_token *)item =
        (struct store_token){.id = (uint64_t)sqlite3_column_int64(s, 0),
                             .account = (uint32_t)sqlite3_column_int64(s, 1),
                             .name = row_bytes(row, 2),
                             .writes = sqlite3_column_int(s, 3) != 0,
                             .revoked = sqlite3_column_int(s, 4) != 0,
                             .created = sqlite3_column_int64(s, 5),
                             .used = store_column_instant(s, 6),
                             .expires = store_column_instant(s, 7)};
}

struct found {
    struct store_token token;
    struct store_account account;
};

static void take_both(struct row *row, void *item)
{
    struct found *found = item;
    take(row, &found->token);
    found->account = store_account_take(row, TOKEN_WIDTH);
}

static enum status add(struct store *store, const struct store_actor *actor,
                       const struct sha256 *secret, const struct store_token *token,
                       uint64_t *ret_id, struct error *error)
{
    static const char sql[] =
        "INSERT INTO token (secret, account, name, writes, revoked, created, expires)"
        " VALUES (?, ?, ?, ?, 0, ?, ?)";
    struct line name;
    enum status status = store_has_account(store, token->account, error);
    if (status == STATUS_OK)
        status =
            store_do(store, sql,
                     BOUND(bound_hash(secret), bound_number(token->account),
                           bound_text(store_line(token->name, &name)), bound_number(token->writes),
                           bound_number(actor->at), bound_instant(token->expires)),
                     error);
    if (status == STATUS_OK) status = store_seal_new(store, KEPT_token, ret_id, error);
    if (status) return status;
    return store_audit_done(store, actor, "token-add", error, "account %u, token %" PRIu64 ", %s",
                            token->account, *ret_id, token->writes ? "write" : "read");
}

enum status store_token_add(struct store *store, const struct store_actor *actor,
                            const struct sha256 *secret, const struct store_token *token,
                            uint64_t *ret_id, struct error *error)
{
    struct scope scope;
    uint64_t id = 0;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = add(store, actor, secret, token, &id, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_id = id;
    return status;
}

static enum status write_use(struct store *store, uint64_t id, instant now, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = store_do(store, "UPDATE token SET used = ?2 WHERE id = ?1",
                      BOUND(bound_id(id), bound_number(now)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db))
        status = store_seal(store, KEPT_token, id, error);
    return store_leave(store, &scope, status, error);
}

static void note_use(struct store *store, const struct store_token *token, instant now)
{
    bool fresh = token->used != INSTANT_NONE && now - token->used < NS_PER_MIN;
    if (!store->for_changes || store->stopped || fresh) return;
    duration patience = store->patience;
    store->patience = 0;
    /* ignoring: the next call notes it */
    (void)write_use(store, token->id, now, NULL);
    store->patience = patience;
}

enum status store_token_find(struct store *store, const struct sha256 *secret, instant now,
                             struct arena *arena, struct store_token *ret,
                             struct store_account *ret_account, struct error *error)
{
    static const char sql[] =
        "SELECT " TOKEN_COLUMNS ", " ACCOUNT_COLUMNS " FROM token t JOIN account a"
        " ON a.id = t.account WHERE t.secret = ?1 AND NOT t.revoked AND NOT a.closed"
        " AND (t.expires IS NULL OR t.expires > ?2)";
    struct found found;
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql, BOUND(bound_hash(secret), bound_number(now)), &statement, error);
    if (status == STATUS_OK)
        status = store_one(store, statement, arena, take_both, &found,
                           "this token is not known, or no longer holds", error);
    if (status) return status;
    note_use(store, &found.token, now);
    *ret = found.token;
    *ret_account = found.account;
    return STATUS_OK;
}

enum status store_tokens(struct store *store, uint32_t account, uint64_t after, size_t most,
                         struct arena *arena, struct store_token **ret, size_t *ret_count,
                         struct error *error)
{
    static const char sql[] = "SELECT " TOKEN_COLUMNS " FROM token t WHERE t.account = ?1"
                              " AND t.id > ?2 ORDER BY t.id LIMIT ?3";
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql,
        BOUND(bound_number(account), bound_number((int64_t)after), bound_number(kept_most(most))),
        &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take, (void **)ret, ret_count, error);
}

enum status store_token_revoke(struct store *store, const struct store_actor *actor,
                               uint32_t account, uint64_t id, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = store_do(store,
                      "UPDATE token SET revoked = 1 WHERE id = ?1 AND account = ?2"
                      " AND NOT revoked",
                      BOUND(bound_id(id), bound_number(account)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "there is no such token that still holds");
    if (status == STATUS_OK) status = store_seal(store, KEPT_token, id, error);
    if (status == STATUS_OK)
        status = store_audit_done(store, actor, "token-revoke", error, "account %u, token %" PRIu64,
                                  account, id);
    return store_leave(store, &scope, status, error);
}
