/* The observed sets of many incidents, told by factors of the library instead of conditions. */
#ifndef CAUSES_ACROSS_SETS_H
#define CAUSES_ACROSS_SETS_H

#include "causes/across.h"

/* Names of factors and their numbers, in the order of first sight. Borrows the names. */
struct factor_names {
    const char **names; /* by number */
    size_t count, room;
    uint32_t *slots; /* number + 1; 0: free */
    size_t slot_count;
};
enum status factor_number(struct factor_names *names, const char *name, uint32_t *ret,
                          struct error *error);
/* The number of a name that is known, or CAUSES_NONE. */
uint32_t factor_find(const struct factor_names *names, const char *name);

/* What is known of one factor, or one guardrail, in an incident whose sets are not listed. */
struct unlisted {
    uint32_t incident, choice;
    bool whole; /* no observed set is without it */
    causes_count sets;
};

/* Owns its arrays; zeroed is empty. */
struct observed {
    struct factor_names names;
    size_t *seen; /* of each factor: the last set it was put into, plus one */
    size_t seen_count, seen_room;
    uint32_t *members; /* factors, each once in a set; the sets behind each other */
    size_t member_count, member_room;
    size_t *ends; /* where each set ends in `members` */
    size_t set_count, set_room;
    size_t *incident_ends;    /* where the sets of each incident end in `ends` */
    struct unlisted *factors; /* of incidents that are not listed: their factors, */
    size_t factor_count, factor_room;
    struct unlisted *guards; /* and the guardrails, by position */
    size_t guard_count, guard_room;
    causes_count unlisted_sets;
    uint32_t skipped;
};
void observed_release(struct observed *observed);
enum status observed_make(const struct causes_incident *incidents, size_t count,
                          const struct causes_guardrail *guardrails, size_t guardrail_count,
                          const struct causes_budget *budget, struct observed *ret,
                          struct error *error);

static inline size_t observed_first(const struct observed *observed, size_t incident)
{
    return incident ? observed->incident_ends[incident - 1] : 0;
}

/* Sums that stay at "so many or more". */
static inline causes_count count_plus(causes_count a, causes_count b)
{
    return a > CAUSES_COUNT_MOST - b ? CAUSES_COUNT_MOST : a + b;
}

#endif
