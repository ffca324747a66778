/* Files as they come in practice: the sample outage, the payloads, a chat export as a zip, and what
 * the usual packers write. What is kept has the bytes that it came with. */
#include "tests/evidence/scratch.h"

#include <stdio.h>

static enum status read_whole(const char *path, struct text *ret, struct error *error)
{
    text_clear(ret);
    return os_slurp(path, (size_t)1 << 30, ret, error);
}

static void nothing_is_skipped(void *context, const char *path, const struct error *why)
{
    (void)context;
    fail_msg("%s: %s", path, why->message);
}

struct comparison {
    struct scratch *scratch;
    struct text file;
    size_t captures, plain;
};

/* Compares each capture with its original while the origin is at hand. */
static enum status compare(void *context, const struct evidence_capture *capture,
                           const struct evidence_source *sources, size_t count, struct error *error)
{
    struct comparison *comparison = context;
    struct evidence_depot *depot = comparison->scratch->depot;
    enum status status = read_whole(capture->origin, &comparison->file, error);
    if (status) return status;
    struct sha256 hash = sha256_of(text_span(&comparison->file));
    assert_true(sha256_equal(&hash, &capture->hash));
    assert_int_equal(capture->size, comparison->file.len);
    status = evidence_verify_capture(depot, &capture->hash, capture->size, error);
    comparison->captures++;
    assert_true(count > 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct span content;
        status = evidence_content_open(depot, &sources[i], capture->packing, &content, error);
        if (status) break;
        hash = sha256_of(content);
        assert_true(sha256_equal(&hash, &sources[i].hash));
        if (capture->packing == EVIDENCE_PACKED_PLAIN) {
            assert_true(span_equal(content, text_span(&comparison->file)));
            comparison->plain++;
        }
        evidence_content_close(content);
    }
    return status;
}

static void kept_as_they_came(void **state)
{
    (void)state;
    static const char *const folders[] = {SOURCE_ROOT "/examples", SOURCE_ROOT "/tests/data"};
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct comparison comparison = {.scratch = scratch};
    struct evidence_collector collector = scratch->collector;
    text_init(&comparison.file, 0);
    collector.took = compare;
    collector.context = &comparison;
    collector.skipped = nothing_is_skipped;
    assert_ok(evidence_collect(scratch->depot, folders, 2, &collector, &error));
    assert_in_range(comparison.captures, 100, 100000);
    assert_in_range(comparison.plain, 90, comparison.captures - 4); /* four are gzip */
    scratch_assert_clean(scratch);
    text_release(&comparison.file);
    scratch_free(scratch);
}

/* A chat export is handed on as a zip. */
static void a_chat_export(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum evidence_kind kind;
    } files[] = {{"channels.json", EVIDENCE_CHAT_PEOPLE},
                 {"users.json", EVIDENCE_CHAT_PEOPLE},
                 {"inc-2026-11-22-orders/2026-11-22.json", EVIDENCE_CHAT},
                 {"support/2026-11-22.json", EVIDENCE_CHAT}};
    enum { COUNT = sizeof files / sizeof files[0] };
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    struct text bytes[COUNT];
    zip_maker_init(&maker);
    for (size_t i = 0; i < COUNT; i++) {
        char path[600];
        snprintf(path, sizeof path, SOURCE_ROOT "/tests/data/payloads/slack-export/%s",
                 files[i].name);
        text_init(&bytes[i], 0);
        assert_ok(read_whole(path, &bytes[i], &error));
        zip_maker_add(&maker, &(struct zip_item){.name = span_of(files[i].name),
                                                 .content = text_span(&bytes[i])});
    }
    struct text zip = zip_maker_end(&maker);
    scratch_write(scratch, "in/export", text_span(&zip));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        struct sha256 hash = sha256_of(text_span(&bytes[i]));
        assert_string_equal(scratch->sources[i].member, files[i].name);
        assert_true(sha256_equal(&hash, &scratch->sources[i].source.hash));
        assert_int_equal(scratch->sources[i].source.kind, files[i].kind);
        text_release(&bytes[i]);
    }
    text_release(&zip);
    scratch_free(scratch);
}

/* Written by gzip 1.12, zstd 1.5.4, xz 5.4.1 and Info-ZIP 3.0 from the same two lines. */
static void what_the_usual_packers_write(void **state)
{
    (void)state;
    static const char two_lines[] = "2026-11-22T05:54:53Z one\n2026-11-22T05:54:54Z two\n";
    static const struct {
        const char *file, *member;
        int skips; /* things told about it */
        int times; /* how often the two lines come */
    } cases[] = {
        {"plain.gz", "", 0, 1},
        {"named.gz", "", 0, 1},
        {"members.gz", "", 0, 2},
        {"trailing.gz", "", 1, 1},
        {"deep.gz", "", 1, 0}, /* packed four times: one too many */
        {"plain.zst", "", 0, 1},
        {"nocheck.zst", "", 0, 1},
        {"frames.zst", "", 0, 1},
        {"plain.xz", "", 0, 1},
        {"sha.xz", "", 0, 1},
        {"x86.xz", "", 0, 1},
        {"streams.xz", "", 0, 2},
        {"plain.zip", "logs/a.log", 0, 1},
        {"stored.zip", "logs/a.log", 0, 1},
        {"bare.zip", "logs/a.log", 0, 1},
        {"links.zip", "logs/a.log", 1, 1},
        {"stream.zip", "-", 0, 1},
        {"zip64.zip", "-", 0, 1},
        {"inner.zip", "a.log.gz", 0, 1},
        {"nested.zip", "plain.xz", 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        struct scratch *scratch = scratch_new();
        char path[600];
        size_t found = 0;
        struct text wanted;
        text_init(&wanted, 0);
        for (int k = 0; k < cases[i].times; k++) text_adds(&wanted, two_lines);
        struct sha256 hash = sha256_of(text_span(&wanted));
        snprintf(path, sizeof path, SOURCE_ROOT "/tests/fuzz/corpus/archive/%s", cases[i].file);
        const char *const paths[] = {path};
        assert_ok(evidence_collect(scratch->depot, paths, 1, &scratch->collector, &error));
        for (size_t k = 0; k < scratch->source_count; k++)
            found += strcmp(scratch->sources[k].member, cases[i].member) == 0 &&
                     sha256_equal(&hash, &scratch->sources[k].source.hash);
        if (found != (cases[i].times > 0)) fail_msg("%s: %zu times", cases[i].file, found);
        if (scratch->skip_count != (size_t)cases[i].skips)
            fail_msg("%s: %zu skips", cases[i].file, scratch->skip_count);
        text_release(&wanted);
        scratch_free(scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_as_they_came),
        cmocka_unit_test(a_chat_export),
        cmocka_unit_test(what_the_usual_packers_write),
    };
    return cmocka_run_group_tests_name("evidence real files", tests, NULL, NULL);
}
