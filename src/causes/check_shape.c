/* What the shape of a graph shows by itself: circles, chains, acts, absences, signs, reasons. */
#include "causes/check.h"

#include <stdlib.h>

enum { CHAIN_LEAST = 3 };

enum status check_circle(struct check *check, struct error *error)
{
    uint32_t *circle = NULL;
    size_t count = 0;
    enum status status = causes_cycle(check->graph, check->arena, &circle, &count, error);
    if (status) return status;
    assert(count > 0);
    struct causes_finding found =
        finding_of(CAUSES_RULE_CYCLE, CAUSES_NONE, circle[0], CAUSES_NONE);
    found.others = circle;
    found.other_count = count;
    found.text = arena_printf(check->arena,
                              "In a circle, each of these is said to help bring about another: %s.",
                              check_listed(check, circle, count, say_condition));
    found.question = arena_printf(
        check->arena,
        "In what order did these come about: %s? What comes back, such as a load that rises again, "
        "can stand here once for each time.",
        check_listed(check, circle, count, say_quoted));
    return check_tell(check, found, error);
}

/* ---- conditions ---- */

static enum status check_act(struct check *check, uint32_t i, struct error *error)
{
    const struct causes_condition *at = condition_at(check, i);
    if (!causes_is_leaf(at) || at->form != CAUSES_FORM_ACT) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_ACT, CAUSES_NONE, i, CAUSES_NONE);
    found.text =
        arena_printf(check->arena, "%s was done, and nothing below it says what led to it.",
                     check_named(check, i));
    found.question =
        arena_printf(check->arena,
                     "What made %s look right at that moment: which signal, tool, load "
                     "or practice?",
                     check_quoted(check, i));
    return check_tell(check, found, error);
}

static enum status check_expected(struct check *check, uint32_t i, struct error *error)
{
    const struct causes_condition *at = condition_at(check, i);
    if (at->form != CAUSES_FORM_ABSENCE || is_said(at->expected)) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_EXPECTED, CAUSES_NONE, i, CAUSES_NONE);
    found.text = arena_printf(
        check->arena, "%s is something that was not there, without what made it be expected.",
        check_named(check, i));
    found.question = arena_printf(
        check->arena,
        "What had been agreed, promised or usual, so that somebody would have expected "
        "it otherwise: %s?",
        check_quoted(check, i));
    return check_tell(check, found, error);
}

/* Of several ways all but one say why they stand beside the others. */
static enum status check_reason(struct check *check, uint32_t i, struct error *error)
{
    const struct causes_condition *at = condition_at(check, i);
    uint32_t without = 0, way = CAUSES_NONE;
    for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++) {
        if (check->graph->ways[w].reason != CAUSES_REASON_NONE) continue;
        without++;
        way = w;
    }
    if (without < 2) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_REASON, CAUSES_NONE, i, way);
    found.text = arena_printf(check->arena,
                              "%s has %u ways, and of more than one it is not said why it stands "
                              "beside the others.",
                              check_named(check, i), (unsigned)at->way_count);
    found.question = arena_printf(check->arena,
                                  "Of the ways to %s: were several there at once, did one come "
                                  "first, is it not known which it was, or might it as well come "
                                  "about so?",
                                  check_quoted(check, i));
    return check_tell(check, found, error);
}

/* ---- ways ---- */

static bool is_moment(const struct causes_condition *condition)
{
    return causes_is_leaf(condition) &&
           (condition->form == CAUSES_FORM_EVENT || condition->form == CAUSES_FORM_ACT);
}

/* A way of events alone: what let them have that effect? */
static enum status check_enabling(struct check *check, uint32_t w, struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    for (uint32_t i = 0; i < way->count; i++)
        if (way->links[i].absent || !is_moment(condition_at(check, way->links[i].condition)))
            return STATUS_OK;
    struct causes_finding found =
        finding_of(CAUSES_RULE_ENABLING, CAUSES_NONE, way->links[0].condition, w);
    found.text = arena_printf(check->arena, "%s is said to come about by what happened alone: %s.",
                              check_named(check, way->effect), way_said(check, w, say_condition));
    found.question = arena_printf(check->arena,
                                  "What was already so, and let %s lead to %s? On which days would "
                                  "the same have done no harm?",
                                  way_said(check, w, say_quoted), check_quoted(check, way->effect));
    return check_tell(check, found, error);
}

