#include "tests/review/scene.h"

#include <stdio.h>

static void S3_the_word_for_a_review_is_configurable(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\n");
    assert_string_equal(review_called(&scene.review), "postmortem");
    assert_put(&scene, "PM0 {'title':'x','word':'learning review'}");
    assert_string_equal(review_called(&scene.review), "learning review");
    scene_close(&scene);
}

static void A0_the_opening_tells_the_aim(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\n");
    assert_true(span_find(span_of(review_opening(&scene.review)), SPAN("here to learn")) !=
                SIZE_MAX);
    assert_put(&scene, "PM0 {'title':'x','opening':'Welcome.'}");
    assert_string_equal(review_opening(&scene.review), "Welcome.");
    scene_close(&scene);
}

static void R0_each_area_is_counted_over_events_statements_factors_items(void **state)
{
    struct scene scene;
    struct review_area_cover areas[7];
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\n"
                       "E1 {'areas':['tools','detection']}\nE2 {'areas':['tools']}\n"
                       "T1 {'areas':['tools']}\nT2 {'areas':['tools'],'withdrawn':true}\n"
                       "F1 {'areas':['metrics']}\nI1 {'areas':['tools']}\n"
                       "A5 {'area':'tools','state':'discussed'}\n"
                       "A7 {'area':'documentation','state':'nothing-found'}\n");
    review_areas_of(&scene.review, areas);
    for (unsigned i = 0; i < 7; i++) {
        const struct review_area_cover *area = &areas[i];
        const bool tools = i + 1 == REVIEW_AREA_TOOLS;
        assert_int_equal(area->area, i + 1);
        assert_int_equal(area->events, tools ? 2 : i + 1 == REVIEW_AREA_DETECTION ? 1 : 0);
        assert_int_equal(area->statements, tools);
        assert_int_equal(area->factors, i + 1 == REVIEW_AREA_METRICS);
        assert_int_equal(area->items, tools);
        assert_int_equal(area->entry != NULL, tools || i == 6);
        assert_int_equal(area->state, tools    ? REVIEW_COVER_DISCUSSED
                                      : i == 6 ? REVIEW_COVER_NOTHING
                                               : REVIEW_COVER_OPEN);
    }
    scene_close(&scene);
}

static void D2_the_plan_counts_items_that_prepare(void **state)
{
    struct scene scene;
    struct review_plan plan;
    (void)state;
    scene_open(&scene,
               "PM0 {'title':'x'}\n"
               "I1 {'state':'accepted','type':'learn','kind':'resource','strength':'weak'}\n"
               "I2 {'state':'done','type':'respond','kind':'tool','strength':'medium'}\n"
               "I3 {'state':'waiting','type':'prevent','kind':'guardrail'}\n"
               "I4 {'state':'idea','type':'respond','parked':true}\n"
               "I5 {'state':'declined','type':'learn'}\n"
               "I6 {'state':'verified','type':'detect','strength':'strong'}\n");
    review_plan_of(&scene.review, &plan);
    assert_int_equal(plan.planned, 4);
    assert_int_equal(plan.preparing, 2);
    assert_int_equal(plan.parked, 1);
    assert_int_equal(plan.proposed, 1);
    assert_int_equal(plan.declined, 1);
    assert_int_equal(plan.verified, 1);
    assert_int_equal(plan.types[REVIEW_TYPE_OF_ITEM_LEARN], 1);
    assert_int_equal(plan.kinds[REVIEW_HELP_GUARDRAIL], 1);
    assert_int_equal(plan.strengths[REVIEW_STRENGTH_STRONG], 1);
    scene_close(&scene);
}

static const char finds[] =
    "PM0 {'title':'x','stage':'discuss','agreed':'2026-03-05T10:00:00Z'}\n"
    "T1 {'code':'tool','text':'a loop that counts slots','tool':'loop.sh','role':'on-call',"
    "'areas':['coordination']}\n"
    "T2 {'code':'wish','text':'free slots of the pool\\nper host'}\n"
    "T3 {'code':'open','text':'who owns the pool?'}\n"
    "T4 {'code':'risk','text':'the second pool'}\n"
    "T5 {'code':'did','text':'called the vendor'}\n"
    "T6 {'code':'pref','chosen':'top','passed_over':'the panel'}\n"
    "D1 {'title':'Pool runbook','state':'outdated'}\n"
    "D2 {'title':'Failover','state':'missing'}\n"
    "E1 {'kind':'silent','what':'R7 stayed quiet'}\n"
    "E2 {'kind':'improv','what':'a query by hand','tool':'slots.sql'}\n"
    "F1 {'text':'one pool serves all','areas':['tools']}\n"
    "A2 {'area':'impact','found':'numbers came late'}\n"
    "I1 {'text':'x'}\nP1 {'role':'dba'}\n";

