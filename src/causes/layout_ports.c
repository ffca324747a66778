/*
 * Where edges touch the boxes: spread along the upper and the lower edge in the order of where they
 * lead, so that no two lie on each other, and straight up or down where that is possible.
 */
#include "causes/layered.h"

#include <stdlib.h>

enum { PORT_GAP = 22, PORT_MARGIN = 10 };

struct port {
    uint32_t box, place, edge; /* at which box; where the edge leads to next */
    int64_t target;            /* x there */
};

static int compare_ports(const void *a, const void *b)
{
    const struct port *one = a, *two = b;
    if (one->box != two->box) return one->box < two->box ? -1 : 1;
    if (one->place != two->place) return one->place < two->place ? -1 : 1;
    return one->edge < two->edge ? -1 : one->edge > two->edge;
}

/* Spreads the ports of one side of a box. */
static void spread(const struct layered *graph, const struct port *ports, uint32_t count,
                   int64_t *ret_x)
{
    uint32_t box = ports[0].box;
    int64_t half = graph->width[box] / 2 - PORT_MARGIN, gap = PORT_GAP;
    if (half < 0) half = 0;
    if (count > 1 && gap > 2 * half / (count - 1)) gap = 2 * half / (count - 1);
    int64_t from = graph->x[box] - gap * (count - 1) / 2;
    for (uint32_t i = 0; i < count; i++) {
        int64_t x = from + gap * i, least = graph->x[box] - half + gap * i;
        int64_t most = graph->x[box] + half - gap * (count - 1 - i);
        if (ports[i].target >= graph->x[box] - half && ports[i].target <= graph->x[box] + half)
            x = ports[i].target;
        if (x < least) x = least;
        if (x > most) x = most;
        if (i > 0 && x < ret_x[ports[i - 1].edge] + gap) x = ret_x[ports[i - 1].edge] + gap;
        ret_x[ports[i].edge] = x > most ? most : x;
    }
}

/* `ends`: of each edge its x at the lower box, found before; NULL while those are found. */
static void find_ports(const struct layered *graph, struct port *ports, const int64_t *ends,
                       int64_t *ret_x)
{
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        const struct layered_edge *edge = &graph->edges[i];
        uint32_t bends = graph->layer[edge->to] - graph->layer[edge->from] - 1;
        uint32_t next = ends ? edge->to : edge->from;
        if (bends > 0) next = ends ? edge->bend : edge->bend + bends - 1;
        ports[i] = (struct port){.box = ends ? edge->from : edge->to,
                                 .place = graph->place[next],
                                 .edge = i,
                                 .target = ends && bends == 0 ? ends[i] : graph->x[next]};
    }
    qsort(ports, graph->edge_count, sizeof *ports, compare_ports);
    for (uint32_t i = 0, end; i < graph->edge_count; i = end) {
        for (end = i; end < graph->edge_count && ports[end].box == ports[i].box;) end++;
        spread(graph, ports + i, end - i, ret_x);
    }
}

enum status layered_ports(const struct layered *graph, struct arena *scratch, int64_t **ret_upper,
                          int64_t **ret_lower, struct error *error)
{
    struct port *ports = arena_array(scratch, graph->edge_count, sizeof *ports);
    int64_t *upper = arena_array(scratch, graph->edge_count, sizeof *upper);
    int64_t *lower = arena_array(scratch, graph->edge_count, sizeof *lower);
    if (!ports || !upper || !lower) return arena_full(scratch, error);
    find_ports(graph, ports, NULL, lower);
    find_ports(graph, ports, lower, upper);
    *ret_upper = upper;
    *ret_lower = lower;
    return STATUS_OK;
}
