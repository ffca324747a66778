/* The vocabularies at run time: words by number, and numbers by word. */
#include "review/words.h"

#define WORD(P, name, word, meaning) {word, meaning},
#define VOCABULARY(name, PREFIX)                                                                   \
    static const struct vocabulary_entry words_##name[] = {{"", "not stated"},                     \
                                                           REVIEW_##PREFIX##_WORDS(WORD, PREFIX)}; \
    const struct vocabulary review_words_##name = {#name, words_##name,                            \
                                                   sizeof words_##name / sizeof words_##name[0]};
REVIEW_VOCABULARIES(VOCABULARY)

uint8_t review_code_of_key(struct span typed)
{
    static const struct {
        char key;
        uint8_t code;
    } keys[] = {
        {'s', REVIEW_CODE_SAW},     {'t', REVIEW_CODE_THOUGHT},    {'w', REVIEW_CODE_WANTED},
        {'d', REVIEW_CODE_DID},     {'k', REVIEW_CODE_KNEW},       {'a', REVIEW_CODE_ASSUME},
        {'c', REVIEW_CODE_CONF},    {'x', REVIEW_CODE_TOOL},       {'f', REVIEW_CODE_DATA},
        {'p', REVIEW_CODE_PREF},    {'!', REVIEW_CODE_SURPRISE},   {'n', REVIEW_CODE_WISH},
        {'*', REVIEW_CODE_LEARNED}, {'?', REVIEW_CODE_OPEN},       {'+', REVIEW_CODE_WELL},
        {'l', REVIEW_CODE_LUCK},    {'=', REVIEW_CODE_CORRECTION},
    };
    for (size_t i = 0; typed.len == 1 && i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].key == typed.at[0]) return keys[i].code;
    return REVIEW_CODE_NONE;
}
