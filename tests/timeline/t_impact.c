#include "tests/timeline/fixture.h"

#include "timeline/findings.h"

/* Impact made by hand: `shape[i]` per second is the share of requests that failed, `slow[i]` of
 * those that took two seconds; negative shape is a second without requests. */
struct scene {
    struct arena arena;
    struct timeline_input input;
    struct impact impact;
};

static const instant START = INT64_C(1795326770) * NS_PER_S;

static struct scene scene_of(const double *shape, const double *slow, size_t seconds)
{
    struct scene scene = {.impact = {.known = true,
                                     .of_requests = true,
                                     .from = START,
                                     .width = NS_PER_S,
                                     .buckets = seconds,
                                     .start = INTERVAL_NONE,
                                     .end = INTERVAL_NONE}};
    arena_init(&scene.arena, (size_t)64 << 20);
    struct impact *impact = &scene.impact;
    impact->bucket = arena_array(&scene.arena, seconds, sizeof *impact->bucket);
    impact->share = arena_array(&scene.arena, seconds, sizeof *impact->share);
    impact->failed_share = arena_array(&scene.arena, seconds, sizeof *impact->failed_share);
    assert_non_null(impact->failed_share);
    for (size_t i = 0; i < seconds; i++) {
        struct impact_bucket *bucket = &impact->bucket[i];
        if (shape[i] < 0) continue;
        bucket->asked = 200;
        bucket->failed = (uint32_t)(shape[i] * 200);
        uint32_t late = slow ? (uint32_t)(slow[i] * 200) : 0;
        if (late > 200 - bucket->failed) late = 200 - bucket->failed;
        bucket->took[TOOK_SECOND + 4] = late;
        bucket->took[12] = 200 - bucket->failed - late;
        impact->asked += 200;
        impact->failed += bucket->failed;
    }
    return scene;
}

static void find(struct scene *scene)
{
    struct error error = ERROR_NONE;
    assert_ok(impact_find_runs(&scene->input, &scene->arena, &scene->impact, &error));
}

static void put(double *shape, size_t from, size_t to, double value)
{
    for (size_t i = from; i < to; i++) shape[i] = value;
}

static void assert_second(instant at, size_t second)
{
    assert_int_equal((at - START) / NS_PER_S, (long long)second);
}

/* Where bad requests come often, impact can hide only for a moment beside the bad buckets. */
static void assert_just_before(instant at, size_t second)
{
    instant edge = START + (instant)second * NS_PER_S;
    assert_true(at < edge && edge - at <= 500 * NS_PER_MS);
}

static void sudden_impact_is_bounded(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 100, 200, 0.6);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 100);
    assert_second(scene.impact.start.latest, 101);
    assert_second(scene.impact.end.earliest, 199);
    assert_second(scene.impact.end.latest, 200);
    arena_release(&scene.arena);
}

static void blips_are_not_the_incident(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 20, 22, 0.9);
    put(shape, 100, 140, 0.3);
    put(shape, 260, 262, 1.0);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_int_equal(scene.impact.run_count, 3);
    assert_false(scene.impact.runs[0].sustained);
    assert_true(scene.impact.runs[1].sustained);
    assert_false(scene.impact.runs[2].sustained);
    assert_just_before(scene.impact.start.earliest, 100);
    assert_second(scene.impact.end.latest, 140);
    arena_release(&scene.arena);
}

static void a_longer_restart_blip_is_told_by_its_deploy(void **state)
{
    (void)state;
    double shape[400] = {0};
    put(shape, 40, 52, 0.9);
    put(shape, 200, 320, 0.5);
    struct scene scene = scene_of(shape, NULL, 400);
    instant at = START + 39 * NS_PER_S;
    struct timeline_event deploy = {.kind = TIMELINE_CHANGE_DEPLOY,
                                    .at = {at, at},
                                    .end = INTERVAL_NONE,
                                    .actor = "",
                                    .what = "deploy",
                                    .key = ""};
    scene.input.events = &deploy;
    scene.input.event_count = 1;
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 200);
    arena_release(&scene.arena);
}

