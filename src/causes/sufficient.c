/*
 * Whether what was so suffices for an outcome. Where leaves are not known both values are followed
 * at once; with links that are turned round that alone may leave open what is decided, so a few
 * unknown leaves are tried in all combinations.
 */
#include "causes/check.h"

enum { TRIED_MOST = 12 };
static const uint64_t work_most = 50000000; /* links looked at in all combinations together */

/* Leaves below an outcome that are not known, in `ret`; their count. */
static size_t unknown_below(const struct causes_graph *graph, const uint8_t *below,
                            const uint8_t *was, uint32_t *ret)
{
    size_t count = 0;
    for (uint32_t i = 0; i < graph->condition_count; i++)
        if (below[i] && causes_is_leaf(&graph->conditions[i]) && was[i] == CAUSES_WAS_UNKNOWN)
            ret[count++] = i;
    return count;
}

static uint64_t work_of(const struct causes_graph *graph)
{
    uint64_t work = graph->condition_count;
    for (uint32_t i = 0; i < graph->way_count; i++) work += graph->ways[i].count;
    return work;
}

/* The outcome in the world where those of the unknown leaves are so whose bit is set. */
static bool comes_about(const struct causes_graph *graph, uint32_t outcome, const uint8_t *was,
                        const uint32_t *unknown, size_t count, uint32_t bits, uint8_t *scratch)
{
    for (uint32_t i = 0; i < graph->condition_count; i++) scratch[i] = was[i] == CAUSES_WAS_YES;
    for (size_t i = 0; i < count; i++) scratch[unknown[i]] = (uint8_t)(bits >> i & 1);
    causes_values(graph, NULL, scratch, scratch);
    return scratch[outcome];
}

/* All combinations: keeps of `unknown` those on which the outcome depends. *ret is what it always
 * is, when it depends on none. */
static size_t try_all(const struct causes_graph *graph, uint32_t outcome, const uint8_t *was,
                      uint32_t *unknown, size_t count, uint8_t *scratch, enum causes_was *ret)
{
    uint64_t worlds[(1 << TRIED_MOST) / 64] = {0};
    uint32_t all = UINT32_C(1) << count;
    for (uint32_t bits = 0; bits < all; bits++)
        if (comes_about(graph, outcome, was, unknown, count, bits, scratch))
            worlds[bits / 64] |= UINT64_C(1) << bits % 64;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool depends = false;
        for (uint32_t bits = 0; bits < all && !depends; bits++) {
            uint32_t turned = bits ^ UINT32_C(1) << i;
            depends =
                (worlds[bits / 64] >> bits % 64 & 1) != (worlds[turned / 64] >> turned % 64 & 1);
        }
        if (depends) unknown[kept++] = unknown[i];
    }
    *ret = worlds[0] & 1 ? CAUSES_WAS_YES : CAUSES_WAS_NO;
    return kept;
}

/* Whether the outcome comes about by ways alone that somebody has said to be complete. */
static bool attested(const struct causes_graph *graph, uint32_t outcome, const uint8_t *was,
                     uint8_t *scratch)
{
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        uint32_t at = graph->order[i];
        const struct causes_condition *condition = &graph->conditions[at];
        /* what was not so stays so: links that are turned round rest on it */
        scratch[at] = was[at] == CAUSES_WAS_YES ? CAUSES_WAS_UNKNOWN : was[at];
        if (causes_is_leaf(condition)) scratch[at] = was[at];
        for (uint32_t w = 0; w < condition->way_count; w++) {
            const struct causes_way *way = &graph->ways[condition->first_way + w];
            if (way->complete.answer == CAUSES_ANSWER_NO && way_was(way, scratch) == CAUSES_WAS_YES)
                scratch[at] = CAUSES_WAS_YES;
        }
    }
    return !causes_is_leaf(&graph->conditions[outcome]) && scratch[outcome] == CAUSES_WAS_YES;
}

enum status causes_sufficient(const struct causes_graph *graph, uint32_t outcome,
                              struct arena *arena, enum causes_verdict *ret, uint32_t **ret_unknown,
                              size_t *ret_unknown_count, struct error *error)
{
    assert(outcome < graph->condition_count);
    uint8_t *was = NULL;
    enum status status = causes_record(graph, arena, &was, error);
    if (status) return status;
    uint8_t *scratch = arena_alloc(arena, graph->condition_count);
    uint32_t *unknown = arena_array(arena, graph->condition_count, sizeof *unknown);
    if (!scratch || !unknown) return arena_full(arena, error);
    enum causes_was came = was[outcome];
    size_t count = 0;
    if (came == CAUSES_WAS_UNKNOWN) {
        causes_below(graph, outcome, scratch);
        count = unknown_below(graph, scratch, was, unknown);
        bool few = count <= TRIED_MOST && work_of(graph) << count <= work_most;
        enum causes_was always = CAUSES_WAS_UNKNOWN;
        if (few) count = try_all(graph, outcome, was, unknown, count, scratch, &always);
        if (count == 0) came = was[outcome] = (uint8_t)always;
    }
    *ret = came == CAUSES_WAS_UNKNOWN               ? CAUSES_UNDECIDED
           : came == CAUSES_WAS_NO                  ? CAUSES_NOT_ENOUGH
           : attested(graph, outcome, was, scratch) ? CAUSES_STANDS
                                                    : CAUSES_UNATTESTED;
    *ret_unknown = unknown;
    *ret_unknown_count = count;
    return STATUS_OK;
}