static const struct {
    const char *row, *from, *text;
    unsigned type, kind;
    uint32_t areas;
} items[] = {
    {"D2a", "T1", "Make it a tool that others can use: loop.sh", REVIEW_TYPE_OF_ITEM_RESPOND,
     REVIEW_HELP_TOOL, 1u << REVIEW_AREA_TOOLS | 1u << REVIEW_AREA_COORDINATION},
    {"D2a", "E2", "Make it a tool that others can use: slots.sql", REVIEW_TYPE_OF_ITEM_RESPOND,
     REVIEW_HELP_TOOL, 1u << REVIEW_AREA_TOOLS},
    {"D2b", "T2", "Show it where and when it is wanted: free slots of the pool",
     REVIEW_TYPE_OF_ITEM_DETECT, REVIEW_HELP_TOOL, 0},
    {"D2c", "T3", "Find out: who owns the pool?", REVIEW_TYPE_OF_ITEM_LEARN, REVIEW_HELP_RESOURCE,
     0},
    {"A4", "T4", "Guard against: the second pool", REVIEW_TYPE_OF_ITEM_PREVENT,
     REVIEW_HELP_GUARDRAIL, 0},
    {"P3a", "T5", "Take up: called the vendor", 0, 0, 0},
    {"D3g", "T6", "Make it as quick to reach as the other: the panel", 0, REVIEW_HELP_TOOL, 0},
    {"R7", "D1", "Bring up to date: Pool runbook", REVIEW_TYPE_OF_ITEM_RESPOND,
     REVIEW_HELP_RESOURCE, 1u << REVIEW_AREA_DOCUMENTATION},
    {"R7", "D2", "Write: Failover", REVIEW_TYPE_OF_ITEM_RESPOND, REVIEW_HELP_RESOURCE,
     1u << REVIEW_AREA_DOCUMENTATION},
    {"R1", "E1", "Make this heard: R7 stayed quiet", REVIEW_TYPE_OF_ITEM_DETECT,
     REVIEW_HELP_GUARDRAIL, 1u << REVIEW_AREA_DETECTION},
    {"N1", "F1", "Act on: one pool serves all", 0, 0, 1u << REVIEW_AREA_TOOLS},
    {"P3a", "A2", "Take up: numbers came late", 0, 0, 0},
};

static void make_items(const char *row)
{
    size_t ran = 0;
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct scene scene;
        struct review_item *item;
        struct error error = ERROR_NONE;
        if (strcmp(items[i].row, row) != 0) continue;
        const struct review_id from = scene_id(items[i].from);
        scene_open(&scene, finds);
        assert_ok(review_item_from(&scene.review, from, &scene.arena, &item, &error));
        if (items[i].from[0] != 'A') assert_string_equal(item->text, items[i].text);
        assert_int_equal(item->state, REVIEW_ITEM_STATE_IDEA);
        assert_int_equal(item->type, items[i].type);
        assert_int_equal(item->kind, items[i].kind);
        assert_int_equal(item->areas, items[i].areas);
        const struct review_refs *tie =
            from.kind == REVIEW_KIND_FACTOR ? &item->breaks : &item->serves;
        assert_int_equal(tie->count, 1);
        assert_true(review_id_equal(tie->at[0], from));
        scene_close(&scene);
        ran++;
    }
    assert_true(ran > 0);
}

static void D2a_an_improvised_tool_becomes_an_item_in_one_step(void **state)
{
    (void)state;
    make_items("D2a");
    make_items("D3g");
}

static void R7_a_document_becomes_an_item(void **state)
{
    (void)state;
    make_items("R7");
}

static void P3a_items_are_made_from_what_was_found(void **state)
{
    static const char *const rows[] = {"D2b", "D2c", "A4", "P3a", "R1", "N1"};
    struct scene scene;
    struct error error = ERROR_NONE;
    struct review_item *item = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) make_items(rows[i]);
    scene_open(&scene, finds);
    assert_status(review_item_from(&scene.review, scene_id("T99"), &scene.arena, &item, &error),
                  STATUS_NOT_FOUND);
    assert_status(review_item_from(&scene.review, scene_id("I1"), &scene.arena, &item, &error),
                  STATUS_BAD_INPUT);
    assert_status(review_item_from(&scene.review, scene_id("P1"), &scene.arena, &item, &error),
                  STATUS_BAD_INPUT);
    assert_null(item);
    scene_close(&scene);
}

