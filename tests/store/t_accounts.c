/* What is kept for the server: accounts, tickets, sessions, tokens, members, the audit, answers and
 * texts that several write; races of processes for them; what becomes of damage. */
#include "tests/store/place.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const instant NOW = 1000 * NS_PER_DAY;
static const struct store_limits limits = {NS_PER_HOUR, 12 * NS_PER_HOUR};

static struct store_actor by(uint32_t account, instant at)
{
    return (struct store_actor){.account = account, .name = "", .from = "192.0.2.7", .at = at};
}

static uint32_t add(struct place *place, const char *login, bool administrator)
{
    struct error error = ERROR_NONE;
    struct store_actor actor = by(0, NOW);
    struct store_account account = {.login = login,
                                    .name = "Ana",
                                    .password = "$argon2id$x",
                                    .reach = STORE_REACH_COMPANY,
                                    .administrator = administrator};
    uint32_t id = 0;
    assert_ok(store_account_add(place->store, &actor, &account, &id, &error));
    return id;
}

static void accounts_are_found_changed_and_closed(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_actor actor = by(1, NOW + 1);
    struct store_account account, same = {.login = "ANA", .name = ""};
    uint32_t id;
    bool any = true;
    assert_ok(store_has_administrator(place->store, &any, &error));
    assert_false(any);
    assert_int_equal(add(place, "Ana", true), 1);
    assert_ok(store_account_named(place->store, SPAN("aNA"), &place->arena, &account, &error));
    assert_string_equal(account.login, "ana");
    assert_status(store_account_add(place->store, &actor, &same, &id, &error), STATUS_BUSY);
    same.login = "a b";
    assert_status(store_account_add(place->store, &actor, &same, &id, &error), STATUS_BAD_INPUT);
    account.closed = true;
    assert_status(store_account_change(place->store, &actor, &account, &error), STATUS_BUSY);
    assert_non_null(strstr(error.message, "last administrator"));
    add(place, "bo", true);
    assert_ok(store_account_change(place->store, &actor, &account, &error));
    assert_ok(store_account_get(place->store, 1, &place->arena, &account, &error));
    assert_true(account.closed);
    place_verify(place->store);
}

