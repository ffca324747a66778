#include "evidence/kernels_neon.h"

#if defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#include <arm_neon.h>

#include "evidence/kernels_letters.h"
#include "evidence/short_bytes.h"

/* NEON has no mask of one bit a byte; narrowing by four bits gives one of four bits a byte, as
 * D. Kutenin describes. Here one bit of those four is kept. */
static inline uint64_t nibbles_of(uint8x16_t matches)
{
    uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(matches), 4);
    return vget_lane_u64(vreinterpret_u64_u8(narrow), 0) & UINT64_C(0x1111111111111111);
}

static inline uint8x16_t load(const char *at)
{
    return vld1q_u8((const uint8_t *)at);
}

static inline uint8x16_t equal(uint8x16_t bytes, char byte)
{
    return vceqq_u8(bytes, vdupq_n_u8((uint8_t)byte));
}

static size_t newlines(const char *at, size_t len, char before, uint32_t *ret_offsets,
                       bool *ret_plain)
{
    uint8x16_t high = vdupq_n_u8(0), low = vdupq_n_u8(1);
    uint64_t carry = before == '\n';
    size_t count = 0, i = 0;
    for (; i + 16 <= len; i += 16) {
        uint8x16_t bytes = load(at + i);
        high = vorrq_u8(high, bytes);
        low = vminq_u8(low, bytes);
        uint64_t all = nibbles_of(equal(bytes, '\n'));
        for (uint64_t mask = all & ~(all << 4 | carry); mask; mask &= mask - 1)
            ret_offsets[count++] = (uint32_t)(i + (size_t)__builtin_ctzll(mask) / 4);
        carry = all >> 60;
    }
    bool plain = vmaxvq_u8(high) < 0x80 && vminvq_u8(low) > 0;
    for (; i < len; i++) {
        if (at[i] == '\0' || (unsigned char)at[i] > 0x7f) plain = false;
        if (at[i] == '\n' && !carry) ret_offsets[count++] = (uint32_t)i;
        carry = at[i] == '\n';
    }
    *ret_plain = plain;
    return count;
}

/* As in kernels_avx2.c, 16 places at a time. */
static size_t find_key(const char *at, size_t len, struct span key, char sign, bool *ret_seen)
{
    const size_t far = key.len > 2 && key.at[key.len - 1] == '"' ? key.len - 2 : key.len - 1;
    uint64_t seen = 0;
    *ret_seen = false;
    if (len < key.len + 1) return len;
    size_t end = len - key.len; /* the last place it can be at */
    for (size_t i = 1; i <= end; i += 16) {
        uint8x16_t bytes = load(at + i);
        uint64_t within = end - i < 15 ? (UINT64_C(1) << 4 * (end - i + 1)) - 1 : UINT64_MAX;
        uint64_t signs = nibbles_of(equal(vorrq_u8(bytes, vdupq_n_u8(0x20)), sign)) & within;
        uint8x16_t all =
            vandq_u8(equal(bytes, key.at[0]), vandq_u8(equal(load(at + i + 1), key.at[1]),
                                                       equal(load(at + i + far), key.at[far])));
        for (uint64_t mask = nibbles_of(all) & within; mask; mask &= mask - 1) {
            size_t place = i + (size_t)__builtin_ctzll(mask) / 4;
            if (!key_may_follow(at[place - 1]) || !short_equal(at + place, key.at, key.len))
                continue;
            *ret_seen = (seen | (signs & (mask - 1) & ~mask)) != 0;
            return place;
        }
        seen |= signs;
    }
    *ret_seen = seen != 0;
    return len;
}

/* One bit a byte. */
static inline uint32_t bits_of(uint8x16_t matches)
{
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t weighed = vandq_u8(matches, vld1q_u8(weights));
    return vaddv_u8(vget_low_u8(weighed)) | (uint32_t)vaddv_u8(vget_high_u8(weighed)) << 8;
}

/* The groups of the letters at `at`, by their lowest five bits. */
static inline uint8x16_t groups_of(const char *at, const uint8_t letters[32])
{
    uint8x16x2_t table = {{vld1q_u8(letters), vld1q_u8(letters + 16)}};
    return vqtbl2q_u8(table, vandq_u8(load(at), vdupq_n_u8(0x1f)));
}

static inline uint32_t letters_of(uint8x16_t bytes)
{
    uint8x16_t folded = vorrq_u8(bytes, vdupq_n_u8(0x20));
    return bits_of(vcltq_u8(vsubq_u8(folded, vdupq_n_u8('a')), vdupq_n_u8(26)));
}

/* As in kernels_avx512.c, 16 places. */
static inline uint32_t starts_of(const char *at, uint32_t may, uint32_t fourth)
{
    uint8x16_t three =
        vandq_u8(groups_of(at, first_letter),
                 vandq_u8(groups_of(at + 1, second_letter), groups_of(at + 2, third_letter)));
    uint32_t four = bits_of(vtstq_u8(three, groups_of(at + 3, fourth_letter)));
    return may &
           ((fourth & four) | (~fourth & bits_of(vtstq_u8(three, vdupq_n_u8(GROUPS_OF_THREE)))));
}

static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    uint64_t letters[3] = {0}, starts[2] = {0};
    uint32_t escapes = 0;
    for (size_t i = 0; i < 96 && i < len; i += 16) {
        uint32_t within = len - i < 16 ? (UINT32_C(1) << (len - i)) - 1 : 0xffff;
        letters[i / 64] |= (uint64_t)(letters_of(load(at + i)) & within) << i % 64;
        escapes |= bits_of(equal(load(at + i), '\033')) & within;
    }
    for (size_t i = 0; i < 96 && i < len; i += 16) {
        size_t part = i / 64, shift = i % 64;
        uint64_t may = level_words(letters[part], letters[part + 1], part ? at[63] : before);
        uint64_t fourth = level_letters(letters[part], letters[part + 1], 3);
        uint32_t words = (uint32_t)(may >> shift) & 0xffff;
        if (words)
            starts[part] |= (uint64_t)starts_of(at + i, words, (uint32_t)(fourth >> shift))
                            << shift;
    }
    *ret = (struct level_places){.starts = {starts[0], starts[1]},
                                 .letters = {letters[0], letters[1]},
                                 .escapes = escapes != 0};
}

const struct kernels *kernels_neon(void)
{
    static const struct kernels fast = {newlines, find_key, level_starts, kernels_clean, true};
    return &fast;
}

#else

const struct kernels *kernels_neon(void)
{
    return NULL;
}

#endif
