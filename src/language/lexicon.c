/* The lexicon as a perfect hash; lexicon.py makes the tables and hashes in the same way. */
#include "language/internal.h"

/* A class's bit within one half of struct word_classes. */
#define LEXICON_BIT(half, class) ((uint64_t)((class) / 64 == (half)) << ((class) % 64))

#include "language/lexicon.inc"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "lexicon.py hashes as these machines do");

/* No word is longer: lexicon.py refuses one. */
#define LEXICON_LONGEST 32

size_t lexicon_count(void)
{
    return sizeof(lexicon_set_of) / sizeof(lexicon_set_of[0]);
}

struct span lexicon_word(uint16_t entry)
{
    size_t from = lexicon_starts[entry];
    return (struct span){lexicon_bytes + from, lexicon_starts[entry + 1] - from};
}

static uint64_t number_at(const char *at, size_t size)
{
    uint64_t number = 0;
    memcpy(&number, at, size);
    return number;
}

static uint64_t hash_step(uint64_t h, uint64_t part)
{
    h = (h ^ part) * LEXICON_STEP;
    return h ^ h >> 29;
}

/* hash_word of lexicon.py */
static uint64_t hash(struct span word)
{
    const unsigned char *bytes = (const unsigned char *)word.at;
    const size_t len = word.len;
    uint64_t h = len * LEXICON_STEP;
    if (len < 4)
        return hash_step(h,
                         bytes[0] | (uint64_t)bytes[len / 2] << 8 | (uint64_t)bytes[len - 1] << 16);
    if (len < 8) return hash_step(h, number_at(word.at, 4) << 32 | number_at(word.at + len - 4, 4));
    for (size_t i = 0; i + 8 < len; i += 8) h = hash_step(h, number_at(word.at + i, 8));
    return hash_step(h, number_at(word.at + len - 8, 8));
}

uint16_t lexicon_find(struct span lower)
{
    if (lower.len == 0 || lower.len > LEXICON_LONGEST) return NO_WORD;
    uint64_t h = hash(lower);
    uint64_t moved = lexicon_displacements[h & ((1u << (LEXICON_BITS - 2)) - 1)] * LEXICON_STEP;
    uint16_t entry = lexicon_slots[((h ^ moved) * LEXICON_STEP) >> (64 - LEXICON_BITS)];
    if (entry == NO_WORD) return NO_WORD;
    return span_equal(lexicon_word(entry), lower) ? entry : NO_WORD;
}

struct word_classes lexicon_classes(uint16_t entry)
{
    return lexicon_sets[lexicon_set_of[entry]];
}
