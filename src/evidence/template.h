/*
 * Templates: messages of one shape, so that a hundred thousand lines become a page of kinds.
 *
 * Method: a fixed-depth parse tree over masked tokens, after P. He, J. Zhu, Z. Zheng, M. R. Lyu,
 * "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (ICWS 2017), behind a hash of the
 * masked tokens that answers for shapes seen before.
 */
#ifndef EVIDENCE_TEMPLATE_H
#define EVIDENCE_TEMPLATE_H

#include "evidence/index.h"

struct evidence_template {
    const char *text; /* "user <*> logged in from <ip>"; owned by the set */
    uint64_t count;
    uint64_t example;         /* a record of this shape, in the content it was first seen in */
    uint32_t example_content; /* number of that content, as given to evidence_templates_add */
    int64_t first, last; /* smallest and largest time as given by `time_of`, or EVIDENCE_NO_TIME */
    uint64_t level_count[EVIDENCE_LEVEL_COUNT];
};

struct evidence_templates; /* a growing set; one thread at a time; memory bounded by `most` shapes
                            */

struct evidence_templates *evidence_templates_new(size_t most); /* NULL when out of memory */
void evidence_templates_free(struct evidence_templates *set);
/* Adds records from..to (exclusive) of one content. `time_of` maps a record to the time to note
 * (clock applied); NULL takes the index's. `ret_ids` (may be NULL) receives to - from template
 * numbers; UINT32_MAX for records beyond `most` shapes. */
enum status evidence_templates_add(struct evidence_templates *set, uint32_t number,
                                   const struct evidence_index *index, struct span content,
                                   uint64_t from, uint64_t to,
                                   int64_t (*time_of)(void *context, uint64_t record),
                                   void *time_context, uint32_t *ret_ids, struct error *error);
size_t evidence_templates_count(const struct evidence_templates *set);
/* Borrows; valid until the next add. Texts of one number may grow more general by later adds. */
const struct evidence_template *evidence_templates_get(const struct evidence_templates *set,
                                                       size_t number);

#endif
