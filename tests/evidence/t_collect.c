/* Folders, links, devices, repositories, standard input, files that change: what is taken and what
 * is named and passed over. */
#include "tests/evidence/scratch.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool was_skipped(const struct scratch *scratch, const char *tail, const char *why)
{
    for (size_t i = 0; i < scratch->skip_count; i++) {
        const char *path = scratch->skips[i].path;
        size_t len = strlen(path), tail_len = strlen(tail);
        if (len >= tail_len && strcmp(path + len - tail_len, tail) == 0)
            return strstr(scratch->skips[i].why.message, why) != NULL;
    }
    return false;
}

static void folders_in_byte_order(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    static const char *const names[] = {"in/b.log", "in/a/z.log",  "in/a/b/c.log", "in/B.log",
                                        "in/a.log", "in/\xff.log", "in/a b\nc.log"};
    static const char *const wanted[] = {"B.log",   "a b\\x0ac.log", "a.log",    "a/b/c.log",
                                         "a/z.log", "b.log",         "\\xff.log"};
    for (size_t i = 0; i < 7; i++) scratch_write(scratch, names[i], span_of(names[i]));
    assert_ok(scratch_collect(scratch, "in/", &error));
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, 7);
    /* "a" comes before "a b" by bytes, but its folder is entered where its name stands */
    size_t found = 0;
    for (size_t i = 0; i < 7; i++)
        for (size_t k = 0; k < 7; k++) found += strcmp(scratch->sources[i].name, wanted[k]) == 0;
    assert_int_equal(found, 7);
    assert_string_equal(scratch->sources[0].name, "B.log");
    assert_string_equal(scratch->sources[1].name, "a/b/c.log");
    assert_string_equal(scratch->sources[2].name, "a/z.log");
    assert_string_equal(scratch->sources[3].name, "a b\\x0ac.log");
    assert_string_equal(scratch->sources[6].name, "\\xff.log");
    scratch_free(scratch);
}

static void links_and_devices_are_named(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    char path[200], to[200];
    scratch_write(scratch, "in/real.log", SPAN("real\n"));
    scratch_write(scratch, "secret", SPAN("outside\n"));
    snprintf(path, sizeof path, "%s/in/loop", scratch->root);
    snprintf(to, sizeof to, "%s/in", scratch->root);
    assert_int_equal(symlink(to, path), 0);
    snprintf(path, sizeof path, "%s/in/link.log", scratch->root);
    snprintf(to, sizeof to, "%s/secret", scratch->root);
    assert_int_equal(symlink(to, path), 0);
    snprintf(path, sizeof path, "%s/in/self", scratch->root);
    assert_int_equal(symlink("self", path), 0);
    snprintf(path, sizeof path, "%s/in/fifo", scratch->root);
    assert_int_equal(mkfifo(path, 0600), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/in/sock", scratch->root);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);

    assert_ok(scratch_collect(scratch, "in", &error));
    close(fd);
    assert_int_equal(scratch->source_count, 1);
    assert_string_equal(scratch->sources[0].name, "real.log");
    assert_int_equal(scratch->skip_count, 5);
    assert_true(was_skipped(scratch, "in/loop", "symbolic link"));
    assert_true(was_skipped(scratch, "in/link.log", "symbolic link"));
    assert_true(was_skipped(scratch, "in/self", "symbolic link"));
    assert_true(was_skipped(scratch, "in/fifo", "named pipe"));
    assert_true(was_skipped(scratch, "in/sock", "socket"));

    scratch_forget(scratch);
    const char *const paths[] = {"/dev/null", "/dev/zero", "/no/such/file", to};
    assert_ok(evidence_collect(scratch->depot, paths, 4, &scratch->collector, &error));
    assert_int_equal(scratch->skip_count, 3);
    assert_true(was_skipped(scratch, "/dev/zero", "device"));
    assert_status(scratch->skips[2].why.status, STATUS_NOT_FOUND);
    assert_int_equal(scratch->source_count, 1); /* the others of the call are taken */
    scratch_free(scratch);
}

static void unreadable_files_are_named(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    /* Root can read everything: be nobody for a while. */
    bool root = geteuid() == 0;
    if (root) assert_int_equal(seteuid(65534), 0);
    struct scratch *scratch = scratch_new();
    scratch_write(scratch, "in/open.log", SPAN("open\n"));
    assert_int_equal(chmod(scratch_write(scratch, "in/shut.log", SPAN("shut\n")), 0), 0);
    scratch_write(scratch, "in/folder/x", SPAN("x\n"));
    assert_int_equal(chmod(scratch_path(scratch, "in/folder"), 0), 0);
    assert_ok(scratch_collect(scratch, "in", &error));
    chmod(scratch_path(scratch, "in/folder"), 0700);
    assert_int_equal(scratch->source_count, 1);
    assert_int_equal(scratch->skip_count, 2);
    assert_true(was_skipped(scratch, "in/shut.log", "denied"));
    assert_true(was_skipped(scratch, "in/folder", "denied"));
    scratch_free(scratch);
    if (root) assert_int_equal(seteuid(0), 0);
}

static void deep_folders_end(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text name;
    text_init(&name, 0);
    text_adds(&name, "in/");
    for (int i = 0; i < 80; i++) text_adds(&name, "d/");
    text_adds(&name, "x.log");
    scratch_write(scratch, name.at, SPAN("deep\n"));
    scratch_write(scratch, "in/z.log", SPAN("flat\n"));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->source_count, 1);
    assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
    text_release(&name);
    scratch_free(scratch);
}

