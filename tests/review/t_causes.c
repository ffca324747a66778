/* The graph of conditions in the record: taken out of it, and put into it again. */
#include "tests/review/make.h"
#include "tests/review/scene.h"

#define FACTORS                                                                                    \
    "PM0 {'title':'orders hang','stage':'causes','status':'open'}\n"                               \
    "E1 {'kind':'impact.start','what':'orders hang'} at=10:02..10:05\n"                            \
    "T1 {'code':'saw','text':'twenty sessions','role':'database engineer'}\n"                      \
    "F1 {'text':'the pool has twenty places','outcome':'onset','part':'latent',"                   \
    "'instead':'the pool grows','rests_on':['T1'],'good_for':'fewer connections\\nand less "       \
    "memory'}"                                                                                     \
    " since=E1+3m\n"                                                                               \
    "F2 {'text':'nothing ends a session','outcome':'onset','form':'barrier','barrier':'absent'}\n" \
    "F3 {'text':'somebody was awake','outcome':'length','part':'mitigator'}\n"                     \
    "F4 {'text':'the pool ran out','part':'step'}\n"                                               \
    "F5 {'text':'the page waits for 30 %','outcome':'length','was':'unknown'}\n"                   \
    "F6 {'text':'orders hang','part':'outcome','outcome':'onset'}\n"

static const char drawn[] = FACTORS
    "W1 {'brings':'F4','needs':['F2','F1']}\n"
    "W2 {'brings':'F6','needs':['F4'],'absent':['F3'],'enough':1,'reason':'might'}\n"
    "U1 {'way':'W1','without':'F2','answer':'cannot-tell','because':'ask again'}\n"
    "U2 {'way':'W1','without':'F2','answer':'no','because':'sessions end','role':'on-call',"
    "'rests_on':['T1']}\n"
    "U3 {'way':'W1','answer':'yes','because':'traffic is missing'}\n"
    "I1 {'text':'end sessions','state':'verified','effect':'removes','breaks':['F2','F2']}\n"
    "I2 {'text':'cut it','state':'waiting','cuts':['W1'],'outcome':'onset'}\n"
    "I3 {'text':'look again','state':'declined','effect':'weakens','breaks':['F1']}\n"
    "I4 {'text':'practise','state':'accepted','effect':'prepares'}\n"
    "I5 {'text':'think','breaks':['F1']}\n";

static struct review_causes causes_of(struct scene *scene)
{
    struct review_causes causes;
    struct error error = ERROR_NONE;
    scene_settle(scene);
    assert_ok(review_causes_of(&scene->review, &scene->settled, &scene->arena, &causes, &error));
    return causes;
}

static const struct causes_condition *condition(const struct review_causes *causes,
                                                const char *name)
{
    const uint32_t number = causes_find(&causes->graph, span_of(name));
    if (number == CAUSES_NONE) fail_msg("no condition %s", name);
    return &causes->graph.conditions[number];
}

static const struct causes_way *way_to(const struct review_causes *causes, const char *name)
{
    const struct causes_condition *effect = condition(causes, name);
    assert_int_equal(effect->way_count, 1);
    return &causes->graph.ways[effect->first_way];
}

/* ---- out of the record ---- */

static void S1_ways_bind_conditions_and_the_latest_answer_counts(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, drawn);
    const struct review_causes causes = causes_of(&scene);
    assert_true(causes.drawn);
    const struct causes_way *way = way_to(&causes, "F4");
    assert_string_equal(way->name, "W1");
    assert_int_equal(way->count, 2);
    assert_int_equal(way->enough, 2);
    assert_int_equal(way->reason, CAUSES_REASON_NONE);
    assert_int_equal(way->links[0].test.answer, CAUSES_ANSWER_NONE); /* F1 */
    const struct causes_said *said = &way->links[1].test;
    assert_int_equal(said->answer, CAUSES_ANSWER_NO);
    assert_string_equal(said->because, "sessions end");
    assert_string_equal(said->role, "on-call");
    assert_string_equal(said->evidence, "T1");
    assert_string_equal(said->name, "U2");
    assert_int_equal(way->complete.answer, CAUSES_ANSWER_YES);
    assert_string_equal(way->complete.name, "U3");
    way = way_to(&causes, "F6");
    assert_int_equal(way->enough, 1);
    assert_int_equal(way->reason, CAUSES_REASON_MIGHT);
    assert_true(way->links[0].absent); /* F3 */
    assert_false(way->links[1].absent);
    scene_close(&scene);
}

