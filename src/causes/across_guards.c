/* What guardrails would have broken: counts, in the order in which they are told. */
#include "causes/across_parts.h"

#include <stdlib.h>

/* Which guardrails break a factor. */
struct guards_of {
    size_t *from; /* of each factor; one more at the end */
    uint32_t *guards;
};

static enum status turn_round(struct compare *compare, struct guards_of *ret, struct error *error)
{
    const struct factor_names *names = &compare->observed->names;
    size_t total = 0;
    for (uint32_t g = 0; g < compare->guardrail_count; g++) total += compare->guardrails[g].count;
    size_t *from = arena_array(&compare->scratch, names->count + 2, sizeof *from);
    uint32_t *guards = arena_array(&compare->scratch, total, sizeof *guards);
    uint32_t *numbers = arena_array(&compare->scratch, total, sizeof *numbers);
    if (!from || !guards || !numbers) return arena_full(&compare->scratch, error);
    size_t at = 0;
    for (uint32_t g = 0; g < compare->guardrail_count; g++)
        for (size_t i = 0; i < compare->guardrails[g].count; i++, at++) {
            numbers[at] = factor_find(names, compare->guardrails[g].factors[i]);
            if (numbers[at] != CAUSES_NONE) from[numbers[at] + 2]++;
        }
    for (size_t f = 2; f < names->count + 2; f++) from[f] += from[f - 1];
    at = 0;
    for (uint32_t g = 0; g < compare->guardrail_count; g++)
        for (size_t i = 0; i < compare->guardrails[g].count; i++, at++)
            if (numbers[at] != CAUSES_NONE) guards[from[numbers[at] + 1]++] = g;
    *ret = (struct guards_of){from, guards};
    return STATUS_OK;
}

/* For every set the guardrails that break it, each once. First they are counted, then written. */
static enum status guard_sets(struct compare *compare, const struct guards_of *of,
                              struct error *error)
{
    const struct observed *observed = compare->observed;
    size_t total = 0;
    for (size_t m = 0; m < observed->member_count; m++)
        total += of->from[observed->members[m] + 1] - of->from[observed->members[m]];
    uint32_t *members = arena_array(&compare->scratch, total, sizeof *members);
    size_t *ends = arena_array(&compare->scratch, observed->set_count, sizeof *ends);
    size_t *seen = arena_array(&compare->scratch, compare->guardrail_count, sizeof *seen);
    if (!members || !ends || !seen) return arena_full(&compare->scratch, error);
    size_t m = 0, count = 0;
    for (size_t s = 0; s < observed->set_count; s++) {
        for (; m < observed->ends[s]; m++) {
            uint32_t factor = observed->members[m];
            for (size_t i = of->from[factor]; i < of->from[factor + 1]; i++) {
                if (seen[of->guards[i]] == s + 1) continue;
                seen[of->guards[i]] = s + 1;
                members[count++] = of->guards[i];
            }
        }
        ends[s] = count;
    }
    compare->guarded = (struct choice_sets){members, ends};
    return STATUS_OK;
}

enum status across_count_guardrails(struct compare *compare, struct error *error)
{
    struct guards_of of = {0};
    compare->guards =
        arena_array(&compare->scratch, compare->guardrail_count, sizeof *compare->guards);
    if (!compare->guards) return arena_full(&compare->scratch, error);
    enum status status = turn_round(compare, &of, error);
    if (status == STATUS_OK) status = guard_sets(compare, &of, error);
    if (status == STATUS_OK)
        status = across_count_listed(compare, &compare->guarded, compare->guardrail_count,
                                     compare->guards, error);
    if (status) return status;
    across_count_unlisted(compare->guards, compare->observed->guards,
                          compare->observed->guard_count);
    return STATUS_OK;
}

enum status across_guard_by_factors(struct compare *compare, struct error *error)
{
    const struct observed *observed = compare->observed;
    compare->guardrail_count = (uint32_t)compare->result.factor_count;
    compare->guards =
        arena_array(&compare->scratch, compare->guardrail_count, sizeof *compare->guards);
    uint32_t *members = arena_array(&compare->scratch, observed->member_count, sizeof *members);
    if (!compare->guards || !members) return arena_full(&compare->scratch, error);
    for (size_t f = 0; f < observed->names.count; f++)
        if (compare->rank[f] != CAUSES_NONE)
            compare->guards[compare->rank[f]] = compare->factors[f];
    for (size_t m = 0; m < observed->member_count; m++)
        members[m] = compare->rank[observed->members[m]];
    compare->guarded = (struct choice_sets){members, observed->ends};
    return STATUS_OK;
}

static int by_whole(const void *a, const void *b)
{
    const struct causes_guarded *x = a, *y = b;
    if (x->whole != y->whole) return x->whole > y->whole ? -1 : 1;
    if (x->incidents != y->incidents) return x->incidents > y->incidents ? -1 : 1;
    if (x->sets != y->sets) return x->sets > y->sets ? -1 : 1;
    return (x->guardrail > y->guardrail) - (x->guardrail < y->guardrail);
}

enum status across_rank_guardrails(struct compare *compare, struct error *error)
{
    size_t n = compare->guardrail_count;
    struct causes_guarded *guarded = arena_array(compare->arena, n, sizeof *guarded);
    if (!guarded) return arena_full(compare->arena, error);
    for (uint32_t g = 0; g < n; g++)
        guarded[g] =
            (struct causes_guarded){g, compare->guards[g].incidents, compare->guards[g].whole,
                                    count_u64(compare->guards[g].sets)};
    qsort(guarded, n, sizeof *guarded, by_whole);
    compare->result.guardrails = guarded;
    compare->result.guardrail_count = n;
    return STATUS_OK;
}
