/* A net in its parts: a module without the modules within, each of which counts as a leaf. */
#ifndef CAUSES_PARTS_H
#define CAUSES_PARTS_H

#include "causes/net.h"

struct parts {
    const struct net *net;
    struct meter *meter;
    uint8_t *modules; /* a byte a gate: it is the top of a part */
    uint32_t *owners; /* of each leaf and gate: the part that met it last, and one */
    uint32_t *places; /* its number there */
    uint32_t *stack;
    uint32_t stack_room;
};

/* False when the budget is spent. Release it in either case. */
bool parts_init(struct parts *parts, const struct net *net, struct meter *meter);
void parts_release(struct parts *parts);

/* The part below the gate `top`, which is a module, as a net of its own: its leaves are numbers of
 * leaves and gates of the whole. net_release it in either case. */
bool parts_take(struct parts *parts, uint32_t top, struct net *ret);

#endif
