/* Who may sign in. Accounts are closed, never taken out: the audit and the record name them. */
#include "store/sqlite/kept.h"

#include <inttypes.h>

static const char no_account[] = "there is no such account";

enum status store_login(struct span login, char out[STORE_LOGIN_MAX + 1], struct error *error)
{
    bool fits = login.len > 0 && login.len <= STORE_LOGIN_MAX;
    char folded[STORE_LOGIN_MAX + 1] = "";
    for (size_t i = 0; i < login.len && fits; i++) {
        char c = login.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        fits = plain || (i > 0 && byte_is_one_of(c, "._-+@"));
        folded[i] = c;
    }
    if (!fits)
        return error_set(error, STATUS_BAD_INPUT,
                         "a login name has 1 to %d letters a-z, digits, and . _ - + @ behind the "
                         "first",
                         (int)STORE_LOGIN_MAX);
    memcpy(out, folded, sizeof folded);
    return STATUS_OK;
}

struct store_account store_account_take(struct row *row, int column)
{
    sqlite3_stmt *s = row->statement;
    return (struct store_account){.id = (uint32_t)sqlite3_column_int64(s, column),
                                  .login = row_bytes(row, column + 1),
                                  .name = row_bytes(row, column + 2),
                                  .password = row_bytes(row, column + 3),
                                  .reach = sqlite3_column_int(s, column + 4) == STORE_REACH_TEAM
                                               ? STORE_REACH_TEAM
                                               : STORE_REACH_COMPANY,
                                  .administrator = sqlite3_column_int(s, column + 5) != 0,
                                  .closed = sqlite3_column_int(s, column + 6) != 0,
                                  .created = sqlite3_column_int64(s, column + 7),
                                  .changed = sqlite3_column_int64(s, column + 8)};
}

static void take(struct row *row, void *item)
{
    *(struct store_account *)item = store_account_take(row, 0);
}

enum status store_accounts(struct store *store, uint32_t after, size_t most, struct arena *arena,
                           struct store_account **ret, size_t *ret_count, struct error *error)
{
    static const char sql[] =
        "SELECT " ACCOUNT_COLUMNS " FROM account a WHERE a.id > ?1 ORDER BY a.id LIMIT ?2";
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql, BOUND(bound_number(after), bound_number(kept_most(most))), &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take, (void **)ret, ret_count, error);
}

enum status store_account_get(struct store *store, uint32_t id, struct arena *arena,
                              struct store_account *ret, struct error *error)
{
    static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account a WHERE a.id = ?";
    sqlite3_stmt *statement;
    enum status status = store_ask(store, sql, BOUND(bound_number(id)), &statement, error);
    return status ? status : store_one(store, statement, arena, take, ret, no_account, error);
}

enum status store_account_named(struct store *store, struct span login, struct arena *arena,
                                struct store_account *ret, struct error *error)
{
    static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account a WHERE a.login = ?";
    char folded[STORE_LOGIN_MAX + 1];
    sqlite3_stmt *statement;
    if (store_login(login, folded, NULL))
        return error_set(error, STATUS_NOT_FOUND, "%s", no_account);
    enum status status = store_ask(store, sql, BOUND(bound_text(folded)), &statement, error);
    return status ? status : store_one(store, statement, arena, take, ret, no_account, error);
}

enum status store_has_account(struct store *store, uint32_t id, struct error *error)
{
    static const char sql[] = "SELECT 1 FROM account WHERE id = ? AND NOT closed";
    sqlite3_stmt *statement;
    int64_t found = 0;
    enum status status = store_ask(store, sql, BOUND(bound_number(id)), &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &found, error);
    if (status || found) return status;
    return error_set(error, STATUS_NOT_FOUND, "%s that is open", no_account);
}

enum status store_has_administrator(struct store *store, bool *ret, struct error *error)
{
    static const char sql[] = "SELECT 1 FROM account WHERE administrator AND NOT closed LIMIT 1";
    sqlite3_stmt *statement;
    int64_t found = 0;
    enum status status = store_ask(store, sql, NULL, 0, &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &found, error);
    if (status == STATUS_OK) *ret = found != 0;
    return status;
}

static enum status login_is_free(struct store *store, const char *login, uint32_t but,
                                 struct error *error)
{
    static const char sql[] = "SELECT id FROM account WHERE login = ?1 AND id <> ?2";
    sqlite3_stmt *statement;
    int64_t found = 0;
    enum status status =
        store_ask(store, sql, BOUND(bound_text(login), bound_number(but)), &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &found, error);
    if (status || !found) return status;
    return error_set(error, STATUS_BUSY, "the login name %s is taken; nothing was changed", login);
}

static enum status check_password(const char *password, struct error *error)
{
    if (!password || strlen(password) <= STORE_PASSWORD_MAX) return STATUS_OK;
    return error_set(error, STATUS_LIMIT, "the hash of a password is longer than %d bytes",
                     (int)STORE_PASSWORD_MAX);
}

