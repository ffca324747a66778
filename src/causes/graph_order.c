/*
 * The order in which a graph can be walked (Kahn, "Topological sorting of large networks", 1962),
 * and the circle that stands in its way when there is none. Nothing calls itself: a chain may be as
 * long as a graph is large.
 */
#include "causes/graph_parts.h"

#include <assert.h>
#include <stdlib.h>

enum { STEPS_MOST = 20000000, NAMES_SHOWN = 6 }; /* links looked at for a shorter circle */

/* Who holds a condition: the effects of the ways in which it is a link, once for each. */
struct uses {
    uint32_t *starts; /* condition_count + 1 of them */
    uint32_t *effects;
    uint32_t *waits; /* links of a condition's own ways that are not in order yet */
};

static void uses_release(struct uses *uses)
{
    free(uses->starts);
    free(uses->effects);
    free(uses->waits);
}

static enum status uses_make(const struct causes_graph *graph, struct uses *ret,
                             struct error *error)
{
    size_t links = 0, conditions = graph->condition_count;
    for (uint32_t w = 0; w < graph->way_count; w++) links += graph->ways[w].count;
    struct uses uses = {.starts = calloc(conditions + 2, sizeof *uses.starts),
                        .effects = calloc(links + 1, sizeof *uses.effects),
                        .waits = calloc(conditions + 1, sizeof *uses.waits)};
    if (!uses.starts || !uses.effects || !uses.waits) {
        uses_release(&uses);
        return error_set(error, STATUS_NO_MEMORY, "out of memory for %zu links", links);
    }
    for (uint32_t w = 0; w < graph->way_count; w++) {
        const struct causes_way *way = &graph->ways[w];
        uses.waits[way->effect] += way->count;
        for (uint32_t l = 0; l < way->count; l++) uses.starts[way->links[l].condition + 2]++;
    }
    /* starts[c + 1] is where the next use of c goes; when all are there, it is where they end. */
    for (size_t c = 2; c < conditions + 2; c++) uses.starts[c] += uses.starts[c - 1];
    for (uint32_t w = 0; w < graph->way_count; w++)
        for (uint32_t l = 0; l < graph->ways[w].count; l++) {
            uint32_t *next = &uses.starts[graph->ways[w].links[l].condition + 1];
            uses.effects[(*next)++] = graph->ways[w].effect;
        }
    *ret = uses;
    return STATUS_OK;
}

enum status graph_order(const struct causes_graph *graph, uint32_t *ret, uint32_t *ret_done,
                        struct error *error)
{
    struct uses uses = {0};
    enum status status = uses_make(graph, &uses, error);
    if (status) return status;
    uint32_t done = 0;
    for (uint32_t c = 0; c < graph->condition_count; c++)
        if (!uses.waits[c]) ret[done++] = c;
    for (uint32_t i = 0; i < done; i++)
        for (uint32_t u = uses.starts[ret[i]]; u < uses.starts[ret[i] + 1]; u++)
            if (--uses.waits[uses.effects[u]] == 0) ret[done++] = uses.effects[u];
    uses_release(&uses);
    *ret_done = done;
    return STATUS_OK;
}

/* ---- circles ---- */

struct search {
    const struct causes_graph *graph;
    uint8_t *left;    /* what has no place in the order: it stands in a circle or above one */
    uint32_t *queue;  /* conditions in the order in which they were come upon */
    uint32_t *from;   /* whose way led to a condition */
    uint32_t *away;   /* how many links from the start; 0: not come upon in this round */
    uint32_t *circle; /* the shortest one found */
    size_t count;
    uint64_t steps;
};

static void search_release(struct search *s)
{
    free(s->left);
    free(s->queue);
    free(s->from);
    free(s->away);
    free(s->circle);
}

static enum status search_begin(const struct causes_graph *graph, struct search *ret,
                                struct error *error)
{
    size_t n = (size_t)graph->condition_count + 1;
    struct search s = {.graph = graph,
                       .left = malloc(n),
                       .queue = calloc(n, sizeof *s.queue),
                       .from = calloc(n, sizeof *s.from),
                       .away = calloc(n, sizeof *s.away),
                       .circle = calloc(n, sizeof *s.circle)};
    enum status status = STATUS_OK;
    uint32_t done = 0;
    if (!s.left || !s.queue || !s.from || !s.away || !s.circle)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory for %zu conditions", n);
    else
        status = graph_order(graph, s.queue, &done, error);
    if (status) {
        search_release(&s);
        return status;
    }
    memset(s.left, 1, n);
    for (uint32_t i = 0; i < done; i++) s.left[s.queue[i]] = 0;
    *ret = s;
    return STATUS_OK;
}

