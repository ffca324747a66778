/* Impact that metrics tell of, requests that fall away, and what is another outage. */
#include <math.h>

#include "tests/timeline/fixture.h"
#include "timeline/findings.h"

enum { POINTS = 600 };

static const instant START = INT64_C(1795326000) * NS_PER_S;

struct scene {
    struct arena arena;
    struct fixture fixture;
    struct timeline_source source;
    struct timeline_series series[4];
    instant at[POINTS];
    double value[4][POINTS];
    struct timeline_input input;
    struct impact impact;
};

static struct scene *scene_new(void)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    arena_init(&scene->arena, (size_t)64 << 20);
    fixture_init(&scene->fixture);
    scene->source = fixture_source(&scene->fixture, "metrics.json");
    scene->input = (struct timeline_input){
        .sources = &scene->source, .source_count = 1, .series = scene->series};
    scene->impact = (struct impact){.start = INTERVAL_NONE, .end = INTERVAL_NONE};
    for (int i = 0; i < POINTS; i++) scene->at[i] = START + i * NS_PER_MIN;
    return scene;
}

static void scene_free(struct scene *scene)
{
    arena_release(&scene->arena);
    fixture_release(&scene->fixture);
    free(scene);
}

/* A metric each minute, `usual` and a little noise; returns its values. */
static double *add(struct scene *scene, const char *name, double usual)
{
    size_t n = scene->input.series_count++;
    for (int i = 0; i < POINTS; i++) scene->value[n][i] = usual * (1 + 0.02 * (i % 5 - 2));
    scene->series[n] = (struct timeline_series){.name = name,
                                                .count = POINTS,
                                                .at = scene->at,
                                                .value = scene->value[n],
                                                .step = NS_PER_MIN};
    return scene->value[n];
}

static void put(double *values, size_t from, size_t to, double value)
{
    for (size_t i = from; i < to; i++) values[i] = value;
}

static const struct impact *found(struct scene *scene)
{
    struct error error = ERROR_NONE;
    assert_ok(impact_of_series(&scene->input, &scene->arena, &scene->impact, &error));
    return &scene->impact;
}

static void assert_between(struct interval at, size_t from, size_t to)
{
    assert_true(at.earliest == START + (instant)from * NS_PER_MIN);
    assert_true(at.latest == START + (instant)to * NS_PER_MIN);
}

static void orders_that_fall_away(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    put(add(scene, "orders/min", 95), 200, 280, 9);
    const struct impact *impact = found(scene);
    assert_true(impact->known && impact->measure.falls);
    assert_between(impact->start, 198, 201); /* a step to either side of the two points */
    assert_between(impact->end, 278, 281);
    scene_free(scene);
}

/* With nothing but metrics they are what the timeline spans. */
static void metrics_alone_are_a_timeline(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    struct timeline_findings findings;
    struct error error = ERROR_NONE;
    put(add(scene, "orders/min", 95), 200, 280, 9);
    assert_ok(timeline_analyse(&scene->input, &scene->arena, &findings, &error));
    assert_between(findings.span, 0, POINTS - 1);
    const struct timeline_milestone *start = &findings.milestones[TIMELINE_MILESTONE_IMPACT_START];
    assert_between(start->at, 198, 201);
    assert_non_null(strstr(start->basis, "one each 1 min"));
    scene_free(scene);
}

static void errors_and_long_answers_rise(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    put(add(scene, "5xx %", 0.1), 300, 340, 30);
    found(scene);
    assert_false(scene->impact.measure.falls);
    assert_between(scene->impact.start, 298, 301);
    scene->input.series_count = 0;
    scene->impact = (struct impact){.start = INTERVAL_NONE, .end = INTERVAL_NONE};
    put(add(scene, "http_request_duration_seconds{quantile=\"0.95\"}", 0.2), 400, 420, 6);
    assert_between(found(scene)->start, 398, 401);
    scene_free(scene);
}

static void what_is_no_impact(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    put(add(scene, "node_cpu_busy", 0.2), 100, 200, 0.95);  /* of machines */
    put(add(scene, "orders/min", 95), 500, POINTS, 2);      /* the evening: it did not come back */
    put(add(scene, "p95 latency (s)", 0.1), 100, 200, 0.6); /* slower, yet below a second */
    put(add(scene, "logins", 50), 300, 301, 0);             /* one point */
    assert_true(found(scene)->start.earliest == INSTANT_NONE);
    scene_free(scene);
}

static void what_grows_slowly_has_no_sharp_beginning(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    double *values = add(scene, "p95 latency (s)", 0.5);
    for (size_t i = 200; i < 300; i++) values[i] = 0.5 + (double)(i - 200) * 0.05;
    const struct impact *impact = found(scene);
    assert_true(impact->start.earliest < START + 240 * NS_PER_MIN);
    assert_true(impact->start.latest >= START + 249 * NS_PER_MIN);
    scene_free(scene);
}

static void an_outage_that_flaps_is_one(void **state)
{
    (void)state;
    assert_true(impact_belongs_together(20 * NS_PER_MIN, 14 * NS_PER_MIN));
    assert_false(impact_belongs_together(NS_PER_MIN, 14 * NS_PER_MIN));
    assert_false(impact_belongs_together(5 * NS_PER_HOUR, 61 * NS_PER_MIN));
    struct scene *scene = scene_new();
    double *values = add(scene, "error_ratio", 0.001);
    put(values, 100, 130, 0.4);
    put(values, 145, 160, 0.4);
    put(values, 400, 405, 0.4);
    const struct impact *impact = found(scene);
    assert_int_equal(impact->run_count, 2);
    assert_between(impact->end, 158, 161);
    scene_free(scene);
}

static void a_stretch_that_nobody_reacted_to(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    struct timeline_event events[3];
    for (size_t i = 0; i < 3; i++) {
        instant at = START + (20 + (instant)i) * NS_PER_HOUR;
        events[i] = (struct timeline_event){
            .kind = TIMELINE_REPORT, .at = {at, at}, .what = "ticket", .key = "", .actor = ""};
    }
    scene->input.events = events;
    scene->input.event_count = 3;
    put(add(scene, "error_ratio", 0.001), 100, 105, 0.4);
    struct impact impact = *found(scene);
    impact_leave_apart(&scene->input, &scene->arena, &impact);
    assert_true(impact.start.earliest == INSTANT_NONE);
    assert_non_null(strstr(impact.apart, "no reaction to that"));
    impact = scene->impact;
    events[0].at.earliest = START + 110 * NS_PER_MIN; /* somebody did */
    impact_leave_apart(&scene->input, &scene->arena, &impact);
    assert_true(impact.start.earliest != INSTANT_NONE);
    scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_that_fall_away),
        cmocka_unit_test(metrics_alone_are_a_timeline),
        cmocka_unit_test(errors_and_long_answers_rise),
        cmocka_unit_test(what_is_no_impact),
        cmocka_unit_test(what_grows_slowly_has_no_sharp_beginning),
        cmocka_unit_test(an_outage_that_flaps_is_one),
        cmocka_unit_test(a_stretch_that_nobody_reacted_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
