/*
 * A span is a borrowed run of bytes: not NUL-terminated, may hold anything, never owned.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *at; /* borrowed; may be NULL only when len is 0 */
    size_t len;
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
/* printf arguments for "%.*s"; long spans are cut at 4096 bytes */
#define SPAN_ARGS(s) (int)((s).len > 4096 ? 4096 : (s).len), ((s).at ? (s).at : "")

static inline struct span span_of(const char *text)
{
    return (struct span){text, text ? strlen(text) : 0};
}

static inline struct span span_sub(struct span s, size_t from, size_t len)
{
    if (from > s.len) from = s.len;
    if (len > s.len - from) len = s.len - from;
    return (struct span){s.at ? s.at + from : NULL, len}; /* NULL + 0 is undefined in C17 */
}

static inline struct span span_from(struct span s, size_t from)
{
    return span_sub(s, from, s.len);
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

static inline bool span_starts(struct span s, struct span prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.at, prefix.at, prefix.len) == 0);
}

/* strchr without its trap: a NUL is one of no set. */
static inline bool byte_is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* ASCII alone, whatever the locale. */
static inline bool byte_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool byte_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool byte_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool byte_is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static inline bool byte_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ASCII alone; other bytes as they are. */
static inline char byte_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* What a hexadecimal digit of small letters says, as we write them; -1 for every other byte. */
static inline int byte_hex_small(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The same of either case, as others write them. */
static inline int byte_hex(char c)
{
    return byte_hex_small(byte_lower(c));
}

bool span_equal_nocase(struct span a, struct span b); /* ASCII letters only */
int span_compare(struct span a, struct span b);       /* byte order, shorter first on a tie */
/* Offset of the first occurrence, or SIZE_MAX. An empty needle is found at 0. */
size_t span_find(struct span hay, struct span needle);
size_t span_find_nocase(struct span hay, struct span needle); /* ASCII letters only */
struct span span_trim(struct span s); /* spaces, tabs, CR, LF at both ends */
/* How many bytes to put in, take out or replace to make one of the other; looks at 40 bytes. */
size_t span_distance(struct span a, struct span b);
/* Decimal digits only, no sign, no space; false on overflow, an empty span or a stray byte. */
bool span_to_u64(struct span s, uint64_t *ret);
/* Cuts at the first `separator`: returns what is before it, leaves the rest in *rest. */
struct span span_cut(struct span *rest, char separator);

#endif
