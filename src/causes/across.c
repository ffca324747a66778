/*
 * Many graphs beside each other: counts over incidents, and the guardrails that meet their sets.
 * Everything runs along the sets once, with lists from factors to guardrails; nothing looks at
 * pairs of incidents.
 */
#include "causes/across_sets.h"
#include "causes/meter.h"
#include "causes/multicover.h"

#include <stdlib.h>

enum {
    EXACT_CHOICES = 25,     /* guardrails up to which the smallest cover is looked for */
    EXACT_STEPS = 20000000, /* groups looked at */
    WEIGHT = 1 << 20,       /* of an incident, shared by its sets */
};

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

/* Counts the sets of every incident for every choice. */
static enum status count_listed(struct compare *compare, const struct choice_sets *sets,
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

static void add_unlisted(struct tally *tallies, const struct unlisted *items, size_t count)
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
    enum status status = count_listed(compare, &sets, n, compare->factors, error);
    if (status) return status;
    add_unlisted(compare->factors, observed->factors, observed->factor_count);
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

static enum status count_guardrails(struct compare *compare, struct error *error)
{
    struct guards_of of = {0};
    compare->guards =
        arena_array(&compare->scratch, compare->guardrail_count, sizeof *compare->guards);
    if (!compare->guards) return arena_full(&compare->scratch, error);
    enum status status = turn_round(compare, &of, error);
    if (status == STATUS_OK) status = guard_sets(compare, &of, error);
    if (status == STATUS_OK)
        status = count_listed(compare, &compare->guarded, compare->guardrail_count, compare->guards,
                              error);
    if (status) return status;
    add_unlisted(compare->guards, compare->observed->guards, compare->observed->guard_count);
    return STATUS_OK;
}

/* Without guardrails each factor is one: the same sets, with positions in place of numbers. */
static enum status guard_by_factors(struct compare *compare, struct error *error)
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

static uint64_t at_most_u64(causes_count count)
{
    return count > UINT64_MAX ? UINT64_MAX : (uint64_t)count;
}

static enum status rank_guardrails(struct compare *compare, struct error *error)
{
    size_t n = compare->guardrail_count;
    struct causes_guarded *guarded = arena_array(compare->arena, n, sizeof *guarded);
    if (!guarded) return arena_full(compare->arena, error);
    for (uint32_t g = 0; g < n; g++)
        guarded[g] =
            (struct causes_guarded){g, compare->guards[g].incidents, compare->guards[g].whole,
                                    at_most_u64(compare->guards[g].sets)};
    qsort(guarded, n, sizeof *guarded, by_whole);
    compare->result.guardrails = guarded;
    compare->result.guardrail_count = n;
    return STATUS_OK;
}

/* The same weight for each incident, shared by its sets. */
static enum status weigh(struct compare *compare, uint32_t **ret, struct error *error)
{
    const struct observed *observed = compare->observed;
    uint32_t *weights = arena_array(&compare->scratch, observed->set_count, sizeof *weights);
    if (!weights) return arena_full(&compare->scratch, error);
    for (size_t i = 0; i < compare->incident_count; i++) {
        size_t from = observed_first(observed, i), to = observed->incident_ends[i];
        for (size_t s = from; s < to; s++) weights[s] = (uint32_t)(WEIGHT / (to - from)) + 1;
    }
    *ret = weights;
    return STATUS_OK;
}

/* Puts a cover into the order of choice: the greedy one among its members alone. */
static enum status order_cover(struct compare *compare, const struct multicover *cover,
                               const uint32_t *chosen, size_t count, struct error *error)
{
    size_t total = cover->ends[cover->count - 1], kept = 0;
    uint8_t *in = arena_array(&compare->scratch, cover->choices, sizeof *in);
    uint32_t *members = arena_array(&compare->scratch, total, sizeof *members);
    size_t *ends = arena_array(&compare->scratch, cover->count, sizeof *ends);
    if (!in || !members || !ends) return arena_full(&compare->scratch, error);
    for (size_t i = 0; i < count; i++) in[chosen[i]] = 1;
    for (size_t g = 0; g < cover->count; g++) {
        for (size_t m = multicover_start(cover, g); m < cover->ends[g]; m++)
            if (in[cover->members[m]]) members[kept++] = cover->members[m];
        ends[g] = kept;
    }
    struct multicover among = *cover;
    among.members = members;
    among.ends = ends;
    uint32_t *ordered;
    enum status status =
        multicover_greedy(&among, compare->arena, &ordered, &compare->result.cover_count, error);
    if (status == STATUS_OK) compare->result.cover = ordered;
    return status;
}

static enum status find_cover(struct compare *compare, struct error *error)
{
    struct multicover cover = {.members = compare->guarded.members,
                               .ends = compare->guarded.ends,
                               .count = compare->observed->set_count,
                               .choices = compare->guardrail_count,
                               .depth = compare->depth};
    uint32_t *weights = NULL, *greedy, useful = 0;
    enum status status = weigh(compare, &weights, error);
    if (status) return status;
    cover.weights = weights;
    for (size_t s = 0; s < cover.count; s++)
        compare->result.uncovered += multicover_demand(&cover, s) < cover.depth;
    size_t count;
    status = multicover_greedy(&cover, compare->arena, &greedy, &count, error);
    if (status) return status;
    compare->result.cover = greedy;
    compare->result.cover_count = count;
    for (uint32_t g = 0; g < cover.choices; g++) useful += compare->guards[g].sets > 0;
    if (useful > EXACT_CHOICES || cover.count == 0) {
        compare->result.cover_exact = count <= 1;
        return STATUS_OK;
    }
    struct causes_list smallest;
    bool complete;
    status = multicover_smallest(&cover, count, EXACT_STEPS, 1, &compare->scratch, &smallest,
                                 &complete, error);
    if (status || smallest.count == 0) return status;
    compare->result.cover_exact = true;
    if (smallest.ends[0] == count) return STATUS_OK;
    return order_cover(compare, &cover, smallest.members, smallest.ends[0], error);
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
        status = guardrails ? count_guardrails(&compare, error) : guard_by_factors(&compare, error);
    if (status == STATUS_OK) status = rank_guardrails(&compare, error);
    if (status == STATUS_OK) status = find_cover(&compare, error);
    if (status == STATUS_OK) {
        compare.result.skipped = observed.skipped;
        compare.result.sets = at_most_u64(count_plus(observed.set_count, observed.unlisted_sets));
        *ret = compare.result;
    }
    observed_release(&observed);
    arena_release(&compare.scratch);
    return status;
}
