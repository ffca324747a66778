/* Backups, and putting a damaged workspace together again from what is proved. */
#include "tests/store/place.h"

#include <sqlite3.h>
#include <stdio.h>

enum { EVENTS = 30 };

static void add_event(struct place *place, uint32_t number)
{
    struct error error = ERROR_NONE;
    struct store_author author = place_author("ola", "from the log", number * NS_PER_MIN);
    uint64_t change;
    char *body = arena_printf(&place->arena, "{\"what\":\"pool %u was paused\"}", number);
    struct store_edit edit = {.id = {REVIEW_KIND_EVENT, number}, .body = span_of(body)};
    assert_ok(store_change(place->store, 1, &edit, 1, &author, NULL, &change, &error));
}

/* Change 1 begins, 2 is the review, 3 to 2 + EVENTS the events. */
static void fill(struct place *place)
{
    place_review(place, "Orders fail");
    for (uint32_t i = 1; i <= EVENTS; i++) add_event(place, i);
}

static char *back_up(struct place *place)
{
    struct error error = ERROR_NONE;
    char *to = place_path(place, "backup");
    assert_ok(store_backup(place->store, to, &error));
    return to;
}

static void close_it(struct place *place)
{
    store_close(place->store);
    place->store = NULL;
}

static void forget_log(struct place *place)
{
    (void)os_remove(place_path(place, "postmortem.db-wal"), NULL);
    (void)os_remove(place_path(place, "postmortem.db-shm"), NULL);
}

static enum status note(void *context, const struct store_fault *fault, struct error *error)
{
    (void)error;
    text_addf(context, "%s: %s\n", fault->where, fault->what);
    return STATUS_OK;
}

static void repair(struct place *place, const char *backup, const char *wanted)
{
    struct error error = ERROR_NONE;
    struct text told;
    text_init(&told, 0);
    assert_ok(store_repair(place->folder, backup, note, &told, &error));
    if (strcmp(told.at, wanted) != 0) fail_msg("told \"%s\", wanted \"%s\"", told.at, wanted);
    text_release(&told);
    place_reopen(place);
    place_verify(place->store);
}

static size_t events_of(struct place *place)
{
    struct error error = ERROR_NONE;
    struct review review;
    assert_ok(store_load(place->store, 1, &place->arena, &review, &error));
    return review.events.count;
}

static void alter(struct place *place, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void a_backup_is_a_workspace(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *copy;
    struct review review;
    fill(place);
    char *to = back_up(place);
    add_event(place, EVENTS + 1); /* others go on */
    assert_status(store_backup(place->store, to, &error), STATUS_BUSY);
    assert_ok(store_open(to, true, &copy, &error));
    assert_ok(store_load(copy, 1, &place->arena, &review, &error));
    assert_int_equal(review.events.count, EVENTS);
    place_verify(copy);
    store_close(copy);
}

static void what_is_sound_stays_as_it_is(void **state)
{
    struct place *place = *state;
    fill(place);
    char *to = back_up(place);
    close_it(place);
    repair(place, to, "");
    assert_int_equal(events_of(place), EVENTS);
    close_it(place);
    repair(place, NULL, "");
    assert_int_equal(events_of(place), EVENTS);
    add_event(place, EVENTS + 1);
    place_verify(place->store);
}

static void a_lost_tail_comes_from_the_backup(void **state)
{
    struct place *place = *state;
    char *older = place_path(place, "older");
    place_review(place, "Orders fail");
    close_it(place);
    place_copy(place->database, older);
    place_reopen(place);
    for (uint32_t i = 1; i <= EVENTS; i++) add_event(place, i);
    char *to = back_up(place);
    add_event(place, EVENTS + 1);
    add_event(place, EVENTS + 2);
    close_it(place);
    forget_log(place);
    place_copy(older, place->database);
    repair(place, to, "changes 33 to 34: they are lost: neither here nor in the backup\n");
    assert_int_equal(events_of(place), EVENTS);
}

static void damaged_rows_come_from_the_backup(void **state)
{
    static const char *const cases[] = {
        "UPDATE log SET body = '{\"what\":\"x\"}' WHERE change = 7",
        "UPDATE change SET why = 'x' WHERE id = 9",
        "UPDATE change SET link = zeroblob(32) WHERE id = 9",
        "PRAGMA foreign_keys = OFF; DELETE FROM change WHERE id BETWEEN 5 AND 8",
        "DELETE FROM log WHERE change > 20",
        "UPDATE review SET title = 'x'; DELETE FROM fact; DELETE FROM entry",
        "DROP TABLE fact",
    };
    struct place *place = *state;
    fill(place);
    char *to = back_up(place), *sound = place_path(place, "sound");
    close_it(place);
    place_copy(place->database, sound);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forget_log(place);
        place_copy(sound, place->database);
        alter(place, cases[i]);
        repair(place, to, "");
        assert_int_equal(events_of(place), EVENTS);
        close_it(place);
    }
}