static void factors_are_conditions_with_what_they_rest_on(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, drawn);
    assert_put(&scene, "C1 {'text':'how many','claims':['T1'],'disposition':'open'}");
    struct review_causes causes = causes_of(&scene);
    const struct causes_condition *pool = condition(&causes, "F1");
    assert_string_equal(pool->text, "the pool has twenty places");
    assert_string_equal(pool->instead, "the pool grows");
    assert_string_equal(pool->good_for, "fewer connections and less memory");
    assert_string_equal(pool->evidence, "T1");
    assert_int_equal(pool->part, CAUSES_PART_LATENT);
    assert_int_equal(pool->outcome, CAUSES_OUTCOME_ONSET);
    assert_int_equal(pool->sources, 1);
    assert_true(pool->disputed);
    assert_true(pool->since.earliest == scene_time("10:05"));
    assert_true(pool->since.latest == scene_time("10:08"));
    assert_true(pool->until.earliest == INSTANT_NONE);
    assert_int_equal(condition(&causes, "F2")->barrier, CAUSES_BARRIER_ABSENT);
    assert_int_equal(causes_was(condition(&causes, "F2")), CAUSES_WAS_YES);
    assert_int_equal(causes_was(condition(&causes, "F5")), CAUSES_WAS_UNKNOWN);
    const struct causes_condition *awake = condition(&causes, "F3");
    assert_int_equal(awake->form, CAUSES_FORM_MITIGATOR);
    assert_int_equal(causes_was(awake), CAUSES_WAS_NO); /* it was there: not "without it" */
    assert_put(&scene, "C1 {'text':'how many','claims':['T1'],'disposition':'viewpoint'}");
    causes = causes_of(&scene);
    assert_false(condition(&causes, "F1")->disputed);
    scene_close(&scene);
}

static void items_stand_as_far_as_they_have_come(void **state)
{
    static const struct {
        const char *name;
        uint8_t standing;
        uint32_t targets;
    } items[] = {
        {"I1", CAUSES_STANDING_VERIFIED, 1},
        {"I2", CAUSES_STANDING_PLANNED, 1},
        {"I3", CAUSES_STANDING_OUT, 1},
        {"I5", CAUSES_STANDING_IDEA, 1},
    };
    struct scene scene;
    (void)state;
    scene_open(&scene, drawn);
    const struct review_causes causes = causes_of(&scene);
    assert_int_equal(causes.graph.item_count, 4); /* I4 acts on nothing here */
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(causes.graph.items[i].name, items[i].name);
        assert_int_equal(causes.graph.items[i].standing, items[i].standing);
        assert_int_equal(causes.graph.items[i].count, items[i].targets);
    }
    const struct causes_target cut = causes.graph.items[1].targets[0];
    assert_int_equal(cut.condition, CAUSES_NONE);
    assert_string_equal(causes.graph.ways[cut.way].name, "W1");
    scene_close(&scene);
}

static void where_nothing_is_drawn_a_graph_follows_from_the_factors(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, FACTORS);
    struct review_causes causes = causes_of(&scene);
    assert_false(causes.drawn);
    assert_true(causes.implied);
    assert_int_equal(causes.graph.outcome_count, 2);
    const struct causes_way *way = way_to(&causes, "F6"); /* entered, and no way to it yet */
    assert_null(way->name);
    assert_int_equal(way->count, 2);
    way = way_to(&causes, "length");
    assert_int_equal(way->count, 1); /* the mitigator made it shorter */
    assert_string_equal(causes.graph.conditions[way->links[0].condition].name, "F5");
    scene_close(&scene);

    scene_open(&scene, drawn);
    causes = causes_of(&scene);
    assert_true(causes.drawn && causes.implied); /* length: F5 is in no way yet */
    assert_string_equal(way_to(&causes, "F6")->name, "W2");
    assert_null(way_to(&causes, "length")->name);
    assert_put(&scene, "W3 {'brings':'F6','needs':['F5']}");
    causes = causes_of(&scene);
    assert_false(causes.implied);
    scene_close(&scene);

    scene_open(&scene, "PM0 {'title':'x'}\n");
    causes = causes_of(&scene);
    assert_int_equal(causes.graph.condition_count, 0);
    assert_false(causes.drawn || causes.implied);
    scene_close(&scene);
}

