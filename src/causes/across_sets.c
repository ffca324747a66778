/*
 * From graphs to observed sets of factors. Each graph is looked at once. Where there are too many
 * sets to list, what each factor and each guardrail does is counted on the family itself.
 */
#include "causes/across_sets.h"

#include <stdlib.h>

enum {
    LISTED = 10000,       /* observed sets of an incident that are listed */
    STEPS_LEAST = 100000, /* that an incident may use, however many there are */
    SCRATCH = 4 << 20,    /* bytes kept for the next incident */
};

/* One incident while it is looked at. */
struct look {
    struct observed *observed;
    const struct causes_graph *graph;
    uint32_t incident;
    struct causes_sets **families; /* one for each outcome */
    size_t family_count;
    causes_count sets;
    uint32_t *factor; /* of each condition, or CAUSES_NONE */
    struct arena *scratch;
};

/* The families of all outcomes; *ret_known: they are all there. */
static enum status look_at_outcomes(struct look *look, const struct causes_budget *budget,
                                    bool *ret_known, struct error *error)
{
    static const struct causes_world world = {.observed = true, .unknown_no = true};
    const struct causes_graph *graph = look->graph;
    look->families = arena_array(look->scratch, graph->outcome_count, sizeof *look->families);
    if (!look->families) return arena_full(look->scratch, error);
    for (uint32_t i = 0; i < graph->outcome_count; i++) {
        enum status status = causes_sets_new(graph, graph->outcomes[i], CAUSES_SUFFICIENT, &world,
                                             budget, &look->families[look->family_count], error);
        if (status == STATUS_LIMIT) {
            *ret_known = false;
            continue;
        }
        if (status) return status;
        const struct causes_sets *family = look->families[look->family_count++];
        if (!causes_sets_extent(family).complete) *ret_known = false;
        look->sets = count_plus(look->sets, causes_sets_count(family));
    }
    return STATUS_OK;
}

/* The number of each leaf's factor. */
static enum status number_factors(struct look *look, struct error *error)
{
    const struct causes_graph *graph = look->graph;
    look->factor = arena_array(look->scratch, graph->condition_count, sizeof *look->factor);
    if (!look->factor) return arena_full(look->scratch, error);
    for (uint32_t c = 0; c < graph->condition_count; c++) {
        const struct causes_condition *condition = &graph->conditions[c];
        look->factor[c] = CAUSES_NONE;
        if (!condition->shared || !causes_is_leaf(condition)) continue;
        enum status status =
            factor_number(&look->observed->names, condition->shared, &look->factor[c], error);
        if (status) return status;
    }
    struct observed *observed = look->observed;
    enum status status = grow_array(&observed->seen, &observed->seen_room, observed->names.count,
                                    sizeof *observed->seen, error);
    if (status) return status;
    while (observed->seen_count < observed->names.count) observed->seen[observed->seen_count++] = 0;
    return STATUS_OK;
}

/* Appends one set; two conditions of one factor count once. */
static enum status add_set(struct look *look, const uint32_t *conditions, size_t count,
                           struct error *error)
{
    struct observed *observed = look->observed;
    enum status status =
        grow_array(&observed->members, &observed->member_room, observed->member_count + count,
                   sizeof *observed->members, error);
    if (status == STATUS_OK)
        status = grow_array(&observed->ends, &observed->set_room, observed->set_count + 1,
                            sizeof *observed->ends, error);
    if (status) return status;
    size_t mark = observed->set_count + 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t factor = look->factor[conditions[i]];
        if (factor == CAUSES_NONE || observed->seen[factor] == mark) continue;
        observed->seen[factor] = mark;
        observed->members[observed->member_count++] = factor;
    }
    observed->ends[observed->set_count++] = observed->member_count;
    return STATUS_OK;
}

static enum status add_listed(struct look *look, struct error *error)
{
    for (size_t f = 0; f < look->family_count; f++) {
        struct causes_list list;
        enum status status =
            causes_sets_list(look->families[f], LISTED, look->scratch, &list, error);
        for (size_t i = 0; i < list.count && status == STATUS_OK; i++) {
            size_t count;
            const uint32_t *set = causes_set_at(&list, i, &count);
            status = add_set(look, set, count, error);
        }
        if (status) return status;
    }
    return STATUS_OK;
}

/* What follows for one choice, when the conditions marked are gone. */
static enum status add_unlisted(struct look *look, const uint8_t *gone, uint32_t choice,
                                struct unlisted **items, size_t *count, size_t *room,
                                struct error *error)
{
    causes_count left = 0;
    for (size_t f = 0; f < look->family_count; f++)
        left = count_plus(left, causes_sets_without(look->families[f], gone));
    if (left == look->sets && left != CAUSES_COUNT_MOST) return STATUS_OK;
    enum status status = grow_array(items, room, *count + 1, sizeof **items, error);
    if (status) return status;
    causes_count sets = look->sets == CAUSES_COUNT_MOST ? look->sets : look->sets - left;
    (*items)[(*count)++] = (struct unlisted){look->incident, choice, left == 0, sets};
    return STATUS_OK;
}

struct numbered_leaf {
    uint32_t factor, condition;
};
static int by_factor(const void *a, const void *b)
{
    const struct numbered_leaf *x = a, *y = b;
    if (x->factor != y->factor) return x->factor < y->factor ? -1 : 1;
    return (x->condition > y->condition) - (x->condition < y->condition);
}

