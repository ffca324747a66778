/*
 * The few inner loops that run over every byte, in a version for any processor and one for AVX2.
 * Both give the same answers; the plain one is the oracle of the tests.
 *
 * The AVX2 versions may read up to KERNEL_SLACK bytes behind `len`: the caller's buffer must have
 * them. The plain versions never do.
 */
#ifndef EVIDENCE_KERNELS_H
#define EVIDENCE_KERNELS_H

#include "base/base.h"

enum { KERNEL_SLACK = 64 };

struct kernels {
    /* Offsets of all newlines, at most `len`. *ret_plain: no byte is NUL or above 0x7f. */
    size_t (*newlines)(const char *at, size_t len, uint32_t *ret_offsets, bool *ret_plain);
    /* First place, from 1 on, of `"name"` (or `name=`) behind `{`, a comma or a blank; `len` for
     * none. `key` is the whole of it, at least 2 bytes. *ret_seen: the bytes from 1 up to it hold
     * `sign`, in lower case or not: '{' finds '[' as well. */
    size_t (*find_key)(const char *at, size_t len, struct span key, char sign, bool *ret_seen);
    /* Bits of the places among the first min(len, 96) bytes where a level word of three letters and
     * more may begin (some do not). `before` is the byte before `at`. */
    void (*level_starts)(const char *at, size_t len, char before, uint32_t ret[3]);
};

/* The best that this processor can do, or the plain ones. Static. */
const struct kernels *kernels_plain(void);
const struct kernels *kernels_best(void);

/* Shared by both: what find_key must see before the key. */
static inline bool key_may_follow(char before)
{
    return before == ',' || before == '{' || before == ' ' || before == '\t';
}

#endif
