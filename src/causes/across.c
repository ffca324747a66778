/*
 * Many graphs beside each other: what recurs. Everything runs along the sets once, with lists from
 * factors to guardrails; nothing looks at pairs of incidents.
 */
#include "causes/across_parts.h"
#include "causes/meter.h"

#include <stdlib.h>

enum status across_count_listed(struct compare *compare, const struct choice_sets *sets,
                                size_t choices, struct tally *tallies, struct error *error)
{
    uint32_t *in_sets = arena_array(&compare->scratch, choices, sizeof *in_sets);
    uint32_t *touched = arena_array(&compare->scratch, choices, sizeof *touched);
    if (!in_sets || !touched) return arena_full(&compare->scratch, error);
    for (size_t i = 0; i < compare->incident_count; i++) {
        size_t from = observed_first(compare->observed, i);
        size_t to = compare->observed->incident_ends[i], count = 0;
        if (from == to) continue;
        for (size_t m = from ? sets->ends[from - 1] : 0; m < sets->ends[to - 1]; m++) {
            uint32_t choice = sets->members[m];
            if (in_sets[choice]++ == 0) touched[count++] = choice;
        }
        for (size_t t = 0; t < count; t++) {
            struct tally *tally = &tallies[touched[t]];
            tally->incidents++;
            tally->whole += in_sets[touched[t]] == to - from;
            tally->sets = count_plus(tally->sets, in_sets[touched[t]]);
            in_sets[touched[t]] = 0;
        }
    }
    return STATUS_OK;
}

void across_count_unlisted(struct tally *tallies, const struct unlisted *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tally *tally = &tallies[items[i].choice];
        tally->incidents++;
        tally->whole += items[i].whole;
        tally->sets = count_plus(tally->sets, items[i].sets);
    }
}

static enum status count_factors(struct compare *compare, struct error *error)
{
    const struct observed *observed = compare->observed;
    size_t n = observed->names.count;
    compare->factors = arena_array(&compare->scratch, n, sizeof *compare->factors);
    if (!compare->factors) return arena_full(&compare->scratch, error);
    struct choice_sets sets = {observed->members, observed->ends};
    enum status status = across_count_listed(compare, &sets, n, compare->factors, error);
    if (status) return status;
    across_count_unlisted(compare->factors, observed->factors, observed->factor_count);
    return STATUS_OK;
}

struct ranked {
    const char *name;
    struct tally tally;
    uint32_t number;
};

static int by_incidents(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->tally.incidents != y->tally.incidents)
        return x->tally.incidents > y->tally.incidents ? -1 : 1;
    return causes_name_compare(x->name, y->name);
}

/* The incidents of each factor: room for them, as long as it has incidents. */
static enum status make_room(struct compare *compare, uint32_t **where, struct error *error)
{
    size_t total = 0;
    for (size_t i = 0; i < compare->result.factor_count; i++)
        total += compare->result.factors[i].incidents;
    uint32_t *all = arena_array(compare->arena, total, sizeof *all);
    if (!all) return arena_full(compare->arena, error);
    for (size_t i = 0; i < compare->result.factor_count; i++) {
        where[i] = all;
        all += compare->result.factors[i].incidents;
    }
    return STATUS_OK;
}

/* Writes the incidents of each factor, ascending: listed and unlisted ones are both in order. */
static void fill_where(const struct compare *compare, uint32_t **where, uint32_t *filled)
{
    const struct observed *observed = compare->observed;
    size_t next = 0;
    for (size_t i = 0; i < compare->incident_count; i++) {
        uint32_t incident = (uint32_t)i;
        size_t from = observed_first(observed, i), to = observed->incident_ends[i];
        size_t end = to ? observed->ends[to - 1] : 0;
        for (size_t m = from ? observed->ends[from - 1] : 0; m < end; m++) {
            uint32_t at = compare->rank[observed->members[m]];
            if (filled[at] == 0 || where[at][filled[at] - 1] != incident)
                where[at][filled[at]++] = incident;
        }
        for (; next < observed->factor_count && observed->factors[next].incident == incident;
             next++) {
            uint32_t at = compare->rank[observed->factors[next].choice];
            where[at][filled[at]++] = incident;
        }
    }
}

static enum status rank_factors(struct compare *compare, struct error *error)
{
    const struct factor_names *names = &compare->observed->names;
    struct ranked *ranked = arena_array(&compare->scratch, names->count, sizeof *ranked);
    uint32_t **where = arena_array(&compare->scratch, names->count, sizeof *where);
    uint32_t *filled = arena_array(&compare->scratch, names->count, sizeof *filled);
    compare->rank = arena_array(&compare->scratch, names->count, sizeof *compare->rank);
    if (!ranked || !where || !filled || !compare->rank) return arena_full(&compare->scratch, error);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        compare->rank[i] = CAUSES_NONE;
        if (compare->factors[i].incidents)
            ranked[count++] = (struct ranked){names->names[i], compare->factors[i], (uint32_t)i};
    }
    qsort(ranked, count, sizeof *ranked, by_incidents);
    struct causes_recurring *factors = arena_array(compare->arena, count, sizeof *factors);
    if (!factors) return arena_full(compare->arena, error);
    for (size_t i = 0; i < count; i++) {
        compare->rank[ranked[i].number] = (uint32_t)i;
        factors[i] = (struct causes_recurring){.factor = ranked[i].name,
                                               .incidents = ranked[i].tally.incidents,
                                               .needed = ranked[i].tally.whole};
    }
    compare->result.factors = factors;
    compare->result.factor_count = count;
    enum status status = make_room(compare, where, error);
    if (status) return status;
    fill_where(compare, where, filled);
    for (size_t i = 0; i < count; i++) factors[i].where = where[i];
    return STATUS_OK;
}

enum status causes_compare(const struct causes_incident *incidents, size_t count,
                           const struct causes_guardrail *guardrails, size_t guardrail_count,
                           uint32_t depth, const struct causes_budget *budget, struct arena *arena,
                           struct causes_across *ret, struct error *error)
{
    if (count >= CAUSES_NONE || guardrail_count >= CAUSES_NONE)
        return error_set(error, STATUS_LIMIT, "more incidents or guardrails than 4,294,967,294");
    struct meter meter; /* for the budget with its defaults filled in */
    meter_init(&meter, budget);
    struct observed observed = {0};
    struct compare compare = {.observed = &observed,
                              .incident_count = count,
                              .guardrails = guardrails,
                              .guardrail_count = guardrails ? (uint32_t)guardrail_count : 0,
                              .depth = depth,
                              .arena = arena};
    arena_init(&compare.scratch, SIZE_MAX / 2); /* in proportion to the sets that are listed */
    enum status status = observed_make(incidents, count, guardrails, compare.guardrail_count,
                                       &meter.budget, &observed, error);
    if (status == STATUS_OK) status = count_factors(&compare, error);
    if (status == STATUS_OK) status = rank_factors(&compare, error);
    if (status == STATUS_OK)
        status = guardrails ? across_count_guardrails(&compare, error)
                            : across_guard_by_factors(&compare, error);
    if (status == STATUS_OK) status = across_rank_guardrails(&compare, error);
    if (status == STATUS_OK) status = across_find_cover(&compare, error);
    if (status == STATUS_OK) {
        compare.result.skipped = observed.skipped;
        compare.result.sets = count_u64(count_plus(observed.set_count, observed.unlisted_sets));
        *ret = compare.result;
    }
    observed_release(&observed);
    arena_release(&compare.scratch);
    return status;
}
