#include "tests/review/scene.h"

#include <stdio.h>

#define ACCEPTED                                                                                   \
    "'text':'Refuse writes beyond the limit','state':'accepted','owner':'storage lead',"           \
    "'due':'2026-04-01','done_when':'the load test of 2 GB is refused','type':'prevent',"          \
    "'kind':'guardrail','strength':'strong','strength_reason':'the system stops by itself',"       \
    "'proof':'looked at after the next season'"

static const char plain[] = "PM0 {'title':'orders hang','stage':'timeline','status':'open'}\n"
                            "E1 {'kind':'impact.start','what':'orders hang'} at=10:02\n"
                            "E2 {'kind':'act.limit','what':'the writers were paused'} at=10:20\n"
                            "T1 {'code':'tool','text':'a loop in the shell','tool':'loop.sh'}\n"
                            "F1 {'text':'one pool serves reads and writes'}\n";

static const struct scene_rule rules[] = {
    /* names of entries */
    {"E3 {'says':['T1']}", NULL},
    {"E3 {'says':['T9']}", "E3: says names T9, which is not in this review"},
    {"E3 {'after':['E9']}", "after names E9"},
    {"H1 {'support':['E1','F1','T1']}", NULL},
    {"I1 {'replaced_by':'I1'}", "I1: replaced-by names I1 itself"},
    {"E3 {} at=E9+3m", "E3: at names E9, which is not in this review"},
    {"E3 {} at=E3+3m", "E3: at is given by E3 itself"},
    {"E3 {} at=E2+3m", NULL},
    {"T1 -", NULL},
    {"E2 -", NULL},
    /* order */
    {"E1 {'after':['E1']}", "circle: E1 after E1"},
    /* times */
    {"E3 {} at=10:02..10:05 end=10:00", "E3: end (10:00) is before at (10:02..10:05)"},
    {"E3 {} at=10:02..10:05 end=10:03", NULL},
    {"E3 {} at=10:02 end=10:00?", NULL},
    {"E3 {} at=10:02 end=10:00~", NULL},
    {"T2 {} since=10:00 changed=09:00", "T2: changed (09:00) is before since (10:00)"},
    {"H1 {} raised=10:30 closed=10:10", "H1: closed (10:10) is before raised (10:30)"},
    /* scales */
    {"E3 {'sureness':10}", NULL},
    {"E3 {'sureness':11}", "E3: sureness is 11; it goes from 0 to 10"},
    {"T2 {'sureness':12}", "T2: sureness is 12; it goes from 0 to 10"},
    {"M1 {'present':7,'learned':8}", "learned is 8; it goes from 0 to 7"},
    {"M1 {'present':7,'again':8}", "again is 8"},
    {"M1 {'learned':8}", NULL},
    /* observations */
    {"E3 {'certainty':'observation'}", "E3: an observation is a trace"},
    {"E3 {'certainty':'observation','says':['T1']}", NULL},
    {"E3 {'certainty':'observation','basis':'read off the graph of 5xx'}", NULL},
    {"E3 {'certainty':'testimony'}", NULL},
    /* areas */
    {"A3 {'area':'notification'}", NULL},
    {"A3 {'area':'tools'}", "A3 is the area 'notification', not 'tools'"},
    {"A8 {}", "there are seven areas, A1 to A7"},
    {"A3 {}", NULL},
    /* items */
    {"I1 {'text':'something with locks'}", NULL},
    {"I1 {" ACCEPTED ",'breaks':['F1']}", NULL},
    {"I1 {" ACCEPTED ",'serves':['T1']}", NULL},
    {"I1 {" ACCEPTED ",'broader':true}", NULL},
    {"I1 {" ACCEPTED "}", "still needs: what it acts on"},
    {"I1 {'state':'declined'}", "I1 cannot be 'declined' yet; it still needs: reason"},
    {"I1 {'state':'declined','reason':'the old host goes away in May'}", NULL},
    {"I1 {'state':'waiting','waits_for':'the new pool'}", "still needs: until"},
    {"I1 {'state':'waiting','waits_for':'the new pool','until':'2026-05-01'}", NULL},
    {"I1 {'state':'verified'}", "needs: check-method, result effective, evidence or held-in"},
    {"I1 {'state':'verified','check_method':'a drill','result':'partly','held_in':['PM7']}",
     "needs: result effective"},
    {"I1 {'state':'verified','check_method':'a drill','result':'effective','held_in':['PM7']}",
     NULL},
    {"I1 {'state':'done'}", NULL},

    {"W1 {'brings':'F1','needs':['F9']}", "W1: needs names F9, which is not in this review"},
    {"W1 {'needs':['F1']}", "W1: say what it brings about (brings)"},
    {"W1 {'brings':'F1'}", "W1: say which conditions had to come together"},
    {"W1 {'brings':'F1','needs':['F1']}", "W1: F1 cannot be needed for itself"},
    {"W1 {'brings':'F1','absent':['F1']}", "W1: F1 cannot be needed for itself"},
    {"U1 {'answer':'no'}", "U1: say which way was looked at"},
    {"U1 {'way':'W1','answer':'no'}", "U1: way names W1, which is not in this review"},
};

