/*
 * Coming back to evidence whose indexes are there: opening them, and one merge of all records; then
 * the merge again, after somebody has said that a clock was wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/tools.h"
#include "timeline/timeline.h"

struct reopened {
    const struct tool_call *call;
    struct evidence_index *indexes;
    struct timeline_source *sources;
    uint64_t records;
};

static void path_of(const struct tool_call *call, size_t number, const char *suffix, char ret[4096])
{
    snprintf(ret, 4096, "%s/reopen-%zu.%s", call->folder, number, suffix);
}

static struct sha256 hash_of(size_t number)
{
    struct sha256 hash = {{1}};
    memcpy(hash.bytes + 8, &number, sizeof number);
    return hash;
}

static enum status save(struct reopened *all, struct error *error)
{
    for (size_t i = 0; i < all->call->count; i++) {
        char path[4096];
        struct sha256 hash = hash_of(i);
        struct evidence_index index;
        enum status status = tool_index(all->call->paths[i], os_cpus(), &index, error);
        if (status) return status;
        path_of(all->call, i, "idx", path);
        status = evidence_index_save(&index, path, &hash, error);
        evidence_index_close(&index);
        if (status) return status;
    }
    return STATUS_OK;
}

static void close_all(struct reopened *all)
{
    for (size_t i = 0; i < all->call->count; i++) evidence_index_close(&all->indexes[i]);
}

static enum status open_all(struct reopened *all, double *ret, struct error *error)
{
    instant from = os_now();
    all->records = 0;
    for (size_t i = 0; i < all->call->count; i++) {
        char path[4096];
        struct sha256 hash = hash_of(i);
        path_of(all->call, i, "idx", path);
        enum status status = evidence_index_open(path, &hash, &all->indexes[i], error);
        if (status) return status;
        all->records += all->indexes[i].count;
        all->sources[i] = (struct timeline_source){.name = "file", .index = &all->indexes[i]};
    }
    *ret = tool_seconds(from);
    return STATUS_OK;
}

enum status tool_stretches(const struct timeline_source *sources, size_t count,
                           struct tool_stretches *ret, struct error *error)
{
    const struct timeline_filter all = TIMELINE_ALL;
    struct timeline_merge *merge = NULL;
    struct tool_stretches stretches = {0};
    struct timeline_run *runs = NULL;
    size_t room = 0, got;
    instant from = os_now();
    enum status status = timeline_merge_new(sources, count, &all, &merge, error);
    while (status == STATUS_OK) {
        status = grow_array(&runs, &room, stretches.count + 4096, sizeof *runs, error);
        if (status) break;
        got = timeline_merge_runs(merge, runs + stretches.count, 4096);
        if (got == 0) break;
        stretches.count += got;
    }
    stretches.seconds = tool_seconds(from);
    timeline_merge_free(merge);
    free(runs);
    if (status == STATUS_OK) *ret = stretches;
    return status;
}

static enum status measure(struct reopened *all, struct error *error)
{
    double whole = 0, noted = 0;
    struct tool_stretches first = {0}, later = {0};
    enum status status = save(all, error);
    if (status) return status;
    os_sleep(3 * NS_PER_S); /* until the files are old enough for what was checked to be noted */
    status = open_all(all, &whole, error);
    close_all(all);
    if (status == STATUS_OK) status = open_all(all, &noted, error);
    if (status == STATUS_OK) status = tool_stretches(all->sources, all->call->count, &first, error);
    for (size_t i = 0; i < all->call->count; i += 2)
        all->sources[i].clock.offset_least = all->sources[i].clock.offset_most = 3 * NS_PER_S;
    if (status == STATUS_OK) status = tool_stretches(all->sources, all->call->count, &later, error);
    close_all(all);
    if (status) return status;
    printf("{\"records\":%llu,\"first_s\":%.5f,\"again_s\":%.5f,\"merge_s\":%.4f,\"stretches\":%zu,"
           "\"merge_again_s\":%.4f}\n",
           (unsigned long long)all->records, whole, noted, first.seconds, first.count,
           later.seconds);
    return STATUS_OK;
}

enum status reopen_tool(const struct tool_call *call, struct error *error)
{
    struct reopened all = {.call = call};
    enum status status = STATUS_OK;
    all.indexes = calloc(call->count, sizeof *all.indexes);
    all.sources = calloc(call->count, sizeof *all.sources);
    if (!all.indexes || !all.sources) status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = measure(&all, error);
    for (size_t i = 0; i < call->count; i++) {
        char path[4096];
        path_of(call, i, "idx", path);
        unlink(path);
        path_of(call, i, "seen", path);
        unlink(path);
    }
    free(all.indexes);
    free(all.sources);
    return status;
}
