/*
 * Parts tied together to a graph: everything sorted by name or by what it holds, and every number
 * turned from a position in the parts to a place in the graph.
 */
#include "causes/graph_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct making {
    const struct causes_parts *parts;
    struct arena *arena;
    struct arena scratch;
    struct causes_condition *placed; /* those of the graph */
    uint32_t *conditions;    /* scratch: place in the graph of each condition of the parts */
    uint32_t *ways;          /* the same of each way */
    struct causes_way *made; /* scratch: the ways of the parts with their links sorted */
    struct causes_graph graph;
    struct error *error;
};

static enum status mistake(struct making *m, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static enum status mistake(struct making *m, unsigned line, const char *format, ...)
{
    char message[500];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    enum status status = error_set(m->error, STATUS_BAD_INPUT, "%s", message);
    if (line) error_place(m->error, "line %u", line);
    return status;
}

static enum status check_sizes(struct making *m)
{
    const struct causes_parts *parts = m->parts;
    size_t links = 0;
    for (size_t w = 0; w < parts->way_count && links <= CAUSES_LINKS_MOST; w++)
        links += parts->ways[w].count;
    if (parts->condition_count > CAUSES_CONDITIONS_MOST || parts->item_count > CAUSES_ITEMS_MOST ||
        links > CAUSES_LINKS_MOST || parts->way_count > CAUSES_LINKS_MOST)
        return error_set(m->error, STATUS_LIMIT,
                         "a graph holds at most %d conditions, %d links and %d items; divide it",
                         CAUSES_CONDITIONS_MOST, CAUSES_LINKS_MOST, CAUSES_ITEMS_MOST);
    return STATUS_OK;
}

/* The numbers from 0 in scratch, to be sorted; NULL when memory is out. */
static uint32_t *numbered(struct making *m, size_t count)
{
    uint32_t *numbers = arena_array(&m->scratch, count + 1, sizeof *numbers);
    for (size_t i = 0; numbers && i < count; i++) numbers[i] = (uint32_t)i;
    return numbers;
}

/* ---- conditions ---- */

static int by_name(const void *x, const void *y, void *context)
{
    const struct causes_condition *conditions = context;
    const struct causes_condition *a = &conditions[*(const uint32_t *)x];
    const struct causes_condition *b = &conditions[*(const uint32_t *)y];
    int order = causes_name_compare(a->name, b->name);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static enum status place_conditions(struct making *m)
{
    const struct causes_parts *parts = m->parts;
    size_t count = parts->condition_count;
    struct causes_condition *made = arena_array(m->arena, count + 1, sizeof *made);
    m->conditions = numbered(m, count);
    uint32_t *order = numbered(m, count);
    if (!made) return arena_full(m->arena, m->error);
    if (!m->conditions || !order) return arena_full(&m->scratch, m->error);
    for (size_t i = 0; i < count; i++) {
        const struct causes_condition *c = &parts->conditions[i];
        if (!is_graph_name(span_of(c->name)))
            return mistake(m, c->line,
                           "\"%.80s\" is no name of a condition: use letters, digits, '.', '-' "
                           "and '_', and neither \"and\" nor \"or\" alone",
                           c->name ? c->name : "");
    }
    qsort_r(order, count, sizeof *order, by_name, (void *)parts->conditions);
    for (uint32_t i = 0; i < count; i++) {
        made[i] = parts->conditions[order[i]];
        made[i].first_way = made[i].way_count = 0;
        if (!made[i].text) made[i].text = "";
        m->conditions[order[i]] = i;
        if (i && strcmp(made[i].name, made[i - 1].name) == 0)
            return mistake(m, made[i].line,
                           "two conditions have the name %.80s (lines %u and %u): give one of them "
                           "another",
                           made[i].name, made[i - 1].line, made[i].line);
    }
    m->graph.conditions = m->placed = made;
    m->graph.condition_count = (uint32_t)count;
    return STATUS_OK;
}

/* ---- ways ---- */

static int by_condition(const void *x, const void *y)
{
    uint32_t a = ((const struct causes_link *)x)->condition;
    uint32_t b = ((const struct causes_link *)y)->condition;
    return (a > b) - (a < b);
}

static enum status check_way(struct making *m, const struct causes_way *way)
{
    const struct causes_condition *conditions = m->graph.conditions;
    const char *effect = conditions[way->effect].name;
    if (way->name && !is_graph_name(span_of(way->name)))
        return mistake(m, way->line, "\"%.80s\" is no name of a way: use letters and digits",
                       way->name);
    if (way->count == 0)
        return mistake(m, way->line, "%.80s has a way without conditions: say what it takes",
                       effect);
    if (way->enough == 0 || way->enough > way->count)
        return mistake(m, way->line,
                       "%u of the %u conditions of %.80s cannot be enough: use 1 to %u",
                       way->enough, way->count, effect, way->count);
    for (uint32_t l = 0; l < way->count; l++) {
        uint32_t number = way->links[l].condition;
        if (number == way->effect)
            return mistake(m, way->line,
                           "%.80s stands in a way of itself: split it in time, such as \"%.40s at "
                           "10:02\" and \"%.40s at 10:05\"",
                           effect, effect, effect);
        if (l && number == way->links[l - 1].condition)
            return mistake(m, way->line, "%.80s stands twice in a way of %.80s: once is enough",
                           conditions[number].name, effect);
    }
    return STATUS_OK;
}

/* Below, at or above 0: effect, then what is held, then how much of it is enough. */
static int compare_content(const struct causes_way *a, const struct causes_way *b)
{
    if (a->effect != b->effect) return a->effect < b->effect ? -1 : 1;
    for (uint32_t l = 0; l < a->count && l < b->count; l++) {
        const struct causes_link *x = &a->links[l], *y = &b->links[l];
        if (x->condition != y->condition) return x->condition < y->condition ? -1 : 1;
        if (x->absent != y->absent) return y->absent ? -1 : 1;
    }
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    return (a->enough > b->enough) - (a->enough < b->enough);
}

/* Of two that hold the same, the one that has a name and answers, by them. */
static int by_content(const void *x, const void *y, void *context)
{
    const struct causes_way *ways = context;
    const struct causes_way *a = &ways[*(const uint32_t *)x], *b = &ways[*(const uint32_t *)y];
    int order = compare_content(a, b);
    if (order) return order;
    if (!a->name != !b->name) return a->name ? -1 : 1;
    if (a->name && (order = causes_name_compare(a->name, b->name)) != 0) return order;
    if (a->complete.answer != b->complete.answer)
        return a->complete.answer > b->complete.answer ? -1 : 1;
    if (a->reason != b->reason) return a->reason < b->reason ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static enum status sort_links(struct making *m)
{
    const struct causes_parts *parts = m->parts;
    size_t total = 0;
    for (size_t w = 0; w < parts->way_count; w++) total += parts->ways[w].count;
    struct causes_link *links = arena_array(m->arena, total + 1, sizeof *links);
    m->made = arena_array(&m->scratch, parts->way_count + 1, sizeof *m->made);
    if (!links) return arena_full(m->arena, m->error);
    if (!m->made) return arena_full(&m->scratch, m->error);
    for (size_t w = 0; w < parts->way_count; w++) {
        struct causes_way *way = &m->made[w];
        *way = parts->ways[w];
        assert(way->effect < parts->condition_count);
        way->effect = m->conditions[way->effect];
        for (uint32_t l = 0; l < way->count; l++) {
            links[l] = way->links[l];
            assert(links[l].condition < parts->condition_count);
            links[l].condition = m->conditions[links[l].condition];
        }
        if (way->count) qsort(links, way->count, sizeof *links, by_condition);
        way->links = links;
        links += way->count;
        enum status status = check_way(m, way);
        if (status) return status;
    }
    return STATUS_OK;
}

static enum status place_ways(struct making *m)
{
    enum status status = sort_links(m);
    if (status) return status;
    size_t count = m->parts->way_count;
    struct causes_way *ways = arena_array(m->arena, count + 1, sizeof *ways);
    uint32_t *order = numbered(m, count);
    m->ways = numbered(m, count);
    if (!ways) return arena_full(m->arena, m->error);
    if (!m->ways || !order) return arena_full(&m->scratch, m->error);
    qsort_r(order, count, sizeof *order, by_content, m->made);
    uint32_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct causes_way *way = &m->made[order[i]];
        if (kept == 0 || compare_content(way, &ways[kept - 1]) != 0) {
            struct causes_condition *effect = &m->placed[way->effect];
            if (effect->way_count++ == 0) effect->first_way = kept;
            ways[kept++] = *way;
        }
        m->ways[order[i]] = kept - 1;
    }
    m->graph.ways = ways;
    m->graph.way_count = kept;
    return STATUS_OK;
}

/* ---- items ---- */

static int by_item_name(const void *x, const void *y)
{
    const struct causes_item *a = x, *b = y;
    int order = causes_name_compare(a->name, b->name);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int by_target(const void *x, const void *y)
{
    const struct causes_target *a = x, *b = y;
    if (a->condition != b->condition) return a->condition < b->condition ? -1 : 1;
    return (a->way > b->way) - (a->way < b->way);
}

static enum status place_targets(struct making *m, struct causes_item *item)
{
    struct causes_target *targets = arena_array(m->arena, (size_t)item->count + 1, sizeof *targets);
    if (!targets) return arena_full(m->arena, m->error);
    for (uint32_t t = 0; t < item->count; t++) {
        targets[t] = item->targets[t];
        assert((targets[t].condition == CAUSES_NONE) != (targets[t].way == CAUSES_NONE));
        if (targets[t].way == CAUSES_NONE)
            targets[t].condition = m->conditions[targets[t].condition];
        else
            targets[t].way = m->ways[targets[t].way];
    }
    qsort(targets, item->count, sizeof *targets, by_target);
    uint32_t kept = 0;
    for (uint32_t t = 0; t < item->count; t++)
        if (kept == 0 || by_target(&targets[t], &targets[kept - 1]) != 0)
            targets[kept++] = targets[t];
    item->targets = targets;
    item->count = kept;
    return STATUS_OK;
}

static enum status place_items(struct making *m)
{
    size_t count = m->parts->item_count;
    struct causes_item *items = arena_array(m->arena, count + 1, sizeof *items);
    if (!items) return arena_full(m->arena, m->error);
    for (size_t i = 0; i < count; i++) {
        items[i] = m->parts->items[i];
        if (!is_graph_name(span_of(items[i].name)))
            return mistake(m, items[i].line,
                           "\"%.80s\" is no name of an item: use letters, digits, '.', '-' and '_'",
                           items[i].name ? items[i].name : "");
        if (!items[i].text) items[i].text = "";
    }
    qsort(items, count, sizeof *items, by_item_name);
    for (size_t i = 0; i < count; i++) {
        if (i && strcmp(items[i].name, items[i - 1].name) == 0)
            return mistake(m, items[i].line,
                           "two items have the name %.80s (lines %u and %u): give one of them "
                           "another",
                           items[i].name, items[i - 1].line, items[i].line);
        enum status status = place_targets(m, &items[i]);
        if (status) return status;
    }
    m->graph.items = items;
    m->graph.item_count = (uint32_t)count;
    return STATUS_OK;
}

/* ---- outcomes, order ---- */

/* Onset before spread, length, depth and handling; those that are none of these last; then by
 * name. */
static int by_outcome(const void *a, const void *b, void *context)
{
    const struct causes_condition *conditions = context;
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const unsigned outcome_x = conditions[x].outcome - 1u, outcome_y = conditions[y].outcome - 1u;
    if (outcome_x != outcome_y) return outcome_x < outcome_y ? -1 : 1;
    return (x > y) - (x < y);
}

static enum status find_outcomes(struct making *m)
{
    struct causes_graph *graph = &m->graph;
    uint8_t *held = arena_alloc(&m->scratch, (size_t)graph->condition_count + 1);
    uint32_t *outcomes =
        arena_array(m->arena, (size_t)graph->condition_count + 1, sizeof *outcomes);
    if (!held) return arena_full(&m->scratch, m->error);
    if (!outcomes) return arena_full(m->arena, m->error);
    for (uint32_t w = 0; w < graph->way_count; w++)
        for (uint32_t l = 0; l < graph->ways[w].count; l++)
            held[graph->ways[w].links[l].condition] = 1;
    bool stated = false;
    for (uint32_t c = 0; c < graph->condition_count; c++)
        stated |= graph->conditions[c].part == CAUSES_PART_OUTCOME;
    for (uint32_t c = 0; c < graph->condition_count; c++) {
        const struct causes_condition *condition = &graph->conditions[c];
        if (stated ? condition->part == CAUSES_PART_OUTCOME : condition->way_count && !held[c])
            outcomes[graph->outcome_count++] = c;
    }
    qsort_r(outcomes, graph->outcome_count, sizeof *outcomes, by_outcome,
            (void *)graph->conditions);
    graph->outcomes = outcomes;
    return STATUS_OK;
}

static enum status find_order(struct making *m)
{
    struct causes_graph *graph = &m->graph;
    uint32_t done;
    uint32_t *order = arena_array(m->arena, (size_t)graph->condition_count + 1, sizeof *order);
    if (!order) return arena_full(m->arena, m->error);
    enum status status = graph_order(graph, order, &done, m->error);
    if (!status) graph->order = done == graph->condition_count ? order : NULL;
    return status;
}

enum status causes_graph_make(const struct causes_parts *parts, struct arena *arena,
                              struct causes_graph *ret, struct error *error)
{
    struct making m = {.parts = parts, .arena = arena, .error = error};
    m.graph.title = parts->title;
    m.graph.delay = parts->delay ? parts->delay : CAUSES_DELAY_DEFAULT;
    arena_init(&m.scratch, (size_t)1 << 30);
    enum status status = check_sizes(&m);
    if (!status) status = place_conditions(&m);
    if (!status) status = place_ways(&m);
    if (!status) status = place_items(&m);
    if (!status) status = find_outcomes(&m);
    if (!status) status = find_order(&m);
    if (!status) *ret = m.graph;
    arena_release(&m.scratch);
    return status;
}
