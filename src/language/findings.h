/*
 * From the hits of rules in one sentence to its findings: levels, what is set aside, which is
 * shown. check.c adds the places.
 */
#ifndef LANGUAGE_FINDINGS_H
#define LANGUAGE_FINDINGS_H

#include "language/page.h"
#include "language/rules.h"

#define FINDINGS_MOST 64 /* of one sentence */

struct findings {
    struct language_finding at[FINDINGS_MOST]; /* by place; of their places only `byte` is set */
    size_t count;
};

/* `hits` are in the order of the text, at most FINDINGS_MOST; `spoken` tells by rule whether it has
 * spoken before in this text, and is kept. */
void findings_of(const struct parse *parse, const struct page *page,
                 const struct language_settings *settings, bool *spoken,
                 const struct rule_hit *hits, size_t hit_count, struct findings *ret);

/* First 64 bits of SHA-256 over a rule's id and the words of a sentence in lower case, so that
 * breaks of lines, marks and emphasis do not matter. */
uint64_t fingerprint_of(const struct language_rule *rule, const struct parse *parse);

#endif