static void two_peaks_are_one_incident(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 50, 90, 0.8);
    put(shape, 150, 190, 0.8);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 50);
    assert_second(scene.impact.end.latest, 190);
    struct spot_list list = {.arena = &scene.arena};
    struct error error = ERROR_NONE;
    assert_ok(spots_of_impact(&scene.input, &scene.impact, &list, &error));
    size_t peaks = 0;
    for (size_t i = 0; i < list.count; i++) peaks += list.items[i].kind == TIMELINE_SPOT_PEAK;
    assert_int_equal(peaks, 2);
    free(list.items);
    arena_release(&scene.arena);
}

static void slow_answers_are_impact_and_began_before_they_ended(void **state)
{
    (void)state;
    double shape[300] = {0}, slow[300] = {0};
    put(slow, 120, 180, 0.7);
    struct scene scene = scene_of(shape, slow, 300);
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 118);
    assert_second(scene.impact.start.latest, 121);
    assert_second(scene.impact.end.latest, 180);
    arena_release(&scene.arena);
}

static void a_small_share_that_lasts_is_impact(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 100, 200, 0.035);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 100);
    arena_release(&scene.arena);
}

/* A failure now and then: where they begin and end is not known to the second. */
static void rare_failures_widen_the_bounds(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 100, 200, 0.3);
    struct scene scene = scene_of(shape, NULL, 300);
    for (size_t i = 0; i < 300; i++) { /* ten requests a second in place of two hundred */
        scene.impact.bucket[i].asked = 10;
        scene.impact.bucket[i].failed = i >= 100 && i < 200 ? 3 : 0;
        scene.impact.bucket[i].took[12] = 10 - scene.impact.bucket[i].failed;
    }
    find(&scene);
    instant edge = START + 100 * NS_PER_S;
    assert_int_equal(edge - scene.impact.start.earliest, NS_PER_S); /* three in a second */
    assert_int_equal(scene.impact.end.latest - (START + 200 * NS_PER_S), NS_PER_S);
    arena_release(&scene.arena);
}

/* Growth from nothing: single buckets show it late, all of them together earlier. */
static void slow_beginnings_are_followed_back(void **state)
{
    (void)state;
    double shape[300] = {0};
    for (size_t i = 100; i < 200; i++) shape[i] = (double)(i - 100) * 0.01;
    put(shape, 103, 106, 0.06);
    put(shape, 106, 112, 0.045);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_true(scene.impact.start.earliest <= START + 103 * NS_PER_S);
    assert_true(scene.impact.start.earliest >= START + 100 * NS_PER_S);
    arena_release(&scene.arena);
}

static void quiet_evidence_has_no_impact(void **state)
{
    (void)state;
    double shape[300] = {0};
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_true(scene.impact.start.earliest == INSTANT_NONE);
    arena_release(&scene.arena);
}

static void silence_widens_the_bounds(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 90, 100, -1);
    put(shape, 100, 150, 0.9);
    put(shape, 150, 160, -1);
    struct scene scene = scene_of(shape, NULL, 300);
    find(&scene);
    assert_just_before(scene.impact.start.earliest, 90);
    assert_second(scene.impact.start.latest, 101);
    assert_second(scene.impact.end.latest, 160);
    arena_release(&scene.arena);
}

static void impact_cut_by_the_evidence_is_open(void **state)
{
    (void)state;
    double shape[100] = {0};
    put(shape, 60, 100, 0.9);
    struct scene scene = scene_of(shape, NULL, 100);
    find(&scene);
    assert_true(scene.impact.end.latest == INSTANT_OPEN_END);
    arena_release(&scene.arena);
}

