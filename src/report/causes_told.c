/* What is told of a graph of conditions, computed. */
#include "report/causes_told.h"

bool causes_told_has(const struct causes_told *told, unsigned part)
{
    return told->report->parts & part;
}

enum { CHECK_PART = 10 }; /* the check is a first look: it takes this part of its share */

/* One budget for all that is asked for: each answer gets an even share of what those before it
 * left.
 */
struct sharing {
    const struct report_causes *report;
    uint64_t steps, answers; /* left, and still to be made */
    struct arena *arena;
};

static struct causes_budget take_share(struct sharing *sharing)
{
    struct causes_budget share = *sharing->report->budget;
    share.steps = sharing->steps / (sharing->answers ? sharing->answers : 1) + 1;
    if (sharing->answers) sharing->answers--;
    return share;
}

static void pay(struct sharing *sharing, uint64_t steps)
{
    sharing->steps -= steps < sharing->steps ? steps : sharing->steps;
}

/* How many answers of enum report_causes_parts take a share. */
static uint64_t count_answers(unsigned parts, size_t outcomes)
{
    const unsigned of_each[] = {REPORT_CAUSES_SETS, REPORT_CAUSES_PATHS, REPORT_CAUSES_WEIGHTS,
                                REPORT_CAUSES_COVER};
    uint64_t count = 0;
    for (size_t i = 0; i < sizeof of_each / sizeof of_each[0]; i++)
        if (parts & of_each[i]) count += outcomes;
    return count + !!(parts & REPORT_CAUSES_PLANS) + !!(parts & REPORT_CAUSES_CHECK);
}

/* What the share does not suffice for is left open: nothing is known, or nothing is listed. */
static enum status make_family(struct sharing *sharing, uint32_t outcome, enum causes_which which,
                               struct told_family *ret, struct error *error)
{
    const struct report_causes *report = sharing->report;
    const struct causes_world world = {.observed = report->observed};
    const struct causes_budget budget = take_share(sharing);
    struct told_family family = {0};
    struct causes_sets *sets = NULL;
    causes_count *sizes = NULL;
    enum status status =
        causes_sets_new(report->graph->graph, outcome, which, &world, &budget, &sets, error);
    pay(sharing, status ? budget.steps : causes_sets_extent(sets).steps);
    if (status) return status == STATUS_LIMIT ? STATUS_OK : status;
    status = causes_sets_sizes(sets, sharing->arena, &sizes, &family.size_count, error);
    if (status) goto out;
    family.extent = causes_sets_extent(sets);
    family.count = causes_sets_count(sets);
    family.sizes = sizes;
    *ret = family;
    if (report->lists)
        status = causes_sets_list(sets, report->most, sharing->arena, &ret->list, error);
    ret->unlisted = status == STATUS_LIMIT;
out:
    causes_sets_free(sets);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}

static enum status make_weights(struct sharing *sharing, struct told_outcome *told,
                                struct error *error)
{
    const struct causes_budget budget = take_share(sharing);
    struct causes_weight *weights = NULL;
    enum status status =
        causes_weights(sharing->report->graph->graph, told->outcome, &budget, sharing->arena,
                       &weights, &told->weight_count, &told->weight_extent, error);
    pay(sharing, status ? budget.steps : told->weight_extent.steps);
    told->weights = weights;
    return status == STATUS_LIMIT ? STATUS_OK : status;
}

static enum status make_cover(struct sharing *sharing, uint32_t outcome,
                              struct causes_coverage *ret, struct error *error)
{
    const struct report_causes *report = sharing->report;
    const struct report_graph *graph = report->graph;
    const struct causes_budget budget = take_share(sharing);
    enum causes_counted counted = (enum causes_counted)graph->counted;
    enum status status =
        report->item == CAUSES_NONE
            ? causes_cover(graph->graph, outcome, counted, report->most, &budget, sharing->arena,
                           ret, error)
            : causes_what_if(graph->graph, outcome, counted, report->item, report->holds,
                             report->most, &budget, sharing->arena, ret, error);
    if (status == STATUS_OK) pay(sharing, ret->extent.steps);
    return status;
}

