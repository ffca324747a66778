/* What there is to ask of a family: how many sets, of what size, with what in them. */
#include "causes/family.h"

#include <stdlib.h>

void causes_sets_free(struct causes_sets *sets)
{
    if (!sets) return;
    free(sets->family.nodes);
    free(sets->family.variables);
    free(sets->counts);
    free(sets->marks);
    free(sets);
}

struct causes_extent causes_sets_extent(const struct causes_sets *sets)
{
    return sets->extent;
}

/* Number of sets of each node, without those that hold a leaf marked in `gone` (or NULL). */
static void count_up(const struct causes_sets *sets, const uint8_t *gone)
{
    causes_count *counts = sets->counts;
    counts[0] = 0;
    counts[1] = 1;
    for (uint32_t i = 2; i < sets->family.node_count; i++) {
        const struct family_node *node = &sets->family.nodes[i];
        const struct family_variable *variable = &sets->family.variables[node->variable];
        causes_count with = counts[node->hi];
        if (variable->condition == CAUSES_NONE)
            with = count_times(with, counts[variable->root]);
        else if (gone && gone[variable->condition])
            with = 0;
        counts[i] = count_plus(counts[node->lo], with);
    }
}

causes_count causes_sets_count(const struct causes_sets *sets)
{
    return causes_sets_without(sets, NULL);
}

causes_count causes_sets_without(const struct causes_sets *sets, const uint8_t *gone)
{
    count_up(sets, gone);
    return sets->counts[sets->family.root];
}

/* A set of the family that lies within these conditions and is as large as they are is the same
 * set: so the largest such one is looked for. */
bool causes_sets_contain(const struct causes_sets *sets, const uint32_t *conditions, size_t count)
{
    uint8_t *within = sets->marks;
    bool known = true;
    for (size_t i = 0; i < count; i++) {
        if (conditions[i] < sets->condition_count)
            within[conditions[i]] = 1;
        else
            known = false;
    }
    causes_count *most = sets->counts; /* size of the largest, and one; 0: there is none */
    most[0] = 0;
    most[1] = 1;
    for (uint32_t i = 2; i < sets->family.node_count; i++) {
        const struct family_node *node = &sets->family.nodes[i];
        const struct family_variable *variable = &sets->family.variables[node->variable];
        causes_count own = variable->condition == CAUSES_NONE
                               ? most[variable->root]
                               : (causes_count)within[variable->condition] + 1;
        causes_count with = own > 1 && most[node->hi] ? most[node->hi] + own - 1 : 0;
        most[i] = with > most[node->lo] ? with : most[node->lo];
    }
    for (size_t i = 0; i < count; i++)
        if (conditions[i] < sets->condition_count) within[conditions[i]] = 0;
    return known && most[sets->family.root] == (causes_count)count + 1;
}

/* ---- in how many sets each leaf is ---- */

#define FAR UINT32_MAX /* no set at all, as a size */

static uint32_t size_plus(uint32_t a, uint32_t b)
{
    return a == FAR || b == FAR ? FAR : a + b;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* What is known of a node from below and from above. */
struct standing {
    causes_count above; /* how many ways lead to it: choices made in all other places */
    uint32_t smallest;  /* size of its smallest set */
    uint32_t nearest;   /* size of the smallest choice that leads to it */
};

static uint32_t smallest_of(const struct standing *standings,
                            const struct family_variable *variable)
{
    return variable->condition == CAUSES_NONE ? standings[variable->root].smallest : 1;
}

static void look_up(const struct causes_sets *sets, struct standing *standings)
{
    count_up(sets, NULL);
    for (uint32_t i = 0; i < sets->family.node_count; i++) {
        const struct family_node *node = &sets->family.nodes[i];
        standings[i] = (struct standing){.smallest = i ? 0 : FAR, .nearest = FAR};
        if (i < 2) continue;
        uint32_t own = smallest_of(standings, &sets->family.variables[node->variable]);
        standings[i].smallest =
            smaller(size_plus(standings[node->hi].smallest, own), standings[node->lo].smallest);
    }
}

static void pass_down(const struct causes_sets *sets, uint32_t i, struct standing *standings,
                      struct causes_membership *members)
{
    const struct family_node *node = &sets->family.nodes[i];
    const struct family_variable *variable = &sets->family.variables[node->variable];
    struct standing *own = &standings[i], *hi = &standings[node->hi], *lo = &standings[node->lo];
    causes_count others = count_times(own->above, sets->counts[node->hi]);
    uint32_t around = size_plus(own->nearest, hi->smallest);
    causes_count inner = 1;
    if (variable->condition == CAUSES_NONE) {
        struct standing *part = &standings[variable->root];
        inner = sets->counts[variable->root];
        part->above = count_plus(part->above, others);
        part->nearest = smaller(part->nearest, around);
    } else if (others) {
        struct causes_membership *member = &members[variable->condition];
        member->sets = count_plus(member->sets, others);
        uint32_t size = size_plus(around, 1);
        if (!member->smallest || size < member->smallest) member->smallest = size;
    }
    hi->above = count_plus(hi->above, count_times(own->above, inner));
    hi->nearest = smaller(hi->nearest, size_plus(own->nearest, smallest_of(standings, variable)));
    lo->above = count_plus(lo->above, own->above);
    lo->nearest = smaller(lo->nearest, own->nearest);
}

enum status causes_sets_members(const struct causes_sets *sets, struct arena *arena,
                                struct causes_membership **ret, struct error *error)
{
    struct causes_membership *members = arena_array(arena, sets->condition_count, sizeof *members);
    if (!members) return arena_full(arena, error);
    struct standing *standings = malloc(sets->family.node_count * sizeof *standings);
    if (!standings) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    look_up(sets, standings);
    standings[sets->family.root].above = 1;
    standings[sets->family.root].nearest = 0;
    for (uint32_t i = sets->family.node_count; i-- > 2;) pass_down(sets, i, standings, members);
    free(standings);
    *ret = members;
    return STATUS_OK;
}
