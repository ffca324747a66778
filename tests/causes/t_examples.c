/* Examples worked out with a pencil. */
#include "tests/causes/sketch.h"

/* A configuration pushed everywhere at once: that it started, and how long it took. */
static const char push[] = "bad = C1 C2 C3; onset = bad C4; onset = bad C5 C6; long = onset D1 D2; "
                           "long = onset D3; long = onset D4 D5; onset | part:outcome; "
                           "long | part:outcome";

/* After a public account: a database wiped while a replica was seeded again (2017). X1 is a way it
 * might have come about as well, M1 a snapshot that was there by chance. */
static const char wiped[] =
    "N1 = E1 C1; N2 = N1 C2; N3 = N2 C3; N3 = N2 C4; N4 = N3 C5 C6 B1; N5 = N4; "
    "N5 = X1; N6 = B2 B3; N6 = B2 B5; T1 = N5 N1 B4 C7; T2 = N5 N1 B4 N6; "
    "T3 = T2 M1; T1 | part:outcome; T2 | part:outcome; T3 | part:outcome; "
    "X1 | was:no; M1 | was:no";

/* After a public account: orders sent without end by code that was not meant to run (2012). */
static const char flood[] =
    "N1 = E1 B1; N2 = N1 C1 C2 C3 E2; N3 = N2 A1 C4; N4 = B4 C4; N4 = B4 N3; "
    "T1 = N2 B2; T2 = T1 B3 N4; T1 | part:outcome; T2 | part:outcome";

/* All sets of an outcome as text: "A B | A C D". */
static void tell_sets(const struct causes_graph *graph, const char *outcome,
                      enum causes_which which, const struct causes_world *world, struct text *to)
{
    struct arena arena;
    struct error error = ERROR_NONE;
    struct causes_sets *sets;
    struct causes_list list;
    arena_init(&arena, 1 << 20);
    assert_ok(causes_sets_new(graph, sketched(graph, outcome), which, world, &causes_budget_default,
                              &sets, &error));
    assert_true(causes_sets_extent(sets).complete);
    assert_ok(causes_sets_list(sets, 100, &arena, &list, &error));
    assert_true(causes_sets_count(sets) == list.count);
    for (size_t i = 0; i < list.count; i++) {
        size_t count;
        const uint32_t *members = causes_set_at(&list, i, &count);
        text_adds(to, i ? " | " : "");
        for (size_t k = 0; k < count; k++)
            text_addf(to, "%s%s", k ? " " : "", graph->conditions[members[k]].name);
    }
    causes_sets_free(sets);
    arena_release(&arena);
}

struct sets_case {
    const char *outcome;
    enum causes_which which;
    bool observed;
    const char *sets;
};

static void expect_sets(const struct causes_graph *graph, const struct sets_case *cases,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text text;
        const struct causes_world world = {.observed = cases[i].observed};
        text_init(&text, 0);
        tell_sets(graph, cases[i].outcome, cases[i].which, &world, &text);
        assert_string_equal(text.at, cases[i].sets);
        text_release(&text);
    }
}

