/* What is stepped over as a whole: fenced code, HTML. */
#include "language/page_parts.h"

void skip_fence(struct page *page, struct line line)
{
    char mark = page_byte(page, line.from);
    size_t length = 0;
    while (page_byte(page, line.from + length) == mark) length++;
    size_t inside = page->list_depth ? page->list[page->list_depth - 1] : 0;
    line_skip(page, &line);
    while (line_here(page, &line)) {
        if (!line_blank(&line) && line.indent < inside) return; /* its item has ended */
        size_t n = 0;
        while (line.from + n < line.to && page_byte(page, line.from + n) == mark) n++;
        line_skip(page, &line);
        if (n >= length &&
            span_trim(span_sub(page->text, line.from + n, line.to - line.from - n)).len == 0)
            return;
    }
}

/* Behind the next `end` from `from` on, or the end of the text. */
static size_t behind(const struct page *page, size_t from, struct span end)
{
    size_t found = span_find_nocase(span_from(page->text, from), end);
    return found == SIZE_MAX ? page->text.len : from + found + end.len;
}

static void skip_to(struct page *page, struct line line, size_t to)
{
    line_enter(page, &line, to);
    page->column = 0;
}

static void skip_comment(struct page *page, struct line line)
{
    size_t to = behind(page, line.from + 4, SPAN("-->"));
    size_t end = to - 3 >= line.from + 4 ? to - 3 : to;
    page_remark(page, line.from + 4, end, false);
    skip_to(page, line, to);
}

/* The name of a tag at '<' or "</", lower case, in `out`; its length. */
static size_t tag_name(struct span line, char out[12])
{
    size_t at = 1, n = 0;
    if (line.len > 1 && line.at[1] == '/') at++;
    while (at + n < line.len && n < 11 &&
           (byte_is_letter(line.at[at + n]) || (n && byte_is_digit(line.at[at + n])))) {
        out[n] = to_lower(line.at[at + n]);
        n++;
    }
    out[n] = '\0';
    char next = at + n < line.len ? line.at[at + n] : ' ';
    return is_blank(next) || next == '>' || next == '/' ? n : 0;
}

static bool is_block_tag(const char *name)
{
    static const char names[] =
        " address article aside base basefont blockquote body caption center col colgroup dd "
        "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 "
        "h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem meta nav "
        "noframes ol optgroup option p param picture section source summary svg table tbody td "
        "tfoot th thead title tr track ul video ";
    char word[14] = " ";
    size_t len = strlen(name);
    memcpy(word + 1, name, len);
    word[len + 1] = ' ';
    return span_find(SPAN(names), (struct span){word, len + 2}) != SIZE_MAX;
}

bool html_interrupts(struct span line)
{
    char name[12];
    if (span_starts(line, SPAN("<!--"))) return span_find(line, SPAN("-->")) == SIZE_MAX;
    return tag_name(line, name) && is_block_tag(name);
}

/* One tag and nothing else on its line; not within a paragraph. */
static bool is_lone_tag(const struct page *page, struct span line)
{
    if (page->open) return false;
    const char *close = memchr(line.at, '>', line.len);
    if (!close || memchr(line.at, ':', (size_t)(close - line.at))) return false;
    return span_trim(span_from(line, (size_t)(close - line.at) + 1)).len == 0;
}

static void skip_to_blank(struct page *page, struct line line)
{
    do line_skip(page, &line);
    while (line_here(page, &line) && !line_blank(&line));
}

bool skip_html(struct page *page, struct line line)
{
    static const struct {
        const char *name;
        struct span end;
    } raw[] = {{"script", {"</script>", 9}},
               {"pre", {"</pre>", 6}},
               {"style", {"</style>", 8}},
               {"textarea", {"</textarea>", 11}}};
    struct span words = line_span(page, &line);
    if (span_starts(words, SPAN("<!--"))) return skip_comment(page, line), true;
    if (span_starts(words, SPAN("<?")))
        return skip_to(page, line, behind(page, line.from, SPAN("?>"))), true;
    if (span_starts(words, SPAN("<!")))
        return skip_to(page, line, behind(page, line.from, SPAN(">"))), true;
    char name[12];
    if (!tag_name(words, name)) return false;
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        if (strcmp(name, raw[i].name) != 0 || words.at[1] == '/') continue;
        skip_to(page, line, behind(page, line.from, raw[i].end));
        return true;
    }
    if (!is_block_tag(name) && !is_lone_tag(page, words)) return false;
    skip_to_blank(page, line);
    return true;
}
