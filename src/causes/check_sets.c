/* What the sets of an outcome show: a condition alone, no guard, one known way, no single change.
 */
#include "causes/check.h"

#include <stdlib.h>

enum { ALONE_MOST = 100, FAMILY_BYTES = 16 };

enum status check_family(struct check *check, uint32_t outcome, enum causes_which which,
                         const struct causes_world *world, uint32_t largest,
                         struct causes_sets **ret, struct error *error)
{
    struct causes_budget left = *check->budget;
    *ret = NULL;
    if (check_is_spent(check)) return STATUS_OK;
    left.steps = check->until - check->steps;
    if (largest) left.largest = largest;
    struct causes_sets *sets = NULL;
    enum status status = causes_sets_new(check->graph, outcome, which, world, &left, &sets, error);
    if (status == STATUS_LIMIT) {
        check->steps = check->until;
        return STATUS_OK;
    }
    if (status) return status;
    struct causes_extent extent = causes_sets_extent(sets);
    check->steps += extent.steps;
    /* what each condition of the graph costs, even those that are not below; and the walks through
     * the family to come */
    check_pay(check, (uint64_t)check->graph->condition_count * 4 + extent.bytes / FAMILY_BYTES);
    *ret = sets;
    return STATUS_OK;
}

/* What a question to a family may cost as well ends the share, and is no mistake. */
static enum status within_share(struct check *check, enum status status)
{
    if (status != STATUS_LIMIT) return status;
    check->steps = check->until;
    return STATUS_OK;
}

enum status check_list(struct check *check, const struct causes_sets *sets, size_t most,
                       struct causes_list *ret, struct error *error)
{
    *ret = (struct causes_list){0};
    return within_share(check, causes_sets_list(sets, most, &check->scratch, ret, error));
}

enum status check_sizes(struct check *check, const struct causes_sets *sets, causes_count **ret,
                        size_t *ret_count, struct error *error)
{
    *ret = NULL;
    return within_share(check, causes_sets_sizes(sets, &check->scratch, ret, ret_count, error));
}

enum status check_tell_bound(struct check *check, uint32_t outcome, const char *what,
                             struct error *error)
{
    bool all = outcome == CAUSES_NONE;
    struct causes_finding found = finding_of(CAUSES_RULE_BOUND, outcome, outcome, CAUSES_NONE);
    found.text =
        arena_printf(check->arena, "Of %s not all was looked at within the budget: %s.",
                     all ? "the outcomes that are left" : check_named(check, outcome), what);
    found.question =
        all ? "Which of the outcomes is to be looked at by itself?"
            : arena_printf(check->arena,
                           "Would a graph of %s with fewer ways show the same, or is a larger "
                           "budget worth the wait?",
                           check_quoted(check, outcome));
    return check_tell(check, found, error);
}

/* Tells when not all sets are known. */
static enum status check_bound(struct check *check, uint32_t outcome,
                               const struct causes_sets *sets, struct error *error)
{
    struct causes_extent extent = {0};
    if (sets) extent = causes_sets_extent(sets);
    if (extent.complete) return STATUS_OK;
    if (extent.upto == 0) return check_tell_bound(check, outcome, "its sets were not made", error);
    const char *what =
        arena_printf(check->arena, "the sets of up to %u conditions are known, larger ones are not",
                     (unsigned)extent.upto);
    return what ? check_tell_bound(check, outcome, what, error) : arena_full(check->arena, error);
}

/* How many sets have so many conditions. */
static causes_count of_size(const causes_count *sizes, size_t count, size_t size)
{
    return size < count ? sizes[size] : 0;
}

/* ---- one condition is said to suffice ---- */

static enum status check_alone(struct check *check, uint32_t outcome,
                               const struct causes_sets *sets, struct error *error)
{
    causes_count *sizes = NULL;
    size_t size_count = 0;
    struct causes_list list = {0};
    enum status status = check_sizes(check, sets, &sizes, &size_count, error);
    if (status || !sizes || of_size(sizes, size_count, 1) == 0) return status;
    causes_count alone = of_size(sizes, size_count, 1);
    size_t most = alone < ALONE_MOST ? (size_t)alone : ALONE_MOST;
    status = check_list(check, sets, most, &list, error);
    for (size_t k = 0; k < list.count && !status; k++) {
        size_t count;
        const uint32_t *set = causes_set_at(&list, k, &count);
        if (count != 1) continue;
        struct causes_finding found = finding_of(CAUSES_RULE_ALONE, outcome, set[0], CAUSES_NONE);
        found.text =
            arena_printf(check->arena, "%s is said to suffice for %s, whatever else was so.",
                         check_named(check, set[0]), check_named(check, outcome));
        found.question = arena_printf(check->arena,
                                      "What else had to be so for %s to lead to %s: what is usual, "
                                      "and was there that day too?",
                                      check_quoted(check, set[0]), check_quoted(check, outcome));
        status = check_tell(check, found, error);
    }
    return status;
}

/* ---- one known way ---- */

