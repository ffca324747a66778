/* Random graphs of conditions from seeds, so that tests repeat. */
#ifndef TESTS_CAUSES_MODELS_H
#define TESTS_CAUSES_MODELS_H

#include "causes/causes.h"
#include "tests/test.h"

/* A small generator of numbers (splitmix64, S. Vigna). */
static inline uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}
static inline uint32_t draw_below(uint64_t *state, uint32_t end)
{
    return (uint32_t)((draw(state) >> 32) * end >> 32);
}
static inline bool draw_chance(uint64_t *state, uint32_t percent)
{
    return draw_below(state, 100) < percent;
}

/* What a model is made of. */
struct model_shape {
    uint32_t leaves, effects; /* how many; at least one leaf */
    uint32_t ways, links;     /* at most so many ways an effect, links a way */
    /* percent of the choices: */
    uint32_t shared; /* a link goes to any condition, not to one that has no part yet */
    uint32_t deep;   /* a link goes to one of the last three effects */
    uint32_t some;   /* a way is "k of n" */
    uint32_t absent; /* a link is turned round */
    uint32_t apart;  /* a leaf was not so this time, or it is not known */
    uint32_t items;  /* how many items of remediation */
};
/* A shape for at most `leaves` leaves, flat or deep, narrow or wide, sometimes with turned links.
 */
struct model_shape model_shape_any(uint64_t seed, uint32_t leaves);

/* Conditions are named F1, F2, ... in no order of meaning; the last effect made is an outcome, and
 * some of the others are. Parts come in the order in which they were made. In `arena`. */
struct causes_parts model_make(const struct model_shape *shape, uint64_t seed, struct arena *arena);
/* The same model with every list of it in another order. */
struct causes_parts model_shuffle(const struct causes_parts *parts, uint64_t seed,
                                  struct arena *arena);
/* The graph of parts that are right. */
struct causes_graph model_graph(const struct causes_parts *parts, struct arena *arena);
/* Tells which model a complaint is about. */
void model_show(const struct causes_graph *graph);

/* An array in `arena`; a test that gets none ends. */
void *model_array(struct arena *arena, size_t count, size_t size);

#endif
