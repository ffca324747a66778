#include "review/review.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>

static int setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, 1 << 22);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

/* ---- intervals ---- */

static void median_ranks_are_those_of_the_table(void **state)
{
    static const struct {
        size_t n, low, high;
        double percent;
    } cases[] = {
        {6, 1, 6, 96.9},    {8, 1, 8, 99.2},    {9, 2, 8, 96.1},    {12, 3, 10, 96.1},
        {15, 4, 12, 96.5},  {17, 5, 13, 95.1},  {20, 6, 15, 95.9},  {25, 8, 18, 95.7},
        {30, 10, 21, 95.7}, {40, 14, 27, 96.2}, {50, 18, 33, 96.7}, {100, 40, 61, 96.5},
    };
    size_t low, high;
    double cover;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(review_median_ranks(cases[i].n, 0.95, &low, &high, &cover));
        assert_int_equal(low, cases[i].low);
        assert_int_equal(high, cases[i].high);
        assert_true(fabs(cover * 100 - cases[i].percent) < 0.0501);
    }
    for (size_t n = 0; n <= 5; n++) assert_false(review_median_ranks(n, 0.95, &low, &high, &cover));
    /* 93.75 % is all that five points can give */
    assert_true(review_median_ranks(5, 0.9375, &low, &high, &cover));
    assert_true(low == 1 && high == 5 && fabs(cover - 0.9375) < 1e-12);
}

/* Coverage by sums of whole binomial coefficients, for every n that fits. */
static void median_ranks_agree_with_exact_counting(void **state)
{
    (void)state;
    for (unsigned n = 6; n <= 60; n++) {
        uint64_t choose = 1, outside = 0;
        size_t want = 0, low, high;
        double cover;
        for (unsigned i = 0; i < n / 2; i++) {
            if (i) choose = choose * (n - i + 1) / i;
            outside += choose;
            if (1 - 2 * (double)outside / ldexp(1, (int)n) < 0.95) break;
            want = i + 1;
        }
        assert_true(review_median_ranks(n, 0.95, &low, &high, &cover));
        assert_int_equal(low, want);
        assert_int_equal(high, n - want + 1);
    }
}

static void median_ranks_of_many_points_stay_near_the_middle(void **state)
{
    size_t low, high;
    double cover;
    (void)state;
    assert_true(review_median_ranks(100000, 0.95, &low, &high, &cover));
    /* 50,000 -/+ 1.96 * sqrt(100,000) / 2 */
    assert_in_range(low, 49685, 49695);
    assert_true(cover >= 0.95 && cover < 0.9515);
}

static void poisson_intervals_are_those_of_the_table(void **state)
{
    static const struct {
        uint64_t count;
        double low, high;
    } cases[] = {
        {0, 0, 3.69},     {1, 0.03, 5.57},  {2, 0.24, 7.22},   {3, 0.62, 8.77},
        {5, 1.62, 11.67}, {8, 3.45, 15.76}, {10, 4.80, 18.39}, {20, 12.22, 30.89},
    };
    double low, high;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        review_poisson(cases[i].count, 0.95, &low, &high);
        if (fabs(low - cases[i].low) > 0.00501 || fabs(high - cases[i].high) > 0.00501)
            fail_msg("%d: %.4f to %.4f", (int)cases[i].count, low, high);
    }
    /* -ln 0.05 for none in a one-sided reading */
    review_poisson(0, 0.90, &low, &high);
    assert_true(fabs(high - 2.995732273553991) < 1e-9);
}

static void poisson_intervals_of_large_counts_join_smoothly(void **state)
{
    double low, high, low_after, high_after;
    (void)state;
    review_poisson(1000000, 0.95, &low, &high);
    review_poisson(1000001, 0.95, &low_after, &high_after);
    assert_true(fabs(low_after - low - 1) < 0.01 && fabs(high_after - high - 1) < 0.01);
    review_poisson(UINT64_MAX, 0.95, &low, &high);
    assert_true(low < high && isfinite(low) && isfinite(high));
}

static void wilson_intervals_are_those_of_the_table(void **state)
{
    static const struct {
        uint64_t k, n;
        int low, high;
    } cases[] = {{3, 9, 12, 65}, {7, 9, 45, 94}, {12, 40, 18, 45}, {0, 0, 0, 100}};
    double low, high;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        review_wilson(cases[i].k, cases[i].n, 0.95, &low, &high);
        assert_int_equal((int)(low * 100 + 0.5), cases[i].low);
        assert_int_equal((int)(high * 100 + 0.5), cases[i].high);
    }
    review_wilson(0, 12, 0.95, &low, &high);
    assert_true(low == 0 && high > 0.2 && high < 0.25);
    review_wilson(12, 12, 0.95, &low, &high);
    assert_true(high == 1 && low > 0.75 && low < 0.8);
}

