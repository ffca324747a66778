/* What is told of a graph of conditions: computed once, for text, JSON and the report of a review.
 */
#ifndef REPORT_CAUSES_TOLD_H
#define REPORT_CAUSES_TOLD_H

#include "report/internal.h"

struct told_family {
    struct causes_extent extent;
    causes_count count;
    const causes_count *sizes; /* how many sets have 0, 1, ... conditions */
    size_t size_count;
    struct causes_list list; /* the smallest, when they are listed */
    bool unlisted;           /* they were to be, and the budget did not suffice */
};

struct told_outcome {
    uint32_t outcome;
    struct told_family sets, paths;
    const struct causes_weight *weights;
    size_t weight_count;
    struct causes_extent weight_extent;
    struct causes_coverage cover;
};

/* What the guard asks about the words of a graph. */
struct told_wording {
    const char *about, *part; /* "F3", "instead" */
    const char *words;
    const char *rule;
    const char *question;
};

struct causes_told {
    const struct report_causes *report;
    const struct causes_graph *graph;
    struct told_outcome *outcomes;
    size_t outcome_count;
    struct causes_plans plans;
    struct causes_finding *findings;
    size_t finding_count;
    struct causes_question *questions;
    size_t question_count;
    struct told_wording *wordings;
    size_t wording_count;
    bool wrong; /* a finding says that something cannot be so */
};
enum status causes_told_make(const struct report_causes *report, struct arena *arena,
                             struct causes_told *ret, struct error *error);
enum status causes_told_wording(const struct causes_graph *graph, struct arena *arena,
                                struct told_wording **ret, size_t *ret_count, struct error *error);
bool causes_told_has(const struct causes_told *told, unsigned part);

/* The graph as members of an object that the caller has opened. */
void causes_json_graph(struct json_writer *json, const struct report_graph *report);

/* ---- words ---- */

/* "two", "twelve", "4,805" */
void causes_words_count(struct text *to, causes_count count);
/* "Two known ways bring it about; they take four and five conditions; none does it alone." */
void causes_words_sets(struct text *to, const struct told_family *family);
/* "Five groups ...: had all of one been otherwise, no known way was left." */
void causes_words_paths(struct text *to, const struct told_family *family);
/* "Every known way is broken by two items or more.", "Two of six known ways stay open." */
void causes_words_cover(struct text *to, const struct causes_graph *graph,
                        const struct causes_coverage *cover);

#endif
