/* The finder of finder.h for AVX2; used by finder.c alone. */
#ifndef BASE_FINDER_AVX2_H
#define BASE_FINDER_AVX2_H

#include "base/finder.h"

/* Is it there, in this build and this processor? */
bool finder_has_avx2(void);
/* The first occurrence that begins before *ret_looked, the place up to which it could look without
 * reading too far; SIZE_MAX for none there. */
size_t finder_next_avx2(const struct finder *finder, struct span text, size_t readable,
                        size_t *ret_looked);
/* Does the needle stand here? Shared by both. */
bool finder_is_at(const struct finder *finder, const char *at);

#endif
