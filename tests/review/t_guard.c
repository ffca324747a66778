#include "tests/review/scene.h"

#include <stdio.h>

/* ---- which text is what ---- */

static void each_text_is_looked_at_as_what_it_is(void **state)
{
    static const struct {
        const char *entry, *field;
        enum language_field is;
    } cases[] = {
        {"PM0 {'title':'x'}", "summary", LANGUAGE_FIELD_ANALYSIS},
        {"PM0 {'title':'x'}", "zone", LANGUAGE_FIELD_QUOTATION},
        {"E1 {}", "what", LANGUAGE_FIELD_EVENT},
        {"E1 {}", "context", LANGUAGE_FIELD_CONTEXT},
        {"E1 {}", "seen", LANGUAGE_FIELD_CONTEXT},
        {"E1 {}", "rule", LANGUAGE_FIELD_QUOTATION},
        {"E1 {}", "at", LANGUAGE_FIELD_QUOTATION},
        {"T1 {'code':'saw'}", "text", LANGUAGE_FIELD_CONTEXT},
        {"T1 {'code':'saw','quote':true}", "text", LANGUAGE_FIELD_QUOTATION},
        {"T1 {'code':'saw','withdrawn':true}", "answer", LANGUAGE_FIELD_QUOTATION},
        {"T1 {'code':'luck'}", "text", LANGUAGE_FIELD_TESTING},
        {"T1 {'code':'risk'}", "text", LANGUAGE_FIELD_TESTING},
        {"T1 {'code':'risk'}", "tool", LANGUAGE_FIELD_QUOTATION},
        {"H1 {}", "text", LANGUAGE_FIELD_TESTING},
        {"H1 {}", "why", LANGUAGE_FIELD_ANALYSIS},
        {"F1 {}", "good_for", LANGUAGE_FIELD_ANALYSIS},
        {"I1 {}", "owner", LANGUAGE_FIELD_REMEDIATION},
        {"I1 {}", "done_when", LANGUAGE_FIELD_REMEDIATION},
        {"I1 {'state':'declined','reason':'r'}", "text", LANGUAGE_FIELD_TESTING},
        {"N1 {}", "method", LANGUAGE_FIELD_QUOTATION},
        {"Q1 {}", "answer", LANGUAGE_FIELD_CONTEXT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene;
        char entries[200], id[8];
        const struct span name = span_of(cases[i].field);
        (void)snprintf(id, sizeof id, "%.*s", (int)strcspn(cases[i].entry, " "), cases[i].entry);
        const bool own = strcmp(id, "PM0") == 0;
        (void)snprintf(entries, sizeof entries, "%s%s\n", own ? "" : "PM0 {'title':'x'}\n",
                       cases[i].entry);
        scene_open(&scene, entries);
        const struct review_entry *entry = scene_find(&scene, id);
        const struct review_field *field = review_field_find(entry->id.kind, name);
        if (review_guard_field(entry, field) != cases[i].is)
            fail_msg("%s %s", cases[i].entry, cases[i].field);
        scene_close(&scene);
    }
}

static void a_walk_gives_each_text_once_and_passes_over_quotes(void **state)
{
    static const char *const wanted[] = {"PM0 title", "PM0 summary", "E1 what", "E1 context",
                                         "E3 what",   "T2 text",     "F1 text"};
    struct scene scene;
    struct review_text text;
    char id[16], told[40];
    size_t count = 0;
    (void)state;
    scene_open(&scene,
               "PM0 {'title':'x','zone':'UTC','summary':'s'}\n"
               "E1 {'what':'w','context':'c','rule':'r','tool':'t'}\nE2 {}\nE3 {'what':'w'}\n"
               "T1 {'text':'q','quote':true}\nT2 {'text':'said'}\nF1 {'text':'f'}\n");
    struct review_texts all = {.review = &scene.review};
    for (; review_texts_next(&all, &text); count++) {
        assert_true(count < sizeof wanted / sizeof wanted[0]);
        (void)snprintf(told, sizeof told, "%s %s", review_id_text(text.about, id),
                       text.field->name);
        assert_string_equal(told, wanted[count]);
    }
    assert_int_equal(count, sizeof wanted / sizeof wanted[0]);
    struct review_texts one = {.review = &scene.review, .only = scene_find(&scene, "E1")};
    for (count = 0; review_texts_next(&one, &text); count++)
        assert_true(review_id_equal(text.about, scene_id("E1")));
    assert_int_equal(count, 2);
    scene_close(&scene);
}

/* ---- what is known ---- */

static bool knows(const struct span *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (span_is(names[i], name)) return true;
    return false;
}

static void a_review_knows_its_people_and_its_components(void **state)
{
    struct error error = ERROR_NONE;
    struct scene scene;
    struct language_settings known;
    (void)state;
    scene_open(&scene,
               "PM0 {'title':'x','components':['orders-api','orders database'],"
               "'set_aside':['00000000000000ff CF01 why \\\"x\\\"','0000000000000001 CF01 y',"
               "'no number']}\n"
               "P1 {'name':'Ana Lind','role':'dba','handles':['ana','al']}\n"
               "P2 {'name':'Ana Lind'}\n"
               "X1 {'name':'edge.log'}\nX2 {'name':'what was on the screens'}\n"
               "E1 {'tool':'kill-idle.sh'}\nE2 {'tool':'kill-idle.sh'}\n"
               "T1 {'tool':'loop.sh'}\nF1 {'components':['pool']}\n");
    assert_ok(review_guard_known(&scene.review, &scene.arena, &known, &error));
    const struct language_names *names = &known.names;
    assert_int_equal(names->people_count, 3);
    assert_true(knows(names->people, names->people_count, "Ana Lind"));
    assert_true(knows(names->people, names->people_count, "al"));
    assert_false(knows(names->people, names->people_count, "dba"));
    assert_int_equal(names->component_count, 6);
    assert_true(knows(names->components, names->component_count, "orders database"));
    assert_true(knows(names->components, names->component_count, "edge.log"));
    assert_true(knows(names->components, names->component_count, "pool"));
    assert_int_equal(known.dismissed_count, 2);
    assert_int_equal(known.dismissed[0], 1);
    assert_int_equal(known.dismissed[1], 255);
    scene_close(&scene);
}

static void names_at_the_end_of_memory_are_an_error(void **state)
{
    struct scene scene;
    struct language_settings known = {0};
    struct arena small;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x','components':['a','b']}\nP1 {'handles':['ana']}\n");
    for (size_t cap = 0; cap < 2048; cap += 64) {
        arena_init(&small, cap);
        assert_true(review_guard_known(&scene.review, &small, &known, &scene.error) != STATUS_OK);
        assert_null(known.dismissed);
        arena_release(&small);
    }
    scene_close(&scene);
}

/* ---- findings ---- */

/* The first finding of one entry's texts that is shown. */
struct first {
    char id[16], field[40], words[200];
    const struct language_rule *rule;
    struct language_finding finding;
    struct review_text text;
    size_t count, dismissed;
    bool wish;
};

static enum status take(void *context, const struct review_found *found, struct error *error)
{
    struct first *first = context;
    const struct language_finding *finding = found->finding;
    (void)error;
    first->dismissed += finding->dismissed;
    if (!finding->first || finding->dismissed || first->count++) return STATUS_OK;
    review_id_text(found->text->about, first->id);
    (void)snprintf(first->field, sizeof first->field, "%s", found->text->field->name);
    (void)snprintf(first->words, sizeof first->words, "%.*s",
                   (int)(finding->to.byte - finding->from.byte),
                   found->text->text.at + finding->from.byte);
    first->rule = finding->rule;
    first->finding = *finding;
    first->text = *found->text;
    first->wish = review_found_is_wish(found);
    return STATUS_OK;
}

static size_t look(struct scene *scene, struct first *ret)
{
    struct error error = ERROR_NONE;
    struct language_settings known;
    size_t asked = 0;
    *ret = (struct first){.count = 0};
    assert_ok(review_guard_known(&scene->review, &scene->arena, &known, &error));
    assert_ok(review_guard(&scene->review, NULL, &known, take, ret, &asked, &error));
    return asked;
}

/* What the guard asks first in a small review, by the row of the mission that it serves. `says` is
 * "RULE LEVEL ID field", or "" where it is quiet; a class stands for its rules. */
static const struct {
    const char *row, *entries, *says;
} cases[] = {
    {"N3", "E1 {'what':'The on-call should have rolled back sooner.'}\n", "CF warning E1 what"},
    {"N3", "F1 {'detail':'A canary would have caught it.'}\n", "CF warning F1 detail"},
    {"N3", "H1 {'text':'a canary would have caught it'}\n", ""},
    {"N3", "T1 {'text':'I should have noticed the graph.'}\n", "CF offer T1 text"},
    {"N3", "T1 {'text':'I should have noticed the graph.','quote':true}\n", ""},
    {"N3", "T1 {'code':'luck','text':'At noon, ten times more orders would have been lost.'}\n",
     ""},
    {"N3b", "F1 {'text':'The alert should have fired.'}\n", "CF warning F1 text"},
    {"N3b", "F1 {'text':'We could have caught this in staging.'}\n", "CF warning F1 text"},
    {"N3b", "E1 {'what':'The operator failed to notice the alarm.'}\n", "CF warning E1 what"},
    {"N3b", "E1 {'what':'The request failed to connect to the database.'}\n", ""},
    {"N3b", "P1 {'name':'Mirela'}\nE1 {'what':'Mirela failed to notice the alarm.'}\n",
     "CF warning E1 what"},
    {"N3b",
     "PM0 {'title':'x','components':['operator']}\n"
     "E1 {'what':'The operator failed to respond to the API server.'}\n",
     ""},
    {"N2a1", "PM0 {'title':'x','summary':'It was bound to happen.'}\n", "HS warning PM0 summary"},
    {"N2a1", "F1 {'detail':'This was foreseeable.'}\n", "HS warning F1 detail"},
    {"N2a1", "F1 {'detail':'The team knew all along.'}\n", "HS warning F1 detail"},
    {"N2a1", "E1 {'what':'The socket was bound to port 8443.'}\n", ""},
    {"N2a2", "F1 {'detail':'In hindsight the graph at 09:40 shows the leak.'}\n",
     "HS warning F1 detail"},
    {"N2a2", "I1 {'detail':'In hindsight the graph at 09:40 shows the leak.'}\n",
     "HS offer I1 detail"},
    {"N4", "F1 {'detail':'One more check would have prevented this.'}\n", "* warning F1 detail"},
    {"N4", "PM0 {'title':'x','summary':'All it took was one flag.'}\n", "MC warning PM0 summary"},
    {"N4", "I1 {'detail':'This will never happen again.'}\n", "MC warning I1 detail"},
    {"N4", "I1 {'owner':'everyone'}\n", "WR warning I1 owner"},
    {"N4", "I1 {'owner':'orders lead'}\n", ""},
};

static void run(const char *row)
{
    size_t ran = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene;
        struct first first;
        char entries[600], says[100] = "";
        if (strcmp(cases[i].row, row) != 0) continue;
        ran++;
        const bool own = strncmp(cases[i].entries, "PM0", 3) == 0;
        (void)snprintf(entries, sizeof entries, "%s%s", own ? "" : "PM0 {'title':'x'}\n",
                       cases[i].entries);
        scene_open(&scene, entries);
        look(&scene, &first);
        if (first.count)
            (void)snprintf(says, sizeof says, "%s %s %s %s",
                           cases[i].says[0] == '*' ? "*" : language_classes[first.rule->class].code,
                           language_levels[first.finding.level], first.id, first.field);
        if (strcmp(says, cases[i].says) != 0)
            fail_msg("%s: '%s', wanted '%s'", cases[i].entries, says, cases[i].says);
        scene_close(&scene);
    }
    assert_true(ran >= 2);
}

