/* Handing a response to the connection, with what every response carries. */
#include "web/http.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
     "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
};
static const char sandbox[] = "default-src 'none'; sandbox; frame-ancestors 'none'";

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value) (void)MHD_add_response_header(response, name, value); /* no memory: one less */
}

void http_add_headers(struct http_exchange *exchange, struct MHD_Response *response)
{
    const struct web_response *r = &exchange->request.response;
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        add(response, always[i].name, i == 0 && r->sandboxed ? sandbox : always[i].value);
    if (exchange->request.server->settings.secure)
        add(response, "Strict-Transport-Security", "max-age=31536000");
    add(response, "Cache-Control", r->forever ? "public, max-age=31536000, immutable" : "no-store");
    add(response, "Content-Type", r->type ? r->type : "text/plain; charset=utf-8");
    add(response, "Location", r->location);
    add(response, "ETag", r->etag);
    add(response, "Set-Cookie", r->cookie);
    add(response, "Content-Disposition", r->filename);
    add(response, "Retry-After", r->http == 429 || r->http == 503 ? "5" : NULL);
    add(response, "Allow", r->http == 405 ? "GET, POST, PUT, DELETE" : NULL);
    if (r->compressed) add(response, "Content-Encoding", "br");
    if (r->forever) add(response, "Vary", "Accept-Encoding");
}

static struct MHD_Response *body_of(struct web_response *r, size_t *ret_len)
{
    struct MHD_Response *made;
    if (r->body.len == 0) {
        *ret_len = r->kept.len;
        return MHD_create_response_from_buffer(r->kept.len, (void *)(uintptr_t)r->kept.at,
                                               MHD_RESPMEM_PERSISTENT);
    }
    *ret_len = r->body.len;
    made = MHD_create_response_from_buffer(r->body.len, r->body.at, MHD_RESPMEM_MUST_FREE);
    if (made) text_init(&r->body, 0); /* the response owns the bytes now */
    return made;
}

enum MHD_Result http_answer(struct http_exchange *exchange)
{
    struct web_request *request = &exchange->request;
    struct web_response *r = &request->response;
    const char *known = request->header(request, "If-None-Match");
    size_t len = 0;
    if (r->http == 200 && r->etag && known && strstr(known, r->etag)) {
        r->http = 304;
        text_clear(&r->body);
        r->kept = (struct span){"", 0};
    }
    /* A script that follows a form's way on does so itself: what it would fetch on the way takes
     * the words that were left for the page. */
    bool live = r->http == 303 && request->header(request, "X-Live");
    if (live) r->http = 204;
    struct MHD_Response *response = body_of(r, &len);
    if (!response) return MHD_NO;
    if (live) {
        add(response, "X-Location", r->location);
        r->location = NULL;
    }
    http_add_headers(exchange, response);
    if (r->http >= 400 && !exchange->worked_on) /* its body was not read */
        add(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)r->http, response);
    MHD_destroy_response(response);
    log_request(request->server, request, r->http, len, os_now() - exchange->began);
    return result;
}
