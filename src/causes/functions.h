/* Functions and families of minimal sets in a diagram. */
#ifndef CAUSES_FUNCTIONS_H
#define CAUSES_FUNCTIONS_H

#include "causes/diagram.h"
#include "causes/net.h"

#define FUNCTIONS_NEVER UINT32_MAX

/* The function of a net, in *ret, in a fresh diagram; `levels` of its leaves. In a limited diagram
 * the family of its minimal sets of at most `limit` leaves (no input may be turned). A leaf of the
 * level FUNCTIONS_NEVER never is. False when the budget or the diagram is full; *ret_gates is how
 * many gates were done before. */
bool functions_of_net(struct diagram *diagram, const struct net *net, const uint32_t *levels,
                      uint32_t limit, uint32_t *ret, uint32_t *ret_gates);
/* These put something in place of the function at *root; false when the budget or the diagram is
 * full. First: what is true where the function is, or would be if less were so. */
bool functions_close(struct diagram *diagram, uint32_t *root);
/* The dual function: true where the function is false in the opposite world. */
bool functions_turn(struct diagram *diagram, uint32_t *root);
/* The family of the minimal sets of a function that more never makes false. */
bool functions_minimal(struct diagram *diagram, uint32_t *root);

#endif
