/* Finding text in records: fixed strings, or PCRE2 patterns with limits. */
#ifndef EVIDENCE_SEARCH_H
#define EVIDENCE_SEARCH_H

#include "evidence/index.h"

struct evidence_query; /* immutable after compiling; may be shared by threads */

/* `pattern` as UTF-8 text. BAD_INPUT names the place of a mistake in a regular expression. */
enum status evidence_query_new(struct span pattern, bool regex, bool ignore_case,
                               struct evidence_query **ret, struct error *error);
void evidence_query_free(struct evidence_query *query);
/* First match in the text; LIMIT when the pattern's match limit is hit. *ret_found tells. */
enum status evidence_query_match(const struct evidence_query *query, struct span text,
                                 bool *ret_found, size_t *ret_from, size_t *ret_to,
                                 struct error *error);
/* Next record from `record` on that matches, or index->count. Searches the bytes of the content, so
 * a match across a record's end does not count. */
enum status evidence_query_next(const struct evidence_query *query,
                                const struct evidence_index *index, struct span content,
                                uint64_t record, uint64_t *ret_record, struct error *error);

#endif
