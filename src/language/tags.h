/*
 * What the files share that tell what each word is in its sentence: tags.c goes through the words,
 * tag_function.c takes those that hold it together, tag_verbs.c tells verbs from nouns, and
 * tag_ahead.c looks at the words that come.
 */
#ifndef LANGUAGE_TAGS_H
#define LANGUAGE_TAGS_H

#include "language/syntax.h"

/* What stands before a word, adverbs not counted. */
enum before {
    AT_START,
    BEHIND_COMMA,
    BEHIND_DET,
    BEHIND_ADJ,
    BEHIND_NOUN,
    BEHIND_SUBJECT, /* we, nobody, it */
    BEHIND_OBJECT,  /* us, them */
    BEHIND_VERB,
    BEHIND_MODAL, /* should, did */
    BEHIND_BE,
    BEHIND_HAVE,
    BEHIND_TO,
    BEHIND_PREP,
    BEHIND_AND,
    BEHIND_SUB,
    BEHIND_REL,
};

struct tagger {
    struct syntax *syntax;
    enum before before;
    bool verb_first; /* "did the team ...": an auxiliary stands before its subject */
    bool has_plain;  /* a plain verb came in this clause: "to check and deploy" */
    bool has_verb;
};
static inline bool is(const struct tagger *t, size_t i, enum language_word_class class)
{
    return syntax_is(t->syntax, i, class);
}

static inline bool reads(const struct tagger *t, size_t i, const char *lower)
{
    return syntax_reads(t->syntax, i, lower);
}

static inline size_t count(const struct tagger *t)
{
    return t->syntax->parse->word_count;
}

/* ---- tags.c ---- */

/* A word gets its tag, and is what stands before the next; put_role: the role as well. */
void put(struct tagger *t, size_t i, enum word_tag tag, enum before before);
void put_role(struct tagger *t, size_t i, enum role role, enum before before);
void put_noun(struct tagger *t, size_t i);

/* ---- tag_function.c: each tags the word if it is one of those, and says whether it is ---- */

bool tag_that(struct tagger *t, size_t i);
/* the, this, which, all, her: before a noun */
bool tag_determiner(struct tagger *t, size_t i);
bool tag_pronoun(struct tagger *t, size_t i);
bool tag_aux(struct tagger *t, size_t i);
/* to, if, and, but, prepositions, what begins a clause */
bool tag_link(struct tagger *t, size_t i);

/* ---- tag_verbs.c ---- */

/* Of a word that may be a verb. */
bool is_verb_here(const struct tagger *t, size_t i);

/* ---- tag_ahead.c; past the end of the sentence nothing is what they ask for ---- */

bool is_aux(const struct tagger *t, size_t i);
bool is_function(const struct tagger *t, size_t i);
bool tags_is_name(const struct tagger *t, size_t i);
/* May go on a noun phrase that has begun: a noun, an adjective, a number. */
bool is_nominal(const struct tagger *t, size_t i);
bool may_be_adjective(const struct tagger *t, size_t i); /* the same, or a participle */
/* Begins what a verb acts on: "checked the logs", "tell us". */
bool begins_object(const struct tagger *t, size_t i);
/* Only a verb, and one with a subject: "failed", "verifies", "was". */
bool is_finite_alone(const struct tagger *t, size_t i);
/* Whether a verb with a subject comes before the next mark or link between clauses. */
bool finite_ahead(const struct tagger *t, size_t i);
/* The same for the whole of a sentence: "Alert rules that were copied failed" is no order. */
bool finite_anywhere(const struct tagger *t, size_t i);
/* A preposition that may begin a clause does so when a noun phrase and a verb follow. */
bool begins_clause(const struct tagger *t, size_t i);

#endif
