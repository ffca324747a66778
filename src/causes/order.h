/*
 * Orders of the variables of a diagram. A good one can make it a thousand times smaller, and which
 * one is good cannot be told beforehand: so there are several, tried in turn with a growing number
 * of nodes.
 */
#ifndef CAUSES_ORDER_H
#define CAUSES_ORDER_H

#include "causes/net.h"

/* Walks in depth from the top, inputs in turn; each as it is, and drawn together. */
enum { ORDER_WALKS = 5, ORDER_COUNT = 2 * ORDER_WALKS };

/* The level of each leaf, in `levels`. False when the budget is spent. */
bool order_make(const struct net *net, uint32_t which, struct meter *meter, uint32_t *levels);

#endif
