/* Each rule on the smallest graph that it speaks about, and on the nearest one it is silent on. */
#include "tests/causes/sketch.h"

#include <stdio.h>

static int setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, (size_t)1 << 29);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

struct findings {
    struct causes_graph graph;
    struct causes_finding *at;
    size_t count;
};

static struct findings check_with(void **state, const char *entries,
                                  const struct causes_budget *budget)
{
    struct findings found = {.graph = sketch(*state, entries)};
    struct error error = ERROR_NONE;
    assert_ok(causes_check(&found.graph, budget, *state, &found.at, &found.count, &error));
    return found;
}

static struct findings check(void **state, const char *entries)
{
    return check_with(state, entries, &causes_budget_default);
}

/* What a rule found, as "outcome/condition:others" with blanks between; '-' for none. */
static const char *told(void **state, const struct findings *found, enum causes_rule rule)
{
    struct text text;
    text_init(&text, 0);
    for (size_t i = 0; i < found->count; i++) {
        const struct causes_finding *one = &found->at[i];
        if (one->rule != rule) continue;
        const struct causes_condition *conditions = found->graph.conditions;
        text_addf(&text, "%s%s/%s", text.len ? " " : "",
                  one->outcome == CAUSES_NONE ? "-" : conditions[one->outcome].name,
                  one->condition == CAUSES_NONE ? "-" : conditions[one->condition].name);
        for (size_t k = 0; k < one->other_count; k++)
            text_addf(&text, "%s%s", k ? "," : ":", conditions[one->others[k]].name);
    }
    const char *copy = arena_copy(*state, text_span(&text));
    text_release(&text);
    assert_non_null(copy);
    return copy;
}

