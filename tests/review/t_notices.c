#include "tests/review/scene.h"

#include <stdio.h>

/* What is worth a question: a small review, and the notice about one of its entries (or, with a
 * '!', one that must not be there), by the row of the mission that it
 * serves. */
static const struct {
    const char *row, *entries, *about, *rule, *says;
} cases[] = {
    {"D1", "P1 {'role':'asker','parts':['facilitator','note-taker']}\n", "P1", "facilitator-writes",
     "asker facilitates and takes the notes."},
    {"D1", "P1 {'role':'asker','parts':['facilitator']}\nP2 {'parts':['note-taker']}\n", "P1",
     "!facilitator-writes", ""},
    {"X1", "P1 {'role':'asker','parts':['facilitator'],'involved':true}\n", "P1",
     "facilitator-involved", "took part in the incident"},
    {"S3", "PM0 {'word':'root cause analysis'}\n", "PM0", "review-word", "one cause to be found"},
    {"S3", "PM0 {'word':'debriefing'}\n", "PM0", "!review-word", ""},
    {"N2c", "E1 {'kind':'decide','what':'wait for the vendor'} at=10:02\n", "E1",
     "decision-context", "what was known then"},
    {"N2c",
     "E1 {'kind':'decide','context':'two screens, one red','options':'wait, or fail over',"
     "'stakes':'orders','sureness':6} at=10:02\n",
     "E1", "!decision-context", ""},
    {"N2c", "E1 {'kind':'decide','context':'c','options':'o','stakes':'s'}\n", "E1",
     "decision-context", "how sure it was then"},
    {"N2c", "E1 {'kind':'decide','what':'wait','seen':'it came back'} at=10:02\n", "E1",
     "result-first", "nothing of what came before it"},
    {"N2c", "E1 {'kind':'decide','what':'wait','seen':'it came back'} at=10:02\n", "E1",
     "!decision-context", ""},
    {"N2c", "E1 {'kind':'decide','seen':'it came back','expected':'it comes back'} at=10:02\n",
     "E1", "!result-first", ""},
    {"N2c", "E1 {'kind':'decide','seen':'it came back','options':'wait'} at=10:02\n", "E1",
     "!result-first", ""},
    {"N2c", "E1 {'kind':'act.fix','seen':'it came back'} at=10:02\n", "E1", "!result-first", ""},
    {"P1c", "E1 {'kind':'act.fix','turning':true}\n", "E1", "context", "without context"},
    {"P1c", "E1 {'certainty':'inference','what':'so the pool was empty'}\n", "E1",
     "inference-premises", "names no premises"},
    {"P1c", "E1 {'certainty':'judgement','what':'the limit was low'}\n", "E1", "judgement",
     "analysis"},
    {"D3c", "E1 {'kind':'act.limit','what':'x'}\n", "E1", "action-intent", "without its intent"},
    {"D3c", "E1 {'kind':'act.limit','intent':'protect'}\n", "E1", "!action-intent", ""},
    {"D3c", "E1 {'kind':'act.limit'}\nT1 {'code':'intent','about':['E1']}\n", "E1",
     "!action-intent", ""},
    {"D3f", "E1 {'kind':'act.limit'}\n", "E1", "action-confirmed", "No confirmation is recorded"},
    {"D3f", "E1 {'kind':'act.limit'}\nT1 {'code':'data','about':['E1']}\n", "E1",
     "!action-confirmed", ""},
    {"D3f", "E1 {'kind':'act.limit'}\nT1 {'code':'data','about':['E1'],'withdrawn':true}\n", "E1",
     "action-confirmed", ""},
    {"N3a", "E1 {'kind':'silent','what':'R7 is quiet'}\n", "E1", "absence-rule",
     "without the rule"},
    {"N3a", "E1 {'kind':'silent','rule':'5xx over 2% for 3 min'}\n", "E1", "!absence-rule", ""},
    {"N3a", "E1 {'kind':'note','what':'The alert did not fire'}\n", "E1", "absence-rule", ""},
    {"N3a", "E1 {'kind':'note','what':'the alert fired'}\n", "E1", "!absence-rule", ""},
    {"R2", "E1 {'kind':'severity','severity':'SEV1'}\n", "E1", "severity-ground",
     "what information"},
    {"R2", "E1 {'kind':'severity','context':'support counted 40 calls'}\n", "E1",
     "!severity-ground", ""},
    {"R2",
     "N1 {'what':'orders','source':'x'} at=10:30\nN2 {'what':'orders','source':'x'} at=11:30\n",
     "N1", "number-final", "none is marked as final"},
    {"R2", "N1 {'source':'x'} at=10:30\nN2 {'source':'x','final':true} at=11:30\n", "N1",
     "!number-final", ""},
    {"R4",
     "E1 {'kind':'act.limit','action':'paused','object':'writers'} at=10:02\n"
     "E2 {'kind':'act.fix','action':'resumed','object':'Writers'} at=10:09\n",
     "E2", "opposite-actions", "Within 10 minutes of E1, Writers was acted on the other way round"},
    {"R4",
     "E1 {'kind':'act.limit','action':'paused','object':'writers'} at=10:02\n"
     "E2 {'kind':'act.fix','action':'resumed','object':'writers'} at=10:19\n",
     "E2", "!opposite-actions", ""},
    {"R4",
     "E1 {'kind':'act.limit','action':'paused','object':'writers'} at=10:02\n"
     "E2 {'kind':'act.fix','action':'resumed','object':'readers'} at=10:03\n",
     "E2", "!opposite-actions", ""},
    {"R4",
     "E1 {'kind':'act.fix','what':'scaled up the pool','object':'pool'} at=10:02\n"
     "E2 {'kind':'act.fix','what':'on-call scaled down the pool','object':'pool'} at=10:03\n",
     "E2", "opposite-actions", ""},
    {"R4",
     "E1 {'kind':'change.config','action':'raised the limit','object':'pool'} at=10:02\n"
     "E2 {'kind':'act.undo','action':'set back','object':'pool'} at=10:06\n",
     "E2", "opposite-actions", ""},
    {"R4",
     "E1 {'kind':'act.fix','action':'restarted','object':'pool'} at=10:02\n"
     "E2 {'kind':'act.fix','action':'restarted','object':'pool'} at=10:03\n",
     "E2", "!opposite-actions", ""},
    {"R4",
     "E1 {'kind':'act.limit','action':'paused','object':'writers'} at=?\n"
     "E2 {'kind':'act.fix','action':'resumed','object':'writers'} at=10:03\n",
     "E2", "!opposite-actions", ""},
    {"R3", "E1 {'kind':'impact.start'} at=10:02\nE2 {'kind':'comm.status'} at=10:30\n", "A3",
     "audience-untold", "No message to customers"},
    {"R3", "E2 {'kind':'comm.status'} at=10:30\n", "A3", "!audience-untold", ""},
    {"R3",
     "E1 {'kind':'impact.start'}\nE2 {'kind':'comm.status'}\nE3 {'kind':'comm.cust'}\n"
     "E4 {'kind':'comm.int','audience':'support'}\n",
     "A3", "!audience-untold", ""},
    {"R6", "N1 {'what':'orders','value':'1820'}\n", "N1", "number-source", "without a source"},
    {"R6", "N1 {'what':'orders','value':'1820','source':'order log'}\n", "N1", "!number-source",
     ""},
    {"R6", "N1 {'what':'orders','figure':'estimated','method':'by hand','final':true}\n", "N1",
     "!number-source", ""},
    {"R6", "N1 {'what':'orders','figure':'estimated'}\n", "N1", "number-method", "say how"},
    {"P1", "C1 {'text':'before or after the page?','disposition':'open'}\n", "C1", "conflict-open",
     "before or after the page?"},
    {"P1", "C1 {'text':'x','disposition':'clock'}\n", "C1", "!conflict-open", ""},
    {"D3e", "T1 {'code':'tool','tool':'loop.sh'}\n", "T1", "tool-improvised",
     "no item takes it up"},
    {"D3e", "T1 {'code':'tool'}\nI1 {'serves':['T1']}\n", "T1", "!tool-improvised", ""},
    {"D2c", "T1 {'code':'belief','then':'the network'}\n", "T1", "belief-halves", ""},
    {"D2c", "T1 {'code':'belief','then':'the network','now':'the pool'}\n", "T1", "!belief-halves",
     ""},
    {"D2c", "T1 {'code':'open','text':'who owns it?'}\n", "T1", "open-question", ""},
    {"D3b", "T1 {'code':'assume','text':'x'}\n", "T1", "assumption-since", ""},
    {"D3b", "T1 {'code':'assume','text':'x'} since=09:00\n", "T1", "!assumption-since", ""},
    {"D3d", "T1 {'code':'conf','ground':'graph'}\n", "T1", "confidence-ground", ""},
    {"D3d", "T1 {'code':'conf','ground':'graph','sureness':4}\n", "T1", "!confidence-ground", ""},
    {"D3g", "T1 {'code':'pref','chosen':'top'}\n", "T1", "preference-halves", ""},
    {"D3g", "T1 {'code':'pref','chosen':'top','passed_over':'the panel'}\n", "T1",
     "!preference-halves", ""},
    {"A2", "T1 {'quote':true,'text':'odd'}\n", "T1", "quote-consent", "leave it out"},
    {"A2", "T1 {'quote':true,'consent':'given'}\n", "T1", "!quote-consent", ""},
    {"P2", "P1 {'account':'asked'}\nP2 {'account':'given'}\n", "PM0", "accounts-apart",
     "1 still to come"},
    {"R7", "D1 {'title':'Pool runbook','state':'outdated'}\n", "D1", "document-differs",
     "out of date"},
    {"R7", "D1 {'state':'outdated'}\nI1 {'serves':['D1']}\n", "D1", "!document-differs", ""},
    {"R7", "D1 {'state':'current'}\n", "D1", "!document-differs", ""},
    {"N2b", "H1 {'text':'the index','state':'kept','support':['E1']}\nE1 {}\n", "H1",
     "hypothesis-one-sided", "nothing that might speak against it"},
    {"N2b", "H1 {'state':'dropped'}\n", "H1", "hypothesis-one-sided", "dropped"},
    {"N2b", "H1 {'state':'kept','test':'drop the index on a copy'}\n", "H1",
     "!hypothesis-one-sided", ""},
    {"N2b", "H1 {'state':'kept','against':['E1']}\nE1 {}\n", "H1", "!hypothesis-one-sided", ""},
    {"N2b", "H1 {'state':'raised','support':['E1']}\nE1 {}\n", "H1", "hypothesis-test",
     "support alone"},
    {"N2b", "H1 {'state':'raised'}\n", "H1", "!hypothesis-test", ""},
    {"S1", "F1 {'text':'one pool'}\n", "F1", "single-factor", "only together"},
    {"S1", "F1 {'text':'one pool'}\nF2 {'text':'no limit'}\n", "F1", "!single-factor", ""},
    {"S1", "F1 {'text':'one pool'}\nF2 {'text':'luck','part':'mitigator'}\n", "F1", "single-factor",
     ""},
    {"S1", "F1 {}\nF2 {'rests_on':['F1']}\nF3 {'rests_on':['F2','E1']}\nE1 {}\n", "F3",
     "factor-chain", "All 3 conditions stand in one line"},
    {"S1", "F1 {'rests_on':['F3']}\nF2 {}\nF3 {'rests_on':['F2']}\n", "F1", "factor-chain", ""},
    {"S1", "F1 {}\nF2 {'rests_on':['F1']}\nF3 {'rests_on':['F1']}\n", "F3", "!factor-chain", ""},
    {"S1", "F1 {}\nF2 {}\nF3 {'rests_on':['F1','F2']}\n", "F3", "!factor-chain", ""},
    {"S1", "F1 {}\nF2 {'rests_on':['F1']}\nF3 {}\n", "F3", "!factor-chain", ""},
    {"S1", "F1 {}\nF2 {'rests_on':['F1']}\n", "F2", "!factor-chain", ""},
    {"S1", "F1 {}\nF2 {'rests_on':['F3']}\nF3 {'rests_on':['F2']}\n", "F1", "!factor-chain", ""},
    {"S1", "F1 {'rests_on':['F3']}\nF2 {'rests_on':['F1']}\nF3 {'rests_on':['F2']}\n", "F1",
     "!factor-chain", ""},
    {"S2", "F1 {'text':'The on-call engineer restarted the wrong pool.'}\n", "F1", "factor-act",
     "where the questions begin"},
    {"S2", "F1 {'text':'The team skipped the load test.'}\n", "F1", "factor-act", ""},
    {"S2", "P1 {'name':'Mirela'}\nF1 {'text':'Mirela deleted the index.'}\n", "F1", "factor-act",
     ""},
    {"S2", "F1 {'text':'The index was deleted by an engineer.'}\n", "F1", "factor-act", ""},
    {"S2", "F1 {'text':'The pool of connections is shared by two services.'}\n", "F1",
     "!factor-act", ""},
    {"S2", "F1 {'text':'The deploy restarted every worker at once.'}\n", "F1", "!factor-act", ""},
    {"S2", "F1 {'text':'The on-call engineer was new to the pool.'}\n", "F1", "!factor-act", ""},
    {"S2", "F1 {'text':'Engineers restart the pool by hand each week.'}\n", "F1", "!factor-act",
     ""},
    {"S2", "F1 {'text':'one limit of connections for both services'}\n", "F1", "!factor-act", ""},
    {"S2", "F1 {'detail':'The engineer restarted it.'}\n", "F1", "!factor-act", ""},
    {"N2b1", "F1 {'early':true}\n", "F1", "factor-early", "before the timeline was agreed"},
    {"N2b2", "F1 {}\n", "F1", "factor-thin", "Rests on no source yet."},
    {"N2b2", "F1 {'rests_on':['T1']}\nT1 {'role':'dba'}\n", "F1", "factor-thin",
     "Rests on 1 source."},
    {"N2b2", "F1 {'rests_on':['T1','T2']}\nT1 {'role':'dba'}\nT2 {'role':'DBA '}\n", "F1",
     "factor-thin", "Rests on 1 source."},
    {"N2b2", "F1 {'rests_on':['T1','T2']}\nT1 {'role':'dba'}\nT2 {'role':'support'}\n", "F1",
     "!factor-thin", ""},
    {"S2", "F1 {'text':'one pool'}\n", "F1", "factor-good-for", "normally helps"},
    {"S2", "F1 {'text':'one pool','good_for':'fewer connections'}\n", "F1", "!factor-good-for", ""},
    {"N1", "I1 {'state':'accepted','strength':'strong'}\n", "PM0", "plan-one-item", "single item"},
    {"N1", "I1 {'state':'accepted'}\nI2 {'state':'done'}\n", "PM0", "!plan-one-item", ""},
    {"N1", "I1 {'state':'accepted','type':'prevent'}\nI2 {'state':'done','type':'prevent'}\n",
     "PM0", "plan-prevents-alone", ""},
    {"N1",
     "I1 {'state':'accepted','kind':'tool'}\nI2 {'state':'done','kind':'tool'}\n"
     "I3 {'kind':'guardrail'}\n",
     "PM0", "plan-one-kind", "of one kind: tool"},
    {"N1", "I1 {'state':'accepted','kind':'tool'}\nI2 {'state':'done','kind':'guardrail'}\n", "PM0",
     "!plan-one-kind", ""},
    {"N1", "I1 {'state':'accepted','kind':'tool'}\n", "PM0", "!plan-one-kind", ""},
    {"P3", "I1 {'state':'shaped','text':'look at the pool'}\n", "I1", "item-endless", "no end"},
    {"P3", "I1 {'state':'accepted','done_when':'ongoing'}\n", "I1", "item-endless",
     "no end itself"},
    {"P3", "I1 {'state':'idea','text':'look at the pool'}\n", "I1", "!item-endless", ""},
    {"P3", "I1 {'state':'shaped','due':'2026-05-30'}\n", "I1", "!item-endless", ""},
    {"P3", "I1 {'state':'shaped','done_when':'the drill passes'}\n", "I1", "!item-endless", ""},
    {"P3", "I1 {'state':'retired'}\n", "I1", "!item-endless", ""},
    {"P3", "I1 {'state':'accepted','strength':'weak'}\nI2 {'state':'waiting'}\n", "PM0",
     "plan-weak", "strong or medium"},
    {"P3", "I1 {'state':'accepted','strength':'weak'}\nI2 {'state':'done','strength':'medium'}\n",
     "PM0", "!plan-weak", ""},
    {"P3", "I1 {'state':'accepted'}\n", "I1", "item-side-effects", ""},
    {"P3", "I1 {'state':'accepted','postponed':2}\n", "I1", "item-postponed", "2 times"},
    {"P3", "I1 {'done':'2026-05-30','checked':'2026-05-01'}\n", "I1", "item-checked-early",
     "before"},
    {"P3", "I1 {'state':'done'}\n", "I1", "item-done-unsaid", "is not noted"},
    {"P3", "I1 {'state':'done','type':'repair'}\n", "I1", "!item-done-unsaid", ""},
    {"P3", "I1 {'state':'verified','done_when':'it fires'}\n", "I1", "!item-done-unsaid", ""},
    {"P3", "I1 {'done':'2026-05-30','checked':'2026-05-30'}\n", "I1", "!item-checked-early", ""},
    {"A4", "I1 {'kind':'tool'}\nI2 {'kind':'guardrail'}\n", "PM0", "kind-empty", "a resource"},
    {"A4", "I1 {'kind':'tool'}\nI2 {'kind':'guardrail'}\nI3 {'kind':'resource'}\n", "PM0",
     "!kind-empty", ""},
    {"A4", "F1 {}\n", "PM0", "!kind-empty", ""},
    {"P3a", "I1 {'state':'superseded'}\n", "I1", "item-superseded", ""},
};

