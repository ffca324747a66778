/* One pass of all tests over a graph: what each file finds is gathered, sorted and handed out. */
#include "causes/check.h"

#include <stdlib.h>

const struct causes_rule_spec causes_rules[CAUSES_RULE_COUNT] = {
#define X(RULE, word, severity, help) [CAUSES_RULE_##RULE] = {word, CAUSES_##severity, help},
    CAUSES_RULES(X)
#undef X
};

/* ---- telling ---- */

enum status check_tell(struct check *check, struct causes_finding finding, struct error *error)
{
    if (!finding.text || !finding.question || check->full) return arena_full(check->arena, error);
    enum status status =
        grow_array(&check->found, &check->room, check->count + 1, sizeof *check->found, error);
    if (status) return status;
    check->found[check->count++] = finding;
    return STATUS_OK;
}

/* What was written into check->words, in the arena; "" when there is no memory, which check_tell()
 * sees.
 */
static const char *written(struct check *check)
{
    const char *copy =
        check->words.status ? NULL : arena_copy(check->arena, text_span(&check->words));
    text_clear(&check->words);
    if (copy) return copy;
    check->full = true;
    return "";
}

const char *check_named(struct check *check, uint32_t condition)
{
    if (!check->named[condition]) {
        say_condition(&check->words, condition_at(check, condition));
        check->named[condition] = written(check);
    }
    return check->named[condition];
}

const char *check_quoted(struct check *check, uint32_t condition)
{
    if (!check->quoted[condition]) {
        say_quoted(&check->words, condition_at(check, condition));
        check->quoted[condition] = written(check);
    }
    return check->quoted[condition];
}

const char *check_listed(struct check *check, const uint32_t *conditions, size_t count,
                         say_how *how)
{
    say_list(&check->words, check->graph, conditions, count, how);
    return written(check);
}

const char *way_said(struct check *check, uint32_t way, say_how *how)
{
    say_way(&check->words, check->graph, &check->graph->ways[way], how);
    return written(check);
}

const uint32_t *check_kept(struct check *check, const uint32_t *conditions, size_t count)
{
    uint32_t *copy = arena_array(check->arena, count, sizeof *copy);
    if (!copy)
        check->full = true;
    else
        for (size_t i = 0; i < count; i++) copy[i] = conditions[i];
    return copy;
}

/* By rule, outcome, condition (these are in the order of their names) and way. */
static int by_rule(const void *a, const void *b)
{
    const struct causes_finding *x = a, *y = b;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    if (x->outcome != y->outcome) return x->outcome < y->outcome ? -1 : 1;
    if (x->condition != y->condition) return x->condition < y->condition ? -1 : 1;
    if (x->way != y->way) return x->way < y->way ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* ---- what is below an outcome ---- */

static int from_top(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x < y) - (x > y);
}

/* Fills check->below: the cost is that of what is below, not that of the graph. */
static void look_below(struct check *check, uint32_t outcome)
{
    const struct causes_graph *graph = check->graph;
    size_t done = 0, count = 0;
    check->mixed = false;
    check->seen[outcome] = outcome + 1;
    check->below[count++] = check->place[outcome];
    for (; done < count; done++) {
        const struct causes_condition *at = &graph->conditions[graph->order[check->below[done]]];
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++) {
            const struct causes_way *way = &graph->ways[w];
            check->walked += way->count;
            for (uint32_t i = 0; i < way->count; i++) {
                uint32_t to = way->links[i].condition;
                check->mixed |= way->links[i].absent;
                if (check->seen[to] == outcome + 1) continue;
                check->seen[to] = outcome + 1;
                check->below[count++] = check->place[to];
            }
        }
    }
    check->walked += count;
    check->below_count = count;
    qsort(check->below, count, sizeof *check->below, from_top);
}

static enum status check_outcomes(struct check *check, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < check->graph->outcome_count && !status; i++) {
        uint32_t outcome = check->graph->outcomes[i];
        if (check->walked > CHECK_WALKED_MOST)
            return check_tell_bound(check, CAUSES_NONE, "what is below them was not walked", error);
        check->left = check->graph->outcome_count - i;
        look_below(check, outcome);
        arena_init(&check->scratch, (size_t)1 << 30);
        status = check_shape_below(check, outcome, error);
        if (!status) status = check_early_below(check, outcome, error);
        if (!status) status = check_record_below(check, outcome, error);
        if (!status) status = check_sets_below(check, outcome, error);
        arena_release(&check->scratch);
    }
    return status ? status : check_apart(check, error);
}

/* ---- the pass ---- */

static enum status prepare(struct check *check, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    size_t count = graph->condition_count;
    check->named = arena_array(check->arena, count, sizeof *check->named);
    check->quoted = arena_array(check->arena, count, sizeof *check->quoted);
    check->place = arena_array(check->arena, count, sizeof *check->place);
    check->seen = arena_array(check->arena, count, sizeof *check->seen);
    check->below = arena_array(check->arena, count, sizeof *check->below);
    if (!check->named || !check->quoted || !check->place || !check->seen || !check->below)
        return arena_full(check->arena, error);
    if (!graph->order) return STATUS_OK;
    for (uint32_t i = 0; i < count; i++) check->place[graph->order[i]] = i;
    return causes_record(graph, check->arena, &check->was, error);
}

static enum status run(struct check *check, struct error *error)
{
    enum status status = prepare(check, error);
    if (!status) status = check_shape(check, error);
    if (!status) status = check_claims(check, error);
    if (!status) status = check_times(check, error);
    if (!status) status = check_record(check, error);
    if (!status) status = check_twice(check, error);
    if (status) return status;
    return check->graph->order ? check_outcomes(check, error) : check_circle(check, error);
}

enum status causes_check(const struct causes_graph *graph, const struct causes_budget *budget,
                         struct arena *arena, struct causes_finding **ret, size_t *ret_count,
                         struct error *error)
{
    struct check check = {.graph = graph, .budget = budget, .arena = arena};
    text_init(&check.words, 0);
    struct causes_finding *found = NULL;
    enum status status = run(&check, error);
    if (status) goto out;
    found = arena_array(arena, check.count, sizeof *found);
    if (!found) {
        status = arena_full(arena, error);
        goto out;
    }
    if (check.count) {
        qsort(check.found, check.count, sizeof *check.found, by_rule);
        memcpy(found, check.found, check.count * sizeof *found);
    }
    *ret = found;
    *ret_count = check.count;
out:
    free(check.found);
    text_release(&check.words);
    return status;
}
