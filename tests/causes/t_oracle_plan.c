/*
 * Remediation against trial: every sufficient set is asked of each item whether it still suffices
 * when the item holds, and every group of items is tried as a plan. So many models as the first
 * argument says, some thousand without one.
 */
#include "tests/causes/truth.h"

enum { MODELS = 2500, LEAVES = 9, ITEMS = 8, SETS = 1 << LEAVES };

/* A model of which everything is known by trial: bit r of broken[s] says that item r breaks set s
 * when it holds, bit r of weakened[s] that it only makes it weaker. */
struct known {
    const struct causes_graph *graph;
    uint32_t outcome;
    struct truth truth;
    struct family sets;
    uint32_t broken[SETS], weakened[SETS];
    uint8_t open[1 << ITEMS]; /* by group of items: whether it can come about although they hold */
};

static bool counts(const struct causes_item *item, enum causes_counted counted)
{
    static const bool is_counted[3][CAUSES_STANDING_COUNT] = {
        [CAUSES_AS_VERIFIED] = {[CAUSES_STANDING_VERIFIED] = true},
        [CAUSES_AS_PLANNED] = {[CAUSES_STANDING_VERIFIED] = true, [CAUSES_STANDING_PLANNED] = true},
        [CAUSES_AS_THOUGHT] = {[CAUSES_STANDING_VERIFIED] = true,
                               [CAUSES_STANDING_PLANNED] = true,
                               [CAUSES_STANDING_IDEA] = true,
                               [CAUSES_STANDING_NONE] = true},
    };
    return is_counted[counted][item->standing];
}

static bool removes(const struct causes_item *item)
{
    return item->effect == CAUSES_EFFECT_REMOVES || item->effect == CAUSES_EFFECT_NONE;
}

/* Holds back what the items of a mask act on. */
static void hold(const struct causes_graph *graph, uint32_t items, uint8_t *conditions,
                 uint8_t *ways)
{
    memset(conditions, 0, graph->condition_count);
    memset(ways, 0, graph->way_count);
    for (uint32_t r = 0; r < graph->item_count; r++) {
        const struct causes_item *item = &graph->items[r];
        for (uint32_t k = 0; (items >> r & 1) && k < item->count; k++) {
            if (item->targets[k].condition != CAUSES_NONE)
                conditions[item->targets[k].condition] = CAUSES_FIXED_NO;
            if (item->targets[k].way != CAUSES_NONE) ways[item->targets[k].way] = CAUSES_FIXED_NO;
        }
    }
}

/* Whether the outcome comes about by a set although these items hold. */
static bool stands(const struct known *known, uint32_t set, uint32_t items, struct arena *arena)
{
    const struct causes_graph *graph = known->graph;
    uint8_t *conditions = model_array(arena, graph->condition_count, 1);
    uint8_t *ways = model_array(arena, graph->way_count, 1);
    uint8_t *so = model_array(arena, graph->condition_count, 1);
    const struct causes_world world = {.conditions = conditions, .ways = ways};
    hold(graph, items, conditions, ways);
    for (uint32_t i = 0; i < known->truth.count; i++) so[known->truth.leaf[i]] = set >> i & 1;
    causes_values(graph, &world, so, so);
    return so[known->outcome];
}

static void know(struct known *known, const struct causes_graph *graph, uint32_t outcome,
                 struct arena *arena)
{
    known->graph = graph;
    known->outcome = outcome;
    assert_true(truth_of(graph, outcome, NULL, &known->truth));
    truth_close(&known->truth);
    known->sets = truth_sufficient(&known->truth, arena);
    for (size_t s = 0; s < known->sets.count; s++) {
        known->broken[s] = known->weakened[s] = 0;
        for (uint32_t r = 0; r < graph->item_count; r++) {
            if (stands(known, known->sets.sets[s], 1U << r, arena)) continue;
            if (removes(&graph->items[r]))
                known->broken[s] |= 1U << r;
            else
                known->weakened[s] |= 1U << r;
        }
    }
    uint32_t all = truth_worlds(&known->truth) - 1;
    for (uint32_t group = 0; group < 1U << graph->item_count; group++)
        known->open[group] = stands(known, all, group, arena);
}

