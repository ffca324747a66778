/* A fault tree as a graph of conditions: the steps of reading, one after another. */
#include "exchange/psa_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum status psa_refuse(const struct psa_model *model, struct psa_spot spot, const char *format, ...)
{
    char message[500];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    enum status status = error_set(model->error, STATUS_BAD_INPUT, "%s", message);
    error_place(model->error, "line %u, column %u", spot.line, spot.column);
    return status;
}

static enum status check_gates(const struct psa_model *model)
{
    for (size_t d = 0; d < model->define_count; d++)
        if (model->defines[d].kind == PSA_GATE) return STATUS_OK;
    return error_set(model->error, STATUS_BAD_INPUT,
                     "no gate is defined: a fault tree says by <define-gate> what comes about "
                     "from what");
}

static enum status make_graph(struct psa_ways *ways, struct causes_graph *ret)
{
    struct psa_model *model = ways->model;
    size_t at = 0;
    for (size_t w = 0; w < ways->way_count; w++) {
        ways->ways[w].links = ways->links + at;
        at += ways->ways[w].count;
    }
    const struct causes_parts parts = {.title = model->title,
                                       .conditions = ways->conditions,
                                       .condition_count = ways->condition_count,
                                       .ways = ways->ways,
                                       .way_count = ways->way_count};
    enum status status = causes_graph_make(&parts, model->arena, ret, model->error);
    return status ? status : causes_refuse_cycle(ret, model->error);
}

static void set_value(const struct causes_graph *graph, const char *name, bool value,
                      uint8_t *values)
{
    values[causes_find(graph, span_of(name))] = value ? PSA_ALWAYS : PSA_NEVER;
}

/* Constants and house events worked in, when there are any. */
static enum status work_in(const struct psa_ways *ways, struct causes_graph *graph)
{
    const struct psa_model *model = ways->model;
    bool any = ways->always != PSA_NONE || ways->never != PSA_NONE;
    uint8_t *values = arena_alloc(model->arena, (size_t)graph->condition_count + 1);
    if (!values) return arena_full(model->arena, model->error);
    if (ways->always != PSA_NONE)
        set_value(graph, ways->conditions[ways->always].name, true, values);
    if (ways->never != PSA_NONE)
        set_value(graph, ways->conditions[ways->never].name, false, values);
    for (size_t d = 0; d < model->define_count; d++)
        if (model->defines[d].kind == PSA_HOUSE) {
            set_value(graph, model->defines[d].known, model->defines[d].value, values);
            any = true;
        }
    return any ? psa_fold(graph, values, model->arena, graph, model->error) : STATUS_OK;
}

enum status exchange_psa_read(struct span xml, struct arena *arena, struct causes_graph *ret,
                              struct error *error)
{
    struct psa_model model = {.arena = arena, .error = error};
    struct psa_ways ways = {0};
    struct causes_graph graph;
    enum status status = psa_xml_read(xml, &model);
    if (!status) status = check_gates(&model);
    if (!status) status = psa_names_tie(&model);
    if (!status) status = psa_names_give(&model);
    if (!status) status = psa_ways_make(&model, &ways);
    if (!status) status = make_graph(&ways, &graph);
    if (!status) status = work_in(&ways, &graph);
    if (!status) *ret = graph;
    free(model.defines);
    free(model.nodes);
    free(model.containers);
    free(model.keys);
    free(ways.conditions);
    free(ways.ways);
    free(ways.links);
    return status;
}
