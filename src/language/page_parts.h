/*
 * What the files of page share. A text goes through them in this order: page_lines and page_blocks
 * find the next block of prose as a range of the source, page_inline writes it down without marks,
 * page_sentences cuts it. Nothing looks at a byte more than a few times, nothing grows.
 */
#ifndef LANGUAGE_PAGE_PARTS_H
#define LANGUAGE_PAGE_PARTS_H

#include "language/page.h"

/* A longer block is read in pieces of this size, cut at a blank. */
#define PIECE_BYTES  ((size_t)1 << 15)
#define PLAIN_BYTES  (2 * PIECE_BYTES + 64) /* " - " for "--" is the most that a piece grows */
#define LIST_DEPTH   64                     /* deeper lists count as this deep */
#define PIECE_TICKS  32                     /* longer runs of backticks are text */
#define BRACKETS     32                     /* deeper brackets are no links */
#define HEADING_MOST 7                      /* #, ##, ... and a bold line as the seventh */

/* A line from the cursor on: behind the marker when a list item's was read. */
struct line {
    size_t from;   /* first byte that is no blank, or `to` */
    size_t to;     /* its end without the line break */
    size_t next;   /* behind the line break */
    size_t indent; /* columns before `from`, a tab goes to the next multiple of 4 */
};

/* A paragraph, an item's paragraph or a cell, as a range of the source. */
struct block {
    size_t from, to;
    enum block_kind kind;
    bool listed;
    bool timed;   /* begins with a time */
    bool wrapped; /* has more than one line */
};

/* Bits of page.off.rules: which remark switched it off. */
enum off_reach { OFF_FILE = 1, OFF_REGION = 2, OFF_BLOCK = 4, OFF_WHOLE = 8 };
/* What a remark stood before, which OFF_WHOLE goes on to the end of. */
enum off_whole { WHOLE_TO_COME, WHOLE_PARAGRAPH, WHOLE_LIST, WHOLE_TABLE };

struct page {
    struct span text;
    bool document;
    uint8_t given_field;

    /* lines */
    size_t at, column;          /* the cursor */
    size_t line_feed, carriage; /* the next of each at or behind the cursor, or the text's end */

    /* blocks */
    bool open; /* `block` is being gathered */
    struct block block;
    bool item;   /* a marker was read: what comes is its item */
    bool quoted; /* the line before belongs to a quotation that may go on lazily */
    bool said;   /* the line before is chat or log: so is the rest of its block */
    bool table;
    size_t row_from, row_to; /* cells that are left in this row of a table */
    size_t list[LIST_DEPTH]; /* columns where the text of open items begins */
    size_t list_depth;

    /* sections */
    uint8_t fields[HEADING_MOST + 1]; /* by level of heading; 0: before the first */
    uint8_t level;
    bool titled; /* the first heading was seen */

    /* a piece of a block, written down */
    size_t piece_to, block_to; /* where the source of the piece and of its block end */
    bool piece_first;
    struct block now;  /* the block of the piece */
    bool block_done;   /* a block was given: what switches it off ends with it */
    size_t piece_lead; /* plain bytes of a time that the block begins with */
    char *plain;
    size_t *source;
    size_t plain_len;
    size_t sentence_at; /* in plain */
    char held;          /* byte under the NUL behind the last sentence */
    size_t held_at;
    bool piece_foreign;

    /* remarks */
    struct page_off off;
    uint8_t off_marks; /* enum off_reach, of any rule */
    enum off_whole off_whole;
    size_t off_depth; /* of lists, where that remark stood */
    const char *remark_wrong;
    size_t remark_at;
    bool only_remarks; /* a first pass for what covers the whole text */

    /* languages and places */
    bool foreign;
    size_t foreign_sentences;
    struct language_place anchor; /* at the last sentence or before */
    size_t sentence_from;
};