/* Only the newest program refuses them; an older record is read all the same. */
static void ways_that_cannot_be_are_left_out(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, FACTORS
               "W1 {'brings':'F4','needs':['F4']}\nW2 {'brings':'F4'}\nW3 {'needs':['F1']}\n"
               "W4 {'brings':'F4','needs':['F1','F1']}\nW5 {'brings':'F9','needs':['F1']}\n"
               "W6 {'brings':'F4','needs':['F1'],'enough':2}\n"
               "W7 {'brings':'F4','needs':['F1','F8']}\n"
               "I1 {'text':'cut','cuts':['W1']}\n");
    const struct review_causes causes = causes_of(&scene);
    assert_string_equal(way_to(&causes, "F4")->name, "W7");
    assert_int_equal(way_to(&causes, "F4")->count, 1); /* F8 is not in this review */
    assert_int_equal(causes.graph.item_count, 0);
    scene_close(&scene);
}

/* ---- the rules ---- */

static void what_cannot_be_together_is_refused(void **state)
{
    static const struct scene_rule rules[] = {
        {"W1 {'brings':'F6','needs':['F4','F1']}", NULL},
        {"W1 {'brings':'F6','needs':['F4','F4']}", "W1: F4 stands in it twice"},
        {"W1 {'brings':'F6','needs':['F4'],'absent':['F4']}", "W1: F4 stands in it twice"},
        {"W1 {'brings':'F6','needs':['F4','F1'],'enough':2}", NULL},
        {"W1 {'brings':'F6','needs':['F4','F1'],'enough':3}", "enough is 3 of 2 conditions"},
        {"W1 {'brings':'F6','needs':['F4','F1'],'enough':0}", "enough is 0 of 2 conditions"},
        {"W1 {'brings':'F6','needs':['F4']}\nW2 {'brings':'F4','needs':['F6']}", NULL},
        {"W1 {'brings':'F6','needs':['F4']}\nU1 {'way':'W1','without':'F4','answer':'no'}", NULL},
        {"W1 {'brings':'F6','needs':['F4']}\nU1 {'way':'W1','without':'F4'}", "say the answer"},
        {"W1 {'brings':'F6','needs':['F4','F2'],'absent':['F3']}\n"
         "U1 {'way':'W1','without':'F1','answer':'no'}",
         "U1: F1 is not in W1; in it are F4, F2, F3"},
        {"W1 {'brings':'F6','needs':['F4']}\nI1 {'text':'cut','cuts':['W1']}", NULL},
        {"I1 {'text':'cut','cuts':['W1']}", "cuts names W1, which is not in this review"},
    };
    (void)state;
    scene_try(FACTORS, rules, sizeof rules / sizeof rules[0]);
}

static void what_a_way_brings_about_is_a_step_unless_it_is_said(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, FACTORS "F7 {'text':'a queue grew'}\n");
    assert_put(&scene, "W1 {'brings':'F7','needs':['F1']}\nW2 {'brings':'F6','needs':['F7']}");
    assert_int_equal(((struct review_factor *)scene_find(&scene, "F7"))->part,
                     REVIEW_ROLE_OF_FACTOR_STEP);
    assert_int_equal(((struct review_factor *)scene_find(&scene, "F6"))->part,
                     REVIEW_ROLE_OF_FACTOR_OUTCOME);
    assert_int_equal(scene_put(&scene, "F7 -"), STATUS_BAD_INPUT); /* W1 and W2 name it */
    scene_close(&scene);
}

/* ---- into the record ---- */

struct taken {
    struct review_entry **at;
    size_t count;
};

static struct taken take(struct scene *scene, const struct causes_graph *graph)
{
    struct taken taken;
    struct error error = ERROR_NONE;
    assert_ok(
        review_causes_take(&scene->review, graph, &scene->arena, &taken.at, &taken.count, &error));
    return taken;
}

