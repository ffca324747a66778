/*
 * What a review is made of: entries of sixteen kinds, each with its fields.
 *
 * One table per kind gives the C struct, the canonical JSON that the store keeps and hashes, the
 * options of the command line, the form in an editor, the columns of CSV and the search index. A
 * new field is one line here. Fields are never renamed and never change their type; a field that is
 * not stated takes no place in the JSON.
 *
 * An entry is named within its review by a letter and a number (E12); the entry PM0 is the review
 * itself. Numbers are given out once and never again. A role is an alias such as "on-call
 * engineer": documents print roles, and names only where the review's name policy says so.
 */
#ifndef REVIEW_RECORD_H
#define REVIEW_RECORD_H

#include "review/words.h"
#include "timeline/timeline.h"

/* ---- kinds ---- */

/* NAME, name, plural, letter, what it is */
#define REVIEW_KINDS(X)                                                                            \
    X(REVIEW, review, reviews, "PM", "the review itself")                                          \
    X(PERSON, person, people, "P", "somebody who takes part, by role")                             \
    X(EXHIBIT, exhibit, exhibits, "X", "evidence that the review rests on, or misses")             \
    X(EVENT, event, events, "E", "something that happened")                                        \
    X(STATEMENT, statement, statements, "T", "something that somebody said, saw, assumed, learnt") \
    X(QUESTION, question, questions, "Q", "a question for the meeting")                            \
    X(HYPOTHESIS, hypothesis, hypotheses, "H", "an idea of what was going on")                     \
    X(FACTOR, factor, factors, "F", "a condition that took part")                                  \
    X(ITEM, item, items, "I", "something to be done, or declined")                                 \
    X(AREA, area, areas, "A", "one of the seven areas to look for improvement")                    \
    X(CONFLICT, conflict, conflicts, "C", "accounts that differ")                                  \
    X(MEASURE, measure, measures, "N", "a number of the report, with its source")                  \
    X(DOCUMENT, document, documents, "D", "a page that was opened during the incident")            \
    X(MEETING, meeting, meetings, "M", "a meeting of the review")                                  \
    X(WAY, way, ways, "W", "a way in which conditions brought something about")                    \
    X(SUPPOSITION, supposition, suppositions, "U",                                                 \
      "an answer when a condition was supposed away, or a way supposed whole")

enum review_kind {
#define X(NAME, name, plural, letter, help) REVIEW_KIND_##NAME,
    REVIEW_KINDS(X)
#undef X
        REVIEW_KIND_COUNT
};
#define REVIEW_MASK(NAME) (1u << REVIEW_KIND_##NAME)
#define REVIEW_MASK_ANY   ((1u << REVIEW_KIND_COUNT) - 1)

struct review_id {
    uint32_t kind; /* enum review_kind */
    uint32_t number;
};

/* ---- types of fields ---- */

/* A time as people write it (the notation of review/when.h) and what it means. */
struct review_time {
    const char *raw;    /* as written, kept for ever; NULL: not stated */
    struct interval at; /* INTERVAL_NONE for "?" and for relative times until review_settle */
    bool relative;      /* "E12+3m~1m", "E12..E15": settled against other events */
    bool approximate;   /* "~" or "%" */
    bool doubtful;      /* "?" or "%": the source itself is in question */
};

/* A place in the evidence. */
struct review_place {
    struct sha256 content;
    uint64_t from, to; /* bytes of the content; both 0: the whole of it */
    const char *name;  /* of the source when it was cited */
};

struct review_lines {
    const char **at;
    size_t count;
};
struct review_refs {
    struct review_id *at;
    size_t count;
};
struct review_places {
    struct review_place *at;
    size_t count;
};

#define REVIEW_NO_COUNT INT64_MIN
#define REVIEW_NO_DAY   INT32_MIN

