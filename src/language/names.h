/* Names known beside the lexicon, as words.c asks for them; made and taught by grammar.h. */
#ifndef LANGUAGE_NAMES_H
#define LANGUAGE_NAMES_H

#include "language/internal.h"

/* Gives a word the classes NAME or COMPONENT when it is known to be one. `lower` is its text in
 * lower case, `capital` whether it begins with a capital letter. NULL names know nothing. */
void names_classes(const struct names *names, struct span lower, bool capital,
                   struct word_classes *classes);

#endif
