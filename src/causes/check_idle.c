/*
 * Conditions that make no difference. A leaf is idle under an outcome when it is in none of its
 * sets; an effect when the sets stay the same with it held back. Holding one back only takes ways
 * away, so the sets are the same when as many of each size are left: going up by size, each set
 * that is left holds an old one, and a smaller old one would be left as well.
 */
#include "causes/check.h"

#include <stdlib.h>

enum { SAMPLE = 64 };
static const uint64_t held_back_most = 4000000; /* effects times what is below the outcome */

static enum status tell_idle(struct check *check, uint32_t outcome, uint32_t i, struct error *error)
{
    struct causes_finding found = finding_of(CAUSES_RULE_IDLE, outcome, i, CAUSES_NONE);
    found.text =
        arena_printf(check->arena, "As drawn, %s makes no difference to %s: no known way needs it.",
                     check_named(check, i), check_named(check, outcome));
    found.question =
        arena_printf(check->arena,
                     "What did %s change: is there a way to %s that needs it, or did "
                     "it make the harm longer or wider, which is an outcome of its own?",
                     check_quoted(check, i), check_quoted(check, outcome));
    return check_tell(check, found, error);
}

static enum status check_leaves(struct check *check, uint32_t outcome,
                                const struct causes_sets *sets, struct error *error)
{
    struct causes_membership *members = NULL;
    enum status status = causes_sets_members(sets, &check->scratch, &members, error);
    if (status) return status;
    uint32_t leaves = 0, used = 0, one = CAUSES_NONE;
    for (size_t k = 0; k < check->below_count && !status; k++) {
        uint32_t i = check->graph->order[check->below[k]];
        if (!causes_is_leaf(condition_at(check, i))) continue;
        leaves++;
        if (members[i].sets > 0) {
            used++;
            one = i;
        } else {
            status = tell_idle(check, outcome, i, error);
        }
    }
    if (status || leaves < 2 || used != 1) return status;
    struct causes_finding found = finding_of(CAUSES_RULE_SINGLE, outcome, one, CAUSES_NONE);
    found.text = arena_printf(
        check->arena, "Of the %u conditions at the ends of the graph of %s, %s alone counts.",
        (unsigned)leaves, check_named(check, outcome), check_named(check, one));
    found.question =
        arena_printf(check->arena, "What did the others do, and what else had to be so beside %s?",
                     check_quoted(check, one));
    return check_tell(check, found, error);
}

/* ---- effects ---- */

/* Marks effects that a set cannot do without: from the top, each that is the only way of one that
 * is marked. `so`: what is so when exactly the set is. */
static void mark_needed(const struct check *check, uint32_t outcome, const uint8_t *so,
                        uint8_t *needed, uint8_t *scratch)
{
    const struct causes_graph *graph = check->graph;
    for (size_t k = 0; k < check->below_count; k++) scratch[graph->order[check->below[k]]] = 0;
    scratch[outcome] = 1;
    for (size_t k = 0; k < check->below_count; k++) {
        uint32_t i = graph->order[check->below[k]];
        const struct causes_condition *at = &graph->conditions[i];
        if (!scratch[i]) continue;
        needed[i] = 1;
        const struct causes_way *only = NULL;
        uint32_t ways = 0;
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++) {
            uint32_t yes = 0;
            for (uint32_t l = 0; l < graph->ways[w].count; l++)
                yes += so[graph->ways[w].links[l].condition];
            if (yes < graph->ways[w].enough) continue;
            ways++;
            if (yes == graph->ways[w].enough) only = &graph->ways[w];
        }
        if (ways != 1 || !only) continue;
        for (uint32_t l = 0; l < only->count; l++)
            if (so[only->links[l].condition]) scratch[only->links[l].condition] = 1;
    }
}

static enum status mark_by_sample(struct check *check, uint32_t outcome,
                                  const struct causes_sets *sets, uint8_t *needed, uint8_t *scratch,
                                  struct error *error)
{
    struct causes_list list = {0};
    enum status status = check_list(check, sets, SAMPLE, &list, error);
    uint32_t most = check->graph->condition_count;
    uint8_t *so = scratch + most;
    for (size_t k = 0; k < list.count && !status && !check_is_spent(check); k++) {
        size_t count;
        const uint32_t *set = causes_set_at(&list, k, &count);
        check_pay(check, (uint64_t)most + check->graph->way_count + check->below_count);
        memset(so, 0, most);
        for (size_t i = 0; i < count; i++) so[set[i]] = 1;
        causes_values(check->graph, NULL, so, so);
        mark_needed(check, outcome, so, needed, scratch);
    }
    return status;
}