/* type, C type of the member, how it stands in JSON */
#define REVIEW_TYPES(X)                                                                            \
    X(LINE, const char *, "a string without line breaks; NULL when not stated")                    \
    X(TEXT, const char *, "a string, Markdown; NULL when not stated")                              \
    X(WORD, uint8_t, "a word of a vocabulary")                                                     \
    X(WORDS, uint32_t, "an array of words of a vocabulary; bit 1 << number")                       \
    X(FLAG, bool, "true, or not stated")                                                           \
    X(COUNT, int64_t, "an integer of 0 or more; REVIEW_NO_COUNT when not stated")                  \
    X(DATE, int32_t, "YYYY-MM-DD; days since 1970, REVIEW_NO_DAY when not stated")                 \
    X(INSTANT, instant, "RFC 3339 in UTC with nine decimals at most; INSTANT_NONE")                \
    X(TIME, struct review_time, "{raw, earliest, latest, relative, approximate, doubtful}")        \
    X(HASH, const char *, "SHA-256 as 64 hex digits; NULL when not stated")                        \
    X(LINES, struct review_lines, "an array of strings")                                           \
    X(REF, struct review_id, "an id such as E12; number 0 with kind 0 when not stated")            \
    X(REFS, struct review_refs, "an array of ids")                                                 \
    X(PLACES, struct review_places, "an array of {content, from, to, name}")

enum review_type {
#define X(type, c, json) REVIEW_TYPE_##type,
    REVIEW_TYPES(X)
#undef X
};
#define X(type, c, json) typedef c REVIEW_##type##_MEMBER;
REVIEW_TYPES(X)
#undef X

/* What a field may hold besides its type. */
enum review_field_flags {
    REVIEW_SEARCHED = 1, /* full-text search finds it */
    REVIEW_NAMES = 2,    /* may name a person: printed by the name policy alone */
    REVIEW_FACT = 4,     /* kept beside the body for lists across reviews */
    REVIEW_DERIVED = 8,  /* set by the program; no option, and not in the editor's form */
};

/* ---- the tables: member, type, vocabulary or mask of kinds (0 for none), flags, help ----
 *
 * Flags by their first letters: S searched, N names, F fact, D derived. */
#define REVIEW_REVIEW_FIELDS(X)                                                                    \
    X(title, LINE, 0, S | F, "what users met, no cause")                                           \
    X(sort, WORD, sort, F, "incident, near-miss, surprise or drill")                               \
    X(severity, LINE, 0, F, "level as the team names it, such as SEV2")                            \
    X(why_held, LINE, 0, S, "why a review is held")                                                \
    X(reasons, WORDS, reason, F, "which criteria for a review are met")                            \
    X(word, LINE, 0, 0, "what this is called here: postmortem, review, debriefing, retrospective") \
    X(stage, WORD, stage, F | D, "where the review stands")                                        \
    X(status, WORD, status, F | D, "open, published, closed, reopened or handed-over")             \
    X(circle, WORD, circle, F, "who may read it")                                                  \
    X(naming, WORD, naming, 0, "roles alone, names of those who chose it, or names")               \
    X(day, DATE, 0, F, "the day of the incident: what a time without a date means")                \
    X(zone, LINE, 0, 0, "zone of times that are written without one")                              \
    X(window, TIME, 0, 0, "first to last moment the review looks at")                              \
    X(components, LINES, 0, S | F, "services and components that took part")                       \
    X(labels, LINES, 0, S | F, "labels to find it by")                                             \
    X(summary, TEXT, 0, S,                                                                         \
      "in short: what users met, when, how many, what made it possible, what changes")             \
    X(concerns, TEXT, 0, S, "concerns you if ...")                                                 \
    X(background, TEXT, 0, S, "what a stranger needs to know")                                     \
    X(safe, TEXT, 0, S, "what normally keeps this working")                                        \
    X(story, TEXT, 0, S, "what happened, told forwards")                                           \
    X(impact, TEXT, 0, S, "who was affected, where, how much")                                     \
    X(recurrence, TEXT, 0, S, "similar incidents, and what was known from them")                   \
    X(definitions, TEXT, 0, S, "words used here")                                                  \
    X(method, TEXT, 0, S, "who was heard by role, what was looked at, limits")                     \
    X(opening, TEXT, 0, 0, "what the facilitator reads out at the start")                          \
    X(internal_note, TEXT, 0, S, "message inside the company")                                     \
    X(public_note, TEXT, 0, S, "message for everybody")                                            \
    X(no_items, TEXT, 0, S, "why there is no remediation, when there is none")                     \
    X(no_learning, FLAG, 0, 0, "it was asked, and nobody learnt something new")                    \
    X(meeting, INSTANT, 0, 0, "first meeting")                                                     \
    X(agreed, INSTANT, 0, D, "since when the timeline is agreed")                                  \
    X(published, INSTANT, 0, F | D, "since when the report is out")                                \
    X(closed, INSTANT, 0, F | D, "since when it is closed")                                        \
    X(handed_to, LINE, 0, 0, "where a matter that is not for a learning review went")              \
    X(set_aside, LINES, 0, D,                                                                      \
      "questions of the guard that were set aside: fingerprint, rule, reason, \"sentence\"")

