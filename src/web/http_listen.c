/* The socket: bound before the daemon begins, so that where people reach it is settled by then. */
#include "web/http.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { BACKLOG = 511 };

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

static enum status check_reach(const struct web_server *server, bool loopback, struct error *error)
{
    bool own = !server->settings.origin;
    if (own && !loopback)
        return error_set(error, STATUS_USAGE,
                         "this address is open to other machines: put a proxy with TLS before it "
                         "and say how people reach it, as in --origin https://reviews.example.net");
    return STATUS_OK;
}

static bool bind_to(int fd, const struct sockaddr_storage *address, uint16_t *ret_port)
{
    struct sockaddr_storage bound;
    socklen_t size =
        address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    int on = 1;
    bool own = fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
               setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
    if (own && address->ss_family == AF_INET6)
        own = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0;
    if (!own || bind(fd, (const struct sockaddr *)address, size) || listen(fd, BACKLOG))
        return false;
    size = sizeof bound;
    if (getsockname(fd, (struct sockaddr *)&bound, &size)) return false;
    *ret_port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                                  : ((struct sockaddr_in *)&bound)->sin_port);
    return true;
}

enum status http_listen(struct web_server *server, const char *listen, struct error *error)
{
    struct sockaddr_storage address;
    bool loopback = false;
    enum status status = read_address(listen, &address, &loopback, error);
    if (status == STATUS_OK) status = check_reach(server, loopback, error);
    if (status) return status;
    int fd = socket(address.ss_family, SOCK_STREAM, 0);
    if (fd >= 0 && bind_to(fd, &address, &server->port)) {
        server->socket = fd;
        return STATUS_OK;
    }
    status = error_set_errno(error, "listen", listen);
    if (fd >= 0) os_close(fd);
    return status;
}
