/* Reviews in the store: what is written is read, stale writes are refused, changes are taken back,
 * histories come and go, words are found. */
#include "tests/store/place.h"

#include <sqlite3.h>
#include <stdio.h>

static uint64_t change(struct place *place, uint32_t review, struct store_edit edit, instant at)
{
    struct error error = ERROR_NONE;
    uint64_t number = 0;
    struct store_author author = place_author("kim", "", at);
    assert_ok(store_change(place->store, review, &edit, 1, &author, NULL, &number, &error));
    return number;
}

static struct review load(struct place *place, uint32_t number)
{
    struct error error = ERROR_NONE;
    struct review review;
    assert_ok(store_load(place->store, number, &place->arena, &review, &error));
    return review;
}

static void what_is_written_is_read(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_author author = place_author("kim", "first notes", 5 * NS_PER_S);
    struct store_edit edits[] = {
        place_edit("PM0", 0, "{\"title\":\"Orders fail\",\"sort\":\"incident\"}"),
        place_edit("E1", 0, "{\"kind\":\"alert\",\"what\":\"the monitor fired\"}"),
    };
    uint32_t number = 0;
    struct store_review *reviews;
    size_t count;
    assert_ok(store_new_review(place->store, "0123456789abcdef0123456789abcdef", edits, 2, &author,
                               &number, &error));
    assert_int_equal(number, 1);
    place_reopen(place);
    struct review review = load(place, 1);
    assert_string_equal(review.uid, "0123456789abcdef0123456789abcdef");
    assert_string_equal(review.own->title, "Orders fail");
    assert_int_equal(review.events.count, 1);
    assert_string_equal(review.events.at[0].what, "the monitor fired");
    assert_string_equal(review.events.at[0].entry.author, "kim");
    assert_true(review.events.at[0].entry.written == 5 * NS_PER_S);
    assert_ok(store_reviews(place->store, &place->arena, &reviews, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(reviews[0].title, "Orders fail");
    assert_int_equal(reviews[0].sort, REVIEW_SORT_INCIDENT);
    assert_int_equal(reviews[0].day, REVIEW_NO_DAY);
    assert_int_equal(reviews[0].entries, 2);
    assert_true(reviews[0].created == 5 * NS_PER_S && reviews[0].changed == 5 * NS_PER_S);
    assert_status(store_new_review(place->store, "0123456789abcdef0123456789abcdef", edits, 2,
                                   &author, &number, &error),
                  STATUS_BUSY);
    place_verify(place->store);
}

static void a_stale_write_is_refused(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    struct store_author author = place_author("ola", "", 9 * NS_PER_S);
    size_t stale = 99;
    uint64_t number = 77;
    change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2 * NS_PER_S);
    change(place, pm, place_edit("E1", 1, "{\"what\":\"two\"}"), 3 * NS_PER_S);
    struct store_edit edits[] = {place_edit("E2", 0, "{\"what\":\"new\"}"),
                                 place_edit("E1", 1, "{\"what\":\"three\"}")};
    assert_status(store_change(place->store, pm, edits, 2, &author, &stale, &number, &error),
                  STATUS_BUSY);
    assert_int_equal(stale, 1);
    assert_int_equal(number, 77);
    assert_non_null(strstr(error.message, "E1 was changed by kim at 1970-01-01T00:00:03Z"));
    assert_non_null(strstr(error.message, "version 2"));
    struct review review = load(place, pm);
    assert_int_equal(review.events.count, 1);
    assert_string_equal(review.events.at[0].what, "two");
    /* within a transaction of the caller's too, which goes on */
    assert_ok(store_begin(place->store, &error));
    assert_status(store_change(place->store, pm, edits, 2, &author, &stale, &number, &error),
                  STATUS_BUSY);
    assert_ok(store_change(place->store, pm, edits, 1, &author, &stale, &number, &error));
    assert_ok(store_commit(place->store, &error));
    review = load(place, pm);
    assert_int_equal(review.events.count, 2);
    place_verify(place->store);
}

static void what_changes_nothing_is_not_stored(void **state)
{
    struct place *place = *state;
    uint32_t pm = place_review(place, "Orders fail");
    assert_true(change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2) > 0);
    assert_true(change(place, pm, place_edit("E1", 1, "{ \"what\" : \"one\" }"), 3) == 0);
    assert_int_equal(load(place, pm).events.at[0].entry.version, 1);
    place_verify(place->store);
}

