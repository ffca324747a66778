/* What a test says by itself, and the questions that the open ones become. */
#include "tests/causes/sketch.h"

static int setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, (size_t)1 << 28);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

/* ---- the record ---- */

static void record_follows_from_the_leaves(void **state)
{
    static const struct {
        const char *entries, *of;
        enum causes_was want;
    } cases[] = {
        {"T = A B", "T", CAUSES_WAS_YES},
        {"T = A B; A | was:no", "T", CAUSES_WAS_NO},
        {"T = A B; A | was:unknown", "T", CAUSES_WAS_UNKNOWN},
        {"T = A B; A | was:unknown; B | was:no", "T", CAUSES_WAS_NO},
        {"T = A B; T = C; A | was:unknown", "T", CAUSES_WAS_YES},
        {"T = A B C | enough:2; A | was:no; B | was:unknown", "T", CAUSES_WAS_UNKNOWN},
        {"T = A B C | enough:2; B | was:unknown", "T", CAUSES_WAS_YES},
        {"T = A !B", "T", CAUSES_WAS_NO},
        {"T = A !B; B | was:no", "T", CAUSES_WAS_YES},
        {"T = A !B; B | was:unknown", "T", CAUSES_WAS_UNKNOWN},
        {"T = A B; A | form:barrier barrier:held", "T", CAUSES_WAS_NO},
        {"T = N B; N = C; N | was:yes; C | was:no", "N", CAUSES_WAS_NO}, /* whatever is stated */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct causes_graph graph = sketch(*state, cases[i].entries);
        struct error error = ERROR_NONE;
        uint8_t *was = NULL;
        assert_ok(causes_record(&graph, *state, &was, &error));
        if (was[sketched(&graph, cases[i].of)] != cases[i].want)
            fail_msg("\"%s\": %s is %d", cases[i].entries, cases[i].of,
                     was[sketched(&graph, cases[i].of)]);
    }
}

static void a_circle_has_no_record(void **state)
{
    struct causes_graph graph = sketch(*state, "T = A; A = B; B = A");
    struct error error = ERROR_NONE;
    uint8_t *was = NULL;
    assert_status(causes_record(&graph, *state, &was, &error), STATUS_BAD_INPUT);
    assert_null(was);
}

/* ---- the counterfactual test by the graph alone ---- */

/* The link from T to a condition; "!B": one that is turned round. */
static void find_link(const struct causes_graph *graph, const char *cause, uint32_t *ret_way,
                      uint32_t *ret_link)
{
    bool absent = *cause == '!';
    const struct causes_condition *top = &graph->conditions[sketched(graph, "T")];
    for (uint32_t w = top->first_way; w < top->first_way + top->way_count; w++)
        for (uint32_t i = 0; i < graph->ways[w].count; i++) {
            const struct causes_link *link = &graph->ways[w].links[i];
            if (link->condition != sketched(graph, cause + absent) || link->absent != absent)
                continue;
            *ret_way = w;
            *ret_link = i;
            return;
        }
    fail_msg("no link to %s", cause);
}

