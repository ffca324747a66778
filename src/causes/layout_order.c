/*
 * In which order the nodes of each layer stand, so that few edges cross. Layer by layer, up and
 * down, nodes go to the median or the mean of their neighbours' places (Sugiyama, Tagawa and Toda
 * 1981; Gansner et al. 1993, section 3), then neighbours change places while that takes crossings
 * away. Several beginnings, some of them shuffled by a fixed seed; the best order is kept.
 */
#include "causes/layered.h"

#include <stdlib.h>

enum {
    STARTS_MOST = 30,
    SWEEPS_MOST = 24,
    SWEEPS_IN_VAIN = 6, /* then the next beginning */
    SWAP_ROUNDS = 8,
    WORK = 1000000, /* segments and nodes to go over in all, about; at least two sweeps */
};

struct wish {
    int64_t where;
    uint32_t tie, node;
};
struct ordering {
    struct layered *graph;
    uint32_t *cursor, *tree, *todo;
    uint32_t *slots;     /* places in a layer of those that have a wish */
    struct wish *wishes; /* of a layer */
    uint64_t seed;
    uint64_t work, left; /* a sweep's; in all */
    uint64_t crossings;  /* of the best */
};

/* Deterministic numbers: xorshift64* (Vigna 2016). */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (uint32_t)((*seed * 0x2545f4914f6cdd1dU) >> 33) % below;
}

static uint64_t count_all(const struct ordering *ordering)
{
    uint64_t crossings = 0;
    for (uint32_t l = 0; l + 1 < ordering->graph->layer_count; l++)
        crossings += layered_crossings(ordering->graph, l, ordering->tree);
    return crossings;
}

static void sort_all_links(struct ordering *ordering)
{
    for (uint32_t l = 0; l < ordering->graph->layer_count; l++)
        layered_sort_links(ordering->graph, l, ordering->cursor);
}

static void put(struct layered *graph, uint32_t layer, uint32_t place, uint32_t node)
{
    graph->at[graph->first[layer] + place] = node;
    graph->place[node] = place;
}

/* ---- beginnings ---- */

/* Layers filled in the order in which a search from its first to its last layer (or back) comes to
 * the nodes: depth first keeps what belongs together beside each other. */
static void begin_by_search(struct ordering *ordering, bool down, bool deep, bool shuffled)
{
    struct layered *graph = ordering->graph;
    const struct layered_links *links = down ? &graph->below : &graph->above;
    const struct layered_links *back = down ? &graph->above : &graph->below;
    uint32_t *todo = ordering->todo, *filled = ordering->tree, *seen = ordering->cursor;
    memset(filled, 0, graph->layer_count * sizeof *filled);
    memset(seen, 0, graph->node_count * sizeof *seen);
    uint32_t shift = shuffled ? draw(&ordering->seed, graph->node_count) : 0;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        uint32_t root = (i + shift) % graph->node_count, done = 0, count = 0;
        if (seen[root] || layered_degree(back, root) > 0) continue;
        seen[root] = 1;
        todo[count++] = root;
        while (done < count) {
            uint32_t node = deep ? todo[--count] : todo[done++];
            put(graph, graph->layer[node], filled[graph->layer[node]]++, node);
            uint32_t degree = layered_degree(links, node);
            uint32_t turn = shuffled && degree > 1 ? draw(&ordering->seed, degree) : 0;
            for (uint32_t k = 0; k < degree; k++) {
                uint32_t which = (k + turn) % degree;
                if (deep) which = degree - 1 - which; /* the last put there is taken first */
                uint32_t next = links->node[links->start[node] + which];
                if (seen[next]) continue;
                seen[next] = 1;
                todo[count++] = next;
            }
        }
    }
    sort_all_links(ordering);
}

/* ---- sweeps ---- */

