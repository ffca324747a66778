/*
 * Remediation against the sets: what each item breaks, what stays open, and how much hangs on one
 * item. An item breaks a set when it removes a condition of it or cuts a way that it needs. Depth
 * of a set is the number of items that break it: 0 is open, 1 hangs on one item; the product aims
 * at two for every known set, since not every remedy holds.
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

/* What one item does to one outcome. */
struct causes_reach {
    uint32_t item;
    causes_count breaks;  /* sets that it breaks alone */
    causes_count weakens; /* sets that hold a condition which it only weakens, shows or limits */
    causes_count only; /* sets that, of the items counted, it alone breaks: open again without it */
    bool counted;      /* it is among the items counted */
};

/* A plan and one outcome. */
struct causes_coverage {
    uint32_t outcome;
    causes_count sets;       /* known */
    causes_count open;       /* broken by no item counted */
    causes_count once;       /* by exactly one */
    causes_count more;       /* by two or more */
    uint32_t depth;          /* fewest items that break any one set; UINT32_MAX: there is no set */
    causes_count exposed;    /* sets that were no minimal sets before, and are left open now that an
                                item    holds an effect back */
    struct causes_list left; /* the smallest of those left open, `most` at the most */
    uint32_t sole;           /* the item more than half of the sets hang on alone, or CAUSES_NONE */
    const struct causes_reach *reaches; /* one for each item of the graph, in its order */
    struct causes_extent extent;
};
/* `most`: how many open sets are listed. Result in `arena`. */
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

/* Smallest groups of items that break every set of every outcome named at least `depth` times, as
 * ideas: by size, then by name; all that removes counts, whatever its standing, but OUT. When the
 * items cannot reach it, *ret is empty and `ret_reach` tells what they can. */
struct causes_plans {
    struct causes_list plans; /* members are items */
    bool complete;            /* no smaller or other plan of that size is missing */
    uint32_t reachable;       /* the depth that all items together reach */
};
enum status causes_smallest_plans(const struct causes_graph *graph, const uint32_t *outcomes,
                                  size_t outcome_count, uint32_t depth, size_t most,
                                  const struct causes_budget *budget, struct arena *arena,
                                  struct causes_plans *ret, struct error *error);

#endif
