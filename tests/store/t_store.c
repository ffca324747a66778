#include "tests/test.h"

#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A workspace folder of its own for each test. */
struct place {
    char folder[64], database[96];
    struct arena arena;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    snprintf(place->folder, sizeof place->folder, "/tmp/t_store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->database, sizeof place->database, "%s/postmortem.db", place->folder);
    arena_init(&place->arena, 1 << 20);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    static const char *const files[] = {"postmortem.db", "postmortem.db-wal", "postmortem.db-shm",
                                        "lock", "head"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", place->folder, files[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(place->folder), 0);
    arena_release(&place->arena);
    free(place);
    return 0;
}

static struct evidence_capture capture_of(const char *bytes)
{
    return (struct evidence_capture){.hash = sha256_of(span_of(bytes)),
                                     .size = strlen(bytes),
                                     .origin = "logs/\xff\n.log",
                                     .by = "kim",
                                     .collected = 1795326957 * NS_PER_S,
                                     .modified = INSTANT_NONE,
                                     .packing = EVIDENCE_PACKED_GZIP};
}

static struct evidence_source source_of(const struct evidence_capture *capture, const char *content)
{
    return (struct evidence_source){.hash = sha256_of(span_of(content)),
                                    .size = strlen(content),
                                    .capture = capture->hash,
                                    .member = "a/../b",
                                    .name = "\xff!x",
                                    .modified = 5,
                                    .kind = EVIDENCE_CHAT};
}

static enum status no_fault(void *context, const struct store_fault *fault, struct error *error)
{
    (void)context;
    return error_set(error, STATUS_DAMAGED, "%s: %s", fault->where, fault->what);
}

static void what_goes_in_comes_out(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    struct evidence_capture capture = capture_of("one");
    struct evidence_source sources[] = {source_of(&capture, "x"), source_of(&capture, "y")};
    size_t added, count;
    struct store_source *got;
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &store, &error));
    assert_ok(store_add_capture(store, &capture, sources, 2, &added, &error));
    assert_int_equal(added, 2);
    assert_ok(store_add_capture(store, &capture, sources, 2, &added, &error));
    assert_int_equal(added, 0);
    store_close(store);
    assert_ok(store_open(place->folder, false, &store, &error));
    assert_ok(store_sources(store, &place->arena, &got, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(got[1].id, 2);
    assert_true(sha256_equal(&got[1].facts.hash, &sources[1].hash));
    assert_string_equal(got[0].facts.name, "\xff!x");
    assert_string_equal(got[0].facts.member, "a/../b");
    assert_string_equal(got[0].capture.origin, "logs/\xff\n.log");
    assert_true(got[0].capture.modified == INSTANT_NONE);
    assert_true(got[0].facts.modified == 5);
    assert_int_equal(got[0].capture.packing, EVIDENCE_PACKED_GZIP);
    assert_int_equal(got[0].facts.kind, EVIDENCE_CHAT);
    assert_int_equal(got[0].times_collected, 2);
    assert_null(got[0].clock.zone);
    assert_ok(store_verify(store, no_fault, NULL, &error));
    store_close(store);
}

static void clock_statements_can_be_taken_back(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    struct evidence_capture capture = capture_of("one");
    struct evidence_source source = source_of(&capture, "x");
    struct store_clock stated = {.zone = "America/New_York",
                                 .has_offset = true,
                                 .offset_least = 36 * NS_PER_S,
                                 .offset_most = 38 * NS_PER_S,
                                 .by = "kim",
                                 .why = "host was off",
                                 .stated = 7};
    struct store_clock nothing = {.by = "kim", .stated = 8};
    size_t added, count;
    struct store_source *got;
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &store, &error));
    assert_ok(store_add_capture(store, &capture, &source, 1, &added, &error));
    assert_ok(store_state_clock(store, 1, &stated, &error));
    assert_ok(store_sources(store, &place->arena, &got, &count, &error));
    assert_string_equal(got[0].clock.zone, "America/New_York");
    assert_true(got[0].clock.offset_most == 38 * NS_PER_S);
    assert_ok(store_state_clock(store, 1, &nothing, &error));
    assert_ok(store_sources(store, &place->arena, &got, &count, &error));
    assert_null(got[0].clock.zone);
    assert_false(got[0].clock.has_offset);
    assert_status(store_state_clock(store, 9, &stated, &error), STATUS_NOT_FOUND);
    store_close(store);
}

static void one_writer_at_a_time(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *first, *second = NULL;
    struct evidence_capture capture = capture_of("one"), other = capture_of("two");
    size_t added;
    char lock[128];
    int fd = -1;
    assert_ok(store_create(place->folder, &error));
    assert_status(store_create(place->folder, &error), STATUS_BUSY);
    assert_ok(store_open(place->folder, true, &first, &error));
    assert_ok(store_open(place->folder, true, &second, &error));
    snprintf(lock, sizeof lock, "%s/lock", place->folder);
    assert_ok(store_begin(first, &error));
    assert_status(os_lock(lock, &fd, &error), STATUS_BUSY);
    assert_ok(store_add_capture(first, &capture, NULL, 0, &added, &error));
    assert_ok(store_commit(first, &error));
    assert_ok(store_add_capture(second, &other, NULL, 0, &added, &error));
    store_close(second);
    store_close(first);
}

static void reading_goes_on_beside_a_writer(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *first, *second = NULL;
    struct evidence_capture *captures, capture = capture_of("one");
    size_t added, count;
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &first, &error));
    assert_ok(store_begin(first, &error));
    assert_ok(store_add_capture(first, &capture, NULL, 0, &added, &error));
    assert_ok(store_open(place->folder, false, &second, &error));
    assert_ok(store_captures(second, &place->arena, &captures, &count, &error));
    assert_int_equal(count, 0);
    assert_ok(store_commit(first, &error));
    assert_ok(store_captures(second, &place->arena, &captures, &count, &error));
    assert_int_equal(count, 1);
    store_close(second);
    store_close(first);
}

