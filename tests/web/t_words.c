/* The words of HTTP: escapes, forms, names of files, and which route a path finds. */
#include "tests/test.h"

#include "web/route.h"
#include "web/words.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void escapes_are_decoded_once(void **state)
{
    (void)state;
    struct span got;
    assert_true(words_decode(SPAN("a%2Fb%252F+c%C3%A9"), false, &arena, &got));
    assert_span(got, "a/b%2F+c\xc3\xa9");
    assert_true(words_decode(SPAN("a+b"), true, &arena, &got));
    assert_span(got, "a b");
}

static void broken_escapes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"%", "%4", "%zz", "%00", "%ff", "%c3", "a%2", "%ed%a0%80"};
    struct span got;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(words_decode(span_of(bad[i]), false, &arena, &got));
}

static void forms_are_pairs(void **state)
{
    (void)state;
    struct web_pair *pairs;
    size_t count = 0;
    assert_true(words_pairs(SPAN("a=1&b=&&c&d=x%3Dy=z"), 10, &arena, &pairs, &count));
    assert_int_equal(count, 4);
    assert_span(pairs[0].value, "1");
    assert_span(pairs[2].name, "c");
    assert_span(pairs[3].value, "x=y=z");
    assert_false(words_pairs(SPAN("a&b&c"), 2, &arena, &pairs, &count));
}

static void a_name_from_outside_stays_within_its_header(void **state)
{
    (void)state;
    struct text out;
    text_init(&out, 0);
    words_disposition(SPAN("a\"\r\nX: y;\\../\xe2\x80\xae.txt"), &out);
    assert_null(strchr(out.at, '\r'));
    assert_null(strchr(out.at, '\n'));
    assert_null(strchr(out.at, '\\'));
    assert_non_null(strstr(out.at, "attachment; filename=\"a___X_ y"));
    text_release(&out);
}

static void a_path_finds_its_route(void **state)
{
    (void)state;
    struct span parts[4] = {{NULL, 0}};
    unsigned methods;
    const struct web_route *route =
        route_find(WEB_GET, SPAN("/api/reviews/PM12/people"), parts, &methods);
    assert_non_null(route);
    assert_string_equal(route->path, "/api/reviews/{review}/people");
    assert_span(parts[0], "PM12");
    assert_null(route_find(WEB_GET, SPAN("/api/reviews/E12/people"), parts, &methods));
    assert_null(route_find(WEB_GET, SPAN("/api/reviews//people"), parts, &methods));
    assert_null(route_find(WEB_GET, SPAN("/PM0/people"), parts, &methods));
    assert_null(route_find(WEB_DELETE, SPAN("/sign-in"), parts, &methods));
    assert_true(methods & 1u << WEB_GET && methods & 1u << WEB_POST);
    assert_null(route_find(WEB_GET, SPAN("/assets/"), parts, &methods));
}

static void rights_follow_circle_and_part(void **state)
{
    (void)state;
    const uint32_t reader = 1u << REVIEW_PART_READER, taker = 1u << REVIEW_PART_NOTE_TAKER;
    const uint32_t leader = 1u << REVIEW_PART_FACILITATOR;
    struct web_me nobody = {0}, team = {.signed_in = true, .of_team = true};
    struct web_me company = {.signed_in = true}, admin = {.signed_in = true, .administrator = true};
    for (unsigned circle = 0; circle < REVIEW_CIRCLE_COUNT; circle++) {
        bool wide = circle == REVIEW_CIRCLE_COMPANY || circle == REVIEW_CIRCLE_PUBLIC;
        uint8_t c = (uint8_t)circle;
        assert_false(web_may_read(&nobody, c, leader));
        assert_int_equal(web_may_read(&company, c, 0), wide);
        assert_int_equal(web_may_read(&admin, c, 0), wide); /* looking after is not reading */
        assert_int_equal(web_may_read(&team, c, 0), wide || circle == REVIEW_CIRCLE_TEAM);
        assert_true(web_may_read(&company, c, reader));
        assert_false(web_may_take_part(&company, c, reader));
        assert_true(web_may_take_part(&company, c, taker));
        assert_false(web_may_lead(&company, c, taker));
        assert_true(web_may_lead(&company, c, leader));
        struct web_me token = {.signed_in = true, .by_token = true, .reads_only = true};
        assert_false(web_may_take_part(&token, c, leader));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(escapes_are_decoded_once), TEST(broken_escapes_are_refused),
        TEST(forms_are_pairs),          TEST(a_name_from_outside_stays_within_its_header),
        TEST(a_path_finds_its_route),   TEST(rights_follow_circle_and_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
