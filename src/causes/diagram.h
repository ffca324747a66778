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

/* Sizes of the smallest and the largest set of a family. */
struct diagram_sizes {
    uint32_t least, most;
};

struct diagram {
    struct meter *meter;
    struct diagram_node *nodes;  /* 0 and 1 are the ends: false and true; none and the empty set */
    struct diagram_sizes *sizes; /* of each node; only where sets are limited, else NULL */
    uint32_t count, room, most;  /* `most` nodes may be there, for trials that may go wrong */
    uint32_t *buckets, bucket_count, sizes_room;
    struct diagram_memo *memos; /* results that may be asked for again */
    uint32_t memo_count;
    struct diagram_frame *frames;
    uint32_t frame_count, frame_room;
    bool limited; /* keeps sizes */
    bool cut;     /* a set was left out for its size */
};

/* False when the budget is spent. Release it in either case. `limited`: for families of sets of
 * limited size. */
bool diagram_init(struct diagram *diagram, uint32_t most, bool limited, struct meter *meter);
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
    /* Of families of minimal sets, each standing for the function that is true where one of them
     * is; the diagram is a limited one. */
    DIAGRAM_EITHER, /* the minimal sets of "one or the other" */
    DIAGRAM_BOTH,   /* the minimal sets of "both", of at most `limit` variables */
    DIAGRAM_DROP,   /* the sets of the first that hold none of the second */
    DIAGRAM_CUT,    /* the sets of at most `limit` variables; b is 0 */
};
/* DIAGRAM_NONE when the budget or the cap is spent. `limit` is 0 but for BOTH and CUT. */
uint32_t diagram_apply(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                       uint32_t b, uint32_t limit);

/* Keeps what the roots need, and renumbers them in place. */
bool diagram_sweep(struct diagram *diagram, uint32_t *roots, size_t root_count);

/* ---- what diagram.c and operate.c share ---- */

uint32_t diagram_hash(uint32_t a, uint32_t b, uint32_t c);

struct diagram_memo {
    uint32_t a, b, result;
    uint32_t operation; /* and its limit, and one; 0: nothing is kept here */
};

/* One call of an operation that waits for its halves. */
struct diagram_frame {
    uint32_t a, b, limit, level;
    uint32_t a1, a0, b1, b0; /* the halves; replaced by what becomes of them */
    uint16_t operation, stage;
};

#endif
