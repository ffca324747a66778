/* The table of routes, looked up. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/internal.h"

/* The first route in the table that fits, or NULL; *ret_methods has a bit for every method that
 * this path knows (0: there is no such path). */
const struct web_route *route_find(enum web_method method, struct span path,
                                   struct span captured[4], unsigned *ret_methods);
const char *web_method_word(enum web_method method);

#endif
