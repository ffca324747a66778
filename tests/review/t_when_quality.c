#include "tests/review/times.h"

static struct review_quality quality_of(struct times *t)
{
    struct review_bounds bounds;
    struct review_quality quality;
    struct error error;
    times_settle(t);
    assert_ok(review_bounds_of(&t->review, &t->settled, &t->arena, &bounds, &error));
    assert_ok(review_quality_of(&t->review, &t->settled, &bounds, &t->arena, &quality, &error));
    return quality;
}

/* Numbers of the entries that are thin: "1 3". */
static const char *thin_of(struct times *t, const struct review_quality *quality)
{
    text_clear(&t->text);
    for (size_t i = 0; i < quality->thin_count; i++)
        text_addf(&t->text, "%s%u", i ? " " : "", quality->thin[i].number);
    return t->text.at;
}

static void P1_the_panel_counts_what_is_sourced_dated_and_ordered(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 10);
    struct review_place log = {.name = "app.log"}, chat = {.name = "chat"};
    struct review_place both[] = {log, chat}, twice[] = {log, log};
    both[1].content.bytes[0] = 1;
    struct review_id said = {REVIEW_KIND_STATEMENT, 1};
    times_event(&t, REVIEW_EVENT_ALERT, "10:00")->evidence = (struct review_places){both, 2};
    times_event(&t, REVIEW_EVENT_ACK, "10:00?")->evidence = (struct review_places){twice, 2};
    times_event(&t, REVIEW_EVENT_DETECT, "10:02..10:30")->says = (struct review_refs){&said, 1};
    times_event(&t, REVIEW_EVENT_NOTE, "10:29..")->backing = REVIEW_BACKING_SINGLE;
    times_event(&t, REVIEW_EVENT_NOTE, "?");
    struct review_event *confirmed = times_event(&t, REVIEW_EVENT_NOTE, "11:00");
    confirmed->backing = REVIEW_BACKING_CONFIRMED;
    confirmed->evidence = (struct review_places){both, 1};
    struct review_conflict conflicts[] = {
        {.disposition = REVIEW_DISPOSITION_NONE},
        {.disposition = REVIEW_DISPOSITION_OPEN},
        {.disposition = REVIEW_DISPOSITION_CLOCK},
        {.disposition = REVIEW_DISPOSITION_UNRESOLVED},
    };
    t.review.conflicts.at = conflicts;
    t.review.conflicts.count = 4;
    struct review_quality quality = quality_of(&t);
    assert_int_equal(quality.events, 6);
    assert_int_equal(quality.with_evidence, 4);
    assert_int_equal(quality.undated, 1);
    assert_int_equal(quality.doubtful, 1);
    assert_int_equal(quality.single_source, 3); /* 2, 3 and 4 */
    assert_int_equal(quality.conflicts_open, 2);
    assert_int_equal(quality.anchors_known, 3);
    assert_int_equal(quality.order_open, 3); /* 1 with 2, 3 with 4, 4 with 6 */
    assert_int_equal(quality.bound_median, NS_PER_MIN - 1);
    assert_true(quality.bound_widest == INSTANT_OPEN_END);
    times_release(&t);
}

static void D3c_actions_without_intent_are_listed(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_ACT_FIX, "10:20");
    times_event(&t, REVIEW_EVENT_ACT_LOOK, "10:05");
    times_event(&t, REVIEW_EVENT_ACT_LIMIT, "10:10")->intent = "keep writes from piling up";
    times_event(&t, REVIEW_EVENT_ACT_UNDO, "10:30")->intent = "";
    times_event(&t, REVIEW_EVENT_EFFECT, "10:31");
    struct review_quality quality = quality_of(&t);
    assert_int_equal(quality.actions, 4);
    assert_int_equal(quality.actions_with_intent, 1);
    assert_string_equal(thin_of(&t, &quality), "2 1 4");
    times_release(&t);
}

static void P1c_turning_points_without_context_are_listed(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:00")->turning = true;
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:01");
    struct review_event *told = times_event(&t, REVIEW_EVENT_PAGE, "10:02");
    told->turning = true;
    told->context = "the graph showed one host of three";
    times_event(&t, REVIEW_EVENT_DECIDE, "10:03");
    times_event(&t, REVIEW_EVENT_DECIDE, "10:04")->options = "wait, or fail over";
    struct review_event *action = times_event(&t, REVIEW_EVENT_ACT_FIX, "10:05");
    action->turning = true; /* thin twice, listed once */
    struct review_quality quality = quality_of(&t);
    assert_string_equal(thin_of(&t, &quality), "1 4 6");
    times_release(&t);
}

static void N2b2_events_on_one_source_are_counted(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    struct review_place log = {.name = "app.log"};
    times_event(&t, REVIEW_EVENT_FAULT, "10:00")->evidence = (struct review_places){&log, 1};
    assert_int_equal(quality_of(&t).single_source, 1);
    t.review.events.at[0].backing = REVIEW_BACKING_CONFIRMED;
    assert_int_equal(quality_of(&t).single_source, 0);
    times_release(&t);
}

static void N2a_events_known_only_afterwards_are_counted(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:40")->known = times_read(&t, "11:00");
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:41")->known = times_read(&t, "10:29..10:40");
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:42");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:30");
    assert_int_equal(quality_of(&t).hindsight, 1);
    /* special handling went on for longer: it was known before the end */
    times_event(&t, REVIEW_EVENT_RESOLVED, "12:00");
    assert_int_equal(quality_of(&t).hindsight, 0);
    times_release(&t);
}

static void the_widest_gap_lies_within_impact(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 12);
    times_event(&t, REVIEW_EVENT_SIGNAL, "08:00:00.000000000"); /* two hours before impact */
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_ALERT, "10:05:00.000000000");
    times_event(&t, REVIEW_EVENT_ACK, "10:21..10:23");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:30:00.000000000");
    times_event(&t, REVIEW_EVENT_RESOLVED, "12:30:00.000000000"); /* two hours after it */
    struct review_quality quality = quality_of(&t);
    assert_true(quality.widest_gap.known);
    assert_int_equal(quality.widest_gap.least, 16 * NS_PER_MIN);
    assert_int_equal(quality.widest_gap.most, 18 * NS_PER_MIN);
    assert_int_equal(quality.gap_after->entry.id.number, 3);
    times_release(&t);
}

static void a_pause_of_impact_is_no_gap(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 12);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:05:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_START, "11:00:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "11:07:00.000000000");
    struct review_quality quality = quality_of(&t);
    assert_int_equal(quality.widest_gap.least, 7 * NS_PER_MIN);
    assert_int_equal(quality.gap_after->entry.id.number, 3);
    times_release(&t);
}

static void nothing_has_no_quality(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 1);
    struct review_quality quality = quality_of(&t);
    assert_int_equal(quality.events, 0);
    assert_int_equal(quality.thin_count, 0);
    assert_false(quality.widest_gap.known);
    assert_null(quality.gap_after);
    times_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P1_the_panel_counts_what_is_sourced_dated_and_ordered),
        cmocka_unit_test(D3c_actions_without_intent_are_listed),
        cmocka_unit_test(P1c_turning_points_without_context_are_listed),
        cmocka_unit_test(N2b2_events_on_one_source_are_counted),
        cmocka_unit_test(N2a_events_known_only_afterwards_are_counted),
        cmocka_unit_test(the_widest_gap_lies_within_impact),
        cmocka_unit_test(a_pause_of_impact_is_no_gap),
        cmocka_unit_test(nothing_has_no_quality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