static void two_ways_it_started_and_six_ways_it_took_long(void **state)
{
    (void)state;
    static const struct sets_case cases[] = {
        {"onset", CAUSES_SUFFICIENT, false, "C1 C2 C3 C4 | C1 C2 C3 C5 C6"},
        {"onset", CAUSES_BREAKING, false, "C1 | C2 | C3 | C4 C5 | C4 C6"},
        {"long", CAUSES_SUFFICIENT, false,
         "C1 C2 C3 C4 D3 | C1 C2 C3 C4 D1 D2 | C1 C2 C3 C4 D4 D5 | C1 C2 C3 C5 C6 D3 | "
         "C1 C2 C3 C5 C6 D1 D2 | C1 C2 C3 C5 C6 D4 D5"},
        {"long", CAUSES_BREAKING, false,
         "C1 | C2 | C3 | C4 C5 | C4 C6 | D1 D3 D4 | D1 D3 D5 | D2 D3 D4 | D2 D3 D5"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct causes_graph graph = sketch(&arena, push);
    expect_sets(&graph, cases, sizeof cases / sizeof cases[0]);
    arena_release(&arena);
}

static void the_wiped_database_has_the_sets_worked_out_by_hand(void **state)
{
    (void)state;

    static const struct sets_case cases[] = {
        {"T1", CAUSES_SUFFICIENT, false,
         "B4 C1 C7 E1 X1 | B1 B4 C1 C2 C3 C5 C6 C7 E1 | B1 B4 C1 C2 C4 C5 C6 C7 E1"},
        {"T1", CAUSES_SUFFICIENT, true, "B1 B4 C1 C2 C3 C5 C6 C7 E1 | B1 B4 C1 C2 C4 C5 C6 C7 E1"},
        {"T1", CAUSES_BREAKING, false,
         "B4 | C1 | C7 | E1 | B1 X1 | C2 X1 | C5 X1 | C6 X1 | C3 C4 X1"},
        {"T1", CAUSES_BREAKING, true, "B1 | B4 | C1 | C2 | C5 | C6 | C7 | E1 | C3 C4"},
        {"T2", CAUSES_SUFFICIENT, false,
         "B2 B3 B4 C1 E1 X1 | B2 B4 B5 C1 E1 X1 | "
         "B1 B2 B3 B4 C1 C2 C3 C5 C6 E1 | B1 B2 B3 B4 C1 C2 C4 C5 C6 E1 | "
         "B1 B2 B4 B5 C1 C2 C3 C5 C6 E1 | B1 B2 B4 B5 C1 C2 C4 C5 C6 E1"},
        {"T2", CAUSES_SUFFICIENT, true,
         "B1 B2 B3 B4 C1 C2 C3 C5 C6 E1 | B1 B2 B3 B4 C1 C2 C4 C5 C6 E1 | "
         "B1 B2 B4 B5 C1 C2 C3 C5 C6 E1 | B1 B2 B4 B5 C1 C2 C4 C5 C6 E1"},
        {"T2", CAUSES_BREAKING, false,
         "B2 | B4 | C1 | E1 | B1 X1 | B3 B5 | C2 X1 | C5 X1 | C6 X1 | C3 C4 X1"},
        {"T3", CAUSES_SUFFICIENT, true, ""},
        {"T3", CAUSES_BREAKING, false,
         "B2 | B4 | C1 | E1 | M1 | B1 X1 | B3 B5 | C2 X1 | C5 X1 | "
         "C6 X1 | C3 C4 X1"},
    };

    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct causes_graph graph = sketch(&arena, wiped);
    expect_sets(&graph, cases, sizeof cases / sizeof cases[0]);
    arena_release(&arena);
}

static void the_flood_of_orders_has_one_set_each(void **state)
{
    (void)state;
    static const struct sets_case cases[] = {
        {"T1", CAUSES_SUFFICIENT, false, "B1 B2 C1 C2 C3 E1 E2"},
        {"T1", CAUSES_BREAKING, true, "B1 | B2 | C1 | C2 | C3 | E1 | E2"},
        {"T2", CAUSES_SUFFICIENT, false, "B1 B2 B3 B4 C1 C2 C3 C4 E1 E2"},
        {"T2", CAUSES_BREAKING, false, "B1 | B2 | B3 | B4 | C1 | C2 | C3 | C4 | E1 | E2"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct causes_graph graph = sketch(&arena, flood);
    expect_sets(&graph, cases, sizeof cases / sizeof cases[0]);
    arena_release(&arena);
}

/* Of the wiped database, T2: shares of the six sets, and how many had to be otherwise. */
static void weights_of_the_wiped_database(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t together, smallest;
        unsigned sets;
    } want[] = {
        {"B2", 1, 6, 6},  {"B4", 1, 6, 6},  {"C1", 1, 6, 6},  {"E1", 1, 6, 6}, {"B1", 1, 10, 4},
        {"C2", 1, 10, 4}, {"C5", 1, 10, 4}, {"C6", 1, 10, 4}, {"B3", 2, 6, 3}, {"B5", 2, 6, 3},
        {"C3", 2, 10, 2}, {"C4", 2, 10, 2}, {"X1", 0, 6, 2},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct causes_graph graph = sketch(&arena, wiped);
    struct causes_weight *weights;
    struct causes_extent extent;
    struct error error = ERROR_NONE;
    size_t count;
    assert_ok(causes_weights(&graph, sketched(&graph, "T2"), &causes_budget_default, &arena,
                             &weights, &count, &extent, &error));
    assert_true(extent.complete);
    assert_int_equal(count, sizeof want / sizeof want[0]);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(graph.conditions[weights[i].condition].name, want[i].name);
        assert_int_equal(weights[i].together, want[i].together);
        assert_int_equal(weights[i].needed, want[i].together == 1);
        assert_int_equal(weights[i].smallest, want[i].smallest);
        assert_true(weights[i].sets == want[i].sets);
        assert_int_equal(weights[i].observed, want[i].together != 0);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_ways_it_started_and_six_ways_it_took_long),
        cmocka_unit_test(the_wiped_database_has_the_sets_worked_out_by_hand),
        cmocka_unit_test(the_flood_of_orders_has_one_set_each),
        cmocka_unit_test(weights_of_the_wiped_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