static void sessions_and_tokens_end(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct sha256 token = sha256_of(SPAN("a")), secret = sha256_of(SPAN("b"));
    struct store_session session, *list;
    struct store_token mine = {.name = "ci", .expires = NOW + NS_PER_DAY}, got;
    struct store_account account;
    uint64_t id;
    size_t count;
    mine.account = add(place, "ana", true);
    struct store_actor actor = by(1, NOW);
    struct store *s = place->store;
    struct arena *arena = &place->arena;
    assert_ok(store_session_add(s, &actor, &token, 1, "Firefox", &session, &error));
    assert_ok(store_token_add(s, &actor, &secret, &mine, &id, &error));
    assert_ok(store_session_find(s, &token, &limits, NOW + 30 * NS_PER_MIN, arena, &session,
                                 &account, &error));
    assert_string_equal(account.login, "ana");
    /* the use moved its end, the absolute one stays */
    assert_ok(store_session_find(s, &token, &limits, NOW + 80 * NS_PER_MIN, arena, &session,
                                 &account, &error));
    assert_status(store_session_find(s, &token, &limits, NOW + 13 * NS_PER_HOUR, arena, &session,
                                     &account, &error),
                  STATUS_NOT_FOUND);
    assert_ok(store_sessions(s, 1, &limits, NOW + 81 * NS_PER_MIN, arena, &list, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(list[0].agent, "Firefox");
    assert_ok(store_token_find(s, &secret, NOW, arena, &got, &account, &error));
    assert_false(got.writes);
    assert_ok(store_token_revoke(s, &actor, 1, id, &error));
    assert_status(store_token_find(s, &secret, NOW, arena, &got, &account, &error),
                  STATUS_NOT_FOUND);
    assert_ok(store_session_end(s, &actor, 1, session.id, &error));
    assert_status(store_session_find(s, &token, &limits, NOW + 81 * NS_PER_MIN, arena, &session,
                                     &account, &error),
                  STATUS_NOT_FOUND);
    place_verify(s);
}

static void refusals_without_end_are_few_rows(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_audit *list;
    size_t count;
    assert_ok(store_begin(place->store, &error));
    for (int i = 0; i < 400; i++) {
        char about[32];
        struct store_actor actor = by(0, NOW + i * NS_PER_S);
        snprintf(about, sizeof about, "login %d", i / 2);
        assert_ok(store_audit_add(place->store, &actor, "sign-in", about, true, &error));
    }
    assert_ok(store_commit(place->store, &error));
    assert_ok(store_audits(place->store, 0, 0, &place->arena, &list, &count, &error));
    assert_int_equal(count, 61);
    assert_string_equal(list[0].about, "and others");
    assert_int_equal(list[0].times, 280);
    assert_int_equal(list[60].times, 2);
    place_verify(place->store);
}

static void members_and_claims_are_listed(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_actor actor = by(1, NOW);
    struct store_member member = {.review = 1, .account = 1, .parts = 1 << 2, .person = 3}, *list;
    struct store_claim *claims;
    struct sha256 content = sha256_of(SPAN("log"));
    size_t count;
    place_review(place, "Orders fail");
    add(place, "ana", true);
    assert_ok(store_member_set(place->store, &actor, &member, &error));
    member.parts = 1 << 1;
    assert_ok(store_member_set(place->store, &actor, &member, &error));
    assert_ok(store_members(place->store, 1, 0, 0, &place->arena, &list, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].parts, 1 << 1);
    assert_int_equal(list[0].person, 3);
    assert_ok(store_memberships(place->store, 1, 0, 0, &place->arena, &list, &count, &error));
    assert_int_equal(count, 1);
    member.parts = 0;
    assert_ok(store_member_set(place->store, &actor, &member, &error));
    assert_ok(store_member_get(place->store, 1, 1, &member, &error));
    assert_int_equal(member.parts, 0);
    assert_ok(store_claim_add(place->store, &actor, &content, 1, &error));
    assert_ok(store_claim_add(place->store, &actor, &content, 1, &error));
    assert_ok(store_claims(place->store, NULL, 0, 0, 0, &place->arena, &claims, &count, &error));
    assert_int_equal(count, 1);
    assert_ok(
        store_claims(place->store, &content, 0, 0, 0, &place->arena, &claims, &count, &error));
    assert_int_equal(count, 1);
    assert_ok(store_rebuild(place->store, &error));
    assert_ok(store_claims(place->store, NULL, 1, 0, 0, &place->arena, &claims, &count, &error));
    assert_int_equal(count, 1);
    place_verify(place->store);
}

/* ---- races ---- */

enum { RACERS = 6 };
static const struct store_live_place text = {1, {REVIEW_KIND_EVENT, 1}, "what"};

/* Bits of what this process won. */
static int race(const char *folder)
{
    struct error error = ERROR_NONE;
    struct store *store = NULL;
    struct arena arena;
    struct sha256 token = sha256_of(SPAN("ticket")), request = sha256_of(SPAN("POST"));
    struct store_actor actor = by(0, NOW);
    struct store_ticket ticket;
    struct store_answer answer = {0};
    struct store_live_change change = {.account = 1, .client = "c", .body = SPAN("[1]"), .at = NOW};
    uint64_t number;
    int won = 0;
    arena_init(&arena, 1 << 20);
    if (store_open(folder, true, &store, &error)) return 64;
    if (!store_ticket_take(store, &actor, &token, &ticket, &error)) won |= 1;
    if (!store_key_take(store, 1, SPAN("k"), &request, NOW, &arena, &answer, &error)) won |= 2;
    if (!store_live_append(store, &text, 0, &change, 1, SPAN("new"), &number, &error)) won |= 4;
    store_close(store);
    arena_release(&arena);
    return won;
}

static void one_of_many_processes_wins(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct store_actor actor = by(1, NOW);
    struct sha256 token = sha256_of(SPAN("ticket"));
    struct store_ticket ticket = {.purpose = STORE_TICKET_INVITE, .expires = NOW + NS_PER_DAY};
    struct store_live live;
    uint64_t id;
    int wins[3] = {0};
    place_review(place, "Orders fail");
    add(place, "ana", true);
    assert_ok(store_ticket_add(place->store, &actor, &token, &ticket, &id, &error));
    assert_ok(
        store_live_open(place->store, &text, 0, SPAN("old"), NOW, &place->arena, &live, &error));
    store_close(place->store);
    place->store = NULL;
    for (int i = 0; i < RACERS; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) _exit(race(place->folder));
    }
    for (int i = 0; i < RACERS; i++) {
        int code = 0;
        assert_true(wait(&code) > 0);
        assert_true(WIFEXITED(code) && WEXITSTATUS(code) < 8);
        for (int bit = 0; bit < 3; bit++) wins[bit] += WEXITSTATUS(code) >> bit & 1;
    }
    for (int bit = 0; bit < 3; bit++) assert_int_equal(wins[bit], 1);
    place_reopen(place);
    place_verify(place->store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accounts_are_found_changed_and_closed),
        TEST(sessions_and_tokens_end),
        TEST(refusals_without_end_are_few_rows),
        TEST(members_and_claims_are_listed),
        TEST(one_of_many_processes_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
