#include "tests/review/scene.h"

#include <stdio.h>

static const char early[] = "PM0 {'title':'orders hang','stage':'timeline','status':'open'}\n"
                            "E1 {'kind':'impact.start','what':'orders hang'} at=10:02\n";
static const char agreed[] =
    "PM0 {'title':'orders hang','stage':'discuss','status':'open',"
    "'agreed':'2026-03-05T10:00:00Z'}\n"
    "I1 {'text':'an idea from the first hour','state':'idea','parked':true}\n"
    "F1 {'text':'one pool serves all','early':true}\n";

static void A1_an_idea_before_the_timeline_is_agreed_is_parked(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, early);
    assert_put(&scene, "I1 {'text':'add a limit'}\nI2 {'text':'x','state':'shaped'}\n"
                       "I3 {'text':'drop it','state':'declined','reason':'too dear'}");
    const struct review_item *item = scene_find(&scene, "I1");
    assert_true(item->parked);
    assert_int_equal(item->state, REVIEW_ITEM_STATE_IDEA);
    assert_true(((struct review_item *)scene_find(&scene, "I2"))->parked);
    assert_false(((struct review_item *)scene_find(&scene, "I3"))->parked);
    struct review_plan plan;
    review_plan_of(&scene.review, &plan);
    assert_int_equal(plan.parked, 2);
    assert_int_equal(plan.planned, 0);
    scene_close(&scene);
}

static void A1_a_parked_idea_leaves_when_it_is_shaped_afterwards(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, agreed);
    assert_put(&scene, "I1 {'text':'other words','state':'idea','parked':true}");
    assert_true(((struct review_item *)scene_find(&scene, "I1"))->parked);
    assert_put(&scene, "I1 {'text':'limit the pool','state':'shaped','parked':true}");
    assert_false(((struct review_item *)scene_find(&scene, "I1"))->parked);
    assert_put(&scene, "I2 {'text':'raised afterwards'}");
    assert_false(((struct review_item *)scene_find(&scene, "I2"))->parked);
    scene_close(&scene);
}

static void N2b1_an_early_factor_carries_the_mark_until_it_is_confirmed(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, early);
    assert_put(&scene, "F1 {'text':'one pool serves all'}");
    assert_true(((struct review_factor *)scene_find(&scene, "F1"))->early);
    assert_put(&scene, "F1 {'text':'one pool serves all reads','early':true}");
    assert_true(((struct review_factor *)scene_find(&scene, "F1"))->early);
    scene_close(&scene);
    scene_open(&scene, agreed);
    assert_put(&scene, "F1 {'text':'one pool serves all','early':true}\nF2 {'text':'late'}");
    assert_false(((struct review_factor *)scene_find(&scene, "F1"))->early);
    assert_false(((struct review_factor *)scene_find(&scene, "F2"))->early);
    scene_close(&scene);
}

static void P3_moving_a_due_date_later_is_counted(void **state)
{
    static const struct {
        const char *due;
        int64_t postponed;
    } moves[] = {{"2026-04-01", REVIEW_NO_COUNT},
                 {"2026-04-08", 1},
                 {"2026-04-02", 1},
                 {"2026-05-01", 2},
                 {"2026-05-01", 2}};
    struct scene scene;
    (void)state;
    scene_open(&scene, agreed);
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        char put[120];
        const struct review_item *before = scene_find(&scene, "I1");
        if (before->postponed == REVIEW_NO_COUNT)
            (void)snprintf(put, sizeof put, "I1 {'text':'x','due':'%s'}", moves[i].due);
        else
            (void)snprintf(put, sizeof put, "I1 {'text':'x','due':'%s','postponed':%lld}",
                           moves[i].due, (long long)before->postponed);
        assert_put(&scene, put);
        assert_true(((struct review_item *)scene_find(&scene, "I1"))->postponed ==
                    moves[i].postponed);
    }
    scene_close(&scene);
}

static void P3_states_get_their_days(void **state)
{
    struct scene scene;
    const int32_t today = (int32_t)civil_days(2026, 3, 6);
    (void)state;
    scene_open(&scene, agreed);
    assert_put(&scene, "I1 {'text':'x','state':'done'}\nI2 {'text':'x','state':'done',"
                       "'done':'2026-03-05'}\nI3 {'text':'x','state':'not-effective'}");
    assert_int_equal(((struct review_item *)scene_find(&scene, "I1"))->done, today);
    assert_int_equal(((struct review_item *)scene_find(&scene, "I2"))->done, today - 1);
    assert_int_equal(((struct review_item *)scene_find(&scene, "I3"))->checked, today);
    assert_put(&scene, "I1 {'text':'x','state':'verified','check_method':'a drill',"
                       "'result':'effective','held_in':['PM4']}");
    assert_int_equal(((struct review_item *)scene_find(&scene, "I1"))->checked, today);
    scene_close(&scene);
}