static void N3_what_did_not_happen_is_asked_about_by_field(void **state)
{
    (void)state;
    run("N3");
}

static void N3b_should_have_could_have_failed_to(void **state)
{
    (void)state;
    run("N3b");
}

static void N2a1_claims_of_predictability_are_asked_about(void **state)
{
    (void)state;
    run("N2a1");
}

static void N4_one_thing_different_is_asked_about(void **state)
{
    (void)state;
    run("N4");
}

static void N2a2_hindsight_warns_in_analysis_and_offers_a_wish_in_remediation(void **state)
{
    struct scene scene;
    struct first first;
    (void)state;
    run("N2a2");
    scene_open(&scene, "PM0 {'title':'x'}\nI1 {'text':'In hindsight the graph shows the leak.'}\n");
    assert_int_equal(look(&scene, &first), 0);
    assert_int_equal(first.count, 1);
    assert_true(first.wish);
    scene_close(&scene);
    scene_open(&scene, "PM0 {'title':'x'}\nF1 {'text':'In hindsight the graph shows the leak.'}\n");
    assert_int_equal(look(&scene, &first), 1);
    assert_false(first.wish);
    scene_close(&scene);
}

/* ---- answers ---- */

static void what_was_set_aside_is_quiet_until_the_sentence_changes(void **state)
{
    struct error error = ERROR_NONE;
    struct scene scene;
    struct first first;
    struct review_found found = {&first.text, &first.finding};
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\n"
                       "E1 {'what':'The \\\"R7\\\" alert  should have fired at 10:05.'}\n");
    assert_int_equal(look(&scene, &first), 1);
    assert_ok(review_aside_begin(&scene.review, &scene.arena, &error));
    assert_status(review_set_aside(&scene.review, &found, SPAN(" "), &scene.arena, &error),
                  STATUS_BAD_INPUT);
    for (int twice = 0; twice < 2; twice++)
        assert_ok(review_set_aside(&scene.review, &found, SPAN(" rule R7 says so "), &scene.arena,
                                   &error));
    const struct review_lines *lines = &scene.review.own->set_aside;
    char fingerprint[17], wanted[200];
    language_fingerprint_text(first.finding.fingerprint, fingerprint);
    (void)snprintf(wanted, sizeof wanted,
                   "%s %s rule R7 says so \"The 'R7' alert should have fired at 10:05.\"",
                   fingerprint, first.rule->id);
    assert_int_equal(lines->count, 1);
    assert_string_equal(lines->at[0], wanted);
    assert_int_equal(look(&scene, &first), 0);
    assert_true(first.dismissed > 0);
    ((struct review_event *)scene_find(&scene, "E1"))->what =
        "The \"R7\" alert should have fired at 10:15.";
    assert_int_equal(look(&scene, &first), 1);
    scene_close(&scene);
}

