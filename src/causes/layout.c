/*
 * A drawing as a whole: its connected parts are laid out one by one and put beside each other, on
 * shelves; the parts of a shelf share their layers.
 *
 * An edge runs straight down through its layers and crosses over between them alone, so it passes
 * through no box, and two edges cross exactly where the order of their places changes.
 */
#include "causes/layered.h"

#include <assert.h>

enum {
    EDGES_MOST = 100000,
    SIZE_MOST = 20000, /* of a box or a gap */
    SCRATCH_CAP = 256 << 20,
    PAGE = 1000,    /* shelves are at least so wide: what a page shows */
    STEEPNESS = 14, /* between layers there is a fourteenth of the widest way across, at least */
};

/* One connected part. */
struct part {
    uint32_t boxes, edges; /* where its numbers begin in `box` and `edge` of the work */
    uint32_t layers, shelf;
    int64_t x, width, area;
};
struct work {
    struct causes_drawing *drawing;
    struct arena *scratch;
    uint32_t *part_of;    /* of each box; while it is found, a box of the same part */
    uint32_t *local;      /* number of each box in its part */
    uint32_t *box, *edge; /* boxes and edges, part by part */
    struct part *parts;
    uint32_t part_count;
    uint64_t bends;
    struct causes_point **points; /* of each edge; y is not known until all parts are placed */
    /* bands: the layers of all shelves, from the top */
    uint32_t *shelf_band;
    uint32_t shelf_count, band_count;
    int64_t *band_top, *band_height, *across; /* across: the widest way to the next band */
};

static enum status check(const struct causes_drawing *drawing, struct error *error)
{
    if (drawing->box_count > CAUSES_BOXES_MOST || drawing->edge_count > EDGES_MOST)
        return error_set(
            error, STATUS_LIMIT, "%u boxes and %u edges are too many to draw; at most %d and %d",
            drawing->box_count, drawing->edge_count, (int)CAUSES_BOXES_MOST, (int)EDGES_MOST);
    assert(drawing->gap >= 0 && drawing->gap <= SIZE_MOST && drawing->layer_gap >= 0 &&
           drawing->layer_gap <= SIZE_MOST);
    for (uint32_t i = 0; i < drawing->box_count; i++)
        assert(drawing->boxes[i].width >= 0 && drawing->boxes[i].width <= SIZE_MOST &&
               drawing->boxes[i].height >= 0 && drawing->boxes[i].height <= SIZE_MOST);
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        assert(drawing->edges[i].from < drawing->box_count &&
               drawing->edges[i].to < drawing->box_count);
        if (drawing->edges[i].from == drawing->edges[i].to)
            return error_set(error, STATUS_BAD_INPUT, "a box cannot stand below itself");
    }
    return STATUS_OK;
}

/* ---- connected parts ---- */

static uint32_t find_root(uint32_t *parent, uint32_t box)
{
    while (parent[box] != box) box = parent[box] = parent[parent[box]];
    return box;
}

static void number_parts(struct work *work)
{
    const struct causes_drawing *drawing = work->drawing;
    for (uint32_t i = 0; i < drawing->box_count; i++) work->part_of[i] = i;
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        uint32_t a = find_root(work->part_of, drawing->edges[i].from);
        uint32_t b = find_root(work->part_of, drawing->edges[i].to);
        work->part_of[a < b ? b : a] = a < b ? a : b; /* the first box stands for all */
    }
    for (uint32_t i = 0; i < drawing->box_count; i++) find_root(work->part_of, i);
    for (uint32_t i = 0; i < drawing->box_count; i++) work->local[i] = find_root(work->part_of, i);
    for (uint32_t i = 0; i < drawing->box_count; i++)
        work->part_of[i] = work->local[i] == i ? work->part_count++ : work->part_of[work->local[i]];
}

