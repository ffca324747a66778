/*
 * postmortem-bench: the evidence room's engines without anything around them, for measuring.
 *
 *   postmortem-bench index [--threads N] FILE...
 *
 * prints one JSON line a file. The index is kept in memory and freed before the next file.
 *
 *   postmortem-bench merge [--threads N] FILE...
 *
 * writes the records of all files to standard output, in order of time (see merge_tool.h).
 */
#include <stdio.h>

#include "bench/merge_tool.h"
#include "evidence/evidence.h"

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

static enum status index_file(const char *path, unsigned threads, struct text *out,
                              struct error *error)
{
    struct os_facts facts;
    struct evidence_index index = {.count = 0};
    int fd = -1;
    enum status status = os_open_read(path, true, &fd, error);
    if (status) return status;
    status = os_facts_fd(fd, path, &facts, error);
    if (status) goto out;
    struct evidence_reader reader = evidence_reader_of_fd(&fd, facts.size);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = facts.modified,
                                         .now = os_now(),
                                         .name = path,
                                         .threads = threads};
    instant from = os_now();
    status = evidence_index_build(&reader, &hints, &index, error);
    if (status) goto out;
    put_facts(out, path, &index, (double)(os_now() - from) / 1e9);
out:
    evidence_index_close(&index);
    os_close(fd);
    return status;
}

static int usage(void)
{
    fputs("use: postmortem-bench index|merge [--threads N] FILE...\n", stderr);
    return 2;
}

static enum status index_all(char **paths, int count, unsigned threads, struct error *error)
{
    for (int i = 0; i < count; i++) {
        struct text out;
        text_init(&out, 0);
        enum status status = index_file(paths[i], threads, &out, error);
        if (status == STATUS_OK) fwrite(out.at, 1, out.len, stdout);
        text_release(&out);
        if (status) {
            error_place(error, "%s", paths[i]);
            return status;
        }
    }
    return STATUS_OK;
}

int main(int count, char **words)
{
    struct error error = ERROR_NONE;
    int i = 2;
    if (count < 3) return usage();
    bool merge = strcmp(words[1], "merge") == 0;
    uint64_t threads = merge ? 0 : 1;
    if (!merge && strcmp(words[1], "index") != 0) return usage();
    for (; i + 1 < count && words[i][0] == '-'; i += 2) {
        if (strcmp(words[i], "--threads") != 0 || !span_to_u64(span_of(words[i + 1]), &threads))
            return usage();
    }
    enum status status = merge ? merge_tool((const char *const *)words + i, (size_t)(count - i),
                                            (unsigned)threads, &error)
                               : index_all(words + i, count - i, (unsigned)threads, &error);
    if (status) fprintf(stderr, "%s: %s\n", error.where, error.message);
    return status_exit_code(status);
}
