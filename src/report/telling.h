/*
 * What the parts of a review's report share: the paper they write on, and whose eyes it is for.
 *
 * Who is printed how is decided here alone: roles by the name policy, statements that may be shown,
 * places and working notes for narrow circles only.
 */
#ifndef REPORT_TELLING_H
#define REPORT_TELLING_H

#include "report/paper.h"

struct telling_alias { /* a name or handle, and what is printed for it */
    const char *word, *printed;
};

struct telling_exhibit { /* evidence by its content */
    struct sha256 content;
    struct review_id id;
};

struct telling_link { /* a statement that speaks of an event */
    const struct review_statement *statement;
    struct telling_link *next;
};

struct telling_causes;

struct telling {
    const struct report_review *report;
    const struct review *review;
    const struct review_review *own;
    struct paper *paper;
    unsigned circle;
    bool wide;   /* for the company or everybody: no working notes, origins, private texts */
    int64_t day; /* local day, counted from 1970, whose times are shown without date */
    struct telling_alias *aliases; /* sorted by word */
    size_t alias_count;
    struct telling_exhibit *exhibits; /* sorted by content */
    size_t exhibit_count;
    struct telling_link **links;         /* of each event, by its position; those that are shown */
    const char *word;                    /* what this is called here */
    const struct telling_causes *causes; /* computed when a part asks for it (parts_causes.c) */
    enum status status;                  /* of calls for derived facts */
    struct error *error;                 /* borrowed */
};

/* Fills everything but paper->parts. */
enum status telling_begin(struct telling *telling, const struct report_review *report,
                          struct paper *paper, struct arena *arena, struct error *error);
/* Fills aliases (telling_people.c). */
enum status telling_gather_people(struct telling *telling, struct arena *arena);
/* The whole paper, with the parts that the depth holds (review_report.c). `telling` and `paper`
 * must outlive what is rendered from them. */
enum status telling_make(struct telling *telling, const struct report_review *report,
                         struct paper *paper, struct arena *arena, struct error *error);

/* name, title, need, depth: the parts in order (domain of incident review, 23 of them) */
#define TELLING_PARTS(X)                                                                           \
    X(head, "Head", MUST, 1)                                                                       \
    X(short, "In short", MUST, 1)                                                                  \
    X(numbers, "Numbers", MUST, 1)                                                                 \
    X(learned, "What we learned", MUST, 1)                                                         \
    X(background, "Background", SHOULD, 2)                                                         \
    X(story, "Story", SHOULD, 2)                                                                   \
    X(impact, "Impact", MUST, 2)                                                                   \
    X(detection, "Detection and assessment", SHOULD, 2)                                            \
    X(response, "Response and coordination", SHOULD, 2)                                            \
    X(factors, "Contributing factors", MUST, 2)                                                    \
    X(well, "What went well", SHOULD, 2)                                                           \
    X(luck, "Where we got lucky", SHOULD, 2)                                                       \
    X(hard, "What was hard", SHOULD, 2)                                                            \
    X(risks, "Risks seen", OPTIONAL, 2)                                                            \
    X(recurrence, "Recurrence", SHOULD, 2)                                                         \
    X(remediation, "Remediation", MUST, 1)                                                         \
    X(questions, "Open questions", SHOULD, 2)                                                      \
    X(areas, "Areas", MUST, 3)                                                                     \
    X(timeline, "Timeline", MUST, 3)                                                               \
    X(evidence, "Evidence", MUST, 3)                                                               \
    X(method, "Method", SHOULD, 3)                                                                 \
    X(messages, "Messages", OPTIONAL, 3)                                                           \
    X(changes, "Changes since publication", OPTIONAL, 3)

#define X(name, title, need, depth) void telling_##name(struct telling *telling);
TELLING_PARTS(X)
#undef X

/* Of the response (parts_coordination.c). */
void telling_information(struct telling *telling);
void telling_coordination(struct telling *telling);

