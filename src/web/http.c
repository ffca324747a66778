/* The adapter to libmicrohttpd: the daemon, and the way of an exchange through it. */
#include "web/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
    CONNECTIONS = 6000,
    CONNECTION_MEMORY = 24 << 10, /* the head of a request and a piece of its body */
    IDLE_SECONDS = 20,
};

void http_exchange_free(struct http_exchange *exchange)
{
    http_body_release(exchange);
    text_release(&exchange->request.response.body);
    arena_release(&exchange->request.arena);
    free(exchange);
}

static struct http_exchange *exchange_new(struct web_server *server,
                                          struct MHD_Connection *connection)
{
    struct http_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange) return NULL;
    exchange->connection = connection;
    exchange->began = os_now();
    exchange->request.server = server;
    exchange->request.connection = exchange;
    exchange->request.now = exchange->began;
    arena_init(&exchange->request.arena, WEB_ARENA);
    text_init(&exchange->request.response.body, 0);
    return exchange;
}

/* The slow senders: a body that comes slower than 1,000 bytes a second after its first ten. */
static bool too_slow(const struct http_exchange *exchange)
{
    duration since = os_now() - exchange->began;
    return since > 10 * NS_PER_S && exchange->received < (uint64_t)(since / NS_PER_S) * 1000;
}

static void hand_to_worker(struct http_exchange *exchange)
{
    exchange->worked_on = true;
    http_body_end(exchange);
    MHD_suspend_connection(exchange->connection);
    work_add(exchange->request.server, exchange);
}

/* Nobody fills memory or the disk who may not even ask. */
static void ask_first(struct http_exchange *exchange)
{
    exchange->asking = true;
    MHD_suspend_connection(exchange->connection);
    work_add(exchange->request.server, exchange);
}

/* The address as it came, before anything is made of it: here an exchange begins. */
static void *on_address(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_exchange *exchange = exchange_new(context, connection);
    if (!exchange) return NULL;
    if (!http_slow_hold(connection, exchange)) {
        http_exchange_free(exchange);
        return NULL;
    }
    exchange->request.target = arena_copy(&exchange->request.arena, span_of(target));
    return exchange;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **own)
{
    struct http_exchange *exchange = *own;
    (void)context;
    (void)url;
    if (!exchange) return MHD_NO; /* there was no memory for it */
    if (!exchange->begun) {
        exchange->begun = true;
        http_slow_head(connection, true);
        if (!http_begin(exchange, method, version)) return http_answer(exchange);
        if (exchange->asks_first) ask_first(exchange);
        return MHD_YES;
    }
    if (exchange->asking) {
        exchange->asking = false;
        return exchange->request.response.http ? http_answer(exchange) : MHD_YES;
    }
    if (exchange->worked_on)
        return exchange->request.response.stream ? http_answer_stream(exchange)
                                                 : http_answer(exchange);
    if (*upload_size) {
        exchange->received += *upload_size;
        http_body_add(exchange, (struct span){upload, *upload_size});
        *upload_size = 0;
        bool endless = exchange->received > exchange->most && /* no overflow: most may be huge */
                       exchange->received - exchange->most > WEB_BODY;
        return endless || too_slow(exchange) ? MHD_NO : MHD_YES;
    }
    hand_to_worker(exchange);
    return MHD_YES;
}

void http_resume(struct http_exchange *exchange)
{
    MHD_resume_connection(exchange->connection);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode how)
{
    struct http_exchange *exchange = *own;
    (void)context;
    (void)how;
    http_slow_head(connection, false);
    (void)http_slow_hold(connection, NULL); /* where it cannot be, there is none */
    if (exchange) http_exchange_free(exchange);
    *own = NULL;
}

/* Addresses stay as they came: what is decoded, and once, is decoded in http_head.c. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static void say_nothing(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* "127.0.0.1:8017", "[::1]:0" */
static enum status read_address(const char *listen, struct sockaddr_storage *ret,
                                bool *ret_loopback, struct error *error)
{
    struct span all = span_of(listen);
    const char *colon = strrchr(listen, ':');
    uint64_t port = 0;
    char host[INET6_ADDRSTRLEN] = "";
    size_t len = colon ? (size_t)(colon - listen) : 0;
    bool bracketed = len > 2 && listen[0] == '[' && listen[len - 1] == ']';
    struct span name = bracketed ? span_sub(all, 1, len - 2) : span_sub(all, 0, len);
    struct sockaddr_in *v4 = (struct sockaddr_in *)ret;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;
    memset(ret, 0, sizeof *ret);
    if (colon && name.len < sizeof host && span_to_u64(span_of(colon + 1), &port) &&
        port <= UINT16_MAX) {
        memcpy(host, name.at, name.len);
        host[name.len] = '\0';
        if (!bracketed && inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
            v4->sin_family = AF_INET;
            v4->sin_port = htons((uint16_t)port);
            *ret_loopback = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
            return STATUS_OK;
        }
        if (bracketed && inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
            v6->sin6_family = AF_INET6;
            v6->sin6_port = htons((uint16_t)port);
            *ret_loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
            return STATUS_OK;
        }
    }
    return error_set(error, STATUS_USAGE,
                     "\"%s\" is no address to listen on; 127.0.0.1:8017 or [::1]:8017 is", listen);
}

static enum status start(struct web_server *server, const char *listen,
                         const struct sockaddr_storage *address, struct error *error)
{
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    if (address->ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    unsigned threads = os_cpus() < 4 ? os_cpus() : 4;
    struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_URI_LOG_CALLBACK, on_address,
        server, MHD_OPTION_NOTIFY_CONNECTION, http_slow_notice, server, MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)address, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
        keep_escapes, NULL, MHD_OPTION_ARRAY, threads > 1 ? pool : pool + 1, MHD_OPTION_END);
    if (server->daemon) return STATUS_OK;
    return error_set_errno(error, "listen", listen);
}

static enum status check_reach(const struct web_server *server, bool loopback, struct error *error)
{
    bool own = !server->settings.origin;
    if (own && !loopback)
        return error_set(error, STATUS_USAGE,
                         "this address is open to other machines: put a proxy with TLS before it "
                         "and say how people reach it, as in --origin https://reviews.example.net");
    return STATUS_OK;
}

enum status http_open(struct web_server *server, const char *listen, struct error *error)
{
    struct sockaddr_storage address;
    bool loopback = false;
    enum status status = read_address(listen, &address, &loopback, error);
    if (status == STATUS_OK) status = check_reach(server, loopback, error);
    if (status == STATUS_OK) status = start(server, listen, &address, error);
    if (status) return status;
    const union MHD_DaemonInfo *bound =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = bound ? bound->port : 0;
    return STATUS_OK;
}

void http_quiesce(struct web_server *server)
{
    int socket = MHD_quiesce_daemon(server->daemon);
    os_close(socket);
}

void http_close(struct web_server *server)
{
    if (server->daemon) MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}
