/*
 * Sets of conditions that grow out of one another, each kept once: a set is a binary tree over the
 * numbers of conditions, in which equal trees are the same node. So a set of a thousand conditions
 * and one more takes a few nodes, and two sets are compared in as many steps as a number has bits.
 */
#ifndef CAUSES_NAMES_H
#define CAUSES_NAMES_H

#include "causes/diagram.h"

/* A store of them; its nodes are those of a diagram that is never asked for anything else. A level
 * is a bit of the number, the highest first; `hi` are the smaller numbers, `lo` the larger ones;
 * a level that is left out has no smaller ones. The empty set is 0. */
struct names {
    struct diagram store;
    uint32_t bits;
};

/* For numbers below `count`. False when the budget is spent; release it in either case. */
bool names_init(struct names *names, uint32_t count, struct meter *meter);
void names_release(struct names *names);
/* The set of one number, and of two sets that have nothing in common; DIAGRAM_NONE when the budget
 * is spent. */
uint32_t names_one(struct names *names, uint32_t number);
uint32_t names_join(struct names *names, uint32_t a, uint32_t b);
/* Of two sets of one size: below 0 when the least number that is in one of them alone is in a. So
 * sets come in the order of their members, the least first; and that stays so when the same is
 * joined to both. */
int names_compare(const struct names *names, uint32_t a, uint32_t b);
/* Writes the members, ascending; returns behind the last. */
uint32_t *names_write(const struct names *names, uint32_t set, uint32_t *to);

#endif
