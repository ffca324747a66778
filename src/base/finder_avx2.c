#include "base/finder_avx2.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi")))

/* One of the two bytes that are looked for: where it stands, what it is, and the bit that makes a
 * letter small. */
struct key {
    const char *at;
    __m256i byte, bit;
};

AVX2 static inline struct key key_of(const struct finder *finder, struct span text, unsigned which)
{
    size_t place = finder->places[which];
    char byte = finder->needle.at[place];
    bool letter = finder->fold && byte >= 'a' && byte <= 'z';
    return (struct key){text.at + place, _mm256_set1_epi8(byte),
                        _mm256_set1_epi8((char)(letter ? 0x20 : 0))};
}

AVX2 static inline __m256i equal(const struct key *key, size_t at, bool fold)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i_u *)(const void *)(key->at + at));
    if (fold) bytes = _mm256_or_si256(bytes, key->bit);
    return _mm256_cmpeq_epi8(bytes, key->byte);
}

AVX2 static inline __m256i both(const struct key keys[2], size_t at, bool fold)
{
    return _mm256_and_si256(equal(&keys[0], at, fold), equal(&keys[1], at, fold));
}

/* Of the 32 places from `base` on that hold both bytes, the first where the needle stands. */
AVX2 static inline size_t check(const struct finder *finder, struct span text, size_t base,
                                __m256i found)
{
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(found);
    for (; mask; mask &= mask - 1) {
        size_t place = base + (size_t)__builtin_ctz(mask);
        if (place + finder->needle.len > text.len) break;
        if (finder_is_at(finder, text.at + place)) return place;
    }
    return SIZE_MAX;
}

AVX2 static inline size_t look(const struct finder *finder, struct span text, size_t readable,
                               bool fold, size_t *ret_looked)
{
    const struct key keys[2] = {key_of(finder, text, 0), key_of(finder, text, 1)};
    const size_t places = text.len - finder->needle.len + 1;
    /* at this place and before it, 32 places can be looked at without reading too far */
    const size_t reach = finder->places[1] + 32;
    const size_t room = text.len + readable;
    size_t i = 0, hit = SIZE_MAX;
    for (; i + 96 + reach <= room && i < places; i += 128) {
        __m256i a = both(keys, i, fold), b = both(keys, i + 32, fold);
        __m256i c = both(keys, i + 64, fold), d = both(keys, i + 96, fold);
        __m256i any = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
        if (_mm256_testz_si256(any, any)) continue;
        hit = check(finder, text, i, a);
        if (hit == SIZE_MAX) hit = check(finder, text, i + 32, b);
        if (hit == SIZE_MAX) hit = check(finder, text, i + 64, c);
        if (hit == SIZE_MAX) hit = check(finder, text, i + 96, d);
        if (hit != SIZE_MAX) return hit;
    }
    for (; i + reach <= room && i < places; i += 32) {
        hit = check(finder, text, i, both(keys, i, fold));
        if (hit != SIZE_MAX) return hit;
    }
    *ret_looked = i < text.len ? i : text.len;
    return SIZE_MAX;
}

AVX2 size_t finder_next_avx2(const struct finder *finder, struct span text, size_t readable,
                             size_t *ret_looked)
{
    /* two copies of the loop, so that neither pays for the other */
    return finder->fold ? look(finder, text, readable, true, ret_looked)
                        : look(finder, text, readable, false, ret_looked);
}

bool finder_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

#else

size_t finder_next_avx2(const struct finder *finder, struct span text, size_t readable,
                        size_t *ret_looked)
{
    (void)finder;
    (void)text;
    (void)readable;
    *ret_looked = 0;
    return SIZE_MAX;
}

bool finder_has_avx2(void)
{
    return false;
}

#endif
