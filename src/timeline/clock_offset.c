/*
 * Which clocks agree, which are taken as right, and how far the others are off.
 *
 * Ties say only how two clocks differ. Sources that ties connect get positions relative to each
 * other; those at one position are a group; the group with most sources is taken as right, a stated
 * clock before all. Sources without ties vote by their activity: a group is right for them when its
 * bursts come at their own time.
 */
#include "timeline/clocks.h"

#include <assert.h>
#include <stdlib.h>

enum {
    AGREEING_LEAST = 20, /* pairs that a correction rests on */
    VOTERS_MOST = 4,
    VOTED_MOST = 4, /* members of a component that are compared with voters */
    VOTE_BINS_MOST = 1 << 14,
    VOTE_LAG = 300, /* seconds either way */
    VOTER_RECORDS_LEAST = 100,
    GROUPS_MOST = 16,
};

#define SPREAD_MOST    (5 * NS_PER_S)
#define HALF_MOST      (30 * NS_PER_S)
#define TOGETHER_LEAST (50 * NS_PER_MS) /* clocks this close are one group */
#define TOGETHER_MOST  NS_PER_S
#define VOTE_TOLERANCE (3 * NS_PER_S / 2)
#define AGREES_MOST    (100 * NS_PER_MS) /* a looser agreement adds no doubt to what is right */
#define DISAGREE_LEAST (100 * NS_PER_MS)

struct member {
    uint32_t source;
    duration at, half; /* position within the component, half the width of its bounds */
    uint32_t ties;     /* agreeing pairs of its ties */
    int group;
};

struct group {
    double weight;
    uint32_t ties;
    uint32_t head; /* the member with most ties */
    size_t sources, votes;
    size_t voter; /* one that voted for it */
    double voter_best;
    uint32_t voted; /* and the member it was compared with */
    duration voted_lag;
};

struct solver {
    struct clock_work *work;
    uint32_t *root;         /* per source: its component */
    bool *in_tree;          /* per tie */
    struct member *members; /* of the component at hand */
    size_t count;
    uint32_t *place; /* per source: number in `members`, or UINT32_MAX */
    struct group groups[GROUPS_MOST];
    int group_count;
};

static duration tie_least(const struct clock_work *work, const struct tie *tie)
{
    return minus(tie->least, tie_shift(work, tie));
}

static duration tie_most(const struct clock_work *work, const struct tie *tie)
{
    return minus(tie->most, tie_shift(work, tie));
}

/* Enough agreement to move a clock by. */
static bool usable(const struct clock_work *work, const struct tie *tie)
{
    if (!work->zoned[tie->a] || !work->zoned[tie->b]) return false;
    uint32_t agreeing = tie_agreeing(tie);
    if (agreeing < AGREEING_LEAST || agreeing < tie->pairs - tie->pairs / 3) return false;
    if (tie->spread > SPREAD_MOST || minus(tie->most, tie->least) > 2 * HALF_MOST) return false;
    /* Without hard bounds a difference may as well be the time that the work takes. */
    duration centre = middle(tie_least(work, tie), tie_most(work, tie));
    if (centre < 0) centre = -centre;
    return tie->bounded || tie->drifts || centre <= tie->spread + TOGETHER_LEAST ||
           tie->spread <= centre / 10 + tie->width / 2;
}

/* ---- components and positions ---- */

static uint32_t root_of(struct solver *solver, uint32_t source)
{
    while (solver->root[source] != source) {
        solver->root[source] = solver->root[solver->root[source]];
        source = solver->root[source];
    }
    return source;
}

static int most_agreement_first(const void *left, const void *right, void *context)
{
    const struct tie *ties = context;
    uint32_t a = tie_agreeing(&ties[*(const uint32_t *)left]);
    uint32_t b = tie_agreeing(&ties[*(const uint32_t *)right]);
    if (a != b) return a > b ? -1 : 1;
    return *(const uint32_t *)left < *(const uint32_t *)right ? -1 : 1;
}

