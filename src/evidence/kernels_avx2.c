#include "evidence/kernels_avx2.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#include "evidence/kernels_letters.h"
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

AVX2 static size_t newlines(const char *at, size_t len, char before, uint32_t *ret_offsets,
                            bool *ret_plain)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i high = zero, nul = zero;
    uint64_t carry = before == '\n';
    size_t count = 0, i = 0;
    for (; i + 64 <= len; i += 64) {
        __m256i a = load(at + i), b = load(at + i + 32);
        high = _mm256_or_si256(high, _mm256_or_si256(a, b));
        nul = _mm256_or_si256(nul, _mm256_cmpeq_epi8(_mm256_min_epu8(a, b), zero));
        uint64_t mask = mask_equal(a, '\n') | (uint64_t)mask_equal(b, '\n') << 32;
        count = put_offsets(mask & ~(mask << 1 | carry), i, ret_offsets, count);
        carry = mask >> 63;
    }
    bool plain = (_mm256_movemask_epi8(high) | _mm256_movemask_epi8(nul)) == 0;
    for (; i < len; i++) {
        if (at[i] == '\0' || (unsigned char)at[i] > 0x7f) plain = false;
        if (at[i] == '\n' && !carry) ret_offsets[count++] = (uint32_t)i;
        carry = at[i] == '\n';
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
 * Groups of letters, by their lowest five bits: 16 entries a table here, so two tables.
 * Method: J. Reinhard, G. Langdale and others, "Teddy", of the Hyperscan matcher.
 */
AVX2 static inline __m256i groups_of(__m256i bytes, const uint8_t letters[32])
{
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i_u *)letters));
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i_u *)(letters + 16)));
    __m256i index = _mm256_and_si256(bytes, _mm256_set1_epi8(0x0f));
    /* the fifth bit, where blending looks for it */
    __m256i fifth = _mm256_slli_epi16(bytes, 3);
    return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, index), _mm256_shuffle_epi8(high, index),
                              fifth);
}

AVX2 static inline uint32_t letters_of(__m256i bytes)
{
    __m256i folded = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    /* as signed bytes: those above 'z' and those below 'a' are not */
    __m256i letter = _mm256_and_si256(_mm256_cmpgt_epi8(folded, _mm256_set1_epi8('a' - 1)),
                                      _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), folded));
    return (uint32_t)_mm256_movemask_epi8(letter);
}

/* As in kernels_avx512.c, 32 places. */
AVX2 static inline uint32_t starts_of(const char *at, uint32_t may, uint32_t fourth)
{
    __m256i three = _mm256_and_si256(groups_of(load(at), first_letter),
                                     _mm256_and_si256(groups_of(load(at + 1), second_letter),
                                                      groups_of(load(at + 2), third_letter)));
    __m256i four = _mm256_and_si256(three, groups_of(load(at + 3), fourth_letter));
    three = _mm256_and_si256(three, _mm256_set1_epi8(GROUPS_OF_THREE));
    return may & ((fourth & ~mask_equal(four, 0)) | (~fourth & ~mask_equal(three, 0)));
}

AVX2 static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    uint64_t letters[3] = {0}, starts[2] = {0};
    uint32_t escapes = 0;
    for (size_t i = 0; i < 96 && i < len; i += 32) {
        uint32_t within = len - i < 32 ? (UINT32_C(1) << (len - i)) - 1 : UINT32_MAX;
        __m256i bytes = load(at + i);
        letters[i / 64] |= (uint64_t)(letters_of(bytes) & within) << i % 64;
        escapes |= mask_equal(bytes, '\033') & within;
    }
    for (size_t i = 0; i < 96 && i < len; i += 32) {
        size_t part = i / 64, shift = i % 64;
        uint64_t may = level_words(letters[part], letters[part + 1], part ? at[63] : before);
        uint64_t fourth = level_letters(letters[part], letters[part + 1], 3);
        starts[part] |=
            (uint64_t)starts_of(at + i, (uint32_t)(may >> shift), (uint32_t)(fourth >> shift))
            << shift;
    }
    *ret = (struct level_places){.starts = {starts[0], starts[1]},
                                 .letters = {letters[0], letters[1]},
                                 .escapes = escapes != 0};
}

const struct kernels *kernels_avx2(void)
{
    static const struct kernels fast = {newlines, kernels_avx2_find_key, level_starts,
                                        kernels_avx2_clean, true};
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
