#include "base/finder_many.h"

#include <assert.h>

#include "base/finder_many_avx2.h"

static uint32_t head_of(const char *at)
{
    uint32_t head = 0;
    memcpy(&head, at, FINDER_MANY_HEAD);
    return head;
}

void finder_many_init(struct finder_many *finder, const char *const *needles)
{
    *finder = (struct finder_many){.count = 0};
    for (; needles[finder->count]; finder->count++) {
        assert(finder->count < FINDER_MANY_MOST);
        const struct span needle = span_of(needles[finder->count]);
        const uint8_t group = (uint8_t)(1U << finder->count % FINDER_MANY_GROUPS);
        assert(needle.len >= FINDER_MANY_HEAD);
        finder->needles[finder->count] = needle;
        finder->heads[finder->count] = head_of(needle.at);
        finder->begins[(unsigned char)needle.at[0]] = true;
        for (size_t i = 0; i < FINDER_MANY_HEAD; i++) {
            finder->low[i][(unsigned char)needle.at[i] & 15] |= group;
            finder->high[i][(unsigned char)needle.at[i] >> 4] |= group;
        }
    }
    assert(finder->count > 0);
}

bool finder_many_is_at(const struct finder_many *finder, struct span text, size_t at)
{
    const struct span rest = span_from(text, at);
    if (rest.len < FINDER_MANY_HEAD) return false;
    const uint32_t head = head_of(rest.at);
    for (size_t i = 0; i < finder->count; i++)
        if (finder->heads[i] == head && span_starts(rest, finder->needles[i])) return true;
    return false;
}

size_t finder_many_next_plain(const struct finder_many *finder, struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (finder->begins[(unsigned char)text.at[i]] && finder_many_is_at(finder, text, i))
            return i;
    return SIZE_MAX;
}

size_t finder_many_next(const struct finder_many *finder, struct span text)
{
    size_t looked = 0;
    if (finder_many_has_avx2()) {
        size_t hit = finder_many_next_avx2(finder, text, &looked);
        if (hit != SIZE_MAX) return hit;
    }
    size_t hit = finder_many_next_plain(finder, span_from(text, looked));
    return hit == SIZE_MAX ? hit : looked + hit;
}
