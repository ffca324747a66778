/* Entities, and what is not ASCII: typography becomes plain, letters stay. */
#include "language/page_parts.h"

enum { ENTITY_MOST = 10 };

static const struct {
    const char *name;
    uint32_t rune;
} entities[] = {{"amp", '&'},       {"lt", '<'},       {"gt", '>'},        {"quot", '"'},
                {"apos", '\''},     {"nbsp", 0xa0},    {"ndash", 0x2013},  {"mdash", 0x2014},
                {"hellip", 0x2026}, {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"ldquo", 0x201c},
                {"rdquo", 0x201d},  {"rarr", 0x2192},  {"larr", 0x2190},   {"times", 0xd7},
                {"copy", 0xa9},     {"bull", 0x2022},  {"middot", 0xb7},   {"minus", 0x2212},
                {"ensp", 0x2002},   {"emsp", 0x2003},  {"thinsp", 0x2009}, {"shy", 0xad}};

/* "#39" or "#x27"; false when it is no number. */
static bool read_number(struct span digits, uint32_t *ret)
{
    bool hex = digits.len && (digits.at[0] == 'x' || digits.at[0] == 'X');
    uint32_t value = 0;
    if (hex) digits = span_from(digits, 1);
    if (!digits.len) return false;
    for (size_t i = 0; i < digits.len; i++) {
        char c = to_lower(digits.at[i]);
        if (!byte_is_digit(c) && !(hex && c >= 'a' && c <= 'f')) return false;
        uint32_t digit = (uint32_t)(byte_is_digit(c) ? c - '0' : c - 'a' + 10);
        value = value * (hex ? 16 : 10) + digit;
    }
    *ret = value;
    return true;
}

bool write_entity(struct writing *w)
{
    size_t from = w->pos, n = 1;
    while (n < ENTITY_MOST && from + n < w->end && w->at[from + n] != ';' &&
           !is_blank(w->at[from + n]))
        n++;
    if (from + n >= w->end || w->at[from + n] != ';') return false;
    struct span name = {w->at + from + 1, n - 1};
    uint32_t rune = 0;
    if (name.len > 1 && name.at[0] == '#') {
        if (!read_number(span_from(name, 1), &rune)) return false;
    } else {
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (span_is(name, entities[i].name)) rune = entities[i].rune;
        if (!rune) return false;
    }
    w->pos = from + n + 1;
    write_rune(w, rune, from);
    return true;
}

static void write_dash_at(struct writing *w, size_t from)
{
    write_blank(w, from);
    write_byte(w, '-', from);
    write_byte(w, ' ', from);
}

static bool is_wide_blank(uint32_t rune)
{
    return rune == 0xa0 || rune == 0x85 || (rune >= 0x2000 && rune <= 0x200a) ||
           (rune >= 0x2028 && rune <= 0x2029) || rune == 0x202f || rune == 0x205f ||
           rune == 0x3000 || rune == 0x1680;
}

static bool is_nothing(uint32_t rune)
{
    return rune == 0xad || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x202a && rune <= 0x202e) || (rune >= 0x2060 && rune <= 0x2069) ||
           rune == 0xfeff || (rune >= 0xfe00 && rune <= 0xfe0f);
}

void write_rune(struct writing *w, uint32_t rune, size_t from)
{
    char bytes[4];
    switch (rune) {
    case '"': write_double(w, MARK_STRAIGHT, from, w->pos); return;
    case 0x201c:
    case 0x201e:
    case 0xab: write_double(w, MARK_OPEN, from, w->pos); return;
    case 0x201d:
    case 0xbb: write_double(w, MARK_CLOSE, from, w->pos); return;
    case '\'':
    case 0x2019: write_single(w, MARK_CLOSE, from, w->pos); return;
    case 0x2018: write_single(w, MARK_OPEN, from, w->pos); return;
    case 0x2013:
    case 0x2014:
    case 0x2015: write_dash_at(w, from); return;
    case 0x2010:
    case 0x2011:
    case 0x2212: write_byte(w, '-', from); return;
    case 0x2026:
        for (int i = 0; i < 3; i++) write_byte(w, '.', from);
        return;
    default: break;
    }
    if (rune <= ' ' || rune == 0x7f || is_wide_blank(rune)) {
        write_blank(w, from);
    } else if (!is_nothing(rune)) {
        size_t n = utf8_put(rune, bytes);
        for (size_t i = 0; i < n; i++) write_byte(w, bytes[i], from);
    }
}

void write_wide(struct writing *w)
{
    uint32_t rune;
    size_t from = w->pos;
    size_t n = utf8_next((struct span){w->at + from, w->end - from}, &rune);
    w->pos += n ? n : 1;
    if (n)
        write_rune(w, rune, from);
    else
        write_blank(w, from);
}
