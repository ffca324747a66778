/* What each part of looking at a content costs the processors, for measuring how it grows. */
#include <stdio.h>
#include <time.h>

#include "bench/tools.h"
#include "timeline/timeline.h"

enum { MOST_SHAPES = 5000 };

static double cpu_seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static enum status mine(const struct evidence_index *index, struct span content,
                        struct error *error)
{
    struct evidence_templates *set = evidence_templates_new(MOST_SHAPES);
    if (!set) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status =
        evidence_templates_add(set, 0, index, content, 0, index->count, NULL, NULL, NULL, error);
    evidence_templates_free(set);
    return status;
}

static enum status measure(const char *path, unsigned threads, struct error *error)
{
    struct evidence_index index;
    struct span content = {NULL, 0};
    struct tool_stretches stretches = {0};
    double begin = cpu_seconds();
    enum status status = tool_index(path, threads, &index, error);
    double indexed = cpu_seconds();
    if (status) return status;
    struct timeline_source source = {.name = path, .index = &index};
    status = tool_stretches(&source, 1, &stretches, error);
    double ordered = cpu_seconds();
    if (status == STATUS_OK && index.size > 0) status = os_map(path, &content, error);
    if (status == STATUS_OK) status = mine(&index, content, error);
    double mined = cpu_seconds();
    if (status == STATUS_OK)
        printf("{\"bytes\":%llu,\"records\":%llu,\"timed\":%llu,\"late\":%llu,\"index_s\":%.5f,"
               "\"order_s\":%.5f,\"kinds_s\":%.5f}\n",
               (unsigned long long)index.size, (unsigned long long)index.count,
               (unsigned long long)index.timed, (unsigned long long)index.late, indexed - begin,
               ordered - indexed, mined - ordered);
    os_unmap(content);
    evidence_index_close(&index);
    return status;
}

enum status phases_tool(const struct tool_call *call, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < call->count && status == STATUS_OK; i++)
        status = measure(call->paths[i], (unsigned)call->threads, error);
    return status;
}