static const struct rule_case {
    enum causes_rule rule;
    const char *entries, *want; /* want "": silent */
} cases[] = {
    {CAUSES_RULE_CYCLE, "A = B; B = C; C = A; T = A", "-/A:A,B,C"},
    {CAUSES_RULE_CYCLE, "A = B; B = C; T = A", ""},

    {CAUSES_RULE_LATER, "T = A B; A | since:11; T | since:10", "-/A"},
    {CAUSES_RULE_LATER, "T = A B; A | since:10; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = A B; A | since:11-20; T | since:5-10", "-/A"},
    {CAUSES_RULE_LATER, "T = A B; A | since:10-20; T | since:5-10", ""},
    {CAUSES_RULE_LATER, "T = A B; A | since:11-*; T | since:*-10", "-/A"},
    {CAUSES_RULE_LATER, "T = A B; A | since:*-20; T | since:5-10", ""},
    {CAUSES_RULE_LATER, "T = A B; A | since:11; T | since:10-*", ""},
    {CAUSES_RULE_LATER, "T = A B; A | since:11 was:no; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = A B; T = C; A | since:11; T | since:10", "-/A"},
    {CAUSES_RULE_LATER, "T = A B | reason:first; T = C; A | since:11; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = A B | reason:might; T = C; A | since:11; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = !A B; A | was:no since:11; T | since:10", ""},
    /* an effect without a time is no earlier than what it takes */
    {CAUSES_RULE_LATER, "T = N B; N = A C; A | since:11; T | since:10", "-/N:A"},
    {CAUSES_RULE_LATER, "T = N B; N = A; N = C; A | since:11; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = N B; N = A; N = C; A | since:11; C | since:12; T | since:10", "-/N:A"},
    {CAUSES_RULE_LATER, "T = N B; N = A; N = C; A | since:11; C | was:no; T | since:10", "-/N:A"},
    {CAUSES_RULE_LATER, "T = N B; N = A C D | enough:2; A | since:11; T | since:10", ""},
    {CAUSES_RULE_LATER,
     "T = N B; N = A C D | enough:2; A | since:11; C | since:12; D | since:1; T | since:10",
     "-/N:A"},
    /* of those a way does not need all of, some may be late */
    {CAUSES_RULE_LATER, "T = A B C | enough:2; A | since:11; T | since:10", ""},
    {CAUSES_RULE_LATER, "T = A B C | enough:2; A | since:11; B | since:12; T | since:10",
     "-/A -/B"},

    /* how long it took is settled by its end */
    {CAUSES_RULE_LATER, "T = A B; A | since:11; T | part:outcome outcome:length since:10 until:30",
     ""},
    {CAUSES_RULE_LATER, "T = A B; A | since:31; T | part:outcome outcome:length since:10 until:30",
     "-/A"},
    {CAUSES_RULE_LATER, "T = A B; A | since:31; T | part:outcome outcome:onset since:10 until:30",
     "-/A"},
    {CAUSES_RULE_LATER, "T = A B; A | since:11; T | part:outcome outcome:length since:10", ""},

    {CAUSES_RULE_MAYBE_LATER, "T = A B; A | since:5-11; T | since:10", "-/A"},
    {CAUSES_RULE_MAYBE_LATER, "T = A B; A | since:5-10; T | since:10", ""},
    {CAUSES_RULE_MAYBE_LATER, "T = A B; A | since:5-*; T | since:10", "-/A"},
    {CAUSES_RULE_MAYBE_LATER, "T = A B; A | since:*-5; T | since:10", ""},
    {CAUSES_RULE_MAYBE_LATER, "T = A B; A | since:11; T | since:10", ""}, /* certain */
    {CAUSES_RULE_MAYBE_LATER, "T = A B; T | since:10", ""},

    {CAUSES_RULE_OVER, "T = A B; A | since:1 until:5-9; T | since:10", "-/A"},
    {CAUSES_RULE_OVER, "T = A B; A | since:1 until:5-10; T | since:10", ""},
    {CAUSES_RULE_OVER, "T = A B; A | form:process until:9; T | since:10-*", "-/A"},
    {CAUSES_RULE_OVER, "T = A B; A | form:barrier until:9; T | since:10", "-/A"},
    {CAUSES_RULE_OVER, "T = A B; A | form:event until:9; T | since:10", ""},

    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | since:2; T | since:18", "T/T:B"},
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | since:2; T | since:17", ""},
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | since:2-3; T | since:18", ""},
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; T | since:18", ""}, /* B may be what woke it */
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | part:latent; T | since:18", "T/T:A"},
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | since:2; T | since:18 was:no", ""},
    {CAUSES_RULE_EARLY, "T = A B; A | since:1; B | since:2 was:no; T | since:18", ""},
    {CAUSES_RULE_EARLY, "T = A N; N = B; A | since:1; B | since:2; N | since:17; T | since:18",
     "T/T:B"},

    {CAUSES_RULE_DISAGREES, "T = A B; A | was:no", "-/T"},
    {CAUSES_RULE_DISAGREES, "T = A B", ""},
    {CAUSES_RULE_DISAGREES, "T = A B; T | was:no", "-/T"},
    {CAUSES_RULE_DISAGREES, "T = A B; A | was:no; T | was:no", ""},
    {CAUSES_RULE_DISAGREES, "T = A B; A | was:unknown", ""},
    {CAUSES_RULE_DISAGREES, "T = N B; N = A; A | was:no; N | was:yes", "-/N"}, /* where it arises */
    {CAUSES_RULE_DISAGREES, "T = N B; N = A; N | was:no", "-/N -/T"},
    {CAUSES_RULE_DISAGREES, "T = A; T = B | reason:might", "-/T"},
    {CAUSES_RULE_DISAGREES, "T = A; T = B | reason:might; B | was:no", ""},

    {CAUSES_RULE_UNDECIDED, "T = A B; A | was:unknown", "T/T:A"},
    {CAUSES_RULE_UNDECIDED, "T = A B; T = C; A | was:unknown", ""},
    {CAUSES_RULE_UNDECIDED, "T = A !U; T = A U; U | was:unknown", ""},

    {CAUSES_RULE_ALONE, "T = A; T = B C", "T/A"},
    {CAUSES_RULE_ALONE, "T = A D; T = B C", ""},
    {CAUSES_RULE_ALONE, "T = A B | enough:1", "T/A T/B"},

    {CAUSES_RULE_CHAIN, "T = N; N = A", "T/T:T,N,A"},
    {CAUSES_RULE_CHAIN, "T = A", ""},
    {CAUSES_RULE_CHAIN, "T = N; N = A B", ""},
    {CAUSES_RULE_CHAIN, "T = N; N = A; N = B", ""},

    {CAUSES_RULE_SINGLE, "T = A; T = A B; T = A C", "T/A"},
    {CAUSES_RULE_SINGLE, "T = A; T = B C", ""},
    {CAUSES_RULE_SINGLE, "T = A", ""},

    {CAUSES_RULE_ACT, "T = A B; A | form:act", "-/A"},
    {CAUSES_RULE_ACT, "T = A B; A = C; A | form:act", ""},
    {CAUSES_RULE_ACT, "T = A B; A | form:event", ""},

    {CAUSES_RULE_ENABLING, "T = A B; A | form:event; B | form:act", "-/A"},
    {CAUSES_RULE_ENABLING, "T = A B; A | form:event", ""},
    {CAUSES_RULE_ENABLING, "T = A N; N = B C; A | form:event; N | form:event", ""},
    {CAUSES_RULE_ENABLING, "T = A !B; A | form:event; B | form:event was:no", ""},

    {CAUSES_RULE_EXPECTED, "T = A B; A | form:absence", "-/A"},
    {CAUSES_RULE_EXPECTED, "T = A B; A | form:absence expected:the guide asks for it", ""},
    {CAUSES_RULE_EXPECTED, "T = A B; A | form:absence expected: ", "-/A"},

    {CAUSES_RULE_BARRIER, "T = A B; T = C D; A | form:barrier", "T/T:C,D"},
    {CAUSES_RULE_BARRIER, "T = A B; T = C D; A | form:barrier; C | form:barrier", ""},
    {CAUSES_RULE_BARRIER, "T = N B; N = A C; N | form:barrier", ""}, /* with causes of its own */
    {CAUSES_RULE_BARRIER, "T = A B C | enough:2; A | form:barrier", "T/T:B,C"},
    {CAUSES_RULE_BARRIER, "T = A B; A | form:mitigator", "T/T:A,B"},

    {CAUSES_RULE_IDLE, "T = A B; T = A", "T/B"},
    {CAUSES_RULE_IDLE, "T = A B; T = C", ""},
    {CAUSES_RULE_IDLE, "T = A M; T = A N; N = M L", "T/L T/N"},
    {CAUSES_RULE_IDLE, "T = A N; N = B C", ""},
    /* held back, N would leave as many sets, but others */
    {CAUSES_RULE_IDLE, "T = N; T = A B C; N = A B", "T/C"},
    {CAUSES_RULE_IDLE, "T = A B; X", "-/X"},
    {CAUSES_RULE_IDLE, "T = A B; X | part:mitigator; Y | form:barrier barrier:held", ""},

    {CAUSES_RULE_EACH_ENOUGH, "T = A B; T = A C", "-/T:B,C"},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B; T = A C; C | was:no", ""},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B; T = C D", "-/T:A,B,C,D"},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B C | enough:2", "-/T:A,B,C"},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B C | enough:2; C | was:no", ""},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B; T = A C; T = A D; D | was:unknown", "-/T:B,C"},
    {CAUSES_RULE_EACH_ENOUGH, "T = A B; T = A", ""}, /* B is idle */
    {CAUSES_RULE_EACH_ENOUGH, "T = A B", ""},

    {CAUSES_RULE_IF_ONLY, "T = A B", "T/T:A,B"},
    {CAUSES_RULE_IF_ONLY, "T = A B; T = A C", ""},
    {CAUSES_RULE_IF_ONLY, "T = A", ""}, /* told by "alone" */
    {CAUSES_RULE_IF_ONLY, "T = A B; T = A N; N = B C", "T/T:A,B"},

    {CAUSES_RULE_UNSUPPORTED, "T = A B; A | evidence:none", "-/A"},
    {CAUSES_RULE_UNSUPPORTED, "T = A B; A | evidence:none sources:1", ""},
    {CAUSES_RULE_UNSUPPORTED, "T = A B; A | evidence:none was:no", ""},
    {CAUSES_RULE_UNSUPPORTED, "T = A B; A | evidence:none was:unknown", ""},
    {CAUSES_RULE_UNSUPPORTED, "T = A B; T | evidence:none", ""}, /* it follows */
    {CAUSES_RULE_UNSUPPORTED, "T = A B; T | evidence:none was:yes", "-/T"},

    {CAUSES_RULE_DISPUTED, "T = A B; A | disputed:yes", "-/A"},
    {CAUSES_RULE_DISPUTED, "T = A B", ""},

    {CAUSES_RULE_UNTESTED, "T = A B | test:none", "-/T:A,B"},
    {CAUSES_RULE_UNTESTED, "T = A B | test:no", ""},
    {CAUSES_RULE_UNTESTED, "T = A B | test:none; A | was:no", ""},
    {CAUSES_RULE_UNTESTED, "T = A B C | test:none enough:2; A | was:no", "-/T:B,C"},

    {CAUSES_RULE_NOT_NEEDED, "T = A | test:yes; T = B C", "-/A"},
    {CAUSES_RULE_NOT_NEEDED, "T = A | test:yes; N = B", "-/A"},
    {CAUSES_RULE_NOT_NEEDED, "T = A | test:no; N = B", ""},

    {CAUSES_RULE_OPEN_LINK, "T = A | test:cannot-tell; N = B", "-/A"},
    {CAUSES_RULE_OPEN_LINK, "T = A | test:no; N = B", ""},
    {CAUSES_RULE_OPEN_LINK, "T = A | test:no; T = B C | test:yes", "-/A"}, /* against the graph */
    {CAUSES_RULE_OPEN_LINK, "T = A | test:no; T = B C; C | was:no", ""},

    {CAUSES_RULE_UNASKED, "T = A B | complete:none", "-/T"},
    {CAUSES_RULE_UNASKED, "T = A B | complete:yes", ""},
    {CAUSES_RULE_INCOMPLETE, "T = A B | complete:yes", "-/T"},
    {CAUSES_RULE_INCOMPLETE, "T = A B | complete:cannot-tell", "-/T"},
    {CAUSES_RULE_INCOMPLETE, "T = A B | complete:none", ""},
    {CAUSES_RULE_INCOMPLETE, "T = A B | complete:no", ""},

    {CAUSES_RULE_BOTH_SIGNS, "T = A B; T = !A C", "T/A"},
    {CAUSES_RULE_BOTH_SIGNS, "T = !A B; S = A C", ""}, /* under two outcomes */
    {CAUSES_RULE_BOTH_SIGNS, "T = N !M; N = A B; M = A C", "T/A"},
    {CAUSES_RULE_BOTH_SIGNS, "T = !N !M; N = A B; M = A C", ""},
    {CAUSES_RULE_BOTH_SIGNS, "T = N B; T = !N C; N = A D", "T/N"}, /* where it begins */

    {CAUSES_RULE_REASON, "T = A; T = B", "-/T"},
    {CAUSES_RULE_REASON, "T = A; T = B | reason:both", ""},
    {CAUSES_RULE_REASON, "T = A; T = B; T = C | reason:both", "-/T"},

    {CAUSES_RULE_NO_SINGLE, "T = A B; T = C D", "T/T"},
    {CAUSES_RULE_NO_SINGLE, "T = A B; T = A D", ""},
    {CAUSES_RULE_NO_SINGLE, "T = A B; T = C D; D | was:no", ""},
    {CAUSES_RULE_NO_SINGLE, "T = A B; T = C D; D | was:unknown", ""},
    {CAUSES_RULE_NO_SINGLE, "T = A B; T = C D; T = E F; F | was:unknown", "T/T"},
};

