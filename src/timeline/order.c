/*
 * What order is known: a simple temporal network.
 *
 * Every statement "y - x <= most" is an edge x -> y of length `most` in a graph of distances;
 * bounds are edges from and to the origin. The shortest way from the origin to v is v's latest
 * time, the shortest way from v to the origin its earliest, negated; a cycle of negative length is
 * a contradiction. R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks", Artificial
 * Intelligence 49 (1991). Shortest ways: R. Bellman (1958), L. R. Ford (1956).
 */
#include "timeline/internal.h"

#include <assert.h>
#include <stdlib.h>

enum { VARIABLES_MOST = 4096, CONSTRAINTS_MOST = 1 << 18 };

/* 128 bits: holds sums of 4,096 numbers of 64 bits. */
typedef int wide __attribute__((mode(TI)));
#define FAR ((wide)1 << 100)

struct edge {
    uint32_t from, to;
    uint32_t number; /* as reported in a cycle */
    int64_t length;
};

struct network {
    struct edge *edges;
    size_t edge_count;
    size_t variables;
    wide *distance;
    uint32_t *by; /* edge by which a variable was last reached */
};

static void add_edge(struct network *network, uint32_t from, uint32_t to, int64_t length,
                     uint32_t number)
{
    network->edges[network->edge_count++] = (struct edge){from, to, number, length};
}

static void add_bounds(struct network *network, uint32_t v, struct interval at, uint32_t number)
{
    if (at.earliest != INSTANT_NONE && at.earliest != INSTANT_OPEN_START)
        add_edge(network, v, 0, -at.earliest, number);
    if (at.latest != INSTANT_NONE && at.latest != INSTANT_OPEN_END)
        add_edge(network, 0, v, at.latest, number + 1);
}

static enum status network_init(struct network *network,
                                const struct timeline_constraint *constraints, size_t count,
                                const struct interval *bounds, size_t variables,
                                struct error *error)
{
    size_t edges = count + 2 * variables;
    *network = (struct network){.variables = variables};
    network->edges = calloc(edges, sizeof *network->edges);
    network->distance = calloc(variables, sizeof *network->distance);
    network->by = calloc(variables, sizeof *network->by);
    if (!network->edges || !network->distance || !network->by)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the order of %zu times",
                         variables);
    for (size_t i = 0; i < count; i++) {
        const struct timeline_constraint *c = &constraints[i];
        assert(c->x < variables && c->y < variables);
        add_edge(network, c->x, c->y, c->most, (uint32_t)i);
    }
    for (size_t v = 1; v < variables; v++)
        add_bounds(network, (uint32_t)v, bounds[v], (uint32_t)(count + 2 * v));
    return STATUS_OK;
}

static void network_release(struct network *network)
{
    free(network->edges);
    free(network->distance);
    free(network->by);
}

/* Shortens distances by every edge until nothing changes. `backwards` follows edges against their
 * direction. Returns the number of a variable still changing after as many rounds as there are
 * variables (it lies on or behind a negative cycle), or UINT32_MAX. */
static uint32_t shorten(struct network *network, bool backwards)
{
    uint32_t changed = 0;
    for (size_t round = 0; round <= network->variables && changed != UINT32_MAX; round++) {
        changed = UINT32_MAX;
        for (size_t i = 0; i < network->edge_count; i++) {
            const struct edge *edge = &network->edges[i];
            uint32_t from = backwards ? edge->to : edge->from;
            uint32_t to = backwards ? edge->from : edge->to;
            if (network->distance[from] >= FAR) continue;
            wide distance = network->distance[from] + edge->length;
            if (distance >= network->distance[to]) continue;
            network->distance[to] = distance;
            network->by[to] = (uint32_t)i;
            changed = to;
        }
    }
    return changed;
}

/* Walks back from a variable behind a negative cycle into it and writes its edges, in the order of
 * the statements' chain. */
static enum status trace_cycle(const struct network *network, uint32_t start, struct arena *arena,
                               uint32_t **ret_cycle, size_t *ret_len, struct error *error)
{
    uint32_t v = start;
    for (size_t i = 0; i < network->variables; i++) v = network->edges[network->by[v]].from;
    size_t len = 0;
    uint32_t at = v;
    do {
        at = network->edges[network->by[at]].from;
        len++;
    } while (at != v);
    uint32_t *cycle = arena_array(arena, len, sizeof *cycle);
    if (!cycle) return arena_full(arena, error);
    for (size_t i = len; i--;) {
        const struct edge *edge = &network->edges[network->by[at]];
        cycle[i] = edge->number;
        at = edge->from;
    }
    *ret_cycle = cycle;
    *ret_len = len;
    return STATUS_OK;
}

static void distances_from_origin(struct network *network, bool backwards)
{
    for (size_t v = 1; v < network->variables; v++) network->distance[v] = FAR;
    network->distance[0] = 0;
    uint32_t changed = shorten(network, backwards);
    assert(changed == UINT32_MAX); /* negative cycles were ruled out before */
}

static int64_t clamp(wide at)
{
    if (at <= INSTANT_OPEN_START) return INSTANT_OPEN_START;
    return at >= INSTANT_OPEN_END ? INSTANT_OPEN_END : (int64_t)at;
}

static void tighten(struct network *network, struct interval *bounds)
{
    distances_from_origin(network, false);
    for (size_t v = 1; v < network->variables; v++)
        if (network->distance[v] < FAR) bounds[v].latest = clamp(network->distance[v]);
    distances_from_origin(network, true);
    for (size_t v = 1; v < network->variables; v++)
        if (network->distance[v] < FAR) bounds[v].earliest = clamp(-network->distance[v]);
    for (size_t v = 1; v < network->variables; v++) {
        /* unknown at both ends stays so; one known end makes the other an open one */
        if (bounds[v].earliest == INSTANT_NONE && bounds[v].latest != INSTANT_NONE)
            bounds[v].earliest = INSTANT_OPEN_START;
        if (bounds[v].latest == INSTANT_NONE && bounds[v].earliest != INSTANT_NONE)
            bounds[v].latest = INSTANT_OPEN_END;
    }
    bounds[0] = (struct interval){0, 0};
}

enum status timeline_order(const struct timeline_constraint *constraints, size_t count,
                           struct interval *bounds, size_t variables, struct arena *arena,
                           uint32_t **ret_cycle, size_t *ret_cycle_len, struct error *error)
{
    if (variables > VARIABLES_MOST || count > CONSTRAINTS_MOST)
        return error_set(error, STATUS_LIMIT,
                         "%zu times with %zu relations are too many to order; most are %d and %d",
                         variables, count, VARIABLES_MOST, CONSTRAINTS_MOST);
    if (!variables) {
        *ret_cycle = NULL;
        *ret_cycle_len = 0;
        return STATUS_OK;
    }
    struct network network;
    enum status status = network_init(&network, constraints, count, bounds, variables, error);
    if (status) goto out;
    /* From distance 0 everywhere, so that a contradiction is found wherever it is. */
    uint32_t changed = shorten(&network, false);
    if (changed != UINT32_MAX) {
        status = trace_cycle(&network, changed, arena, ret_cycle, ret_cycle_len, error);
        goto out;
    }
    tighten(&network, bounds);
    *ret_cycle = NULL;
    *ret_cycle_len = 0;
out:
    network_release(&network);
    return status;
}