static bool same_sizes(const causes_count *a, size_t a_count, const causes_count *b, size_t b_count)
{
    for (size_t i = 0; i < a_count || i < b_count; i++) {
        causes_count x = i < a_count ? a[i] : 0, y = i < b_count ? b[i] : 0;
        if (x != y || x == CAUSES_COUNT_MOST) return false;
    }
    return true;
}

/* Whether as many sets of each size are left with an effect held back. */
static enum status stays_same(struct check *check, uint32_t outcome, uint32_t effect,
                              const causes_count *sizes, size_t size_count, uint8_t *held,
                              bool *ret, struct error *error)
{
    struct causes_sets *left = NULL;
    causes_count *left_sizes = NULL;
    size_t count = 0;
    held[effect] = CAUSES_FIXED_NO;
    const struct causes_world world = {.conditions = held};
    enum status status = check_family(check, outcome, CAUSES_SUFFICIENT, &world, 0, &left, error);
    held[effect] = CAUSES_FREE;
    *ret = false;
    if (status || !left) return status;
    if (causes_sets_extent(left).complete) {
        status = check_sizes(check, left, &left_sizes, &count, error);
        *ret = !status && left_sizes && same_sizes(left_sizes, count, sizes, size_count);
    }
    causes_sets_free(left);
    return status;
}

static enum status check_effects(struct check *check, uint32_t outcome,
                                 const struct causes_sets *sets, struct error *error)
{
    size_t most = check->graph->condition_count;
    uint8_t *bytes = calloc(most, 4); /* needed, scratch (two), held */
    if (!bytes) return error_set(error, STATUS_NO_MEMORY, "out of memory for a world");
    uint8_t *needed = bytes, *held = bytes + 3 * most;
    causes_count *sizes = NULL;
    size_t size_count = 0;
    enum status status = check_sizes(check, sets, &sizes, &size_count, error);
    if (!sizes) goto out;
    if (!status) status = mark_by_sample(check, outcome, sets, needed, bytes + most, error);
    uint64_t work = 0;
    bool told = false;
    for (size_t k = 0; k < check->below_count && !status; k++) {
        uint32_t i = check->graph->order[check->below[k]];
        bool same = false;
        if (needed[i] || causes_is_leaf(condition_at(check, i))) continue;
        work += check->below_count;
        if (work > held_back_most) {
            if (!told)
                status = check_tell_bound(check, outcome,
                                          "not each effect was held back to see whether "
                                          "it makes a difference",
                                          error);
            told = true;
            continue;
        }
        status = stays_same(check, outcome, i, sizes, size_count, held, &same, error);
        if (!status && same) status = tell_idle(check, outcome, i, error);
    }
out:
    free(bytes);
    return status;
}

enum status check_idle_below(struct check *check, uint32_t outcome, const struct causes_sets *sets,
                             struct error *error)
{
    if (!causes_sets_extent(sets).complete) return STATUS_OK;
    enum status status = check_leaves(check, outcome, sets, error);
    /* with links that are turned round, to hold one back may open ways */
    return status || check->mixed ? status : check_effects(check, outcome, sets, error);
}

enum status check_apart(struct check *check, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < check->graph->condition_count && !status; i++) {
        const struct causes_condition *at = condition_at(check, i);
        bool helped = at->part == CAUSES_PART_MITIGATOR || at->form == CAUSES_FORM_MITIGATOR ||
                      at->barrier == CAUSES_BARRIER_HELD;
        if (check->seen[i] || helped) continue;
        struct causes_finding found = finding_of(CAUSES_RULE_IDLE, CAUSES_NONE, i, CAUSES_NONE);
        found.text =
            arena_printf(check->arena, "%s is in no way to any outcome.", check_named(check, i));
        found.question = arena_printf(check->arena,
                                      "What did %s help to bring about, and together "
                                      "with what?",
                                      check_quoted(check, i));
        status = check_tell(check, found, error);
    }
    return status;
}
