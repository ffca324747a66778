/*
 * The smallest covers, by branch and bound over groups as words of 64 bits. Groups that another one
 * implies are dropped first; then covers of k choices are looked for, k from a bound upwards, so
 * that the first that are found are smallest. At a group that is not met yet its members are tried
 * in turn, each without those tried before: so no cover is met twice.
 */
#include "causes/multicover.h"

#include <assert.h>
#include <stdlib.h>

enum {
    CHOICES = 64,
    COMPARISONS = 4000000, /* spent on dropping groups that another one implies */
    COVERS = 10000,        /* kept while looking, before they are sorted */
};

struct group {
    uint64_t members;
    uint32_t demand;
};

struct search {
    uint32_t choice[CHOICES]; /* by bit */
    unsigned choice_count;
    struct group *groups;
    size_t group_count;
    uint64_t steps;
    uint64_t *covers; /* COVERS of them */
    size_t cover_count;
    bool out_of_steps, overflow;
};

static int by_size(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int size_x = __builtin_popcountll(x->members), size_y = __builtin_popcountll(y->members);
    if (size_x != size_y) return size_x < size_y ? -1 : 1;
    return (x->members > y->members) - (x->members < y->members);
}

/* Gives each choice that is in a group a bit, in order; false when there are too many. */
static bool number(struct search *search, const struct multicover *cover, uint8_t *bit)
{
    size_t total = cover->count ? cover->ends[cover->count - 1] : 0;
    for (size_t m = 0; m < total; m++) {
        assert(cover->members[m] < cover->choices);
        bit[cover->members[m]] = 1;
    }
    for (uint32_t c = 0; c < cover->choices; c++) {
        if (!bit[c]) continue;
        if (search->choice_count == CHOICES) return false;
        bit[c] = (uint8_t)search->choice_count;
        search->choice[search->choice_count++] = c;
    }
    return true;
}

static bool implied(const struct search *search, const struct group *group, uint64_t *comparisons)
{
    for (size_t i = 0; i < search->group_count && *comparisons; i++, --*comparisons) {
        const struct group *other = &search->groups[i];
        if ((other->members & ~group->members) == 0 && other->demand >= group->demand) return true;
    }
    return false;
}

/* Groups as words, smallest first; those that hold a group of the same demand go. */
static void reduce(struct search *search, const struct multicover *cover, const uint8_t *bit)
{
    for (size_t g = 0; g < cover->count; g++) {
        struct group group = {.demand = multicover_demand(cover, g)};
        for (size_t m = multicover_start(cover, g); m < cover->ends[g]; m++)
            group.members |= UINT64_C(1) << bit[cover->members[m]];
        if (group.demand) search->groups[search->group_count++] = group;
    }
    size_t all = search->group_count;
    qsort(search->groups, all, sizeof *search->groups, by_size);
    search->group_count = 0;
    uint64_t comparisons = COMPARISONS;
    for (size_t i = 0; i < all; i++) {
        struct group group = search->groups[i];
        bool again =
            search->group_count && search->groups[search->group_count - 1].members == group.members;
        if (!again && !implied(search, &group, &comparisons))
            search->groups[search->group_count++] = group;
    }
}

/* A point of the search: what is chosen, what may still be, and of the group that is tried here the
 * members not tried yet. */
struct point {
    uint64_t chosen, allowed, untried;
};

/* Looks at a point: how many choices are needed at least from here (SIZE_MAX: it cannot be done);
 * the group with the least leeway is the one to be tried. */
static size_t look(struct search *search, struct point *point)
{
    uint64_t packed = 0;
    size_t bound = 0;
    unsigned least = UINT32_MAX;
    point->untried = 0;
    for (size_t i = 0; i < search->group_count; i++) {
        const struct group *group = &search->groups[i];
        unsigned met = (unsigned)__builtin_popcountll(group->members & point->chosen);
        if (met >= group->demand) continue;
        unsigned need = group->demand - met;
        uint64_t open = group->members & point->allowed;
        unsigned open_count = (unsigned)__builtin_popcountll(open);
        if (open_count < need) return SIZE_MAX;
        if (open_count - need < least) {
            least = open_count - need;
            point->untried = open;
        }
        if (open & packed) continue;
        packed |= open;
        bound += need;
    }
    return bound;
}

