#include "tests/causes/truth.h"

/* Worlds in which leaf i is so, for the first six leaves: within one word. */
static const uint64_t within[6] = {UINT64_C(0xaaaaaaaaaaaaaaaa), UINT64_C(0xcccccccccccccccc),
                                   UINT64_C(0xf0f0f0f0f0f0f0f0), UINT64_C(0xff00ff00ff00ff00),
                                   UINT64_C(0xffff0000ffff0000), UINT64_C(0xffffffff00000000)};

static uint32_t words_of(const struct truth *truth)
{
    return truth->count <= 6 ? 1 : UINT32_C(1) << (truth->count - 6);
}

static uint64_t leaf_word(uint32_t leaf, uint32_t word)
{
    if (leaf < 6) return within[leaf];
    return word >> (leaf - 6) & 1 ? ~UINT64_C(0) : 0;
}

/* Conditions at and below the outcome, each after those that its ways hold. */
static uint32_t sort_below(const struct causes_graph *graph, uint32_t outcome, uint32_t *order,
                           struct arena *arena)
{
    uint32_t count = 0;
    uint8_t *below = model_array(arena, graph->condition_count, 1);
    uint8_t *done = model_array(arena, graph->condition_count, 1);
    below[outcome] = 1;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t w = 0; w < graph->way_count; w++) {
            const struct causes_way *way = &graph->ways[w];
            for (uint32_t k = 0; below[way->effect] && k < way->count; k++) {
                more = more || !below[way->links[k].condition];
                below[way->links[k].condition] = 1;
            }
        }
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < graph->condition_count; i++) {
            bool ready = below[i] && !done[i];
            for (uint32_t w = 0; w < graph->way_count && ready; w++) {
                const struct causes_way *way = &graph->ways[w];
                for (uint32_t k = 0; way->effect == i && k < way->count; k++)
                    ready = ready && done[way->links[k].condition];
            }
            if (!ready) continue;
            done[i] = 1;
            order[count++] = i;
            more = true;
        }
    }
    return count;
}

static enum causes_fixed held(const struct causes_graph *graph, const struct causes_world *world,
                              uint32_t condition)
{
    if (!world) return CAUSES_FREE;
    if (world->conditions && world->conditions[condition])
        return (enum causes_fixed)world->conditions[condition];
    if (!world->observed || !causes_is_leaf(&graph->conditions[condition])) return CAUSES_FREE;
    enum causes_was was = causes_was(&graph->conditions[condition]);
    bool no = was == CAUSES_WAS_NO || (was == CAUSES_WAS_UNKNOWN && world->unknown_no);
    return no ? CAUSES_FIXED_NO : CAUSES_FREE;
}

/* Whether at least `enough` links are so, in 64 worlds: reached[j] are those with j or more. */
static uint64_t way_word(const struct causes_way *way, const uint64_t *values)
{
    uint64_t reached[64] = {~UINT64_C(0)};
    assert_true(way->count < 64);
    for (uint32_t k = 0; k < way->count; k++) {
        uint64_t value = values[way->links[k].condition];
        if (way->links[k].absent) value = ~value;
        for (uint32_t j = k + 1; j > 0; j--) reached[j] |= reached[j - 1] & value;
    }
    return reached[way->enough];
}

static uint64_t condition_word(const struct causes_graph *graph, const struct causes_world *world,
                               uint32_t i, const uint64_t *values, uint64_t leaf)
{
    enum causes_fixed fixed = held(graph, world, i);
    if (fixed) return fixed == CAUSES_FIXED_YES ? ~UINT64_C(0) : 0;
    if (causes_is_leaf(&graph->conditions[i])) return leaf;
    uint64_t value = 0;
    for (uint32_t w = 0; w < graph->way_count; w++) {
        if (graph->ways[w].effect != i) continue;
        uint8_t way = world && world->ways ? world->ways[w] : CAUSES_FREE;
        if (way == CAUSES_FIXED_YES) value = ~UINT64_C(0);
        if (way == CAUSES_FREE) value |= way_word(&graph->ways[w], values);
    }
    return value;
}

