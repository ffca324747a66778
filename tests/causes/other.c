#include "tests/causes/other.h"

void masks_release(struct masks *masks)
{
    free(masks->at);
    *masks = (struct masks){0};
}

static void add(struct masks *masks, uint64_t mask)
{
    assert_int_equal(
        grow_array(&masks->at, &masks->room, masks->count + 1, sizeof *masks->at, NULL), STATUS_OK);
    masks->at[masks->count++] = mask;
}

static int by_size(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    int sizes = __builtin_popcountll(a) - __builtin_popcountll(b);
    return sizes ? sizes : (a > b) - (a < b);
}

static void sort(struct masks *masks)
{
    if (masks->count) qsort(masks->at, masks->count, sizeof *masks->at, by_size);
}

static bool holds_one_of(uint64_t mask, const struct masks *smaller, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((smaller->at[i] & ~mask) == 0) return true;
    return false;
}

/* Keeps those that hold no other. */
static void absorb(struct masks *masks)
{
    size_t kept = 0;
    sort(masks);
    for (size_t i = 0; i < masks->count; i++)
        if (!holds_one_of(masks->at[i], masks, kept)) masks->at[kept++] = masks->at[i];
    masks->count = kept;
}

static uint32_t bit_of(const struct bits *bits, uint32_t condition)
{
    for (uint32_t i = 0; i < bits->count; i++)
        if (bits->condition[i] == condition) return i;
    fail_msg("condition %u has no bit", condition);
    return 0;
}

bool other_bits(const struct causes_graph *graph, uint32_t outcome, struct bits *ret)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    uint8_t *below = model_array(&arena, graph->condition_count, 1);
    causes_below(graph, outcome, below);
    bool fits = true;
    ret->count = 0;
    for (uint32_t i = 0; i < graph->condition_count && fits; i++) {
        if (!below[i]) continue;
        fits = ret->count < 64;
        if (fits) ret->condition[ret->count++] = i;
    }
    arena_release(&arena);
    return fits;
}

struct masks other_of_list(const struct causes_list *list, const struct bits *bits)
{
    struct masks masks = {0};
    for (size_t i = 0; i < list->count; i++) {
        size_t count;
        const uint32_t *members = causes_set_at(list, i, &count);
        uint64_t mask = 0;
        for (size_t k = 0; k < count; k++) mask |= UINT64_C(1) << bit_of(bits, members[k]);
        add(&masks, mask);
    }
    sort(&masks);
    return masks;
}

/* A row for each choice of `enough` links: the row and what was chosen. */
static void add_choices(const struct causes_way *way, const struct bits *bits, uint64_t row,
                        struct masks *to)
{
    assert_true(way->count < 32);
    for (uint32_t choice = 1; choice < UINT32_C(1) << way->count; choice++) {
        if ((uint32_t)__builtin_popcount(choice) != way->enough) continue;
        uint64_t made = row;
        for (uint32_t k = 0; k < way->count; k++)
            if (choice >> k & 1) made |= UINT64_C(1) << bit_of(bits, way->links[k].condition);
        add(to, made);
    }
}

/* Replaces an effect in every row that holds it. */
static void expand(const struct causes_graph *graph, uint32_t effect, const struct bits *bits,
                   struct masks *rows)
{
    uint64_t bit = UINT64_C(1) << bit_of(bits, effect);
    struct masks made = {0};
    for (size_t i = 0; i < rows->count; i++) {
        if (!(rows->at[i] & bit)) {
            add(&made, rows->at[i]);
            continue;
        }
        for (uint32_t w = 0; w < graph->way_count; w++)
            if (graph->ways[w].effect == effect)
                add_choices(&graph->ways[w], bits, rows->at[i] & ~bit, &made);
    }
    masks_release(rows);
    *rows = made;
}

bool other_sufficient(const struct causes_graph *graph, uint32_t outcome, const struct bits *bits,
                      size_t most, struct masks *ret)
{
    struct masks rows = {0};
    add(&rows, UINT64_C(1) << bit_of(bits, outcome));
    for (uint32_t i = graph->condition_count; i > 0 && rows.count <= most; i--) {
        uint32_t effect = graph->order[i - 1];
        bool is_below = false;
        for (uint32_t k = 0; k < bits->count; k++) is_below |= bits->condition[k] == effect;
        if (!is_below || causes_is_leaf(&graph->conditions[effect])) continue;
        expand(graph, effect, bits, &rows);
        if (rows.count <= 8 * most) absorb(&rows);
    }
    *ret = rows;
    if (rows.count <= most) return true;
    masks_release(ret);
    return false;
}

bool other_hitting(const struct masks *sets, size_t most, struct masks *ret)
{
    struct masks hits = {0};
    add(&hits, 0);
    for (size_t i = 0; i < sets->count && hits.count <= most; i++) {
        uint64_t set = sets->at[i];
        struct masks kept = {0}, made = {0};
        for (size_t h = 0; h < hits.count; h++) add(hits.at[h] & set ? &kept : &made, hits.at[h]);
        masks_release(&hits);
        hits = kept;
        size_t before = kept.count;
        for (size_t m = 0; m < made.count; m++) {
            for (uint64_t rest = set; rest; rest &= rest - 1) {
                uint64_t hit = made.at[m] | (rest & (~rest + 1));
                if (!holds_one_of(hit, &hits, before)) add(&hits, hit);
            }
        }
        masks_release(&made);
    }
    sort(&hits);
    *ret = hits;
    if (hits.count <= most) return true;
    masks_release(ret);
    return false;
}
