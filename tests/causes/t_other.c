/*
 * The engine against a second algorithm, on models of 40 leaves: too many worlds to try. So many
 * models as the first argument says, a few without one.
 */
#include "tests/causes/other.h"

enum { MODELS = 100, LEAVES = 40, ROWS = 20000 };

static struct model_shape shape_of(uint64_t seed)
{
    uint64_t at = ~seed;
    return (struct model_shape){
        .leaves = LEAVES,
        .effects = 10 + draw_below(&at, 14),
        .ways = 1 + draw_below(&at, 3),
        .links = 3 + draw_below(&at, 4),
        .shared = draw_below(&at, 40),
        .deep = draw_below(&at, 60),
        .some = draw_chance(&at, 50) ? 0 : draw_below(&at, 30),
    };
}

/* The first `count` masks, which are sorted by size, against a list of sets. One whose budget was
 * `poor` may be too long to write out. */
static const char *unequal(const struct causes_sets *sets, const struct bits *bits,
                           const struct masks *want, size_t count, bool poor, struct arena *arena)
{
    struct causes_list list;
    const char *wrong = causes_sets_count(sets) == count ? NULL : "count";
    if (wrong) return wrong;
    if (causes_sets_list(sets, count + 1, arena, &list, NULL)) return poor ? NULL : "no list";
    struct masks got = other_of_list(&list, bits);
    if (got.count != count) wrong = "length of the list";
    for (size_t i = 0; i < count && !wrong; i++)
        if (got.at[i] != want->at[i]) wrong = "a set";
    masks_release(&got);
    return wrong;
}

/* With a part of the steps that it takes: all sets up to a size, and no other. */
static const char *bound_differs(const struct causes_graph *graph, uint32_t outcome,
                                 enum causes_which which, const struct bits *bits,
                                 const struct masks *want, uint64_t steps, struct arena *arena)
{
    struct causes_budget budget = causes_budget_default;
    struct causes_sets *sets;
    budget.steps = steps + 1;
    if (causes_sets_new(graph, outcome, which, NULL, &budget, &sets, NULL)) return NULL;
    struct causes_extent extent = causes_sets_extent(sets);
    size_t count = want->count;
    if (!extent.complete)
        for (count = 0; count < want->count; count++)
            if ((uint32_t)__builtin_popcountll(want->at[count]) > extent.upto) break;
    const char *wrong = unequal(sets, bits, want, count, true, arena);
    causes_sets_free(sets);
    return wrong;
}

static const char *differs(const struct causes_graph *graph, uint32_t outcome,
                           enum causes_which which, const struct bits *bits,
                           const struct masks *want, struct arena *arena)
{
    struct causes_sets *sets;
    struct error error = ERROR_NONE;
    assert_ok(causes_sets_new(graph, outcome, which, NULL, &causes_budget_default, &sets, &error));
    struct causes_extent extent = causes_sets_extent(sets);
    const char *wrong = extent.complete ? NULL : "not complete";
    if (!wrong) wrong = unequal(sets, bits, want, want->count, false, arena);
    for (uint64_t part = 2; part < 40 && !wrong; part *= 2)
        wrong = bound_differs(graph, outcome, which, bits, want, extent.steps / part, arena);
    causes_sets_free(sets);
    return wrong;
}

/* Both families of a model; false when there are too many sets for the second algorithm. */
static bool judged(uint64_t seed, size_t *ret_sets)
{
    struct arena arena;
    arena_init(&arena, 1 << 26);
    struct model_shape shape = shape_of(seed);
    struct causes_parts parts = model_make(&shape, seed, &arena);
    struct causes_graph graph = model_graph(&parts, &arena);
    struct bits bits;
    struct masks sufficient = {0}, breaking = {0};
    uint32_t outcome =
        causes_find(&graph, span_of(parts.conditions[parts.condition_count - 1].name));
    bool fits = other_bits(&graph, outcome, &bits) &&
                other_sufficient(&graph, outcome, &bits, ROWS, &sufficient) &&
                other_hitting(&sufficient, ROWS, &breaking);
    if (fits) {
        const char *wrong = differs(&graph, outcome, CAUSES_SUFFICIENT, &bits, &sufficient, &arena);
        if (wrong) fail_msg("model %llu, sufficient: %s", (unsigned long long)seed, wrong);
        wrong = differs(&graph, outcome, CAUSES_BREAKING, &bits, &breaking, &arena);
        if (wrong) fail_msg("model %llu, breaking: %s", (unsigned long long)seed, wrong);
    }
    *ret_sets += sufficient.count + breaking.count;
    masks_release(&sufficient);
    masks_release(&breaking);
    arena_release(&arena);
    return fits;
}

static void a_second_algorithm_finds_the_same_sets(void **state)
{
    uint64_t models = *(const uint64_t *)*state, seed = 0, done = 0;
    size_t sets = 0;
    while (done < models) done += judged(++seed, &sets);
    print_message("# %llu models of %llu, %zu sets\n", (unsigned long long)done,
                  (unsigned long long)seed, sets);
    assert_true(seed < 4 * models);
}

int main(int argc, char **argv)
{
    uint64_t models = MODELS;
    if (argc > 1 && !span_to_u64(span_of(argv[1]), &models)) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(a_second_algorithm_finds_the_same_sets, &models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
