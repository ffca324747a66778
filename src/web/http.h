/*
 * The adapter's own: one exchange over a connection, and the server that it belongs to. Only
 * http*.c and stream.c include this.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "web/server.h"

#include <microhttpd.h>

/* One request on its way: made when its head is there, worked on when its body is, answered, and
 * freed by the adapter when the connection is done with it. */
struct http_exchange {
    struct web_request request; /* first: a handler's request leads back to its exchange */
    struct MHD_Connection *connection;
    struct http_exchange *next; /* in the queue */
    struct text raw;            /* the body as it comes */
    struct MHD_PostProcessor *parts;
    struct web_upload *upload; /* the file that is being taken in */
    struct web_pair *form;
    size_t form_room, form_count;
    struct text field; /* the value that is being taken in */
    size_t most;       /* bytes of the body */
    uint64_t received;
    instant began;
    bool begun;         /* its head was looked at */
    bool asks_first;    /* who sends it is asked before its body is taken in */
    bool asking;        /* and a worker has it for that */
    bool worked_on;     /* a worker has it, or had it */
    struct error wrong; /* what the body's bytes ran into */
};

/* http_head.c: what a head says. False: the exchange has its answer already. */
bool http_begin(struct http_exchange *exchange, const char *method, const char *version);
/* http_shape.c: is the head written so that nobody else can read another request from it? */
bool http_shape_fits(struct MHD_Connection *connection, const char *method, const char *version);
/* http_body.c */
void http_body_add(struct http_exchange *exchange, struct span bytes);
void http_body_end(struct http_exchange *exchange);
void http_body_release(struct http_exchange *exchange);
/* http_slow.c: a connection that does not get a whole head across in time is closed. */
void http_slow_notice(void *context, struct MHD_Connection *connection, void **own,
                      enum MHD_ConnectionNotificationCode what);
void http_slow_head(struct MHD_Connection *connection, bool complete);
/* The connection's exchange, freed with it at the latest: the library does not tell of the end of a
 * request whose head it gave up on. False: it cannot be held. */
bool http_slow_hold(struct MHD_Connection *connection, struct http_exchange *exchange);
void http_exchange_free(struct http_exchange *exchange); /* http.c */
/* http_answer.c: hands the response to the connection. */
enum MHD_Result http_answer(struct http_exchange *exchange);
void http_add_headers(struct http_exchange *exchange, struct MHD_Response *response);
/* stream.c */
enum MHD_Result http_answer_stream(struct http_exchange *exchange);

#endif
