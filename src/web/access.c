/* Who may what. What may not be seen looks as if it were not there. */
#include "web/server.h"
#include "web/words.h"

enum { TAKING_PART = WEB_LEADING | 1u << REVIEW_PART_NOTE_TAKER | 1u << REVIEW_PART_PARTICIPANT };

bool web_may_read(const struct web_me *me, uint8_t circle, uint32_t parts)
{
    if (!me->signed_in) return false;
    if (parts) return true;
    switch (circle) {
    case REVIEW_CIRCLE_COMPANY:
    case REVIEW_CIRCLE_PUBLIC: return true;
    case REVIEW_CIRCLE_TEAM: return me->of_team;
    default: return false; /* private, and what was never said */
    }
}

bool web_may_take_part(const struct web_me *me, uint8_t circle, uint32_t parts)
{
    return web_may_read(me, circle, parts) && !me->reads_only && (parts & TAKING_PART);
}

bool web_may_lead(const struct web_me *me, uint8_t circle, uint32_t parts)
{
    return web_may_take_part(me, circle, parts) && (parts & WEB_LEADING);
}

bool web_takes_part(const struct web_request *request)
{
    return web_may_take_part(&request->me, request->entered.circle, request->parts);
}

bool web_leads(const struct web_request *request)
{
    return web_may_lead(&request->me, request->entered.circle, request->parts);
}

enum status access_review(struct store *store, const struct web_me *me, uint32_t review,
                          struct arena *arena, struct store_review *ret_head,
                          struct store_member *ret_member, struct error *error)
{
    struct store_review head;
    struct store_member member = {0};
    enum status status = store_review_head(store, review, arena, &head, error);
    if (status == STATUS_OK && me->account)
        status = store_member_get(store, review, (uint32_t)me->account, &member, error);
    if (status) return status;
    if (!web_may_read(me, head.circle, member.parts))
        return error_set(error, STATUS_NOT_FOUND, "there is no such review for this account");
    *ret_head = head;
    *ret_member = member;
    return STATUS_OK;
}

static bool allowed(const struct web_request *r)
{
    switch (r->route->need) {
    case WEB_ANYBODY: return true;
    case WEB_ACCOUNT: return r->me.signed_in;
    case WEB_READ: return web_may_read(&r->me, r->entered.circle, r->parts);
    case WEB_TAKE_PART: return web_takes_part(r);
    case WEB_LEAD: return web_leads(r);
    case WEB_ADMIN: return r->me.administrator && !r->me.by_token;
    case WEB_NEED_COUNT: break;
    }
    return false;
}

/* Pages lead to the sign-in and back; programs are told. */
static enum status sign_in_first(struct web_request *request, struct error *error)
{
    struct text href;
    if (request->method == WEB_GET && request->route->page) {
        text_init(&href, 2 * WEB_URL * 3);
        text_adds(&href, "/sign-in?to=");
        words_escape(span_of(request->target), &href);
        enum status status = text_status(&href, error);
        if (status == STATUS_OK) status = web_see_other(request, href.at, error);
        text_release(&href);
        return status;
    }
    request->response.http = 401;
    return error_set(error, STATUS_NOT_ALLOWED, "sign in first, or send a token");
}

/* OK with an answer (where to go instead), OK without one: go on. */
enum status access_check(struct web_request *request, struct error *error)
{
    enum status status = STATUS_OK;
    struct store_member member = {0};
    if (request->route->need == WEB_ANYBODY) return STATUS_OK;
    if (!request->me.signed_in) return sign_in_first(request, error);
    if (request->review && request->route->need != WEB_ADMIN)
        status = access_review(request->store, &request->me, request->review, &request->arena,
                               &request->entered, &member, error);
    request->parts = member.parts;
    request->person = member.person;
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && !allowed(request)))
        return web_nothing_there(request, error);
    return status;
}
