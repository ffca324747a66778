/*
 * Deploys and releases told of elsewhere, as witnesses for one clock or another.
 *
 * A deploy restarts a process: for a moment requests fail, or the process says that it starts.
 * Where clocks differ, the one on which such a moment is when the deploy log, a bot or a pipeline
 * says it was is likely right. A record speaks only when it fits one of the clocks and no other.
 */
#include "timeline/clock_place.h"

#include <stdlib.h>

enum {
    FAILURES_LEAST = 3, /* of a blip */
    MARKS_MOST = 64,
    RECORDS_MOST = 5000, /* of a source that tells of deploys */
    RECORD_BYTES = 4096,
    WEIGHT_MOST = 3, /* all witnesses together: as three more logs on that clock */
};

#define BLIP_MOST (10 * NS_PER_S) /* longer is no restart */
#define APART     (5 * NS_PER_S)  /* failures closer than this belong together */
#define QUIET     (20 * NS_PER_S) /* about a blip */
#define REACH     (5 * NS_PER_S)  /* between the moment and the record of the deploy */

/* A moment that a deploy may explain, on the clock of the component's first position. */
struct mark {
    instant from, to;
};

struct marks {
    struct mark at[MARKS_MOST];
    size_t count;
    bool overflow; /* too many to mean anything */
};

static void add_mark(struct marks *marks, instant from, instant to)
{
    if (marks->count == MARKS_MOST)
        marks->overflow = true;
    else
        marks->at[marks->count++] = (struct mark){from, to};
}

/* Short clusters of at least `least` instants with quiet about them. Sorts the instants. */
static void mark_clusters(struct marks *marks, struct instants *instants, size_t least,
                          duration moved)
{
    instant *at = instants->at;
    size_t count = instants->count, from = 0;
    if (count) qsort(at, count, sizeof *at, order_times);
    for (size_t to; from < count && !marks->overflow; from = to) {
        for (to = from + 1; to < count && minus(at[to], at[to - 1]) <= APART;) to++;
        bool quiet = (!from || minus(at[from], at[from - 1]) >= QUIET) &&
                     (to == count || minus(at[to], at[to - 1]) >= QUIET);
        if (quiet && to - from >= least && minus(at[to - 1], at[from]) <= BLIP_MOST)
            add_mark(marks, minus(at[from], moved), minus(at[to - 1], moved));
    }
}

static void find_marks(struct solver *solver, struct marks *marks)
{
    struct clock_work *work = solver->work;
    for (size_t i = 0; i < solver->count; i++) {
        const struct member *member = &solver->members[i];
        duration moved = instant_add(work->shift[member->source], member->at);
        mark_clusters(marks, &work->failures[member->source], FAILURES_LEAST, moved);
        mark_clusters(marks, &work->restarts[member->source], 1, moved);
    }
}

static bool tells_of_deploys(struct span text)
{
    static const char *const words[] = {"deploy", "release", "rollout", "rolled", "restart"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find_nocase(text, span_of(words[i])) != SIZE_MAX) return true;
    return false;
}

static bool may_witness(const struct solver *solver, size_t source)
{
    const struct clock_work *work = solver->work;
    const struct evidence_index *index = work->sources[source].index;
    if (solver->place[source] != UINT32_MAX || !index->timed || index->count > RECORDS_MOST)
        return false;
    bool kind = index->kind == EVIDENCE_LOG || index->kind == EVIDENCE_CHAT ||
                index->kind == EVIDENCE_TABLE;
    return kind && work->zoned[source] && !work->assumed[source];
}

/* Whether a moment of the component lies at `at` when the group's clock is right. */
static bool fits(const struct solver *solver, const struct marks *marks, const struct group *group,
                 instant at)
{
    duration place = solver->members[group->head].at;
    for (size_t i = 0; i < marks->count; i++) {
        instant from = instant_add(marks->at[i].from, place);
        instant to = instant_add(marks->at[i].to, place);
        if (at >= minus(from, REACH) && at <= instant_add(to, REACH)) return true;
    }
    return false;
}

/* One record: counts when it fits exactly one group. */
static void ask(struct solver *solver, const struct marks *marks, size_t source, instant at)
{
    struct group *only = NULL;
    for (int i = 0; i < solver->group_count; i++) {
        if (!fits(solver, marks, &solver->groups[i], at)) continue;
        if (only) return;
        only = &solver->groups[i];
    }
    if (!only) return;
    if (only->witnesses < WEIGHT_MOST) only->weight += 1;
    if (!only->witnesses++) {
        only->witness = source;
        only->witnessed = at;
    }
}

void clock_witness(struct solver *solver)
{
    const struct clock_work *work = solver->work;
    struct marks marks = {.count = 0};
    find_marks(solver, &marks);
    if (!marks.count || marks.overflow) return;
    for (size_t i = 0; i < work->count; i++) {
        if (!may_witness(solver, i)) continue;
        const struct timeline_source *source = &work->sources[i];
        bool named = tells_of_deploys(span_of(source->name));
        for (uint64_t r = 0; r < source->index->count; r++) {
            instant at = timeline_record_time(source, r);
            struct span text =
                span_sub(evidence_record(source->index, source->content, r), 0, RECORD_BYTES);
            if (at != INSTANT_NONE && (named || tells_of_deploys(text))) ask(solver, &marks, i, at);
        }
    }
}
