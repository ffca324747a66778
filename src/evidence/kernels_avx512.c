#include "evidence/kernels_avx512.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#include "evidence/kernels_avx2.h"
#include "evidence/kernels_letters.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,bmi,bmi2,popcnt")))

/* The lowest `count` bits, at most 64. */
AVX512 static inline uint64_t bits_below(size_t count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

AVX512 static size_t newlines(const char *at, size_t len, uint32_t *ret_offsets, bool *ret_plain)
{
    const __m512i newline = _mm512_set1_epi8('\n');
    __m512i high = _mm512_setzero_si512(), low = _mm512_set1_epi8(1);
    size_t count = 0;
    for (size_t i = 0; i < len; i += 64) {
        __mmask64 within = bits_below(len - i);
        __m512i bytes = _mm512_mask_loadu_epi8(newline, within, at + i);
        high = _mm512_or_si512(high, bytes);
        low = _mm512_min_epu8(low, bytes);
        uint64_t mask = _mm512_mask_cmpeq_epi8_mask(within, bytes, newline);
        size_t end = count + (size_t)__builtin_popcountll(mask);
        /* as in kernels_avx2.c: putting two costs less than asking how many there are */
        ret_offsets[count] = (uint32_t)(i + (size_t)_tzcnt_u64(mask));
        mask &= mask - 1;
        ret_offsets[count + 1] = (uint32_t)(i + (size_t)_tzcnt_u64(mask));
        mask &= mask - 1;
        for (count += 2; mask; mask &= mask - 1)
            ret_offsets[count++] = (uint32_t)(i + (size_t)_tzcnt_u64(mask));
        count = end;
    }
    *ret_plain =
        _mm512_movepi8_mask(high) == 0 && _mm512_cmpeq_epi8_mask(low, _mm512_setzero_si512()) == 0;
    return count;
}

AVX512 static inline __m512i table_of(const uint8_t letters[32])
{
    return _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i_u *)(const void *)letters));
}

AVX512 static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    const __m512i fold = _mm512_set1_epi8(0x20);
    const __m512i one = table_of(first_letter), two = table_of(second_letter);
    const __m512i three = table_of(third_letter);
    uint64_t carry = (before | 0x20) >= 'a' && (before | 0x20) <= 'z';
    uint64_t starts[2] = {0}, letters[2] = {0};
    for (size_t i = 0; i < 2 && i * 64 < len; i++) {
        size_t left = len - i * 64;
        const char *from = at + i * 64;
        __m512i bytes = _mm512_or_si512(_mm512_maskz_loadu_epi8(bits_below(left), from), fold);
        letters[i] = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('a')),
                                            _mm512_set1_epi8(26)) &
                     bits_below(left);
        /* word beginnings with three letters within `len` */
        uint64_t may =
            letters[i] & ~(letters[i] << 1 | carry) & bits_below(left < 2 ? 0 : left - 2);
        carry = letters[i] >> 63;
        if (!may) continue;
        /* indexes count modulo 32 by their lowest five bits; `may` says which are letters, and the
         * two behind them are told by the length of the word */
        __m512i next = _mm512_maskz_loadu_epi8(bits_below(left - 1), from + 1);
        __m512i third = _mm512_maskz_loadu_epi8(bits_below(left - 2), from + 2);
        const __m512i low = _mm512_set1_epi8(0x1f);
        __m512i groups = _mm512_and_si512(
            _mm512_permutexvar_epi8(_mm512_and_si512(bytes, low), one),
            _mm512_and_si512(_mm512_permutexvar_epi8(_mm512_and_si512(next, low), two),
                             _mm512_permutexvar_epi8(_mm512_and_si512(third, low), three)));
        starts[i] = may & _mm512_test_epi8_mask(groups, groups);
    }
    *ret = (struct level_places){
        .starts = {(uint32_t)starts[0], (uint32_t)(starts[0] >> 32), (uint32_t)starts[1]},
        .letters = {(uint32_t)letters[0], (uint32_t)(letters[0] >> 32), (uint32_t)letters[1]}};
}

const struct kernels *kernels_avx512(void)
{
    /* keys are mostly found at once: looking at 64 bytes for them is slower (measured) */
    static const struct kernels wide = {newlines, kernels_avx2_find_key, level_starts};
    /* processors with VBMI do not slow down for 512 bits as the first with AVX-512 did */
    bool has = kernels_avx2() && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("bmi2");
    return has ? &wide : NULL;
}

#else

const struct kernels *kernels_avx512(void)
{
    return NULL;
}

#endif
