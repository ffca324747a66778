/*
 * A Markdown document as lines that know what they are.
 *
 * Not a parser of all of Markdown: what counts is which line a statement stands on, and layouts
 * that the standard would not take for a table or a list are read as their writers meant them
 * (docs/decisions/0008-lines-of-a-postmortem.md).
 */
#include "exchange/markdown.h"

struct cutter {
    struct md *md;
    size_t at; /* line being looked at */
    char fence;
    size_t fence_len;
    bool comment, front;
};

static size_t run_of(struct span text, char c)
{
    size_t len = 0;
    while (len < text.len && text.at[len] == c) len++;
    return len;
}

/* Columns of the blanks in front, and what follows them. */
static struct span strip_indent(struct span text, uint16_t *columns)
{
    size_t at = 0, count = *columns;
    for (; at < text.len; at++) {
        if (text.at[at] == ' ')
            count++;
        else if (text.at[at] == '\t')
            count += 4 - count % 4;
        else
            break;
    }
    *columns = (uint16_t)(count < 1000 ? count : 1000);
    return span_from(text, at);
}

/* Only these characters, and at least `least` of the first kind. */
static bool only(struct span text, const char *set, char counted, size_t least)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_one_of(text.at[i], set)) return false;
        count += text.at[i] == counted;
    }
    return count >= least;
}

static bool is_rule(struct span text)
{
    return only(text, "- ", '-', 3) || only(text, "* ", '*', 3) || only(text, "_ ", '_', 3);
}

/* "| --- | :-: |" or "--- | ---" or "+----+----+" */
static bool is_dashes(struct span text)
{
    return only(text, "|-: +=", '-', 1) && (memchr(text.at, '|', text.len) || text.at[0] == '+') &&
           text.len > 2;
}

/* The mark of a list: its length with the blanks behind it, or 0. */
static size_t list_mark(struct span text)
{
    size_t at = 0;
    if (text.len == 0) return 0;
    if (byte_is_one_of(text.at[0], "-*+")) {
        at = 1;
    } else if (span_starts(text, SPAN("\xe2\x80\xa2")) || span_starts(text, SPAN("\xe2\x97\x8f")) ||
               span_starts(text, SPAN("\xe2\x97\xa6")) || span_starts(text, SPAN("\xe2\x96\xaa"))) {
        at = 3; /* bullets pasted from elsewhere */
    } else {
        while (at < text.len && at < 9 && md_is_digit(text.at[at])) at++;
        if (at == 0 && md_is_letter(text.at[0]) && text.len > 2 && text.at[1] == ')') at = 1;
        if (at == 0 || at >= text.len || !byte_is_one_of(text.at[at], ".)")) return 0;
        at++;
    }
    if (at == text.len) return at;
    if (text.at[at] != ' ' && text.at[at] != '\t') return 0;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
    return at;
}

static struct span take_box(struct span text, struct md_line *line)
{
    if (text.len < 3 || text.at[0] != '[' || text.at[2] != ']') return text;
    if (text.len > 3 && text.at[3] != ' ') return text;
    if (text.at[1] == ' ')
        line->box = MD_BOX_OPEN;
    else if (byte_is_one_of(text.at[1], "xX"))
        line->box = MD_BOX_DONE;
    else
        return text;
    return span_trim(span_from(text, 3));
}

static struct md_line *line_before(const struct cutter *cutter)
{
    return cutter->at ? &cutter->md->lines[cutter->at - 1] : NULL;
}

/* A row of a table needs a bar in front, or a table around it. */
static bool is_row(const struct cutter *cutter, struct span text)
{
    if (!memchr(text.at, '|', text.len)) return false;
    if (text.at[0] == '|') return true;
    const struct md_line *last = line_before(cutter);
    if (last && (last->kind == MD_ROW || (last->kind == MD_MARKUP && is_dashes(last->text))))
        return true;
    if (cutter->at + 1 >= cutter->md->count) return false;
    uint16_t indent = 0;
    struct span next = strip_indent(cutter->md->lines[cutter->at + 1].raw, &indent);
    return next.len && is_dashes(span_trim(next)) && memchr(next.at, '|', next.len);
}

