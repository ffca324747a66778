/*
 * The guard: finds words that close down learning, and answers each with a question.
 *
 * It knows whose act a sentence tells of (a person, a team, human work, a machine) and which part
 * of a review it reads; it never rewrites, never blocks, and counts nothing by author. English
 * alone: text in other languages is recognised and left alone.
 *
 * The way of a text: Markdown blocks with their place in the source, sentences without marks and
 * with what is not prose masked (page), words with classes from one lexicon and who does what
 * (grammar), rules as small automata over them (rules). All tables come from data/guard/ at build
 * time; nothing is compiled at start-up. Time is linear in the text, memory does not grow with it.
 */
#ifndef LANGUAGE_LANGUAGE_H
#define LANGUAGE_LANGUAGE_H

#include "base/base.h"

/* ---- classes, fields, levels ---- */

/* NAME, code, name. Texts of each are in data/guard/classes.tsv. */
#define LANGUAGE_CLASSES(X)                                                                        \
    X(COUNTERFACTUAL, "CF", "counterfactual")                                                      \
    X(BLAME, "BL", "blame")                                                                        \
    X(HUMAN_ERROR, "HE", "human-error")                                                            \
    X(SINGLE_CAUSE, "RC", "single-cause")                                                          \
    X(ONE_THING, "MC", "one-thing-different")                                                      \
    X(HINDSIGHT, "HS", "hindsight")                                                                \
    X(OUTCOME, "OC", "outcome")                                                                    \
    X(CONFIRMATION, "CB", "confirmation")                                                          \
    X(CERTAINTY, "FC", "certainty")                                                                \
    X(NORMATIVE, "NV", "judgement")                                                                \
    X(DISTANCING, "DD", "distancing")                                                              \
    X(WEAK_REMEDY, "WR", "weak-remedy")
enum language_class {
#define X(NAME, code, name) LANGUAGE_CLASS_##NAME,
    LANGUAGE_CLASSES(X)
#undef X
        LANGUAGE_CLASS_COUNT
};

/* What a text is for; decides which classes speak up (data/guard/fields.tsv). */
#define LANGUAGE_FIELDS(X)                                                                         \
    X(EVENT, "event", "what happened: a line of the timeline")                                     \
    X(CONTEXT, "context", "the context of an event, or what somebody said or saw")                 \
    X(ANALYSIS, "analysis", "analysis, factors, summary, lessons")                                 \
    X(TESTING, "what-if", "what-if, risks, luck")                                                  \
    X(SUPPOSING, "supposing", "tests of links: a condition is supposed away, never conduct")       \
    X(REMEDIATION, "remediation", "an item of remediation")                                        \
    X(ACTIONS, "actions", "a section of a document that lists remediation")                        \
    X(QUOTATION, "quotation", "words as said, code, logs: never looked at")
enum language_field {
#define X(NAME, name, help) LANGUAGE_FIELD_##NAME,
    LANGUAGE_FIELDS(X)
#undef X
        LANGUAGE_FIELD_COUNT
};

/* In this order, faintest first. A rule has a weight of 1 to 3: note, hint, warning. */
#define LANGUAGE_LEVELS(X)                                                                         \
    X(OFF, "off", "not looked for")                                                                \
    X(NOTE, "note", "faint: told only when asked for")                                             \
    X(OFFER, "offer", "nothing to put right: a question that may help here")                       \
    X(HINT, "hint", "often worth a look")                                                          \
    X(WARNING, "warning", "nearly always worth a look")
enum language_level {
#define X(NAME, name, help) LANGUAGE_LEVEL_##NAME,
    LANGUAGE_LEVELS(X)
#undef X
        LANGUAGE_LEVEL_COUNT
};

/* Words of the lists above, for output and input; *_find gives false for an unknown word. A class
 * is found by its code or its name, letters of either case. */
struct language_about_class {
    const char *code, *name;
    const char *title;    /* "Counterfactuals: what did not happen, told as if it explained" */
    const char *why;      /* one line */
    const char *question; /* of rules that have none of their own */
    const char *way_out;  /* how to say it so that others can learn, one or two sentences */
    const char *bias;     /* the bias of thought behind it, explained in a sentence; NULL: none */
};
extern const struct language_about_class language_classes[LANGUAGE_CLASS_COUNT];
extern const char *const language_fields[LANGUAGE_FIELD_COUNT];
extern const char *const language_field_helps[LANGUAGE_FIELD_COUNT];
extern const char *const language_levels[LANGUAGE_LEVEL_COUNT];
bool language_find_class(struct span word, enum language_class *ret);
bool language_find_field(struct span word, enum language_field *ret);
bool language_find_level(struct span word, enum language_level *ret);