static void names_of_255_bytes_and_many(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    char name[300] = "in/";
    memset(name + 3, 'n', 255);
    scratch_write(scratch, name, SPAN("long\n"));
    for (int i = 0; i < 2000; i++) {
        char other[40];
        snprintf(other, sizeof other, "in/%04d.log", i);
        scratch_write(scratch, other, SPAN("many\n"));
    }
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->capture_count, 2001);
    assert_int_equal(scratch->known_count, 1999);
    assert_int_equal(scratch->skip_count, 0);
    scratch_free(scratch);
}

static void standard_input(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    int kept = dup(0);
    int fd = open(scratch_write(scratch, "in/a.log", SPAN("piped\n")), O_RDONLY);
    dup2(fd, 0);
    close(fd);
    assert_ok(scratch_collect(scratch, "-", &error));
    dup2(kept, 0);
    close(kept);
    assert_int_equal(scratch->source_count, 1);
    assert_string_equal(scratch->sources[0].name, "standard input");
    assert_true(scratch->last.modified == INSTANT_NONE);
    assert_int_equal(scratch->last.size, 6);
    scratch_free(scratch);
}

static void own_store_is_left_out(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    scratch_write(scratch, "ws/postmortem.db", SPAN("SQLite"));
    scratch_write(scratch, "ws/postmortem.db-wal", SPAN("wal"));
    scratch_write(scratch, "ws/notes.txt", SPAN("notes\n"));
    scratch_write(scratch, "ws/sub/evidence/x.log", SPAN("x\n"));
    assert_ok(scratch_collect(scratch, "ws", &error));
    assert_int_equal(scratch->source_count, 2);
    assert_string_equal(scratch->sources[0].name, "notes.txt");
    assert_string_equal(scratch->sources[1].name, "sub/evidence/x.log");
    assert_true(was_skipped(scratch, "/ws", "workspace"));
    scratch_forget(scratch);
    assert_ok(scratch_collect(scratch, "ws/evidence", &error));
    assert_int_equal(scratch->source_count, 0);
    assert_true(was_skipped(scratch, "/ws/evidence", "workspace"));
    scratch_free(scratch);
}

static void write_object(struct scratch *scratch, const char *name, const char *content)
{
    char packed[400];
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
    size_t len = libdeflate_zlib_compress(packer, content, strlen(content), packed, sizeof packed);
    libdeflate_free_compressor(packer);
    scratch_write(scratch, name, (struct span){packed, len});
}

