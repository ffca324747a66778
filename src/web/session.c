/* Who asks: by the cookie of a session, or by the token of a program. And: is it really them? */
#include "web/session.h"

#include <sodium.h>
#include <stdio.h>

#define DAY (24 * 3600 * NS_PER_S)
const struct store_limits session_limits = {.idle = 7 * DAY, .absolute = 30 * DAY};

struct span session_cookie(const struct web_request *request, const char *name)
{
    const char *header = request->header(request, "Cookie");
    struct span rest = span_of(header ? header : "");
    while (rest.len) {
        struct span value = span_trim(span_cut(&rest, ';')), key = span_cut(&value, '=');
        if (span_is(key, name)) return value;
    }
    return (struct span){NULL, 0};
}

static void fill(struct web_request *request, const struct store_account *account)
{
    struct web_me *me = &request->me;
    me->signed_in = true;
    me->account = account->id;
    me->login = account->login;
    me->name = account->name;
    me->administrator = account->administrator;
    me->of_team = account->reach == STORE_REACH_TEAM;
}

static enum status by_cookie(struct web_request *request, struct span cookie, struct error *error)
{
    struct sha256 hash = sha256_of(cookie);
    struct store_session session;
    struct store_account account;
    enum status status = store_session_find(request->store, &hash, &session_limits, request->now,
                                            &request->arena, &session, &account, error);
    if (status == STATUS_NOT_FOUND) return STATUS_OK; /* it ended: nobody asks */
    if (status) return status;
    fill(request, &account);
    request->me.session = session.id;
    request->me.secret = hash;
    memcpy(request->me.token, session.form_token, sizeof request->me.token);
    return STATUS_OK;
}

static enum status by_token(struct web_request *request, struct span secret, struct error *error)
{
    struct sha256 hash = sha256_of(secret);
    struct store_token token;
    struct store_account account;
    enum status status = store_token_find(request->store, &hash, request->now, &request->arena,
                                          &token, &account, error);
    if (status == STATUS_NOT_FOUND)
        return error_set(error, STATUS_NOT_FOUND,
                         "this token is not known, has expired, or was taken back");
    if (status) return status;
    fill(request, &account);
    request->me.by_token = true;
    request->me.secret = hash;
    request->me.reads_only = !token.writes;
    return STATUS_OK;
}

/* Who has no session has forms too (signing in): theirs carry a hash of a cookie of their own. */
static void without_session(struct web_request *request)
{
    struct span before = session_cookie(request, "__Host-before");
    char secret[33] = "";
    unsigned char bytes[16];
    if (before.len != 32) {
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(secret, sizeof secret, bytes, sizeof bytes);
        before = span_of(secret);
        if (request->method == WEB_GET && request->route->page)
            request->response.cookie =
                arena_printf(&request->arena,
                             "__Host-before=%s; Path=/; Secure; HttpOnly; SameSite=Lax", secret);
    }
    struct sha256 hash = sha256_of(before);
    sha256_hex(&hash, request->me.token);
}

enum status session_begin(struct web_request *request, struct error *error)
{
    const char *authorization = request->header(request, "Authorization");
    struct span given = span_of(authorization ? authorization : ""), scheme = span_cut(&given, ' ');
    struct span cookie = session_cookie(request, "__Host-postmortem");
    enum status status = STATUS_OK;
    request->access = atomic_load(&request->server->access);
    if (span_equal_nocase(scheme, SPAN("Bearer")) && given.len)
        status = by_token(request, span_trim(given), error);
    else if (cookie.len)
        status = by_cookie(request, cookie, error);
    if (status == STATUS_OK && !request->me.signed_in) without_session(request);
    return status;
}

/* ---- forgery ---- */

static bool same(const char *a, const char *b)
{
    size_t len = strlen(a);
    return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}

/* Who reaches this machine by another of its names (localhost) has pages from there. */
static bool is_ours(const struct web_request *request, const char *origin)
{
    const struct web_settings_in_use *settings = &request->server->settings;
    const char *host = request->header(request, "Host");
    if (strcmp(origin, settings->origin) == 0) return true;
    return !settings->secure && host && span_starts(span_of(origin), SPAN("http://")) &&
           strcmp(origin + 7, host) == 0;
}

