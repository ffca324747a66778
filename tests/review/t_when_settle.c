#include "tests/review/make.h"
#include "tests/review/times.h"

/* Numbers of the moments in their order: "2 1 3". */
static const char *order_of(struct times *t)
{
    text_clear(&t->text);
    for (size_t i = 0; i < t->settled.count; i++)
        text_addf(&t->text, "%s%u", i ? " " : "", t->settled.moments[i].event->entry.id.number);
    return t->text.at;
}

static bool before(const struct times *t, uint32_t a, uint32_t b)
{
    return review_before(&t->review, &t->settled, t->settled.by_event[a - 1],
                         t->settled.by_event[b - 1]);
}

static void a_review_without_events_is_settled(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 1);
    times_settle(&t);
    assert_int_equal(t.settled.count, 0);
    assert_int_equal(t.settled.contradiction_count, 0);
    times_release(&t);
}

static void plain_times_are_sorted_and_stay_as_they_are(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 8);
    times_event(&t, REVIEW_EVENT_NOTE, "10:05");
    times_event(&t, REVIEW_EVENT_NOTE, "10:02..10:09");
    times_event(&t, REVIEW_EVENT_NOTE, "10:02");
    times_event(&t, REVIEW_EVENT_NOTE, "?");
    times_event(&t, REVIEW_EVENT_NOTE, NULL);
    times_event(&t, REVIEW_EVENT_NOTE, "10:02");
    times_settle(&t);
    assert_string_equal(order_of(&t), "3 6 2 1 4 5");
    assert_start(&t, 2, "10:02:00 10:09:00");
    assert_start(&t, 4, "none");
    assert_start(&t, 5, "none");
    assert_false(times_moment(&t, 2)->narrowed);
    assert_string_equal(times_show(&t, t.settled.window), "10:02:00 10:09:00");
    assert_true(before(&t, 3, 1));
    assert_false(before(&t, 1, 3));
    assert_false(before(&t, 3, 6)); /* the same minute: open */
    assert_false(before(&t, 2, 1)); /* bounds overlap: open */
    assert_false(before(&t, 3, 4));
    times_release(&t);
}

static void P1_times_told_by_events_are_settled_against_them(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 9);
    times_event(&t, REVIEW_EVENT_NOTE, "10:02..10:05");
    times_event(&t, REVIEW_EVENT_NOTE, "E1+3m~1m");
    times_event(&t, REVIEW_EVENT_NOTE, "E2-10m");
    times_event(&t, REVIEW_EVENT_NOTE, "E1..E2");
    times_event(&t, REVIEW_EVENT_NOTE, "E1..");
    times_event(&t, REVIEW_EVENT_NOTE, "E99+1m");
    struct review_event *own = times_event(&t, REVIEW_EVENT_BLOCK, "11:00:00.000000000");
    own->end = times_read(&t, "E7+10m");
    times_event(&t, REVIEW_EVENT_NOTE, "E7");
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 0);
    assert_start(&t, 1, "10:02:00 10:05:00");
    assert_start(&t, 2, "10:04:00 10:09:00");
    assert_start(&t, 3, "09:54:00 09:59:00");
    assert_start(&t, 4, "10:02:00 10:09:00");
    assert_start(&t, 5, "10:02:00 -");
    assert_start(&t, 6, "none");
    assert_string_equal(times_show(&t, times_moment(&t, 7)->end), "11:10:00 11:10:00");
    assert_start(&t, 8, "11:00:00 11:00:00");
    /* order by what is stated, although the bounds overlap */
    assert_true(before(&t, 1, 2));
    assert_true(before(&t, 3, 2));
    assert_true(before(&t, 1, 4));
    assert_true(before(&t, 4, 2));
    assert_true(before(&t, 1, 5));
    assert_false(before(&t, 2, 5));
    assert_false(before(&t, 7, 8));
    times_release(&t);
}

static void P1_stated_order_narrows_bounds_and_places_what_has_none(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 9);
    times_event(&t, REVIEW_EVENT_NOTE, "10:02..10:10");
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, "10:00..10:05"), 1);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 2);
    times_event(&t, REVIEW_EVENT_NOTE, "10:01..10:20");
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 0);
    assert_start(&t, 1, "10:02:00 10:05:00");
    assert_true(times_moment(&t, 1)->narrowed);
    assert_start(&t, 2, "10:02:00 10:05:00");
    assert_start(&t, 3, "10:02:00 -");
    assert_true(times_moment(&t, 3)->narrowed);
    assert_false(times_moment(&t, 4)->narrowed);
    assert_string_equal(order_of(&t), "4 1 2 3");
    assert_true(before(&t, 1, 2));
    assert_true(before(&t, 1, 3)); /* by way of 2 */
    assert_false(before(&t, 3, 1));
    assert_false(before(&t, 4, 1));
    times_release(&t);
}