static void P3_what_cannot_be_is_refused_and_all_else_taken(void **state)
{
    (void)state;
    scene_try(plain, rules, sizeof rules / sizeof rules[0]);
}

static void P3_acceptance_names_all_that_is_missing_at_once(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, plain);
    assert_status(scene_put(&scene, "I1 {'state':'accepted'}"), STATUS_BAD_INPUT);
    assert_string_equal(
        scene.error.message,
        "I1 cannot be 'accepted' yet; it still needs: owner, text, due, done-when, type, kind, "
        "strength, strength-reason, proof, what it acts on (breaks, cuts, serves, areas or "
        "broader). "
        "Give them in one go, or leave its state as it is");
    assert_int_equal(scene.review.items.count, 0);
    scene_close(&scene);
}

static void P3_an_owner_is_one_person_or_role(void **state)
{
    static const char *const nobody[] = {"team", "The Team", "all", "TBD", " everybody ", "?"};
    struct scene scene;
    (void)state;
    for (size_t i = 0; i < sizeof nobody / sizeof nobody[0]; i++) {
        scene_open(&scene, plain);
        assert_put(&scene, "I1 {" ACCEPTED ",'breaks':['F1']}");
        struct review_item *item = scene_find(&scene, "I1");
        item->owner = nobody[i];
        const struct review_change change = {item->entry.id, NULL, &item->entry};
        assert_status(review_check(&scene.review, &change, 1, &scene.error), STATUS_BAD_INPUT);
        assert_true(span_find(span_of(scene.error.message), SPAN("owner (one person or role")) !=
                    SIZE_MAX);
        scene_close(&scene);
    }
}

static void P0_a_state_may_go_backwards(void **state)
{
    static const char *const states[] = {"done", "shaped", "idea", "retired", "idea"};
    struct scene scene;
    (void)state;
    scene_open(&scene, plain);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char put[80];
        (void)snprintf(put, sizeof put, "I1 {'text':'x','state':'%s'}", states[i]);
        assert_put(&scene, put);
    }
    scene_close(&scene);
}

static void P1_a_circle_in_the_order_is_told_link_by_link(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE3 {'after':['E5']}\nE4 {}\nE5 {'after':['E4']}\n"
                       "E6 {'after':['E3','E4','E5']}\n");
    assert_status(scene_put(&scene, "E4 {'after':['E3']}"), STATUS_BAD_INPUT);
    assert_string_equal(scene.error.message, "the order runs in a circle: E4 after E3, E3 after "
                                             "E5, E5 after E4; take one of these out");
    assert_status(scene_put(&scene, "E5 {'after':['E3']}"), STATUS_BAD_INPUT);
    assert_true(span_find(span_of(scene.error.message), SPAN("E5 after E3, E3 after E5")) !=
                SIZE_MAX);
    scene_close(&scene);
}

