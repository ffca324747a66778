/* Coverage: what each item does to the known sets, what is open, and how much hangs on one item. */
#include "causes/measure.h"
#include "causes/meter.h"
#include "causes/openings.h"

bool causes_item_counts(const struct causes_item *item, enum causes_counted counted)
{
    switch (item->standing) {
    case CAUSES_STANDING_VERIFIED: return true;
    case CAUSES_STANDING_PLANNED: return counted >= CAUSES_AS_PLANNED;
    case CAUSES_STANDING_OUT: return false;
    default: return counted >= CAUSES_AS_THOUGHT;
    }
}

static enum status reach_of(struct measure *measure, uint32_t item, causes_count open,
                            struct causes_reach *ret, struct error *error)
{
    bool counted = measure->counted[item];
    *ret = (struct causes_reach){.item = item, .counted = counted};
    memset(measure->trial, 0, measure->graph->item_count);
    measure->trial[item] = 1;
    causes_count left;
    enum status status = measure_open(measure, measure->trial, &left, error);
    if (status) return status;
    if (causes_item_removes(&measure->graph->items[item]))
        ret->breaks = measure->sets - left;
    else
        ret->weakens = measure->sets - left;
    if (!counted) return STATUS_OK;
    memcpy(measure->trial, measure->counted, measure->graph->item_count);
    measure->trial[item] = 0;
    status = measure_open(measure, measure->trial, &left, error);
    if (status == STATUS_OK) ret->only = left > open ? left - open : 0;
    return status;
}

/* The sets that are open again when some one item does not hold. Of items that remove leaves no two
 * can be the only ones to break a set; others may close one together. */
static enum status count_once(struct measure *measure, const struct causes_reach *reaches,
                              causes_count open, causes_count *ret, struct error *error)
{
    uint32_t n = measure->graph->item_count, inner = 0, count = 0;
    causes_count sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += reaches[i].only;
        count += reaches[i].only > 0;
        inner += reaches[i].only > 0 && measure->inner[i];
    }
    *ret = sum;
    if (inner == 0 || count < 2) return STATUS_OK;
    uint8_t *cases = arena_array(&measure->scratch, (size_t)count * n, 1);
    if (!cases) return arena_full(&measure->scratch, error);
    for (uint32_t i = 0, at = 0; i < n; i++) {
        if (reaches[i].only == 0) continue;
        memcpy(cases + (size_t)at * n, measure->counted, n);
        cases[(size_t)at++ * n + i] = 0;
    }
    causes_count broken;
    enum status status = measure_broken(measure, cases, count, &broken, error);
    if (status == STATUS_OK) *ret = measure->sets > broken ? measure->sets - broken : 0;
    if (status == STATUS_OK) *ret = *ret > open ? *ret - open : 0;
    return status;
}

/* What is left with the items in place, exposed sets included. */
static enum status list_left(struct measure *measure, size_t most, struct arena *arena,
                             struct causes_coverage *coverage, struct error *error)
{
    const struct causes_graph *graph = measure->graph;
    uint8_t *conditions = arena_array(&measure->scratch, graph->condition_count, 1);
    uint8_t *ways = arena_array(&measure->scratch, graph->way_count, 1);
    if (!conditions || !ways) return arena_full(&measure->scratch, error);
    for (uint32_t i = 0; i < graph->item_count; i++) {
        const struct causes_item *item = &graph->items[i];
        for (uint32_t t = 0; measure->counted[i] && t < item->count; t++) {
            if (item->targets[t].condition != CAUSES_NONE)
                conditions[item->targets[t].condition] = CAUSES_FIXED_NO;
            else
                ways[item->targets[t].way] = CAUSES_FIXED_NO;
        }
    }
    struct causes_world world = {.conditions = conditions, .ways = ways};
    struct causes_sets *sets;
    enum status status = measure_family(measure, graph, measure->outcome, &world, 0, &sets, error);
    if (status) return status;
    causes_count left = causes_sets_count(sets);
    coverage->exposed = left > coverage->open ? left - coverage->open : 0;
    status = causes_sets_list(sets, most, arena, &coverage->left, error);
    if (status == STATUS_LIMIT) status = STATUS_OK; /* the counts hold without a list */
    causes_sets_free(sets);
    return status;
}