static void a_repository_gives_packs_commits_and_reflog(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const char *const homes[] = {"in/repo/.git", "in/bare.git"};
    for (size_t i = 0; i < 2; i++) {
        struct scratch *scratch = scratch_new();
        char name[200];
        static const char *const files[] = {"HEAD",
                                            "config",
                                            "index",
                                            "refs/heads/main",
                                            "logs/HEAD",
                                            "objects/pack/pack-1.pack",
                                            "objects/pack/pack-1.idx",
                                            "hooks/sample"};
        for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
            snprintf(name, sizeof name, "%s/%s", homes[i], files[k]);
            scratch_write(scratch, name, span_of(files[k]));
        }
        snprintf(name, sizeof name, "%s/objects/ab/%038d", homes[i], 1);
        write_object(scratch, name, "commit 10");
        snprintf(name, sizeof name, "%s/objects/ab/%038d", homes[i], 2);
        write_object(scratch, name, "blob 4");
        snprintf(name, sizeof name, "%s/objects/ab/%038d", homes[i], 3);
        scratch_write(scratch, name, SPAN("no zlib at all"));
        scratch_write(scratch, "in/repo/README", SPAN("hello\n"));
        assert_ok(scratch_collect(scratch, "in", &error));
        assert_int_equal(scratch->skip_count, 0);
        assert_int_equal(scratch->source_count, 4);
        assert_non_null(strstr(scratch->sources[0].name, "logs/HEAD"));
        assert_non_null(strstr(scratch->sources[1].name, "objects/ab/000"));
        assert_non_null(strstr(scratch->sources[2].name, "objects/pack/pack-1.pack"));
        assert_string_equal(scratch->sources[3].name, "repo/README");
        scratch_free(scratch);
    }
}

/* The recorder's progress is called while a file is read: there the file is changed. */
enum { GROW, SHRINK, NOTHING };
struct changing {
    char path[200];
    int how; /* GROW, SHRINK or NOTHING */
    bool done;
};
static struct changing changing;

static void change_it(void *context, uint64_t bytes, const char *path)
{
    (void)context, (void)bytes, (void)path;
    if (changing.done) return;
    changing.done = true;
    if (changing.how == SHRINK) assert_int_equal(truncate(changing.path, 13000001), 0);
    if (changing.how != GROW) return;
    int fd = open(changing.path, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "more\n", 5), 5);
    close(fd);
}

static void files_that_change_while_being_read(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const char *const words[] = {"grew", "shorter"};
    for (int how = GROW; how <= NOTHING; how++) {
        struct scratch *scratch = scratch_new();
        struct text log;
        text_init(&log, 0);
        while (log.len < 20000000) text_adds(&log, "0123456789\n");
        changing = (struct changing){.how = how};
        snprintf(changing.path, sizeof changing.path, "%s",
                 scratch_write(scratch, "in/live.log", text_span(&log)));
        scratch->collector.progress = change_it;
        assert_ok(scratch_collect(scratch, "in/live.log", &error));
        assert_true(changing.done);
        assert_int_equal(scratch->source_count, 1);
        if (how == NOTHING) {
            assert_int_equal(scratch->skip_count, 0);
        } else {
            assert_status(scratch_skip(scratch)->status, STATUS_BUSY);
            assert_non_null(strstr(scratch_skip(scratch)->message, words[how]));
        }
        assert_int_equal(scratch->last.size, how == SHRINK ? 13000001 : log.len);
        struct sha256 hash = sha256_of(span_sub(text_span(&log), 0, (size_t)scratch->last.size));
        assert_true(sha256_equal(&hash, &scratch->last.hash));
        scratch_assert_clean(scratch);
        text_release(&log);
        scratch_free(scratch);
    }
}

