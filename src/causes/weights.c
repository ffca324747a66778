/* How each leaf stands among the others. */
#include "causes/diagram.h"
#include "causes/family.h"

#include <math.h>
#include <stdlib.h>

/* ---- in what share of the worlds a leaf decides ---- */

struct deciding {
    struct meter *meter;
    const struct family *function;
    struct diagram diagram; /* the function's nodes under the same numbers, and differences */
    uint32_t *differ;       /* of each node: where its two halves are not the same */
    uint32_t differ_count;
    double *likely; /* share of the worlds in which a node is true */
    double *above;  /* share of the worlds that lead to a node */
    uint32_t likely_count;
};

static double variable_likely(const struct deciding *deciding, uint32_t variable)
{
    const struct family_variable *it = &deciding->function->variables[variable];
    return it->condition == CAUSES_NONE ? deciding->likely[it->root] : 0.5;
}

static bool take_differences(struct deciding *deciding)
{
    const struct family *function = deciding->function;
    struct diagram *diagram = &deciding->diagram;
    if (!diagram_init(diagram, UINT32_MAX - 1, false, deciding->meter)) return false;
    deciding->differ_count = function->node_count;
    deciding->differ = meter_take(deciding->meter, function->node_count, sizeof(uint32_t));
    if (!deciding->differ) return false;
    for (uint32_t i = 2; i < function->node_count; i++) {
        const struct family_node *node = &function->nodes[i];
        if (diagram_function(diagram, node->variable, node->hi, node->lo) == DIAGRAM_NONE)
            return false;
    }
    for (uint32_t i = 2; i < function->node_count; i++) {
        const struct family_node *node = &function->nodes[i];
        deciding->differ[i] = diagram_apply(diagram, DIAGRAM_XOR, node->hi, node->lo, 0);
        if (deciding->differ[i] == DIAGRAM_NONE) return false;
    }
    return true;
}

static bool take_likely(struct deciding *deciding)
{
    struct meter *meter = deciding->meter;
    const struct diagram *diagram = &deciding->diagram;
    deciding->likely_count = diagram->count;
    deciding->likely = meter_take(meter, diagram->count, sizeof(double));
    deciding->above = meter_take(meter, diagram->count, sizeof(double));
    if (!deciding->likely || !deciding->above) return false;
    deciding->likely[1] = 1;
    for (uint32_t i = 2; i < diagram->count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        double so = variable_likely(deciding, node->level);
        deciding->likely[i] =
            so * deciding->likely[node->hi] + (1 - so) * deciding->likely[node->lo];
    }
    return true;
}

/* The worlds that lead to one node do not lead to another of the same variable: so the shares add
 * up, over all places where the variable is asked and its two halves differ. */
static void pass_down(struct deciding *deciding, double *decides)
{
    const struct family *function = deciding->function;
    deciding->above[function->root] = 1;
    for (uint32_t i = function->node_count; i-- > 2;) {
        const struct family_node *node = &function->nodes[i];
        const struct family_variable *variable = &function->variables[node->variable];
        double above = deciding->above[i], so = variable_likely(deciding, node->variable);
        double own = above * deciding->likely[deciding->differ[i]];
        if (variable->condition == CAUSES_NONE)
            deciding->above[variable->root] += own;
        else
            decides[variable->condition] += own;
        deciding->above[node->hi] += above * so;
        deciding->above[node->lo] += above * (1 - so);
    }
}

/* For each condition, in `decides` (zeroed). False when the budget is spent. */
static bool decide(const struct family *function, struct meter *meter, double *decides)
{
    struct deciding deciding = {.meter = meter, .function = function};
    bool done = take_differences(&deciding) && take_likely(&deciding);
    if (done) pass_down(&deciding, decides);
    diagram_release(&deciding.diagram);
    meter_give(meter, deciding.differ, deciding.differ_count, sizeof(uint32_t));
    meter_give(meter, deciding.likely, deciding.likely_count, sizeof(double));
    meter_give(meter, deciding.above, deciding.likely_count, sizeof(double));
    return done;
}

