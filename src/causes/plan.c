/*
 * Coverage: how many of the known sets are left by which items, without listing any.
 *
 * Items that remove leaves leave the sets that hold none of them, and these are counted on the
 * family itself. For items that hold an effect back or cut a way there is a second family: of the
 * graph with the items in place, or else the graph as it is together with one new condition. In it
 * a set with the new condition is a known set that is broken, since a set that still suffices does
 * so without the new condition. So what is broken is counted, and sets newly exposed are told from
 * those known.
 */
#include "causes/meter.h"
#include "causes/openings.h"

enum { BYTES_OF_A_STEP = 32 }; /* of a family, for what it costs to walk through it once */

/* One measurement: of sets up to a size at which every family is known. */
struct measure {
    const struct causes_graph *graph;
    uint32_t outcome;
    const struct causes_budget *budget;
    struct arena scratch;
    uint8_t *below;           /* what stands below the outcome */
    uint8_t *inner;           /* of each item: it acts on an effect or a way below the outcome */
    uint8_t *counted, *trial; /* items in place: those counted; those of a question */
    uint8_t *gone;            /* of each condition */
    bool any_inner;
    uint32_t largest, lower; /* sizes of sets: asked of each family, 0 all; to be asked instead */
    uint64_t steps_each, walks;
    struct causes_sets *known;
    causes_count sets;
    struct causes_extent extent;
};

static bool removes(const struct causes_item *item)
{
    return item->effect == CAUSES_EFFECT_NONE || item->effect == CAUSES_EFFECT_REMOVES;
}

static bool is_counted(const struct causes_item *item, enum causes_counted counted)
{
    if (!removes(item)) return false;
    switch (item->standing) {
    case CAUSES_STANDING_VERIFIED: return true;
    case CAUSES_STANDING_PLANNED: return counted >= CAUSES_AS_PLANNED;
    case CAUSES_STANDING_OUT: return false;
    default: return counted >= CAUSES_AS_THOUGHT;
    }
}

/* Whether an item acts on more than leaves, as far as the outcome goes. */
static bool acts_within(const struct measure *measure, const struct causes_item *item)
{
    const struct causes_graph *graph = measure->graph;
    for (uint32_t t = 0; t < item->count; t++) {
        const struct causes_target *target = &item->targets[t];
        uint32_t at = target->condition;
        if (at == CAUSES_NONE && measure->below[graph->ways[target->way].effect]) return true;
        if (at == CAUSES_NONE || !measure->below[at]) continue;
        if (!causes_is_leaf(&graph->conditions[at])) return true;
    }
    return false;
}

static enum status measure_init(struct measure *measure, const struct causes_graph *graph,
                                uint32_t outcome, const struct causes_budget *budget,
                                struct error *error)
{
    *measure = (struct measure){
        .graph = graph, .outcome = outcome, .budget = budget, .largest = budget->largest};
    arena_init(&measure->scratch, budget->bytes);
    enum status status = causes_refuse_cycle(graph, error);
    if (status) return status;
    if (outcome >= graph->condition_count)
        return error_set(error, STATUS_BAD_INPUT, "there is no condition %u in the graph", outcome);
    measure->below = arena_array(&measure->scratch, graph->condition_count, 1);
    measure->gone = arena_array(&measure->scratch, graph->condition_count, 1);
    measure->inner = arena_array(&measure->scratch, graph->item_count, 1);
    measure->counted = arena_array(&measure->scratch, graph->item_count, 1);
    measure->trial = arena_array(&measure->scratch, graph->item_count, 1);
    if (!measure->below || !measure->gone || !measure->inner || !measure->counted ||
        !measure->trial)
        return arena_full(&measure->scratch, error);
    causes_below(graph, outcome, measure->below);
    uint64_t inner = 0;
    for (uint32_t i = 0; i < graph->item_count; i++) {
        measure->inner[i] = acts_within(measure, &graph->items[i]);
        inner += measure->inner[i];
    }
    measure->any_inner = inner > 0;
    /* Half for the known sets, half for the other families together: two an item at the most. */
    measure->steps_each = budget->steps / 2 / (2 * inner + 4) + 1;
    return STATUS_OK;
}

static void measure_release(struct measure *measure)
{
    causes_sets_free(measure->known);
    arena_release(&measure->scratch);
}

/* ---- families ---- */