static enum status find_depth(struct measure *measure, struct causes_coverage *coverage,
                              struct error *error)
{
    struct openings openings;
    struct causes_budget budget = *measure->budget;
    budget.steps = measure->steps_each;
    budget.bytes /= 2;
    budget.largest = 0;
    enum status status = openings_make(measure->graph, &measure->outcome, 1, measure->counted,
                                       &budget, &openings, error);
    if (status == STATUS_LIMIT) { /* what the counts say is a bound */
        coverage->at_least = true;
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        measure->extent.steps += causes_sets_extent(openings.sets).steps;
        status = openings_depth(&openings, &coverage->depth, &coverage->at_least, error);
        openings_release(&openings);
    }
    if (status || !coverage->at_least || !measure->extent.complete) return status;
    uint32_t bound = coverage->open || coverage->exposed ? 0 : coverage->once ? 1 : 2;
    if (coverage->depth < bound) coverage->depth = bound;
    return STATUS_OK;
}

/* Everything, for sets up to the present size. */
static enum status measure_all(struct measure *measure, size_t most, struct arena *arena,
                               struct causes_coverage *ret, struct error *error)
{
    uint32_t n = measure->graph->item_count;
    struct causes_coverage coverage = {.outcome = measure->outcome, .sole = CAUSES_NONE};
    enum status status = measure_known(measure, error);
    if (status) return status;
    coverage.sets = measure->sets;
    struct causes_reach *reaches = arena_array(arena, n, sizeof *reaches);
    if (!reaches) return arena_full(arena, error);
    status = measure_open(measure, measure->counted, &coverage.open, error);
    for (uint32_t i = 0; i < n && status == STATUS_OK; i++) {
        status = reach_of(measure, i, coverage.open, &reaches[i], error);
        if (reaches[i].only > measure->sets / 2) coverage.sole = i;
    }
    coverage.reaches = reaches;
    if (status == STATUS_OK)
        status = count_once(measure, reaches, coverage.open, &coverage.once, error);
    if (status) return status;
    /* Where a link is turned round, an item may open what another closes: no sum fits then. */
    if (coverage.once > coverage.sets - coverage.open)
        coverage.once = coverage.sets - coverage.open;
    coverage.more = coverage.sets - coverage.open - coverage.once;
    status = list_left(measure, most, arena, &coverage, error);
    if (status == STATUS_OK) status = find_depth(measure, &coverage, error);
    if (status) return status;
    coverage.extent = measure->extent;
    *ret = coverage;
    return STATUS_OK;
}

/* With `supposed` an item is in place, or not, whatever its standing. */
static enum status cover(const struct causes_graph *graph, uint32_t outcome,
                         enum causes_counted counted, uint32_t supposed, bool holds, size_t most,
                         const struct causes_budget *budget, struct arena *arena,
                         struct causes_coverage *ret, struct error *error)
{
    struct measure measure;
    struct meter meter; /* for the budget with its defaults filled in */
    meter_init(&meter, budget);
    enum status status = measure_init(&measure, graph, outcome, &meter.budget, error);
    if (status) goto out;
    for (uint32_t i = 0; i < graph->item_count; i++)
        measure.counted[i] =
            causes_item_removes(&graph->items[i]) && causes_item_counts(&graph->items[i], counted);
    if (supposed != CAUSES_NONE)
        measure.counted[supposed] = holds && causes_item_removes(&graph->items[supposed]);
    do {
        if (measure.lower) measure.largest = measure.lower;
        measure.lower = 0;
        status = measure_all(&measure, most, arena, ret, error);
    } while (status == STATUS_LIMIT && measure.lower);
out:
    measure_release(&measure);
    return status;
}

enum status causes_cover(const struct causes_graph *graph, uint32_t outcome,
                         enum causes_counted counted, size_t most,
                         const struct causes_budget *budget, struct arena *arena,
                         struct causes_coverage *ret, struct error *error)
{
    return cover(graph, outcome, counted, CAUSES_NONE, false, most, budget, arena, ret, error);
}

enum status causes_what_if(const struct causes_graph *graph, uint32_t outcome,
                           enum causes_counted counted, uint32_t item, bool holds, size_t most,
                           const struct causes_budget *budget, struct arena *arena,
                           struct causes_coverage *ret, struct error *error)
{
    if (item >= graph->item_count)
        return error_set(error, STATUS_BAD_INPUT, "there is no item %u in the graph", item);
    return cover(graph, outcome, counted, item, holds, most, budget, arena, ret, error);
}
