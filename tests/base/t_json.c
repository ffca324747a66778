#include "tests/test.h"

static enum status walk(struct span in)
{
    struct json_reader reader;
    struct json_token token = {0};
    enum status status = STATUS_OK;
    json_open(&reader, in);
    do status = json_next(&reader, &token, NULL);
    while (status == STATUS_OK && token.type != JSON_END);
    return status;
}

static void accepts_what_the_standard_does(void **state)
{
    (void)state;
    static const char *good[] = {
        "null", "[]", "{}", " [1, -0.5e+3, \"\\u00e9\"] ", "{\"a\":{\"b\":[]}}", "0"};
    static const char *bad[] = {"",    "[1,]",   "{\"a\":1,}", "[1 2]", "{a:1}",   "\"\\x\"",
                                "01",  "1.",     "[",          "]",     "1 1",     "{\"a\"}",
                                "nul", "\"\n\"", "[1}",        "-",     "{\"a\":}"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (walk(span_of(good[i]))) fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (walk(span_of(bad[i])) != STATUS_BAD_INPUT) fail_msg("taken: %s", bad[i]);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    size_t len = 10 * 1000 * 1000;
    char *deep = malloc(len);
    assert_non_null(deep);
    memset(deep, '[', len);
    assert_status(walk((struct span){deep, len}), STATUS_LIMIT);
    free(deep);
}

static void finds_by_path(void **state)
{
    (void)state;
    struct span in = SPAN("{\"x\":[1],\"body\":{\"alerts\":[{\"n\":\"a\"},{\"n\":\"b\\n\"}]}}");
    struct span raw = {0};
    struct json_token token;
    assert_true(json_find(in, "body.alerts.1.n", &token, &raw));
    assert_span(raw, "b\\n");
    assert_true(token.escaped);
    assert_true(json_find(in, "body.alerts", NULL, &raw));
    assert_span(raw, "[{\"n\":\"a\"},{\"n\":\"b\\n\"}]");
    assert_false(json_find(in, "body.alerts.2", NULL, NULL));
    assert_false(json_find(in, "bodi", NULL, NULL));
}

static void unescapes(void **state)
{
    (void)state;
    struct text out;
    text_init(&out, 0);
    json_unescape(&out, SPAN("a\\n\\u00e9\\ud83d\\ude00\\ud83dx\\/"));
    assert_span(text_span(&out), "a\n\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbdx/");
    text_release(&out);
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "a\"");
    json_array(&json);
    json_int(&json, -5);
    json_span(&json, (struct span){"\xff\x01<", 3});
    json_null(&json);
    json_array_end(&json);
    json_key(&json, "b");
    json_bool(&json, true);
    json_object_end(&json);
    assert_span(text_span(&out), "{\"a\\\"\":[-5,\"\\ufffd\\u0001<\",null],\"b\":true}");
    assert_status(walk(text_span(&out)), STATUS_OK);
    text_release(&out);
}

static void seconds_are_exact(void **state)
{
    (void)state;
    static const struct {
        int64_t nanoseconds;
        const char *text;
    } cases[] = {{0, "0"},
                 {1, "0.000000001"},
                 {-250000000, "-0.25"},
                 {37000000000, "37"},
                 {119123456789, "119.123456789"},
                 {INT64_MAX, "9223372036.854775807"},
                 {INT64_MIN, "-9223372036.854775808"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text out;
        struct json_writer json;
        text_init(&out, 0);
        json_begin(&json, &out);
        json_seconds(&json, cases[i].nanoseconds);
        assert_string_equal(out.at, cases[i].text);
        text_release(&out);
    }
}

static void passes_over_what_was_opened(void **state)
{
    static const char *const ends[] = {"{\"a\":{\"b\":\"}]\\\"\",\"c\":[1,{}]},\"e\":1}",
                                       "{\"a\":[\"\\\\\",[],{\"x\":\"[\"}],\"e\":1}",
                                       "{\"a\":{no \t: \"]\"},\"e\":1}"};
    static const char *const open[] = {"{\"a\":{\"b\":1", "{\"a\":[\"]", "{\"a\":[\"\\"};
    struct json_reader reader;
    struct json_token token;
    struct error error = ERROR_NONE;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        json_open(&reader, span_of(ends[i]));
        for (unsigned j = 0; j < 2; j++) assert_ok(json_next(&reader, &token, &error));
        assert_true(json_pass(&reader));
        assert_ok(json_next(&reader, &token, &error));
        assert_span(token.key, "e");
        json_open(&reader, span_of(open[i]));
        for (unsigned j = 0; j < 2; j++) assert_ok(json_next(&reader, &token, &error));
        assert_false(json_pass(&reader));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_the_standard_does),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(finds_by_path),
        cmocka_unit_test(passes_over_what_was_opened),
        cmocka_unit_test(unescapes),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(seconds_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