#define REVIEW_PERSON_FIELDS(X)                                                                    \
    X(role, LINE, 0, S, "role alias, such as on-call engineer")                                    \
    X(parts, WORDS, part, 0, "owner, facilitator, note-taker, participant, reader")                \
    X(name, LINE, 0, N, "name; printed only by the name policy")                                   \
    X(handles, LINES, 0, N, "names in chat, shell and pager")                                      \
    X(team, LINE, 0, 0, "team")                                                                    \
    X(involved, FLAG, 0, 0, "took part in the incident")                                           \
    X(named, FLAG, 0, 0, "chose to be named in documents")                                         \
    X(account, WORD, account, 0, "state of the independent first account")                         \
    X(heard, DATE, 0, 0, "when this view was heard")                                               \
    X(note, TEXT, 0, 0, "note")

#define REVIEW_EXHIBIT_FIELDS(X)                                                                   \
    X(content, HASH, 0, F, "SHA-256 of the content")                                               \
    X(name, LINE, 0, S, "name of the source")                                                      \
    X(sort, LINE, 0, 0, "kind of the content, such as log, chat, metrics")                         \
    X(size, COUNT, 0, 0, "bytes")                                                                  \
    X(presence, WORD, presence, 0, "present, wanted, or gone")                                     \
    X(because, LINE, 0, S, "why it is not available")                                              \
    X(what, LINE, 0, S, "what it shows")                                                           \
    X(query, TEXT, 0, S, "query or command that gave it")                                          \
    X(range, TIME, 0, 0, "time range it covers")                                                   \
    X(zone, LINE, 0, 0, "zone of its times")                                                       \
    X(origin, LINE, 0, 0, "where it came from")                                                    \
    X(collected, INSTANT, 0, 0, "when it was collected")                                           \
    X(collector, LINE, 0, N, "who collected it")                                                   \
    X(modified, INSTANT, 0, 0, "when the file was last modified")                                  \
    X(capture, HASH, 0, D, "SHA-256 of the file that it came in")                                  \
    X(member, LINE, 0, D, "entry within that file")                                                \
    X(expires, DATE, 0, 0, "when the original goes away")                                          \
    X(limits, LINE, 0, 0, "licence, sensitivity, what must not leave")

#define REVIEW_EVENT_FIELDS(X)                                                                     \
    X(kind, WORD, event, F, "kind, such as act.fix or impact.start")                               \
    X(at, TIME, 0, 0, "when it happened")                                                          \
    X(end, TIME, 0, 0, "when it ended, for what lasts")                                            \
    X(timetype, WORD, timetype, 0, "what sort of time that is")                                    \
    X(basis, LINE, 0, 0, "how the time is known")                                                  \
    X(clock, LINE, 0, 0, "which clock the time came from")                                         \
    X(known, TIME, 0, 0, "when it became known; not stated: at once")                              \
    X(known_to, LINES, 0, 0, "roles to whom it became known; not stated: all")                     \
    X(actor, LINE, 0, S, "role or component")                                                      \
    X(action, LINE, 0, S, "what was done, a verb")                                                 \
    X(object, LINE, 0, S, "what it acted on")                                                      \
    X(what, LINE, 0, S, "what happened, in one plain sentence")                                    \
    X(context, TEXT, 0, S, "what was seen, known, wanted; what pressed")                           \
    X(how, TEXT, 0, S, "by which mechanism")                                                       \
    X(intent, TEXT, 0, S, "purpose of an action")                                                  \
    X(expected, TEXT, 0, S, "effect that was expected")                                            \
    X(seen, TEXT, 0, S, "effect that was seen")                                                    \
    X(options, TEXT, 0, S, "options of a decision")                                                \
    X(stakes, TEXT, 0, S, "what was at stake")                                                     \
    X(sureness, COUNT, 0, 0, "how sure then, 0 to 10")                                             \
    X(rule, TEXT, 0, S, "which rule or plan made something be expected")                           \
    X(certainty, WORD, certainty, 0, "what sort of claim it is")                                   \
    X(backing, WORD, backing, 0, "confirmed, single, disputed")                                    \
    X(evidence, PLACES, 0, 0, "places in the evidence")                                            \
    X(says, REFS, REVIEW_MASK(STATEMENT), 0, "statements that support, add or contradict")         \
    X(areas, WORDS, area, F, "areas it speaks to")                                                 \
    X(after, REFS, REVIEW_MASK(EVENT), 0, "events known to come before it")                        \
    X(order_basis, LINE, 0, 0, "how that order is known")                                          \
    X(audience, WORD, audience, 0, "who was told")                                                 \
    X(channel, LINE, 0, 0, "where: channel, page, call")                                           \
    X(scope, LINE, 0, 0, "which impact: kind, region, group of users")                             \
    X(severity, LINE, 0, 0, "the level from then on")                                              \
    X(turning, FLAG, 0, 0, "a turning point")                                                      \
    X(tool, LINE, 0, S | F, "tool that was used")

