/*
 * Places of clocks relative to each other, and groups of those that agree.
 *
 * Ties say only how two clocks differ. The strongest of them make a tree, along which every source
 * gets a place; sources at one place are a group.
 */
#include "timeline/clock_place.h"

#include <stdlib.h>

enum { AGREEING_LEAST = 20 /* pairs that a correction rests on */ };

/* More than this share of a log's records tell of one request each: a log of the edge. */
#define REQUESTS_NEARLY_ALL 0.8F
#define SPREAD_MOST         (5 * NS_PER_S)
#define HALF_MOST           (30 * NS_PER_S)
#define TOGETHER_LEAST      (50 * NS_PER_MS) /* clocks this close are one group */
#define TOGETHER_MOST       NS_PER_S

bool tie_usable(const struct clock_work *work, const struct tie *tie)
{
    if (!work->zoned[tie->a] || !work->zoned[tie->b]) return false;
    uint32_t agreeing = tie->ids + tie->messages;
    if (agreeing < AGREEING_LEAST || agreeing < tie->pairs - tie->pairs / 3) return false;
    if (tie->spread > SPREAD_MOST || minus(tie->most, tie->least) > 2 * HALF_MOST) return false;
    /* Without hard bounds a difference may as well be the time that the work takes. */
    duration centre = middle(tie_least(work, tie), tie_most(work, tie));
    if (centre < 0) centre = -centre;
    return tie->bounded || tie->drifts || centre <= tie->spread + TOGETHER_LEAST ||
           tie->spread <= centre / 10 + tie->width / 2;
}

/* ---- components and positions ---- */

uint32_t solver_root(struct solver *solver, uint32_t source)
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
        if (tie_usable(work, &work->ties[i])) order[count++] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, most_agreement_first, work->ties);
    for (size_t i = 0; i < count; i++) {
        const struct tie *tie = &work->ties[order[i]];
        uint32_t a = solver_root(solver, tie->a), b = solver_root(solver, tie->b);
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
        if (a == UINT32_MAX || b == UINT32_MAX || !tie_usable(work, tie)) continue;
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

static void join_group(struct solver *solver, struct member *member, bool first)
{
    const struct clock_work *work = solver->work;
    struct group *group = &solver->groups[solver->group_count - 1];
    if (first) *group = (struct group){.head = (uint32_t)(member - solver->members)};
    member->group = solver->group_count - 1;
    group->sources++;
    group->ties += member->ties;
    group->weight += 1;
    if (work->request_share[member->source] > REQUESTS_NEARLY_ALL) group->custom |= 2;
    if (work->sources[member->source].clock.zone_basis == TIMELINE_BASIS_CONTENT)
        group->custom |= 1;
    if (work->sources[member->source].clock.zone_basis == TIMELINE_BASIS_STATED)
        group->weight += 0.5;
    if (offset_stated(work, member->source)) group->weight += 1e6; /* a person's word decides */
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
        if (offset_stated(work, solver->members[i].source)) group->head = i;
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

/* ---- all of it ---- */

void solver_release(struct solver *solver)
{
    free(solver->root);
    free(solver->place);
    free(solver->members);
    free(solver->in_tree);
    *solver = (struct solver){0};
}

enum status solver_init(struct solver *solver, struct clock_work *work, struct error *error)
{
    *solver = (struct solver){.work = work};
    solver->root = calloc(work->count + 1, sizeof *solver->root);
    solver->place = calloc(work->count + 1, sizeof *solver->place);
    solver->members = calloc(work->count + 1, sizeof *solver->members);
    solver->in_tree = calloc(work->tie_count + 1, sizeof *solver->in_tree);
    enum status status = STATUS_OK;
    if (!solver->root || !solver->place || !solver->members || !solver->in_tree)
        status = error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    for (uint32_t i = 0; i < work->count && !status; i++) {
        solver->root[i] = i;
        solver->place[i] = UINT32_MAX;
    }
    if (!status) status = grow_tree(solver, error);
    if (status) solver_release(solver);
    return status;
}

void solver_enter(struct solver *solver, uint32_t root)
{
    place_component(solver, root);
    find_groups(solver);
}

void solver_leave(struct solver *solver)
{
    for (size_t i = 0; i < solver->count; i++)
        solver->place[solver->members[i].source] = UINT32_MAX;
    solver->count = 0;
}
