#include "causes/order.h"

#include <stdlib.h>

/* ---- walks in depth ---- */

/* Which input of a gate comes first. */
enum { WALK_AS_GIVEN, WALK_BACKWARDS, WALK_SMALL_FIRST, WALK_LARGE_FIRST, WALK_SHARED_FIRST };

struct choice {
    uint64_t key;
    uint32_t number;
};

struct walk {
    const struct net *net;
    uint32_t which;
    struct meter *meter;
    uint32_t *parents; /* of each leaf and gate */
    uint64_t *weights; /* how many leaves are below, as often as they are met */
    uint8_t *seen;
    uint32_t *order; /* leaves and gates as they are met */
    uint32_t met;
    uint32_t *stack;
    struct choice *choices;
    uint32_t stack_count, stack_room, choice_room;
};

static int by_key(const void *left, const void *right)
{
    const struct choice *a = left, *b = right;
    return (a->key > b->key) - (a->key < b->key);
}

static void weigh(struct walk *walk)
{
    const struct net *net = walk->net;
    for (uint32_t i = 0; i < net->leaf_count; i++) walk->weights[i] = 1;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        uint64_t sum = 1;
        for (uint32_t k = 0; k < gate->count; k++) {
            uint64_t more = walk->weights[net_number(net->inputs[gate->first + k])];
            sum = sum > UINT32_MAX ? sum : sum + more;
        }
        walk->weights[net->leaf_count + i] = sum;
    }
}

/* Smallest first; what is equal keeps its place. */
static uint64_t key_of(const struct walk *walk, uint32_t number, uint32_t place)
{
    uint64_t weight = walk->weights[number] > UINT32_MAX ? UINT32_MAX : walk->weights[number];
    switch (walk->which) {
    case WALK_BACKWARDS: return UINT32_MAX - place;
    case WALK_SMALL_FIRST: return weight << 32 | place;
    case WALK_LARGE_FIRST: return (UINT32_MAX - weight) << 32 | place;
    case WALK_SHARED_FIRST: return (uint64_t)(UINT32_MAX - walk->parents[number]) << 32 | place;
    default: return place;
    }
}

static bool push_inputs(struct walk *walk, const struct net_gate *gate)
{
    if (!meter_grow(walk->meter, &walk->choices, &walk->choice_room, gate->count,
                    sizeof *walk->choices) ||
        !meter_grow(walk->meter, &walk->stack, &walk->stack_room,
                    (uint64_t)walk->stack_count + gate->count, sizeof *walk->stack))
        return false;
    for (uint32_t k = 0; k < gate->count; k++) {
        uint32_t number = net_number(walk->net->inputs[gate->first + k]);
        walk->choices[k] = (struct choice){key_of(walk, number, k), number};
    }
    if (walk->which != WALK_AS_GIVEN)
        qsort(walk->choices, gate->count, sizeof *walk->choices, by_key);
    for (uint32_t k = gate->count; k-- > 0;)
        walk->stack[walk->stack_count++] = walk->choices[k].number;
    return true;
}

static bool walk_down(struct walk *walk)
{
    const struct net *net = walk->net;
    net_parents(net, walk->parents);
    weigh(walk);
    if (!meter_grow(walk->meter, &walk->stack, &walk->stack_room, 1, sizeof *walk->stack))
        return false;
    walk->stack[walk->stack_count++] = net_number(net->top);
    while (walk->stack_count) {
        uint32_t number = walk->stack[--walk->stack_count];
        if (walk->seen[number]) continue;
        walk->seen[number] = 1;
        walk->order[walk->met++] = number;
        if (number >= net->leaf_count && !push_inputs(walk, &net->gates[number - net->leaf_count]))
            return false;
    }
    return true;
}

/* ---- drawn together ---- */

/*
 * FORCE (Aloul, Markov and Sakallah 2003): each gate pulls its inputs to the middle of where they
 * are, until the gates reach no less far. Whole numbers, so that every machine gives the same.
 */
enum { MOST_ROUNDS = 60, SCALE = 1024 };

struct drawing {
    const struct net *net;
    uint32_t count;      /* of leaves and gates that were met */
    uint32_t *order;     /* in the order of their places */
    uint32_t *best;      /* the order that reached least far */
    uint32_t *places;    /* of each leaf and gate */
    struct choice *next; /* where each is drawn to */
    uint64_t *sums;
    uint32_t *pulls;
};

