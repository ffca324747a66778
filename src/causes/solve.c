/* Part by part, from the innermost out: each in the first order in which it fits, by its function
 * or by its sets. */
#include "causes/family.h"
#include "causes/functions.h"
#include "causes/order.h"
#include "causes/parts.h"

#include <stdlib.h>

struct solving {
    struct parts parts;
    struct meter *meter;
    enum solve_for what;
    bool turned;     /* the part at hand stands there as its dual */
    uint32_t *roots; /* of each gate that is the top of a part, in `family` */
    struct family *family;
};

enum { FIRST_NODES = 1 << 14, NODES_GROWTH = 8, STEPS_A_NODE = 4 };

/* ---- parts that come to nothing ---- */

/* A part that comes to nothing (it needs a condition and its opposite) never is. */
static bool never_is(const struct solving *solving, uint32_t number)
{
    uint32_t leaf_count = solving->parts.net->leaf_count;
    return number >= leaf_count && solving->roots[number - leaf_count] < 2;
}

static void skip_constants(const struct solving *solving, const struct net *part, uint32_t *levels)
{
    for (uint32_t i = 0; i < part->leaf_count; i++)
        if (never_is(solving, part->leaves[i])) levels[i] = FUNCTIONS_NEVER;
}

static bool has_constants(const struct solving *solving, const struct net *part)
{
    for (uint32_t i = 0; i < part->leaf_count; i++)
        if (never_is(solving, part->leaves[i])) return true;
    return false;
}

/* ---- what a part adds to the family ---- */

/* The variables of a part, in the order of its levels. */
static bool add_variables(struct solving *solving, const struct net *part, const uint32_t *levels)
{
    const struct net *net = solving->parts.net;
    struct family *family = solving->family;
    if (!meter_grow(solving->meter, &family->variables, &family->variable_room,
                    (uint64_t)family->variable_count + part->leaf_count, sizeof *family->variables))
        return false;
    for (uint32_t i = 0; i < part->leaf_count; i++) {
        uint32_t number = part->leaves[i];
        if (levels[i] == FUNCTIONS_NEVER) continue;
        family->variables[family->variable_count + levels[i]] =
            number < net->leaf_count
                ? (struct family_variable){net->leaves[number], 0}
                : (struct family_variable){CAUSES_NONE, solving->roots[number - net->leaf_count]};
    }
    family->variable_count += part->leaf_count;
    return true;
}

static bool add_nodes(struct solving *solving, const struct diagram *diagram, uint32_t variables)
{
    struct family *family = solving->family;
    uint32_t shift = family->node_count - 2;
    if (!meter_grow(solving->meter, &family->nodes, &family->node_room,
                    (uint64_t)shift + diagram->count, sizeof *family->nodes))
        return false;
    for (uint32_t i = 2; i < diagram->count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        family->nodes[shift + i] = (struct family_node){variables + node->level,
                                                        node->hi < 2 ? node->hi : node->hi + shift,
                                                        node->lo < 2 ? node->lo : node->lo + shift};
    }
    family->node_count = shift + diagram->count;
    return true;
}

/* ---- one part ---- */

/* From a function to what is asked for. */
static bool take_family(const struct solving *solving, const struct net *part,
                        struct diagram *diagram, uint32_t *root)
{
    if (!part->coherent && !functions_close(diagram, root)) return false;
    if (solving->what == SOLVE_MEETING && !solving->turned && !functions_turn(diagram, root))
        return false;
    return functions_minimal(diagram, root);
}

/* What meets the sets of a part that asks for no opposite is a set of its dual: as a net that is
 * had for nothing. */
static void turn_part(struct solving *solving, struct net *part)
{
    solving->turned =
        solving->what == SOLVE_MEETING && part->coherent && !has_constants(solving, part);
    if (!solving->turned) return;
    for (uint32_t i = 0; i < part->gate_count; i++)
        part->gates[i].enough = part->gates[i].count - part->gates[i].enough + 1;
}

struct trial {
    uint32_t which;   /* order */
    uint32_t reached; /* how many gates it got done */
};

/* The part's family out of a diagram that holds it. */
static bool add_part(struct solving *solving, const struct net *part, const uint32_t *levels,
                     struct diagram *diagram, uint32_t root, uint32_t *ret_root)
{
    uint32_t before = solving->family->variable_count;
    uint32_t shift = solving->family->node_count - 2;
    bool done = diagram_sweep(diagram, &root, 1) && add_variables(solving, part, levels) &&
                add_nodes(solving, diagram, before);
    if (!done) solving->family->variable_count = before;
    if (done) *ret_root = root < 2 ? root : root + shift;
    return done;
}

