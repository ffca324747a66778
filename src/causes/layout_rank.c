/*
 * Which layer a box stands in: below all that it is part of, and such that edges are short in all.
 * Beyond some thousand boxes moves of single boxes have to do.
 */
#include "causes/layered.h"

enum { SIMPLEX_MOST = 2000, WORK = 3000000, RELAX_ROUNDS = 16 };

struct ranking {
    struct layered *graph;
    uint32_t *start, *edge; /* edges at each box, in both directions */
    int32_t *surplus;       /* edges out of a box less edges into it */
    uint32_t *order;        /* boxes in the order in which they were reached */
    uint32_t *waiting;      /* edges into a box whose upper ends are not placed yet */
};

static enum status ranking_make(struct ranking *ranking, struct arena *scratch, struct error *error)
{
    const struct layered *graph = ranking->graph;
    size_t boxes = graph->box_count, edges = graph->edge_count;
    ranking->start = arena_array(scratch, boxes + 2, sizeof *ranking->start);
    ranking->edge = arena_array(scratch, 2 * edges, sizeof *ranking->edge);
    ranking->surplus = arena_array(scratch, boxes, sizeof *ranking->surplus);
    ranking->order = arena_array(scratch, boxes, sizeof *ranking->order);
    ranking->waiting = arena_array(scratch, boxes, sizeof *ranking->waiting);
    if (!ranking->start || !ranking->edge || !ranking->surplus || !ranking->order ||
        !ranking->waiting)
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
    uint32_t *waiting = ranking->waiting, done = 0, reached = 0;
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

/* From layers that are allowed to those with the shortest edges in all. */
static enum status rank_shortest(struct ranking *ranking, struct arena *scratch,
                                 struct error *error)
{
    struct layered *graph = ranking->graph;
    struct layered_problem problem = {.node_count = graph->box_count,
                                      .edge_count = graph->edge_count};
    problem.edges = arena_array(scratch, graph->edge_count, sizeof *problem.edges);
    problem.at = arena_array(scratch, graph->box_count, sizeof *problem.at);
    if (!problem.edges || !problem.at) return arena_full(scratch, error);
    for (uint32_t i = 0; i < graph->edge_count; i++)
        problem.edges[i] = (struct layered_span){graph->edges[i].from, graph->edges[i].to, 1, 1};
    for (uint32_t i = 0; i < graph->box_count; i++) problem.at[i] = graph->layer[i];
    enum status status = layered_solve(&problem, WORK, scratch, error);
    if (status) return status;
    int64_t top = INT64_MAX;
    for (uint32_t i = 0; i < graph->box_count; i++)
        if (problem.at[i] < top) top = problem.at[i];
    for (uint32_t i = 0; i < graph->box_count; i++)
        graph->layer[i] = (uint32_t)(problem.at[i] - top);
    return STATUS_OK;
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
    if (graph->box_count <= SIMPLEX_MOST) status = rank_shortest(&ranking, scratch, error);
    if (status) return status;
    return rank_balance(&ranking, scratch, error);
}
