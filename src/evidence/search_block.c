/*
 * A query over the records of one block: the text is taken in stretches of whole records that fit
 * the processor's cache, and each run of wanted records in a stretch is searched as one text, not
 * record by record.
 *
 * Stretches of which most is wanted are read into a buffer: reading costs less than half of what
 * the page faults of a mapping do. From others the wanted records alone are looked at in place.
 */
#include <assert.h>
#include <stdlib.h>

#include "evidence/search_query.h"

enum {
    STRETCH = 256 << 10,
    READ_SHARE = 4,           /* one byte of so many must be wanted for a stretch to be read */
    LINES_AT_ONCE = 16 << 10, /* bytes that a pattern goes over before it is asked for its pace */
};

/* A pattern that stays within its steps at each place may still take for ever. Even a slow one goes
 * through some tens of megabytes in a second. */
#define PACE_GRACE    (5 * NS_PER_S)
#define PACE_PER_BYTE (NS_PER_S / 1000000)

struct evidence_search {
    const struct evidence_query *query; /* borrowed */
    pcre2_match_data *data;             /* owned; NULL where the query has no code */
    char *buffer;                       /* owned: STRETCH + FINDER_SLACK bytes */
    /* of a pattern: the time that it has taken for all blocks before, the bytes that it has gone
     * over, and had when it was last asked */
    duration spent;
    uint64_t done, checked;
};

/* The work on one block. */
struct job {
    struct evidence_search *search;
    const struct evidence_block *block;
    struct span view; /* where the stretch's bytes are, in the buffer or in place */
    uint64_t base;    /* offset of view.at in the content */
    size_t readable;  /* bytes behind the view */
    uint64_t *hits;
    size_t hit_count;
    duration began; /* time of the thread when it began with the block */
};

enum status evidence_search_new(const struct evidence_query *query, struct evidence_search **ret,
                                struct error *error)
{
    struct evidence_search *search = calloc(1, sizeof *search);
    if (search) search->buffer = calloc(1, STRETCH + FINDER_SLACK);
    if (search && query->code) search->data = query_match_data(query);
    if (!search || !search->buffer || (query->code && !search->data)) {
        evidence_search_free(search);
        return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    }
    search->query = query;
    *ret = search;
    return STATUS_OK;
}

void evidence_search_free(struct evidence_search *search)
{
    if (!search) return;
    pcre2_match_data_free(search->data);
    free(search->buffer);
    free(search);
}

/* ---- one run of records ---- */

/* Bytes of the content from one offset to another, which lie in the view. */
static struct span bytes_of(const struct job *job, uint64_t from, uint64_t to)
{
    return span_sub(job->view, (size_t)(from - job->base), (size_t)(to - from));
}