static void what_got_worse_after_an_action_is_shown(void **state)
{
    (void)state;
    double shape[300] = {0};
    put(shape, 100, 150, 0.3);
    put(shape, 150, 200, 0.95);
    struct scene scene = scene_of(shape, NULL, 300);
    struct error error = ERROR_NONE;
    instant at = START + 149 * NS_PER_S;
    struct timeline_event action = {.kind = TIMELINE_ACT_FIX,
                                    .at = {at, at},
                                    .end = INTERVAL_NONE,
                                    .actor = "",
                                    .what = "index build",
                                    .key = ""};
    scene.input.events = &action;
    scene.input.event_count = 1;
    find(&scene);
    struct spot_list list = {.arena = &scene.arena};
    assert_ok(spots_of_impact(&scene.input, &scene.impact, &list, &error));
    bool worse = false;
    for (size_t i = 0; i < list.count; i++)
        worse |= list.items[i].kind == TIMELINE_SPOT_WORSE && list.items[i].from == at;
    assert_true(worse);
    free(list.items);
    arena_release(&scene.arena);
}

/* A log of errors from `from` on, for ten minutes of twenty. */
static void log_of_errors(struct fixture *fixture, int64_t start)
{
    fixture_init(fixture);
    for (int i = 0; i < 2400; i++)
        fixture_add(fixture, start + i * NS_PER_S / 2, 0,
                    i >= 600 && i < 1800 ? EVIDENCE_LEVEL_ERROR : EVIDENCE_LEVEL_INFO, NULL);
}

static void a_log_of_no_known_zone_does_not_move_impact(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct fixture placed, other;
    struct arena arena;
    struct impact impact;
    log_of_errors(&placed, START);
    log_of_errors(&other, START + 2 * NS_PER_HOUR); /* local time, taken as UTC */
    struct timeline_source sources[] = {fixture_source(&placed, "a.log"),
                                        fixture_source(&other, "b.log")};
    struct timeline_input input = {.sources = sources, .source_count = 2};
    sources[0].clock.zone_basis = TIMELINE_BASIS_CONTENT;
    sources[1].clock.zone_basis = TIMELINE_BASIS_NONE;
    arena_init(&arena, (size_t)64 << 20);
    assert_ok(impact_scan(&input, &arena, &impact, &error));
    assert_int_equal(impact.used_sources, 1);
    assert_false(impact.unplaced);
    assert_int_equal(impact.asked, 2400);
    /* with nothing better it counts, and that is said */
    sources[0].clock.zone_basis = TIMELINE_BASIS_NONE;
    assert_ok(impact_scan(&input, &arena, &impact, &error));
    assert_int_equal(impact.used_sources, 2);
    assert_true(impact.unplaced);
    arena_release(&arena);
    fixture_release(&placed);
    fixture_release(&other);
}

static void requests_that_do_not_come_are_shown(void **state)
{
    (void)state;
    enum { SECONDS = 7200 };
    static double shape[SECONDS];
    put(shape, 0, SECONDS, 0);
    put(shape, 3600, 5400, -1);
    struct scene scene = scene_of(shape, NULL, SECONDS);
    struct spot_list spots = {.arena = &scene.arena};
    struct error error = ERROR_NONE;
    find(&scene);
    assert_ok(spots_of_impact(&scene.input, &scene.impact, &spots, &error));
    assert_int_equal(spots.count, 1);
    assert_non_null(strstr(spots.items[0].why, "fall away"));
    assert_second(spots.items[0].from, 3600);
    assert_second(spots.items[0].to, 5400);
    free(spots.items);
    arena_release(&scene.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sudden_impact_is_bounded),
        cmocka_unit_test(a_log_of_no_known_zone_does_not_move_impact),
        cmocka_unit_test(requests_that_do_not_come_are_shown),
        cmocka_unit_test(blips_are_not_the_incident),
        cmocka_unit_test(a_longer_restart_blip_is_told_by_its_deploy),
        cmocka_unit_test(two_peaks_are_one_incident),
        cmocka_unit_test(slow_answers_are_impact_and_began_before_they_ended),
        cmocka_unit_test(a_small_share_that_lasts_is_impact),
        cmocka_unit_test(rare_failures_widen_the_bounds),
        cmocka_unit_test(slow_beginnings_are_followed_back),
        cmocka_unit_test(quiet_evidence_has_no_impact),
        cmocka_unit_test(silence_widens_the_bounds),
        cmocka_unit_test(impact_cut_by_the_evidence_is_open),
        cmocka_unit_test(what_got_worse_after_an_action_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
