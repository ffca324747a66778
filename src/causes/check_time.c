/*
 * Causes against the clock. Times are known within bounds, and bounds may be open: what is said to
 * be certain holds for every time within them. An effect without a time of its own begins no
 * earlier than its causes let it.
 */
#include "causes/check.h"

#include <stdlib.h>

#define OPEN_START (INSTANT_NONE + 1)

/* The earliest at which a condition can have been so, and the condition whose time says that. */
struct floor {
    instant at;
    uint32_t by;
};

struct clock {
    struct check *check;
    struct floor *floors; /* of each condition */
    struct floor *sorted; /* scratch: those of one way */
};

static bool is_known(const struct causes_time *time)
{
    return time->earliest != INSTANT_NONE && time->latest != INSTANT_NONE;
}

/* When an effect had come about: an onset and a step when they began; how many were hit, how long
 * it took and how badly are settled only by the end. */
static const struct causes_time *came_about(const struct causes_condition *effect)
{
    const bool by_the_end =
        effect->part == CAUSES_PART_OUTCOME && effect->outcome > CAUSES_OUTCOME_ONSET;
    return by_the_end ? &effect->until : &effect->since;
}

static const char *time_said(struct check *check, instant at)
{
    struct text said;
    text_init(&said, 0);
    instant_add_text(&said, at, NULL, INSTANT_FULL, -1);
    const char *copy = said.status ? NULL : arena_copy(check->arena, text_span(&said));
    text_release(&said);
    if (copy) return copy;
    check->full = true;
    return "";
}

/* ---- how early each can have been ---- */

static int by_floor(const void *a, const void *b)
{
    const struct floor *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return x->by < y->by ? -1 : x->by > y->by;
}

/* A way is there once `enough` of its conditions are. */
static struct floor floor_of_way(struct clock *clock, const struct causes_way *way)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        const struct causes_link *link = &way->links[i];
        if (link_was(link, clock->check->was) == CAUSES_WAS_NO) continue;
        clock->sorted[count++] = link->absent ? (struct floor){OPEN_START, link->condition}
                                              : clock->floors[link->condition];
    }
    if (count < way->enough) return (struct floor){INT64_MAX, CAUSES_NONE};
    qsort(clock->sorted, count, sizeof *clock->sorted, by_floor);
    return clock->sorted[way->enough - 1];
}

static void find_floor(struct clock *clock, uint32_t i)
{
    const struct causes_condition *at = condition_at(clock->check, i);
    struct floor found = {OPEN_START, i};
    if (is_known(&at->since)) {
        found.at = at->since.earliest;
    } else if (at->way_count > 0 && clock->check->was[i] != CAUSES_WAS_NO) {
        found = (struct floor){INT64_MAX, CAUSES_NONE};
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++) {
            struct floor way = floor_of_way(clock, &clock->check->graph->ways[w]);
            if (way.at < found.at) found = way;
        }
    }
    clock->floors[i] = found.by == CAUSES_NONE ? (struct floor){OPEN_START, i} : found;
}

/* ---- links ---- */

static enum status tell_later(struct check *check, uint32_t w, uint32_t cause, struct floor floor,
                              struct error *error)
{
    uint32_t effect = check->graph->ways[w].effect;
    struct causes_finding found = finding_of(CAUSES_RULE_LATER, CAUSES_NONE, cause, w);
    found.others = check_kept(check, &floor.by, floor.by != cause);
    found.other_count = floor.by != cause;
    found.text = arena_printf(
        check->arena,
        "%s was there from %s%s%s on at the earliest, and %s, which it is said to help "
        "bring about, by %s at the latest.",
        check_named(check, cause), time_said(check, floor.at),
        floor.by != cause ? " by the time of " : "",
        floor.by != cause ? check_named(check, floor.by) : "", check_named(check, effect),
        time_said(check, came_about(condition_at(check, effect))->latest));
    found.question = arena_printf(check->arena,
                                  "Which of the two times is to be looked at again, that of %s or "
                                  "that of %s? Or did the one not lead to the other?",
                                  check_quoted(check, cause), check_quoted(check, effect));
    return check_tell(check, found, error);
}

static enum status tell_maybe(struct check *check, uint32_t w, uint32_t cause, struct error *error)
{
    uint32_t effect = check->graph->ways[w].effect;
    struct causes_finding found = finding_of(CAUSES_RULE_MAYBE_LATER, CAUSES_NONE, cause, w);
    found.text = arena_printf(check->arena,
                              "By their times, %s may have come after %s, which it is said to help "
                              "bring about.",
                              check_named(check, cause), check_named(check, effect));
    found.question =
        arena_printf(check->arena, "Which came first, %s or %s, and what would show it?",
                     check_quoted(check, cause), check_quoted(check, effect));
    return check_tell(check, found, error);
}