enum status check_shape(struct check *check, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < check->graph->condition_count && !status; i++) {
        status = check_act(check, i, error);
        if (!status) status = check_expected(check, i, error);
        if (!status) status = check_reason(check, i, error);
    }
    for (uint32_t w = 0; w < check->graph->way_count && !status; w++)
        status = check_enabling(check, w, error);
    return status;
}

/* ---- below one outcome ---- */

/* From the outcome down to a leaf, one condition a step. */
static enum status check_chain(struct check *check, uint32_t outcome, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    if (check->below_count < CHAIN_LEAST) return STATUS_OK;
    for (size_t i = 0; i < check->below_count; i++) {
        const struct causes_condition *at = condition_at(check, graph->order[check->below[i]]);
        if (at->way_count > 1) return STATUS_OK;
        if (at->way_count == 1 && graph->ways[at->first_way].count > 1) return STATUS_OK;
    }
    uint32_t *chain = arena_array(check->arena, check->below_count, sizeof *chain);
    if (!chain) return arena_full(check->arena, error);
    for (size_t i = 0; i < check->below_count; i++) chain[i] = graph->order[check->below[i]];
    struct causes_finding found = finding_of(CAUSES_RULE_CHAIN, outcome, outcome, CAUSES_NONE);
    found.others = chain;
    found.other_count = check->below_count;
    found.text =
        arena_printf(check->arena, "One cause is told behind another, without a branch: %s.",
                     check_listed(check, chain, check->below_count, say_condition));
    found.question =
        arena_printf(check->arena, "What else had to be so at each of these steps: %s?",
                     check_listed(check, chain, check->below_count - 1, say_quoted));
    return check_tell(check, found, error);
}

/* Signs under which a condition is reached, as bits. */
enum { PLAIN = 1, TURNED = 2, BOTH = PLAIN | TURNED };

/* Conditions that have both signs, where that begins: below one that has both, all have. */
static enum status tell_both(struct check *check, uint32_t outcome, const uint8_t *own,
                             struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; k < check->below_count && !status; k++) {
        uint32_t i = check->graph->order[check->below[k]];
        if (own[i] != BOTH) continue;
        struct causes_finding found = finding_of(CAUSES_RULE_BOTH_SIGNS, outcome, i, CAUSES_NONE);
        found.text =
            arena_printf(check->arena, "%s both helps to bring about %s and stands in its way.",
                         check_named(check, i), check_named(check, outcome));
        found.question = arena_printf(check->arena,
                                      "When does %s help and when does it hurt? Those may be two "
                                      "conditions, or two outcomes.",
                                      check_quoted(check, i));
        status = check_tell(check, found, error);
    }
    return status;
}

static enum status check_signs(struct check *check, uint32_t outcome, struct error *error)
{
    if (!check->mixed) return STATUS_OK;
    const struct causes_graph *graph = check->graph;
    /* signs by which a condition is reached; and the same from those alone that have one sign */
    uint8_t *signs = calloc(graph->condition_count, 2);
    if (!signs) return error_set(error, STATUS_NO_MEMORY, "out of memory for signs");
    uint8_t *own = signs + graph->condition_count;
    signs[outcome] = PLAIN;
    for (size_t k = 0; k < check->below_count; k++) {
        uint32_t i = graph->order[check->below[k]];
        const struct causes_condition *at = &graph->conditions[i];
        uint8_t turned =
            (uint8_t)((signs[i] & PLAIN ? TURNED : 0) | (signs[i] & TURNED ? PLAIN : 0));
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++)
            for (uint32_t l = 0; l < graph->ways[w].count; l++) {
                const struct causes_link *link = &graph->ways[w].links[l];
                uint8_t sign = link->absent ? turned : signs[i];
                signs[link->condition] |= sign;
                if (signs[i] != BOTH) own[link->condition] |= sign;
            }
    }
    enum status status = tell_both(check, outcome, own, error);
    free(signs);
    return status;
}

enum status check_shape_below(struct check *check, uint32_t outcome, struct error *error)
{
    enum status status = check_chain(check, outcome, error);
    return status ? status : check_signs(check, outcome, error);
}