static uint32_t acting(const struct causes_graph *graph)
{
    uint32_t items = 0;
    for (uint32_t r = 0; r < graph->item_count; r++)
        if (removes(&graph->items[r])) items |= 1U << r;
    return items;
}

/* How many items of a plan must not hold for the outcome to come about. */
static uint32_t depth_of(const struct known *known, uint32_t plan)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t group = plan;; group = (group - 1) & plan) {
        uint32_t without = (uint32_t)__builtin_popcount(plan & ~group);
        if (known->open[group] && without < least) least = without;
        if (!group) return least;
    }
}

/* How many sets there are that the plan closes and that are open again without this item. */
static size_t hanging(const struct known *known, uint32_t plan, uint32_t item, struct arena *arena)
{
    size_t count = 0;
    for (size_t s = 0; s < known->sets.count && (plan >> item & 1); s++)
        count += !stands(known, known->sets.sets[s], plan, arena) &&
                 stands(known, known->sets.sets[s], plan & ~(1U << item), arena);
    return count;
}

static const char *judge_reaches(const struct known *known, const struct causes_coverage *got,
                                 uint32_t plan, struct arena *arena)
{
    const struct causes_graph *graph = known->graph;
    for (uint32_t r = 0; r < graph->item_count; r++) {
        const struct causes_reach *reach = &got->reaches[r];
        causes_count breaks = 0, weakens = 0;
        for (size_t s = 0; s < known->sets.count; s++) {
            breaks += known->broken[s] >> r & 1;
            weakens += known->weakened[s] >> r & 1;
        }
        if (reach->item != r) return "an item's place";
        if (reach->breaks != breaks) return "what an item breaks";
        if (reach->weakens != weakens) return "what an item weakens";
        if (reach->counted != ((plan & acting(graph)) >> r & 1))
            return "whether an item is counted";
        if (reach->only != hanging(known, plan & acting(graph), r, arena))
            return "what hangs on an item alone";
    }
    return NULL;
}

static const char *judge_depths(const struct known *known, const struct causes_coverage *got,
                                uint32_t plan, struct arena *arena)
{
    causes_count open = 0, once = 0;
    for (size_t s = 0; s < known->sets.count; s++) {
        uint32_t set = known->sets.sets[s];
        bool again = false, now = stands(known, set, plan, arena);
        for (uint32_t r = 0; r < ITEMS && !now; r++)
            again |= (plan >> r & 1) && stands(known, set, plan & ~(1U << r), arena);
        open += now;
        once += again;
    }
    if (got->sets != known->sets.count) return "how many sets there are";
    if (got->open != open) return "open";
    if (got->once != once) return "once";
    if (got->more != known->sets.count - open - once) return "more than once";
    if (got->depth != depth_of(known, plan) || got->at_least) return "depth";
    return NULL;
}

/* What is left open when all of the plan holds: the sets of the graph with all that held back. */
static const char *judge_left(const struct known *known, const struct causes_coverage *got,
                              uint32_t plan, size_t most, struct arena *arena)
{
    struct truth truth;
    const struct causes_graph *graph = known->graph;
    uint8_t *conditions = model_array(arena, graph->condition_count, 1);
    uint8_t *ways = model_array(arena, graph->way_count, 1);
    const struct causes_world world = {.conditions = conditions, .ways = ways};
    hold(graph, plan, conditions, ways);
    assert_true(truth_of(graph, known->outcome, &world, &truth));
    truth_close(&truth);
    struct family left = truth_sufficient(&truth, arena);
    causes_count exposed = 0;
    for (size_t s = 0; s < left.count; s++) exposed += !family_has(&known->sets, left.sets[s]);
    if (got->exposed != exposed) return "newly exposed";
    if (got->left.count != (left.count < most ? left.count : most)) return "how many are listed";
    for (size_t s = 0; s < got->left.count; s++) {
        size_t count;
        uint32_t mask = 0;
        const uint32_t *members = causes_set_at(&got->left, s, &count);
        for (size_t k = 0; k < count; k++) mask |= 1U << truth_leaf(&truth, members[k]);
        if (mask != left.sets[s]) return "a set left open";
    }
    return NULL;
}

