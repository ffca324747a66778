#include "tests/timeline/fixture.h"

#include <string.h>

#define S NS_PER_S

static void differences_keep_their_doubt(void **state)
{
    (void)state;
    const struct {
        struct interval from, to;
        struct span_of_time want;
    } cases[] = {
        {{10, 10}, {25, 25}, {true, 15, 15}},
        {{10, 12}, {25, 30}, {true, 13, 20}},
        {{25, 30}, {10, 12}, {true, -20, -13}}, /* negative is legal */
        {{10, 20}, {15, 18}, {true, -5, 8}},
        {INTERVAL_NONE, {1, 2}, {false, 0, 0}},
        {{1, 2}, INTERVAL_NONE, {false, 0, 0}},
        {{INSTANT_OPEN_START, 5}, {9, 9}, {true, 4, INSTANT_OPEN_END}},
        {{5, INSTANT_OPEN_END}, {9, 9}, {true, INSTANT_OPEN_START, 4}},
        {{5, 5}, {INSTANT_OPEN_START, 9}, {true, INSTANT_OPEN_START, 4}},
        {{5, 5}, {9, INSTANT_OPEN_END}, {true, 4, INSTANT_OPEN_END}},
        {{INT64_MIN + 2, INT64_MIN + 2},
         {INT64_MAX - 1, INT64_MAX - 1},
         {true, INT64_MAX, INT64_MAX}}, /* saturates */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span_of_time got = interval_between(cases[i].from, cases[i].to);
        if (got.known != cases[i].want.known || got.least != cases[i].want.least ||
            got.most != cases[i].want.most)
            fail_msg("case %zu: %d %lld %lld", i, got.known, (long long)got.least,
                     (long long)got.most);
    }
}

static void words_are_there_for_every_number(void **state)
{
    (void)state;
    assert_string_equal(timeline_event_code(TIMELINE_CHANGE_DEPLOY), "change.deploy");
    assert_string_equal(timeline_event_code(TIMELINE_NOTE), "note");
    assert_string_equal(timeline_milestone_word(TIMELINE_MILESTONE_RESOLVED), "resolved");
    assert_string_equal(timeline_spot_word(TIMELINE_SPOT_METRIC), "metric left its band");
    for (unsigned i = 0; i < TIMELINE_EVENT_KIND_COUNT; i++)
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(timeline_event_code(i), timeline_event_code(j));
}

/* ---- one record on the one clock ---- */

static struct timeline_source one(struct fixture *fixture, int64_t time, unsigned flags)
{
    fixture_init(fixture);
    fixture_add(fixture, time, flags, EVIDENCE_LEVEL_NONE, NULL);
    return fixture_source(fixture, "one");
}

