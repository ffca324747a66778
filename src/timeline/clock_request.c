/*
 * Who asked for what: the client's address and the request line, as access and error logs of one
 * server both write them. It ties the two where they share no id.
 */
#include "timeline/clocks.h"

enum { ADDRESS_LEAST = 7, ADDRESS_MOST = 45, TARGET_LEAST = 2, TARGET_MOST = 1024 };

static bool is_hex(char c)
{
    return byte_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* The first address in the text: four numbers with dots, or what can only be an IPv6 address. */
static struct span first_address(struct span text)
{
    for (size_t i = 0; i < text.len;) {
        size_t from = i, dots = 0, colons = 0;
        bool hex = false;
        for (; i < text.len && (is_hex(text.at[i]) || text.at[i] == '.' || text.at[i] == ':');
             i++) {
            dots += text.at[i] == '.';
            colons += text.at[i] == ':';
            hex |= !byte_is_digit(text.at[i]) && is_hex(text.at[i]);
        }
        size_t len = i - from;
        bool four = dots == 3 && !colons && !hex;
        bool eight = !dots && colons >= 3;
        if (len >= ADDRESS_LEAST && len <= ADDRESS_MOST && is_hex(text.at[from]) && (four || eight))
            return span_sub(text, from, len);
        if (i == from) i++;
    }
    return (struct span){NULL, 0};
}

/* The end of the text when there is none. */
static size_t next_quote(struct span text, size_t from)
{
    const char *at = from < text.len ? memchr(text.at + from, '"', text.len - from) : NULL;
    return at ? (size_t)(at - text.at) : text.len;
}

/* METHOD and target of the first quoted request line. */
static struct span request_line(struct span text)
{
    for (size_t quote = 0; (quote = next_quote(text, quote)) < text.len; quote++) {
        size_t at = quote + 1, from = at;
        while (at < text.len && text.at[at] >= 'A' && text.at[at] <= 'Z') at++;
        if (at < from + 3 || at > from + 8 || at >= text.len || text.at[at] != ' ') continue;
        size_t target = ++at;
        while (at < text.len && text.at[at] != ' ' && text.at[at] != '"') at++;
        if (at - target >= TARGET_LEAST && at - target <= TARGET_MOST && text.at[target] == '/')
            return span_sub(text, from, at - from);
    }
    return (struct span){NULL, 0};
}

uint64_t clock_request_key(struct span record)
{
    const struct span line = request_line(record);
    if (!line.len) return 0; /* most records: nobody looks for an address in them */
    const struct span address = first_address(record);
    if (!address.len) return 0;
    uint64_t hash = UINT64_C(0x9ae16a3b2f90404f);
    for (size_t i = 0; i < address.len; i++)
        hash = (hash ^ (unsigned char)address.at[i]) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < line.len; i++)
        hash = (hash ^ (unsigned char)line.at[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}