static void D3_a_question_takes_its_words_from_the_bank(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, agreed);
    assert_put(&scene, "Q1 {'bank':'a1-1'}\nQ2 {'bank':'T1-1','answer':'the graph'}\n"
                       "Q3 {'text':'who else was there?','state':'skipped'}");
    const struct review_question *first = scene_find(&scene, "Q1");
    assert_string_equal(first->bank, "A1-1");
    assert_string_equal(first->text, review_bank_find(SPAN("A1-1"))->text);
    assert_int_equal(first->areas, 1u << REVIEW_AREA_DETECTION);
    assert_int_equal(first->state, REVIEW_ASKING_QUEUED);
    assert_true(first->asked == INSTANT_NONE);
    const struct review_question *second = scene_find(&scene, "Q2");
    assert_int_equal(second->state, REVIEW_ASKING_ANSWERED);
    assert_true(second->asked == scene.now);
    assert_true(((struct review_question *)scene_find(&scene, "Q3"))->asked == INSTANT_NONE);
    scene_close(&scene);
}

/* What is noted tells what sort of statement it is, when nobody says so. */
static void D3_statements_get_their_code(void **state)
{
    static const struct {
        const char *put;
        enum review_code_word code;
    } cases[] = {
        {"T1 {'text':'a loop','tool':'loop.sh'}", REVIEW_CODE_TOOL},
        {"T1 {'chosen':'top','passed_over':'the dashboard','tool':'top'}", REVIEW_CODE_PREF},
        {"T1 {'then':'it was the network','now':'it was the pool'}", REVIEW_CODE_BELIEF},
        {"T1 {'text':'the pool grows'} since=09:00", REVIEW_CODE_ASSUME},
        {"T1 {'text':'free slots'} wanted_at=09:45", REVIEW_CODE_WISH},
        {"T1 {'text':'who owns it?','asked_of':'storage'}", REVIEW_CODE_OPEN},
        {"T1 {'source':'5xx graph','delay':'5m'}", REVIEW_CODE_DATA},
        {"T1 {'ground':'graph','sureness':6}", REVIEW_CODE_CONF},
        {"T1 {'text':'hello'}", REVIEW_CODE_OTHER},
        {"T1 {'code':'luck','tool':'loop.sh'}", REVIEW_CODE_LUCK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene;
        scene_open(&scene, agreed);
        assert_put(&scene, cases[i].put);
        const struct review_statement *statement = scene_find(&scene, "T1");
        if (statement->code != cases[i].code)
            fail_msg("%s: %s", cases[i].put, vocabulary_word(&review_words_code, statement->code));
        scene_close(&scene);
    }
}

static void entries_begin_at_their_first_state(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\n");
    assert_put(&scene, "PM0 {'title':'y'}\nH1 {'text':'the index'}\nA2 {'found':'late numbers'}\n"
                       "A3 {}\nC1 {'text':'when?'}\nX1 {'name':'app.log'}\n"
                       "X2 {'name':'core','because':'the host was rebuilt'}");
    assert_int_equal(scene.review.own->stage, REVIEW_STAGE_COLLECT);
    assert_int_equal(scene.review.own->status, REVIEW_STATUS_OPEN);
    assert_int_equal(scene.review.hypotheses.at[0].state, REVIEW_IDEA_RAISED);
    assert_int_equal(scene.review.areas.at[0].area, REVIEW_AREA_IMPACT);
    assert_int_equal(scene.review.areas.at[0].state, REVIEW_COVER_DISCUSSED);
    assert_int_equal(scene.review.areas.at[1].state, REVIEW_COVER_OPEN);
    assert_int_equal(scene.review.conflicts.at[0].disposition, REVIEW_DISPOSITION_OPEN);
    assert_int_equal(scene.review.exhibits.at[0].presence, REVIEW_PRESENCE_WANTED);
    assert_int_equal(scene.review.exhibits.at[1].presence, REVIEW_PRESENCE_GONE);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(A1_an_idea_before_the_timeline_is_agreed_is_parked),
        cmocka_unit_test(A1_a_parked_idea_leaves_when_it_is_shaped_afterwards),
        cmocka_unit_test(N2b1_an_early_factor_carries_the_mark_until_it_is_confirmed),
        cmocka_unit_test(P3_moving_a_due_date_later_is_counted),
        cmocka_unit_test(P3_states_get_their_days),
        cmocka_unit_test(D3_a_question_takes_its_words_from_the_bank),
        cmocka_unit_test(D3_statements_get_their_code),
        cmocka_unit_test(entries_begin_at_their_first_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
