/*
 * Which layer a box stands in: below all that it is part of, and such that edges are short in all.
 * Network simplex for ranks: Gansner, Koutsofios, North and Vo, "A technique for drawing directed
 * graphs" (1993), section 2. All edges count the same, so the cut value of an edge of the tree is
 * the sum of (edges out - edges in) over the nodes on one of its sides.
 *
 * Beyond some thousand boxes single moves have to do.
 */
#include "causes/layered.h"

#include <assert.h>

enum { SIMPLEX_MOST = 2000, RELAX_ROUNDS = 16 };

struct ranking {
    struct layered *graph;
    uint32_t *start, *edge;    /* edges at each box, in both directions */
    int32_t *surplus;          /* edges out of a box less edges into it */
    uint32_t *order;           /* boxes in the order in which they were reached */
    uint32_t *by;              /* the edge by which a box was reached; CAUSES_NONE */
    uint8_t *in_tree, *inside; /* of edges; of boxes: on the side that is looked at */
    int64_t *sum;
};

static enum status ranking_make(struct ranking *ranking, struct arena *scratch, struct error *error)
{
    const struct layered *graph = ranking->graph;
    size_t boxes = graph->box_count, edges = graph->edge_count;
    ranking->start = arena_array(scratch, boxes + 2, sizeof *ranking->start);
    ranking->edge = arena_array(scratch, 2 * edges, sizeof *ranking->edge);
    ranking->surplus = arena_array(scratch, boxes, sizeof *ranking->surplus);
    ranking->order = arena_array(scratch, boxes, sizeof *ranking->order);
    ranking->by = arena_array(scratch, boxes, sizeof *ranking->by);
    ranking->in_tree = arena_array(scratch, edges, sizeof *ranking->in_tree);
    ranking->inside = arena_array(scratch, boxes, sizeof *ranking->inside);
    ranking->sum = arena_array(scratch, boxes, sizeof *ranking->sum);
    if (!ranking->start || !ranking->edge || !ranking->surplus || !ranking->order || !ranking->by ||
        !ranking->in_tree || !ranking->inside || !ranking->sum)
        return arena_full(scratch, error);
    uint32_t *at = ranking->start + 1; /* becomes start[] while it is filled */
    for (size_t i = 0; i < edges; i++) {
        at[graph->edges[i].from + 1]++;
        at[graph->edges[i].to + 1]++;
        ranking->surplus[graph->edges[i].from]++;
        ranking->surplus[graph->edges[i].to]--;
    }
    for (size_t i = 0; i < boxes; i++) at[i + 1] += at[i];
    for (uint32_t i = 0; i < edges; i++) {
        ranking->edge[at[graph->edges[i].from]++] = i;
        ranking->edge[at[graph->edges[i].to]++] = i;
    }
    return STATUS_OK;
}

/* Each box one layer below the lowest that it is part of. */
static enum status rank_longest(struct ranking *ranking, struct error *error)
{
    struct layered *graph = ranking->graph;
    uint32_t *waiting = ranking->by, done = 0, reached = 0;
    for (uint32_t i = 0; i < graph->box_count; i++) waiting[i] = 0;
    for (uint32_t i = 0; i < graph->edge_count; i++) waiting[graph->edges[i].to]++;
    for (uint32_t i = 0; i < graph->box_count; i++)
        if (waiting[i] == 0) ranking->order[reached++] = i;
    for (; done < reached; done++) {
        uint32_t box = ranking->order[done];
        for (uint32_t k = ranking->start[box]; k < ranking->start[box + 1]; k++) {
            const struct layered_edge *edge = &graph->edges[ranking->edge[k]];
            if (edge->from != box) continue;
            if (graph->layer[edge->to] < graph->layer[box] + 1)
                graph->layer[edge->to] = graph->layer[box] + 1;
            if (--waiting[edge->to] == 0) ranking->order[reached++] = edge->to;
        }
    }
    if (done < graph->box_count)
        return error_set(error, STATUS_BAD_INPUT,
                         "boxes in a circle cannot be drawn in layers, each below the other");
    return STATUS_OK;
}