/* The strongest ties that connect all they can without a circle (J. B. Kruskal, 1956). */
static enum status grow_tree(struct solver *solver, struct error *error)
{
    struct clock_work *work = solver->work;
    uint32_t *order = calloc(work->tie_count + 1, sizeof *order);
    if (!order) return error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    size_t count = 0;
    for (size_t i = 0; i < work->tie_count; i++)
        if (usable(work, &work->ties[i])) order[count++] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, most_agreement_first, work->ties);
    for (size_t i = 0; i < count; i++) {
        const struct tie *tie = &work->ties[order[i]];
        uint32_t a = root_of(solver, tie->a), b = root_of(solver, tie->b);
        if (a == b) continue;
        solver->root[a] = b;
        solver->in_tree[order[i]] = true;
    }
    free(order);
    return STATUS_OK;
}

/* Places the far end of a tie when one end has its place. */
static bool place_end(struct solver *solver, const struct tie *tie)
{
    const struct clock_work *work = solver->work;
    uint32_t from = tie->a, to = tie->b;
    if (solver->place[from] == UINT32_MAX) {
        from = tie->b;
        to = tie->a;
    }
    if (solver->place[from] == UINT32_MAX || solver->place[to] != UINT32_MAX) return false;
    const struct member *known = &solver->members[solver->place[from]];
    duration centre = middle(tie_least(work, tie), tie_most(work, tie));
    duration half = minus(tie->most, tie->least) / 2;
    solver->place[to] = (uint32_t)solver->count;
    solver->members[solver->count++] = (struct member){
        .source = to,
        .at = to == tie->a ? instant_add(known->at, centre) : minus(known->at, centre),
        .half = known->half + half};
    return true;
}

static void place_component(struct solver *solver, uint32_t first)
{
    const struct clock_work *work = solver->work;
    solver->count = 1;
    solver->members[0] = (struct member){.source = first};
    solver->place[first] = 0;
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < work->tie_count; i++)
            if (solver->in_tree[i] && place_end(solver, &work->ties[i])) more = true;
    }
    for (size_t i = 0; i < work->tie_count; i++) {
        const struct tie *tie = &work->ties[i];
        uint32_t a = solver->place[tie->a], b = solver->place[tie->b];
        if (a == UINT32_MAX || b == UINT32_MAX || !usable(work, tie)) continue;
        solver->members[a].ties += tie_agreeing(tie);
        solver->members[b].ties += tie_agreeing(tie);
    }
}

/* ---- groups ---- */

static int by_place(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return a->source < b->source ? -1 : a->source > b->source;
}

static bool stated(const struct clock_work *work, uint32_t source)
{
    return work->sources[source].clock.offset_basis == TIMELINE_BASIS_STATED;
}

static void join_group(struct solver *solver, struct member *member, bool first)
{
    const struct clock_work *work = solver->work;
    struct group *group = &solver->groups[solver->group_count - 1];
    if (first) *group = (struct group){.head = (uint32_t)(member - solver->members)};
    member->group = solver->group_count - 1;
    group->sources++;
    group->ties += member->ties;
    group->weight += 1;
    if (work->sources[member->source].clock.zone_basis == TIMELINE_BASIS_STATED)
        group->weight += 0.5;
    if (stated(work, member->source)) group->weight += 1e6; /* a person's word decides */
}

/* Of members in order of place; of two in the middle the one with more ties. */
static uint32_t middle_of(const struct solver *solver, uint32_t first, uint32_t last)
{
    uint32_t low = first + (last - first) / 2, high = last - (last - first) / 2;
    return solver->members[high].ties > solver->members[low].ties ? high : low;
}

/* The member that stands for a group: a stated clock, else the one in the middle. */
static void choose_head(struct solver *solver, struct group *group)
{
    const struct clock_work *work = solver->work;
    uint32_t first = group->head, last = first + (uint32_t)group->sources - 1;
    group->head = middle_of(solver, first, last);
    for (uint32_t i = first; i <= last; i++)
        if (stated(work, solver->members[i].source)) group->head = i;
}

