/* What decays, is lost or is put back from older days is noticed: chain, head, every readable byte.
 * POSTMORTEM_FLIPS is how many single bits are flipped (default 200). */
#include "tests/store/place.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>

/* ---- a workspace with something of everything ---- */

static void add_capture(struct place *place, const char *bytes)
{
    struct error error = ERROR_NONE;
    size_t added;
    struct evidence_capture capture = {.hash = sha256_of(span_of(bytes)),
                                       .size = strlen(bytes),
                                       .origin = bytes,
                                       .by = "kim",
                                       .collected = 7 * NS_PER_S,
                                       .modified = INSTANT_NONE};
    struct evidence_source source = {.hash = capture.hash,
                                     .size = capture.size,
                                     .capture = capture.hash,
                                     .member = "",
                                     .name = bytes,
                                     .modified = INSTANT_NONE};
    assert_ok(store_add_capture(place->store, &capture, &source, 1, &added, &error));
}

static void add_event(struct place *place, uint32_t review, uint32_t number, const char *what)
{
    struct error error = ERROR_NONE;
    struct store_author author = place_author("ola", "from the log", number * NS_PER_MIN);
    uint64_t change;
    char *body = arena_printf(&place->arena,
                              "{\"kind\":\"act.fix\",\"what\":\"%s\","
                              "\"tool\":\"kubectl\"}",
                              what);
    struct store_edit edit = {.id = {REVIEW_KIND_EVENT, number}, .body = span_of(body)};
    assert_ok(store_change(place->store, review, &edit, 1, &author, NULL, &change, &error));
}

static void fill(struct place *place)
{
    struct error error = ERROR_NONE;
    static const char *const words[] = {"paused", "restarted", "scaled", "waited", "rolled back"};
    struct store_clock clock = {.zone = "Europe/Oslo", .by = "kim", .why = "asked", .stated = 8};
    assert_ok(store_begin(place->store, &error));
    for (int i = 0; i < 12; i++) add_capture(place, arena_printf(&place->arena, "logs/%d.log", i));
    assert_ok(store_state_clock(place->store, 2, &clock, &error));
    for (uint32_t pm = 1; pm <= 4; pm++) {
        place_review(place, arena_printf(&place->arena, "Orders fail, take %u", pm));
        for (uint32_t e = 1; e <= 25; e++)
            add_event(place, pm, e,
                      arena_printf(&place->arena, "pool %u was %s", e, words[(pm + e) % 5]));
    }
    assert_ok(store_commit(place->store, &error));
}

/* ---- what somebody could read ---- */

static void add_table(sqlite3 *db, const char *sql, struct text *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        for (int i = 0; code == SQLITE_ROW && i < sqlite3_column_count(statement); i++) {
            int len = sqlite3_column_bytes(statement, i);
            text_addf(out, "%d:", sqlite3_column_type(statement, i));
            if (len > 0)
                text_add(out, (struct span){sqlite3_column_blob(statement, i), (size_t)len});
        }
    }
    text_addf(out, "=%d\n", code);
    sqlite3_finalize(statement);
}