static enum status split(struct work *work, struct error *error)
{
    const struct causes_drawing *drawing = work->drawing;
    size_t boxes = drawing->box_count, edges = drawing->edge_count;
    work->part_of = arena_array(work->scratch, boxes, sizeof *work->part_of);
    work->local = arena_array(work->scratch, boxes, sizeof *work->local);
    work->box = arena_array(work->scratch, boxes, sizeof *work->box);
    work->edge = arena_array(work->scratch, edges, sizeof *work->edge);
    work->points = arena_array(work->scratch, edges, sizeof *work->points);
    if (!work->part_of || !work->local || !work->box || !work->edge || !work->points)
        return arena_full(work->scratch, error);
    number_parts(work);
    work->parts = arena_array(work->scratch, (size_t)work->part_count + 2, sizeof *work->parts);
    if (!work->parts) return arena_full(work->scratch, error);
    struct part *after = work->parts + 1; /* becomes parts[] while the numbers are filled in */
    for (uint32_t i = 0; i < boxes; i++) after[work->part_of[i] + 1].boxes++;
    for (uint32_t i = 0; i < edges; i++) after[work->part_of[drawing->edges[i].from] + 1].edges++;
    for (uint32_t i = 0; i < work->part_count; i++) {
        after[i + 1].boxes += after[i].boxes;
        after[i + 1].edges += after[i].edges;
    }
    for (uint32_t i = 0; i < boxes; i++) work->box[after[work->part_of[i]].boxes++] = i;
    for (uint32_t k = 0; k < boxes; k++)
        work->local[work->box[k]] = k - work->parts[work->part_of[work->box[k]]].boxes;
    for (uint32_t i = 0; i < edges; i++)
        work->edge[after[work->part_of[drawing->edges[i].from]].edges++] = i;
    return STATUS_OK;
}

/* ---- one part ---- */

static enum status gather(const struct work *work, const struct part *part, struct layered *ret,
                          struct arena *scratch, struct error *error)
{
    const struct causes_drawing *drawing = work->drawing;
    ret->box_count = part[1].boxes - part[0].boxes;
    ret->edge_count = part[1].edges - part[0].edges;
    ret->edges = arena_array(scratch, ret->edge_count, sizeof *ret->edges);
    ret->layer = arena_array(scratch, ret->box_count, sizeof *ret->layer);
    ret->width = arena_array(scratch, ret->box_count, sizeof *ret->width);
    if (!ret->edges || !ret->layer || !ret->width) return arena_full(scratch, error);
    for (uint32_t i = 0; i < ret->box_count; i++)
        ret->width[i] = drawing->boxes[work->box[part->boxes + i]].width;
    for (uint32_t i = 0; i < ret->edge_count; i++) {
        const struct causes_edge *edge = &drawing->edges[work->edge[part->edges + i]];
        ret->edges[i] =
            (struct layered_edge){.from = work->local[edge->from], .to = work->local[edge->to]};
    }
    return STATUS_OK;
}

/* The x of an edge's points; two in each layer that it touches. */
static enum status keep_points(struct work *work, const struct layered *graph, uint32_t local,
                               uint32_t number, const int64_t *ends, struct arena *arena,
                               struct error *error)
{
    const struct layered_edge *edge = &graph->edges[local];
    uint32_t layers = graph->layer[edge->to] - graph->layer[edge->from] + 1;
    struct causes_point *points = arena_array(arena, 2 * (size_t)layers, sizeof *points);
    if (!points) return arena_full(arena, error);
    for (uint32_t k = 0; k < layers; k++) {
        int64_t x = k == 0 ? ends[0] : k + 1 == layers ? ends[1] : graph->x[edge->bend + k - 1];
        points[2 * k].x = points[2 * k + 1].x = (int32_t)x;
    }
    work->points[number] = points;
    work->drawing->edges[number].points = points;
    work->drawing->edges[number].point_count = 2 * layers;
    return STATUS_OK;
}

