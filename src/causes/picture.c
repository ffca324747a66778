/* A graph of conditions as boxes and edges, laid out, and the order in which the boxes are read. */
#include "causes/layout.h"

enum { SCRATCH_CAP = 64 << 20 };

struct painting {
    const struct causes_graph *graph;
    const struct causes_sizes *sizes;
    uint8_t *shown, *cut;       /* conditions that are drawn; ways that an item cuts */
    uint32_t *box_of, *way_box; /* of conditions and ways that are drawn; a way: or CAUSES_NONE */
    struct causes_box *boxes;
    struct causes_shown *meanings;
    struct causes_edge *edges;
    struct causes_shown_edge *parts;
    uint32_t *reading;
    uint32_t box_count, edge_count;
};

/* A way gets a box where it has company, is "k of n", or an item cuts it. */
static bool needs_box(const struct painting *painting, uint32_t number)
{
    const struct causes_way *way = &painting->graph->ways[number];
    return painting->graph->conditions[way->effect].way_count > 1 || way->enough < way->count ||
           painting->cut[number];
}

/* What is drawn: everything, or an outcome and what is below it. */
static enum status choose(struct painting *painting, uint32_t top, struct error *error)
{
    const struct causes_graph *graph = painting->graph;
    uint32_t count = 0;
    if (top == CAUSES_NONE)
        memset(painting->shown, 1, graph->condition_count);
    else
        causes_below(graph, top, painting->shown);
    for (uint32_t i = 0; i < graph->condition_count; i++) count += painting->shown[i];
    if (count > CAUSES_BOXES_MOST)
        return error_set(error, STATUS_LIMIT, "%u conditions are too many to draw; at most %d",
                         count, (int)CAUSES_BOXES_MOST);
    for (uint32_t i = 0; i < graph->item_count; i++)
        for (uint32_t k = 0; k < graph->items[i].count; k++)
            if (graph->items[i].targets[k].way != CAUSES_NONE)
                painting->cut[graph->items[i].targets[k].way] = 1;
    return STATUS_OK;
}

static uint32_t add_box(struct painting *painting, struct causes_shown meaning)
{
    const struct causes_graph *graph = painting->graph;
    const struct causes_sizes *sizes = painting->sizes;
    struct causes_box *box = &painting->boxes[painting->box_count];
    if (meaning.way == CAUSES_NONE)
        sizes->condition(sizes->context, &graph->conditions[meaning.condition], &box->width,
                         &box->height);
    else
        sizes->way(sizes->context, &graph->ways[meaning.way], &box->width, &box->height);
    painting->meanings[painting->box_count] = meaning;
    return painting->box_count++;
}

static void add_edge(struct painting *painting, uint32_t from, uint32_t to, uint32_t way,
                     uint32_t link)
{
    painting->edges[painting->edge_count] = (struct causes_edge){.from = from, .to = to};
    painting->parts[painting->edge_count++] = (struct causes_shown_edge){way, link};
}

static void add_way(struct painting *painting, uint32_t number)
{
    const struct causes_way *way = &painting->graph->ways[number];
    uint32_t holder = painting->box_of[way->effect];
    if (painting->way_box[number] != CAUSES_NONE) {
        add_edge(painting, holder, painting->way_box[number], number, CAUSES_NONE);
        holder = painting->way_box[number];
    }
    for (uint32_t i = 0; i < way->count; i++)
        add_edge(painting, holder, painting->box_of[way->links[i].condition], number, i);
}

/* Boxes of conditions in their order, each followed by those of its ways. */
static void add_all(struct painting *painting)
{
    const struct causes_graph *graph = painting->graph;
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        if (!painting->shown[i]) continue;
        painting->box_of[i] = add_box(painting, (struct causes_shown){i, CAUSES_NONE});
        const struct causes_condition *condition = &graph->conditions[i];
        for (uint32_t k = 0; k < condition->way_count; k++) {
            uint32_t way = condition->first_way + k;
            painting->way_box[way] = CAUSES_NONE;
            if (needs_box(painting, way))
                painting->way_box[way] = add_box(painting, (struct causes_shown){CAUSES_NONE, way});
        }
    }
    for (uint32_t i = 0; i < graph->way_count; i++)
        if (painting->shown[graph->ways[i].effect]) add_way(painting, i);
}

