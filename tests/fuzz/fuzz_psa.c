/* Reads arbitrary bytes as an Open-PSA fault tree; what is taken is written, reads again, and has
 * as many sets (when both are found within a small budget). */
#include <assert.h>

#include "exchange/exchange.h"
#include "tests/fuzz/fuzz.h"

/* Whether the sets are known in full; *ret is how many. */
static bool count(const struct causes_graph *graph, uint32_t outcome, causes_count *ret)
{
    const struct causes_budget budget = {.steps = 20000, .bytes = (size_t)8 << 20};
    struct causes_sets *sets;
    if (causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, NULL, &budget, &sets, NULL))
        return false;
    bool complete = causes_sets_extent(sets).complete;
    *ret = causes_sets_count(sets);
    causes_sets_free(sets);
    return complete;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct causes_graph graph, again;
    struct arena arena;
    struct text xml;
    arena_init(&arena, (size_t)1 << 28);
    text_init(&xml, (size_t)1 << 26);
    if (exchange_psa_read((struct span){(const char *)data, size}, &arena, &graph, NULL)) goto out;
    assert(graph.order && graph.outcome_count);
    enum status status = exchange_psa_write(&graph, &xml, NULL);
    assert(status == STATUS_OK);
    status = exchange_psa_read(text_span(&xml), &arena, &again, NULL);
    assert(status == STATUS_OK);
    assert(again.condition_count >= graph.condition_count);
    for (uint32_t o = 0; o < graph.outcome_count && o < 4; o++) {
        causes_count before, after;
        if (again.condition_count != graph.condition_count) break; /* the order may be another */
        if (count(&graph, graph.outcomes[o], &before) && count(&again, again.outcomes[o], &after))
            assert(before == after);
    }
out:
    text_release(&xml);
    arena_release(&arena);
    return 0;
}