/* Where a node would like to stand, in 65536ths of a place. */
static int64_t wish_of(const struct layered *graph, const struct layered_links *links,
                       uint32_t node, bool median)
{
    const uint32_t *others = links->node + links->start[node];
    uint32_t count = layered_degree(links, node);
    int64_t sum = 0;
    if (!median) {
        for (uint32_t k = 0; k < count; k++) sum += graph->place[others[k]];
        return sum * 65536 / count;
    }
    int64_t right = graph->place[others[count / 2]];
    if (count % 2) return right * 65536;
    int64_t left = graph->place[others[count / 2 - 1]];
    if (count == 2) return (left + right) * 32768;
    /* nearer to the side where they stand closer together */
    int64_t left_span = left - graph->place[others[0]];
    int64_t right_span = graph->place[others[count - 1]] - right;
    if (left_span + right_span == 0) return (left + right) * 32768;
    return (left * right_span + right * left_span) * 65536 / (left_span + right_span);
}

static int compare_wishes(const void *a, const void *b)
{
    const struct wish *one = a, *two = b;
    if (one->where != two->where) return one->where < two->where ? -1 : 1;
    return one->tie < two->tie ? -1 : one->tie > two->tie;
}

/* Nodes without neighbours on that side stay where they are. */
static void order_layer(struct ordering *ordering, uint32_t layer, bool by_above, bool median,
                        bool turn_ties)
{
    struct layered *graph = ordering->graph;
    const struct layered_links *links = by_above ? &graph->above : &graph->below;
    uint32_t count = 0, width = graph->first[layer + 1] - graph->first[layer];
    for (uint32_t place = 0; place < width; place++) {
        uint32_t node = graph->at[graph->first[layer] + place];
        if (layered_degree(links, node) == 0) continue;
        ordering->slots[count] = place;
        ordering->wishes[count++] = (struct wish){.where = wish_of(graph, links, node, median),
                                                  .tie = turn_ties ? width - place : place,
                                                  .node = node};
    }
    qsort(ordering->wishes, count, sizeof *ordering->wishes, compare_wishes);
    for (uint32_t i = 0; i < count; i++)
        put(graph, layer, ordering->slots[i], ordering->wishes[i].node);
    layered_sort_links(graph, layer, ordering->cursor);
}

/* How many fewer crossings there are between the segments of two neighbours once they change
 * places. Links are sorted, so one walk counts both orders. */
static int64_t gain_of_swap(const struct layered *graph, const struct layered_links *links,
                            uint32_t left, uint32_t right)
{
    const uint32_t *a = links->node + links->start[left], *b = links->node + links->start[right];
    uint32_t a_count = layered_degree(links, left), b_count = layered_degree(links, right);
    int64_t gain = 0;
    uint32_t less = 0, equal = 0; /* of b: below a's place; at or below it */
    for (uint32_t i = 0; i < a_count; i++) {
        uint32_t place = graph->place[a[i]];
        while (less < b_count && graph->place[b[less]] < place) less++;
        if (equal < less) equal = less;
        while (equal < b_count && graph->place[b[equal]] == place) equal++;
        gain += (int64_t)less - (int64_t)(b_count - equal);
    }
    return gain;
}

static bool swap_in_layer(struct ordering *ordering, uint32_t layer, bool even_when_equal)
{
    struct layered *graph = ordering->graph;
    bool better = false, moved = false;
    for (uint32_t i = graph->first[layer]; i + 1 < graph->first[layer + 1]; i++) {
        uint32_t left = graph->at[i], right = graph->at[i + 1];
        int64_t gain = gain_of_swap(graph, &graph->above, left, right) +
                       gain_of_swap(graph, &graph->below, left, right);
        if (gain < 0 || (gain == 0 && !even_when_equal)) continue;
        put(graph, layer, i - graph->first[layer], right);
        put(graph, layer, i + 1 - graph->first[layer], left);
        moved = true;
        better |= gain > 0;
    }
    if (moved) layered_sort_links(graph, layer, ordering->cursor);
    return better;
}

