/* Lines of a text: LF, CR LF and CR end one. */
#include "language/page_parts.h"

/* Front matter that is longer than this is none. */
enum { FRONT_MATTER_BYTES = 1 << 16 };

static size_t find_byte(const struct page *page, char byte)
{
    if (page->at >= page->text.len) return page->text.len;
    const char *found = memchr(page->text.at + page->at, byte, page->text.len - page->at);
    return found ? (size_t)(found - page->text.at) : page->text.len;
}

/* Puts the cursor anywhere. */
static void line_rewind(struct page *page, size_t at)
{
    page->at = at;
    page->column = 0;
    page->line_feed = find_byte(page, '\n');
    page->carriage = find_byte(page, '\r');
}

bool line_here(struct page *page, struct line *ret)
{
    if (page->at >= page->text.len) return false;
    /* The two line ends are looked for on their own and remembered: in a text that has one kind
     * alone the other is looked for once. */
    if (page->line_feed < page->at) page->line_feed = find_byte(page, '\n');
    if (page->carriage < page->at) page->carriage = find_byte(page, '\r');
    size_t to = page->line_feed < page->carriage ? page->line_feed : page->carriage;
    size_t next = to < page->text.len ? to + 1 : to;
    if (to == page->carriage && page->line_feed == to + 1) next++;
    size_t from = page->at, column = page->column;
    for (; from < to; from++) {
        char c = page->text.at[from];
        if (c == '\t')
            column = (column | 3) + 1;
        else if (c == ' ')
            column++;
        else
            break;
    }
    *ret = (struct line){.from = from, .to = to, .next = next, .indent = column};
    return true;
}

void line_skip(struct page *page, const struct line *line)
{
    page->at = line->next;
    page->column = 0;
}

void line_enter(struct page *page, const struct line *line, size_t at)
{
    page->column = line->indent + (at - line->from);
    page->at = at;
}

bool line_blank(const struct line *line)
{
    return line->from == line->to;
}

struct span line_span(const struct page *page, const struct line *line)
{
    return span_sub(page->text, line->from, line->to - line->from);
}

static bool is_fence_of(struct span line, char mark)
{
    if (line.len < 3) return false;
    size_t n = 0;
    while (n < line.len && line.at[n] == mark) n++;
    return n == 3 && span_trim(span_from(line, 3)).len == 0;
}

static void skip_front_matter(struct page *page)
{
    struct line line;
    if (!line_here(page, &line) || line.indent) return;
    char mark = page_byte(page, line.from);
    if ((mark != '-' && mark != '+') || !is_fence_of(line_span(page, &line), mark)) return;
    size_t begin = page->at;
    line_skip(page, &line);
    while (page->at - begin < FRONT_MATTER_BYTES && line_here(page, &line)) {
        struct span words = line_span(page, &line);
        /* a rule on top of a text is followed by prose, and no second rule makes that data */
        if (line_blank(&line) && page->at == begin + 4) break;
        line_skip(page, &line);
        if (is_fence_of(words, mark) || (mark == '-' && is_fence_of(words, '.'))) return;
    }
    line_rewind(page, begin);
}

void page_begin(struct page *page)
{
    line_rewind(page, span_starts(page->text, SPAN("\xef\xbb\xbf")) ? 3 : 0);
    if (page->document) skip_front_matter(page);
}