static void note_use(struct measure *measure, const struct causes_sets *sets)
{
    struct causes_extent extent = causes_sets_extent(sets);
    measure->extent.steps += extent.steps;
    if (extent.bytes > measure->extent.bytes) measure->extent.bytes = extent.bytes;
}

/* A family beside that of the known sets, of sets one condition larger when `extra` is 1. When it
 * cannot be had up to that size, LIMIT, and `lower` says at which size to begin again. */
static enum status family(struct measure *measure, const struct causes_graph *graph,
                          uint32_t outcome, const struct causes_world *world, uint32_t extra,
                          struct causes_sets **ret, struct error *error)
{
    struct causes_budget budget = *measure->budget;
    budget.steps = measure->steps_each;
    budget.bytes /= 2;
    budget.largest = measure->largest ? measure->largest + extra : 0;
    struct causes_sets *sets;
    enum status status =
        causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, world, &budget, &sets, error);
    if (status) return status;
    note_use(measure, sets);
    struct causes_extent extent = causes_sets_extent(sets);
    if (extent.complete || (budget.largest && extent.upto >= budget.largest)) {
        *ret = sets;
        return STATUS_OK;
    }
    causes_sets_free(sets);
    if (extent.upto > extra) measure->lower = extent.upto - extra;
    return error_set(error, STATUS_LIMIT,
                     "the budget does not suffice to count what items leave open");
}

/* The largest size up to which the sets can be counted at all. */
static enum status countable(struct measure *measure, struct error *error)
{
    causes_count *sizes, sum = 0;
    size_t count, size = 0;
    enum status status =
        causes_sets_sizes(measure->known, &measure->scratch, &sizes, &count, error);
    if (status) return status;
    for (; size < count && sizes[size] < CAUSES_COUNT_MOST / 4 - sum; size++) sum += sizes[size];
    if (size > 1) measure->lower = (uint32_t)size - 1;
    return error_set(error, STATUS_LIMIT, "there are too many sets to count");
}

static enum status find_known(struct measure *measure, struct error *error)
{
    struct causes_budget budget = *measure->budget;
    budget.steps /= 2;
    budget.bytes /= measure->any_inner ? 2 : 1;
    budget.largest = measure->largest;
    causes_sets_free(measure->known);
    measure->known = NULL;
    enum status status = causes_sets_new(measure->graph, measure->outcome, CAUSES_SUFFICIENT, NULL,
                                         &budget, &measure->known, error);
    if (status) return status;
    note_use(measure, measure->known);
    struct causes_extent extent = causes_sets_extent(measure->known);
    measure->extent.complete = extent.complete;
    measure->extent.upto = extent.upto;
    measure->extent.limited =
        !extent.complete && measure->budget->largest && extent.upto >= measure->budget->largest;
    if (!extent.complete && extent.upto == 0)
        return error_set(error, STATUS_LIMIT, "the budget does not suffice for any set");
    measure->largest = extent.complete ? 0 : extent.upto;
    measure->sets = causes_sets_count(measure->known);
    return measure->sets == CAUSES_COUNT_MOST ? countable(measure, error) : STATUS_OK;
}

/* ---- what items leave ---- */

static enum status pay_for_walk(struct measure *measure, struct error *error)
{
    measure->walks += causes_sets_extent(measure->known).bytes / BYTES_OF_A_STEP + 1;
    if (measure->walks <= measure->budget->steps) return STATUS_OK;
    return error_set(error, STATUS_LIMIT, "%u items are too many for so large a family of sets",
                     measure->graph->item_count);
}

static enum status open_by_leaves(struct measure *measure, const uint8_t *in_place,
                                  causes_count *ret, struct error *error)
{
    const struct causes_graph *graph = measure->graph;
    enum status status = pay_for_walk(measure, error);
    if (status) return status;
    for (int mark = 1; mark >= 0; mark--) {
        for (uint32_t i = 0; i < graph->item_count; i++) {
            const struct causes_item *item = &graph->items[i];
            for (uint32_t t = 0; in_place[i] && t < item->count; t++)
                if (item->targets[t].condition != CAUSES_NONE)
                    measure->gone[item->targets[t].condition] = (uint8_t)mark;
        }
        if (mark) *ret = causes_sets_without(measure->known, measure->gone);
    }
    return STATUS_OK;
}

