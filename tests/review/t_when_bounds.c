#include "tests/review/times.h"

static struct review_bounds bounds_of(struct times *t)
{
    struct review_bounds bounds;
    struct error error;
    times_settle(t);
    assert_ok(review_bounds_of(&t->review, &t->settled, &t->arena, &bounds, &error));
    return bounds;
}

/* "35 min 10 s to 38 min 10 s", "?" when not known. */
static const char *show_length(struct times *t, struct span_of_time length)
{
    text_clear(&t->text);
    if (!length.known) text_adds(&t->text, "?");
    for (int i = 0; i < 2 && length.known; i++) {
        duration end = i ? length.most : length.least;
        if (i) text_adds(&t->text, " to ");
        if (end == INSTANT_OPEN_END || end == INSTANT_OPEN_START)
            text_adds(&t->text, "-");
        else
            duration_add_text(&t->text, end);
    }
    return t->text.at;
}

#define assert_length(t, got, wanted) assert_string_equal(show_length((t), (got).length), (wanted))
#define assert_anchor(t, bounds, name, which, wanted)                                              \
    do {                                                                                           \
        const struct review_anchor *anchor = &(bounds).anchors[REVIEW_ANCHOR_##name];              \
        assert_string_equal(times_show((t), anchor->at), (wanted));                                \
        assert_int_equal(anchor->event ? anchor->event->entry.id.number : 0, (which));             \
    } while (0)

static void P1a_start_and_end_within_bounds_give_a_duration_within_bounds(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:02..10:05");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:40:10");
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_IMPACT], "35 min 10 s to 38 min 10 s");
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_RESTORE], "35 min 10 s to 38 min 10 s");
    assert_int_equal(bounds.lengths[REVIEW_LENGTH_IMPACT].length.least, (35 * 60 + 10) * NS_PER_S);
    assert_int_equal(bounds.lengths[REVIEW_LENGTH_IMPACT].length.most, (38 * 60 + 10) * NS_PER_S);
    assert_false(bounds.lengths[REVIEW_LENGTH_IMPACT].ongoing);
    assert_null(bounds.lengths[REVIEW_LENGTH_IMPACT].missing);
    assert_anchor(&t, bounds, IMPACT_START, 1, "10:02:00 10:05:00");
    assert_anchor(&t, bounds, IMPACT_END, 2, "10:40:10 10:40:10");
    assert_int_equal(bounds.impact_count, 1);
    times_release(&t);
}

static void P1a_every_anchor_has_its_own_event(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 20);
    times_event(&t, REVIEW_EVENT_RESOLVED, "12:30");
    times_event(&t, REVIEW_EVENT_TRIGGER, "09:50");
    times_event(&t, REVIEW_EVENT_FAULT, "09:51");
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:55..09:58");
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:56");
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00");
    times_event(&t, REVIEW_EVENT_ALERT, "10:03");
    times_event(&t, REVIEW_EVENT_DETECT, "10:04");
    times_event(&t, REVIEW_EVENT_ACK, "10:05");
    times_event(&t, REVIEW_EVENT_DECLARE, "10:06");
    times_event(&t, REVIEW_EVENT_ACT_LOOK, "10:07");
    times_event(&t, REVIEW_EVENT_ACT_UNDO, "10:08");
    times_event(&t, REVIEW_EVENT_ACT_LIMIT, "10:10");
    times_event(&t, REVIEW_EVENT_MITIGATED, "10:30");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:40");
    times_event(&t, REVIEW_EVENT_JOIN, "10:06");
    times_event(&t, REVIEW_EVENT_JOIN, "10:15")->turning = true;
    struct review_bounds bounds = bounds_of(&t);
    assert_anchor(&t, bounds, CHANGE, 2, "09:50:00 09:50:59");
    assert_anchor(&t, bounds, FAULT, 3, "09:51:00 09:51:59");
    assert_anchor(&t, bounds, SIGNAL, 4, "09:55:00 09:56:59"); /* whichever of them came first */
    assert_anchor(&t, bounds, IMPACT_START, 6, "10:00:00 10:00:59");
    assert_anchor(&t, bounds, ALERT, 7, "10:03:00 10:03:59");
    assert_anchor(&t, bounds, DETECT, 8, "10:04:00 10:04:59");
    assert_anchor(&t, bounds, ACK, 9, "10:05:00 10:05:59");
    assert_anchor(&t, bounds, DECLARE, 10, "10:06:00 10:06:59");
    assert_anchor(&t, bounds, ACT, 12, "10:08:00 10:08:59");
    assert_anchor(&t, bounds, MITIGATED, 14, "10:30:00 10:30:59");
    assert_anchor(&t, bounds, IMPACT_END, 15, "10:40:00 10:40:59");
    assert_anchor(&t, bounds, RESOLVED, 1, "12:30:00 12:30:59");
    const struct review_length *lengths = bounds.lengths;
    assert_length(&t, lengths[REVIEW_LENGTH_DETECT], "3 min to 4 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_ACK], "1 min to 2 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_ENGAGE], "10 min to 11 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_ACT], "3 min to 4 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_MITIGATE], "29 min to 30 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_RESOLVE], "2 h 29 min to 2 h 30 min 59 s");
    assert_length(&t, lengths[REVIEW_LENGTH_REPAIR], "21 min to 22 min 59 s");
    for (size_t i = 0; i < REVIEW_ANCHOR_COUNT; i++) {
        assert_true(strlen(bounds.anchors[i].word) > 0);
        assert_true(strlen(bounds.anchors[i].meaning) > 0);
    }
    times_release(&t);
}

