/* Boxes: each a part of the order of focus, with all that it shows in the words of its label. */
#include "report/graph.h"

static const char *const class_of[CAUSES_FORM_COUNT] = {
    [CAUSES_FORM_NONE] = "state",      [CAUSES_FORM_STATE] = "state",
    [CAUSES_FORM_EVENT] = "event",     [CAUSES_FORM_PROCESS] = "process",
    [CAUSES_FORM_ABSENCE] = "absence", [CAUSES_FORM_ACT] = "act",
    [CAUSES_FORM_BARRIER] = "barrier", [CAUSES_FORM_MITIGATOR] = "mitigator",
};

static void add_rectangle(struct text *out, const char *class, int32_t x, int32_t y, int32_t width,
                          int32_t height, int32_t radius)
{
    text_addf(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", class, x, y,
              width, height);
    if (radius) text_addf(out, " rx=\"%d\"", radius);
    text_adds(out, "/>");
}

void graph_add_shape(struct text *out, const char *class, enum causes_form form, int32_t x,
                     int32_t y, int32_t width, int32_t height)
{
    int32_t corner = height < 30 ? 5 : 8;
    switch (form) {
    case CAUSES_FORM_PROCESS: /* points onwards on its right */
        text_addf(out, "<path class=\"%s\" d=\"M%d %dh%dl%d %dl%d %dh%dz\"/>", class, x, y,
                  width - corner, corner, height / 2, -corner, height - height / 2, corner - width);
        break;
    case CAUSES_FORM_ACT: /* corners cut off */
        text_addf(out, "<path class=\"%s\" d=\"M%d %dh%dl%d %dv%dl%d %dh%dl%d %dv%dz\"/>", class,
                  x + corner, y, width - 2 * corner, corner, corner, height - 2 * corner, -corner,
                  corner, 2 * corner - width, -corner, -corner, 2 * corner - height);
        break;
    case CAUSES_FORM_BARRIER:
    case CAUSES_FORM_MITIGATOR: { /* a double line */
        int32_t radius = form == CAUSES_FORM_MITIGATOR ? corner : 0;
        add_rectangle(out, class, x, y, width, height, radius);
        add_rectangle(out, "cg-inner", x + 3, y + 3, width - 6, height - 6,
                      radius ? radius - 3 : 0);
        break;
    }
    case CAUSES_FORM_ABSENCE: /* open above and below: brackets */
        add_rectangle(out, class, x, y, width, height, 0);
        text_addf(out, "<path class=\"cg-edge\" d=\"M%d %dh-7v%dh7M%d %dh7v%dh-7\"/>", x + 7, y,
                  height, x + width - 7, y, height);
        break;
    case CAUSES_FORM_EVENT: add_rectangle(out, class, x, y, width, height, 0); break;
    default: add_rectangle(out, class, x, y, width, height, corner + 1); break;
    }
}

/* ---- the label ---- */

static void add_label_words(struct graph_picture *drawn, const struct causes_condition *condition,
                            const struct graph_label *label)
{
    const struct causes_graph *graph = drawn->graph;
    struct text *out = &drawn->out, words;
    text_init(&words, 0);
    text_add(&words, label->name);
    text_adds(&words, ", ");
    text_add(&words, label->kind);
    if (*condition->text) {
        text_adds(&words, ": ");
        report_add_cut(&words, span_of(condition->text), GRAPH_WORDS);
    }
    for (uint32_t i = 0; i < label->note_count; i++) {
        text_adds(&words, "; ");
        text_add(&words, label->notes[i]);
    }
    for (uint32_t i = 0; i < condition->way_count; i++) {
        uint32_t way = condition->first_way + i;
        text_adds(&words, i ? "; or " : "; came about by ");
        if (graph->ways[way].reason == CAUSES_REASON_MIGHT)
            text_adds(&words, "as it might as well, by ");
        graph_add_members(&words, graph, way);
    }
    text_add_html(out, text_span(&words));
    if (words.status) out->status = words.status;
    text_release(&words);
}

/* Lines of words, each in the middle of the box. */
static void add_lines(struct text *out, const struct graph_label *label, int32_t x, int32_t y)
{
    text_addf(out, "<text class=\"cg-name\" x=\"%d\" y=\"%d\">", x, y);
    text_add_html(out, label->name);
    if (label->kind.len) {
        text_adds(out, "<tspan class=\"cg-kind\" dx=\"7\">");
        text_add_html(out, label->kind);
        text_adds(out, "</tspan>");
    }
    text_adds(out, "</text>");
    for (uint32_t i = 0; i < label->line_count; i++) {
        y += GRAPH_LINE;
        text_addf(out, "<text class=\"cg-text\" x=\"%d\" y=\"%d\">", x, y);
        text_add_html(out, label->lines[i]);
        if (label->cut && i + 1 == label->line_count) text_adds(out, "\xe2\x80\xa6");
        text_adds(out, "</text>");
    }
    for (uint32_t i = 0; i < label->note_count; i++) {
        y += GRAPH_SMALL + (i == 0);
        text_addf(out, "<text class=\"cg-note\" x=\"%d\" y=\"%d\">", x, y);
        text_add_html(out, label->notes[i]);
        text_adds(out, "</text>");
    }
}

/* ---- boxes ---- */

void graph_add_mark(struct text *out, enum graph_mark mark, int32_t x, int32_t y)
{
    text_addf(out, "<circle class=\"cg-disc\" cx=\"%d\" cy=\"%d\" r=\"7\"/>", x, y);
    if (mark == GRAPH_BROKEN)
        text_addf(out, "<path class=\"cg-cross\" d=\"M%d %dl6 6m0-6l-6 6\"/>", x - 3, y - 3);
    else
        text_addf(out, "<text class=\"cg-doubt\" x=\"%d\" y=\"%d\">?</text>", x, y + 4);
}

