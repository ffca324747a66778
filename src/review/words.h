/*
 * The vocabulary of a review: every field that takes one of a few words, with what each word means.
 *
 * One list gives the enumeration, the word that is stored and typed, and the line that help and
 * pages show. 0 always means "not stated". Lists grow at their end only: the words are what is
 * stored, so a word is never renamed.
 */
#ifndef REVIEW_WORDS_H
#define REVIEW_WORDS_H

#include "causes/causes.h"

/* P is the prefix of the enumerators; then name of the enumerator, word, meaning */
#define REVIEW_SORT_WORDS(X, P)                                                                    \
    X(P, INCIDENT, "incident", "users were affected, or data, or a promise")                       \
    X(P, NEAR_MISS, "near-miss", "it nearly happened")                                             \
    X(P, SURPRISE, "surprise", "no harm, but nobody expected it")                                  \
    X(P, DRILL, "drill", "made on purpose, to learn")

#define REVIEW_REASON_WORDS(X, P)                                                                  \
    X(P, USERS, "users", "users lost something they could see")                                    \
    X(P, DATA, "data", "data was lost or wrong")                                                   \
    X(P, STEPPED_IN, "stepped-in", "a person had to step in")                                      \
    X(P, LONG, "long", "it lasted beyond the set time")                                            \
    X(P, UNSEEN, "unseen", "monitoring did not show it")                                           \
    X(P, FALSE_ALARM, "false-alarm", "people responded although nothing was wrong")                \
    X(P, ASKED, "asked", "somebody asked for a review")                                            \
    X(P, ODD, "odd", "a near miss or a surprise")

#define REVIEW_STAGE_WORDS(X, P)                                                                   \
    X(P, COLLECT, "collect", "save the evidence before it goes away")                              \
    X(P, TIMELINE, "timeline", "from evidence to one order of events, doubt kept")                 \
    X(P, DISCUSS, "discuss", "what it was like for those who were there")                          \
    X(P, CAUSES, "causes", "which conditions had to come together")                                \
    X(P, REMEDIATE, "remediate", "what to do, and what to decline openly")                         \
    X(P, PUBLISH, "publish", "one report for several depths of reading")                           \
    X(P, FOLLOW_UP, "follow-up", "until each item is seen to work")

#define REVIEW_STATUS_WORDS(X, P)                                                                  \
    X(P, OPEN, "open", "being worked on")                                                          \
    X(P, PUBLISHED, "published", "the report is out")                                              \
    X(P, CLOSED, "closed", "every item is verified, declined or retired")                          \
    X(P, REOPENED, "reopened", "something new came up after publication")                          \
    X(P, HANDED_OVER, "handed-over", "a matter for somewhere else; no content is kept here")

#define REVIEW_CIRCLE_WORDS(X, P)                                                                  \
    X(P, PRIVATE, "private", "those who take part in the review")                                  \
    X(P, TEAM, "team", "the team")                                                                 \
    X(P, COMPANY, "company", "everybody in the company")                                           \
    X(P, PUBLIC, "public", "everybody")

#define REVIEW_NAMING_WORDS(X, P)                                                                  \
    X(P, ROLES, "roles", "documents print roles alone")                                            \
    X(P, CHOSEN, "chosen", "names of those who chose to be named, else roles")                     \
    X(P, NAMES, "names", "documents print names")

#define REVIEW_PART_WORDS(X, P)                                                                    \
    X(P, OWNER, "owner", "drives the review to its end")                                           \
    X(P, FACILITATOR, "facilitator", "asks the questions; took no part in the incident")           \
    X(P, NOTE_TAKER, "note-taker",                                                                 \
      "writes down what is said; another person than the facilitator")                             \
    X(P, PARTICIPANT, "participant", "was there, or knows the system")                             \
    X(P, READER, "reader", "may read along")

#define REVIEW_ACCOUNT_WORDS(X, P)                                                                 \
    X(P, ASKED, "asked", "a first account was asked for")                                          \
    X(P, GIVEN, "given", "the first account is in")                                                \
    X(P, PASSED, "passed", "chose not to write one")

#define REVIEW_PRESENCE_WORDS(X, P)                                                                \
    X(P, PRESENT, "present", "it is here")                                                         \
    X(P, WANTED, "wanted", "it exists and is still to be had")                                     \
    X(P, GONE, "gone", "it is not available; the reason is given")

