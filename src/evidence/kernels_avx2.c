#include "evidence/kernels_avx2.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#include "evidence/short_bytes.h"

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline __m256i load(const char *at)
{
    return _mm256_loadu_si256((const __m256i_u *)(const void *)at);
}

AVX2 static inline uint32_t mask_equal(__m256i bytes, char byte)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte)));
}

/* Most 64 bytes hold two newlines at most: always putting two costs less than asking how many. */
AVX2 static inline size_t put_offsets(uint64_t mask, size_t base, uint32_t *ret, size_t count)
{
    size_t end = count + (size_t)__builtin_popcountll(mask);
    ret[count] = (uint32_t)(base + (size_t)_tzcnt_u64(mask));
    mask &= mask - 1;
    ret[count + 1] = (uint32_t)(base + (size_t)_tzcnt_u64(mask));
    mask &= mask - 1;
    for (count += 2; mask; mask &= mask - 1)
        ret[count++] = (uint32_t)(base + (size_t)_tzcnt_u64(mask));
    return end;
}

AVX2 static size_t newlines(const char *at, size_t len, uint32_t *ret_offsets, bool *ret_plain)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i high = zero, nul = zero;
    size_t count = 0, i = 0;
    for (; i + 64 <= len; i += 64) {
        __m256i a = load(at + i), b = load(at + i + 32);
        high = _mm256_or_si256(high, _mm256_or_si256(a, b));
        nul = _mm256_or_si256(nul, _mm256_cmpeq_epi8(_mm256_min_epu8(a, b), zero));
        uint64_t mask = mask_equal(a, '\n') | (uint64_t)mask_equal(b, '\n') << 32;
        count = put_offsets(mask, i, ret_offsets, count);
    }
    bool plain = (_mm256_movemask_epi8(high) | _mm256_movemask_epi8(nul)) == 0;
    for (; i < len; i++) {
        if (at[i] == '\0' || (unsigned char)at[i] > 0x7f) plain = false;
        if (at[i] == '\n') ret_offsets[count++] = (uint32_t)i;
    }
    *ret_plain = plain;
    return count;
}

/* How the key's bytes are compared: first, second and the last letter of `"name"` or the `=` of
 * `name=` (of `"name"` two are letters of the name: quotes are everywhere). */
static inline size_t far_place(struct span key)
{
    return key.len > 2 && key.at[key.len - 1] == '"' ? key.len - 2 : key.len - 1;
}

/* The signs among 32 bytes. */
AVX2 static inline __m256i signs_of(__m256i bytes, char sign)
{
    __m256i folded = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    return _mm256_cmpeq_epi8(folded, _mm256_set1_epi8(sign));
}

/* True when a sign is among the first `count` bytes of the 32 at `at`. */
AVX2 static inline bool has_sign(const char *at, size_t count, char sign)
{
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(signs_of(load(at), sign));
    return (count < 32 ? mask & ((UINT32_C(1) << count) - 1) : mask) != 0;
}

AVX2 size_t kernels_avx2_find_key(const char *at, size_t len, struct span key, char sign,
                                  bool *ret_seen)
{
    const size_t far = far_place(key);
    __m256i seen = _mm256_setzero_si256();
    *ret_seen = false;
    if (len < key.len + 1) return len;
    size_t end = len - key.len; /* the last place it can be at */
    for (size_t i = 1; i <= end; i += 32) {
        __m256i bytes = load(at + i);
        uint32_t mask = mask_equal(bytes, key.at[0]) & mask_equal(load(at + i + 1), key.at[1]) &
                        mask_equal(load(at + i + far), key.at[far]);
        for (; mask; mask &= mask - 1) {
            size_t bit = (size_t)__builtin_ctz(mask), place = i + bit;
            if (place > end) break;
            if (!key_may_follow(at[place - 1]) || !short_equal(at + place, key.at, key.len))
                continue;
            *ret_seen = _mm256_movemask_epi8(seen) || has_sign(at + i, bit, sign);
            return place;
        }
        if (i + 31 > end) {
            *ret_seen = _mm256_movemask_epi8(seen) || has_sign(at + i, end - i + 1, sign);
            return len;
        }
        seen = _mm256_or_si256(seen, signs_of(bytes, sign));
    }
    *ret_seen = _mm256_movemask_epi8(seen) != 0;
    return len;
}