/* How far a box could move up and down. */
static void find_room(const struct ranking *ranking, uint32_t box, uint32_t *ret_up,
                      uint32_t *ret_down)
{
    const struct layered *graph = ranking->graph;
    *ret_up = *ret_down = UINT32_MAX;
    for (uint32_t k = ranking->start[box]; k < ranking->start[box + 1]; k++) {
        const struct layered_edge *edge = &graph->edges[ranking->edge[k]];
        uint32_t slack = graph->layer[edge->to] - graph->layer[edge->from] - 1;
        uint32_t *room = edge->from == box ? ret_down : ret_up;
        if (slack < *room) *room = slack;
    }
}

/* Moves single boxes towards the side where they have more edges. */
static void rank_relax(struct ranking *ranking)
{
    struct layered *graph = ranking->graph;
    bool moved = true;
    for (int round = 0; moved && round < RELAX_ROUNDS; round++) {
        moved = false;
        for (uint32_t i = 0; i < graph->box_count; i++) {
            uint32_t box = ranking->order[round % 2 ? i : graph->box_count - 1 - i], up, down;
            find_room(ranking, box, &up, &down);
            if (ranking->surplus[box] > 0 && down > 0)
                graph->layer[box] += down;
            else if (ranking->surplus[box] < 0 && up > 0)
                graph->layer[box] -= up;
            else
                continue;
            moved = true;
        }
    }
}

static uint32_t slack_of(const struct layered *graph, uint32_t edge)
{
    return graph->layer[graph->edges[edge].to] - graph->layer[graph->edges[edge].from] - 1;
}

/* Reaches boxes from the first one by edges of the tree (or, with `grow`, by edges without slack,
 * which become the tree). */
static uint32_t reach(struct ranking *ranking, bool grow)
{
    const struct layered *graph = ranking->graph;
    uint32_t reached = 1;
    memset(ranking->inside, 0, graph->box_count);
    if (grow) memset(ranking->in_tree, 0, graph->edge_count);
    ranking->order[0] = 0;
    ranking->by[0] = CAUSES_NONE;
    ranking->inside[0] = 1;
    for (uint32_t done = 0; done < reached; done++) {
        uint32_t box = ranking->order[done];
        for (uint32_t k = ranking->start[box]; k < ranking->start[box + 1]; k++) {
            uint32_t edge = ranking->edge[k];
            const struct layered_edge *ends = &graph->edges[edge];
            uint32_t other = ends->from == box ? ends->to : ends->from;
            bool usable = grow ? slack_of(graph, edge) == 0 : ranking->in_tree[edge];
            if (!usable || ranking->inside[other]) continue;
            ranking->in_tree[edge] = 1;
            ranking->inside[other] = 1;
            ranking->by[other] = edge;
            ranking->order[reached++] = other;
        }
    }
    return reached;
}

/* A tree of edges without slack that reaches every box. */
static void grow_tree(struct ranking *ranking)
{
    struct layered *graph = ranking->graph;
    while (reach(ranking, true) < graph->box_count) {
        uint32_t best = CAUSES_NONE;
        for (uint32_t i = 0; i < graph->edge_count; i++) {
            const struct layered_edge *edge = &graph->edges[i];
            if (ranking->inside[edge->from] == ranking->inside[edge->to]) continue;
            if (best == CAUSES_NONE || slack_of(graph, i) < slack_of(graph, best)) best = i;
        }
        assert(best != CAUSES_NONE); /* it is one connected part */
        uint32_t slack = slack_of(graph, best);
        bool lower = ranking->inside[graph->edges[best].from];
        /* What is reached moves down, or all the rest does: layers never go below 0. */
        for (uint32_t i = 0; i < graph->box_count; i++)
            if (ranking->inside[i] == lower) graph->layer[i] += slack;
    }
}

/* An edge of the tree that had better be longer, looked for from *from on; CAUSES_NONE: none. On
 * return `inside` marks the side that has to move down. */
