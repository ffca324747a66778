/* Drawings of random graphs: what a reader relies on holds in each of them. */
#include "tests/test.h"

#include "causes/causes.h"

#include <string.h>

enum { GAP = 18, LAYER_GAP = 36 };

static struct error error;

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

static void make_drawing(struct causes_drawing *ret, uint32_t boxes, uint32_t edges)
{
    *ret = (struct causes_drawing){.box_count = boxes,
                                   .edge_count = edges,
                                   .gap = GAP,
                                   .layer_gap = LAYER_GAP,
                                   .boxes = calloc(boxes + 1, sizeof(struct causes_box)),
                                   .edges = calloc(edges + 1, sizeof(struct causes_edge))};
    assert_non_null(ret->boxes);
    assert_non_null(ret->edges);
    for (uint32_t i = 0; i < boxes; i++) ret->boxes[i].width = ret->boxes[i].height = 100;
}

static void free_drawing(struct causes_drawing *drawing)
{
    free(drawing->boxes);
    free(drawing->edges);
}

/* Edges lead from lower numbers to higher ones; several between the same two boxes happen. */
static void make_random(struct causes_drawing *ret, uint64_t seed)
{
    uint32_t boxes = 1 + draw(&seed, 40);
    uint32_t edges = boxes < 2 ? 0 : draw(&seed, 2 * boxes);
    make_drawing(ret, boxes, edges);
    for (uint32_t i = 0; i < boxes; i++) {
        ret->boxes[i].width = 130 + (int32_t)draw(&seed, 120);
        ret->boxes[i].height = 20 + (int32_t)draw(&seed, 90);
    }
    for (uint32_t i = 0; i < edges; i++) {
        ret->edges[i].from = draw(&seed, boxes - 1);
        ret->edges[i].to = ret->edges[i].from + 1 + draw(&seed, boxes - 1 - ret->edges[i].from);
    }
}

static int32_t left(const struct causes_box *box)
{
    return box->x - box->width / 2;
}
static int32_t right(const struct causes_box *box)
{
    return left(box) + box->width;
}
static int32_t top(const struct causes_box *box)
{
    return box->y - box->height / 2;
}
static int32_t bottom(const struct causes_box *box)
{
    return top(box) + box->height;
}

/* ---- what has to hold ---- */

static void check_boxes(const struct causes_drawing *drawing)
{
    for (uint32_t i = 0; i < drawing->box_count; i++) {
        const struct causes_box *a = &drawing->boxes[i];
        assert_true(left(a) >= 0 && right(a) <= drawing->width + 1);
        assert_true(top(a) >= 0 && bottom(a) <= drawing->height);
        for (uint32_t k = 0; k < drawing->box_count; k++) {
            const struct causes_box *b = &drawing->boxes[k];
            if (k == i) continue;
            if (a->layer == b->layer) {
                assert_int_not_equal(a->place, b->place);
                if (a->place < b->place && left(b) - right(a) < GAP - 1)
                    fail_msg("boxes %u and %u are %d apart", i, k, left(b) - right(a));
            } else if (a->layer < b->layer) {
                assert_true(bottom(a) + LAYER_GAP <= top(b));
            }
        }
    }
}

static void check_edges(const struct causes_drawing *drawing)
{
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        const struct causes_edge *edge = &drawing->edges[i];
        const struct causes_box *from = &drawing->boxes[edge->from],
                                *to = &drawing->boxes[edge->to];
        const struct causes_point *first = edge->points;
        const struct causes_point *last = first + edge->point_count - 1;
        assert_true(edge->point_count >= 2);
        assert_true(from->layer < to->layer);
        assert_int_equal(first->y, bottom(from));
        assert_int_equal(last->y, top(to));
        assert_true(first->x >= left(from) && first->x <= right(from));
        assert_true(last->x >= left(to) && last->x <= right(to));
        for (uint32_t k = 0; k < edge->point_count; k++) {
            assert_true(first[k].x >= 0 && first[k].x <= drawing->width);
            assert_true(k == 0 || first[k].y >= first[k - 1].y);
        }
    }
}

/* No segment touches the inside of a box: straight ones pass beside, others above or below all. */
static void check_ways_are_free(const struct causes_drawing *drawing)
{
    for (uint32_t i = 0; i < drawing->edge_count; i++)
        for (uint32_t k = 1; k < drawing->edges[i].point_count; k++) {
            struct causes_point a = drawing->edges[i].points[k - 1];
            struct causes_point b = drawing->edges[i].points[k];
            for (uint32_t n = 0; n < drawing->box_count; n++) {
                const struct causes_box *box = &drawing->boxes[n];
                bool beside = a.x == b.x && (a.x <= left(box) || a.x >= right(box));
                bool apart = b.y <= top(box) || a.y >= bottom(box);
                if (!beside && !apart) fail_msg("edge %u runs through box %u", i, n);
            }
        }
}

/* The same by looking at each pair of segments between the same two layers. */
static uint64_t count_crossings(const struct causes_drawing *drawing)
{
    uint64_t crossings = 0;
    for (uint32_t i = 0; i < drawing->edge_count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const struct causes_edge *a = &drawing->edges[i], *b = &drawing->edges[k];
            uint32_t a_layer = drawing->boxes[a->from].layer;
            uint32_t b_layer = drawing->boxes[b->from].layer;
            for (uint32_t p = 1; p + 2 < a->point_count; p += 2)
                for (uint32_t q = 1; q + 2 < b->point_count; q += 2) {
                    if (a_layer + p / 2 != b_layer + q / 2) continue;
                    int64_t above = a->points[p].x - b->points[q].x;
                    int64_t below = a->points[p + 1].x - b->points[q + 1].x;
                    crossings += above * below < 0;
                }
        }
    return crossings;
}

