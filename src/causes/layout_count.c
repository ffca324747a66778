/*
 * Counting crossings between two layers exactly, in E log V: Barth, Jünger and Mutzel, "Simple and
 * efficient bilayer cross counting" (2002). A tree of sums holds how many segments have ended at or
 * behind each place; each further one crosses those that ended right of it.
 */
#include "causes/layered.h"

uint32_t layered_widest(const struct layered *graph)
{
    uint32_t widest = 0;
    for (uint32_t l = 0; l < graph->layer_count; l++)
        if (graph->first[l + 1] - graph->first[l] > widest)
            widest = graph->first[l + 1] - graph->first[l];
    return widest;
}

static uint64_t end_at(uint32_t *tree, uint32_t leaves, uint32_t place)
{
    uint64_t right = 0;
    uint32_t node = leaves + place;
    for (tree[node]++; node > 1; node /= 2) {
        if (node % 2 == 0) right += tree[node + 1];
        tree[node / 2]++;
    }
    return right;
}

uint64_t layered_crossings(const struct layered *graph, uint32_t layer, uint32_t *tree)
{
    uint64_t crossings = 0;
    uint32_t leaves = 1, width = graph->first[layer + 2] - graph->first[layer + 1];
    while (leaves < width) leaves *= 2;
    memset(tree, 0, 2 * (size_t)leaves * sizeof *tree);
    for (uint32_t i = graph->first[layer]; i < graph->first[layer + 1]; i++) {
        uint32_t node = graph->at[i];
        for (uint32_t k = graph->below.start[node]; k < graph->below.start[node + 1]; k++)
            crossings += end_at(tree, leaves, graph->place[graph->below.node[k]]);
    }
    return crossings;
}

void layered_sort_links(struct layered *graph, uint32_t layer, uint32_t *cursor)
{
    for (int side = 0; side < 2; side++) {
        const struct layered_links *from = side ? &graph->below : &graph->above;
        struct layered_links *to = side ? &graph->above : &graph->below;
        uint32_t other = side ? layer + 1 : layer - 1;
        if ((side == 0 && layer == 0) || other >= graph->layer_count) continue;
        for (uint32_t i = graph->first[other]; i < graph->first[other + 1]; i++)
            cursor[graph->at[i]] = to->start[graph->at[i]];
        for (uint32_t i = graph->first[layer]; i < graph->first[layer + 1]; i++) {
            uint32_t node = graph->at[i];
            for (uint32_t k = from->start[node]; k < from->start[node + 1]; k++)
                to->node[cursor[from->node[k]]++] = node;
        }
    }
}
