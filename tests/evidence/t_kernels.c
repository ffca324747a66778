/*
 * Whatever the kernels, the chunks and the threads: the same index. The plain kernels in one chunk
 * and one thread are the oracle.
 *
 * Over the corpus of the fuzz target, the samples, and logs made by the bench's generator: a short
 * piece of each, or with POSTMORTEM_SLOW (`script/test kernels`) more than ten million records.
 */
#include <stdio.h>
#include <unistd.h>

#include "tests/evidence/index_with.h"
#include "tests/evidence/kinds.h"
#include "tests/test.h"

static struct error error;

static void assert_columns(const char *name, const struct evidence_index *a,
                           const struct evidence_index *b)
{
    size_t count = (size_t)a->count;
    bool same = a->count == b->count &&
                memcmp(a->start, b->start, (count + 1) * sizeof *a->start) == 0 &&
                memcmp(a->time, b->time, count * sizeof *a->time) == 0 &&
                memcmp(a->flags, b->flags, count * sizeof *a->flags) == 0 &&
                memcmp(a->level, b->level, count) == 0 && memcmp(a->layout, b->layout, count) == 0;
    if (!same) fail_msg("%s: the columns differ", name);
}

/* ---- the bytes of a saved index ---- */

static char folder[64];

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void save(const struct evidence_index *index, struct text *ret)
{
    static const struct sha256 content = {{1}};
    assert_ok(evidence_index_save(index, path_of("index"), &content, &error));
    text_clear(ret);
    assert_ok(os_slurp(path_of("index"), SIZE_MAX / 2, ret, &error));
}

static void assert_saved(const char *name, const struct text *wanted,
                         const struct evidence_index *index)
{
    struct text got;
    text_init(&got, 0);
    save(index, &got);
    if (!span_equal(text_span(wanted), text_span(&got))) fail_msg("%s: saved otherwise", name);
    text_release(&got);
}

/* ---- one content, every way ---- */

static const unsigned threads[] = {1, 2, 3, 8};
enum { THREADS = sizeof threads / sizeof threads[0] };

struct ways {
    const size_t *chunks;
    size_t chunk_count;
    bool all_threads; /* with each chunk size, and not one number after another */
};

static void try_way(const char *name, struct span content, const struct line_options *options,
                    const struct evidence_index *wanted, const struct text *saved)
{
    struct evidence_index index;
    index_with(content, options, &index);
    assert_columns(name, wanted, &index);
    if (saved) assert_saved(name, saved, &index);
    evidence_index_close(&index);
}

static void try_chunks(const char *name, struct span content, const struct ways *ways, unsigned set,
                       const struct evidence_index *wanted, const struct text *saved)
{
    const struct kernels *kernels = kernels_of((enum kernel_set)set);
    for (size_t i = 0; kernels && i < ways->chunk_count; i++)
        for (unsigned j = 0; j < THREADS; j++) {
            const struct line_options options = {kernels, threads[j], ways->chunks[i]};
            if (!ways->all_threads && j != (i + set) % THREADS) continue;
            try_way(name, content, &options, wanted, i + 1 == ways->chunk_count ? saved : NULL);
        }
}

/* Returns how many records there are. */
static uint64_t try_content(const char *name, struct span content, const struct ways *ways)
{
    const struct line_options plain = {kernels_plain(), 1, SIZE_MAX / 4};
    struct evidence_index wanted;
    struct text saved;
    text_init(&saved, 0);
    index_with(content, &plain, &wanted);
    save(&wanted, &saved);
    for (unsigned set = 0; set < KERNEL_SETS; set++)
        try_chunks(name, content, ways, set, &wanted, &saved);
    uint64_t count = wanted.count;
    evidence_index_close(&wanted);
    text_release(&saved);
    return count;
}

static enum status try_file(void *context, const char *name, struct error *ret_error)
{
    static const size_t chunks[] = {64, 1003, 4 << 20};
    const struct ways ways = {chunks, sizeof chunks / sizeof chunks[0], false};
    struct text path, bytes;
    (void)ret_error;
    text_init(&path, 0);
    text_init(&bytes, 0);
    text_addf(&path, "%s/%s", (const char *)context, name);
    assert_ok(os_slurp(path.at, 64 << 20, &bytes, &error));
    try_content(name, text_span(&bytes), &ways);
    text_release(&bytes);
    text_release(&path);
    return STATUS_OK;
}

static void the_corpus_of_the_fuzz_target(void **state)
{
    (void)state;
    assert_ok(os_list(SOURCE_ROOT "/tests/fuzz/corpus/formats", try_file,
                      (void *)(uintptr_t)SOURCE_ROOT "/tests/fuzz/corpus/formats", &error));
}

static void the_samples(void **state)
{
    (void)state;
    assert_ok(os_list(SOURCE_ROOT "/tests/evidence/samples", try_file,
                      (void *)(uintptr_t)SOURCE_ROOT "/tests/evidence/samples", &error));
}

