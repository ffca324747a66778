/*
 * Clean text by AVX2: UTF-8 without NUL. What is wrong with UTF-8 shows in two bytes that follow
 * each other, but for the third and fourth byte of a character: 12 bits of each pair are looked up
 * in three tables, whose entries name the faults that these bits leave open, and a pair that all
 * three agree about is one.
 * Method: J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction per byte", 2021.
 */
#include "evidence/kernels_avx2.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

enum fault {
    SHORT = 1 << 0,  /* a lead, and what follows continues nothing */
    LONG = 1 << 1,   /* a byte below 0x80, and a continuation */
    TWO = 1 << 2,    /* two continuations: a fault, unless a lead of three or four stands before */
    WIDE_2 = 1 << 3, /* fits one byte */
    WIDE_3 = 1 << 4, /* fits two */
    WIDE_4 = 1 << 5, /* fits three; or a lead of f5 and more with a small second byte */
    SURROGATE = 1 << 6,       /* d800 to dfff */
    BEYOND = 1 << 7,          /* above 10ffff */
    ANY = SHORT | LONG | TWO, /* whatever the lower half of the first byte */
};

/* By the upper and the lower half of the first byte, and the upper half of the second. */
static const uint8_t first_upper[16] = {
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG,
    TWO,
    TWO,
    TWO,
    TWO,
    SHORT | WIDE_2,
    SHORT,
    SHORT | WIDE_3 | SURROGATE,
    SHORT | WIDE_4 | BEYOND,
};
static const uint8_t first_lower[16] = {
    ANY | WIDE_2 | WIDE_3 | WIDE_4,
    ANY | WIDE_2,
    ANY,
    ANY,
    ANY | BEYOND,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4 | SURROGATE,
    ANY | BEYOND | WIDE_4,
    ANY | BEYOND | WIDE_4,
};
static const uint8_t second_upper[16] = {
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    LONG | TWO | WIDE_2 | WIDE_3 | WIDE_4,
    LONG | TWO | WIDE_2 | WIDE_3 | BEYOND,
    LONG | TWO | WIDE_2 | SURROGATE | BEYOND,
    LONG | TWO | WIDE_2 | SURROGATE | BEYOND,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
};

AVX2 static inline __m256i load(const char *at)
{
    return _mm256_loadu_si256((const __m256i_u *)(const void *)at);
}

AVX2 static inline __m256i look_up(const uint8_t table[16], __m256i halves)
{
    __m128i entries = _mm_loadu_si128((const __m128i_u *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries), halves);
}

/* Not zero where one of 32 bytes makes a fault with those before it, three of which are asked for.
 */
AVX2 static inline __m256i faults_of(const char *at)
{
    const __m256i half = _mm256_set1_epi8(0x0f), top = _mm256_set1_epi8((char)0x80);
    __m256i bytes = load(at), before = load(at - 1);
    __m256i pairs = _mm256_and_si256(
        look_up(first_upper, _mm256_and_si256(_mm256_srli_epi16(before, 4), half)),
        _mm256_and_si256(
            look_up(first_lower, _mm256_and_si256(before, half)),
            look_up(second_upper, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half))));
    /* two continuations must be there behind leads of three and four, and nowhere else */
    __m256i third = _mm256_subs_epu8(load(at - 2), _mm256_set1_epi8((char)(0xe0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(load(at - 3), _mm256_set1_epi8((char)(0xf0 - 0x80)));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), top);
    __m256i two = _mm256_srli_epi16(wanted, 5); /* the top bit, where TWO is */
    __m256i nul = _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256());
    return _mm256_or_si256(_mm256_xor_si256(two, pairs), nul);
}

AVX2 bool kernels_avx2_clean(const char *at, size_t len)
{
    enum { STEP = 32, BEFORE = 3 };
    char ends[BEFORE + 2 * STEP];
    /* the first and the last bytes with line breaks around them, which end any character */
    memset(ends, '\n', sizeof ends);
    memcpy(ends + BEFORE, at, len < STEP ? len : STEP);
    __m256i faults = faults_of(ends + BEFORE);
    if (len >= STEP) {
        size_t done = STEP;
        for (; done + STEP <= len; done += STEP)
            faults = _mm256_or_si256(faults, faults_of(at + done));
        memset(ends, '\n', sizeof ends);
        memcpy(ends, at + done - BEFORE, len - done + BEFORE);
        faults = _mm256_or_si256(faults, faults_of(ends + BEFORE));
    }
    return _mm256_testz_si256(faults, faults) != 0;
}

#endif
