/*
 * Openings. In a graph without links that are turned round the outcome is nearest when every leaf
 * is so, and nothing is left open but the guards. A leaf that only hurts is held not so; one that
 * does both stays open, and is left out of the groups afterwards.
 */
#include "causes/openings.h"

enum { HELPS = 1, HURTS = 2, LISTED = 100000 };

/* Marks how each condition enters the top: what stands behind another is looked at first. */
static void enter(const struct causes_graph *graph, uint32_t top, uint8_t *how)
{
    how[top] = HELPS;
    for (uint32_t i = graph->condition_count; i-- > 0;) {
        uint32_t c = graph->order[i];
        const struct causes_condition *condition = &graph->conditions[c];
        if (!how[c]) continue;
        uint8_t turned = (uint8_t)((how[c] & HELPS ? HURTS : 0) | (how[c] & HURTS ? HELPS : 0));
        for (uint32_t w = 0; w < condition->way_count; w++) {
            const struct causes_way *way = &graph->ways[condition->first_way + w];
            for (uint32_t l = 0; l < way->count; l++)
                how[way->links[l].condition] |= way->links[l].absent ? turned : how[c];
        }
    }
}

/* The guards of the items marked, and the copy with them; *ret_top is any of the outcomes. */
static enum status copy_guarded(struct openings *openings, const uint32_t *outcomes, size_t count,
                                const uint8_t *in_place, uint32_t *ret_top, struct error *error)
{
    struct plan_graph *plan = &openings->plan;
    uint32_t n = plan->base->item_count;
    uint32_t *guards = arena_array(&plan->arena, n, sizeof *guards);
    uint32_t *tops = arena_array(&plan->arena, count, sizeof *tops);
    openings->item = arena_array(&plan->arena, n, sizeof *openings->item);
    if (!guards || !tops || !openings->item) return arena_full(&plan->arena, error);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < n && status == STATUS_OK; i++) {
        guards[i] = CAUSES_NONE;
        if (!in_place[i]) continue;
        status = plan_graph_leaf(plan, &guards[i], error);
        openings->item[openings->guard_count++] = i;
    }
    if (status == STATUS_OK) status = plan_graph_copy(plan, guards, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) tops[i] = plan->copy[outcomes[i]];
    return plan_graph_any(plan, tops, (uint32_t)count, ret_top, error);
}

enum status openings_make(const struct causes_graph *graph, const uint32_t *outcomes,
                          size_t outcome_count, const uint8_t *in_place,
                          const struct causes_budget *budget, struct openings *ret,
                          struct error *error)
{
    struct openings openings = {0};
    uint32_t top;
    enum status status = plan_graph_init(&openings.plan, graph, budget->bytes, error);
    if (status == STATUS_OK)
        status = copy_guarded(&openings, outcomes, outcome_count, in_place, &top, error);
    if (status) goto out;
    const struct causes_graph *copied = &openings.plan.graph;
    uint8_t *how = arena_array(&openings.plan.arena, copied->condition_count, sizeof *how);
    uint8_t *fixed = arena_array(&openings.plan.arena, copied->condition_count, sizeof *fixed);
    if (!how || !fixed) {
        status = arena_full(&openings.plan.arena, error);
        goto out;
    }
    enter(copied, top, how);
    for (uint32_t c = 0; c < graph->condition_count; c++) {
        if (!causes_is_leaf(&graph->conditions[c])) continue;
        if (how[c] == HELPS) fixed[c] = CAUSES_FIXED_YES;
        if (how[c] == HURTS) fixed[c] = CAUSES_FIXED_NO;
        if (how[c] == (HELPS | HURTS)) openings.mixed = true;
    }
    struct causes_world world = {.conditions = fixed};
    status = causes_sets_new(copied, top, CAUSES_SUFFICIENT, &world, budget, &openings.sets, error);
out:
    if (status)
        openings_release(&openings);
    else
        *ret = openings;
    return status;
}

void openings_release(struct openings *openings)
{
    causes_sets_free(openings->sets);
    plan_graph_release(&openings->plan);
    *openings = (struct openings){0};
}

enum status openings_list(const struct openings *openings, size_t most, struct arena *arena,
                          struct causes_list *ret, bool *ret_complete, struct error *error)
{
    if (!causes_sets_extent(openings->sets).complete || causes_sets_count(openings->sets) > most) {
        *ret_complete = false;
        return STATUS_OK;
    }
    struct causes_list list;
    enum status status = causes_sets_list(openings->sets, most, arena, &list, error);
    if (status) return status;
    size_t total = list.count ? list.ends[list.count - 1] : 0;
    uint32_t *members = arena_array(arena, total, sizeof *members);
    uint32_t *ends = arena_array(arena, list.count, sizeof *ends);
    if (!members || !ends) return arena_full(arena, error);
    uint32_t kept = 0, base = openings->plan.base->condition_count;
    for (size_t i = 0, m = 0; i < list.count; i++) {
        for (; m < list.ends[i]; m++)
            if (list.members[m] >= base) members[kept++] = openings->item[list.members[m] - base];
        ends[i] = kept;
    }
    *ret = (struct causes_list){members, ends, list.count};
    *ret_complete = true;
    return STATUS_OK;
}

/* Sizes tell nothing when leaves are among the members: then the groups are looked at. */
static enum status depth_of_listed(const struct openings *openings, struct arena *scratch,
                                   uint32_t *ret, bool *ret_at_least, struct error *error)
{
    struct causes_list list = {0};
    bool complete;
    enum status status = openings_list(openings, LISTED, scratch, &list, &complete, error);
    if (status) return status;
    *ret_at_least = !complete;
    *ret = complete ? UINT32_MAX : 0;
    for (size_t i = 0; i < list.count; i++) {
        size_t count;
        causes_set_at(&list, i, &count);
        if (count < *ret) *ret = (uint32_t)count;
    }
    return STATUS_OK;
}

enum status openings_depth(const struct openings *openings, uint32_t *ret, bool *ret_at_least,
                           struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, openings->plan.arena.cap);
    causes_count *sizes;
    size_t size_count, size = 0;
    enum status status;
    if (openings->mixed) {
        status = depth_of_listed(openings, &scratch, ret, ret_at_least, error);
    } else {
        struct causes_extent extent = causes_sets_extent(openings->sets);
        status = causes_sets_sizes(openings->sets, &scratch, &sizes, &size_count, error);
        while (status == STATUS_OK && size < size_count && sizes[size] == 0) size++;
        bool found = size < size_count;
        uint32_t beyond = extent.upto ? extent.upto + 1 : 0; /* 0: nothing is known */
        if (status == STATUS_OK) {
            *ret = found ? (uint32_t)size : extent.complete ? UINT32_MAX : beyond;
            *ret_at_least = !found && !extent.complete;
        }
    }
    arena_release(&scratch);
    return status;
}
