/* Between bytes of a text and positions of the protocol. */
#include "command/lsp.h"

bool lsp_is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

size_t lsp_behind_break(struct span text, size_t byte)
{
    return byte + (span_starts(span_from(text, byte), SPAN("\r\n")) ? 2 : 1);
}

/* Bytes of the character at `byte`, and what it counts. */
static size_t character(struct span text, size_t byte, bool utf16, size_t *ret_counts)
{
    uint32_t rune = 0;
    size_t bytes = utf8_next(span_from(text, byte), &rune);
    if (bytes == 0) bytes = 1;
    *ret_counts = utf16 ? (rune > 0xffff ? 2 : 1) : bytes;
    return bytes;
}

size_t lsp_byte_of(struct span text, struct lsp_position position, bool utf16)
{
    size_t byte = 0, counts;
    for (uint64_t line = 0; line < position.line; line++) {
        while (byte < text.len && !lsp_is_break(text.at[byte])) byte++;
        if (byte == text.len) return byte;
        byte = lsp_behind_break(text, byte);
    }
    uint64_t left = position.character;
    while (byte < text.len && !lsp_is_break(text.at[byte])) {
        size_t bytes = character(text, byte, utf16, &counts);
        if (counts > left) break;
        left -= counts;
        byte += bytes;
    }
    return byte;
}

struct lsp_position lsp_walk_to(struct lsp_walk *walk, size_t byte)
{
    if (byte < walk->byte) walk->byte = 0, walk->at = (struct lsp_position){0};
    while (walk->byte < byte && walk->byte < walk->text.len) {
        bool breaks = lsp_is_break(walk->text.at[walk->byte]);
        size_t counts = 0,
               next = breaks ? lsp_behind_break(walk->text, walk->byte)
                             : walk->byte + character(walk->text, walk->byte, walk->utf16, &counts);
        if (next > byte) break; /* between CR and LF, or within a character */
        walk->byte = next;
        walk->at.character += counts;
        if (breaks) walk->at = (struct lsp_position){walk->at.line + 1, 0};
    }
    return walk->at;
}
