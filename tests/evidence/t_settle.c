#include "tests/test.h"

#include "evidence/settle.h"

enum { RECORDS_MAX = 64 };

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static instant at(const char *text)
{
    instant ret;
    duration width;
    struct error error = ERROR_NONE;
    assert_ok(instant_parse(span_of(text), NULL, INSTANT_NONE, &ret, &width, &error));
    return ret;
}

/* The same day and clock in 1972, which is what a stamp without a year gives. */
static instant without_year(instant time)
{
    struct civil civil = civil_of_instant(time);
    civil.year = 1972;
    instant ret;
    assert_true(civil_to_instant(&civil, &ret));
    return ret;
}

static instant without_date(instant time)
{
    return time % NS_PER_DAY;
}

/* Cuts the records into chunks at random places (or none), settles them as the scan does. False
 * when they cannot be placed. */
static bool settle(enum settle_lack lack, const instant *open, size_t count, instant latest,
                   uint64_t *seed, instant *ret)
{
    struct settle_turns file;
    int64_t shifts[RECORDS_MAX];
    size_t starts[RECORDS_MAX + 1], chunks = 0;
    settle_turns_init(&file, lack);
    for (size_t i = 0; i < count;) {
        size_t end = seed ? i + 1 + next_random(seed) % (count - i) : count;
        struct settle_turns chunk;
        settle_turns_init(&chunk, lack);
        starts[chunks] = i;
        for (; i < end; i++) ret[i] = settle_turns_add(&chunk, open[i]);
        shifts[chunks++] = settle_turns_join(&file, &chunk);
    }
    starts[chunks] = count;
    struct settle_place place;
    if (!settle_turns_last(&file, latest, &place)) return false;
    uint16_t flags[RECORDS_MAX];
    for (size_t i = 0; i < count; i++) flags[i] = 6;
    for (size_t i = 0; i < chunks; i++)
        settle_place_all(&place, shifts[i], ret + starts[i], flags, 2, starts[i + 1] - starts[i]);
    return true;
}

