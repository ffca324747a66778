/*
 * What the parts of language/ share: page (Markdown to sentences), grammar (sentences to words and
 * who does what), rules (words to findings). check.c leads a text through them.
 */
#ifndef LANGUAGE_INTERNAL_H
#define LANGUAGE_INTERNAL_H

#include "language/language.h"
#include "language/words.h"

/* Longest sentence that is looked at as one; a longer one is cut there, at a blank. */
#define LANGUAGE_SENTENCE_BYTES 4096
#define LANGUAGE_SENTENCE_WORDS 400
#define LANGUAGE_VERBS          64 /* groups of verbs in a sentence; later ones are not looked at */

/* ---- ASCII; what is beyond it belongs to words, as each part says ---- */

/* ---- page: from the source to plain sentences ---- */

/* In the plain text these bytes stand, each alone, for what was masked; they are words of their own
 * with the class CODE, LINK or QUOTED. */
#define PLAIN_CODE   '\x01'
#define PLAIN_LINK   '\x02'
#define PLAIN_QUOTED '\x03'

enum block_kind { BLOCK_TEXT, BLOCK_HEADING, BLOCK_ITEM, BLOCK_CELL };

/* One sentence, its marks (emphasis, links' targets, escapes, HTML tags, entities) taken out, line
 * breaks and runs of blanks made one blank, typographic quotes, dashes and blanks made plain ASCII
 * ("--" is written as " - "). `source` tells for each byte of `plain` where it came from. */
struct sentence {
    const char *plain; /* borrowed until the next call of page_next; a NUL behind it */
    size_t len;        /* at most LANGUAGE_SENTENCE_BYTES */
    const size_t
        *source; /* len + 1 offsets into the text, never falling; the last: where it ends */
    enum block_kind kind;
    uint8_t field;     /* enum language_field: what its section is for */
    bool starts, ends; /* the first or last of its block (paragraph, item, cell) */
    bool listed;       /* within a list */
    bool lone;         /* no full stop, and the whole of its block: may be no sentence at all */
    const struct page_off *off; /* what remarks in the text switch off here; NULL: nothing */
};

/* What `<!-- guard: off RULE, RULE reason -->` covers; both by rule number. */
struct page_off {
    uint8_t *rules;       /* not 0: off */
    struct span *reasons; /* of those that are off; borrowed from the text */
};

struct page; /* a text being read; see page.h */

/* ---- grammar: words, groups of verbs, who does what ---- */

#define NO_WORD 0xffff

struct word {
    uint16_t from, to; /* bytes of the plain sentence */
    uint16_t entry;    /* number in the lexicon, NO_WORD: not in it */
    uint8_t clause;    /* counted from 0 through the sentence; at most 255 */
    uint8_t tag;       /* enum word_tag: what it is here */
    bool capital;      /* begins with a capital letter */
    bool capitals;     /* has capital letters only, two or more */
    bool compound; /* hyphened, and not in the lexicon as a whole; classes are its last part's */
    struct word_classes classes;
};

/* What a word is in its sentence, as far as that can be told. */
enum word_tag { TAG_OTHER, TAG_NOUN, TAG_VERB, TAG_AUX, TAG_ADJ, TAG_ADVERB, TAG_MARK };

/* Who does it, by the head of the subject. */
#define SUBJECT_KINDS(X)                                                                           \
    X(NONE, "none")     /* there is none: an order, a heading, a note in short form */             \
    X(PERSON, "person") /* a pronoun, a role, a name, a handle, somebody */                        \
    X(TEAM, "team")     /* a team, a company, a vendor */                                          \
    X(NOBODY, "nobody")                                                                            \
    X(WORK, "work")       /* human work: the review, testing, the decision, our process */         \
    X(NORM, "norm")       /* the runbook, the policy */                                            \
    X(MACHINE, "machine") /* a machine, a component, code, a configuration, a signal */            \
    X(OUTAGE, "outage")   /* the incident, the impact, the failure */                              \
    X(USER, "user")       /* those who met it */                                                   \
    X(ATTACKER, "attacker")                                                                        \
    X(THING, "thing")     /* it, this, that, there, and nothing to be found that it stands for */  \
    X(UNKNOWN, "unknown") /* a noun that no list has */
enum subject_kind {
#define X(NAME, name) SUBJECT_##NAME,
    SUBJECT_KINDS(X)
#undef X
        SUBJECT_COUNT
};
/* Somebody at work there, or nobody of them. */
static inline bool is_somebody(unsigned kind)
{
    return kind == SUBJECT_PERSON || kind == SUBJECT_TEAM || kind == SUBJECT_NOBODY;
}