static enum status make_room(struct painting *painting, struct arena *arena, struct arena *scratch,
                             struct error *error)
{
    const struct causes_graph *graph = painting->graph;
    size_t boxes = (size_t)graph->condition_count + graph->way_count, edges = graph->way_count;
    for (uint32_t i = 0; i < graph->way_count; i++) edges += graph->ways[i].count;
    painting->boxes = arena_array(arena, boxes, sizeof *painting->boxes);
    painting->meanings = arena_array(arena, boxes, sizeof *painting->meanings);
    painting->edges = arena_array(arena, edges, sizeof *painting->edges);
    painting->parts = arena_array(arena, edges, sizeof *painting->parts);
    painting->reading = arena_array(arena, boxes, sizeof *painting->reading);
    if (!painting->boxes || !painting->meanings || !painting->edges || !painting->parts ||
        !painting->reading)
        return arena_full(arena, error);
    painting->shown = arena_array(scratch, graph->condition_count, sizeof *painting->shown);
    painting->cut = arena_array(scratch, graph->way_count, sizeof *painting->cut);
    painting->box_of = arena_array(scratch, graph->condition_count, sizeof *painting->box_of);
    painting->way_box = arena_array(scratch, graph->way_count, sizeof *painting->way_box);
    if (!painting->shown || !painting->cut || !painting->box_of || !painting->way_box)
        return arena_full(scratch, error);
    return STATUS_OK;
}

/* ---- the order of reading ---- */

/* Boxes below each box: lower ends of the edges start[box] up to start[box + 1] in `lower`. */
static enum status list_lower(const struct painting *painting, struct arena *scratch,
                              uint32_t **ret_start, uint32_t **ret_lower, struct error *error)
{
    uint32_t *start = arena_array(scratch, (size_t)painting->box_count + 2, sizeof *start);
    uint32_t *lower = arena_array(scratch, painting->edge_count, sizeof *lower);
    if (!start || !lower) return arena_full(scratch, error);
    uint32_t *at = start + 1; /* becomes start[] while it is filled */
    for (uint32_t i = 0; i < painting->edge_count; i++) at[painting->edges[i].from + 1]++;
    for (uint32_t i = 0; i < painting->box_count; i++) at[i + 1] += at[i];
    for (uint32_t i = 0; i < painting->edge_count; i++)
        lower[at[painting->edges[i].from]++] = painting->edges[i].to;
    *ret_start = start;
    *ret_lower = lower;
    return STATUS_OK;
}

struct walk {
    const uint32_t *start, *lower;
    uint8_t *seen;
    uint32_t *reading, count;
};

/* A box, then what is below it and was not read yet, nearest first. */
static void read_from(struct walk *walk, uint32_t box)
{
    uint32_t done = walk->count;
    if (walk->seen[box]) return;
    walk->seen[box] = 1;
    walk->reading[walk->count++] = box;
    for (; done < walk->count; done++) {
        uint32_t upper = walk->reading[done];
        for (uint32_t k = walk->start[upper]; k < walk->start[upper + 1]; k++) {
            if (walk->seen[walk->lower[k]]) continue;
            walk->seen[walk->lower[k]] = 1;
            walk->reading[walk->count++] = walk->lower[k];
        }
    }
}

static enum status read_in_order(struct painting *painting, uint32_t top, struct arena *scratch,
                                 struct error *error)
{
    const struct causes_graph *graph = painting->graph;
    uint32_t *start = NULL, *lower = NULL;
    enum status status = list_lower(painting, scratch, &start, &lower, error);
    if (status) return status;
    struct walk walk = {.start = start, .lower = lower, .reading = painting->reading};
    walk.seen = arena_array(scratch, painting->box_count, sizeof *walk.seen);
    if (!walk.seen) return arena_full(scratch, error);
    if (top != CAUSES_NONE) read_from(&walk, painting->box_of[top]);
    for (uint32_t i = 0; i < graph->outcome_count; i++)
        if (painting->shown[graph->outcomes[i]])
            read_from(&walk, painting->box_of[graph->outcomes[i]]);
    for (uint32_t i = 0; i < painting->box_count; i++) read_from(&walk, i);
    return STATUS_OK;
}

enum status causes_picture_make(const struct causes_graph *graph, uint32_t top,
                                const struct causes_sizes *sizes, struct arena *arena,
                                struct causes_picture *ret, struct error *error)
{
    struct painting painting = {.graph = graph, .sizes = sizes};
    struct arena scratch;
    enum status status = causes_refuse_cycle(graph, error);
    if (status) return status;
    arena_init(&scratch, SCRATCH_CAP);
    status = make_room(&painting, arena, &scratch, error);
    if (!status) status = choose(&painting, top, error);
    if (status) goto out;
    add_all(&painting);
    struct causes_drawing drawing = {.boxes = painting.boxes,
                                     .box_count = painting.box_count,
                                     .edges = painting.edges,
                                     .edge_count = painting.edge_count,
                                     .gap = sizes->gap,
                                     .layer_gap = sizes->layer_gap};
    status = read_in_order(&painting, top, &scratch, error);
    if (!status) status = causes_layout(&drawing, arena, error);
    if (status) goto out;
    *ret = (struct causes_picture){.drawing = drawing,
                                   .boxes = painting.meanings,
                                   .edges = painting.parts,
                                   .reading = painting.reading};
out:
    arena_release(&scratch);
    return status;
}
