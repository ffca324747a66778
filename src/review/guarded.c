/*
 * What each text of a review is for. Every LINE and TEXT of record.h has its line here: a field
 * that has none does not compile. Lists hold names and labels, no sentences.
 */
#include "review/guard.h"

/* kind, member, what for; NONE: no prose, or words that the guard itself brings up. */
#define GUARDED(X)                                                                                 \
    X(review, title, ANALYSIS)                                                                     \
    X(review, severity, NONE)                                                                      \
    X(review, why_held, CONTEXT)                                                                   \
    X(review, word, NONE)                                                                          \
    X(review, zone, NONE)                                                                          \
    X(review, summary, ANALYSIS)                                                                   \
    X(review, concerns, ANALYSIS)                                                                  \
    X(review, background, ANALYSIS)                                                                \
    X(review, safe, ANALYSIS)                                                                      \
    X(review, story, ANALYSIS)                                                                     \
    X(review, impact, ANALYSIS)                                                                    \
    X(review, recurrence, ANALYSIS)                                                                \
    X(review, definitions, NONE)                                                                   \
    X(review, method, ANALYSIS)                                                                    \
    X(review, opening, ANALYSIS)                                                                   \
    X(review, internal_note, ANALYSIS)                                                             \
    X(review, public_note, ANALYSIS)                                                               \
    X(review, no_items, REMEDIATION)                                                               \
    X(review, handed_to, NONE)                                                                     \
    X(person, role, NONE)                                                                          \
    X(person, name, NONE)                                                                          \
    X(person, team, NONE)                                                                          \
    X(person, note, CONTEXT)                                                                       \
    X(exhibit, name, NONE)                                                                         \
    X(exhibit, sort, NONE)                                                                         \
    X(exhibit, because, CONTEXT)                                                                   \
    X(exhibit, what, EVENT)                                                                        \
    X(exhibit, query, NONE)                                                                        \
    X(exhibit, zone, NONE)                                                                         \
    X(exhibit, origin, NONE)                                                                       \
    X(exhibit, collector, NONE)                                                                    \
    X(exhibit, member, NONE)                                                                       \
    X(exhibit, limits, NONE)                                                                       \
    X(event, basis, NONE)                                                                          \
    X(event, clock, NONE)                                                                          \
    X(event, actor, NONE)                                                                          \
    X(event, action, EVENT)                                                                        \
    X(event, object, EVENT)                                                                        \
    X(event, what, EVENT)                                                                          \
    X(event, context, CONTEXT)                                                                     \
    X(event, how, EVENT)                                                                           \
    X(event, intent, CONTEXT)                                                                      \
    X(event, expected, CONTEXT)                                                                    \
    X(event, seen, CONTEXT)                                                                        \
    X(event, options, CONTEXT)                                                                     \
    X(event, stakes, CONTEXT)                                                                      \
    X(event, rule, NONE)                                                                           \
    X(event, order_basis, NONE)                                                                    \
    X(event, channel, NONE)                                                                        \
    X(event, scope, NONE)                                                                          \
    X(event, severity, NONE)                                                                       \
    X(event, tool, NONE)                                                                           \
    X(statement, text, CONTEXT)                                                                    \
    X(statement, role, NONE)                                                                       \
    X(statement, then, CONTEXT)                                                                    \
    X(statement, now, CONTEXT)                                                                     \
    X(statement, through, CONTEXT)                                                                 \
    X(statement, source, NONE)                                                                     \
    X(statement, delay, NONE)                                                                      \
    X(statement, tool, NONE)                                                                       \
    X(statement, chosen, NONE)                                                                     \
    X(statement, passed_over, NONE)                                                                \
    X(statement, why, CONTEXT)                                                                     \
    X(statement, place, NONE)                                                                      \
    X(statement, asked_of, NONE)                                                                   \
    X(statement, answer, CONTEXT)                                                                  \
    X(question, bank, NONE)                                                                        \
    X(question, text, CONTEXT)                                                                     \
    X(question, answer, CONTEXT)                                                                   \
    X(hypothesis, text, TESTING) /* under test: sureness and what fits are looked at mildly */     \
    X(hypothesis, role, NONE)                                                                      \
    X(hypothesis, test, TESTING)                                                                   \
    X(hypothesis, result, TESTING)                                                                 \
    X(hypothesis, why, ANALYSIS) /* here the search ends */                                        \
    X(factor, text, ANALYSIS)                                                                      \
    X(factor, detail, ANALYSIS)                                                                    \
    X(factor, good_for, ANALYSIS)                                                                  \
    X(factor, shared, NONE)                                                                        \
    X(factor, note, ANALYSIS)                                                                      \
    X(factor, instead, SUPPOSING) /* supposed on purpose: this is the method */                    \
    X(factor, expected, CONTEXT)                                                                   \
    X(factor, stop, ANALYSIS)                                                                      \
    X(item, text, REMEDIATION)                                                                     \
    X(item, detail, REMEDIATION)                                                                   \
    X(item, strength_reason, REMEDIATION)                                                          \
    X(item, owner, REMEDIATION)                                                                    \
    X(item, team, NONE)                                                                            \
    X(item, effort, NONE)                                                                          \
    X(item, done_when, REMEDIATION)                                                                \
    X(item, proof, REMEDIATION)                                                                    \
    X(item, side_effects, TESTING)                                                                 \
    X(item, reason, REMEDIATION)                                                                   \
    X(item, waits_for, REMEDIATION)                                                                \
    X(item, tracker, NONE)                                                                         \
    X(item, tracker_state, NONE)                                                                   \
    X(item, check_method, REMEDIATION)                                                             \
    X(item, raised_by, NONE)                                                                       \
    X(area, found, ANALYSIS)                                                                       \
    X(conflict, text, CONTEXT)                                                                     \
    X(conflict, explanation, ANALYSIS)                                                             \
    X(measure, what, NONE)                                                                         \
    X(measure, value, NONE)                                                                        \
    X(measure, unit, NONE)                                                                         \
    X(measure, scope, NONE)                                                                        \
    X(measure, method, NONE)                                                                       \
    X(measure, source, NONE)                                                                       \
    X(measure, role, NONE)                                                                         \
    X(document, title, NONE)                                                                       \
    X(document, link, NONE)                                                                        \
    X(document, found, CONTEXT)                                                                    \
    X(document, differs, CONTEXT)                                                                  \
    X(meeting, place, NONE)                                                                        \
    X(meeting, note, CONTEXT)                                                                      \
    X(way, note, ANALYSIS)                                                                         \
    X(supposition, because, SUPPOSING)                                                             \
    X(supposition, role, NONE)                                                                     \
    X(supposition, ground, NONE)