/* ---- durations ---- */

static struct review_summary summary_of(uint32_t number, int64_t least, int64_t most)
{
    struct review_summary summary = {.number = number};
    struct review_length *length = &summary.lengths[REVIEW_LENGTH_IMPACT];
    length->length = (struct span_of_time){true, least * NS_PER_MIN, most * NS_PER_MIN};
    return summary;
}

static void spread_keeps_all_points_and_bounds_the_median(void **state)
{
    struct error error = ERROR_NONE;
    struct review_spread spread;
    struct review_summary s[] = {
        summary_of(1, 50, 60),  summary_of(2, 5, 9),   summary_of(3, 20, 20), summary_of(4, -3, 2),
        summary_of(5, 20, 400), summary_of(6, 31, 35), summary_of(7, 90, 95), summary_of(8, 0, 0),
    };
    s[6].lengths[REVIEW_LENGTH_IMPACT].ongoing = true;
    s[7].lengths[REVIEW_LENGTH_IMPACT].length.known = false;
    assert_ok(review_spread_of(s, 8, REVIEW_LENGTH_IMPACT, *state, &spread, &error));
    static const uint32_t order[] = {4, 2, 3, 5, 6, 1, 7};
    assert_int_equal(spread.count, 7);
    assert_int_equal(spread.left_out, 1);
    for (size_t i = 0; i < 7; i++) assert_int_equal(spread.points[i].review, order[i]);
    assert_true(spread.points[6].ongoing);
    /* lower ends -3 5 20 20 31 50 90; upper ends 2 9 20 35 60 400 and one open */
    assert_true(spread.has_median && spread.has_interval);
    assert_int_equal(spread.median_least, 20 * NS_PER_MIN);
    assert_int_equal(spread.median_most, 35 * NS_PER_MIN);
    assert_int_equal(spread.interval_least, -3 * NS_PER_MIN);
    assert_int_equal(spread.interval_most, INT64_MAX);
    assert_true(fabs(spread.cover - 0.984375) < 1e-12);
}

static void spread_of_few_has_no_interval_and_averages_nothing(void **state)
{
    struct error error = ERROR_NONE;
    struct review_spread spread;
    struct review_summary s[] = {summary_of(1, 10, 10), summary_of(2, 30, 30)};
    assert_ok(review_spread_of(s, 2, REVIEW_LENGTH_IMPACT, *state, &spread, &error));
    assert_true(spread.has_median && !spread.has_interval);
    assert_int_equal(spread.median_least, 10 * NS_PER_MIN);
    assert_int_equal(spread.median_most, 30 * NS_PER_MIN);
    assert_ok(review_spread_of(s, 0, REVIEW_LENGTH_IMPACT, *state, &spread, &error));
    assert_true(!spread.has_median && spread.count == 0);
}

/* ---- tallies ---- */

static struct review_fact fact(uint32_t review, uint32_t number, const char *value)
{
    return (struct review_fact){
        review, {REVIEW_KIND_FACTOR, number}, &review_kinds[REVIEW_KIND_FACTOR].fields[0], value};
}

static void tally_counts_reviews_not_mentions(void **state)
{
    struct error error = ERROR_NONE;
    struct review_tally *tally;
    size_t count;
    const struct review_fact facts[] = {
        fact(3, 1, "retry storm"), fact(1, 1, "no canary"), fact(1, 2, "retry storm"),
        fact(1, 4, "retry storm"), fact(1, 5, "no canary"), fact(1, 6, "no canary"),
        fact(9, 1, "flat alert"),
    };
    assert_ok(review_tally_of(facts, 7, *state, &tally, &count, &error));
    assert_int_equal(count, 3);
    assert_string_equal(tally[0].value, "retry storm");
    assert_int_equal(tally[0].count, 2);
    assert_int_equal(tally[0].mentions, 3);
    assert_int_equal(tally[0].reviews[0], 1);
    assert_int_equal(tally[0].reviews[1], 3);
    assert_string_equal(tally[1].value, "flat alert"); /* as many reviews: by name */
    assert_string_equal(tally[2].value, "no canary");
    assert_int_equal(tally[2].mentions, 3);
    assert_ok(review_tally_of(facts, 0, *state, &tally, &count, &error));
    assert_int_equal(count, 0);
}

static void A2_nothing_is_counted_by_person(void **state)
{
    struct error error = ERROR_NONE;
    struct review_tally *tally;
    size_t count, refused = 0;
    for (size_t k = 0; k < REVIEW_KIND_COUNT; k++)
        for (size_t f = 0; f < review_kinds[k].count; f++) {
            const struct review_field *field = &review_kinds[k].fields[f];
            struct review_fact one = {1, {(uint32_t)k, 1}, field, "somebody"};
            if (!(field->flags & REVIEW_NAMES)) continue;
            assert_status(review_tally_of(&one, 1, *state, &tally, &count, &error),
                          STATUS_BAD_INPUT);
            assert_false(field->flags & REVIEW_FACT); /* it never gets that far */
            refused++;
        }
    assert_true(refused >= 5); /* name, handles, owner, ... */
}