static void assert_taken(const struct taken *taken, size_t number, const char *id, const char *json)
{
    struct text body, wanted;
    char name[16];
    assert_true(number < taken->count);
    assert_string_equal(review_id_text(taken->at[number]->id, name), id);
    text_init(&body, 0);
    text_init(&wanted, 0);
    review_body_write(taken->at[number], &body);
    for (const char *at = json; *at; at++) text_addc(&wanted, *at == '\'' ? '"' : *at);
    assert_string_equal(body.at, wanted.at);
    text_release(&wanted);
    text_release(&body);
}

static void a_graph_taken_back_changes_nothing(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, drawn);
    assert_put(&scene, "W3 {'brings':'F6','needs':['F5']}");
    const struct review_causes causes = causes_of(&scene);
    assert_int_equal(take(&scene, &causes.graph).count, 0);
    scene_close(&scene);
}

static void made_reviews_give_their_graph_and_take_it_back(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct arena arena;
        struct review review;
        struct review_settled settled;
        struct review_causes causes;
        struct review_entry **entries;
        struct error error = ERROR_NONE;
        size_t count;
        arena_init(&arena, 64 << 20);
        make_review(seed, &arena, &review, NULL, NULL);
        assert_ok(review_settle(&review, &arena, &settled, &error));
        assert_ok(review_causes_of(&review, &settled, &arena, &causes, &error));
        assert_true(causes.drawn);
        assert_ok(review_causes_take(&review, &causes.graph, &arena, &entries, &count, &error));
        for (size_t i = 0; i < count; i++) /* what was implied is drawn from now on */
            assert_true(causes.implied && (entries[i]->id.kind == REVIEW_KIND_FACTOR ||
                                           entries[i]->id.kind == REVIEW_KIND_WAY));
        arena_release(&arena);
    }
}

/* What somebody typed: names of their own, a changed way, an answer, items. */
static const struct causes_condition typed_conditions[] = {
    {.name = "F1",
     .text = "the pool has twenty places",
     .instead = "the pool has no end",
     .since = {INSTANT_NONE, INSTANT_NONE},
     .until = {INSTANT_NONE, INSTANT_NONE}},
    {.name = "C2",
     .text = "Nothing ends a session",
     .evidence = "T1, the wiki",
     .since = {INSTANT_NONE, INSTANT_NONE},
     .until = {INSTANT_NONE, INSTANT_NONE}},
    {.name = "late",
     .text = "",
     .form = CAUSES_FORM_EVENT,
     .since = {0, 0},
     .until = {INSTANT_NONE, INSTANT_NONE}},
    {.name = "F4",
     .text = "",
     .since = {INSTANT_NONE, INSTANT_NONE},
     .until = {INSTANT_NONE, INSTANT_NONE}},
    {.name = "F6",
     .text = "",
     .since = {INSTANT_NONE, INSTANT_NONE},
     .until = {INSTANT_NONE, INSTANT_NONE}},
};
static const struct causes_link typed_first[] = {
    {.condition = 0},
    {.condition = 1, .test = {.answer = CAUSES_ANSWER_NO, .because = "seen in staging"}},
    {.condition = 2}};
static const struct causes_link typed_second[] = {{.condition = 3}};
static const struct causes_way typed_ways[] = {
    {.name = "W1", .effect = 3, .enough = 3, .count = 3, .links = typed_first},
    {.effect = 4, .enough = 1, .count = 1, .links = typed_second},
};
static const struct causes_target typed_targets[] = {{0, CAUSES_NONE}, {CAUSES_NONE, 0}};
static const struct causes_item typed_items[] = {
    {.name = "R1",
     .text = "end sessions",
     .standing = CAUSES_STANDING_PLANNED,
     .targets = typed_targets,
     .count = 2},
    {.name = "R2",
     .text = "page sooner",
     .effect = CAUSES_EFFECT_DETECTS,
     .standing = CAUSES_STANDING_PLANNED,
     .targets = typed_targets,
     .count = 1},
};

