/* Captures as they came: kept once, read back equal, verified, healed, tidied. */
#include "tests/evidence/scratch.h"

#include <sys/stat.h>
#include <unistd.h>

static void a_capture_is_what_came(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    char path[4096];
    struct stat st;
    /* sha256sum's word for these bytes */
    static const char hex[] = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    scratch_write(scratch, "in/a.log", SPAN("hello\n"));
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    assert_int_equal(scratch->source_count, 1);
    assert_string_equal(scratch->sources[0].hash, hex);
    assert_string_equal(scratch->sources[0].capture, hex);
    assert_string_equal(scratch->sources[0].name, "a.log");
    assert_string_equal(scratch->sources[0].member, "");
    assert_int_equal(scratch->sources[0].packing, EVIDENCE_PACKED_PLAIN);
    assert_int_equal(scratch->last.size, 6);
    assert_false(scratch->last.known);
    assert_true(scratch->last.modified != INSTANT_NONE);
    assert_ok(
        evidence_capture_path(scratch->depot, &scratch->last.hash, path, sizeof path, &error));
    assert_non_null(strstr(path, "/ws/evidence/58/91b5b5"));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0400);

    struct span content;
    assert_ok(evidence_content_open(scratch->depot, &scratch->sources[0].source,
                                    EVIDENCE_PACKED_PLAIN, &content, &error));
    assert_span(content, "hello\n");
    evidence_content_close(content);
    scratch_assert_clean(scratch);
    scratch_free(scratch);
}

static void the_same_bytes_are_one(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    size_t captures, strangers, raws;
    char path[4096];
    struct stat before, after;
    scratch_write(scratch, "in/a.log", SPAN("same\n"));
    scratch_write(scratch, "in/b.log", SPAN("same\n"));
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    assert_ok(
        evidence_capture_path(scratch->depot, &scratch->last.hash, path, sizeof path, &error));
    assert_int_equal(stat(path, &before), 0);
    assert_ok(scratch_collect(scratch, "in/b.log", &error));
    assert_int_equal(scratch->known_count, 1);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers, 0);
    scratch_free(scratch);
}

static void an_empty_file_and_a_large_one(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    struct text large;
    struct span content;
    text_init(&large, 0);
    for (unsigned i = 0; large.len < 700000; i++) text_addf(&large, "line %u\n", i);
    scratch_write(scratch, "in/empty", SPAN(""));
    scratch_write(scratch, "in/large", text_span(&large));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->source_count, 2);
    assert_string_equal(scratch->sources[0].hash,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_ok(evidence_content_open(scratch->depot, &scratch->sources[0].source,
                                    EVIDENCE_PACKED_PLAIN, &content, &error));
    assert_int_equal(content.len, 0);
    evidence_content_close(content);
    struct sha256 hash = sha256_of(text_span(&large));
    assert_true(sha256_equal(&hash, &scratch->sources[1].source.hash));
    assert_ok(evidence_content_open(scratch->depot, &scratch->sources[1].source,
                                    EVIDENCE_PACKED_PLAIN, &content, &error));
    assert_true(span_equal(content, text_span(&large)));
    evidence_content_close(content);
    scratch_assert_clean(scratch);
    text_release(&large);
    scratch_free(scratch);
}

static void verify_finds_damage(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    char path[4096];
    scratch_write(scratch, "in/a.log", SPAN("evidence\n"));
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    struct sha256 hash = scratch->last.hash;
    assert_ok(evidence_verify_capture(scratch->depot, &hash, 9, &error));
    assert_status(evidence_verify_capture(scratch->depot, &hash, 8, &error), STATUS_DAMAGED);
    assert_ok(evidence_capture_path(scratch->depot, &hash, path, sizeof path, &error));

    assert_ok(os_remove(path, &error));
    assert_ok(os_replace(path, SPAN("evidencE\n"), &error));
    assert_status(evidence_verify_capture(scratch->depot, &hash, 9, &error), STATUS_DAMAGED);
    assert_non_null(strstr(error.message, "SHA-256"));
    assert_ok(os_replace(path, SPAN("evid"), &error));
    assert_status(evidence_verify_capture(scratch->depot, &hash, 9, &error), STATUS_DAMAGED);
    struct span content;
    assert_status(evidence_content_open(scratch->depot, &scratch->sources[0].source,
                                        EVIDENCE_PACKED_PLAIN, &content, &error),
                  STATUS_DAMAGED);

    /* collecting the original again heals a capture of another size */
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    assert_ok(evidence_verify_capture(scratch->depot, &hash, 9, &error));
    /* and one of the same size with another byte */
    assert_ok(os_replace(path, SPAN("evidencE\n"), &error));
    scratch_forget(scratch);
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    assert_int_equal(scratch->known_count, 0);
    assert_ok(evidence_verify_capture(scratch->depot, &hash, 9, &error));
    assert_ok(os_remove(path, &error));
    assert_status(evidence_verify_capture(scratch->depot, &hash, 9, &error), STATUS_NOT_FOUND);
    scratch_free(scratch);
}

static void tidy_takes_only_our_leftovers(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    size_t captures, strangers, raws, removed = 99;
    scratch_write(scratch, "in/a.log", SPAN("a\n"));
    assert_ok(scratch_collect(scratch, "in/a.log", &error));
    scratch_write(scratch, "ws/evidence/tmp-1-1", SPAN("half"));
    scratch_write(scratch, "ws/index/tmp-1-2", SPAN("half"));
    scratch_write(scratch, "ws/index/ab/cd.idx.77.tmp", SPAN("half"));
    scratch_write(scratch, "ws/index/ab/cd.idx", SPAN("an index"));
    scratch_write(scratch, "ws/evidence/notes.txt", SPAN("somebody's"));
    scratch_write(scratch, "ws/evidence/zz/strange", SPAN("somebody's"));
    scratch_write(scratch, "ws/evidence/ab/short", SPAN("somebody's"));
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers, 6);
    assert_ok(evidence_depot_tidy(scratch->depot, &removed, &error));
    assert_int_equal(removed, 3);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers, 3);
    scratch_free(scratch);
}

static void what_is_no_depot(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    struct evidence_depot *depot = NULL;
    enum evidence_packing packing;
    scratch_write(scratch, "in/file", SPAN(""));
    assert_status(evidence_depot_open(scratch_path(scratch, "in"), &depot, &error), STATUS_DAMAGED);
    assert_non_null(strstr(error.message, "postmortem repair"));
    assert_null(depot);
    assert_ok(evidence_depot_create(scratch->workspace, &error)); /* again is fine */
    assert_true(evidence_packing_from_word(SPAN("zstd"), &packing));
    assert_int_equal(packing, EVIDENCE_PACKED_ZSTD);
    assert_false(evidence_packing_from_word(SPAN("rar"), &packing));
    assert_string_equal(evidence_packing_word(EVIDENCE_PACKED_ZIP), "zip");
    evidence_depot_close(NULL);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_capture_is_what_came),        cmocka_unit_test(the_same_bytes_are_one),
        cmocka_unit_test(an_empty_file_and_a_large_one), cmocka_unit_test(verify_finds_damage),
        cmocka_unit_test(tidy_takes_only_our_leftovers), cmocka_unit_test(what_is_no_depot),
    };
    return cmocka_run_group_tests_name("evidence depot", tests, NULL, NULL);
}
