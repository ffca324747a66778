/*
 * What people write, read into runs: a small part of Markdown and nothing else. Paragraphs are
 * parted by empty lines; lines that begin with "- ", "* ", "+ " or "1. " are points; "# " begins a
 * strong line, "> " is dropped; **strong**, *emphasis*, `code`, [words](address) and bare addresses
 * of allowed schemes stand within a line; the id of an entry that is there leads to it.
 *
 * One pass: a sign whose partner was once looked for in vain within a paragraph is not looked for
 * again, and labels and addresses have a largest length.
 */
#include "report/paper.h"

enum { LABEL_MAX = 300, ADDRESS_MAX = 2000 };

/* http, https or mailto, and nothing in it that could end an attribute or a link. */
static bool is_address_allowed(struct span address)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    bool known = false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        struct span scheme = span_of(schemes[i]);
        known |=
            address.len > scheme.len && span_equal_nocase(span_sub(address, 0, scheme.len), scheme);
    }
    if (!known || address.len > ADDRESS_MAX) return false;
    for (size_t i = 0; i < address.len; i++) {
        unsigned char byte = (unsigned char)address.at[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("\"'<>`\\^{|}()", byte)) return false;
    }
    return true;
}

struct reading {
    struct paper *paper;
    struct span rest; /* of the paragraph */
    size_t plain;     /* bytes at its start that are plain so far */
    char signs[8];    /* whose partner is not there; "+" stands for "**" */
    char before;      /* the byte before the rest, ' ' at the start */
};

static bool is_word_byte(char byte)
{
    unsigned char b = (unsigned char)byte;
    return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b >= 0x80;
}

/* The byte before position `plain`. */
static char previous(const struct reading *reading)
{
    return reading->plain ? reading->rest.at[reading->plain - 1] : reading->before;
}

/* Hands over what is plain, then passes over `taken` bytes more. */
static void pass(struct reading *reading, size_t taken)
{
    struct span plain = span_sub(reading->rest, 0, reading->plain);
    if (plain.len)
        paper_run(reading->paper, PAPER_PLAIN, plain, (struct span){0}, (struct review_id){0});
    size_t whole = reading->plain + taken;
    if (whole) reading->before = reading->rest.at[whole - 1];
    reading->rest = span_from(reading->rest, whole);
    reading->plain = 0;
}

static void take_run(struct reading *reading, enum paper_style style, struct span text,
                     struct span to, size_t taken)
{
    pass(reading, 0);
    paper_run(reading->paper, style, text, to, (struct review_id){0});
    pass(reading, taken);
}

static bool is_alone(const struct reading *reading, char sign)
{
    return strchr(reading->signs, sign) != NULL;
}

static void leave_alone(struct reading *reading, char sign)
{
    size_t len = strlen(reading->signs);
    if (len + 1 < sizeof reading->signs) reading->signs[len] = sign;
}

/* **strong**, *emphasis*, _emphasis_, `code` */
static bool read_marked(struct reading *reading, struct span here)
{
    char sign = here.at[0];
    bool twice = sign == '*' && here.len > 1 && here.at[1] == '*';
    char mark = twice ? '+' : sign; /* remembered apart */
    struct span fence = span_sub(here, 0, twice ? 2 : 1);
    if (is_alone(reading, mark) || (sign == '_' && is_word_byte(previous(reading)))) return false;
    struct span inner = span_from(here, fence.len);
    size_t end = span_find(inner, fence);
    if (end == SIZE_MAX) {
        leave_alone(reading, mark);
        return false;
    }
    struct span text = span_sub(inner, 0, end);
    struct span after = span_from(inner, end + fence.len);
    bool hugs = text.len && text.at[0] != ' ' && text.at[text.len - 1] != ' ';
    if (text.len == 0 || (sign != '`' && !hugs)) return false;
    if (sign == '_' && after.len && is_word_byte(after.at[0])) return false;
    take_run(reading,
             sign == '`' ? PAPER_CODE
             : twice     ? PAPER_STRONG
                         : PAPER_EMPHASIS,
             text, (struct span){0}, end + 2 * fence.len);
    return true;
}

/* [words](address) */
static bool read_link(struct reading *reading, struct span here)
{
    size_t end = span_find(span_sub(here, 0, LABEL_MAX), SPAN("]("));
    if (end == SIZE_MAX || end < 2) return false;
    struct span rest = span_sub(here, end + 2, ADDRESS_MAX + 1);
    const char *close = rest.len ? memchr(rest.at, ')', rest.len) : NULL;
    if (!close) return false;
    struct span address = {rest.at, (size_t)(close - rest.at)};
    if (!is_address_allowed(address)) return false;
    take_run(reading, PAPER_LINK, span_sub(here, 1, end - 1), address, end + 2 + address.len + 1);
    return true;
}

static bool read_address(struct reading *reading, struct span here)
{
    if (is_word_byte(previous(reading))) return false;
    size_t len = 0;
    while (len < here.len && len <= ADDRESS_MAX && (unsigned char)here.at[len] > ' ' &&
           (unsigned char)here.at[len] < 0x7f && !strchr("\"'<>`\\^{|}()[]*", here.at[len]))
        len++;
    while (len && strchr(".,;:!?", here.at[len - 1])) len--;
    struct span address = span_sub(here, 0, len);
    if (!is_address_allowed(address)) return false;
    take_run(reading, PAPER_LINK, address, address, len);
    return true;
}

