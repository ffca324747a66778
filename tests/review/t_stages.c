#include "tests/review/scene.h"

#include <stdio.h>

/* A review that can be published: each line is there for a line of the list. */
#define OWN                                                                                        \
    "'title':'orders hang','sort':'incident','why_held':'users could not order',"                  \
    "'day':'2026-03-04','summary':'s','impact':'i','meeting':'2026-03-06T10:00:00Z'"
static const char whole[] =
    "PM0 {" OWN ",'stage':'collect','status':'open'}\n"
    "P1 {'role':'lead','parts':['owner','participant']}\n"
    "P2 {'role':'asker','parts':['facilitator']}\n"
    "P3 {'role':'writer','parts':['note-taker']}\n"
    "X1 {'name':'app.log','presence':'present'}\n"
    "X2 {'name':'core','presence':'gone','because':'the host was rebuilt'}\n"
    "E1 {'kind':'signal','what':'waits','says':['T1']} at=09:52\n"
    "E2 {'kind':'impact.start','what':'orders hang','says':['T1']} at=10:02..10:05\n"
    "E3 {'kind':'detect','what':'a call','says':['T1']} at=10:10\n"
    "E4 {'kind':'act.limit','what':'writers paused','intent':'protect','says':['T1']} at=10:20\n"
    "E5 {'kind':'mitigated','what':'no more errors','says':['T1']} at=10:30\n"
    "E6 {'kind':'impact.end','what':'orders pass','says':['T1']} at=10:40:10\n"
    "E7 {'kind':'resolved','what':'writers back','says':['T1']} at=11:30\n"
    "T1 {'code':'saw','text':'red','role':'on-call'}\n"
    "T2 {'code':'learned','text':'the pool is shared'}\n"
    "Q1 {'bank':'G-7','state':'answered','answer':'the vendor call'}\n"
    "M1 {'kind':'discussion','held':true,'present':7,'learned':3}\n"
    "A1 {'area':'detection','state':'discussed'}\nA2 {'area':'impact','state':'discussed'}\n"
    "A3 {'area':'notification','state':'nothing-found'}\n"
    "A4 {'area':'coordination','state':'discussed'}\nA5 {'area':'tools','state':'discussed'}\n"
    "A6 {'area':'metrics','state':'discussed'}\nA7 {'area':'documentation','state':'discussed'}\n"
    "F1 {'text':'one pool','rests_on':['T1']}\nF2 {'text':'no limit','rests_on':['T1']}\n"
    "I1 {'text':'limit the pool','state':'verified','type':'prevent'}\n"
    "N1 {'what':'orders','value':'1820','source':'order log','final':true}\n";

static const struct review_need *need_of(struct scene *scene, unsigned stage, const char *rule,
                                         const char *text, size_t *ret_held_up)
{
    struct error error = ERROR_NONE;
    struct review_need *needs;
    const struct review_need *found = NULL;
    size_t count;
    unsigned last = 0;
    scene_bound(scene);
    assert_ok(review_ready(&scene->review, &scene->settled, &scene->bounds, stage, &scene->arena,
                           &needs, &count, &error));
    *ret_held_up = 0;
    for (size_t i = count; i-- > 0;) {
        if (strcmp(needs[i].rule, rule) == 0 && strstr(needs[i].text, text)) found = &needs[i];
        *ret_held_up += !needs[i].advice;
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(needs[i].stage >= last);
        last = needs[i].stage;
        assert_true(strlen(needs[i].text) > 0 && strlen(needs[i].why) > 0);
        assert_true(span_starts(span_of(needs[i].how), SPAN("postmortem ")));
        assert_non_null(strstr(needs[i].how, " PM1"));
    }
    return found;
}

static void P0_a_complete_review_misses_nothing_at_any_stage(void **state)
{
    struct scene scene;
    size_t held_up;
    (void)state;
    scene_open(&scene, whole);
    for (unsigned stage = 1; stage < REVIEW_STAGE_COUNT; stage++) {
        (void)need_of(&scene, stage, "", "", &held_up);
        if (held_up) fail_msg("stage %s", vocabulary_word(&review_words_stage, stage));
    }
    scene_close(&scene);
}