#define REVIEW_EVENT_WORDS(X, P)                                                                   \
    X(P, STATE, "state", "a standing condition")                                                   \
    X(P, CHANGE_DEPLOY, "change.deploy", "code rolled out")                                        \
    X(P, CHANGE_CONFIG, "change.config", "configuration or flag changed")                          \
    X(P, CHANGE_DATA, "change.data", "schema or data changed")                                     \
    X(P, CHANGE_INFRA, "change.infra", "hosts, network, capacity, certificates, access")           \
    X(P, CHANGE_LOAD, "change.load", "use or traffic changed")                                     \
    X(P, CHANGE_VENDOR, "change.vendor", "something outside changed")                              \
    X(P, CHANGE_CODE, "change.code", "code merged, not yet rolled out")                            \
    X(P, TRIGGER, "trigger", "the moment that woke standing conditions")                           \
    X(P, FAULT, "fault", "first abnormal state inside, before anybody is hurt")                    \
    X(P, SIGNAL, "signal", "first trace that exists anywhere, seen or not")                        \
    X(P, IMPACT_START, "impact.start", "users begin to be affected")                               \
    X(P, IMPACT_CHANGE, "impact.change", "users are affected more, or less")                       \
    X(P, IMPACT_END, "impact.end", "users are no longer affected")                                 \
    X(P, ALERT, "alert", "a monitor fired")                                                        \
    X(P, ALERT_END, "alert.end", "a monitor went quiet again")                                     \
    X(P, SILENT, "silent", "a monitor stayed quiet although its stated rule was met")              \
    X(P, REPORT, "report", "a user, partner or colleague told of it")                              \
    X(P, DETECT, "detect", "first treated as trouble")                                             \
    X(P, ACK, "ack", "somebody took it up")                                                        \
    X(P, DECLARE, "declare", "named an incident")                                                  \
    X(P, SEVERITY, "severity", "the level changed")                                                \
    X(P, PAGE, "page", "help was asked for")                                                       \
    X(P, JOIN, "join", "somebody started to take part")                                            \
    X(P, LEAVE, "leave", "somebody stopped taking part")                                           \
    X(P, ROLE, "role", "a leading, writing or talking role was taken")                             \
    X(P, HANDOVER, "handover", "work was passed on")                                               \
    X(P, OBSERVE, "observe", "somebody looked at data and noticed something")                      \
    X(P, HYPO_RAISE, "hypo.raise", "an idea about what is going on")                               \
    X(P, HYPO_TEST, "hypo.test", "an idea was tried against data")                                 \
    X(P, HYPO_KEEP, "hypo.keep", "an idea was kept")                                               \
    X(P, HYPO_DROP, "hypo.drop", "an idea was given up")                                           \
    X(P, DECIDE, "decide", "a choice between options")                                             \
    X(P, ACT_LOOK, "act.look", "an action to learn more")                                          \
    X(P, ACT_LIMIT, "act.limit", "an action to reduce harm")                                       \
    X(P, ACT_FIX, "act.fix", "an action to repair")                                                \
    X(P, ACT_UNDO, "act.undo", "an action to roll back")                                           \
    X(P, EFFECT, "effect", "what followed from an action")                                         \
    X(P, IMPROV, "improv", "an improvised tool, path or permission")                               \
    X(P, BLOCK, "block", "waiting for access, data, a person, a build")                            \
    X(P, RESTART, "restart", "a process started again")                                            \
    X(P, COMM_INT, "comm.int", "responders were told")                                             \
    X(P, COMM_SUPPORT, "comm.support", "support was told")                                         \
    X(P, COMM_STATUS, "comm.status", "the public page was changed")                                \
    X(P, COMM_CUST, "comm.cust", "customers were told directly")                                   \
    X(P, COMM_MGMT, "comm.mgmt", "management was told")                                            \
    X(P, COMM_VENDOR, "comm.vendor", "a supplier was told")                                        \
    X(P, MITIGATED, "mitigated", "harm is below the agreed level")                                 \
    X(P, RECOVER, "recover", "a part returned to normal")                                          \
    X(P, RESOLVED, "resolved", "normal state, no special handling left")                           \
    X(P, REOPEN, "reopen", "it came back")                                                         \
    X(P, CLEAR, "clear", "people stood down")                                                      \
    X(P, CAPTURE, "capture", "evidence was saved")                                                 \
    X(P, NOTE, "note", "anything else")

#define REVIEW_TIMETYPE_WORDS(X, P)                                                                \
    X(P, EVENT, "event", "when it happened")                                                       \
    X(P, RECORD, "record", "when it was written down by a machine")                                \
    X(P, INGEST, "ingest", "when it reached the log store")                                        \
    X(P, OBSERVED, "observed", "when somebody looked")                                             \
    X(P, REPORTED, "reported", "as told from memory")

