#include "tests/review/times.h"

static size_t hidden;

static struct review known_at(struct times *t, const char *clock, const char *role)
{
    struct review seen;
    struct error error;
    times_settle(t);
    assert_ok(review_as_known(&t->review, &t->settled, times_at(clock), role, &t->arena, &seen,
                              &hidden, &error));
    return seen;
}

/* Numbers of the events that are seen: "1 3". */
static const char *seen_of(struct times *t, const struct review *seen)
{
    text_clear(&t->text);
    for (size_t i = 0; i < seen->events.count; i++)
        text_addf(&t->text, "%s%u", i ? " " : "", seen->events.at[i].entry.id.number);
    return t->text.at;
}

#define assert_seen(t, clock, role, wanted)                                                        \
    do {                                                                                           \
        struct review assert_seen_got = known_at((t), (clock), (role));                            \
        assert_string_equal(seen_of((t), &assert_seen_got), (wanted));                             \
    } while (0)

static void N2a_an_event_of_0940_learnt_at_1100_is_hidden_at_1015(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_FAULT, "09:40")->known = times_read(&t, "11:00");
    times_event(&t, REVIEW_EVENT_ALERT, "10:02");
    times_event(&t, REVIEW_EVENT_ACK, "10:20");
    assert_seen(&t, "10:15", NULL, "2");
    assert_int_equal(hidden, 2);
    assert_seen(&t, "10:59:59", NULL, "2 3");
    assert_int_equal(hidden, 1);
    assert_seen(&t, "11:00", NULL, "1 2 3");
    assert_int_equal(hidden, 0);
    assert_seen(&t, "09:59", NULL, "");
    times_release(&t);
}

static void N2a_what_possibly_was_known_is_seen(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:40")->known = times_read(&t, "10:10..11:00");
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:40")->known = times_read(&t, "?");
    times_event(&t, REVIEW_EVENT_STATE, NULL);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:40")->known = times_read(&t, "E5+2m");
    times_event(&t, REVIEW_EVENT_DETECT, "10:30");
    assert_seen(&t, "10:15", NULL, "1 2 3");
    assert_seen(&t, "10:05", NULL, "2 3");
    assert_seen(&t, "10:31", NULL, "1 2 3 5");
    assert_seen(&t, "10:32", NULL, "1 2 3 4 5");
    times_release(&t);
}

static void N2a_roles_see_what_they_were_told_and_what_they_did(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    const char *told[] = {"database engineer", "incident lead"};
    struct review_event *event = times_event(&t, REVIEW_EVENT_OBSERVE, "09:40");
    event->actor = "network engineer";
    event->known = times_read(&t, "10:10");
    event->known_to = (struct review_lines){told, 2};
    times_event(&t, REVIEW_EVENT_ALERT, "10:00");
    assert_seen(&t, "10:05", NULL, "2");
    assert_seen(&t, "10:05", "network engineer", "1 2");
    assert_seen(&t, "10:05", "Database Engineer", "2");
    assert_seen(&t, "10:15", "Database Engineer", "1 2");
    assert_seen(&t, "10:15", "support", "2");
    assert_int_equal(hidden, 1);
    assert_seen(&t, "10:15", NULL, "1 2");
    times_release(&t);
}

static void N2a_what_is_hidden_is_not_told_by_references(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_FAULT, "09:40")->known = times_read(&t, "11:00");
    struct review_event *event = times_event(&t, REVIEW_EVENT_ALERT, "E1+20m");
    event->end = times_read(&t, "10:40");
    times_after(&t, event, 1);
    times_after(&t, event, 3);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:50");
    struct review_id says[] = {{REVIEW_KIND_STATEMENT, 1}, {REVIEW_KIND_STATEMENT, 2}};
    event->says = (struct review_refs){says, 2};
    struct review_statement statements[2] = {
        {.entry.id = says[0], .code = REVIEW_CODE_SAW, .said = times_read(&t, "10:05")},
        {.entry.id = says[1], .code = REVIEW_CODE_SAW, .said = times_read(&t, "14:00")},
    };
    t.review.statements.at = statements;
    t.review.statements.count = 2;
    struct review seen = known_at(&t, "10:15", NULL);
    assert_string_equal(seen_of(&t, &seen), "2 3");
    assert_int_equal(hidden, 2); /* the fault and the later statement */
    const struct review_event *alert = &seen.events.at[0];
    assert_int_equal(alert->after.count, 1);
    assert_int_equal(alert->after.at[0].number, 3);
    assert_int_equal(alert->says.count, 1);
    assert_int_equal(alert->says.at[0].number, 1);
    assert_null(alert->end.raw); /* it had not ended */
    /* told by an event that is hidden, and in its place all the same */
    struct review_settled settled;
    struct error error;
    assert_ok(review_settle(&seen, &t.arena, &settled, &error));
    assert_string_equal(times_show(&t, settled.moments[settled.by_event[0]].start),
                        "10:00:00 10:00:59");
    seen = known_at(&t, "11:00", NULL);
    assert_true(seen.events.at[1].at.relative); /* what told it is there again */
    /* nothing was changed in the review itself */
    assert_int_equal(t.review.events.at[1].after.count, 2);
    assert_non_null(t.review.events.at[1].end.raw);
    times_release(&t);
}

