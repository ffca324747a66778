/*
 * What is stated about the times of events, as a simple temporal network (see timeline_order).
 *
 * Only events with an end, a stated order or a time told by others take part, in groups that are
 * bound together, so that a long review of plain times costs nothing here. A contradiction is kept,
 * and the weakest of its statements is left aside until the rest can hold: orders first, then that
 * an event ends after it begins, then times told by others.
 */
#include "review/when_parts.h"

#include <assert.h>

/* Contradictions told of one group; behind them its times are as stated. */
enum { CONTRADICTIONS_MOST = 16 };
/* What timeline_order takes, and how much of its work (variables times relations, for each
 * contradiction anew) is worth it in all; beyond that groups are handed around so many times. */
enum { VARIABLES_MOST = 4096, RELATIONS_MOST = 1 << 18, WORK_MOST = 1 << 28, ROUNDS_MOST = 64 };

/* ---- groups that are bound together ---- */

struct group {
    uint32_t *relations; /* numbers of them */
    size_t count;
    uint32_t *variables; /* that they speak of, each once */
    size_t variable_count;
};

/* Room for one group after another. */
struct scratch {
    uint32_t *parent; /* of each variable: union and find */
    uint32_t *local;  /* variable -> number within its group, from 1 */
    uint32_t *sorted; /* relations by group */
    size_t *from;     /* by root: where its relations begin in `sorted` */
    uint32_t *variables;
    struct timeline_constraint *constraints;
    uint32_t *which; /* constraint -> relation */
    struct interval *bounds;
    size_t work; /* done so far */
};

static uint32_t root_of(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v) {
        parent[v] = parent[parent[v]];
        v = parent[v];
    }
    return v;
}

static enum status scratch_init(struct scratch *scratch, const struct when_network *network,
                                struct error *error)
{
    size_t variables = 2 * network->review->events.count, count = network->count;
    struct arena *arena = network->arena;
    scratch->parent = arena_array(arena, variables + 1, sizeof *scratch->parent);
    scratch->local = arena_array(arena, variables + 1, sizeof *scratch->local);
    scratch->variables = arena_array(arena, variables + 1, sizeof *scratch->variables);
    scratch->from = arena_array(arena, variables + 2, sizeof *scratch->from);
    scratch->bounds = arena_array(arena, variables + 1, sizeof *scratch->bounds);
    scratch->sorted = arena_array(arena, count + 1, sizeof *scratch->sorted);
    scratch->which = arena_array(arena, count + 1, sizeof *scratch->which);
    scratch->constraints = arena_array(arena, count + 1, sizeof *scratch->constraints);
    if (!scratch->parent || !scratch->local || !scratch->variables || !scratch->from ||
        !scratch->bounds || !scratch->sorted || !scratch->which || !scratch->constraints)
        return arena_full(arena, error);
    return STATUS_OK;
}

/* Sorts the relations by the group that they are in, else as they were read. */
static void sort_into_groups(struct scratch *scratch, const struct when_network *network)
{
    size_t variables = 2 * network->review->events.count;
    for (uint32_t v = 0; v < variables; v++) scratch->parent[v] = v;
    for (size_t i = 0; i < network->count; i++) {
        uint32_t x = root_of(scratch->parent, network->relations[i].x);
        uint32_t y = root_of(scratch->parent, network->relations[i].y);
        scratch->parent[x < y ? y : x] = x < y ? x : y;
    }
    for (size_t i = 0; i < network->count; i++)
        scratch->from[root_of(scratch->parent, network->relations[i].x) + 1]++;
    for (size_t v = 0; v < variables; v++) scratch->from[v + 1] += scratch->from[v];
    for (size_t i = network->count; i--;) {
        uint32_t root = root_of(scratch->parent, network->relations[i].x);
        scratch->sorted[--scratch->from[root + 1]] = (uint32_t)i;
    }
    /* from[root + 1] now says where the root's relations begin */
}