static void order_is_kept_where_nothing_has_a_time(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, "?"), 3);
    times_event(&t, REVIEW_EVENT_NOTE, NULL);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 4);
    times_event(&t, REVIEW_EVENT_NOTE, "?");
    times_settle(&t);
    assert_string_equal(order_of(&t), "4 3 1 2");
    assert_true(before(&t, 4, 1));
    assert_false(before(&t, 1, 2));
    times_release(&t);
}

static void open_bounds_end_at_the_window_that_is_stated(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    t.own.window = times_read(&t, "09:00..12:00");
    times_event(&t, REVIEW_EVENT_NOTE, "..10:05");
    times_event(&t, REVIEW_EVENT_NOTE, "10:02..");
    times_event(&t, REVIEW_EVENT_NOTE, "..08:30");
    times_event(&t, REVIEW_EVENT_NOTE, "?");
    struct review_event *late = times_event(&t, REVIEW_EVENT_NOTE, "10:00:00.000000000");
    late->known = times_read(&t, "11:00..");
    times_settle(&t);
    assert_start(&t, 1, "09:00:00 10:05:00");
    assert_start(&t, 2, "10:02:00 12:00:00");
    assert_start(&t, 3, "- 08:30:00");
    assert_start(&t, 4, "none");
    assert_false(times_moment(&t, 1)->narrowed);
    assert_string_equal(times_show(&t, times_moment(&t, 5)->known), "11:00:00 12:00:00");
    assert_string_equal(times_show(&t, t.settled.window), "09:00:00 12:00:00");
    times_release(&t);
}

static void an_end_is_not_before_its_start(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 4);
    times_event(&t, REVIEW_EVENT_BLOCK, "10:00..10:30")->end = times_read(&t, "10:10..10:20");
    times_event(&t, REVIEW_EVENT_BLOCK, "10:00..10:30")->end = times_read(&t, "..10:20");
    struct review_event *event = times_event(&t, REVIEW_EVENT_BLOCK, "10:30");
    event->end = times_read(&t, "10:20");
    event->basis = "from memory";
    times_settle(&t);
    assert_start(&t, 1, "10:00:00 10:20:00");
    assert_string_equal(times_show(&t, times_moment(&t, 2)->end), "10:00:00 10:20:00");
    assert_int_equal(t.settled.contradiction_count, 1);
    const struct review_contradiction *c = &t.settled.contradictions[0];
    assert_string_equal(c->text, "E3: what is stated about its time cannot all hold");
    assert_int_equal(c->count, 3);
    assert_string_equal(c->claims[0], "E3 ends after it begins");
    assert_start(&t, 3, "10:30:00 10:30:59");
    assert_string_equal(times_show(&t, times_moment(&t, 3)->end), "10:20:00 10:20:59");
    times_release(&t);
}

static bool claims(const struct review_contradiction *c, uint32_t number, const char *claim)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->ids[i].number == number && strcmp(c->claims[i], claim) == 0) return true;
    return false;
}

static void P1_accounts_that_disagree_are_told_and_stay_as_stated(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    times_event(&t, REVIEW_EVENT_NOTE, "10:10");
    struct review_event *second = times_event(&t, REVIEW_EVENT_NOTE, "10:00");
    second->order_basis = "same log";
    second->basis = "the pager";
    times_after(&t, second, 1);
    times_event(&t, REVIEW_EVENT_NOTE, "E1+5m");
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, "10:12..10:40"), 3);
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 1);
    const struct review_contradiction *c = &t.settled.contradictions[0];
    assert_int_equal(c->count, 3);
    assert_true(claims(c, 1, "E1 is at 10:10"));
    assert_true(claims(c, 2, "E2 is at 10:00 (the pager)"));
    assert_true(claims(c, 2, "E2 comes after E1 (same log)"));
    assert_non_null(strstr(c->text, "cannot all hold"));
    assert_start(&t, 1, "10:10:00 10:10:59");
    assert_start(&t, 2, "10:00:00 10:00:59");
    /* what does not take part in it is settled all the same */
    assert_start(&t, 3, "10:15:00 10:15:59");
    assert_start(&t, 4, "10:15:00 10:40:00");
    assert_string_equal(order_of(&t), "2 1 3 4");
    assert_false(before(&t, 1, 2));
    times_release(&t);
}

