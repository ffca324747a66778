/* Graphs that nobody would draw: an answer, or an honest bound, within the budget. */
#include "tests/causes/models.h"

enum { MANY = 100000 };

/* Room for so many leaves C1..., effects E1... and ways, with links to be filled in. */
struct plan {
    struct arena arena;
    struct causes_condition *conditions;
    struct causes_way *ways;
    uint32_t leaves, effects, way_count;
    struct causes_graph graph;
};

static void open_plan(struct plan *plan, uint32_t leaves, uint32_t effects, uint32_t ways)
{
    *plan = (struct plan){.leaves = leaves, .effects = effects};
    arena_init(&plan->arena, (size_t)1 << 30);
    plan->conditions = model_array(&plan->arena, leaves + effects, sizeof *plan->conditions);
    plan->ways = model_array(&plan->arena, ways, sizeof *plan->ways);
    for (uint32_t i = 0; i < leaves + effects; i++)
        plan->conditions[i] = (struct causes_condition){
            .name = arena_printf(&plan->arena, "%c%u", i < leaves ? 'C' : 'E', i), .text = ""};
    plan->conditions[leaves + effects - 1].part = CAUSES_PART_OUTCOME;
}

static struct causes_link *add_way(struct plan *plan, uint32_t effect, uint32_t enough,
                                   uint32_t count)
{
    struct causes_link *links = model_array(&plan->arena, count, sizeof *links);
    plan->ways[plan->way_count++] = (struct causes_way){
        .effect = plan->leaves + effect, .enough = enough, .count = count, .links = links};
    return links;
}

static uint32_t finish(struct plan *plan)
{
    const struct causes_parts parts = {.conditions = plan->conditions,
                                       .condition_count = plan->leaves + plan->effects,
                                       .ways = plan->ways,
                                       .way_count = plan->way_count};
    plan->graph = model_graph(&parts, &plan->arena);
    return plan->graph.outcomes[0];
}

static void expect_counts(struct plan *plan, causes_count sufficient, causes_count breaking)
{
    uint32_t outcome = finish(plan);
    const causes_count want[2] = {sufficient, breaking};
    struct error error = ERROR_NONE;
    for (int which = 0; which < 2; which++) {
        struct causes_sets *sets;
        struct causes_list list;
        struct causes_membership *members;
        causes_count *sizes;
        size_t size_count;
        assert_ok(causes_sets_new(&plan->graph, outcome, (enum causes_which)which, NULL,
                                  &causes_budget_default, &sets, &error));
        assert_true(causes_sets_extent(sets).complete);
        assert_true(causes_sets_count(sets) == want[which]);
        assert_ok(causes_sets_list(sets, 20, &plan->arena, &list, &error));
        assert_int_equal(list.count, want[which] < 20 ? (size_t)want[which] : 20);
        assert_ok(causes_sets_members(sets, &plan->arena, &members, &error));
        assert_ok(causes_sets_sizes(sets, &plan->arena, &sizes, &size_count, &error));
        causes_sets_free(sets);
    }
    arena_release(&plan->arena);
}

static void a_way_of_a_hundred_thousand_conditions(void **state)
{
    (void)state;
    struct plan plan;
    open_plan(&plan, MANY, 1, 1);
    struct causes_link *links = add_way(&plan, 0, MANY, MANY);
    for (uint32_t i = 0; i < MANY; i++) links[i].condition = i;
    expect_counts(&plan, 1, MANY);
}

static void an_effect_of_a_hundred_thousand_ways(void **state)
{
    (void)state;
    struct plan plan;
    open_plan(&plan, MANY, 1, MANY);
    for (uint32_t i = 0; i < MANY; i++) add_way(&plan, 0, 1, 1)->condition = i;
    expect_counts(&plan, MANY, 1);
}

/* Each effect of the one before and a condition of its own: all of them, or any. */
static void chain(bool all, causes_count sufficient, causes_count breaking)
{
    struct plan plan;
    open_plan(&plan, MANY, MANY, MANY);
    add_way(&plan, 0, 1, 1)->condition = 0;
    for (uint32_t i = 1; i < MANY; i++) {
        struct causes_link *links = add_way(&plan, i, all ? 2 : 1, 2);
        links[0].condition = i;
        links[1].condition = MANY + i - 1;
    }
    expect_counts(&plan, sufficient, breaking);
}
static void a_chain_of_a_hundred_thousand_effects(void **state)
{
    (void)state;
    chain(true, 1, MANY);
    chain(false, MANY, 1);
}