#define REVIEW_STATEMENT_FIELDS(X)                                                                 \
    X(code, WORD, code, F, "what sort of statement")                                               \
    X(text, TEXT, 0, S, "what was said")                                                           \
    X(role, LINE, 0, S, "who says so, by role")                                                    \
    X(person, REF, REVIEW_MASK(PERSON), 0, "who says so, in the working record")                   \
    X(about, REFS, REVIEW_MASK_ANY, 0, "events and other entries it speaks of")                    \
    X(of, TIME, 0, 0, "the time it speaks of")                                                     \
    X(said, TIME, 0, 0, "when it was said")                                                        \
    X(areas, WORDS, area, F, "areas it speaks to")                                                 \
    X(evidence, PLACES, 0, 0, "places in the evidence")                                            \
    X(first, FLAG, 0, 0, "part of an independent first account, written before the talk")          \
    X(quote, FLAG, 0, 0, "verbatim")                                                               \
    X(consent, WORD, consent, 0, "may it be quoted")                                               \
    X(withdrawn, FLAG, 0, 0, "left out at the wish of who said it")                                \
    X(since, TIME, 0, 0, "an assumption: held since")                                              \
    X(changed, TIME, 0, 0, "an assumption: changed at")                                            \
    X(then, TEXT, 0, S, "a belief then")                                                           \
    X(now, TEXT, 0, S, "what is seen now")                                                         \
    X(through, TEXT, 0, S, "what changed it")                                                      \
    X(ground, WORD, ground, 0, "confidence: what sort of source")                                  \
    X(source, LINE, 0, S, "confidence, data: which source")                                        \
    X(sureness, COUNT, 0, 0, "how sure then, 0 to 10")                                             \
    X(delay, LINE, 0, 0, "how old the data was, such as 5m")                                       \
    X(tool, LINE, 0, S | F, "tool that was improvised")                                            \
    X(chosen, LINE, 0, S | F, "preference: what was chosen")                                       \
    X(passed_over, LINE, 0, S | F, "preference: what was passed over")                             \
    X(why, TEXT, 0, S, "on what ground")                                                           \
    X(wanted_at, TIME, 0, 0, "information: wanted at")                                             \
    X(place, LINE, 0, S, "information: at which place")                                            \
    X(asked_of, LINE, 0, N, "open question: who looks after it")                                   \
    X(answer, TEXT, 0, S, "open question: the answer")

#define REVIEW_QUESTION_FIELDS(X)                                                                  \
    X(bank, LINE, 0, F, "number in the question bank, such as T1-3")                               \
    X(text, LINE, 0, S, "the question")                                                            \
    X(about, REFS, REVIEW_MASK_ANY, 0, "what it is about")                                         \
    X(areas, WORDS, area, 0, "areas it belongs to")                                                \
    X(state, WORD, asking, 0, "queued, asked, answered, skipped, recalled")                        \
    X(answer, TEXT, 0, S, "the answer in short")                                                   \
    X(says, REFS, REVIEW_MASK(STATEMENT), 0, "statements that answer it")                          \
    X(asked, INSTANT, 0, 0, "when it was asked")

#define REVIEW_HYPOTHESIS_FIELDS(X)                                                                \
    X(text, LINE, 0, S, "the idea")                                                                \
    X(role, LINE, 0, 0, "who held it, by role")                                                    \
    X(raised, TIME, 0, 0, "when it was raised")                                                    \
    X(state, WORD, idea, F, "raised, tested, kept, dropped")                                       \
    X(closed, TIME, 0, 0, "when it was kept or dropped")                                           \
    X(support, REFS, REVIEW_MASK_ANY, 0, "what speaks for it")                                     \
    X(against, REFS, REVIEW_MASK_ANY, 0, "what speaks against it")                                 \
    X(test, TEXT, 0, S, "what might show it wrong")                                                \
    X(result, TEXT, 0, S, "what that showed")                                                      \
    X(why, TEXT, 0, S, "on what ground it was kept or dropped")                                    \
    X(evidence, PLACES, 0, 0, "places in the evidence")