static const struct review_notice *find(const struct review_notice *notices, size_t count,
                                        struct review_id about, const char *rule)
{
    for (size_t i = 0; i < count; i++)
        if (review_id_equal(notices[i].about, about) && strcmp(notices[i].rule, rule) == 0)
            return &notices[i];
    return NULL;
}

static void run(const char *row)
{
    size_t ran = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene;
        struct review_notice *notices;
        struct error error = ERROR_NONE;
        char entries[1000];
        size_t count;
        const bool absent = cases[i].rule[0] == '!';
        if (strcmp(cases[i].row, row) != 0) continue;
        ran++;
        const bool own = cases[i].entries[0] == 'P' && cases[i].entries[1] == 'M';
        (void)snprintf(entries, sizeof entries, "%s%s", own ? "" : "PM0 {'title':'x'}\n",
                       cases[i].entries);
        scene_open(&scene, entries);
        scene_settle(&scene);
        assert_ok(
            review_notices(&scene.review, &scene.settled, &scene.arena, &notices, &count, &error));
        const struct review_notice *found =
            find(notices, count, scene_id(cases[i].about), cases[i].rule + absent);
        if (absent ? found != NULL : found == NULL)
            fail_msg("%s: %s %s", cases[i].entries, cases[i].about, cases[i].rule);
        if (found && span_find(span_of(found->text), span_of(cases[i].says)) == SIZE_MAX)
            fail_msg("%s says %s", cases[i].rule, found->text);
        for (size_t j = 0; j < count; j++) {
            assert_non_null(strchr(notices[j].question, '?'));
            assert_true(span_find_nocase(span_of(notices[j].question), SPAN("why did")) ==
                        SIZE_MAX);
        }
        scene_close(&scene);
    }
    assert_true(ran >= 1);
}