static void find_groups(struct solver *solver)
{
    qsort(solver->members, solver->count, sizeof *solver->members, by_place);
    solver->group_count = 0;
    for (size_t i = 0; i < solver->count; i++) {
        struct member *member = &solver->members[i];
        solver->place[member->source] = (uint32_t)i;
        bool first = i == 0;
        if (i) {
            duration apart = minus(member->at, member[-1].at);
            duration together = member->half + member[-1].half;
            if (together < TOGETHER_LEAST) together = TOGETHER_LEAST;
            if (together > TOGETHER_MOST) together = TOGETHER_MOST;
            first = apart > together && solver->group_count < GROUPS_MOST;
        }
        solver->group_count += first;
        join_group(solver, member, first);
    }
    for (int i = 0; i < solver->group_count; i++) choose_head(solver, &solver->groups[i]);
}

/* ---- votes ---- */

struct booth {
    size_t voter;
    double best; /* correlation of its clearest echo */
    uint32_t member;
    duration ahead; /* the member's clock before the voter's */
};

static enum status compare(struct solver *solver, uint32_t member, struct booth *booth,
                           struct error *error)
{
    const struct clock_work *work = solver->work;
    uint32_t source = solver->members[member].source;
    const struct evidence_index *mine = work->sources[source].index;
    const struct evidence_index *theirs = work->sources[booth->voter].index;
    instant from = minus(mine->first, work->shift[source]);
    instant to = minus(mine->last, work->shift[source]);
    instant first = minus(theirs->first, clock_moved(work, booth->voter));
    instant last = minus(theirs->last, clock_moved(work, booth->voter));
    if (first > from) from = first;
    if (last < to) to = last;
    if (to <= from) return STATUS_OK;
    size_t bins = VOTE_BINS_MOST;
    if (minus(to, from) / NS_PER_S < VOTE_BINS_MOST) bins = (size_t)((to - from) / NS_PER_S) + 1;
    struct activity x = {0}, y = {0};
    enum status status = activity_init(work, source, from, NS_PER_S, bins, &x, error);
    if (!status)
        status = activity_init(work, booth->voter, minus(from, VOTE_LAG * NS_PER_S), NS_PER_S,
                               bins + 2 * VOTE_LAG, &y, error);
    for (int what = 0; what < ACTIVITY_COUNT && !status; what++) {
        if (!x.steps[what] || !y.steps[what]) continue;
        struct echo echo = activity_echo(x.steps[what], y.steps[what], bins, 2 * VOTE_LAG + 1);
        if (!echo.clear || echo.best <= booth->best) continue;
        booth->best = echo.best;
        booth->member = member;
        booth->ahead = (VOTE_LAG - (int64_t)echo.lag) * NS_PER_S;
    }
    activity_release(&x);
    activity_release(&y);
    return status;
}

static void cast(struct solver *solver, const struct booth *booth)
{
    duration right = minus(solver->members[booth->member].at, booth->ahead);
    struct group *nearest = NULL;
    duration nearest_away = VOTE_TOLERANCE;
    for (int i = 0; i < solver->group_count; i++) {
        duration away = minus(solver->members[solver->groups[i].head].at, right);
        if (away < 0) away = -away;
        if (away > nearest_away) continue;
        nearest = &solver->groups[i];
        nearest_away = away;
    }
    if (!nearest) return;
    nearest->weight += 1;
    nearest->votes++;
    if (booth->best <= nearest->voter_best) return;
    nearest->voter = booth->voter;
    nearest->voter_best = booth->best;
    nearest->voted = solver->members[booth->member].source;
    nearest->voted_lag = booth->ahead;
}

/* The largest outside sources, one after another: the next one after `before` in size. */
static size_t next_voter(struct solver *solver, size_t before)
{
    const struct clock_work *work = solver->work;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < work->count; i++) {
        uint64_t timed = work->sources[i].index->timed;
        if (solver->place[i] != UINT32_MAX || !work->zoned[i] || !clock_counts(work, i)) continue;
        if (timed < VOTER_RECORDS_LEAST) continue;
        if (before != SIZE_MAX) {
            uint64_t limit = work->sources[before].index->timed;
            if (timed > limit || (timed == limit && i <= before)) continue;
        }
        if (best == SIZE_MAX || timed > work->sources[best].index->timed) best = i;
    }
    return best;
}