static void N2a_statements_count_from_when_they_were_made(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 2);
    times_event(&t, REVIEW_EVENT_ALERT, "10:00");
    struct review_id alert = {REVIEW_KIND_EVENT, 1};
    struct review_statement statements[5] = {
        {.code = REVIEW_CODE_THOUGHT, .said = times_read(&t, "E1+2m"), .about = {&alert, 1}},
        {.code = REVIEW_CODE_LEARNED}, /* said at the meeting */
        {.code = REVIEW_CODE_SAW, .said = times_read(&t, "10:01"), .withdrawn = true},
        {.code = REVIEW_CODE_OPEN, .said = times_read(&t, "10:03"), .answer = "no"},
        {.code = REVIEW_CODE_FINDING, .said = times_read(&t, "10:03")},
    };
    for (uint32_t i = 0; i < 5; i++)
        statements[i].entry.id = (struct review_id){REVIEW_KIND_STATEMENT, i + 1};
    t.review.statements.at = statements;
    t.review.statements.count = 5;
    struct review seen = known_at(&t, "10:10", NULL);
    assert_int_equal(seen.statements.count, 2);
    assert_int_equal(seen.statements.at[0].entry.id.number, 1);
    assert_int_equal(seen.statements.at[0].about.count, 1);
    assert_int_equal(seen.statements.at[1].entry.id.number, 4);
    assert_null(seen.statements.at[1].answer);
    assert_int_equal(hidden, 2); /* what was withdrawn is not counted either */
    seen = known_at(&t, "10:01", NULL);
    assert_int_equal(seen.statements.count, 0);
    times_release(&t);
}

static void D3b_an_assumption_is_followed_from_its_start_to_its_change(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 2);
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:30");
    struct review_statement assumed = {
        .entry.id = {REVIEW_KIND_STATEMENT, 1},
        .code = REVIEW_CODE_ASSUME,
        .role = "on-call engineer",
        .text = "the replicas are in step",
        .since = times_read(&t, "10:05"),
        .said = times_read(&t, "10:06"),
        .changed = times_read(&t, "E1+1m"),
        .now = "one replica was an hour behind",
        .through = "the graph of the delay",
    };
    t.review.statements.at = &assumed;
    t.review.statements.count = 1;
    struct review seen = known_at(&t, "10:20", NULL);
    struct interval since = review_settled_time(&t.review, &t.settled, &assumed.since);
    struct interval changed = review_settled_time(&t.review, &t.settled, &assumed.changed);
    assert_string_equal(times_show(&t, since), "10:05:00 10:05:59");
    assert_string_equal(times_show(&t, changed), "10:31:00 10:31:59");
    assert_int_equal(seen.statements.count, 1); /* held, and nothing of its change */
    assert_null(seen.statements.at[0].changed.raw);
    assert_null(seen.statements.at[0].now);
    assert_null(seen.statements.at[0].through);
    seen = known_at(&t, "10:31", NULL);
    assert_string_equal(seen.statements.at[0].now, "one replica was an hour behind");
    times_release(&t);
}

static void N2a_hypotheses_are_in_the_state_they_had(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:05");
    times_event(&t, REVIEW_EVENT_OBSERVE, "10:40");
    struct review_id support[] = {{REVIEW_KIND_EVENT, 1}, {REVIEW_KIND_EVENT, 2}};
    struct review_hypothesis ideas[2] = {
        {.entry.id = {REVIEW_KIND_HYPOTHESIS, 1},
         .raised = times_read(&t, "10:10"),
         .closed = times_read(&t, "10:45"),
         .state = REVIEW_IDEA_DROPPED,
         .result = "the pool was full",
         .why = "it did not fit",
         .support = {support, 2}},
        {.entry.id = {REVIEW_KIND_HYPOTHESIS, 2}, .raised = times_read(&t, "10:50")},
    };
    t.review.hypotheses.at = ideas;
    t.review.hypotheses.count = 2;
    struct review seen = known_at(&t, "10:20", NULL);
    assert_int_equal(seen.hypotheses.count, 1);
    assert_int_equal(seen.hypotheses.at[0].state, REVIEW_IDEA_RAISED);
    assert_null(seen.hypotheses.at[0].result);
    assert_null(seen.hypotheses.at[0].why);
    assert_null(seen.hypotheses.at[0].closed.raw);
    assert_int_equal(seen.hypotheses.at[0].support.count, 1);
    assert_int_equal(hidden, 2);
    seen = known_at(&t, "10:45", NULL);
    assert_int_equal(seen.hypotheses.at[0].state, REVIEW_IDEA_DROPPED);
    assert_string_equal(seen.hypotheses.at[0].result, "the pool was full");
    assert_int_equal(seen.hypotheses.at[0].support.count, 2);
    times_release(&t);
}

