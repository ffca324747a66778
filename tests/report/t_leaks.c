/* What might leave with a report: what is found, and what is left in peace. */
#include "tests/report/review.h"

struct expected {
    const char *text;
    const char *rules; /* of what is found, in order, with spaces between */
};

static void assert_found(const struct expected *cases, size_t count, uint8_t circle)
{
    struct made made;
    made_rich(&made);
    for (size_t i = 0; i < count; i++) {
        struct report_leak *leaks;
        size_t found;
        struct error error;
        struct text rules;
        text_init(&rules, 0);
        assert_ok(report_leaks(&made.review, span_of(cases[i].text), circle, &made.arena, &leaks,
                               &found, &error));
        for (size_t j = 0; j < found; j++) {
            text_addf(&rules, "%s%s", j ? " " : "", leaks[j].rule);
            assert_true(leaks[j].from < leaks[j].to && leaks[j].to <= strlen(cases[i].text));
        }
        if (strcmp(rules.at, cases[i].rules) != 0)
            fail_msg("\"%s\": found \"%s\", wanted \"%s\"", cases[i].text, rules.at,
                     cases[i].rules);
        text_release(&rules);
    }
    made_release(&made);
}

static void people_are_found_by_name_handle_and_mail(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"Maria Lopez looked at it", "name"},
        {"as Lopez said", "name"},
        {"mlopez: restart", "handle"},
        {"aiko_t, AIKO_T and change.mlopez", "handle handle"},
        {"Mlopez begins a sentence", ""},
        {"@mlopez can you look", "handle"},
        {"ask @jane.doe about it", "handle"},
        {"mail to jane.doe@example.com today", "mail"},
        {"<mlopez@example.com>", "mail"},
        {"Maria, Jonas and Aiko", "name name name"},
        {"the on-call engineer looked at it", ""},
        {"lopezian marias", ""},
        {"a rate of 5 @ noon", ""},
    };
    assert_found(cases, sizeof cases / sizeof cases[0], REVIEW_CIRCLE_PUBLIC);
}

static void machines_are_found_by_name_and_address(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"on db-7.internal the disk", "host"},
        {"see https://jira.corp.example.com/browse/X", "host"},
        {"from 10.12.0.7 to 192.168.1.44:5432", "address address"},
        {"addr:10.0.0.1", "address"},
        {"2001:db8:0:1::17 answered", "address"},
        {"fe80:0:0:0:1:2:3:4", "address"},
        {"version 1.2.3.4 of it", ""},
        {"v1.2.3.4 and libfoo-1.2.3.4 and nginx/1.25.0.3", ""},
        {"1.2.3.4.5", ""},
        {"at 10:02:17 and 10:02:17.120", ""},
        {"std::vector and a::b", ""},
        {"127.0.0.1 and 203.0.113.9", ""},
        {"access.log, app.py, act.fix, impact.start, pool.c, e.g. this", ""},
        {"orders-api and postgres", ""},
        {"`nginx/access.log` 120-9120 (dffc6d00cf3c)", ""},
        {"dffc6d00cf3c4857f6b96765ce5c237c47390443724c95285a72a1cafe520387", ""},
    };
    assert_found(cases, sizeof cases / sizeof cases[0], REVIEW_CIRCLE_PUBLIC);
}

static void secrets_are_found_for_every_circle(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"password=hunter22x", "secret"},
        {"DB_PASSWORD: \"s3cr3t-Wort\"", "secret"},
        {"api_key = 8f1c77aa91", "secret"},
        {"postgres://orders:tr0ub4dor@db/orders", "secret"},
        {"Authorization: Bearer abcdef0123456789abcdef", "secret"},
        {"AKIA"
         "ABCDEFGHIJKLMNOP",
         "secret"},
        {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghij", "secret"},
        {"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "secret"},
        {"ghp_"
         "abcdefghijklmnopqrstuvwxyz0123456789",
         "secret"},
        {"the password: it was asked for twice", ""},
        {"a token: none was needed", ""},
        {"password=***", ""},
        {"the secret is patience", ""},
        {"tokens per second: 12345", ""},
        {"10.12.0.7 on db-7.internal, jane.doe", ""}, /* the team may know its machines */
    };
    assert_found(cases, sizeof cases / sizeof cases[0], REVIEW_CIRCLE_TEAM);
}