/* ---- rules ---- */

struct language_rule {
    const char *id; /* "CF10" */
    uint8_t class;  /* enum language_class */
    uint8_t weight; /* 1 to 3 */
    const char *title;
    const char *why;                         /* one line; the class's own where the rule has none */
    const char *question;                    /* one question; as above */
    const char *const *hits, *const *misses; /* examples, each list ends with NULL */
};
extern const struct language_rule language_rules[];
extern const size_t language_rule_count;
const struct language_rule *language_find_rule(struct span id); /* NULL: none such */

/* What a class says in a field for a rule of this weight (1 to 3); OFF: nothing. */
enum language_level fields_level(enum language_class class, enum language_field field,
                                 unsigned weight);

/* ---- what is known beside the text ---- */

/* Names learnt from a review: its people (names, handles, authors of changes) and its components
 * (services, hosts). A component wins over a role, a person over the built-in lists. Borrowed. */
struct language_names {
    const struct span *people, *components;
    size_t people_count, component_count;
};

/* What a user set: by rule, by class, and what dismissals say. Zeroed: as the rules are. */
struct language_settings {
    /* The most that a rule may say, LANGUAGE_LEVEL_COUNT: as it is; by rule number, NULL: none */
    const uint8_t *rule_levels;
    struct language_names names;
    /* Fingerprints that were set aside, ascending; borrowed. */
    const uint64_t *dismissed;
    size_t dismissed_count;
};

/* ---- findings ---- */

struct language_place {
    size_t byte;       /* of the text */
    uint32_t line;     /* from 0 */
    uint32_t column;   /* bytes from the start of the line, from 0 */
    uint32_t runes;    /* code points from the start of the line, from 0 */
    uint32_t units;    /* UTF-16 code units from the start of the line, from 0 */
    size_t text_units; /* UTF-16 code units from the start of the text */
};

struct language_finding {
    const struct language_rule *rule; /* static */
    uint8_t level;                    /* enum language_level, never OFF */
    uint8_t field;                    /* enum language_field */
    bool first;                       /* the weightiest of its sentence: the one to show */
    bool dismissed;                   /* set aside: by fingerprint or by a remark in the text */
    struct language_place from, to;   /* the words, on borders of code points; to is behind them */
    struct language_place sentence_from, sentence_to;
    struct span remark;   /* the reason of the remark in the text that set it aside; empty: none */
    uint64_t fingerprint; /* of the rule and the words of the sentence, not of its place or marks */
    const char *question; /* static; the rule's, or what the field asks instead */
};

/* Takes one finding, borrowed for the call; not OK ends the check with that status. */
typedef enum status language_sink(void *context, const struct language_finding *finding,
                                  struct error *error);

struct language_request {
    struct span text;
    bool document; /* a whole Markdown file: headings decide the field; else `field` holds */
    enum language_field field; /* of a plain text, or of a document before its first heading */
    const struct language_settings *settings; /* NULL: none */
};

/* What was read. */
struct language_summary {
    size_t sentences;                      /* that were looked at */
    size_t findings[LANGUAGE_LEVEL_COUNT]; /* not set aside */
    size_t dismissed;
    size_t foreign; /* sentences in other languages, left alone */
    bool off;       /* the text as a whole is not English: nothing was looked for */
    /* A remark in the text that could not be understood (<!-- guard: ... -->): where, and what is
     * wrong with it; NULL: none. Its first is told, it silences nothing. */
    const char *remark_wrong;
    struct language_place remark_at;
};

/* Looks at a text; findings come in the order of the text. Any bytes will do: what is not UTF-8 is
 * no word. */
enum status language_check(const struct language_request *request, language_sink *sink,
                           void *context, struct language_summary *ret, struct error *error);

/* Whether the first sentence of a text tells of a step that a person or a team took ("the engineer
 * restarted it"), rather than of how something was. Borrows `names`. */
enum status language_tells_act(struct span text, const struct language_names *names, bool *ret,
                               struct error *error);

/* "3f2a…", 16 hex digits and a NUL. */
void language_fingerprint_text(uint64_t fingerprint, char out[17]);
bool language_fingerprint_read(struct span text, uint64_t *ret);

#endif
