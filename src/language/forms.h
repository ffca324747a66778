/* What the form of a word tells of one that the lexicon has not. */
#ifndef LANGUAGE_FORMS_H
#define LANGUAGE_FORMS_H

#include "language/internal.h"

/* Classes of an unknown word in lower case: by what it begins with ("re" + a known verb), then by
 * how it ends. */
struct word_classes form_classes(struct span lower);

#endif
