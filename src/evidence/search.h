/* Finding text in records: fixed strings, or PCRE2 patterns with limits. */
#ifndef EVIDENCE_SEARCH_H
#define EVIDENCE_SEARCH_H

#include "evidence/index.h"

struct evidence_query; /* immutable after compiling; may be shared by threads */

/* `pattern` as UTF-8 text. BAD_INPUT names the place of a mistake in a regular expression. With
 * `ignore_case`, ASCII letters of an ASCII text are the same as those of the other case alone;
 * other texts and patterns know the cases of Unicode. */
enum status evidence_query_new(struct span pattern, bool regex, bool ignore_case,
                               struct evidence_query **ret, struct error *error);
void evidence_query_free(struct evidence_query *query);
/* First match in the text; LIMIT when the pattern's match limit is hit. *ret_found tells. */
enum status evidence_query_match(const struct evidence_query *query, struct span text,
                                 bool *ret_found, size_t *ret_from, size_t *ret_to,
                                 struct error *error);

/* Records of one content that are searched together. */
struct evidence_block {
    const struct evidence_index *index;
    struct span content;
    /* gives the same bytes, quicker than a mapping where all of them are wanted; NULL for none */
    const struct evidence_reader *reader;
    uint64_t from, to;     /* records from <= i < to */
    const uint8_t *wanted; /* per record from `from` on, 0 for none of it; NULL: all are wanted */
};

/* What one thread searches with. */
struct evidence_search;
/* Borrows the query. */
enum status evidence_search_new(const struct evidence_query *query, struct evidence_search **ret,
                                struct error *error);
void evidence_search_free(struct evidence_search *search);
/* The wanted records that the query finds something in, in file order; a match across a record's
 * end does not count. `ret_records` has room for all of the block. */
enum status evidence_search_block(struct evidence_search *search,
                                  const struct evidence_block *block, uint64_t *ret_records,
                                  size_t *ret_count, struct error *error);

#endif
