/* The server's inside: what its own files share, and pages do not see. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/internal.h"

struct MHD_Daemon;
struct http_exchange;
struct stream;
struct http_slow;
struct kept_page;

struct web_counters {                 /* of /metrics; relaxed, they need no order */
    atomic_uint_fast64_t requests[6]; /* by the first digit of the status */
    atomic_uint_fast64_t kept_hits, bytes_out, refused, nanoseconds;
};

struct web_server {
    struct web_settings_in_use settings;
    struct MHD_Daemon *daemon;
    int socket; /* that it listens on; -1: none */
    uint16_t port;
    struct template_set *templates;
    instant started;

    /* work: exchanges wait here for a worker */
    pthread_mutex_t work_lock;
    pthread_cond_t work_there;
    struct http_exchange *first, *last;
    size_t waiting, busy;
    bool stopping;
    pthread_t *workers;
    size_t worker_count;

    /* streams */
    pthread_mutex_t streams_lock;
    struct stream *streams;
    size_t stream_count;

    /* connections whose next head is not there yet */
    pthread_mutex_t slow_lock;
    struct http_slow *slow;

    /* kept pages */
    pthread_mutex_t kept_lock;
    struct kept_page *kept;
    size_t kept_bytes;

    atomic_uint_fast64_t generation; /* grows with every committed change */
    atomic_uint_fast64_t access;     /* grows when who may what may have changed */
    struct store_pulse pulse;        /* as the clock (serve.c) saw it last */

    struct web_evidence_shelf *evidence;
    struct web_gather *gather;   /* files on their way into the workspace */
    struct web_guesses *guesses; /* of passwords */
    pthread_mutex_t hash_lock;   /* one password is hashed at a time: each takes 64 MiB */

    struct web_counters counters;
    int log; /* -1: none */
    pthread_mutex_t log_lock;
    bool quiet;
};

/* work.c */
enum status work_begin(struct web_server *server, struct error *error);
void work_add(struct web_server *server, struct http_exchange *exchange);
void work_end(struct web_server *server); /* finishes what waits, then joins the threads */

/* http_listen.c: binds the socket and knows its port; nobody is answered yet */
enum status http_listen(struct web_server *server, const char *listen, struct error *error);
/* http.c */
enum status http_open(struct web_server *server, const char *listen, struct error *error);
void http_sweep(struct web_server *server, instant now); /* http_slow.c: those who are too slow */
void http_quiesce(struct web_server *server);
void http_close(struct web_server *server);
void http_resume(struct http_exchange *exchange); /* its answer is there */

/* handle.c: one request, from its session to its answer; on a worker thread */
void web_handle(struct web_request *request);
/* May it be asked at all? With an answer when not. Before a large body is taken in. */
void web_ask_first(struct web_request *request);

/* stream.c */
void streams_check(struct web_server *server, struct store *store); /* who may still listen */
void streams_beat(struct web_server *server); /* so that dead ones are noticed */
void streams_end(struct web_server *server);
size_t streams_count(struct web_server *server);

/* kept.c: rendered pages, each for one session, as long as nothing changed. `key` is the cookie. */
bool kept_find(struct web_server *server, struct span key, const char *target, struct text *ret,
               const char **ret_type, char *etag, size_t etag_size);
void kept_add(struct web_server *server, struct span key, const char *target, uint64_t generation,
              const struct web_response *response);
void kept_release(struct web_server *server);

/* session.c */
enum status session_begin(struct web_request *request, struct error *error);
/* CSRF: may this request change anything? BAD_INPUT tells why not. */
enum status session_check_forgery(const struct web_request *request, struct error *error);
/* As long as nobody may administrate: a link that makes the first account, into *ret. */
enum status session_first_link(struct web_server *server, struct store *store, struct text *ret,
                               struct error *error);
/* All that the account has, by review, in the arena. */
enum status session_memberships(struct web_request *request, struct store_member **ret,
                                size_t *ret_count, struct error *error);
extern const struct store_limits session_limits;

/* keys.c: a request that comes twice is done once. *ret_again: it was answered from before. */
enum status keys_take(struct web_request *request, bool *ret_again, struct error *error);
void keys_settle(struct web_request *request, enum status how);

/* shell.c: what every page shows around its own: who, where, ways on. */
void shell_fill(struct web_request *request);

/* access.c */
/* Rights of the account in a review: what it is (in `arena`), and what the account is in it.
 * NOT_FOUND when it may not be read, or is not there. */
enum status access_review(struct store *store, const struct web_me *me, uint32_t review,
                          struct arena *arena, struct store_review *ret_head,
                          struct store_member *ret_member, struct error *error);
enum status access_check(struct web_request *request, struct error *error);

/* evidence.c */
struct web_evidence_shelf *evidence_shelf_new(const char *folder);
void evidence_shelf_free(struct web_evidence_shelf *shelf);

/* gather.c; freed after the workers, which wait for it */
struct web_gather *gather_new(struct web_server *server);
void gather_free(struct web_gather *gather);

/* log.c */
void log_request(struct web_server *server, const struct web_request *request, int http,
                 uint64_t bytes, duration took);

#endif