static enum status make_outcome(struct sharing *sharing, struct told_outcome *told,
                                struct error *error)
{
    const unsigned parts = sharing->report->parts;
    enum status status = STATUS_OK;
    if (parts & REPORT_CAUSES_SETS)
        status = make_family(sharing, told->outcome, CAUSES_SUFFICIENT, &told->sets, error);
    if (status == STATUS_OK && parts & REPORT_CAUSES_PATHS)
        status = make_family(sharing, told->outcome, CAUSES_BREAKING, &told->paths, error);
    if (status == STATUS_OK && parts & REPORT_CAUSES_WEIGHTS)
        status = make_weights(sharing, told, error);
    if (status == STATUS_OK && parts & REPORT_CAUSES_COVER)
        status = make_cover(sharing, told->outcome, &told->cover, error);
    return status;
}

static size_t count_outcomes(const struct report_causes *report)
{
    return report->graph->outcome == CAUSES_NONE ? report->graph->graph->outcome_count : 1;
}

static enum status make_outcomes(struct sharing *sharing, struct causes_told *told,
                                 struct error *error)
{
    const struct report_causes *report = sharing->report;
    const struct causes_graph *graph = told->graph;
    bool one = report->graph->outcome != CAUSES_NONE;
    size_t count = count_outcomes(report);
    told->outcomes = arena_array(sharing->arena, count ? count : 1, sizeof *told->outcomes);
    if (!told->outcomes) return arena_full(sharing->arena, error);
    for (; told->outcome_count < count; told->outcome_count++) {
        struct told_outcome *outcome = &told->outcomes[told->outcome_count];
        outcome->outcome = one ? report->graph->outcome : graph->outcomes[told->outcome_count];
        enum status status = make_outcome(sharing, outcome, error);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status make_plans(struct sharing *sharing, struct causes_told *told,
                              struct error *error)
{
    const struct report_causes *report = sharing->report;
    const struct causes_budget budget = take_share(sharing);
    uint32_t *outcomes = arena_array(sharing->arena, told->outcome_count + 1, sizeof *outcomes);
    if (!outcomes) return arena_full(sharing->arena, error);
    for (size_t i = 0; i < told->outcome_count; i++) outcomes[i] = told->outcomes[i].outcome;
    return causes_smallest_plans(told->graph, outcomes, told->outcome_count, report->depth,
                                 report->most, &budget, sharing->arena, &told->plans, error);
}

static enum status make_check(struct sharing *sharing, struct causes_told *told,
                              struct error *error)
{
    struct causes_budget budget = take_share(sharing);
    budget.steps = budget.steps / CHECK_PART + 1;
    return causes_check(told->graph, &budget, sharing->arena, &told->findings, &told->finding_count,
                        error);
}

enum status causes_told_make(const struct report_causes *report, struct arena *arena,
                             struct causes_told *ret, struct error *error)
{
    struct causes_told told = {.report = report, .graph = report->graph->graph};
    const unsigned without_sets = REPORT_CAUSES_CHECK;
    const uint64_t steps = report->budget->steps;
    struct sharing sharing = {
        .report = report,
        .steps = steps ? steps : causes_budget_default.steps,
        .answers = count_answers(report->parts, count_outcomes(report)),
        .arena = arena,
    };
    enum status status = STATUS_OK;
    if (report->parts & ~without_sets) status = causes_refuse_cycle(told.graph, error);
    if (status == STATUS_OK && report->parts & ~without_sets)
        status = make_outcomes(&sharing, &told, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_PLANS))
        status = make_plans(&sharing, &told, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_CHECK))
        status = make_check(&sharing, &told, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_CHECK) && report->wording)
        status = causes_told_wording(told.graph, arena, &told.wordings, &told.wording_count, error);
    if (status == STATUS_OK && causes_told_has(&told, REPORT_CAUSES_QUESTIONS))
        status = causes_questions(told.graph, arena, &told.questions, &told.question_count, error);
    for (size_t i = 0; status == STATUS_OK && i < told.finding_count; i++)
        told.wrong |= causes_rules[told.findings[i].rule].severity == CAUSES_WRONG;
    if (status == STATUS_OK) *ret = told;
    return status;
}
