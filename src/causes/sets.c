/* From a graph to a family of sets. */
#include "causes/family.h"

#include <stdlib.h>

static enum status refuse(const struct causes_graph *graph, uint32_t outcome, struct error *error)
{
    if (outcome >= graph->condition_count)
        return error_set(error, STATUS_BAD_INPUT, "the outcome is no condition of the graph");
    return graph->order ? STATUS_OK : causes_refuse_cycle(graph, error);
}

/* Size of the largest set. */
static uint32_t largest_of(const struct family *family, uint32_t *sizes)
{
    sizes[0] = sizes[1] = 0;
    for (uint32_t i = 2; i < family->node_count; i++) {
        const struct family_node *node = &family->nodes[i];
        const struct family_variable *variable = &family->variables[node->variable];
        uint32_t own = variable->condition == CAUSES_NONE ? sizes[variable->root] : 1;
        uint32_t with = node->hi ? sizes[node->hi] + own : 0;
        sizes[i] = with > sizes[node->lo] ? with : sizes[node->lo];
    }
    return sizes[family->root];
}

static bool fits(struct causes_sets *sets, uint32_t largest, struct meter *meter)
{
    uint32_t count = sets->family.node_count;
    uint32_t *sizes = meter_take(meter, count, sizeof *sizes);
    bool done = sizes && (largest == 0 || largest_of(&sets->family, sizes) <= largest);
    meter_give(meter, sizes, count, sizeof *sizes);
    return done;
}

/* The whole family, and what is asked for of it. */
static bool solve_whole(struct causes_sets *sets, const struct net *net, enum solve_for what,
                        struct meter *meter)
{
    uint32_t largest = meter->budget.largest;
    if (!family_solve(net, what, meter, &sets->family)) return false;
    if (fits(sets, largest, meter)) {
        sets->extent.complete = true;
        return true;
    }
    struct family cut;
    if (!limited_cut(&sets->family, largest, meter, &cut)) {
        family_release(&cut, meter);
        return false;
    }
    family_release(&sets->family, meter);
    sets->family = cut;
    sets->extent.limited = true;
    sets->extent.upto = largest;
    return true;
}

/* What can be had where there is no whole family. */
static bool solve_bound(struct causes_sets *sets, const struct net *net, struct meter *meter)
{
    uint32_t largest = meter->budget.largest, upto = 0;
    bool all = false;
    family_release(&sets->family, meter);
    meter->most_steps = meter->budget.steps;
    if (!meter_again(meter)) return false;
    if (!net->coherent || !limited_solve(net, largest, meter, &sets->family, &upto, &all))
        return false;
    sets->extent.complete = all;
    sets->extent.upto = all ? 0 : upto;
    sets->extent.limited = !all && upto == largest;
    return true;
}

/* False when there is not room enough for a net. What is not solved in half of the steps leaves the
 * other half to a bound; where only the small sets are asked for, an eighth. */
static bool solve_graph(struct causes_sets *sets, const struct causes_graph *graph,
                        uint32_t outcome, enum causes_which which, const struct causes_world *world,
                        struct meter *meter)
{
    struct net net;
    enum solve_for what = SOLVE_FAMILY;
    bool room = net_init(&net, graph, outcome, which, world, meter);
    if (room && which == CAUSES_BREAKING && !net.coherent) {
        /* The dual of a turned link would ask of the worlds what no known way asks. */
        net_release(&net, meter);
        what = SOLVE_MEETING;
        room = net_init(&net, graph, outcome, CAUSES_SUFFICIENT, world, meter);
    }
    meter->most_steps = meter->budget.steps / (meter->budget.largest ? 8 : 2);
    if (meter->most_steps < meter->steps) meter->most_steps = meter->steps;
    if (room && !solve_whole(sets, &net, what, meter) && !solve_bound(sets, &net, meter)) {
        meter_again(meter);
        family_release(&sets->family, meter);
        room = solve_constant(false, meter, &sets->family);
    }
    net_release(&net, meter);
    return room;
}

enum status causes_sets_new(const struct causes_graph *graph, uint32_t outcome,
                            enum causes_which which, const struct causes_world *world,
                            const struct causes_budget *budget, struct causes_sets **ret,
                            struct error *error)
{
    enum status status = refuse(graph, outcome, error);
    if (status) return status;
    struct meter meter;
    meter_init(&meter, budget);
    struct causes_sets *sets = calloc(1, sizeof *sets);
    if (!sets) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    sets->condition_count = graph->condition_count;
    sets->budget = meter.budget;
    sets->budget.stop = NULL;
    if (!solve_graph(sets, graph, outcome, which, world, &meter)) {
        causes_sets_free(sets);
        return error_set(error, STATUS_LIMIT, "the graph does not fit into the budget");
    }
    sets->extent.steps = meter.steps;
    sets->extent.bytes = meter.most_bytes;
    sets->counts = malloc(sets->family.node_count * sizeof *sets->counts);
    sets->marks = calloc(graph->condition_count, 1);
    if (!sets->counts || !sets->marks) goto no_memory;
    *ret = sets;
    return STATUS_OK;
no_memory:
    causes_sets_free(sets);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}