static void D3g_chosen_and_passed_over_are_paired(void **state)
{
    struct error error = ERROR_NONE;
    struct review_fact *pairs;
    struct review_tally *tally;
    size_t count;
    const struct review_fact chosen[] = {fact(1, 1, "psql"), fact(2, 7, "psql"), fact(2, 8, "awk")};
    const struct review_fact passed[] = {fact(2, 7, "console"), fact(1, 1, "console"),
                                         fact(1, 2, "grep")};
    assert_ok(review_facts_paired(chosen, 3, passed, 3, *state, &pairs, &count, &error));
    assert_int_equal(count, 2);
    assert_ok(review_tally_of(pairs, count, *state, &tally, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(tally[0].value, "psql > console");
    assert_int_equal(tally[0].count, 2);
}

/* ---- items ---- */

static struct review_item items[8];

static struct review_open_item item(size_t i, uint8_t state, int32_t raised, int32_t end)
{
    items[i] = (struct review_item){.state = state, .due = REVIEW_NO_DAY, .done = end};
    items[i].entry.id = (struct review_id){REVIEW_KIND_ITEM, (uint32_t)i + 1};
    items[i].entry.written = INSTANT_NONE;
    return (struct review_open_item){.review = 1, .item = &items[i], .raised = raised};
}

static void items_stand_oldest_first_and_done_ones_are_not_overdue(void **state)
{
    struct error error = ERROR_NONE;
    (void)state;
    struct review_open_item list[] = {
        item(0, REVIEW_ITEM_STATE_ACCEPTED, 90, REVIEW_NO_DAY),
        item(1, REVIEW_ITEM_STATE_ACCEPTED, 40, REVIEW_NO_DAY),
        item(2, REVIEW_ITEM_STATE_DONE, 60, 70),
    };
    for (size_t i = 0; i < 3; i++) items[i].due = 80;
    assert_ok(review_items_by_age(list, 3, 100, &error));
    assert_int_equal(list[0].age_days, 60);
    assert_int_equal(list[0].overdue_days, 20);
    assert_int_equal(list[1].age_days, 40);
    assert_int_equal(list[1].overdue_days, 0);
    assert_int_equal(list[2].age_days, 10);
    assert_int_equal(list[2].overdue_days, 20);
    assert_status(review_items_by_age(list, 3, REVIEW_NO_DAY, &error), STATUS_BAD_INPUT);
}

/* By hand: done after 2, 5, 5 and 9 days; open after 3 and 7; declined after 5; one done on a day
 * that nobody wrote down.
 *   day 2: 7 at risk, 1 done: 6/7
 *   day 5: 5 at risk (one left at 3), 2 done: 6/7 * 3/5 = 18/35
 *   day 9: 1 at risk (left at 5 and 7), 1 done: 0 */
static void survival_is_that_of_the_worked_example(void **state)
{
    struct error error = ERROR_NONE;
    struct review_survival curve;
    struct review_open_item list[] = {
        item(0, REVIEW_ITEM_STATE_DONE, 10, 15),
        item(1, REVIEW_ITEM_STATE_ACCEPTED, 97, REVIEW_NO_DAY),
        item(2, REVIEW_ITEM_STATE_VERIFIED, 20, 22),
        item(3, REVIEW_ITEM_STATE_WAITING, 93, REVIEW_NO_DAY),
        item(4, REVIEW_ITEM_STATE_DECLINED, 50, REVIEW_NO_DAY),
        item(5, REVIEW_ITEM_STATE_NOT_EFFECTIVE, 30, 35),
        item(6, REVIEW_ITEM_STATE_DONE, 40, 49),
        item(7, REVIEW_ITEM_STATE_DONE, 40, REVIEW_NO_DAY),
    };
    items[4].entry.written = 55 * NS_PER_DAY + 5 * NS_PER_HOUR;
    assert_ok(review_survival_of(list, 8, 100, *state, &curve, &error));
    assert_int_equal(curve.left_out, 1);
    assert_int_equal(curve.count, 3);
    assert_int_equal(curve.points[0].day, 2);
    assert_int_equal(curve.points[0].at_risk, 7);
    assert_true(fabs(curve.points[0].open - 6.0 / 7) < 1e-12);
    assert_int_equal(curve.points[1].day, 5);
    assert_int_equal(curve.points[1].at_risk, 5);
    assert_true(fabs(curve.points[1].open - 18.0 / 35) < 1e-12);
    assert_int_equal(curve.points[2].day, 9);
    assert_int_equal(curve.points[2].at_risk, 1);
    assert_true(curve.points[2].open == 0);
    assert_true(curve.has_median);
    assert_int_equal(curve.median_day, 9);
}

static void survival_has_no_median_before_half_is_done(void **state)
{
    struct error error = ERROR_NONE;
    struct review_survival curve;
    struct review_open_item list[] = {
        item(0, REVIEW_ITEM_STATE_DONE, 10, 15),
        item(1, REVIEW_ITEM_STATE_ACCEPTED, 10, REVIEW_NO_DAY),
        item(2, REVIEW_ITEM_STATE_ACCEPTED, 10, REVIEW_NO_DAY),
        item(3, REVIEW_ITEM_STATE_DONE, 10, 20),
    };
    assert_ok(review_survival_of(list, 3, 100, *state, &curve, &error));
    assert_true(curve.count == 1 && !curve.has_median);
    assert_ok(review_survival_of(list, 4, 100, *state, &curve, &error)); /* 3/4 * 2/3 is a half */
    assert_true(curve.has_median);
    assert_int_equal(curve.median_day, 10);
    assert_ok(review_survival_of(list, 0, 100, *state, &curve, &error));
    assert_true(curve.count == 0 && !curve.has_median);
}

/* ---- summaries ---- */

static void summaries_are_read_as_they_were_written(void **state)
{
    struct error error = ERROR_NONE;
    struct review_summary in = {.number = 7,
                                .uid = "00112233445566778899aabbccddeeff",
                                .title = "\"Writes\" \xc3\xbc stood still",
                                .severity = "SEV2",
                                .sort = REVIEW_SORT_INCIDENT,
                                .stage = REVIEW_STAGE_FOLLOW_UP,
                                .status = REVIEW_STATUS_PUBLISHED,
                                .circle = REVIEW_CIRCLE_TEAM,
                                .day = -3,
                                .published = 1234567890123456789,
                                .found_by = REVIEW_FOUND_USER,
                                .events = 200,
                                .factors = 9,
                                .items = 4,
                                .learnings = 3,
                                .anchors_complete = true},
                          out;
    struct text first, second;
    text_init(&first, 0);
    text_init(&second, 0);
    in.lengths[REVIEW_LENGTH_SIGNAL].length = (struct span_of_time){true, INT64_MIN, INT64_MAX};
    in.lengths[REVIEW_LENGTH_IMPACT].length = (struct span_of_time){true, -5, 7};
    in.lengths[REVIEW_LENGTH_IMPACT].ongoing = true;
    in.lengths[REVIEW_LENGTH_ACK].missing = "alert";
    review_summary_write(&in, &first);
    assert_ok(review_summary_read(text_span(&first), *state, &out, &error));
    review_summary_write(&out, &second);
    assert_string_equal(first.at, second.at);
    assert_string_equal(out.title, in.title);
    assert_int_equal(out.day, -3);
    assert_string_equal(out.lengths[REVIEW_LENGTH_IMPACT].word, "impact duration");
    assert_true(out.lengths[REVIEW_LENGTH_IMPACT].length.least == -5);
    assert_false(out.lengths[REVIEW_LENGTH_ACK].length.known);
    text_release(&first);
    text_release(&second);
}

static void summaries_of_another_shape_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"number\":1",
        "{\"number\":-1}",
        "{\"number\":4294967296}",
        "{\"stage\":200}",
        "{\"day\":-0}",
        "{\"uid\":7}",
        "{\"later\":1}",
        "{\"lengths\":{}}",
        "{\"lengths\":[]}",
        "{\"lengths\":[{\"least\":1}]}",
        "{\"lengths\":[{\"unit\":1}]}",
        "{}{}",
    };
    struct error error = ERROR_NONE;
    struct review_summary out;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_status(review_summary_read(span_of(bad[i]), *state, &out, &error), STATUS_BAD_INPUT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(median_ranks_are_those_of_the_table),
        TEST(median_ranks_agree_with_exact_counting),
        TEST(median_ranks_of_many_points_stay_near_the_middle),
        TEST(poisson_intervals_are_those_of_the_table),
        TEST(poisson_intervals_of_large_counts_join_smoothly),
        TEST(wilson_intervals_are_those_of_the_table),
        TEST(spread_keeps_all_points_and_bounds_the_median),
        TEST(spread_of_few_has_no_interval_and_averages_nothing),
        TEST(tally_counts_reviews_not_mentions),
        TEST(A2_nothing_is_counted_by_person),
        TEST(D3g_chosen_and_passed_over_are_paired),
        TEST(items_stand_oldest_first_and_done_ones_are_not_overdue),
        TEST(survival_is_that_of_the_worked_example),
        TEST(survival_has_no_median_before_half_is_done),
        TEST(summaries_are_read_as_they_were_written),
        TEST(summaries_of_another_shape_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
