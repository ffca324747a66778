/*
 * os_replace under every failure: whatever call fails, or wherever the process is killed, a reader
 * finds the old content or the new, whole. Each try runs in a child of its own, because the
 * plan for the fault is counted per process.
 */
#include "tests/test.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef OS_FAULTS
#error "these tests need a build with -Dfaults=true"
#endif

/* More calls than os_replace makes, so that the last tries run untouched. */
enum { CALLS_MAX = 16 };

static const char old_content[] = "old, and longer than what replaces it";
static const char new_content[] = "new";

struct place {
    char folder[64], path[96];
};

static void make_place(struct place *place)
{
    snprintf(place->folder, sizeof place->folder, "/tmp/faults-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/kept", place->folder);
}

static enum status remove_one(void *context, const char *name, struct error *error)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", (const char *)context, name);
    return os_remove(path, error);
}

static void remove_place(struct place *place)
{
    struct error error = ERROR_NONE;
    assert_ok(os_list(place->folder, remove_one, place->folder, &error));
    assert_int_equal(rmdir(place->folder), 0);
}

/* Replaces in a child where call `nth` fails as `how` says; its wait status. */
static int replace_in_child(const char *path, int nth, const char *how)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct error error = ERROR_NONE;
        char plan[64];
        snprintf(plan, sizeof plan, "any:%d:%s", nth, how);
        setenv("POSTMORTEM_FAULT", plan, 1);
        enum status status = os_replace(path, SPAN(new_content), &error);
        if (status && error.message[0] == '\0') _exit(99); /* a failure without a sentence */
        _exit(status_exit_code(status));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static enum status count_one(void *context, const char *name, struct error *error)
{
    (void)name, (void)error;
    ++*(int *)context;
    return STATUS_OK;
}

/* The status that the child ended with; -1 when it was killed. */
static int try_one(int nth, const char *how)
{
    struct error error = ERROR_NONE;
    struct place place;
    struct text found;
    int files = 0;
    make_place(&place);
    text_init(&found, 0);
    assert_ok(os_replace(place.path, SPAN(old_content), &error));
    int wait_status = replace_in_child(place.path, nth, how);
    int code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
    assert_ok(os_slurp(place.path, 1 << 20, &found, &error));
    bool is_new = span_is(text_span(&found), new_content);
    if (!is_new && !span_is(text_span(&found), old_content))
        fail_msg("call %d, %s: neither old nor new: \"%s\"", nth, how, found.at);
    if (code == 0 && !is_new) fail_msg("call %d, %s: success without the new content", nth, how);
    assert_ok(os_list(place.folder, count_one, &files, &error));
    if (code >= 0 && files != 1) fail_msg("call %d, %s: a temporary file stayed", nth, how);
    text_release(&found);
    remove_place(&place);
    return code;
}

static void old_or_new_after_any_error(void **state)
{
    (void)state;
    static const struct {
        const char *how;
        enum status status;
    } faults[] = {{"EIO", STATUS_UNREADABLE},
                  {"ENOSPC", STATUS_NO_SPACE},
                  {"EDQUOT", STATUS_NO_SPACE},
                  {"EIO:sticky", STATUS_UNREADABLE}};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        int failures = 0;
        for (int nth = 1; nth <= CALLS_MAX; nth++) {
            int code = try_one(nth, faults[i].how);
            if (code == 0) continue;
            failures++;
            assert_int_equal(code, status_exit_code(faults[i].status));
        }
        assert_in_range(failures, 4, CALLS_MAX - 1); /* create, write, sync, rename at least */
    }
}

static void old_or_new_when_killed_anywhere(void **state)
{
    (void)state;
    int kills = 0;
    for (int nth = 1; nth <= CALLS_MAX; nth++) kills += try_one(nth, "kill") < 0;
    assert_in_range(kills, 4, CALLS_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_or_new_after_any_error),
        cmocka_unit_test(old_or_new_when_killed_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
