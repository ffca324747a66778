/*
 * Remediation against the sets: what each item breaks, what stays open, and how much hangs on one
 * item. Depth of a set is how many items must not hold for it to be open again: 0 is open, 1 hangs
 * on one item; the product aims at two for every known set, since not every remedy holds.
 *
 * An item breaks a set when, with the item in place, neither the set nor a part of it brings the
 * outcome about any more. Of an item that removes leaves these are the sets that hold one of them,
 * and the depth of a set is the number of items that break it. An item that holds an effect back,
 * or cuts a way, breaks the sets that have no other way round; two such items may close a set
 * together that neither closes alone. Held back so, an outcome may come about by a larger set that
 * was none before, since a part of it sufficed: such sets are told as exposed.
 */
#ifndef CAUSES_PLAN_H
#define CAUSES_PLAN_H

#include "causes/sets.h"

/* Items that are meant: those whose standing is at least... */
enum causes_counted {
    CAUSES_AS_VERIFIED, /* seen to work: where things stand today */
    CAUSES_AS_PLANNED,  /* planned or verified: if the plan holds */
    CAUSES_AS_THOUGHT,  /* ideas too */
};

/* Whether an item has come far enough to be meant, by its standing alone. */
bool causes_item_counts(const struct causes_item *item, enum causes_counted counted);
/* Whether it breaks what it acts on, rather than weakening or showing it. */
static inline bool causes_item_removes(const struct causes_item *item)
{
    return item->effect == CAUSES_EFFECT_NONE || item->effect == CAUSES_EFFECT_REMOVES;
}

/* What one item does to one outcome. */
struct causes_reach {
    uint32_t item;
    causes_count breaks;  /* sets that it breaks alone */
    causes_count weakens; /* those it would break if it removed what it only weakens or shows */
    causes_count only;    /* sets open again without it, the other items counted in place */
    bool counted;         /* it is among the items counted */
};

/* A plan and one outcome. When `extent` is not complete, the counts are of the known sets alone:
 * all those of up to `upto` conditions. The depth is that of all sets, known or not. */
struct causes_coverage {
    uint32_t outcome;
    causes_count sets;       /* known */
    causes_count open;       /* broken by no item counted */
    causes_count once;       /* open again when some one item does not hold */
    causes_count more;       /* closed even then */
    uint32_t depth;          /* fewest items that must not hold for the outcome to come about, by
                                exposed sets too; UINT32_MAX: there is no set */
    bool at_least;           /* the depth is that or more: the budget did not suffice */
    causes_count exposed;    /* sets that were no minimal sets before, and are left open now that an
                                item holds an effect back or cuts a way */
    struct causes_list left; /* the smallest of those left open, `most` at the most; exposed too;
                                none when the budget does not suffice to find the smallest */
    uint32_t sole;           /* the item more than half of the sets hang on alone, or CAUSES_NONE */
    const struct causes_reach *reaches; /* one for each item of the graph, in its order */
    struct causes_extent extent;
};
/* `most`: how many open sets are listed. Result in `arena`. BAD_INPUT for a circle and for an
 * outcome that is no condition; LIMIT when not even a bound could be made, or when there is too
 * much to count for the budget. */
enum status causes_cover(const struct causes_graph *graph, uint32_t outcome,
                         enum causes_counted counted, size_t most,
                         const struct causes_budget *budget, struct arena *arena,
                         struct causes_coverage *ret, struct error *error);

/* The same with one item supposed to hold, or not to hold (whatever its standing): what it would
 * close, and what is open again. */
enum status causes_what_if(const struct causes_graph *graph, uint32_t outcome,
                           enum causes_counted counted, uint32_t item, bool holds, size_t most,
                           const struct causes_budget *budget, struct arena *arena,
                           struct causes_coverage *ret, struct error *error);

/* The smallest groups of items with which every set of every outcome named has at least that depth,
 * as ideas: all of the smallest size, by name, the first `most` of them; where that takes too long,
 * one small group. All that removes counts, whatever its standing, but OUT. When the items cannot
 * reach it, there is no plan, and `reachable` tells what they can. */
struct causes_plans {
    struct causes_list plans; /* members are items */
    bool complete;            /* no smaller plan, and no other one of that size, is missing */
    uint32_t reachable;       /* the depth that all items together reach; UINT32_MAX: there is no
                                 set to break, and the plan without items does */
    bool at_least;            /* that or more: the budget did not suffice */
};
enum status causes_smallest_plans(const struct causes_graph *graph, const uint32_t *outcomes,
                                  size_t outcome_count, uint32_t depth, size_t most,
                                  const struct causes_budget *budget, struct arena *arena,
                                  struct causes_plans *ret, struct error *error);

#endif