static void R1_the_gap_from_first_signal_to_detection_is_an_interval(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:50..09:52");
    times_event(&t, REVIEW_EVENT_DETECT, "10:01~1m");
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_NOTICE], "8 min to 12 min 59 s");
    times_release(&t);
}

static void detection_before_impact_is_negative_and_stays_so(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_DETECT, "09:48:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:10:00.000000000");
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_DETECT], "-12 min to -12 min");
    times_release(&t);
}

static void a_missing_anchor_is_named_and_never_taken_as_none(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "?");
    times_event(&t, REVIEW_EVENT_DETECT, NULL);
    struct review_bounds bounds = bounds_of(&t);
    static const struct {
        enum review_length_kind kind;
        const char *missing;
    } rows[] = {
        {REVIEW_LENGTH_SIGNAL, "signal"},     {REVIEW_LENGTH_NOTICE, "signal"},
        {REVIEW_LENGTH_DETECT, "detection"},  {REVIEW_LENGTH_ACK, "alert"},
        {REVIEW_LENGTH_ACT, "detection"},     {REVIEW_LENGTH_MITIGATE, "mitigated"},
        {REVIEW_LENGTH_IMPACT, "impact end"}, {REVIEW_LENGTH_RESTORE, "impact end"},
        {REVIEW_LENGTH_RESOLVE, "resolved"},  {REVIEW_LENGTH_REPAIR, "first limiting action"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct review_length *length = &bounds.lengths[rows[i].kind];
        assert_false(length->length.known);
        assert_false(length->ongoing);
        assert_string_equal(length->missing, rows[i].missing);
    }
    times_release(&t);
}

static void P1a_pauses_count_as_no_impact_and_scopes_are_told_apart(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 12);
    /* EU 10:00-10:20 and 10:50-11:00; US 10:10-10:30 */
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000")->scope = "EU";
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:10:00.000000000")->scope = "US";
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:20:00.000000000")->scope = " eu";
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:30:00.000000000")->scope = "US";
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:50:00.000000000")->scope = "EU";
    times_event(&t, REVIEW_EVENT_IMPACT_CHANGE, "10:55:00.000000000")->scope = "EU";
    times_event(&t, REVIEW_EVENT_IMPACT_END, "11:00:00.000000000"); /* of whatever is left */
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_IMPACT], "40 min to 40 min");
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_RESTORE], "1 h to 1 h");
    assert_int_equal(bounds.impact_count, 2);
    assert_string_equal(times_show(&t, bounds.impacts[1]), "10:30:00 10:30:00");
    assert_string_equal(times_show(&t, bounds.impacts[2]), "10:50:00 10:50:00");
    assert_anchor(&t, bounds, IMPACT_END, 7, "11:00:00 11:00:00");
    times_release(&t);
}

static void an_impact_may_state_its_own_end(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00..10:02")->end = times_read(&t, "10:10");
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:05")->end = times_read(&t, "10:30..10:40");
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_IMPACT], "28 min to 40 min");
    assert_false(bounds.lengths[REVIEW_LENGTH_IMPACT].ongoing);
    assert_int_equal(bounds.impact_count, 1);
    assert_anchor(&t, bounds, IMPACT_END, 2, "10:30:00 10:40:00");
    times_release(&t);
}