#define REVIEW_FACTOR_FIELDS(X)                                                                    \
    X(text, LINE, 0, S, "the condition")                                                           \
    X(detail, TEXT, 0, S, "how it took part")                                                      \
    X(outcome, WORD, outcome, F, "what it took part in: onset, spread, length, depth, handling")   \
    X(category, WORD, category, F, "what sort of condition it is")                                 \
    X(part, WORD, role_of_factor, F, "latent, trigger, mitigator, step or outcome")                \
    X(since, TIME, 0, 0, "present since")                                                          \
    X(good_for, TEXT, 0, S, "what it is good for, how it normally helps")                          \
    X(still, WORD, yesno, F, "is it so today")                                                     \
    X(shared, LINE, 0, S | F, "name in the library of factors, to find it across reviews")         \
    X(components, LINES, 0, S | F, "components it belongs to")                                     \
    X(areas, WORDS, area, F, "areas it speaks to")                                                 \
    X(evidence, PLACES, 0, 0, "places in the evidence")                                            \
    X(rests_on, REFS, REVIEW_MASK_ANY, 0, "events, statements, exhibits it rests on")              \
    X(early, FLAG, 0, D, "entered before the timeline was agreed, not looked at again since")      \
    X(note, TEXT, 0, S, "note")                                                                    \
    X(form, WORD, form, F, "state, event, process, absence, act, barrier or mitigator")            \
    X(barrier, WORD, barrier, 0, "of a barrier or mitigator: absent, silent, bypassed or held")    \
    X(was, WORD, yesno, 0, "was it so this time; not stated: yes")                                 \
    X(until, TIME, 0, 0, "present until")                                                          \
    X(instead, LINE, 0, S, "how it would have been otherwise, such as: the pool is large enough")  \
    X(expected, TEXT, 0, S, "of an absence: what made it be expected")                             \
    X(normal, FLAG, 0, 0, "it is so on good days too")                                             \
    X(stop, LINE, 0, S, "why nobody asks further behind it")                                       \
    X(also, LINES, 0, S | F, "other incidents it was seen in")

#define REVIEW_ITEM_FIELDS(X)                                                                      \
    X(text, LINE, 0, S, "starts with a verb, one result")                                          \
    X(detail, TEXT, 0, S, "scope, what is in and what is out")                                     \
    X(state, WORD, item_state, F, "where it stands")                                               \
    X(parked, FLAG, 0, F | D, "raised before the timeline was agreed")                             \
    X(type, WORD, type_of_item, F, "prevent, detect, mitigate, respond, learn, repair")            \
    X(kind, WORD, help, F, "guardrail, tool, resource")                                            \
    X(strength, WORD, strength, F, "weak, medium, strong")                                         \
    X(strength_reason, LINE, 0, S, "why that strength")                                            \
    X(effect, WORD, effect, 0, "removes, weakens, detects, limits, prepares")                      \
    X(outcome, WORD, outcome, 0, "which outcome it acts on")                                       \
    X(owner, LINE, 0, N, "one person or role, replaceable")                                        \
    X(team, LINE, 0, F, "team")                                                                    \
    X(due, DATE, 0, F, "due date")                                                                 \
    X(effort, LINE, 0, 0, "estimate of size")                                                      \
    X(done_when, TEXT, 0, S, "a test that another person can run")                                 \
    X(proof, TEXT, 0, S, "how and when we see that it worked")                                     \
    X(breaks, REFS, REVIEW_MASK(FACTOR), 0, "factors it acts on")                                  \
    X(serves, REFS, REVIEW_MASK_ANY, 0, "statements, documents, areas it comes from")              \
    X(broader, FLAG, 0, 0, "not tied to this very incident")                                       \
    X(areas, WORDS, area, F, "areas it speaks to")                                                 \
    X(side_effects, TEXT, 0, S, "what it makes harder, slower, more coupled")                      \
    X(reason, TEXT, 0, S, "why it was declined or retired")                                        \
    X(waits_for, LINE, 0, S, "what it waits for")                                                  \
    X(until, DATE, 0, F, "until when it waits")                                                    \
    X(tracker, LINE, 0, S, "link to the team's own tracker")                                       \
    X(tracker_state, LINE, 0, 0, "state there, as last seen")                                      \
    X(postponed, COUNT, 0, D, "how often the due date was moved later")                            \
    X(done, DATE, 0, F, "when it was done")                                                        \
    X(checked, DATE, 0, F, "when it was looked at whether it works")                               \
    X(check_method, TEXT, 0, S, "how that was looked at")                                          \
    X(result, WORD, result, F, "effective, partly, not, cannot-tell")                              \
    X(level, WORD, proof, F, "merged, exercised, seen, measured")                                  \
    X(evidence, PLACES, 0, 0, "places in the evidence")                                            \
    X(held_in, LINES, 0, F, "reviews of incidents in which it held")                               \
    X(not_held_in, LINES, 0, F, "reviews of incidents in which it did not hold")                   \
    X(replaced_by, REF, REVIEW_MASK(ITEM), 0,                                                      \
      "the item that took its place, or that it was merged into")                                  \
    X(raised_by, LINE, 0, 0, "role that raised it")                                                \
    X(cuts, REFS, REVIEW_MASK(WAY), 0, "ways that it cuts, by something new within them")