/* Browsers say where a request comes from, by one header or both. An origin of "null" says nothing:
 * it is what a page sends that may tell nobody where one was, ours too. */
static bool from_here(const struct web_request *request)
{
    const char *site = request->header(request, "Sec-Fetch-Site");
    const char *origin = request->header(request, "Origin");
    bool named = origin && strcmp(origin, "null") != 0;
    if (site && strcmp(site, "same-origin") != 0) return false;
    if (named && !is_ours(request, origin)) return false;
    return site || named;
}

enum status session_check_forgery(const struct web_request *request, struct error *error)
{
    const char *token = request->header(request, "X-Token");
    if (request->me.by_token) {
        if (!request->me.reads_only) return STATUS_OK;
        return error_set(error, STATUS_NOT_ALLOWED, "this token may only read");
    }
    if (!token) token = web_field(request, "token");
    if (!from_here(request))
        return error_set(error, STATUS_NOT_ALLOWED, "this came from another site's page");
    if (!token || !same(token, request->me.token))
        return error_set(error, STATUS_NOT_ALLOWED,
                         "this form is from before you signed in, or from elsewhere; load the page "
                         "again and send it once more");
    return STATUS_OK;
}

/* ---- signing in ---- */

void session_secret(char out[65])
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(out, 65, bytes, sizeof bytes);
}

enum status session_start(struct web_request *request, uint32_t account, struct error *error)
{
    char secret[65];
    session_secret(secret);
    struct sha256 hash = sha256_of(span_of(secret));
    const char *agent = request->header(request, "User-Agent");
    struct store_actor actor = session_actor(request);
    struct store_session session;
    actor.account = account;
    enum status status = store_session_add(request->store, &actor, &hash, account,
                                           agent ? agent : "", &session, error);
    if (status) return status;
    request->response.cookie = arena_printf(
        &request->arena,
        "__Host-postmortem=%s; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax", secret);
    return request->response.cookie ? STATUS_OK : arena_full(&request->arena, error);
}

struct store_actor session_actor(const struct web_request *request)
{
    return (struct store_actor){.account = (uint32_t)request->me.account,
                                .name = request->me.login ? request->me.login : "",
                                .from = request->peer,
                                .at = request->now};
}

enum status session_first_link(struct web_server *server, struct store *store, struct text *ret,
                               struct error *error)
{
    bool has = false;
    char secret[65];
    enum status status = store_has_administrator(store, &has, error);
    if (status || has) return status;
    session_secret(secret);
    struct sha256 hash = sha256_of(span_of(secret));
    struct store_actor actor = {.name = "serve", .at = os_now()};
    struct store_ticket ticket = {.purpose = STORE_TICKET_FIRST,
                                  .administrator = true,
                                  .reach = STORE_REACH_TEAM,
                                  .expires = os_now() + DAY};
    uint64_t id;
    status = store_ticket_add(store, &actor, &hash, &ticket, &id, error);
    if (status == STATUS_OK) text_addf(ret, "%s/welcome/%s", server->settings.origin, secret);
    return status;
}

enum status session_memberships(struct web_request *request, struct store_member **ret,
                                size_t *ret_count, struct error *error)
{
    enum { REVIEWS_MAX = 1 << 20 };
    struct store_member *all = NULL, *page;
    size_t count = 0, room = 0, got = STORE_PAGE_MAX;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && got == STORE_PAGE_MAX && count < REVIEWS_MAX) {
        uint32_t after = count ? all[count - 1].review : 0;
        status = store_memberships(request->store, (uint32_t)request->me.account, after,
                                   STORE_PAGE_MAX, &request->arena, &page, &got, error);
        if (status) break;
        if (count + got > room) {
            struct store_member *more =
                arena_array(&request->arena, 2 * (count + got), sizeof *more);
            if (!more) return arena_full(&request->arena, error);
            if (count) memcpy(more, all, count * sizeof *more);
            all = more;
            room = 2 * (count + got);
        }
        if (got) memcpy(all + count, page, got * sizeof *all);
        count += got;
    }
    *ret = all;
    *ret_count = count;
    return status;
}