enum {
    NONE = LANGUAGE_FIELD_QUOTATION,
    EVENT = LANGUAGE_FIELD_EVENT,
    CONTEXT = LANGUAGE_FIELD_CONTEXT,
    ANALYSIS = LANGUAGE_FIELD_ANALYSIS,
    TESTING = LANGUAGE_FIELD_TESTING,
    SUPPOSING = LANGUAGE_FIELD_SUPPOSING,
    REMEDIATION = LANGUAGE_FIELD_REMEDIATION,
};

enum {
#define X(kind, member, field) GUARDED_##kind##_##member = field,
    GUARDED(X)
#undef X
};

/* By the type of the field; only the first two are asked for above. */
#define OF_LINE(kind, member)     GUARDED_##kind##_##member
#define OF_TEXT(kind, member)     GUARDED_##kind##_##member
#define OF_WORD(kind, member)     NONE
#define OF_WORDS(kind, member)    NONE
#define OF_FLAG(kind, member)     NONE
#define OF_COUNT(kind, member)    NONE
#define OF_DATE(kind, member)     NONE
#define OF_INSTANT(kind, member)  NONE
#define OF_TIME(kind, member)     NONE
#define OF_HASH(kind, member)     NONE
#define OF_LINES(kind, member)    NONE
#define OF_REF(kind, member)      NONE
#define OF_REFS(kind, member)     NONE
#define OF_PLACES(kind, member)   NONE
#define OF_KIND(OF, kind, member) OF(kind, member)

