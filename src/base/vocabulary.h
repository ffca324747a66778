/*
 * A vocabulary: a field that takes one of a few words, each with what it means. Number 0 always
 * means "not stated". Lists grow at their end only: the words are what is stored and typed, so a
 * word is never renamed.
 */
#ifndef BASE_VOCABULARY_H
#define BASE_VOCABULARY_H

#include "base/error.h"
#include "base/span.h"

struct vocabulary_entry {
    const char *word, *meaning;
};

struct vocabulary {
    const char *name;
    const struct vocabulary_entry *words; /* words[0] is { "", "not stated" } */
    size_t count;
};

/* The word of a number, "" for 0; never NULL. */
const char *vocabulary_word(const struct vocabulary *words, unsigned number);
/* BAD_INPUT names the words there are, the nearest first. An empty span is 0. */
enum status vocabulary_read(const struct vocabulary *words, struct span word, uint8_t *ret,
                            struct error *error);
/* What the guide says about a word. */
const char *vocabulary_meaning(const struct vocabulary *words, unsigned number);

#endif
