/*
 * A graph of conditions as a picture: frame, title, description. It is a list of boxes that can be
 * focused one after another, outcomes first; lines are told by the boxes' labels. The same graph
 * gives the same bytes everywhere.
 */
#include "report/graph.h"

const char report_graph_css[] = {
#include "report/graph_css.inc"
    , '\0'};

enum { GAP = 22, LAYER_GAP = 46, NARROWEST = 560, HEADING = 30, FITTING = 1800 };

/* The colours of the page, for a file that stands alone. */
static const char alone[] =
    ":root{color-scheme:light dark;--paper:#fff;--panel:#f5f6f8;--ink:#1c2128;--soft:#59626e;"
    "--line:#d5dae1;--focus:#0b57a4}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--paper:#15181c;--panel:#1d2126;"
    "--ink:#e5e8ec;--soft:#a5aeb9;--line:#3a424c;--focus:#86b9f5}}\n"
    "@page{size:A4 landscape;margin:12mm}\n"
    "svg{background:var(--paper)}\n@media print{svg.causes.alone{max-height:180mm}}\n";

static void size_condition(void *context, const struct causes_condition *condition,
                           int32_t *ret_width, int32_t *ret_height)
{
    const struct graph_picture *drawn = context;
    const struct graph_label *label = &drawn->conditions[condition - drawn->graph->conditions];
    *ret_width = label->width;
    *ret_height = label->height;
}

static void size_way(void *context, const struct causes_way *way, int32_t *ret_width,
                     int32_t *ret_height)
{
    const struct graph_picture *drawn = context;
    const struct graph_label *label = &drawn->ways[way - drawn->graph->ways];
    *ret_width = label->width;
    *ret_height = label->height;
}

/* What the picture is of: the graph's title or where it came from, and the outcome. */
static void add_title(const struct graph_picture *drawn, struct text *out)
{
    const struct report_graph *report = drawn->report;
    struct text words;
    text_init(&words, 0);
    text_adds(&words, "What had to come together");
    if (report->outcome != CAUSES_NONE) {
        text_addf(&words, " for %s", drawn->graph->conditions[report->outcome].name);
    }
    if (drawn->graph->title || report->name) {
        text_adds(&words, ": ");
        report_add_cut(&words, span_of(drawn->graph->title ? drawn->graph->title : report->name),
                       GRAPH_NAME);
    }
    text_add_html(out, text_span(&words));
    if (words.status) out->status = words.status;
    text_release(&words);
}

static void add_count(struct text *out, uint32_t count, const char *one, const char *many)
{
    text_addf(out, "%u %s", count, count == 1 ? one : many);
}

static void add_description(const struct graph_picture *drawn, struct text *out)
{
    const struct causes_picture *picture = &drawn->picture;
    uint32_t conditions = 0, outcomes = 0;
    for (uint32_t i = 0; i < picture->drawing.box_count; i++) {
        if (picture->boxes[i].way != CAUSES_NONE) continue;
        conditions++;
        outcomes +=
            drawn->graph->conditions[picture->boxes[i].condition].part == CAUSES_PART_OUTCOME;
    }
    add_count(out, conditions - outcomes, "condition", "conditions");
    text_adds(out, " and ");
    add_count(out, outcomes, "outcome", "outcomes");
    text_adds(out, ". Outcomes stand at the top; below each stands what it took, and lines lead up "
                   "to what came about. Each box says in its label what it came about by.");
    if (drawn->report->implied)
        text_adds(out, " Nobody has drawn a way yet: this follows from what each factor says it "
                       "took part in, as a beginning to talk about.");
}

static void add_frame(struct graph_picture *drawn, int32_t width, int32_t height, struct text *out)
{
    const struct report_graph *report = drawn->report;
    const char *which =
        report->outcome == CAUSES_NONE ? "all" : drawn->graph->conditions[report->outcome].name;
    text_addf(out,
              "<svg%s\" "
              "role=\"graphics-document document\" lang=\"en\" "
              "aria-labelledby=\"causes-%s-title\" aria-describedby=\"causes-%s-desc\" "
              "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<title id=\"causes-%s-title\">",
              report->standalone ? " xmlns=\"http://www.w3.org/2000/svg\" class=\"causes alone"
              : width <= FITTING ? " class=\"causes fits"
                                 : " class=\"causes",
              which, which, width, height, width, height, which);
    add_title(drawn, out);
    text_addf(out, "</title>\n<desc id=\"causes-%s-desc\">", which);
    add_description(drawn, out);
    text_adds(out, "</desc>\n");
    if (!report->standalone) return;
    text_addf(out, "<style>\n%s%s</style>\n<text class=\"cg-title\" x=\"%d\" y=\"%d\">", alone,
              report_graph_css, GRAPH_MARGIN, GRAPH_MARGIN + 14);
    add_title(drawn, out);
    text_adds(out, "</text>\n");
}

static enum status draw(struct graph_picture *drawn, struct text *out, struct error *error)
{
    struct causes_sizes sizes = {size_condition, size_way, drawn, GAP, LAYER_GAP};
    enum status status = graph_labels(drawn, error);
    if (!status)
        status = causes_picture_make(drawn->graph, drawn->report->outcome, &sizes, drawn->arena,
                                     &drawn->picture, error);
    if (status) return status;
    const struct causes_drawing *drawing = &drawn->picture.drawing;
    int32_t width = drawing->width > NARROWEST ? drawing->width : NARROWEST;
    width += 2 * GRAPH_MARGIN;
    drawn->top = GRAPH_MARGIN + (drawn->report->standalone ? HEADING : 0);
    graph_draw_edges(drawn);
    graph_draw_boxes(drawn);
    int32_t height = drawn->top + drawing->height + GRAPH_MARGIN + 6;
    height = graph_draw_legend(drawn, height, width) + GRAPH_MARGIN / 2;
    add_frame(drawn, width, height, out);
    text_add(out, text_span(&drawn->out));
    text_adds(out, "</svg>\n");
    return text_status(&drawn->out, error);
}

enum status report_graph_svg(const struct report_graph *graph, const struct report_sink *sink,
                             struct error *error)
{
    struct arena arena;
    struct text out;
    if (graph->outcome == CAUSES_NONE && graph->graph->condition_count > CAUSES_BOXES_MOST)
        return error_set(error, STATUS_LIMIT, "%u conditions are too many to draw; at most %d",
                         graph->graph->condition_count, (int)CAUSES_BOXES_MOST);
    arena_init(&arena, GRAPH_ARENA);
    struct graph_picture drawn = {.report = graph, .graph = graph->graph, .arena = &arena};
    text_init(&drawn.out, 0);
    text_init(&out, 0);
    enum status status = draw(&drawn, &out, error);
    if (!status) status = report_flush(sink, &out, error);
    text_release(&out);
    text_release(&drawn.out);
    arena_release(&arena);
    return status;
}
