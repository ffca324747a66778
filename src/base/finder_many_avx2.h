/* The finder of finder_many.h for AVX2; used by finder_many.c alone. */
#ifndef BASE_FINDER_MANY_AVX2_H
#define BASE_FINDER_MANY_AVX2_H

#include "base/finder_many.h"

/* Is it there, in this build and this processor? */
bool finder_many_has_avx2(void);
/* The first occurrence that begins before *ret_looked, the place up to which it could look without
 * reading too far; SIZE_MAX for none there. */
size_t finder_many_next_avx2(const struct finder_many *finder, struct span text,
                             size_t *ret_looked);
/* Does one of the needles stand here? Shared by both. */
bool finder_many_is_at(const struct finder_many *finder, struct span text, size_t at);

#endif
