/*
 * Every address of the server. A path is taken by the first row that fits it.
 *
 * From this table come: dispatch, what each request must be allowed, the OpenAPI document, and the
 * tests that try every row as everybody (tests/web). A row without a line in tests/web/matrix is a
 * failing test.
 */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/pages.h"

/* method, path, handler, need, body, template (NULL: JSON), what it is for */
#define WEB_ROUTES(X)                                                                              \
    X(GET, "/health", web_health, ANYBODY, NO_BODY, NULL, "whether it is up")                      \
    X(GET, "/metrics", web_metrics, ANYBODY, NO_BODY, NULL, "counters, as Prometheus reads them")  \
    X(GET, "/api/openapi.json", web_openapi_page, ANYBODY, NO_BODY, NULL, "this document")         \
    X(GET, "/assets/{rest}", web_asset, ANYBODY, NO_BODY, NULL, "scripts, styles and icons")       \
    X(GET, "/sign-in", web_sign_in, ANYBODY, NO_BODY, "login", "the form to sign in")              \
    X(POST, "/sign-in", web_sign_in_now, ANYBODY, FORM, "login", "signs in")                       \
    X(POST, "/sign-out", web_sign_out, ACCOUNT, FORM, "login", "ends this session")                \
    X(GET, "/welcome/{ticket}", web_welcome, ANYBODY, NO_BODY, "welcome",                          \
      "where a link that works once leads to")                                                     \
    X(POST, "/welcome/{ticket}", web_welcome_now, ANYBODY, FORM, "welcome",                        \
      "makes the account, or the new password, of such a link")                                    \
    X(GET, "/api/stream", web_stream, ACCOUNT, NO_BODY, NULL,                                      \
      "events of all reviews one may read")                                                        \
    X(GET, "/api/reviews/{review}/stream", web_stream, READ, NO_BODY, NULL,                        \
      "events of one review, as they happen")

#endif