/* With so many nodes at most; a function that is there may have more for its sets. */
static bool try_function(struct solving *solving, const struct net *part, const uint32_t *levels,
                         uint32_t most, struct trial *trial, uint32_t *ret_root)
{
    struct diagram diagram;
    uint32_t root;
    bool done = diagram_init(&diagram, most, false, solving->meter) &&
                functions_of_net(&diagram, part, levels, 0, &root, &trial->reached);
    diagram.most = most < DIAGRAM_NONE / NODES_GROWTH ? most * NODES_GROWTH : DIAGRAM_NONE - 1;
    if (done && solving->what != SOLVE_FUNCTION) done = take_family(solving, part, &diagram, &root);
    done = done && add_part(solving, part, levels, &diagram, root, ret_root);
    diagram_release(&diagram);
    return done;
}

/* Some nets have families far smaller than their functions: these are made of families from the
 * leaves up. Others have not, and then it takes long: so with so many nodes at most, and a few
 * steps for each. */
static bool try_sets(struct solving *solving, const struct net *part, const uint32_t *levels,
                     uint32_t most, uint32_t *ret_root)
{
    if (!part->coherent || solving->what == SOLVE_FUNCTION ||
        (solving->what == SOLVE_MEETING && !solving->turned))
        return false;
    struct meter *meter = solving->meter;
    struct diagram diagram;
    uint32_t root, gates;
    uint64_t whole = meter->most_steps, steps = (uint64_t)most * STEPS_A_NODE;
    if (steps < whole - meter->steps) meter->most_steps = meter->steps + steps;
    bool done = diagram_init(&diagram, most, true, meter) &&
                functions_of_net(&diagram, part, levels, part->leaf_count, &root, &gates) &&
                add_part(solving, part, levels, &diagram, root, ret_root);
    diagram_release(&diagram);
    meter->most_steps = whole;
    return done;
}

static int by_reached(const void *left, const void *right)
{
    const struct trial *a = left, *b = right;
    if (a->reached != b->reached) return a->reached > b->reached ? -1 : 1;
    return (a->which > b->which) - (a->which < b->which);
}

enum { LEAST_TRIALS = 2 };

/* One order: by its function, and the first one of a round by sets as well. */
static bool try_order(struct solving *solving, const struct net *part, uint32_t *levels,
                      uint32_t most, struct trial *trial, bool by_sets, uint32_t *ret_root)
{
    trial->reached = 0;
    if (!order_make(part, trial->which, solving->meter, levels)) return false;
    skip_constants(solving, part, levels);
    if (try_function(solving, part, levels, most, trial, ret_root)) return true;
    return by_sets && meter_again(solving->meter) &&
           try_sets(solving, part, levels, most, ret_root);
}

/* Each with few nodes; the half that got furthest with more, and so on. */
static bool try_all(struct solving *solving, const struct net *part, uint32_t *levels,
                    uint32_t *ret_root)
{
    struct trial trials[ORDER_COUNT];
    uint32_t count = ORDER_COUNT;
    for (uint32_t i = 0; i < count; i++) trials[i].which = i;
    for (uint64_t most = FIRST_NODES; most < UINT32_MAX; most *= NODES_GROWTH) {
        for (uint32_t i = 0; i < count; i++) {
            if (try_order(solving, part, levels, (uint32_t)most, &trials[i], i == 0, ret_root))
                return true;
            if (!meter_again(solving->meter)) return false;
        }
        qsort(trials, count, sizeof *trials, by_reached);
        count = count / 2 > LEAST_TRIALS ? count / 2 : LEAST_TRIALS;
    }
    return false;
}

/* ---- a part that is one gate over variables of its own ---- */

static bool is_simple(const struct solving *solving, const struct net *part)
{
    return part->gate_count == 1 && part->coherent && !has_constants(solving, part) &&
           part->gates[0].count == part->leaf_count;
}

/* "At least j of the variables from i on", for all i and j that matter: the function and the family
 * have the same nodes. row[j] is its node for the variables behind i. */