static void impact_that_lasts_has_lasted_at_least_as_long_as_the_record(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00..10:01");
    times_event(&t, REVIEW_EVENT_DETECT, "10:05");
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:31");
    struct review_bounds bounds = bounds_of(&t);
    static const enum review_length_kind kinds[] = {REVIEW_LENGTH_IMPACT, REVIEW_LENGTH_RESTORE,
                                                    REVIEW_LENGTH_MITIGATE, REVIEW_LENGTH_RESOLVE};
    for (size_t i = 0; i < 4; i++) {
        assert_length(&t, bounds.lengths[kinds[i]], "30 min to -");
        assert_true(bounds.lengths[kinds[i]].ongoing);
        assert_null(bounds.lengths[kinds[i]].missing);
    }
    assert_false(bounds.lengths[REVIEW_LENGTH_DETECT].ongoing);
    assert_anchor(&t, bounds, IMPACT_END, 0, "none");
    /* what is resolved does not last: then its end is what is missing */
    times_event(&t, REVIEW_EVENT_RESOLVED, "11:00");
    bounds = bounds_of(&t);
    assert_false(bounds.lengths[REVIEW_LENGTH_IMPACT].ongoing);
    assert_false(bounds.lengths[REVIEW_LENGTH_IMPACT].length.known);
    assert_string_equal(bounds.lengths[REVIEW_LENGTH_IMPACT].missing, "impact end");
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_RESOLVE], "59 min to 1 h 00 min 59 s");
    times_release(&t);
}

static void what_came_back_was_neither_mitigated_nor_resolved(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00");
    times_event(&t, REVIEW_EVENT_MITIGATED, "10:10");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:12");
    times_event(&t, REVIEW_EVENT_RESOLVED, "10:20");
    times_event(&t, REVIEW_EVENT_REOPEN, "10:50");
    struct review_bounds bounds = bounds_of(&t);
    assert_anchor(&t, bounds, MITIGATED, 0, "none");
    assert_anchor(&t, bounds, RESOLVED, 0, "none");
    times_event(&t, REVIEW_EVENT_MITIGATED, "11:00");
    times_event(&t, REVIEW_EVENT_RESOLVED, "11:10");
    bounds = bounds_of(&t);
    assert_anchor(&t, bounds, MITIGATED, 6, "11:00:00 11:00:59");
    assert_anchor(&t, bounds, RESOLVED, 7, "11:10:00 11:10:59");
    times_release(&t);
}

static void a_change_is_the_trigger_where_a_factor_says_so(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_CHANGE_CONFIG, "09:00");
    times_event(&t, REVIEW_EVENT_CHANGE_DEPLOY, "09:40");
    struct review_bounds bounds = bounds_of(&t);
    assert_anchor(&t, bounds, CHANGE, 0, "none"); /* that it came before does not make it one */
    struct review_id deploy = {REVIEW_KIND_EVENT, 2};
    struct review_factor factor = {.part = REVIEW_ROLE_OF_FACTOR_TRIGGER, .rests_on = {&deploy, 1}};
    t.review.factors.at = &factor;
    t.review.factors.count = 1;
    bounds = bounds_of(&t);
    assert_anchor(&t, bounds, CHANGE, 2, "09:40:00 09:40:59");
    times_release(&t);
}

static void a_length_that_is_told_is_as_narrow_as_it_is_told(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00..11:00");
    times_event(&t, REVIEW_EVENT_DETECT, "E1+3m~1m");
    struct review_bounds bounds = bounds_of(&t);
    assert_length(&t, bounds.lengths[REVIEW_LENGTH_DETECT], "2 min to 4 min");
    times_release(&t);
}

static void R3_each_audience_has_its_messages_and_those_never_told_are_listed(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 12);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_DETECT, "10:04:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_STATUS, "10:20:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_STATUS, "10:30:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_STATUS, "11:10:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_INT, "10:02:00.000000000")->audience =
        REVIEW_AUDIENCE_SUPPORT;
    times_event(&t, REVIEW_EVENT_COMM_CUST, "?");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "11:00:00.000000000");
    struct review_bounds bounds = bounds_of(&t);
    assert_int_equal(bounds.told_count, REVIEW_AUDIENCE_COUNT - 1);
    const struct review_told *users = &bounds.told[REVIEW_AUDIENCE_USERS - 1];
    assert_int_equal(users->audience, REVIEW_AUDIENCE_USERS);
    assert_int_equal(users->messages, 3);
    assert_string_equal(times_show(&t, users->first), "10:20:00 10:20:00");
    assert_string_equal(times_show(&t, users->last), "11:10:00 11:10:00");
    assert_string_equal(show_length(&t, users->after_detection), "16 min to 16 min");
    assert_string_equal(show_length(&t, users->after_impact), "20 min to 20 min");
    assert_string_equal(show_length(&t, users->silence), "30 min to 30 min");
    const struct review_told *support = &bounds.told[REVIEW_AUDIENCE_SUPPORT - 1];
    assert_int_equal(support->messages, 1);
    assert_string_equal(show_length(&t, support->after_detection), "-2 min to -2 min");
    assert_string_equal(show_length(&t, support->silence), "58 min to 58 min");
    const struct review_told *customers = &bounds.told[REVIEW_AUDIENCE_CUSTOMERS - 1];
    assert_int_equal(customers->messages, 1); /* told, nobody knows when */
    assert_false(customers->after_detection.known);
    assert_int_equal(bounds.told[REVIEW_AUDIENCE_MANAGEMENT - 1].messages, 0);
    assert_int_equal(bounds.told[REVIEW_AUDIENCE_RESPONDERS - 1].messages, 0);
    times_release(&t);
}