static void random_graphs_are_drawn_so_that_they_can_be_read(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct causes_drawing drawing;
        struct arena arena;
        arena_init(&arena, 64 << 20);
        make_random(&drawing, seed);
        assert_ok(causes_layout(&drawing, &arena, &error));
        check_boxes(&drawing);
        check_edges(&drawing);
        check_ways_are_free(&drawing);
        if (drawing.crossings != count_crossings(&drawing))
            fail_msg("seed %u: %u crossings counted, %u seen", (unsigned)seed,
                     (unsigned)drawing.crossings, (unsigned)count_crossings(&drawing));
        arena_release(&arena);
        free_drawing(&drawing);
    }
}

static void the_same_graph_is_drawn_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct causes_drawing one, two;
        struct arena arena;
        arena_init(&arena, 64 << 20);
        make_random(&one, seed);
        make_random(&two, seed);
        assert_ok(causes_layout(&one, &arena, &error));
        assert_ok(causes_layout(&two, &arena, &error));
        assert_memory_equal(one.boxes, two.boxes, one.box_count * sizeof *one.boxes);
        for (uint32_t i = 0; i < one.edge_count; i++)
            assert_memory_equal(one.edges[i].points, two.edges[i].points,
                                one.edges[i].point_count * sizeof *one.edges[i].points);
        arena_release(&arena);
        free_drawing(&one);
        free_drawing(&two);
    }
}

static void a_tree_and_a_ladder_have_no_crossings(void **state)
{
    (void)state;
    for (int ladder = 0; ladder < 2; ladder++) {
        struct causes_drawing drawing;
        struct arena arena;
        arena_init(&arena, 64 << 20);
        make_drawing(&drawing, 63, 62);
        for (uint32_t i = 1; i < 63; i++)
            drawing.edges[i - 1] =
                (struct causes_edge){.from = ladder ? (i < 2 ? 0 : i - 2) : (i - 1) / 2, .to = i};
        assert_ok(causes_layout(&drawing, &arena, &error));
        assert_int_equal(drawing.crossings, 0);
        arena_release(&arena);
        free_drawing(&drawing);
    }
}

/* A box above a chain stands right above the box that it is part of, not at the top. */
static void edges_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    struct causes_drawing drawing;
    struct arena arena;
    arena_init(&arena, 64 << 20);
    make_drawing(&drawing, 6, 5);
    for (uint32_t i = 0; i < 4; i++)
        drawing.edges[i] = (struct causes_edge){.from = i, .to = i + 1};
    drawing.edges[4] = (struct causes_edge){.from = 5, .to = 4};
    assert_ok(causes_layout(&drawing, &arena, &error));
    assert_int_equal(drawing.boxes[0].layer, 0);
    assert_int_equal(drawing.boxes[4].layer, 4);
    assert_int_equal(drawing.boxes[5].layer, 3);
    arena_release(&arena);
    free_drawing(&drawing);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t boxes, edges;
        uint32_t ends[8];
        enum status status;
    } cases[] = {
        {"nothing at all", 0, 0, {0}, STATUS_OK},
        {"one box", 1, 0, {0}, STATUS_OK},
        {"a box below itself", 2, 1, {1, 1}, STATUS_BAD_INPUT},
        {"a circle", 3, 3, {0, 1, 1, 2, 2, 0}, STATUS_BAD_INPUT},
        {"a circle beside what is none", 4, 3, {0, 1, 2, 3, 3, 2}, STATUS_BAD_INPUT},
        {"too many boxes", CAUSES_BOXES_MOST + 1, 0, {0}, STATUS_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct causes_drawing drawing;
        struct arena arena;
        arena_init(&arena, 64 << 20);
        make_drawing(&drawing, cases[i].boxes, cases[i].edges);
        for (uint32_t k = 0; k < cases[i].edges; k++)
            drawing.edges[k] =
                (struct causes_edge){.from = cases[i].ends[2 * k], .to = cases[i].ends[2 * k + 1]};
        if (causes_layout(&drawing, &arena, &error) != cases[i].status)
            fail_msg("%s", cases[i].what);
        arena_release(&arena);
        free_drawing(&drawing);
    }
}

/* Shapes of the largest size: a chain, a fan, boxes alone; and long edges beyond the budget. */
static void large_graphs_end_within_their_budget(void **state)
{
    (void)state;
    enum { CHAIN, FAN, ALONE, LONG, SHAPES };
    for (int shape = 0; shape < SHAPES; shape++) {
        uint32_t boxes = shape == LONG ? 3000 : CAUSES_BOXES_MOST;
        uint32_t edges = shape == ALONE ? 0 : shape == LONG ? 2 * boxes - 3 : boxes - 1;
        struct causes_drawing drawing;
        struct arena arena;
        arena_init(&arena, 256 << 20);
        make_drawing(&drawing, boxes, edges);
        for (uint32_t i = 0; i < edges; i++)
            drawing.edges[i] = (struct causes_edge){.from = shape == FAN || i >= boxes - 1 ? 0 : i,
                                                    .to = i >= boxes - 1 ? i - boxes + 3 : i + 1};
        enum status status = causes_layout(&drawing, &arena, &error);
        assert_int_equal(status, shape == LONG ? STATUS_LIMIT : STATUS_OK);
        if (shape != LONG) assert_int_equal(drawing.crossings, 0);
        arena_release(&arena);
        free_drawing(&drawing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_are_drawn_so_that_they_can_be_read),
        cmocka_unit_test(the_same_graph_is_drawn_the_same),
        cmocka_unit_test(a_tree_and_a_ladder_have_no_crossings),
        cmocka_unit_test(edges_are_as_short_as_they_can_be),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
        cmocka_unit_test(large_graphs_end_within_their_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