static void add_variable(struct scratch *scratch, struct group *group, uint32_t v)
{
    if (scratch->local[v]) return;
    group->variables[group->variable_count++] = v;
    scratch->local[v] = (uint32_t)group->variable_count;
}

/* ---- solving ---- */

/* Leaves the weakest of contradicting statements aside; a time told by others as a whole. */
static void drop_weakest(struct when_network *network, const struct group *group,
                         const uint32_t *cycle, size_t len)
{
    uint8_t weakest = WHEN_SAID_AT;
    for (size_t i = 0; i < len; i++)
        if (network->relations[cycle[i]].said > weakest)
            weakest = network->relations[cycle[i]].said;
    for (size_t i = 0; i < len; i++) {
        struct when_relation *relation = &network->relations[cycle[i]];
        bool time = weakest <= WHEN_SAID_END;
        if (time || relation->said == weakest) relation->dropped = true;
        for (size_t j = 0; time && j < group->count; j++) {
            struct when_relation *half = &network->relations[group->relations[j]];
            if (half->event == relation->event && half->said == relation->said)
                half->dropped = true;
        }
    }
}

static enum status contradiction(struct when_network *network, const struct scratch *scratch,
                                 const struct group *group, size_t count, uint32_t *cycle,
                                 size_t len, struct error *error)
{
    uint32_t *variables = arena_array(network->arena, len, sizeof *variables);
    if (!variables) return arena_full(network->arena, error);
    size_t relations = 0, bounds = 0;
    for (size_t i = 0; i < len; i++) {
        if (cycle[i] < count)
            cycle[relations++] = scratch->which[cycle[i]];
        else
            variables[bounds++] = group->variables[(cycle[i] - count) / 2 - 1];
    }
    assert(relations > 0); /* stated bounds alone cannot contradict each other */
    drop_weakest(network, group, cycle, relations);
    return when_contradict(network, NULL, cycle, relations, variables, bounds, error);
}

/* Gives up on a group: what it says is left aside, its times are as they were stated. */
static void drop_all(struct when_network *network, const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        network->relations[group->relations[i]].dropped = true;
    for (size_t i = 0; i < group->variable_count; i++)
        network->at[group->variables[i]] = when_stated(network->review, group->variables[i]);
}

static bool raise(instant *at, instant to)
{
    bool changed = to > *at;
    if (changed) *at = to;
    return changed;
}

static bool lower(instant *at, instant to)
{
    bool changed = to < *at;
    if (changed) *at = to;
    return changed;
}

/* One statement in a group too large for timeline_order; true when it narrowed something. */
static bool hand_on(struct interval *x, struct interval *y, duration most)
{
    bool changed = false;
    if (x->latest != INSTANT_OPEN_END) changed |= lower(&y->latest, instant_add(x->latest, most));
    if (y->earliest != INSTANT_OPEN_START)
        changed |= raise(&x->earliest, instant_add(y->earliest, -most));
    return changed;
}

/* Hands bounds along the statements, there and back, a limited number of times: what comes out
 * holds, though it may be wider than it could be. Gives the number of a statement that cannot hold
 * with the others, or UINT32_MAX. */
static uint32_t hand_around(struct when_network *network, const struct group *group)
{
    for (size_t i = 0; i < group->variable_count; i++) {
        struct interval at = when_stated(network->review, group->variables[i]);
        if (!when_is_dated(at)) at = (struct interval){INSTANT_OPEN_START, INSTANT_OPEN_END};
        network->at[group->variables[i]] = at;
    }
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS_MOST; round++) {
        changed = false;
        for (size_t i = 0; i < group->count; i++) {
            uint32_t number = group->relations[round % 2 ? group->count - 1 - i : i];
            const struct when_relation *r = &network->relations[number];
            struct interval *x = &network->at[r->x], *y = &network->at[r->y];
            if (r->dropped) continue;
            changed |= hand_on(x, y, r->most);
            if (x->earliest > x->latest || y->earliest > y->latest) return number;
        }
    }
    for (size_t i = 0; i < group->variable_count; i++) {
        struct interval *at = &network->at[group->variables[i]];
        if (at->earliest == INSTANT_OPEN_START && at->latest == INSTANT_OPEN_END)
            *at = INTERVAL_NONE;
    }
    return UINT32_MAX;
}