/* Traits of a group of verbs ("should not have been restarted"). */
#define VERB_TRAITS(X)                                                                             \
    X(MODAL, "modal")     /* has should, could, would, might, ...  */                              \
    X(PERFECT, "perfect") /* has have + participle */                                              \
    X(PASSIVE, "passive") /* has be + participle */                                                \
    X(NEGATED, "negated") /* has not, never, or its subject is nobody or "no ..." */               \
    X(PAST, "past")       /* speaks of the past: did, was, -ed, had, have + participle */          \
    X(PRESENT, "present")                                                                          \
    X(FUTURE, "future")           /* will, shall, is going to */                                   \
    X(INFINITIVE, "infinitive")   /* to + verb, no subject of its own */                           \
    X(GERUND, "gerund")           /* -ing without be */                                            \
    X(CONDITIONAL, "conditional") /* its clause begins with if, unless, had + subject */           \
    X(ASKED, "asked")       /* its sentence is a question, or its clause begins with how, why */   \
    X(RELATIVE, "relative") /* its clause begins with who, which, that */                          \
    X(BARE, "bare")         /* a participle without be or have */
enum verb_trait {
#define X(NAME, name) VERB_##NAME##_BIT,
    VERB_TRAITS(X)
#undef X
        VERB_TRAIT_COUNT
};
#define VERB_TRAIT(NAME) (1u << VERB_##NAME##_BIT)

struct verb_group {
    uint16_t first, head;   /* words: the first auxiliary, and the verb itself */
    uint16_t subject;       /* head of the subject, NO_WORD: none */
    uint16_t subject_first; /* first word of the subject, NO_WORD: none */
    uint16_t object;        /* head of the first noun behind the verb in its clause, NO_WORD */
    uint16_t agent;         /* head of "by ..." behind a passive, NO_WORD */
    uint8_t subject_kind, object_kind, agent_kind; /* enum subject_kind */
    uint16_t traits;                               /* VERB_TRAIT(...) */
};

/* Some entries of the lexicon, each as the bit of its number: who shares no bit shares no entry. */
#define ENTRY_BITS 256
struct entry_bits {
    uint64_t at[ENTRY_BITS / 64];
};

struct parse {
    const struct sentence *sentence;
    char lower[LANGUAGE_SENTENCE_BYTES + 32]; /* its text, A to Z in lower case; zeros behind */
    struct word words[LANGUAGE_SENTENCE_WORDS + 1]; /* the last is a mark that ends it */
    size_t word_count;
    struct entry_bits entries;   /* of all words, to pass over patterns as a whole */
    struct word_classes classes; /* all that a word has */
    struct verb_group groups[LANGUAGE_VERBS];
    size_t group_count;
    uint8_t
        group_of[LANGUAGE_SENTENCE_WORDS + 1]; /* of each word: group it belongs to, 0xff: none */
    bool question;                             /* ends with a question mark */
    bool has_verb; /* there is a finite verb: not a heading or a note in short form */
};

static inline struct span parse_lower(const struct parse *parse, const struct word *word)
{
    return (struct span){parse->lower + word->from, (size_t)(word->to - word->from)};
}

/* Names that wrote themselves into the text or came with the request. */
struct names; /* grammar.h */

/* Cuts a sentence into words and looks them up; grammar_groups finds verbs and who does them, on
 * words that were cut. Both keep to the limits above and never fail. */
void grammar_words(const struct sentence *sentence, const struct names *names, struct parse *ret);
void grammar_groups(struct parse *parse);

/* ---- lexicon: tables.inc, made from data/guard/words/ and the words that rules name ---- */

/* No word is longer: lexicon.py refuses one. */
#define LEXICON_LONGEST 32
/* The entry of a word in lower case, NO_WORD: none. A perfect hash: one look, one comparison. */
uint16_t lexicon_find(struct span lower);
/* The same and its classes, of a word in parse.lower or wherever LEXICON_LONGEST bytes may be read
 * from its start. */
uint16_t lexicon_look(struct span lower, struct word_classes *ret);
struct word_classes lexicon_classes(uint16_t entry);
/* All entries are below lexicon_count; their words, in byte order. */
size_t lexicon_count(void);
struct span lexicon_word(uint16_t entry);

/* ---- rules: tables.inc, made from data/guard/rules/ ---- */

struct rule_hit {
    uint16_t rule;     /* index of language_rules */
    uint8_t weight;    /* 1 to 3, after what lowers it */
    uint16_t from, to; /* words, to is behind them */
};

/* Whether a pattern is found in these words, clauses and conditions aside, that may speak up in
 * their field: whether the grammar is worth while. */
bool rules_wake(const struct parse *parse);
/* All hits in a sentence, by place; at most `most`, the heaviest kept. One a rule and place. */
size_t rules_match(const struct parse *parse, struct rule_hit *ret, size_t most);

/* What to ask there: the rule's own question, or what remediation asks in its place. Static. */
/* Whether a class speaks in a field only of what somebody did or might have done. */
bool fields_of_people(enum language_class class, enum language_field field);
const char *fields_question(const struct language_rule *rule, enum language_field field);

#endif
