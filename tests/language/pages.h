/* What a page gives, as text that tests compare. */
#ifndef TESTS_LANGUAGE_PAGES_H
#define TESTS_LANGUAGE_PAGES_H

#include "language/page.h"

/* Appends each sentence with a line break behind it: ` for code, ^ for a link, " for a quotation.
 */
void pages_plain(struct span text, struct text *out);
/* As above, each with its field, kind and flags before it: "event item SEL1 off: ...": S and E
 * where a block starts and ends, L in a list, 1 for a lone one. */
void pages_full(struct span text, struct text *out);
/* Fails unless all that must hold for sentences of any text holds; how many there are. */
size_t pages_check(struct span text);

#endif
