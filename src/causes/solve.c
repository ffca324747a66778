#include "causes/family.h"
#include "causes/functions.h"

/* One part of a net being solved. */
struct solving {
    const struct net *net;
    struct meter *meter;
    struct diagram diagram;
    uint32_t *levels;    /* of each leaf */
    uint32_t *functions; /* of each gate */
    uint32_t *inputs;    /* of the gate at hand */
    uint32_t *row;
    uint32_t widest;
};

static uint32_t function_of(struct solving *solving, net_ref ref)
{
    struct diagram *diagram = &solving->diagram;
    uint32_t number = net_number(ref), leaf_count = solving->net->leaf_count;
    uint32_t plain = number < leaf_count ? diagram_function(diagram, solving->levels[number], 1, 0)
                                         : solving->functions[number - leaf_count];
    return net_turned(ref) ? diagram_apply(diagram, DIAGRAM_XOR, plain, 1) : plain;
}

static bool solve_gates(struct solving *solving)
{
    const struct net *net = solving->net;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        for (uint32_t k = 0; k < gate->count; k++) {
            solving->inputs[k] = function_of(solving, net->inputs[gate->first + k]);
            if (solving->inputs[k] == DIAGRAM_NONE) return false;
        }
        solving->functions[i] = functions_threshold(&solving->diagram, gate->enough,
                                                    solving->inputs, gate->count, solving->row);
        if (solving->functions[i] == DIAGRAM_NONE) return false;
    }
    return true;
}

bool family_take(struct family *to, const struct diagram *diagram, uint32_t root,
                 struct meter *meter)
{
    if (!meter_grow(meter, &to->nodes, &to->node_room, diagram->count, sizeof *to->nodes))
        return false;
    for (uint32_t i = 0; i < diagram->count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        to->nodes[i] = (struct family_node){i < 2 ? 0 : node->level, node->hi, node->lo};
    }
    to->node_count = diagram->count;
    to->root = root;
    return true;
}

static bool solve_one(struct solving *solving, enum solve_for what, struct family *ret)
{
    const struct net *net = solving->net;
    struct diagram *diagram = &solving->diagram;
    if (!diagram_init(diagram, UINT32_MAX - 1, solving->meter) || !solve_gates(solving))
        return false;
    uint32_t root = function_of(solving, net->top & ~(net_ref)1);
    if (root == DIAGRAM_NONE) return false;
    if (what != SOLVE_FUNCTION) {
        if (!net->coherent && !functions_close(diagram, &root)) return false;
        if (what == SOLVE_MEETING && !functions_turn(diagram, &root)) return false;
        if (!functions_minimal(diagram, &root)) return false;
    }
    return diagram_sweep(diagram, &root, 1) && family_take(ret, diagram, root, solving->meter);
}

static bool take_variables(const struct net *net, struct meter *meter, struct family *ret)
{
    if (!meter_grow(meter, &ret->variables, &ret->variable_room, net->leaf_count,
                    sizeof *ret->variables))
        return false;
    for (uint32_t i = 0; i < net->leaf_count; i++)
        ret->variables[i] = (struct family_variable){net->leaves[i], 0};
    ret->variable_count = net->leaf_count;
    return true;
}

/* What is so in every world, or in none. */
bool solve_constant(bool so, struct meter *meter, struct family *ret)
{
    if (!meter_grow(meter, &ret->nodes, &ret->node_room, 2, sizeof *ret->nodes)) return false;
    ret->nodes[0] = ret->nodes[1] = (struct family_node){0};
    ret->node_count = 2;
    ret->root = so;
    return true;
}

bool solve(const struct net *net, enum solve_for what, struct meter *meter, struct family *ret)
{
    *ret = (struct family){0};
    bool always = net->top == NET_TRUE || (what != SOLVE_FUNCTION && net_turned(net->top));
    if (always || net->top == NET_FALSE)
        return solve_constant(always != (what == SOLVE_MEETING), meter, ret);
    uint32_t widest = 1;
    for (uint32_t i = 0; i < net->gate_count; i++)
        if (net->gates[i].count > widest) widest = net->gates[i].count;
    struct solving solving = {
        .net = net,
        .meter = meter,
        .levels = meter_take(meter, net->leaf_count, sizeof(uint32_t)),
        .functions = meter_take(meter, net->gate_count, sizeof(uint32_t)),
        .inputs = meter_take(meter, widest, sizeof(uint32_t)),
        .row = meter_take(meter, widest + 1, sizeof(uint32_t)),
    };
    bool done = solving.levels && solving.functions && solving.inputs && solving.row;
    for (uint32_t i = 0; done && i < net->leaf_count; i++) solving.levels[i] = i;
    done = done && take_variables(net, meter, ret) && solve_one(&solving, what, ret);
    diagram_release(&solving.diagram);
    meter_give(meter, solving.levels, net->leaf_count, sizeof(uint32_t));
    meter_give(meter, solving.functions, net->gate_count, sizeof(uint32_t));
    meter_give(meter, solving.inputs, widest, sizeof(uint32_t));
    meter_give(meter, solving.row, widest + 1, sizeof(uint32_t));
    return done;
}

void family_release(struct family *family, struct meter *meter)
{
    meter_give(meter, family->nodes, family->node_room, sizeof *family->nodes);
    meter_give(meter, family->variables, family->variable_room, sizeof *family->variables);
    *family = (struct family){0};
}
