/* For Markdown pages that draw Mermaid. All that could be taken for its syntax is written as the
 * number of the character. */
#include "report/graph.h"

static void add_escaped(struct text *out, struct span words)
{
    for (size_t i = 0; i < words.len; i++) {
        unsigned char byte = (unsigned char)words.at[i];
        bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                     (byte >= 'A' && byte <= 'Z') || byte_is_one_of((char)byte, " ,.-:?");
        if (plain)
            text_addc(out, (char)byte);
        else
            text_addf(out, "#%u;", byte);
    }
}

static void add_label(struct text *out, const struct graph_label *label)
{
    text_adds(out, "<b>");
    add_escaped(out, label->name);
    text_adds(out, "</b>");
    if (label->kind.len) text_addc(out, ' ');
    add_escaped(out, label->kind);
    for (uint32_t i = 0; i < label->line_count; i++) {
        text_adds(out, "<br/>");
        add_escaped(out, label->lines[i]);
        if (label->cut && i + 1 == label->line_count) text_adds(out, "...");
    }
    for (uint32_t i = 0; i < label->note_count; i++) {
        text_adds(out, "<br/>");
        add_escaped(out, label->notes[i]);
    }
}

/* Brackets of a shape, before and behind the quoted label. */
static const char *const shapes[CAUSES_FORM_COUNT][2] = {
    [CAUSES_FORM_STATE] = {"(\"", "\")"},       [CAUSES_FORM_EVENT] = {"[\"", "\"]"},
    [CAUSES_FORM_PROCESS] = {"[/\"", "\"/]"},   [CAUSES_FORM_ABSENCE] = {"[\"", "\"]"},
    [CAUSES_FORM_ACT] = {"{{\"", "\"}}"},       [CAUSES_FORM_BARRIER] = {"[[\"", "\"]]"},
    [CAUSES_FORM_MITIGATOR] = {"[[\"", "\"]]"},
};

static void add_condition(struct graph_picture *drawn, uint32_t number)
{
    const struct causes_condition *condition = &drawn->graph->conditions[number];
    bool outcome = condition->part == CAUSES_PART_OUTCOME;
    const char *const *shape = shapes[outcome ? CAUSES_FORM_EVENT : graph_form(condition)];
    text_addf(&drawn->out, "  c%u%s", number, shape[0]);
    add_label(&drawn->out, &drawn->conditions[number]);
    text_adds(&drawn->out, shape[1]);
    if (outcome)
        text_adds(&drawn->out, ":::outcome");
    else if (causes_was(condition) == CAUSES_WAS_NO)
        text_adds(&drawn->out, ":::not");
    text_adds(&drawn->out, "\n");
}

/* Solid when the test was answered so that the claim stands. */
static const char *line_of(uint8_t answer, bool head)
{
    if (answer == CAUSES_ANSWER_NO) return head ? "-->" : "---";
    return head ? "-.->" : "-.-";
}

static void add_way(struct graph_picture *drawn, uint32_t number)
{
    const struct causes_way *way = &drawn->graph->ways[number];
    struct text *out = &drawn->out;
    bool own = graph_way_has_box(drawn, number);
    if (own) {
        text_addf(out, "  w%u([\"", number);
        add_label(out, &drawn->ways[number]);
        text_addf(out, "\"])%s\n  w%u %s c%u\n", way->reason == CAUSES_REASON_MIGHT ? ":::not" : "",
                  number, line_of(way->complete.answer, true), way->effect);
    }
    for (uint32_t i = 0; i < way->count; i++)
        text_addf(out, "  c%u %s%s %c%u\n", way->links[i].condition,
                  line_of(way->links[i].test.answer, !own), way->links[i].absent ? "|not|" : "",
                  own ? 'w' : 'c', own ? number : way->effect);
}

static void write_mermaid(struct graph_picture *drawn)
{
    const struct causes_graph *graph = drawn->graph;
    text_adds(&drawn->out, "flowchart BT\n"
                           "  classDef outcome stroke-width:3px\n"
                           "  classDef not stroke-dasharray:5 4\n");
    for (uint32_t i = 0; i < graph->condition_count; i++)
        if (drawn->shown[i]) add_condition(drawn, i);
    for (uint32_t i = 0; i < graph->way_count; i++)
        if (drawn->shown[graph->ways[i].effect]) add_way(drawn, i);
}

enum status report_graph_mermaid(const struct report_graph *graph, const struct report_sink *sink,
                                 struct error *error)
{
    return graph_write(graph, write_mermaid, sink, error);
}
