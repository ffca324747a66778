/* What pages across reviews share: filters as chips in the address, and reviews by their number. */
#ifndef WEB_SHELF_H
#define WEB_SHELF_H

#include "web/session.h"

/* All that this account may read, with the parts that it has in each. */
struct shelf {
    struct web_request *request;
    struct store_review *reviews; /* last changed first */
    size_t count;
    struct store_member *members;
    size_t member_count;
};
enum status shelf_open(struct web_request *request, struct shelf *ret, struct error *error);
const struct store_review *shelf_review(const struct shelf *shelf, uint32_t number); /* or NULL */
/* What the account is in a review; parts 0 when it is no member. */
struct store_member shelf_member(const struct shelf *shelf, uint32_t review);
/* web_sees, for an entry of any review of the shelf; `whole` is that review as it was loaded. */
bool shelf_sees(const struct shelf *shelf, const struct store_review *review,
                const struct review *whole, const struct review_entry *entry);

/* This page's address with one name of the query given another value (NULL: taken out). Where a
 * list went on, it begins again. */
const char *shelf_href(struct web_request *request, const char *name, const char *value);
/* A group of chips: {name, words, value, on, href} for each; the one that is on leads back. */
struct value *shelf_chips(struct web_request *request, struct value *groups, const char *name,
                          const char *title);
void shelf_chip(struct web_request *request, struct value *group, const char *name,
                const char *value);
void shelf_vocabulary(struct web_request *request, struct value *groups, const char *name,
                      const struct vocabulary *words);
/* Is the query's word for this name the given one, or not there? */
bool shelf_fits(const struct web_request *request, const char *name, const char *value);
/* "2026-11-22"; nothing when it is not known. */
void shelf_day(struct web_request *request, struct value *in, const char *key, int32_t day);
/* id, href, title, severity, stage, status, day and last change of a review. */
struct value *shelf_put(struct web_request *request, struct value *list,
                        const struct store_review *review);

/* Items of readable reviews in the given states (mask 1 << state; 0: all), by age. */
enum status shelf_items(const struct shelf *shelf, uint32_t states, struct review_open_item **ret,
                        size_t *ret_count, struct error *error);
/* One as lists show it. */
void shelf_put_item(const struct shelf *shelf, struct value *list,
                    const struct review_open_item *open);
extern const uint32_t shelf_open_states;

/* What waits for this account, as a list `needs` (needs.c). */
enum status needs_fill(const struct shelf *shelf, struct error *error);

#endif
