/* Files that several threads replace, locks, and what an arena counts. */
#include "tests/test.h"

#include "base/base.h"

#include <stdio.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 40, BYTES = 50000 };

struct place {
    char folder[64], path[96];
};

/* Writes one letter many times, then reads what is there: all of it is one letter. */
static enum status replace_one(void *context, size_t task, unsigned worker, struct error *error)
{
    const struct place *place = context;
    static const char letters[] = "abcdefgh";
    char bytes[BYTES];
    struct text found;
    (void)worker;
    memset(bytes, letters[task % 8], sizeof bytes);
    enum status status = os_replace(place->path, (struct span){bytes, sizeof bytes}, error);
    if (status) return status;
    text_init(&found, 0);
    status = os_slurp(place->path, 1 << 20, &found, error);
    if (status == STATUS_OK && (found.len != BYTES || found.at[0] != found.at[BYTES - 1]))
        status = error_set(error, STATUS_DAMAGED, "a part of a file was seen");
    text_release(&found);
    return status;
}

static enum status count_and_remove(void *context, const char *name, struct error *error)
{
    struct place *place = context;
    char path[400];
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    assert_string_equal(name, "kept");
    return os_remove(path, error);
}

static void threads_may_replace_one_file(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct place place = {.folder = "/tmp/os-XXXXXX"};
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/kept", place.folder);
    assert_ok(threads_run(THREADS, THREADS * ROUNDS, replace_one, &place, &error));
    assert_ok(os_list(place.folder, count_and_remove, &place, &error));
    assert_ok(os_remove_folder(place.folder, &error));
}

static void a_lock_is_held_once(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct place place = {.folder = "/tmp/os-XXXXXX"};
    int first = -1, second = -1;
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/kept", place.folder);
    assert_ok(os_lock(place.path, &first, &error));
    assert_status(os_lock(place.path, &second, &error), STATUS_BUSY);
    assert_int_equal(second, -1);
    assert_status(os_lock_within(place.path, 2 * NS_PER_MS, &second, &error), STATUS_BUSY);
    os_unlock(first);
    assert_ok(os_lock_within(place.path, NS_PER_MS, &second, &error));
    os_unlock(second);
    assert_ok(os_lock(place.folder, &first, &error));
    assert_status(os_lock(place.folder, &second, &error), STATUS_BUSY);
    os_unlock(first);
    assert_ok(os_remove(place.path, &error));
    assert_ok(os_remove_folder(place.folder, &error));
}

static void a_program_is_run_without_a_shell(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    const char *const seven[] = {"sh", "-c", "exit $1", "sh", "7", NULL};
    const char *const killed[] = {"sh", "-c", "kill -9 $$", NULL};
    const char *const spaces[] = {"test", "a b;c", "=", "a b;c", NULL};
    const char *const absent[] = {"no-such-program-here", NULL};
    int code = -1;
    assert_ok(os_run(seven, &code, &error));
    assert_int_equal(code, 7);
    assert_ok(os_run(killed, &code, &error));
    assert_int_equal(code, 128 + 9);
    assert_ok(os_run(spaces, &code, &error));
    assert_int_equal(code, 0);
    code = -1;
    assert_status(os_run(absent, &code, &error), STATUS_NOT_FOUND);
    assert_int_equal(code, -1);
}

static void a_file_can_have_two_names(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct place place = {.folder = "/tmp/os-XXXXXX"};
    char other[100];
    struct text found;
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/kept", place.folder);
    snprintf(other, sizeof other, "%s/other", place.folder);
    assert_ok(os_replace(place.path, SPAN("words"), &error));
    assert_ok(os_link(place.path, other, &error));
    assert_int_not_equal(os_link(place.path, other, &error), STATUS_OK);
    text_init(&found, 0);
    assert_ok(os_slurp(other, 100, &found, &error));
    assert_string_equal(found.at, "words");
    text_release(&found);
    assert_ok(os_remove(other, &error));
    assert_ok(os_remove(place.path, &error));
    assert_ok(os_remove_folder(place.folder, &error));
}

/* However small the pieces are, no more memory is taken than the cap says. */
static void an_arena_counts_what_it_takes(void **state)
{
    (void)state;
    struct arena arena;
    size_t pieces = 0;
    arena_init(&arena, 64 * 1024);
    while (arena_alloc(&arena, 1)) pieces++;
    assert_in_range(pieces, 1, 64 * 1024 / _Alignof(max_align_t));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_may_replace_one_file),
        cmocka_unit_test(a_lock_is_held_once),
        cmocka_unit_test(a_program_is_run_without_a_shell),
        cmocka_unit_test(a_file_can_have_two_names),
        cmocka_unit_test(an_arena_counts_what_it_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
