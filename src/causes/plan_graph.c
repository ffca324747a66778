/* Graphs with copies of themselves. What is copied stands behind what it is made of, so the order
 * of conditions follows by appending. */
#include "causes/plan_graph.h"

#include <assert.h>
#include <stdlib.h>

/* By counting: room for the items of each place, then the items. */
static enum status note_targets(struct plan_graph *plan, struct error *error)
{
    const struct causes_graph *base = plan->base;
    size_t places = (size_t)base->condition_count + base->way_count, total = 0;
    for (uint32_t i = 0; i < base->item_count; i++) total += base->items[i].count;
    plan->acting = arena_array(&plan->arena, total, sizeof *plan->acting);
    plan->acting_from = arena_array(&plan->arena, places + 1, sizeof *plan->acting_from);
    plan->acting_count = arena_array(&plan->arena, places, sizeof *plan->acting_count);
    if (!plan->acting || !plan->acting_from || !plan->acting_count)
        return arena_full(&plan->arena, error);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t i = 0; i < base->item_count; i++) {
            for (uint32_t t = 0; t < base->items[i].count; t++) {
                const struct causes_target *target = &base->items[i].targets[t];
                size_t place = target->condition != CAUSES_NONE
                                   ? target->condition
                                   : (size_t)base->condition_count + target->way;
                size_t from = plan->acting_from[place];
                uint32_t *count = &plan->acting_count[place];
                if (!fill)
                    plan->acting_from[place + 1]++;
                else if (*count == 0 || plan->acting[from + *count - 1] != i)
                    plan->acting[from + (*count)++] = i; /* once, though it be named twice */
            }
        }
        for (size_t p = 0; p < places && !fill; p++)
            plan->acting_from[p + 1] += plan->acting_from[p];
    }
    return STATUS_OK;
}

enum status plan_graph_init(struct plan_graph *plan, const struct causes_graph *base, size_t bytes,
                            struct error *error)
{
    *plan = (struct plan_graph){.base = base, .graph = *base};
    arena_init(&plan->arena, bytes);
    enum status status = causes_refuse_cycle(base, error);
    if (status == STATUS_OK) status = note_targets(plan, error);
    if (status == STATUS_OK)
        status = grow_array(&plan->conditions, &plan->condition_room, base->condition_count,
                            sizeof *plan->conditions, error);
    if (status == STATUS_OK)
        status =
            grow_array(&plan->ways, &plan->way_room, base->way_count, sizeof *plan->ways, error);
    if (status == STATUS_OK)
        status = grow_array(&plan->order, &plan->order_room, base->condition_count,
                            sizeof *plan->order, error);
    plan->copy = arena_array(&plan->arena, base->condition_count, sizeof *plan->copy);
    if (status == STATUS_OK && !plan->copy) status = arena_full(&plan->arena, error);
    if (status) return status;
    for (uint32_t c = 0; c < base->condition_count; c++) {
        plan->conditions[c] = base->conditions[c];
        plan->order[c] = base->order[c];
    }
    for (uint32_t w = 0; w < base->way_count; w++) plan->ways[w] = base->ways[w];
    return STATUS_OK;
}

void plan_graph_release(struct plan_graph *plan)
{
    free(plan->conditions);
    free(plan->ways);
    free(plan->order);
    arena_release(&plan->arena);
    *plan = (struct plan_graph){0};
}

/* ---- adding ---- */

/* A condition behind all others; its ways are those that are added next. */
static enum status add_condition(struct plan_graph *plan, uint32_t *ret, struct error *error)
{
    uint32_t at = plan->graph.condition_count;
    if (at >= CAUSES_CONDITIONS_MOST * 4u || at * sizeof *plan->conditions > plan->arena.cap)
        return error_set(error, STATUS_LIMIT,
                         "with its items in place the graph has more than %u conditions", at);
    enum status status = grow_array(&plan->conditions, &plan->condition_room, (size_t)at + 1,
                                    sizeof *plan->conditions, error);
    if (status == STATUS_OK)
        status =
            grow_array(&plan->order, &plan->order_room, (size_t)at + 1, sizeof *plan->order, error);
    if (status) return status;
    plan->conditions[at] = (struct causes_condition){.name = "", .text = ""};
    plan->conditions[at].first_way = plan->graph.way_count;
    plan->order[at] = at;
    plan->graph.condition_count++;
    plan->graph.conditions = plan->conditions;
    plan->graph.order = plan->order;
    plan->graph.ways = plan->ways;
    *ret = at;
    return STATUS_OK;
}

/* A way of the last condition, with room for its links. */
static enum status add_way(struct plan_graph *plan, uint32_t count, uint32_t enough,
                           struct causes_link **ret, struct error *error)
{
    uint32_t at = plan->graph.way_count, effect = plan->graph.condition_count - 1;
    assert(plan->conditions[effect].first_way + plan->conditions[effect].way_count == at);
    struct causes_link *links = arena_array(&plan->arena, count, sizeof *links);
    if (!links) return arena_full(&plan->arena, error);
    enum status status =
        grow_array(&plan->ways, &plan->way_room, (size_t)at + 1, sizeof *plan->ways, error);
    if (status) return status;
    plan->ways[at] =
        (struct causes_way){.effect = effect, .enough = enough, .count = count, .links = links};
    plan->conditions[effect].way_count++;
    plan->graph.way_count++;
    plan->graph.ways = plan->ways;
    *ret = links;
    return STATUS_OK;
}

