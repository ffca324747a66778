/* How the conditions came together: known ways, what was asked about each link, what remediation
 * breaks and leaves open, and the picture. Counts are counts of known ways, never of risk. */
#include "report/causes_told.h"
#include "report/telling.h"

enum { LEFT_MOST = 6, QUESTIONS_MOST = 12 };

/* Of what a graph in a review takes; where it ends, the sentences say so. */
static const struct causes_budget budget = {.steps = 20 * 1000 * 1000, .bytes = (size_t)128 << 20};

struct telling_causes {
    struct review_causes causes;
    struct report_graph graph;
    struct report_causes asks;
    struct causes_told told;
};

static enum status compute(struct telling *telling, struct telling_causes *to)
{
    struct arena *arena = telling->paper->arena;
    enum status status = review_causes_of(telling->review, telling->report->settled, arena,
                                          &to->causes, telling->error);
    if (status) return status;
    to->graph = (struct report_graph){.graph = &to->causes.graph,
                                      .outcome = CAUSES_NONE,
                                      .implied = to->causes.implied && !to->causes.drawn,
                                      .plain_roles = telling->wide,
                                      .counted = CAUSES_AS_PLANNED};
    to->asks = (struct report_causes){.graph = &to->graph,
                                      .budget = &budget,
                                      .parts = REPORT_CAUSES_SETS | REPORT_CAUSES_COVER |
                                               REPORT_CAUSES_QUESTIONS,
                                      .most = LEFT_MOST,
                                      .item = CAUSES_NONE,
                                      .depth = 2};
    if (!to->causes.graph.way_count || !to->causes.graph.order) return STATUS_OK;
    return causes_told_make(&to->asks, arena, &to->told, telling->error);
}

/* Computed once for all parts; NULL when nothing is drawn and nothing follows. */
static const struct telling_causes *causes_of(struct telling *telling)
{
    if (!telling->causes && !telling->status) {
        struct telling_causes *made = arena_alloc(telling->paper->arena, sizeof *made);
        telling->paper->failed |= !made;
        if (!made) return NULL;
        telling->status = compute(telling, made);
        telling->causes = made;
    }
    return telling->status || !telling->causes->causes.graph.way_count ? NULL : telling->causes;
}

/* ---- ways ---- */

static void add_name(struct telling *telling, const char *name)
{
    struct review_id id;
    if (review_id_read(span_of(name), &id, NULL) == STATUS_OK && review_find(telling->review, id))
        paper_entry(telling->paper, id);
    else
        paper_add(telling->paper, name);
}

/* "the pool holds twenty connections (F10)" */
static void add_condition(struct telling *telling, const struct causes_condition *condition)
{
    if (*condition->text) {
        paper_add(telling->paper, condition->text);
        paper_add(telling->paper, " (");
    }
    add_name(telling, condition->name);
    if (*condition->text) paper_add(telling->paper, ")");
}

static void add_answer(struct telling *telling, const struct causes_graph *graph,
                       const struct causes_way *way, const struct causes_link *link)
{
    static const char *const linked[] = {"", "needed.", "not needed: there is another way.",
                                         "open."};
    static const char *const whole[] = {"", "nothing is missing.", "something is missing.",
                                        "open."};
    const struct causes_said *said = link ? &link->test : &way->complete;
    struct paper *paper = telling->paper;
    if (!said->answer) return;
    paper_break(paper);
    if (link) {
        paper_add(paper, link->absent ? "Had it been so, " : "Without ");
        add_name(telling, graph->conditions[link->condition].name);
        paper_add(paper, ": ");
    } else {
        paper_add(paper, "All of them together: ");
    }
    paper_add(paper, (link ? linked : whole)[said->answer]);
    if (!telling_is(said->because)) return;
    paper_add(paper, " ");
    paper_rich(paper, said->because);
    if (telling->wide || !telling_is(said->role)) return;
    paper_add(paper, " (");
    paper_add(paper, telling_who(telling, said->role));
    paper_add(paper, ")");
}

