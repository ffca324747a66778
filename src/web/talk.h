/* What the pages of the talk share: discussion, first accounts, meeting, notes. */
#ifndef WEB_TALK_H
#define WEB_TALK_H

#include "web/internal.h"

/* A time on the review's clock: "10:02:17", "10:02:00 to 10:05:00"; with its day where that is
 * another one. Nothing when it is not known. */
void talk_time(struct web_request *request, const struct desk *desk, struct value *in,
               const char *key, struct interval at);
void talk_instant(struct web_request *request, const struct desk *desk, struct value *in,
                  const char *key, instant at);

/* What a page shows of an entry; each gives the object that it filled. Only for what web_sees. */
struct value *talk_statement(struct web_request *request, const struct desk *desk, struct value *in,
                             const struct review_statement *statement);
struct value *talk_question(struct web_request *request, const struct desk *desk, struct value *in,
                            const struct review_question *question);
/* A line of the note-taker's console, whatever kind it became (notes.c). */
struct value *talk_note(struct web_request *request, const struct desk *desk, struct value *in,
                        const char *key, const struct review_entry *entry);
/* Entries that are named, each as {id, href, line}; those not to be seen are left out. */
void talk_refs(struct web_request *request, const struct desk *desk, struct value *in,
               const char *key, const struct review_refs *refs);
/* Who says it: by role, or that of the person; "" when it is not said. */
const char *talk_role(const struct review *review, const struct review_statement *statement);
bool talk_holds(const struct review_refs *refs, struct review_id id);

/* Lists that forms choose from: roles of people; areas; events in order. */
void talk_roles(struct web_request *request, const struct review *review);
void talk_words(struct web_request *request, const char *key, const struct vocabulary *words);

/* The meeting that goes on now, or the one that comes next, or the last one; NULL: none. */
const struct review_meeting *talk_meeting(const struct review *review, instant now);
bool talk_meeting_runs(const struct review_meeting *meeting, instant now);

/* The event that the address names (?at=E12), else the first of the walk; NULL: there is none. */
const struct review_event *talk_focus(struct web_request *request, const struct review *review,
                                      const struct review_settled *settled);

/* The walk at that event, into the model (meeting_walk.c). */
enum status talk_walk(struct web_request *request, const struct desk *desk,
                      const struct review_settled *settled, struct error *error);
/* A question that might be asked next, unless it waits in the queue already. */
void talk_offer(struct web_request *request, const struct review *review, struct value *list,
                const struct review_next *next);
/* Questions that nobody could answer yet, and who looks after each (discussion.c). */
void talk_open_questions(struct web_request *request, const struct desk *desk);
/* Ideas that wait for the remediation meeting, into the model (discussion.c). */
void talk_parked(struct web_request *request, const struct desk *desk);

/* Where a form leads back to: its field `to` within this review, else `otherwise`. */
const char *talk_back(struct web_request *request, const char *otherwise);

#endif
