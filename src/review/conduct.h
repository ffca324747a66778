/*
 * How a review is conducted: its rules, its stages and what each still misses, the questions to ask
 * next, and gentle notices. A rule refuses only what cannot be: unknown ids, an order that runs in
 * a circle, an item accepted without what acceptance asks for. All else is a notice with a
 * question.
 */
#ifndef REVIEW_CONDUCT_H
#define REVIEW_CONDUCT_H

#include "review/when.h"

/* ---- rules ---- */

/* Checks a review as it is to be stored: `changed` are the entries that this change touches, with
 * what they were (NULL: new). BAD_INPUT names entry, field and what to do. */
struct review_change {
    struct review_id id;
    const struct review_entry *before, *after; /* NULL: new; taken out */
};
enum status review_check(const struct review *after, const struct review_change *changes,
                         size_t count, struct error *error);
/* What the program itself fills in as entries change: an idea raised before the timeline is agreed
 * is parked and a factor marked early, a moved due date is counted, states get their days, answered
 * questions their moment. Alters the entries of `after`; what it puts in is never freed. */
enum status review_complete(struct review *after, const struct review_change *changes, size_t count,
                            instant now, struct error *error);

/* ---- notices: something worth a question; never a refusal ---- */

struct review_notice {
    struct review_id about;
    const char *rule;     /* short stable word, such as "hypothesis-one-sided" */
    const char *text;     /* what is to be seen, one sentence */
    const char *question; /* one question */
};
enum status review_notices(const struct review *review, const struct review_settled *settled,
                           struct arena *arena, struct review_notice **ret, size_t *ret_count,
                           struct error *error);

/* ---- stages ---- */

struct review_need {
    uint8_t stage;    /* a word of review_words_stage */
    const char *rule; /* short stable word, such as "note-taker" */
    const char *text; /* what is missing */
    const char *why;  /* why it matters, one sentence */
    const char *how;  /* the command that gives it */
    bool advice;      /* worth having; its lack holds nothing up */
};
/* What is missing up to and including `stage` (0: the present one), in the order of the stages. */
enum status review_ready(const struct review *review, const struct review_settled *settled,
                         const struct review_bounds *bounds, unsigned stage, struct arena *arena,
                         struct review_need **ret, size_t *ret_count, struct error *error);
/* Goes to a stage and a status (0: as it is, or as the other one asks); forwards and back are both
 * allowed. Alters review->own: stage, status, and what follows from them (since when the timeline
 * is agreed, the report out, the review closed). BAD_INPUT for publishing without what 9.2 demands,
 * for closing while items are open, and for handing over without saying where to. */
enum status review_go(struct review *review, const struct review_settled *settled,
                      const struct review_bounds *bounds, unsigned stage, unsigned status,
                      instant now, struct arena *arena, struct error *error);
/* A few words for where it stands, such as "timeline agreed", "following up"; never NULL. */
const char *review_standing(const struct review *review);
/* What this is called here: "postmortem" unless the review says otherwise; never NULL. Borrows. */
const char *review_called(const struct review *review);
/* What is read out at the start of a meeting: the review's own words, else ours; never NULL. */
const char *review_opening(const struct review *review);

/* Independent first accounts stay apart until every one that was asked for is in. */
bool review_accounts_apart(const struct review *review, size_t *ret_waiting);
/* May documents show it: not withdrawn, no first account before its time, quotes with consent. */
bool review_statement_shown(const struct review *review, const struct review_statement *statement);

/* ---- questions ---- */

/* One line of data/questions.tsv. */
struct review_asked {
    const char *code;  /* "T1-3", "A4-2", "G-7" */
    const char *topic; /* "T1", "A4", "G" */
    const char *text;
    uint32_t areas; /* mask 1 << area word */
};
extern const struct review_asked review_bank[];
extern const size_t review_bank_count;
const struct review_asked *review_bank_find(struct span code);
/* One of data/follow-ups.tsv: what to ask about a kind of event; NULL for none. `codes` ends with
 * NULL; `text` is the question in its own words. */
struct review_follow_up {
    const char *kind; /* "act.limit", "change.*", "gap", "conflict", "first-use" */
    const char *text;
    const char *codes[8];
};
const struct review_follow_up *review_follow_up_of(unsigned event_kind);

struct review_next {
    const struct review_asked *question;
    struct review_id about; /* number 0: the review as a whole */
    const char *because;    /* why now, one sentence */
};
/* The next good questions, best first, at most `most`: for one event (`about` E12), one area (A3),
 * one topic ("T4"), or everything. One that was asked, answered or skipped about the same thing is
 * not offered again unless recalled. */
enum status review_next_questions(const struct review *review, const struct review_settled *settled,
                                  struct review_id about, const char *topic, size_t most,
                                  struct arena *arena, struct review_next **ret, size_t *ret_count,
                                  struct error *error);

/* The seven areas in order; state OPEN when there is no entry. events, statements, factors, items
 * that carry the area are counted. */
struct review_area_cover {
    uint8_t area, state;
    const struct review_area *entry; /* NULL: none */
    size_t events, statements, factors, items;
};
void review_areas_of(const struct review *review, struct review_area_cover ret[7]);

/* ---- factors ---- */

/* Whether a factor is a condition that contributed: no mitigator, and neither a step on the way nor
 * an outcome, which come about from such conditions. */
static inline bool review_factor_contributes(const struct review_factor *factor)
{
    return factor->part <= REVIEW_ROLE_OF_FACTOR_TRIGGER;
}

/* Whether a statement about an event is a source of it although the event does not name it (says):
 * its holder saw, did or knew it, and it is not withdrawn. */
bool review_tells_of(const struct review_statement *statement, const struct review_event *event);
/* Whether an event has a place in the evidence, or a statement of either sort. */
bool review_event_sourced(const struct review *review, const struct review_event *event);
/* How many independent sources a factor rests on: different contents of evidence and different
 * people (by role) that its statements and events come from. Counts no further than 64. */
size_t review_factor_sources(const struct review *review, const struct review_factor *factor);

/* ---- the plan ---- */

/* What the plan holds: items that are accepted, waiting, done or verified, by their words. */
struct review_plan {
    size_t planned, parked, proposed, declined, verified;
    size_t preparing; /* of planned: learn and respond */
    size_t types[REVIEW_TYPE_OF_ITEM_COUNT], kinds[REVIEW_HELP_COUNT];
    size_t strengths[REVIEW_STRENGTH_COUNT];
};
void review_plan_of(const struct review *review, struct review_plan *ret);
/* Appends what an item still needs for a state, with commas between; nothing when it has it all. */
void review_item_needs(const struct review_item *item, unsigned state, struct text *out);
/* A one-step item from a statement, document or event: what it serves stays linked. */
enum status review_item_from(const struct review *review, struct review_id from,
                             struct arena *arena, struct review_item **ret, struct error *error);

/* A wish for information against what there was. */
struct review_wish {
    const struct review_statement *statement;
    const struct review_event *source; /* first trace in the record by then, or NULL */
    const char *text;                  /* "no source had it then: first signal 7 min later" */
};
enum status review_wishes(const struct review *review, const struct review_settled *settled,
                          const struct review_bounds *bounds, struct arena *arena,
                          struct review_wish **ret, size_t *ret_count, struct error *error);

#endif
