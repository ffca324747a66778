/*
 * Counting what items leave.
 *
 * Items that remove leaves leave the sets that hold none of them, and these are counted on the
 * family itself. For items that hold an effect back or cut a way there is a second family: of the
 * graph with the items in place, or else the graph as it is together with one new condition. In it
 * a set with the new condition is a known set that is broken, since a set that still suffices does
 * so without the new condition. So what is broken is counted, and sets newly exposed are told from
 * those known.
 */
#include "causes/measure.h"

enum { BYTES_OF_A_STEP = 32 }; /* of a family, for what it costs to walk through it once */

/* Whether an item acts on more than leaves, as far as the outcome goes. */
static bool acts_within(const struct measure *measure, const struct causes_item *item)
{
    const struct causes_graph *graph = measure->graph;
    for (uint32_t t = 0; t < item->count; t++) {
        const struct causes_target *target = &item->targets[t];
        uint32_t at = target->condition;
        if (at == CAUSES_NONE && measure->below[graph->ways[target->way].effect]) return true;
        if (at == CAUSES_NONE || !measure->below[at]) continue;
        if (!causes_is_leaf(&graph->conditions[at])) return true;
    }
    return false;
}

enum status measure_init(struct measure *measure, const struct causes_graph *graph,
                         uint32_t outcome, const struct causes_budget *budget, struct error *error)
{
    *measure = (struct measure){
        .graph = graph, .outcome = outcome, .budget = budget, .largest = budget->largest};
    arena_init(&measure->scratch, budget->bytes);
    enum status status = causes_refuse_cycle(graph, error);
    if (status) return status;
    if (outcome >= graph->condition_count)
        return error_set(error, STATUS_BAD_INPUT, "there is no condition %u in the graph", outcome);
    measure->below = arena_array(&measure->scratch, graph->condition_count, 1);
    measure->gone = arena_array(&measure->scratch, graph->condition_count, 1);
    measure->inner = arena_array(&measure->scratch, graph->item_count, 1);
    measure->counted = arena_array(&measure->scratch, graph->item_count, 1);
    measure->trial = arena_array(&measure->scratch, graph->item_count, 1);
    if (!measure->below || !measure->gone || !measure->inner || !measure->counted ||
        !measure->trial)
        return arena_full(&measure->scratch, error);
    causes_below(graph, outcome, measure->below);
    uint64_t inner = 0;
    for (uint32_t i = 0; i < graph->item_count; i++) {
        measure->inner[i] = acts_within(measure, &graph->items[i]);
        inner += measure->inner[i];
    }
    measure->any_inner = inner > 0;
    /* Half for the known sets, half for the other families together: two an item at the most. */
    measure->steps_each = budget->steps / 2 / (2 * inner + 4) + 1;
    return STATUS_OK;
}

void measure_release(struct measure *measure)
{
    causes_sets_free(measure->known);
    arena_release(&measure->scratch);
}

/* ---- families ---- */

static void note_use(struct measure *measure, const struct causes_sets *sets)
{
    struct causes_extent extent = causes_sets_extent(sets);
    measure->extent.steps += extent.steps;
    if (extent.bytes > measure->extent.bytes) measure->extent.bytes = extent.bytes;
}

/* A family beside that of the known sets, of sets one condition larger when `extra` is 1. When it
 * cannot be had up to that size, LIMIT, and `lower` says at which size to begin again. */
enum status measure_family(struct measure *measure, const struct causes_graph *graph,
                           uint32_t outcome, const struct causes_world *world, uint32_t extra,
                           struct causes_sets **ret, struct error *error)
{
    struct causes_budget budget = *measure->budget;
    budget.steps = measure->steps_each;
    budget.bytes /= 2;
    budget.largest = measure->largest ? measure->largest + extra : 0;
    struct causes_sets *sets;
    enum status status =
        causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, world, &budget, &sets, error);
    if (status) return status;
    note_use(measure, sets);
    struct causes_extent extent = causes_sets_extent(sets);
    if (extent.complete || (budget.largest && extent.upto >= budget.largest)) {
        *ret = sets;
        return STATUS_OK;
    }
    causes_sets_free(sets);
    if (extent.upto > extra) measure->lower = extent.upto - extra;
    return error_set(error, STATUS_LIMIT,
                     "the budget does not suffice to count what items leave open");
}

/* The largest size up to which the sets can be counted at all. */
static enum status countable(struct measure *measure, struct error *error)
{
    causes_count *sizes, sum = 0;
    size_t count, size = 0;
    enum status status =
        causes_sets_sizes(measure->known, &measure->scratch, &sizes, &count, error);
    if (status) return status;
    for (; size < count && sizes[size] < CAUSES_COUNT_MOST / 4 - sum; size++) sum += sizes[size];
    if (size > 1) measure->lower = (uint32_t)size - 1;
    return error_set(error, STATUS_LIMIT, "there are too many sets to count");
}