static const char *judge_sole(const struct known *known, const struct causes_coverage *got,
                              uint32_t plan, struct arena *arena)
{
    uint32_t sole = CAUSES_NONE;
    for (uint32_t r = 0; r < known->graph->item_count; r++)
        if (2 * hanging(known, plan, r, arena) > known->sets.count) sole = r;
    return got->sole == sole ? NULL : "the item on which most hangs";
}

static const char *judge_coverage(const struct known *known, const struct causes_coverage *got,
                                  uint32_t plan, size_t most, struct arena *arena)
{
    uint32_t acts = plan & acting(known->graph);
    const char *wrong = got->outcome == known->outcome ? NULL : "which outcome";
    if (!got->extent.complete) wrong = "not complete";
    if (!wrong) wrong = judge_reaches(known, got, plan, arena);
    if (!wrong) wrong = judge_depths(known, got, acts, arena);
    if (!wrong) wrong = judge_left(known, got, acts, most, arena);
    if (!wrong) wrong = judge_sole(known, got, acts, arena);
    return wrong;
}

static uint32_t plan_of(const struct causes_graph *graph, enum causes_counted counted)
{
    uint32_t plan = 0;
    for (uint32_t r = 0; r < graph->item_count; r++)
        if (counts(&graph->items[r], counted)) plan |= 1U << r;
    return plan;
}

static const char *check_cover(const struct known *known, uint64_t *at, struct arena *arena)
{
    struct causes_coverage got;
    struct error error = ERROR_NONE;
    enum causes_counted counted = (enum causes_counted)draw_below(at, 3);
    uint32_t plan = plan_of(known->graph, counted);
    size_t most = draw_below(at, 12);
    assert_ok(causes_cover(known->graph, known->outcome, counted, most, &causes_budget_default,
                           arena, &got, &error));
    return judge_coverage(known, &got, plan, most, arena);
}

static const char *check_what_if(const struct known *known, uint64_t *at, struct arena *arena)
{
    struct causes_coverage got;
    struct error error = ERROR_NONE;
    enum causes_counted counted = (enum causes_counted)draw_below(at, 3);
    uint32_t item = draw_below(at, known->graph->item_count);
    bool holds = draw_chance(at, 50);
    uint32_t plan = plan_of(known->graph, counted) & ~(1U << item);
    if (holds) plan |= 1U << item;
    assert_ok(causes_what_if(known->graph, known->outcome, counted, item, holds, 5,
                             &causes_budget_default, arena, &got, &error));
    return judge_coverage(known, &got, plan, 5, arena);
}

/* The depth that a group of items gives to all of the outcomes. */
static uint32_t reached(const struct known *known, size_t count, uint32_t plan)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t depth = depth_of(&known[i], plan);
        if (depth < least) least = depth;
    }
    return least;
}

static bool same_plan(const struct causes_list *list, size_t i, uint32_t plan)
{
    size_t count;
    const uint32_t *items = causes_set_at(list, i, &count);
    uint32_t mask = 0;
    for (size_t k = 0; k < count; k++) mask |= 1U << items[k];
    return mask == plan && count == (size_t)__builtin_popcount(plan);
}

/* Whether plan a comes before plan b: smaller, or with the earlier name first. */
static bool before(uint32_t a, uint32_t b)
{
    if (__builtin_popcount(a) != __builtin_popcount(b))
        return __builtin_popcount(a) < __builtin_popcount(b);
    uint32_t first = (a ^ b) & (0U - (a ^ b));
    return (a & first) != 0;
}

static const char *judge_plans(const struct known *known, size_t count, uint32_t depth, size_t most,
                               const struct causes_plans *got)
{
    uint32_t all = 0, plans[1 << ITEMS], found = 0, size = UINT32_MAX;
    for (uint32_t r = 0; r < known->graph->item_count; r++)
        if (removes(&known->graph->items[r]) &&
            known->graph->items[r].standing != CAUSES_STANDING_OUT)
            all |= 1U << r;
    if (got->reachable != reached(known, count, all)) return "reachable";
    for (uint32_t plan = 0; plan <= all; plan++) {
        uint32_t items = (uint32_t)__builtin_popcount(plan);
        if ((plan & ~all) || reached(known, count, plan) < depth || items > size) continue;
        if (items < size) found = 0;
        size = items;
        uint32_t place = found++;
        for (; place > 0 && before(plan, plans[place - 1]); place--)
            plans[place] = plans[place - 1];
        plans[place] = plan;
    }
    if (got->plans.count != (found < most ? found : most)) return "how many plans";
    for (size_t i = 0; i < got->plans.count; i++)
        if (!same_plan(&got->plans, i, plans[i])) return "a plan";
    if (got->complete != (found <= most)) return "whether all plans are there";
    return NULL;
}

