/* The vocabularies at run time. */
#include "causes/words.h"

#define WORD(P, name, word, meaning) {word, meaning},
#define VOCABULARY(name, PREFIX)                                                                   \
    static const struct vocabulary_entry words_##name[] = {{"", "not stated"},                     \
                                                           CAUSES_##PREFIX##_WORDS(WORD, PREFIX)}; \
    const struct vocabulary causes_words_##name = {#name, words_##name,                            \
                                                   sizeof words_##name / sizeof words_##name[0]};
CAUSES_VOCABULARIES(VOCABULARY)
