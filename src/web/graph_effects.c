/* The graph as nested lists: each effect with its ways, each way with its conditions, each with the
 * answer to its test. What the picture shows is all here, in the order of reading. */
#include "web/graph_page.h"

void web_words(struct model *model, struct value *in, const char *key,
               const struct vocabulary *words, unsigned chosen)
{
    struct value *list = value_list(model, in, key);
    for (unsigned i = 1; i < words->count; i++) {
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "word", vocabulary_word(words, i));
        value_text(model, one, "meaning", vocabulary_meaning(words, i));
        value_flag(model, one, "chosen", i == chosen);
    }
}

void web_graph_count(struct model *model, struct value *in, const char *key, causes_count count)
{
    struct text digits;
    text_init(&digits, 64);
    if (count < INT64_MAX) {
        value_count(model, in, key, (int64_t)count);
    } else {
        causes_count_text(&digits, count);
        value_span(model, in, key, text_span(&digits));
    }
    text_release(&digits);
}

/* The entry that a name of the graph stands for, or NULL: an outcome may only be implied. */
static const struct review_entry *entry_of(const struct graph_page *page, const char *name)
{
    struct review_id id;
    if (!name || review_id_read(span_of(name), &id, NULL)) return NULL;
    return review_find(page->review, id);
}

static void add_entry(const struct graph_page *page, struct value *to, const char *name)
{
    struct model *model = &page->request->model;
    const struct review_entry *entry = entry_of(page, name);
    if (!entry) return;
    value_text(model, to, "href", web_entry_href(page->request, page->review->number, entry->id));
    value_count(model, to, "version", entry->version);
}

/* What is not said is said to be so: a name that is not there would be looked up further out. */
static void add_text(struct model *model, struct value *to, const char *key, const char *text)
{
    if (text && *text)
        value_text(model, to, key, text);
    else
        value_flag(model, to, key, false);
}

struct value *web_graph_condition(const struct graph_page *page, struct value *in, const char *key,
                                  uint32_t condition)
{
    struct model *model = &page->request->model;
    const struct causes_condition *of = &page->graph->conditions[condition];
    struct value *to = value_object(model, in, key);
    value_text(model, to, "name", of->name);
    add_text(model, to, "text", of->text);
    value_flag(model, to, "href", false);
    add_entry(page, to, of->name);
    return to;
}

void web_graph_sets(const struct graph_page *page, struct value *in, const char *key,
                    const struct causes_list *list)
{
    struct model *model = &page->request->model;
    struct value *to = value_list(model, in, key);
    for (size_t i = 0; i < list->count; i++) {
        size_t count;
        const uint32_t *set = causes_set_at(list, i, &count);
        struct value *one = value_object(model, to, NULL);
        struct value *members = value_list(model, one, "conditions");
        value_count(model, one, "size", (int64_t)count);
        for (size_t j = 0; j < count; j++) (void)web_graph_condition(page, members, NULL, set[j]);
    }
}

/* ---- ways ---- */

static void add_said(struct model *model, struct value *to, const struct causes_said *said)
{
    value_flag(model, to, "tested", said->answer != CAUSES_ANSWER_NONE);
    value_flag(model, to, "open",
               said->answer == CAUSES_ANSWER_NONE || said->answer == CAUSES_ANSWER_CANNOT_TELL);
    add_text(model, to, "answer", vocabulary_word(&causes_words_answer, said->answer));
    add_text(model, to, "because", said->because);
    add_text(model, to, "role", said->role);
    add_text(model, to, "said_in", said->name);
}

/* What an answer says about a link; to both tests, "no" is what makes the claim stand. */
static const char *meaning(uint8_t answer, bool link)
{
    switch ((enum causes_answer)answer) {
    case CAUSES_ANSWER_NO: return link ? "needed" : "together enough";
    case CAUSES_ANSWER_YES: return link ? "not needed" : "something is missing";
    case CAUSES_ANSWER_CANNOT_TELL: return "open";
    default: return link ? "not tested yet" : "not asked yet";
    }
}

