/*
 * Remarks in the text to the guard: <!-- guard: off RULE-OR-CLASS, ... reason -->. Before a block
 * it covers the block (a paragraph, a list, a table), and all up to a later <!-- guard: on --> if
 * that is the next remark; inside a paragraph, an item or a cell, that; off-file covers all. One
 * that is not understood silences nothing.
 */
#include "language/page_parts.h"

static struct span cut_word(struct span *rest)
{
    *rest = span_trim(*rest);
    size_t n = 0;
    while (n < rest->len && !is_blank(rest->at[n]) && rest->at[n] != ',') n++;
    struct span word = span_sub(*rest, 0, n);
    *rest = span_trim(span_from(*rest, n));
    while (word.len && is_in(word.at[word.len - 1], ":;")) word.len--;
    return word;
}

/* Whether another name follows the one that was cut. */
static bool cut_comma(struct span *rest)
{
    if (!rest->len || rest->at[0] != ',') return false;
    *rest = span_from(*rest, 1);
    return true;
}

/* The words behind "guard:", or an empty span. */
static bool is_remark(struct span comment, struct span *ret)
{
    struct span words = span_trim(comment);
    if (!span_starts(words, SPAN("guard:"))) return false;
    *ret = span_from(words, 6);
    return true;
}

static void wrong(struct page *page, size_t at, const char *why)
{
    if (page->remark_wrong) return;
    page->remark_wrong = why;
    page->remark_at = at;
}

/* Where two remarks silence a rule, the reason is that of the first, which reaches as far. */
static void mark_rule(struct page *page, size_t rule, struct span reason, uint8_t reach)
{
    if (!page->off.rules[rule]) page->off.reasons[rule] = reason;
    page->off.rules[rule] |= reach;
}

static void mark_rules(struct page *page, struct span word, struct span reason, uint8_t reach)
{
    enum language_class class;
    const struct language_rule *rule = language_find_rule(word);
    if (rule) mark_rule(page, (size_t)(rule - language_rules), reason, reach);
    if (rule || !language_find_class(word, &class)) return;
    for (size_t i = 0; i < language_rule_count; i++)
        if (language_rules[i].class == class) mark_rule(page, i, reason, reach);
}

/* What is wrong with the names and the reason behind "off", or NULL. */
static const char *check_names(struct span rest, struct span *ret_reason)
{
    enum language_class class;
    do {
        const struct span word = cut_word(&rest);
        if (!language_find_rule(word) && !language_find_class(word, &class))
            return "it names no rule and no class that there is: <!-- guard: off RULE REASON -->";
    } while (cut_comma(&rest));
    *ret_reason = rest;
    if (!rest.len)
        return "a reason is missing behind the rule, for those who read this later: "
               "<!-- guard: off RULE REASON -->";
    if (language_find_rule(cut_word(&rest)))
        return "several rules want commas between them: <!-- guard: off RULE, RULE REASON -->";
    return NULL;
}

static void turn_off(struct page *page, struct span rest, struct span reason, uint8_t reach)
{
    do mark_rules(page, cut_word(&rest), reason, reach);
    while (cut_comma(&rest));
    page->off_marks |= reach;
}

void page_off_clear(struct page *page, enum off_reach reach)
{
    if (!(page->off_marks & reach)) return;
    page->off_marks &= (uint8_t)~reach;
    for (size_t i = 0; i < language_rule_count; i++) page->off.rules[i] &= (uint8_t)~reach;
}

void page_off_block(struct page *page, const struct block *block)
{
    if (!(page->off_marks & OFF_WHOLE) || page->off_whole != WHOLE_TO_COME) return;
    page->off_whole = block->kind == BLOCK_CELL            ? WHOLE_TABLE
                      : page->list_depth > page->off_depth ? WHOLE_LIST
                                                           : WHOLE_PARAGRAPH;
}

void page_off_line(struct page *page, struct span line)
{
    if (!(page->off_marks & OFF_WHOLE) || page->off_whole == WHOLE_TO_COME) return;
    size_t text;
    const enum start start = start_of(line, &text);
    const bool item = start == START_ITEM && page->list_depth == page->off_depth;
    const bool row = start == START_ROW || (start == START_TEXT && memchr(line.at, '|', line.len));
    if (page->off_whole == WHOLE_LIST && (item || page->list_depth > page->off_depth)) return;
    if (page->off_whole == WHOLE_TABLE && page->table && row) return;
    page_off_clear(page, OFF_WHOLE);
}

/* Whether the next remark behind `from` says "on". Each stretch is looked at for one remark. */
static bool on_follows(const struct page *page, size_t from)
{
    struct span rest = span_from(page->text, from);
    for (;;) {
        size_t found = span_find(rest, SPAN("<!--"));
        if (found == SIZE_MAX) return false;
        rest = span_from(rest, found + 4);
        struct span words = span_trim(span_sub(rest, 0, 200));
        if (!is_remark(words, &words)) continue;
        return span_is(cut_word(&words), "on");
    }
}

void page_remark(struct page *page, size_t from, size_t to, bool inside)
{
    struct span rest, reason = {NULL, 0};
    if (!is_remark(span_sub(page->text, from, to - from), &rest)) return;
    struct span verb = cut_word(&rest);
    bool file = span_is(verb, "off-file");
    if (span_is(verb, "on")) {
        page_off_clear(page, OFF_REGION);
        return;
    }
    const char *why = !file && !span_is(verb, "off") ? "it says neither off, on nor off-file"
                                                     : check_names(rest, &reason);
    if (why) {
        wrong(page, from, why);
    } else if (file) {
        if (page->only_remarks) turn_off(page, rest, reason, OFF_FILE);
    } else if (!page->only_remarks) {
        const bool within = page->off_marks & OFF_WHOLE && page->off_whole != WHOLE_TO_COME;
        const bool region = !inside && on_follows(page, to);
        const enum off_reach reach = region ? OFF_REGION : inside || within ? OFF_BLOCK : OFF_WHOLE;
        if (reach == OFF_WHOLE) {
            page->off_whole = WHOLE_TO_COME;
            page->off_depth = page->list_depth;
        }
        turn_off(page, rest, reason, (uint8_t)reach);
    }
}
