/* Several processes on one workspace: no edit is lost, none is doubled, stale ones are refused.
 * POSTMORTEM_PROCESSES and POSTMORTEM_EDITS (default 8 and 25; 2,000 with POSTMORTEM_SLOW) say how
 * many of each. */
#include "tests/store/place.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *given = os_env(name);
    if (given) (void)span_to_u64(span_of(given), &otherwise);
    return otherwise;
}

/* Adds its own word to E1, which all of them change, until it is in. Counts refusals. */
static enum status add_word(struct store *store, const char *word, uint64_t *refused,
                            struct error *error)
{
    struct store_author author = {.by = word, .why = "", .at = 1};
    for (;;) {
        struct arena arena;
        struct review review;
        char body[64];
        uint64_t change;
        arena_init(&arena, (size_t)1 << 26);
        enum status status = store_load(store, 1, &arena, &review, error);
        if (status) return status;
        struct store_edit edit = {{REVIEW_KIND_EVENT, 1}, review.events.at[0].entry.version, {0}};
        snprintf(body, sizeof body, "{\"what\":\"%s\"}", word);
        edit.body = span_of(body);
        status = store_change(store, 1, &edit, 1, &author, NULL, &change, error);
        arena_release(&arena);
        if (status != STATUS_BUSY) return status;
        ++*refused;
    }
}

/* A child: its exit code is 0 when every edit was acknowledged. */
static int work(const char *folder, uint32_t process, uint64_t edits)
{
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    uint64_t refused = 0, change;
    enum status status = store_open(folder, true, &store, &error);
    for (uint64_t i = 0; i < edits && status == STATUS_OK; i++) {
        char word[32], body[64];
        struct store_author author = {.by = word, .why = "", .at = 1};
        snprintf(word, sizeof word, "p%u-%llu", process, (unsigned long long)i);
        snprintf(body, sizeof body, "{\"what\":\"%s\"}", word);
        struct store_edit edit = {{REVIEW_KIND_EVENT, 2 + process}, (uint32_t)i, span_of(body)};
        status = store_change(store, 1, &edit, 1, &author, NULL, &change, &error);
        if (status == STATUS_OK) status = add_word(store, word, &refused, &error);
    }
    store_close(store);
    if (status) fprintf(stderr, "# process %u: %s\n", process, error.message);
    return status ? 1 : 0;
}

static void check_words(struct place *place, uint64_t processes, uint64_t edits)
{
    struct error error = ERROR_NONE;
    struct review_past *past;
    struct review_id shared = {REVIEW_KIND_EVENT, 1};
    size_t count;
    uint64_t *next = arena_array(&place->arena, processes, sizeof *next);
    assert_ok(store_history(place->store, 1, &shared, &place->arena, &past, &count, &error));
    assert_int_equal(count, 1 + processes * edits);
    /* each process's words once, in their order */
    for (size_t i = 1; i < count; i++) {
        struct span word = span_of(past[i].by), head = span_cut(&word, '-');
        uint64_t process = 0, number = 0;
        assert_true(span_to_u64(span_from(head, 1), &process) && process < processes);
        assert_true(span_to_u64(word, &number));
        assert_true(number == next[process]);
        next[process]++;
        assert_int_equal(past[i].version, i + 1);
    }
}

static void edits_of_many_processes_are_all_there_once(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint64_t processes = setting("POSTMORTEM_PROCESSES", 8),
             edits = setting("POSTMORTEM_EDITS", os_env("POSTMORTEM_SLOW") ? 2000 : 25);
    struct store_author author = place_author("kim", "", 1);
    struct store_edit edit = place_edit("E1", 0, "{\"what\":\"first\"}");
    uint64_t change;
    struct review review;
    place_review(place, "Orders fail");
    assert_ok(store_change(place->store, 1, &edit, 1, &author, NULL, &change, &error));
    store_close(place->store); /* no connection is carried into another process */
    place->store = NULL;
    for (uint32_t i = 0; i < processes; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) _exit(work(place->folder, i, edits));
    }
    for (uint64_t i = 0; i < processes; i++) {
        int code = -1;
        assert_true(wait(&code) > 0);
        assert_int_equal(code, 0);
    }
    place_reopen(place);
    assert_ok(store_load(place->store, 1, &place->arena, &review, &error));
    assert_int_equal(review.events.count, 1 + processes);
    for (size_t i = 1; i < review.events.count; i++)
        assert_int_equal(review.events.at[i].entry.version, edits);
    check_words(place, processes, edits);
    place_verify(place->store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(edits_of_many_processes_are_all_there_once, place_open,
                                        place_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