static void each_rule_fires_where_it_means_to(void **state)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings found = check(state, cases[i].entries);
        const char *got = told(state, &found, cases[i].rule);
        if (strcmp(got, cases[i].want) == 0) continue;
        print_error("%s on \"%s\": \"%s\", wanted \"%s\"\n", causes_rules[cases[i].rule].word,
                    cases[i].entries, got, cases[i].want);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void same_words_are_told_and_other_meanings_are_not(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } texts[] = {
        {"the pool is sized for the fleet", "Pool sized for fleet", true},
        {"sized for the fleet: the pool", "the pool is sized for the fleet", true},
        {"the pool is sized for the fleet", "the pool is not sized for the fleet", false},
        {"replica 1 is lost", "replica 2 is lost", false},
        {"replica one is lost", "replica two is lost", false},
        {"the connection pool is full", "the conection pool is full", true},
        {"the connection pool is full", "the connections pool is full", true},
        {"the connection pool is full", "the collection pool is full", false},
        {"configuration is pushed everywhere", "configuraton is pushed everywere", false},
        {"alerts go to a mailbox", "alarms go to a mailbox", false},
        {"the queue grows", "the queue grows in the second region", false},
        {"retries", "retriez", false}, /* too short to tell */
        {"", "", false},
        {"...", "!!!", false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct findings found =
            check(state, arena_printf(*state, "T = A B; A | text:%s; B | text:%s", texts[i].a,
                                      texts[i].b));
        const char *got = told(state, &found, CAUSES_RULE_TWICE);
        if (strcmp(got, texts[i].same ? "-/A:B" : "") != 0)
            fail_msg("\"%s\" and \"%s\": \"%s\"", texts[i].a, texts[i].b, got);
    }
    struct findings found = check(state, "T = A B; A | shared:no-canary; B | shared:no-canary");
    assert_string_equal(told(state, &found, CAUSES_RULE_TWICE), "-/A:B");
    found = check(state, "T = A B; A | shared:no-canary; B | shared:no-owner");
    assert_string_equal(told(state, &found, CAUSES_RULE_TWICE), "");
    /* each is told once, whatever it is the same by */
    found = check(state, "T = A B C; A | shared:x text:pool is full now; B | shared:x;"
                         "C | text:pool is full now");
    assert_string_equal(told(state, &found, CAUSES_RULE_TWICE), "-/A:B -/A:C");
}