/*
 * Which of eight groups of words may have a letter at their first, second and third place: one
 * table by its low four bits and one by its high four (the groups are listed in level_starts).
 * Method: J. Reinhard, G. Langdale and others, "Teddy", of the Hyperscan matcher.
 */
struct letter_groups {
    uint8_t low[16], high[16];
};

/* groups:  1 err wrn   2 war fat pan   4 inf fin   8 deb dbg
 *         16 tra cri  32 not          64 ale eme  128 sev ver */
static const struct letter_groups first_letter = {
    /* 1 a   3 c,s   4 d,t   5 e   6 f,v   7 w   9 i   e n   0 p */
    .low = {[0x1] = 64,
            [0x3] = 16 | 128,
            [0x4] = 8 | 16,
            [0x5] = 1 | 64,
            [0x6] = 2 | 4 | 128,
            [0x7] = 1 | 2,
            [0x9] = 4,
            [0xe] = 32,
            [0x0] = 2},
    .high = {[0x6] = 1 | 2 | 4 | 8 | 16 | 32 | 64, [0x7] = 1 | 2 | 16 | 128},
};
static const struct letter_groups second_letter = {
    /* r  a  n,i  e,b  r  o  l,m  e */
    .low = {[0x2] = 1 | 8 | 16,
            [0x1] = 2,
            [0xe] = 4,
            [0x9] = 4,
            [0x5] = 8 | 128,
            [0xf] = 32,
            [0xc] = 64,
            [0xd] = 64},
    .high = {[0x6] = 2 | 4 | 8 | 32 | 64 | 128, [0x7] = 1 | 16},
};
static const struct letter_groups third_letter = {
    /* r,n  r,t,n  f,n  b,g  a,i  t  e  v,r */
    .low = {[0x2] = 1 | 2 | 8 | 128,
            [0xe] = 1 | 2 | 4,
            [0x4] = 2 | 32,
            [0x6] = 4 | 128,
            [0x7] = 8,
            [0x1] = 16,
            [0x9] = 16,
            [0x5] = 64},
    .high = {[0x6] = 1 | 2 | 4 | 8 | 16 | 64, [0x7] = 1 | 2 | 32 | 128},
};

AVX2 static inline __m256i groups_of(__m256i folded, const struct letter_groups *groups)
{
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i_u *)groups->low));
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i_u *)groups->high));
    __m256i by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(folded, nibble));
    __m256i by_high =
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(folded, 4), nibble));
    return _mm256_and_si256(by_low, by_high);
}

AVX2 static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    const __m256i fold = _mm256_set1_epi8(0x20);
    uint32_t carry = (before | 0x20) >= 'a' && (before | 0x20) <= 'z';
    *ret = (struct level_places){.starts = {0}};
    for (size_t i = 0; i < 3 && i * 32 < len; i++, at += 32) {
        __m256i one = _mm256_or_si256(load(at), fold);
        __m256i two = _mm256_or_si256(load(at + 1), fold);
        __m256i three = _mm256_or_si256(load(at + 2), fold);
        __m256i hit = _mm256_and_si256(
            groups_of(one, &first_letter),
            _mm256_and_si256(groups_of(two, &second_letter), groups_of(three, &third_letter)));
        /* letters, as signed bytes: those above 'z' and those below 'a' are not */
        __m256i letter = _mm256_and_si256(_mm256_cmpgt_epi8(one, _mm256_set1_epi8('a' - 1)),
                                          _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), one));
        size_t left = len - i * 32;
        uint32_t within = left < 32 ? (UINT32_C(1) << left) - 1 : UINT32_MAX;
        uint32_t letters = (uint32_t)_mm256_movemask_epi8(letter) & within;
        uint32_t may = ~mask_equal(hit, 0) & letters & ~(letters << 1 | carry);
        /* three letters fit */
        ret->starts[i] =
            left < 34 ? may & (uint32_t)((UINT64_C(1) << left >> 2) - (left >= 2)) : may;
        ret->letters[i] = letters;
        carry = letters >> 31;
    }
}

const struct kernels *kernels_avx2(void)
{
    static const struct kernels fast = {newlines, kernels_avx2_find_key, level_starts};
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                   __builtin_cpu_supports("popcnt")
               ? &fast
               : NULL;
}

#else

const struct kernels *kernels_avx2(void)
{
    return NULL;
}

#endif
