/* What people say of a time, beside the record of it. */
#include "tests/timeline/fixture.h"
#include "timeline/findings.h"

/* 2026-11-22T12:00:00Z */
static const instant NOON = INT64_C(1795348800) * NS_PER_S;

struct scene {
    struct arena arena;
    struct fixture fixture;
    struct timeline_source source;
    struct timeline_event events[2]; /* the record, then the message */
    struct impact impact;
};

static size_t conflicts(struct scene *scene, const char *message, enum timeline_event_kind kind,
                        const char *record, int minute)
{
    struct error error = ERROR_NONE;
    struct conflict_list list = {.arena = &scene->arena};
    instant at = NOON + minute * NS_PER_MIN, said = NOON + 60 * NS_PER_MIN;
    scene->events[0] = (struct timeline_event){
        .kind = kind, .at = {at, at}, .end = INTERVAL_NONE, .what = record, .actor = "", .key = ""};
    scene->events[1] = (struct timeline_event){.kind = TIMELINE_COMM,
                                               .at = {said, said},
                                               .end = INTERVAL_NONE,
                                               .what = message,
                                               .actor = "",
                                               .key = "",
                                               .said = true};
    struct timeline_input input = {
        .sources = &scene->source, .source_count = 1, .events = scene->events, .event_count = 2};
    assert_ok(conflicts_of_words(&input, &scene->impact, &list, &error));
    free(list.items);
    return list.count;
}

static struct scene *scene_new(void)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    arena_init(&scene->arena, (size_t)16 << 20);
    fixture_init(&scene->fixture);
    scene->source = fixture_source(&scene->fixture, "all.log");
    scene->impact =
        (struct impact){.start = INTERVAL_NONE, .end = INTERVAL_NONE, .source = UINT32_MAX};
    return scene;
}

static void scene_free(struct scene *scene)
{
    arena_release(&scene->arena);
    fixture_release(&scene->fixture);
    free(scene);
}

static void records_that_say_otherwise(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    const char *said = "for the record: I restarted redis at 12:05 and went on";
    const char *typed = "typed: redis-cli shutdown";
    assert_int_equal(conflicts(scene, said, TIMELINE_ACT_FIX, typed, 25), 1);
    assert_int_equal(conflicts(scene, said, TIMELINE_ACT_FIX, typed, 6), 0);  /* close enough */
    assert_int_equal(conflicts(scene, said, TIMELINE_ACT_FIX, typed, 35), 0); /* a zone */
    assert_int_equal(conflicts(scene, said, TIMELINE_ACT_FIX, "typed: reload nginx", 25), 0);
    assert_int_equal(conflicts(scene, said, TIMELINE_ACT_LOOK, typed, 25), 0);
    assert_int_equal(conflicts(scene, "5.2.0 went out at 11:45", TIMELINE_CHANGE_DEPLOY,
                               "deploy: catalog 5.2.0", -4),
                     1);
    assert_int_equal(conflicts(scene, "5.2.0 went out at about 11:52", TIMELINE_CHANGE_DEPLOY,
                               "deploy: catalog 5.2.0", -4),
                     0);
    assert_int_equal(
        conflicts(scene, "ratio 12:45:11:02 restarted redis", TIMELINE_ACT_FIX, typed, 20), 0);
    scene_free(scene);
}

static void the_start_of_impact(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    const char *said = "errors started at 12:08, I think";
    assert_int_equal(conflicts(scene, said, TIMELINE_NOTE, "", 0), 0); /* no impact is known */
    scene->impact.start = (struct interval){NOON, NOON + NS_PER_MIN};
    assert_int_equal(conflicts(scene, said, TIMELINE_NOTE, "", 0), 1);
    scene->impact.start.latest = NOON + 7 * NS_PER_MIN;
    assert_int_equal(conflicts(scene, said, TIMELINE_NOTE, "", 0), 0);
    scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_that_say_otherwise),
        cmocka_unit_test(the_start_of_impact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
