/*
 * What was so this time, from the leaves up, and what two tests say by that alone. Values are of
 * three kinds (Kleene's strong logic): a way is so when enough of its links are, and is not known
 * when enough might be.
 */
#include "causes/check.h"

/* So when enough are so, not known when enough may be. */
static enum causes_was tally(const struct causes_way *way, uint32_t yes, uint32_t unknown)
{
    if (yes >= way->enough) return CAUSES_WAS_YES;
    return yes + unknown >= way->enough ? CAUSES_WAS_UNKNOWN : CAUSES_WAS_NO;
}

enum causes_was way_was(const struct causes_way *way, const uint8_t *was)
{
    uint32_t yes = 0, unknown = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        enum causes_was one = link_was(&way->links[i], was);
        yes += one == CAUSES_WAS_YES;
        unknown += one == CAUSES_WAS_UNKNOWN;
    }
    return tally(way, yes, unknown);
}

enum causes_was ways_were(const struct causes_graph *graph, uint32_t effect, const uint8_t *was)
{
    const struct causes_condition *condition = &graph->conditions[effect];
    enum causes_was found = CAUSES_WAS_NO;
    for (uint32_t i = 0; i < condition->way_count && found != CAUSES_WAS_YES; i++) {
        enum causes_was one = way_was(&graph->ways[condition->first_way + i], was);
        if (one != CAUSES_WAS_NO) found = one;
    }
    return found;
}

static void values_of(const struct causes_graph *graph, uint8_t *was)
{
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        uint32_t at = graph->order[i];
        if (!causes_is_leaf(&graph->conditions[at])) was[at] = (uint8_t)ways_were(graph, at, was);
    }
}

enum status causes_record(const struct causes_graph *graph, struct arena *arena, uint8_t **ret,
                          struct error *error)
{
    enum status status = causes_refuse_cycle(graph, error);
    if (status) return status;
    uint8_t *was = arena_alloc(arena, graph->condition_count);
    if (!was) return arena_full(arena, error);
    for (uint32_t i = 0; i < graph->condition_count; i++)
        was[i] = (uint8_t)causes_was(&graph->conditions[i]);
    values_of(graph, was);
    *ret = was;
    return STATUS_OK;
}

/* As way_was with one condition the other way round. */
static enum causes_was way_was_without(const struct causes_way *way, const uint8_t *was,
                                       uint32_t turned)
{
    uint32_t yes = 0, unknown = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        enum causes_was one = link_was(&way->links[i], was);
        if (way->links[i].condition == turned) one = otherwise(one);
        yes += one == CAUSES_WAS_YES;
        unknown += one == CAUSES_WAS_UNKNOWN;
    }
    return tally(way, yes, unknown);
}

bool causes_link_needed(const struct causes_graph *graph, const uint8_t *record, uint32_t way,
                        uint32_t link, uint32_t *ret_other)
{
    const struct causes_way *of = &graph->ways[way];
    assert(link < of->count);
    if (link_was(&of->links[link], record) != CAUSES_WAS_YES ||
        way_was(of, record) != CAUSES_WAS_YES)
        return false;
    const struct causes_condition *effect = &graph->conditions[of->effect];
    uint32_t other = CAUSES_NONE;
    for (uint32_t i = 0; i < effect->way_count && other == CAUSES_NONE; i++) {
        uint32_t at = effect->first_way + i;
        if (way_was_without(&graph->ways[at], record, of->links[link].condition) == CAUSES_WAS_YES)
            other = at;
    }
    *ret_other = other;
    return true;
}
