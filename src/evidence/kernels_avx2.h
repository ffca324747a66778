/* The kernels of kernels.h for AVX2; used by kernels.c and kernels_avx512.c alone. */
#ifndef EVIDENCE_KERNELS_AVX2_H
#define EVIDENCE_KERNELS_AVX2_H

#include "evidence/kernels.h"

/* NULL when this processor or this build has no AVX2. */
const struct kernels *kernels_avx2(void);
#if defined(__x86_64__)
/* Its find_key, for processors that have it. */
size_t kernels_avx2_find_key(const char *at, size_t len, struct span key, char sign,
                             bool *ret_seen);
/* Its clean, in a file of its own. */
bool kernels_avx2_clean(const char *at, size_t len);
#endif

#endif