static void every_finding_is_a_sentence_and_a_question(void **state)
{
    bool seen[CAUSES_RULE_COUNT] = {false};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings found = check(state, cases[i].entries);
        for (size_t k = 0; k < found.count; k++) {
            const struct causes_finding *one = &found.at[k];
            struct span text = span_of(one->text), question = span_of(one->question);
            seen[one->rule] = true;
            assert_true(text.len > 0 && text.at[text.len - 1] == '.');
            assert_true(span_find(question, SPAN("?")) != SIZE_MAX);
            /* a finding about conditions names them */
            if (one->condition != CAUSES_NONE)
                assert_true(span_find(text, span_of(found.graph.conditions[one->condition].name)) !=
                            SIZE_MAX);
        }
    }
    for (int rule = 0; rule < CAUSES_RULE_COUNT; rule++)
        if (!seen[rule] && rule != CAUSES_RULE_TWICE && rule != CAUSES_RULE_BOUND)
            fail_msg("no case for %s", causes_rules[rule].word);
}

static void findings_come_by_rule_outcome_and_name(void **state)
{
    struct findings found =
        check(state, "T2 = F10 F2 | test:none; T1 = F10 F2 F3; F10 | form:act evidence:none;"
                     "F2 | form:act evidence:none; F3 | disputed:yes");
    for (size_t i = 1; i < found.count; i++) {
        const struct causes_finding *a = &found.at[i - 1], *b = &found.at[i];
        assert_true(a->rule <= b->rule);
        if (a->rule != b->rule) continue;
        assert_true(a->outcome <= b->outcome);
        if (a->outcome == b->outcome) assert_true(a->condition <= b->condition);
    }
    assert_string_equal(told(state, &found, CAUSES_RULE_ACT), "-/F2 -/F10");
}

