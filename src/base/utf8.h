/* UTF-8 as of RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/span.h"

/* Length of the character at the start and its code point; 0 when the bytes are not UTF-8. */
size_t utf8_next(struct span s, uint32_t *ret_rune);
bool utf8_is_valid(struct span s);
/* Writes 1-4 bytes to `out`; returns how many. A surrogate or too large value is U+FFFD. */
size_t utf8_put(uint32_t rune, char out[4]);
/* Columns that it takes on a terminal: 0 for marks put on the one before, 2 for wide ones (the main
 * ranges of Unicode's East Asian Width and of emoji), else 1. */
unsigned utf8_columns(uint32_t rune);
/* Control characters, and those that reorder or hide text: bidirectional controls, zero-width
 * marks, line breaks. */
bool utf8_drives_display(uint32_t rune);

#endif
