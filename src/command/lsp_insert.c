/* What the actions write into a document, and where. */
#include "command/lsp.h"

static const char heading[] = "Questions for the meeting";
enum { ABOUT_MAX = 200 }; /* bytes of a text that are quoted in a question */

/* ---- lines ---- */

struct line {
    size_t from, to; /* without its line break */
};

static struct line line_at(struct span text, size_t byte)
{
    struct line line = {byte, byte};
    while (line.from > 0 && !lsp_is_break(text.at[line.from - 1])) line.from--;
    while (line.to < text.len && !lsp_is_break(text.at[line.to])) line.to++;
    return line;
}

/* The line behind; false at the end of the text. */
static bool next_line(struct span text, struct line *line)
{
    if (line->to == text.len) return false;
    *line = line_at(text, lsp_behind_break(text, line->to));
    return true;
}

static struct span words_of(struct span text, struct line line)
{
    return span_trim(span_sub(text, line.from, line.to - line.from));
}

/* The line break that this text uses. */
static const char *break_of(struct span text)
{
    struct line first = line_at(text, 0);
    if (first.to == text.len) return "\n";
    if (text.at[first.to] == '\n') return "\n";
    return span_starts(span_from(text, first.to), SPAN("\r\n")) ? "\r\n" : "\r";
}

static bool is_heading(struct span words)
{
    size_t marks = 0;
    while (marks < words.len && words.at[marks] == '#') marks++;
    return marks > 0 && marks <= 6 && (marks == words.len || words.at[marks] == ' ');
}

static bool is_fence(struct span words)
{
    return span_starts(words, SPAN("```")) || span_starts(words, SPAN("~~~"));
}

static bool begins_item(struct span words)
{
    size_t digits = 0;
    while (digits < words.len && words.at[digits] >= '0' && words.at[digits] <= '9') digits++;
    struct span mark = span_from(words, digits);
    return mark.len > 1 && (mark.at[1] == ' ' || mark.at[1] == '\t') &&
           byte_is_one_of(mark.at[0], digits ? ".)" : "-*+");
}

/* ---- a question for the meeting ---- */

/* On one line, without quotation marks of its own. */
static void add_about(struct text *out, struct span words)
{
    bool blank = false;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        bool white = byte_is_one_of(c, " \t\r\n");
        if (white && blank) continue;
        text_addc(out, white ? ' ' : c == '"' ? '\'' : c);
        blank = white;
    }
}

static void add_question(struct text *out, struct span text, const struct language_finding *finding)
{
    size_t from = finding->sentence_from.byte, to = finding->sentence_to.byte;
    uint32_t rune;
    if (to - from > ABOUT_MAX) from = finding->from.byte, to = finding->to.byte;
    struct span about = span_trim(span_sub(text, from, to - from));
    bool cut = about.len > ABOUT_MAX;
    if (cut) about.len = ABOUT_MAX;
    while (cut && about.len && !utf8_next(span_from(text, from + about.len), &rune)) about.len--;
    text_addf(out, "- %s (about: \"", finding->question);
    add_about(out, about);
    text_adds(out, cut ? "...\")" : "\")");
}

/* The last line with words of the section, or of the text where there is no such section. */
static struct line last_line(struct span text, bool *ret_section, bool *ret_list)
{
    struct line line = line_at(text, 0), last = line;
    bool fenced = false;
    *ret_section = *ret_list = false;
    do {
        struct span words = words_of(text, line);
        if (is_fence(words)) fenced = !fenced;
        if (!fenced && is_heading(words)) {
            if (*ret_section) break;
            while (words.len && byte_is_one_of(words.at[0], "# ")) words = span_from(words, 1);
            *ret_section = span_equal_nocase(words, span_of(heading));
        }
        if (words.len) {
            last = line;
            *ret_list = begins_item(words);
        }
    } while (next_line(text, &line));
    return last;
}

void lsp_insert_question(struct span text, const struct language_finding *finding,
                         struct lsp_insertion *ret)
{
    bool section, list;
    const char *br = break_of(text);
    ret->byte = last_line(text, &section, &list).to;
    text_init(&ret->words, 0);
    if (!section) text_addf(&ret->words, "%s%s## %s", br, br, heading);
    text_addf(&ret->words, "%s%s", br, section && list ? "" : br);
    add_question(&ret->words, text, finding);
}

/* ---- a remark ---- */

/* Behind the sentence: what stands within a block covers this block alone, be it a paragraph, an
 * item of a list or a cell of a table, and leaves lists and tables whole. */
void lsp_insert_remark(const struct language_finding *finding, struct lsp_insertion *ret)
{
    ret->byte = finding->sentence_to.byte;
    text_init(&ret->words, 0);
    text_addf(&ret->words, " <!-- guard: off %s agreed in the review -->", finding->rule->id);
}
