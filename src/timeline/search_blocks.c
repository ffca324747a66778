/*
 * Which blocks of records are to be searched at all.
 *
 * Summaries of blocks (earliest and latest time, levels) are derived when they are asked for: where
 * a source is in order they are at the ends of a block, else one pass over two columns costs less
 * than a hundredth of going through the text.
 */
#include "timeline/search.h"

#include <stdlib.h>

/* The blocks of one source. */
struct listed {
    struct search_block *blocks; /* owned */
    size_t count;
};

struct listing {
    struct search_plan *plan;
    struct listed *sources; /* one each */
};

struct summary {
    instant earliest, latest; /* INSTANT_NONE when no record has a time */
    bool all_timed;
    uint32_t levels;
};

static struct summary times_of_block(const struct times *times, uint64_t from, uint64_t to)
{
    struct summary summary = {INSTANT_NONE, INSTANT_NONE, true, 0};
    if (times->sorted && times->timed == times->count)
        return (struct summary){times_at(times, from), times_at(times, to - 1), true, 0};
    for (uint64_t i = from; i < to; i++) {
        instant at = times_at(times, i);
        if (at == INSTANT_NONE) {
            summary.all_timed = false;
            continue;
        }
        if (summary.earliest == INSTANT_NONE || at < summary.earliest) summary.earliest = at;
        if (at > summary.latest) summary.latest = at;
    }
    return summary;
}

static uint32_t levels_of_block(const uint8_t *level, uint64_t from, uint64_t to)
{
    uint32_t mask = 0;
    for (uint64_t i = from; i < to; i++) mask |= UINT32_C(1) << (level[i] & 31);
    return mask;
}

static bool has_kind(const uint32_t *kinds, uint32_t kind, uint64_t from, uint64_t to)
{
    bool found = false;
    for (uint64_t i = from; i < to; i++) found |= kinds[i] == kind;
    return found;
}

/* Fills in what a block is about; false when nothing in it can be wanted. */
static bool take_block(const struct search_plan *plan, struct search_block *block)
{
    const struct timeline_search *search = plan->search;
    const struct timeline_filter *filter = &search->filter;
    const uint64_t from = block->from, to = block->to;
    block->whole = !search->kinds;
    if (search->kinds && !has_kind(search->kinds[block->source], search->kind, from, to))
        return false;
    if (filter->level_mask) {
        const uint8_t *level = plan->sources[block->source].index->level;
        uint32_t levels = levels_of_block(level, from, to);
        if (!(levels & filter->level_mask)) return false;
        if (levels & ~filter->level_mask) block->whole = false;
    }
    if (plan->pass == SEARCH_ANY) return true;
    struct summary summary = times_of_block(&plan->times[block->source], from, to);
    if (plan->pass == SEARCH_UNTIMED) {
        if (summary.earliest != INSTANT_NONE) block->whole = false;
        return !summary.all_timed;
    }
    if (summary.earliest == INSTANT_NONE || summary.latest < filter->from ||
        summary.earliest >= filter->to)
        return false;
    if (!summary.all_timed || summary.earliest < filter->from || summary.latest >= filter->to)
        block->whole = false;
    block->earliest = summary.earliest;
    return true;
}

/* Places of a source that is in order need no look outside the window. */
static void window_of(const struct search_plan *plan, uint32_t source, uint64_t *from, uint64_t *to)
{
    const struct times *times = &plan->times[source];
    const struct timeline_filter *filter = &plan->search->filter;
    *from = 0;
    *to = plan->sources[source].index->count;
    if (plan->pass == SEARCH_UNTIMED && times->timed == times->count) *to = 0;
    if (plan->pass != SEARCH_TIMED) return;
    if (!times->timed) *to = 0;
    if (!times->sorted || !*to) return;
    if (filter->from != INSTANT_OPEN_START) *from = times_find(times, 0, filter->from);
    if (filter->to != INSTANT_OPEN_END) *to = times_find(times, *from, filter->to);
}

