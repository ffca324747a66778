/* For Graphviz: the same boxes, lines and words, to be laid out by others. */
#include "report/graph.h"

/* A string of the DOT language: quotes and backslashes escaped, all else as it is. */
static void add_quoted(struct text *out, struct span words)
{
    for (size_t i = 0; i < words.len; i++) {
        if (words.at[i] == '"' || words.at[i] == '\\') text_addc(out, '\\');
        text_addc(out, words.at[i]);
    }
}

static void add_label(struct text *out, const struct graph_label *label)
{
    add_quoted(out, label->name);
    if (label->kind.len) text_adds(out, "  ");
    add_quoted(out, label->kind);
    for (uint32_t i = 0; i < label->line_count; i++) {
        text_adds(out, "\\n");
        add_quoted(out, label->lines[i]);
        if (label->cut && i + 1 == label->line_count) text_adds(out, "...");
    }
    for (uint32_t i = 0; i < label->note_count; i++) {
        text_adds(out, "\\n");
        add_quoted(out, label->notes[i]);
    }
}

static void add_condition(struct graph_picture *drawn, uint32_t number)
{
    static const char *const styles[CAUSES_FORM_COUNT] = {
        [CAUSES_FORM_STATE] = "style=rounded",
        [CAUSES_FORM_EVENT] = "style=solid",
        [CAUSES_FORM_PROCESS] = "shape=cds",
        [CAUSES_FORM_ABSENCE] = "style=dotted",
        [CAUSES_FORM_ACT] = "shape=octagon",
        [CAUSES_FORM_BARRIER] = "peripheries=2",
        [CAUSES_FORM_MITIGATOR] = "style=rounded, peripheries=2",
    };
    const struct causes_condition *condition = &drawn->graph->conditions[number];
    text_addf(&drawn->out, "  c%u [label=\"", number);
    add_label(&drawn->out, &drawn->conditions[number]);
    text_adds(&drawn->out, "\", ");
    if (causes_was(condition) == CAUSES_WAS_NO)
        text_adds(&drawn->out, "style=dashed");
    else if (condition->part == CAUSES_PART_OUTCOME)
        text_adds(&drawn->out, "style=bold, penwidth=3");
    else
        text_adds(&drawn->out, styles[graph_form(condition)]);
    text_adds(&drawn->out, "];\n");
}

static const char *line_style(uint8_t answer)
{
    static const char *const styles[CAUSES_ANSWER_COUNT] = {
        [CAUSES_ANSWER_NONE] = "dashed",
        [CAUSES_ANSWER_NO] = "solid",
        [CAUSES_ANSWER_YES] = "dotted, color=gray50",
        [CAUSES_ANSWER_CANNOT_TELL] = "dotted",
    };
    return styles[answer];
}

static void add_way(struct graph_picture *drawn, uint32_t number)
{
    const struct causes_way *way = &drawn->graph->ways[number];
    struct text *out = &drawn->out;
    bool own = graph_way_has_box(drawn, number);
    if (own) {
        text_addf(out, "  w%u [style=\"rounded%s\", height=0.2, label=\"", number,
                  way->reason == CAUSES_REASON_MIGHT ? ",dashed" : "");
        add_label(out, &drawn->ways[number]);
        text_addf(out, "\"];\n  c%u -> w%u [dir=back, style=%s];\n", way->effect, number,
                  line_style(way->complete.answer));
    }
    for (uint32_t i = 0; i < way->count; i++) {
        bool absent = way->links[i].absent;
        const char *heads = own ? absent ? "forward" : "none" : absent ? "both" : "back";
        text_addf(out, "  %c%u -> c%u [dir=%s, style=%s%s];\n", own ? 'w' : 'c',
                  own ? number : way->effect, way->links[i].condition, heads,
                  line_style(way->links[i].test.answer), absent ? ", arrowhead=odot" : "");
    }
}

static void write_dot(struct graph_picture *drawn)
{
    const struct causes_graph *graph = drawn->graph;
    text_adds(&drawn->out, "digraph causes {\n"
                           "  node [shape=box, fontname=\"sans-serif\", fontsize=11];\n"
                           "  edge [arrowsize=0.7];\n");
    for (uint32_t i = 0; i < graph->condition_count; i++)
        if (drawn->shown[i]) add_condition(drawn, i);
    for (uint32_t i = 0; i < graph->way_count; i++)
        if (drawn->shown[graph->ways[i].effect]) add_way(drawn, i);
    text_adds(&drawn->out, "}\n");
}

enum status report_graph_dot(const struct report_graph *graph, const struct report_sink *sink,
                             struct error *error)
{
    return graph_write(graph, write_dot, sink, error);
}
