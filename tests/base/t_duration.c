#include "tests/test.h"

static void as_text(void **state)
{
    (void)state;
    static const struct {
        duration length;
        const char *wanted;
    } cases[] = {
        {0, "0 s"},
        {56 * NS_PER_S, "56 s"},
        {119 * NS_PER_S, "1 min 59 s"},
        {65 * NS_PER_S, "1 min 05 s"},
        {123 * NS_PER_MIN, "2 h 03 min"},
        {2 * NS_PER_HOUR, "2 h"},
        {2 * NS_PER_HOUR + 5 * NS_PER_S, "2 h 00 min 05 s"},
        {26 * NS_PER_HOUR, "1 d 02 h"},
        {NS_PER_DAY, "1 d"},
        {-90 * NS_PER_S, "-1 min 30 s"},
        {1250 * NS_PER_US, "1.25 ms"},
        {250 * NS_PER_MS, "250 ms"},
        {56250 * NS_PER_MS, "56.25 s"},
        {56 * NS_PER_S + 5 * NS_PER_MS, "56.005 s"},
        {59 * NS_PER_S + 999999999, "59.999 s"},
        {60 * NS_PER_S + 999999999, "1 min"},
        {850, "850 ns"},
        {1500, "1.5 \xc2\xb5s"},
        {-1, "-1 ns"},
        {INT64_MIN, "-106751 d 23 h 47 min 16 s"},
        {INT64_MAX, "106751 d 23 h 47 min 16 s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;
        text_init(&text, 0);
        duration_add_text(&text, cases[i].length);
        if (!span_is(text_span(&text), cases[i].wanted))
            fail_msg("case %zu is \"%s\", wanted \"%s\"", i, text.at, cases[i].wanted);
        text_release(&text);
    }
}

static void from_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        duration wanted;
    } cases[] = {
        {"30s", 30 * NS_PER_S},
        {"5m", 5 * NS_PER_MIN},
        {"2h", 2 * NS_PER_HOUR},
        {"1d", NS_PER_DAY},
        {"250ms", 250 * NS_PER_MS},
        {"1h30m", 90 * NS_PER_MIN},
        {" -1h 30m ", -90 * NS_PER_MIN},
        {"+5m", 5 * NS_PER_MIN},
        {"1.5h", 90 * NS_PER_MIN},
        {"0.25 d", 6 * NS_PER_HOUR},
        {"1.000000001s", NS_PER_S + 1},
        {"1.0000000019s", NS_PER_S + 1},
        {"0s", 0},
        {"10us", 10 * NS_PER_US},
        {"10\xc2\xb5s", 10 * NS_PER_US},
        {"10\xce\xbcs", 10 * NS_PER_US},
        {"7 ns", 7},
        {"2 hours 3 minutes 4 seconds", 7384 * NS_PER_S},
        {"106751d 23h 47min 16s", INT64_C(9223372036) * NS_PER_S},
        {"9223372036854775807ns", INT64_MAX},
        {"-9223372036854775807ns", -INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        duration got = 0;
        assert_ok(duration_parse(span_of(cases[i].text), &got, &error));
        if (got != cases[i].wanted) fail_msg("\"%s\" is %lld", cases[i].text, (long long)got);
    }
}

static void no_length(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",        "-",           "s",
        "5",       "5 ",          "5x",
        "5M",      "--5s",        "5s-",
        "30m1h",   "1h1h",        "1.h",
        ".5h",     "1..5h",       "1,5h",
        "- 5s",    "5s5",         "9223372036854775808ns",
        "106752d", "106751d 24h", "99999999999999999999d",
        "1h 30",   "1e3s",        "\3775s",
        "5\xc2s",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct error error = ERROR_NONE;
        duration got = 77;
        enum status status = duration_parse(span_of(texts[i]), &got, &error);
        if (status != STATUS_BAD_INPUT || got != 77) fail_msg("\"%s\" was taken", texts[i]);
        assert_non_null(strstr(error.message, "30s"));
    }
}

/* At a resolution of seconds nothing is lost on the way to text and back. */
static void printing_and_parsing_are_inverse(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    uint64_t seed = 3;
    for (int i = 0; i < 100000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int shift = i % 34; /* short and long ones alike */
        duration length =
            (int64_t)(seed >> 31) % INT64_C(9223372036) / (INT64_C(1) << shift) * NS_PER_S;
        if (i % 2) length = -length;
        duration again = 1;
        struct error error = ERROR_NONE;
        text_clear(&text);
        duration_add_text(&text, length);
        assert_ok(duration_parse(text_span(&text), &again, &error));
        if (again != length) fail_msg("%lld s: %s", (long long)(length / NS_PER_S), text.at);
    }
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_text),
        cmocka_unit_test(from_text),
        cmocka_unit_test(no_length),
        cmocka_unit_test(printing_and_parsing_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