static void what_differs_is_taken_and_what_is_new_gets_a_number(void **state)
{
    const struct causes_parts parts = {.conditions = typed_conditions,
                                       .condition_count = 5,
                                       .ways = typed_ways,
                                       .way_count = 2,
                                       .items = typed_items,
                                       .item_count = 2};
    struct causes_graph graph;
    struct scene scene;
    struct error error = ERROR_NONE;
    (void)state;
    scene_open(&scene, drawn);
    assert_ok(causes_graph_make(&parts, &scene.arena, &graph, &error));
    const struct taken taken = take(&scene, &graph);
    assert_int_equal(taken.count, 8);
    assert_taken(&taken, 0, "F2",
                 "{'text':'Nothing ends a session','outcome':'onset','rests_on':['T1'],"
                 "'note':'Evidence: the wiki','form':'barrier','barrier':'absent'}");
    assert_int_equal(taken.at[1]->id.number, 1);
    assert_string_equal(((struct review_factor *)taken.at[1])->instead, "the pool has no end");
    assert_int_equal(taken.at[2]->id.number, 7);
    assert_string_equal(((struct review_factor *)taken.at[2])->text, "late");
    assert_string_equal(((struct review_factor *)taken.at[2])->since.raw, "1970-01-01T00:00:00Z");
    assert_taken(&taken, 3, "W1", "{'brings':'F4','needs':['F2','F1','F7']}");
    assert_taken(&taken, 4, "U4",
                 "{'way':'W1','without':'F2','answer':'no','because':'seen in staging'}");
    assert_taken(&taken, 5, "W3", "{'brings':'F6','needs':['F4']}");
    assert_taken(&taken, 6, "I1",
                 "{'text':'end sessions','state':'verified','effect':'removes',"
                 "'breaks':['F2','F2','F1'],'cuts':['W1']}");
    assert_taken(&taken, 7, "I6", "{'text':'page sooner','effect':'detects','breaks':['F1']}");
    scene_close(&scene);
}

/* ---- what is asked for ---- */

static const char small[] =
    "PM0 {'title':'orders hang','stage':'causes','status':'open'}\n"
    "F1 {'text':'the pool is small','instead':'the pool is large','outcome':'onset'}\n"
    "F2 {'text':'nothing ends a session','outcome':'onset'}\n"
    "F3 {'text':'orders hang','part':'outcome','outcome':'onset'}\n";

static const struct review_need *need(struct scene *scene, const char *rule)
{
    struct review_need *needs;
    struct error error = ERROR_NONE;
    size_t count;
    scene_bound(scene);
    assert_ok(review_ready(&scene->review, &scene->settled, &scene->bounds, REVIEW_STAGE_CAUSES,
                           &scene->arena, &needs, &count, &error));
    for (size_t i = 0; i < count; i++)
        if (strcmp(needs[i].rule, rule) == 0) return &needs[i];
    return NULL;
}

static void N1_the_stage_asks_for_ways_and_then_for_their_tests(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, small);
    assert_string_equal(need(&scene, "ways")->how, "postmortem way PM1 F3 F1 F2");
    assert_true(need(&scene, "ways")->advice);
    assert_null(need(&scene, "tests"));
    assert_put(&scene, "F3 {'text':'orders hang'}");
    assert_string_equal(need(&scene, "ways")->how, "postmortem factor PM1 \"what came about\" "
                                                   "--part outcome --outcome onset");
    assert_put(&scene, "F3 {'text':'orders hang','part':'outcome','outcome':'onset'}\n"
                       "W1 {'brings':'F3','needs':['F1','F2']}");
    assert_null(need(&scene, "ways"));
    assert_non_null(need(&scene, "tests"));
    assert_true(span_starts(span_of(need(&scene, "tests")->text), SPAN("3 tests are open")));
    assert_put(&scene, "U1 {'way':'W1','without':'F1','answer':'no'}\n"
                       "U2 {'way':'W1','without':'F2','answer':'no'}");
    assert_string_equal(need(&scene, "tests")->how, "postmortem suppose PM1 W1 all no \"...\"");
    assert_put(&scene, "U3 {'way':'W1','answer':'no'}");
    assert_null(need(&scene, "tests"));
    scene_close(&scene);
}

static size_t offered(struct scene *scene, const char *about, struct review_next **ret)
{
    struct error error = ERROR_NONE;
    size_t count;
    scene_settle(scene);
    assert_ok(review_next_questions(&scene->review, &scene->settled,
                                    about ? scene_id(about) : (struct review_id){0, 0}, NULL, 4,
                                    &scene->arena, ret, &count, &error));
    return count;
}

