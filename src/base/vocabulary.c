/* Words by number, and numbers by word. */
#include "base/vocabulary.h"

#include "base/text.h"

#include <assert.h>

const char *vocabulary_word(const struct vocabulary *words, unsigned number)
{
    return number < words->count ? words->words[number].word : "";
}

const char *vocabulary_meaning(const struct vocabulary *words, unsigned number)
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

static enum status no_such_word(const struct vocabulary *words, struct span typed,
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

enum status vocabulary_read(const struct vocabulary *words, struct span word, uint8_t *ret,
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
