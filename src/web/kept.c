/* Rendered pages, kept for the session they were made for until anything changes. A page that is
 * asked for again, as after "back" or by a reload, costs no worker and no read of the store. */
#include "web/server.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_BYTES = 16 << 20, MOST_PAGE = 2 << 20 };
#define LONGEST (30 * NS_PER_S) /* pages tell of times: what is overdue, when a session ends */

struct kept_page {
    struct kept_page *next;
    struct sha256 key;
    uint64_t generation;
    instant made;
    const char *type; /* a literal */
    char etag[40];
    size_t len;
    char body[];
};

static struct sha256 key_of(struct span cookie, const char *target)
{
    struct sha256 ret;
    struct text both;
    text_init(&both, 0);
    text_add(&both, cookie);
    text_addc(&both, '\0');
    text_adds(&both, target);
    ret = sha256_of(text_span(&both));
    text_release(&both);
    return ret;
}

static bool holds(const struct web_server *server, const struct kept_page *page, instant now)
{
    return page->generation == atomic_load(&server->generation) && now - page->made < LONGEST;
}

static void drop(struct web_server *server, struct kept_page **at)
{
    struct kept_page *page = *at;
    *at = page->next;
    server->kept_bytes -= page->len + sizeof *page;
    free(page);
}

bool kept_find(struct web_server *server, struct span key, const char *target, struct text *ret,
               const char **ret_type, char *etag, size_t etag_size)
{
    struct sha256 wanted = key_of(key, target);
    instant now = os_now();
    bool found = false;
    pthread_mutex_lock(&server->kept_lock);
    for (struct kept_page **at = &server->kept; *at && !found;) {
        struct kept_page *page = *at;
        if (!holds(server, page, now)) {
            drop(server, at);
            continue;
        }
        if (memcmp(&page->key, &wanted, sizeof wanted) == 0) {
            text_add(ret, (struct span){page->body, page->len});
            *ret_type = page->type;
            (void)snprintf(etag, etag_size, "%s", page->etag);
            found = text_status(ret, NULL) == STATUS_OK;
        }
        at = &(*at)->next;
    }
    pthread_mutex_unlock(&server->kept_lock);
    if (found) atomic_fetch_add(&server->counters.kept_hits, 1);
    return found;
}

void kept_add(struct web_server *server, struct span key, const char *target, uint64_t generation,
              const struct web_response *response)
{
    size_t len = response->body.len;
    if (key.len == 0 || len == 0 || len > MOST_PAGE || !response->etag) return;
    struct kept_page *page = malloc(sizeof *page + len);
    if (!page) return; /* it is rendered again next time */
    *page = (struct kept_page){.key = key_of(key, target),
                               .generation = generation,
                               .made = os_now(),
                               .type = response->type,
                               .len = len};
    (void)snprintf(page->etag, sizeof page->etag, "%s", response->etag);
    memcpy(page->body, response->body.at, len);
    pthread_mutex_lock(&server->kept_lock);
    page->next = server->kept;
    server->kept = page;
    server->kept_bytes += len + sizeof *page;
    while (server->kept_bytes > MOST_BYTES) { /* the oldest stands last */
        struct kept_page **last = &server->kept;
        while ((*last)->next) last = &(*last)->next;
        drop(server, last);
    }
    pthread_mutex_unlock(&server->kept_lock);
}

void kept_release(struct web_server *server)
{
    while (server->kept) drop(server, &server->kept);
}
