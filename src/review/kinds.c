/* The tables of record.h, made into data. */
#include "review/record.h"

enum { S = REVIEW_SEARCHED, N = REVIEW_NAMES, F = REVIEW_FACT, D = REVIEW_DERIVED };

/* What the third column means depends on the type. */
#define OF_WORD(of)    &review_words_##of, 0
#define OF_WORDS(of)   &review_words_##of, 0
#define OF_REF(of)     NULL, of
#define OF_REFS(of)    NULL, of
#define OF_LINE(of)    NULL, of
#define OF_TEXT(of)    NULL, of
#define OF_FLAG(of)    NULL, of
#define OF_COUNT(of)   NULL, of
#define OF_DATE(of)    NULL, of
#define OF_INSTANT(of) NULL, of
#define OF_TIME(of)    NULL, of
#define OF_HASH(of)    NULL, of
#define OF_LINES(of)   NULL, of
#define OF_PLACES(of)  NULL, of

#define FIELD(member, type, of, flags, help)                                                       \
    {#member, REVIEW_TYPE_##type, OF_##type(of), flags, offsetof(struct OWNER, member), help},

#define OWNER review_review
static const struct review_field review_fields[] = {REVIEW_REVIEW_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_person
static const struct review_field person_fields[] = {REVIEW_PERSON_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_exhibit
static const struct review_field exhibit_fields[] = {REVIEW_EXHIBIT_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_event
static const struct review_field event_fields[] = {REVIEW_EVENT_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_statement
static const struct review_field statement_fields[] = {REVIEW_STATEMENT_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_question
static const struct review_field question_fields[] = {REVIEW_QUESTION_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_hypothesis
static const struct review_field hypothesis_fields[] = {REVIEW_HYPOTHESIS_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_factor
static const struct review_field factor_fields[] = {REVIEW_FACTOR_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_item
static const struct review_field item_fields[] = {REVIEW_ITEM_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_area
static const struct review_field area_fields[] = {REVIEW_AREA_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_conflict
static const struct review_field conflict_fields[] = {REVIEW_CONFLICT_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_measure
static const struct review_field measure_fields[] = {REVIEW_MEASURE_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_document
static const struct review_field document_fields[] = {REVIEW_DOCUMENT_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_meeting
static const struct review_field meeting_fields[] = {REVIEW_MEETING_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_way
static const struct review_field way_fields[] = {REVIEW_WAY_FIELDS(FIELD)};
#undef OWNER
#define OWNER review_supposition
static const struct review_field supposition_fields[] = {REVIEW_SUPPOSITION_FIELDS(FIELD)};
#undef OWNER

#define KIND(NAME, name, plural, letter, help)                                                     \
    {#name,                                                                                        \
     #plural,                                                                                      \
     letter,                                                                                       \
     help,                                                                                         \
     sizeof(struct review_##name),                                                                 \
     name##_fields,                                                                                \
     sizeof name##_fields / sizeof name##_fields[0]},
const struct review_kind_spec review_kinds[REVIEW_KIND_COUNT] = {REVIEW_KINDS(KIND)};
