/*
 * Lays out graphs from standard input, each "graph BOXES EDGES", then "WIDTH HEIGHT" a box and
 * "FROM TO" an edge. Prints for each "layout CROSSINGS LENGTH LAYERS WIDTH HEIGHT NANOSECONDS", and
 * with --routes a line "route X Y X Y ..." an edge.
 *
 * postmortem-bench-layout [--rounds N] [--routes]      the least time of N rounds is told
 */
#include "causes/causes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { GAP = 18, LAYER_GAP = 36 };

/* Time on the processor: it is one thread, and others may be busy. */
static uint64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (uint64_t)at.tv_sec * 1000000000U + (uint64_t)at.tv_nsec;
}

static uint64_t root_of(uint64_t square)
{
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit > 0; bit /= 2)
        if ((root + bit) * (root + bit) <= square) root += bit;
    return root;
}

static uint64_t length_of(const struct causes_edge *edge)
{
    uint64_t length = 0;
    for (uint32_t k = 1; k < edge->point_count; k++) {
        int64_t dx = edge->points[k].x - edge->points[k - 1].x;
        int64_t dy = edge->points[k].y - edge->points[k - 1].y;
        length += root_of((uint64_t)(dx * dx + dy * dy) * 256);
    }
    return length / 16;
}

static bool read_drawing(struct causes_drawing *drawing)
{
    if (scanf(" graph %" SCNu32 " %" SCNu32, &drawing->box_count, &drawing->edge_count) != 2)
        return false;
    if (drawing->box_count > 1000000 || drawing->edge_count > 1000000) return false;
    drawing->boxes = calloc(drawing->box_count + 1, sizeof *drawing->boxes);
    drawing->edges = calloc(drawing->edge_count + 1, sizeof *drawing->edges);
    if (!drawing->boxes || !drawing->edges) return false;
    for (uint32_t i = 0; i < drawing->box_count; i++)
        if (scanf("%" SCNd32 " %" SCNd32, &drawing->boxes[i].width, &drawing->boxes[i].height) != 2)
            return false;
    for (uint32_t i = 0; i < drawing->edge_count; i++)
        if (scanf("%" SCNu32 " %" SCNu32, &drawing->edges[i].from, &drawing->edges[i].to) != 2 ||
            drawing->edges[i].from >= drawing->box_count ||
            drawing->edges[i].to >= drawing->box_count)
            return false;
    drawing->gap = GAP;
    drawing->layer_gap = LAYER_GAP;
    return true;
}

static void print_drawing(const struct causes_drawing *drawing, uint64_t best, bool routes)
{
    uint64_t length = 0;
    uint32_t layers = 0;
    for (uint32_t i = 0; i < drawing->edge_count; i++) length += length_of(&drawing->edges[i]);
    for (uint32_t i = 0; i < drawing->box_count; i++)
        if (drawing->boxes[i].layer >= layers) layers = drawing->boxes[i].layer + 1;
    printf("layout %" PRIu64 " %" PRIu64 " %" PRIu32 " %" PRId32 " %" PRId32 " %" PRIu64 "\n",
           drawing->crossings, length, layers, drawing->width, drawing->height, best);
    for (uint32_t i = 0; routes && i < drawing->edge_count; i++) {
        printf("route");
        for (uint32_t k = 0; k < drawing->edges[i].point_count; k++)
            printf(" %" PRId32 " %" PRId32, drawing->edges[i].points[k].x,
                   drawing->edges[i].points[k].y);
        printf("\n");
    }
}

/* ---- counting in what is drawn ---- */

struct route {
    struct causes_point *points;
    uint32_t count;
    struct causes_point least, most;
};