static void what_is_proved_nowhere_is_named_and_passed_over(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct review review;
    fill(place);
    close_it(place);
    alter(place, "UPDATE log SET body = '{\"what\":\"x\"}' WHERE change = 7;"
                 "UPDATE change SET why = 'x' WHERE id = 9;");
    repair(place, NULL,
           "change 7: it is lost: neither here nor in the backup\n"
           "change 9: it is proved neither here nor in the backup; the rows of it that match "
           "their hashes are kept\n");
    assert_ok(store_load(place->store, 1, &place->arena, &review, &error));
    assert_int_equal(review.events.count, EVENTS - 1);
    add_event(place, EVENTS + 1);
    place_verify(place->store);
}

static void a_file_that_is_no_database_comes_from_the_backup(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    fill(place);
    char *to = back_up(place);
    close_it(place);
    forget_log(place);
    assert_ok(os_replace(place->database, SPAN("nothing"), &error));
    assert_status(store_repair(place->folder, NULL, NULL, NULL, &error), STATUS_DAMAGED);
    repair(place, to, "");
    assert_int_equal(events_of(place), EVENTS);
    close_it(place);
    assert_ok(os_remove(place->database, &error));
    struct store *store;
    assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
    assert_status(store_create(place->folder, &error), STATUS_BUSY);
    repair(place, to, "");
    assert_int_equal(events_of(place), EVENTS);
}

static void a_stranger_is_no_backup(void **state)
{
    struct place *place = *state, *other;
    struct error error = ERROR_NONE;
    place_open((void **)&other);
    fill(place);
    fill(other);
    close_it(place);
    close_it(other);
    assert_status(store_repair(place->folder, other->folder, NULL, NULL, &error), STATUS_NOT_FOUND);
    place_reopen(place);
    assert_int_equal(events_of(place), EVENTS);
    place_tear_down((void **)&other);
}

static void who_had_it_open_writes_no_more(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_author author = place_author("kim", "", 1);
    struct store_edit edit = place_edit("E99", 0, "{\"what\":\"late\"}");
    uint64_t change;
    fill(place);
    assert_ok(store_repair(place->folder, NULL, NULL, NULL, &error));
    assert_status(store_change(place->store, 1, &edit, 1, &author, NULL, &change, &error),
                  STATUS_BUSY);
    place_reopen(place);
    assert_int_equal(events_of(place), EVENTS);
}

/* Whole pages overwritten, one at a time: with a backup everything comes back. */
static void any_page_may_go(void **state)
{
    enum { PAGE = 4096 };
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct text whole, told;
    fill(place);
    char *to = back_up(place);
    close_it(place);
    text_init(&whole, 0);
    text_init(&told, 0);
    assert_ok(os_slurp(place->database, (size_t)1 << 28, &whole, &error));
    for (size_t at = 0; at + PAGE <= whole.len; at += PAGE) {
        char kept[PAGE];
        memcpy(kept, whole.at + at, PAGE);
        memset(whole.at + at, at / PAGE % 2 ? 0 : 0x5a, PAGE);
        forget_log(place);
        assert_ok(os_replace(place->database, text_span(&whole), &error));
        memcpy(whole.at + at, kept, PAGE);
        /* of the record nothing is lost; of a table without rows it is told that none can be read
         */
        text_clear(&told);
        assert_ok(store_repair(place->folder, to, note, &told, &error));
        if (told.len && !strstr(told.at, "cannot be read to its end")) fail_msg("%s", told.at);
        assert_null(strstr(told.at, "change "));
        place_reopen(place);
        place_verify(place->store);
        assert_int_equal(events_of(place), EVENTS);
        close_it(place);
    }
    text_release(&whole);
    text_release(&told);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_is_a_workspace),
        TEST(what_is_sound_stays_as_it_is),
        TEST(a_lost_tail_comes_from_the_backup),
        TEST(damaged_rows_come_from_the_backup),
        TEST(what_is_proved_nowhere_is_named_and_passed_over),
        TEST(a_file_that_is_no_database_comes_from_the_backup),
        TEST(a_stranger_is_no_backup),
        TEST(who_had_it_open_writes_no_more),
        TEST(any_page_may_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
