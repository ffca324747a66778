/* What can be told of a regular expression without running it. */
#ifndef EVIDENCE_SEARCH_PATTERN_H
#define EVIDENCE_SEARCH_PATTERN_H

#include "base/base.h"

enum { PATTERN_LITERAL_MOST = 64 };

struct pattern_facts {
    /* Every match holds these bytes, capital and small ASCII letters alike when case is ignored
     * (then they are small here); none when literal_len is 0. */
    char literal[PATTERN_LITERAL_MOST];
    size_t literal_len;
    /* Whether and where it matches within a line depends on nothing outside the line. */
    bool one_line;
};

/* `pattern` is one that PCRE2 takes. Says less rather than something wrong: what it does not know
 * (inline options, references, verbs) makes it give up. */
struct pattern_facts pattern_facts_of(struct span pattern, bool ignore_case);
/* The same of a text that is looked for as it stands. */
struct pattern_facts pattern_facts_of_text(struct span text, bool ignore_case);

#endif
