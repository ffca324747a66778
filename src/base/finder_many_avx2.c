#include "base/finder_many_avx2.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi")))

/* The groups of one of the head's bytes, by either half of it. */
struct halves {
    __m256i low, high;
};

AVX2 static inline __m256i twice(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i_u *)(const void *)table));
}

/* Which groups may have the byte that is at each of 32 places. */
AVX2 static inline __m256i groups_of(const struct halves *halves, const char *at)
{
    const __m256i half = _mm256_set1_epi8(15);
    __m256i bytes = _mm256_loadu_si256((const __m256i_u *)(const void *)at);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
    return _mm256_and_si256(_mm256_shuffle_epi8(halves->low, _mm256_and_si256(bytes, half)),
                            _mm256_shuffle_epi8(halves->high, high));
}

AVX2 size_t finder_many_next_avx2(const struct finder_many *finder, struct span text,
                                  size_t *ret_looked)
{
    struct halves halves[FINDER_MANY_HEAD];
    size_t i = 0;
    for (size_t k = 0; k < FINDER_MANY_HEAD; k++)
        halves[k] = (struct halves){twice(finder->low[k]), twice(finder->high[k])};
    for (; i + 32 + FINDER_MANY_HEAD - 1 <= text.len; i += 32) {
        __m256i all = groups_of(&halves[0], text.at + i);
        for (size_t k = 1; k < FINDER_MANY_HEAD; k++)
            all = _mm256_and_si256(all, groups_of(&halves[k], text.at + i + k));
        if (_mm256_testz_si256(all, all)) continue;
        uint32_t none =
            (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(all, _mm256_setzero_si256()));
        for (uint32_t mask = ~none; mask; mask &= mask - 1) {
            size_t place = i + (size_t)__builtin_ctz(mask);
            if (finder_many_is_at(finder, text, place)) return place;
        }
    }
    *ret_looked = i;
    return SIZE_MAX;
}

bool finder_many_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

#else

size_t finder_many_next_avx2(const struct finder_many *finder, struct span text, size_t *ret_looked)
{
    (void)finder;
    (void)text;
    *ret_looked = 0;
    return SIZE_MAX;
}

bool finder_many_has_avx2(void)
{
    return false;
}

#endif
