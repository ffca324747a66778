/*
 * A text read from its first block to its last, sentence by sentence. See struct sentence in
 * internal.h for what comes out.
 *
 * What never comes out: headings, front matter, code, HTML blocks, block quotes, chat and log
 * lines, tables' rules, link definitions, templates' own sentences (data/guard/templates.txt).
 * What stands in a sentence as one byte: code spans, addresses, words quoted.
 *
 * A time that a block begins with ("10:31 UTC - Ana restarted it") is dropped: `^` of a rule means
 * the first word behind it.
 */
#ifndef LANGUAGE_PAGE_H
#define LANGUAGE_PAGE_H

#include "language/internal.h"

/* Begins to read; the request is borrowed until page_close. Memory: a bounded amount. */
enum status page_open(const struct language_request *request, struct page **ret,
                      struct error *error);
void page_close(struct page *page); /* NULL is fine */
/* The next sentence, or false at the end. */
bool page_next(struct page *page, struct sentence *ret);
/* Where a byte of the text stands. Calls with rising bytes cost the way between them. */
struct language_place page_place(struct page *page, size_t byte);
/* Whether a byte begins a code point or ends the text. */
bool page_is_border(const struct page *page, size_t byte);
/* The first remark that could not be understood, for the summary; NULL: none. */
const char *page_remark_wrong(const struct page *page, struct language_place *ret);

/* Behind the first `to` bytes of a sentence, in the source: marks that follow are not counted. */
size_t page_end(const struct page *page, const struct sentence *sentence, size_t to);
/* Whether the text as a whole is not English (told from its first prose); page_next then gives
 * nothing. For language_summary.off. */
bool page_is_foreign(const struct page *page);
/* Sentences so far that were left out because their block is not English. */
size_t page_foreign_sentences(const struct page *page);

#endif
