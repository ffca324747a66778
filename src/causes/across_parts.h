/* What the files of a comparison of many graphs share. */
#ifndef CAUSES_ACROSS_PARTS_H
#define CAUSES_ACROSS_PARTS_H

#include "causes/across_sets.h"

/* What a factor, or a guardrail, is to the incidents. */
struct tally {
    uint32_t incidents, whole;
    causes_count sets;
};

/* Sets of choices (factors, or guardrails) behind each other. */
struct choice_sets {
    const uint32_t *members;
    const size_t *ends;
};

struct compare {
    const struct observed *observed;
    size_t incident_count;
    const struct causes_guardrail *guardrails; /* NULL: factors */
    uint32_t guardrail_count, depth;
    struct arena *arena; /* of the result */
    struct arena scratch;
    struct tally *factors, *guards;
    uint32_t *rank;             /* of each factor: its position in the result, or CAUSES_NONE */
    struct choice_sets guarded; /* the guardrails that break each set */
    struct causes_across result;
};

static inline uint64_t count_u64(causes_count count)
{
    return count > UINT64_MAX ? UINT64_MAX : (uint64_t)count;
}

/* ---- across.c ---- */

/* Counts the listed sets of every incident for every choice. */
enum status across_count_listed(struct compare *compare, const struct choice_sets *sets,
                                size_t choices, struct tally *tallies, struct error *error);
/* Adds what was counted on the families of incidents that are not listed. */
void across_count_unlisted(struct tally *tallies, const struct unlisted *items, size_t count);

/* ---- across_guards.c ---- */

/* Which guardrails break each set, and what each is to the incidents. */
enum status across_count_guardrails(struct compare *compare, struct error *error);
/* Without guardrails each factor is one: the same sets, with positions in place of numbers. */
enum status across_guard_by_factors(struct compare *compare, struct error *error);
enum status across_rank_guardrails(struct compare *compare, struct error *error);

/* ---- across_cover.c ---- */

/* The guardrails that together meet the sets often enough. */
enum status across_find_cover(struct compare *compare, struct error *error);

#endif