/* One thing less in the complete review, and what the list says then. */
static const struct {
    const char *row, *put;
    unsigned stage;
    const char *rule, *text, *how;
    bool advice, report;
} missing[] = {
    {"D1", "P3 {'role':'writer'}", REVIEW_STAGE_COLLECT, "note-taker", "nobody takes the notes",
     "postmortem person PM1 \"...\" --parts note-taker", false, true},
    {"D1", "P2 {'parts':['facilitator','note-taker']}\nP3 {'role':'x'}", REVIEW_STAGE_COLLECT,
     "note-taker-apart", "the facilitator takes the notes as well", "", true, false},
    {"X1", "P2 {'role':'asker'}", REVIEW_STAGE_COLLECT, "facilitator", "nobody facilitates", "",
     false, true},
    {"P0", "P1 {'role':'x'}", REVIEW_STAGE_COLLECT, "owner", "nobody owns", "", false, true},
    {"P0", "X3 {'name':'chat','presence':'wanted'}", REVIEW_STAGE_COLLECT, "evidence-wanted",
     "evidence still to be had: X3", "postmortem edit PM1 X3 --presence gone", false, false},
    {"P0", "X2 {'presence':'gone'}", REVIEW_STAGE_COLLECT, "evidence-gone", "X2", "", false, false},
    {"P1a", "E6 {'kind':'note','says':['T1']}", REVIEW_STAGE_TIMELINE, "anchor", "no impact end",
     "postmortem event PM1 \"10:02 ...\" --kind impact.end", false, true},
    {"P1a", "E6 {'kind':'impact.end','says':['T1']} at=?", REVIEW_STAGE_TIMELINE, "!anchor-end", "",
     "", false, false},
    {"P1", "E3 {'kind':'detect'} at=10:10", REVIEW_STAGE_TIMELINE, "anchor-source", "E3", "", false,
     false},
    {"P2", "P1 {'role':'lead','parts':['owner','participant'],'account':'asked'}",
     REVIEW_STAGE_TIMELINE, "accounts", "first accounts still to come: P1", "", false, false},
    {"P2a", "A4 {'area':'coordination'}", REVIEW_STAGE_DISCUSS, "area",
     "the area 'coordination' was not talked about",
     "postmortem area PM1 coordination discussed \"...\"", false, false},
    {"A3", "T2 {'code':'other'}", REVIEW_STAGE_DISCUSS, "learnings", "nothing that was learnt", "",
     false, true},
    {"A3", "M1 {'kind':'discussion','held':true}", REVIEW_STAGE_DISCUSS, "learned-count",
     "is not noted", "", true, false},
    {"D3c", "E4 {'kind':'act.limit','says':['T1']} at=10:20", REVIEW_STAGE_DISCUSS, "intent",
     "actions without intent: E4", "postmortem edit PM1 E4 --intent", true, false},
    {"N2c", "E9 {'kind':'decide','says':['T1']} at=10:11", REVIEW_STAGE_DISCUSS, "options",
     "decisions without options or context: E9", "", true, false},
    {"S1", "F2 -", REVIEW_STAGE_CAUSES, "single-factor", "one single condition", "", false, false},
    {"S1", "F1 -\nF2 -", REVIEW_STAGE_CAUSES, "factors", "no condition", "", false, true},
    {"P3", "I2 {'text':'x','state':'shaped'}", REVIEW_STAGE_REMEDIATE, "item-undecided", "I2", "",
     false, true},
    {"P3", "I1 -", REVIEW_STAGE_REMEDIATE, "items", "no remediation, and no word on why", "", false,
     true},
    {"R6", "N2 {'what':'calls','value':'40'}", REVIEW_STAGE_PUBLISH, "number-source",
     "numbers without a source: N2", "", false, true},
    {"P3", "I2 {'text':'x','state':'done'}", REVIEW_STAGE_FOLLOW_UP, "item-unverified",
     "I2 is done, and not yet seen to work", "postmortem edit PM1 I2 --state verified", false,
     false},
};

static void each_lack(const char *row)
{
    size_t ran = 0, held_up;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        struct scene scene;
        struct error error = ERROR_NONE;
        if (strcmp(missing[i].row, row) != 0) continue;
        ran++;
        scene_open(&scene, whole);
        assert_put(&scene, missing[i].put);
        const struct review_need *need =
            need_of(&scene, missing[i].stage, missing[i].rule, missing[i].text, &held_up);
        if (missing[i].rule[0] == '!') {
            if (held_up) fail_msg("%s holds something up", missing[i].put);
        } else {
            if (!need) fail_msg("%s: no %s", missing[i].put, missing[i].rule);
            assert_int_equal(need->stage, missing[i].stage);
            assert_int_equal(need->advice, missing[i].advice);
            if (!strstr(need->how, missing[i].how)) fail_msg("%s", need->how);
        }
        const enum status status =
            review_go(&scene.review, &scene.settled, &scene.bounds, 0, REVIEW_STATUS_PUBLISHED,
                      scene.now, &scene.arena, &error);
        if ((status == STATUS_BAD_INPUT) != missing[i].report)
            fail_msg("%s: %s", missing[i].put, error.message);
        if (missing[i].report && !strstr(error.message, missing[i].text))
            fail_msg("%s", error.message);
        scene_close(&scene);
    }
    assert_true(ran > 0);
}

