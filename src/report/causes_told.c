/* What is told of a graph of conditions, computed. */
#include "report/causes_told.h"

bool causes_told_has(const struct causes_told *told, unsigned part)
{
    return told->report->parts & part;
}

static enum status make_family(const struct report_causes *report, uint32_t outcome,
                               enum causes_which which, struct arena *arena,
                               struct told_family *ret, struct error *error)
{
    const struct causes_world world = {.observed = report->observed};
    struct causes_sets *sets = NULL;
    causes_count *sizes = NULL;
    enum status status =
        causes_sets_new(report->graph->graph, outcome, which, &world, report->budget, &sets, error);
    if (status) return status;
    ret->extent = causes_sets_extent(sets);
    ret->count = causes_sets_count(sets);
    status = causes_sets_sizes(sets, arena, &sizes, &ret->size_count, error);
    ret->sizes = sizes;
    if (status == STATUS_OK && report->lists)
        status = causes_sets_list(sets, report->most, arena, &ret->list, error);
    causes_sets_free(sets);
    return status;
}

static enum status make_cover(const struct report_causes *report, uint32_t outcome,
                              struct arena *arena, struct causes_coverage *ret, struct error *error)
{
    const struct report_graph *graph = report->graph;
    enum causes_counted counted = (enum causes_counted)graph->counted;
    if (report->item == CAUSES_NONE)
        return causes_cover(graph->graph, outcome, counted, report->most, report->budget, arena,
                            ret, error);
    return causes_what_if(graph->graph, outcome, counted, report->item, report->holds, report->most,
                          report->budget, arena, ret, error);
}

static enum status make_outcome(const struct report_causes *report, struct arena *arena,
                                struct told_outcome *told, struct error *error)
{
    enum status status = STATUS_OK;
    struct causes_weight *weights = NULL;
    if (report->parts & REPORT_CAUSES_SETS)
        status = make_family(report, told->outcome, CAUSES_SUFFICIENT, arena, &told->sets, error);
    if (status == STATUS_OK && report->parts & REPORT_CAUSES_PATHS)
        status = make_family(report, told->outcome, CAUSES_BREAKING, arena, &told->paths, error);
    if (status == STATUS_OK && report->parts & REPORT_CAUSES_WEIGHTS)
        status = causes_weights(report->graph->graph, told->outcome, report->budget, arena,
                                &weights, &told->weight_count, &told->weight_extent, error);
    told->weights = weights;
    if (status == STATUS_OK && report->parts & REPORT_CAUSES_COVER)
        status = make_cover(report, told->outcome, arena, &told->cover, error);
    return status;
}

static enum status make_outcomes(const struct report_causes *report, struct arena *arena,
                                 struct causes_told *told, struct error *error)
{
    const struct causes_graph *graph = told->graph;
    bool one = report->graph->outcome != CAUSES_NONE;
    size_t count = one ? 1 : graph->outcome_count;
    told->outcomes = arena_array(arena, count ? count : 1, sizeof *told->outcomes);
    if (!told->outcomes) return arena_full(arena, error);
    for (; told->outcome_count < count; told->outcome_count++) {
        struct told_outcome *outcome = &told->outcomes[told->outcome_count];
        outcome->outcome = one ? report->graph->outcome : graph->outcomes[told->outcome_count];
        enum status status = make_outcome(report, arena, outcome, error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status make_plans(const struct report_causes *report, struct arena *arena,
                              struct causes_told *told, struct error *error)
{
    uint32_t *outcomes = arena_array(arena, told->outcome_count + 1, sizeof *outcomes);
    if (!outcomes) return arena_full(arena, error);
    for (size_t i = 0; i < told->outcome_count; i++) outcomes[i] = told->outcomes[i].outcome;
    return causes_smallest_plans(told->graph, outcomes, told->outcome_count, report->depth,
                                 report->most, report->budget, arena, &told->plans, error);
}

enum status causes_told_make(const struct report_causes *report, struct arena *arena,
                             struct causes_told *ret, struct error *error)
{
    struct causes_told told = {.report = report, .graph = report->graph->graph};
    const unsigned without_sets = REPORT_CAUSES_CHECK;
    enum status status = STATUS_OK;
    if (report->parts & ~without_sets) status = causes_refuse_cycle(told.graph, error);
    if (status == STATUS_OK && report->parts & ~without_sets)
        status = make_outcomes(report, arena, &told, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_PLANS))
        status = make_plans(report, arena, &told, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_CHECK))
        status = causes_check(told.graph, report->budget, arena, &told.findings,
                              &told.finding_count, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_CHECK) && report->wording)
        status = causes_told_wording(told.graph, arena, &told.wordings, &told.wording_count, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_QUESTIONS))
        status = causes_questions(told.graph, arena, &told.questions, &told.question_count, error);
    for (size_t i = 0; status == STATUS_OK && i < told.finding_count; i++)
        told.wrong |= causes_rules[told.findings[i].rule].severity == CAUSES_WRONG;
    if (status == STATUS_OK) *ret = told;
    return status;
}
