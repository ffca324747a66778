/*
 * Where everything stands when a graph is drawn: layered (Sugiyama, Tagawa and Toda 1981), outcomes
 * at the top, conditions below what they bring about. Whole numbers throughout, so the same graph
 * is drawn with the same bytes everywhere.
 */
#ifndef CAUSES_LAYOUT_H
#define CAUSES_LAYOUT_H

#include "causes/graph.h"

/* ---- any graph without circles ---- */

struct causes_box {
    int32_t width, height; /* given */
    int32_t x, y;          /* of the middle; found */
    uint32_t layer, place; /* found: layer from the top, place from the left */
};
struct causes_point {
    int32_t x, y;
};
/* An edge from an upper box to a lower one; its path goes from the lower edge of the one to the
 * upper edge of the other, by way of the points between. */
struct causes_edge {
    uint32_t from, to;                 /* given */
    const struct causes_point *points; /* found: first and last are at the boxes */
    uint32_t point_count;
};
struct causes_drawing {
    struct causes_box *boxes;
    uint32_t box_count;
    struct causes_edge *edges;
    uint32_t edge_count;
    int32_t gap, layer_gap; /* given: least distance beside and between layers */
    int32_t width, height;  /* found */
    uint64_t crossings;     /* found: pairs of edges that cross */
};
enum { CAUSES_BOXES_MOST = 20000 };
/* Fills in what is found; the points are in `arena`. LIMIT for more than CAUSES_BOXES_MOST boxes,
 * and for edges that are too many or too long; BAD_INPUT for a circle. */
enum status causes_layout(struct causes_drawing *drawing, struct arena *arena, struct error *error);

/* ---- a graph of conditions as boxes and edges ---- */

/* What a box or an edge stands for. A way gets a small box of its own where it has company, is
 * "k of n", or is cut by an item; else its links go straight to the effect. */
struct causes_shown {
    uint32_t condition; /* the box of a condition, or CAUSES_NONE */
    uint32_t way;       /* the box of a way, or CAUSES_NONE */
};
struct causes_shown_edge {
    uint32_t way,
        link; /* the link it is part of; link CAUSES_NONE: from a way's box to its effect */
};
struct causes_picture {
    struct causes_drawing drawing;
    const struct causes_shown *boxes;      /* one for each box */
    const struct causes_shown_edge *edges; /* one for each edge */
    const uint32_t *reading; /* boxes in the order in which they are read and focused: each outcome,
                                then what is below it, nearest first */
};
/* How large the boxes of conditions and of ways are, told by who draws them. */
struct causes_sizes {
    void (*condition)(void *context, const struct causes_condition *condition, int32_t *ret_width,
                      int32_t *ret_height);
    void (*way)(void *context, const struct causes_way *way, int32_t *ret_width,
                int32_t *ret_height);
    void *context;
    int32_t gap, layer_gap;
};
/* All of a graph, or `top` and what is below it (CAUSES_NONE: all). In `arena`. */
enum status causes_picture_make(const struct causes_graph *graph, uint32_t top,
                                const struct causes_sizes *sizes, struct arena *arena,
                                struct causes_picture *ret, struct error *error);

#endif
