/* How many sets there are of each size. */
#include "causes/family.h"

#include <stdlib.h>

/* Numbers of sets of the sizes from, from + 1, ... */
struct tally {
    causes_count *at;
    uint32_t from, count; /* count 0: no set */
    uint32_t last;        /* the last node that asks for it */
};

static void use(struct tally *tally, uint32_t by)
{
    tally->last = by;
}

/* The tally of the sets of `a` each joined with each of `b`, added to `to`, which has room. */
static void add_joined(struct tally *to, const struct tally *a, const struct tally *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        causes_count *row = to->at + (a->from + b->from + i - to->from);
        for (uint32_t j = 0; j < b->count; j++)
            row[j] = count_plus(row[j], count_times(a->at[i], b->at[j]));
    }
}

/* sets of `hi` joined with those of `own`, and the sets of `lo` */
static bool tally_node(struct meter *meter, struct tally *to, const struct tally *own,
                       const struct tally *hi, const struct tally *lo)
{
    static const causes_count one = 1;
    const struct tally nothing = {.at = (causes_count *)&one, .count = 1};
    bool with = own->count && hi->count;
    uint64_t from = UINT64_MAX, end = 0;
    if (with) {
        from = (uint64_t)own->from + hi->from;
        end = from + own->count + hi->count - 1;
    }
    if (lo->count) {
        if (lo->from < from) from = lo->from;
        if ((uint64_t)lo->from + lo->count > end) end = (uint64_t)lo->from + lo->count;
    }
    if (!end) return true;
    if (!meter_steps(meter, 1 + ((uint64_t)own->count * hi->count + lo->count) / 16)) return false;
    to->from = (uint32_t)from;
    to->count = (uint32_t)(end - from);
    to->at = meter_take(meter, to->count, sizeof *to->at);
    if (!to->at) return false;
    if (with) add_joined(to, own, hi);
    add_joined(to, &nothing, lo);
    return true;
}

static void drop(struct meter *meter, struct tally *tally, uint32_t by)
{
    if (tally->last != by) return;
    meter_give(meter, tally->at, tally->count, sizeof *tally->at);
    tally->at = NULL;
}

static bool tally_all(const struct causes_sets *sets, struct meter *meter, struct tally *tallies)
{
    for (uint32_t i = 2; i < sets->family.node_count; i++) {
        const struct family_node *node = &sets->family.nodes[i];
        const struct family_variable *variable = &sets->family.variables[node->variable];
        use(&tallies[node->hi], i);
        use(&tallies[node->lo], i);
        if (variable->condition == CAUSES_NONE) use(&tallies[variable->root], i);
    }
    tallies[sets->family.root].last = UINT32_MAX;
    tallies[1].last = UINT32_MAX;
    tallies[1].at = meter_take(meter, 1, sizeof *tallies[1].at);
    if (!tallies[1].at) return false;
    tallies[1].at[0] = 1;
    tallies[1].count = 1;
    struct tally leaf = tallies[1];
    leaf.from = 1;
    for (uint32_t i = 2; i < sets->family.node_count; i++) {
        const struct family_node *node = &sets->family.nodes[i];
        const struct family_variable *variable = &sets->family.variables[node->variable];
        bool part = variable->condition == CAUSES_NONE;
        if (!tally_node(meter, &tallies[i], part ? &tallies[variable->root] : &leaf,
                        &tallies[node->hi], &tallies[node->lo]))
            return false;
        drop(meter, &tallies[node->hi], i);
        drop(meter, &tallies[node->lo], i);
        if (part) drop(meter, &tallies[variable->root], i);
    }
    return true;
}

enum status causes_sets_sizes(const struct causes_sets *sets, struct arena *arena,
                              causes_count **ret, size_t *ret_count, struct error *error)
{
    struct meter meter;
    meter_init(&meter, &sets->budget);
    enum status status = STATUS_OK;
    struct tally *tallies = meter_take(&meter, sets->family.node_count, sizeof *tallies);
    if (!tallies || !tally_all(sets, &meter, tallies)) {
        status =
            error_set(error, STATUS_LIMIT, "the sizes of so many sets do not fit into the budget");
        goto out;
    }
    const struct tally *all = &tallies[sets->family.root];
    size_t count = all->count ? (size_t)all->from + all->count : 0;
    causes_count *sizes = arena_array(arena, count, sizeof *sizes);
    if (!sizes) {
        status = arena_full(arena, error);
        goto out;
    }
    for (uint32_t i = 0; i < all->count; i++) sizes[all->from + i] = all->at[i];
    *ret = sizes;
    *ret_count = count;
out:
    for (uint32_t i = 0; tallies && i < sets->family.node_count; i++)
        meter_give(&meter, tallies[i].at, tallies[i].count, sizeof *tallies[i].at);
    meter_give(&meter, tallies, sets->family.node_count, sizeof *tallies);
    return status;
}