static void names_of_every_shape_are_found(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        /* name, text, what is found */
        {"Bo Li", "then Bo Li looked", "Bo"},
        {"Bo Li", "Bologna is far, and so is Bo", NULL},
        {"Ann O'Brien", "as Brien said", "Brien"},
        {"Anna-Lena M\xc3\xbcller", "with M\xc3\xbcller of payments", "M\xc3\xbcller"},
        {"Anna-Lena M\xc3\xbcller", "Lena paused it", "Lena"},
        {"\xe7\x94\xb0\xe4\xb8\xad", "\xe7\x94\xb0\xe4\xb8\xad: paused",
         "\xe7\x94\xb0\xe4\xb8\xad"},
        {"Cal Lead", "then Cal looked", "Cal"}, /* "on-call" has no such word */
        {"Will Reader", "it will be read by a reader", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made;
        struct report_leak *leaks;
        size_t count;
        struct error error;
        made_rich(&made);
        made.review.people.at[0].name = cases[i][0];
        assert_ok(report_leaks(&made.review, span_of(cases[i][1]), REVIEW_CIRCLE_PUBLIC,
                               &made.arena, &leaks, &count, &error));
        assert_int_equal(count, cases[i][2] != NULL);
        if (cases[i][2]) assert_string_equal(leaks[0].text, cases[i][2]);
        made_release(&made);
    }
}

static void a_leak_says_where_it_is_and_cuts_secrets(void **state)
{
    (void)state;
    struct made made;
    struct report_leak *leaks;
    size_t count;
    struct error error;
    made_rich(&made);
    assert_ok(report_leaks(&made.review, SPAN("one\ntwo Maria Lopez\npassword=hunter22x\n"),
                           REVIEW_CIRCLE_PUBLIC, &made.arena, &leaks, &count, &error));
    assert_int_equal(count, 2);
    assert_string_equal(leaks[0].text, "Maria Lopez");
    assert_int_equal(leaks[0].line, 2);
    assert_int_equal(leaks[1].line, 3);
    assert_string_equal(leaks[1].text, "hunt...");
    assert_non_null(leaks[1].why);
    made_release(&made);
}

static void names_by_the_policy_are_no_leak(void **state)
{
    (void)state;
    struct made made;
    struct report_leak *leaks;
    size_t count;
    struct error error;
    made_rich(&made);
    made.review.own->naming = REVIEW_NAMING_CHOSEN;
    assert_ok(report_leaks(&made.review, SPAN("Aiko Tanaka and Sam Okafor"), REVIEW_CIRCLE_PUBLIC,
                           &made.arena, &leaks, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(leaks[0].text, "Sam Okafor");
    made_release(&made);
}

/* The reports themselves, as they go out. */
static void reports_of_the_rich_review_leak_only_what_was_written_into_it(void **state)
{
    (void)state;
    made_renderer *const renderers[] = {report_review_markdown, report_review_html,
                                        report_review_json};
    for (size_t i = 0; i < 3; i++) {
        struct made made;
        struct text out;
        struct report_leak *leaks;
        size_t count;
        struct error error;
        made_rich(&made);
        made.report.circle = REVIEW_CIRCLE_PUBLIC;
        text_init(&out, 0);
        made_render(&made, renderers[i], &out);
        assert_ok(report_leaks(&made.review, text_span(&out), REVIEW_CIRCLE_PUBLIC, &made.arena,
                               &leaks, &count, &error));
        /* A link that somebody put into the background. */
        assert_int_equal(count, 1);
        assert_string_equal(leaks[0].text, "docs.example.com");
        text_release(&out);
        made_release(&made);
    }
}

static void hostile_texts_take_bounded_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a-",   "token=", "eyJ-",      "://a:",       "<style>",
                                         "1.2.", "a:",     "@",         "-----BEGIN ", "x@y.",
                                         "sk-",  "..",     "password: "};
    struct made made;
    made_rich(&made);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct text text;
        struct report_leak *leaks;
        size_t count;
        struct error error;
        struct arena arena;
        arena_init(&arena, (size_t)1 << 30);
        text_init(&text, 0);
        while (text.len < 1 << 20) text_adds(&text, pieces[i]);
        assert_ok(report_leaks(&made.review, text_span(&text), REVIEW_CIRCLE_PUBLIC, &arena, &leaks,
                               &count, &error));
        text_release(&text);
        arena_release(&arena);
    }
    made_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_found_by_name_handle_and_mail),
        cmocka_unit_test(machines_are_found_by_name_and_address),
        cmocka_unit_test(secrets_are_found_for_every_circle),
        cmocka_unit_test(names_of_every_shape_are_found),
        cmocka_unit_test(a_leak_says_where_it_is_and_cuts_secrets),
        cmocka_unit_test(names_by_the_policy_are_no_leak),
        cmocka_unit_test(reports_of_the_rich_review_leak_only_what_was_written_into_it),
        cmocka_unit_test(hostile_texts_take_bounded_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
