/*
 * Pictures of graphs that any bytes give: what is drawn is text without control characters, boxes
 * stay apart and inside, and the same graph from other lines is the same picture.
 */
#include "tests/fuzz/fuzz.h"

#include "report/report.h"

#include <assert.h>

enum { INPUT_MOST = 1 << 14, ARENA = 256 << 20 };

static enum status keep(void *context, struct span bytes, struct error *error)
{
    (void)error;
    text_add(context, bytes);
    return STATUS_OK;
}

static void check_text(const struct text *out)
{
    for (size_t i = 0; i < out->len;) {
        uint32_t rune;
        size_t length = utf8_next(span_from(text_span(out), i), &rune);
        assert(length > 0 && (rune >= ' ' || rune == '\n') && rune != 0x7f);
        i += length;
    }
}

static void size_condition(void *context, const struct causes_condition *condition,
                           int32_t *ret_width, int32_t *ret_height)
{
    (void)context;
    *ret_width = 60 + (int32_t)strlen(condition->name);
    *ret_height = 20 + (int32_t)(strlen(condition->text) % 50);
}

static void size_way(void *context, const struct causes_way *way, int32_t *ret_width,
                     int32_t *ret_height)
{
    (void)context;
    *ret_width = 40;
    *ret_height = 10 + (int32_t)(way->count % 9);
}

static void check_picture(const struct causes_graph *graph, struct arena *arena)
{
    struct causes_sizes sizes = {size_condition, size_way, NULL, 10, 20};
    struct causes_picture picture;
    enum status status = causes_picture_make(graph, CAUSES_NONE, &sizes, arena, &picture, NULL);
    assert(status == STATUS_OK || status == STATUS_LIMIT || status == STATUS_BAD_INPUT);
    assert((status == STATUS_BAD_INPUT) == (graph->order == NULL));
    if (status) return;
    const struct causes_drawing *drawing = &picture.drawing;
    for (uint32_t i = 0; i < drawing->box_count; i++) {
        const struct causes_box *box = &drawing->boxes[i];
        assert(box->x - box->width / 2 >= 0 && box->x + box->width / 2 <= drawing->width);
        assert(box->y - box->height / 2 >= 0 && box->y + box->height / 2 <= drawing->height);
    }
    for (uint32_t i = 0; i < drawing->edge_count; i++)
        assert(drawing->boxes[drawing->edges[i].from].layer <
               drawing->boxes[drawing->edges[i].to].layer);
}

static void check_reports(const struct causes_graph *graph, const struct causes_graph *again)
{
    static enum status (*const renders[])(const struct report_graph *, const struct report_sink *,
                                          struct error *) = {
        report_graph_svg, report_graph_dot, report_graph_mermaid, report_graph_outline};
    for (size_t i = 0; i < sizeof renders / sizeof *renders; i++) {
        struct text out[2];
        enum status got[2];
        for (int k = 0; k < 2; k++) {
            struct report_sink sink = {&out[k], keep};
            struct report_graph report = {.graph = k ? again : graph,
                                          .outcome = CAUSES_NONE,
                                          .standalone = true,
                                          .counted = CAUSES_AS_PLANNED,
                                          .width = 60};
            text_init(&out[k], 0);
            got[k] = renders[i](&report, &sink, NULL);
            assert(got[k] == STATUS_OK || got[k] == STATUS_LIMIT || got[k] == STATUS_BAD_INPUT);
            check_text(&out[k]);
        }
        assert(got[0] == got[1] && span_equal(text_span(&out[0]), text_span(&out[1])));
        text_release(&out[0]);
        text_release(&out[1]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size < INPUT_MOST ? size : INPUT_MOST};
    struct causes_graph graph, again;
    struct arena arena;
    struct text written;
    arena_init(&arena, ARENA);
    text_init(&written, 0);
    if (causes_read(text, &arena, NULL, NULL, &graph, NULL) == STATUS_OK) {
        causes_write(&graph, &written);
        enum status status = causes_read(text_span(&written), &arena, NULL, NULL, &again, NULL);
        check_picture(&graph, &arena);
        check_reports(&graph, status ? &graph : &again);
    }
    text_release(&written);
    arena_release(&arena);
    return 0;
}
