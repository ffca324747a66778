/* Sets of graphs whose sets are known in closed form; budgets; what is empty. */
#include "causes/sets.h"
#include "tests/test.h"

#include <stdio.h>

/* A graph made of numbered leaves and ways over them. */
struct drawing {
    struct arena arena;
    struct causes_condition *conditions;
    struct causes_link *links;
    struct causes_way *ways;
    struct causes_parts parts;
    size_t link_count;
    struct causes_graph graph;
};

enum { CONDITIONS = 210000, LINKS = 620000 };

static struct drawing *drawing_new(void)
{
    struct drawing *d = calloc(1, sizeof *d);
    assert_non_null(d);
    arena_init(&d->arena, (size_t)2 << 30);
    d->conditions = calloc(CONDITIONS, sizeof *d->conditions);
    d->links = calloc(LINKS, sizeof *d->links);
    d->ways = calloc(CONDITIONS, sizeof *d->ways);
    assert_true(d->conditions && d->links && d->ways);
    return d;
}

static void drawing_free(struct drawing *d)
{
    arena_release(&d->arena);
    free(d->conditions);
    free(d->links);
    free(d->ways);
    free(d);
}

/* Names sort as they are numbered, so positions stay what they are. */
static uint32_t put(struct drawing *d)
{
    size_t i = d->parts.condition_count++;
    assert_true(i < CONDITIONS);
    d->conditions[i].name = arena_printf(&d->arena, "C%zu", i + 1);
    d->conditions[i].text = "";
    return (uint32_t)i;
}

static uint32_t put_leaves(struct drawing *d, uint32_t count)
{
    uint32_t first = put(d);
    for (uint32_t i = 1; i < count; i++) put(d);
    return first;
}

static void begin_way(struct drawing *d, uint32_t effect)
{
    assert_true(d->parts.way_count < CONDITIONS);
    d->ways[d->parts.way_count++] =
        (struct causes_way){.effect = effect, .links = d->links + d->link_count};
}

static void add(struct drawing *d, uint32_t condition)
{
    assert_true(d->link_count < LINKS);
    d->links[d->link_count++].condition = condition;
    struct causes_way *way = &d->ways[d->parts.way_count - 1];
    way->enough = ++way->count;
}

static void put_way(struct drawing *d, uint32_t effect, uint32_t a, uint32_t b)
{
    begin_way(d, effect);
    add(d, a);
    if (b != CAUSES_NONE) add(d, b);
}

static const struct causes_graph *draw(struct drawing *d)
{
    struct error error = ERROR_NONE;
    d->parts.conditions = d->conditions;
    d->parts.ways = d->ways;
    assert_ok(causes_graph_make(&d->parts, &d->arena, &d->graph, &error));
    return &d->graph;
}

static struct causes_sets *sets_of(const struct causes_graph *graph, uint32_t outcome,
                                   enum causes_which which, const struct causes_world *world)
{
    struct error error = ERROR_NONE;
    struct causes_sets *sets = NULL;
    assert_ok(causes_sets_new(graph, outcome, which, world, NULL, &sets, &error));
    assert_true(causes_sets_extent(sets).complete);
    return sets;
}

static void check_count(const struct causes_graph *graph, uint32_t outcome, enum causes_which which,
                        const struct causes_world *world, causes_count wanted)
{
    struct causes_sets *sets = sets_of(graph, outcome, which, world);
    struct text got, want;
    text_init(&got, 0);
    text_init(&want, 0);
    causes_count_text(&got, causes_sets_count(sets));
    causes_count_text(&want, wanted);
    assert_string_equal(got.at, want.at);
    text_release(&got);
    text_release(&want);
    causes_sets_free(sets);
}

static causes_count choose(uint32_t n, uint32_t k)
{
    causes_count result = 1;
    for (uint32_t i = 1; i <= k; i++) result = result * (n - k + i) / i;
    return result;
}

