/*
 * Our side of the causes bench: reads a fault tree, finds its sets in this process and prints what
 * it found and how long each step took.
 *
 *   postmortem-bench-causes FILE [BYTES [STEPS]]
 *
 * One JSON object a line: {"read": seconds} and for each top gate {"outcome", "sets", "complete",
 * "upto", "seconds", "bytes", "steps"}. "sets" is a string: it may have 39 digits.
 */
#include "exchange/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static const char *digits(causes_count count, char out[40])
{
    char *at = out + 39;
    *at = '\0';
    do {
        *--at = (char)('0' + (int)(count % 10));
        count /= 10;
    } while (count);
    return at;
}

static enum status tell(const struct causes_graph *graph, uint32_t outcome,
                        const struct causes_budget *budget, struct text *out, struct error *error)
{
    struct causes_sets *sets;
    struct json_writer json;
    char number[40];
    double begin = now();
    enum status status =
        causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, NULL, budget, &sets, error);
    if (status) return status;
    struct causes_extent extent = causes_sets_extent(sets);
    causes_count count = causes_sets_count(sets);
    double seconds = now() - begin;
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "outcome");
    json_string(&json, graph->conditions[outcome].name);
    json_key(&json, "sets");
    json_string(&json, digits(count, number));
    json_key(&json, "complete");
    json_bool(&json, extent.complete);
    json_key(&json, "upto");
    json_uint(&json, extent.upto);
    json_key(&json, "seconds");
    json_number(&json, seconds);
    json_key(&json, "bytes");
    json_uint(&json, extent.bytes);
    json_key(&json, "steps");
    json_uint(&json, extent.steps);
    json_object_end(&json);
    text_addc(out, '\n');
    causes_sets_free(sets);
    return text_status(out, error);
}

static enum status run(const char *path, const struct causes_budget *budget, struct text *out,
                       struct arena *arena, struct error *error)
{
    struct span xml;
    struct causes_graph graph;
    double begin = now();
    enum status status = os_map_copy(path, &xml, error);
    if (status) return status;
    status = exchange_psa_read(xml, arena, &graph, error);
    os_unmap(xml);
    text_addf(out, "{\"read\": %.6f}\n", now() - begin);
    for (uint32_t o = 0; o < (status ? 0 : graph.outcome_count) && !status; o++)
        status = tell(&graph, graph.outcomes[o], budget, out, error);
    return status;
}

int main(int argc, char **argv)
{
    struct causes_budget budget = causes_budget_default;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text out;
    uint64_t number;
    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: postmortem-bench-causes FILE [BYTES [STEPS]]\n");
        return 2;
    }
    if (argc > 2 && span_to_u64(span_of(argv[2]), &number)) budget.bytes = (size_t)number;
    if (argc > 3 && span_to_u64(span_of(argv[3]), &number)) budget.steps = number;
    arena_init(&arena, (size_t)4 << 30);
    text_init(&out, 0);
    enum status status = run(argv[1], &budget, &out, &arena, &error);
    fwrite(out.at, 1, out.len, stdout);
    if (status) fprintf(stderr, "%s: %s: %s\n", argv[1], error.where, error.message);
    text_release(&out);
    arena_release(&arena);
    return status_exit_code(status);
}
