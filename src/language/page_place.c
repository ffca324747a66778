/* Where a byte stands: lines, and columns in bytes, code points and UTF-16 units. */
#include "language/page_parts.h"

static void step(const struct page *page, struct language_place *place)
{
    struct span rest = span_from(page->text, place->byte);
    char c = rest.at[0];
    if (c == '\n' || (c == '\r' && !(rest.len > 1 && rest.at[1] == '\n'))) {
        place->byte++;
        place->text_units++;
        place->line++;
        place->column = place->runes = place->units = 0;
        return;
    }
    uint32_t rune;
    size_t n = (unsigned char)c < 0x80 ? 1 : utf8_next(rest, &rune);
    if (n == 0) n = 1;
    uint32_t units = n == 4 ? 2 : 1;
    place->byte += n;
    place->column += (uint32_t)n;
    place->runes++;
    place->units += units;
    place->text_units += units;
}

static void advance(const struct page *page, struct language_place *place, size_t byte)
{
    while (place->byte < byte) {
        /* most of a text is ASCII within a line */
        size_t from = place->byte, at = from;
        while (at < byte && (unsigned char)page->text.at[at] >= ' ' &&
               (unsigned char)page->text.at[at] < 0x80)
            at++;
        place->byte = at;
        place->column += (uint32_t)(at - from);
        place->runes += (uint32_t)(at - from);
        place->units += (uint32_t)(at - from);
        place->text_units += at - from;
        if (at < byte) step(page, place);
    }
}

struct language_place page_place(struct page *page, size_t byte)
{
    if (byte > page->text.len) byte = page->text.len;
    if (page->anchor.byte < page->sentence_from && page->sentence_from <= byte)
        advance(page, &page->anchor, page->sentence_from);
    struct language_place place = {0};
    if (page->anchor.byte <= byte) place = page->anchor;
    advance(page, &place, byte);
    return place;
}

bool page_is_border(const struct page *page, size_t byte)
{
    if (byte == 0 || byte >= page->text.len) return byte <= page->text.len;
    if (((unsigned char)page->text.at[byte] & 0xc0) != 0x80) return true;
    /* within a character that is one: not a border; a byte that belongs to none stands alone */
    for (size_t back = 1; back <= 3 && back <= byte; back++) {
        uint32_t rune;
        size_t n = utf8_next(span_from(page->text, byte - back), &rune);
        if (n) return n <= back;
    }
    return true;
}