static void some_of_many_are_counted(void **state)
{
    (void)state;
    static const uint32_t cases[][2] = {{1, 1},  {1, 7},   {7, 7},    {2, 3},
                                        {3, 10}, {10, 40}, {50, 100}, {60, 120}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t k = cases[i][0], n = cases[i][1];
        struct drawing *d = drawing_new();
        uint32_t first = put_leaves(d, n), outcome = put(d);
        begin_way(d, outcome);
        for (uint32_t j = 0; j < n; j++) add(d, first + j);
        d->ways[0].enough = k;
        const struct causes_graph *graph = draw(d);
        check_count(graph, outcome, CAUSES_SUFFICIENT, NULL, choose(n, k));
        check_count(graph, outcome, CAUSES_BREAKING, NULL, choose(n, n - k + 1));
        drawing_free(d);
    }
}

static void counts_are_written_for_people(void **state)
{
    (void)state;
    static const struct {
        causes_count count;
        const char *text;
    } cases[] = {{0, "0"},
                 {999, "999"},
                 {4805, "4,805"},
                 {7159688704, "7,159,688,704"},
                 {CAUSES_COUNT_MOST - 1, "340,282,366,920,938,463,463,374,607,431,768,211,454"},
                 {CAUSES_COUNT_MOST, "more than 3.4e38"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text;
        text_init(&text, 0);
        causes_count_text(&text, cases[i].count);
        assert_string_equal(text.at, cases[i].text);
        text_release(&text);
    }
}

static void a_leaf_is_its_own_set(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    uint32_t leaf = put(d), outcome = put(d);
    put_way(d, outcome, leaf, CAUSES_NONE);
    const struct causes_graph *graph = draw(d);
    for (int which = CAUSES_SUFFICIENT; which <= CAUSES_BREAKING; which++) {
        struct causes_sets *sets = sets_of(graph, leaf, (enum causes_which)which, NULL);
        assert_true(causes_sets_count(sets) == 1);
        assert_true(causes_sets_contain(sets, &leaf, 1));
        assert_false(causes_sets_contain(sets, &leaf, 0));
        causes_sets_free(sets);
    }
    drawing_free(d);
}

/* Without a way left there is no sufficient set, and nothing needs to be broken: the empty set does
 * it. What always comes about is the mirror image. */
static void what_never_or_always_is_has_one_empty_set_or_none(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    uint32_t leaf = put(d), outcome = put(d);
    put_way(d, outcome, leaf, CAUSES_NONE);
    const struct causes_graph *graph = draw(d);
    for (int fixed = CAUSES_FIXED_NO; fixed <= CAUSES_FIXED_YES; fixed++) {
        const uint8_t conditions[] = {(uint8_t)fixed, CAUSES_FREE};
        const struct causes_world world = {.conditions = conditions};
        for (int which = CAUSES_SUFFICIENT; which <= CAUSES_BREAKING; which++) {
            bool empty_set = (fixed == CAUSES_FIXED_YES) == (which == CAUSES_SUFFICIENT);
            struct causes_sets *sets = sets_of(graph, outcome, (enum causes_which)which, &world);
            assert_true(causes_sets_count(sets) == (empty_set ? 1 : 0));
            assert_int_equal(causes_sets_contain(sets, NULL, 0), empty_set);
            causes_sets_free(sets);
        }
    }
    drawing_free(d);
}

static void a_circle_or_no_condition_is_refused(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    struct error error = ERROR_NONE;
    struct causes_sets *sets = NULL;
    uint32_t a = put(d), b = put(d);
    put_way(d, a, b, CAUSES_NONE);
    put_way(d, b, a, CAUSES_NONE);
    const struct causes_graph *graph = draw(d);
    assert_status(causes_sets_new(graph, a, CAUSES_SUFFICIENT, NULL, NULL, &sets, &error),
                  STATUS_BAD_INPUT);
    assert_status(causes_sets_new(graph, 2, CAUSES_SUFFICIENT, NULL, NULL, &sets, &error),
                  STATUS_BAD_INPUT);
    assert_null(sets);
    drawing_free(d);
}

/* Pairs, one of each: 2^60 sets. */
static void sets_are_counted_without_being_listed(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, 120), outcome;
    uint32_t pairs = put_leaves(d, 60);
    for (uint32_t i = 0; i < 60; i++) {
        put_way(d, pairs + i, first + 2 * i, CAUSES_NONE);
        put_way(d, pairs + i, first + 2 * i + 1, CAUSES_NONE);
    }
    outcome = put(d);
    begin_way(d, outcome);
    for (uint32_t i = 0; i < 60; i++) add(d, pairs + i);
    const struct causes_graph *graph = draw(d);
    check_count(graph, outcome, CAUSES_SUFFICIENT, NULL, (causes_count)1 << 60);
    check_count(graph, outcome, CAUSES_BREAKING, NULL, 60);
    drawing_free(d);
}