static void newer_workspaces_are_refused_untouched(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    sqlite3 *db;
    struct text before, after;
    assert_ok(store_create(place->folder, &error));
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 9999",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    text_init(&before, 0);
    text_init(&after, 0);
    assert_ok(os_slurp(place->database, 1 << 24, &before, &error));
    assert_status(store_open(place->folder, true, &store, &error), STATUS_TOO_NEW);
    assert_status(store_open(place->folder, false, &store, &error), STATUS_TOO_NEW);
    assert_ok(os_slurp(place->database, 1 << 24, &after, &error));
    assert_true(span_equal(text_span(&before), text_span(&after)));
    text_release(&before);
    text_release(&after);
}

/* As a workspace of the first schema was: evidence without a log, and no head. */
static void take_the_record_away(struct place *place)
{
    static const char sql[] =
        "PRAGMA foreign_keys = OFF; DROP TABLE words; DROP TABLE log; DROP TABLE change;"
        "DROP TABLE review; DROP TABLE entry; DROP TABLE fact; DROP TABLE summary;"
        "DROP TABLE account; DROP TABLE ticket; DROP TABLE session; DROP TABLE token; DROP TABLE"
        " member; DROP TABLE claim; DROP TABLE audit; DROP TABLE answer; DROP TABLE live; DROP "
        "TABLE"
        " live_change; DROP TABLE pulse;"
        "PRAGMA user_version = 1";
    sqlite3 *db;
    char head[128];
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    snprintf(head, sizeof head, "%s/head", place->folder);
    (void)unlink(head);
}

static void older_workspaces_are_read_and_brought_up_to_date(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    struct evidence_capture capture = capture_of("one");
    struct evidence_source source = source_of(&capture, "x");
    struct store_clock stated = {.zone = "Europe/Oslo", .by = "k\xff", .why = "asked", .stated = 7};
    struct store_source *got;
    struct store_review *reviews;
    size_t added, count;
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &store, &error));
    assert_ok(store_add_capture(store, &capture, &source, 1, &added, &error));
    assert_ok(store_state_clock(store, 1, &stated, &error));
    store_close(store);
    take_the_record_away(place);
    for (int again = 0; again < 2; again++) {
        assert_ok(store_open(place->folder, false, &store, &error));
        assert_ok(store_sources(store, &place->arena, &got, &count, &error));
        assert_int_equal(count, 1);
        assert_string_equal(got[0].clock.by, "k\xff");
        assert_ok(store_verify(store, no_fault, NULL, &error));
        enum status record = store_reviews(store, &place->arena, &reviews, &count, &error);
        assert_int_equal(record, again ? STATUS_OK : STATUS_BUSY);
        store_close(store);
        assert_ok(store_open(place->folder, true, &store, &error));
        store_close(store);
    }
    assert_ok(store_open(place->folder, true, &store, &error));
    assert_ok(store_rebuild(store, &error)); /* what the log says is what was there */
    assert_ok(store_sources(store, &place->arena, &got, &count, &error));
    assert_string_equal(got[0].clock.by, "k\xff");
    assert_string_equal(got[0].facts.name, "\xff!x");
    assert_true(got[0].capture.modified == INSTANT_NONE);
    assert_ok(store_verify(store, no_fault, NULL, &error));
    store_close(store);
}

/* As somebody who may read the workspace and write nothing there. */
static int read_as_guest(const char *folder)
{
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    struct arena arena;
    struct evidence_capture *captures;
    size_t count = 0;
    if (geteuid() == 0 && setuid(65534)) return 2;
    arena_init(&arena, 1 << 20);
    if (store_open(folder, true, &store, &error) == STATUS_OK) return 3;
    if (store_open(folder, false, &store, &error)) return 4;
    if (store_captures(store, &arena, &captures, &count, &error) || count != 1) return 5;
    if (store_verify(store, no_fault, NULL, &error)) return 6;
    store_close(store);
    arena_release(&arena);
    return 0;
}

static void what_cannot_be_written_can_be_read(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    struct evidence_capture capture = capture_of("one");
    size_t added;
    char head[128];
    int code = -1;
    snprintf(head, sizeof head, "%s/head", place->folder);
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &store, &error));
    assert_ok(store_add_capture(store, &capture, NULL, 0, &added, &error));
    store_close(store);
    assert_int_equal(chmod(head, 0444) | chmod(place->database, 0444), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(read_as_guest(place->folder));
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(chmod(place->folder, 0755), 0);
    assert_int_equal(code, 0);
}

static void damage_is_told(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    assert_status(store_open(place->folder, false, &store, &error), STATUS_NOT_FOUND);
    assert_ok(os_replace(place->database,
                         SPAN("this is no database, but long enough to be read"
                              " as one: 0123456789012345678901234567890123456789"
                              "01234567890123456789012345678901234567890123456789"),
                         &error));
    assert_status(store_open(place->folder, false, &store, &error), STATUS_DAMAGED);
}

static void the_library_is_safe(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    const char *version;
    assert_ok(store_library(&version, &error));
    assert_true(strlen(version) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_goes_in_comes_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clock_statements_can_be_taken_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_writer_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reading_goes_on_beside_a_writer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(newer_workspaces_are_refused_untouched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(older_workspaces_are_read_and_brought_up_to_date, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_can_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_told, set_up, tear_down),
        cmocka_unit_test(the_library_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
