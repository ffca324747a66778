/* Everything that sets.h says about a family, against a family that was found by trying. */
#ifndef TESTS_CAUSES_JUDGE_H
#define TESTS_CAUSES_JUDGE_H

#include "tests/causes/truth.h"

/* NULL, or what is not as it is by trial. */
const char *judge_family(const struct causes_graph *graph, const struct causes_sets *sets,
                         const struct truth *truth, const struct family *truly, uint64_t *at,
                         struct arena *arena);
/* Makes both families of an outcome in a world and judges them. */
const char *judge_world(const struct causes_graph *graph, uint32_t outcome,
                        const struct causes_world *world, uint64_t *at);
const char *judge_weights(const struct causes_graph *graph, uint32_t outcome);

#endif
