/*
 * What the steps of grammar_groups share: tags.c tells what each word is in its sentence (tags.h),
 * phrases.c finds noun phrases and groups of verbs, kinds.c tells who a noun phrase speaks of,
 * walk.c brings verbs and their subjects together (clauses.h). One pass each, no memory of their
 * own.
 */
#ifndef LANGUAGE_SYNTAX_H
#define LANGUAGE_SYNTAX_H

#include "language/internal.h"

/* What a word that is neither noun nor verb does to its sentence. */
enum role {
    ROLE_NONE,
    ROLE_DET,  /* begins a noun phrase: the, our, 's, two */
    ROLE_PREP, /* what follows is attached to what stands before */
    ROLE_TO,   /* before a plain verb */
    ROLE_AND,
    ROLE_BUT,
    ROLE_SUB, /* begins a clause: because, when, that */
    ROLE_ASK, /* the same: how, why */
    ROLE_IF,
    ROLE_REL, /* who, which, that behind a noun */
};

struct phrase {
    uint16_t first, head, end; /* words; end is behind the last */
    uint16_t prep;             /* the preposition that attaches it, NO_WORD: none */
    uint8_t kind;              /* enum subject_kind */
    bool negated;              /* "no engineer", "none of the alerts" */
    bool time;                 /* "Friday", "two minutes", "10:02" */
};

struct syntax {
    struct parse *parse;
    uint8_t roles[LANGUAGE_SENTENCE_WORDS + 1];
    struct phrase phrases[LANGUAGE_SENTENCE_WORDS + 1];
    size_t phrase_count;
};

static inline bool syntax_is(const struct syntax *syntax, size_t i, enum language_word_class class)
{
    return word_is(syntax->parse->words[i].classes, class);
}

static inline bool syntax_tagged(const struct syntax *syntax, size_t i, enum word_tag tag)
{
    return syntax->parse->words[i].tag == tag;
}

/* Whether a word reads so, letters of either case. */
static inline bool syntax_reads(const struct syntax *syntax, size_t i, const char *lower)
{
    const struct parse *parse = syntax->parse;
    return i < parse->word_count && span_is(parse_lower(parse, &parse->words[i]), lower);
}

/* Tags and roles of all words. */
void syntax_tag(struct syntax *syntax);

/* Whether a noun phrase begins at word `i`; if so it becomes the last of the phrases. */
bool syntax_phrase(struct syntax *syntax, size_t i, uint16_t prep);
/* The kind of a phrase by its own words. */
enum subject_kind syntax_kind(const struct syntax *syntax, const struct phrase *phrase);
/* The kind of a phrase as what does this verb: words that are a person or a machine, pronouns that
 * stand for a noun of the sentence. */
enum subject_kind syntax_kind_for(const struct syntax *syntax, size_t phrase, size_t verb);

/* Reads the group of verbs that begins at word `i` (an auxiliary, a verb, "to"); gives the word
 * behind it, or `i` when there is none. */
size_t syntax_verbs(const struct syntax *syntax, size_t i, struct verb_group *ret);
/* Its traits by its own words. */
uint16_t syntax_traits(const struct syntax *syntax, const struct verb_group *group);

#endif
