/*
 * Greedy choice. What a choice would gain only ever falls, so a heap with old figures serves: the
 * topmost is brought up to date and sinks, until the topmost is true.
 */
#include "causes/multicover.h"

#include <assert.h>

struct greedy {
    const struct multicover *cover;
    uint32_t *need; /* of each group: how often it is still to be met */
    uint32_t *hits; /* of each group: by how many chosen ones it is met */
    uint64_t *gain; /* of each choice, as it is now */
    uint64_t *told; /* of each choice, as the heap believes */
    uint32_t *heap;
    size_t heap_count;
    size_t *from;   /* of each choice: where its groups begin in `groups`; one more at the end */
    size_t *groups; /* by choice */
};

static enum status greedy_init(struct greedy *greedy, const struct multicover *cover,
                               struct arena *scratch, struct error *error)
{
    size_t n = cover->choices, total = cover->count ? cover->ends[cover->count - 1] : 0;
    *greedy = (struct greedy){
        .cover = cover,
        .need = arena_array(scratch, cover->count, sizeof *greedy->need),
        .hits = arena_array(scratch, cover->count, sizeof *greedy->hits),
        .gain = arena_array(scratch, n, sizeof *greedy->gain),
        .told = arena_array(scratch, n, sizeof *greedy->told),
        .heap = arena_array(scratch, n, sizeof *greedy->heap),
        .from = arena_array(scratch, n + 2, sizeof *greedy->from),
        .groups = arena_array(scratch, total, sizeof *greedy->groups),
    };
    if (!greedy->need || !greedy->hits || !greedy->gain || !greedy->told || !greedy->heap ||
        !greedy->from || !greedy->groups)
        return arena_full(scratch, error);
    return STATUS_OK;
}

/* The groups of each choice, by counting; and what each choice would gain. */
static void turn_round(struct greedy *greedy)
{
    const struct multicover *cover = greedy->cover;
    size_t *place = greedy->from + 1; /* place[c] ends up as the end of c, that is from[c + 1] */
    size_t total = cover->count ? cover->ends[cover->count - 1] : 0;
    for (size_t m = 0; m < total; m++) {
        assert(cover->members[m] < cover->choices);
        place[cover->members[m] + 1]++;
    }
    for (size_t c = 1; c <= cover->choices; c++) place[c] += place[c - 1];
    for (size_t g = 0; g < cover->count; g++) {
        greedy->need[g] = multicover_demand(cover, g);
        for (size_t m = multicover_start(cover, g); m < cover->ends[g]; m++) {
            uint32_t choice = cover->members[m];
            greedy->groups[place[choice]++] = g;
            if (greedy->need[g]) greedy->gain[choice] += cover->weights ? cover->weights[g] : 1;
        }
    }
}

static bool before(const struct greedy *greedy, uint32_t a, uint32_t b)
{
    if (greedy->told[a] != greedy->told[b]) return greedy->told[a] > greedy->told[b];
    return a < b;
}

static void sink(struct greedy *greedy, size_t at)
{
    uint32_t choice = greedy->heap[at];
    for (size_t child; (child = 2 * at + 1) < greedy->heap_count; at = child) {
        if (child + 1 < greedy->heap_count &&
            before(greedy, greedy->heap[child + 1], greedy->heap[child]))
            child++;
        if (!before(greedy, greedy->heap[child], choice)) break;
        greedy->heap[at] = greedy->heap[child];
    }
    greedy->heap[at] = choice;
}

static void heap_fill(struct greedy *greedy)
{
    for (uint32_t c = 0; c < greedy->cover->choices; c++) {
        greedy->told[c] = greedy->gain[c];
        if (greedy->gain[c]) greedy->heap[greedy->heap_count++] = c;
    }
    for (size_t i = greedy->heap_count / 2; i-- > 0;) sink(greedy, i);
}

/* The choice that gains most and is not taken yet; false when none gains anything. */
static bool heap_take(struct greedy *greedy, uint32_t *ret)
{
    while (greedy->heap_count) {
        uint32_t top = greedy->heap[0];
        bool stale = greedy->told[top] != greedy->gain[top];
        if (stale && greedy->gain[top]) {
            greedy->told[top] = greedy->gain[top];
        } else {
            greedy->heap[0] = greedy->heap[--greedy->heap_count];
        }
        if (greedy->heap_count) sink(greedy, 0);
        if (stale) continue;
        *ret = top;
        return true;
    }
    return false;
}

static void choose(struct greedy *greedy, uint32_t choice)
{
    const struct multicover *cover = greedy->cover;
    for (size_t i = greedy->from[choice]; i < greedy->from[choice + 1]; i++) {
        size_t g = greedy->groups[i];
        greedy->hits[g]++;
        if (greedy->need[g] == 0 || --greedy->need[g]) continue;
        for (size_t m = multicover_start(cover, g); m < cover->ends[g]; m++)
            greedy->gain[cover->members[m]] -= cover->weights ? cover->weights[g] : 1;
    }
}

/* Whether all groups of a choice are met often enough without it; if so it is taken out. */
static bool superfluous(struct greedy *greedy, uint32_t choice)
{
    size_t to = greedy->from[choice + 1];
    for (size_t i = greedy->from[choice]; i < to; i++)
        if (greedy->hits[greedy->groups[i]] <= multicover_demand(greedy->cover, greedy->groups[i]))
            return false;
    for (size_t i = greedy->from[choice]; i < to; i++) greedy->hits[greedy->groups[i]]--;
    return true;
}

enum status multicover_greedy(const struct multicover *cover, struct arena *arena, uint32_t **ret,
                              size_t *ret_count, struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX / 2); /* in proportion to what the caller holds already */
    struct greedy greedy;
    uint32_t *chosen = arena_array(arena, cover->choices, sizeof *chosen);
    enum status status = chosen ? STATUS_OK : arena_full(arena, error);
    if (status == STATUS_OK) status = greedy_init(&greedy, cover, &scratch, error);
    if (status) goto out;
    turn_round(&greedy);
    heap_fill(&greedy);
    size_t count = 0, kept = 0;
    for (uint32_t choice; heap_take(&greedy, &choice);) {
        choose(&greedy, choice);
        chosen[count++] = choice;
    }
    for (size_t i = count; i-- > 0;)
        if (superfluous(&greedy, chosen[i])) chosen[i] = CAUSES_NONE;
    for (size_t i = 0; i < count; i++)
        if (chosen[i] != CAUSES_NONE) chosen[kept++] = chosen[i];
    *ret = chosen;
    *ret_count = kept;
out:
    arena_release(&scratch);
    return status;
}