enum status measure_known(struct measure *measure, struct error *error)
{
    struct causes_budget budget = *measure->budget;
    budget.steps /= 2;
    budget.bytes /= measure->any_inner ? 2 : 1;
    budget.largest = measure->largest;
    causes_sets_free(measure->known);
    measure->known = NULL;
    enum status status = causes_sets_new(measure->graph, measure->outcome, CAUSES_SUFFICIENT, NULL,
                                         &budget, &measure->known, error);
    if (status) return status;
    note_use(measure, measure->known);
    struct causes_extent extent = causes_sets_extent(measure->known);
    measure->extent.complete = extent.complete;
    measure->extent.upto = extent.upto;
    measure->extent.limited =
        !extent.complete && measure->budget->largest && extent.upto >= measure->budget->largest;
    if (!extent.complete && extent.upto == 0)
        return error_set(error, STATUS_LIMIT, "the budget does not suffice for any set");
    measure->largest = extent.complete ? 0 : extent.upto;
    measure->sets = causes_sets_count(measure->known);
    return measure->sets == CAUSES_COUNT_MOST ? countable(measure, error) : STATUS_OK;
}

/* ---- what items leave ---- */

static enum status pay_for_walk(struct measure *measure, struct error *error)
{
    measure->walks += causes_sets_extent(measure->known).bytes / BYTES_OF_A_STEP + 1;
    if (measure->walks <= measure->budget->steps) return STATUS_OK;
    return error_set(error, STATUS_LIMIT, "%u items are too many for so large a family of sets",
                     measure->graph->item_count);
}

static enum status open_by_leaves(struct measure *measure, const uint8_t *in_place,
                                  causes_count *ret, struct error *error)
{
    const struct causes_graph *graph = measure->graph;
    enum status status = pay_for_walk(measure, error);
    if (status) return status;
    for (int mark = 1; mark >= 0; mark--) {
        for (uint32_t i = 0; i < graph->item_count; i++) {
            const struct causes_item *item = &graph->items[i];
            for (uint32_t t = 0; in_place[i] && t < item->count; t++)
                if (item->targets[t].condition != CAUSES_NONE)
                    measure->gone[item->targets[t].condition] = (uint8_t)mark;
        }
        if (mark) *ret = causes_sets_without(measure->known, measure->gone);
    }
    return STATUS_OK;
}

enum status measure_broken(struct measure *measure, const uint8_t *cases, size_t count,
                           causes_count *ret, struct error *error)
{
    const struct causes_graph *graph = measure->graph;
    struct plan_graph plan;
    struct causes_sets *sets = NULL;
    uint32_t never, known, top, both[2] = {measure->outcome};
    enum status status = plan_graph_init(&plan, graph, measure->budget->bytes, error);
    uint32_t *guards = arena_array(&plan.arena, graph->item_count, sizeof *guards);
    uint32_t *tops = arena_array(&plan.arena, count + 1, sizeof *tops);
    if (status == STATUS_OK && (!guards || !tops)) status = arena_full(&plan.arena, error);
    if (status == STATUS_OK) status = plan_graph_leaf(&plan, &never, error);
    if (status == STATUS_OK) status = plan_graph_leaf(&plan, &known, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const uint8_t *in_place = cases + i * graph->item_count;
        for (uint32_t k = 0; k < graph->item_count; k++)
            guards[k] = in_place[k] ? never : CAUSES_NONE;
        status = plan_graph_copy(&plan, guards, error);
        tops[i] = plan.copy[measure->outcome];
    }
    both[1] = known;
    if (status == STATUS_OK) status = plan_graph_all(&plan, both, 2, &tops[count], error);
    if (status == STATUS_OK) status = plan_graph_any(&plan, tops, (uint32_t)count + 1, &top, error);
    if (status) goto out;
    size_t conditions = plan.graph.condition_count;
    uint8_t *fixed = arena_array(&plan.arena, conditions, 1);
    uint8_t *gone = arena_array(&plan.arena, conditions, 1);
    if (!fixed || !gone) {
        status = arena_full(&plan.arena, error);
        goto out;
    }
    fixed[never] = CAUSES_FIXED_NO;
    gone[known] = 1;
    struct causes_world world = {.conditions = fixed};
    status = measure_family(measure, &plan.graph, top, &world, 1, &sets, error);
    if (status == STATUS_OK) *ret = causes_sets_count(sets) - causes_sets_without(sets, gone);
out:
    causes_sets_free(sets);
    plan_graph_release(&plan);
    return status;
}

enum status measure_open(struct measure *measure, const uint8_t *in_place, causes_count *ret,
                         struct error *error)
{
    bool inner = false;
    for (uint32_t i = 0; i < measure->graph->item_count && !inner; i++)
        inner = in_place[i] && measure->inner[i];
    if (!inner) return open_by_leaves(measure, in_place, ret, error);
    causes_count broken;
    enum status status = measure_broken(measure, in_place, 1, &broken, error);
    if (status == STATUS_OK) *ret = measure->sets - broken;
    return status;
}