static void check_extent_and_count(const struct causes_graph *graph, uint32_t outcome,
                                   const struct causes_budget *budget, causes_count wanted,
                                   struct causes_extent wanted_extent)
{
    struct error error = ERROR_NONE;
    struct causes_sets *sets = NULL;
    assert_ok(causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, NULL, budget, &sets, &error));
    struct causes_extent extent = causes_sets_extent(sets);
    assert_int_equal(extent.complete, wanted_extent.complete);
    assert_int_equal(extent.limited, wanted_extent.limited);
    assert_int_equal(extent.upto, wanted_extent.upto);
    assert_true(causes_sets_count(sets) == wanted);
    causes_sets_free(sets);
}

enum { MANY = 100000 };

static void a_hundred_thousand_in_one_way(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, MANY), outcome = put(d);
    begin_way(d, outcome);
    for (uint32_t i = 0; i < MANY; i++) add(d, first + i);
    const struct causes_graph *graph = draw(d);
    check_count(graph, outcome, CAUSES_SUFFICIENT, NULL, 1);
    check_count(graph, outcome, CAUSES_BREAKING, NULL, MANY);
    drawing_free(d);
}

/* Each link needs a condition, or one of two, and the link before: the deepest graph there is. */
static void a_chain_of_a_hundred_thousand(void **state)
{
    (void)state;
    for (uint32_t ways = 1; ways <= 2; ways++) {
        struct drawing *d = drawing_new();
        uint32_t first = put_leaves(d, MANY), steps = put_leaves(d, MANY);
        for (uint32_t i = 0; i < MANY; i++) {
            uint32_t before = i ? steps + i - 1 : first;
            if (ways == 1 || i % 2) {
                put_way(d, steps + i, first + i, i ? before : CAUSES_NONE);
            } else {
                put_way(d, steps + i, first + i, CAUSES_NONE);
                if (i) put_way(d, steps + i, before, CAUSES_NONE);
            }
        }
        const struct causes_graph *graph = draw(d);
        uint32_t outcome = steps + MANY - 1;
        check_count(graph, outcome, CAUSES_SUFFICIENT, NULL, ways == 1 ? 1 : MANY / 2);
        check_count(graph, outcome, CAUSES_BREAKING, NULL, ways == 1 ? MANY : MANY / 2 + 1);
        drawing_free(d);
    }
}

/* Neighbours in a long row: no part can be solved apart, and the diagram is as deep as the row. */
static void a_row_of_neighbours(void **state)
{
    (void)state;
    enum { ROW = 20000 };
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, ROW), outcome = put(d);
    for (uint32_t i = 0; i + 1 < ROW; i++) put_way(d, outcome, first + i, first + i + 1);
    const struct causes_graph *graph = draw(d);
    check_count(graph, outcome, CAUSES_SUFFICIENT, NULL, ROW - 1);
    drawing_free(d);
}

/* Any row or any column of a square: few sets, of a function whose diagram has at least 2^16 nodes
 * in any order. */
