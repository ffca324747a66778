/* What items break, what they leave, how deep plans are: worked examples, and every world of small
 * random graphs. */
#include "tests/causes/drawn.h"

#include <stdio.h>

static void cover(struct drawn *drawn, const char *outcome, enum causes_counted counted,
                  struct causes_coverage *ret)
{
    struct error error = ERROR_NONE;
    assert_ok(causes_cover(&drawn->graph, drawn_at(drawn, outcome), counted, 100, NULL,
                           &drawn->arena, ret, &error));
    assert_true(ret->open + ret->once + ret->more == ret->sets);
}

static void what_if(struct drawn *drawn, const char *outcome, const char *item, bool holds,
                    struct causes_coverage *ret)
{
    struct error error = ERROR_NONE;
    assert_ok(causes_what_if(&drawn->graph, drawn_at(drawn, outcome), CAUSES_AS_PLANNED,
                             drawn_item_at(drawn, item), holds, 100, NULL, &drawn->arena, ret,
                             &error));
}

static const struct causes_reach *reach(const struct drawn *drawn,
                                        const struct causes_coverage *coverage, const char *item)
{
    const struct causes_reach *found = &coverage->reaches[drawn_item_at(drawn, item)];
    assert_int_equal(found->item, drawn_item_at(drawn, item));
    return found;
}

/* ---- worked examples ---- */

