/*
 * The vocabulary of a review: every field that takes one of a few words, with what each word means.
 *
 * One list gives the enumeration, the word that is stored and typed, and the line that help and
 * pages show. 0 always means "not stated". Lists grow at their end only: the words are what is
 * stored, so a word is never renamed.
 */
#ifndef REVIEW_WORDS_H
#define REVIEW_WORDS_H

#include "base/base.h"

/* name of the enumerator, word, meaning */
#define REVIEW_SORT_WORDS(X)                                                                       \
    X(INCIDENT, "incident", "users were affected, or data, or a promise")                          \
    X(NEAR_MISS, "near-miss", "it nearly happened")                                                \
    X(SURPRISE, "surprise", "no harm, but nobody expected it")                                     \
    X(DRILL, "drill", "made on purpose, to learn")

#define REVIEW_REASON_WORDS(X)                                                                     \
    X(USERS, "users", "users lost something they could see")                                       \
    X(DATA, "data", "data was lost or wrong")                                                      \
    X(STEPPED_IN, "stepped-in", "a person had to step in")                                         \
    X(LONG, "long", "it lasted beyond the set time")                                               \
    X(UNSEEN, "unseen", "monitoring did not show it")                                              \
    X(FALSE_ALARM, "false-alarm", "people responded although nothing was wrong")                   \
    X(ASKED, "asked", "somebody asked for a review")                                               \
    X(ODD, "odd", "a near miss or a surprise")

#define REVIEW_STAGE_WORDS(X)                                                                      \
    X(COLLECT, "collect", "save the evidence before it goes away")                                 \
    X(TIMELINE, "timeline", "from evidence to one order of events, doubt kept")                    \
    X(DISCUSS, "discuss", "what it was like for those who were there")                             \
    X(CAUSES, "causes", "which conditions had to come together")                                   \
    X(REMEDIATE, "remediate", "what to do, and what to decline openly")                            \
    X(PUBLISH, "publish", "one report for several depths of reading")                              \
    X(FOLLOW_UP, "follow-up", "until each item is seen to work")

#define REVIEW_STATUS_WORDS(X)                                                                     \
    X(OPEN, "open", "being worked on")                                                             \
    X(PUBLISHED, "published", "the report is out")                                                 \
    X(CLOSED, "closed", "every item is verified, declined or retired")                             \
    X(REOPENED, "reopened", "something new came up after publication")                             \
    X(HANDED_OVER, "handed-over", "a matter for somewhere else; no content is kept here")

#define REVIEW_CIRCLE_WORDS(X)                                                                     \
    X(PRIVATE, "private", "those who take part in the review")                                     \
    X(TEAM, "team", "the team")                                                                    \
    X(COMPANY, "company", "everybody in the company")                                              \
    X(PUBLIC, "public", "everybody")

#define REVIEW_NAMING_WORDS(X)                                                                     \
    X(ROLES, "roles", "documents print roles alone")                                               \
    X(CHOSEN, "chosen", "names of those who chose to be named, else roles")                        \
    X(NAMES, "names", "documents print names")

#define REVIEW_PART_WORDS(X)                                                                       \
    X(OWNER, "owner", "drives the review to its end")                                              \
    X(FACILITATOR, "facilitator", "asks the questions; was not involved")                          \
    X(NOTE_TAKER, "note-taker", "writes down what is said; another person than the facilitator")   \
    X(PARTICIPANT, "participant", "was there, or knows the system")                                \
    X(READER, "reader", "may read along")

#define REVIEW_ACCOUNT_WORDS(X)                                                                    \
    X(ASKED, "asked", "a first account was asked for")                                             \
    X(GIVEN, "given", "the first account is in")                                                   \
    X(PASSED, "passed", "chose not to write one")

#define REVIEW_PRESENCE_WORDS(X)                                                                   \
    X(PRESENT, "present", "it is here")                                                            \
    X(WANTED, "wanted", "it exists and is still to be had")                                        \
    X(GONE, "gone", "it is not available; the reason is given")

