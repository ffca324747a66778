/*
 * Smallest plans. A group of items reaches a depth when each opening holds that many of its items:
 * a cover of the openings. Where these are too many to list, a small group is found by taking items
 * out of the plan of all, as long as its depth lasts.
 */
#include "causes/meter.h"
#include "causes/multicover.h"
#include "causes/openings.h"

#include <stdlib.h>

enum { OPENINGS_LISTED = 100000, SEARCH_STEPS = 50000000 };

struct planning {
    const struct causes_graph *graph;
    const uint32_t *outcomes;
    size_t outcome_count, most;
    uint32_t depth;
    const struct causes_budget *budget;
    uint8_t *in_place; /* items that remove something and are not out */
    struct arena *arena, scratch;
};

static enum status one_plan(struct planning *planning, const uint32_t *items, size_t count,
                            struct causes_list *ret, struct error *error)
{
    uint32_t *members = arena_array(planning->arena, count, sizeof *members);
    uint32_t *ends = arena_array(planning->arena, 1, sizeof *ends);
    if (!members || !ends) return arena_full(planning->arena, error);
    if (count) memcpy(members, items, count * sizeof *members);
    ends[0] = (uint32_t)count;
    *ret = (struct causes_list){members, ends, planning->most ? 1 : 0};
    return STATUS_OK;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The openings are listed: covers of them. */
static enum status cover_openings(struct planning *planning, const struct causes_list *openings,
                                  struct causes_plans *plans, struct error *error)
{
    size_t *ends = arena_array(&planning->scratch, openings->count, sizeof *ends);
    if (!ends) return arena_full(&planning->scratch, error);
    for (size_t i = 0; i < openings->count; i++) ends[i] = openings->ends[i];
    struct multicover cover = {.members = openings->members,
                               .ends = ends,
                               .count = openings->count,
                               .choices = planning->graph->item_count,
                               .depth = planning->depth};
    uint32_t *greedy;
    size_t count;
    enum status status = multicover_greedy(&cover, &planning->scratch, &greedy, &count, error);
    if (status) return status;
    uint64_t steps =
        planning->budget->steps < SEARCH_STEPS ? planning->budget->steps : SEARCH_STEPS;
    status = multicover_smallest(&cover, count, steps, planning->most, planning->arena,
                                 &plans->plans, &plans->complete, error);
    if (status || plans->plans.count) return status;
    plans->complete = false;
    qsort(greedy, count, sizeof *greedy, ascending);
    return one_plan(planning, greedy, count, &plans->plans, error);
}

/* Whether the items in place reach the depth for certain. */
static enum status reaches(struct planning *planning, bool *ret, struct error *error)
{
    struct causes_budget budget = *planning->budget;
    budget.steps /= planning->graph->item_count + 2;
    budget.steps++;
    budget.largest = planning->depth;
    struct openings openings;
    uint32_t depth;
    bool at_least;
    enum status status = openings_make(planning->graph, planning->outcomes, planning->outcome_count,
                                       planning->in_place, &budget, &openings, error);
    *ret = false;
    if (status == STATUS_LIMIT) return STATUS_OK;
    if (status) return status;
    status = openings_depth(&openings, &depth, &at_least, error);
    if (status == STATUS_OK) *ret = depth >= planning->depth;
    openings_release(&openings);
    return status;
}

/* The openings are too many: from all items, the last first, what is not needed is taken out. */
static enum status thin_out(struct planning *planning, struct causes_plans *plans,
                            struct error *error)
{
    uint32_t n = planning->graph->item_count;
    uint32_t *left = arena_array(&planning->scratch, n, sizeof *left);
    if (!left) return arena_full(&planning->scratch, error);
    for (uint32_t i = n; i-- > 0;) {
        bool enough;
        if (!planning->in_place[i]) continue;
        planning->in_place[i] = 0;
        enum status status = reaches(planning, &enough, error);
        if (status) return status;
        planning->in_place[i] = !enough;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        if (planning->in_place[i]) left[count++] = i;
    plans->complete = false;
    return one_plan(planning, left, count, &plans->plans, error);
}

static enum status plan_from(struct planning *planning, const struct openings *openings,
                             struct causes_plans *plans, struct error *error)
{
    enum status status = openings_depth(openings, &plans->reachable, &plans->at_least, error);
    if (status) return status;
    plans->complete = true;
    if (planning->depth == 0 || (plans->reachable == UINT32_MAX && !plans->at_least))
        return one_plan(planning, NULL, 0, &plans->plans, error);
    if (plans->reachable < planning->depth) {
        plans->complete = !plans->at_least;
        return STATUS_OK;
    }
    struct causes_list list = {0};
    bool listed;
    status = openings_list(openings, OPENINGS_LISTED, &planning->scratch, &list, &listed, error);
    if (status) return status;
    return listed ? cover_openings(planning, &list, plans, error)
                  : thin_out(planning, plans, error);
}

enum status causes_smallest_plans(const struct causes_graph *graph, const uint32_t *outcomes,
                                  size_t outcome_count, uint32_t depth, size_t most,
                                  const struct causes_budget *budget, struct arena *arena,
                                  struct causes_plans *ret, struct error *error)
{
    if (outcome_count == 0)
        return error_set(error, STATUS_BAD_INPUT, "a plan is for at least one outcome");
    for (size_t i = 0; i < outcome_count; i++)
        if (outcomes[i] >= graph->condition_count)
            return error_set(error, STATUS_BAD_INPUT, "there is no condition %u in the graph",
                             outcomes[i]);
    struct meter meter; /* for the budget with its defaults filled in */
    meter_init(&meter, budget);
    budget = &meter.budget;
    struct planning planning = {.graph = graph,
                                .outcomes = outcomes,
                                .outcome_count = outcome_count,
                                .most = most,
                                .depth = depth,
                                .budget = budget,
                                .arena = arena};
    struct openings openings = {0};
    struct causes_plans plans = {0};
    arena_init(&planning.scratch, budget->bytes);
    planning.in_place = arena_array(&planning.scratch, graph->item_count, 1);
    enum status status = planning.in_place ? STATUS_OK : arena_full(&planning.scratch, error);
    for (uint32_t i = 0; i < graph->item_count && status == STATUS_OK; i++)
        planning.in_place[i] = graph->items[i].standing != CAUSES_STANDING_OUT &&
                               causes_item_removes(&graph->items[i]);
    if (status == STATUS_OK)
        status = openings_make(graph, outcomes, outcome_count, planning.in_place, budget, &openings,
                               error);
    if (status == STATUS_OK) status = plan_from(&planning, &openings, &plans, error);
    if (status == STATUS_OK) *ret = plans;
    openings_release(&openings);
    arena_release(&planning.scratch);
    return status;
}
