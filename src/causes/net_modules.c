/*
 * Modules in linear time, after Dutuit and Rauzy, "A linear-time algorithm to find modules of fault
 * trees" (1996): in one walk in depth every visit gets a date. A gate is a module when everything
 * below it is visited between the first visit to it and the end of that visit.
 */
#include "causes/net.h"

struct dates {
    uint32_t first, end, last; /* of the visits to a leaf or gate; `end` of the first one */
    uint32_t least, most;      /* among all that stands below */
};

struct visit {
    uint32_t number, next; /* which input comes next */
};

struct walk {
    const struct net *net;
    struct dates *dates;
    struct visit *visits;
    uint32_t visit_count, visit_room, date;
    struct meter *meter;
};

static bool arrive(struct walk *walk, uint32_t number)
{
    struct dates *dates = &walk->dates[number];
    dates->last = ++walk->date;
    if (dates->first) return true;
    dates->first = dates->end = walk->date;
    if (number < walk->net->leaf_count) return true;
    if (!meter_grow(walk->meter, &walk->visits, &walk->visit_room, (uint64_t)walk->visit_count + 1,
                    sizeof *walk->visits))
        return false;
    walk->visits[walk->visit_count++] = (struct visit){number, 0};
    return true;
}

static bool give_dates(struct walk *walk)
{
    const struct net *net = walk->net;
    if (!arrive(walk, net_number(net->top))) return false;
    while (walk->visit_count) {
        struct visit *visit = &walk->visits[walk->visit_count - 1];
        const struct net_gate *gate = &net->gates[visit->number - net->leaf_count];
        if (visit->next == gate->count) {
            walk->dates[visit->number].end = ++walk->date;
            walk->dates[visit->number].last = walk->date;
            walk->visit_count--;
        } else if (!arrive(walk, net_number(net->inputs[gate->first + visit->next++]))) {
            return false;
        }
    }
    return true;
}

static void mark_modules(const struct net *net, struct dates *dates, uint8_t *ret)
{
    for (uint32_t i = 0; i < net->gate_count; i++) {
        const struct net_gate *gate = &net->gates[i];
        struct dates *own = &dates[net->leaf_count + i];
        own->least = UINT32_MAX;
        own->most = 0;
        for (uint32_t k = 0; k < gate->count; k++) {
            uint32_t number = net_number(net->inputs[gate->first + k]);
            const struct dates *below = &dates[number];
            bool leaf = number < net->leaf_count;
            uint32_t least = leaf || below->first < below->least ? below->first : below->least;
            uint32_t most = leaf || below->last > below->most ? below->last : below->most;
            if (least < own->least) own->least = least;
            if (most > own->most) own->most = most;
        }
        ret[i] = own->first && own->least > own->first && own->most < own->end;
    }
}

bool net_modules(const struct net *net, struct meter *meter, uint8_t *ret)
{
    uint32_t count = net->leaf_count + net->gate_count;
    struct walk walk = {.net = net, .meter = meter};
    walk.dates = meter_take(meter, count, sizeof *walk.dates);
    bool done = walk.dates && meter_steps(meter, net->input_count / 8) && give_dates(&walk);
    if (done) mark_modules(net, walk.dates, ret);
    meter_give(meter, walk.dates, count, sizeof *walk.dates);
    meter_give(meter, walk.visits, walk.visit_room, sizeof *walk.visits);
    return done;
}

void net_parents(const struct net *net, uint32_t *ret)
{
    memset(ret, 0, (net->leaf_count + net->gate_count) * sizeof *ret);
    for (uint32_t i = 0; i < net->input_count; i++) ret[net_number(net->inputs[i])]++;
}