static void N1_open_tests_are_questions_of_the_meeting(void **state)
{
    struct review_next *next;
    struct scene scene;
    (void)state;
    scene_open(&scene, small);
    assert_put(&scene, "W1 {'brings':'F3','needs':['F1','F2']}");
    assert_int_equal(offered(&scene, "W1", &next), 3);
    assert_int_equal(offered(&scene, "F1", &next), 4);
    assert_string_equal(next[0].question->code, "W1");
    assert_true(review_id_equal(next[0].about, scene_id("F1")));
    assert_true(span_find(span_of(next[0].question->text), SPAN("the pool is large")) != SIZE_MAX);
    assert_true(span_find(span_of(next[0].because), SPAN("suppose PM1 W1 F1 ANSWER")) != SIZE_MAX);
    offered(&scene, NULL, &next);
    assert_string_equal(next[1].question->code, "W1"); /* half of what is offered */
    assert_string_not_equal(next[2].question->code, "W1");
    assert_put(&scene, "U1 {'way':'W1','without':'F1','answer':'no'}");
    assert_int_equal(offered(&scene, "W1", &next), 2);
    assert_put(&scene, "PM0 {'title':'orders hang','stage':'remediate','status':'open'}");
    offered(&scene, NULL, &next);
    assert_string_not_equal(next[0].question->code, "W1");
    scene_close(&scene);
}

static bool is_noticed(struct scene *scene, const char *rule, const char *about)
{
    struct review_notice *notices;
    struct error error = ERROR_NONE;
    size_t count;
    scene_settle(scene);
    assert_ok(
        review_notices(&scene->review, &scene->settled, &scene->arena, &notices, &count, &error));
    for (size_t i = 0; i < count; i++)
        if (strcmp(notices[i].rule, rule) == 0 &&
            review_id_equal(notices[i].about, scene_id(about)))
            return true;
    return false;
}

static void N1_what_the_graph_shows_is_noticed_where_it_is_drawn(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, small);
    assert_false(is_noticed(&scene, "if-only", "F3"));
    assert_put(&scene, "W1 {'brings':'F3','needs':['F1','F2']}");
    assert_true(is_noticed(&scene, "if-only", "F3")); /* one known way */
    assert_put(&scene, "F4 {'text':'sessions pile up'}\nW2 {'brings':'F4','needs':['F3']}\n"
                       "W3 {'brings':'F3','needs':['F4'],'reason':'might'}");
    assert_true(is_noticed(&scene, "circle", "F3") || is_noticed(&scene, "circle", "F4"));
    scene_close(&scene);
}

static void steps_and_outcomes_are_no_contributing_conditions(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, small);
    assert_put(&scene, "F2 {'text':'nothing ends a session','part':'step'}");
    assert_non_null(need(&scene, "single-factor"));
    assert_true(is_noticed(&scene, "single-factor", "F1"));
    assert_false(is_noticed(&scene, "factor-good-for", "F2"));
    assert_true(is_noticed(&scene, "factor-good-for", "F1"));
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(S1_ways_bind_conditions_and_the_latest_answer_counts),
        cmocka_unit_test(factors_are_conditions_with_what_they_rest_on),
        cmocka_unit_test(items_stand_as_far_as_they_have_come),
        cmocka_unit_test(where_nothing_is_drawn_a_graph_follows_from_the_factors),
        cmocka_unit_test(ways_that_cannot_be_are_left_out),
        cmocka_unit_test(what_cannot_be_together_is_refused),
        cmocka_unit_test(what_a_way_brings_about_is_a_step_unless_it_is_said),
        cmocka_unit_test(a_graph_taken_back_changes_nothing),
        cmocka_unit_test(made_reviews_give_their_graph_and_take_it_back),
        cmocka_unit_test(what_differs_is_taken_and_what_is_new_gets_a_number),
        cmocka_unit_test(N1_the_stage_asks_for_ways_and_then_for_their_tests),
        cmocka_unit_test(N1_open_tests_are_questions_of_the_meeting),
        cmocka_unit_test(N1_what_the_graph_shows_is_noticed_where_it_is_drawn),
        cmocka_unit_test(steps_and_outcomes_are_no_contributing_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
