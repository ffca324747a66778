#include "base/finder.h"

bool span_equal_nocase(struct span a, struct span b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (byte_lower(a.at[i]) != byte_lower(b.at[i])) return false;
    return true;
}

int span_compare(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order) return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

enum {
    FINDER_LEAST = 1024, /* in less text a finder does not pay */
    FINDER_FOLDS = 256,  /* bytes of a needle that it ignores the case of */
};

static size_t find_in_much(struct span hay, struct span needle, bool fold)
{
    struct finder finder;
    finder_init(&finder, needle, fold);
    return finder_next(&finder, hay, 0);
}

size_t span_find(struct span hay, struct span needle)
{
    if (needle.len == 0) return 0;
    if (hay.len < needle.len) return SIZE_MAX;
    if (hay.len >= FINDER_LEAST) return find_in_much(hay, needle, false);
    const char *hit = memmem(hay.at, hay.len, needle.at, needle.len);
    return hit ? (size_t)(hit - hay.at) : SIZE_MAX;
}

/* First place of a byte at or after `at`, or the end. */
static const char *next_byte(const char *at, const char *end, char byte)
{
    const char *hit = at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;
    return hit ? hit : end;
}

static size_t find_folded(struct span hay, struct span needle)
{
    char folded[FINDER_FOLDS];
    for (size_t i = 0; i < needle.len; i++) folded[i] = byte_lower(needle.at[i]);
    return find_in_much(hay, (struct span){folded, needle.len}, true);
}

size_t span_find_nocase(struct span hay, struct span needle)
{
    if (needle.len == 0) return 0;
    if (hay.len < needle.len) return SIZE_MAX;
    if (hay.len >= FINDER_LEAST && needle.len <= FINDER_FOLDS) return find_folded(hay, needle);
    const char *end = hay.at + (hay.len - needle.len) + 1; /* of places to begin at */
    char small = byte_lower(needle.at[0]);
    char big = small >= 'a' && small <= 'z' ? (char)(small - 32) : small;
    const char *next_small = next_byte(hay.at, end, small);
    const char *next_big = next_byte(hay.at, end, big);
    while (next_small < end || next_big < end) {
        const char *at = next_small < next_big ? next_small : next_big;
        if (span_equal_nocase((struct span){at, needle.len}, needle)) return (size_t)(at - hay.at);
        if (next_small == at) next_small = next_byte(at + 1, end, small);
        if (next_big == at) next_big = next_byte(at + 1, end, big);
    }
    return SIZE_MAX;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span span_trim(struct span s)
{
    while (s.len && is_blank(s.at[0])) s = span_from(s, 1);
    while (s.len && is_blank(s.at[s.len - 1])) s.len--;
    return s;
}

bool span_to_u64(struct span s, uint64_t *ret)
{
    uint64_t value = 0;
    if (s.len == 0) return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    *ret = value;
    return true;
}

struct span span_cut(struct span *rest, char separator)
{
    const char *hit = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
    size_t len = hit ? (size_t)(hit - rest->at) : rest->len;
    struct span head = {rest->at, len};
    *rest = span_from(*rest, hit ? len + 1 : len);
    return head;
}
