/*
 * The fields of an entry in a model, made from the tables of the record: as they are read, as a
 * form (web/templates/fields.html), and what a form or a JSON body says of them.
 *
 * Forms name a field "f.what"; a JSON body has them in its member "fields" (or "body", as an answer
 * gives it), each as people type it or as it is stored.
 */
#ifndef WEB_FIELDS_H
#define WEB_FIELDS_H

#include "web/internal.h"

enum { FIELDS_MOST = 48 }; /* of one kind */

/* What was said of each field, by its place in the table. */
struct fields_typed {
    const char *text[FIELDS_MOST];  /* as typed; NULL: nothing was said */
    const char *json[FIELDS_MOST];  /* or as it is stored: a list or an object */
    const char *wrong[FIELDS_MOST]; /* why it could not be taken; NULL: fine */
    size_t wrong_count;
};
/* Reads them from the request; BAD_INPUT for a JSON member that the kind does not have. */
enum status fields_read(struct web_request *request, enum review_kind kind,
                        struct fields_typed *ret, struct error *error);
/* Gives them to an entry that is the caller's own. What cannot be taken is in `typed->wrong`, and
 * the entry keeps what it had there: OK all the same. */
enum status fields_set(struct web_request *request, struct desk *desk, struct review_entry *entry,
                       struct fields_typed *typed, struct error *error);
/* The first of `wrong` as an error (USAGE); OK when there is none. */
enum status fields_wrong(const struct review_entry *entry, const struct fields_typed *typed,
                         struct error *error);

/* Adds lists `main` and `more` of the fields in a form. What was typed (may be NULL) goes before
 * what the entry has. */
enum status fields_form(struct web_request *request, struct desk *desk, struct value *in,
                        const struct review_entry *entry, const struct fields_typed *typed,
                        struct error *error);
/* Adds a list `read` of what is stated, as people read it. */
enum status fields_reading(struct web_request *request, struct desk *desk, struct value *in,
                           const struct review_entry *entry, struct error *error);
/* Adds a list `known` of {id, line}: what a field may name. */
void fields_known(struct web_request *request, const struct review *review, struct value *in);

/* "Done when" for done_when, in the request's arena; never NULL. */
const char *fields_label(struct web_request *request, const struct review_field *field);
/* The places of a kind's fields, the main ones first; gives how many are main. Hidden names, and
 * what the program sets, are left out; *ret_count is how many there are. */
size_t fields_order(const struct web_request *request, enum review_kind kind,
                    size_t order[FIELDS_MOST], size_t *ret_count);
/* Of a field as people type it, in the arena; never NULL. */
const char *fields_text(struct web_request *request, const struct review_entry *entry,
                        const struct review_field *field);
/* A time in words, with its doubt: "2026-03-04 10:02:17 to 10:05:00 UTC". */
const char *fields_time(struct web_request *request, const struct zone *zone, struct interval at);

#endif