enum status plan_graph_leaf(struct plan_graph *plan, uint32_t *ret, struct error *error)
{
    return add_condition(plan, ret, error);
}

enum status plan_graph_all(struct plan_graph *plan, const uint32_t *members, uint32_t count,
                           uint32_t *ret, struct error *error)
{
    struct causes_link *links = NULL;
    enum status status = add_condition(plan, ret, error);
    if (status == STATUS_OK) status = add_way(plan, count, count, &links, error);
    for (uint32_t i = 0; i < count && status == STATUS_OK; i++) links[i].condition = members[i];
    return status;
}

enum status plan_graph_any(struct plan_graph *plan, const uint32_t *members, uint32_t count,
                           uint32_t *ret, struct error *error)
{
    enum status status = add_condition(plan, ret, error);
    for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
        struct causes_link *link = NULL;
        status = add_way(plan, 1, 1, &link, error);
        if (status == STATUS_OK) link->condition = members[i];
    }
    return status;
}

/* ---- copies ---- */

/* The condition together with the guards of the items that act on the place; itself when there are
 * none in this copy. */
static enum status guarded(struct plan_graph *plan, uint32_t condition, size_t place,
                           const uint32_t *guards, uint32_t *ret, struct error *error)
{
    const uint32_t *acting = plan->acting + plan->acting_from[place];
    uint32_t most = plan->acting_count[place], count = 1;
    *ret = condition;
    if (most == 0) return STATUS_OK;
    uint32_t *members = arena_array(&plan->arena, (size_t)most + 1, sizeof *members);
    if (!members) return arena_full(&plan->arena, error);
    members[0] = condition;
    for (uint32_t i = 0; i < most; i++) {
        uint32_t guard = guards[acting[i]];
        bool again = count > 1 && members[count - 1] == guard; /* one guard for several items */
        if (guard != CAUSES_NONE && !again) members[count++] = guard;
    }
    if (count == 1) return STATUS_OK;
    return plan_graph_all(plan, members, count, ret, error);
}

static bool has_guard(const struct plan_graph *plan, size_t place, const uint32_t *guards)
{
    for (uint32_t i = 0; i < plan->acting_count[place]; i++)
        if (guards[plan->acting[plan->acting_from[place] + i]] != CAUSES_NONE) return true;
    return false;
}

/* Whether an effect is other than in the graph: by a way that is cut, or by what a way holds. */
static bool changed(const struct plan_graph *plan, const struct causes_condition *condition,
                    const uint32_t *guards)
{
    for (uint32_t w = condition->first_way; w < condition->first_way + condition->way_count; w++) {
        const struct causes_way *way = &plan->base->ways[w];
        if (has_guard(plan, (size_t)plan->base->condition_count + w, guards)) return true;
        for (uint32_t i = 0; i < way->count; i++)
            if (plan->copy[way->links[i].condition] != way->links[i].condition) return true;
    }
    return false;
}

static enum status copy_way(struct plan_graph *plan, const struct causes_way *way,
                            struct error *error)
{
    struct causes_link *links = NULL;
    enum status status = add_way(plan, way->count, way->enough, &links, error);
    for (uint32_t i = 0; i < way->count && status == STATUS_OK; i++) {
        links[i].condition = plan->copy[way->links[i].condition];
        links[i].absent = way->links[i].absent;
    }
    return status;
}

/* A copied effect. Each way becomes a condition of its own first, so that guards can be put beside
 * it whatever number of its links is enough. */
static enum status copy_effect(struct plan_graph *plan, uint32_t effect, const uint32_t *guards,
                               uint32_t *ret, struct error *error)
{
    struct causes_condition condition = plan->base->conditions[effect];
    uint32_t *ways = arena_array(&plan->arena, condition.way_count, sizeof *ways);
    if (!ways) return arena_full(&plan->arena, error);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < condition.way_count && status == STATUS_OK; i++) {
        uint32_t w = condition.first_way + i;
        status = add_condition(plan, &ways[i], error);
        if (status == STATUS_OK) status = copy_way(plan, &plan->base->ways[w], error);
        if (status == STATUS_OK)
            status = guarded(plan, ways[i], (size_t)plan->base->condition_count + w, guards,
                             &ways[i], error);
    }
    if (status) return status;
    return plan_graph_any(plan, ways, condition.way_count, ret, error);
}

enum status plan_graph_copy(struct plan_graph *plan, const uint32_t *guards, struct error *error)
{
    const struct causes_graph *base = plan->base;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < base->condition_count && status == STATUS_OK; i++) {
        uint32_t c = base->order[i], made = c;
        if (changed(plan, &base->conditions[c], guards))
            status = copy_effect(plan, c, guards, &made, error);
        if (status == STATUS_OK) status = guarded(plan, made, c, guards, &plan->copy[c], error);
    }
    return status;
}
