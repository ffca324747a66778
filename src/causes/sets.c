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

static bool solve_graph(struct causes_sets *sets, const struct causes_graph *graph,
                        uint32_t outcome, enum causes_which which, const struct causes_world *world,
                        struct meter *meter)
{
    struct net net;
    enum solve_for what = SOLVE_FAMILY;
    bool done = net_init(&net, graph, outcome, which, world, meter);
    if (done && which == CAUSES_BREAKING && !net.coherent) {
        /* The dual of a turned link would ask of the worlds what no known way asks. */
        net_release(&net, meter);
        what = SOLVE_MEETING;
        done = net_init(&net, graph, outcome, CAUSES_SUFFICIENT, world, meter);
    }
    done = done && solve(&net, what, meter, &sets->family);
    net_release(&net, meter);
    return done;
}

/* Keeps the sets of at most so many conditions. */
static bool limit(struct causes_sets *sets, uint32_t largest, struct meter *meter)
{
    uint32_t count = sets->family.node_count;
    uint32_t *sizes = meter_take(meter, count, sizeof *sizes);
    if (!sizes) return false;
    bool all = largest == 0 || largest_of(&sets->family, sizes) <= largest;
    meter_give(meter, sizes, count, sizeof *sizes);
    sets->extent.complete = all;
    if (all) return true;
    struct family cut;
    bool done = limited_cut(&sets->family, largest, meter, &cut);
    family_release(done ? &sets->family : &cut, meter);
    if (!done) return false;
    sets->family = cut;
    sets->extent.limited = true;
    sets->extent.upto = largest;
    return true;
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
    if (!solve_graph(sets, graph, outcome, which, world, &meter) ||
        !limit(sets, meter.budget.largest, &meter)) {
        family_release(&sets->family, &meter);
        meter.spent = false;
        if (!solve_constant(false, &meter, &sets->family)) goto no_bound;
    }
    sets->extent.steps = meter.steps;
    sets->extent.bytes = meter.most_bytes;
    sets->counts = malloc(sets->family.node_count * sizeof *sets->counts);
    sets->marks = calloc(graph->condition_count, 1);
    if (!sets->counts || !sets->marks) goto no_memory;
    *ret = sets;
    return STATUS_OK;
no_bound:
    causes_sets_free(sets);
    return error_set(error, STATUS_LIMIT, "the budget is too small for any answer");
no_memory:
    causes_sets_free(sets);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}
