/* Our own unpacking and indexing beside the bare libraries of bare_unpack.c. */
#ifndef BENCH_OURS_UNPACK_H
#define BENCH_OURS_UNPACK_H

#include "base/base.h"

/* Unpacks one gzip or zstd stream that states its size, and indexes it meanwhile. False
 * when anything goes wrong. */
bool ours_unpack(struct span packed, uint64_t *ret_bytes, uint64_t *ret_records);

#endif
