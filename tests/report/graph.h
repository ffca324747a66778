/* Graphs of conditions that tests of pictures share. */
#ifndef TESTS_REPORT_GRAPH_H
#define TESTS_REPORT_GRAPH_H

#include "causes/causes.h"

/* "outage": a public incident (GitLab, 2017-01-31) with items, and every mark there is; "hostile":
 * names and texts that would break out of any markup; "many": 200 boxes; "one": an outcome alone;
 * "circle": two conditions that bring each other about. NULL for other names. `turned`: the same
 * from parts in the opposite order. In `arena`. */
const struct causes_graph *graph_example(const char *name, bool turned, struct arena *arena);

#endif
