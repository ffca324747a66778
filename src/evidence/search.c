/*
 * What is searched for, made ready, and run on one text.
 *
 * Text as it stands is a matter of the finder alone. Patterns have limits on their backtracking; a
 * huge text is given to them in overlapping pieces, because a pattern may take the square of its
 * length.
 */
#include "evidence/search_query.h"

#include <assert.h>
#include <stdlib.h>

#include "evidence/search_pattern.h"

enum {
    PATTERN_MOST = 4096,
    MATCH_LIMIT = 200 * 1000, /* backtracking steps from one place */
    HEAP_LIMIT_KIB = 16 * 1024,
    LITERAL_LEAST = 2, /* a single byte is everywhere */
    OVERLAP = 4 << 10, /* longest match that is found across pieces */
};

static enum status bad_pattern(int code, size_t at, struct error *error)
{
    PCRE2_UCHAR message[160];
    if (pcre2_get_error_message(code, message, sizeof message) < 0) message[0] = '\0';
    return error_set(
        error, STATUS_BAD_INPUT,
        "the pattern has a mistake at byte %zu: %s; search for the text as it stands if "
        "it is no regular expression",
        at, (const char *)message);
}

static enum status compile(struct evidence_query *query, struct span pattern, bool regex,
                           bool ignore_case, struct error *error)
{
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (ignore_case ? PCRE2_CASELESS : 0) |
                       (regex ? PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C : PCRE2_LITERAL);
    int code = 0;
    size_t at = 0;
    query->code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.len, options, &code, &at, NULL);
    if (!query->code) return bad_pattern(code, at, error);
    query->limits = pcre2_match_context_create(NULL);
    if (!query->limits) return error_set(error, STATUS_NO_MEMORY, "no memory for a pattern");
    pcre2_set_match_limit(query->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(query->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(query->limits, HEAP_LIMIT_KIB);
    /* Without the just-in-time compiler the interpreter gives the same answers, slower. */
    (void)pcre2_jit_compile(query->code, PCRE2_JIT_COMPLETE);
    return STATUS_OK;
}

static bool is_ascii(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] & 0x80) return false;
    return true;
}

/* A copy of what is to be found by the finder. */
static enum status take_text(struct evidence_query *query, struct span text, bool fold,
                             struct error *error)
{
    query->text = malloc(text.len);
    if (!query->text) return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    for (size_t i = 0; i < text.len; i++)
        query->text[i] = fold ? byte_lower(text.at[i]) : text.at[i];
    finder_init(&query->finder, (struct span){query->text, text.len}, fold);
    query->has_finder = true;
    return STATUS_OK;
}

static enum status take_pattern(struct evidence_query *query, struct span pattern, bool regex,
                                bool ignore_case, struct error *error)
{
    enum status status = compile(query, pattern, regex, ignore_case, error);
    if (status) return status;
    struct pattern_facts facts = regex ? pattern_facts_of(pattern, ignore_case)
                                       : pattern_facts_of_text(pattern, ignore_case);
    query->one_line = facts.one_line;
    if (facts.literal_len < LITERAL_LEAST) return STATUS_OK;
    return take_text(query, (struct span){facts.literal, facts.literal_len}, ignore_case, error);
}

enum status evidence_query_new(struct span pattern, bool regex, bool ignore_case,
                               struct evidence_query **ret, struct error *error)
{
    enum status status = STATUS_OK;
    if (pattern.len == 0)
        return error_set(error, STATUS_BAD_INPUT, "nothing to search for: the pattern is empty");
    if (pattern.len > PATTERN_MOST)
        return error_set(error, STATUS_LIMIT, "the pattern has %zu bytes; %d are the most",
                         pattern.len, PATTERN_MOST);
    struct evidence_query *query = calloc(1, sizeof *query);
    if (!query) return error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    if (!regex && (!ignore_case || is_ascii(pattern)))
        status = take_text(query, pattern, ignore_case, error);
    else
        status = take_pattern(query, pattern, regex, ignore_case, error);
    if (status)
        evidence_query_free(query);
    else
        *ret = query;
    return status;
}

void evidence_query_free(struct evidence_query *query)
{
    if (!query) return;
    pcre2_code_free(query->code);
    pcre2_match_context_free(query->limits);
    free(query->text);
    free(query);
}

/* ---- patterns ---- */

enum status query_failed(int code, struct error *error)
{
    if (code == PCRE2_ERROR_NOMEMORY)
        return error_set(error, STATUS_NO_MEMORY, "no memory to match a pattern");
    return error_set(error, STATUS_LIMIT,
                     "the pattern needs too many steps (%d); make it simpler, for instance without "
                     "repeats inside repeats",
                     code);
}

enum status query_run(const struct evidence_query *query, pcre2_match_data *data, struct span piece,
                      size_t from, uint32_t options, bool *ret_found, struct error *error)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(piece.at ? piece.at : "");
    int code = pcre2_match(query->code, subject, piece.len, from, options, data, query->limits);
    if (code == PCRE2_ERROR_JIT_STACKLIMIT)
        code = pcre2_match(query->code, subject, piece.len, from, options | PCRE2_NO_JIT, data,
                           query->limits);
    if (code < 0 && code != PCRE2_ERROR_NOMATCH) return query_failed(code, error);
    *ret_found = code >= 0;
    return STATUS_OK;
}

/* Where the next piece begins: at a line's start when there is one, else with some overlap. */
static size_t next_piece(struct span text, size_t from)
{
    size_t at = from + QUERY_PIECE, least = at - OVERLAP;
    while (at > least && text.at[at - 1] != '\n') at--;
    return at;
}

enum status query_pieces(const struct evidence_query *query, pcre2_match_data *data,
                         struct span text, bool *ret_found, size_t *ret_from, size_t *ret_to,
                         struct error *error)
{
    bool found = false;
    for (size_t from = 0;;) {
        struct span piece = span_sub(text, from, QUERY_PIECE);
        bool last = from + piece.len == text.len;
        uint32_t options = (last ? 0 : PCRE2_NOTEOL) | (from ? PCRE2_NOTBOL : 0);
        if (from && text.at[from - 1] == '\n') options &= ~(uint32_t)PCRE2_NOTBOL;
        enum status status = query_run(query, data, piece, 0, options, &found, error);
        if (status) return status;
        if (found) {
            const size_t *at = pcre2_get_ovector_pointer(data);
            *ret_from = from + at[0];
            *ret_to = from + (at[1] > at[0] ? at[1] : at[0]); /* \K may turn them round */
            break;
        }
        if (last) break;
        size_t next = next_piece(text, from);
        assert(next > from && next <= text.len);
        from = next;
    }
    *ret_found = found;
    return STATUS_OK;
}

pcre2_match_data *query_match_data(const struct evidence_query *query)
{
    return pcre2_match_data_create_from_pattern(query->code, NULL);
}

enum status evidence_query_match(const struct evidence_query *query, struct span text,
                                 bool *ret_found, size_t *ret_from, size_t *ret_to,
                                 struct error *error)
{
    size_t at = query->has_finder ? finder_next(&query->finder, text, 0) : 0;
    if (at == SIZE_MAX || !query->code) {
        *ret_found = at != SIZE_MAX;
        if (!*ret_found) return STATUS_OK;
        *ret_from = at;
        *ret_to = at + query->finder.needle.len;
        return STATUS_OK;
    }
    pcre2_match_data *data = query_match_data(query);
    if (!data) return query_failed(PCRE2_ERROR_NOMEMORY, error);
    enum status status = query_pieces(query, data, text, ret_found, ret_from, ret_to, error);
    pcre2_match_data_free(data);
    return status;
}
