#include "tests/test.h"

/* Every day of the four-digit years, counted one by one with a calendar of its own. */
static void days_count_through_the_calendar(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = -9999, month = 1, day = 1;
    int64_t days = civil_days(year, month, day);
    int weekday = civil_weekday(days);
    for (;; days++, weekday = (weekday + 1) % 7) {
        int y, m, d;
        civil_of_days(days, &y, &m, &d);
        if (y != year || m != month || d != day || civil_days(y, m, d) != days ||
            civil_weekday(days) != weekday)
            fail_msg("day %lld is %d-%d-%d (weekday %d), wanted %d-%d-%d (%d)", (long long)days, y,
                     m, d, civil_weekday(days), year, month, day, weekday);
        if (days == 0 && (year != 1970 || month != 1 || day != 1 || weekday != 4))
            fail_msg("day 0 is not Thursday 1970-01-01");
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int length = month == 2 && leap ? 29 : lengths[month - 1];
        if (day == 1) assert_int_equal(civil_month_length(year, month), length);
        if (++day <= length) continue;
        day = 1;
        if (++month <= 12) continue;
        month = 1;
        if (++year > 9999) break;
    }
    assert_int_equal(days, 2932896); /* 9999-12-31 */
}

static void instants_have_ends(void **state)
{
    (void)state;
    static const struct {
        struct civil civil;
        bool fits;
        instant at;
    } cases[] = {
        {{1970, 1, 1, 0, 0, 0, 0}, true, 0},
        {{1969, 12, 31, 23, 59, 59, 999999999}, true, -1},
        {{2001, 9, 9, 1, 46, 40, 5}, true, INT64_C(1000000000000000005)},
        {{2262, 4, 11, 23, 47, 16, 854775807}, true, INT64_MAX},
        {{2262, 4, 11, 23, 47, 16, 854775808}, false, 0},
        {{1677, 9, 21, 0, 12, 43, 145224193}, true, INT64_MIN + 1},
        {{1677, 9, 21, 0, 12, 43, 145224192}, false, 0}, /* that number means "no time" */
        {{1677, 9, 21, 0, 12, 42, 999999999}, false, 0},
        {{9999, 12, 31, 23, 59, 59, 0}, false, 0},
        {{-9999, 1, 1, 0, 0, 0, 0}, false, 0},
        {{1, 1, 1, 0, 0, 0, 0}, false, 0},
        {{INT32_MAX, 1, 1, 0, 0, 0, 0}, false, 0},
        {{INT32_MIN, 1, 1, 0, 0, 0, 0}, false, 0},
        {{2016, 12, 31, 23, 59, 60, 0}, true, INT64_C(1483228800) * NS_PER_S}, /* leap second */
        {{2016, 12, 31, 23, 59, 61, 0}, false, 0},
        {{2023, 2, 29, 0, 0, 0, 0}, false, 0},
        {{2024, 2, 29, 0, 0, 0, 0}, true, INT64_C(1709164800) * NS_PER_S},
        {{1900, 2, 29, 0, 0, 0, 0}, false, 0},
        {{2024, 0, 1, 0, 0, 0, 0}, false, 0},
        {{2024, 13, 1, 0, 0, 0, 0}, false, 0},
        {{2024, 1, 0, 0, 0, 0, 0}, false, 0},
        {{2024, 4, 31, 0, 0, 0, 0}, false, 0},
        {{2024, 1, 1, 24, 0, 0, 0}, false, 0},
        {{2024, 1, 1, -1, 0, 0, 0}, false, 0},
        {{2024, 1, 1, 0, 60, 0, 0}, false, 0},
        {{2024, 1, 1, 0, 0, -1, 0}, false, 0},
        {{2024, 1, 1, 0, 0, 0, 1000000000}, false, 0},
        {{2024, 1, 1, 0, 0, 0, -1}, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant at = 77;
        bool fits = civil_to_instant(&cases[i].civil, &at);
        if (fits != cases[i].fits || at != (fits ? cases[i].at : 77))
            fail_msg("case %zu: %d %lld", i, fits, (long long)at);
    }
}

static void civil_and_instant_are_inverse(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 200000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        instant at = (instant)(seed ^ (seed >> 29)), again = 0;
        if (at == INSTANT_NONE) continue;
        struct civil civil = civil_of_instant(at);
        if (!civil_to_instant(&civil, &again) || again != at) fail_msg("%lld", (long long)at);
    }
    assert_int_equal(civil_of_instant(INT64_MAX).year, 2262);
    assert_int_equal(civil_of_instant(INSTANT_NONE).year, 1677);
}

static void adding_saturates(void **state)
{
    (void)state;
    assert_true(instant_add(5, -7) == -2);
    assert_true(instant_add(INT64_MAX - 1, 2) == INT64_MAX);
    assert_true(instant_add(INT64_MIN + 2, -9) == INT64_MIN + 1);
    assert_true(instant_add(-1, INT64_MIN) == INT64_MIN + 1);
    assert_true(instant_add(0, INT64_MIN) == INT64_MIN + 1); /* not "no time" */
    assert_true(instant_add(INSTANT_NONE, NS_PER_DAY) == INSTANT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_through_the_calendar),
        cmocka_unit_test(instants_have_ends),
        cmocka_unit_test(civil_and_instant_are_inverse),
        cmocka_unit_test(adding_saturates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