/* All covers of exactly `size` choices, when there is none with fewer. */
static void covers_of(struct search *search, size_t size)
{
    struct point stack[CHOICES + 1];
    size_t depth = 0;
    uint64_t all =
        search->choice_count == CHOICES ? ~UINT64_C(0) : (UINT64_C(1) << search->choice_count) - 1;
    stack[0] = (struct point){.allowed = all};
    look(search, &stack[0]);
    for (;;) {
        struct point *point = &stack[depth];
        if (!point->untried) {
            if (depth-- == 0) return;
            continue;
        }
        if (search->steps < search->group_count) {
            search->out_of_steps = true;
            return;
        }
        search->steps -= search->group_count;
        uint64_t choice = point->untried & -point->untried;
        point->untried ^= choice;
        point->allowed ^= choice;
        struct point next = {.chosen = point->chosen | choice, .allowed = point->allowed};
        size_t bound = look(search, &next);
        if (bound > size - depth - 1) continue;
        if (bound) {
            stack[++depth] = next;
        } else if (search->cover_count < COVERS) {
            search->covers[search->cover_count++] = next.chosen;
        } else {
            search->overflow = true;
            return;
        }
    }
}

/* By members, ascending: the one that holds the lowest choice on which they differ. */
static int by_members(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b, differ = x ^ y;
    if (!differ) return 0;
    return x & differ & -differ ? -1 : 1;
}

static enum status tell(const struct search *search, size_t size, size_t most, struct arena *arena,
                        struct causes_list *ret, struct error *error)
{
    size_t count = search->cover_count < most ? search->cover_count : most;
    uint32_t *members = arena_array(arena, count * size, sizeof *members);
    uint32_t *ends = arena_array(arena, count, sizeof *ends);
    if (!members || !ends) return arena_full(arena, error);
    qsort(search->covers, search->cover_count, sizeof *search->covers, by_members);
    uint32_t at = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint64_t left = search->covers[i]; left; left &= left - 1)
            members[at++] = search->choice[__builtin_ctzll(left)];
        ends[i] = at;
    }
    *ret = (struct causes_list){members, ends, count};
    return STATUS_OK;
}

enum status multicover_smallest(const struct multicover *cover, size_t upper, uint64_t steps,
                                size_t most, struct arena *arena, struct causes_list *ret,
                                bool *ret_complete, struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX / 2); /* in proportion to what the caller holds already */
    uint8_t *bit = arena_array(&scratch, cover->choices, sizeof *bit);
    struct search search = {
        .steps = steps,
        .groups = arena_array(&scratch, cover->count, sizeof *search.groups),
        .covers = arena_array(&scratch, COVERS, sizeof *search.covers),
    };
    enum status status = STATUS_OK;
    struct causes_list list = {0};
    bool complete = false;
    if (!bit || !search.groups || !search.covers) {
        status = arena_full(&scratch, error);
        goto out;
    }
    if (!number(&search, cover, bit)) goto done;
    reduce(&search, cover, bit);
    struct point start = {.allowed = ~UINT64_C(0)};
    size_t size = look(&search, &start);
    if (size == 0) { /* nothing asks for anything: the cover of no choice */
        search.covers[search.cover_count++] = 0;
    }
    for (; search.cover_count == 0 && !search.out_of_steps && size <= upper; size++)
        covers_of(&search, size);
    if (search.out_of_steps && search.cover_count == 0) goto done;
    size_t members = search.cover_count ? (size_t)__builtin_popcountll(search.covers[0]) : 0;
    complete = search.cover_count <= most && !search.overflow && !search.out_of_steps;
    status = tell(&search, members, most, arena, &list, error);
done:
    if (status == STATUS_OK) {
        *ret = list;
        *ret_complete = complete;
    }
out:
    arena_release(&scratch);
    return status;
}
