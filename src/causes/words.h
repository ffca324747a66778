/*
 * The vocabulary of a graph of conditions. The record of a review uses the same words for the same
 * things (review/words.h): what is stored there is what is typed here.
 */
#ifndef CAUSES_WORDS_H
#define CAUSES_WORDS_H

#include "base/base.h"

/* P is the prefix of the enumerators; then name of the enumerator, word, meaning */
#define CAUSES_OUTCOME_WORDS(X, P)                                                                 \
    X(P, ONSET, "onset", "that it started")                                                        \
    X(P, SPREAD, "spread", "how many were hit")                                                    \
    X(P, LENGTH, "length", "how long it took")                                                     \
    X(P, DEPTH, "depth", "how badly")                                                              \
    X(P, HANDLING, "handling", "what made it hard to handle")

#define CAUSES_CATEGORY_WORDS(X, P)                                                                \
    X(P, TECHNICAL, "technical", "defect, limit, default, coupling, dependency")                   \
    X(P, PROCESS, "process", "rollout, review, test data, handover, on-call load")                 \
    X(P, ORGANISATION, "organisation", "staffing, ownership, goals, deadlines, contracts")         \
    X(P, INFORMATION, "information", "missing, stale, misleading or buried signal")                \
    X(P, WORKPLACE, "workplace", "permissions, interfaces, improvised scripts")                    \
    X(P, ENVIRONMENT, "environment", "supplier, network, load, season, attack, law")               \
    X(P, CONDITIONS, "conditions", "fatigue, workload, interruption, first time")                  \
    X(P, CHANCE, "chance", "what made it milder, or worse, by chance")

#define CAUSES_PART_WORDS(X, P)                                                                    \
    X(P, LATENT, "latent", "stood beforehand, harmless alone")                                     \
    X(P, TRIGGER, "trigger", "woke it; often small and ordinary")                                  \
    X(P, MITIGATOR, "mitigator", "made it shorter or milder")                                      \
    X(P, STEP, "step", "came about on the way, from other conditions")                             \
    X(P, OUTCOME, "outcome", "what came about in the end: what the graph explains")

/* What sort of thing a condition is. Of a barrier and a mitigator the condition is that it did not
 * hold, or was not there: so every condition of a graph helps to bring its outcome about. */
#define CAUSES_FORM_WORDS(X, P)                                                                    \
    X(P, STATE, "state", "was so for a while: a limit, a default, a load, a practice")             \
    X(P, EVENT, "event", "happened at a moment")                                                   \
    X(P, PROCESS, "process", "went on, step by step: a storm of retries, a ramp")                  \
    X(P, ABSENCE, "absence", "was not there, although something made it be expected")              \
    X(P, ACT, "act", "was done by a person or a program; what made it sensible stands below it")   \
    X(P, BARRIER, "barrier", "a guardrail, check, alarm, backup or review that did not hold")      \
    X(P, MITIGATOR, "mitigator", "what limits the harm, by design or by luck; here: without it")

/* What a barrier or a mitigator did. */
#define CAUSES_BARRIER_WORDS(X, P)                                                                 \
    X(P, ABSENT, "absent", "there was none")                                                       \
    X(P, SILENT, "silent", "it was there, and did not act")                                        \
    X(P, BYPASSED, "bypassed", "this went around it")                                              \
    X(P, HELD, "held", "it held, or helped")

#define CAUSES_WAS_WORDS(X, P)                                                                     \
    X(P, YES, "yes", "yes")                                                                        \
    X(P, NO, "no", "no")                                                                           \
    X(P, UNKNOWN, "unknown", "not known")

/* Why a condition has more than one way. */
#define CAUSES_REASON_WORDS(X, P)                                                                  \
    X(P, BOTH, "both", "both were there, each enough alone: neither is needed while the other is") \
    X(P, FIRST, "first", "one came first, so that the other had no time to")                       \
    X(P, WHICH, "which", "it is not known which of them it was")                                   \
    X(P, MIGHT, "might", "it might as well come about so; this time it did not")

/* The answer to "could it still have come about?" (a link) and to "could it still fail to come
 * about?" (a way). To both, "no" is what makes the claim stand. */
#define CAUSES_ANSWER_WORDS(X, P)                                                                  \
    X(P, NO, "no", "it could not: the claim stands")                                               \
    X(P, YES, "yes", "it could: there is another way, or something is missing")                    \
    X(P, CANNOT_TELL, "cannot-tell", "open, with what would decide it")

#define CAUSES_EFFECT_WORDS(X, P)                                                                  \
    X(P, REMOVES, "removes", "removes the condition")                                              \
    X(P, WEAKENS, "weakens", "weakens the condition")                                              \
    X(P, DETECTS, "detects", "shows the condition")                                                \
    X(P, LIMITS, "limits", "limits what follows")                                                  \
    X(P, PREPARES, "prepares", "prepares people")

/* How far an item of remediation has come, as far as the graph asks. */
#define CAUSES_STANDING_WORDS(X, P)                                                                \
    X(P, IDEA, "idea", "talked about")                                                             \
    X(P, PLANNED, "planned", "will be done, or is done and not yet seen to work")                  \
    X(P, VERIFIED, "verified", "seen to work")                                                     \
    X(P, OUT, "out", "declined, retired, or seen not to help")

/* name, prefix of the enumerators: `enum causes_NAME { CAUSES_NAME_NONE, CAUSES_PREFIX_... }` */
#define CAUSES_VOCABULARIES(X)                                                                     \
    X(outcome, OUTCOME)                                                                            \
    X(category, CATEGORY)                                                                          \
    X(part, PART)                                                                                  \
    X(form, FORM)                                                                                  \
    X(barrier, BARRIER)                                                                            \
    X(was, WAS)                                                                                    \
    X(reason, REASON)                                                                              \
    X(answer, ANSWER)                                                                              \
    X(effect, EFFECT)                                                                              \
    X(standing, STANDING)

#define CAUSES_DECLARE(name, PREFIX) extern const struct vocabulary causes_words_##name;
CAUSES_VOCABULARIES(CAUSES_DECLARE)
#undef CAUSES_DECLARE

/* The enumerators: CAUSES_FORM_STATE, CAUSES_ANSWER_NO, ... */
#define CAUSES_ENUMERATOR(P, name, word, meaning) CAUSES_##P##_##name,
#define CAUSES_ENUMERATION(name, PREFIX)                                                           \
    enum causes_##name{CAUSES_##PREFIX##_NONE, CAUSES_##PREFIX##_WORDS(CAUSES_ENUMERATOR, PREFIX)  \
                                                   CAUSES_##PREFIX##_COUNT};
CAUSES_VOCABULARIES(CAUSES_ENUMERATION)
#undef CAUSES_ENUMERATION
#undef CAUSES_ENUMERATOR

#endif
