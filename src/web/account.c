/* One's own account: name and password, where one is signed in, tokens for programs. */
#include "web/pages.h"
#include "web/session.h"

static enum status put_sessions(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct store_session *sessions;
    size_t count = 0;
    enum status status =
        store_sessions(request->store, (uint32_t)request->me.account, &session_limits, request->now,
                       &request->arena, &sessions, &count, error);
    struct value *list = value_list(model, NULL, "sessions");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "id", (int64_t)sessions[i].id);
        value_text(model, to, "agent", sessions[i].agent);
        value_flag(model, to, "own", sessions[i].id == request->me.session);
        web_when(request, to, "created", sessions[i].created);
        web_when(request, to, "used", sessions[i].used);
    }
    return status;
}

static enum status put_tokens(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct store_token *tokens;
    size_t count = 0;
    enum status status = store_tokens(request->store, (uint32_t)request->me.account, 0,
                                      STORE_PAGE_MAX, &request->arena, &tokens, &count, error);
    struct value *list = value_list(model, NULL, "tokens");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (tokens[i].revoked) continue;
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "id", (int64_t)tokens[i].id);
        value_text(model, to, "name", tokens[i].name);
        value_flag(model, to, "writes", tokens[i].writes);
        web_when(request, to, "used", tokens[i].used);
        web_when(request, to, "expires", tokens[i].expires);
    }
    return status;
}

enum status web_account(struct web_request *request, struct error *error)
{
    web_title(request, "Your account");
    enum status status = put_sessions(request, error);
    return status ? status : put_tokens(request, error);
}

/* With a session only: a token that leaks gives no way to a new password. */
static enum status need_session(const struct web_request *request, struct error *error)
{
    if (request->me.session) return STATUS_OK;
    return error_set(error, STATUS_NOT_ALLOWED, "a token cannot do this; sign in");
}

enum status web_account_password(struct web_request *request, struct error *error)
{
    const char *old = web_field(request, "old"), *new = web_field(request, "password");
    struct store_actor actor = session_actor(request);
    struct store_account account;
    const char *hash = NULL;
    enum status status = need_session(request, error);
    if (status == STATUS_OK)
        status = store_account_get(request->store, (uint32_t)request->me.account, &request->arena,
                                   &account, error);
    if (status == STATUS_OK)
        status = guesses_check(request->server, account.login, request->peer, request->now, error);
    if (status == STATUS_OK && !password_fits(request->server, account.password, old ? old : "")) {
        guesses_count(request->server, account.login, request->peer, request->now);
        status = error_set(error, STATUS_USAGE, "the old password is another one");
    }
    if (status == STATUS_OK) status = password_check(new ? new : "", account.login, error);
    if (status == STATUS_OK)
        status = password_hash(request->server, new, &request->arena, &hash, error);
    if (status) return status;
    account.password = hash;
    account.login = NULL;
    status = store_account_change(request->store, &actor, &account, error);
    if (status == STATUS_OK)
        status = store_sessions_end(request->store, &actor, account.id, request->me.session, error);
    return status ? status
                  : web_done(request, "/account",
                             "The password is changed; your other sessions have ended", 0, error);
}

enum status web_account_name(struct web_request *request, struct error *error)
{
    const char *name = web_field(request, "name");
    struct store_actor actor = session_actor(request);
    struct store_account account;
    enum status status = desk_is_line("the name", name ? name : "", error);
    if (status == STATUS_OK)
        status = store_account_get(request->store, (uint32_t)request->me.account, &request->arena,
                                   &account, error);
    if (status) return status;
    account.name = name && *name ? name : account.login;
    account.login = NULL;
    account.password = NULL;
    status = store_account_change(request->store, &actor, &account, error);
    return status ? status : web_done(request, "/account", "Your name is changed", 0, error);
}

static enum status number_of(struct web_request *request, uint64_t *ret, struct error *error)
{
    return span_to_u64(request->captured[0], ret) ? STATUS_OK : web_nothing_there(request, error);
}

enum status web_account_session_end(struct web_request *request, struct error *error)
{
    struct store_actor actor = session_actor(request);
    uint64_t id = 0;
    enum status status = number_of(request, &id, error);
    if (status == STATUS_OK)
        status =
            store_session_end(request->store, &actor, (uint32_t)request->me.account, id, error);
    return status ? status : web_done(request, "/account", "That session has ended", 0, error);
}

enum status web_account_token(struct web_request *request, struct error *error)
{
    enum { DAYS_MOST = 3650 };
    const char *name = web_field(request, "name"), *writes = web_field(request, "writes");
    const char *days = web_field(request, "days");
    struct store_actor actor = session_actor(request);
    char secret[65];
    uint64_t id, count = 90;
    enum status status = need_session(request, error);
    if (status == STATUS_OK) status = desk_is_line("the name", name ? name : "", error);
    if (status) return status;
    if (!name || !*name)
        return error_set(error, STATUS_USAGE, "a token wants a name: what uses it");
    if (days && *days && (!span_to_u64(span_of(days), &count) || count < 1 || count > DAYS_MOST))
        return error_set(error, STATUS_USAGE, "days is a number from 1 to %d", (int)DAYS_MOST);
    session_secret(secret);
    struct sha256 hash = sha256_of(span_of(secret));
    struct store_token token = {.account = (uint32_t)request->me.account,
                                .name = name,
                                .writes = writes && *writes,
                                .used = INSTANT_NONE,
                                .expires = request->now + (duration)count * 24 * 3600 * NS_PER_S};
    status = store_token_add(request->store, &actor, &hash, &token, &id, error);
    if (status == STATUS_OK) status = web_account(request, error);
    value_text(&request->model, NULL, "secret", secret); /* shown once, here */
    return status;
}

enum status web_account_token_end(struct web_request *request, struct error *error)
{
    struct store_actor actor = session_actor(request);
    uint64_t id = 0;
    enum status status = number_of(request, &id, error);
    if (status == STATUS_OK)
        status =
            store_token_revoke(request->store, &actor, (uint32_t)request->me.account, id, error);
    return status ? status : web_done(request, "/account", "That token no longer works", 0, error);
}
