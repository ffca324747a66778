/*
 * Remarks in the text to the guard: <!-- guard: off RULE-OR-CLASS... reason -->. Before a block it
 * covers the block, and all up to a later <!-- guard: on --> if that is the next remark; inside a
 * block, the block; off-file covers all. One that is not understood silences nothing.
 */
#include "language/page_parts.h"

static struct span cut_word(struct span *rest)
{
    *rest = span_trim(*rest);
    size_t n = 0;
    while (n < rest->len && !is_blank(rest->at[n])) n++;
    struct span word = span_sub(*rest, 0, n);
    *rest = span_from(*rest, n);
    while (word.len && is_in(word.at[word.len - 1], ",:;")) word.len--;
    return word;
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

/* Two capital letters and digits: meant for a rule. */
static bool looks_like_rule(struct span word)
{
    if (word.len < 3 || !is_upper(word.at[0]) || !is_upper(word.at[1])) return false;
    for (size_t i = 2; i < word.len; i++)
        if (!is_digit(word.at[i])) return false;
    return true;
}

static bool mark_rules(struct page *page, struct span word, uint8_t reach)
{
    enum language_class class;
    const struct language_rule *rule = language_find_rule(word);
    if (rule) {
        page->off.rules[rule - language_rules] |= reach;
    } else if (language_find_class(word, &class)) {
        for (size_t i = 0; i < language_rule_count; i++)
            if (language_rules[i].class == class) page->off.rules[i] |= reach;
    } else {
        return false;
    }
    return true;
}

/* What is wrong with the names behind "off", or NULL. */
static const char *check_names(struct span rest)
{
    enum language_class class;
    bool named = false;
    for (struct span word = cut_word(&rest); word.len; word = cut_word(&rest)) {
        bool known = language_find_rule(word) || language_find_class(word, &class);
        if (!known && (!named || looks_like_rule(word)))
            return "it names no rule and no class that there is";
        if (!known) return NULL; /* the reason begins */
        named = true;
    }
    return NULL;
}

static void turn_off(struct page *page, struct span rest, uint8_t reach)
{
    bool named = false;
    for (struct span word = cut_word(&rest); word.len; word = cut_word(&rest)) {
        if (!mark_rules(page, word, reach)) break;
        named = true;
    }
    if (!named) page->off.everything = true;
    if (!named) page->off_all |= reach;
    page->off_marks |= reach;
}

void page_off_clear(struct page *page, enum off_reach reach)
{
    if (!(page->off_marks & reach)) return;
    page->off_marks &= (uint8_t)~reach;
    page->off_all &= (uint8_t)~reach;
    page->off.everything = page->off_all != 0;
    for (size_t i = 0; i < language_rule_count; i++) page->off.rules[i] &= (uint8_t)~reach;
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
    struct span rest;
    if (!is_remark(span_sub(page->text, from, to - from), &rest)) return;
    struct span verb = cut_word(&rest);
    bool file = span_is(verb, "off-file");
    if (span_is(verb, "on")) {
        page_off_clear(page, OFF_REGION);
        return;
    }
    const char *why =
        !file && !span_is(verb, "off") ? "it says neither off, on nor off-file" : check_names(rest);
    if (why) {
        wrong(page, from, why);
    } else if (file) {
        if (page->only_remarks) turn_off(page, rest, OFF_FILE);
    } else if (!page->only_remarks) {
        turn_off(page, rest, !inside && on_follows(page, to) ? OFF_REGION : OFF_BLOCK);
    }
}
