#include "evidence/kernels.h"

#include "evidence/kernels_avx2.h"
#include "evidence/kernels_avx512.h"
#include "evidence/kernels_neon.h"

static bool has_byte(uint64_t word, unsigned char byte)
{
    uint64_t x = word ^ (UINT64_C(0x0101010101010101) * byte);
    return ((x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080)) != 0;
}

static size_t newlines(const char *at, size_t len, char before, uint32_t *ret_offsets,
                       bool *ret_plain)
{
    size_t count = 0, i = 0;
    bool plain = true;
    for (; i + 8 <= len; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, 8);
        if ((word & UINT64_C(0x8080808080808080)) != 0 || has_byte(word, 0)) plain = false;
        if (!has_byte(word, '\n')) continue;
        for (size_t j = i; j < i + 8; j++)
            if (at[j] == '\n' && (j > 0 ? at[j - 1] : before) != '\n')
                ret_offsets[count++] = (uint32_t)j;
    }
    for (; i < len; i++) {
        if (at[i] == '\0' || (unsigned char)at[i] > 0x7f) plain = false;
        if (at[i] == '\n' && (i > 0 ? at[i - 1] : before) != '\n')
            ret_offsets[count++] = (uint32_t)i;
    }
    *ret_plain = plain;
    return count;
}

static size_t find_key(const char *at, size_t len, struct span key, char sign, bool *ret_seen)
{
    *ret_seen = false;
    for (size_t i = 1; i + key.len <= len; i++) {
        if (at[i] == key.at[0] && key_may_follow(at[i - 1]) && memcmp(at + i, key.at, key.len) == 0)
            return i;
        if ((at[i] | 0x20) == sign) *ret_seen = true;
    }
    return len;
}

/* The first four letters of each level word, lower case, or all three. */
static bool begins_level(const char *at, size_t len)
{
    static const char starts[][5] = {"trac", "fine", "debu", "verb", "info", "noti", "note",
                                     "warn", "erro", "seve", "crit", "fata", "pani", "aler",
                                     "emer", "dbg",  "inf",  "wrn",  "err"};
    char folded[4] = {0};
    for (size_t i = 0; i < 4 && i < len && byte_is_letter(at[i]); i++)
        folded[i] = (char)(at[i] | 0x20);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (memcmp(folded, starts[i], 4) == 0) return true;
    return false;
}

static void level_starts(const char *at, size_t len, char before, struct level_places *ret)
{
    *ret = (struct level_places){.starts = {0}};
    if (len > 96) len = 96;
    for (size_t i = 0; i < len; i++) {
        uint64_t bit = UINT64_C(1) << i % 64;
        if (byte_is_letter(at[i])) ret->letters[i / 64] |= bit;
        if (at[i] == '\033') ret->escapes = true;
        if (byte_is_letter(at[i]) && !byte_is_letter(before) && begins_level(at + i, len - i))
            ret->starts[i / 64] |= bit;
        before = at[i];
    }
}

bool kernels_clean(const char *at, size_t len)
{
    return utf8_is_valid((struct span){at, len}) && !(len > 0 && memchr(at, '\0', len));
}

const struct kernels *kernels_plain(void)
{
    static const struct kernels plain = {newlines, find_key, level_starts, kernels_clean, false};
    return &plain;
}

const struct kernels *kernels_of(enum kernel_set set)
{
    switch (set) {
    case KERNELS_PLAIN: return kernels_plain();
    case KERNELS_AVX2: return kernels_avx2();
    case KERNELS_AVX512: return kernels_avx512();
    case KERNELS_NEON: return kernels_neon();
    default: return NULL;
    }
}

const struct kernels *kernels_best(void)
{
    const struct kernels *best = NULL;
    for (unsigned set = KERNEL_SETS; set-- > 0 && !best;) best = kernels_of((enum kernel_set)set);
    return best;
}
