#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "evidence/internal.h"

static struct error error;
static const struct sha256 content_hash = {{1, 2, 3}};
static char folder[] = "/tmp/t_index_file.XXXXXX";
static char path[100], noted[100];

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
    snprintf(noted, sizeof noted, "%s/a.seen", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(noted);
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

static void damage(size_t at)
{
    struct text file;
    text_init(&file, 0);
    assert_ok(os_slurp(path, 1 << 20, &file, &error));
    file.at[at] ^= 0x41;
    assert_ok(os_replace(path, text_span(&file), &error));
    text_release(&file);
}

static void note(instant now)
{
    struct span file;
    struct index_seen seen;
    assert_ok(os_map(path, &file, &error));
    assert_true(index_seen_now(path, file, &seen));
    index_seen_note(path, &seen, now);
    assert_int_equal(index_seen_before(path, &seen), true);
    os_unmap(file);
}

/* What was checked is not read again until the file changes, except when all checks are wanted. */
static void what_was_checked_is_trusted_until_it_changes(void **state)
{
    (void)state;
    enum { IN_THE_STARTS = 2240 + 64 + 10 };
    struct evidence_index built, index;
    struct os_facts facts;
    build(&built);
    assert_ok(evidence_index_save(&built, path, &content_hash, &error));
    evidence_index_close(&built);
    assert_ok(evidence_index_open(path, &content_hash, &index, &error));
    evidence_index_close(&index);
    assert_status(os_facts(noted, &facts, &error), STATUS_NOT_FOUND); /* it is too young */
    note(os_now() + 10 * NS_PER_S);
    damage(IN_THE_STARTS);
    assert_status(evidence_index_open(path, &content_hash, &index, &error), STATUS_DAMAGED);
    note(os_now() + 10 * NS_PER_S); /* says that the damaged file was checked */
    assert_ok(evidence_index_open(path, &content_hash, &index, &error));
    evidence_index_close(&index);
    assert_status(evidence_index_check(path, &content_hash, &error), STATUS_DAMAGED);
    damage(IN_THE_STARTS);
    damage(100); /* the header is checked each time */
    note(os_now() + 10 * NS_PER_S);
    assert_status(evidence_index_open(path, &content_hash, &index, &error), STATUS_DAMAGED);
    damage(100);
    assert_ok(evidence_index_open(path, &content_hash, &index, &error));
    evidence_index_close(&index);
}

static void a_damaged_note_says_nothing(void **state)
{
    (void)state;
    struct span file;
    struct index_seen seen;
    struct text text;
    note(os_now() + 10 * NS_PER_S);
    text_init(&text, 0);
    assert_ok(os_slurp(noted, 1000, &text, &error));
    assert_ok(os_map(path, &file, &error));
    assert_true(index_seen_now(path, file, &seen));
    for (size_t i = 0; i < text.len; i++) {
        text.at[i] ^= 0x41;
        assert_ok(os_replace(noted, text_span(&text), &error));
        assert_false(index_seen_before(path, &seen));
        text.at[i] ^= 0x41;
    }
    assert_ok(os_replace(noted, (struct span){text.at, text.len - 1}, &error));
    assert_false(index_seen_before(path, &seen));
    os_unmap(file);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_index_is_the_same),
        cmocka_unit_test(another_content_is_refused),
        cmocka_unit_test(any_damage_is_noticed),
        cmocka_unit_test(a_newer_version_is_named),
        cmocka_unit_test(what_was_checked_is_trusted_until_it_changes),
        cmocka_unit_test(a_damaged_note_says_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
