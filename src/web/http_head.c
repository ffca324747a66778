/* What the head of a request says: its route, its limits, and what is refused before a byte of the
 * body is read. */
#include "web/http.h"
#include "web/route.h"
#include "web/words.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

static const char *http_header(const struct web_request *request, const char *name)
{
    const struct http_exchange *exchange = request->connection;
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

struct counting {
    size_t count, bytes, lengths, codings, hosts;
    bool plain; /* no control characters in what they say */
};

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    struct counting *c = context;
    (void)kind;
    c->count++;
    c->bytes += strlen(key) + (value ? strlen(value) : 0) + 4;
    c->lengths += span_equal_nocase(span_of(key), SPAN("Content-Length"));
    c->hosts += span_equal_nocase(span_of(key), SPAN("Host"));
    c->codings += span_equal_nocase(span_of(key), SPAN("Transfer-Encoding"));
    for (const char *p = value; p && *p; p++)
        if (((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f) c->plain = false;
    for (const char *p = key; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || byte_is_one_of(*p, "\"(),/:;<=>?@[\\]{}")) c->plain = false;
    return MHD_YES;
}

static bool refuse(struct http_exchange *exchange, int http, enum status status, const char *why)
{
    struct error error = ERROR_NONE;
    (void)error_set(&error, status, "%s", why);
    web_problem(&exchange->request, &error);
    exchange->request.response.http = http;
    return false;
}

/* Two ideas of where a request ends are how one is smuggled in another. */
static bool check_headers(struct http_exchange *exchange, const char *method, const char *version)
{
    struct counting c = {.plain = true};
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, count_header, &c);
    const char *coding = http_header(&exchange->request, "Transfer-Encoding");
    const char *length = http_header(&exchange->request, "Content-Length");
    uint64_t bytes = 0;
    if (c.count > WEB_HEADER_COUNT || c.bytes > WEB_HEADERS)
        return refuse(exchange, 431, STATUS_LIMIT, "the headers are too many or too long");
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
        return refuse(exchange, 505, STATUS_USAGE, "only HTTP/1.1 and HTTP/1.0 are known here");
    if (!http_shape_fits(exchange->connection, method, version))
        return refuse(exchange, 400, STATUS_USAGE,
                      "the lines of the head are not as HTTP has them");
    if (!c.plain || c.lengths > 1 || c.hosts > 1 || c.codings > 1 || (c.lengths && c.codings))
        return refuse(exchange, 400, STATUS_USAGE, "the headers contradict each other");
    if (coding) /* how its pieces are written is the library's to read, and it reads leniently */
        return refuse(exchange, 411, STATUS_USAGE, "say how long the body is (Content-Length)");
    if (length && !span_to_u64(span_of(length), &bytes))
        return refuse(exchange, 400, STATUS_USAGE, "the length is no number");
    return true;
}

/* A name that we do not answer to is how another site reaches a server that only this machine can
 * (DNS rebinding). */
static bool check_host(struct http_exchange *exchange)
{
    const struct web_server *server = exchange->request.server;
    const char *host = http_header(&exchange->request, "Host");
    char other[64];
    if (host && strcmp(host, server->settings.host) == 0) return true;
    if (host && !server->settings.secure) {
        (void)snprintf(other, sizeof other, "localhost:%u", server->port);
        if (strcmp(host, other) == 0) return true;
    }
    if (strcmp(exchange->request.target, "/health") == 0) return true;
    return refuse(exchange, 421, STATUS_USAGE, "this server does not answer to that name");
}

static bool read_method(struct http_exchange *exchange, const char *method)
{
    struct web_request *r = &exchange->request;
    static const struct {
        const char *word;
        enum web_method method;
    } methods[] = {{"GET", WEB_GET},
                   {"HEAD", WEB_GET},
                   {"POST", WEB_POST},
                   {"PUT", WEB_PUT},
                   {"DELETE", WEB_DELETE}};
    r->head = strcmp(method, "HEAD") == 0;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(method, methods[i].word) != 0) continue;
        r->method = methods[i].method;
        return true;
    }
    return refuse(exchange, 501, STATUS_USAGE, "this method is not known here");
}

