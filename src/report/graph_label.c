/* What is written in the boxes: shapes, lines and colours tell nothing that these words do not. */
#include "report/graph.h"

enum causes_form graph_form(const struct causes_condition *condition)
{
    if (condition->form != CAUSES_FORM_NONE) return (enum causes_form)condition->form;
    return CAUSES_FORM_STATE;
}

/* "state", "barrier, silent", "outcome: length": in words what shape and marks tell. */
static void add_kind(struct text *out, const struct causes_condition *condition)
{
    if (condition->part == CAUSES_PART_OUTCOME) {
        text_adds(out, "outcome");
        if (condition->outcome)
            text_addf(out, ": %s", vocabulary_word(&causes_words_outcome, condition->outcome));
        return;
    }
    if (condition->form == CAUSES_FORM_NONE && !causes_is_leaf(condition))
        text_adds(out, "step");
    else
        text_adds(out, vocabulary_word(&causes_words_form, graph_form(condition)));
    if (condition->barrier)
        text_addf(out, ", %s", vocabulary_word(&causes_words_barrier, condition->barrier));
    if (condition->part == CAUSES_PART_LATENT || condition->part == CAUSES_PART_TRIGGER)
        text_addf(out, ", %s", vocabulary_word(&causes_words_part, condition->part));
}

/* "all of", "2 of 3", "alone" */
static void add_enough(struct text *out, const struct causes_way *way)
{
    if (way->count == 1)
        text_adds(out, "alone");
    else if (way->enough < way->count)
        text_addf(out, "%u of %u", way->enough, way->count);
    else
        text_adds(out, "all of");
}

const char *graph_reason(const struct causes_graph *graph, uint32_t way)
{
    static const char *const words[CAUSES_REASON_COUNT] = {
        [CAUSES_REASON_NONE] = "or",
        [CAUSES_REASON_BOTH] = "or: both were there",
        [CAUSES_REASON_FIRST] = "or: one came first",
        [CAUSES_REASON_WHICH] = "or: not known which",
        [CAUSES_REASON_MIGHT] = "or: might as well",
    };
    const struct causes_way *it = &graph->ways[way];
    const struct causes_condition *effect = &graph->conditions[it->effect];
    if (effect->way_count == 1) return "";
    if (it->reason == CAUSES_REASON_NONE && effect->first_way == way) return "";
    return words[it->reason];
}

static bool is_meant(const struct report_graph *report, const struct causes_item *item)
{
    return causes_item_counts(item, (enum causes_counted)report->counted);
}

/* What an item does to a condition or a way, as "broken by"; NULL: nothing to show. */
static const char *item_does(const struct report_graph *report, const struct causes_item *item)
{
    static const char *const does[CAUSES_EFFECT_COUNT][2] = {
        [CAUSES_EFFECT_NONE] = {"would be broken by", "broken by"},
        [CAUSES_EFFECT_REMOVES] = {"would be broken by", "broken by"},
        [CAUSES_EFFECT_WEAKENS] = {"would be weakened by", "weakened by"},
        [CAUSES_EFFECT_DETECTS] = {"would be shown by", "shown by"},
        [CAUSES_EFFECT_LIMITS] = {"would be limited by", "limited by"},
        [CAUSES_EFFECT_PREPARES] = {"would be prepared for by", "prepared for by"},
    };
    if (item->standing == CAUSES_STANDING_OUT) return NULL;
    return does[item->effect][is_meant(report, item)];
}

void graph_add_members(struct text *out, const struct causes_graph *graph, uint32_t way)
{
    const struct causes_way *it = &graph->ways[way];
    add_enough(out, it);
    for (uint32_t i = 0; i < it->count; i++) {
        text_adds(out, i == 0 ? " " : i + 1 < it->count ? ", " : " and ");
        if (it->links[i].absent) text_adds(out, "not ");
        text_adds(out, graph->conditions[it->links[i].condition].name);
    }
}

/* ---- boxes ---- */

static enum status keep(struct graph_picture *drawn, struct text *words, struct span *ret,
                        struct error *error)
{
    enum status status = text_status(words, error);
    char *copy = status ? NULL : arena_copy(drawn->arena, text_span(words));
    if (!status && !copy) status = arena_full(drawn->arena, error);
    if (!status) *ret = (struct span){copy, words->len};
    text_clear(words);
    return status;
}

/* What items do, as a number: the effect, and whether the item counts. */
static unsigned kind_of(const struct graph_picture *drawn, const struct causes_item *item)
{
    unsigned effect = item->effect ? item->effect : CAUSES_EFFECT_REMOVES;
    return 2 * effect + is_meant(drawn->report, item);
}

static void add_items(const struct graph_picture *drawn, struct causes_target target, unsigned kind,
                      struct text *words)
{
    for (uint32_t i = 0; i < drawn->graph->item_count; i++) {
        const struct causes_item *item = &drawn->graph->items[i];
        const char *does = item_does(drawn->report, item);
        if (!does || kind_of(drawn, item) != kind) continue;
        for (uint32_t k = 0; k < item->count; k++) {
            if (item->targets[k].condition != target.condition ||
                item->targets[k].way != target.way)
                continue;
            if (words->len == 0)
                text_addf(words, "%s ", does);
            else
                text_adds(words, ", ");
            text_adds(words, item->name);
        }
    }
}

/* Small lines for the items that act on a condition or a way, those that do the same together.
 * `kinds` has a bit for each thing that is done to it. */