static enum status check_if_only(struct check *check, uint32_t outcome,
                                 const struct causes_sets *sets, struct error *error)
{
    if (!causes_sets_extent(sets).complete || causes_sets_count(sets) != 1) return STATUS_OK;
    struct causes_list list = {0};
    enum status status = check_list(check, sets, 1, &list, error);
    if (status || list.count == 0) return status;
    size_t count;
    const uint32_t *set = causes_set_at(&list, 0, &count);
    if (count < 2) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_IF_ONLY, outcome, outcome, CAUSES_NONE);
    found.others = check_kept(check, set, count);
    found.other_count = count;
    found.text = arena_printf(
        check->arena,
        "One way to %s is known, and it takes %zu conditions: as drawn, each of them alone would "
        "have made the difference, which is more than a graph with one way can know.",
        check_named(check, outcome), count);
    found.question =
        arena_printf(check->arena,
                     "How else could %s come about: what could take the place of one of these: %s?",
                     check_quoted(check, outcome), check_listed(check, set, count, say_quoted));
    return check_tell(check, found, error);
}

/* ---- a way that no guard stands in ---- */

/* The ways that are left when every barrier holds. */
static enum status check_barrier(struct check *check, uint32_t outcome, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    uint8_t *held = calloc(graph->condition_count, 1);
    if (!held) return error_set(error, STATUS_NO_MEMORY, "out of memory for a world");
    for (size_t k = 0; k < check->below_count; k++) {
        uint32_t i = graph->order[check->below[k]];
        if (graph->conditions[i].form == CAUSES_FORM_BARRIER) held[i] = CAUSES_FIXED_NO;
    }
    held[outcome] = CAUSES_FREE;
    const struct causes_world world = {.conditions = held};
    struct causes_sets *sets = NULL;
    struct causes_list list = {0};
    enum status status = check_family(check, outcome, CAUSES_SUFFICIENT, &world, 0, &sets, error);
    if (!status && sets) status = check_list(check, sets, 1, &list, error);
    if (status || list.count == 0) goto out;
    size_t count;
    const uint32_t *set = causes_set_at(&list, 0, &count);
    struct causes_finding found = finding_of(CAUSES_RULE_BARRIER, outcome, outcome, CAUSES_NONE);
    found.others = check_kept(check, set, count);
    found.other_count = count;
    found.text =
        arena_printf(check->arena, "No guardrail, check or alarm stands in this way to %s: %s.",
                     check_named(check, outcome), check_listed(check, set, count, say_condition));
    found.question = arena_printf(
        check->arena, "What could have stopped this on its way to %s, or shown it early: %s?",
        check_quoted(check, outcome), check_listed(check, set, count, say_quoted));
    status = check_tell(check, found, error);
out:
    causes_sets_free(sets);
    free(held);
    return status;
}

/* ---- no single change ---- */

/* The outcome came about, and no condition by itself was needed: with any one of them otherwise it
 * is there by another way. What is not known counts as not so: more ways would change nothing. */
static enum status check_no_single(struct check *check, uint32_t outcome, struct error *error)
{
    if (check->was[outcome] != CAUSES_WAS_YES || check->mixed) return STATUS_OK;
    const struct causes_world world = {.observed = true, .unknown_no = true};
    struct causes_sets *sets = NULL;
    causes_count *sizes = NULL;
    size_t count = 0;
    enum status status = check_family(check, outcome, CAUSES_BREAKING, &world, 1, &sets, error);
    if (status || !sets) return status;
    struct causes_extent extent = causes_sets_extent(sets);
    status = check_sizes(check, sets, &sizes, &count, error);
    causes_sets_free(sets);
    if (status || !sizes || of_size(sizes, count, 1) > 0 || !(extent.complete || extent.upto >= 1))
        return status;
    struct causes_finding found = finding_of(CAUSES_RULE_NO_SINGLE, outcome, outcome, CAUSES_NONE);
    found.text =
        arena_printf(check->arena,
                     "With any one condition otherwise, %s would still have come about: no "
                     "single change would have kept it away.",
                     check_named(check, outcome));
    found.question = arena_printf(
        check->arena, "Which two or three changes together would have kept %s from coming about?",
        check_quoted(check, outcome));
    return check_tell(check, found, error);
}

enum status check_sets_below(struct check *check, uint32_t outcome, struct error *error)
{
    if (causes_is_leaf(condition_at(check, outcome)) || check->spent) return STATUS_OK;
    struct causes_sets *sets = NULL;
    check->spent = check->steps >= check->budget->steps;
    if (check->spent)
        return check_tell_bound(check, CAUSES_NONE, "their sets were not made", error);
    check->until = check->steps + (check->budget->steps - check->steps) / check->left + 1;
    enum status status = check_family(check, outcome, CAUSES_SUFFICIENT, NULL, 0, &sets, error);
    if (status) return status;
    status = check_bound(check, outcome, sets, error);
    if (!sets) return status;
    if (!status) status = check_alone(check, outcome, sets, error);
    if (!status) status = check_if_only(check, outcome, sets, error);
    if (!status) status = check_idle_below(check, outcome, sets, error);
    if (!status) status = check_barrier(check, outcome, error);
    if (!status) status = check_no_single(check, outcome, error);
    if (!status && check_is_spent(check) && causes_sets_extent(sets).complete)
        status = check_tell_bound(check, outcome, "some rules saw a part of its sets", error);
    causes_sets_free(sets);
    return status;
}