static enum status vote(struct solver *solver, struct error *error)
{
    size_t voter = SIZE_MAX;
    for (int n = 0; n < VOTERS_MOST; n++) {
        voter = next_voter(solver, voter);
        if (voter == SIZE_MAX) break;
        struct booth booth = {.voter = voter};
        for (int i = 0; i < solver->group_count && i < VOTED_MOST; i++) {
            enum status status = compare(solver, solver->groups[i].head, &booth, error);
            if (status) return status;
        }
        if (booth.best > 0) cast(solver, &booth);
    }
    return STATUS_OK;
}

/* ---- the outcome ---- */

static int right_group(const struct solver *solver, bool *ret_tied)
{
    int best = 0;
    *ret_tied = false;
    for (int i = 1; i < solver->group_count; i++) {
        const struct group *a = &solver->groups[i], *b = &solver->groups[best];
        bool equal = a->weight >= b->weight && a->weight <= b->weight;
        if (a->weight > b->weight) *ret_tied = false;
        if (equal) *ret_tied = true;
        if (a->weight > b->weight || (equal && a->ties > b->ties)) best = i;
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
        if (solver->place[other] == UINT32_MAX || !usable(work, tie)) continue;
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

static void say_right(struct solver *solver, int right, bool tied)
{
    struct clock_work *work = solver->work;
    const struct group *group = &solver->groups[right];
    uint32_t head = solver->members[group->head].source;
    struct text *why = &work->clock_why[head];
    if (stated(work, head)) return;
    if (solver->group_count == 1) {
        text_addf(why, "It and %zu other source%s agree. ", group->sources - 1,
                  group->sources == 2 ? "" : "s");
        return;
    }
    text_addf(why, "%s%zu source%s on this clock",
              tied
                  ? "Nothing says which of the clocks that differ is right, and this one is taken: "
                  : "Taken as right: ",
              group->sources, group->sources == 1 ? "" : "s");
    if (group->votes) {
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
    if (stated(work, member->source)) return;
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
        if (solver->in_tree[i] || a == UINT32_MAX || b == UINT32_MAX || !usable(work, tie))
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
    find_groups(solver);
    enum status status = solver->group_count > 1 ? vote(solver, error) : STATUS_OK;
    if (status) return status;
    bool tied;
    int right = right_group(solver, &tied);
    uint32_t head = solver->members[solver->groups[right].head].source;
    for (size_t i = 0; i < solver->count; i++)
        if (solver->members[i].source != head)
            settle_member(solver, &solver->members[i], right, head);
    struct timeline_clock *clock = &solver->work->sources[head].clock;
    if (clock->offset_basis == TIMELINE_BASIS_NONE && !tied)
        clock->offset_basis = TIMELINE_BASIS_FOUND;
    clock->ties = solver->members[solver->place[head]].ties;
    say_right(solver, right, tied);
    check_circles(solver);
    return STATUS_OK;
}

/* ---- all components ---- */

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

static enum status settle_all(struct solver *solver, struct error *error)
{
    const struct clock_work *work = solver->work;
    enum status status = grow_tree(solver, error);
    for (uint32_t i = 0; i < work->count; i++) solver->place[i] = UINT32_MAX;
    for (uint32_t i = 0; i < work->count && !status; i++) {
        if (root_of(solver, i) != i) continue;
        place_component(solver, i);
        if (solver->count > 1) status = settle_component(solver, error);
        for (size_t m = 0; m < solver->count; m++)
            solver->place[solver->members[m].source] = UINT32_MAX;
    }
    return status;
}

enum status clock_offsets(struct clock_work *work, struct error *error)
{
    forget(work);
    if (!work->tie_count) return STATUS_OK;
    struct solver solver = {.work = work};
    solver.root = calloc(work->count, sizeof *solver.root);
    solver.place = calloc(work->count, sizeof *solver.place);
    solver.members = calloc(work->count, sizeof *solver.members);
    solver.in_tree = calloc(work->tie_count, sizeof *solver.in_tree);
    enum status status = STATUS_OK;
    if (solver.root && solver.place && solver.members && solver.in_tree) {
        for (uint32_t i = 0; i < work->count; i++) solver.root[i] = i;
        status = settle_all(&solver, error);
    } else {
        status = error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    }
    free(solver.root);
    free(solver.place);
    free(solver.members);
    free(solver.in_tree);
    return status;
}
