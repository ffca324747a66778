/* A graph in the language, the same bytes for the same graph: docs/formats/causes.md. */
#include "causes/read.h"

static void drop_blanks(struct text *to, size_t from)
{
    while (to->len > from && byte_is_one_of(to->at[to->len - 1], " \t")) to->at[--to->len] = '\0';
}

void write_line(const char *words, struct text *to)
{
    struct span s = span_of(words);
    size_t start = to->len;
    for (size_t i = 0; i < s.len;) {
        uint32_t rune;
        size_t width = utf8_next(span_from(s, i), &rune);
        bool breaks = width == 0 || rune < 0x20 || rune == 0x7f;
        if (to->len > start || (!breaks && rune != ' '))
            text_add(to, breaks ? SPAN(" ") : span_sub(s, i, width));
        i += width ? width : 1;
    }
    drop_blanks(to, start);
}

static void field(struct text *to, const char *word, const char *value)
{
    struct text line;
    text_init(&line, 0);
    write_line(value, &line);
    if (line.len) text_addf(to, "  %s: ", word);
    text_add(to, text_span(&line));
    if (line.len) text_addc(to, '\n');
    if (line.status) to->status = line.status;
    text_release(&line);
}

static void word(struct text *to, const struct vocabulary *words, uint8_t number)
{
    if (number) text_addf(to, " %s", vocabulary_word(words, number));
}

static void time_field(struct text *to, const char *name, struct causes_time time)
{
    if (time.earliest == INSTANT_NONE || time.latest < time.earliest) return;
    text_addf(to, "  %s: ", name);
    write_time(time, to);
    text_addc(to, '\n');
}

/* "C1 & !C2", "2 of (C1, C2, C3)" */
static void expression(const struct causes_graph *graph, const struct causes_way *way,
                       struct text *to)
{
    bool gate = way->enough < way->count;
    if (gate) text_addf(to, "%u of (", way->enough);
    for (uint32_t l = 0; l < way->count; l++) {
        if (l) text_adds(to, gate ? ", " : " & ");
        text_addf(to, "%s%s", way->links[l].absent ? "!" : "",
                  graph->conditions[way->links[l].condition].name);
    }
    if (gate) text_addc(to, ')');
}

static void way_lines(const struct causes_graph *graph, const struct causes_way *way, bool further,
                      struct text *to)
{
    text_addf(to, "  %s", further ? "or" : "=");
    word(to, &causes_words_reason, way->reason);
    if (way->name) text_addf(to, " %s:", way->name);
    text_addc(to, ' ');
    expression(graph, way, to);
    text_addc(to, '\n');
    for (uint32_t l = 0; l < way->count; l++) {
        const struct causes_link *link = &way->links[l];
        if (!link->test.answer) continue;
        text_addf(to, "    test without %s: ", graph->conditions[link->condition].name);
        write_said(&link->test, to);
        text_addc(to, '\n');
    }
    if (!way->complete.answer) return;
    text_adds(to, "    complete: ");
    write_said(&way->complete, to);
    text_addc(to, '\n');
}

/* "B1 barrier absent: nothing stops it" */
static void condition_head(const struct causes_condition *c, struct text *to)
{
    const char *like;
    bool might = c->was == CAUSES_WAS_NO, apart = strchr(c->text, '=') != NULL;
    if (is_like_word(span_of(c->name), &like)) text_adds(to, "condition ");
    text_adds(to, c->name);
    word(to, &causes_words_form, c->form);
    word(to, &causes_words_barrier, c->barrier);
    if (c->part != CAUSES_PART_MITIGATOR) word(to, &causes_words_part, c->part);
    word(to, &causes_words_outcome, c->outcome);
    text_addf(to, "%s%s%s:", might ? " might" : "", c->normal ? " normal" : "",
              c->disputed ? " disputed" : "");
    if (*c->text && !apart) {
        text_addc(to, ' ');
        write_line(c->text, to);
        drop_blanks(to, 0);
    }
    text_addc(to, '\n');
    if (apart) field(to, "text", c->text);
}

static void condition_fields(const struct causes_condition *c, struct text *to)
{
    if (c->part == CAUSES_PART_MITIGATOR) field(to, "part", "mitigator");
    field(to, "category", vocabulary_word(&causes_words_category, c->category));
    if (c->was != CAUSES_WAS_NO) field(to, "was", vocabulary_word(&causes_words_was, c->was));
    time_field(to, "since", c->since);
    time_field(to, "until", c->until);
    if (c->sources) text_addf(to, "  sources: %u\n", c->sources);
    field(to, "evidence", c->evidence);
    field(to, "instead", c->instead);
    field(to, "expected", c->expected);
    field(to, "good for", c->good_for);
    field(to, "stop", c->stop);
    field(to, "shared", c->shared);
    struct text also;
    text_init(&also, 0);
    for (uint32_t i = 0; i < c->also_count; i++) {
        if (i) text_adds(&also, ", ");
        text_adds(&also, c->also[i]);
    }
    field(to, "also", also.at);
    if (also.status) to->status = also.status;
    text_release(&also);
}

/* "R1 item planned: staged rollout" */
static void item_head(const struct causes_item *item, struct text *to)
{
    const char *like;
    bool first = is_like_word(span_of(item->name), &like);
    text_addf(to, "%s%s%s", first ? "item " : "", item->name, first ? "" : " item");
    word(to, &causes_words_standing, item->standing);
    word(to, &causes_words_outcome, item->outcome);
    text_adds(to, ": ");
    write_line(item->text, to);
    drop_blanks(to, 0);
    text_addc(to, '\n');
}

static void item_lines(const struct causes_graph *graph, const struct causes_item *item,
                       struct text *to)
{
    item_head(item, to);
    uint32_t t = 0;
    bool on_conditions = item->count && item->targets[0].condition != CAUSES_NONE;
    if (item->effect || on_conditions)
        text_addf(to, "  %s:",
                  vocabulary_word(&causes_words_effect,
                                  item->effect ? item->effect : CAUSES_EFFECT_REMOVES));
    for (; t < item->count && item->targets[t].condition != CAUSES_NONE; t++)
        text_addf(to, "%s %s", t ? "," : "", graph->conditions[item->targets[t].condition].name);
    if (item->effect || on_conditions) text_addc(to, '\n');
    for (; t < item->count; t++) {
        const struct causes_way *way = &graph->ways[item->targets[t].way];
        text_addf(to, "  cuts: %s = ", graph->conditions[way->effect].name);
        expression(graph, way, to);
        text_addc(to, '\n');
    }
}

void causes_write(const struct causes_graph *graph, struct text *to)
{
    struct text title;
    text_init(&title, 0);
    write_line(graph->title, &title);
    if (title.len) text_addf(to, "title: %s\n", title.at);
    text_release(&title);
    if (graph->delay != CAUSES_DELAY_DEFAULT) {
        text_adds(to, "delay: ");
        duration_add_text(to, graph->delay);
        text_addc(to, '\n');
    }
    for (uint32_t c = 0; c < graph->condition_count; c++) {
        const struct causes_condition *condition = &graph->conditions[c];
        if (to->len) text_addc(to, '\n');
        condition_head(condition, to);
        condition_fields(condition, to);
        for (uint32_t w = 0; w < condition->way_count; w++)
            way_lines(graph, &graph->ways[condition->first_way + w], w > 0, to);
    }
    for (uint32_t i = 0; i < graph->item_count; i++) {
        if (to->len) text_addc(to, '\n');
        item_lines(graph, &graph->items[i], to);
    }
}
