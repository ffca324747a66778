/* A graph of conditions as members of a JSON object: what was said, not what is computed. */
#include "report/causes_told.h"

static void word(struct json_writer *json, const char *key, const struct vocabulary *words,
                 unsigned number)
{
    if (number) json_member(json, key, vocabulary_word(words, number));
}

static void flag(struct json_writer *json, const char *key, bool value)
{
    if (value) json_member_bool(json, key, true);
}

static void name(struct json_writer *json, const struct causes_graph *graph, uint32_t number)
{
    json_string(json, graph->conditions[number].name);
}

static void add_time(struct json_writer *json, const char *key, struct causes_time at)
{
    if (at.earliest == INSTANT_NONE) return;
    json_key(json, key);
    report_json_interval(json, (struct interval){at.earliest, at.latest}, NULL);
}

/* ---- the graph ---- */

static void add_said(struct json_writer *json, const struct report_graph *graph,
                     const struct causes_said *said)
{
    if (!said->answer) return;
    json_member_object(json, "test");
    word(json, "answer", &causes_words_answer, said->answer);
    json_member(json, "name", said->name);
    json_member(json, "because", said->because);
    if (!graph->plain_roles) {
        json_member(json, "role", said->role);
        json_member(json, "when", said->when);
        json_member(json, "evidence", said->evidence);
    }
    json_object_end(json);
}

static void add_condition(struct json_writer *json, const struct report_graph *graph,
                          const struct causes_condition *condition)
{
    json_object(json);
    json_member(json, "name", condition->name);
    json_member(json, "text", condition->text);
    word(json, "form", &causes_words_form, condition->form);
    word(json, "barrier", &causes_words_barrier, condition->barrier);
    word(json, "was", &causes_words_was, causes_was(condition));
    word(json, "part", &causes_words_part, condition->part);
    word(json, "outcome", &causes_words_outcome, condition->outcome);
    word(json, "category", &causes_words_category, condition->category);
    add_time(json, "since", condition->since);
    add_time(json, "until", condition->until);
    json_member_uint(json, "sources", condition->sources);
    flag(json, "disputed", condition->disputed);
    flag(json, "normal", condition->normal);
    if (!graph->plain_roles) json_member(json, "evidence", condition->evidence);
    json_member(json, "instead", condition->instead);
    json_member(json, "expected", condition->expected);
    json_member(json, "good_for", condition->good_for);
    json_member(json, "stop", condition->stop);
    json_member(json, "shared", condition->shared);
    if (condition->also_count) {
        json_member_array(json, "also");
        for (uint32_t i = 0; i < condition->also_count; i++) json_string(json, condition->also[i]);
        json_array_end(json);
    }
    json_object_end(json);
}

static void add_way(struct json_writer *json, const struct report_graph *graph, uint32_t number)
{
    const struct causes_way *way = &graph->graph->ways[number];
    json_object(json);
    json_member_uint(json, "number", number);
    json_member(json, "name", way->name);
    json_key(json, "effect");
    name(json, graph->graph, way->effect);
    json_member_uint(json, "enough", way->enough);
    word(json, "reason", &causes_words_reason, way->reason);
    json_member_array(json, "needs");
    for (uint32_t i = 0; i < way->count; i++) {
        json_object(json);
        json_key(json, "condition");
        name(json, graph->graph, way->links[i].condition);
        flag(json, "absent", way->links[i].absent);
        add_said(json, graph, &way->links[i].test);
        json_object_end(json);
    }
    json_array_end(json);
    add_said(json, graph, &way->complete);
    json_object_end(json);
}

static void add_item(struct json_writer *json, const struct causes_graph *graph,
                     const struct causes_item *item)
{
    json_object(json);
    json_member(json, "name", item->name);
    json_member(json, "text", item->text);
    word(json, "effect", &causes_words_effect, item->effect);
    word(json, "standing", &causes_words_standing, item->standing);
    word(json, "outcome", &causes_words_outcome, item->outcome);
    json_member_array(json, "acts_on");
    for (uint32_t i = 0; i < item->count; i++)
        if (item->targets[i].condition != CAUSES_NONE)
            name(json, graph, item->targets[i].condition);
    json_array_end(json);
    json_member_array(json, "cuts");
    for (uint32_t i = 0; i < item->count; i++)
        if (item->targets[i].way != CAUSES_NONE) json_uint(json, item->targets[i].way);
    json_array_end(json);
    json_object_end(json);
}

void causes_json_graph(struct json_writer *json, const struct report_graph *report)
{
    const struct causes_graph *graph = report->graph;
    json_member(json, "name", report->name);
    json_member(json, "title", graph->title);
    flag(json, "implied", report->implied);
    json_member_array(json, "conditions");
    for (uint32_t i = 0; i < graph->condition_count; i++)
        add_condition(json, report, &graph->conditions[i]);
    json_array_end(json);
    json_member_array(json, "ways");
    for (uint32_t i = 0; i < graph->way_count; i++) add_way(json, report, i);
    json_array_end(json);
    json_member_array(json, "items");
    for (uint32_t i = 0; i < graph->item_count; i++) add_item(json, graph, &graph->items[i]);
    json_array_end(json);
}