#define REVIEW_AREA_FIELDS(X)                                                                      \
    X(area, WORD, area, F, "which area")                                                           \
    X(state, WORD, cover, F, "open, discussed, nothing-found")                                     \
    X(found, TEXT, 0, S, "what was found")                                                         \
    X(rests_on, REFS, REVIEW_MASK_ANY, 0, "events and statements it rests on")

#define REVIEW_CONFLICT_FIELDS(X)                                                                  \
    X(text, LINE, 0, S, "what differs")                                                            \
    X(claims, REFS, REVIEW_MASK_ANY, 0, "the accounts that differ")                                \
    X(disposition, WORD, disposition, F, "open, clock, viewpoint, withdrawn, unresolved")          \
    X(explanation, TEXT, 0, S, "how it is explained")

#define REVIEW_MEASURE_FIELDS(X)                                                                   \
    X(what, LINE, 0, S, "what is counted")                                                         \
    X(value, LINE, 0, 0, "the number, or a range")                                                 \
    X(unit, LINE, 0, 0, "unit")                                                                    \
    X(scope, LINE, 0, 0, "which impact: kind, region, group of users")                             \
    X(at, TIME, 0, 0, "as known when")                                                             \
    X(figure, WORD, figure, 0, "measured or estimated")                                            \
    X(method, TEXT, 0, S, "how")                                                                   \
    X(source, LINE, 0, S, "where it comes from")                                                   \
    X(role, LINE, 0, 0, "who gave it, by role")                                                    \
    X(final, FLAG, 0, 0, "the number the report stands by")                                        \
    X(evidence, PLACES, 0, 0, "places in the evidence")

#define REVIEW_DOCUMENT_FIELDS(X)                                                                  \
    X(title, LINE, 0, S | F, "title of the page")                                                  \
    X(link, LINE, 0, S, "address or path")                                                         \
    X(found, TEXT, 0, S, "how it was found")                                                       \
    X(state, WORD, current, F, "current, partly, outdated, missing")                               \
    X(differs, TEXT, 0, S, "where text and system differed")                                       \
    X(opened, TIME, 0, 0, "when it was opened")                                                    \
    X(about, REFS, REVIEW_MASK(EVENT), 0, "events it belongs to")

#define REVIEW_MEETING_FIELDS(X)                                                                   \
    X(kind, WORD, meeting, 0, "interview, discussion, remediation, reading")                       \
    X(at, INSTANT, 0, 0, "when it begins")                                                         \
    X(minutes, COUNT, 0, 0, "how long")                                                            \
    X(place, LINE, 0, 0, "room or call")                                                           \
    X(held, FLAG, 0, F, "it took place")                                                           \
    X(present, COUNT, 0, 0, "how many were there")                                                 \
    X(learned, COUNT, 0, F, "how many learnt something that changes future work")                  \
    X(again, COUNT, 0, F, "how many would come again")                                             \
    X(note, TEXT, 0, S, "note")

#define REVIEW_WAY_FIELDS(X)                                                                       \
    X(brings, REF, REVIEW_MASK(FACTOR), 0, "what it brings about: an outcome, or a step to one")   \
    X(needs, REFS, REVIEW_MASK(FACTOR), 0, "conditions that had to come together in it")           \
    X(absent, REFS, REVIEW_MASK(FACTOR), 0, "conditions that must not be so in it; rare")          \
    X(enough, COUNT, 0, 0, "how many of its conditions suffice; not stated: all of them")          \
    X(reason, WORD, reason_for, 0, "why it stands beside another way: both, first, which, might")  \
    X(note, TEXT, 0, S, "note")