static void a_circle_leaves_what_needs_no_sets(void **state)
{
    struct findings found = check(state, "A = B C | test:none complete:none; B = A;"
                                         "C | form:act evidence:none; T = A");
    assert_string_equal(told(state, &found, CAUSES_RULE_CYCLE), "-/A:A,B");
    assert_string_equal(told(state, &found, CAUSES_RULE_ACT), "-/C");
    assert_string_equal(told(state, &found, CAUSES_RULE_UNSUPPORTED), "-/C");
    assert_string_equal(told(state, &found, CAUSES_RULE_UNTESTED), "-/A:B,C");
    assert_string_equal(told(state, &found, CAUSES_RULE_UNASKED), "-/A");
    assert_string_equal(told(state, &found, CAUSES_RULE_ALONE), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_BOUND), "");
}

static void a_small_budget_is_told_and_nothing_untrue_is(void **state)
{
    const char *entries = "T = A B; T = A C; T = A B; X | evidence:none";
    struct causes_budget budget = causes_budget_default;
    budget.steps = 0;
    struct findings found = check_with(state, entries, &budget);
    assert_string_equal(told(state, &found, CAUSES_RULE_BOUND), "-/-");
    assert_string_equal(told(state, &found, CAUSES_RULE_IF_ONLY), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_IDLE), "-/X");
    assert_string_equal(told(state, &found, CAUSES_RULE_UNSUPPORTED), "-/X");
    found = check(state, entries);
    assert_string_equal(told(state, &found, CAUSES_RULE_BOUND), "");
    /* sets of one condition are all there: "alone" is certain, "one known way" is not */
    budget = causes_budget_default;
    budget.largest = 1;
    found = check_with(state, "T = A; T = B C D", &budget);
    assert_string_equal(told(state, &found, CAUSES_RULE_ALONE), "T/A");
    assert_string_equal(told(state, &found, CAUSES_RULE_IF_ONLY), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_IDLE), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_SINGLE), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_BOUND), "T/T");
}