static enum status take_times(struct search_plan *plan, size_t source, struct error *error)
{
    const struct timeline_prepared *prepared = plan->sources[source].prepared;
    if (!prepared) return times_init(&plan->sources[source], &plan->times[source], error);
    plan->times[source] = prepared->times;
    plan->times[source].owned = NULL; /* borrowed */
    return STATUS_OK;
}

static enum status list_source(void *context, size_t source, unsigned worker, struct error *error)
{
    struct listing *listing = context;
    struct search_plan *plan = listing->plan;
    struct listed *listed = &listing->sources[source];
    const struct timeline_search *search = plan->search;
    uint64_t from, to;
    (void)worker;
    if (search->filter.source_on && !search->filter.source_on[source]) return STATUS_OK;
    if (search->kinds && !search->kinds[source]) return STATUS_OK;
    if (plan->pass != SEARCH_ANY) {
        enum status status = take_times(plan, source, error);
        if (status) return status;
    }
    window_of(plan, (uint32_t)source, &from, &to);
    if (from >= to) return STATUS_OK;
    size_t most = (size_t)((to - from + SEARCH_BLOCK - 1) / SEARCH_BLOCK);
    listed->blocks = calloc(most, sizeof *listed->blocks);
    if (!listed->blocks) return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    for (; from < to; from += SEARCH_BLOCK) {
        struct search_block block = {.source = (uint32_t)source, .from = from};
        block.to = to - from < SEARCH_BLOCK ? to : from + SEARCH_BLOCK;
        if (take_block(plan, &block)) listed->blocks[listed->count++] = block;
    }
    return STATUS_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct search_block *x = a, *y = b;
    if (x->earliest != y->earliest) return x->earliest < y->earliest ? -1 : 1;
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static enum status join(struct search_plan *plan, const struct listed *listed, struct error *error)
{
    size_t total = 0;
    for (size_t i = 0; i < plan->count; i++) total += listed[i].count;
    plan->blocks = calloc(total + 1, sizeof *plan->blocks);
    if (!plan->blocks) return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    for (size_t i = 0; i < plan->count; i++) {
        if (listed[i].count)
            memcpy(plan->blocks + plan->block_count, listed[i].blocks,
                   listed[i].count * sizeof *plan->blocks);
        plan->block_count += listed[i].count;
    }
    qsort(plan->blocks, total, sizeof *plan->blocks, by_time);
    return STATUS_OK;
}

enum status search_plan_make(struct search_plan *plan, struct error *error)
{
    struct listing listing = {.plan = plan};
    plan->times = calloc(plan->count + 1, sizeof *plan->times);
    listing.sources = calloc(plan->count + 1, sizeof *listing.sources);
    enum status status = STATUS_OK;
    if (!plan->times || !listing.sources)
        status = error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    else
        status = threads_run(plan->threads, plan->count, list_source, &listing, error);
    if (status == STATUS_OK) status = join(plan, listing.sources, error);
    for (size_t i = 0; listing.sources && i < plan->count; i++) free(listing.sources[i].blocks);
    free(listing.sources);
    return status;
}

void search_plan_release(struct search_plan *plan)
{
    for (size_t i = 0; plan->times && i < plan->count; i++) times_release(&plan->times[i]);
    free(plan->times);
    free(plan->blocks);
}

void search_wanted(const struct search_plan *plan, const struct search_block *block,
                   uint8_t *ret_wanted)
{
    const struct timeline_search *search = plan->search;
    const struct timeline_filter *filter = &search->filter;
    const uint8_t *level = plan->sources[block->source].index->level;
    const uint32_t *kinds = search->kinds ? search->kinds[block->source] : NULL;
    for (uint64_t i = block->from; i < block->to; i++) {
        bool wanted = !filter->level_mask || (filter->level_mask >> (level[i] & 31) & 1);
        if (kinds && kinds[i] != search->kind) wanted = false;
        if (plan->pass != SEARCH_ANY) {
            instant at = search_time(plan, block->source, i);
            bool within = at != INSTANT_NONE && at >= filter->from && at < filter->to;
            if (plan->pass == SEARCH_TIMED ? !within : at != INSTANT_NONE) wanted = false;
        }
        ret_wanted[i - block->from] = wanted;
    }
}