#define OF(member, type, of, flags, help) OF_KIND(OF_##type, OWNER, member),
#define OWNER                             review
static const uint8_t review_guarded[] = {REVIEW_REVIEW_FIELDS(OF)};
#undef OWNER
#define OWNER person
static const uint8_t person_guarded[] = {REVIEW_PERSON_FIELDS(OF)};
#undef OWNER
#define OWNER exhibit
static const uint8_t exhibit_guarded[] = {REVIEW_EXHIBIT_FIELDS(OF)};
#undef OWNER
#define OWNER event
static const uint8_t event_guarded[] = {REVIEW_EVENT_FIELDS(OF)};
#undef OWNER
#define OWNER statement
static const uint8_t statement_guarded[] = {REVIEW_STATEMENT_FIELDS(OF)};
#undef OWNER
#define OWNER question
static const uint8_t question_guarded[] = {REVIEW_QUESTION_FIELDS(OF)};
#undef OWNER
#define OWNER hypothesis
static const uint8_t hypothesis_guarded[] = {REVIEW_HYPOTHESIS_FIELDS(OF)};
#undef OWNER
#define OWNER factor
static const uint8_t factor_guarded[] = {REVIEW_FACTOR_FIELDS(OF)};
#undef OWNER
#define OWNER item
static const uint8_t item_guarded[] = {REVIEW_ITEM_FIELDS(OF)};
#undef OWNER
#define OWNER area
static const uint8_t area_guarded[] = {REVIEW_AREA_FIELDS(OF)};
#undef OWNER
#define OWNER conflict
static const uint8_t conflict_guarded[] = {REVIEW_CONFLICT_FIELDS(OF)};
#undef OWNER
#define OWNER measure
static const uint8_t measure_guarded[] = {REVIEW_MEASURE_FIELDS(OF)};
#undef OWNER
#define OWNER document
static const uint8_t document_guarded[] = {REVIEW_DOCUMENT_FIELDS(OF)};
#undef OWNER
#define OWNER meeting
static const uint8_t meeting_guarded[] = {REVIEW_MEETING_FIELDS(OF)};
#undef OWNER
#define OWNER way
static const uint8_t way_guarded[] = {REVIEW_WAY_FIELDS(OF)};
#undef OWNER
#define OWNER supposition
static const uint8_t supposition_guarded[] = {REVIEW_SUPPOSITION_FIELDS(OF)};
#undef OWNER

static const uint8_t *const guarded[REVIEW_KIND_COUNT] = {
#define X(NAME, name, plural, letter, help) name##_guarded,
    REVIEW_KINDS(X)
#undef X
};

/* What somebody said may be a quote, and luck and risks are there to think of what might be. */
static enum language_field of_statement(const struct review_statement *said, enum language_field is)
{
    if (said->quote || said->withdrawn) return LANGUAGE_FIELD_QUOTATION;
    const bool might_be = said->code == REVIEW_CODE_LUCK || said->code == REVIEW_CODE_RISK;
    return might_be && is == LANGUAGE_FIELD_CONTEXT ? LANGUAGE_FIELD_TESTING : is;
}

/* What was declined or has an end is told as what might have been done. */
static enum language_field of_item(const struct review_item *item, enum language_field is)
{
    const bool gone = item->state == REVIEW_ITEM_STATE_DECLINED ||
                      item->state == REVIEW_ITEM_STATE_SUPERSEDED ||
                      item->state == REVIEW_ITEM_STATE_RETIRED;
    return gone && is == LANGUAGE_FIELD_REMEDIATION ? LANGUAGE_FIELD_TESTING : is;
}

enum language_field review_guard_field(const struct review_entry *entry,
                                       const struct review_field *field)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    const enum language_field is = guarded[entry->id.kind][field - spec->fields];
    if (entry->id.kind == REVIEW_KIND_ITEM) return of_item((const struct review_item *)entry, is);
    if (entry->id.kind != REVIEW_KIND_STATEMENT) return is;
    return of_statement((const struct review_statement *)entry, is);
}