static void put_rollout_items(struct drawn *drawn, uint8_t first, uint8_t second, uint8_t third)
{
    drawn_item(drawn, "R1 - C3", CAUSES_EFFECT_REMOVES, first);
    drawn_item(drawn, "R2 - C4", CAUSES_EFFECT_REMOVES, second);
    drawn_item(drawn, "R3 - C6", CAUSES_EFFECT_REMOVES, third);
    drawn_item(drawn, "R4 - D1", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
    drawn_item(drawn, "R5 - D5", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
}

static void the_worked_example_has_its_table(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        unsigned onset, length;
    } table[] = {{"R1", 2, 6}, {"R2", 1, 3}, {"R3", 1, 3}, {"R4", 0, 2}, {"R5", 0, 2}};
    struct drawn *drawn = drawn_new();
    drawn_rollout(drawn);
    put_rollout_items(drawn, CAUSES_STANDING_IDEA, CAUSES_STANDING_IDEA, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    struct causes_coverage onset, length;
    cover(drawn, "onset", CAUSES_AS_PLANNED, &onset);
    cover(drawn, "long", CAUSES_AS_PLANNED, &length);
    assert_true(onset.sets == 2 && onset.open == 2 && onset.depth == 0);
    assert_true(length.sets == 6 && length.open == 6 && length.left.count == 6);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_true(reach(drawn, &onset, table[i].item)->breaks == table[i].onset);
        assert_true(reach(drawn, &length, table[i].item)->breaks == table[i].length);
        assert_true(reach(drawn, &length, table[i].item)->only == 0);
        assert_false(reach(drawn, &length, table[i].item)->counted);
    }
    drawn_free(drawn);
}

static void one_item_that_closes_all_is_depth_one_and_all_hangs_on_it(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_rollout(drawn);
    put_rollout_items(drawn, CAUSES_STANDING_PLANNED, CAUSES_STANDING_IDEA, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    cover(drawn, "onset", CAUSES_AS_PLANNED, &coverage);
    assert_true(coverage.open == 0 && coverage.once == 2 && coverage.more == 0);
    assert_int_equal(coverage.depth, 1);
    assert_int_equal(coverage.sole, drawn_item_at(drawn, "R1"));
    assert_true(reach(drawn, &coverage, "R1")->only == 2);
    cover(drawn, "onset", CAUSES_AS_VERIFIED, &coverage);
    assert_true(coverage.open == 2 && coverage.depth == 0 && coverage.sole == CAUSES_NONE);
    drawn_free(drawn);
}

static void three_items_together_are_depth_two_on_the_onset(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_rollout(drawn);
    put_rollout_items(drawn, CAUSES_STANDING_PLANNED, CAUSES_STANDING_PLANNED,
                      CAUSES_STANDING_VERIFIED);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    cover(drawn, "onset", CAUSES_AS_PLANNED, &coverage);
    assert_true(coverage.open == 0 && coverage.once == 0 && coverage.more == 2);
    assert_int_equal(coverage.depth, 2);
    assert_false(coverage.at_least);
    assert_int_equal(coverage.sole, CAUSES_NONE);
    assert_true(coverage.left.count == 0 && coverage.exposed == 0 && coverage.extent.complete);
    cover(drawn, "onset", CAUSES_AS_VERIFIED, &coverage);
    assert_true(coverage.open == 1 && coverage.once == 1 && coverage.depth == 0);
    drawn_free(drawn);
}

static void without_the_one_item_everything_is_open_again(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_rollout(drawn);
    put_rollout_items(drawn, CAUSES_STANDING_VERIFIED, CAUSES_STANDING_IDEA, CAUSES_STANDING_OUT);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    what_if(drawn, "long", "R1", false, &coverage);
    assert_true(coverage.open == 6 && coverage.depth == 0 && coverage.left.count == 6);
    what_if(drawn, "onset", "R3", true, &coverage);
    assert_true(coverage.open == 0 && coverage.once == 1 && coverage.more == 1);
    assert_true(reach(drawn, &coverage, "R3")->counted);
    drawn_free(drawn);
}

static void gitlab_fixing_one_thing_leaves_ways_open(void **state)
{
    (void)state;
    static const struct {
        const char *items[2];
        unsigned open;
    } table[] = {{{"R1"}, 2}, {{"R3"}, 3}, {{"R3", "R5"}, 0}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct drawn *drawn = drawn_new();
        drawn_gitlab(drawn);
        drawn_item(drawn, "R1 - B1", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_OUT);
        drawn_item(drawn, "R3 - B3", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_OUT);
        drawn_item(drawn, "R5 - B5", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_OUT);
        for (size_t k = 0; k < 2 && table[i].items[k]; k++)
            for (size_t n = 0; n < drawn->parts.item_count; n++)
                if (strcmp(drawn->items[n].name, table[i].items[k]) == 0)
                    drawn->items[n].standing = CAUSES_STANDING_VERIFIED;
        drawn_graph(drawn);
        struct causes_coverage coverage;
        cover(drawn, "T2", CAUSES_AS_VERIFIED, &coverage);
        assert_true(coverage.sets == 6 && coverage.open == table[i].open);
        assert_int_equal(coverage.left.count, table[i].open);
        drawn_free(drawn);
    }
}

/* ---- effects, ways, what only weakens ---- */

/* top = a | b c with a = x & y, and y alone in the second way: holding `a` back leaves {x, y, z}
 * where {x, y} was enough. */
static void holding_an_effect_back_exposes_larger_sets(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_way(drawn, "a = x y", 0);
    drawn_way(drawn, "top = a", 0);
    drawn_way(drawn, "top = x y z", 0);
    drawn_item(drawn, "R1 - a", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED);
    drawn_item(drawn, "R2 / 2", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    cover(drawn, "top", CAUSES_AS_PLANNED, &coverage);
    assert_true(coverage.sets == 1 && coverage.open == 0 && coverage.once == 1);
    assert_true(coverage.exposed == 1 && coverage.left.count == 1);
    assert_int_equal(coverage.left.ends[0], 3);
    assert_int_equal(coverage.depth, 0);
    assert_true(reach(drawn, &coverage, "R1")->breaks == 1);
    assert_true(reach(drawn, &coverage, "R2")->breaks == 0);
    cover(drawn, "top", CAUSES_AS_THOUGHT, &coverage);
    assert_true(coverage.open == 0 && coverage.exposed == 0 && coverage.depth == 1);
    drawn_free(drawn);
}

/* {x, y} goes both ways round; only both items together close it, and either alone opens it. */
static void two_items_that_close_a_set_together_are_depth_one(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_way(drawn, "a = x y", 0);
    drawn_way(drawn, "b = x y", 0);
    drawn_way(drawn, "top = a", 0);
    drawn_way(drawn, "top = b", 0);
    drawn_item(drawn, "R1 - a", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED);
    drawn_item(drawn, "R2 - b", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    cover(drawn, "top", CAUSES_AS_PLANNED, &coverage);
    assert_true(reach(drawn, &coverage, "R1")->breaks == 0);
    assert_true(reach(drawn, &coverage, "R1")->only == 1);
    assert_true(reach(drawn, &coverage, "R2")->only == 1);
    assert_true(coverage.sets == 1 && coverage.once == 1 && coverage.depth == 1);
    drawn_free(drawn);
}

static void what_only_weakens_breaks_nothing(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_rollout(drawn);
    drawn_item(drawn, "R1 - C4", CAUSES_EFFECT_WEAKENS, CAUSES_STANDING_VERIFIED);
    drawn_item(drawn, "R2 - onset", CAUSES_EFFECT_DETECTS, CAUSES_STANDING_VERIFIED);
    drawn_item(drawn, "R3 - D1 D3", CAUSES_EFFECT_NONE, CAUSES_STANDING_NONE);
    drawn_graph(drawn);
    struct causes_coverage coverage;
    cover(drawn, "long", CAUSES_AS_THOUGHT, &coverage);
    assert_true(reach(drawn, &coverage, "R1")->weakens == 3);
    assert_true(reach(drawn, &coverage, "R1")->breaks == 0);
    assert_true(reach(drawn, &coverage, "R2")->weakens == 6);
    assert_true(reach(drawn, &coverage, "R3")->breaks == 4);
    assert_true(coverage.open == 2 && coverage.once == 4);
    what_if(drawn, "long", "R1", true, &coverage);
    assert_false(reach(drawn, &coverage, "R1")->counted);
    drawn_free(drawn);
}

/* ---- plans ---- */

static void plans_of_the_worked_example(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_plans plans;
    drawn_rollout(drawn);
    put_rollout_items(drawn, CAUSES_STANDING_IDEA, CAUSES_STANDING_IDEA, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    uint32_t outcomes[] = {drawn_at(drawn, "onset"), drawn_at(drawn, "long")};
    assert_ok(causes_smallest_plans(&drawn->graph, outcomes, 2, 1, 9, NULL, &drawn->arena, &plans,
                                    &error));
    assert_true(plans.complete && plans.plans.count == 1 && plans.plans.ends[0] == 1);
    assert_int_equal(plans.plans.members[0], drawn_item_at(drawn, "R1"));
    assert_int_equal(plans.reachable, 2);
    assert_ok(causes_smallest_plans(&drawn->graph, outcomes, 2, 2, 9, NULL, &drawn->arena, &plans,
                                    &error));
    assert_true(plans.complete && plans.plans.count == 1 && plans.plans.ends[0] == 3);
    assert_ok(causes_smallest_plans(&drawn->graph, outcomes, 2, 3, 9, NULL, &drawn->arena, &plans,
                                    &error));
    assert_true(plans.complete && plans.plans.count == 0 && plans.reachable == 2);
    assert_status(causes_smallest_plans(&drawn->graph, outcomes, 0, 2, 9, NULL, &drawn->arena,
                                        &plans, &error),
                  STATUS_BAD_INPUT);
    drawn_free(drawn);
}

/* ---- large ones, and small budgets ---- */

/* A condition and pairs of which one each: 2^pairs sets, an item on each leaf. */
static void draw_pairs(struct drawn *drawn, int pairs, int items)
{
    char line[400] = "top = C", way[40];
    for (int i = 1; i <= pairs; i++) {
        for (const char *side = "ab"; *side; side++) {
            snprintf(way, sizeof way, "P%d = L%d%c", i, i, *side);
            drawn_way(drawn, way, 0);
            snprintf(way, sizeof way, "R%d%c - L%d%c", i, *side, i, *side);
            if (i <= items) drawn_item(drawn, way, CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED);
        }
        snprintf(line + strlen(line), sizeof line - strlen(line), " P%d", i);
    }
    drawn_way(drawn, line, 0);
}

static void a_family_of_a_million_million_sets_is_covered_without_a_list(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_coverage coverage;
    struct causes_plans plans;
    causes_count all = (causes_count)1 << 40;
    draw_pairs(drawn, 40, 1);
    drawn_item(drawn, "R2 - P2", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
    drawn_item(drawn, "R3 - C", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    cover(drawn, "top", CAUSES_AS_PLANNED, &coverage);
    assert_true(coverage.sets == all && coverage.once == all && coverage.depth == 1);
    assert_true(reach(drawn, &coverage, "R1a")->only == all / 2);
    assert_true(reach(drawn, &coverage, "R2")->breaks == all);
    cover(drawn, "top", CAUSES_AS_THOUGHT, &coverage);
    assert_true(coverage.more == all && coverage.depth == 3 && coverage.exposed == 0);
    what_if(drawn, "top", "R1b", false, &coverage);
    assert_true(coverage.open == all / 2 && coverage.depth == 0);
    uint32_t top = drawn_at(drawn, "top");
    assert_ok(
        causes_smallest_plans(&drawn->graph, &top, 1, 2, 9, NULL, &drawn->arena, &plans, &error));
    assert_true(plans.complete && plans.plans.count == 1 && plans.plans.ends[0] == 2);
    assert_int_equal(plans.plans.members[0], drawn_item_at(drawn, "R2"));
    drawn_free(drawn);
}

static void of_too_many_openings_a_small_plan_is_found(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_plans plans;
    draw_pairs(drawn, 20, 20);
    drawn_graph(drawn);
    uint32_t top = drawn_at(drawn, "top");
    assert_ok(
        causes_smallest_plans(&drawn->graph, &top, 1, 2, 9, NULL, &drawn->arena, &plans, &error));
    assert_int_equal(plans.reachable, 20);
    assert_false(plans.complete);
    assert_true(plans.plans.count == 1 && plans.plans.ends[0] == 4);
    for (uint32_t i = 0; i < 4; i++) assert_int_equal(plans.plans.members[i], i);
    drawn_free(drawn);
}

static void sets_up_to_a_size_are_counted_and_the_depth_is_that_of_all(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_coverage coverage;
    struct causes_budget budget = {.largest = 5};
    drawn_rollout(drawn);
    drawn_item(drawn, "R1 - D3", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED);
    drawn_item(drawn, "R2 - onset", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA);
    drawn_graph(drawn);
    assert_ok(causes_cover(&drawn->graph, drawn_at(drawn, "long"), CAUSES_AS_PLANNED, 9, &budget,
                           &drawn->arena, &coverage, &error));
    assert_true(coverage.sets == 1 && coverage.once == 1 && coverage.open == 0);
    assert_true(reach(drawn, &coverage, "R2")->breaks == 1);
    assert_int_equal(coverage.depth, 0);
    assert_true(!coverage.extent.complete && coverage.extent.limited && coverage.extent.upto == 5);
    drawn_free(drawn);
}

static void a_budget_that_is_too_small_gives_no_numbers(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_coverage coverage;
    struct causes_budget budget = {.steps = 20};
    draw_pairs(drawn, 30, 3);
    drawn_graph(drawn);
    assert_status(causes_cover(&drawn->graph, drawn_at(drawn, "top"), CAUSES_AS_PLANNED, 9, &budget,
                               &drawn->arena, &coverage, &error),
                  STATUS_LIMIT);
    drawn_free(drawn);
}

static void circles_and_what_is_not_there_are_refused(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    struct error error = ERROR_NONE;
    struct causes_coverage coverage;
    struct causes_plans plans;
    drawn_way(drawn, "a = b c", 0);
    drawn_way(drawn, "b = a d", 0);
    const struct causes_graph *graph = drawn_graph(drawn);
    uint32_t outcome = drawn_at(drawn, "a");
    assert_status(
        causes_cover(graph, outcome, CAUSES_AS_PLANNED, 9, NULL, &drawn->arena, &coverage, &error),
        STATUS_BAD_INPUT);
    assert_status(
        causes_smallest_plans(graph, &outcome, 1, 1, 9, NULL, &drawn->arena, &plans, &error),
        STATUS_BAD_INPUT);
    assert_status(causes_what_if(graph, outcome, CAUSES_AS_PLANNED, 0, true, 9, NULL, &drawn->arena,
                                 &coverage, &error),
                  STATUS_BAD_INPUT);
    drawn_free(drawn);
}

/* A chain of effects as long as a graph may well be, held back in its middle. */
static void a_long_chain_is_walked_without_a_stack(void **state)
{
    (void)state;
    enum { LENGTH = 50000 };
    struct arena arena;
    arena_init(&arena, (size_t)512 << 20);
    struct error error = ERROR_NONE;
    struct causes_condition *conditions = arena_array(&arena, LENGTH + 1, sizeof *conditions);
    struct causes_link *links = arena_array(&arena, LENGTH, sizeof *links);
    struct causes_way *ways = arena_array(&arena, LENGTH, sizeof *ways);
    struct causes_target target = {LENGTH / 2, CAUSES_NONE};
    struct causes_item item = {.name = "R1",
                               .text = "",
                               .standing = CAUSES_STANDING_PLANNED,
                               .targets = &target,
                               .count = 1};
    assert_true(conditions && links && ways);
    for (uint32_t i = 0; i <= LENGTH; i++)
        conditions[i] =
            (struct causes_condition){.name = arena_printf(&arena, "C%u", i), .text = ""};
    for (uint32_t i = 0; i < LENGTH; i++) {
        links[i].condition = i;
        ways[i] = (struct causes_way){.effect = i + 1, .enough = 1, .count = 1, .links = &links[i]};
    }
    struct causes_parts parts = {.conditions = conditions,
                                 .condition_count = LENGTH + 1,
                                 .ways = ways,
                                 .way_count = LENGTH,
                                 .items = &item,
                                 .item_count = 1};
    struct causes_graph graph;
    struct causes_coverage coverage;
    assert_ok(causes_graph_make(&parts, &arena, &graph, &error));
    assert_ok(causes_cover(&graph, LENGTH, CAUSES_AS_PLANNED, 9, NULL, &arena, &coverage, &error));
    assert_true(coverage.sets == 1 && coverage.once == 1 && coverage.depth == 1);
    arena_release(&arena);
}

/* ---- against every world ---- */

enum { LEAVES = 8, EFFECTS = 6, ITEMS = 5, WORLDS = 1 << LEAVES, PLANS = 1 << ITEMS };

/* What comes about in every world of the leaves, with every group of items in place. */
struct truth {
    uint8_t so[PLANS][WORLDS];
};

static void draw_any(struct drawn *drawn, bool turned, uint64_t *seed)
{
    char line[200], name[16];
    for (int e = 0; e < EFFECTS; e++) {
        for (uint64_t ways = 1 + drawn_random(seed) % 3; ways--;) {
            uint64_t used = 0;
            int at = snprintf(line, sizeof line, "E%d =", e + 1);
            uint32_t count = 1 + (uint32_t)(drawn_random(seed) % 4), got = 0;
            for (uint32_t i = 0; i < count; i++) {
                uint64_t pick = drawn_random(seed) % (uint64_t)(LEAVES + e);
                if (used >> pick & 1) continue;
                used |= UINT64_C(1) << pick;
                bool leaf = pick < LEAVES;
                bool absent = turned && drawn_random(seed) % 6 == 0;
                at += snprintf(line + at, sizeof line - (size_t)at, " %s%c%d", absent ? "!" : "",
                               leaf ? 'L' : 'E', (int)(leaf ? pick : pick - LEAVES) + 1);
                got++;
            }
            drawn_way(drawn, line,
                      drawn_random(seed) % 4 ? 0 : 1 + (uint32_t)(drawn_random(seed) % got));
        }
    }
    for (int i = 0; i < ITEMS; i++) {
        int at = snprintf(line, sizeof line, "R%d", i + 1);
        bool cuts = drawn_random(seed) % 4 == 0;
        at += snprintf(line + at, sizeof line - (size_t)at, cuts ? " /" : " -");
        for (uint64_t count = 1 + drawn_random(seed) % 2; count--;) {
            bool leaf = drawn_random(seed) % 3 != 0;
            snprintf(name, sizeof name, "%c%d", leaf ? 'L' : 'E',
                     1 + (int)(drawn_random(seed) % (leaf ? LEAVES : EFFECTS)));
            if (cuts)
                snprintf(name, sizeof name, "%d",
                         (int)(drawn_random(seed) % drawn->parts.way_count));
            at += snprintf(line + at, sizeof line - (size_t)at, " %s", name);
        }
        drawn_item(drawn, line, CAUSES_EFFECT_REMOVES,
                   drawn_random(seed) % 2 ? CAUSES_STANDING_PLANNED : CAUSES_STANDING_IDEA);
    }
}

static void hold_back(const struct causes_graph *graph, unsigned items, uint8_t *conditions,
                      uint8_t *ways)
{
    memset(conditions, 0, graph->condition_count);
    memset(ways, 0, graph->way_count);
    for (uint32_t i = 0; i < graph->item_count; i++)
        for (uint32_t t = 0; items >> i & 1 && t < graph->items[i].count; t++) {
            const struct causes_target *target = &graph->items[i].targets[t];
            if (target->condition != CAUSES_NONE)
                conditions[target->condition] = CAUSES_FIXED_NO;
            else
                ways[target->way] = CAUSES_FIXED_NO;
        }
}

static void find_truth(const struct causes_graph *graph, uint32_t outcome, const uint32_t *leaves,
                       struct truth *truth)
{
    uint8_t conditions[200], ways[400], so[200];
    for (unsigned p = 0; p < PLANS; p++) {
        hold_back(graph, p, conditions, ways);
        struct causes_world world = {.conditions = conditions, .ways = ways};
        for (unsigned w = 0; w < WORLDS; w++) {
            memset(so, 0, sizeof so);
            for (unsigned l = 0; l < LEAVES; l++)
                if (leaves[l] != CAUSES_NONE) so[leaves[l]] = w >> l & 1;
            causes_values(graph, &world, so, so);
            truth->so[p][w] = so[outcome];
        }
    }
}

struct leaves {
    uint32_t at[LEAVES]; /* CAUSES_NONE: it is in no way */
};
static struct leaves leaves_of(const struct causes_graph *graph)
{
    struct leaves leaves;
    char name[16];
    for (int l = 0; l < LEAVES; l++) {
        snprintf(name, sizeof name, "L%d", l + 1);
        leaves.at[l] = causes_find(graph, span_of(name));
    }
    return leaves;
}

static unsigned plan_of(const struct causes_graph *graph)
{
    unsigned plan = 0;
    for (uint32_t i = 0; i < ITEMS; i++)
        plan |= (unsigned)(graph->items[i].standing == CAUSES_STANDING_PLANNED) << i;
    return plan;
}

static bool is_minimal(const uint8_t *so, unsigned world)
{
    for (unsigned l = 0; l < LEAVES && so[world]; l++)
        if (world >> l & 1 && so[world ^ 1u << l]) return false;
    return so[world];
}

/* Whether the outcome comes about by some part of a world, itself included. */
static bool some_part(const uint8_t *so, unsigned world)
{
    for (unsigned part = world;; part = (part - 1) & world) {
        if (so[part]) return true;
        if (part == 0) return false;
    }
}

static bool is_minimal_of_parts(const uint8_t *so, unsigned world)
{
    if (!so[world]) return false;
    for (unsigned l = 0; l < LEAVES; l++)
        if (world >> l & 1 && some_part(so, world ^ 1u << l)) return false;
    return true;
}

static unsigned open_sets(const struct truth *truth, unsigned plan)
{
    unsigned open = 0;
    for (unsigned w = 0; w < WORLDS; w++) open += is_minimal(truth->so[0], w) && truth->so[plan][w];
    return open;
}

static unsigned depth_of(const struct truth *truth, unsigned plan)
{
    unsigned depth = UINT32_MAX;
    for (unsigned out = 0; out < PLANS; out++) {
        unsigned size = (unsigned)__builtin_popcount(out);
        if ((out & ~plan) == 0 && size < depth && truth->so[plan & ~out][WORLDS - 1]) depth = size;
    }
    return depth;
}

static void check_coverage(const struct truth *truth, unsigned plan,
                           const struct causes_coverage *coverage)
{
    unsigned sets = 0, once = 0, left = 0;
    for (unsigned w = 0; w < WORLDS; w++) {
        left += is_minimal(truth->so[plan], w);
        if (!is_minimal(truth->so[0], w)) continue;
        sets++;
        bool reopened = false;
        for (unsigned i = 0; i < ITEMS; i++)
            reopened |= plan >> i & 1 && truth->so[plan & ~(1u << i)][w];
        once += reopened && !truth->so[plan][w];
    }
    unsigned open = open_sets(truth, plan);
    assert_true(coverage->sets == sets);
    assert_true(coverage->open == open);
    assert_true(coverage->once == once);
    assert_true(coverage->exposed == left - open);
    assert_int_equal(coverage->left.count, left);
    assert_int_equal(coverage->depth, depth_of(truth, plan));
    assert_false(coverage->at_least);
    for (unsigned i = 0; i < ITEMS; i++) {
        const struct causes_reach *item = &coverage->reaches[i];
        assert_int_equal(item->counted, plan >> i & 1);
        assert_true(item->breaks == sets - open_sets(truth, 1u << i));
        assert_true(item->only == (item->counted ? open_sets(truth, plan & ~(1u << i)) - open : 0));
    }
}

static void check_plans(const struct truth *truth, unsigned depth, const struct causes_plans *plans)
{
    unsigned smallest = ITEMS + 1, count = 0;
    for (unsigned p = 0; p < PLANS; p++) {
        unsigned size = (unsigned)__builtin_popcount(p);
        if (depth_of(truth, p) < depth) continue;
        if (size < smallest) count = 0;
        if (size <= smallest) count++;
        if (size < smallest) smallest = size;
    }
    assert_true(plans->complete);
    assert_int_equal(plans->reachable, depth_of(truth, PLANS - 1));
    assert_int_equal(plans->plans.count, count);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const uint32_t *items = causes_set_at(&plans->plans, i, &size);
        unsigned plan = 0;
        for (size_t k = 0; k < size; k++) plan |= 1u << items[k];
        assert_int_equal(size, smallest);
        assert_true(depth_of(truth, plan) >= depth);
    }
}

/* With links that are turned round a set is broken when no part of it suffices any more. */
static void with_turned_links_no_part_of_a_broken_set_suffices(void **state)
{
    (void)state;
    uint64_t seed = 77;
    struct truth *truth = calloc(1, sizeof *truth);
    assert_non_null(truth);
    for (int m = 0; m < 200; m++) {
        struct drawn *drawn = drawn_new();
        draw_any(drawn, true, &seed);
        const struct causes_graph *graph = drawn_graph(drawn);
        find_truth(graph, drawn_at(drawn, "E6"), leaves_of(graph).at, truth);
        unsigned plan = plan_of(graph), sets = 0, open = 0, left = 0;
        for (unsigned w = 0; w < WORLDS; w++) {
            left += is_minimal_of_parts(truth->so[plan], w);
            if (!is_minimal_of_parts(truth->so[0], w)) continue;
            sets++;
            open += some_part(truth->so[plan], w);
        }
        struct causes_coverage coverage;
        cover(drawn, "E6", CAUSES_AS_PLANNED, &coverage);
        assert_true(coverage.sets == sets);
        assert_true(coverage.open == open);
        assert_true(coverage.exposed == (left > open ? left - open : 0));
        for (unsigned i = 0; i < ITEMS; i++) {
            unsigned broken = 0;
            for (unsigned w = 0; w < WORLDS; w++)
                broken += is_minimal_of_parts(truth->so[0], w) && !some_part(truth->so[1u << i], w);
            assert_true(coverage.reaches[i].breaks == broken);
        }
        drawn_free(drawn);
    }
    free(truth);
}

static void random_plans_are_what_every_world_says(void **state)
{
    (void)state;
    const char *wanted = getenv("CAUSES_MODELS");
    uint64_t models = 300, seed = 20170131;
    if (wanted) assert_true(span_to_u64(span_of(wanted), &models));
    struct error error = ERROR_NONE;
    struct truth *truth = calloc(1, sizeof *truth);
    assert_non_null(truth);
    for (uint64_t m = 0; m < models; m++) {
        struct drawn *drawn = drawn_new();
        draw_any(drawn, false, &seed);
        const struct causes_graph *graph = drawn_graph(drawn);
        uint32_t outcome = drawn_at(drawn, "E6");
        find_truth(graph, outcome, leaves_of(graph).at, truth);
        unsigned plan = plan_of(graph);
        struct causes_coverage coverage;
        cover(drawn, "E6", CAUSES_AS_PLANNED, &coverage);
        check_coverage(truth, plan, &coverage);
        for (uint32_t depth = 1; depth <= 3; depth++) {
            struct causes_plans plans;
            assert_ok(causes_smallest_plans(graph, &outcome, 1, depth, 100, NULL, &drawn->arena,
                                            &plans, &error));
            check_plans(truth, depth, &plans);
        }
        drawn_free(drawn);
    }
    free(truth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_has_its_table),
        cmocka_unit_test(one_item_that_closes_all_is_depth_one_and_all_hangs_on_it),
        cmocka_unit_test(three_items_together_are_depth_two_on_the_onset),
        cmocka_unit_test(without_the_one_item_everything_is_open_again),
        cmocka_unit_test(gitlab_fixing_one_thing_leaves_ways_open),
        cmocka_unit_test(holding_an_effect_back_exposes_larger_sets),
        cmocka_unit_test(two_items_that_close_a_set_together_are_depth_one),
        cmocka_unit_test(what_only_weakens_breaks_nothing),
        cmocka_unit_test(plans_of_the_worked_example),
        cmocka_unit_test(a_family_of_a_million_million_sets_is_covered_without_a_list),
        cmocka_unit_test(of_too_many_openings_a_small_plan_is_found),
        cmocka_unit_test(sets_up_to_a_size_are_counted_and_the_depth_is_that_of_all),
        cmocka_unit_test(a_budget_that_is_too_small_gives_no_numbers),
        cmocka_unit_test(circles_and_what_is_not_there_are_refused),
        cmocka_unit_test(a_long_chain_is_walked_without_a_stack),
        cmocka_unit_test(with_turned_links_no_part_of_a_broken_set_suffices),
        cmocka_unit_test(random_plans_are_what_every_world_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
