/* The kernels of kernels.h for AVX-512 with VBMI; used by kernels.c alone. */
#ifndef EVIDENCE_KERNELS_AVX512_H
#define EVIDENCE_KERNELS_AVX512_H

#include "evidence/kernels.h"

/* NULL when this processor or this build has none. */
const struct kernels *kernels_avx512(void);

#endif
