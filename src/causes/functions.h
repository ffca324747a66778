/* Functions and families of minimal sets in a diagram. */
#ifndef CAUSES_FUNCTIONS_H
#define CAUSES_FUNCTIONS_H

#include "causes/diagram.h"

/* "At least `enough` of these functions", in *ret. `row` has room for enough + 1 nodes. */
uint32_t functions_threshold(struct diagram *diagram, uint32_t enough, const uint32_t *functions,
                             uint32_t count, uint32_t *row);
/* The function that is true where the function at *root is, or would be if less were so; false when
 * the budget is spent. The root comes out renumbered. */
bool functions_close(struct diagram *diagram, uint32_t *root);
/* The dual function: true where the function is false in the opposite world. */
bool functions_turn(struct diagram *diagram, uint32_t *root);
/* The family of the minimal sets of a function that more never makes false, in place of it. */
bool functions_minimal(struct diagram *diagram, uint32_t *root);

#endif
