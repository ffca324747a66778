#include "tests/review/scene.h"

#include <stdio.h>

static const char incident[] =
    "PM0 {'title':'orders hang'}\n"
    "E1 {'kind':'impact.start','what':'orders hang'} at=10:02\n"
    "E2 {'kind':'page','what':'storage was paged'} at=10:12\n"
    "E3 {'kind':'decide','what':'fail over'} at=10:20\n"
    "E4 {'kind':'act.limit','what':'writers paused','intent':'protect'} at=10:21\n"
    "E5 {'kind':'handover','what':'to the night shift'} at=10:50\n"
    "E6 {'kind':'impact.end','what':'orders pass'} at=10:55\n"
    "E7 {'kind':'act.look','what':'counted slots','tool':'loop.sh'} at=10:51\n"
    "C1 {'text':'before or after the page?','claims':['E2','E3']}\n"
    "T1 {'code':'assume','text':'the pool grows','about':['E1']}\n"
    "F1 {'text':'one pool'}\nI1 {'text':'limit it'}\nH1 {'text':'the index'}\n"
    "D1 {'title':'runbook'}\nN1 {'what':'orders'}\n"
    "A1 {'area':'detection','state':'discussed'}\n";

struct offered {
    struct review_next *at;
    size_t count;
};

static struct offered ask(struct scene *scene, const char *about, const char *topic, size_t most)
{
    struct offered offered = {NULL, 0};
    struct error error = ERROR_NONE;
    const struct review_id id = about ? scene_id(about) : (struct review_id){0, 0};
    scene_settle(scene);
    assert_ok(review_next_questions(&scene->review, &scene->settled, id, topic, most, &scene->arena,
                                    &offered.at, &offered.count, &error));
    for (size_t i = 0; i < offered.count; i++) {
        assert_true(strlen(offered.at[i].because) > 0);
        assert_true(strlen(offered.at[i].question->text) > 0);
    }
    return offered;
}

/* The codes, one behind the other: "T1-3 T3-2". */
static const char *codes(struct scene *scene, struct offered offered)
{
    const char *all = "";
    for (size_t i = 0; i < offered.count; i++)
        all = arena_printf(&scene->arena, "%s%s%s", all, *all ? " " : "",
                           offered.at[i].question->code);
    return all;
}

