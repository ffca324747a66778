/*
 * A graph with copies of itself in which items are in place. A copy shares with the graph whatever
 * its items do not touch; what they act on needs in addition the item's guard, a condition of its
 * own that says "this item is not in place". By questions to the family of such a graph everything
 * about plans is counted without listing a set.
 */
#ifndef CAUSES_PLAN_GRAPH_H
#define CAUSES_PLAN_GRAPH_H

#include "causes/plan.h"

/* Zeroed is empty after plan_graph_init alone; owns what it adds, borrows the graph. */
struct plan_graph {
    const struct causes_graph *base;
    struct causes_graph graph; /* the base's conditions keep their numbers */
    struct causes_condition *conditions;
    size_t condition_room;
    struct causes_way *ways;
    size_t way_room;
    uint32_t *order;
    size_t order_room;
    struct arena arena; /* links, and what follows */
    uint32_t *copy;     /* of each condition in the latest copy: itself when it is shared */
    /* Which items act on a place: a condition by its number, a way behind all conditions. */
    uint32_t *acting; /* items, ascending; the places behind each other */
    size_t *acting_from;
    uint32_t *acting_count;
};

/* BAD_INPUT for a circle; LIMIT when more than `bytes` are needed. */
enum status plan_graph_init(struct plan_graph *plan, const struct causes_graph *base, size_t bytes,
                            struct error *error);
void plan_graph_release(struct plan_graph *plan);

/* A new leaf without a name. */
enum status plan_graph_leaf(struct plan_graph *plan, uint32_t *ret, struct error *error);
/* A new effect: by all members together, or by each of them alone. */
enum status plan_graph_all(struct plan_graph *plan, const uint32_t *members, uint32_t count,
                           uint32_t *ret, struct error *error);
enum status plan_graph_any(struct plan_graph *plan, const uint32_t *members, uint32_t count,
                           uint32_t *ret, struct error *error);
/* One more copy; guards[i] is the guard of item i, or CAUSES_NONE when it is not in this copy. What
 * became of the conditions is in plan->copy. */
enum status plan_graph_copy(struct plan_graph *plan, const uint32_t *guards, struct error *error);

#endif
