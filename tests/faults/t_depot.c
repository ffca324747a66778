/*
 * Every operating-system call that taking evidence in makes fails once, fails from then on, or is
 * where the process is killed. Afterwards nothing may be half-written: what was reported as taken
 * verifies, tidying leaves captures only, and the same call again gives what an undisturbed one
 * gives.
 *
 * A seeded sample of the points is run; POSTMORTEM_FAULTS=all or POSTMORTEM_SLOW runs them all,
 * POSTMORTEM_FAULTS=N takes another seed.
 */
#include "tests/evidence/scratch.h"

#include "evidence/blob.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
    const char *how; /* what comes behind "any:N:" */
    enum status status;
} plans[] = {
    {"EIO", STATUS_UNREADABLE},    {"EIO:sticky", STATUS_UNREADABLE},
    {"ENOSPC", STATUS_NO_SPACE},   {"ENOSPC:sticky", STATUS_NO_SPACE},
    {"EACCES", STATUS_UNREADABLE}, {"kill", STATUS_OK},
};
enum { PLANS = sizeof plans / sizeof plans[0], SAMPLE = 40 };

/* What a child does while calls fail; its result is its exit code. */
typedef enum status action(struct scratch *scratch, int acks, struct error *error);

/* Runs the action in a child of its own with the N-th call failing. True when it was killed. */
static bool run(struct scratch *scratch, action *act, int acks, unsigned n, const char *how,
                int *ret_exit)
{
    char plan[60];
    int state;
    snprintf(plan, sizeof plan, "any:%u:%s", n, how);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setenv("POSTMORTEM_FAULT", plan, 1);
        _exit(status_exit_code(act(scratch, acks, NULL)));
    }
    assert_int_equal(waitpid(child, &state, 0), child);
    if (WIFSIGNALED(state)) {
        if (WTERMSIG(state) != SIGKILL || strcmp(how, "kill") != 0)
            fail_msg("%s: signal %d", plan, WTERMSIG(state));
        return true;
    }
    *ret_exit = WEXITSTATUS(state);
    return false;
}

/* ---- what is collected ---- */

enum { FILES = 5, SOURCES = 7 };

static struct {
    const char *name;
    struct text bytes;
} input[FILES]; /* made once */

static void make_input(void)
{
    struct text log;
    text_init(&log, 0);
    /* as large as what is written past the cache, and then some */
    while (log.len < BLOB_PAST_CACHE + 600000)
        text_addf(&log, "2026-11-22 05:54:53 line at %zu\n", log.len);
    struct text inner = pack_zstd(SPAN("2026-11-22 in\n"));
    struct zip_maker maker;
    zip_maker_init(&maker);
    zip_maker_file(&maker, "one.log", "2026-11-22 one\n");
    zip_maker_add(&maker,
                  &(struct zip_item){.name = SPAN("two.zst"), .content = text_span(&inner)});
    zip_maker_add(&maker,
                  &(struct zip_item){.name = SPAN("large.log"), .content = text_span(&log)});
    text_release(&inner);
    static const char *const names[] = {"in/small.log", "in/twin.log", "in/sub/large.log",
                                        "in/sub/packed.gz", "in/sub/chat.zip"};
    for (size_t i = 0; i < FILES; i++) {
        input[i].name = names[i];
        if (i < 2) text_init(&input[i].bytes, 0);
        if (i < 2) text_adds(&input[i].bytes, "2026-11-22 small\n");
    }
    input[3].bytes = pack_gzip(text_span(&log));
    input[4].bytes = zip_maker_end(&maker);
    input[2].bytes = log;
}

static void write_input(struct scratch *scratch)
{
    for (size_t i = 0; i < FILES; i++)
        scratch_write(scratch, input[i].name, text_span(&input[i].bytes));
}

/* A capture and its size for each file that was reported as taken, and a zero size for each skip.
 */
struct ack {
    struct sha256 hash;
    uint64_t size;
};

static int ack_pipe; /* set in the child: the recorder's context is the scratch */

static enum status acknowledge(void *context, const struct evidence_capture *capture,
                               const struct evidence_source *sources, size_t count,
                               struct error *error)
{
    struct ack ack = {capture->hash, capture->size};
    (void)context, (void)sources, (void)count, (void)error;
    if (write(ack_pipe, &ack, sizeof ack) != (ssize_t)sizeof ack) _exit(99);
    return STATUS_OK;
}

static void acknowledge_skip(void *context, const char *path, const struct error *why)
{
    struct ack ack = {.size = 0};
    (void)context, (void)path;
    if (why->status == STATUS_OK || write(ack_pipe, &ack, sizeof ack) != (ssize_t)sizeof ack)
        _exit(99);
}

static enum status collect_all(struct scratch *scratch, int acks, struct error *error)
{
    ack_pipe = acks;
    scratch->collector.took = acknowledge;
    scratch->collector.skipped = acknowledge_skip;
    return scratch_collect(scratch, "in", error);
}

/* ---- the checks ---- */

