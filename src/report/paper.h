/*
 * A paper: parts made of blocks, told once and walked by every renderer.
 *
 * All blocks have one shape: rows of cells, and a cell is a run of words after another. A paragraph
 * is one row of one cell, a list a row for each point, a definition a row of two cells. Words are
 * data: a renderer escapes them, and nothing that a person wrote is ever taken for markup but what
 * paper_prose() reads.
 *
 * A writer appends freely: running out of memory is sticky and told at the end.
 */
#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include "report/internal.h"

enum paper_style {
    PAPER_PLAIN,
    PAPER_STRONG,
    PAPER_EMPHASIS,
    PAPER_CODE,
    PAPER_LINK,  /* `to` is an address of a scheme that is allowed */
    PAPER_ENTRY, /* `ref` is an entry; a link when the paper has its row */
    PAPER_BREAK, /* a new line */
};

struct paper_run {
    struct paper_run *next;
    enum paper_style style;
    struct review_id ref;
    struct span text, to; /* borrowed, or in the arena */
};

struct paper_cell {
    struct paper_cell *next;
    struct paper_run *runs, *last;
};

struct paper_row {
    struct paper_row *next;
    struct review_id id; /* the entry it is about; number 0 and kind 0: none */
    const char *group;   /* of an event, for filters; NULL: none */
    struct paper_cell *cells, *last;
    bool anchor; /* this is the row that links to the entry lead to */
};

/* kind, word */
#define PAPER_BLOCKS(X)                                                                            \
    X(HEADING, "heading")                                                                          \
    X(PARAGRAPH, "paragraph")                                                                      \
    X(LIST, "list")                                                                                \
    X(TABLE, "table")                                                                              \
    X(TERMS, "definitions")                                                                        \
    X(QUOTE, "quote")                                                                              \
    X(FIGURE, "figure")

enum paper_block_kind {
#define X(name, word) PAPER_##name,
    PAPER_BLOCKS(X)
#undef X
};

/* Draws a figure as SVG. */
typedef void paper_draw(const void *context, struct text *out);

struct paper_block {
    struct paper_block *next;
    enum paper_block_kind kind;
    const char *caption;      /* of tables and figures */
    const char *const *heads; /* of a table's columns; ends with NULL */
    struct paper_row *rows, *last;
    paper_draw *draw;
    const void *context;
    const char *plain; /* of a figure: the same in words, set as they are; NULL: told elsewhere */
};

enum paper_need { PAPER_MUST, PAPER_SHOULD, PAPER_OPTIONAL };

struct paper_part {
    const char *name, *title;
    enum paper_need need;
    unsigned depth;
    struct paper_block *blocks, *last;
};

enum { PAPER_PARTS_MAX = 32 };

struct paper {
    struct arena *arena; /* borrowed */
    const struct review *review;
    const char *kind, *title; /* "Postmortem PM3", "Orders could not be placed" */
    struct paper_part parts[PAPER_PARTS_MAX];
    size_t part_count;
    struct paper_part *part;                       /* where the writer is */
    struct paper_row **anchors[REVIEW_KIND_COUNT]; /* by position within the kind */
    bool failed;
};

/* `words` of a paper live as long as its arena; strings of the review are borrowed. */
void paper_init(struct paper *paper, const struct review *review, struct arena *arena);
void paper_part(struct paper *paper, const char *name, const char *title, enum paper_need need,
                unsigned depth);
/* Takes the present part back when nothing was written into it. */
bool paper_part_empty(const struct paper *paper);
void paper_part_drop(struct paper *paper);

void paper_heading(struct paper *paper, const char *words);
void paper_paragraph(struct paper *paper);
void paper_list(struct paper *paper);
void paper_terms(struct paper *paper);
void paper_quote(struct paper *paper);
void paper_table(struct paper *paper, const char *caption, const char *const *heads);
void paper_figure(struct paper *paper, const char *caption, paper_draw *draw, const void *context);
/* The words of the figure just begun, for what has no pictures. */
void paper_figure_words(struct paper *paper, const char *plain);
/* A row, list point or heading about an entry. Links to the entry lead to the first such row, or to
 * the one that is its home. */
void paper_row(struct paper *paper);
void paper_row_of(struct paper *paper, struct review_id id, bool home);
void paper_cell(struct paper *paper);
/* Opens a row with its first cell filled, and the second one to go on in. */
void paper_term(struct paper *paper, const char *word);

void paper_add(struct paper *paper, const char *words); /* NULL adds nothing */
void paper_addf(struct paper *paper, const char *format, ...) __attribute__((format(printf, 2, 3)));
void paper_copy(struct paper *paper, struct span words); /* into the arena first */
void paper_strong(struct paper *paper, const char *words);
void paper_code(struct paper *paper, const char *words);
void paper_entry(struct paper *paper, struct review_id id);
void paper_break(struct paper *paper);
void paper_run(struct paper *paper, enum paper_style style, struct span text, struct span to,
               struct review_id ref);

/* What people write: paragraphs, bullets, emphasis, code, links, ids of entries. As blocks of their
 * own, or within the present cell with line breaks. */
void paper_prose(struct paper *paper, const char *text);
void paper_rich(struct paper *paper, const char *text);

bool paper_links(const struct paper *paper, struct review_id id);
const char *paper_need_word(enum paper_need need);

/* ---- renderers; flush to the sink as they go ---- */

enum status paper_markdown(const struct paper *paper, const struct report_sink *sink,
                           struct error *error);
/* The blocks of one part, without its heading. */
void paper_markdown_part(const struct paper_part *part, struct text *out);
void paper_markdown_words(struct text *out, struct span words, bool in_table);
/* The body of the page between header and footer, and the list of contents. */
enum status paper_html(const struct paper *paper, struct text *out, const struct report_sink *sink,
                       struct error *error);
void paper_html_contents(const struct paper *paper, struct text *out);
enum status paper_json(const struct paper *paper, struct json_writer *json,
                       const struct report_sink *sink, struct error *error);

#endif
