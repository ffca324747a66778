/* What is computed from a graph of conditions, as one JSON object. Counts are whole numbers of any
 * length; null where there are more than 2^128. */
#include "report/causes_told.h"

#include <stdio.h>

static void count(struct json_writer *json, const char *key, causes_count value)
{
    char digits[40];
    size_t at = sizeof digits;
    json_key(json, key);
    if (value == CAUSES_COUNT_MOST) {
        json_null(json);
        return;
    }
    do digits[--at] = (char)('0' + (int)(value % 10));
    while (value /= 10);
    json_raw(json, (struct span){digits + at, sizeof digits - at});
}

static void name(struct json_writer *json, const struct causes_graph *graph, uint32_t number)
{
    json_string(json, graph->conditions[number].name);
}

static void add_extent(struct json_writer *json, const struct causes_extent *extent)
{
    json_member_bool(json, "complete", extent->complete);
    if (extent->complete) return;
    json_member_uint(json, "complete_up_to", extent->upto);
}

static void add_list(struct json_writer *json, const struct causes_graph *graph, const char *key,
                     const struct causes_list *list)
{
    json_member_array(json, key);
    for (size_t i = 0; i < list->count; i++) {
        size_t members;
        const uint32_t *set = causes_set_at(list, i, &members);
        json_array(json);
        for (size_t j = 0; j < members; j++) name(json, graph, set[j]);
        json_array_end(json);
    }
    json_array_end(json);
}

/* What the numbers beside it say, in a sentence. */
static void end_says(struct json_writer *json, struct text *words)
{
    if (text_status(words, NULL) == STATUS_OK && words->len)
        json_member_span(json, "says", text_span(words));
    text_release(words);
}

static void add_family(struct json_writer *json, const struct causes_told *told, const char *key,
                       const struct told_family *family,
                       void (*say)(struct text *to, const struct told_family *family))
{
    struct text words;
    json_member_object(json, key);
    count(json, "count", family->count);
    add_extent(json, &family->extent);
    json_member_object(json, "sizes");
    for (size_t i = 0; i < family->size_count; i++) {
        char size[24];
        if (!family->sizes[i]) continue;
        (void)snprintf(size, sizeof size, "%zu", i);
        count(json, size, family->sizes[i]);
    }
    json_object_end(json);
    if (told->report->lists) add_list(json, told->graph, "list", &family->list);
    text_init(&words, 0);
    say(&words, family);
    end_says(json, &words);
    json_object_end(json);
}

