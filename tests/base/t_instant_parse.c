#include "tests/base/tzif.h"

#define DAY    (INT64_C(1795305600) * NS_PER_S) /* 2026-11-22 */
#define SECOND (NS_PER_S - 1)
#define MINUTE (NS_PER_MIN - 1)

struct parse_case {
    const char *text;
    const char *is; /* in UTC, all decimals; NULL when it must be refused */
    duration width;
};

static void check(const struct parse_case *c, const struct zone *zone, instant day)
{
    struct error error = ERROR_NONE;
    instant got = 77;
    duration width = 78;
    enum status status = instant_parse(span_of(c->text), zone, day, &got, &width, &error);
    if (!c->is) {
        if (status != STATUS_BAD_INPUT || got != 77 || width != 78)
            fail_msg("\"%s\" was taken: %s", c->text, status_name(status));
        if (!error.message[0]) fail_msg("\"%s\": no message", c->text);
        return;
    }
    if (status) fail_msg("\"%s\": %s", c->text, error.message);
    struct text text;
    text_init(&text, 0);
    instant_add_text(&text, got, NULL, INSTANT_FULL, -1);
    if (!span_is(text_span(&text), c->is) || width != c->width)
        fail_msg("\"%s\" is %s (%lld), wanted %s (%lld)", c->text, text.at, (long long)width, c->is,
                 (long long)c->width);
    text_release(&text);
}

static void what_people_type(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"2026-11-22T05:54:53Z", "2026-11-22T05:54:53Z", SECOND},
        {"2026-11-22t05:54:53z", "2026-11-22T05:54:53Z", SECOND},
        {"  2026-11-22 05:54:53\r\n", "2026-11-22T05:54:53Z", SECOND},
        {"2026-11-22 05:54", "2026-11-22T05:54:00Z", MINUTE},
        {"2026-11-22T05:54-05:00", "2026-11-22T10:54:00Z", MINUTE},
        {"2026-11-22T05:54:53-0500", "2026-11-22T10:54:53Z", SECOND},
        {"2026-11-22T05:54:53-05", "2026-11-22T10:54:53Z", SECOND},
        {"2026-11-22 05:54:53 -05:00", "2026-11-22T10:54:53Z", SECOND},
        {"2026-11-22 05:54:53 CET", "2026-11-22T04:54:53Z", SECOND},
        {"2026-11-22 05:54:53.269 UTC", "2026-11-22T05:54:53.269Z", NS_PER_MS - 1},
        {"2026-11-22T05:54:53\xe2\x88\x92"
         "05:00",
         "2026-11-22T10:54:53Z", SECOND},
        {"2026-11-22T05:54:53+00:00:01", "2026-11-22T05:54:52Z", SECOND},
        {"2026-11-22T05:54:53.1Z", "2026-11-22T05:54:53.1Z", 99999999},
        {"2026-11-22T05:54:53,12Z", "2026-11-22T05:54:53.12Z", 9999999},
        {"2026-11-22T05:54:53.123456Z", "2026-11-22T05:54:53.123456Z", 999},
        {"2026-11-22T05:54:53.12345678Z", "2026-11-22T05:54:53.12345678Z", 9},
        {"2026-11-22T05:54:53.123456789Z", "2026-11-22T05:54:53.123456789Z", 0},
        {"2026-11-22T05:54:53.123456789999Z", "2026-11-22T05:54:53.123456789Z", 0}, /* cut */
        {"2026-11-22T05:54:53.000000000Z", "2026-11-22T05:54:53Z", 0},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", SECOND},
        {"2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.5Z", 99999999},
        {"2016-12-31T18:59:60-05:00", "2017-01-01T00:00:00Z", SECOND},
        {"2026-11-22", "2026-11-22T00:00:00Z", NS_PER_DAY - 1},
        {"05:54:53", "2026-11-22T05:54:53Z", SECOND},
        {"05:54", "2026-11-22T05:54:00Z", MINUTE},
        {"05:54:53.5+02:00", "2026-11-22T03:54:53.5Z", 99999999},
        {"@1795326957", "2026-11-22T05:55:57Z", SECOND},
        {"@1795326957.25", "2026-11-22T05:55:57.25Z", 9999999},
        {"@1556138400.000100", "2019-04-24T20:40:00.0001Z", 999},
        {"@0", "1970-01-01T00:00:00Z", SECOND},
        {"@-1", "1969-12-31T23:59:59Z", SECOND},
        {"@-1.25", "1969-12-31T23:59:58.75Z", 9999999},
        {"@9223372036.854775807", "2262-04-11T23:47:16.854775807Z", 0},
        {"@-9223372036.854775807", "1677-09-21T00:12:43.145224193Z", 0},
        {"2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z", 0},
        {"2262-04-12T00:47:16.854775807+01:00", "2262-04-11T23:47:16.854775807Z", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check(&cases[i], NULL, DAY);
}

