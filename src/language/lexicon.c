/* The lexicon as a perfect hash; lexicon.py makes the tables and hashes in the same way. */
#include "language/internal.h"

/* A class's bit within one half of struct word_classes. */
#define LEXICON_BIT(half, class) ((uint64_t)((class) / 64 == (half)) << ((class) % 64))

struct lexicon_cell {
    uint64_t head; /* the first eight bytes of a word, zeros behind a shorter one */
    uint16_t len;
    uint16_t entry; /* NO_WORD: none */
    uint16_t set;   /* its classes, in lexicon_sets */
};

#include "language/lexicon.inc"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "lexicon.py hashes as these machines do");

size_t lexicon_count(void)
{
    return sizeof(lexicon_set_of) / sizeof(lexicon_set_of[0]);
}

struct span lexicon_word(uint16_t entry)
{
    size_t from = lexicon_starts[entry];
    return (struct span){lexicon_bytes + from, lexicon_starts[entry + 1] - from};
}

/* Eight bytes of a word from `i` on, zeros behind its end. Eight may be read there: what is behind
 * a word is masked off, as lengths are too mixed for branches to be foreseen. */
static uint64_t part_of(struct span word, size_t i)
{
    const size_t left = word.len - i;
    uint64_t part;
    memcpy(&part, word.at + i, 8);
    return left < 8 ? part & ((UINT64_C(1) << 8 * left) - 1) : part;
}

/* hash_word of lexicon.py */
static uint64_t hash(struct span word)
{
    uint64_t h = word.len * LEXICON_STEP;
    for (size_t i = 0; i < word.len; i += 8) {
        h = (h ^ part_of(word, i)) * LEXICON_STEP;
        h ^= h >> 29;
    }
    return h;
}

static bool holds(const struct lexicon_cell *cell, struct span word)
{
    if (cell->len != word.len || cell->head != part_of(word, 0)) return false;
    for (size_t i = 8; i < word.len; i += 8)
        if (part_of(lexicon_word(cell->entry), i) != part_of(word, i)) return false;
    return true;
}

uint16_t lexicon_look(struct span lower, struct word_classes *ret)
{
    if (lower.len == 0 || lower.len > LEXICON_LONGEST) return NO_WORD;
    const uint64_t h = hash(lower);
    const uint64_t moved =
        lexicon_displacements[h & ((1u << (LEXICON_BITS - 2)) - 1)] * LEXICON_STEP;
    const struct lexicon_cell *cell =
        &lexicon_cells[((h ^ moved) * LEXICON_STEP) >> (64 - LEXICON_BITS)];
    if (!holds(cell, lower)) return NO_WORD;
    *ret = lexicon_sets[cell->set];
    return cell->entry;
}

uint16_t lexicon_find(struct span lower)
{
    char bytes[LEXICON_LONGEST] = {0};
    struct word_classes classes;
    if (lower.len == 0 || lower.len > LEXICON_LONGEST) return NO_WORD;
    memcpy(bytes, lower.at, lower.len);
    return lexicon_look((struct span){bytes, lower.len}, &classes);
}

struct word_classes lexicon_classes(uint16_t entry)
{
    return lexicon_sets[lexicon_set_of[entry]];
}
