/* Signing in and out, and the links that work once: for a first account, an invitation, a new
 * password. */
#include "web/pages.h"
#include "web/session.h"

/* Only a path of ours: nobody is led elsewhere by a link to the sign-in. Browsers drop tabs and
 * line ends from addresses, and read what is left. */
static const char *way_back(const char *to)
{
    bool ours = to && to[0] == '/' && to[1] != '/';
    for (const char *p = to; ours && *p; p++) ours = (unsigned char)*p > ' ' && *p != '\\';
    return ours ? to : "/";
}

static void page(struct web_request *request, const char *title)
{
    web_title(request, title);
}

enum status web_sign_in(struct web_request *request, struct error *error)
{
    if (request->me.signed_in)
        return web_see_other(request, way_back(web_query(request, "to")), error);
    page(request, "Sign in");
    value_text(&request->model, NULL, "to", way_back(web_query(request, "to")));
    return STATUS_OK;
}

/* The same words whoever it was: which names there are is nobody's to find out. */
static enum status say_no(struct web_request *request, struct error *error)
{
    struct error why = *error;
    const char *login = web_field(request, "login");
    page(request, "Sign in");
    value_text(&request->model, NULL, "to", way_back(web_field(request, "to")));
    value_text(&request->model, NULL, "login", login);
    value_text(&request->model, NULL, "wrong", why.message);
    enum status status = web_render(request, error);
    request->response.http = why.status == STATUS_BUSY ? 429 : 403;
    return status;
}

enum status web_sign_in_now(struct web_request *request, struct error *error)
{
    const char *login = web_field(request, "login"), *password = web_field(request, "password");
    char folded[STORE_LOGIN_MAX + 1] = "";
    struct store_account account = {.password = ""};
    if (!login) login = "";
    if (!password || strlen(password) > 1024) password = "";
    if (store_login(span_of(login), folded, NULL)) folded[0] = '\0';
    if (guesses_check(request->server, folded, request->peer, request->now, error))
        return say_no(request, error);
    enum status status = *folded ? store_account_named(request->store, span_of(folded),
                                                       &request->arena, &account, error)
                                 : STATUS_NOT_FOUND;
    if (status && status != STATUS_NOT_FOUND) return status;
    bool known = status == STATUS_OK && !account.closed;
    bool fits = password_fits(request->server, known ? account.password : "", password);
    struct store_actor actor = session_actor(request);
    if (!known || !fits) {
        guesses_count(request->server, folded, request->peer, request->now);
        actor.name = folded;
        status = store_audit_add(request->store, &actor, "sign-in", "", true, error);
        if (status) return status;
        (void)error_set(error, STATUS_NOT_ALLOWED,
                        "this name and this password do not fit together");
        return say_no(request, error);
    }
    guesses_forget(request->server, folded, request->peer, request->now);
    status = session_start(request, account.id, error);
    return status ? status : web_see_other(request, way_back(web_field(request, "to")), error);
}

enum status web_sign_out(struct web_request *request, struct error *error)
{
    struct store_actor actor = session_actor(request);
    enum status status = store_session_end(request->store, &actor, (uint32_t)request->me.account,
                                           request->me.session, error);
    request->response.cookie =
        "__Host-postmortem=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
    return status ? status : web_see_other(request, "/sign-in", error);
}

/* ---- links that work once ---- */

static enum status look(struct web_request *request, struct store_ticket *ret, struct error *error)
{
    struct sha256 hash = sha256_of(request->captured[0]);
    enum status status = store_ticket_look(request->store, &hash, request->now, ret, error);
    if (status == STATUS_NOT_FOUND)
        return error_set(error, status,
                         "this link was used, or is too old; ask for a new one (the first one is "
                         "printed when the server starts)");
    return status;
}

static enum status show_welcome(struct web_request *request, const struct store_ticket *ticket,
                                struct error *error)
{
    struct model *model = &request->model;
    struct store_account account;
    page(request, ticket->account ? "A new password" : "Welcome");
    value_flag(model, NULL, "reset", ticket->account != 0);
    value_text(model, NULL, "action", request->path);
    if (!ticket->account) return STATUS_OK;
    enum status status =
        store_account_get(request->store, ticket->account, &request->arena, &account, error);
    if (status == STATUS_OK) value_text(model, NULL, "login", account.login);
    return status;
}

enum status web_welcome(struct web_request *request, struct error *error)
{
    struct store_ticket ticket;
    enum status status = look(request, &ticket, error);
    return status ? status : show_welcome(request, &ticket, error);
}

/* Account or password and the use of the link are one change: both or neither. */
static enum status take_ticket(struct web_request *request, const char *login, const char *name,
                               const char *password, uint32_t *ret_account, struct error *error)
{
    struct store *store = request->store;
    struct sha256 hash = sha256_of(request->captured[0]);
    struct store_actor actor = session_actor(request);
    struct store_ticket ticket;
    struct store_account account = {0};
    if (!actor.name || !*actor.name) actor.name = login;
    enum status status = store_begin(store, error);
    if (status) return status;
    status = store_ticket_take(store, &actor, &hash, &ticket, error);
    if (status == STATUS_OK && ticket.account) {
        status = store_account_get(store, ticket.account, &request->arena, &account, error);
        account.password = password;
        account.login = NULL;
        if (status == STATUS_OK) status = store_account_change(store, &actor, &account, error);
        if (status == STATUS_OK)
            status = store_sessions_end(store, &actor, ticket.account, 0, error);
        *ret_account = ticket.account;
    } else if (status == STATUS_OK) {
        account = (struct store_account){.login = login,
                                         .name = *name ? name : login,
                                         .password = password,
                                         .reach = ticket.reach,
                                         .administrator = ticket.administrator};
        status = store_account_add(store, &actor, &account, ret_account, error);
    }
    if (status == STATUS_OK) return store_commit(store, error);
    store_rollback(store);
    return status;
}

static enum status again(struct web_request *request, const struct store_ticket *ticket,
                         struct error *error)
{
    struct error why = *error;
    enum status status = show_welcome(request, ticket, error);
    value_text(&request->model, NULL, "wrong", why.message);
    if (!ticket->account) value_text(&request->model, NULL, "login", web_field(request, "login"));
    value_text(&request->model, NULL, "name", web_field(request, "name"));
    if (status == STATUS_OK) status = web_render(request, error);
    request->response.http = status_http(why.status);
    return status;
}

enum status web_welcome_now(struct web_request *request, struct error *error)
{
    const char *login = web_field(request, "login"), *name = web_field(request, "name");
    const char *password = web_field(request, "password"), *hash = NULL;
    char folded[STORE_LOGIN_MAX + 1] = "";
    struct store_ticket ticket;
    uint32_t account = 0;
    enum status status = look(request, &ticket, error);
    if (status) return status;
    if (!ticket.account) status = store_login(span_of(login ? login : ""), folded, error);
    if (status == STATUS_OK) status = password_check(password ? password : "", folded, error);
    if (status) return again(request, &ticket, error);
    status = password_hash(request->server, password, &request->arena, &hash, error);
    if (status) return status;
    status = take_ticket(request, folded, name ? name : "", hash, &account, error);
    if (status == STATUS_BUSY) return again(request, &ticket, error);
    if (status == STATUS_OK) status = session_start(request, account, error);
    return status ? status : web_see_other(request, "/", error);
}
