/*
 * Brings together what edges connect: from places that are allowed to those where the edges are
 * shortest across, long ones weighing more so that they stay straight. An edge is as long as the
 * way from a point left of both of its ends to the two (Gansner et al. 1993, section 4.2). The
 * bends of an edge that stand below each other move as one.
 */
#include "causes/layered.h"

enum { NODES_MOST = 6000, WORK = 1000000, ROUNDS = 4 };

struct nearing {
    struct layered *graph;
    int32_t gap;
    uint32_t *number; /* the variable of each node */
    struct layered_problem problem;
};

static void find_groups(struct nearing *nearing)
{
    const struct layered *graph = nearing->graph;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        uint32_t above = layered_bend_above(graph, i);
        bool straight = above != CAUSES_NONE && graph->x[above] == graph->x[i];
        nearing->number[i] = straight ? nearing->number[above] : nearing->problem.node_count++;
    }
}

static void add_span(struct layered_problem *problem, uint32_t from, uint32_t to, int64_t least,
                     int32_t weight)
{
    problem->edges[problem->edge_count++] = (struct layered_span){from, to, least, weight};
}

static void fill(struct nearing *nearing)
{
    const struct layered *graph = nearing->graph;
    struct layered_problem *problem = &nearing->problem;
    for (uint32_t i = 0; i < graph->node_count; i++) problem->at[nearing->number[i]] = graph->x[i];
    for (uint32_t l = 0; l < graph->layer_count; l++)
        for (uint32_t i = graph->first[l]; i + 1 < graph->first[l + 1]; i++)
            add_span(problem, nearing->number[graph->at[i]], nearing->number[graph->at[i + 1]],
                     layered_distance(graph, nearing->gap, graph->at[i], graph->at[i + 1]), 0);
    for (uint32_t i = 0; i < graph->node_count; i++)
        for (uint32_t k = graph->below.start[i]; k < graph->below.start[i + 1]; k++) {
            uint32_t other = graph->below.node[k];
            bool bend = i >= graph->box_count, other_bend = other >= graph->box_count;
            if (nearing->number[i] == nearing->number[other]) continue;
            int32_t weight = bend && other_bend ? 8 : bend || other_bend ? 2 : 1;
            uint32_t point = problem->node_count++;
            problem->at[point] = graph->x[i] < graph->x[other] ? graph->x[i] : graph->x[other];
            add_span(problem, point, nearing->number[i], 0, weight);
            add_span(problem, point, nearing->number[other], 0, weight);
        }
}

/* The two middle ones of the neighbours' x: between them a box may stand anywhere. */
static bool find_middle(const struct layered *graph, uint32_t box, int64_t *ret_from,
                        int64_t *ret_to)
{
    uint32_t up = layered_degree(&graph->above, box), down = layered_degree(&graph->below, box);
    uint32_t i = 0, k = 0, count = up + down;
    if (count == 0) return false;
    for (uint32_t n = 0; n <= count / 2; n++) {
        /* both lists are in the order of x: the next of the two */
        const uint32_t *a = graph->above.node + graph->above.start[box] + i;
        const uint32_t *b = graph->below.node + graph->below.start[box] + k;
        bool take = k == down || (i < up && graph->x[*a] <= graph->x[*b]);
        int64_t x = graph->x[take ? *a : *b];
        if (n == (count - 1) / 2) *ret_from = x;
        if (n == count / 2) *ret_to = x;
        if (take)
            i++;
        else
            k++;
    }
    return true;
}

/* Boxes that may stand anywhere between two neighbours stand in the middle of them. */
static void balance(struct nearing *nearing)
{
    struct layered *graph = nearing->graph;
    for (uint32_t box = 0; box < graph->box_count; box++) {
        int64_t from = 0, to = 0;
        uint32_t layer = graph->layer[box], at = graph->first[layer] + graph->place[box];
        if (!find_middle(graph, box, &from, &to)) continue;
        int64_t x = (from + to) / 2;
        if (at > graph->first[layer]) {
            uint32_t left = graph->at[at - 1];
            int64_t least = graph->x[left] + layered_distance(graph, nearing->gap, left, box);
            if (x < least) x = least;
        }
        if (at + 1 < graph->first[layer + 1]) {
            uint32_t right = graph->at[at + 1];
            int64_t most = graph->x[right] - layered_distance(graph, nearing->gap, box, right);
            if (x > most) x = most;
        }
        if (x >= from && x <= to) graph->x[box] = x;
    }
}

enum status layered_draw_near(struct layered *graph, int32_t gap, struct arena *scratch,
                              struct error *error)
{
    struct nearing nearing = {.graph = graph, .gap = gap};
    uint32_t segments = graph->below.start[graph->node_count];
    size_t nodes = (size_t)graph->node_count + segments;
    if (nodes > NODES_MOST) return STATUS_OK;
    nearing.number = arena_array(scratch, nodes, sizeof *nearing.number);
    nearing.problem.at = arena_array(scratch, nodes, sizeof *nearing.problem.at);
    nearing.problem.edges = arena_array(scratch, graph->node_count + 2 * (size_t)segments,
                                        sizeof *nearing.problem.edges);
    if (!nearing.number || !nearing.problem.at || !nearing.problem.edges)
        return arena_full(scratch, error);
    find_groups(&nearing);
    fill(&nearing);
    enum status status = layered_solve(&nearing.problem, WORK, scratch, error);
    if (status) return status;
    for (uint32_t i = 0; i < graph->node_count; i++)
        graph->x[i] = nearing.problem.at[nearing.number[i]];
    for (int round = 0; round < ROUNDS; round++) balance(&nearing);
    return STATUS_OK;
}
