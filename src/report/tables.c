/* Sources, clocks, hot spots and templates as tables. */
#include "report/internal.h"

#include <stdio.h>

/* A table is written cell by cell; how a cell looks is the format's business. Columns of text
 * output have a least width so that short lists line up. */
struct table {
    struct text out;
    enum report_format format;
    size_t column, row_start;
};

static void table_cell(struct table *t, struct span value, size_t width)
{
    struct text visible;
    text_init(&visible, 0);
    switch (t->format) {
    case REPORT_CSV:
        if (t->column) text_addc(&t->out, ',');
        text_add_csv(&t->out, value);
        break;
    case REPORT_MARKDOWN:
        text_adds(&t->out, t->column ? " " : "| ");
        report_add_markdown(&t->out, value, value.len);
        text_adds(&t->out, " |");
        break;
    default:
        if (t->column) text_adds(&t->out, "  ");
        text_add_visible(&visible, value);
        text_addf(&t->out, "%-*s", (int)width, visible.at);
        break;
    }
    t->column++;
    text_release(&visible);
}

static void table_end_row(struct table *t)
{
    if (t->format == REPORT_TEXT)
        while (t->out.len > t->row_start && t->out.at[t->out.len - 1] == ' ')
            t->out.at[--t->out.len] = '\0';
    text_adds(&t->out, t->format == REPORT_CSV ? "\r\n" : "\n");
    t->column = 0;
    t->row_start = t->out.len;
}

static void table_begin(struct table *t, enum report_format format, const char *const *names,
                        const size_t *widths, size_t columns)
{
    *t = (struct table){.format = format};
    text_init(&t->out, 0);
    for (size_t i = 0; i < columns; i++) table_cell(t, span_of(names[i]), widths[i]);
    table_end_row(t);
    if (format != REPORT_MARKDOWN) return;
    text_adds(&t->out, "|");
    for (size_t i = 0; i < columns; i++) text_adds(&t->out, " --- |");
    table_end_row(t);
}

static enum status table_finish(struct table *t, const struct report_sink *sink,
                                struct error *error)
{
    enum status status = report_flush(sink, &t->out, error);
    text_release(&t->out);
    return status;
}

/* A cell made by appending to `scratch`, which is cleared for the next one. */
static void table_take(struct table *t, struct text *scratch, size_t width)
{
    table_cell(t, text_span(scratch), width);
    text_clear(scratch);
}

/* Writes a JSON array of what `each` gives for 0..count-1. */
static enum status
json_list(const struct report_model *model, const struct report_sink *sink, size_t count,
          void (*each)(struct json_writer *, const struct report_model *, size_t),
          struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_array(&json);
    for (size_t i = 0; i < count; i++) each(&json, model, i);
    json_array_end(&json);
    text_addc(&out, '\n');
    enum status status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}

static void add_times(struct table *t, struct text *scratch, const struct report_model *model,
                      size_t number, size_t width)
{
    const struct timeline_source *source = &model->sources[number];
    instant first = INSTANT_NONE, last = INSTANT_NONE;
    if (source->index->timed) {
        instant shift = source->clock.offset_least / 2 + source->clock.offset_most / 2;
        first = source->index->first;
        last = source->index->last;
        if (source->index->local) {
            instant second;
            zone_to_instants(source->clock.zone, first, &first, &second);
            zone_to_instants(source->clock.zone, last, &last, &second);
        }
        first = instant_add(first, -shift);
        last = instant_add(last, -shift);
    }
    instant_add_text(scratch, first, model->zone, INSTANT_FULL, 0);
    table_take(t, scratch, width);
    instant_add_text(scratch, last, model->zone, INSTANT_FULL, 0);
    table_take(t, scratch, width);
}

enum status report_sources(const struct report_model *model, enum report_format format,
                           const struct report_sink *sink, struct error *error)
{
    static const char *const names[] = {"source", "kind", "format", "records", "untimed",
                                        "first",  "last", "bytes",  "name",    "sha256"};
    static const size_t widths[] = {6, 16, 26, 9, 7, 20, 20, 10, 34, 64};
    struct table t;
    struct text scratch;
    char hex[65];
    if (format == REPORT_JSON)
        return json_list(model, sink, model->source_count, report_json_source, error);
    text_init(&scratch, 0);
    table_begin(&t, format, names, widths, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < model->source_count; i++) {
        const struct evidence_index *index = model->sources[i].index;
        text_addf(&scratch, "S%u", model->sources[i].id);
        table_take(&t, &scratch, widths[0]);
        table_cell(&t, span_of(evidence_kind_word(index->kind)), widths[1]);
        for (unsigned k = 0; k < index->layout_count; k++)
            text_addf(&scratch, "%s%s", k ? "; " : "", index->layouts[k].name);
        table_take(&t, &scratch, widths[2]);
        text_addf(&scratch, "%llu", (unsigned long long)index->count);
        table_take(&t, &scratch, widths[3]);
        text_addf(&scratch, "%llu", (unsigned long long)(index->count - index->timed));
        table_take(&t, &scratch, widths[4]);
        add_times(&t, &scratch, model, i, widths[5]);
        text_addf(&scratch, "%llu", (unsigned long long)model->custody[i].facts.size);
        table_take(&t, &scratch, widths[7]);
        table_cell(&t, span_of(model->sources[i].name), widths[8]);
        sha256_hex(&model->custody[i].facts.hash, hex);
        table_cell(&t, span_of(hex), widths[9]);
        table_end_row(&t);
    }
    text_release(&scratch);
    return table_finish(&t, sink, error);
}

