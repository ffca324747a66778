/*
 * Documents that tell what happened in prose alone: a sentence that begins with a time of day
 * becomes an event, and stays in the text it came from.
 */
#include "exchange/markdown.h"

enum { SENTENCES_MOST = 400 };

/* The end of the sentence at `from`: behind its point, or at the end of the text. */
static size_t sentence_end(struct span text, size_t from)
{
    for (size_t at = from; at < text.len; at++) {
        if (!byte_is_one_of(text.at[at], ".!?")) continue;
        size_t next = at + 1;
        while (next < text.len && byte_is_one_of(text.at[next], "\")'*")) next++;
        if (next >= text.len) return text.len;
        if (text.at[next] != ' ') continue;
        /* "approx. 14:02", "a.m. on" go on */
        char behind = next + 1 < text.len ? text.at[next + 1] : 'A';
        bool lower = behind >= 'a' && behind <= 'z';
        if (lower) continue;
        if (at >= 2 && (text.at[at - 2] == '.' || text.at[at - 2] == ' ') &&
            !md_is_digit(text.at[at - 1]))
            continue;
        return next;
    }
    return text.len;
}

/* "At 14:02 UTC ", "On March 4 at 14:02 UTC, ", "14:02 UTC: " */
static bool begins_with_time(struct span sentence, struct md_stamp *stamp)
{
    if (!md_stamp_read(sentence, MD_STAMP_LINE, stamp) || !stamp->has_clock) return false;
    return stamp->end < sentence.len;
}

/* "... alerted us at 09:19 UTC": the first time of day within the sentence. */
static bool holds_time(struct span sentence, struct md_stamp *stamp, size_t *ret_end)
{
    static const char *const leads[] = {" at ",      " around ", " by ",    " until ", " from ",
                                        " between ", " since ",  " about ", " ~"};
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        size_t from = 0, at;
        while ((at = span_find(span_from(sentence, from), span_of(leads[i]))) != SIZE_MAX) {
            from += at + 1;
            struct md_stamp found;
            if (from >= best || !md_stamp_read(span_from(sentence, from), MD_STAMP_LINE, &found) ||
                !found.has_clock)
                continue;
            best = from;
            *stamp = found;
            *ret_end = from + found.end;
        }
    }
    return best != SIZE_MAX;
}

void md_prose(struct md *md, const struct md_block *block)
{
    if (md->has_timeline || (block->kind != MD_TEXT && block->kind != MD_ITEM)) return;
    struct span text = block->plain;
    size_t from = 0, made = 0;
    for (size_t i = 0; i < SENTENCES_MOST && from < text.len && !md->status; i++) {
        size_t end = sentence_end(text, from);
        struct span sentence = span_trim(span_sub(text, from, end - from));
        struct md_stamp stamp = {.end = 0};
        bool first = begins_with_time(sentence, &stamp);
        size_t behind = stamp.end, ignored;
        if (first || holds_time(sentence, &stamp, &behind)) {
            struct span what = first ? span_from(sentence, stamp.end) : sentence;
            made += md_event(md, &stamp, what, block->from) != NULL;
            struct md_stamp more;
            if (holds_time(span_from(sentence, behind), &more, &ignored))
                md_unplaced(md, block->from, sentence,
                            "a sentence with several times: the first one became an event");
        }
        from = end;
    }
    if (made)
        md_notice(md,
                  "line %zu: %zu sentence%s with a time became event%s; the text keeps them too",
                  block->from + 1, made, made == 1 ? "" : "s", made == 1 ? "" : "s");
}
