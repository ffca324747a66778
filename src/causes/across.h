/*
 * Many graphs beside each other. Conditions are the same when they have the same name in the
 * library of factors (`shared`). Incidents are counted, never mentions; nothing is a risk.
 */
#ifndef CAUSES_ACROSS_H
#define CAUSES_ACROSS_H

#include "causes/sets.h"

/* One graph with its name (an incident). All of its outcomes are meant. */
struct causes_incident {
    const char *name; /* borrowed */
    const struct causes_graph *graph;
};

/* A factor over incidents. An observed set is one whose conditions are all known to have been so; a
 * set of two outcomes counts for each. A condition that is not in the library stays with its graph
 * and does not recur. */
struct causes_recurring {
    const char *factor;    /* its name in the library; borrowed from a graph */
    uint32_t incidents;    /* in which it is part of an observed set */
    uint32_t needed;       /* of these: in which no observed set is without it */
    const uint32_t *where; /* positions of the incidents, ascending */
};

/* A guardrail that breaks every set holding one of its factors. */
struct causes_guardrail {
    const char *name;
    const char *const *factors;
    size_t count;
};
/* How many observed sets of how many incidents a guardrail would have broken. */
struct causes_guarded {
    uint32_t guardrail; /* position */
    uint32_t incidents; /* in which it would have broken at least one observed set */
    uint32_t whole;     /* in which it would have broken every observed set */
    uint64_t sets;      /* that it would have broken, of all incidents; UINT64_MAX: or more */
};

struct causes_across {
    const struct causes_recurring *factors; /* most incidents first, then by name */
    size_t factor_count;
    const struct causes_guarded *guardrails; /* most whole incidents, then incidents, then sets */
    size_t guardrail_count;
    uint64_t sets;         /* observed sets of all incidents; UINT64_MAX: so many or more */
    uint32_t skipped;      /* incidents with more than 10,000 observed sets, or not all of them
                              within the budget: what is known is counted above without listing,
                              but the cover and `uncovered` leave them out */
    const uint32_t *cover; /* guardrails that together break each set that can be broken `depth`
                              times, or as often as can be: in the order of choice. A set weighs
                              the less the more of them its incident has */
    size_t cover_count;
    bool cover_exact;   /* no smaller cover exists (small cases); else greedy (Johnson 1974) */
    uint64_t uncovered; /* sets that the guardrails cannot break `depth` times */
};
/* Guardrails NULL: every factor that occurs is one, named like it, and its position is that in
 * `factors`. Each incident may use its share of the budget, and at least some thousand steps.
 * BAD_INPUT names the incident whose graph has a circle. Result in `arena`. */
enum status causes_compare(const struct causes_incident *incidents, size_t count,
                           const struct causes_guardrail *guardrails, size_t guardrail_count,
                           uint32_t depth, const struct causes_budget *budget, struct arena *arena,
                           struct causes_across *ret, struct error *error);

#endif