/* "E12", when the review has it */
static bool read_entry(struct reading *reading, struct span here)
{
    struct review_id id;
    size_t len = 1;
    if (is_word_byte(previous(reading))) return false;
    while (len < here.len && len < 11 && here.at[len] >= '0' && here.at[len] <= '9') len++;
    if (len == 1 || (len < here.len && is_word_byte(here.at[len]))) return false;
    struct span word = span_sub(here, 0, len);
    if (review_id_read(word, &id, NULL) || !review_find(reading->paper->review, id)) return false;
    pass(reading, 0);
    paper_run(reading->paper, PAPER_ENTRY, word, (struct span){0}, id);
    pass(reading, len);
    return true;
}

static bool read_special(struct reading *reading)
{
    struct span here = span_from(reading->rest, reading->plain);
    switch (here.at[0]) {
    case '*':
    case '_':
    case '`': return read_marked(reading, here);
    case '[': return read_link(reading, here);
    case 'h':
    case 'H':
    case 'm': return here.len > 7 && memchr(here.at, ':', 7) && read_address(reading, here);
    default: return here.at[0] >= 'A' && here.at[0] <= 'X' && read_entry(reading, here);
    }
}

static void read_inline(struct paper *paper, struct span words)
{
    struct reading reading = {.paper = paper, .rest = words, .before = ' '};
    while (reading.plain < reading.rest.len && !paper->failed)
        if (!read_special(&reading)) reading.plain++;
    pass(&reading, 0);
}

/* ---- lines ---- */

enum line_kind { LINE_EMPTY, LINE_WORDS, LINE_POINT, LINE_HEAD };

static enum line_kind kind_of_line(struct span *line)
{
    *line = span_trim(*line);
    while (span_starts(*line, SPAN("> "))) *line = span_trim(span_from(*line, 2));
    if (line->len == 0) return LINE_EMPTY;
    size_t digits = 0, hashes = 0;
    while (digits < line->len && line->at[digits] >= '0' && line->at[digits] <= '9') digits++;
    while (hashes < line->len && line->at[hashes] == '#') hashes++;
    struct span after = span_from(*line, digits);
    bool point = line->len > 2 && strchr("-*+", line->at[0]) && line->at[1] == ' ';
    bool numbered =
        digits && digits < 4 && (span_starts(after, SPAN(". ")) || span_starts(after, SPAN(") ")));
    if (point) *line = span_trim(span_from(*line, 2));
    if (numbered) *line = span_trim(span_from(after, 2));
    if (point || numbered) return LINE_POINT;
    if (hashes && hashes < 7 && hashes < line->len && line->at[hashes] == ' ') {
        *line = span_trim(span_from(*line, hashes));
        return LINE_HEAD;
    }
    return LINE_WORDS;
}

static void add_strong(struct paper *paper, struct span words)
{
    paper_run(paper, PAPER_STRONG, words, (struct span){0}, (struct review_id){0});
}

static void next_block(struct paper *paper, enum line_kind kind, enum line_kind before)
{
    if (kind == LINE_POINT) {
        if (before != LINE_POINT) paper_list(paper);
        paper_row(paper);
        paper_cell(paper);
    } else if (kind == LINE_HEAD || before == LINE_EMPTY || before == LINE_HEAD) {
        paper_paragraph(paper);
    } else {
        paper_run(paper, PAPER_PLAIN, SPAN(" "), (struct span){0}, (struct review_id){0});
    }
}

void paper_prose(struct paper *paper, const char *text)
{
    struct span rest = span_of(text);
    enum line_kind before = LINE_EMPTY;
    while (rest.len && !paper->failed) {
        struct span line = span_cut(&rest, '\n');
        enum line_kind kind = kind_of_line(&line);
        if (kind != LINE_EMPTY) next_block(paper, kind, before);
        if (kind == LINE_HEAD) add_strong(paper, line);
        if (kind == LINE_WORDS || kind == LINE_POINT) read_inline(paper, line);
        /* A line that goes on under a point belongs to it. */
        before = kind;
    }
}

void paper_rich(struct paper *paper, const char *text)
{
    struct span rest = span_of(text);
    enum line_kind before = LINE_EMPTY;
    bool first = true;
    while (rest.len && !paper->failed) {
        struct span line = span_cut(&rest, '\n');
        enum line_kind kind = kind_of_line(&line);
        bool joins = kind == LINE_WORDS && (before == LINE_WORDS || before == LINE_POINT);
        if (kind != LINE_EMPTY && !first) {
            if (joins)
                paper_add(paper, " ");
            else
                paper_break(paper);
        }
        if (kind == LINE_POINT) paper_add(paper, "\xe2\x80\xa2 ");
        if (kind == LINE_HEAD) add_strong(paper, line);
        if (kind == LINE_WORDS || kind == LINE_POINT) read_inline(paper, line);
        first = first && kind == LINE_EMPTY;
        before = kind;
    }
}