static void times_told_by_each_other_may_contradict(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    times_event(&t, REVIEW_EVENT_NOTE, "E2+3m");
    times_event(&t, REVIEW_EVENT_NOTE, "E1+3m");
    times_event(&t, REVIEW_EVENT_NOTE, "E4+3m"); /* these two agree, without any clock */
    times_event(&t, REVIEW_EVENT_NOTE, "E3-3m");
    times_event(&t, REVIEW_EVENT_NOTE, "E5+1m"); /* after itself */
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 2);
    assert_true(claims(&t.settled.contradictions[0], 1, "E1 is at E2+3m"));
    assert_true(claims(&t.settled.contradictions[0], 2, "E2 is at E1+3m"));
    assert_true(claims(&t.settled.contradictions[1], 5, "E5 is at E5+1m"));
    for (uint32_t i = 1; i <= 5; i++) assert_start(&t, i, "none");
    assert_true(before(&t, 4, 3));
    times_release(&t);
}

static void an_order_in_a_circle_is_told_and_the_rest_kept(void **state)
{
    (void)state;
    struct times t;
    times_init(&t, 6);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 3);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 1);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 2);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 3);
    times_after(&t, times_event(&t, REVIEW_EVENT_NOTE, NULL), 99); /* there is none */
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 1);
    assert_string_equal(t.settled.contradictions[0].text, "The stated order runs in a circle");
    assert_int_equal(t.settled.contradictions[0].count, 3);
    for (uint32_t a = 1; a <= 5; a++)
        for (uint32_t b = 1; b <= 5; b++) assert_false(before(&t, a, b) && before(&t, b, a));
    assert_true(before(&t, 3, 4));
    times_release(&t);
}

/* A handful of events with bounds in seconds; some come after another, some a set time later. */
enum { PUZZLE = 4, LATEST = 8, ALL = LATEST + 2 * PUZZLE };
struct puzzle {
    int least[PUZZLE], most[PUZZLE];
    int from[PUZZLE];   /* another event, or -1 */
    int offset[PUZZLE]; /* from it; 0: somewhen after it */
};

static struct puzzle puzzle_make(uint64_t *seed, struct times *t)
{
    struct puzzle p;
    for (int i = 0; i < PUZZLE; i++) {
        uint64_t draw = make_number(seed);
        p.least[i] = (int)(draw % LATEST);
        p.most[i] = p.least[i] + (int)((draw >> 10) % (unsigned)(LATEST - p.least[i]));
        p.from[i] = (int)((draw >> 20) % (PUZZLE + 2));
        p.offset[i] = (int)((draw >> 30) % 3);
        if (p.from[i] >= PUZZLE || p.from[i] == i) p.from[i] = -1;
        bool told = p.from[i] >= 0 && p.offset[i] > 0;
        const char *typed =
            told ? arena_printf(&t->arena, "E%d+%ds", p.from[i] + 1, p.offset[i])
                 : arena_printf(&t->arena, "10:00:0%d.000000000..10:00:0%d.000000000", p.least[i],
                                p.most[i]);
        struct review_event *event = times_event(t, REVIEW_EVENT_NOTE, typed);
        if (p.from[i] >= 0 && !told) times_after(t, event, (uint32_t)p.from[i] + 1);
        if (told) p.least[i] = 0, p.most[i] = ALL - 1;
    }
    return p;
}

static bool puzzle_holds(const struct puzzle *p, const int at[PUZZLE])
{
    for (int i = 0; i < PUZZLE; i++) {
        if (at[i] < p->least[i] || at[i] > p->most[i]) return false;
        if (p->from[i] < 0) continue;
        int then = at[p->from[i]] + p->offset[i];
        if (p->offset[i] ? at[i] != then : at[i] < then) return false;
    }
    return true;
}

/* Tries every second for every event. */
static bool puzzle_solve(const struct puzzle *p, int low[PUZZLE], int high[PUZZLE])
{
    bool can = false;
    for (int i = 0; i < PUZZLE; i++) low[i] = ALL, high[i] = -1;
    for (int all = 0; all < ALL * ALL * ALL * ALL; all++) {
        int at[PUZZLE] = {all % ALL, all / ALL % ALL, all / ALL / ALL % ALL, all / ALL / ALL / ALL};
        if (!puzzle_holds(p, at)) continue;
        can = true;
        for (int i = 0; i < PUZZLE; i++) {
            if (at[i] < low[i]) low[i] = at[i];
            if (at[i] > high[i]) high[i] = at[i];
        }
    }
    return can;
}

