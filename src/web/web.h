/*
 * The face of web/: the server. The same reviews as the command line, as pages and as JSON.
 *
 *   value.h     the model of a page: one tree, told as JSON or through a template
 *   routes.h    every address, with who may use it
 *   http.c      the adapter to libmicrohttpd; nothing else knows that library
 *   one file a page or resource
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/base.h"

struct web_settings {
    const char *folder; /* the workspace */
    const char *listen; /* "127.0.0.1:8017", "[::1]:8017"; port 0 takes any that is free */
    const char *origin; /* what people type ("https://reviews.example.net"); NULL: what it listens
                           on. One that is not on this machine must be https. */
    const char *log;    /* access log, one line a request; NULL: none; "-": standard error */
    bool quiet;
};

/* Serves until SIGTERM or SIGINT, then ends what is under way and returns OK. Prints its address
 * and, as long as there is no account, a link for the first one, on standard error. USAGE for an
 * address that would be open to others unprotected. */
enum status web_serve(const struct web_settings *settings, struct error *error);

#endif
