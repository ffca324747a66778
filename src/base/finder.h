/*
 * Finding one text in many bytes, in the speed at which memory gives them.
 *
 * The two bytes of the text that are rarest in what people and programs write are looked for
 * together, 32 places at a time where the processor has AVX2; only where both stand is the whole
 * text compared. Method: W. Mula, "SIMD-friendly algorithms for substring searching" (2016), with
 * the rarest pair in place of the first and last byte.
 */
#ifndef BASE_FINDER_H
#define BASE_FINDER_H

#include "base/span.h"

/* So many bytes behind its text a finder may read when it is told that they are there. */
enum { FINDER_SLACK = 160 };

struct finder {
    struct span needle; /* borrowed; at least one byte */
    bool fold;          /* ASCII letters in either case; then the needle has small ones only */
    size_t places[2];   /* of the two rarest bytes, the lower one first; equal for one byte */
};

/* Borrows the needle as long as the finder is used; with `fold` it must have no capital letters. */
void finder_init(struct finder *finder, struct span needle, bool fold);
/* Offset of the first occurrence, or SIZE_MAX. `readable` bytes behind the text may be read too
 * (none is fine, FINDER_SLACK is enough): their values do not matter. */
size_t finder_next(const struct finder *finder, struct span text, size_t readable);
/* The same without special instructions, for the tests and for other processors. */
size_t finder_next_plain(const struct finder *finder, struct span text);

#endif