static enum status keep(struct work *work, struct part *part, const struct layered *graph,
                        struct arena *scratch, struct arena *arena, struct error *error)
{
    int64_t *upper, *lower;
    enum status status = layered_ports(graph, scratch, &upper, &lower, error);
    for (uint32_t l = 0; l < graph->layer_count; l++)
        for (uint32_t i = graph->first[l], place = 0; i < graph->first[l + 1]; i++) {
            uint32_t node = graph->at[i];
            int64_t end = graph->x[node] + (graph->width[node] + 1) / 2;
            if (end > part->width) part->width = end;
            if (end > INT32_MAX / 2)
                return error_set(error, STATUS_LIMIT, "the drawing would be too wide");
            if (node >= graph->box_count) continue;
            struct causes_box *box = &work->drawing->boxes[work->box[part->boxes + node]];
            box->layer = l;
            box->place = place++;
            box->x = (int32_t)graph->x[node];
        }
    for (uint32_t i = 0; !status && i < graph->edge_count; i++)
        status = keep_points(work, graph, i, work->edge[part->edges + i],
                             (int64_t[]){upper[i], lower[i]}, arena, error);
    part->layers = graph->layer_count;
    return status;
}

static enum status lay_out_part(struct work *work, struct part *part, struct arena *arena,
                                struct error *error)
{
    struct layered graph = {0};
    uint64_t crossings = 0;
    struct arena scratch;
    arena_init(&scratch, SCRATCH_CAP);
    enum status status = gather(work, part, &graph, &scratch, error);
    if (!status) status = layered_rank(&graph, &scratch, error);
    if (!status) status = layered_bend(&graph, &work->bends, &scratch, error);
    if (!status) status = layered_order(&graph, &scratch, &crossings, error);
    if (!status) status = layered_place(&graph, work->drawing->gap, &scratch, error);
    if (!status) status = keep(work, part, &graph, &scratch, arena, error);
    if (!status) work->drawing->crossings += crossings;
    arena_release(&scratch);
    return status;
}

/* ---- parts on shelves ---- */

static int64_t root_of(int64_t square)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 30; bit > 0; bit /= 2)
        if ((root + bit) * (root + bit) <= square) root += bit;
    return root;
}

/* Parts beside each other until a shelf is as wide as the widest part, or as wide as the whole
 * is high. */
static enum status fill_shelves(struct work *work, struct error *error)
{
    const struct causes_drawing *drawing = work->drawing;
    int64_t most = 0, area = 0, x = 0;
    uint32_t layers = 0;
    for (uint32_t i = 0; i < work->part_count; i++) {
        struct part *part = &work->parts[i];
        int64_t height = 0;
        for (uint32_t k = part[0].boxes; k < part[1].boxes; k++)
            if (drawing->boxes[work->box[k]].height > height)
                height = drawing->boxes[work->box[k]].height;
        area += (part->width + drawing->gap) * (height + drawing->layer_gap) * part->layers;
        if (area > INT64_MAX / 4) area = INT64_MAX / 4;
        if (part->width > most) most = part->width;
    }
    int64_t wanted = root_of(area > ((int64_t)1 << 59) ? (int64_t)1 << 59 : area);
    if (wanted > most) most = wanted;
    if (most < PAGE) most = PAGE;
    work->shelf_band =
        arena_array(work->scratch, (size_t)work->part_count + 1, sizeof *work->shelf_band);
    if (!work->shelf_band) return arena_full(work->scratch, error);
    for (uint32_t i = 0; i < work->part_count; i++) {
        struct part *part = &work->parts[i];
        if (i > 0 && x + part->width > most) {
            work->band_count += layers;
            work->shelf_band[++work->shelf_count] = work->band_count;
            x = layers = 0;
        }
        part->x = x;
        part->shelf = work->shelf_count;
        x += part->width + 2 * drawing->gap;
        if (part->layers > layers) layers = part->layers;
    }
    work->band_count += layers;
    return STATUS_OK;
}

