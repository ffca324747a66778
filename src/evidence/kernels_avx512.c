#include "evidence/kernels_avx512.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#include "evidence/kernels_avx2.h"
#include "evidence/kernels_letters.h"

#define AVX512                                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512cd,avx512vl,avx512vbmi,bmi,bmi2,popcnt")))

/* The lowest `count` bits, at most 64. */
AVX512 static inline uint64_t bits_below(size_t count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

/* The offsets of the bits, any number of them. Most words have two at most: those are always put.
 */
AVX512 static inline size_t put_offsets(uint64_t mask, size_t base, uint32_t *ret, size_t count)
{
    size_t end = count + (size_t)__builtin_popcountll(mask);
    uint64_t second = mask & (mask - 1);
    /* one number, or the compiler makes a vector of the two, which takes longer */
    uint64_t pair = base * UINT64_C(0x100000001) + (_tzcnt_u64(mask) | _tzcnt_u64(second) << 32);
    memcpy(ret + count, &pair, sizeof pair);
    mask = second & (second - 1);
    for (count += 2; mask; mask &= mask - 1)
        ret[count++] = (uint32_t)(base + (size_t)_tzcnt_u64(mask));
    return end;
}

enum { MASKS = 64 }; /* of 64 bytes each, which make a part of a block */

/* The offsets of newlines that no other one precedes; `masks` begins with the one before. Eight
 * words at a time: where none has two of them, as mostly, their places are found together. */
AVX512 static inline size_t put_all(const uint64_t *masks, size_t len, size_t base, uint32_t *ret,
                                    size_t count)
{
    const __m512i steps = _mm512_setr_epi64(0, 64, 128, 192, 256, 320, 384, 448);
    for (size_t i = 0; i < len; i += 8, base += 512) {
        __m512i before = _mm512_srli_epi64(_mm512_loadu_si512(masks + i), 63);
        __m512i all = _mm512_loadu_si512(masks + i + 1);
        __m512i ends =
            _mm512_andnot_si512(_mm512_or_si512(_mm512_add_epi64(all, all), before), all);
        __m512i less = _mm512_sub_epi64(ends, _mm512_set1_epi64(1));
        if (_mm512_test_epi64_mask(ends, less) == 0) {
            __mmask8 some = _mm512_test_epi64_mask(ends, ends);
            __m512i zeros = _mm512_lzcnt_epi64(_mm512_andnot_si512(less, ends));
            __m512i last = _mm512_add_epi64(_mm512_set1_epi64((long long)base + 63), steps);
            __m512i places = _mm512_maskz_compress_epi64(some, _mm512_sub_epi64(last, zeros));
            _mm256_storeu_si256((__m256i_u *)(void *)(ret + count), _mm512_cvtepi64_epi32(places));
            count += (size_t)__builtin_popcount(some);
        } else {
            uint64_t each[8];
            _mm512_storeu_si512(each, ends);
            for (size_t j = 0; j < 8; j++) count = put_offsets(each[j], base + 64 * j, ret, count);
        }
    }
    return count;
}

/* First where newlines are, then their offsets: neither waits for the other. */
AVX512 static size_t newlines(const char *at, size_t len, char before, uint32_t *ret_offsets,
                              bool *ret_plain)
{
    const __m512i newline = _mm512_set1_epi8('\n'), ones = _mm512_set1_epi8(-1);
    __m512i odd = _mm512_setzero_si512(); /* bytes and bytes less one: the top bit tells both */
    uint64_t masks[1 + MASKS] = {before == '\n' ? UINT64_MAX : 0};
    size_t count = 0;
    for (size_t i = 0; i < len;) {
        size_t taken = 0, base = i;
        for (; taken < MASKS && i + 64 <= len; i += 64) {
            __m512i bytes = _mm512_loadu_si512(at + i);
            odd = _mm512_ternarylogic_epi64(odd, bytes, _mm512_add_epi8(bytes, ones), 0xfe);
            masks[++taken] = _mm512_cmpeq_epi8_mask(bytes, newline);
        }
        if (taken < MASKS && i < len) {
            __mmask64 within = bits_below(len - i);
            __m512i bytes = _mm512_mask_loadu_epi8(newline, within, at + i);
            odd = _mm512_ternarylogic_epi64(odd, bytes, _mm512_add_epi8(bytes, ones), 0xfe);
            masks[++taken] = _mm512_mask_cmpeq_epi8_mask(within, bytes, newline);
            i = len;
        }
        uint64_t last = masks[taken];
        for (; taken % 8 > 0;) masks[++taken] = 0;
        count = put_all(masks, taken, base, ret_offsets, count);
        masks[0] = last;
    }
    *ret_plain = _mm512_movepi8_mask(odd) == 0;
    return count;
}

/* The groups of 64 letters, by their lowest five bits. */
AVX512 static inline __m512i groups_of(__m512i bytes, const uint8_t letters[32])
{
    __m256i table = _mm256_loadu_si256((const __m256i_u *)(const void *)letters);
    return _mm512_permutexvar_epi8(bytes, _mm512_broadcast_i64x4(table));
}

AVX512 static inline uint64_t letters_of(__m512i bytes)
{
    __m512i folded = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(folded, _mm512_set1_epi8('a')),
                                  _mm512_set1_epi8(26));
}