static void R3_silence_is_bounded_where_messages_are(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 12);
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_STATUS, "09:50:00.000000000");
    times_event(&t, REVIEW_EVENT_COMM_STATUS, "10:20..10:25");
    struct review_bounds bounds = bounds_of(&t);
    /* it lasts: at least from the start of impact to the second message, at most until now */
    assert_string_equal(show_length(&t, bounds.told[REVIEW_AUDIENCE_USERS - 1].silence),
                        "20 min to -");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:30:00.000000000");
    bounds = bounds_of(&t);
    assert_string_equal(show_length(&t, bounds.told[REVIEW_AUDIENCE_USERS - 1].silence),
                        "20 min to 25 min");
    times_release(&t);
}

/* A hot spot that rests on an anchor can be told to be doubtful by the bounds beneath it. */
static void P1b_wider_bounds_of_one_event_widen_what_depends_on_it_and_nothing_else(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:55:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_START, "10:00:00.000000000");
    times_event(&t, REVIEW_EVENT_DETECT, "10:15:00.000000000");
    times_event(&t, REVIEW_EVENT_IMPACT_END, "10:40:00.000000000");
    struct review_bounds sharp = bounds_of(&t);
    t.review.events.at[2].at = times_read(&t, "10:15~12m?");
    struct review_bounds wide = bounds_of(&t);
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        struct span_of_time a = sharp.lengths[i].length, b = wide.lengths[i].length;
        bool depends = i == REVIEW_LENGTH_NOTICE || i == REVIEW_LENGTH_DETECT;
        assert_int_equal(a.known, b.known);
        if (a.known) assert_int_equal(b.most - b.least > a.most - a.least, depends);
    }
    assert_true(wide.anchors[REVIEW_ANCHOR_DETECT].event->at.doubtful);
    assert_length(&t, wide.lengths[REVIEW_LENGTH_NOTICE], "8 min to 32 min 59 s");
    times_release(&t);
}

static void nothing_at_all_has_no_bounds(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 1);
    struct review_bounds bounds = bounds_of(&t);
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        assert_false(bounds.lengths[i].length.known);
        assert_non_null(bounds.lengths[i].missing);
    }
    assert_int_equal(bounds.impact_count, 0);
    times_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P1a_start_and_end_within_bounds_give_a_duration_within_bounds),
        cmocka_unit_test(P1a_every_anchor_has_its_own_event),
        cmocka_unit_test(R1_the_gap_from_first_signal_to_detection_is_an_interval),
        cmocka_unit_test(detection_before_impact_is_negative_and_stays_so),
        cmocka_unit_test(a_missing_anchor_is_named_and_never_taken_as_none),
        cmocka_unit_test(P1a_pauses_count_as_no_impact_and_scopes_are_told_apart),
        cmocka_unit_test(an_impact_may_state_its_own_end),
        cmocka_unit_test(impact_that_lasts_has_lasted_at_least_as_long_as_the_record),
        cmocka_unit_test(what_came_back_was_neither_mitigated_nor_resolved),
        cmocka_unit_test(a_change_is_the_trigger_where_a_factor_says_so),
        cmocka_unit_test(a_length_that_is_told_is_as_narrow_as_it_is_told),
        cmocka_unit_test(R3_each_audience_has_its_messages_and_those_never_told_are_listed),
        cmocka_unit_test(R3_silence_is_bounded_where_messages_are),
        cmocka_unit_test(P1b_wider_bounds_of_one_event_widen_what_depends_on_it_and_nothing_else),
        cmocka_unit_test(nothing_at_all_has_no_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
