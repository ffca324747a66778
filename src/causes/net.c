#include "causes/net.h"

#include <assert.h>
#include <stdlib.h>

/* A net being made, with the inputs of the gate at hand. */
struct maker {
    struct net *net;
    struct meter *meter;
    net_ref *inputs;
    uint32_t count, room;
};

static bool add_input(struct maker *maker, net_ref input)
{
    if (!meter_grow(maker->meter, &maker->inputs, &maker->room, (uint64_t)maker->count + 1,
                    sizeof *maker->inputs))
        return false;
    maker->inputs[maker->count++] = input;
    return true;
}

static int by_number(const void *left, const void *right)
{
    net_ref a = *(const net_ref *)left, b = *(const net_ref *)right;
    return (a > b) - (a < b);
}

/* Takes out inputs that never are, and those that always are; returns how many of the others are
 * enough. */
static int64_t fold(struct maker *maker, int64_t enough)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < maker->count; i++) {
        net_ref input = maker->inputs[i];
        if (input == NET_TRUE)
            enough--;
        else if (input != NET_FALSE)
            maker->inputs[kept++] = input;
    }
    maker->count = kept;
    return enough;
}

/* Of an AND or an OR: each input once. */
static void drop_twins(struct maker *maker)
{
    qsort(maker->inputs, maker->count, sizeof *maker->inputs, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < maker->count; i++)
        if (!kept || maker->inputs[kept - 1] != maker->inputs[i])
            maker->inputs[kept++] = maker->inputs[i];
    maker->count = kept;
}

/* The gate of the inputs at hand, in *ret; false when the budget is spent. */
static bool make_gate(struct maker *maker, int64_t enough, net_ref *ret)
{
    struct net *net = maker->net;
    enough = fold(maker, enough);
    if (enough > 1 && enough == maker->count) {
        drop_twins(maker);
        enough = maker->count;
    } else if (enough == 1) {
        drop_twins(maker);
    }
    if (enough <= 0 || enough > maker->count) {
        *ret = enough <= 0 ? NET_TRUE : NET_FALSE;
        return true;
    }
    if (maker->count == 1) {
        *ret = maker->inputs[0];
        return true;
    }
    uint32_t turned = 0;
    for (uint32_t i = 0; i < maker->count; i++) turned += net_turned(maker->inputs[i]);
    bool turn = turned >= enough; /* it would come about where nothing does */
    if (turn) enough = (int64_t)maker->count - enough + 1;
    if (!meter_grow(maker->meter, &net->gates, &net->gate_room, (uint64_t)net->gate_count + 1,
                    sizeof *net->gates) ||
        !meter_grow(maker->meter, &net->inputs, &net->input_room,
                    (uint64_t)net->input_count + maker->count, sizeof *net->inputs))
        return false;
    for (uint32_t i = 0; i < maker->count; i++)
        net->inputs[net->input_count + i] = maker->inputs[i] ^ turn;
    net->gates[net->gate_count] =
        (struct net_gate){(uint32_t)enough, net->input_count, maker->count};
    net->input_count += maker->count;
    *ret = (net->leaf_count + net->gate_count++) << 1 | turn;
    return true;
}

/* ---- from a graph ---- */

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

static bool way_value(const struct source *source, struct maker *maker, uint32_t number,
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
        if (!add_input(maker, source->values[way->links[i].condition] ^ way->links[i].absent))
            return false;
    return make_gate(maker, enough_of(source, way->enough, way->count), ret);
}

static bool effect_value(struct source *source, struct maker *maker, uint32_t effect, net_ref *ret)
{
    const struct causes_condition *it = &source->graph->conditions[effect];
    if (!meter_grow(maker->meter, &source->ways, &source->way_room, it->way_count,
                    sizeof *source->ways))
        return false;
    for (uint32_t i = 0; i < it->way_count; i++)
        if (!way_value(source, maker, it->first_way + i, &source->ways[i])) return false;
    maker->count = 0;
    for (uint32_t i = 0; i < it->way_count; i++)
        if (!add_input(maker, source->ways[i])) return false;
    return make_gate(maker, enough_of(source, 1, it->way_count), ret);
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

static bool take_leaves(struct source *source, struct maker *maker)
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

static bool take_graph(struct source *source, struct maker *maker, uint32_t outcome)
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

bool net_init(struct net *net, const struct causes_graph *graph, uint32_t outcome,
              enum causes_which which, const struct causes_world *world, struct meter *meter)
{
    assert(graph->order && outcome < graph->condition_count);
    *net = (struct net){0};
    uint32_t count = graph->condition_count;
    struct maker maker = {.net = net, .meter = meter};
    struct source source = {.graph = graph,
                            .world = world,
                            .dual = which == CAUSES_BREAKING,
                            .below = meter_take(meter, count, sizeof *source.below),
                            .values = meter_take(meter, count, sizeof *source.values)};
    bool done = source.below && source.values && take_graph(&source, &maker, outcome);
    meter_give(meter, source.below, count, sizeof *source.below);
    meter_give(meter, source.values, count, sizeof *source.values);
    meter_give(meter, source.ways, source.way_room, sizeof *source.ways);
    meter_give(meter, maker.inputs, maker.room, sizeof *maker.inputs);
    net->coherent = net->top == NET_TRUE || !net_turned(net->top);
    for (uint32_t i = 0; done && i < net->input_count; i++)
        if (net_turned(net->inputs[i])) net->coherent = false;
    return done;
}

void net_release(struct net *net, struct meter *meter)
{
    meter_give(meter, net->leaves, net->leaf_room, sizeof *net->leaves);
    meter_give(meter, net->gates, net->gate_room, sizeof *net->gates);
    meter_give(meter, net->inputs, net->input_room, sizeof *net->inputs);
    *net = (struct net){0};
}
