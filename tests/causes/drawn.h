/* Small graphs written as text, for tests of plans and of many graphs beside each other. */
#ifndef TESTS_CAUSES_DRAWN_H
#define TESTS_CAUSES_DRAWN_H

#include "causes/causes.h"
#include "tests/test.h"

/* Everything is in one arena, freed by drawn_free. */
struct drawn {
    struct arena arena;
    struct causes_condition conditions[200];
    struct causes_way ways[400];
    struct causes_item items[40];
    struct causes_parts parts;
    struct causes_graph graph;
};
struct drawn *drawn_new(void);
void drawn_free(struct drawn *drawn);

/* The number of a name among the parts, a new condition at its first mention. */
uint32_t drawn_condition(struct drawn *drawn, const char *name);
/* A way: "onset = bad C4", "2 of" by `enough`; 0 is all. */
void drawn_way(struct drawn *drawn, const char *line, uint32_t enough);
/* An item: "R1 - C3 C4" removes conditions; "R1 / 2" cuts the third way given. */
void drawn_item(struct drawn *drawn, const char *line, uint8_t effect, uint8_t standing);
const struct causes_graph *drawn_graph(struct drawn *drawn);
/* By name, in the graph that is tied together. */
uint32_t drawn_at(const struct drawn *drawn, const char *name);
uint32_t drawn_item_at(const struct drawn *drawn, const char *name);

/* The worked examples of the design: an outage of a configuration, and GitLab.com's of 2017. */
void drawn_rollout(struct drawn *drawn);
void drawn_gitlab(struct drawn *drawn);

/* A small generator of numbers (splitmix64, S. Vigna), so that tests repeat. */
static inline uint64_t drawn_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

#endif
