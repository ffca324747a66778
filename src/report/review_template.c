/* A report by a template of one's own: Markdown with {{part}} and {{field:title}} in it. */
#include "report/telling.h"

#include <stdio.h>

struct filling {
    struct telling *telling;
    struct text *out;
    uint32_t line;
    struct error *error;
};

static enum status unknown(struct filling *filling, struct span name)
{
    struct text known;
    size_t count;
    const char *const *names = report_review_parts(&count);
    text_init(&known, 0);
    for (size_t i = 0; i < count; i++) text_addf(&known, "%s%s", i ? ", " : "", names[i]);
    enum status status =
        error_set(filling->error, STATUS_BAD_INPUT,
                  "line %u of the template: there is no part \"%.*s\". Write {{field:NAME}} for a "
                  "field of the review, or one of: %s",
                  filling->line, (int)(name.len > 60 ? 60 : name.len), name.at, known.at);
    text_release(&known);
    return status;
}

/* What must not reach a circle is not to be had by its field either. */
static bool is_private(const struct filling *filling, const struct review_field *field)
{
    if (strcmp(field->name, "handed_to") == 0) return filling->telling->wide;
    return strcmp(field->name, "internal_note") == 0 &&
           filling->telling->circle == REVIEW_CIRCLE_PUBLIC;
}

static enum status add_field(struct filling *filling, struct span name)
{
    const struct review_entry *own = &filling->telling->own->entry;
    const struct review_field *field = review_field_find(REVIEW_KIND_REVIEW, name);
    if (!field)
        return error_set(filling->error, STATUS_BAD_INPUT,
                         "line %u of the template: a review has no field \"%.*s\"; postmortem help "
                         "edit lists them",
                         filling->line, (int)(name.len > 60 ? 60 : name.len), name.at);
    if (!review_is_stated(own, field) || is_private(filling, field)) return STATUS_OK;
    struct text value;
    text_init(&value, 0);
    review_field_text(own, field, &value);
    if (field->type == REVIEW_TYPE_TEXT) {
        struct arena arena;
        struct paper paper;
        arena_init(&arena, filling->telling->paper->arena->cap);
        paper_init(&paper, filling->telling->review, &arena);
        paper_part(&paper, "field", "field", PAPER_OPTIONAL, 1);
        paper_prose(&paper, value.at);
        paper_markdown_part(paper.part, filling->out);
        if (paper.failed) filling->out->status = STATUS_NO_MEMORY;
        arena_release(&arena);
        if (filling->out->len && filling->out->at[filling->out->len - 1] == '\n')
            filling->out->at[--filling->out->len] = '\0';
    } else {
        paper_markdown_words(filling->out, text_span(&value), true);
    }
    if (value.status) filling->out->status = value.status;
    text_release(&value);
    return STATUS_OK;
}

/* The part's own line break is dropped: the template has one. */
static enum status add_part(struct filling *filling, struct span name)
{
    const struct paper *paper = filling->telling->paper;
    size_t count;
    const char *const *names = report_review_parts(&count);
    bool known = false;
    for (size_t i = 0; i < count; i++) known |= span_is(name, names[i]);
    if (!known) return unknown(filling, name);
    for (size_t i = 0; i < paper->part_count; i++) {
        if (!span_is(name, paper->parts[i].name)) continue;
        paper_markdown_part(&paper->parts[i], filling->out);
        if (filling->out->len && filling->out->at[filling->out->len - 1] == '\n')
            filling->out->at[--filling->out->len] = '\0';
        return STATUS_OK;
    }
    text_adds(filling->out, "None recorded.");
    return STATUS_OK;
}

static enum status fill(struct filling *filling, struct span rest, const struct report_sink *sink)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK) {
        size_t open = span_find(rest, SPAN("{{"));
        struct span before = span_sub(rest, 0, open == SIZE_MAX ? rest.len : open);
        for (size_t i = 0; i < before.len; i++) filling->line += before.at[i] == '\n';
        text_add(filling->out, before);
        if (open == SIZE_MAX) break;
        rest = span_from(rest, open + 2);
        struct span line = rest;
        line = span_cut(&line, '\n');
        size_t close = span_find(line, SPAN("}}"));
        if (close == SIZE_MAX)
            return error_set(filling->error, STATUS_BAD_INPUT,
                             "line %u of the template: \"{{\" is not closed; write \"}}\" on the "
                             "same line",
                             filling->line);
        struct span name = span_trim(span_sub(line, 0, close));
        rest = span_from(rest, close + 2);
        status = span_starts(name, SPAN("field:"))
                     ? add_field(filling, span_trim(span_from(name, strlen("field:"))))
                     : add_part(filling, name);
        if (status == STATUS_OK) status = report_flush_some(sink, filling->out, filling->error);
    }
    return status;
}

enum status report_review_template(const struct report_review *report, struct span template_text,
                                   const struct report_sink *sink, struct error *error)
{
    struct arena arena;
    struct telling telling;
    struct paper paper;
    struct text out;
    arena_init(&arena, (size_t)1 << 30);
    text_init(&out, 0);
    enum status status = telling_make(&telling, report, &paper, &arena, error);
    struct filling filling = {.telling = &telling, .out = &out, .line = 1, .error = error};
    if (status == STATUS_OK) status = fill(&filling, template_text, sink);
    if (status == STATUS_OK) status = report_flush(sink, &out, error);
    text_release(&out);
    arena_release(&arena);
    return status;
}