static uint32_t find_leaving(struct ranking *ranking, uint32_t *from)
{
    const struct layered *graph = ranking->graph;
    uint32_t boxes = reach(ranking, false);
    assert(boxes == graph->box_count);
    for (uint32_t i = 0; i < boxes; i++) ranking->sum[i] = ranking->surplus[i];
    for (uint32_t i = boxes - 1; i > 0; i--) {
        uint32_t box = ranking->order[i];
        const struct layered_edge *by = &graph->edges[ranking->by[box]];
        ranking->sum[by->from == box ? by->to : by->from] += ranking->sum[box];
    }
    for (uint32_t i = 0; i < boxes; i++) {
        uint32_t box = (*from + i) % boxes, by = ranking->by[box];
        if (by == CAUSES_NONE) continue;
        bool tail = graph->edges[by].from == box;
        if ((tail ? ranking->sum[box] : -ranking->sum[box]) >= 0) continue;
        *from = box + 1;
        ranking->in_tree[by] = 0;
        reach(ranking, false); /* the side of the first box */
        bool first_is_head = ranking->inside[graph->edges[by].to];
        for (uint32_t k = 0; k < boxes; k++)
            ranking->inside[k] = ranking->inside[k] == first_is_head;
        return by;
    }
    return CAUSES_NONE;
}

static void rank_simplex(struct ranking *ranking)
{
    struct layered *graph = ranking->graph;
    uint32_t from = 0;
    grow_tree(ranking);
    for (uint32_t pivots = 0; pivots < 2 * graph->box_count + 64; pivots++) {
        uint32_t leaving = find_leaving(ranking, &from), entering = CAUSES_NONE;
        if (leaving == CAUSES_NONE) return;
        for (uint32_t i = 0; i < graph->edge_count; i++) {
            const struct layered_edge *edge = &graph->edges[i];
            if (!ranking->inside[edge->from] || ranking->inside[edge->to]) continue;
            if (entering == CAUSES_NONE || slack_of(graph, i) < slack_of(graph, entering))
                entering = i;
        }
        assert(entering != CAUSES_NONE); /* else the sum was not negative */
        uint32_t slack = slack_of(graph, entering);
        for (uint32_t i = 0; i < graph->box_count; i++)
            if (ranking->inside[i]) graph->layer[i] += slack;
        ranking->in_tree[entering] = 1;
    }
}

/* Boxes that could stand in several layers without longer edges go where there is most room. */
static enum status rank_balance(struct ranking *ranking, struct arena *scratch, struct error *error)
{
    struct layered *graph = ranking->graph;
    uint32_t top = UINT32_MAX, bottom = 0;
    for (uint32_t i = 0; i < graph->box_count; i++)
        if (graph->layer[i] < top) top = graph->layer[i];
    for (uint32_t i = 0; i < graph->box_count; i++) {
        graph->layer[i] -= top;
        if (graph->layer[i] > bottom) bottom = graph->layer[i];
    }
    graph->layer_count = bottom + 1;
    uint32_t *used = arena_array(scratch, graph->layer_count, sizeof *used);
    if (!used) return arena_full(scratch, error);
    for (uint32_t i = 0; i < graph->box_count; i++) used[graph->layer[i]]++;
    for (uint32_t box = 0; box < graph->box_count; box++) {
        uint32_t up, down, best = graph->layer[box];
        if (ranking->surplus[box] != 0) continue;
        find_room(ranking, box, &up, &down);
        if (up == UINT32_MAX || down == UINT32_MAX) continue;
        for (uint32_t layer = graph->layer[box] - up; layer <= graph->layer[box] + down; layer++)
            if (used[layer] + 1 < used[best] + (best != graph->layer[box])) best = layer;
        used[graph->layer[box]]--;
        used[best]++;
        graph->layer[box] = best;
    }
    return STATUS_OK;
}

enum status layered_rank(struct layered *graph, struct arena *scratch, struct error *error)
{
    struct ranking ranking = {.graph = graph};
    enum status status = ranking_make(&ranking, scratch, error);
    if (!status) status = rank_longest(&ranking, error);
    if (status) return status;
    rank_relax(&ranking);
    if (graph->box_count <= SIMPLEX_MOST) rank_simplex(&ranking);
    return rank_balance(&ranking, scratch, error);
}
