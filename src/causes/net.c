/* From a graph to a net. */
#include "causes/net.h"

#include <assert.h>

struct source {
    const struct causes_graph *graph;
    const struct causes_world *world;
    bool dual;
    uint8_t *below;
    net_ref *values; /* of each condition */
    net_ref *ways;   /* of the condition at hand */
    uint32_t way_room;
};

static enum causes_fixed fixed_of(const uint8_t *fixed, uint32_t i)
{
    return fixed ? (enum causes_fixed)fixed[i] : CAUSES_FREE;
}

static enum causes_fixed condition_fixed(const struct source *source, uint32_t condition)
{
    const struct causes_world *world = source->world;
    if (!world) return CAUSES_FREE;
    enum causes_fixed fixed = fixed_of(world->conditions, condition);
    const struct causes_condition *it = &source->graph->conditions[condition];
    if (fixed || !world->observed || !causes_is_leaf(it)) return fixed;
    enum causes_was was = causes_was(it);
    if (was == CAUSES_WAS_NO || (was == CAUSES_WAS_UNKNOWN && world->unknown_no))
        return CAUSES_FIXED_NO;
    return CAUSES_FREE;
}

static net_ref constant(const struct source *source, enum causes_fixed fixed)
{
    return (fixed == CAUSES_FIXED_YES) != source->dual ? NET_TRUE : NET_FALSE;
}

static int64_t enough_of(const struct source *source, int64_t enough, int64_t count)
{
    return source->dual ? count - enough + 1 : enough;
}

static bool way_value(const struct source *source, struct net_maker *maker, uint32_t number,
                      net_ref *ret)
{
    const struct causes_way *way = &source->graph->ways[number];
    enum causes_fixed fixed = source->world ? fixed_of(source->world->ways, number) : CAUSES_FREE;
    if (fixed) {
        *ret = constant(source, fixed);
        return true;
    }
    maker->count = 0;
    for (uint32_t i = 0; i < way->count; i++)
        if (!net_add_input(maker, source->values[way->links[i].condition] ^ way->links[i].absent))
            return false;
    return net_make_gate(maker, enough_of(source, way->enough, way->count), ret);
}

static bool effect_value(struct source *source, struct net_maker *maker, uint32_t effect,
                         net_ref *ret)
{
    const struct causes_condition *it = &source->graph->conditions[effect];
    if (!meter_grow(maker->meter, &source->ways, &source->way_room, it->way_count,
                    sizeof *source->ways))
        return false;
    for (uint32_t i = 0; i < it->way_count; i++)
        if (!way_value(source, maker, it->first_way + i, &source->ways[i])) return false;
    maker->count = 0;
    for (uint32_t i = 0; i < it->way_count; i++)
        if (!net_add_input(maker, source->ways[i])) return false;
    return net_make_gate(maker, enough_of(source, 1, it->way_count), ret);
}

/* What the outcome may depend on: nothing below what is held fast. */
static void mark_below(const struct source *source, uint32_t outcome)
{
    const struct causes_graph *graph = source->graph;
    source->below[outcome] = 1;
    for (uint32_t at = graph->condition_count; at-- > 0;) {
        uint32_t effect = graph->order[at];
        if (!source->below[effect] || condition_fixed(source, effect)) continue;
        const struct causes_condition *it = &graph->conditions[effect];
        for (uint32_t w = it->first_way; w < it->first_way + it->way_count; w++) {
            if (source->world && fixed_of(source->world->ways, w)) continue;
            for (uint32_t i = 0; i < graph->ways[w].count; i++)
                source->below[graph->ways[w].links[i].condition] = 1;
        }
    }
}

static bool take_leaves(struct source *source, struct net_maker *maker)
{
    struct net *net = maker->net;
    for (uint32_t i = 0; i < source->graph->condition_count; i++) {
        if (!source->below[i]) continue;
        enum causes_fixed fixed = condition_fixed(source, i);
        if (fixed) {
            source->values[i] = constant(source, fixed);
        } else if (causes_is_leaf(&source->graph->conditions[i])) {
            if (!meter_grow(maker->meter, &net->leaves, &net->leaf_room,
                            (uint64_t)net->leaf_count + 1, sizeof *net->leaves))
                return false;
            source->values[i] = net->leaf_count << 1;
            net->leaves[net->leaf_count++] = i;
        }
    }
    return true;
}

static bool take_graph(struct source *source, struct net_maker *maker, uint32_t outcome)
{
    const struct causes_graph *graph = source->graph;
    mark_below(source, outcome);
    if (!take_leaves(source, maker)) return false;
    for (uint32_t at = 0; at < graph->condition_count; at++) {
        uint32_t i = graph->order[at];
        if (!source->below[i] || condition_fixed(source, i) ||
            causes_is_leaf(&graph->conditions[i]))
            continue;
        if (!meter_steps(maker->meter, 1) || !effect_value(source, maker, i, &source->values[i]))
            return false;
    }
    maker->net->top = source->values[outcome];
    return true;
}

static bool make_net(struct net *net, const struct causes_graph *graph, uint32_t outcome,
                     enum causes_which which, const struct causes_world *world, struct meter *meter)
{
    uint32_t count = graph->condition_count;
    struct net_maker maker = {.net = net, .meter = meter};
    struct source source = {.graph = graph,
                            .world = world,
                            .dual = which == CAUSES_BREAKING,
                            .below = meter_take(meter, count, sizeof *source.below),
                            .values = meter_take(meter, count, sizeof *source.values)};
    bool done = source.below && source.values && take_graph(&source, &maker, outcome);
    meter_give(meter, source.below, count, sizeof *source.below);
    meter_give(meter, source.values, count, sizeof *source.values);
    meter_give(meter, source.ways, source.way_room, sizeof *source.ways);
    net_maker_release(&maker);
    return done;
}

bool net_init(struct net *net, const struct causes_graph *graph, uint32_t outcome,
              enum causes_which which, const struct causes_world *world, struct meter *meter)
{
    assert(graph->order && outcome < graph->condition_count);
    *net = (struct net){0};
    if (!make_net(net, graph, outcome, which, world, meter) || !net_reduce(net, meter))
        return false;
    net->coherent = net->top == NET_TRUE || !net_turned(net->top);
    for (uint32_t i = 0; i < net->input_count; i++)
        if (net_turned(net->inputs[i])) net->coherent = false;
    return true;
}

void net_release(struct net *net, struct meter *meter)
{
    meter_give(meter, net->leaves, net->leaf_room, sizeof *net->leaves);
    meter_give(meter, net->gates, net->gate_room, sizeof *net->gates);
    meter_give(meter, net->inputs, net->input_room, sizeof *net->inputs);
    *net = (struct net){0};
}
