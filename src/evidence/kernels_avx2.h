/* The kernels of kernels.h for AVX2; used by kernels.c alone. */
#ifndef EVIDENCE_KERNELS_AVX2_H
#define EVIDENCE_KERNELS_AVX2_H

#include "evidence/kernels.h"

/* NULL when this processor or this build has no AVX2. */
const struct kernels *kernels_avx2(void);

#endif