static bool add_threshold(struct solving *solving, const struct net *part, uint32_t *row,
                          uint32_t variables)
{
    struct family *family = solving->family;
    uint32_t enough = part->gates[0].enough, count = part->leaf_count;
    row[0] = 1;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t taken = count - i;
        uint32_t low = enough > i ? enough - i : 1, high = taken < enough ? taken : enough;
        if (!meter_steps(solving->meter, 1 + (high - low) / 4) ||
            !meter_grow(solving->meter, &family->nodes, &family->node_room,
                        (uint64_t)family->node_count + high - low + 1, sizeof *family->nodes))
            return false;
        for (uint32_t j = high; j >= low; j--) {
            family->nodes[family->node_count] =
                (struct family_node){variables + i, row[j - 1], row[j]};
            row[j] = family->node_count++;
        }
    }
    return true;
}

static bool solve_simple(struct solving *solving, const struct net *part, uint32_t *levels,
                         uint32_t *ret_root)
{
    uint32_t before = solving->family->variable_count, enough = part->gates[0].enough;
    uint32_t *row = meter_take(solving->meter, (size_t)enough + 1, sizeof *row);
    for (uint32_t i = 0; i < part->leaf_count; i++) levels[i] = i;
    bool done =
        row && add_variables(solving, part, levels) && add_threshold(solving, part, row, before);
    if (done) *ret_root = row[enough];
    meter_give(solving->meter, row, (size_t)enough + 1, sizeof *row);
    return done;
}

/* ---- all parts ---- */

static bool solve_part(struct solving *solving, uint32_t top)
{
    struct net part;
    bool done = parts_take(&solving->parts, top, &part);
    uint32_t *levels = done ? meter_take(solving->meter, part.leaf_count, sizeof *levels) : NULL;
    if (done) turn_part(solving, &part);
    if (levels)
        done = is_simple(solving, &part)
                   ? solve_simple(solving, &part, levels, &solving->roots[top])
                   : try_all(solving, &part, levels, &solving->roots[top]);
    meter_give(solving->meter, levels, part.leaf_count, sizeof *levels);
    net_release(&part, solving->meter);
    return done && levels;
}

static bool solve_parts(struct solving *solving)
{
    const struct net *net = solving->parts.net;
    for (uint32_t i = 0; i < net->gate_count; i++)
        if (solving->parts.modules[i] && !solve_part(solving, i)) return false;
    solving->family->root = solving->roots[net->gate_count - 1];
    return true;
}

bool solve_constant(bool so, struct meter *meter, struct family *ret)
{
    if (!meter_grow(meter, &ret->nodes, &ret->node_room, 2, sizeof *ret->nodes)) return false;
    ret->nodes[0] = ret->nodes[1] = (struct family_node){0};
    ret->node_count = 2;
    ret->root = so;
    return true;
}

static bool solve_leaf(uint32_t condition, struct meter *meter, struct family *ret)
{
    if (!meter_grow(meter, &ret->nodes, &ret->node_room, 3, sizeof *ret->nodes) ||
        !meter_grow(meter, &ret->variables, &ret->variable_room, 1, sizeof *ret->variables))
        return false;
    ret->variables[0] = (struct family_variable){condition, 0};
    ret->variable_count = 1;
    ret->nodes[2] = (struct family_node){0, 1, 0};
    ret->node_count = 3;
    ret->root = 2;
    return true;
}

bool family_solve(const struct net *net, enum solve_for what, struct meter *meter,
                  struct family *ret)
{
    *ret = (struct family){0};
    bool always = net->top == NET_TRUE || (what != SOLVE_FUNCTION && net_turned(net->top));
    bool constant = always || net->top == NET_FALSE;
    if (!solve_constant(constant && always != (what == SOLVE_MEETING), meter, ret)) return false;
    if (constant) return true;
    if (net_is_leaf(net, net->top))
        return solve_leaf(net->leaves[net_number(net->top)], meter, ret);
    struct solving solving = {
        .meter = meter,
        .what = what,
        .family = ret,
        .roots = meter_take(meter, net->gate_count, sizeof *solving.roots),
    };
    bool done = parts_init(&solving.parts, net, meter) && solving.roots && solve_parts(&solving);
    parts_release(&solving.parts);
    meter_give(meter, solving.roots, net->gate_count, sizeof *solving.roots);
    return done;
}

void family_release(struct family *family, struct meter *meter)
{
    meter_give(meter, family->nodes, family->node_room, sizeof *family->nodes);
    meter_give(meter, family->variables, family->variable_room, sizeof *family->variables);
    *family = (struct family){0};
}
