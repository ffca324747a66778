/* What the pages share that show a graph of conditions, or what a plan does to it. */
#ifndef WEB_GRAPH_PAGE_H
#define WEB_GRAPH_PAGE_H

#include "web/internal.h"

/* Most of what is listed one by one, and what one page may use: an answer within a second. */
enum { GRAPH_PAGE_MOST = 20, GRAPH_PAGE_ITEMS = 40 };
extern const struct causes_budget graph_page_budget;

/* A graph on a page. */
struct graph_page {
    struct web_request *request;
    struct desk *desk; /* stays open while it is filled */
    const struct review *review;
    const struct causes_graph *graph;
    bool implied, whole; /* whole: it has no circle, so sets can be computed */
};

/* Runs `fill` with the graph of the request's review. */
enum status web_with_graph(struct web_request *request,
                           enum status (*fill)(const struct graph_page *page, struct error *error),
                           struct error *error);
/* The words of a vocabulary as a list of {word, meaning, chosen}. */
void web_words(struct model *model, struct value *in, const char *key,
               const struct vocabulary *words, unsigned chosen);
/* {name, text, href}: a condition; no href where it is no entry. */
struct value *web_graph_condition(const struct graph_page *page, struct value *in, const char *key,
                                  uint32_t condition);
/* Lists of lists of conditions. */
void web_graph_sets(const struct graph_page *page, struct value *in, const char *key,
                    const struct causes_list *list);
void web_graph_count(struct model *model, struct value *in, const char *key, causes_count count);

/* Conditions with their ways and tests, the outcomes first, as `effects`; those in no way as
 * `loose`; all as `known`. */
void web_graph_effects(const struct graph_page *page);
/* What is supposed by ?with=... and ?without=... (items, and conditions taken out), as `supposed`:
 * what stays open then, and depth. NOT_FOUND for a name that is not in the graph. */
enum status web_graph_suppose(const struct graph_page *page, struct error *error);
/* For each item what is open when this one does not hold, as `each` in `in`. */
enum status web_graph_each(const struct graph_page *page, struct value *in, struct error *error);
/* What the items of a standing break and leave open, an object an outcome, as `key` in `in`. */
enum status web_graph_cover(const struct graph_page *page, const struct causes_graph *graph,
                            struct value *in, const char *key, struct error *error);

#endif
