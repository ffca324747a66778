/* `causes --across`: graphs of many incidents beside each other. */
#include "command/causes.h"

#include <stdlib.h>

struct gathered {
    struct causes_incident *incidents;
    size_t count, room;
    struct causes_guardrail *guardrails;
    size_t guardrail_count, guardrail_room;
};

/* An item that removes conditions which have a name in the library is a guardrail for others too.
 */
static enum status add_guardrail(struct gathered *all, const struct causes_source *source,
                                 const struct causes_item *item, struct arena *arena,
                                 struct error *error)
{
    const char **factors = arena_array(arena, (size_t)item->count + 1, sizeof *factors);
    size_t count = 0;
    if (!factors) return arena_full(arena, error);
    for (uint32_t i = 0; i < item->count; i++) {
        uint32_t number = item->targets[i].condition;
        const char *shared = number == CAUSES_NONE ? NULL : source->graph.conditions[number].shared;
        if (shared && *shared) factors[count++] = shared;
    }
    if (count == 0) return STATUS_OK;
    const char *name = arena_printf(arena, "%s %s, %s", source->name, item->name, item->text);
    if (!name) return arena_full(arena, error);
    enum status status = grow_array(&all->guardrails, &all->guardrail_room,
                                    all->guardrail_count + 1, sizeof *all->guardrails, error);
    if (status) return status;
    all->guardrails[all->guardrail_count++] = (struct causes_guardrail){name, factors, count};
    return STATUS_OK;
}

static enum status add(struct gathered *all, const struct causes_source *source,
                       struct arena *arena, struct error *error)
{
    struct causes_graph *graph = arena_alloc(arena, sizeof *graph);
    if (!graph) return arena_full(arena, error);
    *graph = source->graph;
    enum status status = causes_refuse_cycle(graph, error);
    if (status) {
        causes_place(error, source->name);
        return status;
    }
    status = grow_array(&all->incidents, &all->room, all->count + 1, sizeof *all->incidents, error);
    if (status) return status;
    all->incidents[all->count++] = (struct causes_incident){source->name, graph};
    for (uint32_t i = 0; i < graph->item_count && status == STATUS_OK; i++) {
        const struct causes_item *item = &graph->items[i];
        if (causes_item_removes(item) && item->standing != CAUSES_STANDING_OUT)
            status = add_guardrail(all, source, item, arena, error);
    }
    return status;
}

/* A circle in one review does not keep the others from being compared. */
static bool is_left_out(struct call *call, const struct causes_source *source)
{
    struct error why = ERROR_NONE;
    if (causes_refuse_cycle(&source->graph, &why) == STATUS_OK) return false;
    causes_place(&why, source->name);
    output_passed_over(call, &why);
    return true;
}

/* Every review of the workspace that has factors. */
static enum status add_reviews(struct gathered *all, struct causes_door *door, struct error *error)
{
    struct store_review *reviews = NULL;
    struct causes_source source;
    size_t count = 0;
    enum status status = causes_open_desk(door, error);
    if (status == STATUS_OK)
        status = store_reviews(door->desk.store, &door->call->arena, &reviews, &count, error);
    for (size_t i = count; i-- > 0 && status == STATUS_OK;) {
        status = causes_open_review(door, reviews[i].number, &source, error);
        if (status == STATUS_OK && source.graph.outcome_count && !is_left_out(door->call, &source))
            status = add(all, &source, &door->call->arena, error);
    }
    return status;
}

static enum status tell(struct call *call, const struct gathered *all, uint32_t depth, size_t most,
                        const struct causes_budget *budget, struct error *error)
{
    struct causes_across across;
    const struct causes_guardrail *guardrails = all->guardrail_count ? all->guardrails : NULL;
    if (all->count == 0)
        return error_set(error, STATUS_NOT_FOUND,
                         "there is no graph to compare; name files or reviews that have factors");
    enum status status =
        causes_compare(all->incidents, all->count, guardrails, all->guardrail_count, depth, budget,
                       &call->arena, &across, error);
    if (status) return status;
    const struct report_across report = {all->incidents, all->count, guardrails,
                                         &across,        depth,      most};
    return call_json(call) ? report_across_json(&report, &call->out, error)
                           : report_across_text(&report, &call->out, error);
}

enum status causes_run_across(struct causes_door *door, const struct causes_budget *budget,
                              struct error *error)
{
    struct call *call = door->call;
    struct gathered all = {0};
    struct causes_source source;
    uint64_t depth = 2, most = 20;
    enum status status = call_number(call, "depth", &depth, error);
    if (status == STATUS_OK) status = call_number(call, "most", &most, error);
    if (status == STATUS_OK) status = causes_refuse_depth(depth, error);
    for (size_t i = 0; i < call->operand_count && status == STATUS_OK; i++) {
        status = causes_open(door, call->operands[i], &source, error);
        if (status == STATUS_OK) status = add(&all, &source, &call->arena, error);
    }
    if (status == STATUS_OK && call->operand_count == 0) status = add_reviews(&all, door, error);
    if (status == STATUS_OK) status = tell(call, &all, (uint32_t)depth, most, budget, error);
    free(all.incidents);
    free(all.guardrails);
    return status;
}