static bool read_route(struct route *route)
{
    if (scanf("%" SCNu32, &route->count) != 1 || route->count == 0 || route->count > 1000000)
        return false;
    route->points = calloc(route->count, sizeof *route->points);
    if (!route->points) return false;
    for (uint32_t i = 0; i < route->count; i++) {
        struct causes_point *at = &route->points[i];
        if (scanf("%" SCNd32 " %" SCNd32, &at->x, &at->y) != 2) return false;
        if (i == 0) route->least = route->most = *at;
        if (at->x < route->least.x) route->least.x = at->x;
        if (at->y < route->least.y) route->least.y = at->y;
        if (at->x > route->most.x) route->most.x = at->x;
        if (at->y > route->most.y) route->most.y = at->y;
    }
    return true;
}

/* Above 0: c lies on one side of the line from a to b, below 0: on the other. */
static int side_of(struct causes_point a, struct causes_point b, struct causes_point c)
{
    int64_t turn = (int64_t)(b.x - a.x) * (c.y - a.y) - (int64_t)(b.y - a.y) * (c.x - a.x);
    return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

static bool meet(const struct route *a, const struct route *b)
{
    if (a->most.x < b->least.x || b->most.x < a->least.x || a->most.y < b->least.y ||
        b->most.y < a->least.y)
        return false;
    for (uint32_t i = 1; i < a->count; i++)
        for (uint32_t k = 1; k < b->count; k++) {
            struct causes_point p = a->points[i - 1], q = a->points[i];
            struct causes_point r = b->points[k - 1], s = b->points[k];
            if (side_of(p, q, r) * side_of(p, q, s) < 0 && side_of(r, s, p) * side_of(r, s, q) < 0)
                return true;
        }
    return false;
}

static int count_drawn(void)
{
    struct causes_drawing drawing = {0};
    while (read_drawing(&drawing)) {
        struct route *routes = calloc(drawing.edge_count + 1, sizeof *routes);
        uint64_t crossings = 0;
        if (!routes) return 1;
        for (uint32_t i = 0; i < drawing.edge_count; i++)
            if (!read_route(&routes[i])) return 1;
        for (uint32_t i = 0; i < drawing.edge_count; i++)
            for (uint32_t k = 0; k < i; k++) {
                const struct causes_edge *a = &drawing.edges[i], *b = &drawing.edges[k];
                bool joined =
                    a->from == b->from || a->to == b->to || a->from == b->to || a->to == b->from;
                if (!joined) crossings += meet(&routes[i], &routes[k]);
            }
        printf("%" PRIu64 "\n", crossings);
        for (uint32_t i = 0; i < drawing.edge_count; i++) free(routes[i].points);
        free(routes);
        free(drawing.boxes);
        free(drawing.edges);
    }
    return 0;
}

/* ---- laying out ---- */

static bool lay_out(struct causes_drawing *drawing, uint64_t rounds, bool routes)
{
    struct error error = ERROR_NONE;
    struct arena arena = {0};
    uint64_t best = UINT64_MAX;
    for (uint64_t round = 0; round < rounds; round++) {
        arena_release(&arena);
        arena_init(&arena, (size_t)1 << 30);
        uint64_t begin = now();
        if (causes_layout(drawing, &arena, &error)) {
            fprintf(stderr, "postmortem-bench-layout: %s\n", error.message);
            return false;
        }
        uint64_t took = now() - begin;
        if (took < best) best = took;
    }
    print_drawing(drawing, best, routes);
    arena_release(&arena);
    return true;
}

int main(int count, char **words)
{
    uint64_t rounds = 1;
    bool routes = false;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--count") == 0) return count_drawn();
        if (strcmp(words[i], "--routes") == 0)
            routes = true;
        else if (strcmp(words[i], "--rounds") != 0 || i + 1 == count ||
                 !span_to_u64(span_of(words[++i]), &rounds) || rounds == 0)
            return 2;
    }
    struct causes_drawing drawing = {0};
    while (read_drawing(&drawing)) {
        if (!lay_out(&drawing, rounds, routes)) return 1;
        free(drawing.boxes);
        free(drawing.edges);
    }
    return 0;
}
