/*
 * A search over all sources, whose hits come in order of time while it still runs.
 *
 * Blocks are searched in order of their earliest time, some in a round, by several threads. What
 * was found before the earliest time of all blocks that are left is sure: nothing can come before
 * it any more. Rounds begin small, so that the first hits come at once and a limit costs little.
 */
#include "timeline/search.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ROUND_MOST = 256,   /* blocks in a round */
    COUNTED_MOST = 4096 /* when nobody waits for hits: at the end of a round threads wait */
};

/* What one thread works with. */
struct worker {
    struct evidence_search *search;
    uint64_t counted; /* hits, when only the count is wanted */
    uint64_t records[SEARCH_BLOCK];
    uint8_t wanted[SEARCH_BLOCK];
};

struct result {
    uint64_t *records; /* owned */
    size_t count;
};

struct run {
    struct search_plan *plan;
    struct worker *workers;            /* owned, one for each thread */
    size_t next;                       /* first block of the round */
    struct result results[ROUND_MOST]; /* not when only the count is wanted */
    uint64_t bytes;
    struct timeline_entry *pending; /* owned: found, but not yet sure to be next */
    size_t pending_count, pending_room;
    timeline_found found; /* NULL: only count */
    void *context;
    bool stopped;
};

static enum status no_memory(struct error *error)
{
    return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
}

static enum status keep_records(const struct worker *worker, size_t count, struct result *ret,
                                struct error *error)
{
    if (count == 0) return STATUS_OK;
    ret->records = malloc(count * sizeof *ret->records);
    if (!ret->records) return no_memory(error);
    memcpy(ret->records, worker->records, count * sizeof *ret->records);
    ret->count = count;
    return STATUS_OK;
}

static enum status search_one(void *context, size_t task, unsigned number, struct error *error)
{
    struct run *run = context;
    const struct search_block *block = &run->plan->blocks[run->next + task];
    const struct timeline_source *source = &run->plan->sources[block->source];
    struct worker *worker = &run->workers[number];
    size_t count = 0;
    struct evidence_block text = {source->index, source->content, source->reader,
                                  block->from,   block->to,       NULL};
    if (!block->whole) {
        search_wanted(run->plan, block, worker->wanted);
        text.wanted = worker->wanted;
    }
    enum status status =
        evidence_search_block(worker->search, &text, worker->records, &count, error);
    if (status) {
        error_place(error, "S%u %s, bytes from %llu on", source->id, source->name,
                    (unsigned long long)source->index->start[block->from]);
        return status;
    }
    if (run->found) return keep_records(worker, count, &run->results[task], error);
    worker->counted += count;
    return STATUS_OK;
}

/* ---- in order ---- */

static int by_time(const void *a, const void *b)
{
    const struct timeline_entry *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    return x->record < y->record ? -1 : x->record > y->record;
}

static enum status take_results(struct run *run, size_t round, struct error *error)
{
    const struct search_plan *plan = run->plan;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < round && status == STATUS_OK; i++) {
        const struct result *result = &run->results[i];
        uint32_t source = plan->blocks[run->next + i].source;
        status = grow_array(&run->pending, &run->pending_room, run->pending_count + result->count,
                            sizeof *run->pending, error);
        for (size_t k = 0; k < result->count && status == STATUS_OK; k++) {
            instant at = plan->pass == SEARCH_TIMED ? search_time(plan, source, result->records[k])
                                                    : INSTANT_NONE;
            run->pending[run->pending_count++] =
                (struct timeline_entry){at, source, result->records[k]};
        }
    }
    return status;
}

/* Gives what nothing can come before any more. `next` is the first block that is left. */
static enum status give_sure(struct run *run, size_t next, struct error *error)
{
    const struct search_plan *plan = run->plan;
    size_t sure = run->pending_count;
    if (sure == 0) return STATUS_OK;
    qsort(run->pending, sure, sizeof *run->pending, by_time);
    if (plan->pass == SEARCH_TIMED && next < plan->block_count)
        while (sure && run->pending[sure - 1].at >= plan->blocks[next].earliest) sure--;
    if (sure == 0) return STATUS_OK;
    enum status status = run->found(run->context, run->pending, sure, &run->stopped, error);
    run->pending_count -= sure;
    memmove(run->pending, run->pending + sure, run->pending_count * sizeof *run->pending);
    return status;
}

