/*
 * Lines between boxes, from what comes about down to what it took, with a head at what comes about.
 * How a line is drawn tells how its test went. Between layers a line swings over by a curve whose
 * height runs evenly with its width, so lines cross where straight ones would.
 */
#include "report/graph.h"

static const char *class_of(const struct graph_picture *drawn, const struct causes_shown_edge *edge)
{
    static const char *const words[CAUSES_ANSWER_COUNT] = {
        [CAUSES_ANSWER_NONE] = "cg-asked-not",
        [CAUSES_ANSWER_NO] = "cg-stands",
        [CAUSES_ANSWER_YES] = "cg-not-needed",
        [CAUSES_ANSWER_CANNOT_TELL] = "cg-open",
    };
    const struct causes_way *way = &drawn->graph->ways[edge->way];
    if (edge->link == CAUSES_NONE) return words[way->complete.answer];
    return words[way->links[edge->link].test.answer];
}

static void add_path(struct graph_picture *drawn, const struct causes_edge *edge)
{
    struct text *out = &drawn->out;
    const struct causes_point *points = edge->points;
    int32_t dx = GRAPH_MARGIN, dy = drawn->top;
    text_addf(out, "M%d %d", points[0].x + dx, points[0].y + dy);
    for (uint32_t k = 1; k < edge->point_count; k++) {
        if (points[k].x == points[k - 1].x) {
            bool more = k + 1 < edge->point_count && points[k + 1].x == points[k].x;
            if (!more) text_addf(out, "V%d", points[k].y + dy);
            continue;
        }
        int32_t middle = (points[k - 1].y + points[k].y) / 2 + dy;
        text_addf(out, "C%d %d %d %d %d %d", points[k - 1].x + dx, middle, points[k].x + dx, middle,
                  points[k].x + dx, points[k].y + dy);
    }
}

/* Which link a line is, for who looks it up. */
static void add_names(struct graph_picture *drawn, const struct causes_shown_edge *edge)
{
    const struct causes_way *way = &drawn->graph->ways[edge->way];
    struct text *out = &drawn->out;
    if (!way->name) return;
    text_adds(out, " data-way=\"");
    text_add_html(out, span_of(way->name));
    text_adds(out, "\" data-to=\"");
    text_add_html(out, span_of(drawn->graph->conditions[way->effect].name));
    if (edge->link != CAUSES_NONE) {
        const struct causes_link *link = &way->links[edge->link];
        text_adds(out, "\" data-from=\"");
        text_add_html(out, span_of(drawn->graph->conditions[link->condition].name));
    }
    text_adds(out, "\"");
}

void graph_draw_edges(struct graph_picture *drawn)
{
    const struct causes_drawing *drawing = &drawn->picture.drawing;
    struct text *out = &drawn->out;
    text_adds(out, "<g aria-hidden=\"true\">\n");
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        text_addf(out, "<path class=\"cg-line %s\"", class_of(drawn, &drawn->picture.edges[i]));
        if (drawn->report->links) add_names(drawn, &drawn->picture.edges[i]);
        text_adds(out, " d=\"");
        add_path(drawn, &drawing->edges[i]);
        text_adds(out, "\"/>\n");
    }
    /* heads, and a ring where a link needs that something is not so */
    text_adds(out, "<path class=\"cg-head\" d=\"");
    for (uint32_t i = 0; i < drawing->edge_count; i++)
        if (drawn->picture.boxes[drawing->edges[i].from].way == CAUSES_NONE)
            text_addf(out, "M%d %dl-4 9h8z", drawing->edges[i].points[0].x + GRAPH_MARGIN,
                      drawing->edges[i].points[0].y + drawn->top);
    text_adds(out, "\"/>\n");
    for (uint32_t i = 0; i < drawing->edge_count; i++) {
        const struct causes_shown_edge *part = &drawn->picture.edges[i];
        const struct causes_edge *edge = &drawing->edges[i];
        if (part->link == CAUSES_NONE || !drawn->graph->ways[part->way].links[part->link].absent)
            continue;
        text_addf(out, "<circle class=\"cg-ring\" cx=\"%d\" cy=\"%d\" r=\"5\"/>\n",
                  edge->points[edge->point_count - 1].x + GRAPH_MARGIN,
                  edge->points[edge->point_count - 1].y + drawn->top - 5);
    }
    text_adds(out, "</g>\n");
}
