/*
 * Numbers for nodes such that each edge is at least so long and the sum of all lengths, weighted,
 * is least: the network simplex of Gansner, Koutsofios, North and Vo, "A technique for drawing
 * directed graphs" (1993), section 2. A tree of edges without slack holds all nodes together; the
 * cut value of one of its edges is the surplus (weights out less weights in) of the nodes on its
 * one side. While one is negative, that side moves until another edge has no slack.
 */
#include "causes/layered.h"

#include <assert.h>

struct solving {
    struct layered_problem *problem;
    uint32_t *start, *edge;    /* edges at each node, in both directions */
    int64_t *surplus, *sum;    /* of nodes; of the part of the tree below a node */
    uint32_t *order, *by;      /* nodes in the order in which they are reached, and by which edge */
    uint8_t *in_tree, *inside; /* of edges; of nodes: on the side that is looked at */
};

static enum status solving_make(struct solving *solving, struct arena *scratch, struct error *error)
{
    const struct layered_problem *problem = solving->problem;
    size_t nodes = problem->node_count, edges = problem->edge_count;
    solving->start = arena_array(scratch, nodes + 2, sizeof *solving->start);
    solving->edge = arena_array(scratch, 2 * edges, sizeof *solving->edge);
    solving->surplus = arena_array(scratch, nodes, sizeof *solving->surplus);
    solving->sum = arena_array(scratch, nodes, sizeof *solving->sum);
    solving->order = arena_array(scratch, nodes, sizeof *solving->order);
    solving->by = arena_array(scratch, nodes, sizeof *solving->by);
    solving->in_tree = arena_array(scratch, edges, sizeof *solving->in_tree);
    solving->inside = arena_array(scratch, nodes, sizeof *solving->inside);
    if (!solving->start || !solving->edge || !solving->surplus || !solving->sum ||
        !solving->order || !solving->by || !solving->in_tree || !solving->inside)
        return arena_full(scratch, error);
    uint32_t *at = solving->start + 1; /* becomes start[] while it is filled */
    for (size_t i = 0; i < edges; i++) {
        const struct layered_span *edge = &problem->edges[i];
        at[edge->from + 1]++;
        at[edge->to + 1]++;
        solving->surplus[edge->from] += edge->weight;
        solving->surplus[edge->to] -= edge->weight;
    }
    for (size_t i = 0; i < nodes; i++) at[i + 1] += at[i];
    for (uint32_t i = 0; i < edges; i++) {
        solving->edge[at[problem->edges[i].from]++] = i;
        solving->edge[at[problem->edges[i].to]++] = i;
    }
    return STATUS_OK;
}

static int64_t slack_of(const struct layered_problem *problem, uint32_t edge)
{
    const struct layered_span *it = &problem->edges[edge];
    return problem->at[it->to] - problem->at[it->from] - it->least;
}

/* Reaches nodes from the first one by edges of the tree (or, with `grow`, by edges without slack,
 * which become the tree). */
static uint32_t reach(struct solving *solving, bool grow)
{
    const struct layered_problem *problem = solving->problem;
    uint32_t reached = 1;
    memset(solving->inside, 0, problem->node_count);
    if (grow) memset(solving->in_tree, 0, problem->edge_count);
    solving->order[0] = 0;
    solving->by[0] = CAUSES_NONE;
    solving->inside[0] = 1;
    for (uint32_t done = 0; done < reached; done++) {
        uint32_t node = solving->order[done];
        for (uint32_t k = solving->start[node]; k < solving->start[node + 1]; k++) {
            uint32_t edge = solving->edge[k];
            if (!grow && !solving->in_tree[edge]) continue;
            const struct layered_span *ends = &problem->edges[edge];
            uint32_t other = ends->from == node ? ends->to : ends->from;
            if (solving->inside[other] || (grow && slack_of(problem, edge) > 0)) continue;
            solving->in_tree[edge] = 1;
            solving->inside[other] = 1;
            solving->by[other] = edge;
            solving->order[reached++] = other;
        }
    }
    return reached;
}

static void move(struct solving *solving, bool inside, int64_t by)
{
    for (uint32_t i = 0; i < solving->problem->node_count; i++)
        if (solving->inside[i] == inside) solving->problem->at[i] += by;
}

static void grow_tree(struct solving *solving)
{
    struct layered_problem *problem = solving->problem;
    while (reach(solving, true) < problem->node_count) {
        uint32_t best = CAUSES_NONE;
        for (uint32_t i = 0; i < problem->edge_count; i++) {
            const struct layered_span *edge = &problem->edges[i];
            if (solving->inside[edge->from] == solving->inside[edge->to]) continue;
            if (best == CAUSES_NONE || slack_of(problem, i) < slack_of(problem, best)) best = i;
        }
        assert(best != CAUSES_NONE); /* it is one connected part */
        move(solving, solving->inside[problem->edges[best].from], slack_of(problem, best));
    }
}

/* The edge of the tree whose length costs most; CAUSES_NONE when none does. On return `inside`
 * marks the side that has to move to higher numbers. */
static uint32_t find_leaving(struct solving *solving)
{
    const struct layered_problem *problem = solving->problem;
    uint32_t count = reach(solving, false), worst = CAUSES_NONE;
    int64_t least = 0;
    assert(count == problem->node_count);
    memcpy(solving->sum, solving->surplus, count * sizeof *solving->sum);
    for (uint32_t i = count - 1; i > 0; i--) {
        uint32_t node = solving->order[i];
        const struct layered_span *by = &problem->edges[solving->by[node]];
        bool tail = by->from == node;
        int64_t cut = tail ? solving->sum[node] : -solving->sum[node];
        if (cut < least) {
            least = cut;
            worst = solving->by[node];
        }
        solving->sum[tail ? by->to : by->from] += solving->sum[node];
    }
    if (worst == CAUSES_NONE) return worst;
    solving->in_tree[worst] = 0;
    reach(solving, false); /* the side of the first node */
    bool first_is_head = solving->inside[problem->edges[worst].to];
    for (uint32_t k = 0; k < count; k++) solving->inside[k] = solving->inside[k] == first_is_head;
    return worst;
}

enum status layered_solve(struct layered_problem *problem, uint64_t work, struct arena *scratch,
                          struct error *error)
{
    struct solving solving = {.problem = problem};
    enum status status = solving_make(&solving, scratch, error);
    if (status) return status;
    uint64_t pivots = work / ((uint64_t)problem->node_count + problem->edge_count + 1);
    grow_tree(&solving);
    while (pivots-- > 0 && find_leaving(&solving) != CAUSES_NONE) {
        uint32_t entering = CAUSES_NONE;
        int64_t slack = INT64_MAX;
        for (uint32_t i = 0; i < problem->edge_count; i++) {
            const struct layered_span *edge = &problem->edges[i];
            if (!solving.inside[edge->from] || solving.inside[edge->to]) continue;
            if (slack_of(problem, i) >= slack) continue;
            slack = slack_of(problem, i);
            entering = i;
        }
        assert(entering != CAUSES_NONE); /* else the cut value was not negative */
        move(&solving, true, slack);
        solving.in_tree[entering] = 1;
    }
    return STATUS_OK;
}
