/* Finding the records of files, for measuring. */
#include "bench/tools.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t sum_of_times(const struct evidence_index *index)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < index->count; i++) sum += (uint64_t)index->time[i];
    return sum;
}

static void put_facts(struct text *out, const char *path, const struct evidence_index *index,
                      double seconds)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "file");
    json_string(&json, path);
    json_key(&json, "records");
    json_uint(&json, index->count);
    json_key(&json, "bytes");
    json_uint(&json, index->size);
    json_key(&json, "seconds");
    json_number(&json, seconds);
    json_key(&json, "index_bytes");
    json_uint(&json, index->count * 20 + 8);
    json_key(&json, "timed");
    json_uint(&json, index->timed);
    json_key(&json, "late");
    json_uint(&json, index->late);
    json_key(&json, "first");
    json_int(&json, index->first);
    json_key(&json, "last");
    json_int(&json, index->last);
    json_key(&json, "time_sum"); /* modulo 2^64: one wrong stamp changes it */
    json_uint(&json, sum_of_times(index));
    json_key(&json, "formats");
    json_array(&json);
    for (unsigned i = 0; i < index->layout_count; i++) json_string(&json, index->layouts[i].name);
    json_array_end(&json);
    json_key(&json, "levels");
    json_object(&json);
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++) {
        if (index->level_count[i] == 0) continue;
        json_key(&json, evidence_level_word((enum evidence_level)i));
        json_uint(&json, index->level_count[i]);
    }
    json_object_end(&json);
    json_object_end(&json);
    text_addc(out, '\n');
}

static enum status index_one(const char *path, unsigned threads, struct evidence_index *spent,
                             struct evidence_index *ret, struct error *error)
{
    struct os_facts facts;
    int fd = -1;
    enum status status = os_open_read(path, true, &fd, error);
    if (status) return status;
    status = os_facts_fd(fd, path, &facts, error);
    if (status == STATUS_OK) {
        struct evidence_reader reader = evidence_reader_of_fd(&fd, facts.size);
        struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                             .modified = facts.modified,
                                             .now = os_now(),
                                             .name = path,
                                             .threads = threads,
                                             .spent = spent};
        status = evidence_index_build(&reader, &hints, ret, error);
    }
    os_close(fd);
    if (status) error_place(error, "%s", path);
    return status;
}

enum status tool_index(const char *path, unsigned threads, struct evidence_index *ret,
                       struct error *error)
{
    return index_one(path, threads, NULL, ret, error);
}

/* ---- several files at once, as collecting has them indexed ---- */

struct indexing {
    const struct tool_call *call;
    unsigned threads;
    struct text *answers;         /* one a file */
    struct evidence_index *spent; /* of a thread's last file; one a thread */
};

/* A file for each thread. The last files have nobody to share the processors with for long, so each
 * of them may use as many threads as there are. */
static enum status index_file(void *context, size_t file, unsigned worker, struct error *error)
{
    const struct indexing *indexing = context;
    const struct tool_call *call = indexing->call;
    bool last = call->count - file <= indexing->threads;
    struct evidence_index index;
    instant from = os_now();
    enum status status = index_one(call->paths[file], last ? indexing->threads : 1,
                                   &indexing->spent[worker], &index, error);
    if (status) return status;
    put_facts(&indexing->answers[file], call->paths[file], &index, tool_seconds(from));
    indexing->spent[worker] = index;
    return STATUS_OK;
}

enum status index_tool(const struct tool_call *call, struct error *error)
{
    struct indexing indexing = {.call = call,
                                .threads = call->threads ? (unsigned)call->threads : os_cpus()};
    enum status status = STATUS_OK;
    indexing.answers = calloc(call->count, sizeof *indexing.answers);
    indexing.spent = calloc(indexing.threads, sizeof *indexing.spent);
    if (!indexing.answers || !indexing.spent)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < call->count && status == STATUS_OK; i++)
        text_init(&indexing.answers[i], 0);
    if (status == STATUS_OK)
        status = threads_run(indexing.threads, call->count, index_file, &indexing, error);
    for (size_t i = 0; i < call->count && indexing.answers; i++) {
        fwrite(indexing.answers[i].at, 1, indexing.answers[i].len, stdout);
        text_release(&indexing.answers[i]);
    }
    for (unsigned i = 0; i < indexing.threads && indexing.spent; i++)
        evidence_index_close(&indexing.spent[i]);
    free(indexing.answers);
    free(indexing.spent);
    return status;
}
