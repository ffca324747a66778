/*
 * What the files share that bring verbs and their subjects together, from left to right: walk.c
 * goes through the words, clauses.c keeps the clauses that have begun, subjects.c and groups.c take
 * the noun phrases and the verbs. A clause that has begun and not ended waits on a stack: "the
 * engineer [who reviewed it] missed ..." has its subject back when the inner one ends.
 */
#ifndef LANGUAGE_CLAUSES_H
#define LANGUAGE_CLAUSES_H

#include "language/syntax.h"

#define DEPTH 12     /* clauses within clauses; a deeper one takes the place of its parent */
#define NONE  0xffff /* no phrase, no group */

struct clause {
    enum role opened; /* by what; ROLE_NONE: the sentence itself, ROLE_DET: a parenthesis */
    uint8_t number;
    uint16_t subject; /* a phrase */
    uint16_t later;   /* the last phrase behind the verb that may begin a clause of its own */
    bool has_verb;
};

struct walk {
    struct syntax *syntax;
    struct parse *parse;
    struct clause stack[DEPTH];
    size_t depth;
    unsigned clauses;   /* numbers given out */
    uint16_t prep;      /* the preposition right before, NO_WORD: none */
    uint16_t link;      /* the conjunction right before (adverbs aside), NO_WORD: none */
    uint16_t waiting;   /* group of an auxiliary before its subject */
    uint16_t dangling;  /* first group that still looks for the subject of the sentence */
    uint16_t object_at; /* where the object of "checking ...", "to check ..." would begin */
    bool comma;         /* stands right before */
};
static inline bool is(const struct walk *w, size_t i, enum language_word_class class)
{
    return syntax_is(w->syntax, i, class);
}

static inline bool tagged(const struct walk *w, size_t i, enum word_tag tag)
{
    return i < w->parse->word_count && syntax_tagged(w->syntax, i, tag);
}

static inline struct clause *top(struct walk *w)
{
    return &w->stack[w->depth - 1];
}

static inline const struct phrase *phrase_at(const struct walk *w, uint16_t phrase)
{
    return &w->syntax->phrases[phrase];
}

static inline uint16_t last_phrase(const struct walk *w)
{
    return w->syntax->phrase_count ? (uint16_t)(w->syntax->phrase_count - 1) : NONE;
}

/* ---- clauses.c ---- */

/* Begins a clause within the one on top; `subject` is a phrase, or NONE. */
void clause_push(struct walk *w, enum role opened, uint16_t subject);
/* A number for a clause; from 255 on they share one. */
uint8_t clause_number(struct walk *w);
/* Words are of the clause of this number. */
void clause_renumber(struct walk *w, size_t from, size_t to, uint8_t number);
/* A comma, a parenthesis, a break between clauses. */
void clause_mark(struct walk *w, size_t i);
/* A word that holds the sentence together, by its role. */
void clause_role(struct walk *w, size_t i);

/* ---- subjects.c ---- */

/* Whether its head is a pronoun: we, nobody, it, there. */
bool subject_is_pronoun(const struct walk *w, uint16_t phrase);
/* The phrase read last: the subject of its clause, or of a later one, or neither. */
void subject_phrase(struct walk *w);
/* Makes a phrase the subject of a group; nothing for NONE. */
void subject_set(struct walk *w, struct verb_group *group, uint16_t phrase);
/* The subject of a verb that must have one; its clause is on top then. NONE: it has none. */
uint16_t subject_find(struct walk *w, const struct verb_group *group);
/* Gives the verbs before the first subject that one. */
void subject_settle(struct walk *w, uint16_t subject);

/* ---- groups.c ---- */

/* Takes a group that syntax_verbs read into the parse, with its traits and its subject. */
void group_read(struct walk *w, struct verb_group *group);

#endif
