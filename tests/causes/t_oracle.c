/*
 * The engine against trial: random models of up to 14 conditions, every world of each tried. So
 * many models as the first argument says, some thousand without one:
 *
 *   tests/causes/t_oracle 100000
 */
#include "tests/causes/judge.h"

enum { MODELS = 3000 };

/* Some conditions, effects and ways held fast. */
static struct causes_world some_world(const struct causes_graph *graph, uint64_t *at,
                                      struct arena *arena)
{
    struct causes_world world = {.observed = draw_chance(at, 40),
                                 .unknown_no = draw_chance(at, 50)};
    uint8_t *conditions = model_array(arena, graph->condition_count, 1);
    uint8_t *ways = model_array(arena, graph->way_count, 1);
    uint32_t percent = draw_below(at, 40);
    for (uint32_t i = 0; i < graph->condition_count; i++)
        if (draw_chance(at, percent))
            conditions[i] = draw_chance(at, 70) ? CAUSES_FIXED_NO : CAUSES_FIXED_YES;
    for (uint32_t i = 0; i < graph->way_count; i++)
        if (draw_chance(at, percent))
            ways[i] = draw_chance(at, 70) ? CAUSES_FIXED_NO : CAUSES_FIXED_YES;
    if (draw_chance(at, 70)) world.conditions = conditions;
    if (draw_chance(at, 50)) world.ways = ways;
    return world;
}

static void over_models(void **state, const char *judge(const struct causes_graph *graph,
                                                        uint64_t *at, struct arena *arena))
{
    uint64_t models = *(const uint64_t *)*state;
    for (uint64_t seed = 1; seed <= models; seed++) {
        struct arena arena;
        arena_init(&arena, 1 << 22);
        struct model_shape shape = model_shape_any(seed, TRUTH_LEAVES);
        struct causes_parts parts = model_make(&shape, seed, &arena);
        struct causes_graph graph = model_graph(&parts, &arena);
        uint64_t at = seed;
        const char *wrong = judge(&graph, &at, &arena);
        if (wrong) {
            model_show(&graph);
            fail_msg("model %llu: %s", (unsigned long long)seed, wrong);
        }
        arena_release(&arena);
    }
    print_message("# %llu models\n", (unsigned long long)models);
}

static const char *judge_outcomes(const struct causes_graph *graph, uint64_t *at,
                                  struct arena *arena)
{
    (void)arena;
    const char *wrong = NULL;
    for (uint32_t i = 0; i < graph->outcome_count && i < 2 && !wrong; i++)
        wrong = judge_world(graph, graph->outcomes[i], NULL, at);
    return wrong;
}
static void families_are_those_found_by_trial(void **state)
{
    over_models(state, judge_outcomes);
}

static const char *judge_held(const struct causes_graph *graph, uint64_t *at, struct arena *arena)
{
    struct causes_world world = some_world(graph, at, arena);
    uint32_t outcome = draw_below(at, graph->condition_count); /* any condition will do */
    return judge_world(graph, outcome, &world, at);
}
static void families_of_a_world_in_which_some_is_held_fast(void **state)
{
    over_models(state, judge_held);
}

static const char *judge_observed(const struct causes_graph *graph, uint64_t *at,
                                  struct arena *arena)
{
    (void)arena;
    const struct causes_world world = {.observed = true, .unknown_no = draw_chance(at, 50)};
    return judge_world(graph, graph->outcomes[0], &world, at);
}
static void families_of_what_was_so_this_time(void **state)
{
    over_models(state, judge_observed);
}

static const char *judge_outcome_weights(const struct causes_graph *graph, uint64_t *at,
                                         struct arena *arena)
{
    (void)arena;
    return judge_weights(graph, graph->outcomes[draw_below(at, graph->outcome_count)]);
}
static void weights_are_those_found_by_trial(void **state)
{
    over_models(state, judge_outcome_weights);
}

static const char *judge_values(const struct causes_graph *graph, uint64_t *at, struct arena *arena)
{
    struct causes_world world = some_world(graph, at, arena);
    struct truth truth;
    uint8_t *below = model_array(arena, graph->condition_count, 1);
    uint8_t *so = model_array(arena, graph->condition_count, 1);
    uint32_t outcome = graph->outcomes[0];
    if (!truth_of(graph, outcome, &world, &truth)) return NULL;
    causes_below(graph, outcome, below);
    for (uint32_t i = 0, leaves = 0; i < graph->condition_count; i++)
        if (below[i] && causes_is_leaf(&graph->conditions[i]) && truth.leaf[leaves++] != i)
            return "what stands below";
    for (uint32_t round = 0; round < 8; round++) {
        uint32_t mask = draw_below(at, truth_worlds(&truth));
        memset(so, 0, graph->condition_count);
        for (uint32_t i = 0; i < truth.count; i++) so[truth.leaf[i]] = mask >> i & 1;
        causes_values(graph, &world, so, so);
        if (so[outcome] != truth_at(&truth, mask)) return "the value of an outcome";
    }
    return NULL;
}
static void values_are_those_found_by_trial(void **state)
{
    over_models(state, judge_values);
}

int main(int argc, char **argv)
{
    uint64_t models = MODELS;
    if (argc > 1 && !span_to_u64(span_of(argv[1]), &models)) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(families_are_those_found_by_trial, &models),
        cmocka_unit_test_prestate(families_of_a_world_in_which_some_is_held_fast, &models),
        cmocka_unit_test_prestate(families_of_what_was_so_this_time, &models),
        cmocka_unit_test_prestate(weights_are_those_found_by_trial, &models),
        cmocka_unit_test_prestate(values_are_those_found_by_trial, &models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
