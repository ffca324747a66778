/*
 * Which clocks are taken as right, and how far the others are off.
 *
 * The group with most sources is right, a stated clock before all; sources without ties vote, and
 * deploys are witnesses. Where nothing decides, a convention does, and is told as one.
 */
#include "timeline/clock_place.h"

#define AGREES_MOST    (100 * NS_PER_MS) /* a looser agreement adds no doubt to what is right */
#define DISAGREE_LEAST (100 * NS_PER_MS)

enum decision { BY_EVIDENCE, BY_CUSTOM, BY_NOTHING };

static int right_group(const struct solver *solver, enum decision *ret)
{
    int best = 0;
    *ret = BY_EVIDENCE;
    for (int i = 1; i < solver->group_count; i++) {
        const struct group *a = &solver->groups[i], *b = &solver->groups[best];
        bool equal = a->weight >= b->weight && a->weight <= b->weight;
        if (a->weight > b->weight) *ret = BY_EVIDENCE;
        if (equal && (*ret != BY_NOTHING || a->custom > b->custom))
            *ret = a->custom == b->custom ? BY_NOTHING : BY_CUSTOM;
        bool more = a->custom > b->custom || (a->custom == b->custom && a->ties > b->ties);
        if (a->weight > b->weight || (equal && more)) best = i;
    }
    return best;
}

/* The strongest tie between a source and the group that is right; NULL when it has none. */
static const struct tie *tie_to_group(const struct solver *solver, uint32_t source, int group)
{
    const struct clock_work *work = solver->work;
    const struct tie *best = NULL;
    for (size_t i = 0; i < work->tie_count; i++) {
        const struct tie *tie = &work->ties[i];
        if (tie->a != source && tie->b != source) continue;
        uint32_t other = tie->a == source ? tie->b : tie->a;
        if (solver->place[other] == UINT32_MAX || !tie_usable(work, tie)) continue;
        if (solver->members[solver->place[other]].group != group) continue;
        if (!best || tie_agreeing(tie) > tie_agreeing(best)) best = tie;
    }
    return best;
}

static void say_bounds(struct text *why, const struct tie *tie, duration least, duration most,
                       bool first)
{
    if (tie->bounded) {
        text_adds(why, tie->ids ? "; what one saw lies within what the other saw, so the "
                                  "difference is from "
                                : "; its stamps leave open from ");
        say_seconds(why, least);
        text_adds(why, " to ");
        say_seconds(why, most);
    }
    text_adds(why, ". ");
    if (!tie->drifts) return;
    duration moved = minus(tie->late, tie->early);
    text_adds(why, "It changes by ");
    say_seconds(why, first ? moved : -moved);
    text_adds(why, " from the first third to the last: the clock drifts or was set, and the bounds "
                   "cover both. ");
}

static void say_votes(struct text *why, const struct clock_work *work, const struct group *group)
{
    text_addf(why, ", and the activity of %zu other%s fits it, as of ", group->votes,
              group->votes == 1 ? "" : "s");
    say_source(why, work, group->voter);
    text_addf(why, " (correlation %.2f with ", group->voter_best);
    say_source(why, work, group->voted);
    if (group->voted_lag) {
        text_adds(why, " moved back by ");
        say_seconds(why, group->voted_lag);
    }
    text_adds(why, ")");
}

static void say_witnesses(struct text *why, const struct clock_work *work,
                          const struct group *group)
{
    text_addf(why,
              "; on it alone requests fail for a moment, or a process restarts, when %s told of",
              group->witnesses == 1 ? "a deploy is" : "deploys are");
    text_addf(why, " (%zu, as in ", group->witnesses);
    say_source(why, work, group->witness);
    text_adds(why, " at ");
    instant_add_text(why, group->witnessed, NULL, INSTANT_CLOCK, 0);
    text_adds(why, "Z)");
}

static void say_right(struct solver *solver, int right, enum decision decision)
{
    static const char *const lead[] = {
        [BY_EVIDENCE] = "Taken as right: ",
        [BY_CUSTOM] =
            "Nothing else decides which of the clocks that differ is right; by convention "
            "the edge's clock, or one whose stamps state their offset, is kept: ",
        [BY_NOTHING] = "Nothing says which of the clocks that differ is right, and this one is "
                       "taken: "};
    struct clock_work *work = solver->work;
    const struct group *group = &solver->groups[right];
    uint32_t head = solver->members[group->head].source;
    struct text *why = &work->clock_why[head];
    if (offset_stated(work, head)) return;
    if (solver->group_count == 1) {
        text_addf(why, "It and %zu other source%s agree. ", group->sources - 1,
                  group->sources == 2 ? "" : "s");
        return;
    }
    text_addf(why, "%s%zu source%s on this clock", lead[decision], group->sources,
              group->sources == 1 ? "" : "s");
    if (group->votes) say_votes(why, work, group);
    if (group->witnesses) say_witnesses(why, work, group);
    text_adds(why, ". ");
}