/* A line of an item is one line, cut between characters. */
static void P3a_long_texts_are_cut_between_characters(void **state)
{
    struct scene scene;
    struct error error = ERROR_NONE;
    struct review_item *item;
    char text[800], entries[1000];
    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2) memcpy(text + i, "\xc3\xa4", 2);
    text[sizeof text - 2] = '\0';
    (void)snprintf(entries, sizeof entries, "PM0 {'title':'x'}\nT1 {'text':'x%s'}\n", text);
    scene_open(&scene, entries);
    assert_ok(review_item_from(&scene.review, scene_id("T1"), &scene.arena, &item, &error));
    assert_true(strlen(item->text) < 200);
    assert_int_equal((strlen(item->text) - strlen("Take up: x")) % 2, 0);
    scene_close(&scene);
}

static void P3a_an_idea_is_kept_merged_shaped_or_declined(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, finds);
    assert_put(&scene, "I2 {'text':'raise the limit'}\nI3 {'text':'limit the pool'}\n"
                       "I4 {'text':'two pools'}\nI5 {'text':'mail everybody'}");
    assert_put(&scene,
               "I3 {'text':'limit the pool','state':'superseded','replaced_by':'I2'}\n"
               "I4 {'text':'two pools','state':'shaped','tracker':'OPS-17'}\n"
               "I5 {'text':'mail everybody','state':'declined','reason':'it is forgotten'}");
    assert_int_equal(scene.review.items.count, 5);
    scene_close(&scene);
}

static void N1a_a_finding_needs_no_tie_to_this_incident(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, finds);
    assert_put(&scene,
               "T9 {'code':'finding','text':'the backup job has no owner'}\n"
               "I9 {'text':'name an owner','broader':true}\nF9 {'text':'jobs lack owners'}");
    const struct review_statement *finding = scene_find(&scene, "T9");
    assert_int_equal(finding->about.count, 0);
    assert_true(review_statement_shown(&scene.review, finding));
    scene_close(&scene);
}

static void P2_first_accounts_are_shown_when_all_are_in(void **state)
{
    struct scene scene;
    size_t waiting = 9;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nP1 {'account':'asked'}\nP2 {'account':'given'}\n"
                       "P3 {'account':'passed'}\nP4 {}\n"
                       "T1 {'text':'I saw red','first':true}\nT2 {'text':'in the talk'}\n"
                       "T3 {'text':'x','withdrawn':true}\nT4 {'quote':true}\n"
                       "T5 {'quote':true,'consent':'given'}\n"
                       "T6 {'quote':true,'consent':'refused'}\n");
    static const bool apart[] = {false, true, false, false, true, false};
    static const bool together[] = {true, true, false, false, true, false};
    assert_true(review_accounts_apart(&scene.review, &waiting));
    assert_int_equal(waiting, 1);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(review_statement_shown(&scene.review, &scene.review.statements.at[i]),
                         apart[i]);
    assert_put(&scene, "P1 {'account':'given'}");
    assert_false(review_accounts_apart(&scene.review, &waiting));
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(review_statement_shown(&scene.review, &scene.review.statements.at[i]),
                         together[i]);
    scene_close(&scene);
}

static void S2_a_factor_has_both_sides(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x','safe':'the pool is rarely full'}\n");
    assert_put(&scene, "F1 {'text':'one pool serves all','outcome':'spread','part':'latent',"
                       "'good_for':'fewer connections, less to watch'} since=2019-05-01T00:00:00Z");
    const struct review_factor *factor = scene_find(&scene, "F1");
    assert_string_equal(factor->good_for, "fewer connections, less to watch");
    assert_int_equal(factor->outcome, REVIEW_OUTCOME_SPREAD);
    assert_true(factor->since.at.earliest != INSTANT_NONE);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(S3_the_word_for_a_review_is_configurable),
        cmocka_unit_test(A0_the_opening_tells_the_aim),
        cmocka_unit_test(R0_each_area_is_counted_over_events_statements_factors_items),
        cmocka_unit_test(D2_the_plan_counts_items_that_prepare),
        cmocka_unit_test(D2a_an_improvised_tool_becomes_an_item_in_one_step),
        cmocka_unit_test(R7_a_document_becomes_an_item),
        cmocka_unit_test(P3a_items_are_made_from_what_was_found),
        cmocka_unit_test(P3a_long_texts_are_cut_between_characters),
        cmocka_unit_test(P3a_an_idea_is_kept_merged_shaped_or_declined),
        cmocka_unit_test(N1a_a_finding_needs_no_tie_to_this_incident),
        cmocka_unit_test(P2_first_accounts_are_shown_when_all_are_in),
        cmocka_unit_test(S2_a_factor_has_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