static void check_collect(struct scratch *scratch, unsigned n, size_t plan)
{
    struct error error = ERROR_NONE;
    int ends[2], code = 0;
    size_t taken = 0, skipped = 0;
    struct ack ack;
    assert_int_equal(pipe(ends), 0);
    bool killed = run(scratch, collect_all, ends[1], n, plans[plan].how, &code);
    close(ends[1]);
    while (read(ends[0], &ack, sizeof ack) == (ssize_t)sizeof ack) {
        if (ack.size)
            assert_ok(evidence_verify_capture(scratch->depot, &ack.hash, ack.size, &error));
        taken += ack.size > 0;
        skipped += ack.size == 0;
    }
    close(ends[0]);
    if (!killed && code != 0 && code != status_exit_code(plans[plan].status))
        fail_msg("call %u, %s: exit code %d", n, plans[plan].how, code);
    /* A run that says it is done has taken or named every file (or their folder). */
    if (!killed && code == 0 && taken + skipped < FILES && skipped == 0)
        fail_msg("call %u, %s: %zu of %d files", n, plans[plan].how, taken, FILES);

    assert_ok(evidence_depot_tidy(scratch->depot, NULL, &error));
    scratch_assert_clean(scratch);
    scratch_forget(scratch);
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->capture_count, FILES);
    assert_int_equal(scratch->source_count, SOURCES);
    assert_int_equal(scratch->skip_count, 0);
    for (size_t i = 0; i < SOURCES; i++) {
        struct span content;
        struct seen_source *seen = &scratch->sources[i];
        assert_ok(
            evidence_content_open(scratch->depot, &seen->source, seen->packing, &content, &error));
        struct sha256 hash = sha256_of(content);
        assert_true(sha256_equal(&hash, &seen->source.hash));
        evidence_content_close(content);
    }
    scratch_assert_clean(scratch);
}

static bool is_killed_at(action *act, void (*prepare)(struct scratch *scratch), unsigned n)
{
    struct scratch *scratch = scratch_new();
    int ends[2], code = 0;
    prepare(scratch);
    assert_int_equal(pipe(ends), 0);
    bool killed = run(scratch, act, ends[1], n, "kill", &code);
    close(ends[0]);
    close(ends[1]);
    scratch_free(scratch);
    assert_int_equal(code, 0);
    return killed;
}

/* Number of calls that an action makes: at the next one nobody is killed any more. */
static unsigned calls_of(action *act, void (*prepare)(struct scratch *scratch))
{
    unsigned made = 0, beyond = 1;
    while (is_killed_at(act, prepare, beyond)) {
        made = beyond;
        beyond *= 2;
    }
    while (made + 1 < beyond) {
        unsigned middle = made + (beyond - made) / 2;
        if (is_killed_at(act, prepare, middle))
            made = middle;
        else
            beyond = middle;
    }
    assert_true(made > 0);
    return made;
}

/* Calls check() for all points, or for a sample of them. */
static void each_point(unsigned calls, void (*prepare)(struct scratch *scratch),
                       void (*check)(struct scratch *scratch, unsigned n, size_t plan))
{
    const char *wish = os_env("POSTMORTEM_FAULTS");
    uint64_t seed = 1, points = (uint64_t)calls * PLANS;
    bool all = os_env("POSTMORTEM_SLOW") || (wish && strcmp(wish, "all") == 0);
    if (wish && strcmp(wish, "all") != 0) assert_true(span_to_u64(span_of(wish), &seed));
    uint64_t count = all ? points : SAMPLE;
    print_message("# %u calls, %llu of %llu points, seed %llu\n", calls, (unsigned long long)count,
                  (unsigned long long)points, (unsigned long long)seed);
    for (uint64_t i = 0; i < count; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint64_t point = all ? i : (seed >> 33) % points;
        struct scratch *scratch = scratch_new();
        prepare(scratch);
        check(scratch, (unsigned)(point / PLANS) + 1, (size_t)(point % PLANS));
        scratch_free(scratch);
    }
}

static void collect_survives(void **state)
{
    (void)state;
    each_point(calls_of(collect_all, write_input), write_input, check_collect);
}

/* ---- an unpacked copy that was lost ---- */

static void lose_copies(struct scratch *scratch)
{
    struct error error = ERROR_NONE;
    write_input(scratch);
    assert_ok(scratch_collect(scratch, "in", &error));
    for (size_t i = 0; i < scratch->source_count; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/index/%.2s/%s.raw", scratch->workspace,
                 scratch->sources[i].hash, scratch->sources[i].hash + 2);
        (void)os_remove(path, NULL); /* plain ones have none */
    }
}

static const struct seen_source *packed_source(const struct scratch *scratch)
{
    for (size_t i = 0; i < scratch->source_count; i++)
        if (strcmp(scratch->sources[i].member, "large.log") == 0) return &scratch->sources[i];
    fail_msg("no such source");
    return NULL;
}

static enum status open_packed(struct scratch *scratch, int acks, struct error *error)
{
    struct span content = {NULL, 0};
    const struct seen_source *seen = packed_source(scratch);
    (void)acks;
    enum status status =
        evidence_content_open(scratch->depot, &seen->source, seen->packing, &content, error);
    if (status) return status;
    struct sha256 hash = sha256_of(content);
    evidence_content_close(content);
    return sha256_equal(&hash, &seen->source.hash) ? STATUS_OK : STATUS_DAMAGED;
}

static void check_rebuild(struct scratch *scratch, unsigned n, size_t plan)
{
    struct error error = ERROR_NONE;
    int code = 0;
    bool killed = run(scratch, open_packed, -1, n, plans[plan].how, &code);
    if (!killed && code != 0 && code != status_exit_code(plans[plan].status))
        fail_msg("call %u, %s: exit code %d", n, plans[plan].how, code);
    assert_ok(evidence_depot_tidy(scratch->depot, NULL, &error));
    scratch_assert_clean(scratch);
    assert_ok(open_packed(scratch, -1, &error));
}

static void rebuilding_survives(void **state)
{
    (void)state;
    each_point(calls_of(open_packed, lose_copies), lose_copies, check_rebuild);
}

int main(void)
{
    make_input();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collect_survives),
        cmocka_unit_test(rebuilding_survives),
    };
    int failed = cmocka_run_group_tests_name("depot faults", tests, NULL, NULL);
    for (size_t i = 0; i < FILES; i++) text_release(&input[i].bytes);
    return failed;
}
