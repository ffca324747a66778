/* What shapes, lines and marks mean, in words; only those that are in the picture. */
#include "report/graph.h"

enum { SAMPLE = 34, ROW = 26, BETWEEN = 26 };

/* A shape or a line of the picture. */
enum sample { SHAPE, LINE, NOT, UNKNOWN, BROKEN, RING };
struct entry {
    enum sample sample;
    unsigned number; /* form; answer */
    const char *words;
};

static const struct entry entries[] = {
    {SHAPE, CAUSES_FORM_NONE, "outcome"},
    {SHAPE, CAUSES_FORM_STATE, "state, or a step on the way"},
    {SHAPE, CAUSES_FORM_EVENT, "event"},
    {SHAPE, CAUSES_FORM_PROCESS, "process"},
    {SHAPE, CAUSES_FORM_ABSENCE, "absence of what was expected"},
    {SHAPE, CAUSES_FORM_ACT, "act"},
    {SHAPE, CAUSES_FORM_BARRIER, "barrier"},
    {SHAPE, CAUSES_FORM_MITIGATOR, "mitigator"},
    {NOT, 0, "was not so this time"},
    {UNKNOWN, 0, "not known"},
    {LINE, CAUSES_ANSWER_NO, "tested: without it, it could not have come about"},
    {LINE, CAUSES_ANSWER_NONE, "not tested yet"},
    {LINE, CAUSES_ANSWER_CANNOT_TELL, "tested, and open"},
    {LINE, CAUSES_ANSWER_YES, "tested: it could have come about without it"},
    {RING, 0, "it takes that this was not so"},
    {BROKEN, 0, "broken by an item of remediation"},
};

static bool has_condition(const struct graph_picture *drawn, const struct entry *entry)
{
    for (uint32_t i = 0; i < drawn->picture.drawing.box_count; i++) {
        const struct causes_shown *shown = &drawn->picture.boxes[i];
        if (shown->way != CAUSES_NONE) {
            if (entry->sample == BROKEN && drawn->ways[shown->way].broken) return true;
            if (entry->sample == NOT &&
                drawn->graph->ways[shown->way].reason == CAUSES_REASON_MIGHT)
                return true;
            continue;
        }
        const struct causes_condition *condition = &drawn->graph->conditions[shown->condition];
        bool outcome = condition->part == CAUSES_PART_OUTCOME;
        enum causes_was was = causes_was(condition);
        if (entry->sample == NOT && was == CAUSES_WAS_NO) return true;
        if (entry->sample == UNKNOWN && was == CAUSES_WAS_UNKNOWN) return true;
        if (entry->sample == BROKEN && drawn->conditions[shown->condition].broken) return true;
        if (entry->sample == SHAPE &&
            (outcome ? CAUSES_FORM_NONE : graph_form(condition)) == entry->number)
            return true;
    }
    return false;
}

static bool has_line(const struct graph_picture *drawn, const struct entry *entry)
{
    for (uint32_t i = 0; i < drawn->picture.drawing.edge_count; i++) {
        const struct causes_shown_edge *edge = &drawn->picture.edges[i];
        if (edge->link == CAUSES_NONE) continue;
        const struct causes_link *link = &drawn->graph->ways[edge->way].links[edge->link];
        if (entry->sample == RING ? link->absent : link->test.answer == entry->number) return true;
    }
    return false;
}

static void add_sample(struct text *out, const struct entry *entry, int32_t x, int32_t y)
{
    static const char *const lines[CAUSES_ANSWER_COUNT] = {"cg-asked-not", "cg-stands",
                                                           "cg-not-needed", "cg-open"};
    switch (entry->sample) {
    case SHAPE:
        text_addf(out, "<g class=\"cg-box cg-%s\">",
                  entry->number ? vocabulary_word(&causes_words_form, entry->number) : "outcome");
        graph_add_shape(out, "cg-shape",
                        entry->number ? (enum causes_form)entry->number : CAUSES_FORM_EVENT, x + 1,
                        y + 1, SAMPLE - 4, 16);
        text_adds(out, "</g>");
        break;
    case NOT:
        text_adds(out, "<g class=\"cg-box cg-not\">");
        graph_add_shape(out, "cg-shape", CAUSES_FORM_STATE, x + 1, y + 1, SAMPLE - 4, 16);
        text_adds(out, "</g>");
        break;
    case UNKNOWN: graph_add_mark(out, GRAPH_UNKNOWN, x + 15, y + 9); break;
    case LINE:
        text_addf(out, "<path class=\"cg-line %s\" d=\"M%d %dh%d\"/>", lines[entry->number], x,
                  y + 9, SAMPLE - 4);
        break;
    case RING:
        text_addf(out,
                  "<path class=\"cg-line\" d=\"M%d %dh14\"/><circle class=\"cg-ring\" cx=\"%d\" "
                  "cy=\"%d\" r=\"5\"/>",
                  x, y + 9, x + 19, y + 9);
        break;
    case BROKEN: graph_add_mark(out, GRAPH_BROKEN, x + 15, y + 9); break;
    }
}

int32_t graph_draw_legend(struct graph_picture *drawn, int32_t y, int32_t width)
{
    struct text *out = &drawn->out;
    int32_t x = GRAPH_MARGIN;
    text_adds(out, "<g class=\"cg-legend\" aria-hidden=\"true\">\n");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        const struct entry *entry = &entries[i];
        bool line = entry->sample == LINE || entry->sample == RING;
        if (!(line ? has_line(drawn, entry) : has_condition(drawn, entry))) continue;
        int32_t need = SAMPLE + 4 + graph_width(span_of(entry->words), false, true) + 6;
        if (x > GRAPH_MARGIN && x + need > width - GRAPH_MARGIN) {
            x = GRAPH_MARGIN;
            y += ROW;
        }
        add_sample(out, entry, x, y);
        text_addf(out, "<text class=\"cg-key\" x=\"%d\" y=\"%d\">%s</text>\n", x + SAMPLE + 4,
                  y + 13, entry->words);
        x += need + BETWEEN - 6;
    }
    text_adds(out, "</g>\n");
    return y + ROW;
}