/* Which of the words that `may` begin here begin as a level does; `fourth` of them have a fourth
 * letter. What stands behind the text is told by neither. */
AVX512 static inline uint64_t starts_of(const char *at, uint64_t may, uint64_t fourth)
{
    __m512i two = _mm512_and_si512(groups_of(_mm512_loadu_si512(at), first_letter),
                                   groups_of(_mm512_loadu_si512(at + 1), second_letter));
    __m512i three = _mm512_and_si512(two, groups_of(_mm512_loadu_si512(at + 2), third_letter));
    __m512i four = groups_of(_mm512_loadu_si512(at + 3), fourth_letter);
    return (may & fourth & _mm512_test_epi8_mask(three, four)) |
           (may & ~fourth & _mm512_test_epi8_mask(three, _mm512_set1_epi8(GROUPS_OF_THREE)));
}

/* The numbers are kept out of memory until the end: what was put there in parts is slow to read as
 * a whole. */
AVX512 static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    const __m512i escape = _mm512_set1_epi8('\033');
    __m512i bytes = _mm512_loadu_si512(at);
    uint64_t within = bits_below(len), letters = letters_of(bytes) & within, next = 0;
    uint64_t escapes = _mm512_cmpeq_epi8_mask(bytes, escape) & within, starts = 0;
    if (len > 64) {
        bytes = _mm512_loadu_si512(at + 64);
        within = bits_below(len < 96 ? len - 64 : 32);
        next = letters_of(bytes) & within;
        escapes |= _mm512_cmpeq_epi8_mask(bytes, escape) & within;
        starts = starts_of(at + 64, level_words(next, 0, at[63]), level_letters(next, 0, 3));
    }
    ret->starts[0] =
        starts_of(at, level_words(letters, next, before), level_letters(letters, next, 3));
    ret->starts[1] = starts;
    ret->letters[0] = letters;
    ret->letters[1] = next;
    ret->letters[2] = 0;
    ret->escapes = escapes != 0;
}

const struct kernels *kernels_avx512(void)
{
    /* keys are mostly found at once: looking at 64 bytes for them is slower (measured) */
    static const struct kernels wide = {newlines, kernels_avx2_find_key, level_starts,
                                        kernels_avx2_clean, true};
    /* processors with VBMI do not slow down for 512 bits as the first with AVX-512 did */
    bool has = kernels_avx2() && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2");
    return has ? &wide : NULL;
}

#else

const struct kernels *kernels_avx512(void)
{
    return NULL;
}

#endif