#define REVIEW_CERTAINTY_WORDS(X, P)                                                               \
    X(P, OBSERVATION, "observation", "a trace that anyone can look at")                            \
    X(P, TESTIMONY, "testimony", "told at first hand")                                             \
    X(P, HEARSAY, "hearsay", "told by somebody else")                                              \
    X(P, INFERENCE, "inference", "concluded from the above; names its premises")                   \
    X(P, HYPOTHESIS, "hypothesis", "an idea at the time")                                          \
    X(P, JUDGEMENT, "judgement", "an evaluation; belongs to the analysis")

#define REVIEW_BACKING_WORDS(X, P)                                                                 \
    X(P, CONFIRMED, "confirmed", "another, independent source says so too")                        \
    X(P, SINGLE, "single", "one source")                                                           \
    X(P, DISPUTED, "disputed", "accounts differ")

#define REVIEW_AREA_WORDS(X, P)                                                                    \
    X(P, DETECTION, "detection", "detecting the issue fast enough")                                \
    X(P, IMPACT, "impact", "assessing impact and priority")                                        \
    X(P, NOTIFICATION, "notification", "telling customers, users, support")                        \
    X(P, COORDINATION, "coordination", "coordinating work")                                        \
    X(P, TOOLS, "tools", "data, tools and visibility to find and solve it")                        \
    X(P, METRICS, "metrics", "metrics and reporting")                                              \
    X(P, DOCUMENTATION, "documentation", "documentation")

#define REVIEW_AUDIENCE_WORDS(X, P)                                                                \
    X(P, RESPONDERS, "responders", "those at work on it")                                          \
    X(P, SUPPORT, "support", "support")                                                            \
    X(P, USERS, "users", "everybody who uses the service")                                         \
    X(P, CUSTOMERS, "customers", "customers, directly")                                            \
    X(P, MANAGEMENT, "management", "management")                                                   \
    X(P, SUPPLIERS, "suppliers", "suppliers")

#define REVIEW_CODE_WORDS(X, P)                                                                    \
    X(P, SAW, "saw", "saw or heard")                                                               \
    X(P, THOUGHT, "thought", "made of it")                                                         \
    X(P, WANTED, "wanted", "goal at that moment")                                                  \
    X(P, DID, "did", "did")                                                                        \
    X(P, KNEW, "knew", "knew")                                                                     \
    X(P, ASSUME, "assume", "took to be true")                                                      \
    X(P, INTENT, "intent", "purpose of an action")                                                 \
    X(P, CONF, "conf", "source of confidence")                                                     \
    X(P, TOOL, "tool", "tool that was improvised")                                                 \
    X(P, DATA, "data", "data looked at for confirmation")                                          \
    X(P, PREF, "pref", "one tool or way chosen over another")                                      \
    X(P, SURPRISE, "surprise", "was not expected")                                                 \
    X(P, WISH, "wish", "information wanted earlier")                                               \
    X(P, LEARNED, "learned", "new to those in the room")                                           \
    X(P, BELIEF, "belief", "a belief that was corrected")                                          \
    X(P, OPEN, "open", "a question nobody could answer yet")                                       \
    X(P, WELL, "well", "went well")                                                                \
    X(P, LUCK, "luck", "helped by chance")                                                         \
    X(P, HARD, "hard", "was hard in the handling")                                                 \
    X(P, RISK, "risk", "a risk seen, met this time or not")                                        \
    X(P, FINDING, "finding", "found on the way, without any tie to this incident")                 \
    X(P, CORRECTION, "correction", "the timeline is to be corrected")                              \
    X(P, OTHER, "other", "anything else")

#define REVIEW_GROUND_WORDS(X, P)                                                                  \
    X(P, PERSON, "person", "asked somebody")                                                       \
    X(P, GRAPH, "graph", "a graph or number")                                                      \
    X(P, TEST, "test", "a test or dry run")                                                        \
    X(P, PAGE, "page", "a page or runbook")                                                        \
    X(P, LOG, "log", "a log or record")                                                            \
    X(P, CASE, "past-case", "an earlier case")

#define REVIEW_CONSENT_WORDS(X, P)                                                                 \
    X(P, ASKED, "asked", "asked, no answer yet")                                                   \
    X(P, GIVEN, "given", "may be quoted")                                                          \
    X(P, REFUSED, "refused", "must not be quoted")

#define REVIEW_ASKING_WORDS(X, P)                                                                  \
    X(P, QUEUED, "queued", "to be asked")                                                          \
    X(P, ASKED, "asked", "asked, no answer noted yet")                                             \
    X(P, ANSWERED, "answered", "answered")                                                         \
    X(P, SKIPPED, "skipped", "passed over")                                                        \
    X(P, RECALLED, "recalled", "to be asked again")