static void R2_the_level_and_the_numbers_are_those_of_then(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_SEVERITY, "11:00")->severity = "SEV1";
    times_event(&t, REVIEW_EVENT_DECLARE, "10:06")->severity = "SEV3";
    struct review_measure measures[2] = {
        {.entry.id = {REVIEW_KIND_MEASURE, 1},
         .what = "customers hit",
         .value = "about 20",
         .figure = REVIEW_FIGURE_ESTIMATED,
         .at = times_read(&t, "10:10")},
        {.entry.id = {REVIEW_KIND_MEASURE, 2},
         .what = "customers hit",
         .value = "1,204",
         .figure = REVIEW_FIGURE_MEASURED,
         .final = true,
         .at = times_read(&t, "16:00")},
    };
    t.review.measures.at = measures;
    t.review.measures.count = 2;
    t.own.severity = "SEV1";
    struct review seen = known_at(&t, "10:30", NULL);
    assert_string_equal(seen_of(&t, &seen), "2");
    assert_string_equal(seen.events.at[0].severity, "SEV3");
    assert_null(seen.own->severity);
    assert_int_equal(seen.measures.count, 1);
    assert_string_equal(seen.measures.at[0].value, "about 20");
    seen = known_at(&t, "11:00", NULL);
    assert_string_equal(t.settled.moments[0].event->severity, "SEV3");
    assert_string_equal(t.settled.moments[1].event->severity, "SEV1");
    times_release(&t);
}

static void N2a_texts_of_later_days_are_left_out(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 2);
    struct review_factor factor = {.text = "one certificate for three services"};
    struct review_item item = {.text = "watch its end"};
    t.own.title = "Checkout answered slowly";
    t.own.summary = "A certificate ran out.";
    t.own.zone = "Europe/Berlin";
    t.own.window = times_read(&t, "09:00..12:00");
    t.review.factors.at = &factor;
    t.review.factors.count = 1;
    t.review.items.at = &item;
    t.review.items.count = 1;
    struct review seen = known_at(&t, "10:15", NULL);
    assert_int_equal(seen.factors.count, 0);
    assert_int_equal(seen.items.count, 0);
    assert_null(seen.own->summary);
    assert_string_equal(seen.own->title, "Checkout answered slowly");
    assert_string_equal(seen.own->zone, "Europe/Berlin");
    assert_string_equal(times_show(&t, seen.own->window.at), "09:00:00 12:00:00");
    assert_true(seen.own->published == INSTANT_NONE);
    times_release(&t);
}

/* The ground of a wish: with 09:45 wanted and 09:52 the first signal, no source had it then. */
static void D2b_a_wish_comes_before_the_first_signal_or_not(void **state)
{
    (void)state;
    struct times t;
    struct review_bounds bounds;
    struct error error;
    times_init(&t, 2);
    times_event(&t, REVIEW_EVENT_SIGNAL, "09:52:00.000000000");
    struct review_statement wish = {.wanted_at = times_read(&t, "09:45:00.000000000")};
    times_settle(&t);
    assert_ok(review_bounds_of(&t.review, &t.settled, &t.arena, &bounds, &error));
    struct span_of_time later =
        interval_between(review_settled_time(&t.review, &t.settled, &wish.wanted_at),
                         bounds.anchors[REVIEW_ANCHOR_SIGNAL].at);
    assert_true(later.known && later.least == 7 * NS_PER_MIN && later.most == 7 * NS_PER_MIN);
    times_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(N2a_an_event_of_0940_learnt_at_1100_is_hidden_at_1015),
        cmocka_unit_test(N2a_what_possibly_was_known_is_seen),
        cmocka_unit_test(N2a_roles_see_what_they_were_told_and_what_they_did),
        cmocka_unit_test(N2a_what_is_hidden_is_not_told_by_references),
        cmocka_unit_test(N2a_statements_count_from_when_they_were_made),
        cmocka_unit_test(D3b_an_assumption_is_followed_from_its_start_to_its_change),
        cmocka_unit_test(N2a_hypotheses_are_in_the_state_they_had),
        cmocka_unit_test(R2_the_level_and_the_numbers_are_those_of_then),
        cmocka_unit_test(N2a_texts_of_later_days_are_left_out),
        cmocka_unit_test(D2b_a_wish_comes_before_the_first_signal_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