/* Places of the order, and how far its gates reach in all. */
static uint64_t take_places(struct drawing *drawing)
{
    const struct net *net = drawing->net;
    for (uint32_t i = 0; i < drawing->count; i++) drawing->places[drawing->order[i]] = i;
    uint64_t reach = 0;
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        uint32_t low = drawing->places[net->leaf_count + i], high = low;
        for (uint32_t k = 0; k < gate->count; k++) {
            uint32_t place = drawing->places[net_number(net->inputs[gate->first + k])];
            if (place < low) low = place;
            if (place > high) high = place;
        }
        reach += high - low;
    }
    return reach;
}

static void pull(struct drawing *drawing, uint32_t number, uint64_t middle)
{
    drawing->sums[number] += middle;
    drawing->pulls[number]++;
}

static void draw_together(struct drawing *drawing)
{
    const struct net *net = drawing->net;
    uint32_t all = net->leaf_count + net->gate_count;
    memset(drawing->sums, 0, all * sizeof *drawing->sums);
    memset(drawing->pulls, 0, all * sizeof *drawing->pulls);
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        uint64_t sum = drawing->places[net->leaf_count + i];
        for (uint32_t k = 0; k < gate->count; k++)
            sum += drawing->places[net_number(net->inputs[gate->first + k])];
        uint64_t middle = sum * SCALE / (gate->count + 1);
        pull(drawing, net->leaf_count + i, middle);
        for (uint32_t k = 0; k < gate->count; k++)
            pull(drawing, net_number(net->inputs[gate->first + k]), middle);
    }
    for (uint32_t i = 0; i < drawing->count; i++) {
        uint32_t number = drawing->order[i];
        uint64_t to = drawing->pulls[number] ? drawing->sums[number] / drawing->pulls[number] : 0;
        drawing->next[i] = (struct choice){to << 24 | i, number};
    }
    qsort(drawing->next, drawing->count, sizeof *drawing->next, by_key);
    for (uint32_t i = 0; i < drawing->count; i++) drawing->order[i] = drawing->next[i].number;
}

/* Improves `order`; false when the budget is spent. */
static bool draw(const struct net *net, struct meter *meter, uint32_t *order, uint32_t count)
{
    uint32_t all = net->leaf_count + net->gate_count;
    struct drawing drawing = {
        .net = net,
        .count = count,
        .order = order,
        .best = meter_take(meter, all, sizeof *drawing.best),
        .places = meter_take(meter, all, sizeof *drawing.places),
        .next = meter_take(meter, all, sizeof *drawing.next),
        .sums = meter_take(meter, all, sizeof *drawing.sums),
        .pulls = meter_take(meter, all, sizeof *drawing.pulls),
    };
    bool done = drawing.best && drawing.places && drawing.next && drawing.sums && drawing.pulls;
    uint64_t least = UINT64_MAX;
    for (uint32_t round = 0; done && round < MOST_ROUNDS; round++) {
        uint64_t reach = take_places(&drawing);
        if (reach >= least) break;
        least = reach;
        memcpy(drawing.best, order, count * sizeof *order);
        done = meter_steps(meter, net->input_count / 4);
        draw_together(&drawing);
    }
    if (done) memcpy(order, drawing.best, count * sizeof *order);
    meter_give(meter, drawing.best, all, sizeof *drawing.best);
    meter_give(meter, drawing.places, all, sizeof *drawing.places);
    meter_give(meter, drawing.next, all, sizeof *drawing.next);
    meter_give(meter, drawing.sums, all, sizeof *drawing.sums);
    meter_give(meter, drawing.pulls, all, sizeof *drawing.pulls);
    return done;
}

bool order_make(const struct net *net, uint32_t which, struct meter *meter, uint32_t *levels)
{
    uint32_t all = net->leaf_count + net->gate_count;
    struct walk walk = {
        .net = net,
        .which = which / 2,
        .meter = meter,
        .parents = meter_take(meter, all, sizeof *walk.parents),
        .weights = meter_take(meter, all, sizeof *walk.weights),
        .seen = meter_take(meter, all, sizeof *walk.seen),
        .order = meter_take(meter, all, sizeof *walk.order),
    };
    bool done = walk.parents && walk.weights && walk.seen && walk.order && walk_down(&walk);
    if (done && which % 2 == 0) done = draw(net, meter, walk.order, walk.met);
    uint32_t level = 0;
    for (uint32_t i = 0; done && i < walk.met; i++)
        if (walk.order[i] < net->leaf_count) levels[walk.order[i]] = level++;
    meter_give(meter, walk.parents, all, sizeof *walk.parents);
    meter_give(meter, walk.weights, all, sizeof *walk.weights);
    meter_give(meter, walk.seen, all, sizeof *walk.seen);
    meter_give(meter, walk.order, all, sizeof *walk.order);
    meter_give(meter, walk.stack, walk.stack_room, sizeof *walk.stack);
    meter_give(meter, walk.choices, walk.choice_room, sizeof *walk.choices);
    return done;
}