#define REVIEW_EVENT_WORDS(X)                                                                      \
    X(STATE, "state", "a standing condition")                                                      \
    X(CHANGE_DEPLOY, "change.deploy", "code rolled out")                                           \
    X(CHANGE_CONFIG, "change.config", "configuration or flag changed")                             \
    X(CHANGE_DATA, "change.data", "schema or data changed")                                        \
    X(CHANGE_INFRA, "change.infra", "hosts, network, capacity, certificates, access")              \
    X(CHANGE_LOAD, "change.load", "use or traffic changed")                                        \
    X(CHANGE_VENDOR, "change.vendor", "something outside changed")                                 \
    X(CHANGE_CODE, "change.code", "code merged, not yet rolled out")                               \
    X(TRIGGER, "trigger", "the moment that woke standing conditions")                              \
    X(FAULT, "fault", "first abnormal state inside, before anybody is hurt")                       \
    X(SIGNAL, "signal", "first trace that exists anywhere, seen or not")                           \
    X(IMPACT_START, "impact.start", "users begin to be affected")                                  \
    X(IMPACT_CHANGE, "impact.change", "users are affected more, or less")                          \
    X(IMPACT_END, "impact.end", "users are no longer affected")                                    \
    X(ALERT, "alert", "a monitor fired")                                                           \
    X(ALERT_END, "alert.end", "a monitor went quiet again")                                        \
    X(SILENT, "silent", "a monitor stayed quiet although its stated rule was met")                 \
    X(REPORT, "report", "a user, partner or colleague told of it")                                 \
    X(DETECT, "detect", "first treated as trouble")                                                \
    X(ACK, "ack", "somebody took it up")                                                           \
    X(DECLARE, "declare", "named an incident")                                                     \
    X(SEVERITY, "severity", "the level changed")                                                   \
    X(PAGE, "page", "help was asked for")                                                          \
    X(JOIN, "join", "somebody started to take part")                                               \
    X(LEAVE, "leave", "somebody stopped taking part")                                              \
    X(ROLE, "role", "a leading, writing or talking role was taken")                                \
    X(HANDOVER, "handover", "work was passed on")                                                  \
    X(OBSERVE, "observe", "somebody looked at data and noticed something")                         \
    X(HYPO_RAISE, "hypo.raise", "an idea about what is going on")                                  \
    X(HYPO_TEST, "hypo.test", "an idea was tried against data")                                    \
    X(HYPO_KEEP, "hypo.keep", "an idea was kept")                                                  \
    X(HYPO_DROP, "hypo.drop", "an idea was given up")                                              \
    X(DECIDE, "decide", "a choice between options")                                                \
    X(ACT_LOOK, "act.look", "an action to learn more")                                             \
    X(ACT_LIMIT, "act.limit", "an action to reduce harm")                                          \
    X(ACT_FIX, "act.fix", "an action to repair")                                                   \
    X(ACT_UNDO, "act.undo", "an action to roll back")                                              \
    X(EFFECT, "effect", "what followed from an action")                                            \
    X(IMPROV, "improv", "an improvised tool, path or permission")                                  \
    X(BLOCK, "block", "waiting for access, data, a person, a build")                               \
    X(RESTART, "restart", "a process started again")                                               \
    X(COMM_INT, "comm.int", "responders were told")                                                \
    X(COMM_SUPPORT, "comm.support", "support was told")                                            \
    X(COMM_STATUS, "comm.status", "the public page was changed")                                   \
    X(COMM_CUST, "comm.cust", "customers were told directly")                                      \
    X(COMM_MGMT, "comm.mgmt", "management was told")                                               \
    X(COMM_VENDOR, "comm.vendor", "a supplier was told")                                           \
    X(MITIGATED, "mitigated", "harm is below the agreed level")                                    \
    X(RECOVER, "recover", "a part returned to normal")                                             \
    X(RESOLVED, "resolved", "normal state, no special handling left")                              \
    X(REOPEN, "reopen", "it came back")                                                            \
    X(CLEAR, "clear", "people stood down")                                                         \
    X(CAPTURE, "capture", "evidence was saved")                                                    \
    X(NOTE, "note", "anything else")

