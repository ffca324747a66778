/*
 * The next block of prose. Everything here is by lines: a paragraph is a run of them, and
 * quotations are stepped over, so that what is left of a block lies in one piece in the source.
 */
#include "language/page_parts.h"

/* Begins or goes on with a paragraph. */
static void gather(struct page *page, const struct line *line)
{
    if (!page->open) {
        page->block = (struct block){.from = line->from,
                                     .kind = page->item ? BLOCK_ITEM : BLOCK_TEXT,
                                     .listed = page->list_depth > 0,
                                     .timed = said_time(line_span(page, line)) > 0};
        page->open = true;
        page->item = false;
    } else {
        page->block.wrapped = true;
    }
    page->block.to = line->to;
    line_skip(page, line);
}

/* A bold line alone, or one that says nothing but "Timeline:", is a heading. */
static bool is_label(const struct page *page)
{
    enum { LABEL_MOST = 120 };
    struct span words =
        span_trim(span_sub(page->text, page->block.from, page->block.to - page->block.from));
    if (words.len < 2 || words.len > LABEL_MOST || page->block.wrapped ||
        page->block.kind == BLOCK_ITEM)
        return false;
    char mark = words.at[0];
    size_t end = words.len;
    if (words.at[end - 1] == ':') end--;
    if ((mark == '*' || mark == '_') && words.at[1] == mark && end > 4 &&
        words.at[end - 1] == mark && words.at[end - 2] == mark)
        return span_find(span_sub(words, 2, end - 4), span_sub(words, 0, 2)) == SIZE_MAX;
    return page_is_label(words);
}

/* Ends the paragraph; true when it is one. */
static bool close_block(struct page *page, struct block *ret)
{
    if (!page->open) return false;
    page->open = false;
    if (is_label(page)) {
        page_section(page, HEADING_MOST,
                     span_sub(page->text, page->block.from, page->block.to - page->block.from));
        return false;
    }
    *ret = page->block;
    return true;
}

static void leave_lists(struct page *page, size_t indent)
{
    while (page->list_depth && indent < page->list[page->list_depth - 1]) page->list_depth--;
}

/* Columns before the text, beyond those of the item that it belongs to. */
static size_t indent_within(const struct page *page, size_t indent)
{
    size_t depth = page->list_depth;
    while (depth && page->list[depth - 1] > indent) depth--;
    return depth ? indent - page->list[depth - 1] : indent;
}

/* The next cell of a row, or false when none is left. */
static bool next_cell(struct page *page, struct block *ret)
{
    while (page->row_from < page->row_to) {
        size_t from = page->row_from, at = from;
        for (; at < page->row_to && page->text.at[at] != '|'; at++)
            if (page->text.at[at] == '\\' && at + 1 < page->row_to) at++;
        page->row_from = at + 1;
        struct span cell = span_trim(span_sub(page->text, from, at - from));
        if (!cell.len) continue;
        from = (size_t)(cell.at - page->text.at);
        if (said_line(cell, true)) continue;
        *ret = (struct block){.from = from, .to = from + cell.len, .kind = BLOCK_CELL};
        return true;
    }
    return false;
}

/* Steps over a delimiter row, takes any other; `heads`: its cells are headings. */
static void take_row(struct page *page, const struct line *line, bool heads)
{
    page->table = true;
    bool jira = line->to - line->from > 1 && page_byte(page, line->from + 1) == '|';
    if (!heads && !jira && !start_is_delimiter(line_span(page, line))) {
        page->row_from = line->from;
        page->row_to = line->to;
    }
    line_skip(page, line);
}

/* Whether the line is the first row of a table: it has a bar and the next one is a delimiter. */
static bool heads_table(struct page *page, const struct line *line)
{
    if (!memchr(page->text.at + line->from, '|', line->to - line->from)) return false;
    struct page ahead = {.text = page->text,
                         .at = line->next,
                         .line_feed = page->line_feed,
                         .carriage = page->carriage};
    size_t at = line->next;
    while (is_in(page_byte(page, at), " \t")) at++;
    if (!is_in(page_byte(page, at), "|:-")) return false;
    struct line next;
    return line_here(&ahead, &next) && start_is_delimiter(line_span(&ahead, &next));
}

static void take_item(struct page *page, const struct line *line, size_t marker)
{
    leave_lists(page, line->indent);
    line_enter(page, line, line->from + marker);
    struct line text;
    size_t column = page->column + 1;
    bool more = line_here(page, &text);
    if (more && !line_blank(&text) && text.indent < column + 4) column = text.indent;
    if (page->list_depth < LIST_DEPTH) page->list[page->list_depth++] = column;
    page->item = true;
    page->quoted = page->said = page->table = false;
    if (!more || text.to - text.from < 4 || page_byte(page, text.from) != '[' ||
        page_byte(page, text.from + 2) != ']' || !is_blank(page_byte(page, text.from + 3)))
        return;
    if (is_in(page_byte(page, text.from + 1), " xX-~")) {
        page->at = text.from + 3; /* a task's box */
        page->column = text.indent;
    }
}