static void add_weights(struct json_writer *json, const struct causes_told *told,
                        const struct told_outcome *outcome)
{
    json_member_object(json, "weights");
    add_extent(json, &outcome->weight_extent);
    json_member_array(json, "conditions");
    for (size_t i = 0; i < outcome->weight_count; i++) {
        const struct causes_weight *weight = &outcome->weights[i];
        json_object(json);
        json_key(json, "condition");
        name(json, told->graph, weight->condition);
        json_member_bool(json, "observed", weight->observed);
        json_member_bool(json, "needed", weight->needed);
        json_member_uint(json, "together", weight->together);
        count(json, "sets", weight->sets);
        json_member_uint(json, "smallest", weight->smallest);
        json_member_number(json, "decides", weight->decides);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void add_cover(struct json_writer *json, const struct causes_told *told,
                      const struct causes_coverage *cover)
{
    const struct causes_graph *graph = told->graph;
    struct text words;
    json_member_object(json, "cover");
    if (told->report->item != CAUSES_NONE) {
        json_member(json, "supposed", graph->items[told->report->item].name);
        json_member_bool(json, "holds", told->report->holds);
    }
    add_extent(json, &cover->extent);
    count(json, "sets", cover->sets);
    count(json, "open", cover->open);
    count(json, "once", cover->once);
    count(json, "more", cover->more);
    count(json, "exposed", cover->exposed);
    json_key(json, "depth");
    cover->depth == UINT32_MAX ? json_null(json) : json_uint(json, cover->depth);
    json_member_string(json, "sole",
                       cover->sole == CAUSES_NONE ? NULL : graph->items[cover->sole].name);
    json_member_array(json, "items");
    for (uint32_t i = 0; i < graph->item_count; i++) {
        const struct causes_reach *reach = &cover->reaches[i];
        json_object(json);
        json_member(json, "item", graph->items[reach->item].name);
        json_member_bool(json, "counted", reach->counted);
        count(json, "breaks", reach->breaks);
        count(json, "weakens", reach->weakens);
        count(json, "only", reach->only);
        json_object_end(json);
    }
    json_array_end(json);
    add_list(json, graph, "left", &cover->left);
    text_init(&words, 0);
    causes_words_cover(&words, graph, cover);
    end_says(json, &words);
    json_object_end(json);
}

static void add_outcomes(struct json_writer *json, const struct causes_told *told)
{
    const unsigned parts = told->report->parts;
    json_member_array(json, "outcomes");
    for (size_t i = 0; i < told->outcome_count; i++) {
        const struct told_outcome *outcome = &told->outcomes[i];
        json_object(json);
        json_key(json, "outcome");
        name(json, told->graph, outcome->outcome);
        if (parts & REPORT_CAUSES_SETS)
            add_family(json, told, "sets", &outcome->sets, causes_words_sets);
        if (parts & REPORT_CAUSES_PATHS)
            add_family(json, told, "paths", &outcome->paths, causes_words_paths);
        if (parts & REPORT_CAUSES_WEIGHTS) add_weights(json, told, outcome);
        if (parts & REPORT_CAUSES_COVER) add_cover(json, told, &outcome->cover);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_plans(struct json_writer *json, const struct causes_told *told)
{
    const struct causes_list *list = &told->plans.plans;
    json_member_object(json, "plans");
    json_member_uint(json, "depth", told->report->depth);
    json_member_uint(json, "reachable", told->plans.reachable);
    json_member_bool(json, "complete", told->plans.complete);
    json_member_array(json, "list");
    for (size_t i = 0; i < list->count; i++) {
        size_t items;
        const uint32_t *plan = causes_set_at(list, i, &items);
        json_array(json);
        for (size_t j = 0; j < items; j++) json_string(json, told->graph->items[plan[j]].name);
        json_array_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void add_place(struct json_writer *json, const struct causes_graph *graph, uint32_t way)
{
    if (way == CAUSES_NONE) return;
    json_member_uint(json, "way", way);
    json_member(json, "way_name", graph->ways[way].name);
    json_key(json, "effect");
    name(json, graph, graph->ways[way].effect);
}

static void add_findings(struct json_writer *json, const struct causes_told *told)
{
    static const char *const severities[] = {"info", "ask", "wrong"};
    json_member_array(json, "findings");
    for (size_t i = 0; i < told->finding_count; i++) {
        const struct causes_finding *finding = &told->findings[i];
        json_object(json);
        json_member(json, "rule", causes_rules[finding->rule].word);
        json_member(json, "severity", severities[causes_rules[finding->rule].severity]);
        if (finding->outcome != CAUSES_NONE)
            json_member(json, "outcome", told->graph->conditions[finding->outcome].name);
        if (finding->condition != CAUSES_NONE)
            json_member(json, "condition", told->graph->conditions[finding->condition].name);
        add_place(json, told->graph, finding->way);
        json_member_array(json, "others");
        for (size_t j = 0; j < finding->other_count; j++)
            name(json, told->graph, finding->others[j]);
        json_array_end(json);
        json_member(json, "text", finding->text);
        json_member(json, "question", finding->question);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_wordings(struct json_writer *json, const struct causes_told *told)
{
    json_member_array(json, "wordings");
    for (size_t i = 0; i < told->wording_count; i++) {
        const struct told_wording *wording = &told->wordings[i];
        json_object(json);
        json_member(json, "about", wording->about);
        json_member(json, "part", wording->part);
        json_member(json, "words", wording->words);
        json_member(json, "rule", wording->rule);
        json_member(json, "question", wording->question);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_questions(struct json_writer *json, const struct causes_told *told)
{
    json_member_array(json, "questions");
    for (size_t i = 0; i < told->question_count; i++) {
        const struct causes_question *question = &told->questions[i];
        const struct causes_way *way = &told->graph->ways[question->way];
        json_object(json);
        add_place(json, told->graph, question->way);
        if (question->link != CAUSES_NONE)
            json_member(json, "without",
                        told->graph->conditions[way->links[question->link].condition].name);
        json_member(json, "question", question->text);
        json_object_end(json);
    }
    json_array_end(json);
}

enum status report_causes_json(const struct report_causes *report, const struct report_sink *sink,
                               bool *ret_wrong, struct error *error)
{
    struct arena arena;
    struct causes_told told;
    struct text out;
    struct json_writer json;
    arena_init(&arena, report->budget->bytes);
    text_init(&out, 0);
    json_begin(&json, &out);
    enum status status = causes_told_make(report, &arena, &told, error);
    if (status == STATUS_OK) {
        json_object(&json);
        causes_json_graph(&json, report->graph);
        if (told.outcome_count) add_outcomes(&json, &told);
        if (causes_told_has(&told, REPORT_CAUSES_PLANS)) add_plans(&json, &told);
        if (causes_told_has(&told, REPORT_CAUSES_CHECK)) add_findings(&json, &told);
        if (report->wording) add_wordings(&json, &told);
        if (causes_told_has(&told, REPORT_CAUSES_QUESTIONS)) add_questions(&json, &told);
        json_object_end(&json);
        text_addc(&out, '\n');
        *ret_wrong = told.wrong;
        status = report_flush(sink, &out, error);
    }
    text_release(&out);
    arena_release(&arena);
    return status;
}
