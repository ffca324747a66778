/* Comparing and loading few bytes without calling anybody: keys, dates and words are short. */
#ifndef EVIDENCE_SHORT_BYTES_H
#define EVIDENCE_SHORT_BYTES_H

#include "base/base.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* memcmp(a, b, len) == 0; two words that overlap cover the common lengths. */
static inline bool short_equal(const char *a, const char *b, size_t len)
{
    if (len > 16) return memcmp(a, b, len) == 0;
    if (len >= 8) {
        uint64_t a1, b1, a2, b2;
        memcpy(&a1, a, 8);
        memcpy(&b1, b, 8);
        memcpy(&a2, a + len - 8, 8);
        memcpy(&b2, b + len - 8, 8);
        return ((a1 ^ b1) | (a2 ^ b2)) == 0;
    }
    if (len >= 4) {
        uint32_t a1, b1, a2, b2;
        memcpy(&a1, a, 4);
        memcpy(&b1, b, 4);
        memcpy(&a2, a + len - 4, 4);
        memcpy(&b2, b + len - 4, 4);
        return ((a1 ^ b1) | (a2 ^ b2)) == 0;
    }
    for (size_t i = 0; i < len; i++)
        if (a[i] != b[i]) return false;
    return true;
}

/* Eight bytes as a number, the first in the lowest byte whatever the machine's byte order. */
static inline uint64_t short_load8(const char *at)
{
    uint64_t value;
    memcpy(&value, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline uint32_t short_load4(const char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

/* The top bit of each byte of the word that is `byte`, and perhaps of bytes behind the first. */
static inline uint64_t short_find(uint64_t word, char byte)
{
    uint64_t x = word ^ (UINT64_C(0x0101010101010101) * (unsigned char)byte);
    return (x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080);
}

/* Which of the 64 bytes at `at` are `byte`, the first in the lowest bit. By what every processor of
 * the sort has, so that it can be put into any loop. */
static inline uint64_t short_where(const char *at, char byte)
{
    uint64_t where = 0;
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8(byte);
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i_u *)(const void *)(at + i));
        where |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)) << i;
    }
#else
    for (unsigned i = 0; i < 64; i += 8) {
        /* exactly the bytes that are 0, and their top bits moved together */
        uint64_t x = short_load8(at + i) ^ (UINT64_C(0x0101010101010101) * (unsigned char)byte);
        uint64_t low = (x & UINT64_C(0x7f7f7f7f7f7f7f7f)) + UINT64_C(0x7f7f7f7f7f7f7f7f);
        uint64_t zeros = ~(low | x) & UINT64_C(0x8080808080808080);
        where |= (zeros >> 7) * UINT64_C(0x0102040810204080) >> 56 << i;
    }
#endif
    return where;
}

/* All ones in the lowest `count` bytes, at most 8. */
static inline uint64_t short_mask(size_t count)
{
    return count < 8 ? (UINT64_C(1) << (8 * count)) - 1 : UINT64_MAX;
}

/* First place from `from` on with a blank, a tab or a third byte; `len` for none. */
static inline size_t short_blank_or(char third, const char *at, size_t from, size_t len)
{
    for (; from + 8 <= len; from += 8) {
        uint64_t word = short_load8(at + from);
        uint64_t found = short_find(word, ' ') | short_find(word, '\t') | short_find(word, third);
        if (found) return from + (size_t)__builtin_ctzll(found) / 8;
    }
    while (from < len && at[from] != ' ' && at[from] != '\t' && at[from] != third) from++;
    return from;
}

static inline size_t short_blank(const char *at, size_t from, size_t len)
{
    return short_blank_or(' ', at, from, len);
}

/* First place from `from` on with a quote or a backslash; `len` for none. */
static inline size_t short_quote(const char *at, size_t from, size_t len)
{
    for (; from + 8 <= len; from += 8) {
        uint64_t word = short_load8(at + from);
        uint64_t found = short_find(word, '"') | short_find(word, '\\');
        if (found) return from + (size_t)__builtin_ctzll(found) / 8;
    }
    while (from < len && at[from] != '"' && at[from] != '\\') from++;
    return from;
}

#endif
