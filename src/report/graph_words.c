/* How wide words are, about, and where they are broken into lines. No font is at hand when a
 * picture is written: widths by class of character, on the wide side, give the same picture
 * everywhere. */
#include "report/graph.h"

enum { SHRINK = 6 };

/* In thousandths of the size of the letters. */
static int32_t width_of(uint32_t rune)
{
    if (rune >= 0x80) return utf8_columns(rune) == 2 ? 1060 : utf8_columns(rune) ? 640 : 0;
    char byte = (char)rune;
    if (byte_is_one_of(byte, "ijlI.,:;'|!`")) return 320;
    if (byte_is_one_of(byte, "ftr()[]{}-/\\ \"*")) return 400;
    if (byte_is_one_of(byte, "mwMW%@")) return 930;
    if (byte >= 'A' && byte <= 'Z') return 700;
    if (byte >= 'a' && byte <= 'z') return 605;
    return 645;
}

int32_t graph_width(struct span words, bool bold, bool small)
{
    int64_t width = 0;
    while (words.len) {
        uint32_t rune;
        size_t length = utf8_next(words, &rune);
        if (length == 0) {
            length = 1;
            rune = '?';
        }
        width += width_of(rune);
        words = span_from(words, length);
    }
    /* 12.5 and 10.5 pixels high; bold ones are an eighth wider */
    width *= small ? 105 : 125;
    if (bold) width += width / 8;
    return (int32_t)((width + 9999) / 10000);
}

/* As much of the words as fits, broken behind a space or a hyphen where there is one. */
static size_t line_length(struct span words, int32_t most, bool small)
{
    size_t at = 0, breakable = 0;
    int64_t width = 0, room = (int64_t)most * 10000;
    while (at < words.len) {
        uint32_t rune;
        size_t length = utf8_next(span_from(words, at), &rune);
        if (length == 0) {
            length = 1;
            rune = '?';
        }
        if (rune == ' ') breakable = at;
        width += (int64_t)width_of(rune) * (small ? 105 : 125);
        if (width > room && rune != ' ') return breakable ? breakable : at ? at : length;
        at += length;
        if (at < words.len && (rune == '-' || rune == '/')) breakable = at;
    }
    return at;
}

static uint32_t wrap(struct span words, int32_t most, bool small, struct span *ret_lines,
                     uint32_t room, bool *ret_cut)
{
    uint32_t count = 0;
    words = span_trim(words);
    while (words.len && count < room) {
        size_t length = line_length(words, most, small);
        ret_lines[count++] = span_trim(span_sub(words, 0, length));
        words = span_trim(span_from(words, length));
    }
    *ret_cut = words.len > 0;
    return count;
}

uint32_t graph_wrap(struct span words, int32_t most, bool small, struct span *ret_lines,
                    uint32_t room, bool *ret_cut)
{
    uint32_t count = wrap(words, most, small, ret_lines, room, ret_cut);
    if (*ret_cut || count < 2) return count;
    /* as narrow as it can be in so many lines: none of them a single word */
    int32_t narrower = most;
    while (narrower > most / 2) {
        bool cut;
        if (wrap(words, narrower - SHRINK, small, ret_lines, count, &cut) > count || cut) break;
        narrower -= SHRINK;
    }
    return wrap(words, narrower, small, ret_lines, room, ret_cut);
}