static void D1_who_asks_and_who_writes_are_two(void **state)
{
    (void)state;
    run("D1");
}

static void X1_the_facilitator_was_not_involved(void **state)
{
    (void)state;
    run("X1");
}

static void S3_a_word_that_promises_one_cause_is_asked_about(void **state)
{
    (void)state;
    run("S3");
}

static void N2c_a_decision_is_asked_for_its_context(void **state)
{
    (void)state;
    run("N2c");
}

static void P1c_turning_points_and_conclusions_name_their_ground(void **state)
{
    (void)state;
    run("P1c");
}

static void D3c_actions_without_intent_are_listed(void **state)
{
    (void)state;
    run("D3c");
}

static void D3f_actions_without_confirmation_are_listed(void **state)
{
    (void)state;
    run("D3f");
}

static void N3a_something_absent_needs_the_rule_that_expected_it(void **state)
{
    (void)state;
    run("N3a");
}

static void R2_levels_and_estimates_are_asked_for_their_ground(void **state)
{
    (void)state;
    run("R2");
}

static void R4_opposite_actions_on_one_object_are_marked(void **state)
{
    (void)state;
    run("R4");
}

static void R3_an_audience_never_told_is_listed(void **state)
{
    (void)state;
    run("R3");
}

static void R6_a_number_has_a_source_or_is_estimated(void **state)
{
    (void)state;
    run("R6");
}

