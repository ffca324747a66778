/* Gates made one by one, folded as far as that goes without looking around. */
#include "causes/net.h"

#include <stdlib.h>

bool net_add_input(struct net_maker *maker, net_ref input)
{
    if (!meter_grow(maker->meter, &maker->inputs, &maker->room, (uint64_t)maker->count + 1,
                    sizeof *maker->inputs))
        return false;
    maker->inputs[maker->count++] = input;
    return true;
}

static int by_number(const void *left, const void *right)
{
    net_ref a = *(const net_ref *)left, b = *(const net_ref *)right;
    return (a > b) - (a < b);
}

/* Takes out inputs that never are, and those that always are; returns how many of the others are
 * enough. */
static int64_t fold(struct net_maker *maker, int64_t enough)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < maker->count; i++) {
        net_ref input = maker->inputs[i];
        if (input == NET_TRUE)
            enough--;
        else if (input != NET_FALSE)
            maker->inputs[kept++] = input;
    }
    maker->count = kept;
    return enough;
}

/* Of an AND or an OR: each input once. */
static void drop_twins(struct net_maker *maker)
{
    qsort(maker->inputs, maker->count, sizeof *maker->inputs, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < maker->count; i++)
        if (!kept || maker->inputs[kept - 1] != maker->inputs[i])
            maker->inputs[kept++] = maker->inputs[i];
    maker->count = kept;
}

bool net_make_gate(struct net_maker *maker, int64_t enough, net_ref *ret)
{
    struct net *net = maker->net;
    enough = fold(maker, enough);
    if (enough > 1 && enough == maker->count) {
        drop_twins(maker);
        enough = maker->count;
    } else if (enough == 1) {
        drop_twins(maker);
    }
    if (enough <= 0 || enough > maker->count) {
        *ret = enough <= 0 ? NET_TRUE : NET_FALSE;
        return true;
    }
    if (maker->count == 1) {
        *ret = maker->inputs[0];
        return true;
    }
    uint32_t turned = 0;
    for (uint32_t i = 0; i < maker->count; i++) turned += net_turned(maker->inputs[i]);
    bool turn = turned >= enough; /* it would come about where nothing does */
    if (turn) enough = (int64_t)maker->count - enough + 1;
    if (!meter_grow(maker->meter, &net->gates, &net->gate_room, (uint64_t)net->gate_count + 1,
                    sizeof *net->gates) ||
        !meter_grow(maker->meter, &net->inputs, &net->input_room,
                    (uint64_t)net->input_count + maker->count, sizeof *net->inputs))
        return false;
    for (uint32_t i = 0; i < maker->count; i++)
        net->inputs[net->input_count + i] = maker->inputs[i] ^ turn;
    net->gates[net->gate_count] =
        (struct net_gate){(uint32_t)enough, net->input_count, maker->count};
    net->input_count += maker->count;
    *ret = (net->leaf_count + net->gate_count++) << 1 | turn;
    return true;
}

void net_maker_release(struct net_maker *maker)
{
    meter_give(maker->meter, maker->inputs, maker->room, sizeof *maker->inputs);
    maker->inputs = NULL;
    maker->count = maker->room = 0;
}
