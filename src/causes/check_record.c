/* What was so against what came about, and what each condition rests on. */
#include "causes/check.h"

#include <stdlib.h>

/* ---- what each condition rests on ---- */

static enum status check_support(struct check *check, uint32_t i, struct error *error)
{
    const struct causes_condition *at = condition_at(check, i);
    if (causes_was(at) != CAUSES_WAS_YES || at->sources > 0 || is_said(at->evidence))
        return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_UNSUPPORTED, CAUSES_NONE, i, CAUSES_NONE);
    found.text =
        arena_printf(check->arena, "%s is taken to have been so, and no evidence is named.",
                     check_named(check, i));
    found.question = arena_printf(
        check->arena, "How do we know of %s: which record, message or account shows it?",
        check_quoted(check, i));
    return check_tell(check, found, error);
}

static enum status check_disputed(struct check *check, uint32_t i, struct error *error)
{
    if (!condition_at(check, i)->disputed) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_DISPUTED, CAUSES_NONE, i, CAUSES_NONE);
    found.text = arena_printf(check->arena, "Accounts of %s differ.", check_named(check, i));
    found.question =
        arena_printf(check->arena, "What did each of those who tell of %s see, and from where?",
                     check_quoted(check, i));
    return check_tell(check, found, error);
}

/* ---- what was so and what came about ---- */

static enum status tell_missing(struct check *check, uint32_t i, struct error *error)
{
    struct causes_finding found = finding_of(CAUSES_RULE_DISAGREES, CAUSES_NONE, i, CAUSES_NONE);
    found.text = arena_printf(check->arena,
                              "%s came about, and what was so does not suffice for it by any way "
                              "that is drawn.",
                              check_named(check, i));
    found.question = arena_printf(check->arena,
                                  "What else was so that helped to bring about %s? Or did it stay "
                                  "away this time?",
                                  check_quoted(check, i));
    return check_tell(check, found, error);
}

static enum status tell_too_much(struct check *check, uint32_t i, struct error *error)
{
    struct causes_finding found = finding_of(CAUSES_RULE_DISAGREES, CAUSES_NONE, i, CAUSES_NONE);
    found.text = arena_printf(check->arena,
                              "%s did not come about, and as drawn what was so suffices for it.",
                              check_named(check, i));
    found.question = arena_printf(check->arena,
                                  "What kept %s from coming about this time: what held, or what "
                                  "else does it take?",
                                  check_quoted(check, i));
    return check_tell(check, found, error);
}

/* What is stated of an effect; an outcome of which nothing is stated is there to be explained. */
static enum causes_was stated(const struct check *check, uint32_t i, const uint8_t *is_outcome)
{
    enum causes_was was = causes_was(condition_at(check, i));
    return was == CAUSES_WAS_NONE && is_outcome[i] ? CAUSES_WAS_YES : was;
}

/* Each effect against its own conditions as they are stated, so that a difference is told where it
 * arises and not again in all that follows from it. */
static enum status check_agreement(struct check *check, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    uint8_t *claimed = calloc(graph->condition_count, 2);
    if (!claimed) return error_set(error, STATUS_NO_MEMORY, "out of memory for a record");
    uint8_t *is_outcome = claimed + graph->condition_count;
    for (uint32_t i = 0; i < graph->outcome_count; i++) is_outcome[graph->outcomes[i]] = 1;
    enum status status = STATUS_OK;
    for (uint32_t k = 0; k < graph->condition_count && !status; k++) {
        uint32_t i = graph->order[k];
        claimed[i] = check->was[i];
        if (causes_is_leaf(&graph->conditions[i])) continue;
        enum causes_was said = stated(check, i, is_outcome);
        enum causes_was follows = ways_were(graph, i, claimed);
        if (said == CAUSES_WAS_YES && follows == CAUSES_WAS_NO)
            status = tell_missing(check, i, error);
        if (said == CAUSES_WAS_NO && follows == CAUSES_WAS_YES)
            status = tell_too_much(check, i, error);
        bool settled = said == CAUSES_WAS_YES || said == CAUSES_WAS_NO;
        claimed[i] = (uint8_t)(settled ? said : follows);
    }
    free(claimed);
    return status;
}

/* ---- several were there, each enough ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Of the ways to an effect that were so, the links that were so and that not all of them share, in
 * `ret`; all of a single way that has more than it needs. *ret_ways: how many ways were so. */
static size_t group_of(const struct check *check, uint32_t effect, uint32_t *ret,
                       uint32_t *ret_ways)
{
    const struct causes_condition *at = condition_at(check, effect);
    size_t count = 0, kept_count = 0;
    uint32_t ways = 0;
    for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++) {
        const struct causes_way *way = &check->graph->ways[w];
        if (way_was(way, check->was) != CAUSES_WAS_YES) continue;
        ways++;
        for (uint32_t i = 0; i < way->count; i++)
            if (link_was(&way->links[i], check->was) == CAUSES_WAS_YES)
                ret[count++] = way->links[i].condition;
    }
    *ret_ways = ways;
    qsort(ret, count, sizeof *ret, by_number);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && ret[to] == ret[from]; to++) {
        }
        if (ways == 1 || to - from < ways) ret[kept_count++] = ret[from];
    }
    return kept_count;
}