static struct span read_page(void **state, const char *path)
{
    FILE *file = fopen(path, "r");
    char *page = arena_alloc(*state, 1 << 16);
    assert_true(file && page);
    size_t len = fread(page, 1, (1 << 16) - 1, file);
    assert_int_equal(fclose(file), 0);
    return (struct span){page, len};
}

static struct findings check_file(void **state, const char *path)
{
    struct findings found;
    struct error error = ERROR_NONE;
    assert_ok(causes_read(read_page(state, path), *state, NULL, NULL, &found.graph, &error));
    assert_ok(causes_check(&found.graph, &causes_budget_default, *state, &found.at, &found.count,
                           &error));
    return found;
}

static void the_public_incidents_raise_the_questions_that_they_leave_open(void **state)
{
    struct findings found = check_file(state, SOURCE_ROOT "/examples/causes/gitlab-2017.causes");
    assert_string_equal(told(state, &found, CAUSES_RULE_ENABLING), "-/X1");
    assert_string_equal(told(state, &found, CAUSES_RULE_EACH_ENOUGH), "-/N3:C3,C4 -/N6:B3,B5");
    assert_string_equal(told(state, &found, CAUSES_RULE_IDLE), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_IF_ONLY), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_DISAGREES), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_NO_SINGLE), "");
    assert_string_equal(told(state, &found, CAUSES_RULE_BARRIER), "");

    found = check_file(state, SOURCE_ROOT "/examples/causes/knight-2012.causes");
    assert_string_equal(told(state, &found, CAUSES_RULE_IF_ONLY),
                        "T1/T1:B1,B2,C1,C2,C3,E1,E2 T2/T2:B1,B2,B3,B4,C1,C2,C3,C4,E1,E2");
    assert_string_equal(told(state, &found, CAUSES_RULE_IDLE), "T2/A1 T2/N3");
    assert_string_equal(told(state, &found, CAUSES_RULE_ACT), "-/A1");
}

