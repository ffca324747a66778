/* What milestones take back: two sources, impact from minute 60 to 90, and events put by hand. */
#include "tests/timeline/fixture.h"

#include "timeline/findings.h"

enum { CHAT, OTHER, SOURCES };
static const instant START = INT64_C(1795326000) * NS_PER_S;

struct scene {
    struct arena arena;
    struct fixture fixture[SOURCES];
    struct timeline_source sources[SOURCES];
    struct timeline_event events[4];
    struct timeline_input input;
    struct impact impact;
    struct timeline_milestone milestones[TIMELINE_MILESTONE_COUNT];
};

static instant minute(int number)
{
    return START + number * NS_PER_MIN;
}

static void put_event(struct scene *scene, enum timeline_event_kind kind, int at, uint32_t source,
                      const char *what)
{
    size_t number = scene->input.event_count++;
    scene->events[number] =
        (struct timeline_event){.kind = kind,
                                .at = {minute(at), minute(at)},
                                .end = INTERVAL_NONE,
                                .actor = "ana",
                                .what = what,
                                .basis = "time of the message",
                                .said = true,
                                .key = "",
                                .place = {source, number * 10, number * 10 + 10}};
}

static struct scene *scene_new(void)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    arena_init(&scene->arena, 1 << 20);
    for (size_t i = 0; i < SOURCES; i++) {
        fixture_init(&scene->fixture[i]);
        for (int at = 0; at < 100; at += 10)
            fixture_add(&scene->fixture[i], minute(at), 0, EVIDENCE_LEVEL_WARN, NULL);
        scene->sources[i] = fixture_source(&scene->fixture[i], i == CHAT ? "chat" : "other");
        scene->sources[i].id = (uint32_t)i + 1;
        scene->sources[i].clock.zone_basis = TIMELINE_BASIS_CONTENT;
    }
    scene->input = (struct timeline_input){
        .sources = scene->sources, .source_count = SOURCES, .events = scene->events};
    scene->impact.start = (struct interval){minute(60), minute(60) + NS_PER_S};
    scene->impact.end = (struct interval){minute(90), minute(90) + NS_PER_S};
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++)
        scene->milestones[i] = (struct timeline_milestone){.kind = (enum timeline_milestone_kind)i,
                                                           .at = INTERVAL_NONE,
                                                           .basis = "",
                                                           .place = {.source = UINT32_MAX}};
    return scene;
}

static void scene_free(struct scene *scene)
{
    for (size_t i = 0; i < SOURCES; i++) fixture_release(&scene->fixture[i]);
    arena_release(&scene->arena);
    free(scene);
}

static void rest_on(struct scene *scene, enum timeline_milestone_kind kind, size_t event)
{
    scene->milestones[kind].at = scene->events[event].at;
    scene->milestones[kind].basis = scene->events[event].what;
    scene->milestones[kind].place = scene->events[event].place;
}

static const struct timeline_milestone *doubted(struct scene *scene,
                                                enum timeline_milestone_kind kind)
{
    struct error error = ERROR_NONE;
    assert_ok(
        milestones_doubt(&scene->input, &scene->impact, &scene->arena, scene->milestones, &error));
    return &scene->milestones[kind];
}

static void what_is_told_as_past_is_not_after(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        bool open;
    } cases[] = {{"restarted db2, no help", true},
                 {"I have restarted it", true},
                 {"db2 got a new disk ten minutes ago", true},
                 {"restarting the failed node", false},
                 {"switching to the fallback now", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene *scene = scene_new();
        put_event(scene, TIMELINE_ACT_FIX, 70, CHAT, cases[i].what);
        rest_on(scene, TIMELINE_MILESTONE_ACT, 0);
        const struct timeline_milestone *m = doubted(scene, TIMELINE_MILESTONE_ACT);
        assert_int_equal(m->at.earliest == INSTANT_OPEN_START, cases[i].open);
        assert_int_equal(m->at.latest, minute(70));
        scene_free(scene);
    }
}

static void a_change_before_a_told_action_leaves_it_open(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    put_event(scene, TIMELINE_CHANGE_INFRA, 69, OTHER, "ModifyGroup");
    put_event(scene, TIMELINE_ACT_LIMIT, 70, CHAT, "scaling the cache");
    rest_on(scene, TIMELINE_MILESTONE_ACT, 1);
    const struct timeline_milestone *m = doubted(scene, TIMELINE_MILESTONE_ACT);
    assert_true(m->at.earliest == INSTANT_OPEN_START);
    assert_non_null(strstr(m->basis, "ModifyGroup"));
    scene_free(scene);
}

