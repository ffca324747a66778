#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "evidence/internal.h"

static struct error error;
static const struct sha256 content_hash = {{1, 2, 3}};
static char folder[] = "/tmp/t_index_file.XXXXXX";
static char path[100];

static const char content[] = "2026-03-04T10:00:00.5Z INFO one\n"
                              "2026-03-04T10:00:01Z ERROR two\n\tmore\n"
                              "2026-03-04T09:00:01Z WARN three\n";

static void build(struct evidence_index *ret)
{
    static const struct span bytes = {content, sizeof content - 1};
    struct evidence_reader reader = evidence_reader_of_span(&bytes);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INSTANT_NONE,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, ret, &error));
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/a.idx", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static void a_saved_index_is_the_same(void **state)
{
    (void)state;
    struct evidence_index built, opened;
    build(&built);
    assert_int_equal(built.count, 3);
    assert_ok(evidence_index_save(&built, path, &content_hash, &error));
    assert_ok(evidence_index_open(path, &content_hash, &opened, &error));
    assert_int_equal(opened.count, built.count);
    assert_int_equal(opened.size, built.size);
    assert_memory_equal(opened.time, built.time, 3 * sizeof *built.time);
    assert_memory_equal(opened.start, built.start, 4 * sizeof *built.start);
    assert_memory_equal(opened.level, built.level, 3);
    assert_memory_equal(opened.layout, built.layout, 3);
    assert_memory_equal(opened.flags, built.flags, 3 * sizeof *built.flags);
    assert_memory_equal(opened.layouts, built.layouts, sizeof built.layouts);
    assert_memory_equal(opened.level_count, built.level_count, sizeof built.level_count);
    assert_true(opened.first == built.first && opened.last == built.last);
    assert_int_equal(opened.timed, 3);
    assert_int_equal(opened.late, 1);
    assert_int_equal(opened.local, 0);
    assert_string_equal(opened.year_basis, built.year_basis);
    evidence_index_close(&opened);
    evidence_index_close(&built);
}

static void another_content_is_refused(void **state)
{
    (void)state;
    const struct sha256 other = {{9}};
    struct evidence_index index;
    assert_status(evidence_index_open(path, &other, &index, &error), STATUS_DAMAGED);
    assert_status(evidence_index_open("/nowhere/a.idx", &other, &index, &error), STATUS_NOT_FOUND);
}

/* Each single byte of the file is changed once, and the file is cut at each length. */
static void any_damage_is_noticed(void **state)
{
    (void)state;
    struct text file;
    struct evidence_index index;
    text_init(&file, 0);
    assert_ok(os_slurp(path, 1 << 20, &file, &error));
    for (size_t i = 0; i < file.len; i++) {
        file.at[i] ^= 0x41;
        enum status status = index_of_bytes(text_span(&file), &content_hash, &index, &error);
        /* the version and the feature bits may say that the file is newer */
        if (i >= 8 && i < 16)
            assert_true(status == STATUS_TOO_NEW || status == STATUS_DAMAGED);
        else
            assert_int_equal(status, STATUS_DAMAGED);
        file.at[i] ^= 0x41;
    }
    for (size_t len = 0; len < file.len; len++) {
        struct span cut = {file.at, len};
        assert_status(index_of_bytes(cut, &content_hash, &index, &error), STATUS_DAMAGED);
    }
    text_release(&file);
}

static void a_newer_version_is_named(void **state)
{
    (void)state;
    struct text file;
    struct evidence_index index;
    text_init(&file, 0);
    assert_ok(os_slurp(path, 1 << 20, &file, &error));
    file.at[8] = 2;
    assert_ok(os_replace(path, text_span(&file), &error));
    assert_status(evidence_index_open(path, &content_hash, &index, &error), STATUS_TOO_NEW);
    assert_non_null(strstr(error.message, "version 2"));
    text_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_index_is_the_same),
        cmocka_unit_test(another_content_is_refused),
        cmocka_unit_test(any_damage_is_noticed),
        cmocka_unit_test(a_newer_version_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
