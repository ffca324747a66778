/*
 * A paper as the body of a page: a heading for each part, tables with captions and heads, ids that
 * stay (#E12, #factors), and everything a person wrote escaped.
 */
#include "report/paper.h"

struct html {
    const struct paper *paper;
    struct text *out;
    struct text visible; /* scratch */
};

static void add_words(struct html *html, struct span words)
{
    text_add_visible(&html->visible, words);
    text_add_html(html->out, text_span(&html->visible));
    if (html->visible.status) html->out->status = html->visible.status;
    text_clear(&html->visible);
}

static void add_element(struct html *html, const char *name, struct span words)
{
    text_addf(html->out, "<%s>", name);
    add_words(html, words);
    text_addf(html->out, "</%s>", name);
}

static void add_run(struct html *html, const struct paper_run *run)
{
    char id[16];
    switch (run->style) {
    case PAPER_PLAIN: add_words(html, run->text); return;
    case PAPER_STRONG: add_element(html, "strong", run->text); return;
    case PAPER_EMPHASIS: add_element(html, "em", run->text); return;
    case PAPER_CODE: add_element(html, "code", run->text); return;
    case PAPER_BREAK: text_adds(html->out, "<br>\n"); return;
    case PAPER_LINK:
        text_adds(html->out, "<a rel=\"noreferrer noopener\" href=\"");
        add_words(html, run->to);
        text_adds(html->out, "\">");
        add_words(html, run->text);
        text_adds(html->out, "</a>");
        return;
    case PAPER_ENTRY:
        if (!paper_links(html->paper, run->ref)) {
            add_words(html, run->text);
            return;
        }
        text_addf(html->out, "<a class=\"place\" href=\"#%s\">", review_id_text(run->ref, id));
        add_words(html, run->text);
        text_adds(html->out, "</a>");
        return;
    }
}

static void add_cell(struct html *html, const struct paper_cell *cell)
{
    for (const struct paper_run *run = cell ? cell->runs : NULL; run; run = run->next)
        add_run(html, run);
}

/* " id=\"E12\"" for the row that links to an entry lead to. */
static void add_anchor(struct html *html, const struct paper_row *row)
{
    char id[16];
    if (row && row->anchor) text_addf(html->out, " id=\"%s\"", review_id_text(row->id, id));
}

static void add_row(struct html *html, const struct paper_row *row, const char *const *heads)
{
    text_adds(html->out, "<tr");
    add_anchor(html, row);
    if (row->group) text_addf(html->out, " data-group=\"%s\"", row->group);
    text_addc(html->out, '>');
    bool first = true;
    for (const struct paper_cell *cell = row->cells; cell; cell = cell->next) {
        bool number = *heads && **heads == '#';
        const char *name = first ? "th" : "td";
        text_addf(html->out, "<%s%s%s>", name, first ? " scope=\"row\"" : "",
                  number ? " class=\"n\"" : "");
        add_cell(html, cell);
        text_addf(html->out, "</%s>", name);
        first = false;
        if (*heads) heads++;
    }
    text_adds(html->out, "</tr>\n");
}

static void add_table(struct html *html, const struct paper_block *block)
{
    text_adds(html->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    add_words(html, span_of(block->caption));
    text_adds(html->out, "\">\n<table>\n<caption>");
    add_words(html, span_of(block->caption));
    text_adds(html->out, "</caption>\n<thead><tr>");
    for (const char *const *head = block->heads; *head; head++) {
        bool number = **head == '#';
        text_addf(html->out, "<th scope=\"col\"%s>%s</th>", number ? " class=\"n\"" : "",
                  *head + number);
    }
    text_adds(html->out, "</tr></thead>\n<tbody>\n");
    for (const struct paper_row *row = block->rows; row; row = row->next)
        add_row(html, row, block->heads);
    text_adds(html->out, "</tbody>\n</table>\n</div>\n");
}

static void add_points(struct html *html, const struct paper_block *block)
{
    bool terms = block->kind == PAPER_TERMS;
    text_adds(html->out, terms ? "<dl class=\"gist terms\">\n" : "<ul class=\"points\">\n");
    for (const struct paper_row *row = block->rows; row; row = row->next) {
        const struct paper_cell *cell = row->cells;
        text_adds(html->out, terms ? "<dt" : "<li");
        add_anchor(html, row);
        text_addc(html->out, '>');
        add_cell(html, cell);
        if (terms) {
            text_adds(html->out, "</dt><dd>");
            add_cell(html, cell ? cell->next : NULL);
        }
        text_adds(html->out, terms ? "</dd>\n" : "</li>\n");
    }
    text_adds(html->out, terms ? "</dl>\n" : "</ul>\n");
}

static void add_figure(struct html *html, const struct paper_block *block)
{
    text_adds(html->out, "<figure class=\"strip\">\n<div class=\"scroll\" tabindex=\"0\" "
                         "role=\"region\" aria-label=\"");
    add_words(html, span_of(block->caption));
    text_adds(html->out, "\">\n");
    block->draw(block->context, html->out);
    text_adds(html->out, "</div>\n<figcaption>");
    add_words(html, span_of(block->caption));
    text_adds(html->out, "</figcaption>\n</figure>\n");
}

static void add_single(struct html *html, const struct paper_block *block, const char *open,
                       const char *close)
{
    text_addf(html->out, "<%s", open);
    add_anchor(html, block->rows);
    text_addc(html->out, '>');
    add_cell(html, block->rows ? block->rows->cells : NULL);
    text_addf(html->out, "</%s>\n", close);
}

static void add_block(struct html *html, const struct paper_block *block)
{
    switch (block->kind) {
    case PAPER_HEADING: add_single(html, block, "h3", "h3"); return;
    case PAPER_PARAGRAPH: add_single(html, block, "p", "p"); return;
    case PAPER_QUOTE:
        text_adds(html->out, "<blockquote>");
        add_single(html, block, "p", "p");
        text_adds(html->out, "</blockquote>\n");
        return;
    case PAPER_LIST:
    case PAPER_TERMS: add_points(html, block); return;
    case PAPER_TABLE: add_table(html, block); return;
    case PAPER_FIGURE: add_figure(html, block); return;
    }
}

enum status paper_html(const struct paper *paper, struct text *out, const struct report_sink *sink,
                       struct error *error)
{
    struct html html = {.paper = paper, .out = out};
    text_init(&html.visible, 0);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < paper->part_count && status == STATUS_OK; i++) {
        const struct paper_part *part = &paper->parts[i];
        text_addf(out,
                  "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n",
                  part->name, part->name, part->name, part->title);
        for (const struct paper_block *block = part->blocks; block && status == STATUS_OK;
             block = block->next) {
            add_block(&html, block);
            status = report_flush_some(sink, out, error);
        }
        text_adds(out, "</section>\n");
    }
    text_release(&html.visible);
    return status;
}

/* A list for each depth of reading, so that a reader can stop at the gist or go on. */
void paper_html_contents(const struct paper *paper, struct text *out)
{
    static const char *const depths[] = {"", "On one page", "The story", "In detail"};
    for (unsigned depth = 1; depth < sizeof depths / sizeof depths[0]; depth++) {
        bool open = false;
        for (size_t i = 0; i < paper->part_count; i++) {
            if (paper->parts[i].depth != depth) continue;
            if (!open)
                text_addf(out, "<p id=\"depth-%u\">%s</p>\n<ul aria-labelledby=\"depth-%u\">\n",
                          depth, depths[depth], depth);
            open = true;
            text_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", paper->parts[i].name,
                      paper->parts[i].title);
        }
        if (open) text_adds(out, "</ul>\n");
    }
}