#define REVIEW_TIMETYPE_WORDS(X)                                                                   \
    X(EVENT, "event", "when it happened")                                                          \
    X(RECORD, "record", "when it was written down by a machine")                                   \
    X(INGEST, "ingest", "when it reached the log store")                                           \
    X(OBSERVED, "observed", "when somebody looked")                                                \
    X(REPORTED, "reported", "as told from memory")

#define REVIEW_CERTAINTY_WORDS(X)                                                                  \
    X(OBSERVATION, "observation", "a trace that anyone can look at")                               \
    X(TESTIMONY, "testimony", "told at first hand")                                                \
    X(HEARSAY, "hearsay", "told by somebody else")                                                 \
    X(INFERENCE, "inference", "concluded from the above; names its premises")                      \
    X(HYPOTHESIS, "hypothesis", "an idea at the time")                                             \
    X(JUDGEMENT, "judgement", "an evaluation; belongs to the analysis")

#define REVIEW_BACKING_WORDS(X)                                                                    \
    X(CONFIRMED, "confirmed", "another, independent source says so too")                           \
    X(SINGLE, "single", "one source")                                                              \
    X(DISPUTED, "disputed", "accounts differ")

#define REVIEW_AREA_WORDS(X)                                                                       \
    X(DETECTION, "detection", "detecting the issue fast enough")                                   \
    X(IMPACT, "impact", "assessing impact and priority")                                           \
    X(NOTIFICATION, "notification", "telling customers, users, support")                           \
    X(COORDINATION, "coordination", "coordinating work")                                           \
    X(TOOLS, "tools", "data, tools and visibility to find and solve it")                           \
    X(METRICS, "metrics", "metrics and reporting")                                                 \
    X(DOCUMENTATION, "documentation", "documentation")

#define REVIEW_AUDIENCE_WORDS(X)                                                                   \
    X(RESPONDERS, "responders", "those at work on it")                                             \
    X(SUPPORT, "support", "support")                                                               \
    X(USERS, "users", "everybody who uses the service")                                            \
    X(CUSTOMERS, "customers", "customers, directly")                                               \
    X(MANAGEMENT, "management", "management")                                                      \
    X(SUPPLIERS, "suppliers", "suppliers")

#define REVIEW_CODE_WORDS(X)                                                                       \
    X(SAW, "saw", "saw or heard")                                                                  \
    X(THOUGHT, "thought", "made of it")                                                            \
    X(WANTED, "wanted", "goal at that moment")                                                     \
    X(DID, "did", "did")                                                                           \
    X(KNEW, "knew", "knew")                                                                        \
    X(ASSUME, "assume", "took to be true")                                                         \
    X(INTENT, "intent", "purpose of an action")                                                    \
    X(CONF, "conf", "source of confidence")                                                        \
    X(TOOL, "tool", "tool that was improvised")                                                    \
    X(DATA, "data", "data looked at for confirmation")                                             \
    X(PREF, "pref", "one tool or way chosen over another")                                         \
    X(SURPRISE, "surprise", "was not expected")                                                    \
    X(WISH, "wish", "information wanted earlier")                                                  \
    X(LEARNED, "learned", "new to those in the room")                                              \
    X(BELIEF, "belief", "a belief that was corrected")                                             \
    X(OPEN, "open", "a question nobody could answer yet")                                          \
    X(WELL, "well", "went well")                                                                   \
    X(LUCK, "luck", "helped by chance")                                                            \
    X(HARD, "hard", "was hard in the handling")                                                    \
    X(RISK, "risk", "a risk seen, met this time or not")                                           \
    X(FINDING, "finding", "found on the way, without any tie to this incident")                    \
    X(CORRECTION, "correction", "the timeline is to be corrected")                                 \
    X(OTHER, "other", "anything else")

