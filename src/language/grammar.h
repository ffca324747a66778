/*
 * Words of a sentence, and who does what in it; see struct parse in internal.h.
 */
#ifndef LANGUAGE_GRAMMAR_H
#define LANGUAGE_GRAMMAR_H

#include "language/internal.h"

/* Names known beside the lexicon: those of the request, and those that the text itself shows to be
 * names (an @handle, an author, the head of a timeline line that does something). Bounded. */
enum status names_new(const struct language_names *given, struct names **ret, struct error *error);
void names_free(struct names *names); /* NULL is fine */
/* Learns from a sentence that is about to be parsed. */
void names_learn(struct names *names, const struct parse *parse);

#endif
