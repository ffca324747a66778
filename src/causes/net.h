/*
 * The part of a graph below an outcome, in one world, as a net of gates: a gate comes about when
 * at least `enough` of its inputs do. All of them is AND, one of them is OR.
 *
 * What is held fast is folded away, gates with one input pass through, a gate within one of its own
 * kind is taken into it. For breaking sets the net is that of the dual function (k of n becomes
 * n - k + 1 of n), so that one method serves both. No gate comes about where no leaf does: one that
 * would is turned round, and every reference to it as well. So "not a single leaf" always stands
 * for "the gate is false", which is what lets parts be solved apart when links are turned round.
 */
#ifndef CAUSES_NET_H
#define CAUSES_NET_H

#include "causes/meter.h"

/* A leaf or a gate, or its opposite: number << 1 | turned. Gates count on from the leaves. */
typedef uint32_t net_ref;
#define NET_FALSE ((net_ref)UINT32_MAX - 1)
#define NET_TRUE  ((net_ref)UINT32_MAX)

struct net_gate {
    uint32_t enough, first, count; /* inputs[first .. first + count) */
};

struct net {
    uint32_t *leaves; /* the condition of each leaf */
    uint32_t leaf_count, leaf_room;
    struct net_gate *gates; /* each behind those that it holds; the last one is the top */
    uint32_t gate_count, gate_room;
    net_ref *inputs;
    uint32_t input_count, input_room;
    net_ref top;
    bool coherent; /* no reference is turned */
};

/* False when the budget is spent. Release it in either case. */
bool net_init(struct net *net, const struct causes_graph *graph, uint32_t outcome,
              enum causes_which which, const struct causes_world *world, struct meter *meter);
void net_release(struct net *net, struct meter *meter);

static inline uint32_t net_number(net_ref ref)
{
    return ref >> 1;
}
static inline bool net_turned(net_ref ref)
{
    return ref & 1;
}
static inline bool net_is_leaf(const struct net *net, net_ref ref)
{
    return net_number(ref) < net->leaf_count;
}
static inline const struct net_gate *net_gate_of(const struct net *net, net_ref ref)
{
    return &net->gates[net_number(ref) - net->leaf_count];
}

enum net_kind { NET_SOME, NET_AND, NET_OR };
static inline enum net_kind net_kind_of(const struct net_gate *gate)
{
    if (gate->enough == gate->count) return NET_AND;
    return gate->enough == 1 ? NET_OR : NET_SOME;
}
static inline bool net_is_constant(net_ref ref)
{
    return ref >= NET_FALSE;
}

/* ---- net_make.c ---- */

/* A net being made, with the inputs of the gate at hand. */
struct net_maker {
    struct net *net;
    struct meter *meter;
    net_ref *inputs;
    uint32_t count, room;
};

bool net_add_input(struct net_maker *maker, net_ref input);
/* The gate of the inputs at hand, or what it comes down to. These two are false when the budget is
 * spent. */
bool net_make_gate(struct net_maker *maker, int64_t enough, net_ref *ret);
void net_maker_release(struct net_maker *maker);

/* ---- net_reduce.c ---- */

/* Takes gates into those of their own kind, settles leaves that are known where they are asked,
 * drops what nothing refers to, and groups inputs of a gate that occur nowhere else. The same
 * function of the same leaves. */
bool net_reduce(struct net *net, struct meter *meter);

/* ---- net_known.c ---- */

/* Which leaves are known wherever a gate is asked: in "C1 and (C1 or C2)" the inner gate matters
 * only where C1 is so. */
struct net_known {
    uint64_t *bits; /* of each gate: leaves that are so, then leaves that are not */
    uint32_t words; /* of each of the two; 0: the net is too large, nothing is known */
    uint32_t gate_count;
};

/* False when the budget is spent. */
bool net_known_init(struct net_known *known, const struct net *net, struct meter *meter);
void net_known_release(struct net_known *known, struct meter *meter);
bool net_knows(const struct net_known *known, uint32_t gate, uint32_t leaf, bool so);

/* ---- net_modules.c ---- */

/* Marks in `ret` (a byte a gate) the gates that are modules: what stands below them is met from
 * nowhere else. The top is one. False when the budget is spent. */
bool net_modules(const struct net *net, struct meter *meter, uint8_t *ret);
/* How often each leaf and gate is an input, in `ret` (a number for each). */
void net_parents(const struct net *net, uint32_t *ret);

#endif