static void few_sets_of_a_large_function_take_few_steps(void **state)
{
    (void)state;
    enum { SIDE = 16, MOST_STEPS = 150000 };
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, SIDE * SIDE), outcome = put(d);
    for (uint32_t way = 0; way < 2 * SIDE; way++) {
        begin_way(d, outcome);
        for (uint32_t i = 0; i < SIDE; i++)
            add(d, first + (way < SIDE ? way * SIDE + i : i * SIDE + way - SIDE));
    }
    struct causes_sets *sets = sets_of(draw(d), outcome, CAUSES_SUFFICIENT, NULL);
    assert_true(causes_sets_count(sets) == 2 * SIDE);
    assert_true(causes_sets_extent(sets).steps < MOST_STEPS);
    causes_sets_free(sets);
    drawing_free(d);
}

static void only_sets_up_to_the_largest_asked_for(void **state)
{
    (void)state;
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, 60), outcome = put(d);
    begin_way(d, outcome);
    for (uint32_t i = 0; i < 40; i++) add(d, first + i);
    d->ways[0].enough = 5;
    for (uint32_t i = 40; i < 60; i += 2) put_way(d, outcome, first + i, first + i + 1);
    const struct causes_graph *graph = draw(d);
    static const struct causes_extent limited[] = {
        {.upto = 1, .limited = true}, {.upto = 2, .limited = true}, {.upto = 4, .limited = true}};
    static const causes_count counts[] = {0, 10, 10};
    for (size_t i = 0; i < 3; i++) {
        const struct causes_budget budget = {.largest = limited[i].upto};
        check_extent_and_count(graph, outcome, &budget, counts[i], limited[i]);
    }
    const struct causes_budget enough = {.largest = 5};
    const struct causes_extent complete = {.complete = true};
    check_extent_and_count(graph, outcome, &enough, 10 + choose(40, 5), complete);
    drawing_free(d);
}

/* A thousand ways of four conditions, no two the same, in a budget that is too small for one
 * diagram of all: what is said to be there is all there is up to that size. */
static void a_budget_that_ends_leaves_an_exact_bound(void **state)
{
    (void)state;
    enum { COLUMN = 50, WAYS = 1000 };
    struct drawing *d = drawing_new();
    uint32_t first = put_leaves(d, 4 * COLUMN), outcome = put(d);
    for (uint32_t w = 0; w < WAYS; w++) {
        begin_way(d, outcome);
        add(d, first + w % COLUMN);
        add(d, first + COLUMN + w / COLUMN * 7 % COLUMN);
        add(d, first + 2 * COLUMN + w * 31 % COLUMN);
        add(d, first + 3 * COLUMN + w * w % COLUMN);
    }
    const struct causes_graph *graph = draw(d);
    uint32_t bounds = 0;
    for (uint64_t steps = 64000; steps <= 4096000; steps *= 4) {
        const struct causes_budget budget = {.steps = steps};
        struct error error = ERROR_NONE;
        struct causes_sets *sets = NULL;
        assert_ok(causes_sets_new(graph, outcome, CAUSES_SUFFICIENT, NULL, &budget, &sets, &error));
        struct causes_extent extent = causes_sets_extent(sets);
        assert_true(extent.steps <= steps);
        assert_false(extent.limited);
        bool all = extent.complete || extent.upto >= 4;
        assert_true(causes_sets_count(sets) == (all ? WAYS : 0));
        bounds += !extent.complete;
        causes_sets_free(sets);
    }
    assert_true(bounds > 0);
    drawing_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_of_many_are_counted),
        cmocka_unit_test(counts_are_written_for_people),
        cmocka_unit_test(a_leaf_is_its_own_set),
        cmocka_unit_test(what_never_or_always_is_has_one_empty_set_or_none),
        cmocka_unit_test(a_circle_or_no_condition_is_refused),
        cmocka_unit_test(sets_are_counted_without_being_listed),
        cmocka_unit_test(a_hundred_thousand_in_one_way),
        cmocka_unit_test(a_chain_of_a_hundred_thousand),
        cmocka_unit_test(a_row_of_neighbours),
        cmocka_unit_test(few_sets_of_a_large_function_take_few_steps),
        cmocka_unit_test(only_sets_up_to_the_largest_asked_for),
        cmocka_unit_test(a_budget_that_ends_leaves_an_exact_bound),
    };
    return cmocka_run_group_tests_name("sets", tests, NULL, NULL);
}