static void tell_progress(struct run *run, size_t round)
{
    const struct timeline_search *search = run->plan->search;
    for (size_t i = 0; i < round; i++) {
        const struct search_block *block = &run->plan->blocks[run->next + i];
        const uint64_t *start = run->plan->sources[block->source].index->start;
        run->bytes += start[block->to] - start[block->from];
    }
    if (search->progress) search->progress(search->progress_context, run->bytes);
}

static enum status search_round(struct run *run, size_t round, struct error *error)
{
    enum status status = threads_run(run->plan->threads, round, search_one, run, error);
    tell_progress(run, round);
    if (!run->found) return status;
    if (status == STATUS_OK) status = take_results(run, round, error);
    for (size_t i = 0; i < round; i++) free(run->results[i].records);
    memset(run->results, 0, sizeof run->results);
    if (status == STATUS_OK) status = give_sure(run, run->next + round, error);
    return status;
}

/* ---- the whole ---- */

static enum status run_pass(struct run *run, enum search_pass pass, struct error *error)
{
    struct search_plan plan = *run->plan;
    const size_t most = run->found ? ROUND_MOST : COUNTED_MOST;
    size_t round = run->found ? 2 * (size_t)plan.threads : most;
    plan.pass = pass;
    run->plan = &plan;
    run->next = 0;
    enum status status = search_plan_make(&plan, error);
    while (status == STATUS_OK && run->next < plan.block_count && !run->stopped) {
        if (round > most) round = most;
        if (round > plan.block_count - run->next) round = plan.block_count - run->next;
        status = search_round(run, round, error);
        run->next += round;
        round *= 2;
    }
    search_plan_release(&plan);
    return status;
}

static enum status make_workers(struct run *run, struct error *error)
{
    enum status status = STATUS_OK;
    run->workers = calloc(run->plan->threads, sizeof *run->workers);
    if (!run->workers) return no_memory(error);
    for (unsigned i = 0; i < run->plan->threads && status == STATUS_OK; i++)
        status = evidence_search_new(run->plan->search->query, &run->workers[i].search, error);
    return status;
}

static bool has_window(const struct timeline_filter *filter)
{
    return filter->from != INSTANT_OPEN_START || filter->to != INSTANT_OPEN_END;
}

static enum status search_all(struct run *run, uint64_t *ret_counted, struct error *error)
{
    const struct timeline_search *search = run->plan->search;
    bool untimed = search->untimed && !has_window(&search->filter);
    struct search_plan *plan = run->plan;
    enum status status = make_workers(run, error);
    if (status == STATUS_OK)
        status = run_pass(run, untimed && !run->found ? SEARCH_ANY : SEARCH_TIMED, error);
    run->plan = plan;
    if (status == STATUS_OK && untimed && run->found && !run->stopped)
        status = run_pass(run, SEARCH_UNTIMED, error);
    run->plan = plan;
    for (unsigned i = 0; run->workers && i < plan->threads; i++) {
        *ret_counted += run->workers[i].counted;
        evidence_search_free(run->workers[i].search);
    }
    free(run->workers);
    free(run->pending);
    return status;
}

static enum status begin(const struct timeline_source *sources, size_t count,
                         const struct timeline_search *search, struct run *run,
                         uint64_t *ret_counted, struct error *error)
{
    enum { THREADS_MOST = 16 };
    struct search_plan plan = {.sources = sources, .count = count, .search = search};
    plan.threads = search->threads ? search->threads : os_cpus();
    if (plan.threads > THREADS_MOST) plan.threads = THREADS_MOST;
    run->plan = &plan;
    enum status status = search_all(run, ret_counted, error);
    run->plan = NULL;
    return status;
}

enum status timeline_search(const struct timeline_source *sources, size_t count,
                            const struct timeline_search *search, timeline_found found,
                            void *context, struct error *error)
{
    struct run run = {.found = found, .context = context};
    uint64_t none = 0;
    assert(found);
    return begin(sources, count, search, &run, &none, error);
}

enum status timeline_search_count(const struct timeline_source *sources, size_t count,
                                  const struct timeline_search *search, uint64_t *ret,
                                  struct error *error)
{
    struct run run = {.found = NULL};
    uint64_t counted = 0;
    enum status status = begin(sources, count, search, &run, &counted, error);
    if (status == STATUS_OK) *ret = counted;
    return status;
}