static void bad_edits_change_nothing(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    struct store_author author = place_author("kim", "", 9);
    uint64_t number = 0;
    static const struct {
        const char *id, *body;
        uint32_t base;
        enum status wanted;
    } cases[] = {
        {"E1", "{\"wat\":\"one\"}", 0, STATUS_BAD_INPUT},
        {"E1", "{\"what\":", 0, STATUS_BAD_INPUT},
        {"E1", "{\"what\":\"one\"}", 4, STATUS_BUSY},
        {"PM0", NULL, 1, STATUS_BAD_INPUT},
        {"PM0", "{}", 0, STATUS_BUSY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store_edit edits[] = {place_edit("E7", 0, "{\"what\":\"x\"}"),
                                     place_edit(cases[i].id, cases[i].base, cases[i].body)};
        enum status got = store_change(place->store, pm, edits, 2, &author, NULL, &number, &error);
        if (got != cases[i].wanted) fail_msg("case %zu: %s", i, error.message);
        assert_int_equal(load(place, pm).events.count, 0);
    }
    struct store_edit twice[] = {place_edit("E7", 0, "{\"what\":\"x\"}"),
                                 place_edit("E7", 1, "{\"what\":\"y\"}")};
    assert_status(store_change(place->store, pm, twice, 2, &author, NULL, &number, &error),
                  STATUS_BAD_INPUT);
    assert_status(store_change(place->store, 9, twice, 1, &author, NULL, &number, &error),
                  STATUS_NOT_FOUND);
    place_verify(place->store);
}

static void numbers_are_given_out_once(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2);
    change(place, pm, place_edit("E2", 0, "{\"what\":\"two\"}"), 3);
    change(place, pm, place_edit("E2", 1, NULL), 4);
    struct review review = load(place, pm), with;
    assert_int_equal(review.events.count, 1);
    struct review_stored put = {.id = {REVIEW_KIND_EVENT, 0}, .body = SPAN("{\"what\":\"x\"}")};
    assert_ok(review_with(&review, &put, 1, &place->arena, &with, &error));
    assert_int_equal(put.id.number, 3);
    place_verify(place->store);
}

/* ---- undo ---- */

static void a_change_is_taken_back_and_made_again(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    struct store_author author = place_author("ola", "a slip", 9);
    uint64_t undone = 0;
    change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2);
    uint64_t second = change(place, pm, place_edit("E1", 1, "{\"what\":\"two\"}"), 3);
    assert_ok(store_undo(place->store, pm, 0, &author, &undone, &error));
    assert_true(undone == second);
    struct review review = load(place, pm);
    assert_string_equal(review.events.at[0].what, "one");
    assert_int_equal(review.events.at[0].entry.version, 3);
    assert_ok(store_undo(place->store, pm, 0, &author, &undone, &error));
    assert_string_equal(load(place, pm).events.at[0].what, "two");
    place_verify(place->store);
}

static void what_was_touched_since_is_not_taken_back(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    struct store_author author = place_author("ola", "", 9);
    uint64_t undone = 0;
    uint64_t first = change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2);
    uint64_t other = change(place, pm, place_edit("E2", 0, "{\"what\":\"else\"}"), 3);
    change(place, pm, place_edit("E1", 1, "{\"what\":\"two\"}"), 4);
    assert_status(store_undo(place->store, pm, first, &author, &undone, &error), STATUS_BUSY);
    assert_ok(store_undo(place->store, pm, other, &author, &undone, &error));
    struct review review = load(place, pm);
    assert_int_equal(review.events.count, 1);
    assert_status(store_undo(place->store, pm, 999, &author, &undone, &error), STATUS_NOT_FOUND);
    assert_status(store_undo(place->store, pm, 2, &author, &undone, &error), STATUS_BAD_INPUT);
    place_verify(place->store);
}

/* ---- history ---- */

