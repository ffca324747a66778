/*
 * What a graph claims, tested: by itself (does it have a circle?), against the record (does what
 * was so bring about what came about?), against the clock (is a cause later than its effect?), and
 * by the questions that only people can answer. A finding is a question, never a verdict; only a
 * circle and an impossible order of times are mistakes.
 */
#ifndef CAUSES_TESTS_H
#define CAUSES_TESTS_H

#include "causes/sets.h"

enum causes_severity {
    CAUSES_INFO,  /* a finding worth telling */
    CAUSES_ASK,   /* a question is open */
    CAUSES_WRONG, /* cannot be so as it is drawn */
};

/* RULE, stable word, severity, what it is about. The order is that in which they are told. */
#define CAUSES_RULES(X)                                                                            \
    X(CYCLE, "circle", WRONG, "conditions that bring each other about, in a circle")               \
    X(LATER, "later-than-effect", WRONG, "a cause is certainly later than its effect")             \
    X(BOUND, "bound", INFO, "there are too many sets for the budget; some rules saw a part")       \
    X(DISAGREES, "record-disagrees", ASK, "what was so and what came about do not fit together")   \
    X(UNDECIDED, "undecided", ASK, "whether it came about depends on what is not known")           \
    X(ALONE, "alone", ASK, "one condition is said to suffice")                                     \
    X(CHAIN, "chain", ASK, "one cause after another, without a branch")                            \
    X(SINGLE, "single-factor", ASK, "all but one of the conditions are idle")                      \
    X(ACT, "ends-at-act", ASK, "the graph stops at what somebody did")                             \
    X(MAYBE_LATER, "perhaps-later", ASK, "a cause may be later than its effect")                   \
    X(OVER, "over-before", ASK, "a cause was over before its effect began")                        \
    X(EARLY, "early", ASK, "all of it was so long before: what made it happen then?")              \
    X(ENABLING, "no-enabling", ASK, "an event without a condition that let it have that effect")   \
    X(EXPECTED, "no-expectation", ASK, "an absence without what made it be expected")              \
    X(BARRIER, "no-barrier", ASK, "a way that nothing could have stopped")                         \
    X(IDLE, "idle", ASK, "a condition that no known way needs")                                    \
    X(EACH_ENOUGH, "each-enough", ASK, "several were there, each enough: test them as a group")    \
    X(IF_ONLY, "if-only", ASK, "one known way: each of its conditions looks like the one")         \
    X(UNSUPPORTED, "unsupported", ASK, "a condition that rests on nothing")                        \
    X(DISPUTED, "disputed", ASK, "a condition on which accounts differ")                           \
    X(UNTESTED, "untested", ASK, "a link nobody has tested")                                       \
    X(NOT_NEEDED, "not-needed", ASK, "a link that was tested, and is not needed")                  \
    X(OPEN_LINK, "open-link", ASK, "a link whose test is open")                                    \
    X(UNASKED, "not-asked-complete", ASK, "a way nobody has asked about: is anything missing?")    \
    X(INCOMPLETE, "incomplete", ASK, "a way in which something is missing")                        \
    X(BOTH_SIGNS, "both-signs", ASK, "a condition that both helps and hurts")                      \
    X(REASON, "no-reason", ASK, "a further way without a reason why there are several")            \
    X(TWICE, "twice", INFO, "two conditions that say the same")                                    \
    X(NO_SINGLE, "no-single", INFO, "no single change would have kept it from coming about")

enum causes_rule {
#define X(RULE, word, severity, help) CAUSES_RULE_##RULE,
    CAUSES_RULES(X)
#undef X
        CAUSES_RULE_COUNT
};
struct causes_rule_spec {
    const char *word;
    enum causes_severity severity;
    const char *help;
};
extern const struct causes_rule_spec causes_rules[CAUSES_RULE_COUNT];

struct causes_finding {
    enum causes_rule rule;
    uint32_t outcome;       /* under which outcome; CAUSES_NONE: the whole graph */
    uint32_t condition;     /* CAUSES_NONE for none */
    uint32_t way;           /* number in graph->ways, or CAUSES_NONE */
    const uint32_t *others; /* further conditions: the circle, the group, the witness set */
    size_t other_count;
    const char *text; /* what is to be seen, one sentence, names and texts of conditions in it */
    const char *question; /* one question for the meeting, in words a newcomer understands */
};

/* All findings, by rule, outcome and name; in `arena`. A graph with a circle gets that finding and
 * those that need neither sets nor values. `budget` is that of the whole call: where it ends, rules
 * say what is certain, and BOUND is told. */
enum status causes_check(const struct causes_graph *graph, const struct causes_budget *budget,
                         struct arena *arena, struct causes_finding **ret, size_t *ret_count,
                         struct error *error);

/* ---- what each test says by itself ---- */

/* What was so this time, from the leaves up and whatever is stated of effects: enum causes_was YES,
 * NO or UNKNOWN for each condition, in `arena`. UNKNOWN where it depends on leaves that are not
 * known (exact for graphs without links that are turned round). BAD_INPUT for a circle. */
enum status causes_record(const struct causes_graph *graph, struct arena *arena, uint8_t **ret,
                          struct error *error);

/* The counterfactual test of a link by the graph alone (Ladkin): with the link otherwise, and what
 * else the effect has below it as it was by `record`, is the effect there? If so *ret_other is the
 * way that is there all the same; CAUSES_NONE: the link is needed. False when the link or its
 * effect was not so, or it is not known (nothing to test). */
bool causes_link_needed(const struct causes_graph *graph, const uint8_t *record, uint32_t way,
                        uint32_t link, uint32_t *ret_other);

enum causes_verdict {
    CAUSES_STANDS, /* the record brings the outcome about by a way that was asked and is complete */
    CAUSES_UNATTESTED, /* it does, and nobody has said that those ways are complete */
    CAUSES_NOT_ENOUGH, /* it does not: something is missing */
    CAUSES_UNDECIDED,  /* it depends on what is not known */
};
/* Whether the conditions that were so suffice for an outcome, or any condition. *ret_unknown, in
 * `arena`: when it is UNDECIDED, the leaves that it depends on. Up to twelve that are not known are
 * tried in all combinations; of more, all are named. BAD_INPUT for a circle. */
enum status causes_sufficient(const struct causes_graph *graph, uint32_t outcome,
                              struct arena *arena, enum causes_verdict *ret, uint32_t **ret_unknown,
                              size_t *ret_unknown_count, struct error *error);

/* ---- the questions of the meeting ---- */

/* One open test as a question. */
struct causes_question {
    uint32_t way;     /* number in graph->ways */
    uint32_t link;    /* position in the way; CAUSES_NONE: is the way complete? */
    const char *text; /* "Suppose the pool is sized for the whole fleet, all else as it was: ..." */
};
/* Open tests (not asked yet, or open), those nearest to an outcome first; in `arena`. */
enum status causes_questions(const struct causes_graph *graph, struct arena *arena,
                             struct causes_question **ret, size_t *ret_count, struct error *error);

#endif