static void swap_neighbours(struct ordering *ordering, bool even_when_equal)
{
    bool better = true;
    for (int round = 0; better && round < SWAP_ROUNDS; round++) {
        better = false;
        for (uint32_t l = 0; l < ordering->graph->layer_count; l++)
            better |= swap_in_layer(ordering, l, even_when_equal && round == 0);
        ordering->left -= ordering->work < ordering->left ? ordering->work : ordering->left;
    }
}

static void sweep(struct ordering *ordering, int number, bool median)
{
    struct layered *graph = ordering->graph;
    bool turn = number / 2 % 2;
    if (number % 2 == 0)
        for (uint32_t l = 1; l < graph->layer_count; l++)
            order_layer(ordering, l, true, median, turn);
    else
        for (uint32_t l = graph->layer_count - 1; l-- > 0;)
            order_layer(ordering, l, false, median, turn);
    swap_neighbours(ordering, turn);
    ordering->left -= 3 * ordering->work < ordering->left ? 3 * ordering->work : ordering->left;
}

/* ---- all of it ---- */

static enum status ordering_make(struct ordering *ordering, struct arena *scratch,
                                 struct error *error)
{
    struct layered *graph = ordering->graph;
    size_t nodes = graph->node_count, widest = layered_widest(graph);
    size_t tree = 4 * widest > graph->layer_count ? 4 * widest : graph->layer_count;
    ordering->cursor = arena_array(scratch, nodes, sizeof *ordering->cursor);
    ordering->tree = arena_array(scratch, tree, sizeof *ordering->tree);
    ordering->todo = arena_array(scratch, nodes, sizeof *ordering->todo);
    ordering->slots = arena_array(scratch, widest, sizeof *ordering->slots);
    ordering->wishes = arena_array(scratch, widest, sizeof *ordering->wishes);
    if (!ordering->cursor || !ordering->tree || !ordering->todo || !ordering->slots ||
        !ordering->wishes)
        return arena_full(scratch, error);
    ordering->work = nodes + graph->below.start[nodes];
    ordering->left = WORK > 8 * ordering->work ? WORK : 8 * ordering->work;
    ordering->seed = 0x9e3779b97f4a7c15U;
    ordering->crossings = UINT64_MAX;
    return STATUS_OK;
}

/* Sweeps until that is in vain; *best_at keeps the places of the best order of all. */
static void improve(struct ordering *ordering, uint32_t *best_at, bool median)
{
    struct layered *graph = ordering->graph;
    uint64_t best = UINT64_MAX;
    int in_vain = 0;
    for (int number = 0; number < SWEEPS_MOST && in_vain < SWEEPS_IN_VAIN; number++) {
        sweep(ordering, number, median);
        uint64_t crossings = count_all(ordering);
        in_vain = crossings < best ? 0 : in_vain + 1;
        if (crossings < best) best = crossings;
        if (crossings < ordering->crossings) {
            ordering->crossings = crossings;
            memcpy(best_at, graph->at, graph->node_count * sizeof *best_at);
        }
        if (crossings == 0 || ordering->left == 0) return;
    }
}

enum status layered_order(struct layered *graph, struct arena *scratch, uint64_t *ret_crossings,
                          struct error *error)
{
    struct ordering ordering = {.graph = graph};
    enum status status = ordering_make(&ordering, scratch, error);
    if (status) return status;
    uint32_t *best_at = arena_array(scratch, graph->node_count, sizeof *best_at);
    if (!best_at) return arena_full(scratch, error);
    for (int start = 0; start < STARTS_MOST && ordering.crossings > 0 && ordering.left > 0;
         start++) {
        begin_by_search(&ordering, start % 2 == 0, start % 4 < 2, start >= 4);
        improve(&ordering, best_at, start / 2 % 2 == 0);
    }
    for (uint32_t l = 0; l < graph->layer_count; l++)
        for (uint32_t i = graph->first[l]; i < graph->first[l + 1]; i++)
            put(graph, l, i - graph->first[l], best_at[i]);
    sort_all_links(&ordering);
    *ret_crossings = ordering.crossings;
    return STATUS_OK;
}
