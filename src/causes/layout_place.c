/*
 * How far from the left each node stands: Brandes and Köpf, "Fast and simple horizontal coordinate
 * assignment" (2002). Nodes are aligned with the median of their neighbours into blocks, bends of
 * one edge before all else, so that long edges run straight; blocks are packed; this is done from
 * the four corners and the middle of the four results is taken. Blocks are packed by longest ways
 * between them, which holds for boxes of all widths.
 */
#include "causes/layered.h"

struct placing {
    struct layered *graph;
    int32_t gap;
    bool down, mirrored;       /* aligned with the layer above; places counted from the right */
    uint32_t *root, *next;     /* of each node: of its block; the next of it, in a ring */
    uint32_t *waiting, *order; /* of blocks */
    uint32_t *leftmost, *rightmost; /* of a node: see mark_straight */
    int64_t *x;                     /* of blocks */
    int64_t *found[4];              /* of nodes */
};

static enum status placing_make(struct placing *placing, struct arena *scratch, struct error *error)
{
    size_t nodes = placing->graph->node_count;
    uint32_t **numbers[] = {&placing->root,  &placing->next,     &placing->waiting,
                            &placing->order, &placing->leftmost, &placing->rightmost};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!(*numbers[i] = arena_array(scratch, nodes, sizeof **numbers[i])))
            return arena_full(scratch, error);
    placing->x = arena_array(scratch, nodes, sizeof *placing->x);
    for (int i = 0; i < 4; i++)
        if (!(placing->found[i] = arena_array(scratch, nodes, sizeof *placing->found[i])))
            return arena_full(scratch, error);
    return placing->x ? STATUS_OK : arena_full(scratch, error);
}

/* For each node, the rightmost upper end of segments between bends that end left of it, plus one,
 * and the leftmost of those that end right of it: other segments must not bend these. */
static void mark_straight(struct placing *placing)
{
    const struct layered *graph = placing->graph;
    for (uint32_t l = 0; l < graph->layer_count; l++) {
        uint32_t left = 0, right = UINT32_MAX;
        for (uint32_t i = graph->first[l]; i < graph->first[l + 1]; i++) {
            uint32_t above = layered_bend_above(graph, graph->at[i]);
            placing->leftmost[graph->at[i]] = left;
            if (above != CAUSES_NONE && graph->place[above] + 1 > left)
                left = graph->place[above] + 1;
        }
        for (uint32_t i = graph->first[l + 1]; i-- > graph->first[l];) {
            uint32_t above = layered_bend_above(graph, graph->at[i]);
            placing->rightmost[graph->at[i]] = right;
            if (above != CAUSES_NONE && graph->place[above] < right) right = graph->place[above];
        }
    }
}

static bool may_align(const struct placing *placing, uint32_t node, uint32_t other)
{
    const struct layered *graph = placing->graph;
    uint32_t upper = placing->down ? other : node, lower = placing->down ? node : other;
    if (layered_bend_above(graph, lower) == upper) return true;
    return placing->leftmost[lower] <= graph->place[upper] + 1 &&
           placing->rightmost[lower] >= graph->place[upper];
}

/* Place counted from the side that is packed to. */
static int64_t place_of(const struct placing *placing, uint32_t node)
{
    int64_t place = placing->graph->place[node];
    return placing->mirrored ? -place : place;
}

/* Tries the one or two middle neighbours of a node that are right of all that are taken. */
static void align_node(struct placing *placing, uint32_t node, int64_t *taken)
{
    struct layered *graph = placing->graph;
    const struct layered_links *links = placing->down ? &graph->above : &graph->below;
    uint32_t degree = layered_degree(links, node);
    if (degree == 0) return;
    uint32_t middles[2] = {(degree - 1) / 2, degree / 2};
    for (int k = 0; k < 2; k++) {
        uint32_t middle = middles[placing->mirrored ? 1 - k : k];
        uint32_t other = links->node[links->start[node] + middle];
        if (placing->next[node] != node || place_of(placing, other) <= *taken ||
            !may_align(placing, node, other))
            continue;
        *taken = place_of(placing, other);
        placing->next[other] = node;
        placing->root[node] = placing->root[other];
        placing->next[node] = placing->root[node];
    }
}

static void align(struct placing *placing)
{
    struct layered *graph = placing->graph;
    for (uint32_t i = 0; i < graph->node_count; i++) placing->root[i] = placing->next[i] = i;
    for (uint32_t k = 0; k < graph->layer_count; k++) {
        uint32_t layer = placing->down ? k : graph->layer_count - 1 - k;
        uint32_t first = graph->first[layer], end = graph->first[layer + 1];
        int64_t taken = INT64_MIN;
        for (uint32_t i = first; i < end; i++)
            align_node(placing, graph->at[placing->mirrored ? first + end - 1 - i : i], &taken);
    }
}

