/*
 * What is known from above: below an AND with a leaf of its own the rest matters only where that
 * leaf is so, below an OR only where it is not. What is reached from several places is known when
 * it is known in each.
 */
#include "causes/net.h"

#define MOST_WORDS ((uint64_t)1 << 21) /* larger nets do without */

static uint64_t *bits_of(const struct net_known *known, uint32_t gate, bool so)
{
    return known->bits + ((size_t)gate * 2 + !so) * known->words;
}

bool net_knows(const struct net_known *known, uint32_t gate, uint32_t leaf, bool so)
{
    return known->words && bits_of(known, gate, so)[leaf / 64] >> leaf % 64 & 1;
}

/* The gate's own leaves are known to the gates among its inputs. */
static void add_own(const struct net *net, const struct net_gate *gate, uint64_t *so,
                    uint64_t *not_so)
{
    enum net_kind kind = net_kind_of(gate);
    for (uint32_t k = 0; k < gate->count && kind != NET_SOME; k++) {
        net_ref input = net->inputs[gate->first + k];
        uint32_t leaf = net_number(input);
        if (!net_is_leaf(net, input)) continue;
        bool is_so = (kind == NET_AND) != net_turned(input);
        (is_so ? so : not_so)[leaf / 64] |= (uint64_t)1 << leaf % 64;
    }
}

static void pass_down(struct net_known *known, const struct net *net, uint32_t i, uint64_t *scratch)
{
    const struct net_gate *gate = &net->gates[i];
    uint32_t words = known->words;
    memcpy(scratch, bits_of(known, i, true), 2 * words * sizeof *scratch);
    add_own(net, gate, scratch, scratch + words);
    for (uint32_t k = 0; k < gate->count; k++) {
        net_ref input = net->inputs[gate->first + k];
        if (net_is_leaf(net, input)) continue;
        uint64_t *bits = bits_of(known, net_number(input) - net->leaf_count, true);
        for (uint32_t w = 0; w < 2 * words; w++) bits[w] &= scratch[w];
    }
}

bool net_known_init(struct net_known *known, const struct net *net, struct meter *meter)
{
    uint32_t words = net->leaf_count / 64 + 1;
    *known = (struct net_known){.gate_count = net->gate_count};
    if ((uint64_t)words * net->gate_count > MOST_WORDS) return true;
    uint64_t *scratch = meter_take(meter, (size_t)2 * words, sizeof *scratch);
    known->bits = meter_take(meter, (size_t)2 * words * net->gate_count, sizeof *known->bits);
    bool done =
        scratch && known->bits && meter_steps(meter, (uint64_t)words * net->input_count / 16);
    if (known->bits) known->words = words;
    if (done) {
        uint32_t top = net_number(net->top) - net->leaf_count;
        memset(known->bits, 0xff, (size_t)2 * words * net->gate_count * sizeof *known->bits);
        memset(bits_of(known, top, true), 0, (size_t)2 * words * sizeof *known->bits);
        for (uint32_t i = top + 1; i-- > 0;) pass_down(known, net, i, scratch);
    }
    meter_give(meter, scratch, (size_t)2 * words, sizeof *scratch);
    return done;
}

void net_known_release(struct net_known *known, struct meter *meter)
{
    meter_give(meter, known->bits, (size_t)2 * known->words * known->gate_count,
               sizeof *known->bits);
    *known = (struct net_known){0};
}