/* From places in a part to places in the drawing, from left to right in each band. */
static enum status place_boxes(struct work *work, struct error *error)
{
    struct causes_drawing *drawing = work->drawing;
    size_t bands = (size_t)work->band_count + 1;
    uint32_t *placed = arena_array(work->scratch, bands, sizeof *placed);
    uint32_t *before = arena_array(work->scratch, bands, sizeof *before);
    work->band_top = arena_array(work->scratch, bands, sizeof *work->band_top);
    work->band_height = arena_array(work->scratch, bands, sizeof *work->band_height);
    work->across = arena_array(work->scratch, bands, sizeof *work->across);
    if (!placed || !before || !work->band_top || !work->band_height || !work->across)
        return arena_full(work->scratch, error);
    for (uint32_t i = 0; i < work->part_count; i++) {
        const struct part *part = &work->parts[i];
        uint32_t band = work->shelf_band[part->shelf];
        memcpy(before + band, placed + band, part->layers * sizeof *placed);
        for (uint32_t k = part[0].boxes; k < part[1].boxes; k++) {
            struct causes_box *box = &drawing->boxes[work->box[k]];
            box->layer += band;
            box->place += before[box->layer];
            box->x += (int32_t)part->x;
            placed[box->layer]++;
            if (box->height > work->band_height[box->layer])
                work->band_height[box->layer] = box->height;
            if (part->x + part->width > drawing->width)
                drawing->width = (int32_t)(part->x + part->width);
        }
    }
    return STATUS_OK;
}

static void find_ways_across(struct work *work)
{
    struct causes_drawing *drawing = work->drawing;
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        const struct causes_edge *edge = &drawing->edges[i];
        uint32_t band = drawing->boxes[edge->from].layer;
        int64_t shift = work->parts[work->part_of[edge->from]].x;
        for (uint32_t k = 0; k < edge->point_count; k++) {
            work->points[i][k].x += (int32_t)shift;
            if (k % 2 || k == 0) continue;
            int64_t way = work->points[i][k].x - work->points[i][k - 1].x;
            int64_t *across = &work->across[band + k / 2 - 1];
            if (way < 0) way = -way;
            if (way > *across) *across = way;
        }
    }
}

static enum status stack(struct work *work, struct error *error)
{
    struct causes_drawing *drawing = work->drawing;
    int64_t y = 0, least = drawing->layer_gap;
    for (uint32_t band = 0; band < work->band_count; band++) {
        int64_t gap = least, wanted = work->across[band] / STEEPNESS;
        if (wanted > gap) gap = wanted < 2 * least ? wanted : 2 * least;
        work->band_top[band] = y;
        y += work->band_height[band];
        drawing->height = (int32_t)y;
        y += gap;
        if (y > INT32_MAX / 2)
            return error_set(error, STATUS_LIMIT, "the drawing would be too high");
    }
    for (uint32_t i = 0; i < drawing->box_count; i++) {
        struct causes_box *box = &drawing->boxes[i];
        box->y = (int32_t)(work->band_top[box->layer] + work->band_height[box->layer] / 2);
    }
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        const struct causes_edge *edge = &drawing->edges[i];
        const struct causes_box *from = &drawing->boxes[edge->from];
        const struct causes_box *to = &drawing->boxes[edge->to];
        struct causes_point *points = work->points[i];
        for (uint32_t k = 0; k < edge->point_count; k++) {
            uint32_t band = from->layer + k / 2;
            points[k].y = (int32_t)(work->band_top[band] + (k % 2 ? work->band_height[band] : 0));
        }
        points[0].y = from->y - from->height / 2 + from->height;
        points[edge->point_count - 1].y = to->y - to->height / 2;
    }
    return STATUS_OK;
}

enum status causes_layout(struct causes_drawing *drawing, struct arena *arena, struct error *error)
{
    enum status status = check(drawing, error);
    if (status) return status;
    struct arena scratch;
    arena_init(&scratch, SCRATCH_CAP);
    struct work work = {.drawing = drawing, .scratch = &scratch};
    drawing->width = drawing->height = 0;
    drawing->crossings = 0;
    status = split(&work, error);
    for (uint32_t i = 0; !status && i < work.part_count; i++)
        status = lay_out_part(&work, &work.parts[i], arena, error);
    if (!status) status = fill_shelves(&work, error);
    if (!status) status = place_boxes(&work, error);
    if (!status) {
        find_ways_across(&work);
        status = stack(&work, error);
    }
    arena_release(&scratch);
    return status;
}