static void bounds_are_as_narrow_as_trying_all_times_gives(void **state)
{
    (void)state;
    uint64_t seed = 7;
    int held = 0, not_held = 0;
    for (int run = 0; run < 300; run++) {
        struct times t;
        int low[PUZZLE], high[PUZZLE];
        times_init(&t, PUZZLE);
        struct puzzle puzzle = puzzle_make(&seed, &t);
        bool can = puzzle_solve(&puzzle, low, high);
        times_settle(&t);
        bool circle = t.settled.contradiction_count &&
                      strstr(t.settled.contradictions[0].text, "circle") != NULL;
        if (!circle) assert_int_equal(t.settled.contradiction_count == 0, can);
        *(can ? &held : &not_held) += 1;
        for (uint32_t i = 0; can && i < PUZZLE; i++) {
            struct interval at = times_moment(&t, i + 1)->start;
            if (at.earliest == INSTANT_NONE) continue; /* told by events that have no time */
            assert_int_equal((at.earliest - times_at("10:00:00")) / NS_PER_S, low[i]);
            assert_int_equal((at.latest - times_at("10:00:00")) / NS_PER_S, high[i]);
        }
        times_release(&t);
    }
    assert_true(held > 50 && not_held > 50);
}

/* Chains of stated order longer than a network may be. */
static void a_chain_longer_than_a_network_is_settled(void **state)
{
    (void)state;
    enum { EVENTS = 6000 };
    struct times t;
    times_init(&t, EVENTS);
    for (uint32_t i = 0; i < EVENTS; i++) {
        const char *at = i == 100 ? "10:00:00.000000000" : i == 5900 ? "11:00:00.000000000" : NULL;
        struct review_event *event = times_event(&t, REVIEW_EVENT_NOTE, at);
        if (i) times_after(&t, event, i);
    }
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 0);
    assert_start(&t, 1, "- 10:00:00");
    assert_start(&t, 3000, "10:00:00 11:00:00");
    assert_start(&t, EVENTS, "11:00:00 -");
    for (size_t i = 0; i < EVENTS; i++)
        assert_int_equal(t.settled.moments[i].event->entry.id.number, i + 1);
    assert_true(before(&t, 1, EVENTS));
    assert_false(before(&t, EVENTS, 1));
    times_release(&t);
}

static void a_long_review_with_one_contradiction_tells_it(void **state)
{
    (void)state;
    enum { EVENTS = 5000 };
    struct times t;
    times_init(&t, EVENTS);
    for (uint32_t i = 0; i < EVENTS; i++) {
        const char *at = i == 100 ? "10:00:00.000000000" : i == 4900 ? "09:00:00.000000000" : NULL;
        struct review_event *event = times_event(&t, REVIEW_EVENT_NOTE, at);
        if (i) times_after(&t, event, i);
    }
    times_settle(&t);
    assert_int_equal(t.settled.contradiction_count, 1);
    assert_start(&t, 101, "10:00:00 10:00:00");
    assert_start(&t, 4901, "09:00:00 09:00:00");
    times_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_review_without_events_is_settled),
        cmocka_unit_test(plain_times_are_sorted_and_stay_as_they_are),
        cmocka_unit_test(P1_times_told_by_events_are_settled_against_them),
        cmocka_unit_test(P1_stated_order_narrows_bounds_and_places_what_has_none),
        cmocka_unit_test(order_is_kept_where_nothing_has_a_time),
        cmocka_unit_test(open_bounds_end_at_the_window_that_is_stated),
        cmocka_unit_test(an_end_is_not_before_its_start),
        cmocka_unit_test(P1_accounts_that_disagree_are_told_and_stay_as_stated),
        cmocka_unit_test(times_told_by_each_other_may_contradict),
        cmocka_unit_test(an_order_in_a_circle_is_told_and_the_rest_kept),
        cmocka_unit_test(bounds_are_as_narrow_as_trying_all_times_gives),
        cmocka_unit_test(a_chain_longer_than_a_network_is_settled),
        cmocka_unit_test(a_long_review_with_one_contradiction_tells_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
