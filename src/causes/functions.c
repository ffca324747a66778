#include "causes/functions.h"

#include <assert.h>

enum { FIRST_SWEEP = 1 << 12 }; /* below so many nodes a sweep does not pay */

/* A net being turned into functions, gate by gate. */
struct compiling {
    struct diagram *diagram;
    const struct net *net;
    const uint32_t *levels;
    uint32_t limit;      /* of a limited diagram */
    uint32_t *functions; /* of each gate */
    uint32_t *waiting;   /* how many gates still ask for it */
    uint32_t *inputs;    /* of the gate at hand */
    uint32_t *row;
    uint32_t *roots; /* all functions that are still asked for */
    uint32_t kept;   /* nodes after the last sweep */
    uint32_t widest;
};

static uint32_t function_of(struct compiling *compiling, net_ref ref)
{
    struct diagram *diagram = compiling->diagram;
    uint32_t number = net_number(ref), leaf_count = compiling->net->leaf_count;
    uint32_t plain = 0;
    if (number >= leaf_count)
        plain = compiling->functions[number - leaf_count];
    else if (compiling->levels[number] != FUNCTIONS_NEVER)
        plain = diagram_function(diagram, compiling->levels[number], 1, 0);
    return net_turned(ref) ? diagram_apply(diagram, DIAGRAM_XOR, plain, 1, 0) : plain;
}

/* Sweeps when there may be as much to drop as to keep. Asked for are the first `gates` functions as
 * far as gates wait for them, and within a gate `inputs` of its inputs and `rows` of its row. */
static bool tidy(struct compiling *compiling, uint32_t gates, uint32_t inputs, uint32_t rows)
{
    struct diagram *diagram = compiling->diagram;
    if (diagram->count / 2 < compiling->kept) return true;
    uint32_t *roots = compiling->roots, count = 0;
    for (uint32_t i = 0; i < gates; i++)
        if (compiling->waiting[i]) roots[count++] = compiling->functions[i];
    for (uint32_t i = 0; i < inputs; i++) roots[count++] = compiling->inputs[i];
    for (uint32_t i = 0; i < rows; i++) roots[count++] = compiling->row[i];
    if (!diagram_sweep(diagram, roots, count)) return false;
    count = 0;
    for (uint32_t i = 0; i < gates; i++)
        if (compiling->waiting[i]) compiling->functions[i] = roots[count++];
    for (uint32_t i = 0; i < inputs; i++) compiling->inputs[i] = roots[count++];
    for (uint32_t i = 0; i < rows; i++) compiling->row[i] = roots[count++];
    compiling->kept = diagram->count < FIRST_SWEEP ? FIRST_SWEEP : diagram->count;
    return true;
}

/* Of those behind function i, row[j] says "at least j of these": with one more, that is so when j
 * are without it, or one less and this one. Only what can still matter is made: one number at a
 * time for an AND, and for an OR. From the last one on, since that is deepest in the diagram. */
static uint32_t threshold(struct compiling *compiling, uint32_t gate)
{
    uint32_t enough = compiling->net->gates[gate].enough;
    uint32_t count = compiling->net->gates[gate].count;
    struct diagram *diagram = compiling->diagram;
    bool limited = diagram->limited;
    uint32_t *row = compiling->row;
    row[0] = 1;
    for (uint32_t j = 1; j <= enough; j++) row[j] = 0;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t taken = count - i;
        uint32_t low = enough > i ? enough - i : 1, high = taken < enough ? taken : enough;
        if (!meter_steps(diagram->meter, 1 + (high - low) / 4)) return DIAGRAM_NONE;
        for (uint32_t j = high; j >= low; j--) {
            uint32_t both = diagram_apply(diagram, limited ? DIAGRAM_BOTH : DIAGRAM_AND,
                                          compiling->inputs[i], row[j - 1], compiling->limit);
            row[j] = diagram_apply(diagram, limited ? DIAGRAM_EITHER : DIAGRAM_OR, row[j], both, 0);
            if (row[j] == DIAGRAM_NONE) return DIAGRAM_NONE;
        }
        if (!tidy(compiling, gate, i, enough + 1)) return DIAGRAM_NONE;
    }
    return row[enough];
}

/* Sorts by where they begin in the diagram, what begins there by number. */
static void sort_inputs(struct compiling *compiling, uint32_t count)
{
    const struct diagram_node *nodes = compiling->diagram->nodes;
    uint32_t *inputs = compiling->inputs;
    for (uint32_t gap = count / 2; gap; gap /= 2)
        for (uint32_t i = gap; i < count; i++) {
            uint32_t moved = inputs[i], at = i;
            for (; at >= gap; at -= gap) {
                uint32_t other = inputs[at - gap];
                if (nodes[other].level < nodes[moved].level ||
                    (nodes[other].level == nodes[moved].level && other <= moved))
                    break;
                inputs[at] = other;
            }
            inputs[at] = moved;
        }
}