#define REVIEW_GROUND_WORDS(X)                                                                     \
    X(PERSON, "person", "asked somebody")                                                          \
    X(GRAPH, "graph", "a graph or number")                                                         \
    X(TEST, "test", "a test or dry run")                                                           \
    X(PAGE, "page", "a page or runbook")                                                           \
    X(LOG, "log", "a log or record")                                                               \
    X(CASE, "past-case", "an earlier case")

#define REVIEW_CONSENT_WORDS(X)                                                                    \
    X(ASKED, "asked", "asked, no answer yet")                                                      \
    X(GIVEN, "given", "may be quoted")                                                             \
    X(REFUSED, "refused", "must not be quoted")

#define REVIEW_ASKING_WORDS(X)                                                                     \
    X(QUEUED, "queued", "to be asked")                                                             \
    X(ASKED, "asked", "asked, no answer noted yet")                                                \
    X(ANSWERED, "answered", "answered")                                                            \
    X(SKIPPED, "skipped", "passed over")                                                           \
    X(RECALLED, "recalled", "to be asked again")

#define REVIEW_IDEA_WORDS(X)                                                                       \
    X(RAISED, "raised", "raised")                                                                  \
    X(TESTED, "tested", "tried against data")                                                      \
    X(KEPT, "kept", "kept")                                                                        \
    X(DROPPED, "dropped", "given up")

#define REVIEW_OUTCOME_WORDS(X)                                                                    \
    X(ONSET, "onset", "that it started")                                                           \
    X(SPREAD, "spread", "how many were hit")                                                       \
    X(LENGTH, "length", "how long it took")                                                        \
    X(DEPTH, "depth", "how badly")                                                                 \
    X(HANDLING, "handling", "what made it hard to handle")

#define REVIEW_CATEGORY_WORDS(X)                                                                   \
    X(TECHNICAL, "technical", "defect, limit, default, coupling, dependency")                      \
    X(PROCESS, "process", "rollout, review, test data, handover, on-call load")                    \
    X(ORGANISATION, "organisation", "staffing, ownership, goals, deadlines, contracts")            \
    X(INFORMATION, "information", "missing, stale, misleading or buried signal")                   \
    X(WORKPLACE, "workplace", "permissions, interfaces, improvised scripts")                       \
    X(ENVIRONMENT, "environment", "supplier, network, load, season, attack, law")                  \
    X(CONDITIONS, "conditions", "fatigue, workload, interruption, first time")                     \
    X(CHANCE, "chance", "what made it milder, or worse, by chance")

#define REVIEW_ROLE_OF_FACTOR_WORDS(X)                                                             \
    X(LATENT, "latent", "stood beforehand, harmless alone")                                        \
    X(TRIGGER, "trigger", "woke it; often small and ordinary")                                     \
    X(MITIGATOR, "mitigator", "made it shorter or milder")

#define REVIEW_YESNO_WORDS(X)                                                                      \
    X(YES, "yes", "yes")                                                                           \
    X(NO, "no", "no")                                                                              \
    X(UNKNOWN, "unknown", "not known")

#define REVIEW_ITEM_STATE_WORDS(X)                                                                 \
    X(IDEA, "idea", "as it came up")                                                               \
    X(SHAPED, "shaped", "made concrete")                                                           \
    X(ACCEPTED, "accepted", "will be done; all fields are there")                                  \
    X(DECLINED, "declined", "will not be done, and why")                                           \
    X(WAITING, "waiting", "for something, until a date")                                           \
    X(DONE, "done", "done; not yet seen to work")                                                  \
    X(VERIFIED, "verified", "seen to work")                                                        \
    X(NOT_EFFECTIVE, "not-effective", "looked at, and it does not help")                           \
    X(SUPERSEDED, "superseded", "another item took its place")                                     \
    X(RETIRED, "retired", "no longer needed")