static void show_items(const struct causes_graph *graph)
{
    model_show(graph);
    for (uint32_t r = 0; r < graph->item_count; r++) {
        const struct causes_item *item = &graph->items[r];
        print_message("# %s effect %u standing %u:", item->name, item->effect, item->standing);
        for (uint32_t k = 0; k < item->count; k++) {
            const struct causes_target *target = &item->targets[k];
            if (target->way != CAUSES_NONE)
                print_message(" way %u of %s", target->way,
                              graph->conditions[graph->ways[target->way].effect].name);
            else
                print_message(" %s", graph->conditions[target->condition].name);
        }
        print_message("\n");
    }
}

/* A small model with items and what is known of its outcomes. */
static void over_models(void **state, const char *judge(const struct known *known, size_t count,
                                                        uint64_t *at, struct arena *arena))
{
    uint64_t models = *(const uint64_t *)*state;
    for (uint64_t seed = 1; seed <= models; seed++) {
        struct arena arena;
        arena_init(&arena, 1 << 27);
        uint64_t at = seed;
        struct model_shape shape = model_shape_any(seed, LEAVES);
        shape.items = 1 + draw_below(&at, ITEMS);
        shape.absent = 0;
        struct causes_parts parts = model_make(&shape, seed, &arena);
        struct causes_graph graph = model_graph(&parts, &arena);
        size_t count = graph.outcome_count < 3 ? graph.outcome_count : 3;
        struct known *known = model_array(&arena, count, sizeof *known);
        for (size_t i = 0; i < count; i++) know(&known[i], &graph, graph.outcomes[i], &arena);
        const char *wrong = judge(known, count, &at, &arena);
        if (wrong) {
            show_items(&graph);
            fail_msg("model %llu, of %s: %s", (unsigned long long)seed,
                     graph.conditions[known->outcome].name, wrong);
        }
        arena_release(&arena);
    }
    print_message("# %llu models\n", (unsigned long long)models);
}

static const char *cover_of_one(const struct known *known, size_t count, uint64_t *at,
                                struct arena *arena)
{
    (void)count;
    return check_cover(known, at, arena);
}
static void coverage_is_what_counting_by_hand_gives(void **state)
{
    over_models(state, cover_of_one);
}

static const char *what_if_of_one(const struct known *known, size_t count, uint64_t *at,
                                  struct arena *arena)
{
    (void)count;
    return check_what_if(known, at, arena);
}
static void what_if_is_coverage_with_the_item_or_without(void **state)
{
    over_models(state, what_if_of_one);
}

static const char *plans_of_all(const struct known *known, size_t count, uint64_t *at,
                                struct arena *arena)
{
    struct causes_plans got;
    struct error error = ERROR_NONE;
    uint32_t outcomes[3], depth = 1 + draw_below(at, 2);
    size_t most = 1 + draw_below(at, 20);
    for (size_t i = 0; i < count; i++) outcomes[i] = known[i].outcome;
    assert_ok(causes_smallest_plans(known->graph, outcomes, count, depth, most,
                                    &causes_budget_default, arena, &got, &error));
    return judge_plans(known, count, depth, most, &got);
}
static void smallest_plans_are_those_found_by_trying_every_group(void **state)
{
    over_models(state, plans_of_all);
}

int main(int argc, char **argv)
{
    uint64_t models = MODELS;
    if (argc > 1 && !span_to_u64(span_of(argv[1]), &models)) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(coverage_is_what_counting_by_hand_gives, &models),
        cmocka_unit_test_prestate(what_if_is_coverage_with_the_item_or_without, &models),
        cmocka_unit_test_prestate(smallest_plans_are_those_found_by_trying_every_group, &models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
