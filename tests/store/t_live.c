/* Texts that several write, answers for a repeat, what has changed; and damage of what is kept for
 * the server: named by verify, mended by repair without bringing an ended right back. */
#include "tests/store/place.h"

#include <sqlite3.h>
#include <stdio.h>

static const instant NOW = 1000 * NS_PER_DAY;
static const struct store_live_place what = {1, {REVIEW_KIND_EVENT, 1}, "what"};

static void alter(struct place *place, const char *sql)
{
    sqlite3 *db;
    store_close(place->store);
    place->store = NULL;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    place_reopen(place);
}

static void a_text_keeps_its_changes_in_order(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *s = place->store;
    struct store_live live;
    struct store_live_change changes[] = {{.account = 1, .client = "a", .body = SPAN("[1]")},
                                          {.account = 2, .client = "b", .body = SPAN("[2]")}};
    struct store_live_change *log;
    struct store_live_place_known *known;
    uint64_t number = 0;
    size_t count;
    place_review(place, "Orders fail");
    assert_status(store_live_get(s, &what, &place->arena, &live, &error), STATUS_NOT_FOUND);
    assert_ok(store_live_open(s, &what, 3, SPAN("old"), NOW, &place->arena, &live, &error));
    assert_ok(store_live_append(s, &what, 0, changes, 2, SPAN("new"), &number, &error));
    assert_int_equal(number, 2);
    assert_status(store_live_append(s, &what, 0, changes, 1, SPAN("x"), &number, &error),
                  STATUS_BUSY);
    assert_status(store_live_append(s, &what, 2, changes, 1, SPAN("\xff"), &number, &error),
                  STATUS_BAD_INPUT);
    assert_ok(store_live_open(s, &what, 9, SPAN("other"), NOW, &place->arena, &live, &error));
    assert_span(live.text, "new");
    assert_int_equal(live.base, 3);
    assert_ok(store_live_since(s, &what, 1, 0, &place->arena, &log, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(log[0].account, 2);
    assert_span(log[0].body, "[2]");
    assert_ok(store_live_flowed(s, &what, 2, 4, NOW, &error));
    assert_ok(store_live_compact(s, &what, 1, SPAN("[[0,3,1]]"), &error));
    assert_status(store_live_since(s, &what, 0, 0, &place->arena, &log, &count, &error),
                  STATUS_BUSY);
    assert_ok(store_live_get(s, &what, &place->arena, &live, &error));
    assert_int_equal(live.kept, 1);
    assert_int_equal(live.base, 4);
    assert_span(live.ranges, "[[0,3,1]]");
    place_verify(s);
    assert_ok(store_lives(s, 1, 0, 0, &place->arena, &known, &count, &error));
    assert_int_equal(count, 1);
    assert_ok(store_live_delete(s, &what, &error));
    assert_ok(store_live_delete(s, &what, &error));
    assert_ok(store_lives(s, 0, 0, 0, &place->arena, &known, &count, &error));
    assert_int_equal(count, 0);
}

static void a_repeat_gets_the_same_answer(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *s = place->store;
    struct arena *arena = &place->arena;
    struct sha256 one = sha256_of(SPAN("one")), two = sha256_of(SPAN("two"));
    struct store_answer answer;
    struct span key = SPAN("k-1");
    assert_ok(store_key_take(s, 1, key, &one, NOW, arena, &answer, &error));
    assert_true(answer.first);
    assert_status(store_key_take(s, 1, key, &one, NOW, arena, &answer, &error), STATUS_BUSY);
    assert_status(store_key_take(s, 1, key, &two, NOW, arena, &answer, &error), STATUS_BAD_INPUT);
    assert_ok(store_key_take(s, 2, key, &two, NOW, arena, &answer, &error));
    assert_true(answer.first);
    assert_ok(store_key_answer(s, 1, key, 201, SPAN("{}"), NOW, &error));
    assert_ok(store_key_take(s, 1, key, &one, NOW + 5, arena, &answer, &error));
    assert_false(answer.first);
    assert_int_equal(answer.http, 201);
    assert_span(answer.body, "{}");
    assert_ok(store_key_drop(s, 2, key, &error));
    assert_ok(store_key_take(s, 2, key, &one, NOW, arena, &answer, &error));
    assert_true(answer.first);
    assert_ok(store_key_take(s, 1, key, &two, NOW + NS_PER_DAY, arena, &answer, &error));
    assert_true(answer.first);
    place_verify(s);
}

static void every_commit_moves_the_pulse(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *reader = NULL;
    struct store_actor actor = {.at = NOW};
    struct store_pulse a, b, c;
    struct store_changed *changes;
    struct store_author author = place_author("kim", "", 1);
    struct store_edit edits[70];
    uint64_t change;
    size_t count;
    assert_ok(store_open(place->folder, false, &reader, &error));
    assert_ok(store_pulse(reader, &a, &error));
    place_review(place, "Orders fail");
    assert_ok(store_pulse(reader, &b, &error));
    assert_true(b.any != a.any && b.record != a.record && b.people == a.people);
    assert_ok(store_audit_add(place->store, &actor, "sign-in", "", true, &error));
    assert_ok(store_pulse(reader, &c, &error));
    assert_true(c.any != b.any && c.record == b.record);
    assert_ok(store_pulse(place->store, &b, &error));
    assert_int_equal(b.any, c.any);
    for (uint32_t i = 0; i < 70; i++)
        edits[i] =
            (struct store_edit){{REVIEW_KIND_EVENT, i + 1}, 0, SPAN("{\"what\":\"paused\"}")};
    assert_ok(store_change(place->store, 1, edits, 70, &author, NULL, &change, &error));
    assert_ok(store_changes_since(reader, 1, 0, &place->arena, &changes, &count, &error));
    assert_int_equal(count, 2);
    assert_string_equal(changes[0].sort, "new");
    assert_int_equal(changes[0].entries[0].kind, REVIEW_KIND_REVIEW);
    assert_int_equal(changes[1].count, STORE_TOUCHED_MAX);
    assert_true(changes[1].more);
    store_close(reader);
}

/* ---- damage ---- */

static enum status note(void *context, const struct store_fault *fault, struct error *error)
{
    (void)error;
    text_addf(context, "%s: %s\n", fault->where, fault->what);
    return STATUS_OK;
}

static void fill(struct place *place)
{
    struct error error = ERROR_NONE;
    struct store_actor actor = {.at = NOW};
    struct store_account account = {
        .login = "ana", .name = "Ana", .password = "x", .administrator = true};
    struct store_member member = {.review = 1, .account = 1, .parts = 2};
    struct sha256 token = sha256_of(SPAN("t"));
    struct store_token secret = {.account = 1, .name = "ci", .expires = INSTANT_NONE};
    struct store_session session;
    uint64_t id;
    place_review(place, "Orders fail");
    assert_ok(store_account_add(place->store, &actor, &account, &member.account, &error));
    account.login = "bo";
    assert_ok(store_account_add(place->store, &actor, &account, &member.account, &error));
    assert_ok(store_member_set(place->store, &actor, &member, &error));
    assert_ok(store_token_add(place->store, &actor, &token, &secret, &id, &error));
    assert_ok(store_session_add(place->store, &actor, &token, 1, "x", &session, &error));
}

static void damage_is_named_and_mended(void **state)
{
    static const struct {
        const char *sql, *wanted, *mended;
    } cases[] = {
        {"UPDATE account SET administrator = 0 WHERE id = 2", "account 2: it does not match its",
         "account 2: it is damaged here; it is as the backup has it"},
        {"UPDATE member SET parts = 4", "member 1: it does not match its seal",
         "member 1: it is damaged here"},
        {"UPDATE token SET writes = 1", "token 1: it does not match its seal",
         "token 1: it is left"},
        {"UPDATE session SET account = 2", "session 1: it does not match its seal",
         "session 1: it"},
        {"UPDATE audit SET about = 'x' WHERE id = 2", "audit 2: it does not match its link",
         "audit 2: it is damaged here"},
        {"DELETE FROM audit WHERE id = 2", "audit 2 to 2: there is a gap", "audit 2: it is lost"},
        {"DELETE FROM audit WHERE id = 5", "its end is not where the last change", ""},
        {"DELETE FROM account WHERE id = 1", "accounts: some are missing",
         "accounts: those that are missing here"},
        {"UPDATE pulse SET whole = 1", "pulse 1: it does not match its seal", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct place *place = *state;
        struct error error = ERROR_NONE;
        struct text told;
        if (i) {
            place_tear_down(state);
            place_open(state);
            place = *state;
        }
        fill(place);
        char *to = place_path(place, "backup");
        assert_ok(store_backup(place->store, to, &error));
        alter(place, cases[i].sql);
        text_init(&told, 0);
        assert_true(place_faults(place->store, &told) > 0);
        if (!strstr(told.at, cases[i].wanted)) fail_msg("case %zu: %s", i, told.at);
        text_release(&told);
        store_close(place->store);
        place->store = NULL;
        text_init(&told, 0);
        assert_ok(store_repair(place->folder, to, note, &told, &error));
        if (!strstr(told.at, cases[i].mended)) fail_msg("case %zu: \"%s\"", i, told.at);
        text_release(&told);
        place_reopen(place);
        place_verify(place->store);
    }
}

static void a_backup_holds_no_sessions(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *copy = NULL;
    struct store_limits limits = {NS_PER_HOUR, NS_PER_HOUR};
    struct store_session *sessions;
    struct store_token *tokens;
    size_t count;
    fill(place);
    char *to = place_path(place, "backup");
    assert_ok(store_backup(place->store, to, &error));
    assert_ok(store_open(to, true, &copy, &error));
    assert_ok(store_sessions(copy, 1, &limits, NOW, &place->arena, &sessions, &count, &error));
    assert_int_equal(count, 0);
    assert_ok(store_tokens(copy, 1, 0, 0, &place->arena, &tokens, &count, &error));
    assert_int_equal(count, 1);
    place_verify(copy);
    store_close(copy);
}

/* As the version before left it: all but the third migration. */
static void a_workspace_of_the_second_schema_goes_on(void **state)
{
    static const char older[] =
        "DROP TABLE account; DROP TABLE ticket; DROP TABLE session; DROP TABLE token;"
        "DROP TABLE member; DROP TABLE claim; DROP TABLE audit; DROP TABLE answer; DROP TABLE live;"
        "DROP TABLE live_change; DROP TABLE pulse; PRAGMA user_version = 2";
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    struct store_pulse pulse;
    sqlite3 *db;
    place_review(place, "Orders fail");
    store_close(place->store);
    place->store = NULL;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, older, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_ok(store_open(place->folder, false, &store, &error));
    place_verify(store); /* older is not damaged */
    assert_status(store_pulse(store, &pulse, &error), STATUS_BUSY);
    store_close(store);
    place_reopen(place);
    fill(place);
    assert_ok(store_pulse(place->store, &pulse, &error));
    place_verify(place->store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_keeps_its_changes_in_order), TEST(a_repeat_gets_the_same_answer),
        TEST(every_commit_moves_the_pulse),      TEST(damage_is_named_and_mended),
        TEST(a_backup_holds_no_sessions),        TEST(a_workspace_of_the_second_schema_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
