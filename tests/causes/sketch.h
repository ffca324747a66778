/*
 * Graphs for tests from one line: entries with ';' between them, each a condition or a way, with
 * attributes behind '|'.
 *
 *   "T = A B !C | enough:2 reason:both complete:yes test:none because:the rest"
 *   "A | form:event was:no part:latent since:10-20 until:30 text:the rest"
 *
 * Times are minutes; '*' is an open end. What is not stated is settled: conditions have evidence,
 * links are tested and ways are complete, so that a graph shows what the test is about.
 */
#ifndef TESTS_CAUSES_SKETCH_H
#define TESTS_CAUSES_SKETCH_H

#include "causes/tests.h"
#include "tests/test.h"

/* In `arena`; fails the test when the sketch is none. */
struct causes_graph sketch(struct arena *arena, const char *entries);
/* The condition of a name; fails the test when there is none. */
uint32_t sketched(const struct causes_graph *graph, const char *name);
/* The number of the way to an effect that holds a condition. */
uint32_t sketched_way(const struct causes_graph *graph, const char *effect, const char *holds);

#endif