static void record_time_subtracts_zone_and_offset(void **state)
{
    (void)state;
    instant at = INT64_C(1795326893) * S; /* 2026-11-22T05:54:53Z */
    struct zone *east = zone_fixed(-5 * 3600);
    struct {
        const char *what;
        int64_t time;
        unsigned flags;
        const struct zone *zone;
        duration least, most;
        instant want;
        struct interval bounds;
    } cases[] = {
        {"whole seconds", at, 0, NULL, 0, 0, at, {at, at + S - 1}},
        {"milliseconds", at, FIXTURE_DIGITS(3), NULL, 0, 0, at, {at, at + NS_PER_MS - 1}},
        {"nanoseconds", at, FIXTURE_DIGITS(9), NULL, 0, 0, at, {at, at}},
        {"clock ahead", at + 37 * S, FIXTURE_DIGITS(9), NULL, 36 * S, 38 * S, at, {at - S, at + S}},
        {"clock behind", at - 3 * S, FIXTURE_DIGITS(9), NULL, -3 * S, -3 * S, at, {at, at}},
        {"odd offset", at, FIXTURE_DIGITS(9), NULL, -1, 0, at + 1, {at, at + 1}},
        {"local", at - 5 * NS_PER_HOUR, EVIDENCE_LOCAL, east, 0, 0, at, {at, at + S - 1}},
        {"offset written", at, 0, east, 0, 0, at, {at, at + S - 1}},
        {"local, no zone", at, EVIDENCE_LOCAL, NULL, 0, 0, at, {at, at + S - 1}},
        {"no time", EVIDENCE_NO_TIME, 0, NULL, S, S, INSTANT_NONE, INTERVAL_NONE},
        {"since boot", 5 * S, EVIDENCE_SINCE_BOOT, NULL, 0, 0, INSTANT_NONE, INTERVAL_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct timeline_source source = one(&fixture, cases[i].time, cases[i].flags);
        source.clock.zone = cases[i].zone;
        source.clock.offset_least = cases[i].least;
        source.clock.offset_most = cases[i].most;
        instant got = timeline_record_time(&source, 0);
        struct interval bounds = timeline_record_interval(&source, 0);
        if (got != cases[i].want || bounds.earliest != cases[i].bounds.earliest ||
            bounds.latest != cases[i].bounds.latest)
            fail_msg("%s: %lld [%lld, %lld]", cases[i].what, (long long)got,
                     (long long)bounds.earliest, (long long)bounds.latest);
        fixture_release(&fixture);
    }
    zone_free(east);
}

static instant civil(int year, int month, int day, int hour, int minute)
{
    instant at = 0;
    struct civil c = {year, month, day, hour, minute, 0, 0};
    assert_true(civil_to_instant(&c, &at));
    return at;
}

static void folds_and_gaps_follow_the_flags(void **state)
{
    (void)state;
    struct error error;
    struct zone *zone = NULL;
    assert_ok(zone_load("America/New_York", &zone, &error));
    unsigned local = EVIDENCE_LOCAL | FIXTURE_DIGITS(9);
    instant twice = civil(2026, 11, 1, 1, 30), early = civil(2026, 11, 1, 5, 30);
    instant never = civil(2026, 3, 8, 2, 30), after = civil(2026, 3, 8, 7, 30);
    struct {
        int64_t time;
        unsigned flags;
        instant want;
        struct interval bounds;
    } cases[] = {
        {twice, local, early, {early, early + NS_PER_HOUR}}, /* nobody knows which */
        {twice, local | EVIDENCE_FOLD_GUESS, early, {early, early}},
        {twice,
         local | EVIDENCE_FOLD_GUESS | EVIDENCE_FOLD_SECOND,
         early + NS_PER_HOUR,
         {early + NS_PER_HOUR, early + NS_PER_HOUR}},
        {never, local, after, {after - NS_PER_HOUR, after}}, /* by the offset before the gap */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct timeline_source source = one(&fixture, cases[i].time, cases[i].flags);
        source.clock.zone = zone;
        struct interval bounds = timeline_record_interval(&source, 0);
        if (timeline_record_time(&source, 0) != cases[i].want ||
            bounds.earliest != cases[i].bounds.earliest || bounds.latest != cases[i].bounds.latest)
            fail_msg("case %zu: %lld [%lld, %lld]", i, (long long)timeline_record_time(&source, 0),
                     (long long)bounds.earliest, (long long)bounds.latest);
        fixture_release(&fixture);
    }
    zone_free(zone);
}

/* Every two minutes from `from` on, by a clock that goes back by an hour at `change`. */
static void add_night(struct fixture *fixture, instant from, instant change)
{
    for (instant at = from; at < from + 5 * NS_PER_HOUR; at += 2 * NS_PER_MIN) {
        instant local = at < change ? at : at - NS_PER_HOUR;
        bool late = at >= change && local < change;
        fixture_add(fixture, local, EVIDENCE_LOCAL | (late ? EVIDENCE_LATE : 0U),
                    EVIDENCE_LEVEL_INFO, "step done");
    }
}

/* How many records of the night are marked, as the first and as the second pass. */
static void marked(struct fixture *fixture, enum timeline_basis basis, unsigned ret[2])
{
    struct error error;
    struct arena arena;
    struct timeline_source source = fixture_source(fixture, "x");
    fixture->index.late = 30;
    source.clock.zone_basis = basis;
    arena_init(&arena, 1 << 20);
    assert_ok(timeline_settle_folds(&source, &arena, &error));
    ret[0] = ret[1] = 0;
    for (uint64_t i = 0; i < source.index->count; i++) {
        unsigned flags = source.index->flags[i];
        if (flags & EVIDENCE_FOLD_GUESS) ret[(flags & EVIDENCE_FOLD_SECOND) != 0]++;
        assert_int_equal(timeline_record_time(&source, i), fixture->time[i]);
    }
    arena_release(&arena);
}

static void an_hour_that_came_twice_is_seen_without_its_zone(void **state)
{
    (void)state;
    instant three = civil(2025, 10, 26, 3, 0), two = civil(2025, 11, 2, 2, 0);
    struct {
        instant change;
        enum timeline_basis basis;
        unsigned want;
    } cases[] = {
        {three, TIMELINE_BASIS_NONE, 30},
        {two, TIMELINE_BASIS_NONE, 30},
        {three, TIMELINE_BASIS_STATED, 0},                 /* as UTC */
        {three + 7 * NS_PER_DAY, TIMELINE_BASIS_NONE, 0},  /* no clocks changed then */
        {three + 9 * NS_PER_HOUR, TIMELINE_BASIS_NONE, 0}, /* nor by day */
        {three + 30 * NS_PER_MIN, TIMELINE_BASIS_NONE, 0}, /* nor at half past */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        unsigned got[2];
        fixture_init(&fixture);
        add_night(&fixture, cases[i].change - 150 * NS_PER_MIN, cases[i].change);
        marked(&fixture, cases[i].basis, got);
        if (got[0] != cases[i].want || got[1] != cases[i].want)
            fail_msg("case %zu: %u and %u", i, got[0], got[1]);
        fixture_release(&fixture);
    }
}

static void a_log_in_no_order_has_no_hour_twice(void **state)
{
    (void)state;
    struct fixture fixture;
    unsigned got[2];
    instant three = civil(2025, 10, 26, 3, 0);
    fixture_init(&fixture);
    add_night(&fixture, three - 150 * NS_PER_MIN, three);
    fixture_add(&fixture, three + 20 * NS_PER_MIN, EVIDENCE_LOCAL, EVIDENCE_LEVEL_INFO, "late");
    marked(&fixture, TIMELINE_BASIS_NONE, got);
    assert_int_equal(got[0] + got[1], 0);
    fixture_release(&fixture);
}

/* Through the real indexer, whose name for the format tells. */
static void a_stamp_to_the_minute_is_good_for_the_minute(void **state)
{
    (void)state;
    struct error error;
    struct text text;
    text_init(&text, 0);
    for (int i = 0; i < 60; i++)
        text_addf(&text, "2026-11-22 05:%02d INFO step %d done\n", i, i * i);
    struct span content = text_span(&text);
    struct evidence_index index;
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INT64_C(1795330800) * S,
                                         .now = INT64_C(1795330800) * S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    assert_int_equal(index.count, 60);
    assert_int_equal(index.timed, 60);
    struct timeline_source source = {.name = "x", .index = &index, .content = content};
    struct interval at = timeline_record_interval(&source, 54);
    assert_int_equal(at.earliest, civil(2026, 11, 22, 5, 54));
    assert_int_equal(at.latest, civil(2026, 11, 22, 5, 55) - 1);
    evidence_index_close(&index);
    text_release(&text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_keep_their_doubt),
        cmocka_unit_test(words_are_there_for_every_number),
        cmocka_unit_test(record_time_subtracts_zone_and_offset),
        cmocka_unit_test(folds_and_gaps_follow_the_flags),
        cmocka_unit_test(an_hour_that_came_twice_is_seen_without_its_zone),
        cmocka_unit_test(a_log_in_no_order_has_no_hour_twice),
        cmocka_unit_test(a_stamp_to_the_minute_is_good_for_the_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