/* Marks, or unmarks, the leaves of a factor; false when there is none. */
static bool mark(const struct numbered_leaf *leaves, size_t count, uint32_t factor, uint8_t *gone,
                 uint8_t value)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (leaves[middle].factor < factor)
            low = middle + 1;
        else
            high = middle;
    }
    size_t i = low;
    for (; i < count && leaves[i].factor == factor; i++) gone[leaves[i].condition] = value;
    return i > low;
}

static enum status unlisted_factors(struct look *look, const struct numbered_leaf *leaves,
                                    size_t count, uint8_t *gone, struct error *error)
{
    struct observed *observed = look->observed;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (i && leaves[i].factor == leaves[i - 1].factor) continue;
        mark(leaves, count, leaves[i].factor, gone, 1);
        status = add_unlisted(look, gone, leaves[i].factor, &observed->factors,
                              &observed->factor_count, &observed->factor_room, error);
        mark(leaves, count, leaves[i].factor, gone, 0);
    }
    return status;
}

static enum status unlisted_guards(struct look *look, const struct numbered_leaf *leaves,
                                   size_t count, const struct causes_guardrail *guardrails,
                                   size_t guardrail_count, uint8_t *gone, struct error *error)
{
    struct observed *observed = look->observed;
    enum status status = STATUS_OK;
    for (size_t g = 0; g < guardrail_count && status == STATUS_OK; g++) {
        bool any = false;
        for (size_t i = 0; i < guardrails[g].count; i++)
            any |= mark(leaves, count, factor_find(&observed->names, guardrails[g].factors[i]),
                        gone, 1);
        if (any)
            status = add_unlisted(look, gone, (uint32_t)g, &observed->guards,
                                  &observed->guard_count, &observed->guard_room, error);
        for (size_t i = 0; i < guardrails[g].count; i++)
            mark(leaves, count, factor_find(&observed->names, guardrails[g].factors[i]), gone, 0);
    }
    return status;
}

static enum status count_unlisted(struct look *look, const struct causes_guardrail *guardrails,
                                  size_t guardrail_count, struct error *error)
{
    uint32_t n = look->graph->condition_count;
    struct numbered_leaf *leaves = arena_array(look->scratch, n, sizeof *leaves);
    uint8_t *gone = arena_array(look->scratch, n, sizeof *gone);
    if (!leaves || !gone) return arena_full(look->scratch, error);
    size_t count = 0;
    for (uint32_t c = 0; c < n; c++)
        if (look->factor[c] != CAUSES_NONE)
            leaves[count++] = (struct numbered_leaf){look->factor[c], c};
    qsort(leaves, count, sizeof *leaves, by_factor);
    look->observed->skipped++;
    look->observed->unlisted_sets = count_plus(look->observed->unlisted_sets, look->sets);
    enum status status = unlisted_factors(look, leaves, count, gone, error);
    if (status) return status;
    return unlisted_guards(look, leaves, count, guardrails, guardrail_count, gone, error);
}

static enum status add_incident(struct observed *observed, const struct causes_incident *incidents,
                                size_t at, const struct causes_guardrail *guardrails,
                                size_t guardrail_count, const struct causes_budget *budget,
                                struct arena *scratch, struct error *error)
{
    struct look look = {.observed = observed,
                        .graph = incidents[at].graph,
                        .incident = (uint32_t)at,
                        .scratch = scratch};
    bool known = true;
    enum status status = look_at_outcomes(&look, budget, &known, error);
    if (status == STATUS_OK) status = number_factors(&look, error);
    if (status == STATUS_OK && known && look.sets <= LISTED)
        status = add_listed(&look, error);
    else if (status == STATUS_OK)
        status = count_unlisted(&look, guardrails, guardrail_count, error);
    if (status) error_place(error, "%s", incidents[at].name ? incidents[at].name : "");
    for (size_t f = 0; f < look.family_count; f++) causes_sets_free(look.families[f]);
    return status;
}

void observed_release(struct observed *observed)
{
    free(observed->names.names);
    free(observed->names.slots);
    free(observed->seen);
    free(observed->members);
    free(observed->ends);
    free(observed->incident_ends);
    free(observed->factors);
    free(observed->guards);
    *observed = (struct observed){0};
}

enum status observed_make(const struct causes_incident *incidents, size_t count,
                          const struct causes_guardrail *guardrails, size_t guardrail_count,
                          const struct causes_budget *budget, struct observed *ret,
                          struct error *error)
{
    struct observed observed = {0};
    struct causes_budget each = *budget;
    if (count) each.steps = budget->steps / count;
    if (each.steps < STEPS_LEAST) each.steps = STEPS_LEAST;
    if (each.steps > budget->steps) each.steps = budget->steps;
    size_t room = 0;
    enum status status =
        grow_array(&observed.incident_ends, &room, count, sizeof *observed.incident_ends, error);
    struct arena scratch;
    size_t cap = budget->bytes > SCRATCH ? budget->bytes : 2 * (size_t)SCRATCH;
    arena_init(&scratch, cap);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (scratch.used > SCRATCH) {
            arena_release(&scratch);
            arena_init(&scratch, cap);
        }
        status = add_incident(&observed, incidents, i, guardrails, guardrail_count, &each, &scratch,
                              error);
        observed.incident_ends[i] = observed.set_count;
    }
    arena_release(&scratch);
    if (status) {
        observed_release(&observed);
        return status;
    }
    *ret = observed;
    return STATUS_OK;
}