/* Texts of real times in file order, ended by NULL; what is left of them must lead back to them. */
static void years_come_back(void **state)
{
    (void)state;
    static const struct {
        const char *latest, *times[8];
    } cases[] = {
        {"2026-01-10", {"2025-12-30", "2025-12-31T23:59:59", "2026-01-01", "2026-01-09"}},
        /* disorder around New Year: one turn, there and back */
        {"2026-01-10", {"2025-12-31", "2026-01-01", "2025-12-31T23:59", "2026-01-01T00:02"}},
        {"2026-01-10", {"2026-01-01T00:00:01", "2025-12-31T23:59:59", "2026-01-02"}},
        /* disorder across a month is none */
        {"2026-06-10", {"2026-04-30", "2026-05-01", "2026-04-30T12:00", "2026-05-02"}},
        /* several years with long silence */
        {"2025-03-01", {"2023-11-05", "2024-03-01", "2024-12-24", "2025-02-03", "2025-02-04"}},
        /* a leap day decides, even against the file's date */
        {"2026-12-01", {"2024-02-28", "2024-02-29", "2024-03-01"}},
        {"2026-12-01", {"2023-12-31", "2024-02-29T12:00", "2024-12-31", "2025-01-01"}},
        {"2024-02-29T12:00", {"2024-02-29T11:00"}},
        {"2024-02-29T10:00", {"2020-02-29T11:00"}},
        {"2026-05-05", {"2026-03-01", "2026-05-05"}},
        /* the last record would be in the future: a year earlier */
        {"2026-05-05", {"2025-05-04", "2025-05-06"}},
        {"2000-03-05", {"2000-02-29", "2000-03-01"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant open[8], got[8];
        size_t count = 0;
        for (; count < 8 && cases[i].times[count]; count++)
            open[count] = without_year(at(cases[i].times[count]));
        if (!settle(SETTLE_YEAR, open, count, at(cases[i].latest), NULL, got))
            fail_msg("case %zu is not placed", i);
        for (size_t j = 0; j < count; j++)
            if (got[j] != at(cases[i].times[j]))
                fail_msg("case %zu: %s is in %d", i, cases[i].times[j],
                         civil_of_instant(got[j]).year);
    }
}

static void a_leap_day_has_no_time_in_other_years(void **state)
{
    (void)state;
    /* Two leap days a year apart: one of them cannot be true. */
    const instant open[] = {without_year(at("2024-02-29")), without_year(at("2024-12-01")),
                            without_year(at("2024-02-29")), without_year(at("2025-03-01"))};
    instant got[4];
    assert_true(settle(SETTLE_YEAR, open, 4, at("2026-06-01"), NULL, got));
    assert_true(got[0] == at("2024-02-29") && got[1] == at("2024-12-01"));
    assert_true(got[2] == INSTANT_NONE && got[3] == at("2025-03-01"));
    assert_false(settle(SETTLE_YEAR, open, 3, at("2026-06-01"), NULL, got));
}

static void days_come_back(void **state)
{
    (void)state;
    static const struct {
        const char *latest, *times[6];
    } cases[] = {
        {"2026-03-04T12:00", {"2026-03-03T23:59:59", "2026-03-04T00:00:01", "2026-03-04T11:59"}},
        {"2026-03-04T12:00", {"2026-03-02T13:00", "2026-03-03T00:30", "2026-03-03T12:01"}},
        {"2026-03-04T00:00:02",
         {"2026-03-03T23:59:59", "2026-03-04T00:00:00", "2026-03-03T23:59:58",
          "2026-03-04T00:00:01"}},
        {"2026-03-04T12:00", {"2026-03-04T10:00", "2026-03-04T09:00", "2026-03-04T11:00"}},
        {"2026-03-01T00:00", {"2026-02-28T23:00", "2026-03-01T00:00"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant open[6], got[6];
        size_t count = 0;
        for (; count < 6 && cases[i].times[count]; count++)
            open[count] = without_date(at(cases[i].times[count]));
        assert_true(settle(SETTLE_DATE, open, count, at(cases[i].latest), NULL, got));
        for (size_t j = 0; j < count; j++)
            if (got[j] != at(cases[i].times[j])) fail_msg("case %zu, %s", i, cases[i].times[j]);
    }
}

static void hours_come_back(void **state)
{
    (void)state;
    const instant open[] = {59 * NS_PER_MIN, 2 * NS_PER_MIN, 30 * NS_PER_MIN};
    instant got[3];
    assert_true(settle(SETTLE_HOUR, open, 3, at("2026-03-04T12:20"), NULL, got));
    assert_true(got[0] == at("2026-03-04T10:59") && got[2] == at("2026-03-04T11:30"));
}

static void a_known_beginning_places_the_first(void **state)
{
    (void)state;
    static const struct {
        enum settle_lack lack;
        const char *begin, *first, *placed;
    } cases[] = {
        {SETTLE_DATE, "2026-03-04", "1970-01-01T17:00", "2026-03-04T17:00"},
        {SETTLE_DATE, "2026-03-04T17:42:15", "1970-01-01T17:42:15", "2026-03-04T17:42:15"},
        {SETTLE_DATE, "2026-03-04T23:59:59", "1970-01-01T00:00:01", "2026-03-05T00:00:01"},
        {SETTLE_DATE, "2026-03-04T12:30", "1970-01-01T12:00", "2026-03-04T12:00"},
        {SETTLE_YEAR, "2026-03-04", "1972-03-04T10:00", "2026-03-04T10:00"},
        {SETTLE_YEAR, "2025-12-31T21:11", "1972-12-31T21:12", "2025-12-31T21:12"},
        {SETTLE_YEAR, "2025-12-31T21:11", "1972-01-01T00:12", "2026-01-01T00:12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct settle_turns turns;
        struct settle_place place;
        settle_turns_init(&turns, cases[i].lack);
        assert_false(settle_turns_first(&turns, at(cases[i].begin), &place)); /* nothing to place */
        instant provisional = settle_turns_add(&turns, at(cases[i].first));
        assert_true(settle_turns_first(&turns, at(cases[i].begin), &place));
        if (settle_place_one(&place, 0, provisional) != at(cases[i].placed))
            fail_msg("case %zu", i);
    }
}

/* Ascending times with long pauses, some a little late; as `lack` leaves them. */
static size_t make_log(enum settle_lack lack, uint64_t *seed, instant *times, instant *open)
{
    duration step = lack == SETTLE_YEAR ? 170 * NS_PER_DAY : 11 * NS_PER_HOUR;
    instant now = at("2003-05-06") + (duration)(next_random(seed) % 4000) * NS_PER_DAY;
    size_t count = 1 + next_random(seed) % RECORDS_MAX;
    for (size_t i = 0; i < count; i++) {
        bool is_late = next_random(seed) % 4 == 0;
        now += is_late ? -(duration)(next_random(seed) % 30) * NS_PER_S
                       : (duration)(next_random(seed) % (uint64_t)step);
        times[i] = now;
        open[i] = lack == SETTLE_YEAR ? without_year(now) : without_date(now);
    }
    return count;
}

static void chunks_settle_like_the_whole(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        enum settle_lack lack = round % 2 ? SETTLE_YEAR : SETTLE_DATE;
        instant times[RECORDS_MAX], open[RECORDS_MAX], whole[RECORDS_MAX], cut[RECORDS_MAX];
        size_t count = make_log(lack, &seed, times, open);
        instant latest = times[count - 1] + NS_PER_MIN;
        assert_true(settle(lack, open, count, latest, NULL, whole));
        assert_true(settle(lack, open, count, latest, &seed, cut));
        for (size_t i = 0; i < count; i++)
            if (whole[i] != times[i] || cut[i] != times[i])
                fail_msg("round %d, record %zu of %zu: %lld, whole %lld, in chunks %lld", round, i,
                         count, (long long)times[i], (long long)whole[i], (long long)cut[i]);
    }
}

/* Times without any sense, leap days and missing ones among them: chunks still change nothing. */
static void chunks_of_noise_settle_like_the_whole(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 4000; round++) {
        enum settle_lack lack = (enum settle_lack)(round % 3);
        static const instant start[] = {730 * NS_PER_DAY, 0, 0};
        static const duration period[] = {366 * NS_PER_DAY, NS_PER_DAY, NS_PER_HOUR};
        instant open[RECORDS_MAX], whole[RECORDS_MAX], cut[RECORDS_MAX];
        size_t count = 1 + next_random(&seed) % RECORDS_MAX;
        for (size_t i = 0; i < count; i++) {
            uint64_t within = next_random(&seed) * 1000 % (uint64_t)(period[lack] / NS_PER_MS);
            open[i] = start[lack] + (duration)within * NS_PER_MS;
            if (next_random(&seed) % 8 == 0) open[i] = INSTANT_NONE;
            if (lack == SETTLE_YEAR && next_random(&seed) % 16 == 0) open[i] = at("1972-02-29");
        }
        bool placed = settle(lack, open, count, at("2026-03-04"), NULL, whole);
        if (settle(lack, open, count, at("2026-03-04"), &seed, cut) != placed)
            fail_msg("round %d is placed by one way only", round);
        for (size_t i = 0; placed && i < count; i++)
            if (whole[i] != cut[i]) fail_msg("round %d, record %zu of %zu", round, i, count);
    }
}

static void noise_is_not_placed(void **state)
{
    (void)state;
    struct settle_turns turns;
    struct settle_place place;
    settle_turns_init(&turns, SETTLE_YEAR);
    for (int i = 0; i < 1000; i++) { /* each pair is a turn */
        (void)settle_turns_add(&turns, at("1972-12-01"));
        (void)settle_turns_add(&turns, at("1972-03-01"));
    }
    assert_false(settle_turns_last(&turns, at("2026-03-01"), &place));
    settle_turns_init(&turns, SETTLE_YEAR);
    assert_true(settle_turns_add(&turns, INSTANT_NONE) == INSTANT_NONE && turns.count == 0);
    (void)settle_turns_add(&turns, at("1972-12-01"));
    assert_false(settle_turns_last(&turns, INSTANT_NONE, &place));
    assert_false(settle_turns_last(&turns, INT64_MAX, &place));
    assert_true(settle_turns_last(&turns, 0, &place)); /* 1969 */
}

static void the_latest_is_the_earlier_of_two(void **state)
{
    (void)state;
    assert_true(settle_latest(at("2026-03-01"), at("2026-05-01")) == at("2026-03-02"));
    assert_true(settle_latest(at("2026-09-01"), at("2026-05-01")) == at("2026-05-02"));
    assert_true(settle_latest(INSTANT_NONE, at("2026-05-01")) == at("2026-05-02"));
    assert_true(settle_latest(at("2026-03-01"), INSTANT_NONE) == at("2026-03-02"));
    assert_true(settle_latest(INSTANT_NONE, INSTANT_NONE) == INSTANT_NONE);
}

static void short_years_turn_at_the_pivot(void **state)
{
    (void)state;
    static const struct {
        const char *modified, *time, *settled; /* settled NULL: no time */
    } cases[] = {
        {"2026-03-01", "2026-02-01", "2026-02-01"}, {"2026-03-01", "2027-12-31", "2027-12-31"},
        {"2026-03-01", "2028-01-01", "1928-01-01"}, {"2026-03-01", "2069-01-01", "1969-01-01"},
        {"2026-03-01", "1999-01-01", "1999-01-01"}, {"1998-03-01", "2000-02-29", NULL},
        {"1999-03-01", "2000-02-29", "2000-02-29"}, {"2081-03-01", "1975-05-05", "2075-05-05"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant end = settle_short_year_end(at(cases[i].modified), INSTANT_NONE);
        instant wanted = cases[i].settled ? at(cases[i].settled) : INSTANT_NONE;
        if (settle_short_year(at(cases[i].time), end) != wanted) fail_msg("case %zu", i);
    }
    instant end = settle_short_year_end(INSTANT_NONE, INSTANT_NONE);
    assert_true(settle_short_year(at("2069-12-31"), end) == at("2069-12-31"));
    assert_true(settle_short_year(at("1970-01-01"), end) == at("1970-01-01"));
}

/* Adds a text that is day/month or month/day of 2026, at noon. */
static void add_both(struct settle_orders *orders, int first, int second)
{
    instant day_first = INSTANT_NONE, month_first = INSTANT_NONE;
    (void)civil_to_instant(&(struct civil){2026, second, first, 12, 0, 0, 0}, &day_first);
    (void)civil_to_instant(&(struct civil){2026, first, second, 12, 0, 0, 0}, &month_first);
    settle_orders_add(orders, day_first, month_first);
}

static void the_order_of_day_and_month_is_decided(void **state)
{
    (void)state;
    static const struct {
        const char *modified; /* NULL: unknown */
        enum settle_order order;
        int fields[6][2];
    } cases[] = {
        {NULL, SETTLE_DAY_FIRST, {{12, 3}, {13, 3}}},
        {NULL, SETTLE_MONTH_FIRST, {{3, 12}, {3, 13}}},
        {NULL, SETTLE_UNCLEAR, {{3, 13}, {13, 3}}},
        {NULL, SETTLE_DAY_FIRST, {{1, 3}, {12, 3}, {1, 4}, {2, 4}, {3, 4}}},
        {NULL, SETTLE_MONTH_FIRST, {{3, 1}, {3, 12}, {4, 1}, {4, 2}, {4, 3}}},
        {NULL, SETTLE_UNCLEAR, {{3, 4}, {3, 5}}},
        {"2026-03-06", SETTLE_MONTH_FIRST, {{3, 4}, {3, 5}}},
        {"2026-05-04", SETTLE_DAY_FIRST, {{3, 4}, {3, 5}}},
        {"2026-12-20", SETTLE_UNCLEAR, {{3, 4}, {3, 5}}},
        {"2026-05-05", SETTLE_UNCLEAR, {{5, 5}, {5, 5}}},
        {"2020-01-01", SETTLE_UNCLEAR, {{3, 4}, {3, 5}}},
        {"2026-03-06", SETTLE_UNCLEAR, {{0}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int cut = 0; cut <= 6; cut++) {
            struct settle_orders whole, tail;
            settle_orders_init(&whole);
            settle_orders_init(&tail);
            for (int j = 0; j < 6 && cases[i].fields[j][0]; j++)
                add_both(j < cut ? &whole : &tail, cases[i].fields[j][0], cases[i].fields[j][1]);
            settle_orders_join(&whole, &tail);
            instant modified = cases[i].modified ? at(cases[i].modified) : INSTANT_NONE;
            if (settle_orders_decide(&whole, modified) != cases[i].order)
                fail_msg("case %zu cut at %d", i, cut);
        }
}

static void dates_of_long_ago_are_only_far_away(void **state)
{
    (void)state;
    struct settle_orders orders;
    settle_orders_init(&orders);
    settle_orders_add(&orders, at("1700-02-01"), at("1700-01-02"));
    assert_int_equal(settle_orders_decide(&orders, at("2026-03-06")), SETTLE_UNCLEAR);
}

/* A log of 11 February that was unpacked in November is no log of 2 November. */
static void a_file_unpacked_later_decides_nothing(void **state)
{
    (void)state;
    struct settle_orders orders;
    settle_orders_init(&orders);
    settle_orders_add(&orders, at("2026-11-02"), at("2026-02-11"));
    assert_int_equal(settle_orders_decide(&orders, at("2026-11-23")), SETTLE_UNCLEAR);
    assert_int_equal(settle_orders_decide(&orders, at("2026-11-03")), SETTLE_DAY_FIRST);
}

static void dates_are_exchanged(void **state)
{
    (void)state;
    assert_true(settle_exchange(at("2026-03-04T05:06:07")) == at("2026-04-03T05:06:07"));
    assert_true(settle_exchange(at("2026-03-13")) == INSTANT_NONE);
    assert_true(settle_exchange(INSTANT_NONE) == INSTANT_NONE);
}

static void file_names_hold_dates(void **state)
{
    (void)state;
    static const struct {
        const char *name, *date;
    } cases[] = {
        {"app-2026-03-04.log", "2026-03-04"},
        {"access_20260304.gz", "2026-03-04"},
        {"backup-20250101/app.2026_03_04_17.txt", "2026-03-04"},
        {"dump20260304170500", "2026-03-04"},
        {"2026-03-01_2026-03-04.log", "2026-03-01"},
        {"v1.2.3-2026.03.04", "2026-03-04"},
        {"20260304", "2026-03-04"},
        {"app.log", NULL},
        {"app-2026-03.log", NULL},
        {"app-2026-13-04.log", NULL},
        {"app-2026-03_04.log", NULL},
        {"app-2026-03-041.log", NULL},
        {"id-202603041.log", NULL},
        {"id-12345678.log", NULL},
        {"2025-02-29", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant day = 77;
        bool found = settle_name_date(span_of(cases[i].name), &day);
        if (found != (cases[i].date != NULL) || day != (found ? at(cases[i].date) : 77))
            fail_msg("%s", cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_come_back),
        cmocka_unit_test(a_leap_day_has_no_time_in_other_years),
        cmocka_unit_test(days_come_back),
        cmocka_unit_test(hours_come_back),
        cmocka_unit_test(a_known_beginning_places_the_first),
        cmocka_unit_test(chunks_settle_like_the_whole),
        cmocka_unit_test(chunks_of_noise_settle_like_the_whole),
        cmocka_unit_test(noise_is_not_placed),
        cmocka_unit_test(the_latest_is_the_earlier_of_two),
        cmocka_unit_test(short_years_turn_at_the_pivot),
        cmocka_unit_test(the_order_of_day_and_month_is_decided),
        cmocka_unit_test(dates_of_long_ago_are_only_far_away),
        cmocka_unit_test(a_file_unpacked_later_decides_nothing),
        cmocka_unit_test(dates_are_exchanged),
        cmocka_unit_test(file_names_hold_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
