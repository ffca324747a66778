/*
 * Rules as the tables have them: emit.py writes these arrays into tables.inc, from what patterns.py
 * made of the patterns. match.c runs them, conditions.c decides.
 */
#ifndef LANGUAGE_RULES_H
#define LANGUAGE_RULES_H

#include "language/internal.h"

/* Words that a position of a pattern may hold: some of the lexicon, or all of certain classes. */
struct rule_words {
    uint64_t may;            /* bit entry % 64 of each: most words are told apart by it */
    uint16_t entries, masks; /* first of rule_entries (ascending) and of rule_masks */
    uint8_t entry_count, mask_count;
};
struct rule_mask {
    struct word_classes wanted, unwanted; /* all of the first, none of the second */
};
/* In place of a number of rule_words: not a word, but where the sentence begins or ends. */
#define RULE_WORDS_BEGIN 0xfffe
#define RULE_WORDS_END   0xffff

/* Up to 64 positions, numbered from the left; sets of them are bits. No position follows itself. */
struct rule_pattern {
    uint64_t first, last; /* where a match may begin and end */
    uint64_t gaps;        /* skipped words: as few as will do */
    uint64_t same;        /* must be in the clause of the word before */
    uint64_t about;       /* @ */
    uint64_t shown;       /* [ ] */
    uint16_t states;      /* first of rule_states */
    /* A sentence with a match has one of these, as struct parse gathers them. */
    struct entry_bits entries;
    struct word_classes classes;
};
struct rule_state {
    uint64_t follow;
    uint16_t words; /* number in rule_words, or RULE_WORDS_... */
};

#define RULE_CONDITIONS(X)                                                                         \
    X(SUBJECT)                                                                                     \
    X(OBJECT)                                                                                      \
    X(AGENT)                                                                                       \
    X(VERB_ALL)                                                                                    \
    X(VERB_NONE)                                                                                   \
    X(FIELD)                                                                                       \
    X(BLOCK)                                                                                       \
    X(TAG)                                                                                         \
    X(SUBJECT_HAS)                                                                                 \
    X(OBJECT_HAS)                                                                                  \
    X(BEFORE_HAS)                                                                                  \
    X(AFTER_HAS)                                                                                   \
    X(CLAUSE_HAS)                                                                                  \
    X(SENTENCE_HAS)                                                                                \
    X(FOUND_HAS)                                                                                   \
    X(NEXT_IS)                                                                                     \
    X(LAST_IS)
enum rule_condition_kind {
#define X(NAME) RULE_##NAME,
    RULE_CONDITIONS(X)
#undef X
};
struct rule_condition {
    uint8_t kind; /* enum rule_condition_kind */
    bool no;
    uint16_t pattern; /* of the words that it names */
    uint32_t bits;    /* of the kinds, traits, ... that it names */
};
/* Conditions that hold together. */
struct rule_conditions {
    uint16_t first; /* of rule_conditions */
    uint8_t count;
};

struct rule_find {
    uint16_t rule, pattern;
    uint8_t class, weight; /* of the rule */
    struct rule_conditions conditions;
    uint8_t nearest, farthest; /* words of a match that may stand before the one that wakes it */
};
struct rule_clause {
    enum { RULE_ONLY, RULE_NOT, RULE_LOWER } kind;
    struct rule_conditions conditions;
};
/* What language_rules does not show. */
struct rule_more {
    uint16_t clauses; /* first of rule_clauses */
    uint8_t clause_count;
    bool once; /* warns once in a document, and hints from then on */
};

extern const uint16_t rule_entries[];
extern const struct rule_mask rule_masks[];
extern const struct rule_words rule_words[];
extern const struct rule_state rule_states[];
extern const struct rule_pattern rule_patterns[];
extern const struct rule_condition rule_conditions[];
extern const struct rule_clause rule_clauses[];
extern const struct rule_more rule_mores[];
extern const struct rule_find rule_finds[];

#define RULE_FINDS_END 0xffff
/* For each word of the lexicon its list in rule_wakes, 0: wakes none; a list ends with
 * RULE_FINDS_END. */
extern const uint16_t rule_wake_of[];
extern const uint16_t rule_wakes[];
extern const uint16_t rule_wake_bang; /* the list of "!" */

/* A match of a pattern: words, `to` is behind them. */
struct rule_match {
    uint16_t from, to;
    uint16_t about;              /* NO_WORD: not said */
    uint16_t show_from, show_to; /* all of it where nothing else is said */
};
/* Whether a pattern is found from this word on, ending at `limit` or before it. Word -1 is the
 * place before the first. */
bool rule_pattern_at(const struct rule_pattern *pattern, const struct parse *parse, int start,
                     int limit, struct rule_match *ret);
/* Whether all of these hold for what was found. */
bool rule_conditions_hold(struct rule_conditions conditions, const struct parse *parse,
                          const struct rule_match *found);

#endif