enum status report_clocks(const struct report_model *model, enum report_format format,
                          const struct report_sink *sink, struct error *error)
{
    static const char *const names[] = {"source",   "name",      "zone", "zone is",
                                        "ahead by", "offset is", "why"};
    static const size_t widths[] = {6, 30, 18, 16, 20, 16, 0};
    struct table t;
    struct text scratch;
    if (format == REPORT_JSON)
        return json_list(model, sink, model->source_count, report_json_source, error);
    text_init(&scratch, 0);
    table_begin(&t, format, names, widths, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < model->source_count; i++) {
        const struct timeline_source *source = &model->sources[i];
        if (source->index->timed == 0) continue;
        text_addf(&scratch, "S%u", source->id);
        table_take(&t, &scratch, widths[0]);
        table_cell(&t, span_of(source->name), widths[1]);
        table_cell(&t, span_of(report_zone_word(source)), widths[2]);
        enum timeline_basis zone =
            source->index->local ? source->clock.zone_basis : TIMELINE_BASIS_CONTENT;
        table_cell(&t, span_of(report_basis_word(zone)), widths[3]);
        report_add_offset(&scratch, &source->clock);
        table_take(&t, &scratch, widths[4]);
        table_cell(&t, span_of(report_basis_word(source->clock.offset_basis)), widths[5]);
        table_cell(&t, span_of(source->clock.why), widths[6]);
        table_end_row(&t);
    }
    text_release(&scratch);
    return table_finish(&t, sink, error);
}

static void json_spot_number(struct json_writer *json, const struct report_model *model, size_t i)
{
    report_json_spot(json, model, &model->findings->spots[i]);
}

enum status report_spots(const struct report_model *model, enum report_format format,
                         const struct report_sink *sink, struct error *error)
{
    static const char *const names[] = {"from", "to", "what", "source", "why it is shown"};
    static const size_t widths[] = {24, 24, 22, 6, 0};
    struct table t;
    struct text scratch;
    if (format == REPORT_JSON)
        return json_list(model, sink, model->findings->spot_count, json_spot_number, error);
    text_init(&scratch, 0);
    table_begin(&t, format, names, widths, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < model->findings->spot_count; i++) {
        const struct timeline_spot *spot = &model->findings->spots[i];
        instant_add_text(&scratch, spot->from, model->zone, INSTANT_FULL, 0);
        table_take(&t, &scratch, widths[0]);
        instant_add_text(&scratch, spot->to, model->zone, INSTANT_FULL, 0);
        table_take(&t, &scratch, widths[1]);
        table_cell(&t, span_of(timeline_spot_word(spot->kind)), widths[2]);
        report_add_source(&scratch, model, spot->place.source);
        table_take(&t, &scratch, widths[3]);
        table_cell(&t, span_of(spot->why), widths[4]);
        table_end_row(&t);
    }
    text_release(&scratch);
    return table_finish(&t, sink, error);
}

static void json_template(struct json_writer *json, const struct report_model *model, size_t number)
{
    const struct evidence_template *shape = evidence_templates_get(model->templates, number);
    const struct timeline_source *source = &model->sources[shape->example_content];
    struct timeline_place place = {shape->example_content, source->index->start[shape->example],
                                   source->index->start[shape->example + 1]};
    json_object(json);
    json_member_uint(json, "template", number);
    json_member_string(json, "text", shape->text);
    json_member_uint(json, "count", shape->count);
    json_key(json, "first");
    report_json_instant(json, shape->first, model->zone);
    json_key(json, "last");
    report_json_instant(json, shape->last, model->zone);
    json_member_object(json, "levels");
    for (unsigned level = 0; level < EVIDENCE_LEVEL_COUNT; level++) {
        if (shape->level_count[level] == 0) continue;
        json_key(json, evidence_level_word((enum evidence_level)level));
        json_uint(json, shape->level_count[level]);
    }
    json_object_end(json);
    json_key(json, "example");
    report_json_place(json, model, &place);
    json_object_end(json);
}

enum evidence_level report_template_level(const struct evidence_template *shape)
{
    for (unsigned level = EVIDENCE_LEVEL_COUNT; level-- > 1;)
        if (shape->level_count[level] * 50 > shape->count) return (enum evidence_level)level;
    return EVIDENCE_LEVEL_NONE;
}

enum status report_templates(const struct report_model *model, enum report_format format,
                             const struct report_sink *sink, struct error *error)
{
    static const char *const names[] = {"template", "count",  "level", "first",
                                        "last",     "source", "text"};
    static const size_t widths[] = {8, 9, 6, 20, 20, 6, 0};
    struct table t;
    struct text scratch;
    size_t count = evidence_templates_count(model->templates);
    if (format == REPORT_JSON) return json_list(model, sink, count, json_template, error);
    text_init(&scratch, 0);
    table_begin(&t, format, names, widths, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < count; i++) {
        const struct evidence_template *shape = evidence_templates_get(model->templates, i);
        text_addf(&scratch, "T%zu", i);
        table_take(&t, &scratch, widths[0]);
        text_addf(&scratch, "%llu", (unsigned long long)shape->count);
        table_take(&t, &scratch, widths[1]);
        table_cell(&t, span_of(evidence_level_word(report_template_level(shape))), widths[2]);
        instant_add_text(&scratch, shape->first, model->zone, INSTANT_FULL, 0);
        table_take(&t, &scratch, widths[3]);
        instant_add_text(&scratch, shape->last, model->zone, INSTANT_FULL, 0);
        table_take(&t, &scratch, widths[4]);
        report_add_source(&scratch, model, shape->example_content);
        table_take(&t, &scratch, widths[5]);
        table_cell(&t, span_of(shape->text), widths[6]);
        table_end_row(&t);
    }
    text_release(&scratch);
    return table_finish(&t, sink, error);
}
