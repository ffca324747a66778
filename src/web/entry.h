/* What the pages of one entry, and of the history, share. */
#ifndef WEB_ENTRY_H
#define WEB_ENTRY_H

#include "web/fields.h"

/* Makes the answer of the API: the members of web_entry, and its ETag. */
enum status entry_answer(struct web_request *request, const struct review_entry *entry,
                         struct error *error);
/* What the guard asks, beside the fields of the lists `read`, `main` and `more` of `in`. */
enum status entry_guard(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_entry *entry, struct error *error);
/* Somebody else was faster: 409 with both versions. `entry` NULL: it was taken out. */
enum status entry_stale(struct web_request *request, struct desk *desk, struct review_id id,
                        uint32_t base, struct fields_typed *typed, struct error *error);
/* Who may read a review, and how names stand in it, is for those who lead it. */
enum status entry_check_own(struct web_request *request, const struct review *review,
                            const struct review_entry *after, struct error *error);

/* Which of these changes the account may see. */
enum status history_seen(struct web_request *request, const struct review *review,
                         const struct review_past *past, size_t count, bool **ret,
                         struct error *error);
/* Adds a list `changes`, newest first, of those that `wanted` has; at most `most`. *ret_more: the
 * change to go on before, or 0. */
enum status history_add(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_past *past, size_t count, const bool *wanted,
                        size_t most, uint64_t *ret_more, struct error *error);

/* What is missing, and what needs a question, as lists `needs` and `notices`. */
enum status ready_needs(struct web_request *request, struct desk *desk, unsigned stage,
                        struct value *in, struct error *error);
enum status ready_notices(struct web_request *request, struct desk *desk, struct value *in,
                          struct error *error);

#endif
