/*
 * A family of sets as one array of nodes, each behind its children, parts before the whole: a node
 * says that its variable is in (then `hi`) or not (then `lo`). A variable is a leaf, or a part of
 * the graph that has a family of its own in the same array and meets the rest in this one place: to
 * have it in means to have any one of its sets. So a family is never written out, and what there is
 * to ask of it is a loop up (from the ends to the root) or down.
 */
#ifndef CAUSES_FAMILY_H
#define CAUSES_FAMILY_H

#include "causes/net.h"

struct family_variable {
    uint32_t condition; /* a leaf; CAUSES_NONE: a part */
    uint32_t root;      /* of the part's family */
};

struct family_node {
    uint32_t variable, hi, lo;
};

struct family {
    struct family_node *nodes; /* 0: no set; 1: the empty set alone */
    struct family_variable *variables;
    uint32_t node_count, node_room, variable_count, variable_room, root;
};

struct causes_sets {
    struct family family;
    uint32_t condition_count; /* of the graph */
    struct causes_extent extent;
    struct causes_budget budget; /* what a question to the family may use again */
    causes_count *counts;        /* working room: a number a node */
    uint8_t *marks;              /* and a byte a condition, zeroed between calls */
};

/* ---- solve.c ---- */

/* What a net is solved to: its family of minimal sets; the smallest sets that meet each of those
 * (of a coherent net: solve its dual instead, that is less work); or its function, in an array of
 * the same form, where a variable that is not asked does not matter and 0 and 1 are false and true.
 */
enum solve_for { SOLVE_FAMILY, SOLVE_MEETING, SOLVE_FUNCTION };
/* False when the budget is spent. Release `ret` in either case. */
bool family_solve(const struct net *net, enum solve_for what, struct meter *meter,
                  struct family *ret);
/* The family that holds the empty set alone (`so`), or nothing. */
bool solve_constant(bool so, struct meter *meter, struct family *ret);
void family_release(struct family *family, struct meter *meter);

/* ---- limited.c ---- */

/* The sets of a family that have at most `largest` conditions. */
bool limited_cut(const struct family *family, uint32_t largest, struct meter *meter,
                 struct family *ret);
/* The sets of at most 1, 2, 3 ... `largest` conditions (0: no end) of a net without turned inputs,
 * as far as the budget goes, in place of what *ret holds; false when there was nothing to be had.
 * *ret_all: these are all sets. */
bool limited_solve(const struct net *net, uint32_t largest, struct meter *meter, struct family *ret,
                   uint32_t *ret_upto, bool *ret_all);

/* ---- counts.c: numbers that end at CAUSES_COUNT_MOST ---- */

static inline causes_count count_plus(causes_count a, causes_count b)
{
    causes_count sum = a + b;
    return sum < a ? CAUSES_COUNT_MOST : sum;
}
causes_count count_times(causes_count a, causes_count b);

#endif
