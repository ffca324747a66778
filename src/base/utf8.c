#include "base/utf8.h"

static bool follows(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

size_t utf8_next(struct span s, uint32_t *ret_rune)
{
    if (s.len == 0) return 0;
    const unsigned char *p = (const unsigned char *)s.at;
    if (p[0] < 0x80) {
        *ret_rune = p[0];
        return 1;
    }
    if (p[0] >= 0xc2 && p[0] < 0xe0 && s.len >= 2 && follows(p[1])) {
        *ret_rune = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3fu);
        return 2;
    }
    if ((p[0] & 0xf0) == 0xe0 && s.len >= 3 && follows(p[1]) && follows(p[2])) {
        uint32_t rune = (uint32_t)(p[0] & 0x0f) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        if (rune < 0x800 || (rune >= 0xd800 && rune < 0xe000)) return 0;
        *ret_rune = rune;
        return 3;
    }
    if (p[0] >= 0xf0 && p[0] < 0xf5 && s.len >= 4 && follows(p[1]) && follows(p[2]) &&
        follows(p[3])) {
        uint32_t rune = (uint32_t)(p[0] & 0x07) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
                        (p[3] & 0x3fu);
        if (rune < 0x10000 || rune > 0x10ffff) return 0;
        *ret_rune = rune;
        return 4;
    }
    return 0;
}

size_t utf8_put(uint32_t rune, char out[4])
{
    if (rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) rune = 0xfffd;
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    if (rune < 0x800) {
        out[0] = (char)(0xc0 | rune >> 6);
        out[1] = (char)(0x80 | (rune & 0x3f));
        return 2;
    }
    if (rune < 0x10000) {
        out[0] = (char)(0xe0 | rune >> 12);
        out[1] = (char)(0x80 | (rune >> 6 & 0x3f));
        out[2] = (char)(0x80 | (rune & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | rune >> 18);
    out[1] = (char)(0x80 | (rune >> 12 & 0x3f));
    out[2] = (char)(0x80 | (rune >> 6 & 0x3f));
    out[3] = (char)(0x80 | (rune & 0x3f));
    return 4;
}

bool utf8_drives_display(uint32_t rune)
{
    return rune < 0x20 || (rune >= 0x7f && rune < 0xa0) || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2060 && rune <= 0x206f) ||
           rune == 0xfeff || rune == 0x61c;
}
