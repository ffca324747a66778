/* Graphs of conditions for `causes`: where they come from. */
#ifndef COMMAND_CAUSES_H
#define COMMAND_CAUSES_H

#include "command/desk.h"

struct causes_source {
    const char *name; /* file, or PM7 */
    struct causes_graph graph;
    bool implied;
    bool typed; /* a text: its words are looked at by the guard here */
};

/* Graphs from files, standard input, and reviews of the workspace; a desk is opened when the first
 * review is wanted. */
struct causes_door {
    struct call *call;
    struct desk desk;
    bool open;
};
/* The graph that an operand names: a file of that name, "-", else a review; NULL: the only review
 * there is. Every mistake of a text is told on standard error with its line. */
enum status causes_open(struct causes_door *door, const char *operand, struct causes_source *ret,
                        struct error *error);
enum status causes_open_desk(struct causes_door *door, struct error *error);
/* The graph of one review of the workspace, by its number. */
enum status causes_open_review(struct causes_door *door, uint32_t number, struct causes_source *ret,
                               struct error *error);
/* The graph of the review on a desk. */
enum status causes_of_desk(struct desk *desk, struct causes_source *ret, struct error *error);
enum status causes_read_file(struct call *call, const char *path, struct causes_graph *ret,
                             struct error *error);
/* "a.causes:4" of "line 4"; a place that already says more stays behind the name. */
void causes_place(struct error *error, const char *name);
void causes_close(struct causes_door *door);

/* The options that name a file for a picture or another form: any at all; write them. */
bool causes_has_form(const struct call *call);
enum status causes_write_forms(struct call *call, const struct report_graph *graph,
                               struct error *error);

/* USAGE unless --depth is 1 to 100. */
enum status causes_refuse_depth(uint64_t depth, struct error *error);

/* `causes --across`: many graphs beside each other. */
enum status causes_run_across(struct causes_door *door, const struct causes_budget *budget,
                              struct error *error);
/* `causes REVIEW --take FILE`. */
enum status causes_run_take(struct call *call, struct error *error);

#endif