static void what_is_no_time(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "now",
        "5",
        "2026",
        "2026-11",
        "2026-11-2",
        "2026-11-22T",

        "2026-11-22T5:54",
        "2026-11-22T05",
        "2026-11-22T05:5",
        "2026-11-22T05:54:",
        "2026-11-22T05:54:5",
        "2026-11-22T05:54:53.",
        "2026-11-22T05:54:53.Z",
        "2026-11-22T05:54:53.1.2Z",
        "2026-11-22T05:54:53 CST",
        "2026-11-22T05:54:53 cet",
        "2026-11-22T05:54:53Zulu",
        "2026-11-22T05:54:53+24:00",
        "2026-11-22T05:54:53+05:60",
        "2026-11-22T05:54:53+",
        "2026-11-22Z",
        "2026/11/22",
        "22.11.2026",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "2026-11-31",
        "2026-11-00",
        "2026-11-22T24:00:00Z",
        "2026-11-22T05:60:00Z",
        "2026-11-22T05:54:61Z",
        "-026-11-22",
        "+2026-11-22",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2262-04-11T23:47:16.854775808Z",
        "1677-09-21T00:12:43.145224192Z",
        "@",
        "@x",
        "@1.",
        "@1.x",
        "@--1",
        "@+1",
        "@ 1",
        "@1e9",
        "@9223372036.854775808",
        "@-9223372036.854775808",
        "@99999999999999999999999",
        "2026-11-22T05:54:53Z x",
        "2026-11-22  05:54",
        "05:54:53 2026-11-22",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check(&(struct parse_case){texts[i], NULL, 0}, NULL, DAY);
    check(&(struct parse_case){"05:54:53", NULL, 0}, NULL, INSTANT_NONE);
    struct error error = ERROR_NONE;
    instant at;
    duration width;
    (void)instant_parse((struct span){"05:\0"
                                      "4",
                                      5},
                        NULL, DAY, &at, &width, &error);
    assert_int_equal(error.status, STATUS_BAD_INPUT);
}

static void zones_folds_and_gaps(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = tzif_rule_zone("EST5EDT,M3.2.0,M11.1.0", &error);
    assert_non_null(zone);
    static const struct parse_case cases[] = {
        {"2026-11-22 05:54", "2026-11-22T10:54:00Z", MINUTE},
        {"2026-07-01 05:54", "2026-07-01T09:54:00Z", MINUTE},
        {"2026-07-01 05:54Z", "2026-07-01T05:54:00Z", MINUTE},
        {"2026-11-01 01:30", "2026-11-01T05:30:00Z", MINUTE},       /* the first of the two */
        {"2026-11-01 01:30-05:00", "2026-11-01T06:30:00Z", MINUTE}, /* said to be the second */
        {"2026-03-08 02:30", "2026-03-08T07:30:00Z", MINUTE},       /* by the offset before */
        {"2026-11-01", "2026-11-01T04:00:00Z", 25 * NS_PER_HOUR - 1},
        {"2026-03-08", "2026-03-08T05:00:00Z", 23 * NS_PER_HOUR - 1},
        {"2026-11-22", "2026-11-22T05:00:00Z", NS_PER_DAY - 1},
        /* The day is that of the zone (the 21st there), or of the offset that is written. */
        {"20:00", "2026-11-22T01:00:00Z", MINUTE},
        {"20:00Z", "2026-11-22T20:00:00Z", MINUTE},
        {"20:00-08:00", "2026-11-22T04:00:00Z", MINUTE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check(&cases[i], zone, DAY);
    zone_free(zone);
}

static void a_skipped_day_has_no_width(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const struct tzif_kind kinds[] = {{-36000, 1, "-10"}, {50400, 1, "+14"}};
    static const struct tzif_change change = {1325239200, 1};
    struct text bytes;
    struct zone *apia = NULL;
    text_init(&bytes, 0);
    tzif_build(&bytes, &(struct tzif){.version = '2',
                                      .kind_count = 2,
                                      .kinds = kinds,
                                      .change_count = 1,
                                      .changes = &change,
                                      .footer = ""});
    assert_ok(zone_parse("apia", text_span(&bytes), &apia, &error));
    check(&(struct parse_case){"2011-12-29", "2011-12-29T10:00:00Z", NS_PER_DAY - 1}, apia, 0);
    check(&(struct parse_case){"2011-12-30", "2011-12-30T10:00:00Z", 0}, apia, 0);
    check(&(struct parse_case){"2011-12-31", "2011-12-30T10:00:00Z", NS_PER_DAY - 1}, apia, 0);
    zone_free(apia);
    text_release(&bytes);
}

/* Whatever is printed in full is read back exactly, in any zone. */
static void printing_and_parsing_are_inverse(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zones[] = {NULL,
                            zone_fixed(-2670),
                            zone_fixed(20700),
                            tzif_rule_zone("EST5EDT,M3.2.0,M11.1.0", &error),
                            tzif_rule_zone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", &error),
                            tzif_rule_zone("IST-1GMT0,M10.5.0,M3.5.0/1", &error)};
    struct text text;
    text_init(&text, 0);
    uint64_t seed = 7;
    for (int i = 0; i < 60000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        instant at = (instant)(seed ^ (seed >> 31)), again = 0;
        if (at == INSTANT_NONE) continue;
        const struct zone *zone = zones[i % 6];
        duration width = 1;
        text_clear(&text);
        instant_add_text(&text, at, zone, INSTANT_FULL, i % 3 ? -1 : 9);
        enum status status = instant_parse(text_span(&text), zones[(i + 1) % 6], INSTANT_NONE,
                                           &again, &width, &error);
        if (status || again != at || (i % 3 == 0 && width != 0))
            fail_msg("%lld: %s, %s", (long long)at, text.at, error.message);
    }
    text_release(&text);
    for (size_t i = 0; i < 6; i++) zone_free(zones[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type),
        cmocka_unit_test(what_is_no_time),
        cmocka_unit_test(zones_folds_and_gaps),
        cmocka_unit_test(a_skipped_day_has_no_width),
        cmocka_unit_test(printing_and_parsing_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