static inline char page_byte(const struct page *page, size_t at)
{
    return at < page->text.len ? page->text.at[at] : '\0';
}
/* byte_is_one_of for sets that are literals: becomes a few comparisons */
static inline bool is_in(char c, const char *set)
{
    for (; *set; set++)
        if (*set == c) return true;
    return false;
}
static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
static inline bool is_word(char c) /* of a word; what is not ASCII counts as a letter */
{
    return byte_is_letter(c) || byte_is_digit(c) || (unsigned char)c >= 0x80;
}
static inline char to_lower(char c)
{
    return byte_is_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

/* ---- page_lines.c ---- */

/* The line at the cursor; false at the end of the text. */
bool line_here(struct page *page, struct line *ret);
void line_skip(struct page *page, const struct line *line); /* puts the cursor behind it */
void line_enter(struct page *page, const struct line *line, size_t at); /* within the line */
bool line_blank(const struct line *line);
struct span line_span(const struct page *page, const struct line *line);
/* Puts the cursor behind a byte order mark and front matter. */
void page_begin(struct page *page);

/* ---- page_starts.c: what a line begins ---- */

enum start {
    START_TEXT,
    START_HEADING,
    START_FENCE,
    START_RULE,
    START_QUOTE,
    START_HTML,
    START_ITEM,
    START_DEFINITION, /* [label]: target */
    START_FOOTNOTE,   /* [^label]: text */
    START_ROW         /* | cell | cell | */
};
/* *ret_text: how many bytes of the line go before the text of an item or a footnote; the level of
 * a heading. */
enum start start_of(struct span line, size_t *ret_text);
bool start_is_underline(struct span line, struct span above, size_t *ret_level);
bool start_is_delimiter(struct span line); /* | --- | :-: | */

/* ---- page_blocks.c ---- */

/* The next block of prose, or false at the end. */
bool page_block(struct page *page, struct block *ret);

/* ---- page_skip.c: what is stepped over as a whole ---- */

void skip_fence(struct page *page, struct line line);
/* An HTML block or comment, from a line that begins with '<'; false: it begins none. */
bool skip_html(struct page *page, struct line line);
/* Whether one begins there even within a paragraph. */
bool html_interrupts(struct span line);

/* ---- page_said.c ---- */

/* Whether a line is chat, a log, a prompt, a trace, data. `first`: of its block. */
bool said_line(struct span line, bool first);
/* Bytes of a time that a line or block begins with, and what parts it from the text; 0: none. */
size_t said_time(struct span text);
/* "Priya: I should have noticed." */
bool said_statement(struct span plain);

/* ---- page_inline.c ---- */

/* Writes down what is between, as much as a piece holds: sets plain, source, plain_len, piece_to.
 */
void page_write(struct page *page, size_t from, size_t to);

/* A piece being written down. */
struct writing {
    struct page *page;
    const char *at;     /* the text */
    size_t pos, end;    /* of the text */
    size_t out;         /* of plain */
    size_t budget;      /* what may be looked at in vain */
    size_t double_open; /* plain offset of an open quotation mark, SIZE_MAX: none */
    size_t single_open;
    size_t code_open; /* of an HTML code tag */
    size_t brackets[BRACKETS];
    bool images[BRACKETS];
    size_t bracket_count;
    size_t ticks[PIECE_TICKS]; /* by length: the last run of that many backticks, 0: not known */
    bool ticks_known;
};

/* ---- page_links.c: each reads at writing.pos, steps over what it took, says whether it did ----
 */

bool write_code(struct writing *w);
bool write_tag(struct writing *w);
bool write_address(struct writing *w);
bool write_mail(struct writing *w);
void write_bracket_open(struct writing *w, bool image);
void write_bracket_close(struct writing *w);

/* ---- page_runes.c ---- */

/* '&...;' at the cursor. */
bool write_entity(struct writing *w);
/* What is not ASCII. */
void write_wide(struct writing *w);
/* A code point whose source is `from`; typography made plain. */
void write_rune(struct writing *w, uint32_t rune, size_t from);

/* ---- page_quotes.c ---- */

enum quote_mark { MARK_STRAIGHT, MARK_OPEN, MARK_CLOSE };
void write_double(struct writing *w, enum quote_mark mark, size_t from, size_t next);
void write_single(struct writing *w, enum quote_mark mark, size_t from, size_t next);

void write_byte(struct writing *w, char byte, size_t from);
void write_blank(struct writing *w, size_t from);
void write_back(struct writing *w, size_t out); /* forgets all that was written from there on */
/* One byte in the place of all that was written from `out` on. */
void write_mask(struct writing *w, char mask, size_t out, size_t from);

/* ---- page_sentences.c ---- */

/* The end in plain of the sentence that begins at `from`. */
size_t sentence_end(struct span plain, size_t from);

/* ---- page_sections.c ---- */

void page_section(struct page *page, size_t level, struct span heading);
bool page_is_label(struct span line); /* all of the line is words of sections.tsv */
/* Whether a sentence begins like those of templates. */
bool page_is_template(struct span sentence);

/* ---- page_remarks.c ---- */

/* A comment without its <!-- and -->; inside a block or before one. */
void page_remark(struct page *page, size_t from, size_t to, bool inside);
void page_off_clear(struct page *page, enum off_reach reach);
/* A block was read: what stands before it covers the paragraph, list or table that it begins. */
void page_off_block(struct page *page, const struct block *block);
/* A line begins that belongs to no paragraph yet: ends what covers a list or table before it. */
void page_off_line(struct page *page, struct span line);

/* ---- page_english.c ---- */

/* Whether words that are all or nearly all foreign. */
bool english_none(struct span plain);
struct english_count {
    size_t words, common, latin, other;
};
void english_count(struct span plain, struct english_count *count);
bool english_is(const struct english_count *count);

#endif