/* As many as a review takes, behind what stood there, in memory that grows with them. */
static void a_whole_baseline_is_set_aside(void **state)
{
    enum { MANY = 9999, BYTES_EACH = 200 };
    struct error error = ERROR_NONE;
    struct scene scene;
    struct first first;
    struct review_found found = {&first.text, &first.finding};
    (void)state;
    scene_open(&scene, "PM0 {'title':'x','set_aside':['0000000000000000 CF01 as told']}\n"
                       "E1 {'what':'The alert should have fired.'}\n");
    assert_int_equal(look(&scene, &first), 1);
    scene.arena.cap = scene.arena.used + (size_t)MANY * BYTES_EACH;
    assert_ok(review_aside_begin(&scene.review, &scene.arena, &error));
    for (first.finding.fingerprint = 1; first.finding.fingerprint <= MANY;
         first.finding.fingerprint++)
        assert_ok(review_set_aside(&scene.review, &found, SPAN("as it was"), &scene.arena, &error));
    assert_int_equal(scene.review.own->set_aside.count, MANY + 1);
    assert_string_equal(scene.review.own->set_aside.at[0], "0000000000000000 CF01 as told");
    assert_status(review_set_aside(&scene.review, &found, SPAN("as it was"), &scene.arena, &error),
                  STATUS_LIMIT);
    scene_close(&scene);
}