static void add_unasked(struct telling *telling, const struct causes_graph *graph,
                        const struct causes_way *way)
{
    struct paper *paper = telling->paper;
    bool any = false;
    for (uint32_t i = 0; i < way->count; i++) {
        if (way->links[i].test.answer) continue;
        if (!any) paper_break(paper);
        paper_add(paper, any ? ", " : "Not asked yet: ");
        add_name(telling, graph->conditions[way->links[i].condition].name);
        any = true;
    }
    if (!way->complete.answer) {
        if (!any) paper_break(paper);
        paper_add(paper, any ? "; whether" : "Not asked yet: whether");
        paper_add(paper, " anything is missing");
        any = true;
    }
    if (any) paper_add(paper, ".");
}

static void add_way(struct telling *telling, const struct causes_graph *graph,
                    const struct causes_way *way)
{
    struct paper *paper = telling->paper;
    struct review_id id;
    if (way->name && review_id_read(span_of(way->name), &id, NULL) == STATUS_OK)
        paper_row_of(paper, id, true);
    else
        paper_row(paper);
    paper_cell(paper);
    add_condition(telling, &graph->conditions[way->effect]);
    paper_add(paper, way->count == 1             ? " took "
                     : way->enough == way->count ? " took together: "
                                                 : " took ");
    if (way->enough < way->count) paper_addf(paper, "%u of: ", way->enough);
    for (uint32_t i = 0; i < way->count; i++) {
        if (i) paper_add(paper, "; ");
        if (way->links[i].absent) paper_add(paper, "not: ");
        add_condition(telling, &graph->conditions[way->links[i].condition]);
    }
    paper_add(paper, ".");
    if (way->reason) {
        paper_add(paper, " One of several ways: ");
        paper_add(paper, vocabulary_meaning(&causes_words_reason, way->reason));
        paper_add(paper, ".");
    }
    if (!way->name) return;
    for (uint32_t i = 0; i < way->count; i++) add_answer(telling, graph, way, &way->links[i]);
    add_answer(telling, graph, way, NULL);
    add_unasked(telling, graph, way);
}

/* ---- an outcome ---- */

static void add_sentence(struct telling *telling, struct text *words)
{
    paper_copy(telling->paper, text_span(words));
    telling->paper->failed |= words->status != STATUS_OK;
    text_clear(words);
}

static void add_reaches(struct telling *telling, const struct causes_graph *graph,
                        const struct causes_coverage *cover)
{
    struct paper *paper = telling->paper;
    struct text words;
    bool open = false;
    text_init(&words, 0);
    for (uint32_t i = 0; i < graph->item_count; i++) {
        const struct causes_reach *reach = &cover->reaches[i];
        if (!reach->counted || (!reach->breaks && !reach->weakens)) continue;
        if (!open) paper_list(paper);
        open = true;
        paper_row(paper);
        paper_cell(paper);
        add_name(telling, graph->items[i].name);
        paper_add(paper, " ");
        paper_add(paper, graph->items[i].text);
        paper_add(paper, reach->breaks ? ": breaks " : ": weakens ");
        causes_words_count(&words, reach->breaks ? reach->breaks : reach->weakens);
        text_adds(&words, " of ");
        causes_words_count(&words, cover->sets);
        add_sentence(telling, &words);
        paper_add(paper, cover->sets == 1 ? " known way." : " known ways.");
    }
    text_release(&words);
}

/* Each way once, from the outcome down. */
static void add_ways(struct telling *telling, const struct causes_graph *graph, uint32_t outcome,
                     uint8_t *told)
{
    bool open = false;
    uint8_t *below = arena_alloc(telling->paper->arena, graph->condition_count);
    telling->paper->failed |= !below;
    if (!below) return;
    causes_below(graph, outcome, below);
    for (uint32_t i = graph->condition_count; i-- > 0;) {
        const struct causes_condition *effect = &graph->conditions[graph->order[i]];
        if (!below[graph->order[i]]) continue;
        for (uint32_t w = effect->first_way; w < effect->first_way + effect->way_count; w++) {
            if (told[w]) continue;
            if (!open) paper_list(telling->paper);
            open = true;
            told[w] = 1;
            add_way(telling, graph, &graph->ways[w]);
        }
    }
}