/* All of two and any of two by turns, so that nothing can be taken together: from the last pair
 * back, a set stops at each "any", and holds all the conditions that came before it. */
static void a_chain_of_turns(void **state)
{
    (void)state;
    enum { TURNS = 10000 };
    struct plan plan;
    open_plan(&plan, TURNS + 1, TURNS, TURNS + TURNS / 2);
    for (uint32_t i = 0; i < TURNS; i++) {
        uint32_t below = i ? TURNS + i : 0;
        if (i % 2 == 0) {
            struct causes_link *links = add_way(&plan, i, 2, 2);
            links[0].condition = i + 1;
            links[1].condition = below;
        } else {
            add_way(&plan, i, 1, 1)->condition = i + 1;
            add_way(&plan, i, 1, 1)->condition = below;
        }
    }
    expect_counts(&plan, TURNS / 2 + 1, TURNS / 2 + 1);
}

/* Pairs of which one is enough, and within each pair both are needed. */
static void ten_thousand_pairs(void **state)
{
    (void)state;
    enum { PAIRS = 10000 };
    struct plan plan;
    open_plan(&plan, 2 * PAIRS, 1, PAIRS);
    for (uint32_t i = 0; i < PAIRS; i++) {
        struct causes_link *links = add_way(&plan, 0, 2, 2);
        links[0].condition = 2 * i;
        links[1].condition = 2 * i + 1;
    }
    expect_counts(&plan, PAIRS, CAUSES_COUNT_MOST);
}

/* Bridges one after another: across each by its upper pair, its lower pair, or by the middle. */
static void a_ladder_of_thirty_bridges(void **state)
{
    (void)state;
    static const uint8_t ways[4][3] = {{0, 1, 1}, {2, 3, 3}, {0, 4, 3}, {2, 4, 1}};
    enum { BRIDGES = 30 };
    struct plan plan;
    open_plan(&plan, 5 * BRIDGES, BRIDGES + 1, 4 * BRIDGES + 1);
    for (uint32_t b = 0; b < BRIDGES; b++) {
        for (size_t w = 0; w < 4; w++) {
            uint32_t count = ways[w][1] == ways[w][2] ? 2 : 3;
            struct causes_link *links = add_way(&plan, b, count, count);
            for (uint32_t k = 0; k < count; k++) links[k].condition = 5 * b + ways[w][k];
        }
    }
    struct causes_link *top = add_way(&plan, BRIDGES, BRIDGES, BRIDGES);
    for (uint32_t b = 0; b < BRIDGES; b++) top[b].condition = 5 * BRIDGES + b;
    /* four ways across each; four groups of which each closes one bridge */
    expect_counts(&plan, (causes_count)1 << 60, 4 * BRIDGES);
}

/* The answer is a bound or nothing, never a wrong number; and it ends. */
static void expect_an_end(struct plan *plan, uint64_t steps)
{
    uint32_t outcome = finish(plan);
    struct causes_budget budget = causes_budget_default;
    budget.steps = steps;
    budget.bytes = (size_t)64 << 20;
    for (int which = 0; which < 2; which++) {
        struct causes_sets *sets = NULL;
        struct error error = ERROR_NONE;
        enum status status = causes_sets_new(&plan->graph, outcome, (enum causes_which)which, NULL,
                                             &budget, &sets, &error);
        if (status)
            assert_int_equal(status, STATUS_LIMIT);
        else {
            struct causes_extent extent = causes_sets_extent(sets);
            assert_true(extent.bytes <= budget.bytes);
            assert_false(extent.limited);
            if (!extent.complete && extent.upto == 0) assert_true(causes_sets_count(sets) <= 1);
        }
        causes_sets_free(sets);
    }
    struct causes_weight *weights;
    size_t count;
    struct causes_extent extent;
    struct error error = ERROR_NONE;
    enum status status = causes_weights(&plan->graph, outcome, &budget, &plan->arena, &weights,
                                        &count, &extent, &error);
    if (status) assert_int_equal(status, STATUS_LIMIT);
    arena_release(&plan->arena);
}