static void take_heading(struct page *page, const struct line *line, size_t level)
{
    struct span words = line_span(page, line);
    leave_lists(page, line->indent);
    page->said = page->quoted = false;
    page_section(page, level, span_from(words, words.at[0] == 'h' ? 3 : level));
    line_skip(page, line);
}

/* What can only begin between paragraphs, or ends one. */
static bool interrupts(const struct page *page, const struct line *line, enum start start,
                       size_t text)
{
    if (start == START_TEXT || start == START_DEFINITION) return false;
    if (start == START_HTML) return html_interrupts(line_span(page, line));
    if (start != START_ITEM || page->list_depth) return true;
    if (line->to - line->from <= text) return false;
    char first = page_byte(page, line->from);
    return !byte_is_digit(first) || (first == '1' && text == 2);
}

/* Text; true when a block is done, which leaves the line for the next call. */
static bool take_text(struct page *page, const struct line *line, struct block *ret)
{
    struct span words = line_span(page, line);
    if (heads_table(page, line)) {
        if (close_block(page, ret)) return true;
        take_row(page, line, true);
        return false;
    }
    if (page->table && !page->open && memchr(words.at, '|', words.len)) {
        take_row(page, line, false);
        return false;
    }
    page->table = false;
    bool skip = page->said || (page->quoted && !page->item);
    if (!skip && said_line(words, !page->open)) {
        if (close_block(page, ret)) return true;
        page->said = skip = true;
    }
    if (skip) {
        page->item = false;
        line_skip(page, line);
        return false;
    }
    if (page->open && page->block.timed && said_time(words) && close_block(page, ret)) return true;
    gather(page, line);
    return false;
}

static void take_other(struct page *page, const struct line *line, enum start start, size_t text)
{
    page->item = page->item && start == START_FOOTNOTE;
    page->said = page->quoted = false;
    switch (start) {
    case START_FENCE: skip_fence(page, *line); break;
    case START_QUOTE:
        page->quoted = !start_is_delimiter(line_span(page, line)) && line->to - line->from > 1;
        line_skip(page, line);
        break;
    case START_ROW: take_row(page, line, heads_table(page, line)); break;
    case START_FOOTNOTE:
        line_enter(page, line, line->from + text);
        page->column = 0;
        break;
    default: line_skip(page, line); break; /* rules and definitions */
    }
}

/* One line; true when a block is done. */
static bool take_line(struct page *page, const struct line *line, struct block *ret)
{
    size_t text;
    if (line_blank(line)) {
        page->quoted = page->said = page->table = page->item = false;
        line_skip(page, line);
        return close_block(page, ret);
    }
    struct span words = line_span(page, line);
    if (page->open) {
        struct span above =
            span_sub(page->text, page->block.from, page->block.to - page->block.from);
        if (!page->block.wrapped && page->block.kind == BLOCK_TEXT &&
            start_is_underline(words, above, &text)) {
            page->open = false;
            page_section(page, text, above);
            line_skip(page, line);
            return false;
        }
    } else if (!page->item) {
        leave_lists(page, line->indent);
    }
    if (!page->open) page_off_line(page, words);
    size_t indent = page->item ? 0 : indent_within(page, line->indent);
    if (indent >= 4 && !page->said && !page->quoted) {
        if (page->open) return take_text(page, line, ret);
        line_skip(page, line);
        return false;
    }
    enum start start = start_of(words, &text);
    if (page->open && interrupts(page, line, start, text) && close_block(page, ret)) return true;
    if (page->open) return take_text(page, line, ret);
    if (start == START_HTML) return skip_html(page, *line) ? false : take_text(page, line, ret);
    if (start == START_ITEM)
        take_item(page, line, text);
    else if (start == START_HEADING)
        take_heading(page, line, text);
    else if (start == START_TEXT)
        return take_text(page, line, ret);
    else
        take_other(page, line, start, text);
    return false;
}

static bool read_block(struct page *page, struct block *ret)
{
    struct line line;
    for (;;) {
        if (next_cell(page, ret)) return true;
        if (!line_here(page, &line)) return close_block(page, ret);
        if (take_line(page, &line, ret)) return true;
    }
}

bool page_block(struct page *page, struct block *ret)
{
    if (!read_block(page, ret)) return false;
    page_off_block(page, ret);
    return true;
}