static void generated_logs(void **state)
{
    static const size_t few[] = {64, 127, 1000, 65537, 1 << 20, 4 << 20};
    static const size_t many[] = {65537, 1 << 20, 4 << 20};
    bool slow = os_env("POSTMORTEM_SLOW") != NULL;
    const struct ways ways = {slow ? many : few, slow ? 3 : 6, slow};
    uint64_t records, all = 0;
    (void)state;
    for (unsigned kind = 0; kind < LOG_KINDS; kind++) {
        struct span content;
        char path[128];
        snprintf(path, sizeof path, "%s", path_of(log_kind_name(kind)));
        assert_true(log_kind_write(kind, slow ? 200000000 : 150000, path, &records));
        assert_ok(os_map(path, &content, &error));
        assert_int_equal(try_content(log_kind_name(kind), content, &ways), records);
        os_unmap(content);
        unlink(path);
        all += records;
    }
    if (slow) assert_true(all > 10000000);
    print_message("# %llu generated records\n", (unsigned long long)all);
}

/* ---- lines whose members are anything but in order ---- */

static const char *const json_parts[] = {
    "{\"time\":\"2026-03-04T10:02:17.001Z\"",
    "\"time\":\"2026-03-04T10:02:18.002Z\"",
    "\"time\": \"2026-03-04T10:02:19Z\"",
    "{\"ts\":1772618537003",
    "\"ts\":1772618537004",
    "\"level\":\"warn\"",
    "\"level\": \"error\"",
    "\"level\":30",
    "\"level\":\"in\\\"fo\"",
    "\"level\":{\"a\":1}",
    "\"level\" : \"debug\"",
    "\"level\":\"information\"",
    "\"severity\":\"FATAL\"",
    "{\"severity\":\"DEBUG\"",
    "{\"level\":\"error\"",
    "\"a\":{",
    "\"a\":[",
    "\"a\":\"b\"",
    "{",
    "}",
    "}",
    "}",
    "]",
    ",",
    ",",
    ",",
    ",",
    ",",
    " ",
    "\t",
    "\"",
    "\\\"",
    "\r",
    "x",
    "2026-03-04T10:02:17.001Z",
    "\033[1m",
    "\"message\":\"error: x\"",
};
static const char *const logfmt_parts[] = {
    "ts=2026-03-04T10:02:17.001Z",
    "ts=\"2026-03-04T10:02:18.002Z\"",
    "ts=\"2026-03-04T10:02:19Z",
    "ts=",
    "level=warn",
    "level=\"error\"",
    "level=",
    "level=debug",
    "msg=\"a level=error b\"",
    "msg=",
    "caller=a.go:1",
    "xlevel=info",
    "\"",
    "\\\"",
    ",",
    "{",
    " ",
    " ",
    " ",
    " ",
    " ",
    "\t",
    "\r",
    "x",
    "=",
    "information",
    "\033[1m",
};

static size_t any_of(uint64_t *seed, size_t count)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (size_t)(*seed >> 33) % count;
}

static void add_parts(struct text *out, const char *const *parts, size_t count, uint64_t *seed)
{
    size_t most = 1 + any_of(seed, 14);
    for (size_t i = 0; i < most; i++) text_adds(out, parts[any_of(seed, count)]);
    text_adds(out, any_of(seed, 4) ? "}\n" : "\n");
}

static void members_in_any_order(void **state)
{
    static const size_t chunks[] = {1003, 4 << 20};
    const struct ways ways = {chunks, 2, false};
    uint64_t seed = 17;
    (void)state;
    for (unsigned logfmt = 0; logfmt < 2; logfmt++) {
        struct text lines;
        text_init(&lines, 0);
        for (unsigned i = 0; i < 20000; i++) {
            bool good = i < 400 || i % 8 == 0;
            if (!good && logfmt)
                add_parts(&lines, logfmt_parts, sizeof logfmt_parts / sizeof *logfmt_parts, &seed);
            else if (!good)
                add_parts(&lines, json_parts, sizeof json_parts / sizeof *json_parts, &seed);
            else if (logfmt)
                text_addf(&lines, "ts=2026-03-04T10:%02u:17.001Z level=info msg=\"x\"\n", i % 60);
            else if (i % 2)
                text_addf(&lines, "{\"time\":\"2026-03-04T10:%02u:17Z\",\"level\":\"info\"}\n",
                          i % 60);
            else
                text_adds(&lines, "{\"severity\":\"INFO\",\"m\":\"a\",\"ts\":1772618537003}\n");
        }
        try_content(logfmt ? "logfmt in any order" : "JSON in any order", text_span(&lines), &ways);
        text_release(&lines);
    }
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/dev/shm/postmortem-test-XXXXXX");
    if (mkdtemp(folder)) return 0;
    snprintf(folder, sizeof folder, "/tmp/postmortem-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path_of("index"));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_corpus_of_the_fuzz_target),
        cmocka_unit_test(the_samples),
        cmocka_unit_test(generated_logs),
        cmocka_unit_test(members_in_any_order),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
