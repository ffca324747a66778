/* Times, lengths and cells in words. */
#include "tests/test.h"

#include "report/internal.h"

#define AT (INT64_C(1795326957) * NS_PER_S) /* 2026-11-22T05:55:57Z */

static void intervals(void **state)
{
    (void)state;
    static const struct {
        struct interval at;
        const char *words;
    } cases[] = {
        {{INSTANT_NONE, INSTANT_NONE}, "not known"},
        {{INSTANT_OPEN_START, INSTANT_OPEN_END}, "not known"},
        {{AT, AT}, "2026-11-22T05:55:57Z"},
        {{INSTANT_OPEN_START, AT}, "not after 2026-11-22T05:55:57Z"},
        {{INSTANT_NONE, AT}, "not after 2026-11-22T05:55:57Z"},
        {{AT, INSTANT_OPEN_END}, "not before 2026-11-22T05:55:57Z"},
        {{-AT, INSTANT_OPEN_END}, "not before 1913-02-09T18:04:03Z"},
        {{AT, AT + NS_PER_S - 1}, "2026-11-22T05:55:57Z"},
        {{AT, AT + 2 * NS_PER_S}, "2026-11-22T05:55:57Z .. 05:55:59"},
        {{AT, AT + NS_PER_DAY}, "2026-11-22T05:55:57Z .. 2026-11-23T05:55:57Z"},
        {{INT64_MIN + 2, INT64_MAX - 1},
         "1677-09-21T00:12:43.145224194Z .. 2262-04-11T23:47:16.854775806Z"},
    };
    struct text out;
    text_init(&out, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        report_add_interval(&out, cases[i].at, NULL);
        assert_string_equal(out.at, cases[i].words);
        text_clear(&out);
    }
    text_release(&out);
}

static void days_are_those_of_the_zone(void **state)
{
    (void)state;
    struct zone *zone = NULL;
    struct error error = ERROR_NONE;
    struct text out;
    struct interval at = {AT - AT % NS_PER_DAY + 4 * NS_PER_HOUR,
                          AT - AT % NS_PER_DAY + 6 * NS_PER_HOUR};
    text_init(&out, 0);
    assert_ok(zone_load("-05:00", &zone, &error));
    report_add_interval(&out, at, zone);
    assert_string_equal(out.at, "2026-11-21T23:00:00-05:00 .. 2026-11-22T01:00:00-05:00");
    assert_int_equal(report_day(-1, NULL), -1);
    assert_int_equal(report_day(0, zone), -1);
    text_release(&out);
    zone_free(zone);
}

/* What a spreadsheet would take for a formula, and what Markdown would take for markup. */
static void cells_do_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text, *csv, *markdown;
    } cases[] = {
        {"plain", "plain", "plain"},
        {"=1+1", "'=1+1", "=1+1"},
        {"@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"},
        {"-2\"x", "\"'-2\"\"x\"", "-2\"x"},
        {"a|b", "a|b", "a\\|b"},
        {"<img>&lt;", "<img>&lt;", "\\<img\\>\\&lt;"},
        {"[x](y)", "[x](y)", "\\[x\\](y)"},
    };
    struct text out;
    text_init(&out, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_add_csv(&out, span_of(cases[i].text));
        assert_string_equal(out.at, cases[i].csv);
        text_clear(&out);
        report_add_markdown(&out, span_of(cases[i].text), SIZE_MAX);
        assert_string_equal(out.at, cases[i].markdown);
        text_clear(&out);
    }
    report_add_markdown(&out, SPAN("one\ntwo|three"), 5);
    assert_null(strchr(out.at, '\n'));
    text_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals),
        cmocka_unit_test(days_are_those_of_the_zone),
        cmocka_unit_test(cells_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