/* With the whole group otherwise: is the effect there? */
static enum causes_was without_group(struct check *check, uint32_t effect, const uint32_t *group,
                                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        check->was[group[i]] = (uint8_t)otherwise(check->was[group[i]]);
    enum causes_was left = ways_were(check->graph, effect, check->was);
    for (size_t i = 0; i < count; i++)
        check->was[group[i]] = (uint8_t)otherwise(check->was[group[i]]);
    return left;
}

static enum status check_each_enough(struct check *check, uint32_t effect, uint32_t *scratch,
                                     struct error *error)
{
    uint32_t ways = 0;
    size_t count = group_of(check, effect, scratch, &ways);
    const struct causes_condition *at = condition_at(check, effect);
    bool surplus = false;
    for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++)
        if (way_was(&check->graph->ways[w], check->was) == CAUSES_WAS_YES)
            surplus = check->graph->ways[w].enough < count;
    if (count < 2 || ways == 0 || (ways == 1 && !surplus)) return STATUS_OK;
    enum causes_was left = without_group(check, effect, scratch, count);
    if (left == CAUSES_WAS_YES) return STATUS_OK; /* it is others that are enough */
    struct causes_finding found =
        finding_of(CAUSES_RULE_EACH_ENOUGH, CAUSES_NONE, effect, CAUSES_NONE);
    found.others = check_kept(check, scratch, count);
    found.other_count = count;
    found.text = arena_printf(
        check->arena,
        "For %s more was there than it takes, so none of these makes the difference by itself: %s. "
        "With all of them otherwise it %s.",
        check_named(check, effect), check_listed(check, scratch, count, say_condition),
        left == CAUSES_WAS_NO ? "does not come about" : "depends on what is not known");
    found.question =
        arena_printf(check->arena,
                     "Suppose none of these had been so: %s. All else as it was: could "
                     "%s still have come about?",
                     check_listed(check, scratch, count, say_quoted), check_quoted(check, effect));
    return check_tell(check, found, error);
}

/* A way that "might be" was all there. */
static enum status check_might(struct check *check, uint32_t w, struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    if (way->reason != CAUSES_REASON_MIGHT || way_was(way, check->was) != CAUSES_WAS_YES)
        return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_DISAGREES, CAUSES_NONE, way->effect, w);
    found.text = arena_printf(check->arena,
                              "A way that might bring about %s another time is all there by the "
                              "record of this one: %s.",
                              check_named(check, way->effect), way_said(check, w, say_condition));
    found.question = arena_printf(check->arena,
                                  "Which of these was not so this time: %s? Or was it there beside "
                                  "the other way to %s?",
                                  way_said(check, w, say_quoted), check_quoted(check, way->effect));
    return check_tell(check, found, error);
}

static enum status check_groups(struct check *check, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    size_t widest = 1;
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        const struct causes_condition *at = &graph->conditions[i];
        size_t links = 0;
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++)
            links += graph->ways[w].count;
        if (links > widest) widest = links;
    }
    uint32_t *scratch = calloc(widest, sizeof *scratch);
    if (!scratch) return error_set(error, STATUS_NO_MEMORY, "out of memory for a group");
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < graph->condition_count && !status; i++)
        if (graph->conditions[i].way_count > 0 && check->was[i] == CAUSES_WAS_YES)
            status = check_each_enough(check, i, scratch, error);
    for (uint32_t w = 0; w < graph->way_count && !status; w++)
        status = check_might(check, w, error);
    free(scratch);
    return status;
}

enum status check_record(struct check *check, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < check->graph->condition_count && !status; i++) {
        status = check_support(check, i, error);
        if (!status) status = check_disputed(check, i, error);
    }
    if (status || !check->graph->order) return status;
    status = check_agreement(check, error);
    return status ? status : check_groups(check, error);
}

/* ---- what an outcome depends on ---- */

enum status check_record_below(struct check *check, uint32_t outcome, struct error *error)
{
    if (check->was[outcome] != CAUSES_WAS_UNKNOWN || causes_is_leaf(condition_at(check, outcome)))
        return STATUS_OK;
    struct arena scratch;
    arena_init(&scratch, (size_t)check->graph->condition_count * 8 + 1024);
    check->walked += check->graph->condition_count;
    enum causes_verdict verdict = CAUSES_STANDS;
    uint32_t *unknown = NULL;
    size_t count = 0;
    enum status status =
        causes_sufficient(check->graph, outcome, &scratch, &verdict, &unknown, &count, error);
    if (!status && verdict == CAUSES_UNDECIDED) {
        struct causes_finding found =
            finding_of(CAUSES_RULE_UNDECIDED, outcome, outcome, CAUSES_NONE);
        found.others = check_kept(check, unknown, count);
        found.other_count = count;
        found.text = arena_printf(
            check->arena, "Whether what was so suffices for %s depends on what is not known: %s.",
            check_named(check, outcome), check_listed(check, unknown, count, say_condition));
        found.question =
            arena_printf(check->arena, "Which of these was so, and what would show it: %s?",
                         check_listed(check, unknown, count, say_quoted));
        status = check_tell(check, found, error);
    }
    arena_release(&scratch);
    return status;
}
