/*
 * Sets of at most so many conditions: cut out of a whole family; or, where there is no whole one,
 * made from the net with everything larger left out on the way. A set that is left out can take
 * part in larger ones only, so what is there is exact.
 */
#include "causes/family.h"
#include "causes/functions.h"
#include "causes/order.h"

/* The nodes of a limited diagram as a family; levels are variables. */
static bool take_nodes(struct diagram *diagram, uint32_t root, struct meter *meter,
                       struct family *to)
{
    if (!diagram_sweep(diagram, &root, 1) ||
        !meter_grow(meter, &to->nodes, &to->node_room, diagram->count, sizeof *to->nodes))
        return false;
    to->nodes[0] = to->nodes[1] = (struct family_node){0};
    for (uint32_t i = 2; i < diagram->count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        to->nodes[i] = (struct family_node){node->level, node->hi, node->lo};
    }
    to->node_count = diagram->count;
    to->root = root;
    return true;
}

/* ---- out of a whole family ---- */

/* Parts are written out here: what has at most so many conditions is seldom much. */
static uint32_t cut_node(struct diagram *diagram, const struct family *family,
                         const uint32_t *values, uint32_t i, uint32_t largest)
{
    const struct family_node *node = &family->nodes[i];
    const struct family_variable *variable = &family->variables[node->variable];
    uint32_t own = variable->condition == CAUSES_NONE
                       ? values[variable->root]
                       : diagram_family(diagram, node->variable, 1, 0);
    uint32_t with = diagram_apply(diagram, DIAGRAM_BOTH, own, values[node->hi], largest);
    return diagram_apply(diagram, DIAGRAM_EITHER, with, values[node->lo], 0);
}

static bool cut_nodes(struct diagram *diagram, const struct family *family, uint32_t *values,
                      uint32_t largest)
{
    uint32_t kept = 1 << 12;
    values[1] = 1;
    for (uint32_t i = 2; i < family->node_count; i++) {
        values[i] = cut_node(diagram, family, values, i, largest);
        if (values[i] == DIAGRAM_NONE) return false;
        if (diagram->count / 2 < kept) continue;
        if (!diagram_sweep(diagram, values, i + 1)) return false;
        kept = diagram->count;
    }
    return true;
}

bool limited_cut(const struct family *family, uint32_t largest, struct meter *meter,
                 struct family *ret)
{
    *ret = (struct family){0};
    struct diagram diagram = {0};
    uint32_t *values = meter_take(meter, family->node_count, sizeof *values);
    bool done = values && diagram_init(&diagram, UINT32_MAX - 1, true, meter) &&
                cut_nodes(&diagram, family, values, largest) &&
                take_nodes(&diagram, values[family->root], meter, ret) &&
                meter_grow(meter, &ret->variables, &ret->variable_room, family->variable_count,
                           sizeof *ret->variables);
    if (done) {
        memcpy(ret->variables, family->variables, family->variable_count * sizeof *ret->variables);
        ret->variable_count = family->variable_count;
    }
    diagram_release(&diagram);
    meter_give(meter, values, family->node_count, sizeof *values);
    return done;
}

/* ---- out of the net ---- */

static bool take_leaves(const struct net *net, const uint32_t *levels, struct meter *meter,
                        struct family *to)
{
    if (!meter_grow(meter, &to->variables, &to->variable_room, net->leaf_count,
                    sizeof *to->variables))
        return false;
    memset(to->variables, 0, net->leaf_count * sizeof *to->variables);
    for (uint32_t i = 0; i < net->leaf_count; i++)
        if (levels[i] != UINT32_MAX)
            to->variables[levels[i]] = (struct family_variable){net->leaves[i], 0};
    to->variable_count = net->leaf_count;
    return true;
}

/* *ret_all: nothing had to be left out. */
static bool solve_limited(const struct net *net, const uint32_t *levels, uint32_t largest,
                          struct meter *meter, struct family *ret, bool *ret_all)
{
    *ret = (struct family){0};
    struct diagram diagram = {0};
    uint32_t root, gates;
    bool done = diagram_init(&diagram, UINT32_MAX - 1, true, meter) &&
                functions_of_net(&diagram, net, levels, largest, &root, &gates) &&
                take_nodes(&diagram, root, meter, ret) && take_leaves(net, levels, meter, ret);
    *ret_all = !diagram.cut;
    diagram_release(&diagram);
    return done;
}

bool limited_solve(const struct net *net, uint32_t largest, struct meter *meter, struct family *ret,
                   uint32_t *ret_upto, bool *ret_all)
{
    bool found = false;
    uint32_t *levels = meter_take(meter, net->leaf_count, sizeof *levels);
    if (levels) memset(levels, 0xff, net->leaf_count * sizeof *levels);
    bool going = levels && order_make(net, 0, meter, levels);
    bool all = false;
    for (uint32_t most = 1; going && !all && (largest == 0 || most <= largest); most++) {
        struct family more;
        going = solve_limited(net, levels, most, meter, &more, &all);
        if (!going) {
            family_release(&more, meter);
            break;
        }
        family_release(ret, meter);
        *ret = more;
        *ret_upto = most;
        *ret_all = all;
        found = true;
    }
    meter_give(meter, levels, net->leaf_count, sizeof *levels);
    return found;
}