static void cut_fence(struct cutter *cutter, struct md_line *line)
{
    size_t run = run_of(line->text, cutter->fence);
    if (run >= cutter->fence_len && span_trim(span_from(line->text, run)).len == 0) {
        cutter->fence = 0;
        line->kind = MD_MARKUP;
    } else {
        line->kind = MD_CODE;
        line->text = line->raw;
    }
}

/* A line of === or --- makes the paragraph line above it a heading. */
static bool cut_underline(const struct cutter *cutter, struct md_line *line)
{
    struct md_line *last = line_before(cutter);
    bool twice = only(line->text, "=", '=', 2);
    if (!last || last->kind != MD_TEXT || last->quoted || last->indent > 3) return false;
    if (!twice && !only(line->text, "-", '-', 2)) return false;
    if (cutter->at > 1 && last[-1].kind == MD_TEXT) return false;
    last->kind = MD_HEADING;
    last->level = twice ? 1 : 2;
    line->kind = MD_MARKUP;
    return true;
}

static bool cut_heading(struct md_line *line)
{
    size_t marks = run_of(line->text, '#');
    if (marks == 0 || marks > 6 || marks == line->text.len) return false;
    char next = line->text.at[marks];
    /* "##Timeline" is meant as a heading, "#incident-42" is a channel */
    if (next != ' ' && next != '\t' && (marks == 1 || !md_is_letter(next))) return false;
    struct span text = span_trim(span_from(line->text, marks));
    size_t len = text.len;
    while (len && text.at[len - 1] == '#') len--;
    if (len == 0 || len == text.len || text.at[len - 1] == ' ')
        text = span_trim(span_sub(text, 0, len));
    line->kind = MD_HEADING;
    line->level = (uint8_t)marks;
    line->text = text;
    return true;
}

static bool cut_comment(struct cutter *cutter, struct md_line *line)
{
    if (!cutter->comment && !span_starts(line->text, SPAN("<!--"))) return false;
    size_t end = span_find(line->text, SPAN("-->"));
    cutter->comment = end == SIZE_MAX;
    line->kind = MD_COMMENT;
    if (end != SIZE_MAX && span_trim(span_from(line->text, end + 3)).len) line->kind = MD_TEXT;
    return true;
}

/* A tag alone on its line says nothing; the words of a <summary> are the title of folded text. */
static bool cut_tag(struct md_line *line)
{
    struct span text = line->text;
    if (text.at[0] != '<' || text.at[text.len - 1] != '>' || span_starts(text, SPAN("<http")))
        return false;
    bool summary = span_starts(text, SPAN("<summary"));
    if (!summary && span_find(text, SPAN(">")) != text.len - 1) return false;
    line->kind = summary ? MD_COMMENT : MD_MARKUP;
    return true;
}

static void cut_plain(struct cutter *cutter, struct md_line *line)
{
    while (line->text.len && line->text.at[0] == '>') {
        line->quoted = true;
        line->text = strip_indent(span_from(line->text, 1), &line->indent);
    }
    line->text = span_trim(line->text);
    if (line->text.len == 0) {
        line->kind = MD_BLANK;
        return;
    }
    size_t marks = run_of(line->text, '`'), waves = run_of(line->text, '~');
    if (marks >= 3 || waves >= 3) {
        size_t run = marks >= 3 ? marks : waves;
        if (!memchr(line->text.at + run, '`', line->text.len - run) || waves >= 3) {
            cutter->fence = line->text.at[0];
            cutter->fence_len = run;
            line->kind = MD_MARKUP;
            return;
        }
    }
    if (cut_comment(cutter, line) || cut_underline(cutter, line) || cut_tag(line)) return;
    if (is_rule(line->text) || is_dashes(line->text)) {
        struct md_line *last = line_before(cutter);
        line->kind = MD_MARKUP;
        if (last && last->kind == MD_ROW && is_dashes(line->text)) last->ruled = true;
        return;
    }
    if (cut_heading(line)) return;
    size_t mark = list_mark(line->text);
    if (mark) {
        line->kind = MD_ITEM;
        line->text = take_box(span_from(line->text, mark), line);
    } else {
        line->kind = is_row(cutter, line->text) ? MD_ROW : MD_TEXT;
    }
}

