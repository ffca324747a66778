/*
 * A second way to the same sets, with nothing in common with the engine's: top down by rows with
 * absorption (MOCUS, Fussell and Vesely 1972), and hitting sets one set after another (Berge 1989).
 * Both by bits: at most 64 conditions at and below the outcome, none of the links turned round.
 */
#ifndef TESTS_CAUSES_OTHER_H
#define TESTS_CAUSES_OTHER_H

#include "tests/causes/models.h"

/* Sets as masks; owns its memory. */
struct masks {
    uint64_t *at; /* by size, then by value, once other_... gives them back */
    size_t count, room;
};
void masks_release(struct masks *masks);

/* The conditions that the bits stand for: those at and below the outcome, ascending. */
struct bits {
    uint32_t condition[64];
    uint32_t count;
};
bool other_bits(const struct causes_graph *graph, uint32_t outcome, struct bits *ret);
/* A list as masks, sorted as the other ways sort theirs. */
struct masks other_of_list(const struct causes_list *list, const struct bits *bits);

/* False when there are more than `most` rows on the way. */
bool other_sufficient(const struct causes_graph *graph, uint32_t outcome, const struct bits *bits,
                      size_t most, struct masks *ret);
/* The smallest masks that hit each of `sets`. */
bool other_hitting(const struct masks *sets, size_t most, struct masks *ret);

#endif
