/* The words of HTTP: percent escapes, forms, and names of files. */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include "web/internal.h"

/* Decodes %41 (and + as a space, in forms) into the arena, NUL-terminated. False for a broken
 * escape, a NUL, or what is no UTF-8. */
bool words_decode(struct span text, bool form, struct arena *arena, struct span *ret);
/* "a=b&c=d" into pairs; false for more than `most`, or broken ones. */
bool words_pairs(struct span text, size_t most, struct arena *arena, struct web_pair **ret,
                 size_t *ret_count);
/* Appends text as one part of an address. */
void words_escape(struct span text, struct text *out);
/* Appends a Content-Disposition for a name that came from outside (RFC 6266). */
void words_disposition(struct span name, struct text *out);

#endif