/* Path and query of the target, decoded once. */
static bool read_target(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    struct span rest = span_of(r->target), head, path;
    struct web_pair *query = NULL;
    size_t count = 0;
    if (rest.len > WEB_URL) return refuse(exchange, 414, STATUS_LIMIT, "the address is too long");
    head = span_cut(&rest, '?');
    if (!words_decode(head, false, &r->arena, &path) ||
        !words_pairs(rest, WEB_FIELDS, &r->arena, &query, &count) || path.len == 0 ||
        path.at[0] != '/')
        return refuse(exchange, 400, STATUS_USAGE, "the address cannot be read");
    r->path = path.at;
    r->query = query;
    r->query_count = count;
    return true;
}

static bool find_route(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    struct review_id id;
    unsigned methods = 0;
    r->route = route_find(r->method, span_of(r->path), r->captured, &methods);
    if (!r->route)
        return methods ? refuse(exchange, 405, STATUS_USAGE,
                                "this address is there, but not for this method")
                       : refuse(exchange, 404, STATUS_NOT_FOUND, "there is nothing here");
    for (size_t i = 0; i < 4 && r->captured[i].len; i++) {
        if (review_id_read(r->captured[i], &id, NULL) != STATUS_OK) continue;
        if (id.kind == REVIEW_KIND_REVIEW && id.number && !r->review)
            r->review = id.number;
        else if (r->review)
            r->entry = id;
    }
    return true;
}

enum { SMALL_BODY = 16 << 10 }; /* what is taken in from anybody */

static bool check_length(struct http_exchange *exchange)
{
    static const size_t most[] = {[WEB_NO_BODY] = WEB_FIELD_BODY,
                                  [WEB_FORM] = WEB_BODY,
                                  [WEB_BYTES] = WEB_PART,
                                  [WEB_FILES] = SIZE_MAX};
    const char *length = http_header(&exchange->request, "Content-Length");
    uint64_t bytes = 0;
    const struct web_route *route = exchange->request.route;
    exchange->most = most[route->body];
    if (route->need == WEB_ANYBODY && exchange->most > SMALL_BODY) exchange->most = SMALL_BODY;
    if (length) (void)span_to_u64(span_of(length), &bytes); /* it is one: see above */
    exchange->asks_first = route->need != WEB_ANYBODY && bytes > SMALL_BODY;
    if (bytes > exchange->most)
        return refuse(exchange, 413, STATUS_LIMIT, "the body is larger than this address takes");
    return true;
}

static void read_peer(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text,
                  sizeof text);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text,
                  sizeof text);
    r->peer = arena_copy(&r->arena, span_of(text));
    if (!r->peer) r->peer = "";
}

/* A page that was rendered for this session and still holds needs no worker. */
static bool from_kept(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    const char *cookie = http_header(r, "Cookie");
    char etag[40];
    if (r->method != WEB_GET || !cookie || http_header(r, "Authorization")) return false;
    if (!kept_find(r->server, span_of(cookie), r->target, &r->response.body, &r->response.type,
                   etag, sizeof etag))
        return false;
    r->response.http = 200;
    r->response.etag = arena_copy(&r->arena, span_of(etag));
    return true;
}

bool http_begin(struct http_exchange *exchange, const char *method, const char *version)
{
    exchange->request.header = http_header;
    exchange->request.path = "/";
    if (!exchange->request.target) exchange->request.target = "";
    read_peer(exchange);
    if (!read_method(exchange, method) || !read_target(exchange) ||
        !check_headers(exchange, method, version) || !check_host(exchange) ||
        !find_route(exchange) || !check_length(exchange))
        return false;
    return !from_kept(exchange);
}