static void P1_conflicts_stay_until_they_are_looked_at(void **state)
{
    (void)state;
    run("P1");
}

static void D3e_improvised_tools_are_offered_as_items(void **state)
{
    (void)state;
    run("D3e");
}

static void D2c_a_corrected_belief_has_two_sides(void **state)
{
    (void)state;
    run("D2c");
}

static void D3b_an_assumption_has_a_beginning(void **state)
{
    (void)state;
    run("D3b");
}

static void D3d_confidence_names_its_source_and_sureness(void **state)
{
    (void)state;
    run("D3d");
}

static void D3g_a_preference_names_what_was_passed_over(void **state)
{
    (void)state;
    run("D3g");
}

static void A2_a_quote_waits_for_consent(void **state)
{
    (void)state;
    run("A2");
}

static void P2_first_accounts_stay_apart(void **state)
{
    (void)state;
    run("P2");
}

static void R7_outdated_pages_without_an_item_are_listed(void **state)
{
    (void)state;
    run("R7");
}

static void N2b_an_idea_closed_from_one_side_is_asked_about(void **state)
{
    (void)state;
    run("N2b");
}

static void S1_single_factors_and_chains_are_asked_for_others(void **state)
{
    (void)state;
    run("S1");
}

static void N2b1_an_early_factor_is_asked_about(void **state)
{
    (void)state;
    run("N2b1");
}

