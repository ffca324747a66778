/* Connections that send the head of a request a byte at a time. The library closes those that are
 * silent; these are not. */
#include "web/http.h"

#include <stdlib.h>
#include <sys/socket.h>

#define PATIENCE (15 * NS_PER_S)

struct http_slow {
    struct http_slow *next, **at;
    struct web_server *server;
    struct http_exchange *exchange;
    int socket;
    instant since; /* when its next head could begin; 0: a request is under way */
};

static void begin(struct web_server *server, struct MHD_Connection *connection, void **own)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct http_slow *slow = info ? calloc(1, sizeof *slow) : NULL;
    *own = slow;
    if (!slow) return; /* the library's own limit stays */
    *slow = (struct http_slow){.server = server, .socket = info->connect_fd, .since = os_now()};
    pthread_mutex_lock(&server->slow_lock);
    slow->next = server->slow;
    slow->at = &server->slow;
    if (slow->next) slow->next->at = &slow->next;
    server->slow = slow;
    pthread_mutex_unlock(&server->slow_lock);
}

static void end(struct http_slow *slow)
{
    struct web_server *server = slow->server;
    pthread_mutex_lock(&server->slow_lock);
    *slow->at = slow->next;
    if (slow->next) slow->next->at = slow->at;
    pthread_mutex_unlock(&server->slow_lock);
    if (slow->exchange) http_exchange_free(slow->exchange);
    free(slow);
}

void http_slow_notice(void *context, struct MHD_Connection *connection, void **own,
                      enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        begin(context, connection, own);
    else if (*own)
        end(*own);
}

void http_slow_head(struct MHD_Connection *connection, bool complete)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct http_slow *slow = info ? info->socket_context : NULL;
    if (!slow) return;
    pthread_mutex_lock(&slow->server->slow_lock);
    slow->since = complete ? 0 : os_now();
    pthread_mutex_unlock(&slow->server->slow_lock);
}

bool http_slow_hold(struct MHD_Connection *connection, struct http_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct http_slow *slow = info ? info->socket_context : NULL;
    if (!slow) return false;
    if (slow->exchange && exchange) http_exchange_free(slow->exchange);
    slow->exchange = exchange; /* of the connection's own thread alone */
    return true;
}

/* The library notices the end of the socket, and cleans up; it is not closed before
 * http_slow_notice was told, so that the number is this connection's own. */
void http_sweep(struct web_server *server, instant now)
{
    pthread_mutex_lock(&server->slow_lock);
    for (struct http_slow *slow = server->slow; slow; slow = slow->next)
        if (slow->since && now - slow->since > PATIENCE) (void)shutdown(slow->socket, SHUT_RDWR);
    pthread_mutex_unlock(&server->slow_lock);
}
