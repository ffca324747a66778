/*
 * Values out of a line, many bytes at once.
 *
 * Of 64 bytes, one bit each tells which are parts of words and which are digits. In words the bits
 * of digits are spread to the word's end and then to its start, by doubling steps, across blocks by
 * the one bit at their edge; what is marked then is a value. Of each value one byte stays and
 * becomes '0'; the others are squeezed out by the processor's own instruction for it (pext).
 */
#include "evidence/template_hash.h"

#include <assert.h>

/* 0: separates words. 1: part of a word: letters, what joins numbers, names and paths, and all
 * bytes above 0x7f. 3: a digit, which is part of a word too. */
static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 0, 0, 0, 0, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1,
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};

static unsigned class_of(char c)
{
    return classes[(unsigned char)c];
}

bool template_in_word(char c)
{
    return class_of(c) != 0;
}

size_t template_bare_plain(struct span line, char *to)
{
    size_t count = 0, i = 0;
    line = span_sub(line, 0, HASH_LINE_MOST);
    while (i < line.len) {
        unsigned seen = class_of(line.at[i]), next;
        size_t from = i++;
        if (!seen) {
            to[count++] = line.at[from];
            continue;
        }
        for (; i < line.len && (next = class_of(line.at[i])) != 0; i++) seen |= next;
        if (seen == 3) {
            to[count++] = '0';
        } else {
            memcpy(to + count, line.at + from, i - from);
            count += i - from;
        }
    }
    return count;
}

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

struct bits {
    uint64_t words, digits;
};

/* Which of 32 bytes are parts of words: each row of 16 characters from 0x20 to 0x7f has a bit, set
 * for its columns that are. Bytes above have their sign bit, which is no row's. */
WIDE static inline uint32_t words_of(__m256i bytes)
{
    const __m256i columns =
        _mm256_setr_epi8(0x2e, 0x3f, 0x3e, 0x3f, 0x3f, 0x3f, 0x3f, 0x3e, 0x3e, 0x3e, 0x3f, 0x15,
                         0x1c, 0x15, 0x35, 0x1f, 0x2e, 0x3f, 0x3e, 0x3f, 0x3f, 0x3f, 0x3f, 0x3e,
                         0x3e, 0x3e, 0x3f, 0x15, 0x1c, 0x15, 0x35, 0x1f);
    const __m256i rows = _mm256_setr_epi8(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
                                          2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m256i low = _mm256_set1_epi8(0x0f);
    __m256i column = _mm256_shuffle_epi8(columns, _mm256_and_si256(bytes, low));
    __m256i row = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low));
    __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(column, row), _mm256_setzero_si256());
    return ~(uint32_t)_mm256_movemask_epi8(none) | (uint32_t)_mm256_movemask_epi8(bytes);
}

WIDE static inline uint32_t digits_of(__m256i bytes)
{
    __m256i above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8('0' - 1));
    __m256i below = _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), bytes);
    return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(above, below));
}

WIDE static inline struct bits bits_of(const char *at)
{
    __m256i first = _mm256_loadu_si256((const __m256i_u *)(const void *)at);
    __m256i second = _mm256_loadu_si256((const __m256i_u *)(const void *)(at + 32));
    return (struct bits){words_of(first) | (uint64_t)words_of(second) << 32,
                         digits_of(first) | (uint64_t)digits_of(second) << 32};
}

/* Spreads marks within the words of four blocks at once, as far as these reach in a block. */
WIDE static inline __m256i spread(__m256i marks, __m256i words)
{
    __m256i up = marks, down = marks, above = words, below = words;
    for (int step = 1; step < 64; step *= 2) {
        up = _mm256_or_si256(up, _mm256_and_si256(above, _mm256_slli_epi64(up, step)));
        above = _mm256_and_si256(above, _mm256_slli_epi64(above, step));
        down = _mm256_or_si256(down, _mm256_and_si256(below, _mm256_srli_epi64(down, step)));
        below = _mm256_and_si256(below, _mm256_srli_epi64(below, step));
    }
    return _mm256_or_si256(up, down);
}

WIDE static inline uint64_t top_ones(uint64_t words)
{
    return words == UINT64_MAX ? words : ~(UINT64_MAX >> _lzcnt_u64(~words));
}

/* Words that go over the edges of blocks: a value in one block makes one of its neighbour's part.
 */
WIDE static inline void join(const uint64_t *words, uint64_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (values[i - 1] >> 63 & words[i]) values[i] |= words[i] & ~(words[i] + 1);
    for (size_t i = count; i-- > 1;)
        if (values[i] & words[i - 1] >> 63 & 1) values[i - 1] |= top_ones(words[i - 1]);
}

/* The bytes that `keep` marks, eight at a time; those that `values` marks become '0'. */
WIDE static inline char *squeeze(const char *at, uint64_t keep, uint64_t values, char *to)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    for (unsigned i = 0; i < HASH_BLOCK; i += 8) {
        uint64_t bytes, kept = _pdep_u64(keep >> i, each) * 0xff;
        uint64_t zeros = _pdep_u64(values >> i, each);
        memcpy(&bytes, at + i, 8);
        bytes = (bytes & ~(zeros * 0xff)) | zeros * '0';
        bytes = _pext_u64(bytes, kept);
        memcpy(to, &bytes, 8);
        to += _mm_popcnt_u64(keep >> i & 0xff);
    }
    return to;
}

WIDE static size_t bare_wide(struct span line, char *to)
{
    uint64_t words[HASH_LINE_MOST / HASH_BLOCK], values[HASH_LINE_MOST / HASH_BLOCK];
    char tail[HASH_BLOCK] = {0};
    line = span_sub(line, 0, HASH_LINE_MOST);
    size_t whole = line.len / HASH_BLOCK, left = line.len % HASH_BLOCK;
    size_t count = whole + (left > 0);
    if (left) memcpy(tail, line.at + whole * HASH_BLOCK, left);
    for (size_t i = 0; i < count; i += 4) {
        for (size_t j = i; j < i + 4; j++) {
            struct bits here = {0, 0};
            if (j < count) here = bits_of(j < whole ? line.at + j * HASH_BLOCK : tail);
            words[j] = here.words;
            values[j] = here.digits;
        }
        __m256i_u *four = (__m256i_u *)(void *)(values + i);
        __m256i those = _mm256_loadu_si256((const __m256i_u *)(const void *)(words + i));
        _mm256_storeu_si256(four, spread(_mm256_loadu_si256(four), those));
    }
    join(words, values, count);
    char *end = to;
    uint64_t edge = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t first = values[i] & ~(values[i] << 1 | edge), keep = ~values[i] | first;
        edge = values[i] >> 63;
        if (i == whole) keep &= (UINT64_C(1) << left) - 1;
        end = squeeze(i < whole ? line.at + i * HASH_BLOCK : tail, keep, first, end);
    }
    return (size_t)(end - to);
}

size_t template_bare(struct span line, char *to)
{
    /* all that have these two have lzcnt as well, which clang 14 cannot ask for */
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return bare_wide(line, to);
    return template_bare_plain(line, to);
}

#else

size_t template_bare(struct span line, char *to)
{
    return template_bare_plain(line, to);
}

#endif
