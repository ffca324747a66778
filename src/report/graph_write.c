/* What the exports that others lay out have in common. */
#include "report/graph.h"

bool graph_way_has_box(const struct graph_picture *drawn, uint32_t number)
{
    const struct causes_way *way = &drawn->graph->ways[number];
    return drawn->graph->conditions[way->effect].way_count > 1 || way->enough < way->count ||
           drawn->ways[number].note_count > 0;
}

static enum status choose(struct graph_picture *drawn, struct error *error)
{
    const struct causes_graph *graph = drawn->graph;
    uint32_t top = drawn->report->outcome;
    drawn->shown = arena_array(drawn->arena, graph->condition_count, sizeof *drawn->shown);
    if (!drawn->shown) return arena_full(drawn->arena, error);
    if (top == CAUSES_NONE) {
        memset(drawn->shown, 1, graph->condition_count);
        return STATUS_OK;
    }
    enum status status = causes_refuse_cycle(graph, error);
    if (!status) causes_below(graph, top, drawn->shown);
    return status;
}

enum status graph_write(const struct report_graph *report,
                        void (*write)(struct graph_picture *drawn), const struct report_sink *sink,
                        struct error *error)
{
    struct arena arena;
    arena_init(&arena, GRAPH_ARENA);
    struct graph_picture drawn = {.report = report, .graph = report->graph, .arena = &arena};
    text_init(&drawn.out, 0);
    enum status status = choose(&drawn, error);
    if (!status) status = graph_labels(&drawn, error);
    if (!status) {
        write(&drawn);
        status = report_flush(sink, &drawn.out, error);
    }
    text_release(&drawn.out);
    arena_release(&arena);
    return status;
}
