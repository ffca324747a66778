/* Writes a graph to standard output: NAME|FILE svg|dot|mermaid|outline, NAME one of the tests'. */
#include "tests/report/graph.h"

#include "report/report.h"

#include <stdio.h>

static enum status write_out(void *context, struct span bytes, struct error *error)
{
    (void)context;
    (void)error;
    fwrite(bytes.at, 1, bytes.len, stdout);
    return STATUS_OK;
}

static const struct causes_graph *read_graph(const char *path, struct arena *arena,
                                             struct error *error)
{
    enum { MOST = 1 << 20 };
    struct causes_graph *graph = arena_alloc(arena, sizeof *graph);
    char *text = arena_alloc(arena, MOST);
    FILE *file = fopen(path, "rb");
    if (!file || !text || !graph) return NULL;
    size_t length = fread(text, 1, MOST, file);
    fclose(file);
    if (causes_read((struct span){text, length}, arena, NULL, NULL, graph, error)) return NULL;
    return graph;
}

int main(int count, char **words)
{
    struct arena arena;
    struct error error = ERROR_NONE;
    struct report_sink sink = {NULL, write_out};
    arena_init(&arena, 64 << 20);
    if (count != 3) return 2;
    const struct causes_graph *graph = graph_example(words[1], false, &arena);
    if (!graph) graph = read_graph(words[1], &arena, &error);
    if (!graph) {
        fprintf(stderr, "%s: %s\n", words[1], error.message);
        return 2;
    }
    struct report_graph report = {.graph = graph,
                                  .name = "sample.causes",
                                  .outcome = CAUSES_NONE,
                                  .standalone = true,
                                  .counted = CAUSES_AS_PLANNED,
                                  .width = 90};
    enum status status = STATUS_USAGE;
    if (strcmp(words[2], "svg") == 0) status = report_graph_svg(&report, &sink, &error);
    if (strcmp(words[2], "dot") == 0) status = report_graph_dot(&report, &sink, &error);
    if (strcmp(words[2], "mermaid") == 0) status = report_graph_mermaid(&report, &sink, &error);
    if (strcmp(words[2], "outline") == 0) status = report_graph_outline(&report, &sink, &error);
    if (status) fprintf(stderr, "%s\n", error.message);
    arena_release(&arena);
    return status != STATUS_OK;
}
