/* A graph walked from its leaves up, or from one condition down. */
#include "causes/sets.h"

#include <assert.h>

enum causes_was causes_was(const struct causes_condition *condition)
{
    if (condition->was) return (enum causes_was)condition->was;
    bool guards =
        condition->form == CAUSES_FORM_BARRIER || condition->form == CAUSES_FORM_MITIGATOR;
    if (guards && condition->barrier == CAUSES_BARRIER_HELD) return CAUSES_WAS_NO;
    return causes_is_leaf(condition) ? CAUSES_WAS_YES : CAUSES_WAS_NONE;
}

void causes_below(const struct causes_graph *graph, uint32_t top, uint8_t *ret)
{
    assert(graph->order && top < graph->condition_count);
    memset(ret, 0, graph->condition_count);
    ret[top] = 1;
    for (uint32_t i = graph->condition_count; i-- > 0;) {
        const struct causes_condition *c = &graph->conditions[graph->order[i]];
        if (!ret[graph->order[i]]) continue;
        for (uint32_t w = 0; w < c->way_count; w++) {
            const struct causes_way *way = &graph->ways[c->first_way + w];
            for (uint32_t l = 0; l < way->count; l++) ret[way->links[l].condition] = 1;
        }
    }
}

static bool leaf_value(const struct causes_graph *graph, const struct causes_world *fixed,
                       uint32_t leaf, bool so)
{
    if (!fixed) return so;
    if (fixed->conditions && fixed->conditions[leaf])
        return fixed->conditions[leaf] == CAUSES_FIXED_YES;
    enum causes_was was = causes_was(&graph->conditions[leaf]);
    if (fixed->observed && was == CAUSES_WAS_NO) return false;
    if (fixed->observed && fixed->unknown_no && was == CAUSES_WAS_UNKNOWN) return false;
    return so;
}

static bool way_value(const struct causes_graph *graph, const struct causes_world *fixed,
                      uint32_t number, const uint8_t *values)
{
    const struct causes_way *way = &graph->ways[number];
    if (fixed && fixed->ways && fixed->ways[number]) return fixed->ways[number] == CAUSES_FIXED_YES;
    uint32_t met = 0;
    for (uint32_t l = 0; l < way->count; l++)
        met += (values[way->links[l].condition] != 0) != way->links[l].absent;
    return met >= way->enough;
}

void causes_values(const struct causes_graph *graph, const struct causes_world *fixed,
                   const uint8_t *so, uint8_t *ret)
{
    assert(graph->order || graph->condition_count == 0);
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        uint32_t number = graph->order[i];
        const struct causes_condition *c = &graph->conditions[number];
        if (causes_is_leaf(c)) {
            ret[number] = leaf_value(graph, fixed, number, so[number] != 0);
            continue;
        }
        bool value = false;
        if (fixed && fixed->conditions && fixed->conditions[number])
            value = fixed->conditions[number] == CAUSES_FIXED_YES;
        else
            for (uint32_t w = 0; w < c->way_count && !value; w++)
                value = way_value(graph, fixed, c->first_way + w, ret);
        ret[number] = value;
    }
}
