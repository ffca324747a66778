/* Addresses of machines in a text: IPv4 and IPv6, but neither versions nor times. */
#include "report/leaks.h"

static bool is_hex(char byte)
{
    return byte_is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/* "version 1.2.3.4", "v1.2.3.4", "nginx/1.2.3.4", "libfoo-1.2.3.4": four numbers, no address. */
static bool is_version(struct span text, size_t at)
{
    static const char *const words[] = {"version", "release", "build", "tag", "v"};
    if (at == 0) return false;
    char before = text.at[at - 1];
    if (before == '-' || before == 'v' || before == 'V') return true;
    if (before == '/') return at > 1 && byte_is_letter(text.at[at - 2]);
    size_t end = at;
    while (end && byte_is_one_of(text.at[end - 1], " :=\"`")) end--;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct span word = span_of(words[i]);
        if (end >= word.len && span_equal_nocase(span_sub(text, end - word.len, word.len), word) &&
            (end == word.len || !byte_is_letter(text.at[end - word.len - 1])))
            return true;
    }
    return false;
}

/* Loopback, "any", broadcast, and nets set aside for examples (RFC 5737) tell nothing. */
static bool is_plain(const unsigned octets[4])
{
    static const unsigned nets[][3] = {{192, 0, 2}, {198, 51, 100}, {203, 0, 113}};
    if (octets[0] == 127 || octets[0] == 0 || octets[0] == 255) return true;
    for (int i = 0; i < 3; i++)
        if (octets[0] == nets[i][0] && octets[1] == nets[i][1] && octets[2] == nets[i][2])
            return true;
    return false;
}

static size_t address_of_four(struct span text, size_t at)
{
    unsigned octets[4];
    size_t i = at;
    for (int part = 0; part < 4; part++) {
        if (part && (i >= text.len || text.at[i++] != '.')) return 0;
        size_t from = i;
        octets[part] = 0;
        while (i < text.len && byte_is_digit(text.at[i]) && i - from < 3)
            octets[part] = octets[part] * 10 + (unsigned)(text.at[i++] - '0');
        if (i == from || octets[part] > 255 || (i - from > 1 && text.at[from] == '0')) return 0;
    }
    if (i < text.len && (byte_is_digit(text.at[i]) || byte_is_letter(text.at[i]))) return 0;
    if (i + 1 < text.len && text.at[i] == '.' && byte_is_digit(text.at[i + 1])) return 0;
    return is_plain(octets) || is_version(text, at) ? 0 : i;
}

/* Eight groups, or fewer around one "::". "10:02:17" and "std::vector" are neither. */
static size_t address_of_groups(struct span text, size_t at)
{
    size_t i = at, groups = 0, digits = 0;
    bool gap = false;
    while (i < text.len && groups <= 8) {
        size_t from = i;
        while (i < text.len && is_hex(text.at[i]) && i - from < 5) {
            digits += byte_is_digit(text.at[i]);
            i++;
        }
        if (i - from > 4) return 0;
        groups += i > from;
        if (i >= text.len || text.at[i] != ':') break;
        if (i + 1 < text.len && text.at[i + 1] == ':') {
            if (gap) return 0;
            gap = true;
            i++;
        } else if (i + 1 >= text.len || !is_hex(text.at[i + 1])) {
            break;
        }
        i++;
    }
    if (i < text.len && (byte_is_letter(text.at[i]) || byte_is_digit(text.at[i]))) return 0;
    bool whole = gap ? groups >= 2 && groups <= 7 && digits >= 2 : groups == 8;
    return whole ? i : 0;
}

size_t leaks_address(struct span text, size_t at)
{
    char before = at ? text.at[at - 1] : ' ';
    bool version = before == 'v' || before == 'V';
    if ((byte_is_letter(before) && !version) || byte_is_digit(before) ||
        byte_is_one_of(before, "._") || (unsigned char)before >= 0x80)
        return 0;
    size_t end = byte_is_digit(text.at[at]) ? address_of_four(text, at) : 0;
    return end || before == ':' || version ? end : address_of_groups(text, at);
}
