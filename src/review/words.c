/* The vocabularies at run time: words by number, and numbers by word. */
#include "review/words.h"

#include <assert.h>

#define WORD(P, name, word, meaning) {word, meaning},
#define VOCABULARY(name, PREFIX)                                                                   \
    static const struct review_word words_##name[] = {{"", "not stated"},                          \
                                                      REVIEW_##PREFIX##_WORDS(WORD, PREFIX)};      \
    const struct review_words review_words_##name = {                                              \
        #name, words_##name, sizeof words_##name / sizeof words_##name[0]};
REVIEW_VOCABULARIES(VOCABULARY)

const char *review_word(const struct review_words *words, unsigned number)
{
    return number < words->count ? words->words[number].word : "";
}

const char *review_meaning(const struct review_words *words, unsigned number)
{
    return words->words[number < words->count ? number : 0].meaning;
}

/* As words are written: lower case, '-' between. */
static size_t written(struct span typed, char out[40])
{
    size_t len = 0;
    for (; len < typed.len && len < 40; len++) {
        char c = typed.at[len];
        out[len] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '_' || c == ' ' ? '-' : c);
    }
    return len;
}

static enum status no_such_word(const struct review_words *words, struct span typed,
                                struct error *error)
{
    struct text list;
    size_t away[64];
    assert(words->count <= sizeof away / sizeof away[0]);
    char as_written[40];
    struct span like = {as_written, written(typed, as_written)};
    text_init(&list, 4096);
    for (size_t i = 1; i < words->count; i++)
        away[i] = span_distance(like, span_of(words->words[i].word));
    for (size_t round = 1; round < words->count; round++) {
        size_t nearest = 1;
        for (size_t i = 2; i < words->count; i++)
            if (away[i] < away[nearest]) nearest = i;
        away[nearest] = SIZE_MAX;
        text_addf(&list, "%s%s", round > 1 ? ", " : "", words->words[nearest].word);
    }
    /* The longest list is longer than a message: what is cut is farthest. */
    enum status status = error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is none of: %s",
                                   (int)(typed.len < 80 ? typed.len : 80), typed.at, list.at);
    text_release(&list);
    return status;
}

enum status review_word_read(const struct review_words *words, struct span word, uint8_t *ret,
                             struct error *error)
{
    struct span typed = span_trim(word);
    char as_written[40];
    struct span like = {as_written, written(typed, as_written)};
    if (typed.len == 0) {
        *ret = 0;
        return STATUS_OK;
    }
    for (size_t i = 1; i < words->count && typed.len == like.len; i++) {
        if (!span_is(like, words->words[i].word)) continue;
        *ret = (uint8_t)i;
        return STATUS_OK;
    }
    return no_such_word(words, typed, error);
}

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