static void a_callback_can_stop_the_run(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    scratch_write(scratch, "in/a", SPAN("a\n"));
    scratch_write(scratch, "in/b", SPAN("b\n"));
    scratch->stop = STATUS_INTERRUPTED;
    assert_status(scratch_collect(scratch, "in", &error), STATUS_INTERRUPTED);
    assert_int_equal(scratch->capture_count, 1);
    scratch_assert_clean(scratch);
    scratch_free(scratch);
}

static void a_plain_file_over_the_budget(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    scratch->collector.budget.file_bytes = 10;
    scratch_write(scratch, "in/a", SPAN("0123456789"));
    scratch_write(scratch, "in/b", SPAN("0123456789+"));
    scratch_write(scratch, "in/c", SPAN("c"));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->source_count, 2);
    assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
    assert_non_null(strstr(scratch_skip(scratch)->where, "in/b"));
    scratch_free(scratch);
}

/* The limit on file sizes stands in for a full disk: the write fails in the middle. */
static void a_full_disk(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    size_t captures, strangers, raws;
    struct text log;
    text_init(&log, 0);
    while (log.len < 1000000) text_adds(&log, "0123456789\n");
    struct text packed = pack_gzip(text_span(&log));
    scratch_write(scratch, "in/a.log", SPAN("small\n"));
    scratch_write(scratch, "in/b.log", text_span(&log));
    scratch_write(scratch, "packed", text_span(&packed));
    struct rlimit limit, little;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    little = (struct rlimit){600000, limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    enum status plain = scratch_collect(scratch, "in", &error);
    enum status unpacked = scratch_collect(scratch, "packed", &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_status(plain, STATUS_NO_SPACE);
    assert_status(unpacked, STATUS_NO_SPACE);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers + raws, 0);
    scratch_assert_clean(scratch);

    scratch_forget(scratch);
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_ok(scratch_collect(scratch, "packed", &error));
    assert_int_equal(scratch->source_count, 3);
    scratch_assert_clean(scratch);
    text_release(&log);
    text_release(&packed);
    scratch_free(scratch);
}

/* Two threads on one depot take in the same files. */
static void *collect_in_thread(void *context)
{
    struct scratch *scratch = context;
    struct scratch *own = calloc(1, sizeof *own);
    struct error error = ERROR_NONE;
    *own = *scratch;
    own->collector.context = own;
    char path[100];
    snprintf(path, sizeof path, "%s/in", scratch->root);
    const char *const paths[] = {path};
    enum status status = evidence_collect(own->depot, paths, 1, &own->collector, &error);
    size_t count = own->source_count;
    free(own);
    return (void *)(uintptr_t)(status ? 0 : count);
}

static void two_threads_at_once(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    for (int i = 0; i < 100; i++) {
        char name[40];
        snprintf(name, sizeof name, "in/%03d", i);
        struct text packed = pack_gzip(span_of(name));
        scratch_write(scratch, name, text_span(&packed));
        text_release(&packed);
    }
    pthread_t other;
    void *there;
    assert_int_equal(pthread_create(&other, NULL, collect_in_thread, scratch), 0);
    void *here = collect_in_thread(scratch);
    pthread_join(other, &there);
    assert_int_equal((uintptr_t)here, 100);
    assert_int_equal((uintptr_t)there, 100);
    scratch_assert_clean(scratch);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_in_byte_order),
        cmocka_unit_test(links_and_devices_are_named),
        cmocka_unit_test(unreadable_files_are_named),
        cmocka_unit_test(deep_folders_end),
        cmocka_unit_test(names_of_255_bytes_and_many),
        cmocka_unit_test(standard_input),
        cmocka_unit_test(own_store_is_left_out),
        cmocka_unit_test(a_repository_gives_packs_commits_and_reflog),
        cmocka_unit_test(files_that_change_while_being_read),
        cmocka_unit_test(a_callback_can_stop_the_run),
        cmocka_unit_test(a_plain_file_over_the_budget),
        cmocka_unit_test(a_full_disk),
        cmocka_unit_test(two_threads_at_once),
    };
    return cmocka_run_group_tests_name("evidence collect", tests, NULL, NULL);
}
