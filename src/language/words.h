/*
 * The classes that a word can have. The lexicon (data/guard/words/) gives them to words, the form
 * of a word gives some more, and the rules (data/guard/rules/) ask for them by name. A new class is
 * one line here.
 */
#ifndef LANGUAGE_WORDS_H
#define LANGUAGE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* NAME, what it means */
#define LANGUAGE_WORD_CLASSES(X)                                                                   \
    /* what a word does in its sentence */                                                         \
    X(DET, "the, a, this, each, no, ...")                                                          \
    X(POSS, "my, our, their, whose, ...")                                                          \
    X(PRON, "I, we, he, she, they, you, us, ...: people")                                          \
    X(ANYONE, "somebody, everyone, anybody, ...")                                                  \
    X(NOBODY, "nobody, no one, none")                                                              \
    X(THING, "it, this, that, these, those, which, ...")                                           \
    X(WHO, "who, whoever")                                                                         \
    X(WH, "what, which, when, where, why, how, whose, ...")                                        \
    X(PREP, "of, in, on, at, by, for, with, from, during, ...")                                    \
    X(TO, "to")                                                                                    \
    X(AND, "and, or, nor, then")                                                                   \
    X(BUT, "but, however, yet, though")                                                            \
    X(SUBORD, "because, since, while, when, although, until, after, as, where, ...")               \
    X(IF, "if, unless, whether")                                                                   \
    X(MODAL, "should, could, would, might, may, must, can, will, shall, ought")                    \
    X(BE, "am, is, are, was, were, be, been, being")                                               \
    X(HAVE, "have, has, had, having, 've")                                                         \
    X(DO, "do, does, did")                                                                         \
    X(NEG, "not, n't, never, cannot")                                                              \
    X(FILLER, "adverbs that may stand between the parts of a verb: also, even, just, easily, ...") \
    X(ADVERB, "words in -ly and other adverbs")                                                    \
    X(DEGREE, "very, too, so, quite, entirely, more, less, enough, ...")                           \
    X(NUMBER, "digits and number words")                                                           \
    X(UNIT, "s, ms, min, minutes, GB, percent, ...")                                               \
    X(DATE, "Monday, January, yesterday, 10:02, 2026-05-12")                                       \
    X(NOUN, "a word that is often a noun")                                                         \
    X(ADJ, "a word that is often an adjective")                                                    \
    X(VERB, "a form of a verb")                                                                    \
    X(VB, "the plain form: go")                                                                    \
    X(VBS, "the form of he, she, it: goes")                                                        \
    X(VBD, "the past: went")                                                                       \
    X(PP, "the participle: gone")                                                                  \
    X(ING, "going")                                                                                \
    /* what stands for something that is not prose */                                              \
    X(CODE, "a code span, a file name, a path, an identifier")                                     \
    X(LINK, "an address on the web")                                                               \
    X(QUOTED, "words in quotation marks")                                                          \
    X(PUNCT, "a mark: , ; : . ! ? ( ) and dashes")                                                 \
    X(COMMA, ", ")                                                                                 \
    X(BREAK, "; : . and dashes: a clause ends")                                                    \
    X(BANG, "!")                                                                                   \
    X(QUERY, "?")                                                                                  \
    /* who and what */                                                                             \
    X(PERSON, "person, people, human, individual, staff, ...")                                     \
    X(ROLE, "engineer, operator, on-call, reviewer, responder, author, ...")                       \
    X(TEAM, "team, squad, company, vendor, organisation, support, ...")                            \
    X(NAME, "given names, and names learnt from the review")                                       \
    X(HANDLE, "@ana")                                                                              \
    X(WORK, "human work: change, review, testing, rollout, decision, analysis, response, ...")     \
    X(NORM, "what sets a norm: policy, procedure, runbook, checklist, best practice, ...")         \
    X(MACHINE, "server, request, job, pod, deploy, probe, queue, certificate, ...")                \
    X(COMPONENT, "services and hosts learnt from the review")                                      \
    X(ARTEFACT, "what people make: configuration, code, bug, typo, setting, limit, ...")           \
    X(SIGNAL, "alert, warning, page, alarm, graph, metric, log, sign, ...")                        \
    X(OUTAGE, "outage, incident, problem, issue, impact, downtime, failure, ...")                  \
    X(USER, "users, customers, clients: those who met the outage")                                 \
    X(ATTACKER, "attacker, adversary, malicious actor, ...")                                       \
    /* what is done */                                                                             \
    X(CONDUCT, "acts of people: check, verify, review, escalate, document, communicate, ...")      \
    X(PERCEIVE, "notice, see, realise, spot, observe, hear, ...")                                  \
    X(KNOW, "know, understand, expect, anticipate, assume, believe, think, ...")                   \
    X(HARM, "break, crash, destroy, wipe, corrupt, botch, ...")                                    \
    X(OMIT, "forget, neglect, overlook, omit, skip, ignore, disregard, bypass, ...")               \
    X(HELP, "what makes an outcome better: prevent, avoid, catch, detect, reduce, limit, ...")     \
    X(CAUSE, "cause, trigger, introduce, lead, result, ...")                                       \
    X(SPEAK, "say, tell, admit, claim, report, write, ...")                                        \
    X(MACHINEACT, "what machines do: start, connect, respond, load, boot, retry, return, ...")     \
    X(MISDO, "mis- verbs: misread, misjudge, mishandle, misconfigure, ...")                        \
    /* how it is judged */                                                                         \
    X(POOR, "inadequate, insufficient, poor, sloppy, lax, incomplete, ...: a verdict on work")     \
    X(GOOD, "right, good, wise, correct, great, ...: a verdict on a decision")                     \
    X(BAD, "wrong, bad, terrible, unwise, ...: a verdict on a decision")                           \
    X(WELL, "properly, adequately, correctly, sufficiently, thoroughly, carefully, ...")           \
    X(CARELESS, "carelessly, recklessly, hastily, naively, ...")                                   \
    X(TRAIT, "lazy, careless, incompetent, negligent, reckless, ...")                              \
    X(MISTAKE, "mistake, error, oversight, blunder, slip, lapse, misjudgement, ...")               \
    X(ERRADV, "accidentally, mistakenly, inadvertently, incorrectly, wrongly, ...")                \
    X(HEDGE, "likely, probably, suspected, possible, potential, appears, ...")                     \
    X(SURE, "obviously, clearly, undoubtedly, certainly, ...")                                     \
    X(WORSE, "worse, worst, longer, more severe, lost, ...: what did not happen was not better")   \
    X(BETTER, "better, easier, faster, sooner, earlier, ...")                                      \
    X(CONTRIB, "contributing, several, multiple, combination, factors, ...: more causes than one") \
    X(DOWN, "bad turns: affect, lose, fail, spread, ...; \"would have failed\" is no regret")      \
    X(LEFTOPEN, "add, set, apply, finish, ...: work on a system that can be left open")            \
    X(EITHER, "turns that may be good or bad: stop, change, see, take, ...")                       \
    X(ASKING, "check, see, wonder, ...: before an \"if\" that asks")                               \
    X(LOSS, "turns for the worse, whoever meets them: lose, burn, collapse, hit, strand, ...")     \
    X(GUARD, "what stands there to help: canary, probe, limit, breaker, backup, checklist, ...")   \
    X(AID, "help or harm, as the actor is: allow, show, tell, keep, stop, fire, ...")              \
    X(RELIEF, "luckily, fortunately, ...: it is good that it was not")                             \
    X(DUTY, "care that is owed: test, review, document, tell, renew, ...")                         \
    X(EARLY, "testing, review, staging, beforehand, ...: where and when a find does no harm")      \
    X(STATE, "no act that can be left out: have, want, need, find, lose, receive, ...")            \
    X(VAGUE, "some, several, many, various, ...")                                                  \
    X(SEVERE, "significant, massive, elevated, ...: much, without a figure")                       \
    X(NAMESAKE, "operator, manager, provider, ...: a program where the name of one stands before")

enum language_word_class {
#define X(NAME, help) W_##NAME,
    LANGUAGE_WORD_CLASSES(X)
#undef X
        W_COUNT
};

struct word_classes {
    uint64_t at[2];
};
_Static_assert(W_COUNT <= 128, "struct word_classes holds 128 classes");

static inline bool word_is(struct word_classes classes, enum language_word_class class)
{
    return (classes.at[class >> 6] >> (class & 63) & 1) != 0;
}
static inline void word_add(struct word_classes *classes, enum language_word_class class)
{
    classes->at[class >> 6] |= (uint64_t)1 << (class & 63);
}
static inline bool word_is_any(struct word_classes classes, struct word_classes mask)
{
    return ((classes.at[0] & mask.at[0]) | (classes.at[1] & mask.at[1])) != 0;
}

#endif
