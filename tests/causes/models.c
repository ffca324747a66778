#include "tests/causes/models.h"

void *model_array(struct arena *arena, size_t count, size_t size)
{
    void *made = arena_array(arena, count ? count : 1, size);
    assert_non_null(made);
    return made;
}

struct model_shape model_shape_any(uint64_t seed, uint32_t leaves)
{
    uint64_t at = seed * 31 + 7;
    struct model_shape shape = {
        .leaves = leaves - draw_below(&at, 1 + draw_below(&at, leaves)),
        .effects = 1 + draw_below(&at, leaves),
        .ways = draw_chance(&at, 15) ? 1 : 2 + draw_below(&at, 3),
        .links = 1 + draw_below(&at, 6),
        .shared = draw_below(&at, 80),
        .deep = draw_chance(&at, 50) ? 0 : draw_below(&at, 100),
        .some = draw_chance(&at, 40) ? 0 : draw_below(&at, 90),
        .apart = draw_chance(&at, 30) ? 0 : draw_below(&at, 60),
    };
    if (draw_chance(&at, 25)) shape.absent = draw_below(&at, 50);
    return shape;
}

/* The numbers 0 .. count-1 in a drawn order. */
static uint32_t *shuffled(uint32_t count, uint64_t *at, struct arena *arena)
{
    uint32_t *order = model_array(arena, count, sizeof *order);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = draw_below(at, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    return order;
}

static void make_leaf(struct causes_condition *leaf, uint32_t apart, uint64_t *at)
{
    leaf->form = (uint8_t)(CAUSES_FORM_STATE + draw_below(at, CAUSES_FORM_COUNT - 1));
    leaf->was = draw_chance(at, 50) ? CAUSES_WAS_YES : CAUSES_WAS_NONE;
    if (!draw_chance(at, apart)) return;
    leaf->was = draw_chance(at, 50) ? CAUSES_WAS_NO : CAUSES_WAS_UNKNOWN;
    if (leaf->form == CAUSES_FORM_BARRIER || leaf->form == CAUSES_FORM_MITIGATOR) {
        leaf->was = CAUSES_WAS_NONE;
        leaf->barrier = CAUSES_BARRIER_HELD;
    }
}

/* A condition for a way of the effect `before`: one of those made before it. */
static uint32_t pick(const struct model_shape *shape, uint32_t before, const bool *used,
                     uint64_t *at)
{
    uint32_t found = draw_below(at, before);
    if (draw_chance(at, shape->deep) && before > shape->leaves) {
        uint32_t effects = before - shape->leaves;
        return before - 1 - draw_below(at, effects < 3 ? effects : 3);
    }
    if (draw_chance(at, shape->shared)) return found;
    for (uint32_t i = 0; i < before && used[found]; i++) found = (found + 1) % before;
    return found;
}

static struct causes_way make_way(const struct model_shape *shape, uint32_t effect, bool *used,
                                  uint64_t *at, struct arena *arena)
{
    uint32_t want = 1 + draw_below(at, shape->links), count = 0, loose = 0;
    for (uint32_t i = 0; i < effect; i++) loose += !used[i];
    if (effect + 1 == shape->leaves + shape->effects) want += draw_below(at, loose + 1);
    struct causes_link *links = model_array(arena, want, sizeof *links);
    for (uint32_t i = 0; i < want; i++) {
        uint32_t condition = pick(shape, effect, used, at), j = 0;
        while (j < count && links[j].condition != condition) j++;
        if (j < count) continue;
        used[condition] = true;
        links[count].condition = condition;
        links[count++].absent = draw_chance(at, shape->absent);
    }
    uint32_t enough = draw_chance(at, shape->some) ? 1 + draw_below(at, count) : count;
    return (struct causes_way){.effect = effect, .enough = enough, .count = count, .links = links};
}

static void make_items(const struct model_shape *shape, struct causes_parts *parts, uint64_t *at,
                       struct arena *arena)
{
    struct causes_item *items = model_array(arena, shape->items, sizeof *items);
    for (uint32_t i = 0; i < shape->items; i++) {
        uint32_t count = 1 + draw_below(at, 2);
        struct causes_target *targets = model_array(arena, count, sizeof *targets);
        for (uint32_t k = 0; k < count; k++) {
            targets[k] = (struct causes_target){CAUSES_NONE, CAUSES_NONE};
            uint32_t kind = draw_below(at, 100);
            if (kind < 70)
                targets[k].condition = draw_below(at, shape->leaves);
            else if (kind < 85)
                targets[k].condition = draw_below(at, (uint32_t)parts->condition_count);
            else
                targets[k].way = draw_below(at, (uint32_t)parts->way_count);
        }
        items[i] = (struct causes_item){
            .name = arena_printf(arena, "R%u", i + 1),
            .text = "",
            .effect = draw_chance(at, 70) ? CAUSES_EFFECT_REMOVES
                                          : (uint8_t)draw_below(at, CAUSES_EFFECT_COUNT),
            .standing = (uint8_t)draw_below(at, CAUSES_STANDING_COUNT),
            .targets = targets,
            .count = count};
    }
    parts->items = items;
    parts->item_count = shape->items;
}

struct causes_parts model_make(const struct model_shape *shape, uint64_t seed, struct arena *arena)
{
    uint64_t at = seed;
    uint32_t count = shape->leaves + shape->effects, way_count = 0;
    struct causes_condition *conditions = model_array(arena, count, sizeof *conditions);
    struct causes_way *ways =
        model_array(arena, (size_t)shape->effects * shape->ways, sizeof *ways);
    bool *used = model_array(arena, count, sizeof *used);
    const uint32_t *numbers = shuffled(count, &at, arena);
    for (uint32_t i = 0; i < count; i++) {
        conditions[i].name = arena_printf(arena, "F%u", numbers[i] + 1);
        conditions[i].text = "";
        if (i < shape->leaves) {
            make_leaf(&conditions[i], shape->apart, &at);
            continue;
        }
        if (i + 1 == count || draw_chance(&at, 10)) conditions[i].part = CAUSES_PART_OUTCOME;
        for (uint32_t w = 1 + draw_below(&at, shape->ways); w > 0; w--)
            ways[way_count++] = make_way(shape, i, used, &at, arena);
    }
    struct causes_parts parts = {
        .conditions = conditions, .condition_count = count, .ways = ways, .way_count = way_count};
    make_items(shape, &parts, &at, arena);
    return parts;
}

static void shuffle_ways(const struct causes_parts *from, struct causes_parts *to,
                         const uint32_t *condition, const uint32_t *place, uint64_t *at,
                         struct arena *arena)
{
    struct causes_way *ways = model_array(arena, from->way_count, sizeof *ways);
    for (uint32_t i = 0; i < from->way_count; i++) {
        const struct causes_way *old = &from->ways[i];
        const uint32_t *order = shuffled(old->count, at, arena);
        struct causes_link *links = model_array(arena, old->count, sizeof *links);
        for (uint32_t k = 0; k < old->count; k++) {
            links[order[k]] = old->links[k];
            links[order[k]].condition = condition[old->links[k].condition];
        }
        ways[place[i]] = *old;
        ways[place[i]].effect = condition[old->effect];
        ways[place[i]].links = links;
    }
    to->ways = ways;
}

static void shuffle_items(const struct causes_parts *from, struct causes_parts *to,
                          const uint32_t *condition, const uint32_t *way, uint64_t *at,
                          struct arena *arena)
{
    struct causes_item *items = model_array(arena, from->item_count, sizeof *items);
    const uint32_t *place = shuffled((uint32_t)from->item_count, at, arena);
    for (uint32_t i = 0; i < from->item_count; i++) {
        const struct causes_item *old = &from->items[i];
        const uint32_t *order = shuffled(old->count, at, arena);
        struct causes_target *targets = model_array(arena, old->count, sizeof *targets);
        for (uint32_t k = 0; k < old->count; k++) {
            struct causes_target target = old->targets[k];
            if (target.condition != CAUSES_NONE) target.condition = condition[target.condition];
            if (target.way != CAUSES_NONE) target.way = way[target.way];
            targets[order[k]] = target;
        }
        items[place[i]] = *old;
        items[place[i]].targets = targets;
    }
    to->items = items;
}

struct causes_parts model_shuffle(const struct causes_parts *parts, uint64_t seed,
                                  struct arena *arena)
{
    uint64_t at = seed;
    struct causes_parts made = *parts;
    uint32_t count = (uint32_t)parts->condition_count;
    const uint32_t *condition = shuffled(count, &at, arena);
    const uint32_t *way = shuffled((uint32_t)parts->way_count, &at, arena);
    struct causes_condition *conditions = model_array(arena, count, sizeof *conditions);
    for (uint32_t i = 0; i < count; i++) conditions[condition[i]] = parts->conditions[i];
    made.conditions = conditions;
    shuffle_ways(parts, &made, condition, way, &at, arena);
    shuffle_items(parts, &made, condition, way, &at, arena);
    return made;
}

struct causes_graph model_graph(const struct causes_parts *parts, struct arena *arena)
{
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    assert_ok(causes_graph_make(parts, arena, &graph, &error));
    return graph;
}

void model_show(const struct causes_graph *graph)
{
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        const struct causes_condition *condition = &graph->conditions[i];
        print_message("# %s was %u%s\n", condition->name, (unsigned)causes_was(condition),
                      condition->part == CAUSES_PART_OUTCOME ? " outcome" : "");
        for (uint32_t w = 0; w < condition->way_count; w++) {
            const struct causes_way *way = &graph->ways[condition->first_way + w];
            print_message("#   %u of", way->enough);
            for (uint32_t k = 0; k < way->count; k++)
                print_message(" %s%s", way->links[k].absent ? "!" : "",
                              graph->conditions[way->links[k].condition].name);
            print_message("\n");
        }
    }
}