/* Puts what `condition` holds at the end of the queue; true when `start` is among it. */
static bool look_below(struct search *s, uint32_t condition, uint32_t start, size_t *end)
{
    const struct causes_condition *c = &s->graph->conditions[condition];
    for (uint32_t w = 0; w < c->way_count; w++) {
        const struct causes_way *way = &s->graph->ways[c->first_way + w];
        s->steps += way->count;
        for (uint32_t l = 0; l < way->count; l++) {
            uint32_t next = way->links[l].condition;
            if (next == start) return true;
            if (!s->left[next] || s->away[next]) continue;
            s->away[next] = s->away[condition] + 1;
            s->from[next] = condition;
            s->queue[(*end)++] = next;
        }
    }
    return false;
}

/* The shortest circle through `start`, when it is shorter than the one there is. */
static void search_from(struct search *s, uint32_t start)
{
    size_t end = 0;
    s->away[start] = 1;
    s->queue[end++] = start;
    for (size_t i = 0; i < end; i++) {
        uint32_t at = s->queue[i];
        if (s->count && s->away[at] >= s->count) break;
        if (!look_below(s, at, start, &end)) continue;
        s->count = s->away[at];
        for (size_t k = s->count; k-- > 0; at = s->from[at]) s->circle[k] = at;
        break;
    }
    for (size_t i = 0; i < end; i++) s->away[s->queue[i]] = 0;
}

/* A condition in a circle: whoever goes down from one that is left comes upon one twice. */
static uint32_t any_in_circle(struct search *s, uint32_t start)
{
    uint32_t at = start;
    while (!s->away[at]) {
        s->away[at] = 1;
        uint32_t next = CAUSES_NONE;
        const struct causes_condition *c = &s->graph->conditions[at];
        for (uint32_t w = 0; w < c->way_count && next == CAUSES_NONE; w++) {
            const struct causes_way *way = &s->graph->ways[c->first_way + w];
            for (uint32_t l = 0; l < way->count && next == CAUSES_NONE; l++)
                if (s->left[way->links[l].condition]) next = way->links[l].condition;
        }
        assert(next != CAUSES_NONE);
        at = next;
    }
    memset(s->away, 0, s->graph->condition_count * sizeof *s->away);
    return at;
}

static void search_all(struct search *s)
{
    uint32_t first = 0, n = s->graph->condition_count;
    while (first < n && !s->left[first]) first++;
    if (first == n) return;
    search_from(s, any_in_circle(s, first));
    assert(s->count > 1);
    for (uint32_t c = first; c < n && s->count > 2 && s->steps < STEPS_MOST; c++)
        if (s->left[c]) search_from(s, c);
}

enum status causes_cycle(const struct causes_graph *graph, struct arena *arena, uint32_t **ret,
                         size_t *ret_count, struct error *error)
{
    struct search s = {0};
    if (!graph->order) {
        enum status status = search_begin(graph, &s, error);
        if (status) return status;
        search_all(&s);
    }
    uint32_t *circle = arena_array(arena, s.count + 1, sizeof *circle);
    if (circle) {
        size_t least = 0; /* told from its first name on */
        for (size_t i = 1; i < s.count; i++)
            if (s.circle[i] < s.circle[least]) least = i;
        for (size_t i = 0; i < s.count; i++) circle[i] = s.circle[(least + i) % s.count];
        *ret = circle;
        *ret_count = s.count;
    }
    search_release(&s);
    return circle ? STATUS_OK : arena_full(arena, error);
}

enum status causes_refuse_cycle(const struct causes_graph *graph, struct error *error)
{
    if (graph->order) return STATUS_OK;
    struct arena arena;
    struct text names;
    uint32_t *circle;
    size_t count;
    arena_init(&arena, (size_t)16 << 20);
    enum status status = causes_cycle(graph, &arena, &circle, &count, error);
    if (status) goto out;
    text_init(&names, 4096);
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        text_addf(&names, "%.40s needs ", graph->conditions[circle[i]].name);
    if (count > NAMES_SHOWN) text_addf(&names, "... (%zu in all) needs ", count);
    const char *first = graph->conditions[circle[0]].name;
    text_addf(&names, "%.40s", first);
    status = error_set(error, STATUS_BAD_INPUT,
                       "conditions bring each other about in a circle: %s; split one of them in "
                       "time, such as \"%.40s at 10:02\" and \"%.40s at 10:05\"",
                       names.at, first, first);
    if (graph->conditions[circle[0]].line)
        error_place(error, "line %u", graph->conditions[circle[0]].line);
    text_release(&names);
out:
    arena_release(&arena);
    return status;
}