static void a_link_is_needed_unless_another_way_was_there(void **state)
{
    static const struct {
        const char *entries, *cause;
        const char *other; /* what the other way holds; "": needed; NULL: nothing to test */
    } cases[] = {
        {"T = A B", "A", ""},
        {"T = A B; T = C", "A", "C"},
        {"T = A B; T = C; C | was:no", "A", ""},
        {"T = A B; T = C; C | was:unknown", "A", ""},
        {"T = A B; T = A C", "A", ""}, /* what both hold is needed */
        {"T = A B; T = A C", "B", "C"},
        {"T = A B C | enough:2", "A", "A"}, /* one more than it takes */
        {"T = A B C | enough:2; C | was:no", "A", ""},
        {"T = A B; A | was:no", "A", NULL},
        {"T = A B; A | was:no", "B", NULL},
        {"T = A B; A | was:unknown", "A", NULL},
        {"T = A !B; B | was:no", "!B", ""},
        {"T = A !B; T = A B C; B | was:no", "!B", "C"}, /* turned round it opens the other */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct causes_graph graph = sketch(*state, cases[i].entries);
        struct error error = ERROR_NONE;
        uint8_t *was = NULL;
        assert_ok(causes_record(&graph, *state, &was, &error));
        uint32_t way = 0, link = 0, other = 77;
        find_link(&graph, cases[i].cause, &way, &link);
        bool tested = causes_link_needed(&graph, was, way, link, &other);
        uint32_t want = 77;
        if (cases[i].other)
            want = *cases[i].other ? sketched_way(&graph, "T", cases[i].other) : CAUSES_NONE;
        if (tested != (cases[i].other != NULL) || other != want)
            fail_msg("\"%s\" without %s: %d, way %d", cases[i].entries, cases[i].cause, tested,
                     (int)other);
    }
}

/* ---- joint sufficiency ---- */