/* Returns how many it got done. */
static uint32_t compile_gates(struct compiling *compiling)
{
    const struct net *net = compiling->net;
    for (uint32_t i = 0; i < net->input_count; i++)
        if (!net_is_leaf(net, net->inputs[i]))
            compiling->waiting[net_number(net->inputs[i]) - net->leaf_count]++;
    compiling->waiting[net->gate_count - 1]++;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        for (uint32_t k = 0; k < gate->count; k++) {
            net_ref input = net->inputs[gate->first + k];
            compiling->inputs[k] = function_of(compiling, input);
            if (compiling->inputs[k] == DIAGRAM_NONE) return i;
            if (!net_is_leaf(net, input)) compiling->waiting[net_number(input) - net->leaf_count]--;
        }
        sort_inputs(compiling, gate->count);
        compiling->functions[i] = threshold(compiling, i);
        if (compiling->functions[i] == DIAGRAM_NONE) return i;
    }
    return net->gate_count;
}

bool functions_of_net(struct diagram *diagram, const struct net *net, const uint32_t *levels,
                      uint32_t limit, uint32_t *ret, uint32_t *ret_gates)
{
    assert(!diagram->limited || net->coherent);
    struct meter *meter = diagram->meter;
    uint32_t widest = 1, gates = net->gate_count;
    for (uint32_t i = 0; i < gates; i++)
        if (net->gates[i].count > widest) widest = net->gates[i].count;
    size_t root_count = (size_t)gates + 2 * (size_t)widest + 1;
    struct compiling compiling = {
        .diagram = diagram,
        .net = net,
        .levels = levels,
        .limit = limit,
        .kept = FIRST_SWEEP,
        .functions = meter_take(meter, gates, sizeof(uint32_t)),
        .waiting = meter_take(meter, gates, sizeof(uint32_t)),
        .roots = meter_take(meter, root_count, sizeof(uint32_t)),
        .inputs = meter_take(meter, widest, sizeof(uint32_t)),
        .row = meter_take(meter, widest + 1, sizeof(uint32_t)),
    };
    bool room = compiling.functions && compiling.waiting && compiling.roots && compiling.inputs &&
                compiling.row;
    *ret_gates = room ? compile_gates(&compiling) : 0;
    bool done = *ret_gates == gates;
    if (done) *ret = compiling.functions[gates - 1];
    meter_give(meter, compiling.functions, gates, sizeof(uint32_t));
    meter_give(meter, compiling.waiting, gates, sizeof(uint32_t));
    meter_give(meter, compiling.roots, root_count, sizeof(uint32_t));
    meter_give(meter, compiling.inputs, widest, sizeof(uint32_t));
    meter_give(meter, compiling.row, widest + 1, sizeof(uint32_t));
    return done;
}

/* ---- minimal sets ---- */

/* Replaces every node from the ends up by what `make` says; `root` then names the new one. The old
 * nodes stand in front and stay where they are. */
static bool rebuild(struct diagram *diagram, uint32_t *root,
                    uint32_t (*make)(struct diagram *diagram, const uint32_t *made, uint32_t node))
{
    if (!diagram_sweep(diagram, root, 1)) return false;
    struct meter *meter = diagram->meter;
    uint32_t count = diagram->count, kept = count + FIRST_SWEEP;
    uint32_t *made = meter_take(meter, (size_t)count + 1, sizeof *made);
    if (!made) return false;
    made[1] = 1;
    made[count] = *root;
    bool going = true;
    for (uint32_t i = 2; i < count && going; i++) {
        made[i] = make(diagram, made, i);
        going = made[i] != DIAGRAM_NONE;
        if (!going || diagram->count / 2 < kept) continue;
        going = diagram_sweep(diagram, made, (size_t)count + 1);
        kept = diagram->count;
    }
    if (going) *root = made[made[count]];
    meter_give(meter, made, (size_t)count + 1, sizeof *made);
    return going;
}

static uint32_t closed(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    uint32_t either = diagram_apply(diagram, DIAGRAM_OR, made[node.hi], made[node.lo], 0);
    return diagram_function(diagram, node.level, either, made[node.lo]);
}

bool functions_close(struct diagram *diagram, uint32_t *root)
{
    return rebuild(diagram, root, closed);
}

static uint32_t swapped(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    return diagram_function(diagram, node.level, made[node.lo], made[node.hi]);
}

bool functions_turn(struct diagram *diagram, uint32_t *root)
{
    if (!rebuild(diagram, root, swapped)) return false;
    uint32_t opposite = diagram_apply(diagram, DIAGRAM_XOR, *root, 1, 0);
    if (opposite == DIAGRAM_NONE) return false;
    *root = opposite;
    return true;
}

/* Rauzy 1993: the sets without the variable, and those with it that would not do without it. */
static uint32_t minimal(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    uint32_t with = diagram_apply(diagram, DIAGRAM_WITHOUT, made[node.hi], node.lo, 0);
    return diagram_family(diagram, node.level, with, made[node.lo]);
}

bool functions_minimal(struct diagram *diagram, uint32_t *root)
{
    return rebuild(diagram, root, minimal);
}