static void the_order_of_what_was_typed_changes_nothing(void **state)
{
    static const char *const entries[] = {
        "T = A B | test:none;T = A C;N = D | complete:none;A | evidence:none;C | form:act",
        "C | form:act;A | evidence:none;N = D | complete:none;T = C A;T = B A | test:none",
    };
    struct findings a = check(state, entries[0]), b = check(state, entries[1]);
    assert_true(a.count > 5);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_string_equal(a.at[i].text, b.at[i].text);
        assert_string_equal(a.at[i].question, b.at[i].question);
    }
}

/* docs/causes-checks.md has a row for each rule. */
static void the_page_tells_of_each_rule(void **state)
{
    struct span page = read_page(state, SOURCE_ROOT "/docs/causes-checks.md");
    size_t rows = 0;
    for (size_t rule = 0; rule < CAUSES_RULE_COUNT; rule++)
        if (span_find(page, span_of(arena_printf(*state, "\n| `%s` |", causes_rules[rule].word))) ==
            SIZE_MAX)
            fail_msg("no row for %s", causes_rules[rule].word);
    for (size_t i = 0; i + 3 < page.len; i++) rows += memcmp(page.at + i, "\n| `", 4) == 0;
    assert_int_equal(rows, CAUSES_RULE_COUNT);
}

static void a_long_chain_and_a_wide_way_are_told_in_linear_time(void **state)
{
    enum { MANY = 100000 };
    struct causes_condition *conditions = arena_array(*state, MANY, sizeof *conditions);
    struct causes_way *ways = arena_array(*state, MANY, sizeof *ways);
    struct causes_link *links = arena_array(*state, MANY, sizeof *links);
    assert_true(conditions && ways && links);
    for (uint32_t i = 0; i < MANY; i++) {
        conditions[i] = (struct causes_condition){
            .name = arena_printf(*state, "C%u", (unsigned)i),
            .text = arena_printf(*state, "step of the long chain number%u", (unsigned)i),
            .since = {INSTANT_NONE, INSTANT_NONE},
            .until = {INSTANT_NONE, INSTANT_NONE}};
        links[i].condition = i + 1;
        ways[i] = (struct causes_way){.effect = i, .links = &links[i], .count = 1, .enough = 1};
    }
    const struct causes_parts parts = {
        .conditions = conditions, .condition_count = MANY, .ways = ways, .way_count = MANY - 1};
    struct findings found;
    struct error error = ERROR_NONE;
    assert_ok(causes_graph_make(&parts, *state, &found.graph, &error));
    assert_ok(causes_check(&found.graph, &causes_budget_default, *state, &found.at, &found.count,
                           &error));
    assert_string_equal(told(state, &found, CAUSES_RULE_ALONE), "C0/C99999");
    struct causes_question *questions = NULL;
    size_t count = 0;
    assert_ok(causes_questions(&found.graph, *state, &questions, &count, &error));
    assert_int_equal(count, 2 * (MANY - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_fires_where_it_means_to),
        cmocka_unit_test(same_words_are_told_and_other_meanings_are_not),
        cmocka_unit_test(every_finding_is_a_sentence_and_a_question),
        cmocka_unit_test(findings_come_by_rule_outcome_and_name),
        cmocka_unit_test(a_circle_leaves_what_needs_no_sets),
        cmocka_unit_test(a_small_budget_is_told_and_nothing_untrue_is),
        cmocka_unit_test(the_public_incidents_raise_the_questions_that_they_leave_open),
        cmocka_unit_test(the_order_of_what_was_typed_changes_nothing),
        cmocka_unit_test(the_page_tells_of_each_rule),
        cmocka_unit_test(a_long_chain_and_a_wide_way_are_told_in_linear_time),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