static void a_finding_becomes_one_question_about_its_entry(void **state)
{
    struct error error = ERROR_NONE;
    struct scene scene;
    struct first first;
    struct review_question *question = NULL;
    struct review_found found = {&first.text, &first.finding};
    char wanted[600];
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE1 {'what':'The on-call should have rolled back.'}\n");
    look(&scene, &first);
    assert_int_equal(first.count, 1);
    assert_ok(review_ask_finding(&scene.review, &found, &scene.arena, &question, &error));
    (void)snprintf(wanted, sizeof wanted, "\"%s\": %s", first.words, first.finding.question);
    assert_string_equal(question->text, wanted);
    assert_int_equal(question->state, REVIEW_ASKING_QUEUED);
    assert_int_equal(question->entry.id.number, 0);
    assert_int_equal(question->about.count, 1);
    assert_true(review_id_equal(question->about.at[0], scene_id("E1")));
    question->entry.id.number = 4;
    scene.review.questions.at = question;
    scene.review.questions.count = 1;
    assert_ok(review_ask_finding(&scene.review, &found, &scene.arena, &question, &error));
    assert_int_equal(question->entry.id.number, 4);
    scene_close(&scene);
}

/* Twenty thousand events, a thousand people: the memory is that of the names. */
static void a_large_review_takes_bounded_memory(void **state)
{
    struct error error = ERROR_NONE;
    enum { EVENTS = 20000, PEOPLE = 1000 };
    struct scene scene;
    struct first first = {.count = 0};
    struct language_settings known;
    struct arena small;
    size_t asked = 0;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE1 {'what':'The on-call should have rolled back.'}\n"
                       "P1 {'name':'Ana Lind','handles':['ana']}\n");
    struct review_event *events = arena_array(&scene.arena, EVENTS, sizeof *events);
    struct review_person *people = arena_array(&scene.arena, PEOPLE, sizeof *people);
    assert_true(events && people);
    for (size_t i = 0; i < EVENTS; i++) {
        events[i] = scene.review.events.at[0];
        events[i].entry.id.number = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = scene.review.people.at[0];
        people[i].name = arena_printf(&scene.arena, "Ana%zu", i);
    }
    scene.review.events.at = events;
    scene.review.events.count = EVENTS;
    scene.review.people.at = people;
    scene.review.people.count = PEOPLE;
    arena_init(&small, 256 << 10);
    assert_ok(review_guard_known(&scene.review, &small, &known, &error));
    assert_ok(review_guard(&scene.review, NULL, &known, take, &first, &asked, &error));
    assert_int_equal(asked, EVENTS);
    arena_release(&small);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_is_looked_at_as_what_it_is),
        cmocka_unit_test(a_walk_gives_each_text_once_and_passes_over_quotes),
        cmocka_unit_test(a_review_knows_its_people_and_its_components),
        cmocka_unit_test(names_at_the_end_of_memory_are_an_error),
        cmocka_unit_test(N3_what_did_not_happen_is_asked_about_by_field),
        cmocka_unit_test(N3b_should_have_could_have_failed_to),
        cmocka_unit_test(N2a1_claims_of_predictability_are_asked_about),
        cmocka_unit_test(N2a2_hindsight_warns_in_analysis_and_offers_a_wish_in_remediation),
        cmocka_unit_test(N4_one_thing_different_is_asked_about),
        cmocka_unit_test(what_was_set_aside_is_quiet_until_the_sentence_changes),
        cmocka_unit_test(a_whole_baseline_is_set_aside),
        cmocka_unit_test(a_finding_becomes_one_question_about_its_entry),
        cmocka_unit_test(a_large_review_takes_bounded_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
