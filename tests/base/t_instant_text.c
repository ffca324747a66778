#include "tests/test.h"

#define EXAMPLE (INT64_C(1795326893) * NS_PER_S + 120 * NS_PER_MS) /* 2026-11-22T05:54:53.120Z */

static void styles_and_digits(void **state)
{
    (void)state;
    static const struct {
        instant at;
        int32_t offset; /* 1: no zone */
        enum instant_style style;
        int digits;
        const char *wanted;
    } cases[] = {
        {EXAMPLE, 1, INSTANT_FULL, 3, "2026-11-22T05:54:53.120Z"},
        {EXAMPLE, 0, INSTANT_FULL, 3, "2026-11-22T05:54:53.120Z"},
        {EXAMPLE, 1, INSTANT_FULL, -1, "2026-11-22T05:54:53.12Z"},
        {EXAMPLE, 1, INSTANT_FULL, 0, "2026-11-22T05:54:53Z"},
        {EXAMPLE, 1, INSTANT_FULL, 9, "2026-11-22T05:54:53.120000000Z"},
        {EXAMPLE, 1, INSTANT_FULL, 99, "2026-11-22T05:54:53.120000000Z"},
        {EXAMPLE, 1, INSTANT_CLOCK, 3, "05:54:53.120"},
        {EXAMPLE, 1, INSTANT_DATE, 3, "2026-11-22"},
        {EXAMPLE, -18000, INSTANT_FULL, 3, "2026-11-22T00:54:53.120-05:00"},
        {EXAMPLE, 19800, INSTANT_FULL, 1, "2026-11-22T11:24:53.1+05:30"},
        {EXAMPLE, -6 * 3600, INSTANT_DATE, 0, "2026-11-21"},
        {EXAMPLE, -6 * 3600, INSTANT_CLOCK, 0, "23:54:53"},
        {EXAMPLE, -2670, INSTANT_FULL, 0, "2026-11-22T05:10:23-00:44:30"},
        {0, 1, INSTANT_FULL, -1, "1970-01-01T00:00:00Z"},
        {-1, 1, INSTANT_FULL, -1, "1969-12-31T23:59:59.999999999Z"},
        {-1, 1, INSTANT_FULL, 2, "1969-12-31T23:59:59.99Z"}, /* cut, never rounded up */
        {-1, 3600, INSTANT_FULL, 9, "1970-01-01T00:59:59.999999999+01:00"},
        {INSTANT_NONE, 1, INSTANT_FULL, 3, "-"},
        {INT64_MAX, 1, INSTANT_FULL, -1, "2262-04-11T23:47:16.854775807Z"},
        {INT64_MAX, 3600, INSTANT_FULL, -1, "2262-04-12T00:47:16.854775807+01:00"},
        {INT64_MIN + 1, 1, INSTANT_FULL, -1, "1677-09-21T00:12:43.145224193Z"},
        {INT64_MIN + 1, -3600, INSTANT_FULL, -1, "1677-09-20T23:12:43.145224193-01:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zone *zone = cases[i].offset == 1 ? NULL : zone_fixed(cases[i].offset);
        struct text text;
        text_init(&text, 0);
        instant_add_text(&text, cases[i].at, zone, cases[i].style, cases[i].digits);
        if (!span_is(text_span(&text), cases[i].wanted))
            fail_msg("case %zu is \"%s\", wanted \"%s\"", i, text.at, cases[i].wanted);
        text_release(&text);
        zone_free(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(styles_and_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