/* All rows of all tables, through the tables and through the ways that readers take. */
static void read_everything(struct place *place, struct text *out)
{
    static const char *const queries[] = {
        "SELECT * FROM change ORDER BY id",
        "SELECT * FROM log ORDER BY seq",
        "SELECT * FROM capture ORDER BY id",
        "SELECT * FROM intake ORDER BY id",
        "SELECT * FROM source ORDER BY id",
        "SELECT * FROM clock_statement ORDER BY id",
        "SELECT * FROM review ORDER BY number",
        "SELECT * FROM entry",
        "SELECT * FROM fact",
        "SELECT * FROM summary",
        "SELECT log.* FROM review JOIN log ON log.review = review.number AND log.kind = 'event'",
        "SELECT rowid FROM words WHERE words MATCH 'pool' ORDER BY rank, rowid",
        "SELECT rowid FROM words WHERE words MATCH 'rolled OR orders' ORDER BY rank, rowid",
        "SELECT rowid FROM words WHERE words MATCH 'wait*' ORDER BY rank, rowid",
        "SELECT * FROM intake WHERE capture = 3",
        "SELECT * FROM clock_statement WHERE source = 2",
        "SELECT id FROM change WHERE review = 2",
        "SELECT seq FROM log WHERE change = 30",
        "SELECT field FROM fact WHERE review = 2 AND kind = 'event' AND number = 7",
        "PRAGMA application_id",
        "PRAGMA user_version",
        "PRAGMA encoding",
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"};
    sqlite3 *db = NULL;
    text_clear(out);
    if (sqlite3_open_v2(place->database, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
            add_table(db, queries[i], out);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(db);
}

static void put_bytes(const char *path, const struct text *bytes)
{
    struct error error = ERROR_NONE;
    int fd = -1;
    (void)os_remove(path, NULL);
    assert_ok(os_create(path, &fd, &error));
    assert_ok(os_write(fd, path, text_span(bytes), &error));
    os_close(fd);
}

static bool is_noticed(struct place *place, struct text *told)
{
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    enum status status = store_open(place->folder, false, &store, &error);
    text_clear(told);
    if (status) {
        text_addf(told, "%s: %s", status_name(status), error.message);
        return true;
    }
    size_t faults = place_faults(store, told);
    store_close(store);
    return faults > 0;
}

static void forget_log(struct place *place)
{
    (void)os_remove(place_path(place, "postmortem.db-wal"), NULL);
    (void)os_remove(place_path(place, "postmortem.db-shm"), NULL);
}

static uint64_t next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint64_t how_many(void)
{
    const char *text = os_env("POSTMORTEM_FLIPS");
    uint64_t count = 200;
    if (text) (void)span_to_u64(span_of(text), &count);
    return count;
}

/* B1 of what is promised: every bit that changes what somebody could read is named. */
static void flipped_bits_of_the_database_are_named(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct text whole, wanted, got, told;
    uint64_t seed = 11, count = how_many(), silent = 0, noticed = 0;
    fill(place);
    store_close(place->store);
    place->store = NULL;
    text_init(&whole, 0);
    text_init(&wanted, 0);
    text_init(&got, 0);
    text_init(&told, 0);
    assert_ok(os_slurp(place->database, (size_t)1 << 28, &whole, &error));
    assert_false(is_noticed(place, &told));
    read_everything(place, &wanted);
    for (uint64_t i = 0; i < count; i++) {
        size_t bit = (size_t)(next(&seed) % (whole.len * 8));
        whole.at[bit / 8] = (char)(whole.at[bit / 8] ^ 1 << bit % 8);
        forget_log(place);
        put_bytes(place->database, &whole);
        bool named = is_noticed(place, &told);
        read_everything(place, &got);
        bool same = span_equal(text_span(&got), text_span(&wanted));
        if (!named && !same) fail_msg("bit %zu changed what is read, and nobody told", bit);
        noticed += named;
        silent += !named;
        whole.at[bit / 8] = (char)(whole.at[bit / 8] ^ 1 << bit % 8);
    }
    printf("# %llu bits: %llu named, %llu without effect\n", (unsigned long long)count,
           (unsigned long long)noticed, (unsigned long long)silent);
    text_release(&whole);
    text_release(&wanted);
    text_release(&got);
    text_release(&told);
}

static void flipped_bits_of_the_head_are_named(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct text head, told;
    char *path = place_path(place, "head");
    fill(place);
    store_close(place->store);
    place->store = NULL;
    text_init(&head, 0);
    text_init(&told, 0);
    assert_ok(os_slurp(path, 1 << 20, &head, &error));
    for (size_t at = 0; at < head.len; at += at == 79 ? 4096 - 79 : 1) {
        head.at[at] = (char)(head.at[at] ^ 16);
        put_bytes(path, &head);
        if (!is_noticed(place, &told)) fail_msg("byte %zu of the head", at);
        assert_non_null(strstr(told.at, "head, place "));
        head.at[at] = (char)(head.at[at] ^ 16);
    }
    text_release(&head);
    text_release(&told);
}

static void alter(struct place *place, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* ---- a tail that got lost ---- */

static void assert_lost(struct place *place, const char *range)
{
    struct error error = ERROR_NONE;
    struct store *store;
    struct text told;
    assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
    if (!strstr(error.message, range)) fail_msg("%s", error.message);
    text_init(&told, 0);
    assert_true(is_noticed(place, &told));
    if (!strstr(told.at, range)) fail_msg("%s", told.at);
    text_release(&told);
    /* what is left can be read */
    struct review review;
    assert_ok(store_open(place->folder, false, &store, &error));
    assert_ok(store_load(store, 1, &place->arena, &review, &error));
    store_close(store);
}

static void an_older_database_is_noticed(void **state)
{
    struct place *place = *state;
    place_review(place, "Orders fail");
    place_reopen(place);
    char *copy = place_path(place, "older");
    store_close(place->store);
    place_copy(place->database, copy);
    place->store = NULL;
    place_reopen(place);
    add_event(place, 1, 1, "paused");
    add_event(place, 1, 2, "paused");
    store_close(place->store);
    place->store = NULL;
    forget_log(place);
    place_copy(copy, place->database);
    assert_lost(place, "changes 3 to 4 were acknowledged and are gone");
}

/* SQLite takes a frame that does not match its checksum for the end of its log. */
static void a_log_that_is_gone_is_noticed(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct text wal;
    char *path = place_path(place, "postmortem.db-wal"), *copy = place_path(place, "copy");
    char *aside = place_path(place, "aside");
    place_review(place, "Orders fail");
    place_reopen(place);
    store_close(place->store);
    place_copy(place->database, copy);
    place->store = NULL;
    place_reopen(place);
    add_event(place, 1, 1, "paused");
    add_event(place, 1, 2, "paused");
    text_init(&wal, 0);
    assert_ok(os_slurp(path, (size_t)1 << 28, &wal, &error));
    store_close(place->store);
    place->store = NULL;
    place_copy(place->database, aside);
    /* a bit of the first frame */
    forget_log(place);
    place_copy(copy, place->database);
    wal.at[32 + 24 + 100] = (char)(wal.at[32 + 24 + 100] ^ 1);
    put_bytes(path, &wal);
    assert_lost(place, "changes 3 to 4 were acknowledged and are gone");
    /* no log at all */
    forget_log(place);
    place_copy(copy, place->database);
    assert_lost(place, "changes 3 to 4 were acknowledged and are gone");
    /* and as it was: nothing is told */
    forget_log(place);
    place_copy(aside, place->database);
    place_reopen(place);
    place_verify(place->store);
    text_release(&wal);
}

/* A file of the first schema, or an empty one, would be made into a workspace that knows nothing.
 */
static void a_database_without_a_log_is_noticed(void **state)
{
    static const char gone[] = "changes 1 to 3 were acknowledged and are gone";
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    struct text told;
    text_init(&told, 0);
    place_review(place, "Orders fail");
    add_event(place, 1, 1, "paused");
    store_close(place->store);
    place->store = NULL;
    alter(place,
          "PRAGMA foreign_keys = OFF; DROP TABLE words; DROP TABLE log; DROP TABLE change;"
          "DROP TABLE review; DROP TABLE entry; DROP TABLE fact; DROP TABLE summary;"
          "DROP TABLE account; DROP TABLE ticket; DROP TABLE session; DROP TABLE token; DROP TABLE"
          " member; DROP TABLE claim; DROP TABLE audit; DROP TABLE answer; DROP TABLE live; DROP "
          "TABLE"
          " live_change; DROP TABLE pulse;"
          "PRAGMA user_version = 1");
    for (int empty = 0; empty < 2; empty++) {
        if (empty) {
            forget_log(place);
            assert_ok(os_replace(place->database, SPAN(""), &error));
        }
        assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
        assert_non_null(strstr(error.message, gone));
        assert_true(is_noticed(place, &told));
        assert_non_null(strstr(told.at, gone));
    }
    text_release(&told);
}

static void another_history_is_noticed(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store;
    char *copy = place_path(place, "copy"), *head = place_path(place, "kept");
    place_review(place, "Orders fail");
    store_close(place->store);
    place->store = NULL;
    place_copy(place->database, copy);
    place_reopen(place);
    add_event(place, 1, 1, "paused");
    store_close(place->store);
    place->store = NULL;
    place_copy(place_path(place, "head"), head);
    /* somebody puts the old file back with its old head, works on, and the newer head returns */
    forget_log(place);
    place_copy(copy, place->database);
    assert_ok(os_remove(place_path(place, "head"), &error));
    assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
    assert_non_null(strstr(error.message, "head"));
    assert_ok(store_repair(place->folder, NULL, NULL, NULL, &error));
    place_reopen(place);
    add_event(place, 1, 1, "another");
    store_close(place->store);
    place->store = NULL;
    place_copy(head, place_path(place, "head"));
    assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
    assert_non_null(strstr(error.message, "change 3 is not the one that was acknowledged"));
}

static void a_change_that_was_not_acknowledged_yet_is_no_damage(void **state)
{
    struct place *place = *state;
    char *head = place_path(place, "head"), *copy = place_path(place, "copy");
    place_review(place, "Orders fail");
    place_copy(head, copy); /* killed between commit and head: the head is one behind */
    add_event(place, 1, 1, "paused");
    store_close(place->store);
    place->store = NULL;
    place_copy(copy, head);
    place_reopen(place);
    add_event(place, 1, 2, "paused");
    place_verify(place->store);
}

/* ---- rows that somebody altered ---- */

static void what_was_altered_is_named_exactly(void **state)
{
    static const struct {
        const char *sql, *wanted;
    } cases[] = {
        {"UPDATE log SET body = replace(body, 'pool 7 ', 'pool 8 ') WHERE review = 2 AND kind = "
         "'event' AND number = 7",
         ", E7 of PM2: it does not match its hash"},
        {"UPDATE change SET author = 'eve' WHERE id = 20", "change 20: it does not match its link"},
        {"DELETE FROM log WHERE change = 20", "change 20: it does not match its link"},
        {"PRAGMA foreign_keys = OFF; DELETE FROM change WHERE id = 20; DELETE FROM log WHERE "
         "change = 20",
         "changes 20 to 20: there is a gap"},
        {"UPDATE capture SET size = 99 WHERE id = 3", "capture 3: is not what the log says"},
        {"UPDATE intake SET origin = x'41' WHERE id = 3", "intake 3: is not what the log says"},
        {"UPDATE clock_statement SET why = 'x'", "clock statement 1: is not what the log says"},
        {"UPDATE review SET title = 'x' WHERE number = 2", "review 2: is not what the log says"},
        {"UPDATE fact SET value = 'x' WHERE kind = 'event' AND review = 2 AND number = 3",
         "fact event kind 2 3 0: is not what the log says"},
        {"DELETE FROM fact WHERE kind = 'event' AND field = 'tool' AND review = 2 AND number = 3",
         "fact event tool 2 3 0: is in the log and is missing here"},
        {"UPDATE entry SET live = 0 WHERE review = 2 AND kind = 'event' AND number = 4",
         "entry 2 event 4: is not what the log says"},
        {"DELETE FROM words WHERE rowid = 60", "search index, "},
        {"INSERT INTO words (rowid, text) VALUES (9000, 'planted')",
         "search index, word planted 9000 0: is not in the log"},
        {"CREATE TABLE extra (a)", "schema table extra: is not in the log"},
        {"DROP INDEX log_of_change", "schema index log_of_change: is in the log and is missing"},
        {"INSERT INTO summary VALUES (2, 99999, '{}')", "summary of PM2"},
    };
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct text whole, told;
    fill(place);
    store_close(place->store);
    place->store = NULL;
    text_init(&whole, 0);
    text_init(&told, 0);
    assert_ok(os_slurp(place->database, (size_t)1 << 28, &whole, &error));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forget_log(place);
        put_bytes(place->database, &whole);
        alter(place, cases[i].sql);
        assert_true(is_noticed(place, &told));
        if (!strstr(told.at, cases[i].wanted)) fail_msg("case %zu: %s", i, told.at);
    }
    text_release(&whole);
    text_release(&told);
}

static void what_follows_is_made_again(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    fill(place);
    store_close(place->store);
    place->store = NULL;
    alter(place, "DELETE FROM fact; DELETE FROM entry WHERE review = 1; UPDATE review SET title ="
                 " 'x'; UPDATE source SET size = 9; DELETE FROM words WHERE rowid < 70;"
                 " INSERT INTO words (rowid, text) VALUES (9000, 'planted');"
                 " DELETE FROM intake WHERE id = 2");
    place_reopen(place);
    assert_true(place_faults(place->store, NULL) > 5);
    assert_ok(store_rebuild(place->store, &error));
    place_verify(place->store);
    alter(place, "UPDATE log SET body = '{}' WHERE seq = 60");
    assert_status(store_rebuild(place->store, &error), STATUS_DAMAGED);
}

/* To bring such a file up to date would begin a new log over a head that tells of the old one. */
static void a_lost_record_is_not_begun_anew(void **state)
{
    static const char *const cases[] = {"PRAGMA user_version = -1", "PRAGMA user_version = 0",
                                        "PRAGMA user_version = 1", NULL};
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    struct text nothing;
    fill(place);
    store_close(place->store);
    place->store = NULL;
    text_init(&nothing, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (cases[i])
            alter(place, cases[i]);
        else
            put_bytes(place->database, &nothing);
        for (int again = 0; again < 2; again++) {
            assert_status(store_open(place->folder, true, &store, &error), STATUS_DAMAGED);
            assert_non_null(strstr(error.message, "postmortem repair"));
        }
    }
    text_release(&nothing);
}

static void a_pipe_in_the_place_of_the_database_is_not_waited_for(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    store_close(place->store);
    place->store = NULL;
    assert_int_equal(remove(place->database), 0);
    assert_int_equal(mkfifo(place->database, 0600), 0);
    assert_status(store_open(place->folder, false, &store, &error), STATUS_DAMAGED);
    assert_status(store_repair(place->folder, NULL, NULL, NULL, &error), STATUS_DAMAGED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(flipped_bits_of_the_database_are_named),
        TEST(flipped_bits_of_the_head_are_named),
        TEST(an_older_database_is_noticed),
        TEST(a_log_that_is_gone_is_noticed),
        TEST(a_database_without_a_log_is_noticed),
        TEST(another_history_is_noticed),
        TEST(a_change_that_was_not_acknowledged_yet_is_no_damage),
        TEST(what_was_altered_is_named_exactly),
        TEST(what_follows_is_made_again),
        TEST(a_lost_record_is_not_begun_anew),
        TEST(a_pipe_in_the_place_of_the_database_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
