/* The accounts of a workspace, for those who look after it: invited, changed, closed. */
#include "web/pages.h"
#include "web/session.h"

#define INVITED_FOR (7 * 24 * 3600 * NS_PER_S)

static void put_account(struct web_request *request, struct value *list,
                        const struct store_account *account)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, list, NULL);
    value_count(model, to, "id", account->id);
    value_text(model, to, "login", account->login);
    value_text(model, to, "name", account->name);
    value_text(model, to, "reach", account->reach == STORE_REACH_TEAM ? "team" : "company");
    value_flag(model, to, "team", account->reach == STORE_REACH_TEAM);
    value_flag(model, to, "administrator", account->administrator);
    value_flag(model, to, "closed", account->closed);
    value_flag(model, to, "own", account->id == request->me.account);
    web_when(request, to, "created", account->created);
}

static enum status put_tickets(struct web_request *request, struct error *error)
{
    static const char *const purposes[] = {"first account", "invitation", "new password"};
    struct model *model = &request->model;
    struct store_ticket *tickets;
    size_t count = 0;
    enum status status = store_tickets(request->store, 0, STORE_PAGE_MAX, request->now,
                                       &request->arena, &tickets, &count, error);
    struct value *list = value_list(model, NULL, "tickets");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "id", (int64_t)tickets[i].id);
        value_text(model, to, "purpose", purposes[tickets[i].purpose]);
        web_when(request, to, "expires", tickets[i].expires);
    }
    return status;
}

enum status web_accounts(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct store_account *accounts;
    uint64_t after = 0;
    size_t count = 0;
    enum status status = web_query_number(request, "after", 0, UINT32_MAX, 0, &after, error);
    if (status == STATUS_OK)
        status = store_accounts(request->store, (uint32_t)after, STORE_PAGE_MAX, &request->arena,
                                &accounts, &count, error);
    if (status) return status;
    web_title(request, "Accounts");
    struct value *list = value_list(model, NULL, "accounts");
    for (size_t i = 0; i < count; i++) put_account(request, list, &accounts[i]);
    if (count == STORE_PAGE_MAX)
        value_textf(model, NULL, "next", "/accounts?after=%u", accounts[count - 1].id);
    return put_tickets(request, error);
}

/* The link is shown here and now: it is in no address, no cookie, no log, and only its hash is
 * stored. */
static enum status show_link(struct web_request *request, const struct store_ticket *ticket,
                             const char *for_whom, struct error *error)
{
    struct store_actor actor = session_actor(request);
    char secret[65];
    uint64_t id;
    session_secret(secret);
    struct sha256 hash = sha256_of(span_of(secret));
    enum status status = store_ticket_add(request->store, &actor, &hash, ticket, &id, error);
    if (status == STATUS_OK) status = web_accounts(request, error);
    if (status) return status;
    struct value *link = value_object(&request->model, NULL, "link");
    value_textf(&request->model, link, "href", "%s/welcome/%s", request->server->settings.origin,
                secret);
    value_text(&request->model, link, "whom", for_whom);
    web_when(request, link, "expires", ticket->expires);
    return STATUS_OK;
}

enum status web_accounts_invite(struct web_request *request, struct error *error)
{
    const char *reach = web_field(request, "reach"), *admin = web_field(request, "administrator");
    struct store_ticket ticket = {
        .purpose = STORE_TICKET_INVITE,
        .reach = reach && strcmp(reach, "company") == 0 ? STORE_REACH_COMPANY : STORE_REACH_TEAM,
        .administrator = admin && *admin,
        .by = (uint32_t)request->me.account,
        .expires = request->now + INVITED_FOR};
    return show_link(request, &ticket, "", error);
}

static enum status account_of(struct web_request *request, struct store_account *ret,
                              struct error *error)
{
    uint64_t id = 0;
    if (!span_to_u64(request->captured[0], &id) || id > UINT32_MAX)
        return web_nothing_there(request, error);
    return store_account_get(request->store, (uint32_t)id, &request->arena, ret, error);
}

enum status web_accounts_reset(struct web_request *request, struct error *error)
{
    struct store_account account;
    enum status status = account_of(request, &account, error);
    if (status) return status;
    struct store_ticket ticket = {.purpose = STORE_TICKET_RESET,
                                  .account = account.id,
                                  .by = (uint32_t)request->me.account,
                                  .expires = request->now + INVITED_FOR};
    return show_link(request, &ticket, account.login, error);
}

enum status web_accounts_change(struct web_request *request, struct error *error)
{
    const char *reach = web_field(request, "reach"), *name = web_field(request, "name");
    const char *admin = web_field(request, "administrator"), *closed = web_field(request, "closed");
    struct store_actor actor = session_actor(request);
    struct store_account account;
    enum status status = account_of(request, &account, error);
    if (status) return status;
    if (name && *name) account.name = name;
    if (reach)
        account.reach = strcmp(reach, "company") == 0 ? STORE_REACH_COMPANY : STORE_REACH_TEAM;
    account.administrator = admin && *admin;
    account.closed = closed && *closed;
    account.login = NULL;
    account.password = NULL;
    status = store_account_change(request->store, &actor, &account, error);
    return status ? status : web_done(request, "/accounts", "The account is changed", 0, error);
}

enum status web_accounts_drop(struct web_request *request, struct error *error)
{
    struct store_actor actor = session_actor(request);
    uint64_t id = 0;
    if (!span_to_u64(request->captured[0], &id)) return web_nothing_there(request, error);
    enum status status = store_ticket_drop(request->store, &actor, id, error);
    return status ? status : web_done(request, "/accounts", "The link no longer works", 0, error);
}

/* ---- the audit ---- */

enum status web_audit(struct web_request *request, struct error *error)
{
    enum { ROWS = 100 };
    struct model *model = &request->model;
    struct store_audit *rows;
    uint64_t before = 0;
    size_t count = 0;
    enum status status = web_query_number(request, "before", 0, INT64_MAX, 0, &before, error);
    if (status == STATUS_OK)
        status = store_audits(request->store, before, ROWS, &request->arena, &rows, &count, error);
    if (status) return status;
    web_title(request, "Audit");
    struct value *list = value_list(model, NULL, "rows");
    for (size_t i = 0; i < count; i++) {
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "id", (int64_t)rows[i].id);
        web_when(request, to, "at", rows[i].at);
        value_text(model, to, "name", rows[i].name);
        value_text(model, to, "what", rows[i].what);
        value_text(model, to, "about", rows[i].about);
        value_text(model, to, "from", rows[i].from);
        value_flag(model, to, "refused", rows[i].refused);
        if (rows[i].times > 1) value_count(model, to, "times", (int64_t)rows[i].times);
    }
    if (count == ROWS)
        value_textf(model, NULL, "next", "/audit?before=%llu",
                    (unsigned long long)rows[count - 1].id);
    return STATUS_OK;
}
