/*
 * A graph in words alone, for terminals and for readers of screens: each outcome, indented below it
 * its ways, below them what they took. What several ways share is told once; after that its name
 * says where.
 */
#include "report/graph.h"

enum { STEP = 2, DEEPEST = 20 }; /* deeper ones are not indented further */

/* What is being told: a condition, and which of its ways and links comes next. */
struct telling_at {
    uint32_t condition, way, link; /* link CAUSES_NONE: the way itself has not been told */
    uint32_t depth;
};
struct outline {
    struct graph_picture *drawn;
    struct text line;
    uint8_t *told;
    struct telling_at *stack;
    uint32_t count;
};

/* Puts the line out, wrapped; behind a dash further lines begin below its first word. */
static void put(struct outline *outline, uint32_t depth, bool dash)
{
    struct text *out = &outline->drawn->out;
    unsigned width = outline->drawn->report->width;
    size_t indent = (size_t)STEP * (depth < DEEPEST ? depth : DEEPEST), from = out->len;
    size_t words = indent + (dash ? 2 : 0), room = width > words + 24 ? width : words + 24;
    text_add_wrapped(out, text_span(&outline->line), words, width ? room : SIZE_MAX / 2);
    if (dash && out->len > from + indent) out->at[from + indent] = '-';
    text_clear(&outline->line);
}

static void add_notes(struct outline *outline, const struct graph_label *label)
{
    for (uint32_t i = 0; i < label->note_count; i++) {
        text_adds(&outline->line, i ? ", " : " (");
        text_add(&outline->line, label->notes[i]);
    }
    if (label->note_count) text_addc(&outline->line, ')');
}

/* One line for a condition; true when its ways are to follow. */
static bool tell_condition(struct outline *outline, uint32_t number, bool absent, uint32_t depth)
{
    const struct graph_picture *drawn = outline->drawn;
    const struct causes_condition *condition = &drawn->graph->conditions[number];
    const struct graph_label *label = &drawn->conditions[number];
    if (absent) text_adds(&outline->line, "not ");
    text_add(&outline->line, label->name);
    if (outline->told[number] && !causes_is_leaf(condition)) {
        text_adds(&outline->line, ": see ");
        text_add(&outline->line, label->name);
        text_adds(&outline->line, " above");
        put(outline, depth, depth > 0);
        return false;
    }
    text_adds(&outline->line, " (");
    text_add(&outline->line, label->kind);
    text_adds(&outline->line, ")");
    if (*condition->text) {
        text_adds(&outline->line, ": ");
        text_add_visible(&outline->line, span_of(condition->text));
    }
    add_notes(outline, label);
    put(outline, depth, depth > 0);
    outline->told[number] = 1;
    return !causes_is_leaf(condition);
}

static void tell_way(struct outline *outline, uint32_t number, uint32_t depth)
{
    const struct graph_picture *drawn = outline->drawn;
    const struct causes_way *way = &drawn->graph->ways[number];
    const char *reason = graph_reason(drawn->graph, number);
    const bool first = number == drawn->graph->conditions[way->effect].first_way;
    if (first && strncmp(reason, "or: ", 4) == 0) reason += 4; /* there is none before it */
    text_adds(&outline->line, *reason ? reason : "it took");
    text_adds(&outline->line, *reason ? ": " : " ");
    if (way->count == 1)
        text_adds(&outline->line, "this alone:");
    else if (way->enough < way->count)
        text_addf(&outline->line, "%u of these %u:", way->enough, way->count);
    else
        text_addf(&outline->line, way->count == 2 ? "both of these:" : "all of these:");
    put(outline, depth, false);
}

static void push(struct outline *outline, uint32_t condition, uint32_t depth)
{
    outline->stack[outline->count++] = (struct telling_at){
        condition, outline->drawn->graph->conditions[condition].first_way, CAUSES_NONE, depth};
}

/* A condition and all below it, without recursion: each condition is on the stack once at most. */
static void tell_from(struct outline *outline, uint32_t top)
{
    const struct causes_graph *graph = outline->drawn->graph;
    if (tell_condition(outline, top, false, 0)) push(outline, top, 1);
    while (outline->count) {
        struct telling_at *at = &outline->stack[outline->count - 1];
        const struct causes_condition *condition = &graph->conditions[at->condition];
        if (at->way == condition->first_way + condition->way_count) {
            outline->count--;
            continue;
        }
        const struct causes_way *way = &graph->ways[at->way];
        if (at->link == CAUSES_NONE) {
            tell_way(outline, at->way, at->depth);
            at->link = 0;
        }
        if (at->link == way->count) {
            at->way++;
            at->link = CAUSES_NONE;
            continue;
        }
        const struct causes_link *link = &way->links[at->link++];
        uint32_t depth = at->depth + 1;
        if (tell_condition(outline, link->condition, link->absent, depth))
            push(outline, link->condition, depth + 1);
    }
}

static void tell_all(struct outline *outline)
{
    const struct report_graph *report = outline->drawn->report;
    const struct causes_graph *graph = outline->drawn->graph;
    if (report->implied) {
        text_adds(&outline->line, "Nobody has drawn a way yet: this follows from what each factor "
                                  "says it took part in, as a beginning to talk about.");
        put(outline, 0, false);
    }
    if (report->outcome != CAUSES_NONE) {
        tell_from(outline, report->outcome);
        return;
    }
    for (uint32_t i = 0; i < graph->outcome_count; i++) {
        if (i) text_addc(&outline->drawn->out, '\n');
        tell_from(outline, graph->outcomes[i]);
    }
    bool any = false;
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        if (outline->told[i]) continue;
        if (!any) text_adds(&outline->drawn->out, "\nIn no way to an outcome:\n");
        any = true;
        tell_from(outline, i);
    }
}

enum status report_graph_outline(const struct report_graph *graph, const struct report_sink *sink,
                                 struct error *error)
{
    struct arena arena;
    arena_init(&arena, GRAPH_ARENA);
    struct graph_picture drawn = {.report = graph, .graph = graph->graph, .arena = &arena};
    struct outline outline = {.drawn = &drawn};
    size_t count = (size_t)graph->graph->condition_count + 1;
    text_init(&drawn.out, 0);
    text_init(&outline.line, 0);
    outline.told = arena_array(&arena, count, sizeof *outline.told);
    outline.stack = arena_array(&arena, count, sizeof *outline.stack);
    enum status status = STATUS_OK;
    if (!outline.told || !outline.stack) status = arena_full(&arena, error);
    if (!status) status = graph_labels(&drawn, error);
    if (!status) {
        tell_all(&outline);
        status = text_status(&outline.line, error);
    }
    if (!status) status = report_flush(sink, &drawn.out, error);
    text_release(&outline.line);
    text_release(&drawn.out);
    arena_release(&arena);
    return status;
}