static void P0_each_stage_says_what_it_misses(void **state)
{
    (void)state;
    each_lack("P0");
    each_lack("P1");
    each_lack("P1a");
    each_lack("P3");
}

static void D1_a_note_taker_is_asked_for(void **state)
{
    (void)state;
    each_lack("D1");
}

static void X1_a_facilitator_is_asked_for(void **state)
{
    (void)state;
    each_lack("X1");
}

static void P2_the_talk_waits_for_first_accounts(void **state)
{
    (void)state;
    each_lack("P2");
}

static void P2a_an_area_nobody_talked_about_is_named(void **state)
{
    (void)state;
    each_lack("P2a");
}

static void A3_learnings_or_an_explicit_none(void **state)
{
    struct scene scene;
    size_t held_up;
    (void)state;
    each_lack("A3");
    scene_open(&scene, whole);
    assert_put(&scene, "T2 {'code':'other'}\nPM0 {" OWN ",'no_learning':true}");
    assert_null(need_of(&scene, REVIEW_STAGE_DISCUSS, "learnings", "", &held_up));
    scene_close(&scene);
}

static void D3c_actions_without_intent_are_offered(void **state)
{
    (void)state;
    each_lack("D3c");
    each_lack("N2c");
}

static void S1_one_factor_alone_is_incomplete_and_can_be_saved(void **state)
{
    (void)state;
    each_lack("S1");
}

static void R6_a_number_without_source_is_not_published(void **state)
{
    (void)state;
    each_lack("R6");
}

/* ---- going ---- */

static enum status go(struct scene *scene, unsigned stage, unsigned status)
{
    scene_bound(scene);
    scene->error = ERROR_NONE;
    return review_go(&scene->review, &scene->settled, &scene->bounds, stage, status, scene->now,
                     &scene->arena, &scene->error);
}

static void P0_a_review_walks_the_stages_and_may_go_back(void **state)
{
    static const struct {
        unsigned stage;
        const char *standing;
        bool agreed, published;
        enum review_status_word status;
    } way[] = {
        {REVIEW_STAGE_TIMELINE, "timeline in work", false, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_DISCUSS, "timeline agreed", true, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_CAUSES, "discussed", true, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_TIMELINE, "timeline in work", false, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_REMEDIATE, "factors agreed", true, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_PUBLISH, "remediation decided", true, false, REVIEW_STATUS_OPEN},
        {REVIEW_STAGE_FOLLOW_UP, "following up", true, true, REVIEW_STATUS_PUBLISHED},
        {REVIEW_STAGE_DISCUSS, "reopened", true, true, REVIEW_STATUS_REOPENED},
        {REVIEW_STAGE_FOLLOW_UP, "following up", true, true, REVIEW_STATUS_PUBLISHED},
    };
    struct scene scene;
    (void)state;
    scene_open(&scene, whole);
    assert_string_equal(review_standing(&scene.review), "collecting");
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
        if (go(&scene, way[i].stage, 0)) fail_msg("%s", scene.error.message);
        const struct review_review *own = scene.review.own;
        assert_string_equal(review_standing(&scene.review), way[i].standing);
        assert_int_equal(own->stage, way[i].stage);
        assert_int_equal(own->status, way[i].status);
        assert_int_equal(own->agreed == scene.now, way[i].agreed);
        assert_int_equal(own->published == scene.now, way[i].published);
    }
    scene_close(&scene);
}

static void P0_closed_means_that_every_item_is_at_its_end(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, whole);
    assert_put(&scene, "I2 {'text':'x','state':'done'}");
    assert_status(go(&scene, 0, REVIEW_STATUS_CLOSED), STATUS_BAD_INPUT);
    assert_non_null(strstr(scene.error.message, "I2 is 'done'"));
    assert_int_equal(scene.review.own->status, REVIEW_STATUS_OPEN);
    assert_put(&scene, "I2 {'text':'x','state':'retired'}");
    assert_int_equal(go(&scene, 0, REVIEW_STATUS_CLOSED), STATUS_OK);
    assert_string_equal(review_standing(&scene.review), "closed");
    assert_true(scene.review.own->closed == scene.now);
    assert_int_equal(go(&scene, 0, REVIEW_STATUS_REOPENED), STATUS_OK);
    assert_true(scene.review.own->closed == INSTANT_NONE);
    scene_close(&scene);
}

static void P0_a_matter_for_elsewhere_leaves_no_text(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, whole);
    assert_status(go(&scene, 0, REVIEW_STATUS_HANDED_OVER), STATUS_BAD_INPUT);
    assert_put(&scene, "PM0 {" OWN ",'handed_to':'legal'}");
    assert_int_equal(go(&scene, 0, REVIEW_STATUS_HANDED_OVER), STATUS_OK);
    assert_null(scene.review.own->summary);
    assert_string_equal(scene.review.own->handed_to, "legal");
    assert_string_equal(review_standing(&scene.review), "handed over elsewhere");
    scene_close(&scene);
}