/* All NAN when the budget is spent. Returns the steps used. */
static uint64_t take_decides(const struct causes_graph *graph, uint32_t outcome,
                             const struct causes_budget *budget, double *decides)
{
    struct meter meter;
    meter_init(&meter, budget);
    struct net net;
    struct family function = {0};
    const struct causes_world world = {.observed = true};
    bool done = net_init(&net, graph, outcome, CAUSES_SUFFICIENT, &world, &meter) &&
                family_solve(&net, SOLVE_FUNCTION, &meter, &function) &&
                decide(&function, &meter, decides);
    net_release(&net, &meter);
    family_release(&function, &meter);
    for (uint32_t i = 0; !done && i < graph->condition_count; i++) decides[i] = (double)NAN;
    return meter.steps;
}

/* ---- together ---- */

static int by_standing(const void *left, const void *right)
{
    const struct causes_weight *a = left, *b = right;
    uint32_t near_a = a->together - 1, near_b = b->together - 1; /* 0 becomes the largest */
    if (near_a != near_b) return near_a < near_b ? -1 : 1;
    if (a->sets != b->sets) return a->sets > b->sets ? -1 : 1;
    return (a->condition > b->condition) - (a->condition < b->condition);
}

/* Members of a family made for the purpose; its extent is taken into *extent. */
static enum status members_of(const struct causes_graph *graph, uint32_t outcome,
                              enum causes_which which, const struct causes_world *world,
                              const struct causes_budget *budget, struct arena *arena,
                              struct causes_membership **ret, struct causes_extent *extent,
                              struct error *error)
{
    struct causes_sets *sets;
    enum status status = causes_sets_new(graph, outcome, which, world, budget, &sets, error);
    if (status) return status;
    struct causes_extent own = causes_sets_extent(sets);
    if (!own.complete && (extent->complete || own.upto < extent->upto)) extent->upto = own.upto;
    extent->limited =
        extent->complete ? own.limited : extent->limited && (own.complete || own.limited);
    extent->complete = extent->complete && own.complete;
    extent->steps += own.steps;
    if (own.bytes > extent->bytes) extent->bytes = own.bytes;
    status = causes_sets_members(sets, arena, ret, error);
    causes_sets_free(sets);
    return status;
}

/* Each of the three answers has an even part of the budget. */
static struct causes_budget third_of(const struct causes_budget *budget)
{
    struct meter meter; /* for the budget with its defaults filled in */
    meter_init(&meter, budget);
    meter.budget.steps = meter.budget.steps / 3 + 1;
    return meter.budget;
}

enum status causes_weights(const struct causes_graph *graph, uint32_t outcome,
                           const struct causes_budget *budget, struct arena *arena,
                           struct causes_weight **ret, size_t *ret_count,
                           struct causes_extent *ret_extent, struct error *error)
{
    struct causes_extent extent = {.complete = true};
    const struct causes_world observed = {.observed = true};
    struct causes_membership *all, *breaking;
    const struct causes_budget third = third_of(budget);
    enum status status =
        members_of(graph, outcome, CAUSES_SUFFICIENT, NULL, &third, arena, &all, &extent, error);
    if (!status)
        status = members_of(graph, outcome, CAUSES_BREAKING, &observed, &third, arena, &breaking,
                            &extent, error);
    if (status) return status;
    uint32_t count = graph->condition_count;
    double *decides = arena_array(arena, count, sizeof *decides);
    uint8_t *below = arena_alloc(arena, count);
    struct causes_weight *weights = arena_array(arena, count, sizeof *weights);
    if (!decides || !below || !weights) return arena_full(arena, error);
    extent.steps += take_decides(graph, outcome, &third, decides);
    causes_below(graph, outcome, below);
    size_t leaves = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct causes_condition *condition = &graph->conditions[i];
        if (!below[i] || !causes_is_leaf(condition)) continue;
        weights[leaves++] = (struct causes_weight){
            .condition = i,
            .observed = causes_was(condition) != CAUSES_WAS_NO,
            .needed = breaking[i].smallest == 1,
            .together = breaking[i].smallest,
            .sets = all[i].sets,
            .smallest = all[i].smallest,
            .decides = decides[i],
        };
    }
    qsort(weights, leaves, sizeof *weights, by_standing);
    *ret = weights;
    *ret_count = leaves;
    *ret_extent = extent;
    return STATUS_OK;
}
