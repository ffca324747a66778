/* Nets made smaller by looking at more than one gate. Each pass copies the net, children first. */
#include "causes/net.h"

enum kind { KIND_SOME, KIND_AND, KIND_OR };

struct pass {
    const struct net *from;
    struct net *to;
    struct meter *meter;
    struct net_maker maker;
    uint32_t *parents; /* of each leaf and gate of `from`; nothing unreachable counts */
    uint8_t *marks;    /* a gate is taken in by its only parent; or it is a module */
    net_ref *values;   /* what each gate became */
    net_ref *stack;
    uint32_t stack_count, stack_room;
};

static enum kind kind_of(const struct net_gate *gate)
{
    if (gate->enough == gate->count) return KIND_AND;
    return gate->enough == 1 ? KIND_OR : KIND_SOME;
}

/* Parents count only what the top can reach, seen from the top down. */
static void count_parents(struct pass *pass)
{
    const struct net *net = pass->from;
    pass->parents[net_number(net->top)] = 1;
    for (uint32_t i = net->gate_count; i-- > 0;) {
        const struct net_gate *gate = &net->gates[i];
        if (!pass->parents[net->leaf_count + i]) continue;
        for (uint32_t k = 0; k < gate->count; k++)
            pass->parents[net_number(net->inputs[gate->first + k])]++;
    }
}

static net_ref value_of(const struct pass *pass, net_ref ref)
{
    if (net_is_leaf(pass->from, ref)) return ref;
    return pass->values[net_number(ref) - pass->from->leaf_count] ^ net_turned(ref);
}

/* ---- gates within gates of their own kind ---- */

static void mark_taken_in(struct pass *pass)
{
    const struct net *net = pass->from;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        enum kind kind = kind_of(gate);
        if (kind == KIND_SOME || !pass->parents[net->leaf_count + i]) continue;
        for (uint32_t k = 0; k < gate->count; k++) {
            net_ref input = net->inputs[gate->first + k];
            if (net_is_leaf(net, input) || pass->parents[net_number(input)] != 1) continue;
            enum kind inner = kind_of(net_gate_of(net, input));
            if (inner == KIND_SOME) continue;
            /* "not any of these" is "each of them not" */
            if ((inner == kind) != net_turned(input))
                pass->marks[net_number(input) - net->leaf_count] = 1;
        }
    }
}

static bool push_inputs(struct pass *pass, const struct net_gate *gate, bool turn)
{
    if (!meter_grow(pass->meter, &pass->stack, &pass->stack_room,
                    (uint64_t)pass->stack_count + gate->count, sizeof *pass->stack))
        return false;
    for (uint32_t k = gate->count; k-- > 0;)
        pass->stack[pass->stack_count++] = pass->from->inputs[gate->first + k] ^ turn;
    return true;
}

static bool copy_taking_in(struct pass *pass, uint32_t i)
{
    const struct net *net = pass->from;
    const struct net_gate *gate = &net->gates[i];
    if (pass->marks[i]) return true; /* when its parent's turn comes */
    pass->maker.count = 0;
    if (!push_inputs(pass, gate, false)) return false;
    uint32_t taken = 0;
    while (pass->stack_count) {
        net_ref input = pass->stack[--pass->stack_count];
        bool inner = !net_is_leaf(net, input) && pass->marks[net_number(input) - net->leaf_count];
        if (inner) {
            if (!push_inputs(pass, net_gate_of(net, input), net_turned(input))) return false;
        } else {
            if (!net_add_input(&pass->maker, value_of(pass, input))) return false;
            taken++;
        }
    }
    int64_t enough = kind_of(gate) == KIND_AND ? taken : gate->enough;
    return net_make_gate(&pass->maker, enough, &pass->values[i]);
}

/* ---- inputs that occur nowhere else ---- */

static bool is_private(const struct pass *pass, net_ref input)
{
    if (net_turned(input) || pass->parents[net_number(input)] != 1) return false;
    return net_is_leaf(pass->from, input) ||
           pass->marks[net_number(input) - pass->from->leaf_count];
}

static bool copy_grouping(struct pass *pass, uint32_t i)
{
    const struct net *net = pass->from;
    const struct net_gate *gate = &net->gates[i];
    enum kind kind = kind_of(gate);
    uint32_t apart = 0;
    for (uint32_t k = 0; k < gate->count && kind != KIND_SOME; k++)
        apart += is_private(pass, net->inputs[gate->first + k]);
    bool group = apart > 1 && apart < gate->count;
    net_ref grouped = NET_FALSE;
    pass->maker.count = 0;
    for (uint32_t k = 0; k < gate->count && group; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (is_private(pass, input) && !net_add_input(&pass->maker, value_of(pass, input)))
            return false;
    }
    if (group && !net_make_gate(&pass->maker, kind == KIND_AND ? apart : 1, &grouped)) return false;
    pass->maker.count = 0;
    for (uint32_t k = 0; k < gate->count; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (group && is_private(pass, input)) continue;
        if (!net_add_input(&pass->maker, value_of(pass, input))) return false;
    }
    if (group && !net_add_input(&pass->maker, grouped)) return false;
    return net_make_gate(&pass->maker, kind == KIND_AND ? pass->maker.count : gate->enough,
                         &pass->values[i]);
}

/* ---- passes ---- */

static bool run(struct pass *pass, bool grouping)
{
    const struct net *net = pass->from;
    if (!pass->parents || !pass->marks || !pass->values ||
        !meter_steps(pass->meter, net->input_count / 8))
        return false;
    count_parents(pass);
    if (!grouping)
        mark_taken_in(pass);
    else if (!net_modules(net, pass->meter, pass->marks))
        return false;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        if (!pass->parents[net->leaf_count + i]) continue;
        if (!(grouping ? copy_grouping(pass, i) : copy_taking_in(pass, i))) return false;
    }
    pass->to->top = value_of(pass, net->top);
    return true;
}

/* Replaces the net by what the pass makes of it. */
static bool pass_over(struct net *net, struct meter *meter, bool grouping)
{
    uint32_t gates = net->gate_count, all = net->leaf_count + gates;
    struct net to = {
        .leaves = net->leaves, .leaf_count = net->leaf_count, .leaf_room = net->leaf_room};
    struct pass pass = {.from = net,
                        .to = &to,
                        .meter = meter,
                        .maker = {.net = &to, .meter = meter},
                        .parents = meter_take(meter, all, sizeof *pass.parents),
                        .marks = meter_take(meter, gates, sizeof *pass.marks),
                        .values = meter_take(meter, gates, sizeof *pass.values)};
    bool done = run(&pass, grouping);
    meter_give(meter, pass.parents, all, sizeof *pass.parents);
    meter_give(meter, pass.marks, gates, sizeof *pass.marks);
    meter_give(meter, pass.values, gates, sizeof *pass.values);
    meter_give(meter, pass.stack, pass.stack_room, sizeof *pass.stack);
    net_maker_release(&pass.maker);
    struct net *left = done ? net : &to;
    left->leaves = NULL;
    if (!done) {
        net_release(left, meter);
        return false;
    }
    net_release(net, meter);
    *net = to;
    return true;
}

enum { ROUNDS = 4 }; /* taking in may make room for more of it; seldom more than twice */

bool net_reduce(struct net *net, struct meter *meter)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t before = net->gate_count;
        if (net_is_constant(net->top) || net_is_leaf(net, net->top)) return true;
        if (!pass_over(net, meter, false)) return false;
        if (net->gate_count == before) break;
    }
    if (net_is_constant(net->top) || net_is_leaf(net, net->top)) return true;
    return pass_over(net, meter, true);
}