#define REVIEW_SUPPOSITION_FIELDS(X)                                                               \
    X(way, REF, REVIEW_MASK(WAY), 0, "the way that was looked at")                                 \
    X(without, REF, REVIEW_MASK(FACTOR), 0,                                                        \
      "the condition supposed away; not stated: all were supposed, and nothing else unusual")      \
    X(answer, WORD, answer, 0, "could it still (without: come about; all: fail to come about)?")   \
    X(because, TEXT, 0, S, "why; of 'yes' what else; of 'cannot-tell' what would decide it")       \
    X(role, LINE, 0, S, "who answered, by role")                                                   \
    X(said, DATE, 0, 0, "the day it was answered; not stated: when it was written down")           \
    X(rests_on, REFS, REVIEW_MASK_ANY, 0, "statements, events, exhibits it rests on")              \
    X(ground, LINE, 0, 0, "what else it rests on, in words")                                       \
    X(evidence, PLACES, 0, 0, "places in the evidence")

/* ---- entries ---- */

/* What every entry has, first in each struct. */
struct review_entry {
    struct review_id id;
    uint32_t version;   /* from 1; grows with each change */
    const char *author; /* who wrote this version; for the history, never counted */
    instant written;
};

/* struct review_event { struct review_entry entry; uint8_t kind; struct review_time at; ... } */
#define REVIEW_MEMBER(member, type, of, flags, help) REVIEW_##type##_MEMBER member;
#define X(NAME, name, plural, letter, help)                                                        \
    struct review_##name {                                                                         \
        struct review_entry entry;                                                                 \
        REVIEW_##NAME##_FIELDS(REVIEW_MEMBER)                                                      \
    };
REVIEW_KINDS(X)
#undef X
#undef REVIEW_MEMBER

/* ---- the tables at run time ---- */

struct review_field {
    const char *name; /* key in JSON; the option and the form say it with '-' for '_' */
    enum review_type type;
    const struct vocabulary *words; /* WORD and WORDS */
    uint32_t kinds;                 /* REF and REFS: mask of what may be named */
    unsigned flags;
    size_t at; /* offset in the kind's struct */
    const char *help;
};

struct review_kind_spec {
    const char *name, *plural, *letter, *help;
    size_t size; /* of the struct */
    const struct review_field *fields;
    size_t count;
};

extern const struct review_kind_spec review_kinds[REVIEW_KIND_COUNT];
/* By name, with '-' or '_'; NULL when there is none. */
const struct review_field *review_field_find(enum review_kind kind, struct span name);
/* "E12"; PM0 for the review itself. `out` has at least 16 bytes; gives `out`. */
const char *review_id_text(struct review_id id, char *out);
/* Reads "E12" or "e12"; BAD_INPUT says what ids look like. */
enum status review_id_read(struct span text, struct review_id *ret, struct error *error);
static inline bool review_id_equal(struct review_id a, struct review_id b)
{
    return a.kind == b.kind && a.number == b.number;
}

/* ---- one entry ---- */

/* An entry with nothing stated, in `arena` (struct of the kind). NULL when memory is out. */
struct review_entry *review_entry_new(enum review_kind kind, struct arena *arena);
/* Reads a body (canonical or any JSON object of these fields). BAD_INPUT names the field. Strings
 * live in `arena`. Unknown fields are refused: a newer program wrote them. */
enum status review_body_read(enum review_kind kind, struct span body, struct arena *arena,
                             struct review_entry **ret, struct error *error);
/* Appends the canonical body: stated fields in the order of the table, no spaces. Equal entries
 * give equal bytes; id, version, author and time of writing are not part of it. */
void review_body_write(const struct review_entry *entry, struct text *out);
/* Members of the body into an object that the caller has opened, for one place that shows more. */
void review_body_members(const struct review_entry *entry, struct json_writer *json);

/* What is needed to understand what people type. */
struct review_typing {
    const struct zone *zone; /* for times without one; NULL is UTC */
    instant day;             /* start of the day for "10:02"; INSTANT_NONE: a date is needed */
    /* Finds the source that "S3" or a part of a name means; NULL: places cannot be typed. */
    enum status (*source)(void *context, struct span which, struct review_place *ret,
                          struct error *error);
    void *context;
};
/* Sets one field from what a person typed: words, "E1, E2", "10:02~", "S3:120-340", "yes", a date.
 * An empty span takes the statement back. Lists are separated by commas (LINES: also by line
 * breaks); "+X" as a whole adds to a list and "-X" takes from it. BAD_INPUT names the field and
 * what it takes; the entry is then unchanged. */
