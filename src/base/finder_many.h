/*
 * Finding the first of several texts in many bytes, in one pass.
 *
 * The first three bytes of each text are looked for together, 32 places at a time where the
 * processor has AVX2: a table for either half of each byte says which texts it may belong to, and
 * only where all six agree is a text compared. Method: the "Teddy" of G. Langdale and W. Mula in
 * Hyperscan (2015).
 */
#ifndef BASE_FINDER_MANY_H
#define BASE_FINDER_MANY_H

#include "base/span.h"

enum { FINDER_MANY_MOST = 16, FINDER_MANY_HEAD = 3, FINDER_MANY_GROUPS = 8 };

struct finder_many {
    struct span needles[FINDER_MANY_MOST]; /* borrowed */
    uint32_t heads[FINDER_MANY_MOST];
    size_t count;
    uint8_t low[FINDER_MANY_HEAD][16]; /* groups, a bit each, that have a byte with this low half */
    uint8_t high[FINDER_MANY_HEAD][16]; /* the same of the high half */
    bool begins[256];                   /* does one begin with this byte? */
};

/* Needles up to a NULL: one at least, FINDER_MANY_MOST at most, each of three bytes or more. They
 * are borrowed as long as the finder is used. */
void finder_many_init(struct finder_many *finder, const char *const *needles);
/* Offset of the first occurrence of any, or SIZE_MAX. Nothing behind the text is read. */
size_t finder_many_next(const struct finder_many *finder, struct span text);
/* The same without special instructions, for the tests and for other processors. */
size_t finder_many_next_plain(const struct finder_many *finder, struct span text);

#endif