static void cut_line(struct cutter *cutter)
{
    struct md_line *line = &cutter->md->lines[cutter->at];
    line->text = strip_indent(line->raw, &line->indent);
    line->text = span_trim(line->text);
    if (cutter->front) {
        cutter->front = !span_is(line->text, "---") && !span_is(line->text, "...");
        line->kind = cutter->front ? line->text.len ? MD_FRONT : MD_BLANK : MD_MARKUP;
    } else if (cutter->fence) {
        cut_fence(cutter, line);
    } else if (cutter->comment) {
        cut_comment(cutter, line);
    } else {
        cut_plain(cutter, line);
    }
}

/* "---" in the first line opens front matter, if it is closed soon and holds keys. */
static bool has_front(const struct md *md)
{
    if (md->count < 3 || !span_is(span_trim(md->lines[0].raw), "---")) return false;
    for (size_t i = 1; i < md->count && i < 200; i++) {
        struct span text = span_trim(md->lines[i].raw);
        if (span_is(text, "---") || span_is(text, "...")) return i > 1;
        if (text.len && text.at[0] != '-' && text.at[0] != '#' && !memchr(text.at, ':', text.len))
            return false;
    }
    return false;
}

void md_lines_read(struct md *md, struct span text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) count += text.at[i] == '\n';
    md->lines = arena_array(md->arena, count, sizeof *md->lines);
    if (!md->lines) {
        md_fail(md, arena_full(md->arena, md->error));
        return;
    }
    md->count = count;
    for (size_t i = 0; i < count; i++) {
        struct span raw = span_cut(&text, '\n');
        while (raw.len && raw.at[raw.len - 1] == '\r') raw.len--;
        md->lines[i].raw = raw;
    }
    struct cutter cutter = {.md = md};
    if (has_front(md)) {
        cutter.front = true;
        md->lines[0].kind = MD_MARKUP;
        cutter.at = 1;
    }
    for (; cutter.at < count; cutter.at++) cut_line(&cutter);
}

/* ---- blocks ---- */

static bool goes_on(const struct md_block *block, const struct md_line *line)
{
    switch (block->kind) {
    case MD_ITEM: return line->kind == MD_TEXT;
    case MD_TEXT: return line->kind == MD_TEXT;
    case MD_ROW: return line->kind == MD_ROW || (line->kind == MD_MARKUP && is_dashes(line->text));
    case MD_CODE: return line->kind == MD_CODE;
    case MD_COMMENT: return line->kind == MD_COMMENT;
    default: return false;
    }
}

struct md_block md_block_at(struct md *md, size_t line)
{
    const struct md_line *first = &md->lines[line];
    struct md_block block = {
        .kind = first->kind, .from = line, .indent = first->indent, .box = first->box};
    size_t to = line + 1;
    while (to < md->count && goes_on(&block, &md->lines[to])) to++;
    block.to = to;
    block.markdown = first->text;
    if (to - line > 1 && (block.kind == MD_ITEM || block.kind == MD_TEXT)) {
        text_clear(&md->scratch);
        for (size_t i = line; i < to; i++) {
            if (i > line) text_addc(&md->scratch, '\n');
            text_add(&md->scratch, md->lines[i].text);
        }
        block.markdown = (struct span){md_copy(md, text_span(&md->scratch)), md->scratch.len};
    }
    if (block.kind == MD_ITEM || block.kind == MD_TEXT || block.kind == MD_HEADING)
        block.plain = md_plain(md, block.markdown);
    return block;
}

struct span md_raw(const struct md *md, size_t from, size_t to)
{
    if (from >= to) return (struct span){"", 0};
    const char *begin = md->lines[from].raw.at;
    const struct md_line *last = &md->lines[to - 1];
    if (!begin) return (struct span){"", 0};
    return (struct span){begin, (size_t)(last->raw.at + last->raw.len - begin)};
}