static enum status tell_over(struct check *check, uint32_t w, uint32_t cause, struct error *error)
{
    uint32_t effect = check->graph->ways[w].effect;
    struct causes_finding found = finding_of(CAUSES_RULE_OVER, CAUSES_NONE, cause, w);
    found.text = arena_printf(
        check->arena, "%s was over by %s, before %s began at %s at the earliest.",
        check_named(check, cause), time_said(check, condition_at(check, cause)->until.latest),
        check_named(check, effect),
        time_said(check, came_about(condition_at(check, effect))->earliest));
    found.question =
        arena_printf(check->arena, "What did %s leave behind that still counted when %s began?",
                     check_quoted(check, cause), check_quoted(check, effect));
    return check_tell(check, found, error);
}

/* What lasts; what happens at a moment is always over before its effect. */
static bool lasts(const struct causes_condition *condition)
{
    return condition->form != CAUSES_FORM_EVENT && condition->form != CAUSES_FORM_ACT;
}

static enum status check_link(struct clock *clock, uint32_t w, uint32_t cause, struct error *error)
{
    struct check *check = clock->check;
    const struct causes_condition *from = condition_at(check, cause);
    const struct causes_condition *to = condition_at(check, check->graph->ways[w].effect);
    if (clock->floors[cause].at > came_about(to)->latest)
        return tell_later(check, w, cause, clock->floors[cause], error);
    if (is_known(&from->since) && from->since.latest > came_about(to)->earliest)
        return tell_maybe(check, w, cause, error);
    if (is_known(&from->until) && lasts(from) && from->until.latest < came_about(to)->earliest)
        return tell_over(check, w, cause, error);
    return STATUS_OK;
}

/* Links of ways that were how it came about. One that might be, or that another one came before,
 * has no order to keep; where not all conditions are needed, a late one may be one too many. */
static enum status check_way(struct clock *clock, uint32_t w, struct error *error)
{
    struct check *check = clock->check;
    const struct causes_way *way = &check->graph->ways[w];
    const struct causes_condition *to = condition_at(check, way->effect);
    if (!is_known(came_about(to)) || way->reason == CAUSES_REASON_MIGHT ||
        way->reason == CAUSES_REASON_FIRST || way_was(way, check->was) == CAUSES_WAS_NO)
        return STATUS_OK;
    if (way->enough < way->count && floor_of_way(clock, way).at <= came_about(to)->latest)
        return STATUS_OK;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < way->count && !status; i++) {
        const struct causes_link *link = &way->links[i];
        if (link->absent || link_was(link, check->was) == CAUSES_WAS_NO) continue;
        status = check_link(clock, w, link->condition, error);
    }
    return status;
}

enum status check_times(struct check *check, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    if (!graph->order) return STATUS_OK;
    uint32_t widest = 1;
    for (uint32_t w = 0; w < graph->way_count; w++)
        if (graph->ways[w].count > widest) widest = graph->ways[w].count;
    struct clock clock = {.check = check};
    clock.floors = calloc((size_t)graph->condition_count + widest, sizeof *clock.floors);
    if (!clock.floors) return error_set(error, STATUS_NO_MEMORY, "out of memory for times");
    clock.sorted = clock.floors + graph->condition_count;
    for (uint32_t i = 0; i < graph->condition_count; i++) find_floor(&clock, graph->order[i]);
    enum status status = STATUS_OK;
    for (uint32_t w = 0; w < graph->way_count && !status; w++) status = check_way(&clock, w, error);
    free(clock.floors);
    return status;
}

/* ---- all of it was so long before ---- */

/* The latest at which one of the leaves that took part began; NONE when that is not known. A latent
 * condition without a time was there long before, as its word says. */
static instant last_began(const struct check *check, uint32_t *ret_last)
{
    instant last = INSTANT_NONE;
    for (size_t k = 0; k < check->below_count; k++) {
        uint32_t i = check->graph->order[check->below[k]];
        const struct causes_condition *at = condition_at(check, i);
        if (!causes_is_leaf(at) || check->was[i] == CAUSES_WAS_NO) continue;
        if (is_known(&at->since)) {
            if (at->since.latest <= last) continue;
            last = at->since.latest;
            *ret_last = i;
        } else if (at->part != CAUSES_PART_LATENT) {
            return INSTANT_NONE;
        }
    }
    return last;
}

enum status check_early_below(struct check *check, uint32_t outcome, struct error *error)
{
    const struct causes_condition *top = condition_at(check, outcome);
    if (causes_is_leaf(top) || check->mixed || check->was[outcome] != CAUSES_WAS_YES ||
        causes_was(top) == CAUSES_WAS_NO || !is_known(came_about(top)))
        return STATUS_OK;
    uint32_t last = CAUSES_NONE;
    instant began = last_began(check, &last);
    if (began == INSTANT_NONE ||
        began >= instant_add(came_about(top)->earliest, -check->graph->delay))
        return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_EARLY, outcome, outcome, CAUSES_NONE);
    found.others = check_kept(check, &last, 1);
    found.other_count = 1;
    found.text =
        arena_printf(check->arena,
                     "All that is told to bring about %s was there by %s, the last of it "
                     "%s, and it came about at %s at the earliest.",
                     check_named(check, outcome), time_said(check, began), check_named(check, last),
                     time_said(check, came_about(top)->earliest));
    found.question =
        arena_printf(check->arena, "Why did %s come about then and not before: what woke it?",
                     check_quoted(check, outcome));
    return check_tell(check, found, error);
}
