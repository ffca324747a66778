#include "tests/causes/judge.h"

/* A set of a list as a mask; conditions that are no leaves of the table spoil it. */
static uint32_t mask_of(const struct truth *truth, const uint32_t *members, size_t count)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t leaf = truth_leaf(truth, members[i]);
        if (leaf == CAUSES_NONE || (i && members[i] <= members[i - 1])) return UINT32_MAX;
        mask |= UINT32_C(1) << leaf;
    }
    return mask;
}

static const char *judge_list(const struct causes_sets *sets, const struct truth *truth,
                              const struct family *truly, size_t most, struct arena *arena)
{
    struct causes_list list;
    if (causes_sets_list(sets, most, arena, &list, NULL)) return "no list";
    if (list.count != (most < truly->count ? most : truly->count)) return "length of a list";
    for (size_t i = 0; i < list.count; i++) {
        size_t count;
        const uint32_t *members = causes_set_at(&list, i, &count);
        if (mask_of(truth, members, count) != truly->sets[i]) return "a set in a list";
    }
    return NULL;
}

static const char *judge_sizes(const struct causes_sets *sets, const struct family *truly,
                               struct arena *arena)
{
    causes_count *sizes;
    size_t count;
    if (causes_sets_sizes(sets, arena, &sizes, &count, NULL)) return "no sizes";
    causes_count want[TRUTH_LEAVES + 1] = {0};
    for (size_t i = 0; i < truly->count; i++) want[__builtin_popcount(truly->sets[i])]++;
    for (size_t i = 0; i < count || i <= TRUTH_LEAVES; i++)
        if ((i < count ? sizes[i] : 0) != (i <= TRUTH_LEAVES ? want[i] : 0)) return "sizes";
    return NULL;
}

static struct causes_membership membership(const struct family *family, uint32_t leaf)
{
    struct causes_membership is = {0, 0};
    for (size_t i = 0; i < family->count && leaf != CAUSES_NONE; i++) {
        if (!(family->sets[i] >> leaf & 1)) continue;
        if (is.sets++ == 0) is.smallest = (uint32_t)__builtin_popcount(family->sets[i]);
    }
    return is;
}

static const char *judge_members(const struct causes_graph *graph, const struct causes_sets *sets,
                                 const struct truth *truth, const struct family *truly,
                                 struct arena *arena)
{
    struct causes_membership *members;
    if (causes_sets_members(sets, arena, &members, NULL)) return "no members";
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        struct causes_membership want = membership(truly, truth_leaf(truth, i));
        if (members[i].sets != want.sets) return "membership";
        if (members[i].smallest != want.smallest) return "smallest set of a condition";
    }
    return NULL;
}

/* Sets of the family and sets that are not, in any order of their conditions. */
static const char *judge_contain(const struct causes_sets *sets, const struct truth *truth,
                                 const struct family *truly, uint64_t *at)
{
    for (uint32_t i = 0; i < 12; i++) {
        uint32_t set = draw_below(at, truth_worlds(truth));
        if (truly->count && draw_chance(at, 60)) {
            set = truly->sets[draw_below(at, (uint32_t)truly->count)];
            if (draw_chance(at, 30)) set ^= 1U << draw_below(at, TRUTH_LEAVES);
            set &= truth_worlds(truth) - 1;
        }
        uint32_t members[TRUTH_LEAVES], count = 0;
        for (uint32_t leaf = 0; leaf < truth->count; leaf++) {
            if (!(set >> leaf & 1)) continue;
            uint32_t place = draw_below(at, count + 1);
            members[count++] = members[place];
            members[place] = truth->leaf[leaf];
        }
        if (causes_sets_contain(sets, members, count) != family_has(truly, set)) return "contain";
    }
    return NULL;
}

static const char *judge_without(const struct causes_graph *graph, const struct causes_sets *sets,
                                 const struct truth *truth, const struct family *truly,
                                 uint64_t *at, struct arena *arena)
{
    uint8_t *gone = model_array(arena, graph->condition_count, 1);
    for (uint32_t round = 0; round < 4; round++) {
        uint32_t mask = 0, percent = draw_below(at, 100);
        causes_count want = 0;
        for (uint32_t i = 0; i < graph->condition_count; i++) {
            gone[i] = draw_chance(at, percent);
            uint32_t leaf = truth_leaf(truth, i);
            if (gone[i] && leaf != CAUSES_NONE) mask |= UINT32_C(1) << leaf;
        }
        for (size_t i = 0; i < truly->count; i++) want += !(truly->sets[i] & mask);
        if (causes_sets_without(sets, gone) != want) return "without";
    }
    return NULL;
}

const char *judge_family(const struct causes_graph *graph, const struct causes_sets *sets,
                         const struct truth *truth, const struct family *truly, uint64_t *at,
                         struct arena *arena)
{
    if (causes_sets_count(sets) != truly->count) return "count";
    const char *wrong = judge_list(sets, truth, truly, truly->count + 1, arena);
    if (!wrong) wrong = judge_list(sets, truth, truly, draw_below(at, 9), arena);
    if (!wrong) wrong = judge_sizes(sets, truly, arena);
    if (!wrong) wrong = judge_members(graph, sets, truth, truly, arena);
    if (!wrong) wrong = judge_contain(sets, truth, truly, at);
    if (!wrong) wrong = judge_without(graph, sets, truth, truly, at, arena);
    return wrong;
}

/* A family made with a limit of size holds exactly the sets up to that size, and tells whether
 * there are others. */
