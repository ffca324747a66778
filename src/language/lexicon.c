/* The lexicon as a perfect hash; lexicon.py makes the tables and hashes in the same way. */
#include "language/internal.h"

/* A class's bit within one half of struct word_classes. */
#define LEXICON_BIT(half, class) ((uint64_t)((class) / 64 == (half)) << ((class) % 64))

#include "language/lexicon.inc"

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

uint16_t lexicon_find(struct span lower)
{
    if (lower.len == 0 || lower.len > LEXICON_LONGEST) return NO_WORD;
    uint64_t h = lower.len;
    for (size_t i = 0; i < lower.len; i++) {
        h = (h ^ (unsigned char)lower.at[i]) * LEXICON_STEP;
        h ^= h >> 29;
    }
    uint64_t moved = lexicon_displacements[h & ((1u << (LEXICON_BITS - 2)) - 1)] * LEXICON_STEP;
    uint16_t entry = lexicon_slots[((h ^ moved) * LEXICON_STEP) >> (64 - LEXICON_BITS)];
    if (entry == NO_WORD) return NO_WORD;
    return span_equal(lexicon_word(entry), lower) ? entry : NO_WORD;
}

struct word_classes lexicon_classes(uint16_t entry)
{
    return lexicon_sets[lexicon_set_of[entry]];
}
