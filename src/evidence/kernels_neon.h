/* The kernels of kernels.h for NEON, which every 64-bit ARM has; used by kernels.c alone. */
#ifndef EVIDENCE_KERNELS_NEON_H
#define EVIDENCE_KERNELS_NEON_H

#include "evidence/kernels.h"

/* NULL when this build is for another processor. */
const struct kernels *kernels_neon(void);

#endif