static enum status add(struct store *store, const struct store_actor *actor,
                       const struct store_account *account, const char *login, uint64_t *ret_id,
                       struct error *error)
{
    static const char sql[] =
        "INSERT INTO account (login, name, password, reach, administrator, closed, created,"
        " changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)";
    struct line name;
    enum status status = login_is_free(store, login, 0, error);
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_text(login), bound_text(store_line(account->name, &name)),
                                bound_text(account->password), bound_number(account->reach),
                                bound_number(account->administrator), bound_number(account->closed),
                                bound_number(actor->at)),
                          error);
    if (status == STATUS_OK) status = store_seal_new(store, KEPT_account, ret_id, error);
    if (status) return status;
    return store_audit_done(store, actor, "account-add", error, "account %" PRIu64 " %s, %s%s",
                            *ret_id, login, account->reach == STORE_REACH_TEAM ? "team" : "company",
                            account->administrator ? ", administrator" : "");
}

enum status store_account_add(struct store *store, const struct store_actor *actor,
                              const struct store_account *account, uint32_t *ret_id,
                              struct error *error)
{
    char login[STORE_LOGIN_MAX + 1];
    struct scope scope;
    uint64_t id = 0;
    enum status status = store_login(span_of(account->login), login, error);
    if (status == STATUS_OK) status = check_password(account->password, error);
    if (status == STATUS_OK) status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = add(store, actor, account, login, &id, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_id = (uint32_t)id;
    return status;
}

static enum status last_stays(struct store *store, const struct store_account *was,
                              const struct store_account *now, struct error *error)
{
    static const char sql[] =
        "SELECT 1 FROM account WHERE administrator AND NOT closed AND id <> ? LIMIT 1";
    sqlite3_stmt *statement;
    int64_t other = 0;
    bool could = was->administrator && !was->closed, can = now->administrator && !now->closed;
    if (!could || can) return STATUS_OK;
    enum status status = store_ask(store, sql, BOUND(bound_number(was->id)), &statement, error);
    if (status == STATUS_OK) status = store_number(store, statement, &other, error);
    if (status || other) return status;
    return error_set(error, STATUS_BUSY,
                     "this is the last administrator: make another account one first; nothing was "
                     "changed");
}

static enum status end_rights(struct store *store, uint32_t account, struct error *error)
{
    enum status status = store_do(store, "DELETE FROM session WHERE account = ?",
                                  BOUND(bound_number(account)), error);
    if (status == STATUS_OK)
        status = store_do(store, "DELETE FROM token WHERE account = ?",
                          BOUND(bound_number(account)), error);
    if (status) return status;
    return store_do(store, "DELETE FROM ticket WHERE account = ?1 OR given_by = ?1",
                    BOUND(bound_number(account)), error);
}

/* What became of it, without what is secret. */
static enum status tell(struct store *store, const struct store_actor *actor,
                        const struct store_account *was, const struct store_account *now,
                        const char *login, struct error *error)
{
    const char *what = now->closed && !was->closed ? "account-close" : "account-change";
    return store_audit_done(
        store, actor, what, error, "account %u %s, %s%s%s%s%s", was->id, login,
        now->reach == STORE_REACH_TEAM ? "team" : "company",
        now->administrator ? ", administrator" : "", now->closed ? ", closed" : "",
        strcmp(was->login, login) != 0 ? ", new login name" : "",
        now->password && strcmp(was->password, now->password) != 0 ? ", new password" : "");
}

static enum status change(struct store *store, const struct store_actor *actor,
                          const struct store_account *was, const struct store_account *now,
                          const char *login, struct error *error)
{
    static const char sql[] = "UPDATE account SET login = ?2, name = ?3, password = ?4, reach = ?5,"
                              " administrator = ?6, closed = ?7, changed = ?8 WHERE id = ?1";
    struct line name;
    enum status status = last_stays(store, was, now, error);
    if (status == STATUS_OK) status = login_is_free(store, login, was->id, error);
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_number(was->id), bound_text(login),
                                bound_text(store_line(now->name, &name)),
                                bound_text(now->password ? now->password : was->password),
                                bound_number(now->reach), bound_number(now->administrator),
                                bound_number(now->closed), bound_number(actor->at)),
                          error);
    if (status == STATUS_OK) status = store_seal(store, KEPT_account, was->id, error);
    if (status == STATUS_OK && now->closed) status = end_rights(store, was->id, error);
    return status ? status : tell(store, actor, was, now, login, error);
}

enum status store_account_change(struct store *store, const struct store_actor *actor,
                                 const struct store_account *account, struct error *error)
{
    char login[STORE_LOGIN_MAX + 1];
    struct scope scope;
    struct store_account was;
    struct arena arena;
    enum status status = check_password(account->password, error);
    if (status == STATUS_OK && account->login)
        status = store_login(span_of(account->login), login, error);
    if (status == STATUS_OK) status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    arena_init(&arena, 1 << 16);
    status = store_account_get(store, account->id, &arena, &was, error);
    if (status == STATUS_OK)
        status = change(store, actor, &was, account, account->login ? login : was.login, error);
    arena_release(&arena);
    return store_leave(store, &scope, status, error);
}
