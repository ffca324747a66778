/*
 * What people concluded and said: factors, and statements of what went well, was hard, was luck,
 * was learnt or stays open.
 *
 * A section on a "root cause" becomes factors: an incident needs several conditions together, so
 * there is no field for one (J. Allspaw, "Each necessary, but only jointly sufficient").
 */
#include "exchange/markdown.h"

#include <stdio.h>

/* Where the first sentence ends. */
static struct span first_sentence(struct span plain)
{
    for (size_t at = 0; at + 1 < plain.len; at++) {
        if (!byte_is_one_of(plain.at[at], ".!?") || plain.at[at + 1] != ' ') continue;
        if (at < 12) continue;
        char next = at + 2 < plain.len ? plain.at[at + 2] : ' ';
        if (next >= 'a' && next <= 'z') continue;
        return span_sub(plain, 0, at + 1);
    }
    return plain;
}

static void add_more(struct md *md, const struct md_block *block)
{
    if (block->kind == MD_CODE) {
        md_grow(md, md->more, SPAN("```"), "\n\n");
        md_grow(md, md->more, md_raw(md, block->from, block->to), "\n");
        md_grow(md, md->more, SPAN("```"), "\n");
    } else if (block->kind == MD_ITEM) {
        unsigned depth =
            block->indent > md->open_indent ? (block->indent - md->open_indent) / 2 : 1;
        char mark[32];
        snprintf(mark, sizeof mark, "%*s- ", (int)(depth > 1 ? (depth < 9 ? depth - 1 : 8) * 2 : 0),
                 "");
        md_grow(md, md->more, span_of(mark), "\n");
        md_grow(md, md->more, block->markdown, "");
    } else {
        md_grow(md, md->more,
                block->kind == MD_TEXT ? block->markdown : md_raw(md, block->from, block->to),
                "\n\n");
    }
    md_take(md, block->from, block->to);
}

/* Does the block belong to the open entry rather than begin one? */
static bool belongs(const struct md *md, const struct md_block *block, enum review_kind kind)
{
    if (!md->open || md->open->id.kind != kind) return false;
    if (block->kind == MD_ITEM)
        return !md->open_paragraph ? block->indent > md->open_indent + 1 : md->open_indent == 1000;
    if (block->kind == MD_CODE || block->kind == MD_ROW) return true;
    if (md->open_indent == 1000) return true; /* below a heading of its own */
    return md->open_paragraph ? kind == REVIEW_KIND_FACTOR : block->indent > md->open_indent;
}

/* ---- factors ---- */

static struct review_factor *add_factor(struct md *md, struct span plain, struct span markdown,
                                        size_t line)
{
    struct review_factor *factor = md_entry(md, REVIEW_KIND_FACTOR);
    if (!factor) return NULL;
    struct span text = first_sentence(plain), rest;
    struct span label, words;
    bool labelled = md_is_bold(markdown) && md_label_cut(plain, &label, &words) && words.len;
    factor->text = md_line_of(md, labelled && words.len > 100 ? label : text, &rest);
    if (rest.len || text.len < plain.len || (labelled && words.len > 100))
        md_grow(md, &factor->detail, markdown, "");
    if (md->section == MD_SECTION_TRIGGER) factor->part = REVIEW_ROLE_OF_FACTOR_TRIGGER;
    if (md->section == MD_SECTION_MITIGATORS) factor->part = REVIEW_ROLE_OF_FACTOR_MITIGATOR;
    if (md->section == MD_SECTION_ROOT)
        md_notice(md,
                  "line %zu: what stands below \"%s\" became factor F%u, one of several "
                  "conditions; which others had to come together?",
                  line + 1, md->heading, factor->entry.id.number);
    return factor;
}

/* Question and answer of a chain of whys: each is its own condition and rests on the next. */
static void add_why(struct md *md, const struct md_block *block)
{
    struct span plain = block->plain, answer = plain;
    size_t mark = span_find(plain, SPAN("?"));
    bool question_only = mark != SIZE_MAX && span_trim(span_from(plain, mark + 1)).len == 0;
    if (md->open && md->open_wants && md->open->id.kind == REVIEW_KIND_FACTOR && !question_only) {
        struct review_factor *factor = (struct review_factor *)md->open;
        struct span rest;
        factor->text = md_line_of(md, plain, &rest);
        if (rest.len) md_grow(md, &factor->detail, block->markdown, "\n");
        md->open_wants = false;
        return;
    }
    if (!question_only && mark != SIZE_MAX) {
        answer = span_trim(span_from(plain, mark + 1));
        while (answer.len && byte_is_one_of(answer.at[0], "-:*> ")) answer = span_from(answer, 1);
        if (span_starts(answer, SPAN("\xe2\x80\x93")) ||
            span_starts(answer, SPAN("\xe2\x80\x94")) || span_starts(answer, SPAN("\xe2\x86\x92")))
            answer = span_trim(span_from(answer, 3));
    }
    struct review_factor *before = md->open && md->open->id.kind == REVIEW_KIND_FACTOR
                                       ? (struct review_factor *)md->open
                                       : NULL;
    struct review_factor *factor = md_entry(md, REVIEW_KIND_FACTOR);
    if (!factor) return;
    struct span rest;
    factor->text = md_line_of(md, answer, &rest);
    if (rest.len) md_grow(md, &factor->detail, answer, "");
    if (mark != SIZE_MAX) md_grow(md, &factor->note, span_sub(plain, 0, mark + 1), "");
    if (before && !md->status) {
        before->rests_on.at = arena_alloc(md->arena, sizeof *before->rests_on.at);
        if (!before->rests_on.at) {
            md_fail(md, arena_full(md->arena, md->error));
            return;
        }
        before->rests_on.at[0] = factor->entry.id;
        before->rests_on.count = 1;
    } else {
        md_notice(md,
                  "line %zu: the chain of whys became factors from F%u on, each resting on the "
                  "next; it is one path among others",
                  block->from + 1, factor->entry.id.number);
    }
    md_open(md, &factor->entry, &factor->detail, block->indent, block->kind == MD_TEXT);
    md->open_wants = question_only;
}

