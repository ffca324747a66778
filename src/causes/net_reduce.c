/* Nets made smaller by looking at more than one gate. Each pass copies the net, children first. */
#include "causes/net.h"

struct pass {
    const struct net *from;
    struct net *to;
    struct meter *meter;
    struct net_maker maker;
    uint32_t *parents; /* of each leaf and gate of `from`; nothing unreachable counts */
    struct net_known known;
    uint8_t *marks;  /* a gate is taken in by its only parent; or it is a module */
    net_ref *values; /* what each gate became */
    net_ref *stack;
    uint32_t stack_count, stack_room;
};

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
        enum net_kind kind = net_kind_of(gate);
        if (kind == NET_SOME || !pass->parents[net->leaf_count + i]) continue;
        for (uint32_t k = 0; k < gate->count; k++) {
            net_ref input = net->inputs[gate->first + k];
            if (net_is_leaf(net, input) || pass->parents[net_number(input)] != 1) continue;
            enum net_kind inner = net_kind_of(net_gate_of(net, input));
            if (inner == NET_SOME) continue;
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
    int64_t enough = net_kind_of(gate) == NET_AND ? taken : gate->enough;
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
    enum net_kind kind = net_kind_of(gate);
    uint32_t apart = 0;
    for (uint32_t k = 0; k < gate->count && kind != NET_SOME; k++)
        apart += is_private(pass, net->inputs[gate->first + k]);
    bool group = apart > 1 && apart < gate->count;
    net_ref grouped = NET_FALSE;
    pass->maker.count = 0;
    for (uint32_t k = 0; k < gate->count && group; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (is_private(pass, input) && !net_add_input(&pass->maker, value_of(pass, input)))
            return false;
    }
    if (group && !net_make_gate(&pass->maker, kind == NET_AND ? apart : 1, &grouped)) return false;
    pass->maker.count = 0;
    for (uint32_t k = 0; k < gate->count; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (group && is_private(pass, input)) continue;
        if (!net_add_input(&pass->maker, value_of(pass, input))) return false;
    }
    if (group && !net_add_input(&pass->maker, grouped)) return false;
    return net_make_gate(&pass->maker, kind == NET_AND ? pass->maker.count : gate->enough,
                         &pass->values[i]);
}

/* ---- leaves whose value is known where they are asked ---- */

static net_ref known_input(const struct pass *pass, uint32_t i, net_ref input)
{
    uint32_t number = net_number(input);
    if (!net_is_leaf(pass->from, input)) return value_of(pass, input);
    if (net_knows(&pass->known, i, number, true)) return NET_TRUE ^ net_turned(input);
    if (net_knows(&pass->known, i, number, false)) return NET_FALSE ^ net_turned(input);
    return input;
}

static bool copy_knowing(struct pass *pass, uint32_t i)
{
    const struct net_gate *gate = &pass->from->gates[i];
    pass->maker.count = 0;
    for (uint32_t k = 0; k < gate->count; k++)
        if (!net_add_input(&pass->maker, known_input(pass, i, pass->from->inputs[gate->first + k])))
            return false;
    return net_make_gate(&pass->maker, gate->enough, &pass->values[i]);
}

/* ---- passes ---- */

enum pass_kind { PASS_TAKING_IN, PASS_KNOWING, PASS_GROUPING };

static bool copy(struct pass *pass, enum pass_kind kind, uint32_t i)
{
    switch (kind) {
    case PASS_TAKING_IN: return copy_taking_in(pass, i);
    case PASS_KNOWING: return copy_knowing(pass, i);
    default: return copy_grouping(pass, i);
    }
}

static bool run(struct pass *pass, enum pass_kind kind)
{
    const struct net *net = pass->from;
    if (!pass->parents || !pass->marks || !pass->values ||
        !meter_steps(pass->meter, net->input_count / 8))
        return false;
    count_parents(pass);
    if (kind == PASS_TAKING_IN)
        mark_taken_in(pass);
    else if (kind == PASS_GROUPING && !net_modules(net, pass->meter, pass->marks))
        return false;
    else if (kind == PASS_KNOWING && !net_known_init(&pass->known, net, pass->meter))
        return false;
    for (uint32_t i = 0; i < net->gate_count; i++)
        if (pass->parents[net->leaf_count + i] && !copy(pass, kind, i)) return false;
    pass->to->top = value_of(pass, net->top);
    return true;
}

/* Replaces the net by what the pass makes of it. */
static bool pass_over(struct net *net, struct meter *meter, enum pass_kind kind)
{
    if (net_is_constant(net->top) || net_is_leaf(net, net->top)) return true;
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
    bool done = run(&pass, kind);
    meter_give(meter, pass.parents, all, sizeof *pass.parents);
    meter_give(meter, pass.marks, gates, sizeof *pass.marks);
    meter_give(meter, pass.values, gates, sizeof *pass.values);
    meter_give(meter, pass.stack, pass.stack_room, sizeof *pass.stack);
    net_known_release(&pass.known, meter);
    net_maker_release(&pass.maker);
    struct net *old = done ? net : &to;
    old->leaves = NULL; /* the other one has them */
    net_release(old, meter);
    if (done) *net = to;
    return done;
}

enum { ROUNDS = 6 }; /* each pass may make room for more of the other; seldom more than thrice */

bool net_reduce(struct net *net, struct meter *meter)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t gates = net->gate_count, inputs = net->input_count;
        if (!pass_over(net, meter, PASS_TAKING_IN) || !pass_over(net, meter, PASS_KNOWING))
            return false;
        if (net->gate_count == gates && net->input_count == inputs) break;
    }
    return pass_over(net, meter, PASS_TAKING_IN) && pass_over(net, meter, PASS_GROUPING);
}