/* What is focused in a box: the box itself, or a link to its entry. */
static void begin_focus(struct graph_picture *drawn, const char *name)
{
    const struct report_graph *report = drawn->report;
    struct review_id id;
    bool entry = name && review_id_read(span_of(name), &id, NULL) == STATUS_OK;
    if (!report->links) return;
    if (entry) {
        text_adds(&drawn->out, "><a href=\"");
        text_add_html(&drawn->out, span_of(report->links));
        text_add_html(&drawn->out, span_of(name));
        text_adds(&drawn->out, "\"");
    } else {
        text_adds(&drawn->out, "><g tabindex=\"0\" role=\"group\"");
    }
}

static void end_focus(struct graph_picture *drawn, const char *name)
{
    struct review_id id;
    bool entry = name && review_id_read(span_of(name), &id, NULL) == STATUS_OK;
    if (drawn->report->links) text_adds(&drawn->out, entry ? "</a>" : "</g>");
}

static void add_condition(struct graph_picture *drawn, uint32_t number,
                          const struct causes_box *box)
{
    const struct causes_condition *condition = &drawn->graph->conditions[number];
    const struct graph_label *label = &drawn->conditions[number];
    struct text *out = &drawn->out;
    enum causes_was was = causes_was(condition);
    bool outcome = condition->part == CAUSES_PART_OUTCOME;
    int32_t x = GRAPH_MARGIN + box->x - box->width / 2, y = drawn->top + box->y - box->height / 2;
    text_addf(out, "<g role=\"listitem\"%s class=\"cg-box cg-",
              drawn->report->links ? "" : " tabindex=\"0\"");
    text_adds(out, outcome                                          ? "outcome"
                   : !causes_is_leaf(condition) && !condition->form ? "step"
                                                                    : class_of[condition->form]);
    if (was == CAUSES_WAS_NO) text_adds(out, " cg-not");
    text_adds(out, "\" data-name=\"");
    text_add_html(out, label->name);
    text_adds(out, "\"");
    begin_focus(drawn, condition->name);
    text_adds(out, " aria-label=\"");
    add_label_words(drawn, condition, label);
    text_adds(out, "\">");
    if (label->cut) {
        text_adds(out, "<title>");
        struct text whole;
        text_init(&whole, 0);
        report_add_cut(&whole, span_of(condition->text), GRAPH_WORDS);
        text_add_html(out, text_span(&whole));
        if (whole.status) out->status = whole.status;
        text_release(&whole);
        text_adds(out, "</title>");
    }
    graph_add_shape(out, "cg-shape", outcome ? CAUSES_FORM_EVENT : graph_form(condition), x, y,
                    box->width, box->height);
    add_lines(out, label, GRAPH_MARGIN + box->x, y + GRAPH_PAD + 8);
    if (was == CAUSES_WAS_UNKNOWN) graph_add_mark(out, GRAPH_UNKNOWN, x + box->width - 2, y + 2);
    if (label->broken) graph_add_mark(out, GRAPH_BROKEN, x + box->width - 2, y + box->height - 2);
    end_focus(drawn, condition->name);
    text_adds(out, "</g>\n");
}

static void add_way(struct graph_picture *drawn, uint32_t number, const struct causes_box *box)
{
    const struct causes_way *way = &drawn->graph->ways[number];
    const struct graph_label *label = &drawn->ways[number];
    struct text *out = &drawn->out;
    int32_t x = GRAPH_MARGIN + box->x - box->width / 2, y = drawn->top + box->y - box->height / 2;
    text_addf(out, "<g role=\"listitem\"%s class=\"cg-way%s\"",
              drawn->report->links ? "" : " tabindex=\"0\"",
              way->reason == CAUSES_REASON_MIGHT ? " cg-not" : "");
    if (drawn->report->links && way->name) {
        text_adds(out, " data-name=\"");
        text_add_html(out, span_of(way->name));
        text_adds(out, "\"");
    }
    begin_focus(drawn, way->name);
    text_adds(out, " aria-label=\"a way to ");
    text_add_html(out, span_of(drawn->graph->conditions[way->effect].name));
    for (uint32_t i = 0; i < label->note_count; i++) {
        text_adds(out, i ? "; " : ", ");
        text_add_html(out, label->notes[i]);
    }
    text_adds(out, ": ");
    struct text members;
    text_init(&members, 0);
    graph_add_members(&members, drawn->graph, number);
    text_add_html(out, text_span(&members));
    if (members.status) out->status = members.status;
    text_release(&members);
    text_adds(out, "\">");
    add_rectangle(out, "cg-shape", x, y, box->width, box->height, 12);
    add_lines(out, label, GRAPH_MARGIN + box->x, y + GRAPH_PAD + 4);
    if (label->broken) graph_add_mark(out, GRAPH_BROKEN, x + box->width - 4, y + box->height - 4);
    end_focus(drawn, way->name);
    text_adds(out, "</g>\n");
}

void graph_draw_boxes(struct graph_picture *drawn)
{
    const struct causes_drawing *drawing = &drawn->picture.drawing;
    text_adds(&drawn->out, "<g role=\"list\" aria-label=\"Conditions, outcomes first\">\n");
    for (uint32_t i = 0; i < drawing->box_count; i++) {
        uint32_t number = drawn->picture.reading[i];
        const struct causes_shown *shown = &drawn->picture.boxes[number];
        if (shown->way == CAUSES_NONE)
            add_condition(drawn, shown->condition, &drawing->boxes[number]);
        else
            add_way(drawn, shown->way, &drawing->boxes[number]);
    }
    text_adds(&drawn->out, "</g>\n");
}