static void an_outcome_stands_when_its_ways_were_asked(void **state)
{
    static const struct {
        const char *entries;
        enum causes_verdict want;
        const char *unknown; /* names */
    } cases[] = {
        {"T = A B", CAUSES_STANDS, ""},
        {"T = A B | complete:none", CAUSES_UNATTESTED, ""},
        {"T = A B | complete:yes", CAUSES_UNATTESTED, ""},
        {"T = A B | complete:cannot-tell", CAUSES_UNATTESTED, ""},
        {"T = N B; N = A | complete:none", CAUSES_UNATTESTED, ""},
        {"T = A B | complete:none; T = C", CAUSES_STANDS, ""},
        {"T = A B; B | was:no", CAUSES_NOT_ENOUGH, ""},
        {"T = A B; B | was:unknown", CAUSES_UNDECIDED, "B "},
        {"T = A B; T = A C; B | was:unknown; C | was:unknown", CAUSES_UNDECIDED, "B C "},
        {"T = A B; T = A C; B | was:unknown", CAUSES_STANDS, ""},
        /* U is not known and makes no difference: N needs D, which was not */
        {"T = A B; T = N A; N = U D; B | was:unknown; U | was:unknown; D | was:no",
         CAUSES_UNDECIDED, "B "},
        /* whichever U is, one of the ways is there */
        {"T = A U; T = A !U; U | was:unknown", CAUSES_UNATTESTED, ""},
        {"T = A U; T = B !U; U | was:unknown; A | was:no; B | was:no", CAUSES_NOT_ENOUGH, ""},
        {"T = A !B; B | was:no", CAUSES_STANDS, ""},
        {"T = A", CAUSES_STANDS, ""},
        {"T | part:outcome; X = A", CAUSES_UNATTESTED, ""}, /* nothing explains it */
        {"T = A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13; A1 | was:unknown; A2 | was:unknown;"
         "A3 | was:unknown; A4 | was:unknown; A5 | was:unknown; A6 | was:unknown;"
         "A7 | was:unknown; A8 | was:unknown; A9 | was:unknown; A10 | was:unknown;"
         "A11 | was:unknown; A12 | was:unknown; A13 | was:unknown",
         CAUSES_UNDECIDED, "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct causes_graph graph = sketch(*state, cases[i].entries);
        struct error error = ERROR_NONE;
        enum causes_verdict verdict = CAUSES_STANDS;
        uint32_t *unknown = NULL;
        size_t count = 0;
        assert_ok(causes_sufficient(&graph, sketched(&graph, "T"), *state, &verdict, &unknown,
                                    &count, &error));
        struct text names;
        text_init(&names, 0);
        for (size_t k = 0; k < count; k++)
            text_addf(&names, "%s ", graph.conditions[unknown[k]].name);
        if (verdict != cases[i].want || !span_is(text_span(&names), cases[i].unknown))
            fail_msg("\"%s\": %d, \"%s\"", cases[i].entries, (int)verdict, names.at);
        text_release(&names);
    }
}

/* ---- questions ---- */

static void each_form_is_supposed_away_in_its_own_words(void **state)
{
    static const struct {
        const char *condition, *link, *want;
    } cases[] = {
        {"A | text:the pool is full", "A", "Suppose this had not been so: \"the pool is full\". "},
        {"A", "A", "Suppose this had not been so: A. "},
        {"A = B; A | text:the pool is full", "A",
         "Suppose this had not come about: \"the pool is full\". "},
        {"A | form:event text:a node restarted", "A",
         "Suppose this had not happened: \"a node restarted\". "},
        {"A | form:act text:the change was pushed", "A",
         "Suppose this step had not come up: \"the change was pushed\". "},
        {"A | form:process text:retries pile up", "A",
         "Suppose this had not gone on: \"retries pile up\". "},
        {"A | form:absence text:no staged rollout", "A",
         "Suppose what is missing here had been there: \"no staged rollout\". "},
        {"A | form:barrier text:the check skips large files", "A",
         "Suppose a guard had held here: \"the check skips large files\". "},
        {"A | form:mitigator text:a snapshot", "A",
         "Suppose this had been there and had helped: \"a snapshot\". "},
        {"A | form:state instead:the pool is sized for the fleet.", "A",
         "Suppose it had been otherwise: the pool is sized for the fleet. "},
        {"A | was:no text:failover is on", "!A", "Suppose this had been so: \"failover is on\". "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *entries =
            arena_printf(*state, "T = %s | test:none; T | text:connections ran out; %s",
                         cases[i].link, cases[i].condition);
        struct causes_graph graph = sketch(*state, entries);
        struct error error = ERROR_NONE;
        struct causes_question *questions = NULL;
        size_t count = 0;
        assert_ok(causes_questions(&graph, *state, &questions, &count, &error));
        assert_int_equal(count, 1);
        assert_int_equal(questions[0].link, 0);
        assert_string_equal(questions[0].text,
                            arena_printf(*state,
                                         "%sAll else as it was: could \"connections ran out\" "
                                         "still have come about?",
                                         cases[i].want));
    }
}

/* Each question as "EFFECT:CONDITION" or "EFFECT:all", in order. */
static void expect_order(void **state, const char *entries, const char *want)
{
    struct causes_graph graph = sketch(*state, entries);
    struct error error = ERROR_NONE;
    struct causes_question *questions = NULL;
    size_t count = 0;
    assert_ok(causes_questions(&graph, *state, &questions, &count, &error));
    struct text got;
    text_init(&got, 0);
    for (size_t i = 0; i < count; i++) {
        const struct causes_way *way = &graph.ways[questions[i].way];
        uint32_t link = questions[i].link;
        text_addf(&got, "%s:%s ", graph.conditions[way->effect].name,
                  link == CAUSES_NONE ? "all" : graph.conditions[way->links[link].condition].name);
    }
    assert_string_equal(got.at, want);
    text_release(&got);
}

static void what_is_nearest_to_an_outcome_is_asked_first(void **state)
{
    expect_order(state,
                 "M = C D | test:none complete:none; N = M E | test:none complete:none;"
                 "T = N F | test:none complete:none",
                 "T:F T:N T:all N:E N:M N:all M:C M:D M:all ");
    /* what two outcomes need counts from the nearer one */
    expect_order(state,
                 "T = N; N = M; M = C | complete:none; S = M; N = D | complete:none test:none;"
                 "T | part:outcome; S | part:outcome",
                 "M:all N:D N:all ");
}

static void what_is_answered_or_was_not_so_is_not_asked(void **state)
{
    expect_order(state, "T = A B", "");
    expect_order(state, "T = A B | test:yes complete:yes", "");
    expect_order(state, "T = A B | test:cannot-tell complete:cannot-tell", "T:A T:B T:all ");
    expect_order(state, "T = A B | test:none; A | was:no", "");
    expect_order(state, "T = A B | test:none; A | was:unknown", "T:A T:B ");
    expect_order(state, "T = A B C | test:none enough:2; A | was:no", "T:B T:C ");
    expect_order(state, "T = A B | complete:none; A | was:no", "T:all ");
    /* in a circle nothing is known to be so, and all can be asked */
    expect_order(state, "A = B | test:none; B = A; A | part:outcome", "A:B ");
}

static void completeness_names_all_that_is_supposed(void **state)
{
    static const struct {
        const char *way, *want;
    } cases[] = {
        {"T = A B | complete:none",
         "Suppose these were all so, and nothing else unusual: \"first\"; \"second\". Could T "
         "still have stayed away?"},
        {"T = A | complete:none; N = B",
         "Suppose this was so, and nothing else unusual: \"first\". Could T still have stayed "
         "away?"},
        {"T = A B | enough:1 complete:none",
         "Suppose any 1 of these were so, and nothing else unusual: \"first\"; \"second\". Could "
         "T still have stayed away?"},
        {"T = A !B | complete:none",
         "Suppose these were all so, and nothing else unusual: \"first\"; not: \"second\". Could "
         "T still have stayed away?"},
        {"T = A B | complete:cannot-tell because:a run in staging",
         "Suppose these were all so, and nothing else unusual: \"first\"; \"second\". Could T "
         "still have stayed away? Open so far; what would decide it: a run in staging"},
        {"T = A B | complete:cannot-tell",
         "Suppose these were all so, and nothing else unusual: \"first\"; \"second\". Could T "
         "still have stayed away? Open so far: what would decide it?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct causes_graph graph = sketch(
            *state, arena_printf(*state, "%s; A | text:first; B | text:second", cases[i].way));
        struct error error = ERROR_NONE;
        struct causes_question *questions = NULL;
        size_t count = 0;
        assert_ok(causes_questions(&graph, *state, &questions, &count, &error));
        assert_int_equal(count, 1);
        assert_int_equal(questions[0].link, CAUSES_NONE);
        assert_string_equal(questions[0].text, cases[i].want);
    }
}

static void long_texts_and_long_ways_are_cut(void **state)
{
    char text[401];
    for (size_t i = 0; i < 400; i += 2) memcpy(text + i, "\xc3\xa9", 2); /* no half character */
    text[400] = '\0';
    struct text entries;
    text_init(&entries, 0);
    text_adds(&entries, "T = B1");
    for (int i = 2; i <= 20; i++) text_addf(&entries, " B%d", i);
    text_addf(&entries, " | complete:none; B1 | text:x%s", text);
    struct causes_graph graph = sketch(*state, entries.at);
    text_release(&entries);
    struct error error = ERROR_NONE;
    struct causes_question *questions = NULL;
    size_t count = 0;
    assert_ok(causes_questions(&graph, *state, &questions, &count, &error));
    assert_int_equal(count, 1);
    struct span said = span_of(questions[0].text);
    assert_true(said.len < 400);
    assert_true(span_find(said, SPAN("\xc3\xa9...\"; B2;")) != SIZE_MAX);
    assert_true(span_find(said, SPAN("B8; and 12 more. Could")) != SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record_follows_from_the_leaves),
        cmocka_unit_test(a_circle_has_no_record),
        cmocka_unit_test(a_link_is_needed_unless_another_way_was_there),
        cmocka_unit_test(an_outcome_stands_when_its_ways_were_asked),
        cmocka_unit_test(each_form_is_supposed_away_in_its_own_words),
        cmocka_unit_test(what_is_nearest_to_an_outcome_is_asked_first),
        cmocka_unit_test(what_is_answered_or_was_not_so_is_not_asked),
        cmocka_unit_test(completeness_names_all_that_is_supposed),
        cmocka_unit_test(long_texts_and_long_ways_are_cut),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