static enum status note_items(struct graph_picture *drawn, struct causes_target target,
                              unsigned kinds, struct graph_label *label, struct text *words,
                              struct error *error)
{
    struct span all;
    bool cut;
    label->broken = kinds >> (2 * CAUSES_EFFECT_REMOVES + 1) & 1;
    for (unsigned kind = 0; kind < 2 * CAUSES_EFFECT_COUNT; kind++) {
        if (!(kinds >> kind & 1)) continue;
        add_items(drawn, target, kind, words);
        enum status status = keep(drawn, words, &all, error);
        if (status) return status;
        label->note_count += graph_wrap(all, GRAPH_WRAP, true, label->notes + label->note_count,
                                        GRAPH_NOTES - label->note_count, &cut);
    }
    return STATUS_OK;
}

static void note(struct graph_label *label, const char *words)
{
    bool cut;
    label->note_count +=
        graph_wrap(span_of(words), GRAPH_WRAP, true, label->notes + label->note_count,
                   GRAPH_NOTES - label->note_count, &cut);
}

static void note_facts(const struct causes_condition *condition, struct graph_label *label)
{
    bool barrier =
        condition->form == CAUSES_FORM_BARRIER || condition->form == CAUSES_FORM_MITIGATOR;
    enum causes_was was = causes_was(condition);
    if (was == CAUSES_WAS_NO) note(label, barrier ? "it held this time" : "was not so this time");
    if (was == CAUSES_WAS_UNKNOWN)
        note(label, barrier ? "not known whether it held" : "not known whether it was so");
    if (condition->disputed) note(label, "accounts of it differ");
}

static void measure(struct graph_label *label)
{
    int32_t width = graph_width(label->name, true, false);
    if (label->kind.len) width += 7 + graph_width(label->kind, false, true);
    for (uint32_t i = 0; i < label->line_count; i++) {
        int32_t line = graph_width(label->lines[i], false, false);
        if (line > width) width = line;
    }
    for (uint32_t i = 0; i < label->note_count; i++) {
        int32_t line = graph_width(label->notes[i], false, true);
        if (line > width) width = line;
    }
    label->width = width + 2 * GRAPH_PAD;
    label->height = 2 * GRAPH_PAD - 4 + GRAPH_LINE * (1 + (int32_t)label->line_count) +
                    GRAPH_SMALL * (int32_t)label->note_count;
}

static enum status label_condition(struct graph_picture *drawn, uint32_t number,
                                   const unsigned *kinds, struct text *words, struct error *error)
{
    const struct causes_condition *condition = &drawn->graph->conditions[number];
    struct graph_label *label = &drawn->conditions[number];
    struct span all = {0};
    report_add_cut(words, span_of(condition->name), 48);
    enum status status = keep(drawn, words, &label->name, error);
    if (!status) add_kind(words, condition);
    if (!status) status = keep(drawn, words, &label->kind, error);
    if (!status) report_add_cut(words, span_of(condition->text), GRAPH_WORDS);
    if (!status) status = keep(drawn, words, &all, error);
    if (status) return status;
    label->line_count = graph_wrap(all, GRAPH_WRAP, false, label->lines, GRAPH_LINES, &label->cut);
    note_facts(condition, label);
    status = note_items(drawn, (struct causes_target){number, CAUSES_NONE}, kinds[number], label,
                        words, error);
    measure(label);
    return status;
}

static enum status label_way(struct graph_picture *drawn, uint32_t number, const unsigned *kinds,
                             struct text *words, struct error *error)
{
    struct graph_label *label = &drawn->ways[number];
    add_enough(words, &drawn->graph->ways[number]);
    enum status status = keep(drawn, words, &label->name, error);
    if (status) return status;
    if (*graph_reason(drawn->graph, number)) note(label, graph_reason(drawn->graph, number));
    status = note_items(drawn, (struct causes_target){CAUSES_NONE, number}, kinds[number], label,
                        words, error);
    measure(label);
    label->height -= 8;
    label->width += 4;
    return status;
}

/* Which of the things that items do are done to each condition and each way. */
static enum status find_kinds(struct graph_picture *drawn, unsigned **ret_conditions,
                              unsigned **ret_ways, struct error *error)
{
    const struct causes_graph *graph = drawn->graph;
    unsigned *conditions = arena_array(drawn->arena, graph->condition_count, sizeof *conditions);
    unsigned *ways = arena_array(drawn->arena, graph->way_count, sizeof *ways);
    if (!conditions || !ways) return arena_full(drawn->arena, error);
    for (uint32_t i = 0; i < graph->item_count; i++) {
        const struct causes_item *item = &graph->items[i];
        if (!item_does(drawn->report, item)) continue;
        for (uint32_t k = 0; k < item->count; k++)
            if (item->targets[k].way == CAUSES_NONE)
                conditions[item->targets[k].condition] |= 1U << kind_of(drawn, item);
            else
                ways[item->targets[k].way] |= 1U << kind_of(drawn, item);
    }
    *ret_conditions = conditions;
    *ret_ways = ways;
    return STATUS_OK;
}

enum status graph_labels(struct graph_picture *drawn, struct error *error)
{
    const struct causes_graph *graph = drawn->graph;
    unsigned *of_conditions = NULL, *of_ways = NULL;
    struct text words;
    drawn->conditions =
        arena_array(drawn->arena, graph->condition_count, sizeof *drawn->conditions);
    drawn->ways = arena_array(drawn->arena, graph->way_count, sizeof *drawn->ways);
    if (!drawn->conditions || !drawn->ways) return arena_full(drawn->arena, error);
    enum status status = find_kinds(drawn, &of_conditions, &of_ways, error);
    text_init(&words, 0);
    for (uint32_t i = 0; i < graph->condition_count && !status; i++)
        status = label_condition(drawn, i, of_conditions, &words, error);
    for (uint32_t i = 0; i < graph->way_count && !status; i++)
        status = label_way(drawn, i, of_ways, &words, error);
    text_release(&words);
    return status;
}
