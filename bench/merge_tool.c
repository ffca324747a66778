/*
 * Many logs as one stream, for measuring beside `sort -m`.
 *
 * Records that follow each other in one file go out as one piece, and pieces go out many at a time,
 * straight from the mapped files: nothing is copied on our side. Pages that are behind are given
 * back, so that memory is that of the indexes.
 */
#include "bench/tools.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "timeline/timeline.h"

enum { RUNS = 512, BATCHES = 2, MAPPED_BYTES = 4 << 20, STEP_LEAST = 1 << 16 };

/* What one write takes: pieces of the mapped files. */
struct batch {
    struct iovec pieces[RUNS];
    size_t count;
};

/* The part of a content whose pages are to be here. */
struct mapped {
    size_t from, to;
};

struct tool {
    struct timeline_source *sources;
    struct evidence_index *indexes;
    struct mapped *mapped; /* of each source */
    size_t step;           /* of mapping and unmapping; a multiple of any page's size */
    const char *const *paths;
    size_t count;
    /* one thread fills batches while another writes the one before */
    struct batch batches[BATCHES];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t filled, written; /* batches so far */
    bool end;
    enum status status; /* of writing */
    struct error error;
};

/* One file to a thread: they are many, and each is small. */
static enum status open_source(void *context, size_t number, unsigned worker, struct error *error)
{
    (void)worker;
    struct tool *tool = context;
    struct timeline_source *source = &tool->sources[number];
    const char *path = tool->paths[number];
    enum status status = tool_index(path, 1, &tool->indexes[number], error);
    if (status == STATUS_OK) status = os_map(path, &source->content, error);
    source->id = (uint32_t)number + 1;
    source->name = path;
    source->index = &tool->indexes[number];
    return status;
}

/* ---- writing ---- */

static enum status write_batch(struct batch *batch, struct error *error)
{
    struct iovec *at = batch->pieces;
    size_t left = batch->count;
    while (left) {
        ssize_t wrote = writev(STDOUT_FILENO, at, (int)left);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return error_set_errno(error, "write", "standard output");
        size_t done = (size_t)wrote;
        for (; left && done >= at->iov_len; at++, left--) done -= at->iov_len;
        if (!left) break;
        at->iov_base = (char *)at->iov_base + done;
        at->iov_len -= done;
    }
    return STATUS_OK;
}

static void *write_batches(void *context)
{
    struct tool *tool = context;
    pthread_mutex_lock(&tool->lock);
    for (;;) {
        while (tool->filled == tool->written && !tool->end)
            pthread_cond_wait(&tool->changed, &tool->lock);
        if (tool->filled == tool->written) break;
        struct batch *batch = &tool->batches[tool->written % BATCHES];
        pthread_mutex_unlock(&tool->lock);
        /* after a failure the rest is taken and thrown away, so that nobody waits for ever */
        enum status status = tool->status ? tool->status : write_batch(batch, &tool->error);
        pthread_mutex_lock(&tool->lock);
        tool->status = status;
        tool->written++;
        pthread_cond_signal(&tool->changed);
    }
    pthread_mutex_unlock(&tool->lock);
    return NULL;
}

/* ---- merging ---- */

/* Maps what comes next of a source, many pages at once, and gives back what lies well behind. A
 * page that is still to be written is mapped again when it is touched, so that too early costs time
 * alone; so does a kernel that cannot do this. */
static void move_window(struct tool *tool, uint32_t number, size_t from, size_t to)
{
    struct span content = tool->sources[number].content;
    struct mapped *mapped = &tool->mapped[number];
    while (mapped->to < to) {
        size_t step = content.len - mapped->to < tool->step ? content.len - mapped->to : tool->step;
        madvise((void *)(uintptr_t)(content.at + mapped->to), step, MADV_POPULATE_READ);
        mapped->to += step;
    }
    while (from > mapped->from + 2 * tool->step) {
        madvise((void *)(uintptr_t)(content.at + mapped->from), tool->step, MADV_DONTNEED);
        mapped->from += tool->step;
    }
}

static void fill_batch(struct tool *tool, struct batch *batch, const struct timeline_run *runs,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct timeline_source *source = &tool->sources[runs[i].source];
        const uint64_t *start = source->index->start + runs[i].first;
        size_t from = (size_t)start[0], to = (size_t)start[runs[i].count];
        batch->pieces[i] =
            (struct iovec){(void *)(uintptr_t)(source->content.at + from), to - from};
        move_window(tool, runs[i].source, from, to);
    }
    batch->count = count;
}

static void merge_batches(struct tool *tool, struct timeline_merge *merge)
{
    struct timeline_run runs[RUNS];
    size_t got;
    while ((got = timeline_merge_runs(merge, runs, RUNS)) > 0) {
        pthread_mutex_lock(&tool->lock);
        while (tool->filled - tool->written == BATCHES)
            pthread_cond_wait(&tool->changed, &tool->lock);
        pthread_mutex_unlock(&tool->lock);
        fill_batch(tool, &tool->batches[tool->filled % BATCHES], runs, got);
        pthread_mutex_lock(&tool->lock);
        tool->filled++;
        pthread_cond_signal(&tool->changed);
        pthread_mutex_unlock(&tool->lock);
    }
}

static enum status write_merged(struct tool *tool, struct error *error)
{
    pthread_t writer;
    struct timeline_merge *merge = NULL;
    struct timeline_filter all = TIMELINE_ALL;
    enum status status = timeline_merge_new(tool->sources, tool->count, &all, &merge, error);
    if (status) return status;
    if (pthread_create(&writer, NULL, write_batches, tool)) {
        status = error_set(error, STATUS_LIMIT, "no thread to write with");
    } else {
        merge_batches(tool, merge);
        pthread_mutex_lock(&tool->lock);
        tool->end = true;
        pthread_cond_signal(&tool->changed);
        pthread_mutex_unlock(&tool->lock);
        pthread_join(writer, NULL);
        status = tool->status;
        if (status) *error = tool->error;
    }
    timeline_merge_free(merge);
    return status;
}

enum status merge_tool(const struct tool_call *call, struct error *error)
{
    size_t count = call->count;
    unsigned threads = call->threads ? (unsigned)call->threads : os_cpus();
    struct tool tool = {.paths = call->paths,
                        .count = count,
                        .step = MAPPED_BYTES / (count + 1) / STEP_LEAST * STEP_LEAST,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .changed = PTHREAD_COND_INITIALIZER};
    enum status status = STATUS_OK;
    if (tool.step < STEP_LEAST) tool.step = STEP_LEAST;
    tool.sources = calloc(count + 1, sizeof *tool.sources);
    tool.indexes = calloc(count + 1, sizeof *tool.indexes);
    tool.mapped = calloc(count + 1, sizeof *tool.mapped);
    if (!tool.sources || !tool.indexes || !tool.mapped) {
        status = error_set(error, STATUS_NO_MEMORY, "no memory for %zu files", count);
        goto out;
    }
    status = threads_run(threads, count, open_source, &tool, error);
    if (!status) status = write_merged(&tool, error);
out:
    for (size_t i = 0; tool.sources && tool.indexes && i < count; i++) {
        evidence_index_close(&tool.indexes[i]);
        os_unmap(tool.sources[i].content);
    }
    free(tool.sources);
    free(tool.indexes);
    free(tool.mapped);
    return status;
}
