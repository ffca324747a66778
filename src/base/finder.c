#include "base/finder.h"

#include <assert.h>

#include "base/finder_avx2.h"

/* From the most common on, as counted in logs of many programs; what is not here is rare. */
static const char common[] = " 0e1t2a-:o3i\"rn5s.4,l6cd87/9_p=umhgT\n[]bf{}()vySIkwPDEACNR";

static size_t rarity(char byte)
{
    const char *place = byte ? strchr(common, byte) : common;
    return place ? (size_t)(place - common) : sizeof common;
}

/* Of a letter in either case, the case that is more common. */
static size_t rarity_of(char byte, bool fold)
{
    size_t small = rarity(byte);
    if (!fold || byte < 'a' || byte > 'z') return small;
    size_t big = rarity((char)(byte - 32));
    return big < small ? big : small;
}

void finder_init(struct finder *finder, struct span needle, bool fold)
{
    size_t best = 0, second = 0;
    assert(needle.len > 0);
    for (size_t i = 1; i < needle.len; i++)
        if (rarity_of(needle.at[i], fold) > rarity_of(needle.at[best], fold)) best = i;
    /* Far apart tells more than side by side: of equals the last one is taken. */
    second = best == 0 ? needle.len - 1 : 0;
    for (size_t i = 0; i < needle.len; i++)
        if (i != best && rarity_of(needle.at[i], fold) >= rarity_of(needle.at[second], fold))
            second = i;
    *finder = (struct finder){needle, fold, {best, second}};
    if (second < best) {
        finder->places[0] = second;
        finder->places[1] = best;
    }
}

bool finder_is_at(const struct finder *finder, const char *at)
{
    const struct span needle = finder->needle;
    if (!finder->fold) return memcmp(at, needle.at, needle.len) == 0;
    return span_equal_nocase((struct span){at, needle.len}, needle);
}

size_t finder_next_plain(const struct finder *finder, struct span text)
{
    const struct span needle = finder->needle;
    if (text.len < needle.len) return SIZE_MAX;
    if (!finder->fold) {
        const char *hit = memmem(text.at, text.len, needle.at, needle.len);
        return hit ? (size_t)(hit - text.at) : SIZE_MAX;
    }
    const char key = needle.at[finder->places[0]];
    const char bit = key >= 'a' && key <= 'z' ? 0x20 : 0;
    const char *at = text.at + finder->places[0];
    for (size_t i = 0; i <= text.len - needle.len; i++)
        if ((at[i] | bit) == key && finder_is_at(finder, text.at + i)) return i;
    return SIZE_MAX;
}

size_t finder_next(const struct finder *finder, struct span text, size_t readable)
{
    size_t looked = 0;
    if (text.len < finder->needle.len) return SIZE_MAX;
    if (finder_has_avx2()) {
        size_t hit = finder_next_avx2(finder, text, readable, &looked);
        if (hit != SIZE_MAX) return hit;
    }
    size_t hit = finder_next_plain(finder, span_from(text, looked));
    return hit == SIZE_MAX ? hit : looked + hit;
}