static void N2b2_a_factor_with_one_source_says_so(void **state)
{
    (void)state;
    run("N2b2");
}

static void S2_a_factor_is_a_condition_and_good_for_something(void **state)
{
    (void)state;
    run("S2");
}

static void N1_a_plan_of_one_item_is_asked_about(void **state)
{
    (void)state;
    run("N1");
}

static void P3_weak_plans_and_waiting_items_are_asked_about(void **state)
{
    (void)state;
    run("P3");
}

static void A4_a_kind_of_help_without_items_is_named(void **state)
{
    (void)state;
    run("A4");
}

static void P3a_what_replaced_an_item_is_asked_for(void **state)
{
    (void)state;
    run("P3a");
}

static const struct review_notice *notice_of(struct scene *scene, const char *about,
                                             const char *rule)
{
    struct review_notice *notices;
    struct error error = ERROR_NONE;
    size_t count;
    scene_settle(scene);
    assert_ok(
        review_notices(&scene->review, &scene->settled, &scene->arena, &notices, &count, &error));
    return find(notices, count, scene_id(about), rule);
}

static void A3_missing_learnings_are_asked_for_after_the_talk(void **state)
{
    static const struct {
        const char *stage, *more;
        bool due;
    } stages[] = {
        {"discuss", "", false},
        {"causes", "", true},
        {"causes", "T1 {'code':'learned','text':'the pool is shared'}\n", false},
        {"causes", "T1 {'code':'learned','withdrawn':true}\n", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        struct scene scene;
        char entries[200];
        (void)snprintf(entries, sizeof entries, "PM0 {'title':'x','stage':'%s'}\n%s",
                       stages[i].stage, stages[i].more);
        scene_open(&scene, entries);
        assert_int_equal(notice_of(&scene, "PM0", "learning") != NULL, stages[i].due);
        scene_close(&scene);
    }
}

/* Sources are counted once each, however often and through whatever they are cited. */
static void N2b2_independent_sources_beneath_a_factor_are_counted(void **state)
{
    struct scene scene;
    (void)state;
#define LOG    "'evidence':[{'content':'" HASH_A "','from':0,'to':9,'name':'app.log'}]"
#define CHAT   "'evidence':[{'content':'" HASH_B "','from':0,'to':9,'name':'chat'}]"
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    scene_open(&scene, "PM0 {'title':'x'}\n"
                       "P1 {'role':'dba'}\n"
                       "X1 {'content':'" HASH_A "','name':'app.log','presence':'present'}\n"
                       "X2 {'name':'core','presence':'gone'}\n"
                       "E1 {" LOG "}\nE2 {" CHAT ",'says':['T1']}\nE3 {'what':'bare'}\n"
                       "T1 {'role':'dba'}\nT2 {'person':'P1'}\nT3 {'role':'x','withdrawn':true}\n"
                       "F1 {" LOG "}\n"
                       "F2 {" LOG ",'rests_on':['E1','X1','X2','E3','T3','F1']}\n"
                       "F3 {'rests_on':['E1','E2','T1','T2']}\n");
    const size_t wanted[] = {1, 1, 3};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(review_factor_sources(&scene.review, &scene.review.factors.at[i]),
                         wanted[i]);
    scene_close(&scene);
}

/* As many notices as one likes take memory, not the program down. */
static void notices_at_the_end_of_memory_are_an_error(void **state)
{
    struct scene scene;
    struct review_notice *notices = NULL;
    struct error error = ERROR_NONE;
    struct arena small;
    size_t count = 0;
    (void)state;
    scene_open(&scene, "PM0 {'title':'x'}\nE1 {'kind':'act.fix'}\nF1 {}\nN1 {}\n");
    scene_settle(&scene);
    for (size_t cap = 0; cap < 2048; cap += 64) {
        arena_init(&small, cap);
        assert_true(review_notices(&scene.review, &scene.settled, &small, &notices, &count,
                                   &error) != STATUS_OK);
        assert_null(notices);
        arena_release(&small);
    }
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(D1_who_asks_and_who_writes_are_two),
        cmocka_unit_test(X1_the_facilitator_was_not_involved),
        cmocka_unit_test(S3_a_word_that_promises_one_cause_is_asked_about),
        cmocka_unit_test(N2c_a_decision_is_asked_for_its_context),
        cmocka_unit_test(P1c_turning_points_and_conclusions_name_their_ground),
        cmocka_unit_test(D3c_actions_without_intent_are_listed),
        cmocka_unit_test(D3f_actions_without_confirmation_are_listed),
        cmocka_unit_test(N3a_something_absent_needs_the_rule_that_expected_it),
        cmocka_unit_test(R2_levels_and_estimates_are_asked_for_their_ground),
        cmocka_unit_test(R4_opposite_actions_on_one_object_are_marked),
        cmocka_unit_test(R3_an_audience_never_told_is_listed),
        cmocka_unit_test(R6_a_number_has_a_source_or_is_estimated),
        cmocka_unit_test(P1_conflicts_stay_until_they_are_looked_at),
        cmocka_unit_test(D3e_improvised_tools_are_offered_as_items),
        cmocka_unit_test(D2c_a_corrected_belief_has_two_sides),
        cmocka_unit_test(D3b_an_assumption_has_a_beginning),
        cmocka_unit_test(D3d_confidence_names_its_source_and_sureness),
        cmocka_unit_test(D3g_a_preference_names_what_was_passed_over),
        cmocka_unit_test(A2_a_quote_waits_for_consent),
        cmocka_unit_test(P2_first_accounts_stay_apart),
        cmocka_unit_test(R7_outdated_pages_without_an_item_are_listed),
        cmocka_unit_test(N2b_an_idea_closed_from_one_side_is_asked_about),
        cmocka_unit_test(S1_single_factors_and_chains_are_asked_for_others),
        cmocka_unit_test(N2b1_an_early_factor_is_asked_about),
        cmocka_unit_test(N2b2_a_factor_with_one_source_says_so),
        cmocka_unit_test(S2_a_factor_is_a_condition_and_good_for_something),
        cmocka_unit_test(N1_a_plan_of_one_item_is_asked_about),
        cmocka_unit_test(P3_weak_plans_and_waiting_items_are_asked_about),
        cmocka_unit_test(A4_a_kind_of_help_without_items_is_named),
        cmocka_unit_test(P3a_what_replaced_an_item_is_asked_for),
        cmocka_unit_test(A3_missing_learnings_are_asked_for_after_the_talk),
        cmocka_unit_test(N2b2_independent_sources_beneath_a_factor_are_counted),
        cmocka_unit_test(notices_at_the_end_of_memory_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
