/*
 * The few inner loops that run over every byte: in a version for any processor and in some for the
 * instructions of one (NEON, AVX2, AVX-512). All give the same answers; the plain one is the oracle
 * of the tests.
 *
 * All but the plain versions may read up to KERNEL_SLACK bytes behind `len`: the caller's buffer
 * must have them.
 */
#ifndef EVIDENCE_KERNELS_H
#define EVIDENCE_KERNELS_H

#include "base/base.h"

enum { KERNEL_SLACK = 128 };

/* Where level words may stand among 96 bytes, a bit each. */
struct level_places {
    uint64_t starts[2];  /* words begin as a level does (some are none) */
    uint64_t letters[3]; /* ASCII letters; the last one is 0 */
    bool escapes;        /* there is an ESC: terminal codes may hide a word's beginning */
};

/* 64 bits from bit `from` of `bits` on, which `next` continues. */
static inline uint64_t level_letters(uint64_t bits, uint64_t next, size_t from)
{
    return bits >> from | next << 1 << (63 - from);
}

/* The words of three letters and more that begin among these; `before` is the byte before them. */
static inline uint64_t level_words(uint64_t letters, uint64_t next, char before)
{
    bool letter = (before | 0x20) >= 'a' && (before | 0x20) <= 'z';
    return letters & ~(letters << 1 | letter) & level_letters(letters, next, 1) &
           level_letters(letters, next, 2);
}

/* Length of the word that begins at `from`: some number above 32 for any longer one. */
static inline size_t level_places_word(const struct level_places *places, size_t from)
{
    const uint64_t *letters = &places->letters[from / 64];
    uint64_t others = ~level_letters(letters[0], letters[1], from % 64);
    return (size_t)__builtin_ctzll(others | UINT64_C(1) << 63);
}

struct kernels {
    /* Offsets of all newlines that no other one precedes (the ends of lines that are not empty);
     * room for len + 8 of them. `before` is the byte before `at`. *ret_plain: no byte is NUL or
     * above 0x7f. */
    size_t (*newlines)(const char *at, size_t len, char before, uint32_t *ret_offsets,
                       bool *ret_plain);
    /* First place, from 1 on, of `"name"` (or `name=`) behind `{`, a comma or a blank; `len` for
     * none. `key` is the whole of it, at least 2 bytes. *ret_seen: the bytes from 1 up to it hold
     * `sign`, in lower case or not: '{' finds '[' as well. */
    size_t (*find_key)(const char *at, size_t len, struct span key, char sign, bool *ret_seen);
    /* Looks at the first min(len, 96) bytes. `before` is the byte before `at`. */
    void (*level_starts)(const char *at, size_t len, char before, struct level_places *ret);
    /* UTF-8 without NUL. */
    bool (*clean)(const char *at, size_t len);
    bool many; /* lines are matched many at a time (lines_many.c), and not one by one */
};

/* The best that this processor can do, or the plain ones. Static. */
const struct kernels *kernels_plain(void);
const struct kernels *kernels_best(void);
/* One set for tests: NULL where this processor or this build has it not. Later ones are better. */
enum kernel_set { KERNELS_PLAIN, KERNELS_NEON, KERNELS_AVX2, KERNELS_AVX512, KERNEL_SETS };
const struct kernels *kernels_of(enum kernel_set set);

/* The plain clean, for sets that have no better one. */
bool kernels_clean(const char *at, size_t len);
/* Shared by all: what find_key must see before the key. */
static inline bool key_may_follow(char before)
{
    return before == ',' || before == '{' || before == ' ' || before == '\t';
}

#endif
