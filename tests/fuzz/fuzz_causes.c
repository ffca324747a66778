/*
 * Graphs as people type them: what is read is written, read again as the same, and written as the
 * same bytes. Mistakes are told with their lines, in order, and are not too many.
 */
#include "tests/fuzz/fuzz.h"

#include "causes/causes.h"

#include <assert.h>

struct seen {
    unsigned line, count;
};

static void tell(void *context, unsigned line, const char *text)
{
    struct seen *seen = context;
    assert(line >= seen->line && *text);
    seen->line = line;
    assert(++seen->count <= 101);
}

static void check_again(const struct causes_graph *graph, struct arena *arena)
{
    struct text first, second;
    struct causes_graph again;
    text_init(&first, 0);
    text_init(&second, 0);
    causes_write(graph, &first);
    enum status status = causes_read(text_span(&first), arena, NULL, NULL, &again, NULL);
    assert(status == STATUS_OK || status == STATUS_LIMIT || status == STATUS_NO_MEMORY);
    if (!status) {
        causes_write(&again, &second);
        assert(span_equal(text_span(&first), text_span(&second)));
        assert(again.condition_count == graph->condition_count);
        assert(again.way_count == graph->way_count && again.item_count == graph->item_count);
        assert(again.outcome_count == graph->outcome_count && !again.order == !graph->order);
    }
    text_release(&first);
    text_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    struct seen seen = {0};
    arena_init(&arena, (size_t)16 << 20);
    enum status status =
        causes_read((struct span){(const char *)data, size}, &arena, tell, &seen, &graph, &error);
    if (status == STATUS_BAD_INPUT) assert(error.message[0] && error.where[0]);
    if (!status) {
        assert(seen.count == 0);
        assert(!causes_refuse_cycle(&graph, NULL) == (graph.order != NULL));
        check_again(&graph, &arena);
    }
    arena_release(&arena);
    return 0;
}
