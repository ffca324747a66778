/* What the files of the search share: a query ready to be run. */
#ifndef EVIDENCE_SEARCH_QUERY_H
#define EVIDENCE_SEARCH_QUERY_H

#ifndef PCRE2_CODE_UNIT_WIDTH
#define PCRE2_CODE_UNIT_WIDTH 8
#endif

#include <pcre2.h>

#include "base/finder.h"
#include "evidence/search.h"

enum { QUERY_PIECE = 64 << 10 }; /* longest text that a pattern sees at once */

struct evidence_query {
    char *text; /* owned: what is looked for, or what every match of the pattern holds */
    struct finder finder;
    bool has_finder;
    bool one_line;    /* see search_pattern.h */
    pcre2_code *code; /* NULL when the finder alone decides */
    pcre2_match_context *limits;
};

/* For the code of a query that has one; NULL when memory is out. The caller frees it. */
pcre2_match_data *query_match_data(const struct evidence_query *query);
enum status query_failed(int code, struct error *error);
/* Runs the code over at most a piece of text from a place on; *ret_found tells, `data` has the
 * place. */
enum status query_run(const struct evidence_query *query, pcre2_match_data *data, struct span piece,
                      size_t from, uint32_t options, bool *ret_found, struct error *error);
/* Runs it over a text of any length. */
enum status query_pieces(const struct evidence_query *query, pcre2_match_data *data,
                         struct span text, bool *ret_found, size_t *ret_from, size_t *ret_to,
                         struct error *error);

#endif
