/*
 * What a graph means, by trying every world of up to 14 leaves: a table of one bit a world, worked
 * out 64 worlds at a time. Slow, plain, and made from the definitions in sets.h alone, so that it
 * can judge what is quick.
 */
#ifndef TESTS_CAUSES_TRUTH_H
#define TESTS_CAUSES_TRUTH_H

#include "tests/causes/models.h"

enum { TRUTH_LEAVES = 14, TRUTH_WORDS = 1 << (TRUTH_LEAVES - 6) };

/* A world is a mask: bit i says that leaf i is so. Bit w of the table: it is so in the world w. */
struct truth {
    uint32_t leaf[TRUTH_LEAVES]; /* the conditions that are leaves below the outcome, ascending */
    uint32_t count;
    uint64_t bits[TRUTH_WORDS];
};
/* Whether `outcome` comes about, in every world of the leaves below it. A leaf that is held has the
 * value that it is held at. False when there are more leaves than fit. */
bool truth_of(const struct causes_graph *graph, uint32_t outcome, const struct causes_world *world,
              struct truth *ret);
static inline bool truth_at(const struct truth *truth, uint32_t world)
{
    return truth->bits[world >> 6] >> (world & 63) & 1;
}
static inline uint32_t truth_worlds(const struct truth *truth)
{
    return UINT32_C(1) << truth->count;
}
/* So in a world when it was so in that world, or in one with fewer leaves. */
void truth_close(struct truth *truth);
/* A leaf's position in truth->leaf, or CAUSES_NONE. */
uint32_t truth_leaf(const struct truth *truth, uint32_t condition);
/* The leaves that were so this time, or may have been, as a world. */
uint32_t truth_observed(const struct truth *truth, const struct causes_graph *graph);

/* Sets as masks over truth->leaf, by size, then by the names of their conditions. */
struct family {
    uint32_t *sets;
    size_t count;
};
/* The minimal sets of true leaves; the table is closed. */
struct family truth_sufficient(const struct truth *closed, struct arena *arena);
/* The smallest groups without which no world is left in which it is so; the table is closed. */
struct family truth_breaking(const struct truth *closed, struct arena *arena);
bool family_has(const struct family *family, uint32_t set);

#endif