static void D3_what_was_asked_is_not_offered_again_unless_recalled(void **state)
{
    static const struct {
        const char *put, *codes;
    } cases[] = {
        {NULL, "T1-3 T3-2 T4-4"},
        {"Q1 {'bank':'T1-3','about':['E3'],'state':'asked'}", "T3-2 T4-4"},
        {"Q1 {'bank':'T1-3','about':['E3'],'state':'answered','answer':'x'}", "T3-2 T4-4"},
        {"Q1 {'bank':'T1-3','about':['E3'],'state':'skipped'}", "T3-2 T4-4"},
        {"Q1 {'bank':'T1-3','state':'asked'}", "T3-2 T4-4"},
        {"Q1 {'bank':'T1-3','about':['E4'],'state':'asked'}", "T1-3 T3-2 T4-4"},
        {"Q1 {'bank':'T4-4','about':['E3'],'state':'recalled'}", "T4-4 T1-3 T3-2"},
        {"Q1 {'bank':'T1-3','about':['E3'],'state':'answered','answer':'x'}\n"
         "Q2 {'bank':'T1-3','about':['E3'],'state':'recalled'}",
         "T1-3 T3-2 T4-4"},
        {"Q1 {'text':'who was on the call?','about':['E3']}", "Q1 T1-3 T3-2 T4-4"},
        {"Q1 {'bank':'T4-4','about':['E3']}", "T4-4 T1-3 T3-2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene;
        scene_open(&scene, incident);
        if (cases[i].put) assert_put(&scene, cases[i].put);
        assert_string_equal(codes(&scene, ask(&scene, "E3", NULL, 20)), cases[i].codes);
        scene_close(&scene);
    }
}

static void D3_questions_about_anything_are_found(void **state)
{
    static const struct {
        const char *about, *topic, *codes;
    } cases[] = {
        {"E2", NULL, "T4-6 A4-4"},           {"C1", NULL, "T6-5 T6-6"},
        {"T1", NULL, "T2-1 T2-2 T2-3 T2-4"}, {"F1", NULL, "G-4 G-11 T2-2"},
        {"I1", NULL, "G-12 G-11"},           {"H1", NULL, "T4-5 T6-5"},
        {"D1", NULL, "A7-1 A7-2 A7-3 A7-4"}, {"N1", NULL, "A2-1 A2-2 A2-3 A2-4"},
        {"A3", NULL, "A3-1 A3-2 A3-3 A3-4"}, {NULL, "t7", "T7-1 T7-2 T7-3 T7-4"},
        {NULL, "G", "G-1 G-2 G-3 G-4"},
    };
    struct scene scene;
    struct error error = ERROR_NONE;
    struct review_next *next = NULL;
    size_t count = 0;
    (void)state;
    scene_open(&scene, incident);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(codes(&scene, ask(&scene, cases[i].about, cases[i].topic, 4)),
                            cases[i].codes);
    assert_status(review_next_questions(&scene.review, &scene.settled, scene_id("E99"), NULL, 3,
                                        &scene.arena, &next, &count, &error),
                  STATUS_NOT_FOUND);
    assert_status(review_next_questions(&scene.review, &scene.settled, scene_id("E1"), "T9", 3,
                                        &scene.arena, &next, &count, &error),
                  STATUS_BAD_INPUT);
    assert_null(next);
    scene_close(&scene);
}

/* Over the whole review: the decision first, then steps and handovers, each once in turn. */
static void P2_an_escalation_brings_its_follow_ups(void **state)
{
    struct scene scene;
    bool page = false, handover = false, gap = false, area = false, tool = false;
    (void)state;
    scene_open(&scene, incident);
    const struct offered offered = ask(&scene, NULL, NULL, 60);
    assert_true(review_id_equal(offered.at[0].about, scene_id("E3")));
    assert_non_null(strstr(offered.at[0].because, "a decision whose options are not noted"));
    for (size_t i = 0; i < offered.count; i++) {
        const struct review_next *next = &offered.at[i];
        for (size_t j = 0; j < i; j++) assert_ptr_not_equal(offered.at[j].question, next->question);
        page |= review_id_equal(next->about, scene_id("E2"));
        handover |= review_id_equal(next->about, scene_id("E5"));
        gap |= strstr(next->because, "longest silence") != NULL;
        area |= review_id_equal(next->about, scene_id("A4"));
        tool |= strstr(next->because, "'loop.sh' appears for the first time") != NULL;
        assert_false(review_id_equal(next->about, scene_id("A1"))); /* it was discussed */
    }
    assert_true(page && handover && gap && area && tool);
    assert_int_equal(ask(&scene, NULL, NULL, 3).count, 3);
    assert_int_equal(ask(&scene, NULL, NULL, 0).count, 0);
    scene_close(&scene);
}

/* Asking and answering to the end: every question comes at most once, and then there are none. */
static void D3_the_bank_runs_dry(void **state)
{
    struct scene scene;
    size_t asked = 0;
    (void)state;
    scene_open(&scene, incident);
    for (;;) {
        const struct offered offered = ask(&scene, NULL, "T1", 1);
        char put[160];
        if (!offered.count) break;
        assert_true(++asked <= 8);
        (void)snprintf(put, sizeof put, "Q%zu {'bank':'%s','state':'skipped'}", asked,
                       offered.at[0].question->code);
        assert_put(&scene, put);
    }
    assert_int_equal(asked, 8);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(D3_what_was_asked_is_not_offered_again_unless_recalled),
        cmocka_unit_test(D3_questions_about_anything_are_found),
        cmocka_unit_test(P2_an_escalation_brings_its_follow_ups),
        cmocka_unit_test(D3_the_bank_runs_dry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
