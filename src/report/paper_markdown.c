/* A paper as Markdown (GitHub's kind, for its tables), to be pasted into a document. */
#include "report/paper.h"

struct markdown {
    struct text *out;
    struct text visible; /* scratch */
    bool in_table;
    bool at_start;      /* of a line: what would open a block there is escaped */
    const char *indent; /* of lines that go on */
};

static bool is_alnum(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

/* "&amp;" would be shown as "&". */
static bool opens_entity(struct span here)
{
    size_t i = 1;
    while (i < here.len && i < 34 && (is_alnum(here.at[i]) || here.at[i] == '#')) i++;
    return i > 1 && i < here.len && here.at[i] == ';';
}

static bool needs_escape(struct span words, size_t i, bool in_table, bool at_start)
{
    char byte = words.at[i];
    if (at_start && i == 0 && strchr("#-+>=", byte)) return true;
    if (at_start && (byte == '.' || byte == ')')) { /* "1." opens a list */
        size_t digits = 0;
        while (digits < i && words.at[digits] >= '0' && words.at[digits] <= '9') digits++;
        return i && digits == i && i < 10;
    }
    switch (byte) {
    case '\\':
    case '`':
    case '*':
    case '<':
    case '[':
    case ']':
    case '~': return true;
    case '|': return in_table;
    case '_':
        return !(i && i + 1 < words.len && is_alnum(words.at[i - 1]) && is_alnum(words.at[i + 1]));
    case '&': return opens_entity(span_from(words, i));
    default: return false;
    }
}

static void add_words(struct markdown *markdown, struct span words)
{
    text_add_visible(&markdown->visible, words);
    struct span shown = text_span(&markdown->visible);
    for (size_t i = 0; i < shown.len; i++) {
        if (needs_escape(shown, i, markdown->in_table, markdown->at_start))
            text_addc(markdown->out, '\\');
        text_addc(markdown->out, shown.at[i]);
    }
    if (shown.len) markdown->at_start = false;
    if (markdown->visible.status) markdown->out->status = markdown->visible.status;
    text_clear(&markdown->visible);
}

void paper_markdown_words(struct text *out, struct span words, bool in_table)
{
    struct markdown markdown = {.out = out, .in_table = in_table, .at_start = !in_table};
    text_init(&markdown.visible, 0);
    add_words(&markdown, words);
    text_release(&markdown.visible);
}

static void add_fenced(struct markdown *markdown, const char *fence, struct span words)
{
    text_adds(markdown->out, fence);
    markdown->at_start = false;
    add_words(markdown, words);
    text_adds(markdown->out, fence);
}

static void add_code(struct markdown *markdown, struct span words)
{
    if (memchr(words.at, '`', words.len) || memchr(words.at, '|', words.len)) {
        add_words(markdown, words);
        return;
    }
    text_addc(markdown->out, '`');
    text_add_visible(markdown->out, words);
    text_addc(markdown->out, '`');
    markdown->at_start = false;
}

static void add_run(struct markdown *markdown, const struct paper_run *run)
{
    switch (run->style) {
    case PAPER_STRONG: add_fenced(markdown, "**", run->text); return;
    case PAPER_EMPHASIS: add_fenced(markdown, "*", run->text); return;
    case PAPER_CODE: add_code(markdown, run->text); return;
    case PAPER_BREAK:
        text_adds(markdown->out, markdown->in_table ? "<br>" : "\\\n");
        if (!markdown->in_table) text_adds(markdown->out, markdown->indent);
        markdown->at_start = !markdown->in_table;
        return;
    case PAPER_LINK:
        if (span_equal(run->text, run->to)) {
            text_addc(markdown->out, '<');
            text_add(markdown->out, run->to);
            text_addc(markdown->out, '>');
        } else {
            add_fenced(markdown, "", SPAN(""));
            text_addc(markdown->out, '[');
            add_words(markdown, run->text);
            text_adds(markdown->out, "](");
            text_add(markdown->out, run->to);
            text_addc(markdown->out, ')');
        }
        markdown->at_start = false;
        return;
    case PAPER_PLAIN:
    case PAPER_ENTRY: add_words(markdown, run->text); return;
    }
}

static void add_cell(struct markdown *markdown, const struct paper_cell *cell)
{
    for (const struct paper_run *run = cell ? cell->runs : NULL; run; run = run->next)
        add_run(markdown, run);
}

/* Right under a heading its caption would say the same again. */
static void add_table(struct markdown *markdown, const struct paper_block *block, bool headed)
{
    struct text *out = markdown->out;
    size_t columns = 0;
    if (!headed) {
        add_words(markdown, span_of(block->caption));
        text_adds(out, ":\n\n");
    }
    text_addc(out, '|');
    for (; block->heads[columns]; columns++) {
        const char *head = block->heads[columns];
        text_addf(out, " %s |", *head == '#' ? head + 1 : head);
    }
    text_adds(out, "\n|");
    for (size_t i = 0; i < columns; i++)
        text_adds(out, *block->heads[i] == '#' ? " ---: |" : " --- |");
    text_addc(out, '\n');
    markdown->in_table = true;
    for (const struct paper_row *row = block->rows; row; row = row->next) {
        text_addc(out, '|');
        for (const struct paper_cell *cell = row->cells; cell; cell = cell->next) {
            text_addc(out, ' ');
            markdown->at_start = false;
            add_cell(markdown, cell);
            text_adds(out, " |");
        }
        text_addc(out, '\n');
    }
    markdown->in_table = false;
}

static void add_points(struct markdown *markdown, const struct paper_block *block)
{
    markdown->indent = "  ";
    for (const struct paper_row *row = block->rows; row; row = row->next) {
        text_adds(markdown->out, "- ");
        markdown->at_start = true;
        const struct paper_cell *cell = row->cells;
        if (block->kind == PAPER_TERMS) {
            text_adds(markdown->out, "**");
            markdown->at_start = false;
            add_cell(markdown, cell);
            text_adds(markdown->out, ":** ");
            cell = cell ? cell->next : NULL;
        }
        add_cell(markdown, cell);
        text_addc(markdown->out, '\n');
    }
}

/* Between fences that are longer than any run of their sign within. */
static void add_plain(struct markdown *markdown, const struct paper_block *block)
{
    struct span rest = span_of(block->plain);
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < rest.len; i++) {
        run = rest.at[i] == '~' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    for (size_t i = 0; i <= longest; i++) text_addc(markdown->out, '~');
    text_addc(markdown->out, '\n');
    while (rest.len) {
        text_add_visible(markdown->out, span_cut(&rest, '\n'));
        text_addc(markdown->out, '\n');
    }
    for (size_t i = 0; i <= longest; i++) text_addc(markdown->out, '~');
    text_addc(markdown->out, '\n');
}

static void add_block(struct markdown *markdown, const struct paper_block *block, bool headed)
{
    const struct paper_cell *cell = block->rows ? block->rows->cells : NULL;
    markdown->indent = "";
    markdown->at_start = true;
    switch (block->kind) {
    case PAPER_HEADING:
        text_adds(markdown->out, "### ");
        markdown->at_start = false;
        add_cell(markdown, cell);
        text_addc(markdown->out, '\n');
        return;
    case PAPER_QUOTE:
        text_adds(markdown->out, "> ");
        markdown->indent = "> ";
        add_cell(markdown, cell);
        text_addc(markdown->out, '\n');
        return;
    case PAPER_PARAGRAPH:
        add_cell(markdown, cell);
        text_addc(markdown->out, '\n');
        return;
    case PAPER_LIST:
    case PAPER_TERMS: add_points(markdown, block); return;
    case PAPER_TABLE: add_table(markdown, block, headed); return;
    case PAPER_FIGURE: add_plain(markdown, block); return;
    }
}

void paper_markdown_part(const struct paper_part *part, struct text *out)
{
    struct markdown markdown = {.out = out, .indent = ""};
    text_init(&markdown.visible, 0);
    bool first = true, headed = false;
    for (const struct paper_block *block = part->blocks; block; block = block->next) {
        if (block->kind == PAPER_FIGURE && !block->plain) continue; /* told beside it */
        if (!first) text_addc(out, '\n');
        first = false;
        add_block(&markdown, block, headed);
        headed = block->kind == PAPER_HEADING;
    }
    text_release(&markdown.visible);
}

/* Headings of parts are our own words: letters and spaces. */
static void add_slug(struct text *out, const char *title)
{
    for (; *title; title++) {
        char byte = *title == ' ' ? '-' : *title;
        text_addc(out, (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte));
    }
}

enum status paper_markdown(const struct paper *paper, const struct report_sink *sink,
                           struct error *error)
{
    struct text out;
    text_init(&out, 0);
    enum status status = STATUS_OK;
    text_adds(&out, "# ");
    paper_markdown_words(&out, span_of(paper->title), true);
    text_adds(&out, "\n\n");
    paper_markdown_words(&out, span_of(paper->kind), true);
    text_adds(&out, "\n\n");
    for (size_t i = 0; i < paper->part_count; i++) {
        text_addf(&out, "%s[%s](#", i ? " | " : "", paper->parts[i].title);
        add_slug(&out, paper->parts[i].title);
        text_addc(&out, ')');
    }
    text_addc(&out, '\n');
    for (size_t i = 0; i < paper->part_count && status == STATUS_OK; i++) {
        text_addf(&out, "\n## %s\n\n", paper->parts[i].title);
        paper_markdown_part(&paper->parts[i], &out);
        status = report_flush_some(sink, &out, error);
    }
    if (status == STATUS_OK) status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