/* The node beside one, on the side that is packed to (or from); CAUSES_NONE at the end. */
static uint32_t beside(const struct placing *placing, uint32_t node, bool before)
{
    const struct layered *graph = placing->graph;
    uint32_t layer = graph->layer[node], place = graph->place[node];
    if (before != placing->mirrored)
        return place == 0 ? CAUSES_NONE : graph->at[graph->first[layer] + place - 1];
    uint32_t at = graph->first[layer] + place + 1;
    return at == graph->first[layer + 1] ? CAUSES_NONE : graph->at[at];
}

/* The least x of a block behind those before it, or the most before those behind it. */
static int64_t bound_of(const struct placing *placing, uint32_t root, bool before)
{
    int64_t bound = before ? INT64_MIN : INT64_MAX;
    uint32_t node = root;
    do {
        uint32_t other = beside(placing, node, before);
        if (other != CAUSES_NONE) {
            int64_t x = placing->x[placing->root[other]],
                    d = layered_distance(placing->graph, placing->gap, node, other);
            if (before && x + d > bound) bound = x + d;
            if (!before && x - d < bound) bound = x - d;
        }
        node = placing->next[node];
    } while (node != root);
    return bound;
}

/* Blocks as near as they can stand, then moved up to those behind them. */
static void pack(struct placing *placing)
{
    struct layered *graph = placing->graph;
    uint32_t count = 0;
    memset(placing->waiting, 0, graph->node_count * sizeof *placing->waiting);
    for (uint32_t i = 0; i < graph->node_count; i++)
        placing->waiting[placing->root[i]] += beside(placing, i, true) != CAUSES_NONE;
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (placing->root[i] == i && placing->waiting[i] == 0) placing->order[count++] = i;
    for (uint32_t done = 0; done < count; done++) {
        uint32_t root = placing->order[done], node = root;
        int64_t least = bound_of(placing, root, true);
        placing->x[root] = least == INT64_MIN ? 0 : least;
        do {
            uint32_t other = beside(placing, node, false);
            if (other != CAUSES_NONE && --placing->waiting[placing->root[other]] == 0)
                placing->order[count++] = placing->root[other];
            node = placing->next[node];
        } while (node != root);
    }
    for (uint32_t i = count; i-- > 0;) {
        int64_t most = bound_of(placing, placing->order[i], false);
        if (most != INT64_MAX && most > placing->x[placing->order[i]])
            placing->x[placing->order[i]] = most;
    }
}

/* How far a placing reaches to both sides, boxes' halves included. */
static void find_span(const struct layered *graph, const int64_t *x, int64_t *ret_from,
                      int64_t *ret_to)
{
    *ret_from = INT64_MAX;
    *ret_to = INT64_MIN;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        int64_t half = (graph->width[i] + 1) / 2;
        if (x[i] - half < *ret_from) *ret_from = x[i] - half;
        if (x[i] + half > *ret_to) *ret_to = x[i] + half;
    }
}

/* The four are brought to one side of the narrowest: to the left those packed to the left. */
static void bring_together(struct placing *placing)
{
    const struct layered *graph = placing->graph;
    int64_t from[4], to[4];
    int narrowest = 0;
    for (int i = 0; i < 4; i++) {
        find_span(graph, placing->found[i], &from[i], &to[i]);
        if (to[i] - from[i] < to[narrowest] - from[narrowest]) narrowest = i;
    }
    for (int i = 0; i < 4; i++) {
        int64_t shift = i % 2 ? to[narrowest] - to[i] : from[narrowest] - from[i];
        for (uint32_t k = 0; k < graph->node_count; k++) placing->found[i][k] += shift;
    }
}

/* The middle between the second and the third of four. */
static int64_t middle_of(int64_t a, int64_t b, int64_t c, int64_t d)
{
    int64_t low = a < b ? a : b, high = a < b ? b : a;
    int64_t other_low = c < d ? c : d, other_high = c < d ? d : c;
    int64_t sum = (low > other_low ? low : other_low) + (high < other_high ? high : other_high);
    return sum >= 0 ? sum / 2 : -((-sum + 1) / 2);
}

enum status layered_place(struct layered *graph, int32_t gap, struct arena *scratch,
                          struct error *error)
{
    struct placing placing = {.graph = graph, .gap = gap};
    enum status status = placing_make(&placing, scratch, error);
    if (status) return status;
    mark_straight(&placing);
    for (int i = 0; i < 4; i++) {
        placing.down = i < 2;
        placing.mirrored = i % 2;
        align(&placing);
        pack(&placing);
        for (uint32_t k = 0; k < graph->node_count; k++) {
            int64_t x = placing.x[placing.root[k]];
            placing.found[i][k] = placing.mirrored ? -x : x;
        }
    }
    bring_together(&placing);
    int64_t from, to;
    for (uint32_t k = 0; k < graph->node_count; k++)
        graph->x[k] = middle_of(placing.found[0][k], placing.found[1][k], placing.found[2][k],
                                placing.found[3][k]);
    status = layered_draw_near(graph, gap, scratch, error);
    if (status) return status;
    find_span(graph, graph->x, &from, &to);
    for (uint32_t k = 0; k < graph->node_count; k++) graph->x[k] -= from;
    return STATUS_OK;
}
