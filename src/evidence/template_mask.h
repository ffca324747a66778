/* Masking: what in a message is a value rather than a word. */
#ifndef EVIDENCE_TEMPLATE_MASK_H
#define EVIDENCE_TEMPLATE_MASK_H

#include "base/base.h"

enum {
    MASK_TOKENS_MOST = 48, /* a longer message ends in "..." */
    MASK_STORE = 4096,
    MASK_LINE_MOST = 4096, /* bytes of a line that tell its shape */
};

/* A hash of the line in which all words with a digit count as the same. Lines of one hash have one
 * shape; those of one shape may have several hashes. */
uint64_t mask_hash(struct span line, uint64_t seed);

/* A hash of all its bytes. */
uint64_t mask_hash_of_word(struct span word, uint64_t seed);

/* The words of a message, values replaced by <num>, <hex>, <uuid>, <ip>, <path>, <time>, <dur>,
 * <str> and, for what else has digits, <*>. */
struct mask_tokens {
    struct span token[MASK_TOKENS_MOST]; /* borrow from `store` */
    size_t count;
    char store[MASK_STORE];
    size_t used;
};

void mask_begin(struct mask_tokens *tokens);
/* Appends the words of one line. */
void mask_text(struct mask_tokens *tokens, struct span line);
/* Appends "key=word". */
void mask_member(struct mask_tokens *tokens, struct span key, struct span word);
/* True for a string, raw as it stands in JSON, that is a word rather than a value that varies. */
bool mask_is_word(struct span raw);
/* True when the token has a value in it. */
bool mask_is_value(struct span token);
/* Length of "key=" at the start of a token; 0 for none. */
size_t mask_key(struct span token);

#endif
