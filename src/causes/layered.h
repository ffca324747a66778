/*
 * One connected part of a drawing while it is laid out: boxes in layers, and a bend in each layer
 * that a long edge passes through, so that every segment leads from one layer to the next.
 * What only the files of the layout share.
 */
#ifndef CAUSES_LAYERED_H
#define CAUSES_LAYERED_H

#include "causes/layout.h"

/* Most bends of a drawing; each takes some tens of bytes. */
enum { LAYERED_BENDS_MOST = 1000000 };

/* Neighbours of each node: those of node v are node[start[v]] up to node[start[v + 1]]. */
struct layered_links {
    uint32_t *start, *node;
};
struct layered_edge {
    uint32_t from, to;
    uint32_t bend; /* the first of its bends; they are consecutive, from the top */
};
struct layered {
    uint32_t box_count, node_count; /* nodes are boxes, then bends */
    uint32_t edge_count;
    struct layered_edge *edges; /* among boxes */
    uint32_t *layer;            /* of each node */
    uint32_t *place;            /* in its layer, from the left */
    int32_t *width;             /* of each node; of a bend 0 */
    int64_t *x;                 /* of each node's middle */
    uint32_t layer_count;
    uint32_t *first; /* nodes of layer l are at[first[l]] up to at[first[l + 1]], left to right */
    uint32_t *at;
    struct layered_links above, below; /* in the order of their places */
};

/* Layers of the boxes, so that edges are short in all (layout_rank.c). BAD_INPUT: a circle. */
enum status layered_rank(struct layered *graph, struct arena *scratch, struct error *error);
/* Bends, links and layers, in some order (layout_bend.c). LIMIT when *bends, counted up, is more
 * than LAYERED_BENDS_MOST. */
enum status layered_bend(struct layered *graph, uint64_t *bends, struct arena *scratch,
                         struct error *error);
/* Places within layers, so that few edges cross; *ret_crossings counts those (layout_order.c). */
enum status layered_order(struct layered *graph, struct arena *scratch, uint64_t *ret_crossings,
                          struct error *error);
/* x of all nodes, from 0 (layout_place.c). */
enum status layered_place(struct layered *graph, int32_t gap, struct arena *scratch,
                          struct error *error);
/* x at which each edge leaves its upper box and enters its lower one (layout_ports.c). */
enum status layered_ports(const struct layered *graph, struct arena *scratch, int64_t **ret_upper,
                          int64_t **ret_lower, struct error *error);

/* Brings the links to the nodes of a layer into the order of that layer. `cursor` has room for a
 * number a node. */
void layered_sort_links(struct layered *graph, uint32_t layer, uint32_t *cursor);
/* Pairs of segments between a layer and the next that cross. `tree` has room for twice as many
 * numbers as the next power of two from the width of the lower layer. */
uint64_t layered_crossings(const struct layered *graph, uint32_t layer, uint32_t *tree);
/* Nodes of the widest layer. */
uint32_t layered_widest(const struct layered *graph);

/* Numbers at[] for nodes with at[to] - at[from] >= least for each edge; those given fulfil it, and
 * all nodes are connected. layered_solve makes the sum of weight * (at[to] - at[from]) least, as
 * far as `work` (edges and nodes looked at) goes (layout_simplex.c). */
struct layered_span {
    uint32_t from, to;
    int64_t least;
    int32_t weight;
};
struct layered_problem {
    uint32_t node_count, edge_count;
    struct layered_span *edges;
    int64_t *at;
};
enum status layered_solve(struct layered_problem *problem, uint64_t work, struct arena *scratch,
                          struct error *error);
/* Moves nodes nearer to their neighbours; order and gaps stay (layout_draw_near.c). */
enum status layered_draw_near(struct layered *graph, int32_t gap, struct arena *scratch,
                              struct error *error);

/* Least distance between the middles of two nodes beside each other; bends need less room. */
static inline int64_t layered_distance(const struct layered *graph, int32_t gap, uint32_t a,
                                       uint32_t b)
{
    bool boxes = a < graph->box_count && b < graph->box_count;
    return ((int64_t)graph->width[a] + graph->width[b] + 1) / 2 + (boxes ? gap : gap / 2 + 1);
}
static inline uint32_t layered_degree(const struct layered_links *links, uint32_t node)
{
    return links->start[node + 1] - links->start[node];
}
/* The bend above a bend of the same edge, or CAUSES_NONE. */
static inline uint32_t layered_bend_above(const struct layered *graph, uint32_t node)
{
    if (node < graph->box_count) return CAUSES_NONE;
    uint32_t above = graph->above.node[graph->above.start[node]];
    return above < graph->box_count ? CAUSES_NONE : above;
}

#endif