/* Of the factors, and of the open questions: what the graph of conditions says (parts_causes.c). */
void telling_causes(struct telling *telling);
void telling_causes_questions(struct telling *telling);
/* A member "causes" of the report's object; nothing where there is no way. */
void telling_causes_json(struct telling *telling, struct json_writer *json);

/* The facilitator's sheet, in place of the parts of the report (sheet.c). */
void telling_sheet(struct telling *telling);

/* ---- words ---- */

/* What is printed for a role, a name or a handle that somebody wrote into a field. */
const char *telling_who(const struct telling *telling, const char *written);
/* As telling_who for a field that may name a person whom the review does not list: then in wide
 * circles a general word, unless the policy prints names. */
const char *telling_named(const struct telling *telling, const char *written);
/* The name of a source; in wide circles with the role in place of a handle that is part of it, as
 * in "bash_history_kim". */
const char *telling_source(struct telling *telling, const char *name);
/* "T3, on-call engineer" */
void telling_by(struct telling *telling, const struct review_statement *statement);
bool telling_shows(const struct telling *telling, const struct review_statement *statement);
bool telling_is(const char *written); /* stated, and not empty */

/* Times into the present cell: "05:54:53", "10:02 to 10:05", "not before 10:02", "not known"; the
 * day stands before a time of another day. */
void telling_interval(struct telling *telling, struct interval at);
void telling_time(struct telling *telling, const struct review_time *time);
void telling_instant(struct telling *telling, instant at);
void telling_date(struct telling *telling, int32_t day);
/* "35 min 10 s to 38 min 10 s", "12 min before", "at least 5 s", "from 1 min before to 2 min after"
 */
void telling_length(struct telling *telling, struct span_of_time length, bool ongoing);
/* As told in text: the same words into a text. */
void telling_interval_text(const struct telling *telling, struct interval at, struct text *out);

void telling_ids(struct telling *telling, struct review_refs refs); /* "E1, T3" with links */
void telling_lines(struct telling *telling, struct review_lines lines);
void telling_words(struct telling *telling, const struct vocabulary *words, uint32_t mask);
/* "X1 nginx/access.log 120-340", with the first digits of the hash where the list of evidence is
 * not part of the report, or does not have it. */
void telling_places(struct telling *telling, struct review_places places);
/* Opens a term when the field is stated: " Severity: SEV2". */
void telling_term_line(struct telling *telling, const char *term, const char *line);
void telling_term_text(struct telling *telling, const char *term, const char *text);
void telling_term_date(struct telling *telling, const char *term, int32_t day);
void telling_term_word(struct telling *telling, const char *term, const struct vocabulary *words,
                       unsigned number);
/* "3 events", "1 event", "no event" */
void telling_count(struct telling *telling, size_t count, const char *one, const char *many);
/* A list of the shown statements of a code, with who said so and what about; false when there is
 * none. The heading (may be NULL) is written only before the first. */
bool telling_statements(struct telling *telling, unsigned code, const char *heading);
/* The first of its kind opens the table; later calls add nothing. */
void telling_open_table(struct telling *telling, bool *open, const char *heading,
                        const char *caption, const char *const *heads);

/* change, alert, report, people, action, other: as the page of findings groups events. */
const char *telling_group(unsigned event_kind);
/* Who did it, as printed, or NULL where that is not stated or the event's words begin with it. */
const char *telling_actor(const struct telling *telling, const struct review_event *event);
/* "E12 act.limit: the pool was paused (on-call engineer)" */
void telling_event(struct telling *telling, const struct review_event *event);
/* The statements of a code about an event, each on a line of the cell, which goes on on a new one
 * when it has words already; false for none. */
bool telling_said_of(struct telling *telling, const struct review_event *event, unsigned code,
                     bool goes_on);
bool telling_is_action(unsigned event_kind);

/* The picture of the timeline (review_strip.c); `context` is the struct telling. */
void telling_strip(const void *context, struct text *out);
bool telling_strip_has(const struct telling *telling);

#endif
