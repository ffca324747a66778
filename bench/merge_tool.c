/*
 * Many logs as one stream, for measuring beside `sort -m`.
 *
 * Records that follow each other in one file go out as one piece, and pieces go out many at a time,
 * straight from the mapped files: nothing is copied on our side.
 */
#include "bench/merge_tool.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "timeline/timeline.h"

enum { ENTRIES = 4096, PIECES = 512 };

struct tool {
    struct timeline_source *sources;
    struct evidence_index *indexes;
    const char *const *paths;
    size_t count;
    struct iovec pieces[PIECES];
    size_t piece_count;
};

/* One file to a thread: they are many, and each is small. */
static enum status open_source(void *context, size_t number, unsigned worker, struct error *error)
{
    (void)worker;
    struct tool *tool = context;
    struct timeline_source *source = &tool->sources[number];
    const char *path = tool->paths[number];
    struct evidence_index_hints hints = {
        .kind = EVIDENCE_LOG, .now = os_now(), .name = path, .threads = 1};
    struct os_facts facts;
    enum status status = os_facts(path, &facts, error);
    if (status) return status;
    hints.modified = facts.modified;
    status = os_map(path, &source->content, error);
    if (status) return status;
    struct evidence_reader reader = evidence_reader_of_span(&source->content);
    status = evidence_index_build(&reader, &hints, &tool->indexes[number], error);
    source->id = (uint32_t)number + 1;
    source->name = path;
    source->index = &tool->indexes[number];
    if (status) error_place(error, "%s", path);
    return status;
}

static enum status write_out(struct tool *tool, struct error *error)
{
    struct iovec *at = tool->pieces;
    size_t left = tool->piece_count;
    tool->piece_count = 0;
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

static enum status add_record(struct tool *tool, const struct timeline_entry *entry,
                              struct error *error)
{
    const struct timeline_source *source = &tool->sources[entry->source];
    struct span record = evidence_record(source->index, source->content, entry->record);
    struct iovec *last = tool->piece_count ? &tool->pieces[tool->piece_count - 1] : NULL;
    if (last && (const char *)last->iov_base + last->iov_len == record.at) {
        last->iov_len += record.len;
        return STATUS_OK;
    }
    if (tool->piece_count == PIECES) {
        enum status status = write_out(tool, error);
        if (status) return status;
    }
    tool->pieces[tool->piece_count++] =
        (struct iovec){.iov_base = (void *)(uintptr_t)record.at, .iov_len = record.len};
    return STATUS_OK;
}

static enum status write_merged(struct tool *tool, struct error *error)
{
    struct timeline_merge *merge = NULL;
    struct timeline_filter all = TIMELINE_ALL;
    struct timeline_entry *entries = calloc(ENTRIES, sizeof *entries);
    if (!entries) return error_set(error, STATUS_NO_MEMORY, "no memory for the merge");
    enum status status = timeline_merge_new(tool->sources, tool->count, &all, &merge, error);
    size_t got = 1;
    while (!status && got) {
        got = timeline_merge_next(merge, entries, ENTRIES);
        for (size_t i = 0; i < got && !status; i++) status = add_record(tool, &entries[i], error);
    }
    if (!status) status = write_out(tool, error);
    timeline_merge_free(merge);
    free(entries);
    return status;
}

enum status merge_tool(const char *const *paths, size_t count, unsigned threads,
                       struct error *error)
{
    struct tool tool = {.paths = paths, .count = count};
    enum status status = STATUS_OK;
    tool.sources = calloc(count + 1, sizeof *tool.sources);
    tool.indexes = calloc(count + 1, sizeof *tool.indexes);
    if (!tool.sources || !tool.indexes) {
        status = error_set(error, STATUS_NO_MEMORY, "no memory for %zu files", count);
        goto out;
    }
    status = threads_run(threads ? threads : os_cpus(), count, open_source, &tool, error);
    if (!status) status = write_merged(&tool, error);
out:
    for (size_t i = 0; tool.sources && tool.indexes && i < count; i++) {
        evidence_index_close(&tool.indexes[i]);
        os_unmap(tool.sources[i].content);
    }
    free(tool.sources);
    free(tool.indexes);
    return status;
}