static void add_outcome(struct telling *telling, const struct telling_causes *of,
                        const struct told_outcome *outcome, uint8_t *told)
{
    const struct causes_graph *graph = &of->causes.graph;
    const struct causes_condition *top = &graph->conditions[outcome->outcome];
    struct paper *paper = telling->paper;
    struct review_id id;
    struct text words;
    if (!top->way_count) return;
    const bool entry = review_id_read(span_of(top->name), &id, NULL) == STATUS_OK;
    paper_heading(paper, NULL);
    if (entry)
        paper_row_of(paper, id, true);
    else
        paper_row(paper);
    paper_cell(paper);
    paper_add(paper, "How it came together: ");
    add_condition(telling, top);
    paper_paragraph(paper);
    text_init(&words, 0);
    if (!graph->ways[top->first_way].name)
        text_adds(&words, "Nobody has drawn yet how these conditions came together: this follows "
                          "from what each is said to have taken part in, and is a beginning to "
                          "talk about. ");
    causes_words_sets(&words, &outcome->sets);
    add_sentence(telling, &words);
    add_ways(telling, graph, outcome->outcome, told);
    if (graph->item_count) {
        paper_paragraph(paper);
        text_adds(&words, "What is planned or done against it: ");
        causes_words_cover(&words, graph, &outcome->cover);
        text_adds(&words, " What nobody has thought of is not in this count.");
        add_sentence(telling, &words);
        add_reaches(telling, graph, &outcome->cover);
    }
    text_release(&words);
}

/* ---- the picture, and the same in words where there are no pictures ---- */

static enum status into_text(void *context, struct span bytes, struct error *error)
{
    struct text *text = context;
    text_add(text, bytes);
    return text_status(text, error);
}

static void draw(const void *context, struct text *out)
{
    const struct telling_causes *of = context;
    const struct report_sink sink = {out, into_text};
    const enum status status = report_graph_svg(&of->graph, &sink, NULL);
    if (status) out->status = status;
}

static void add_picture(struct telling *telling, const struct telling_causes *of)
{
    struct text words;
    text_init(&words, 0);
    const struct report_sink sink = {&words, into_text};
    if (!telling->status) telling->status = report_graph_outline(&of->graph, &sink, telling->error);
    char *plain = arena_copy(telling->paper->arena, text_span(&words));
    telling->paper->failed |= !plain || words.status;
    text_release(&words);
    paper_figure(telling->paper, "What had to come together, outcomes first", draw, of);
    paper_figure_words(telling->paper, plain);
}

void telling_causes(struct telling *telling)
{
    const struct telling_causes *of = causes_of(telling);
    struct paper *paper = telling->paper;
    if (!of) return;
    if (!of->causes.graph.order) {
        paper_paragraph(paper);
        paper_addf(paper,
                   "The ways run in a circle, so nothing is counted here; postmortem causes PM%u "
                   "--check names it.",
                   telling->review->number);
        return;
    }
    uint8_t *told = arena_alloc(paper->arena, of->causes.graph.way_count);
    paper->failed |= !told;
    for (size_t i = 0; told && i < of->told.outcome_count; i++)
        add_outcome(telling, of, &of->told.outcomes[i], told);
    if (telling_is(telling->own->safe)) {
        paper_paragraph(paper);
        paper_add(paper, "What normally keeps this working is told in the background.");
    }
    add_picture(telling, of);
}

void telling_causes_questions(struct telling *telling)
{
    const struct telling_causes *of = causes_of(telling);
    struct paper *paper = telling->paper;
    size_t shown = 0, open = 0;
    if (!of || !of->causes.drawn) return;
    for (size_t i = 0; i < of->told.question_count; i++) {
        const struct causes_question *question = &of->told.questions[i];
        const struct causes_way *way = &of->causes.graph.ways[question->way];
        if (!way->name) continue;
        if (++open > QUESTIONS_MOST) continue;
        if (!shown++) {
            paper_heading(paper, "Tests of the ways that are open");
            paper_list(paper);
        }
        paper_row(paper);
        paper_cell(paper);
        add_name(telling, way->name);
        paper_add(paper, " ");
        paper_add(paper, question->text);
    }
    if (open > shown) {
        paper_paragraph(paper);
        paper_addf(paper, "And %zu more.", open - shown);
    }
}

void telling_causes_json(struct telling *telling, struct json_writer *json)
{
    const struct telling_causes *of = causes_of(telling);
    if (!of) return;
    json_member_object(json, "causes");
    causes_json_graph(json, &of->graph);
    json_object_end(json);
}
