/* The parts of a paper as JSON: the same blocks, their words without markup. */
#include "report/paper.h"

static const char *block_word(enum paper_block_kind kind)
{
    static const char *const words[] = {
#define X(name, word) word,
        PAPER_BLOCKS(X)
#undef X
    };
    return words[kind];
}

/* An address that is not spelt out in the words follows them in angle brackets. */
static void add_cell(struct json_writer *json, const struct paper_cell *cell, struct text *words)
{
    for (const struct paper_run *run = cell ? cell->runs : NULL; run; run = run->next) {
        if (run->style == PAPER_BREAK) text_addc(words, '\n');
        text_add(words, run->text);
        if (run->style != PAPER_LINK || span_equal(run->text, run->to)) continue;
        text_adds(words, " <");
        text_add(words, run->to);
        text_addc(words, '>');
    }
    json_span(json, text_span(words));
    if (words->status) json->out->status = words->status;
    text_clear(words);
}

static void add_row(struct json_writer *json, const struct paper_row *row, struct text *words)
{
    char id[16];
    json_object(json);
    if (row->id.number) json_member_string(json, "id", review_id_text(row->id, id));
    json_member_array(json, "cells");
    for (const struct paper_cell *cell = row->cells; cell; cell = cell->next)
        add_cell(json, cell, words);
    json_array_end(json);
    json_object_end(json);
}

static void add_block(struct json_writer *json, const struct paper_block *block, struct text *words)
{
    text_addc(json->out, '\n'); /* a block a line */
    json_object(json);
    json_member_string(json, "kind", block_word(block->kind));
    json_member(json, "caption", block->caption);
    if (block->heads) {
        json_member_array(json, "heads");
        for (const char *const *head = block->heads; *head; head++)
            json_string(json, **head == '#' ? *head + 1 : *head);
        json_array_end(json);
    }
    bool rows =
        block->kind == PAPER_TABLE || block->kind == PAPER_LIST || block->kind == PAPER_TERMS;
    if (rows) {
        json_member_array(json, "rows");
        for (const struct paper_row *row = block->rows; row; row = row->next)
            add_row(json, row, words);
        json_array_end(json);
    } else if (block->rows) {
        if (block->rows->id.number) {
            char id[16];
            json_member_string(json, "id", review_id_text(block->rows->id, id));
        }
        json_key(json, "text");
        add_cell(json, block->rows->cells, words);
    }
    json_object_end(json);
}

static void add_part(struct json_writer *json, const struct paper_part *part, struct text *words)
{
    text_addc(json->out, '\n');
    json_object(json);
    json_member_string(json, "name", part->name);
    json_member_string(json, "title", part->title);
    json_member_string(json, "need", paper_need_word(part->need));
    json_member_uint(json, "depth", part->depth);
    json_member_array(json, "blocks");
    for (const struct paper_block *block = part->blocks; block; block = block->next)
        add_block(json, block, words);
    json_array_end(json);
    json_object_end(json);
}

enum status paper_json(const struct paper *paper, struct json_writer *json,
                       const struct report_sink *sink, struct error *error)
{
    struct text words;
    text_init(&words, 0);
    enum status status = STATUS_OK;
    json_member_array(json, "parts");
    for (size_t i = 0; i < paper->part_count && status == STATUS_OK; i++) {
        add_part(json, &paper->parts[i], &words);
        status = report_flush_some(sink, json->out, error);
    }
    json_array_end(json);
    text_release(&words);
    return status;
}