static void histories_tell_who_when_and_why(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail");
    struct review_past *past;
    struct review_id e1 = {REVIEW_KIND_EVENT, 1};
    struct store_author author = place_author("ola", "seen in the log", 9);
    uint64_t number, undone;
    size_t count;
    struct store_edit edit = place_edit("E1", 0, "{\"what\":\"one\"}");
    assert_ok(store_change(place->store, pm, &edit, 1, &author, NULL, &number, &error));
    change(place, pm, place_edit("E1", 1, "{\"what\":\"two\"}"), 12);
    assert_ok(store_undo(place->store, pm, number + 1, &author, &undone, &error));
    change(place, pm, place_edit("E1", 3, NULL), 15);
    assert_ok(store_history(place->store, pm, &e1, &place->arena, &past, &count, &error));
    assert_int_equal(count, 4);
    assert_span(past[0].body, "{\"what\":\"one\"}");
    assert_string_equal(past[0].by, "ola");
    assert_string_equal(past[0].why, "seen in the log");
    assert_true(past[0].at == 9 && past[0].change == number && past[0].version == 1);
    assert_true(past[2].undoes == past[1].change);
    assert_null(past[3].body.at);
    assert_ok(store_history(place->store, pm, NULL, &place->arena, &past, &count, &error));
    assert_int_equal(count, 5);
    assert_int_equal(past[0].id.kind, REVIEW_KIND_REVIEW);
}

static bool same_past(const struct review_past *a, const struct review_past *b)
{
    return review_id_equal(a->id, b->id) && a->version == b->version && a->at == b->at &&
           span_equal(a->body, b->body) && (a->body.at == NULL) == (b->body.at == NULL) &&
           strcmp(a->by, b->by) == 0 && strcmp(a->why, b->why) == 0 &&
           (a->undoes == 0) == (b->undoes == 0);
}

static void a_history_comes_and_goes_unchanged(void **state)
{
    struct place *place = *state, *other;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail"), there = 0;
    struct store_author author = place_author("ola", "", 99);
    struct review_past *past, *again;
    uint64_t undone;
    size_t count, again_count;
    change(place, pm, place_edit("E1", 0, "{\"what\":\"one\"}"), 2);
    change(place, pm, place_edit("E1", 1, "{\"what\":\"two\"}"), 3);
    assert_ok(store_undo(place->store, pm, 0, &author, &undone, &error));
    change(place, pm, place_edit("E2", 0, "{\"what\":\"else\"}"), 5);
    change(place, pm, place_edit("E2", 1, NULL), 6);
    assert_ok(store_history(place->store, pm, NULL, &place->arena, &past, &count, &error));
    const char *uid = load(place, pm).uid;
    assert_status(store_import(place->store, uid, past, count, &author, &there, &error),
                  STATUS_BUSY);
    place_open((void **)&other);
    place_review(other, "Something else");
    assert_ok(store_import(other->store, uid, past, count, &author, &there, &error));
    assert_int_equal(there, 2);
    assert_ok(
        store_history(other->store, there, NULL, &other->arena, &again, &again_count, &error));
    assert_int_equal(again_count, count);
    for (size_t i = 0; i < count; i++) assert_true(same_past(&past[i], &again[i]));
    assert_true(again[3].undoes == again[2].change);
    struct review review = load(other, there);
    assert_string_equal(review.uid, uid);
    assert_int_equal(review.events.count, 1);
    place_verify(other->store);
    place_tear_down((void **)&other);
}

static void broken_histories_are_refused(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_author author = place_author("ola", "", 99);
    const struct review_past own = {.change = 3,
                                    .version = 1,
                                    .body = SPAN("{\"title\":\"x\"}"),
                                    .by = "kim",
                                    .why = "",
                                    .at = 1};
    struct review_past event = {.change = 4,
                                .id = {REVIEW_KIND_EVENT, 1},
                                .version = 1,
                                .body = SPAN("{\"what\":\"x\"}"),
                                .by = "kim",
                                .why = "",
                                .at = 2};
    struct review_past cases[8][2];
    for (size_t i = 0; i < 8; i++) {
        cases[i][0] = own;
        cases[i][1] = event;
    }
    cases[0][1].version = 2;
    cases[1][1].change = 2;
    cases[2][1].undoes = 9;
    cases[3][1].body = SPAN("{\"nothing\":1}");
    cases[4][1].id = own.id;
    cases[5][0] = event;
    cases[6][1].id.number = 0;
    cases[7][1].change = 3; /* another time in one change */
    for (size_t i = 0; i < 8; i++) {
        uint32_t number = 0;
        enum status got = store_import(place->store, "00112233445566778899aabbccddeeff", cases[i],
                                       2, &author, &number, &error);
        if (got != STATUS_BAD_INPUT) fail_msg("case %zu: %s", i, status_name(got));
    }
    struct store_review *reviews;
    size_t count;
    assert_ok(store_reviews(place->store, &place->arena, &reviews, &count, &error));
    assert_int_equal(count, 0);
    place_verify(place->store);
}