bool truth_of(const struct causes_graph *graph, uint32_t outcome, const struct causes_world *world,
              struct truth *ret)
{
    struct arena arena;
    arena_init(&arena, 1 << 24);
    uint32_t *order = model_array(&arena, graph->condition_count, sizeof *order);
    uint64_t *values = model_array(&arena, graph->condition_count, sizeof *values);
    uint32_t below = sort_below(graph, outcome, order, &arena);
    uint8_t *is_below = model_array(&arena, graph->condition_count, 1);
    for (uint32_t i = 0; i < below; i++) is_below[order[i]] = 1;
    ret->count = 0;
    bool fits = true;
    for (uint32_t i = 0; i < graph->condition_count && fits; i++) {
        if (!is_below[i] || !causes_is_leaf(&graph->conditions[i])) continue;
        fits = ret->count < TRUTH_LEAVES;
        if (fits) ret->leaf[ret->count++] = i;
    }
    for (uint32_t word = 0; fits && word < words_of(ret); word++) {
        for (uint32_t i = 0; i < below; i++) {
            uint32_t leaf = truth_leaf(ret, order[i]);
            values[order[i]] = condition_word(graph, world, order[i], values,
                                              leaf == CAUSES_NONE ? 0 : leaf_word(leaf, word));
        }
        ret->bits[word] = values[outcome];
    }
    arena_release(&arena);
    return fits;
}

uint32_t truth_leaf(const struct truth *truth, uint32_t condition)
{
    for (uint32_t i = 0; i < truth->count; i++)
        if (truth->leaf[i] == condition) return i;
    return CAUSES_NONE;
}

uint32_t truth_observed(const struct truth *truth, const struct causes_graph *graph)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < truth->count; i++)
        if (causes_was(&graph->conditions[truth->leaf[i]]) != CAUSES_WAS_NO) mask |= 1U << i;
    return mask;
}

/* The table without leaf i: at each world, what it says of that world with the leaf taken out. */
static uint64_t without_leaf(const struct truth *truth, uint32_t leaf, uint32_t word)
{
    if (leaf >= 6) return truth->bits[word & ~(UINT32_C(1) << (leaf - 6))];
    uint64_t low = truth->bits[word] & ~within[leaf];
    return low | low << (1 << leaf);
}

void truth_close(struct truth *truth)
{
    for (uint32_t leaf = 0; leaf < truth->count; leaf++)
        for (uint32_t word = 0; word < words_of(truth); word++)
            truth->bits[word] |= without_leaf(truth, leaf, word);
}

static int by_size_then_name(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int sizes = __builtin_popcount(a) - __builtin_popcount(b);
    if (sizes || a == b) return sizes;
    uint32_t first = (a ^ b) & -(a ^ b); /* the first name in which they differ */
    return a & first ? -1 : 1;
}

struct family truth_sufficient(const struct truth *closed, struct arena *arena)
{
    struct family family = {model_array(arena, truth_worlds(closed), sizeof *family.sets), 0};
    for (uint32_t word = 0; word < words_of(closed); word++) {
        uint64_t minimal = closed->bits[word];
        for (uint32_t leaf = 0; leaf < closed->count; leaf++)
            minimal &= ~(leaf_word(leaf, word) & without_leaf(closed, leaf, word));
        for (; minimal; minimal &= minimal - 1) {
            uint32_t set = word << 6 | (uint32_t)__builtin_ctzll(minimal);
            if (set < truth_worlds(closed)) family.sets[family.count++] = set;
        }
    }
    qsort(family.sets, family.count, sizeof *family.sets, by_size_then_name);
    return family;
}

struct family truth_breaking(const struct truth *closed, struct arena *arena)
{
    struct truth dual = *closed;
    uint32_t all = truth_worlds(closed) - 1;
    memset(dual.bits, 0, sizeof dual.bits);
    for (uint32_t group = 0; group <= all; group++)
        if (!truth_at(closed, all & ~group)) dual.bits[group >> 6] |= UINT64_C(1) << (group & 63);
    return truth_sufficient(&dual, arena);
}

bool family_has(const struct family *family, uint32_t set)
{
    for (size_t i = 0; i < family->count; i++)
        if (family->sets[i] == set) return true;
    return false;
}
