/* The hash of a line without its values: what the set of templates is asked by. */
#ifndef EVIDENCE_TEMPLATE_HASH_H
#define EVIDENCE_TEMPLATE_HASH_H

#include "base/base.h"

enum {
    HASH_BLOCK = 64,
    HASH_LINE_MOST = 4096, /* only so many bytes of a line count */
};

/* The line with every word that holds a digit written as '0': what is hashed. `to` has room for
 * HASH_LINE_MOST + HASH_BLOCK bytes; returns how many it got. A word is letters, digits, what joins
 * numbers, names and paths, and all bytes above 0x7f. Both give the same. */
size_t template_bare_plain(struct span line, char *to);
size_t template_bare(struct span line, char *to); /* the quickest that this processor has */

/* Part of a word. */
bool template_in_word(char c);

#endif