enum status review_set(struct review_entry *entry, const struct review_field *field,
                       struct span typed, const struct review_typing *typing, struct arena *arena,
                       struct error *error);
bool review_is_stated(const struct review_entry *entry, const struct review_field *field);
/* Appends a field as a person reads or types it (what review_set takes; sources by name). */
void review_field_text(const struct review_entry *entry, const struct review_field *field,
                       struct text *out);
/* A deep copy into `arena`; NULL when memory is out. */
struct review_entry *review_entry_copy(const struct review_entry *entry, struct arena *arena);
/* Appends the searchable text of an entry (fields flagged so, one a line). */
void review_entry_words(const struct review_entry *entry, struct text *out);
/* What stands for an entry in lists: its text, title, what or role, never a name; never NULL. One
 * line but for statements, whose text may have more. */
const char *review_entry_line(const struct review_entry *entry);

/* ---- the form in an editor ----
 *
 *     # E12 event, version 3. Lines that begin with # are not kept.
 *     kind: act.limit
 *     at: 05:56:26
 *     what: the writer pool was paused
 *     context:
 *         Any number of lines, each behind four spaces.
 */
void review_form_write(const struct review_entry *entry, bool all_fields, struct text *out);
/* Reads a form into an entry: fields that the form leaves out keep what they have; an empty value
 * takes back. BAD_INPUT with the line number. */
enum status review_form_read(struct span form, struct review_entry *entry,
                             const struct review_typing *typing, struct arena *arena,
                             struct error *error);

/* ---- a whole review ---- */

struct review {
    uint32_t number;           /* in this workspace, PM<number>; 0 when in none yet */
    const char *uid;           /* 32 hex digits, the same in every workspace */
    struct review_review *own; /* PM0; never NULL */
    /* struct { struct review_event *at; size_t count; } events; ... by number within each kind */
#define X(NAME, name, plural, letter, help)                                                        \
    struct {                                                                                       \
        struct review_##name *at;                                                                  \
        size_t count;                                                                              \
    } plural;
    REVIEW_KINDS(X)
#undef X
    uint32_t last[REVIEW_KIND_COUNT]; /* highest number that was ever given out, taken out or not */
};

struct review_stored {
    struct review_id id;
    uint32_t version;
    struct span body; /* at NULL: taken out; its number stays given out (review.last) */
    const char *author;
    instant written;
};
/* One entry of a review's history: how it was from `version` on. */
struct review_past {
    uint64_t change; /* number of the change it came in; several entries may share one */
    uint64_t undoes; /* the change that this one takes back, or 0 */
    struct review_id id;
    uint32_t version;
    struct span body; /* at NULL: it was taken out */
    const char *by, *why;
    instant at;
};

/* Puts a review together from stored bodies (in any order; all of *ret lives in `arena`). DAMAGED
 * names the entry that cannot be read. */
enum status review_assemble(uint32_t number, const char *uid, const struct review_stored *stored,
                            size_t count, struct arena *arena, struct review *ret,
                            struct error *error);
/* NULL when there is none. */
struct review_entry *review_find(const struct review *review, struct review_id id);
/* All entries of a kind, one struct after another. */
struct review_entry *review_entries(const struct review *review, enum review_kind kind,
                                    size_t *ret_count);
static inline struct review_entry *review_entry_at(struct review_entry *entries,
                                                   enum review_kind kind, size_t number)
{
    return (struct review_entry *)((char *)entries + number * review_kinds[kind].size);
}
/* A copy of the review with entries put in, replaced, or taken out (put[i].body.at NULL), for a
 * check before they are stored. Number 0 of an id takes the next one of its kind, which is written
 * back into put[i].id. What is not put is shared with `review`, but for the structs themselves.
 * BAD_INPUT for a body that cannot be read, for an id that is put twice, and for taking out PM0. */
enum status review_with(const struct review *review, struct review_stored *put, size_t count,
                        struct arena *arena, struct review *ret, struct error *error);
/* What documents print for somebody: by the name policy the name or the role ("somebody" where none
 * is given). Borrows. */
const char *review_print_name(const struct review *review, const struct review_person *person);

#endif
