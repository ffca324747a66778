/* Sets written out, the smallest first. */
#include "causes/family.h"

#include <stdlib.h>

/* Walks all sets in depth. What a part leaves to be done is a chain of frames. */
struct later {
    uint32_t node;  /* where to go on when the part is done */
    uint32_t after; /* the one before, or 0 */
};

struct walk {
    uint32_t node, after, chosen; /* how many leaves were chosen when this was put off */
};

struct lister {
    const struct family *family;
    struct meter meter;
    struct later *laters;
    struct walk *walks;
    uint32_t *chosen, *members, *ends;
    uint32_t later_count, later_room, walk_count, walk_room, chosen_count, chosen_room;
    uint32_t member_count, member_room, end_count, end_room;
};

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool put_walk(struct lister *lister, uint32_t node, uint32_t after)
{
    if (node == 0) return true;
    if (!meter_grow(&lister->meter, &lister->walks, &lister->walk_room,
                    (uint64_t)lister->walk_count + 1, sizeof *lister->walks))
        return false;
    lister->walks[lister->walk_count++] = (struct walk){node, after, lister->chosen_count};
    return true;
}

static bool put_set(struct lister *lister)
{
    uint32_t count = lister->chosen_count;
    if (!meter_grow(&lister->meter, &lister->members, &lister->member_room,
                    (uint64_t)lister->member_count + count, sizeof *lister->members) ||
        !meter_grow(&lister->meter, &lister->ends, &lister->end_room,
                    (uint64_t)lister->end_count + 1, sizeof *lister->ends))
        return false;
    uint32_t *at = lister->members + lister->member_count;
    if (count) memcpy(at, lister->chosen, count * sizeof *at);
    qsort(at, count, sizeof *at, by_number);
    lister->member_count += count;
    lister->ends[lister->end_count++] = lister->member_count;
    return true;
}

static bool step(struct lister *lister)
{
    struct walk walk = lister->walks[--lister->walk_count];
    lister->chosen_count = walk.chosen;
    uint32_t at = walk.node, after = walk.after;
    while (at != 0) {
        if (!meter_steps(&lister->meter, 1)) return false;
        if (at == 1) {
            if (!after) return put_set(lister);
            at = lister->laters[after].node;
            after = lister->laters[after].after;
            continue;
        }
        const struct family_node *node = &lister->family->nodes[at];
        const struct family_variable *variable = &lister->family->variables[node->variable];
        if (!put_walk(lister, node->lo, after)) return false;
        if (variable->condition != CAUSES_NONE) {
            if (!meter_grow(&lister->meter, &lister->chosen, &lister->chosen_room,
                            (uint64_t)lister->chosen_count + 1, sizeof *lister->chosen))
                return false;
            lister->chosen[lister->chosen_count++] = variable->condition;
            at = node->hi;
        } else {
            if (!meter_grow(&lister->meter, &lister->laters, &lister->later_room,
                            (uint64_t)lister->later_count + 1, sizeof *lister->laters))
                return false;
            lister->laters[lister->later_count] = (struct later){node->hi, after};
            after = lister->later_count++;
            at = variable->root;
        }
    }
    return true;
}

struct listed {
    const uint32_t *at;
    uint32_t count;
};

static int by_size_and_names(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
    return 0;
}

static enum status write_out(struct lister *lister, size_t most, struct arena *arena,
                             struct causes_list *ret, struct error *error)
{
    uint32_t count = lister->end_count;
    struct listed *all = meter_take(&lister->meter, count, sizeof *all);
    if (!all) return error_set(error, STATUS_LIMIT, "too many sets to list within the budget");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = i ? lister->ends[i - 1] : 0;
        all[i] = (struct listed){lister->members + from, lister->ends[i] - from};
    }
    qsort(all, count, sizeof *all, by_size_and_names);
    size_t kept = most < count ? most : count, total = 0, at = 0;
    for (size_t i = 0; i < kept; i++) total += all[i].count;
    uint32_t *members = arena_array(arena, total, sizeof *members);
    uint32_t *ends = arena_array(arena, kept, sizeof *ends);
    if (members && ends) {
        for (size_t i = 0; i < kept; i++) {
            if (all[i].count) memcpy(members + at, all[i].at, all[i].count * sizeof *members);
            at += all[i].count;
            ends[i] = (uint32_t)at;
        }
        *ret = (struct causes_list){members, ends, kept};
    }
    meter_give(&lister->meter, all, count, sizeof *all);
    return members && ends ? STATUS_OK : arena_full(arena, error);
}

enum status causes_sets_list(const struct causes_sets *sets, size_t most, struct arena *arena,
                             struct causes_list *ret, struct error *error)
{
    struct lister lister = {.family = &sets->family, .later_count = 1};
    meter_init(&lister.meter, &sets->budget);
    bool going = put_walk(&lister, sets->family.root, 0);
    while (going && lister.walk_count) going = step(&lister);
    enum status status =
        going ? write_out(&lister, most, arena, ret, error)
              : error_set(error, STATUS_LIMIT, "too many sets to list within the budget");
    free(lister.laters);
    free(lister.walks);
    free(lister.chosen);
    free(lister.members);
    free(lister.ends);
    return status;
}
