/* Who is signed in: of a session's token the hash alone. */
#include "store/sqlite/kept.h"

#include <inttypes.h>
#include <stdio.h>

#define SESSION_COLUMNS "s.id, s.account, s.created, s.used, s.agent, s.form_token"
enum { SESSION_WIDTH = 6 };
/* `used` is at most a minute behind, so a session is not ended earlier for that. */
#define SESSION_HOLDS "s.created > ?2 AND s.used > ?3"

static void take(struct row *row, void *item)
{
    struct store_session *session = item;
    sqlite3_stmt *s = row->statement;
    const char *form_token = (const char *)sqlite3_column_text(s, 5);
    *session = (struct store_session){.id = (uint64_t)sqlite3_column_int64(s, 0),
                                      .account = (uint32_t)sqlite3_column_int64(s, 1),
                                      .created = sqlite3_column_int64(s, 2),
                                      .used = sqlite3_column_int64(s, 3),
                                      .agent = row_bytes(row, 4)};
    snprintf(session->form_token, sizeof session->form_token, "%s", form_token ? form_token : "");
    if (strlen(session->form_token) != 64) row_damaged(row, "token of forms");
}

struct found {
    struct store_session session;
    struct store_account account;
};

static void take_both(struct row *row, void *item)
{
    struct found *found = item;
    take(row, &found->session);
    found->account = store_account_take(row, SESSION_WIDTH);
}

static enum status add(struct store *store, const struct store_actor *actor,
                       const struct sha256 *token, struct store_session *session,
                       struct error *error)
{
    static const char sql[] = "INSERT INTO session (token, account, created, used, agent,"
                              " form_token) VALUES (?1, ?2, ?3, ?3, ?4, ?5)";
    enum status status = store_has_account(store, session->account, error);
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_hash(token), bound_number(session->account),
                                bound_number(actor->at), bound_text(session->agent),
                                bound_text(session->form_token)),
                          error);
    if (status == STATUS_OK) status = store_seal_new(store, KEPT_session, &session->id, error);
    if (status) return status;
    return store_audit_done(store, actor, "sign-in", error, "account %u", session->account);
}

enum status store_session_add(struct store *store, const struct store_actor *actor,
                              const struct sha256 *token, uint32_t account, const char *agent,
                              struct store_session *ret, struct error *error)
{
    struct scope scope;
    struct line line;
    unsigned char noise[32];
    struct store_session session = {.account = account, .created = actor->at, .used = actor->at};
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    session.agent = store_line(agent, &line);
    sqlite3_randomness(sizeof noise, noise);
    struct sha256 drawn = sha256_of((struct span){(const char *)noise, sizeof noise});
    sha256_hex(&drawn, session.form_token);
    status = add(store, actor, token, &session, error);
    status = store_leave(store, &scope, status, error);
    session.agent = agent ? agent : "";
    if (status == STATUS_OK) *ret = session;
    return status;
}

/* ---- use ---- */

static enum status write_use(struct store *store, uint64_t id, instant now, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = store_do(store, "UPDATE session SET used = ?2 WHERE id = ?1 AND used < ?2",
                      BOUND(bound_id(id), bound_number(now)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db))
        status = store_seal(store, KEPT_session, id, error);
    return store_leave(store, &scope, status, error);
}

static void note_use(struct store *store, const struct store_session *session, instant now)
{
    if (!store->for_changes || store->stopped || now - session->used < NS_PER_MIN) return;
    duration patience = store->patience;
    store->patience = 0;
    /* ignoring: the next call notes it */
    (void)write_use(store, session->id, now, NULL);
    store->patience = patience;
}

enum status store_session_find(struct store *store, const struct sha256 *token,
                               const struct store_limits *limits, instant now, struct arena *arena,
                               struct store_session *ret, struct store_account *ret_account,
                               struct error *error)
{
    static const char sql[] =
        "SELECT " SESSION_COLUMNS ", " ACCOUNT_COLUMNS " FROM session s JOIN account a"
        " ON a.id = s.account WHERE s.token = ?1 AND " SESSION_HOLDS " AND NOT a.closed";
    struct found found;
    sqlite3_stmt *statement;
    enum status status = store_ask(store, sql,
                                   BOUND(bound_hash(token), bound_number(now - limits->absolute),
                                         bound_number(now - limits->idle)),
                                   &statement, error);
    if (status == STATUS_OK)
        status = store_one(store, statement, arena, take_both, &found,
                           "this session has ended: sign in again", error);
    if (status) return status;
    note_use(store, &found.session, now);
    *ret = found.session;
    *ret_account = found.account;
    return STATUS_OK;
}

enum status store_sessions(struct store *store, uint32_t account, const struct store_limits *limits,
                           instant now, struct arena *arena, struct store_session **ret,
                           size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT " SESSION_COLUMNS " FROM session s WHERE s.account = ?1 AND " SESSION_HOLDS
        " ORDER BY s.id DESC LIMIT ?4";
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql,
                  BOUND(bound_number(account), bound_number(now - limits->absolute),
                        bound_number(now - limits->idle), bound_number(STORE_PAGE_MAX)),
                  &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take, (void **)ret, ret_count, error);
}

/* ---- the end ---- */

enum status store_session_end(struct store *store, const struct store_actor *actor,
                              uint32_t account, uint64_t id, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = store_do(store, "DELETE FROM session WHERE id = ?1 AND account = ?2",
                      BOUND(bound_id(id), bound_number(account)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "there is no such session");
    if (status == STATUS_OK)
        status = store_audit_done(store, actor, "sign-out", error, "account %u, session %" PRIu64,
                                  account, id);
    return store_leave(store, &scope, status, error);
}

enum status store_sessions_end(struct store *store, const struct store_actor *actor,
                               uint32_t account, uint64_t keep, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = store_do(store, "DELETE FROM session WHERE account = ?1 AND id <> ?2",
                      BOUND(bound_number(account), bound_number((int64_t)keep)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db))
        status = store_audit_done(store, actor, "sign-out-all", error, "account %u%s", account,
                                  keep ? ", but this session" : "");
    return store_leave(store, &scope, status, error);
}
