/*
 * A graph without its constants: a link that always holds is taken as there, one that never does is
 * taken out, and so are the ways that cannot hold any more.
 */
#include "exchange/psa_parts.h"

#include <assert.h>

struct folding {
    const struct causes_graph *graph;
    uint8_t *values;   /* enum psa_value, a condition */
    uint32_t *numbers; /* of each condition among those that stay */
    struct causes_link *links;
    struct causes_parts parts;
    struct arena scratch;
    struct error *error;
};

static enum psa_value value_of(const struct folding *f, const struct causes_link *link)
{
    enum psa_value value = f->values[link->condition];
    if (value == PSA_FREE || !link->absent) return value;
    return value == PSA_NEVER ? PSA_ALWAYS : PSA_NEVER;
}

/* How many of the links that are free have to hold: 0: it always holds; more than *ret_free: it
 * never does. */
static uint32_t still_enough(const struct folding *f, const struct causes_way *way,
                             uint32_t *ret_free)
{
    uint32_t enough = way->enough;
    *ret_free = 0;
    for (uint32_t l = 0; l < way->count; l++) {
        enum psa_value value = value_of(f, &way->links[l]);
        if (value == PSA_FREE) ++*ret_free;
        if (value == PSA_ALWAYS && enough) enough--;
    }
    return enough;
}

static void settle(struct folding *f, uint32_t number)
{
    const struct causes_condition *condition = &f->graph->conditions[number];
    if (condition->way_count == 0) return;
    enum psa_value value = PSA_NEVER;
    for (uint32_t w = 0; w < condition->way_count && value != PSA_ALWAYS; w++) {
        uint32_t free_links;
        uint32_t enough = still_enough(f, &f->graph->ways[condition->first_way + w], &free_links);
        if (enough == 0)
            value = PSA_ALWAYS;
        else if (enough <= free_links)
            value = PSA_FREE;
    }
    f->values[number] = (uint8_t)value;
}

static enum status check_outcomes(const struct folding *f)
{
    for (uint32_t o = 0; o < f->graph->outcome_count; o++) {
        const struct causes_condition *top = &f->graph->conditions[f->graph->outcomes[o]];
        enum psa_value value = f->values[f->graph->outcomes[o]];
        if (value == PSA_FREE) continue;
        enum status status = error_set(
            f->error, STATUS_BAD_INPUT,
            "%.80s %s: its constants and house events decide it, so there is nothing to "
            "find; set them otherwise or take the gate out",
            top->name,
            value == PSA_ALWAYS ? "comes about whatever else is so" : "can never come about");
        error_place(f->error, "line %u", top->line);
        return status;
    }
    return STATUS_OK;
}

static enum status take_conditions(struct folding *f)
{
    const struct causes_graph *graph = f->graph;
    struct causes_condition *kept =
        arena_array(&f->scratch, (size_t)graph->condition_count + 1, sizeof *kept);
    f->numbers = arena_array(&f->scratch, (size_t)graph->condition_count + 1, sizeof *f->numbers);
    if (!kept || !f->numbers) return arena_full(&f->scratch, f->error);
    for (uint32_t c = 0; c < graph->condition_count; c++) {
        if (f->values[c] != PSA_FREE) continue;
        f->numbers[c] = (uint32_t)f->parts.condition_count;
        kept[f->parts.condition_count++] = graph->conditions[c];
    }
    f->parts.conditions = kept;
    return STATUS_OK;
}

static enum status take_ways(struct folding *f)
{
    const struct causes_graph *graph = f->graph;
    size_t total = 0, at = 0;
    for (uint32_t w = 0; w < graph->way_count; w++) total += graph->ways[w].count;
    struct causes_way *ways = arena_array(&f->scratch, (size_t)graph->way_count + 1, sizeof *ways);
    struct causes_link *links = arena_array(&f->scratch, total + 1, sizeof *links);
    if (!ways || !links) return arena_full(&f->scratch, f->error);
    for (uint32_t w = 0; w < graph->way_count; w++) {
        struct causes_way way = graph->ways[w];
        uint32_t free_links, enough = still_enough(f, &way, &free_links);
        if (f->values[way.effect] != PSA_FREE || enough > free_links) continue;
        assert(enough > 0); /* else its effect would always be there */
        const struct causes_link *from = way.links;
        way.links = links + at;
        for (uint32_t l = 0; l < way.count; l++)
            if (f->values[from[l].condition] == PSA_FREE) {
                links[at] = from[l];
                links[at++].condition = f->numbers[from[l].condition];
            }
        way.count = free_links;
        way.enough = enough;
        way.effect = f->numbers[way.effect];
        ways[f->parts.way_count++] = way;
    }
    f->parts.ways = ways;
    return STATUS_OK;
}

enum status psa_fold(const struct causes_graph *graph, uint8_t *values, struct arena *arena,
                     struct causes_graph *ret, struct error *error)
{
    struct folding f = {.graph = graph, .values = values, .error = error};
    assert(graph->order);
    f.parts.title = graph->title;
    arena_init(&f.scratch, (size_t)1 << 30);
    for (uint32_t i = 0; i < graph->condition_count; i++) settle(&f, graph->order[i]);
    enum status status = check_outcomes(&f);
    if (!status) status = take_conditions(&f);
    if (!status) status = take_ways(&f);
    if (!status) status = causes_graph_make(&f.parts, arena, ret, error);
    arena_release(&f.scratch);
    return status;
}