static enum status solve_large_group(struct when_network *network, const struct group *group,
                                     struct error *error)
{
    for (int told = 0; told < CONTRADICTIONS_MOST; told++) {
        uint32_t number = hand_around(network, group);
        if (number == UINT32_MAX) return STATUS_OK;
        struct when_relation *r = &network->relations[number];
        uint32_t ends[2] = {r->x, r->y};
        r->dropped = true;
        enum status status = when_contradict(network, NULL, &number, 1, ends, 2, error);
        if (status) return status;
    }
    drop_all(network, group);
    return STATUS_OK;
}

static bool is_small(const struct scratch *scratch, const struct group *group)
{
    return group->variable_count < VARIABLES_MOST && group->count <= RELATIONS_MOST &&
           group->variable_count * group->count <= WORK_MOST - scratch->work;
}

static enum status solve_group(struct when_network *network, struct scratch *scratch,
                               const struct group *group, struct error *error)
{
    size_t variables = group->variable_count + 1;
    for (int told = 0; told < CONTRADICTIONS_MOST && is_small(scratch, group); told++) {
        size_t count = 0, len;
        scratch->work += group->variable_count * group->count;
        for (size_t i = 0; i < group->count; i++) {
            const struct when_relation *r = &network->relations[group->relations[i]];
            if (r->dropped) continue;
            scratch->which[count] = group->relations[i];
            scratch->constraints[count++] = (struct timeline_constraint){
                .x = scratch->local[r->x], .y = scratch->local[r->y], .most = r->most};
        }
        for (size_t v = 1; v < variables; v++)
            scratch->bounds[v] = when_stated(network->review, group->variables[v - 1]);
        uint32_t *cycle;
        enum status status = timeline_order(scratch->constraints, count, scratch->bounds, variables,
                                            network->arena, &cycle, &len, error);
        if (!status && len)
            status = contradiction(network, scratch, group, count, cycle, len, error);
        if (status) return status;
        if (len) continue;
        for (size_t v = 1; v < variables; v++)
            network->at[group->variables[v - 1]] = scratch->bounds[v];
        return STATUS_OK;
    }
    return solve_large_group(network, group, error);
}

static enum status solve_groups(struct when_network *network, struct scratch *scratch,
                                struct error *error)
{
    size_t variables = 2 * network->review->events.count;
    enum status status = STATUS_OK;
    for (size_t root = 0; root < variables && !status; root++) {
        size_t from = scratch->from[root + 1];
        size_t to = root + 2 <= variables ? scratch->from[root + 2] : network->count;
        struct group group = {scratch->sorted + from, to - from, scratch->variables, 0};
        for (size_t i = from; i < to; i++) {
            add_variable(scratch, &group, network->relations[scratch->sorted[i]].x);
            add_variable(scratch, &group, network->relations[scratch->sorted[i]].y);
        }
        if (!group.count) continue;
        status = solve_group(network, scratch, &group, error);
    }
    return status;
}

enum status when_network_solve(const struct review *review, struct arena *arena,
                               struct when_network *ret, struct error *error)
{
    struct when_network network = {.review = review, .arena = arena};
    struct scratch scratch = {.work = 0};
    enum status status = when_read_statements(&network, error);
    if (status) return status;
    status = scratch_init(&scratch, &network, error);
    if (status) return status;
    sort_into_groups(&scratch, &network);
    status = solve_groups(&network, &scratch, error);
    if (status) return status;
    when_place_dropped(&network);
    *ret = network;
    return STATUS_OK;
}