/* The record that holds a byte, at or behind record `low`; mostly it is near. */
static uint64_t record_at(const struct evidence_index *index, uint64_t low, uint64_t end,
                          uint64_t offset)
{
    uint64_t step = 1;
    while (low + step < end && index->start[low + step] <= offset) {
        low += step;
        step *= 2;
    }
    uint64_t high = low + step < end ? low + step : end;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (index->start[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static enum status check_pace(struct job *job, size_t bytes, struct error *error)
{
    struct evidence_search *search = job->search;
    search->done += bytes;
    if (search->done - search->checked < LINES_AT_ONCE / 2) return STATUS_OK;
    search->checked = search->done;
    duration spent = search->spent + (os_thread_time() - job->began);
    if (spent <= PACE_GRACE + (duration)search->done * PACE_PER_BYTE) return STATUS_OK;
    return error_set(
        error, STATUS_LIMIT,
        "the pattern takes too long: %.1f s for %.1f MB; make it simpler, for instance "
        "without repeats inside repeats",
        (double)spent / NS_PER_S, (double)search->done / 1e6);
}

static enum status match_record(struct job *job, uint64_t record, struct error *error)
{
    const struct evidence_index *index = job->block->index;
    struct span text = bytes_of(job, index->start[record], index->start[record + 1]);
    size_t from, to;
    bool found = false;
    enum status status =
        query_pieces(job->search->query, job->search->data, text, &found, &from, &to, error);
    if (status) return status;
    if (found) job->hits[job->hit_count++] = record;
    return check_pace(job, text.len, error);
}

/* The finder goes over the whole run; a pattern then looks at the records where it stops. */
static enum status run_by_finder(struct job *job, uint64_t record, uint64_t to, struct error *error)
{
    const struct evidence_query *query = job->search->query;
    const uint64_t *start = job->block->index->start;
    const uint64_t end = start[to];
    const size_t readable = job->readable + (size_t)(job->base + job->view.len - end);
    uint64_t from = start[record];
    job->search->done += end - from; /* of this the finder's time is a small part */
    while (record < to) {
        size_t at = finder_next(&query->finder, bytes_of(job, from, end), readable);
        if (at == SIZE_MAX) break;
        from += at;
        record = record_at(job->block->index, record, to, from);
        if (from + query->finder.needle.len > start[record + 1]) {
            from++; /* it reaches over the record's end */
            continue;
        }
        if (query->code) {
            enum status status = match_record(job, record, error);
            if (status) return status;
        } else {
            job->hits[job->hit_count++] = record;
        }
        from = start[++record];
    }
    return STATUS_OK;
}

/* A pattern that stays within a line goes over many records at once. All are short enough for it.
 */
static enum status run_by_lines(struct job *job, uint64_t record, uint64_t to, struct error *error)
{
    struct evidence_search *search = job->search;
    const struct evidence_index *index = job->block->index;
    const uint64_t begin = index->start[record];
    struct span text = bytes_of(job, begin, index->start[to]);
    while (record < to) {
        bool found = false;
        size_t from = (size_t)(index->start[record] - begin);
        enum status status = query_run(search->query, search->data, text, from, 0, &found, error);
        if (status) return status;
        if (!found) break;
        record = record_at(index, record, to, begin + pcre2_get_ovector_pointer(search->data)[0]);
        job->hits[job->hit_count++] = record++;
    }
    return check_pace(job, text.len, error);
}

/* Short enough to be searched among others, and its end is a line's. */
static bool is_whole_lines(const struct job *job, uint64_t record)
{
    const struct evidence_index *index = job->block->index;
    struct span text = bytes_of(job, index->start[record], index->start[record + 1]);
    return text.len <= QUERY_PIECE && text.len > 0 &&
           (text.at[text.len - 1] == '\n' || record + 1 == index->count);
}

static enum status run_by_pattern(struct job *job, uint64_t record, uint64_t to,
                                  struct error *error)
{
    const uint64_t *start = job->block->index->start;
    bool one_line = job->search->query->one_line;
    enum status status = STATUS_OK;
    while (record < to && status == STATUS_OK) {
        uint64_t next = record;
        while (one_line && next < to && start[next] - start[record] < LINES_AT_ONCE &&
               is_whole_lines(job, next))
            next++;
        if (next > record)
            status = run_by_lines(job, record, next, error);
        else
            status = match_record(job, next++, error);
        record = next;
    }
    return status;
}

/* ---- stretches ---- */

static bool is_wanted(const struct evidence_block *block, uint64_t record)
{
    return !block->wanted || block->wanted[record - block->from];
}

static enum status search_runs(struct job *job, uint64_t from, uint64_t to, struct error *error)
{
    const struct evidence_block *block = job->block;
    enum status status = STATUS_OK;
    while (from < to && status == STATUS_OK) {
        uint64_t end = block->wanted ? from : to;
        while (end < to && is_wanted(block, end)) end++;
        if (end > from)
            status = job->search->query->has_finder ? run_by_finder(job, from, end, error)
                                                    : run_by_pattern(job, from, end, error);
        from = end;
        while (from < to && !is_wanted(block, from)) from++;
    }
    return status;
}

static uint64_t wanted_bytes(const struct evidence_block *block, uint64_t from, uint64_t to)
{
    const uint64_t *start = block->index->start;
    uint64_t bytes = 0;
    if (!block->wanted) return start[to] - start[from];
    for (uint64_t i = from; i < to; i++)
        if (is_wanted(block, i)) bytes += start[i + 1] - start[i];
    return bytes;
}

/* Where the bytes of a stretch are looked at. */
static enum status take_view(struct job *job, uint64_t from, uint64_t to, struct error *error)
{
    const struct evidence_block *block = job->block;
    const uint64_t begin = block->index->start[from], end = block->index->start[to];
    size_t len = (size_t)(end - begin), got = 0;
    job->base = begin;
    if (!block->reader || len > STRETCH ||
        wanted_bytes(block, from, to) < (end - begin) / READ_SHARE) {
        job->view = span_sub(block->content, (size_t)begin, len);
        job->readable = block->content.len - (size_t)end;
        return STATUS_OK;
    }
    job->view = (struct span){job->search->buffer, len};
    job->readable = STRETCH + FINDER_SLACK - len;
    enum status status =
        block->reader->read(block->reader->context, begin, job->search->buffer, len, &got, error);
    if (status == STATUS_OK && got < len)
        status = error_set(error, STATUS_DAMAGED, "the content ends before its index does");
    return status;
}

enum status evidence_search_block(struct evidence_search *search,
                                  const struct evidence_block *block, uint64_t *ret_records,
                                  size_t *ret_count, struct error *error)
{
    struct job job = {.search = search, .block = block, .hits = ret_records};
    if (search->query->code) job.began = os_thread_time();
    const uint64_t *start = block->index->start;
    enum status status = STATUS_OK;
    uint64_t from = block->from;
    assert(block->to <= block->index->count && start[block->to] <= block->content.len);
    while (from < block->to && status == STATUS_OK) {
        while (from < block->to && !is_wanted(block, from)) from++;
        if (from == block->to) break;
        uint64_t next = from + 1, end = next; /* `end` is behind the last that is wanted */
        for (; next < block->to && start[next + 1] - start[from] <= STRETCH; next++)
            if (is_wanted(block, next)) end = next + 1;
        status = take_view(&job, from, end, error);
        if (status == STATUS_OK) status = search_runs(&job, from, end, error);
        from = next;
    }
    if (search->query->code) search->spent += os_thread_time() - job.began;
    if (status == STATUS_OK) *ret_count = job.hit_count;
    return status;
}
