#include "causes/parts.h"

#include <assert.h>
#include <stdlib.h>

bool parts_init(struct parts *parts, const struct net *net, struct meter *meter)
{
    uint32_t all = net->leaf_count + net->gate_count;
    *parts = (struct parts){.net = net, .meter = meter};
    parts->modules = meter_take(meter, net->gate_count, sizeof *parts->modules);
    parts->owners = meter_take(meter, all, sizeof *parts->owners);
    parts->places = meter_take(meter, all, sizeof *parts->places);
    return parts->modules && parts->owners && parts->places &&
           net_modules(net, meter, parts->modules);
}

void parts_release(struct parts *parts)
{
    uint32_t all = parts->net->leaf_count + parts->net->gate_count;
    meter_give(parts->meter, parts->modules, parts->net->gate_count, sizeof *parts->modules);
    meter_give(parts->meter, parts->owners, all, sizeof *parts->owners);
    meter_give(parts->meter, parts->places, all, sizeof *parts->places);
    meter_give(parts->meter, parts->stack, parts->stack_room, sizeof *parts->stack);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Collects what the part holds: leaves of it in ret->leaves, its gates (but for the top, numbers in
 * the whole) on the stack, from *ret_first on. */
static bool collect(struct parts *parts, uint32_t top, struct net *ret, uint32_t *ret_count)
{
    const struct net *net = parts->net;
    uint32_t found = 1, looked = 0, first = net->leaf_count;
    if (!meter_grow(parts->meter, &parts->stack, &parts->stack_room, 1, sizeof *parts->stack))
        return false;
    parts->stack[0] = first + top;
    parts->owners[first + top] = top + 1;
    while (looked < found) {
        const struct net_gate *gate = &net->gates[parts->stack[looked++] - first];
        ret->input_count += gate->count;
        for (uint32_t k = 0; k < gate->count; k++) {
            uint32_t number = net_number(net->inputs[gate->first + k]);
            if (parts->owners[number] == top + 1) continue;
            parts->owners[number] = top + 1;
            bool leaf = number < first || parts->modules[number - first];
            uint32_t **list = leaf ? &ret->leaves : &parts->stack;
            uint32_t *count = leaf ? &ret->leaf_count : &found;
            uint32_t *room = leaf ? &ret->leaf_room : &parts->stack_room;
            if (!meter_grow(parts->meter, list, room, (uint64_t)*count + 1, sizeof **list))
                return false;
            (*list)[(*count)++] = number;
        }
    }
    *ret_count = found;
    return true;
}

static void copy_gate(const struct parts *parts, uint32_t number, struct net *to)
{
    const struct net *net = parts->net;
    const struct net_gate *gate = &net->gates[number - net->leaf_count];
    to->gates[to->gate_count++] = (struct net_gate){gate->enough, to->input_count, gate->count};
    for (uint32_t k = 0; k < gate->count; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (net_turned(input)) to->coherent = false;
        to->inputs[to->input_count++] =
            parts->places[net_number(input)] << 1 | (net_ref)net_turned(input);
    }
}

bool parts_take(struct parts *parts, uint32_t top, struct net *ret)
{
    assert(parts->modules[top]);
    *ret = (struct net){.coherent = true};
    uint32_t count;
    if (!collect(parts, top, ret, &count) ||
        !meter_grow(parts->meter, &ret->gates, &ret->gate_room, count, sizeof *ret->gates) ||
        !meter_grow(parts->meter, &ret->inputs, &ret->input_room, ret->input_count,
                    sizeof *ret->inputs) ||
        !meter_steps(parts->meter, ret->input_count / 8))
        return false;
    /* children first, as in the whole; and leaves in one order whatever way they were met */
    qsort(parts->stack, count, sizeof *parts->stack, by_number);
    qsort(ret->leaves, ret->leaf_count, sizeof *ret->leaves, by_number);
    for (uint32_t i = 0; i < ret->leaf_count; i++) parts->places[ret->leaves[i]] = i;
    for (uint32_t i = 0; i < count; i++) parts->places[parts->stack[i]] = ret->leaf_count + i;
    ret->input_count = 0;
    for (uint32_t i = 0; i < count; i++) copy_gate(parts, parts->stack[i], ret);
    ret->top = (ret->leaf_count + ret->gate_count - 1) << 1;
    return true;
}
