/*
 * Decision diagrams: nodes that ask one variable each, in one order, shared wherever they are the
 * same (Bryant 1986). Read as a binary diagram, a node is a function, and a variable that is not
 * asked does not matter; read as a zero-suppressed one (Minato 1993), it is a family of sets, and a
 * variable that is not asked is in none of them. One store holds both.
 *
 * A node is always behind its two children. So whatever is computed from the leaves up, or from
 * the root down, is a loop over an array; and what is no longer needed is swept by one loop down
 * (to mark) and one up (to move).
 */
#ifndef CAUSES_DIAGRAM_H
#define CAUSES_DIAGRAM_H

#include "causes/meter.h"

#define DIAGRAM_NONE UINT32_MAX /* not made: the budget or the cap is spent */

struct diagram_node {
    uint32_t level, hi, lo, next; /* next in the same bucket of the table */
};

struct diagram {
    struct meter *meter;
    struct diagram_node *nodes; /* 0 and 1 are the ends: false and true; none and the empty set */
    uint32_t count, room, most; /* `most` nodes may be there, for trials that may go wrong */
    uint32_t *buckets, bucket_count;
    struct diagram_memo *memos;
    uint32_t memo_count;
    struct diagram_frame *frames;
    uint32_t frame_count, frame_room;
};

/* False when the budget is spent. Release it in either case. */
bool diagram_init(struct diagram *diagram, uint32_t most, struct meter *meter);
void diagram_release(struct diagram *diagram);

/* The node that is `hi` where the variable of `level` is so, else `lo`; children are of higher
 * levels. Of functions, and of families. */
uint32_t diagram_function(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo);
uint32_t diagram_family(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo);

enum diagram_operation {
    DIAGRAM_AND,     /* of two functions */
    DIAGRAM_OR,      /* of two functions */
    DIAGRAM_XOR,     /* of two functions */
    DIAGRAM_WITHOUT, /* of a family and a function that more never makes false: the sets of the
                        family for which the function is not true */
};
uint32_t diagram_apply(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                       uint32_t b);

/* Keeps what the roots need, and renumbers them in place. */
bool diagram_sweep(struct diagram *diagram, uint32_t *roots, size_t root_count);

#endif
