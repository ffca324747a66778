/* A clock that is put on by an hour while a log is written. */
#include "tests/test.h"
#include "timeline/clocks.h"

/* 2026-03-29T01:00:00Z, where clocks go forward in Europe */
static const instant SPRING = INT64_C(1774746000) * NS_PER_S;

enum { PAIRS = 40 };

/* A pair a minute from 20 minutes before the jump on; differences of `ahead`, an hour more behind
 * it, and a little noise. */
static void fill(struct clock_pair *pairs, duration ahead, size_t jump)
{
    for (size_t i = 0; i < PAIRS; i++) {
        size_t at = (i * 7) % PAIRS; /* in no order */
        pairs[i].at = SPRING + ((instant)at - 20) * NS_PER_MIN;
        pairs[i].difference = ahead + (instant)(i % 3) * NS_PER_S + (at >= jump ? NS_PER_HOUR : 0);
    }
}

static void a_jump_is_found(void **state)
{
    (void)state;
    struct clock_pair pairs[PAIRS];
    struct clock_step step;
    fill(pairs, 422 * NS_PER_S, 13);
    assert_true(clock_find_step(pairs, PAIRS, &step));
    assert_true(step.by >= NS_PER_HOUR - NS_PER_MIN && step.by <= NS_PER_HOUR + NS_PER_MIN);
    assert_true(step.from == SPRING - 8 * NS_PER_MIN);
    assert_true(step.to == SPRING - 7 * NS_PER_MIN);
    fill(pairs, 422 * NS_PER_S, PAIRS); /* none */
    assert_false(clock_find_step(pairs, PAIRS, &step));
    fill(pairs, 0, 20);
    for (size_t i = 0; i < PAIRS; i += 2) pairs[i].difference ^= NS_PER_HOUR; /* to and fro */
    assert_false(clock_find_step(pairs, PAIRS, &step));
}

static void the_zone_that_jumps_so(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    /* seven minutes ahead, so it jumps seven minutes early */
    struct clock_step step = {NS_PER_HOUR, SPRING - 8 * NS_PER_MIN, SPRING - 6 * NS_PER_MIN};
    assert_ok(clock_zone_of_step(&step, 422 * NS_PER_S, &zone, &error));
    assert_string_equal(zone_name(zone), "Europe/London");
    zone_free(zone);
    step = (struct clock_step){NS_PER_HOUR, SPRING - NS_PER_MIN, SPRING + NS_PER_MIN};
    assert_ok(clock_zone_of_step(&step, NS_PER_HOUR + 3 * NS_PER_S, &zone, &error));
    assert_string_equal(zone_name(zone), "Europe/Berlin");
    zone_free(zone);
    /* back in spring, or on an ordinary day: no zone does */
    step.by = -NS_PER_HOUR;
    assert_int_equal(clock_zone_of_step(&step, NS_PER_HOUR, &zone, &error), STATUS_NOT_FOUND);
    step = (struct clock_step){NS_PER_HOUR, SPRING + 20 * NS_PER_DAY,
                               SPRING + 20 * NS_PER_DAY + NS_PER_MIN};
    assert_int_equal(clock_zone_of_step(&step, NS_PER_HOUR, &zone, &error), STATUS_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_jump_is_found),
        cmocka_unit_test(the_zone_that_jumps_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
