/* Building a paper. */
#include "report/paper.h"

#include <assert.h>
#include <stdio.h>

void paper_init(struct paper *paper, const struct review *review, struct arena *arena)
{
    *paper = (struct paper){.arena = arena, .review = review};
    for (int kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        review_entries(review, (enum review_kind)kind, &count);
        if (count == 0) continue;
        paper->anchors[kind] = arena_array(arena, count, sizeof(struct paper_row *));
        if (!paper->anchors[kind]) paper->failed = true;
    }
}

static void *take(struct paper *paper, size_t size)
{
    if (paper->failed) return NULL;
    void *memory = arena_alloc(paper->arena, size);
    if (!memory) paper->failed = true;
    return memory;
}

void paper_part(struct paper *paper, const char *name, const char *title, enum paper_need need,
                unsigned depth)
{
    assert(paper->part_count < PAPER_PARTS_MAX);
    paper->part = &paper->parts[paper->part_count++];
    *paper->part = (struct paper_part){.name = name, .title = title, .need = need, .depth = depth};
}

bool paper_part_empty(const struct paper *paper)
{
    return paper->part->blocks == NULL;
}

void paper_part_drop(struct paper *paper)
{
    assert(paper_part_empty(paper));
    paper->part_count--;
    paper->part = NULL;
}

static struct paper_block *add_block(struct paper *paper, enum paper_block_kind kind)
{
    struct paper_block *block = take(paper, sizeof *block);
    if (!block) return NULL;
    block->kind = kind;
    struct paper_part *part = paper->part;
    if (part->last)
        part->last->next = block;
    else
        part->blocks = block;
    part->last = block;
    return block;
}

void paper_row(struct paper *paper)
{
    struct paper_row *row = take(paper, sizeof *row);
    if (!row) return;
    struct paper_block *block = paper->part->last;
    if (block->last)
        block->last->next = row;
    else
        block->rows = row;
    block->last = row;
}

void paper_cell(struct paper *paper)
{
    struct paper_cell *cell = take(paper, sizeof *cell);
    if (!cell) return;
    struct paper_row *row = paper->part->last->last;
    if (row->last)
        row->last->next = cell;
    else
        row->cells = cell;
    row->last = cell;
}

/* Where links to an entry are kept; NULL when the review has no such entry. */
static struct paper_row **anchor_of(const struct paper *paper, struct review_id id)
{
    if (id.number == 0 || id.kind >= REVIEW_KIND_COUNT || !paper->anchors[id.kind]) return NULL;
    const struct review_entry *entry = review_find(paper->review, id);
    if (!entry) return NULL;
    size_t count;
    const struct review_entry *first =
        review_entries(paper->review, (enum review_kind)id.kind, &count);
    size_t bytes = (size_t)((const char *)entry - (const char *)first);
    return &paper->anchors[id.kind][bytes / review_kinds[id.kind].size];
}

void paper_row_of(struct paper *paper, struct review_id id, bool home)
{
    paper_row(paper);
    if (paper->failed) return;
    struct paper_row *row = paper->part->last->last;
    row->id = id;
    struct paper_row **anchor = anchor_of(paper, id);
    if (!anchor || (*anchor && !home)) return;
    if (*anchor) (*anchor)->anchor = false;
    *anchor = row;
    row->anchor = true;
}

bool paper_links(const struct paper *paper, struct review_id id)
{
    struct paper_row **anchor = anchor_of(paper, id);
    return anchor && *anchor;
}

void paper_heading(struct paper *paper, const char *words)
{
    if (!add_block(paper, PAPER_HEADING) || !words) return;
    paper_row(paper);
    paper_cell(paper);
    paper_add(paper, words);
}

static void add_single(struct paper *paper, enum paper_block_kind kind)
{
    if (!add_block(paper, kind)) return;
    paper_row(paper);
    paper_cell(paper);
}

void paper_paragraph(struct paper *paper)
{
    add_single(paper, PAPER_PARAGRAPH);
}

void paper_quote(struct paper *paper)
{
    add_single(paper, PAPER_QUOTE);
}

void paper_list(struct paper *paper)
{
    add_block(paper, PAPER_LIST);
}

void paper_terms(struct paper *paper)
{
    add_block(paper, PAPER_TERMS);
}

void paper_table(struct paper *paper, const char *caption, const char *const *heads)
{
    struct paper_block *block = add_block(paper, PAPER_TABLE);
    if (!block) return;
    block->caption = caption;
    block->heads = heads;
}

void paper_figure(struct paper *paper, const char *caption, paper_draw *draw, const void *context)
{
    struct paper_block *block = add_block(paper, PAPER_FIGURE);
    if (!block) return;
    block->caption = caption;
    block->draw = draw;
    block->context = context;
}

void paper_figure_words(struct paper *paper, const char *plain)
{
    struct paper_block *block = paper->part->last;
    if (block && block->kind == PAPER_FIGURE) block->plain = plain;
}

void paper_term(struct paper *paper, const char *word)
{
    paper_row(paper);
    paper_cell(paper);
    paper_add(paper, word);
    paper_cell(paper);
}

void paper_run(struct paper *paper, enum paper_style style, struct span text, struct span to,
               struct review_id ref)
{
    struct paper_run *run = take(paper, sizeof *run);
    if (!run) return;
    *run = (struct paper_run){.style = style, .ref = ref, .text = text, .to = to};
    struct paper_cell *cell = paper->part->last->last->last;
    if (cell->last)
        cell->last->next = run;
    else
        cell->runs = run;
    cell->last = run;
}

static void add_run(struct paper *paper, enum paper_style style, struct span text)
{
    if (text.len || style == PAPER_BREAK)
        paper_run(paper, style, text, (struct span){0}, (struct review_id){0});
}

void paper_add(struct paper *paper, const char *words)
{
    if (words) add_run(paper, PAPER_PLAIN, span_of(words));
}

void paper_copy(struct paper *paper, struct span words)
{
    if (paper->failed || words.len == 0) return;
    char *copy = arena_copy(paper->arena, words);
    if (!copy) paper->failed = true;
    add_run(paper, PAPER_PLAIN, (struct span){copy, copy ? words.len : 0});
}

void paper_addf(struct paper *paper, const char *format, ...)
{
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    assert(length >= 0 && (size_t)length < sizeof buffer); /* our own short words and numbers */
    paper_copy(paper, (struct span){buffer, (size_t)length});
}

void paper_strong(struct paper *paper, const char *words)
{
    if (words) add_run(paper, PAPER_STRONG, span_of(words));
}

void paper_code(struct paper *paper, const char *words)
{
    if (words) add_run(paper, PAPER_CODE, span_of(words));
}

void paper_break(struct paper *paper)
{
    add_run(paper, PAPER_BREAK, (struct span){0});
}

void paper_entry(struct paper *paper, struct review_id id)
{
    char word[16];
    if (paper->failed) return;
    char *copy = arena_copy(paper->arena, span_of(review_id_text(id, word)));
    if (!copy) paper->failed = true;
    if (copy) paper_run(paper, PAPER_ENTRY, span_of(copy), (struct span){0}, id);
}

const char *paper_need_word(enum paper_need need)
{
    static const char *const words[] = {"must", "should", "optional"};
    return words[need];
}