static const char *judge_limited(const struct causes_graph *graph, uint32_t outcome,
                                 enum causes_which which, const struct causes_world *world,
                                 const struct truth *truth, const struct family *truly,
                                 uint64_t *at, struct arena *arena)
{
    struct causes_budget budget = causes_budget_default;
    budget.largest = 1 + draw_below(at, truth->count + 1);
    struct family part = *truly;
    for (part.count = 0; part.count < truly->count; part.count++)
        if ((uint32_t)__builtin_popcount(truly->sets[part.count]) > budget.largest) break;
    struct causes_sets *sets;
    if (causes_sets_new(graph, outcome, which, world, &budget, &sets, NULL)) return "no limited";
    struct causes_extent extent = causes_sets_extent(sets);
    const char *wrong = NULL;
    if (extent.complete && part.count != truly->count) wrong = "a limited family called complete";
    if (!extent.complete && (!extent.limited || extent.upto != budget.largest))
        wrong = "the extent of a limited family";
    if (!wrong) wrong = judge_family(graph, sets, truth, &part, at, arena);
    causes_sets_free(sets);
    return wrong;
}

const char *judge_world(const struct causes_graph *graph, uint32_t outcome,
                        const struct causes_world *world, uint64_t *at)
{
    struct truth truth;
    if (!truth_of(graph, outcome, world, &truth)) return NULL;
    truth_close(&truth);
    const char *wrong = NULL;
    struct arena arena;
    arena_init(&arena, 1 << 26);
    for (int which = CAUSES_SUFFICIENT; which <= CAUSES_BREAKING && !wrong; which++) {
        struct family truly = which == CAUSES_SUFFICIENT ? truth_sufficient(&truth, &arena)
                                                         : truth_breaking(&truth, &arena);
        struct causes_sets *sets;
        struct error error = ERROR_NONE;
        assert_ok(causes_sets_new(graph, outcome, (enum causes_which)which, world,
                                  &causes_budget_default, &sets, &error));
        if (!causes_sets_extent(sets).complete) wrong = "not complete";
        if (!wrong) wrong = judge_family(graph, sets, &truth, &truly, at, &arena);
        causes_sets_free(sets);
        if (!wrong && draw_chance(at, 30))
            wrong = judge_limited(graph, outcome, (enum causes_which)which, world, &truth, &truly,
                                  at, &arena);
    }
    arena_release(&arena);
    return wrong;
}

/* The smallest group that holds the leaf; 0: there is none. */
static uint32_t smallest_with(const struct family *family, uint32_t leaf)
{
    return membership(family, leaf).smallest;
}

/* Of the worlds of the other observed leaves, those in which this leaf decides. */
static double decides(const struct truth *truth, uint32_t observed, uint32_t leaf)
{
    uint32_t decisive = 0, bit = UINT32_C(1) << leaf, others = observed & ~bit;
    if (!(observed & bit)) return 0;
    for (uint32_t world = others;; world = (world - 1) & others) {
        decisive += truth_at(truth, world) != truth_at(truth, world | bit);
        if (!world) break;
    }
    return (double)decisive / (double)(UINT32_C(1) << __builtin_popcount(others));
}

static const char *judge_weight(const struct causes_graph *graph, const struct causes_weight *got,
                                const struct truth *known, const struct truth *happened,
                                const struct family *all, const struct family *groups)
{
    uint32_t leaf = truth_leaf(known, got->condition), observed = truth_observed(known, graph);
    if (leaf == CAUSES_NONE) return "a weight of what is no leaf";
    bool was = observed >> leaf & 1;
    uint32_t together = smallest_with(groups, leaf);
    struct causes_membership share = membership(all, leaf);
    if (got->observed != was) return "weight: observed";
    if (got->together != together) return "weight: together";
    if (got->needed != (together == 1)) return "weight: needed";
    if (got->sets != share.sets) return "weight: sets";
    if (got->smallest != share.smallest) return "weight: smallest";
    double want = decides(happened, observed, leaf), difference = got->decides - want;
    if (difference < 0 || difference > 0) return "weight: decides";
    return NULL;
}

static bool in_order(const struct causes_weight *a, const struct causes_weight *b)
{
    uint32_t first = a->together ? a->together : UINT32_MAX;
    uint32_t second = b->together ? b->together : UINT32_MAX;
    if (first != second) return first < second;
    if (a->sets != b->sets) return a->sets > b->sets;
    return a->condition < b->condition;
}

const char *judge_weights(const struct causes_graph *graph, uint32_t outcome)
{
    struct truth known, happened;
    const struct causes_world world = {.observed = true};
    if (!truth_of(graph, outcome, NULL, &known)) return NULL;
    assert_true(truth_of(graph, outcome, &world, &happened));
    struct arena arena;
    arena_init(&arena, 1 << 26);
    struct truth closed = known;
    truth_close(&closed);
    struct family all = truth_sufficient(&closed, &arena);
    closed = happened;
    truth_close(&closed);
    struct family groups = truth_breaking(&closed, &arena);
    struct causes_weight *weights;
    size_t count;
    struct causes_extent extent;
    struct error error = ERROR_NONE;
    assert_ok(causes_weights(graph, outcome, &causes_budget_default, &arena, &weights, &count,
                             &extent, &error));
    const char *wrong = NULL;
    if (!extent.complete) wrong = "weights are not complete";
    if (count != known.count) wrong = "number of weights";
    for (size_t i = 0; i < count && !wrong; i++) {
        wrong = judge_weight(graph, &weights[i], &known, &happened, &all, &groups);
        if (!wrong && i && !in_order(&weights[i - 1], &weights[i])) wrong = "order of weights";
    }
    arena_release(&arena);
    return wrong;
}