#define REVIEW_TYPE_OF_ITEM_WORDS(X)                                                               \
    X(PREVENT, "prevent", "make it less likely")                                                   \
    X(DETECT, "detect", "notice it sooner")                                                        \
    X(MITIGATE, "mitigate", "make it milder")                                                      \
    X(RESPOND, "respond", "be better prepared to respond")                                         \
    X(LEARN, "learn", "understand more")                                                           \
    X(REPAIR, "repair", "clean up after this incident")

#define REVIEW_HELP_WORDS(X)                                                                       \
    X(GUARDRAIL, "guardrail", "a guardrail")                                                       \
    X(TOOL, "tool", "a tool")                                                                      \
    X(RESOURCE, "resource", "people, time, knowledge, capacity")

#define REVIEW_STRENGTH_WORDS(X)                                                                   \
    X(WEAK, "weak", "asks people to remember: text, warning, training, one more screen")           \
    X(MEDIUM, "medium", "helps people: redundancy, canary, drill, checklist in the tool")          \
    X(STRONG, "strong", "changes the system: removed, interlocked, isolated, automatic stop")

#define REVIEW_EFFECT_WORDS(X)                                                                     \
    X(REMOVES, "removes", "removes the condition")                                                 \
    X(WEAKENS, "weakens", "weakens the condition")                                                 \
    X(DETECTS, "detects", "shows the condition")                                                   \
    X(LIMITS, "limits", "limits what follows")                                                     \
    X(PREPARES, "prepares", "prepares people")

#define REVIEW_RESULT_WORDS(X)                                                                     \
    X(EFFECTIVE, "effective", "it works")                                                          \
    X(PARTLY, "partly", "it works in part")                                                        \
    X(NOT, "not", "it does not help")                                                              \
    X(CANNOT_TELL, "cannot-tell", "cannot be told yet")

#define REVIEW_PROOF_WORDS(X)                                                                      \
    X(MERGED, "merged", "it is in place")                                                          \
    X(EXERCISED, "exercised", "tried in a test, a drill, by an injected fault")                    \
    X(SEEN, "seen", "held in real use")                                                            \
    X(MEASURED, "measured", "measured over a set time")

#define REVIEW_COVER_WORDS(X)                                                                      \
    X(OPEN, "open", "not talked about yet")                                                        \
    X(DISCUSSED, "discussed", "talked about")                                                      \
    X(NOTHING, "nothing-found", "talked about; nothing was found")

#define REVIEW_DISPOSITION_WORDS(X)                                                                \
    X(OPEN, "open", "not settled")                                                                 \
    X(CLOCK, "clock", "explained by a clock")                                                      \
    X(VIEWPOINT, "viewpoint", "different viewpoints, both true")                                   \
    X(WITHDRAWN, "withdrawn", "one was withdrawn by its holder")                                   \
    X(UNRESOLVED, "unresolved", "looked at, and stays so")

#define REVIEW_FIGURE_WORDS(X)                                                                     \
    X(MEASURED, "measured", "measured")                                                            \
    X(ESTIMATED, "estimated", "estimated")

#define REVIEW_CURRENT_WORDS(X)                                                                    \
    X(CURRENT, "current", "text and system agreed")                                                \
    X(PARTLY, "partly", "in part out of date")                                                     \
    X(OUTDATED, "outdated", "out of date")                                                         \
    X(MISSING, "missing", "looked for, not there")

#define REVIEW_MEETING_WORDS(X)                                                                    \
    X(INTERVIEW, "interview", "one to one")                                                        \
    X(DISCUSSION, "discussion", "walk the timeline forwards together")                             \
    X(REMEDIATION, "remediation", "shape and decide; on another day")                              \
    X(READING, "reading", "read the report together")

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
    X(meeting, MEETING)

struct review_word {
    const char *word, *meaning;
};

