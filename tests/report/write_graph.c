/* Writes a graph of the tests to standard output: NAME svg|css-svg|dot|mermaid|outline. */
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

int main(int count, char **words)
{
    struct arena arena;
    struct error error = ERROR_NONE;
    struct report_sink sink = {NULL, write_out};
    arena_init(&arena, 64 << 20);
    const struct causes_graph *graph = count == 3 ? graph_example(words[1], false, &arena) : NULL;
    if (!graph) return 2;
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