static void add_link(const struct graph_page *page, struct value *list,
                     const struct causes_way *way, const struct causes_link *link)
{
    struct model *model = &page->request->model;
    struct value *to = web_graph_condition(page, list, NULL, link->condition);
    value_flag(model, to, "absent", link->absent);
    value_text(model, to, "way_name", way->name);
    value_text(model, to, "without", page->graph->conditions[link->condition].name);
    value_text(model, to, "stands", meaning(link->test.answer, true));
    value_flag(model, to, "leaf", causes_is_leaf(&page->graph->conditions[link->condition]));
    add_said(model, to, &link->test);
}

static const char *lead(const struct graph_page *page, const struct causes_way *way, bool first)
{
    static const char *const also[] = {
        [CAUSES_REASON_NONE] = "or",
        [CAUSES_REASON_BOTH] = "and, both were there,",
        [CAUSES_REASON_FIRST] = "or, one came first,",
        [CAUSES_REASON_WHICH] = "or, it is not known which,",
        [CAUSES_REASON_MIGHT] = "it might as well have come about by",
    };
    struct arena *arena = &page->request->arena;
    const char *start = first && way->reason != CAUSES_REASON_MIGHT ? "it took" : also[way->reason];
    const char *made =
        way->count == 1 ? arena_printf(arena, "%s this alone", start)
        : way->enough < way->count
            ? arena_printf(arena, "%s %u of these %u", start, way->enough, way->count)
        : way->count == 2 ? arena_printf(arena, "%s both of these", start)
                          : arena_printf(arena, "%s all of these %u", start, way->count);
    return made ? made : start;
}

static void add_way(const struct graph_page *page, struct value *list, uint32_t number, bool first)
{
    struct model *model = &page->request->model;
    const struct causes_way *way = &page->graph->ways[number];
    struct value *to = value_object(model, list, NULL);
    value_text(model, to, "name", way->name);
    add_text(model, to, "way_name", way->name);
    value_text(model, to, "without", "all");
    value_text(model, to, "lead", lead(page, way, first));
    value_text(model, to, "stands", meaning(way->complete.answer, false));
    value_flag(model, to, "drawn", way->name != NULL);
    add_entry(page, to, way->name);
    add_said(model, to, &way->complete);
    struct value *needs = value_list(model, to, "needs");
    for (uint32_t i = 0; i < way->count; i++) add_link(page, needs, way, &way->links[i]);
}

static void add_effect(const struct graph_page *page, struct value *list, uint32_t condition)
{
    struct model *model = &page->request->model;
    const struct causes_condition *of = &page->graph->conditions[condition];
    struct value *to = web_graph_condition(page, list, NULL, condition);
    value_flag(model, to, "outcome", of->part == CAUSES_PART_OUTCOME);
    value_text(model, to, "sort", vocabulary_word(&causes_words_outcome, of->outcome));
    struct value *ways = value_list(model, to, "ways");
    for (uint32_t i = 0; i < of->way_count; i++) add_way(page, ways, of->first_way + i, i == 0);
}

void web_graph_effects(const struct graph_page *page)
{
    const struct causes_graph *graph = page->graph;
    struct model *model = &page->request->model;
    struct value *effects = value_list(model, NULL, "effects");
    struct value *loose = value_list(model, NULL, "loose");
    struct value *known = value_list(model, NULL, "known");
    bool *used =
        arena_array(&page->request->arena, (size_t)graph->condition_count + 1, sizeof *used);
    if (!used) {
        model->failed = true;
        return;
    }
    for (uint32_t i = 0; i < graph->way_count; i++)
        for (uint32_t j = 0; j < graph->ways[i].count; j++)
            used[graph->ways[i].links[j].condition] = true;
    for (uint32_t i = 0; i < graph->condition_count; i++)
        if (graph->conditions[i].part == CAUSES_PART_OUTCOME) add_effect(page, effects, i);
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        const struct causes_condition *of = &graph->conditions[i];
        if (entry_of(page, of->name)) (void)web_graph_condition(page, known, NULL, i);
        if (of->part == CAUSES_PART_OUTCOME) continue;
        if (!causes_is_leaf(of))
            add_effect(page, effects, i);
        else if (!used[i])
            (void)web_graph_condition(page, loose, NULL, i);
    }
}