#define REVIEW_IDEA_WORDS(X, P)                                                                    \
    X(P, RAISED, "raised", "raised")                                                               \
    X(P, TESTED, "tested", "tried against data")                                                   \
    X(P, KEPT, "kept", "kept")                                                                     \
    X(P, DROPPED, "dropped", "given up")

/* What the graph of conditions says in the same words (causes/words.h). */
#define REVIEW_OUTCOME_WORDS(X, P)        CAUSES_OUTCOME_WORDS(X, P)
#define REVIEW_CATEGORY_WORDS(X, P)       CAUSES_CATEGORY_WORDS(X, P)
#define REVIEW_ROLE_OF_FACTOR_WORDS(X, P) CAUSES_PART_WORDS(X, P)
#define REVIEW_YESNO_WORDS(X, P)          CAUSES_WAS_WORDS(X, P)
#define REVIEW_EFFECT_WORDS(X, P)         CAUSES_EFFECT_WORDS(X, P)
#define REVIEW_FORM_WORDS(X, P)           CAUSES_FORM_WORDS(X, P)
#define REVIEW_BARRIER_WORDS(X, P)        CAUSES_BARRIER_WORDS(X, P)
#define REVIEW_REASON_FOR_WORDS(X, P)     CAUSES_REASON_WORDS(X, P)
#define REVIEW_ANSWER_WORDS(X, P)         CAUSES_ANSWER_WORDS(X, P)

#define REVIEW_ITEM_STATE_WORDS(X, P)                                                              \
    X(P, IDEA, "idea", "as it came up")                                                            \
    X(P, SHAPED, "shaped", "made concrete")                                                        \
    X(P, ACCEPTED, "accepted", "will be done; all fields are there")                               \
    X(P, DECLINED, "declined", "will not be done, and why")                                        \
    X(P, WAITING, "waiting", "for something, until a date")                                        \
    X(P, DONE, "done", "done; not yet seen to work")                                               \
    X(P, VERIFIED, "verified", "seen to work")                                                     \
    X(P, NOT_EFFECTIVE, "not-effective", "looked at, and it does not help")                        \
    X(P, SUPERSEDED, "superseded", "another item took its place")                                  \
    X(P, RETIRED, "retired", "no longer needed")

#define REVIEW_TYPE_OF_ITEM_WORDS(X, P)                                                            \
    X(P, PREVENT, "prevent", "make it less likely")                                                \
    X(P, DETECT, "detect", "notice it sooner")                                                     \
    X(P, MITIGATE, "mitigate", "make it milder")                                                   \
    X(P, RESPOND, "respond", "be better prepared to respond")                                      \
    X(P, LEARN, "learn", "understand more")                                                        \
    X(P, REPAIR, "repair", "clean up after this incident")

#define REVIEW_HELP_WORDS(X, P)                                                                    \
    X(P, GUARDRAIL, "guardrail", "a guardrail")                                                    \
    X(P, TOOL, "tool", "a tool")                                                                   \
    X(P, RESOURCE, "resource", "people, time, knowledge, capacity")

#define REVIEW_STRENGTH_WORDS(X, P)                                                                \
    X(P, WEAK, "weak", "asks people to remember: text, warning, training, one more screen")        \
    X(P, MEDIUM, "medium", "helps people: redundancy, canary, drill, checklist in the tool")       \
    X(P, STRONG, "strong", "changes the system: removed, interlocked, isolated, automatic stop")

#define REVIEW_RESULT_WORDS(X, P)                                                                  \
    X(P, EFFECTIVE, "effective", "it works")                                                       \
    X(P, PARTLY, "partly", "it works in part")                                                     \
    X(P, NOT, "not", "it does not help")                                                           \
    X(P, CANNOT_TELL, "cannot-tell", "cannot be told yet")

#define REVIEW_PROOF_WORDS(X, P)                                                                   \
    X(P, MERGED, "merged", "it is in place")                                                       \
    X(P, EXERCISED, "exercised", "tried in a test, a drill, by an injected fault")                 \
    X(P, SEEN, "seen", "held in real use")                                                         \
    X(P, MEASURED, "measured", "measured over a set time")

#define REVIEW_COVER_WORDS(X, P)                                                                   \
    X(P, OPEN, "open", "not talked about yet")                                                     \
    X(P, DISCUSSED, "discussed", "talked about")                                                   \
    X(P, NOTHING, "nothing-found", "talked about; nothing was found")

