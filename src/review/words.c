#include "review/words.h"

#define WORD(name, word, meaning) {word, meaning},
#define VOCABULARY(name, PREFIX)                                                                   \
    static const struct review_word words_##name[] = {{"", "not stated"},                          \
                                                      REVIEW_##PREFIX##_WORDS(WORD)};              \
    const struct review_words review_words_##name = {                                              \
        #name, words_##name, sizeof words_##name / sizeof words_##name[0]};
REVIEW_VOCABULARIES(VOCABULARY)
