/* Several entries of a review changed as one, from what somebody typed into a small form. */
#ifndef WEB_PUTS_H
#define WEB_PUTS_H

#include "web/internal.h"

struct web_puts {
    struct web_request *request;
    struct desk desk; /* for changes */
    struct desk_put *puts;
    size_t count, room;
    uint32_t last[REVIEW_KIND_COUNT]; /* numbers given out */
};

/* Opens the request's review for changes. web_puts_close it whatever happens. */
enum status web_puts_open(struct web_request *request, struct web_puts *ret, struct error *error);
void web_puts_close(struct web_puts *puts);
/* The run of a handler that changes entries: opened, changed, closed. */
enum status web_puts_run(struct web_request *request,
                         enum status (*change)(struct web_puts *puts, struct error *error),
                         struct error *error);
/* A new entry with the next number, or a copy of one (that is changed already, when it is); NULL
 * when memory is out, or there is no such entry. */
void *web_puts_new(struct web_puts *puts, enum review_kind kind);
void *web_puts_copy(struct web_puts *puts, struct review_id id);
void web_puts_remove(struct web_puts *puts, struct review_id id);
/* The version that a form was made from (field `base`), for one entry that was put. */
enum status web_puts_base(struct web_puts *puts, struct review_id id, struct error *error);
/* Gives fields what the form has under the same names; what it has not stays. `names` ends with
 * NULL. */
enum status web_puts_fields(struct web_puts *puts, struct review_entry *entry,
                            const char *const *names, struct error *error);
/* The entry of a kind that a form names in `field`; NOT_FOUND or USAGE says what it wants. */
enum status web_puts_named(struct web_puts *puts, const char *field, enum review_kind kind,
                           struct review_id *ret, struct error *error);
/* Saves all of it as one change and goes on to `href`; `told` is said there, with an undo. */
enum status web_puts_save(struct web_puts *puts, const char *href, const char *told,
                          struct error *error);

#endif
