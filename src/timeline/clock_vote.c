/*
 * Votes of sources without ties.
 *
 * Where clocks differ, a source outside says by its activity which is right: the one on which the
 * others' bursts come at its own time.
 */
#include "timeline/clock_place.h"

enum {
    VOTERS_MOST = 4,
    VOTED_MOST = 4, /* groups that are compared with voters */
    BINS_MOST = 1 << 14,
    LAG = 300, /* seconds either way */
    RECORDS_LEAST = 100,
};

#define TOLERANCE (3 * NS_PER_S / 2)

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
    /* Written in another order than stamped: when requests begin, as they end. What others write
     * at the end comes later by as long as a request takes, which is no clock. */
    if (mine->late > mine->timed / 50) return STATUS_OK;
    const struct evidence_index *theirs = work->sources[booth->voter].index;
    instant from = minus(mine->first, work->shift[source]);
    instant to = minus(mine->last, work->shift[source]);
    instant first = minus(theirs->first, clock_moved(work, booth->voter));
    instant last = minus(theirs->last, clock_moved(work, booth->voter));
    if (first > from) from = first;
    if (last < to) to = last;
    if (to <= from) return STATUS_OK;
    size_t bins = BINS_MOST;
    if (minus(to, from) / NS_PER_S < BINS_MOST) bins = (size_t)((to - from) / NS_PER_S) + 1;
    struct activity x = {0}, y = {0};
    enum status status = activity_init(work, source, from, NS_PER_S, bins, &x, error);
    if (!status)
        status = activity_init(work, booth->voter, minus(from, LAG * NS_PER_S), NS_PER_S,
                               bins + 2 * LAG, &y, error);
    for (int what = 0; what < ACTIVITY_COUNT && !status; what++) {
        if (!x.steps[what] || !y.steps[what]) continue;
        struct echo echo = activity_echo(x.steps[what], y.steps[what], bins, 2 * LAG + 1);
        if (!echo.clear || echo.best <= booth->best) continue;
        booth->best = echo.best;
        booth->member = member;
        booth->ahead = (LAG - (int64_t)echo.lag) * NS_PER_S;
    }
    activity_release(&x);
    activity_release(&y);
    return status;
}

static void cast(struct solver *solver, const struct booth *booth)
{
    duration right = minus(solver->members[booth->member].at, booth->ahead);
    struct group *nearest = NULL;
    duration nearest_away = TOLERANCE;
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
        if (timed < RECORDS_LEAST) continue;
        if (before != SIZE_MAX) {
            uint64_t limit = work->sources[before].index->timed;
            if (timed > limit || (timed == limit && i <= before)) continue;
        }
        if (best == SIZE_MAX || timed > work->sources[best].index->timed) best = i;
    }
    return best;
}

enum status clock_vote(struct solver *solver, struct error *error)
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
