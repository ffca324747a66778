/* A request that comes twice, since its answer was lost on the way, is done once: its sender gives
 * it a key (the Idempotency-Key header, or the field `key` of a form). */
#include "web/server.h"

static struct span key_of(const struct web_request *request)
{
    const char *key = request->header(request, "Idempotency-Key");
    if (!key) key = web_field(request, "key");
    return span_of(key ? key : "");
}

static bool has_key(const struct web_request *request)
{
    return request->method == WEB_POST && request->me.account && key_of(request).len;
}

static struct sha256 fingerprint(const struct web_request *request)
{
    struct text all;
    text_init(&all, 0);
    text_adds(&all, request->path);
    text_addc(&all, '\0');
    text_add(&all, request->body);
    for (size_t i = 0; i < request->form_count && request->route->body == WEB_FILES; i++) {
        text_add(&all, request->form[i].name);
        text_addc(&all, '\0');
        text_add(&all, request->form[i].value);
        text_addc(&all, '\0');
    }
    for (const struct web_upload *u = request->uploads; u; u = u->next)
        text_addf(&all, "%s %llu\n", u->name, (unsigned long long)u->size);
    struct sha256 ret = sha256_of(text_span(&all));
    text_release(&all);
    return ret;
}

/* What was answered then: JSON, or where a page went on to. */
static enum status answer_again(struct web_request *request, const struct store_answer *answer,
                                struct error *error)
{
    struct text body;
    if (answer->http == 303) {
        const char *href = arena_copy(&request->arena, answer->body);
        return href ? web_see_other(request, href, error) : arena_full(&request->arena, error);
    }
    text_init(&body, 0);
    text_add(&body, answer->body);
    enum status status = text_status(&body, error);
    if (status == STATUS_OK) web_bytes(request, "application/json; charset=utf-8", &body);
    text_release(&body);
    request->response.http = answer->http;
    return status;
}

enum status keys_take(struct web_request *request, bool *ret_again, struct error *error)
{
    struct store_answer answer;
    if (!has_key(request)) return STATUS_OK;
    struct sha256 hash = fingerprint(request);
    enum status status =
        store_key_take(request->store, (uint32_t)request->me.account, key_of(request), &hash,
                       request->now, &request->arena, &answer, error);
    if (status || answer.first) return status;
    *ret_again = true;
    return answer_again(request, &answer, error);
}

void keys_settle(struct web_request *request, enum status how)
{
    struct web_response *response = &request->response;
    uint32_t account = (uint32_t)request->me.account;
    if (!has_key(request)) return;
    struct span body =
        response->location ? span_of(response->location) : text_span(&response->body);
    /* A key that cannot be kept means that a repeat is told to look, or is done again. */
    if (how != STATUS_OK || response->http >= 400)
        (void)store_key_drop(request->store, account, key_of(request), NULL);
    else if (body.len <= STORE_ANSWER_MAX)
        (void)store_key_answer(request->store, account, key_of(request), response->http, body,
                               request->now, NULL);
}