/* A vocabulary: words[0] is { "", "not stated" }. */
struct review_words {
    const char *name;
    const struct review_word *words;
    size_t count;
};

#define REVIEW_DECLARE(name, PREFIX) extern const struct review_words review_words_##name;
REVIEW_VOCABULARIES(REVIEW_DECLARE)
#undef REVIEW_DECLARE

/* The enumerators: REVIEW_STAGE_COLLECT, REVIEW_EVENT_IMPACT_START, ... */
#define X(name, word, meaning) REVIEW_SORT_##name,
enum review_sort_word { REVIEW_SORT_NONE, REVIEW_SORT_WORDS(X) REVIEW_SORT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_REASON_##name,
enum review_reason_word { REVIEW_REASON_NONE, REVIEW_REASON_WORDS(X) REVIEW_REASON_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_STAGE_##name,
enum review_stage_word { REVIEW_STAGE_NONE, REVIEW_STAGE_WORDS(X) REVIEW_STAGE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_STATUS_##name,
enum review_status_word { REVIEW_STATUS_NONE, REVIEW_STATUS_WORDS(X) REVIEW_STATUS_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CIRCLE_##name,
enum review_circle_word { REVIEW_CIRCLE_NONE, REVIEW_CIRCLE_WORDS(X) REVIEW_CIRCLE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_NAMING_##name,
enum review_naming_word { REVIEW_NAMING_NONE, REVIEW_NAMING_WORDS(X) REVIEW_NAMING_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_PART_##name,
enum review_part_word { REVIEW_PART_NONE, REVIEW_PART_WORDS(X) REVIEW_PART_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_ACCOUNT_##name,
enum review_account_word { REVIEW_ACCOUNT_NONE, REVIEW_ACCOUNT_WORDS(X) REVIEW_ACCOUNT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_PRESENCE_##name,
enum review_presence_word { REVIEW_PRESENCE_NONE, REVIEW_PRESENCE_WORDS(X) REVIEW_PRESENCE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_EVENT_##name,
enum review_event_word { REVIEW_EVENT_NONE, REVIEW_EVENT_WORDS(X) REVIEW_EVENT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_TIMETYPE_##name,
enum review_timetype_word { REVIEW_TIMETYPE_NONE, REVIEW_TIMETYPE_WORDS(X) REVIEW_TIMETYPE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CERTAINTY_##name,
enum review_certainty_word {
    REVIEW_CERTAINTY_NONE,
    REVIEW_CERTAINTY_WORDS(X) REVIEW_CERTAINTY_COUNT
};
#undef X
#define X(name, word, meaning) REVIEW_BACKING_##name,
enum review_backing_word { REVIEW_BACKING_NONE, REVIEW_BACKING_WORDS(X) REVIEW_BACKING_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_AREA_##name,
enum review_area_word { REVIEW_AREA_NONE, REVIEW_AREA_WORDS(X) REVIEW_AREA_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_AUDIENCE_##name,
enum review_audience_word { REVIEW_AUDIENCE_NONE, REVIEW_AUDIENCE_WORDS(X) REVIEW_AUDIENCE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CODE_##name,
enum review_code_word { REVIEW_CODE_NONE, REVIEW_CODE_WORDS(X) REVIEW_CODE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_GROUND_##name,
enum review_ground_word { REVIEW_GROUND_NONE, REVIEW_GROUND_WORDS(X) REVIEW_GROUND_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CONSENT_##name,
enum review_consent_word { REVIEW_CONSENT_NONE, REVIEW_CONSENT_WORDS(X) REVIEW_CONSENT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_ASKING_##name,
enum review_asking_word { REVIEW_ASKING_NONE, REVIEW_ASKING_WORDS(X) REVIEW_ASKING_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_IDEA_##name,
enum review_idea_word { REVIEW_IDEA_NONE, REVIEW_IDEA_WORDS(X) REVIEW_IDEA_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_OUTCOME_##name,
enum review_outcome_word { REVIEW_OUTCOME_NONE, REVIEW_OUTCOME_WORDS(X) REVIEW_OUTCOME_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CATEGORY_##name,
enum review_category_word { REVIEW_CATEGORY_NONE, REVIEW_CATEGORY_WORDS(X) REVIEW_CATEGORY_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_ROLE_OF_FACTOR_##name,
enum review_role_of_factor_word {
    REVIEW_ROLE_OF_FACTOR_NONE,
    REVIEW_ROLE_OF_FACTOR_WORDS(X) REVIEW_ROLE_OF_FACTOR_COUNT
};
#undef X
#define X(name, word, meaning) REVIEW_YESNO_##name,
enum review_yesno_word { REVIEW_YESNO_NONE, REVIEW_YESNO_WORDS(X) REVIEW_YESNO_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_ITEM_STATE_##name,
enum review_item_state_word {
    REVIEW_ITEM_STATE_NONE,
    REVIEW_ITEM_STATE_WORDS(X) REVIEW_ITEM_STATE_COUNT
};
#undef X
#define X(name, word, meaning) REVIEW_TYPE_OF_ITEM_##name,
enum review_type_of_item_word {
    REVIEW_TYPE_OF_ITEM_NONE,
    REVIEW_TYPE_OF_ITEM_WORDS(X) REVIEW_TYPE_OF_ITEM_COUNT
};
#undef X
#define X(name, word, meaning) REVIEW_HELP_##name,
enum review_help_word { REVIEW_HELP_NONE, REVIEW_HELP_WORDS(X) REVIEW_HELP_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_STRENGTH_##name,
enum review_strength_word { REVIEW_STRENGTH_NONE, REVIEW_STRENGTH_WORDS(X) REVIEW_STRENGTH_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_EFFECT_##name,
enum review_effect_word { REVIEW_EFFECT_NONE, REVIEW_EFFECT_WORDS(X) REVIEW_EFFECT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_RESULT_##name,
enum review_result_word { REVIEW_RESULT_NONE, REVIEW_RESULT_WORDS(X) REVIEW_RESULT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_PROOF_##name,
enum review_proof_word { REVIEW_PROOF_NONE, REVIEW_PROOF_WORDS(X) REVIEW_PROOF_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_COVER_##name,
enum review_cover_word { REVIEW_COVER_NONE, REVIEW_COVER_WORDS(X) REVIEW_COVER_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_DISPOSITION_##name,
enum review_disposition_word {
    REVIEW_DISPOSITION_NONE,
    REVIEW_DISPOSITION_WORDS(X) REVIEW_DISPOSITION_COUNT
};
#undef X
#define X(name, word, meaning) REVIEW_FIGURE_##name,
enum review_figure_word { REVIEW_FIGURE_NONE, REVIEW_FIGURE_WORDS(X) REVIEW_FIGURE_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_CURRENT_##name,
enum review_current_word { REVIEW_CURRENT_NONE, REVIEW_CURRENT_WORDS(X) REVIEW_CURRENT_COUNT };
#undef X
#define X(name, word, meaning) REVIEW_MEETING_##name,
enum review_meeting_word { REVIEW_MEETING_NONE, REVIEW_MEETING_WORDS(X) REVIEW_MEETING_COUNT };
#undef X

/* The word of a number, "" for 0; never NULL. */
const char *review_word(const struct review_words *words, unsigned number);
/* BAD_INPUT names the words there are, the nearest first. An empty span is 0. */
enum status review_word_read(const struct review_words *words, struct span word, uint8_t *ret,
                             struct error *error);
/* What the guide says about a word. */
const char *review_meaning(const struct review_words *words, unsigned number);

/* One key for a note-taker who writes while people talk: "s" saw, "!" surprise, "x" improvised
 * tool. 0 when it stands for no sort of statement. */
uint8_t review_code_of_key(struct span typed);

#endif
