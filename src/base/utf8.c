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

bool utf8_is_valid(struct span s)
{
    uint32_t rune;
    while (s.len) {
        size_t len = utf8_next(s, &rune);
        if (!len) return false;
        s = span_from(s, len);
    }
    return true;
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

/* First and last of each range, rising. */
static const struct range {
    uint32_t from, to;
    unsigned columns;
} ranges[] = {
    {0x300, 0x36f, 0},     {0x483, 0x489, 0},     {0x591, 0x5bd, 0},     {0x610, 0x61a, 0},
    {0x64b, 0x65f, 0},     {0x670, 0x670, 0},     {0x6d6, 0x6dc, 0},     {0x93c, 0x93c, 0},
    {0xe31, 0xe31, 0},     {0xe34, 0xe3a, 0},     {0xe47, 0xe4e, 0},     {0x1100, 0x115f, 2},
    {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},   {0x20d0, 0x20ff, 0},
    {0x231a, 0x231b, 2},   {0x23e9, 0x23ec, 2},   {0x23f0, 0x23f0, 2},   {0x23f3, 0x23f3, 2},
    {0x2614, 0x2615, 2},   {0x26a1, 0x26a1, 2},   {0x26d4, 0x26d4, 2},   {0x2705, 0x2705, 2},
    {0x274c, 0x274c, 2},   {0x274e, 0x274e, 2},   {0x2753, 0x2755, 2},   {0x2757, 0x2757, 2},
    {0x2b50, 0x2b50, 2},   {0x2e80, 0x303e, 2},   {0x3041, 0x4dbf, 2},   {0x4e00, 0xa4cf, 2},
    {0xa960, 0xa97f, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},
    {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},
    {0x17000, 0x18cff, 2}, {0x1b000, 0x1b2ff, 2}, {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2},
    {0x1f7e0, 0x1f7eb, 2}, {0x1f900, 0x1f9ff, 2}, {0x1fa70, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
    {0xe0100, 0xe01ef, 0},
};

unsigned utf8_columns(uint32_t rune)
{
    size_t from = 0, to = sizeof ranges / sizeof ranges[0];
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (rune > ranges[middle].to)
            from = middle + 1;
        else
            to = middle;
    }
    bool within = from < sizeof ranges / sizeof ranges[0] && rune >= ranges[from].from;
    return within ? ranges[from].columns : 1;
}

bool utf8_drives_display(uint32_t rune)
{
    return rune < 0x20 || (rune >= 0x7f && rune < 0xa0) || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2060 && rune <= 0x206f) ||
           rune == 0xfeff || rune == 0x61c;
}