static void P0_a_near_miss_needs_no_impact(void **state)
{
    struct scene scene;
    size_t held_up;
    (void)state;
    scene_open(&scene, whole);
    assert_put(&scene, "E2 {'kind':'note','says':['T1']} at=10:02\nE6 -");
    (void)need_of(&scene, REVIEW_STAGE_TIMELINE, "anchor", "", &held_up);
    assert_int_equal(held_up, 2);
    scene.review.own->sort = REVIEW_SORT_NEAR_MISS;
    (void)need_of(&scene, REVIEW_STAGE_TIMELINE, "anchor", "", &held_up);
    assert_int_equal(held_up, 0);
    scene_close(&scene);
}

/* ---- wishes ---- */

static void D2b_a_wish_is_held_against_what_there_was(void **state)
{
    static const struct {
        const char *wish, *text, *source;
    } wishes[] = {
        {"T9 {'code':'wish','text':'free slots'} wanted_at=09:45",
         "no source had it then: first signal (E1) ", NULL},
        {"T9 {'code':'wish'} wanted_at=10:00", "a source had it: first signal (E1) ", "E1"},
        {"T9 {'code':'wish'} wanted_at=09:50..09:55", "is open: the bounds of first signal (E1)",
         NULL},
        {"T9 {'code':'wish'}", "when it was wanted is not stated", NULL},
        {"T9 {'code':'wish','about':['E3']} wanted_at=10:00",
         "no source had it then: the trace (E3) ", NULL},
        {"T9 {'code':'wish'} wanted_at=E3-30m", "no source had it then", NULL},
        {"T9 {'code':'wish'} wanted_at=E3+1m", "a source had it", "E1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        struct scene scene;
        struct error error = ERROR_NONE;
        struct review_wish *found;
        size_t count;
        scene_open(&scene, whole);
        assert_put(&scene, wishes[i].wish);
        scene_bound(&scene);
        assert_ok(review_wishes(&scene.review, &scene.settled, &scene.bounds, &scene.arena, &found,
                                &count, &error));
        assert_int_equal(count, 1);
        if (!strstr(found->text, wishes[i].text)) fail_msg("%s", found->text);
        assert_ptr_equal(found->source,
                         wishes[i].source ? scene_find(&scene, wishes[i].source) : NULL);
        scene_close(&scene);
    }
}

static void R5_wanted_had_when(void **state)
{
    struct scene scene;
    struct error error = ERROR_NONE;
    struct review_wish *found;
    size_t count;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE1 {'kind':'signal'} at=09:52:00\n"
                       "T1 {'code':'wish','text':'slots'} wanted_at=09:45:00\n"
                       "T2 {'code':'wish','withdrawn':true} wanted_at=09:45\n"
                       "T3 {'code':'data'}\nT4 {'code':'wish'} wanted_at=10:00:00\n");
    scene_bound(&scene);
    assert_ok(review_wishes(&scene.review, &scene.settled, &scene.bounds, &scene.arena, &found,
                            &count, &error));
    assert_int_equal(count, 2);
    assert_non_null(strstr(found[0].text, "first signal (E1) "));
    assert_non_null(strstr(found[0].text, "later"));
    assert_non_null(strstr(found[1].text, "earlier"));
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P0_a_complete_review_misses_nothing_at_any_stage),
        cmocka_unit_test(P0_each_stage_says_what_it_misses),
        cmocka_unit_test(D1_a_note_taker_is_asked_for),
        cmocka_unit_test(X1_a_facilitator_is_asked_for),
        cmocka_unit_test(P2_the_talk_waits_for_first_accounts),
        cmocka_unit_test(P2a_an_area_nobody_talked_about_is_named),
        cmocka_unit_test(A3_learnings_or_an_explicit_none),
        cmocka_unit_test(D3c_actions_without_intent_are_offered),
        cmocka_unit_test(S1_one_factor_alone_is_incomplete_and_can_be_saved),
        cmocka_unit_test(R6_a_number_without_source_is_not_published),
        cmocka_unit_test(P0_a_review_walks_the_stages_and_may_go_back),
        cmocka_unit_test(P0_closed_means_that_every_item_is_at_its_end),
        cmocka_unit_test(P0_a_matter_for_elsewhere_leaves_no_text),
        cmocka_unit_test(P0_a_near_miss_needs_no_impact),
        cmocka_unit_test(D2b_a_wish_is_held_against_what_there_was),
        cmocka_unit_test(R5_wanted_had_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