static void half_of_a_hundred_thousand(void **state)
{
    (void)state;
    struct plan plan;
    open_plan(&plan, MANY, 1, 1);
    struct causes_link *links = add_way(&plan, 0, MANY / 2, MANY);
    for (uint32_t i = 0; i < MANY; i++) links[i].condition = i;
    expect_an_end(&plan, 300000);
}

static void ways_without_any_order(void **state)
{
    (void)state;
    enum { LEAVES = 300, WAYS = 3000, LINKS = 6 };
    uint64_t at = 5;
    struct plan plan;
    open_plan(&plan, LEAVES, 1, WAYS);
    for (uint32_t w = 0; w < WAYS; w++) {
        struct causes_link *links = add_way(&plan, 0, LINKS, LINKS);
        for (uint32_t k = 0; k < LINKS; k++)
            links[k].condition = k * (LEAVES / LINKS) + draw_below(&at, LEAVES / LINKS);
    }
    expect_an_end(&plan, 300000);
}

/* Effects of effects that are shared everywhere, each link turned round at random. */
static void a_thicket_of_turned_links(void **state)
{
    (void)state;
    enum { LEAVES = 60, EFFECTS = 200 };
    uint64_t at = 9;
    struct plan plan;
    open_plan(&plan, LEAVES, EFFECTS, 3 * EFFECTS);
    for (uint32_t e = 0; e < EFFECTS; e++) {
        for (uint32_t w = 0; w < 3; w++) {
            uint32_t first = draw_below(&at, LEAVES + e - 2);
            struct causes_link *links = add_way(&plan, e, 2, 3);
            for (uint32_t k = 0; k < 3; k++)
                links[k] =
                    (struct causes_link){.condition = first + k, .absent = draw_chance(&at, 30)};
        }
    }
    expect_an_end(&plan, 300000);
}

/* Nothing is computed of what cannot be: a circle, an outcome that is no condition. */
static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct plan plan;
    struct causes_sets *sets = NULL;
    struct causes_weight *weights = NULL;
    struct causes_extent extent;
    struct error error = ERROR_NONE;
    size_t count = 0;
    open_plan(&plan, 1, 2, 3);
    add_way(&plan, 0, 1, 1)->condition = 0;
    uint32_t outcome = finish(&plan);
    for (uint32_t none = plan.graph.condition_count; none;
         none = none == CAUSES_NONE ? 0 : CAUSES_NONE) {
        assert_status(causes_sets_new(&plan.graph, none, CAUSES_BREAKING, NULL,
                                      &causes_budget_default, &sets, &error),
                      STATUS_BAD_INPUT);
        assert_status(causes_weights(&plan.graph, none, &causes_budget_default, &plan.arena,
                                     &weights, &count, &extent, &error),
                      STATUS_BAD_INPUT);
    }
    add_way(&plan, 0, 1, 1)->condition = 2;
    add_way(&plan, 1, 1, 1)->condition = 1;
    outcome = finish(&plan);
    assert_status(causes_sets_new(&plan.graph, outcome, CAUSES_SUFFICIENT, NULL,
                                  &causes_budget_default, &sets, &error),
                  STATUS_BAD_INPUT);
    assert_status(causes_weights(&plan.graph, outcome, &causes_budget_default, &plan.arena,
                                 &weights, &count, &extent, &error),
                  STATUS_BAD_INPUT);
    assert_null(sets);
    assert_null(weights);
    causes_sets_free(sets);
    arena_release(&plan.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_way_of_a_hundred_thousand_conditions),
        cmocka_unit_test(an_effect_of_a_hundred_thousand_ways),
        cmocka_unit_test(a_chain_of_a_hundred_thousand_effects),
        cmocka_unit_test(a_chain_of_turns),
        cmocka_unit_test(ten_thousand_pairs),
        cmocka_unit_test(a_ladder_of_thirty_bridges),
        cmocka_unit_test(half_of_a_hundred_thousand),
        cmocka_unit_test(ways_without_any_order),
        cmocka_unit_test(a_thicket_of_turned_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
