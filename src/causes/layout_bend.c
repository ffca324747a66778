/* Long edges cut into segments from layer to layer, and who is whose neighbour then. */
#include "causes/layered.h"

static uint32_t span_of_edge(const struct layered *graph, const struct layered_edge *edge)
{
    return graph->layer[edge->to] - graph->layer[edge->from];
}

/* The ends of segment k of an edge. */
static void ends_of(const struct layered *graph, const struct layered_edge *edge, uint32_t k,
                    uint32_t *ret_upper, uint32_t *ret_lower)
{
    *ret_upper = k == 0 ? edge->from : edge->bend + k - 1;
    *ret_lower = k + 1 == span_of_edge(graph, edge) ? edge->to : edge->bend + k;
}

static enum status make_links(struct layered *graph, size_t segments, struct arena *scratch,
                              struct error *error)
{
    size_t nodes = graph->node_count;
    struct layered_links *both[] = {&graph->above, &graph->below};
    for (int i = 0; i < 2; i++) {
        both[i]->start = arena_array(scratch, nodes + 2, sizeof *both[i]->start);
        both[i]->node = arena_array(scratch, segments, sizeof *both[i]->node);
        if (!both[i]->start || !both[i]->node) return arena_full(scratch, error);
    }
    uint32_t *above = graph->above.start + 1, *below = graph->below.start + 1, upper, lower;
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t i = 0; i < graph->edge_count; i++) {
            const struct layered_edge *edge = &graph->edges[i];
            for (uint32_t k = 0; k < span_of_edge(graph, edge); k++) {
                ends_of(graph, edge, k, &upper, &lower);
                if (fill) {
                    graph->above.node[above[lower]++] = upper;
                    graph->below.node[below[upper]++] = lower;
                } else {
                    above[lower + 1]++;
                    below[upper + 1]++;
                }
            }
        }
        if (fill) break;
        for (size_t i = 0; i < nodes; i++) {
            above[i + 1] += above[i];
            below[i + 1] += below[i];
        }
    }
    return STATUS_OK;
}

/* Boxes keep their layers in larger arrays, where bends have theirs too. */
static enum status make_nodes(struct layered *graph, struct arena *scratch, struct error *error)
{
    size_t nodes = graph->node_count;
    uint32_t *layer = arena_array(scratch, nodes, sizeof *layer);
    int32_t *width = arena_array(scratch, nodes, sizeof *width);
    graph->place = arena_array(scratch, nodes, sizeof *graph->place);
    graph->at = arena_array(scratch, nodes, sizeof *graph->at);
    graph->x = arena_array(scratch, nodes, sizeof *graph->x);
    graph->first = arena_array(scratch, (size_t)graph->layer_count + 2, sizeof *graph->first);
    if (!layer || !width || !graph->place || !graph->at || !graph->x || !graph->first)
        return arena_full(scratch, error);
    memcpy(layer, graph->layer, graph->box_count * sizeof *layer);
    memcpy(width, graph->width, graph->box_count * sizeof *width);
    for (uint32_t i = 0; i < graph->edge_count; i++)
        for (uint32_t k = 0; k + 1 < span_of_edge(graph, &graph->edges[i]); k++)
            layer[graph->edges[i].bend + k] = layer[graph->edges[i].from] + k + 1;
    graph->layer = layer;
    graph->width = width;
    uint32_t *at = graph->first + 1;
    for (size_t i = 0; i < nodes; i++) at[layer[i] + 1]++;
    for (size_t i = 0; i < graph->layer_count; i++) at[i + 1] += at[i];
    for (uint32_t i = 0; i < nodes; i++) {
        graph->place[i] = at[layer[i]] - graph->first[layer[i]];
        graph->at[at[layer[i]]++] = i;
    }
    return STATUS_OK;
}

enum status layered_bend(struct layered *graph, uint64_t *bends, struct arena *scratch,
                         struct error *error)
{
    uint64_t segments = 0;
    graph->node_count = graph->box_count;
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        uint32_t span = span_of_edge(graph, &graph->edges[i]);
        segments += span;
        *bends += span - 1;
        if (*bends > LAYERED_BENDS_MOST)
            return error_set(error, STATUS_LIMIT,
                             "too many long edges to draw: they pass through more than %d layers",
                             (int)LAYERED_BENDS_MOST);
        graph->edges[i].bend = graph->node_count;
        graph->node_count += span - 1;
    }
    enum status status = make_nodes(graph, scratch, error);
    return status ? status : make_links(graph, segments, scratch, error);
}