/* ---- finding ---- */

static void reviews_are_named(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t number = 0;
    place_review(place, "Orders fail at checkout");
    place_review(place, "Orders are late");
    const char *uid = load(place, 2).uid;
    char *part = arena_printf(&place->arena, "%.9s", uid);
    const struct {
        const char *which;
        uint32_t wanted; /* 0: NOT_FOUND */
    } cases[] = {{"PM1", 1},
                 {"pm2", 2},
                 {"2", 2},
                 {uid, 2},
                 {part, 2},
                 {"CHECKOUT", 1},
                 {" late", 2},
                 {"orders", 0},
                 {"PM3", 0},
                 {"", 0},
                 {"zz", 0},
                 {"0", 0},
                 {"checkout failure", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        number = 0;
        enum status got =
            store_review_named(place->store, span_of(cases[i].which), &number, &error);
        if (number != cases[i].wanted) fail_msg("\"%s\" gives %u", cases[i].which, number);
        assert_int_equal(got, cases[i].wanted ? STATUS_OK : STATUS_NOT_FOUND);
    }
    assert_non_null(strstr(error.message, "near are PM1 \"Orders fail at checkout\""));
}

static void words_are_found(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t pm = place_review(place, "Orders fail at checkout");
    place_review(place, "Other thing");
    change(place, pm,
           place_edit("E1", 0,
                      "{\"what\":\"The caf\xc3\xa9 pool was paused by hand\","
                      "\"context\":\"nobody saw the \\\"queue\\\" grow\"}"),
           2);
    change(place, pm, place_edit("E2", 0, "{\"what\":\"gone soon\"}"), 3);
    change(place, pm, place_edit("E2", 1, NULL), 4);
    static const struct {
        const char *words;
        size_t wanted;
        const char *excerpt;
    } cases[] = {
        {"checkout", 1, "Orders fail at checkout"},
        {"CAFE", 1, "The caf\xc3\xa9 pool"},
        {"paus", 1, "paused by hand"},
        {"pool paused", 1, "pool"},
        {"\"pool was paused\"", 1, "pool"},
        {"\"paused pool\"", 0, NULL},
        {"pau pool", 0, NULL}, /* only the last one may be a beginning */
        {"queue", 1, "queue"},
        {"gone", 0, NULL},
        {"pool OR nothing", 0, NULL},
        {"pool* NEAR(", 0, NULL},
        {"a\"b\"c", 0, NULL},
        {"-", 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store_hit *hits = NULL;
        size_t count = 0;
        enum status got = store_find(place->store, span_of(cases[i].words), 0, 10, &place->arena,
                                     &hits, &count, &error);
        if (got || count != cases[i].wanted)
            fail_msg("\"%s\": %zu, %s", cases[i].words, count, error.message);
        if (cases[i].excerpt && !strstr(hits[0].excerpt, cases[i].excerpt))
            fail_msg("\"%s\": %s", cases[i].words, hits[0].excerpt);
    }
    struct store_hit *hits;
    size_t count;
    assert_ok(store_find(place->store, SPAN("pool"), 2, 10, &place->arena, &hits, &count, &error));
    assert_int_equal(count, 0);
    assert_status(store_find(place->store, SPAN("  "), 0, 10, &place->arena, &hits, &count, &error),
                  STATUS_BAD_INPUT);
}

/* ---- across ---- */

static void items_and_facts_of_all_reviews(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    uint32_t one = place_review(place, "One"), two = place_review(place, "Two");
    struct review_open_item *items;
    struct review_fact *facts;
    struct review_recurred *recurred;
    size_t count;
    change(place, one, place_edit("PM0", 1, "{\"title\":\"One\",\"day\":\"2026-01-05\"}"), 1);
    change(place, two, place_edit("PM0", 1, "{\"title\":\"Two\",\"day\":\"2026-03-05\"}"), 1);
    change(place, one, place_edit("F1", 0, "{\"text\":\"pool\",\"shared\":\"pool size\"}"), 2);
    change(place, two, place_edit("F1", 0, "{\"text\":\"pool\",\"shared\":\"pool size\"}"), 2);
    change(place, one,
           place_edit("I1", 0, "{\"text\":\"do it\",\"state\":\"accepted\",\"breaks\":[\"F1\"]}"),
           2 * NS_PER_DAY);
    change(place, one, place_edit("I2", 0, "{\"text\":\"think\"}"), 3 * NS_PER_DAY);
    change(place, two, place_edit("I1", 0, "{\"text\":\"done\",\"state\":\"done\"}"), 4);
    assert_ok(store_items(place->store, 0, &place->arena, &items, &count, &error));
    assert_int_equal(count, 3);
    assert_int_equal(items[0].raised, 2);
    assert_ok(store_items(place->store, 1u << REVIEW_ITEM_STATE_ACCEPTED, &place->arena, &items,
                          &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(items[0].item->text, "do it");
    assert_ok(store_items(place->store, 1u << REVIEW_ITEM_STATE_NONE, &place->arena, &items, &count,
                          &error));
    assert_int_equal(count, 1);
    assert_int_equal(items[0].item->entry.id.number, 2);
    assert_ok(store_facts(place->store, REVIEW_KIND_FACTOR, "shared", NULL, &place->arena, &facts,
                          &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(facts[1].review, 2);
    assert_string_equal(facts[1].value, "pool size");
    struct store_having done = {"state", "done"};
    assert_ok(store_facts(place->store, REVIEW_KIND_ITEM, "state", &done, &place->arena, &facts,
                          &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(facts[0].review, two);
    assert_status(store_facts(place->store, REVIEW_KIND_ITEM, "owner", NULL, &place->arena, &facts,
                              &count, &error),
                  STATUS_BAD_INPUT);
    assert_ok(store_items(place->store, 0, &place->arena, &items, &count, &error));
    assert_ok(store_recurred(place->store, items, count, &place->arena, &recurred, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(recurred[0].earlier, one);
    assert_int_equal(recurred[0].later, two);
    assert_string_equal(recurred[0].factor, "pool size");
    assert_string_equal(recurred[0].item.item->text, "do it");
    place_verify(place->store);
}

static void summaries_are_kept_until_the_review_changes(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct review_summary *summaries;
    struct store *reader;
    size_t count;
    uint32_t pm = place_review(place, "Orders fail");
    place_review(place, "Other thing");
    change(place, pm, place_edit("E1", 0, "{\"kind\":\"alert\",\"what\":\"it fired\"}"), 2);
    assert_ok(store_open(place->folder, false, &reader, &error));
    for (int again = 0; again < 2; again++) {
        assert_ok(store_summaries(reader, &place->arena, &summaries, &count, &error));
        assert_int_equal(count, 2);
        assert_int_equal(summaries[0].number, pm);
        assert_int_equal(summaries[0].events, 1);
        assert_string_equal(summaries[1].title, "Other thing");
        assert_ok(store_summaries(place->store, &place->arena, &summaries, &count, &error));
    }
    store_close(reader);
    place_verify(place->store);
    change(place, pm, place_edit("E2", 0, "{\"what\":\"more\"}"), 3);
    place_verify(place->store);
    assert_ok(store_summaries(place->store, &place->arena, &summaries, &count, &error));
    assert_int_equal(summaries[0].events, 2);
    place_verify(place->store);
}

static void many_summaries_are_kept_for_readers(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct review_summary *summaries;
    struct store *reader;
    sqlite3 *db;
    sqlite3_stmt *statement;
    size_t count;
    for (int i = 0; i < 20; i++) place_review(place, "Orders fail");
    assert_ok(store_open(place->folder, false, &reader, &error));
    assert_ok(store_summaries(reader, &place->arena, &summaries, &count, &error));
    assert_int_equal(count, 20);
    store_close(reader);
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM summary", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), 20);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    place_verify(place->store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read),
        TEST(a_stale_write_is_refused),
        TEST(what_changes_nothing_is_not_stored),
        TEST(bad_edits_change_nothing),
        TEST(numbers_are_given_out_once),
        TEST(a_change_is_taken_back_and_made_again),
        TEST(what_was_touched_since_is_not_taken_back),
        TEST(histories_tell_who_when_and_why),
        TEST(a_history_comes_and_goes_unchanged),
        TEST(broken_histories_are_refused),
        TEST(reviews_are_named),
        TEST(words_are_found),
        TEST(items_and_facts_of_all_reviews),
        TEST(summaries_are_kept_until_the_review_changes),
        TEST(many_summaries_are_kept_for_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