static bool why_goes_on(const struct md *md, const struct md_block *block)
{
    if (!md->open || md->open->id.kind != REVIEW_KIND_FACTOR || md->open_wants) return false;
    if (block->kind == MD_ITEM) {
        bool asks = span_find_nocase(block->plain, SPAN("why")) != SIZE_MAX;
        return block->indent > md->open_indent + 1 && !asks &&
               ((struct review_factor *)md->open)->note;
    }
    return block->kind == MD_CODE || (block->kind == MD_TEXT && block->indent > md->open_indent);
}

/* "**Why ...?** Because ..." line below line: each line is a block of its own. */
static bool split_whys(struct md *md, const struct md_block *block)
{
    size_t asked = 0;
    for (size_t line = block->from; line < block->to; line++) {
        struct span text = md->lines[line].text;
        asked += span_find_nocase(span_sub(text, 0, 12), SPAN("why")) != SIZE_MAX;
    }
    if (block->kind != MD_TEXT || asked < 2) return false;
    for (size_t line = block->from; line < block->to;) {
        size_t to = line + 1;
        while (to < block->to &&
               span_find_nocase(span_sub(md->lines[to].text, 0, 12), SPAN("why")) == SIZE_MAX)
            to++;
        struct md_block part = {.kind = MD_TEXT, .from = line, .to = to, .indent = block->indent};
        text_clear(&md->scratch);
        for (size_t i = line; i < to; i++) {
            if (i > line) text_addc(&md->scratch, '\n');
            text_add(&md->scratch, md->lines[i].text);
        }
        part.markdown = (struct span){md_copy(md, text_span(&md->scratch)), md->scratch.len};
        part.plain = md_plain(md, part.markdown);
        add_why(md, &part);
        line = to;
    }
    md_take(md, block->from, block->to);
    return true;
}

/* A paragraph that leads into a list says what the list is. */
static bool leads_in(struct md *md, const struct md_block *block)
{
    if (block->kind != MD_TEXT || !block->plain.len || block->plain.at[block->plain.len - 1] != ':')
        return false;
    size_t next = block->to;
    while (next < md->count && md->lines[next].kind == MD_BLANK) next++;
    return next < md->count && md->lines[next].kind == MD_ITEM;
}

/* What goes on with an entry that is open, or leads into a list, is no entry of its own. Takes the
 * block in any case. */
static bool is_no_entry(struct md *md, const struct md_block *block, enum review_kind kind)
{
    if (belongs(md, block, kind)) {
        add_more(md, block);
        return true;
    }
    md_take(md, block->from, block->to);
    if (!leads_in(md, block)) return false;
    md_unplaced(md, block->from, block->plain, "leads into the list below it");
    return true;
}

void md_factor_block(struct md *md, const struct md_block *block)
{
    if (block->kind == MD_CODE && (!md->open || md->open->id.kind != REVIEW_KIND_FACTOR)) {
        md_leave(md, block->from, block->to, "stands among the factors without being one");
        return;
    }
    if (md->section == MD_SECTION_WHYS && split_whys(md, block)) return;
    if (md->section == MD_SECTION_WHYS && !why_goes_on(md, block)) {
        md_take(md, block->from, block->to);
        if (leads_in(md, block))
            md_unplaced(md, block->from, block->plain, "leads into the list below it");
        else
            add_why(md, block);
        return;
    }
    if (is_no_entry(md, block, REVIEW_KIND_FACTOR)) return;
    struct review_factor *factor = add_factor(md, block->plain, block->markdown, block->from);
    if (md->section == MD_SECTION_TRIGGER) md_prose(md, block);
    if (factor) md_open(md, &factor->entry, &factor->detail, block->indent, block->kind == MD_TEXT);
}

void md_factor_heading(struct md *md, size_t line, struct span plain)
{
    md_close(md);
    struct review_factor *factor = add_factor(md, plain, plain, line);
    if (factor) md_open(md, &factor->entry, &factor->detail, 1000, true);
}

/* ---- statements ---- */

static unsigned code_of(enum md_section section)
{
    switch (section) {
    case MD_SECTION_WELL: return REVIEW_CODE_WELL;
    case MD_SECTION_HARD: return REVIEW_CODE_HARD;
    case MD_SECTION_LUCK: return REVIEW_CODE_LUCK;
    case MD_SECTION_SURPRISE: return REVIEW_CODE_SURPRISE;
    case MD_SECTION_RISKS: return REVIEW_CODE_RISK;
    case MD_SECTION_QUESTIONS: return REVIEW_CODE_OPEN;
    default: return REVIEW_CODE_LEARNED;
    }
}

void md_statement_block(struct md *md, const struct md_block *block)
{
    if (is_no_entry(md, block, REVIEW_KIND_STATEMENT)) return;
    struct review_statement *statement = md_entry(md, REVIEW_KIND_STATEMENT);
    if (!statement) return;
    statement->code = (uint8_t)code_of(md->section);
    struct span text =
        block->kind == MD_CODE ? md_raw(md, block->from, block->to) : block->markdown;
    md_grow(md, &statement->text, text, "");
    md_open(md, &statement->entry, &statement->text, block->indent, block->kind == MD_TEXT);
}
