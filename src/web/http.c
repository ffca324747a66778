/* The adapter to libmicrohttpd: the daemon, and the way of an exchange through it. */
#include "web/http.h"

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

enum status http_open(struct web_server *server, const char *listen, struct error *error)
{
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    unsigned threads = os_cpus() < 4 ? os_cpus() : 4;
    struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_URI_LOG_CALLBACK, on_address,
        server, MHD_OPTION_NOTIFY_CONNECTION, http_slow_notice, server, MHD_OPTION_LISTEN_SOCKET,
        server->socket, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
        keep_escapes, NULL, MHD_OPTION_ARRAY, threads > 1 ? pool : pool + 1, MHD_OPTION_END);
    if (server->daemon) return STATUS_OK;
    server->socket = -1; /* it was the library's from its call on */
    return error_set_errno(error, "listen", listen);
}

/* The library's threads may still look at the socket: it is shut now, and closed after them. */
void http_quiesce(struct web_server *server)
{
    server->socket = MHD_quiesce_daemon(server->daemon);
    (void)shutdown(server->socket, SHUT_RDWR);
}

void http_close(struct web_server *server)
{
    if (server->daemon) MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    if (server->socket >= 0) os_close(server->socket);
    server->socket = -1;
}