static void unplaced_sources_may_know_more(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    scene->sources[OTHER].clock.zone_basis = TIMELINE_BASIS_NONE;
    put_event(scene, TIMELINE_REPORT, 65, CHAT, "guests see errors");
    put_event(scene, TIMELINE_RECOVER, 95, CHAT, "it works again");
    put_event(scene, TIMELINE_CLEAR, 99, CHAT, "closing");
    put_event(scene, TIMELINE_REPORT, 300, OTHER, "ticket");
    rest_on(scene, TIMELINE_MILESTONE_REPORT, 0);
    rest_on(scene, TIMELINE_MILESTONE_RECOVERY, 1);
    rest_on(scene, TIMELINE_MILESTONE_RESOLVED, 2);
    scene->milestones[TIMELINE_MILESTONE_SIGNAL].at = scene->impact.start;
    const struct timeline_milestone *all = doubted(scene, TIMELINE_MILESTONE_CHANGE);
    assert_true(all[TIMELINE_MILESTONE_REPORT].at.earliest == INSTANT_OPEN_START);
    assert_non_null(strstr(all[TIMELINE_MILESTONE_REPORT].basis, "S2 other"));
    assert_true(all[TIMELINE_MILESTONE_SIGNAL].at.earliest == INSTANT_OPEN_START);
    assert_true(all[TIMELINE_MILESTONE_RECOVERY].at.earliest == minute(90));
    assert_true(all[TIMELINE_MILESTONE_RECOVERY].at.latest == minute(95));
    assert_true(all[TIMELINE_MILESTONE_RESOLVED].at.earliest == minute(99));
    assert_true(all[TIMELINE_MILESTONE_RESOLVED].at.latest == INSTANT_OPEN_END);
    scene_free(scene);
}

static void placed_sources_leave_all_as_it_is(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    put_event(scene, TIMELINE_REPORT, 65, CHAT, "guests see errors");
    put_event(scene, TIMELINE_CLEAR, 99, CHAT, "closing");
    put_event(scene, TIMELINE_ALERT_END, 110, OTHER, "alert ended");
    rest_on(scene, TIMELINE_MILESTONE_REPORT, 0);
    rest_on(scene, TIMELINE_MILESTONE_RESOLVED, 1);
    const struct timeline_milestone *all = doubted(scene, TIMELINE_MILESTONE_CHANGE);
    assert_true(all[TIMELINE_MILESTONE_REPORT].at.earliest == minute(65));
    assert_true(all[TIMELINE_MILESTONE_RESOLVED].at.latest == minute(99));
    assert_string_equal(all[TIMELINE_MILESTONE_REPORT].basis, "guests see errors");
    assert_false(all[TIMELINE_MILESTONE_REPORT].unconfirmed);
    rest_on(scene, TIMELINE_MILESTONE_RESOLVED, 2); /* nobody closed it */
    all = doubted(scene, TIMELINE_MILESTONE_CHANGE);
    assert_true(all[TIMELINE_MILESTONE_RESOLVED].at.latest == INSTANT_OPEN_END);
    scene_free(scene);
}

static void clocks_are_doubted(void **state)
{
    (void)state;
    struct scene *scene = scene_new();
    scene->sources[CHAT].clock.unconfirmed = true;
    scene->sources[OTHER].clock.unsettled = 52 * NS_PER_S;
    put_event(scene, TIMELINE_REPORT, 65, CHAT, "guests see errors");
    put_event(scene, TIMELINE_ALERT, 66, OTHER, "alert fired");
    rest_on(scene, TIMELINE_MILESTONE_REPORT, 0);
    rest_on(scene, TIMELINE_MILESTONE_ALERT, 1);
    const struct timeline_milestone *all = doubted(scene, TIMELINE_MILESTONE_CHANGE);
    assert_true(all[TIMELINE_MILESTONE_REPORT].unconfirmed);
    assert_null(strstr(all[TIMELINE_MILESTONE_REPORT].basis, "clock")); /* told once, elsewhere */
    assert_true(all[TIMELINE_MILESTONE_REPORT].at.earliest == minute(65));
    assert_false(all[TIMELINE_MILESTONE_ALERT].unconfirmed);
    assert_true(all[TIMELINE_MILESTONE_ALERT].at.earliest == minute(66) - 52 * NS_PER_S);
    assert_true(all[TIMELINE_MILESTONE_ALERT].at.latest == minute(66));
    scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_as_past_is_not_after),
        cmocka_unit_test(a_change_before_a_told_action_leaves_it_open),
        cmocka_unit_test(unplaced_sources_may_know_more),
        cmocka_unit_test(placed_sources_leave_all_as_it_is),
        cmocka_unit_test(clocks_are_doubted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
