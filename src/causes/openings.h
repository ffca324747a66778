/*
 * Openings: the smallest groups of items such that an outcome can come about when none of the group
 * holds, all other items in place. The size of the smallest is the depth of a plan, and a plan is
 * deep enough when it shares enough items with each opening. They are the sufficient sets of a
 * graph in which all leaves are so and "this item is not in place" is what is open.
 */
#ifndef CAUSES_OPENINGS_H
#define CAUSES_OPENINGS_H

#include "causes/plan_graph.h"

struct openings {
    struct causes_sets *sets; /* owned; of guards, and of leaves when `mixed` */
    struct plan_graph plan;   /* owned */
    uint32_t *item;           /* of each condition behind the base's: whose guard it is */
    uint32_t guard_count;
    bool mixed; /* a leaf both helps and hurts, so it is in the sets too */
};

/* Of the items marked (a byte each), for any of the outcomes. `largest` as in a budget. */
enum status openings_make(const struct causes_graph *graph, const uint32_t *outcomes,
                          size_t outcome_count, const uint8_t *in_place,
                          const struct causes_budget *budget, struct openings *ret,
                          struct error *error);
void openings_release(struct openings *openings);

/* The size of the smallest; UINT32_MAX: there is none. *ret_at_least: it is that or more. */
enum status openings_depth(const struct openings *openings, uint32_t *ret, bool *ret_at_least,
                           struct error *error);

/* All of them as groups of items, in `arena`; *ret_complete false, and nothing else, when there are
 * more than `most`. */
enum status openings_list(const struct openings *openings, size_t most, struct arena *arena,
                          struct causes_list *ret, bool *ret_complete, struct error *error);

#endif