#define REVIEW_DISPOSITION_WORDS(X, P)                                                             \
    X(P, OPEN, "open", "not settled")                                                              \
    X(P, CLOCK, "clock", "explained by a clock")                                                   \
    X(P, VIEWPOINT, "viewpoint", "different viewpoints, both true")                                \
    X(P, WITHDRAWN, "withdrawn", "one was withdrawn by its holder")                                \
    X(P, UNRESOLVED, "unresolved", "looked at, and stays so")

#define REVIEW_FIGURE_WORDS(X, P)                                                                  \
    X(P, MEASURED, "measured", "measured")                                                         \
    X(P, ESTIMATED, "estimated", "estimated")

#define REVIEW_CURRENT_WORDS(X, P)                                                                 \
    X(P, CURRENT, "current", "text and system agreed")                                             \
    X(P, PARTLY, "partly", "in part out of date")                                                  \
    X(P, OUTDATED, "outdated", "out of date")                                                      \
    X(P, MISSING, "missing", "looked for, not there")

#define REVIEW_MEETING_WORDS(X, P)                                                                 \
    X(P, INTERVIEW, "interview", "one to one")                                                     \
    X(P, DISCUSSION, "discussion", "walk the timeline forwards together")                          \
    X(P, REMEDIATION, "remediation", "shape and decide; on another day")                           \
    X(P, READING, "reading", "read the report together")

/* name, prefix of the enumerators: `enum review_NAME_word { REVIEW_NAME_NONE, REVIEW_PREFIX_... }`
 */
#define REVIEW_VOCABULARIES(X)                                                                     \
    X(sort, SORT)                                                                                  \
    X(reason, REASON)                                                                              \
    X(stage, STAGE)                                                                                \
    X(status, STATUS)                                                                              \
    X(circle, CIRCLE)                                                                              \
    X(naming, NAMING)                                                                              \
    X(part, PART)                                                                                  \
    X(account, ACCOUNT)                                                                            \
    X(presence, PRESENCE)                                                                          \
    X(event, EVENT)                                                                                \
    X(timetype, TIMETYPE)                                                                          \
    X(certainty, CERTAINTY)                                                                        \
    X(backing, BACKING)                                                                            \
    X(area, AREA)                                                                                  \
    X(audience, AUDIENCE)                                                                          \
    X(code, CODE)                                                                                  \
    X(ground, GROUND)                                                                              \
    X(consent, CONSENT)                                                                            \
    X(asking, ASKING)                                                                              \
    X(idea, IDEA)                                                                                  \
    X(outcome, OUTCOME)                                                                            \
    X(category, CATEGORY)                                                                          \
    X(role_of_factor, ROLE_OF_FACTOR)                                                              \
    X(yesno, YESNO)                                                                                \
    X(item_state, ITEM_STATE)                                                                      \
    X(type_of_item, TYPE_OF_ITEM)                                                                  \
    X(help, HELP)                                                                                  \
    X(strength, STRENGTH)                                                                          \
    X(effect, EFFECT)                                                                              \
    X(result, RESULT)                                                                              \
    X(proof, PROOF)                                                                                \
    X(cover, COVER)                                                                                \
    X(disposition, DISPOSITION)                                                                    \
    X(figure, FIGURE)                                                                              \
    X(current, CURRENT)                                                                            \
    X(meeting, MEETING)                                                                            \
    X(form, FORM)                                                                                  \
    X(barrier, BARRIER)                                                                            \
    X(reason_for, REASON_FOR)                                                                      \
    X(answer, ANSWER)

#define REVIEW_DECLARE(name, PREFIX) extern const struct vocabulary review_words_##name;
REVIEW_VOCABULARIES(REVIEW_DECLARE)
#undef REVIEW_DECLARE

/* The enumerators: REVIEW_STAGE_COLLECT, REVIEW_EVENT_IMPACT_START, ... */
#define REVIEW_ENUMERATOR(P, name, word, meaning) REVIEW_##P##_##name,
#define REVIEW_ENUMERATION(name, PREFIX)                                                           \
    enum review_##name##_word{REVIEW_##PREFIX##_NONE,                                              \
                              REVIEW_##PREFIX##_WORDS(REVIEW_ENUMERATOR, PREFIX)                   \
                                  REVIEW_##PREFIX##_COUNT};
REVIEW_VOCABULARIES(REVIEW_ENUMERATION)
#undef REVIEW_ENUMERATION
#undef REVIEW_ENUMERATOR

/* One key for a note-taker who writes while people talk: "s" saw, "!" surprise, "x" improvised
 * tool. 0 when it stands for no sort of statement. */
uint8_t review_code_of_key(struct span typed);

#endif