/* `least` and `most` bound the source's clock minus the right one. */
static void set_offset(struct clock_work *work, uint32_t source, duration least, duration most)
{
    struct timeline_clock *clock = &work->sources[source].clock;
    if (least > 0 || most < 0) {
        clock->offset_least = least;
        clock->offset_most = most;
        clock->offset_basis = TIMELINE_BASIS_FOUND;
        return;
    }
    /* No correction smaller than what is not known; but how well it agrees is known. */
    duration away = most > -least ? most : -least;
    clock->offset_basis = TIMELINE_BASIS_FOUND;
    if (away <= AGREES_MOST) {
        clock->offset_least = -away;
        clock->offset_most = away;
    }
    text_adds(&work->clock_why[source], "It agrees within ");
    say_seconds(&work->clock_why[source], away);
    text_adds(&work->clock_why[source], ": no correction. ");
}

static void settle_member(struct solver *solver, const struct member *member, int right,
                          uint32_t head)
{
    struct clock_work *work = solver->work;
    struct timeline_clock *clock = &work->sources[member->source].clock;
    struct text *why = &work->clock_why[member->source];
    const struct tie *tie = tie_to_group(solver, member->source, right);
    clock->ties = tie ? tie_agreeing(tie) : 0;
    if (offset_stated(work, member->source)) return;
    if (!tie) {
        const struct member *to = &solver->members[solver->place[head]];
        duration centre = minus(member->at, to->at), half = member->half + to->half;
        clock->against = head;
        text_adds(why, "Through other sources it is tied to ");
        say_source(why, work, head);
        text_adds(why, ", from which it differs by ");
        say_seconds(why, centre);
        text_adds(why, ". ");
        set_offset(work, member->source, minus(centre, half), instant_add(centre, half));
        return;
    }
    bool first = tie->a == member->source;
    uint32_t other = first ? tie->b : tie->a;
    duration least = first ? tie_least(work, tie) : -tie_most(work, tie);
    duration most = first ? tie_most(work, tie) : -tie_least(work, tie);
    clock->against = other;
    say_tie(why, work, tie, member->source);
    say_bounds(why, tie, least, most, first);
    set_offset(work, member->source, least, most);
}

/* Ties that the tree does not hold must fit the positions that it gives. */
static void check_circles(struct solver *solver)
{
    struct clock_work *work = solver->work;
    for (size_t i = 0; i < work->tie_count; i++) {
        const struct tie *tie = &work->ties[i];
        uint32_t a = solver->place[tie->a], b = solver->place[tie->b];
        if (solver->in_tree[i] || a == UINT32_MAX || b == UINT32_MAX || !tie_usable(work, tie))
            continue;
        duration expected = minus(solver->members[a].at, solver->members[b].at);
        duration slack = solver->members[a].half + solver->members[b].half + DISAGREE_LEAST;
        if (instant_add(expected, slack) >= tie_least(work, tie) &&
            minus(expected, slack) <= tie_most(work, tie))
            continue;
        struct text *why = &work->clock_why[tie->a];
        text_adds(why, "Contradiction: ");
        say_tie(why, work, tie, tie->a);
        text_adds(why, ", but by way of other sources it would be ");
        say_seconds(why, expected);
        text_adds(why, ". ");
    }
}

static enum status settle_component(struct solver *solver, struct error *error)
{
    enum status status = solver->group_count > 1 ? clock_vote(solver, error) : STATUS_OK;
    if (status) return status;
    if (solver->group_count > 1) clock_witness(solver);
    enum decision decision;
    int right = right_group(solver, &decision);
    uint32_t head = solver->members[solver->groups[right].head].source;
    for (size_t i = 0; i < solver->count; i++)
        if (solver->members[i].source != head)
            settle_member(solver, &solver->members[i], right, head);
    struct timeline_clock *clock = &solver->work->sources[head].clock;
    if (clock->offset_basis == TIMELINE_BASIS_NONE && decision == BY_EVIDENCE)
        clock->offset_basis = TIMELINE_BASIS_FOUND;
    clock->ties = solver->members[solver->place[head]].ties;
    say_right(solver, right, decision);
    check_circles(solver);
    return STATUS_OK;
}

static void forget(struct clock_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        struct timeline_clock *clock = &work->sources[i].clock;
        text_clear(&work->clock_why[i]);
        clock->ties = 0;
        clock->against = UINT32_MAX;
        if (clock->offset_basis != TIMELINE_BASIS_FOUND) continue;
        clock->offset_basis = TIMELINE_BASIS_NONE;
        clock->offset_least = clock->offset_most = 0;
    }
}

enum status clock_offsets(struct clock_work *work, struct error *error)
{
    forget(work);
    if (!work->tie_count) return STATUS_OK;
    struct solver solver;
    enum status status = solver_init(&solver, work, error);
    if (status) return status;
    for (uint32_t i = 0; i < work->count && !status; i++) {
        if (solver_root(&solver, i) != i) continue;
        solver_enter(&solver, i);
        if (solver.count > 1) status = settle_component(&solver, error);
        solver_leave(&solver);
    }
    solver_release(&solver);
    return status;
}