/* The known sets that are broken in each of several cases; rows of items in place. */
static enum status broken_in_all(struct measure *measure, const uint8_t *cases, size_t count,
                                 causes_count *ret, struct error *error)
{
    const struct causes_graph *graph = measure->graph;
    struct plan_graph plan;
    struct causes_sets *sets = NULL;
    uint32_t never, known, top, both[2] = {measure->outcome};
    enum status status = plan_graph_init(&plan, graph, measure->budget->bytes, error);
    uint32_t *guards = arena_array(&plan.arena, graph->item_count, sizeof *guards);
    uint32_t *tops = arena_array(&plan.arena, count + 1, sizeof *tops);
    if (status == STATUS_OK && (!guards || !tops)) status = arena_full(&plan.arena, error);
    if (status == STATUS_OK) status = plan_graph_leaf(&plan, &never, error);
    if (status == STATUS_OK) status = plan_graph_leaf(&plan, &known, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const uint8_t *in_place = cases + i * graph->item_count;
        for (uint32_t k = 0; k < graph->item_count; k++)
            guards[k] = in_place[k] ? never : CAUSES_NONE;
        status = plan_graph_copy(&plan, guards, error);
        tops[i] = plan.copy[measure->outcome];
    }
    both[1] = known;
    if (status == STATUS_OK) status = plan_graph_all(&plan, both, 2, &tops[count], error);
    if (status == STATUS_OK) status = plan_graph_any(&plan, tops, (uint32_t)count + 1, &top, error);
    if (status) goto out;
    size_t conditions = plan.graph.condition_count;
    uint8_t *fixed = arena_array(&plan.arena, conditions, 1);
    uint8_t *gone = arena_array(&plan.arena, conditions, 1);
    if (!fixed || !gone) {
        status = arena_full(&plan.arena, error);
        goto out;
    }
    fixed[never] = CAUSES_FIXED_NO;
    gone[known] = 1;
    struct causes_world world = {.conditions = fixed};
    status = family(measure, &plan.graph, top, &world, 1, &sets, error);
    if (status == STATUS_OK) *ret = causes_sets_count(sets) - causes_sets_without(sets, gone);
out:
    causes_sets_free(sets);
    plan_graph_release(&plan);
    return status;
}

/* How many known sets the items in place leave open. */
static enum status count_open(struct measure *measure, const uint8_t *in_place, causes_count *ret,
                              struct error *error)
{
    bool inner = false;
    for (uint32_t i = 0; i < measure->graph->item_count && !inner; i++)
        inner = in_place[i] && measure->inner[i];
    if (!inner) return open_by_leaves(measure, in_place, ret, error);
    causes_count broken;
    enum status status = broken_in_all(measure, in_place, 1, &broken, error);
    if (status == STATUS_OK) *ret = measure->sets - broken;
    return status;
}

/* ---- coverage ---- */

static enum status reach_of(struct measure *measure, uint32_t item, causes_count open,
                            struct causes_reach *ret, struct error *error)
{
    bool counted = measure->counted[item];
    *ret = (struct causes_reach){.item = item, .counted = counted};
    memset(measure->trial, 0, measure->graph->item_count);
    measure->trial[item] = 1;
    causes_count left;
    enum status status = count_open(measure, measure->trial, &left, error);
    if (status) return status;
    if (removes(&measure->graph->items[item]))
        ret->breaks = measure->sets - left;
    else
        ret->weakens = measure->sets - left;
    if (!counted) return STATUS_OK;
    memcpy(measure->trial, measure->counted, measure->graph->item_count);
    measure->trial[item] = 0;
    status = count_open(measure, measure->trial, &left, error);
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
    enum status status = broken_in_all(measure, cases, count, &broken, error);
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
    enum status status = family(measure, graph, measure->outcome, &world, 0, &sets, error);
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
    enum status status = find_known(measure, error);
    if (status) return status;
    coverage.sets = measure->sets;
    struct causes_reach *reaches = arena_array(arena, n, sizeof *reaches);
    if (!reaches) return arena_full(arena, error);
    status = count_open(measure, measure->counted, &coverage.open, error);
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
        measure.counted[i] = is_counted(&graph->items[i], counted);
    if (supposed != CAUSES_NONE)
        measure.counted[supposed] = holds && removes(&graph->items[supposed]);
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