/* A hundred thousand events in one line of order: deep, and no circle. */
static void P1_a_long_order_is_walked_without_recursion(void **state)
{
    enum { EVENTS = 100000 };
    struct error error = ERROR_NONE;
    struct review review = {.events.count = EVENTS};
    struct review_review own = {.title = "x"};
    struct review_id *after = test_calloc(EVENTS, sizeof *after);
    (void)state;
    review.own = &own;
    review.reviews.at = &own;
    review.reviews.count = 1;
    review.events.at = test_calloc(EVENTS, sizeof *review.events.at);
    for (uint32_t i = 0; i < EVENTS; i++) {
        review.events.at[i].entry.id = (struct review_id){REVIEW_KIND_EVENT, i + 1};
        review.events.at[i].sureness = REVIEW_NO_COUNT;
        after[i] = (struct review_id){REVIEW_KIND_EVENT, i};
        if (i) review.events.at[i].after = (struct review_refs){&after[i], 1};
    }
    struct review_entry *last = &review.events.at[EVENTS - 1].entry;
    const struct review_change change = {last->id, NULL, last};
    assert_ok(review_check(&review, &change, 1, &error));
    after[0] = last->id;
    review.events.at[0].after = (struct review_refs){&after[0], 1};
    assert_status(review_check(&review, &change, 1, &error), STATUS_BAD_INPUT);
    assert_true(span_find(span_of(error.message), SPAN("and 99988 more")) != SIZE_MAX);
    test_free(review.events.at);
    test_free(after);
}

static void P3a_what_is_named_cannot_be_taken_out(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, plain);
    assert_put(&scene, "I1 {'text':'x','serves':['T1']}");
    assert_status(scene_put(&scene, "T1 -"), STATUS_BAD_INPUT);
    assert_string_equal(scene.error.message,
                        "T1 cannot be taken out: I1 names it (serves); change that first");
    assert_put(&scene, "T1 -\nI1 {'text':'x'}");
    assert_put(&scene, "E3 {} at=E2+3m");
    assert_status(scene_put(&scene, "E2 -"), STATUS_BAD_INPUT);
    scene_close(&scene);
}

static void items_that_replace_one_another_in_a_circle_are_told(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nI1 {'replaced_by':'I2'}\nI2 {}\n");
    assert_status(scene_put(&scene, "I2 {'replaced_by':'I1'}"), STATUS_BAD_INPUT);
    assert_true(span_find(span_of(scene.error.message), SPAN("leads back to I2")) != SIZE_MAX);
    scene_close(&scene);
}

static void a_matter_handed_over_keeps_no_content(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE1 {}\n");
    assert_status(scene_put(&scene, "PM0 {'status':'handed-over','handed_to':'legal'}"),
                  STATUS_BAD_INPUT);
    assert_status(scene_put(&scene, "PM0 {'status':'handed-over'}\nE1 -"), STATUS_BAD_INPUT);
    assert_put(&scene, "PM0 {'status':'handed-over','handed_to':'legal'}\nE1 -");
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P3_what_cannot_be_is_refused_and_all_else_taken),
        cmocka_unit_test(P3_acceptance_names_all_that_is_missing_at_once),
        cmocka_unit_test(P3_an_owner_is_one_person_or_role),
        cmocka_unit_test(P0_a_state_may_go_backwards),
        cmocka_unit_test(P1_a_circle_in_the_order_is_told_link_by_link),
        cmocka_unit_test(P1_a_long_order_is_walked_without_recursion),
        cmocka_unit_test(P3a_what_is_named_cannot_be_taken_out),
        cmocka_unit_test(items_that_replace_one_another_in_a_circle_are_told),
        cmocka_unit_test(a_matter_handed_over_keeps_no_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
