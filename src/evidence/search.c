/*
 * Text over records. Fixed strings are found in the content as a whole and then placed by binary
 * search; patterns run on one record at a time, with limits on their backtracking, and a huge
 * record is given to them in overlapping pieces, because a pattern may take the square of its
 * length.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "evidence/search.h"

#include <assert.h>
#include <pcre2.h>
#include <stdlib.h>

enum {
    PATTERN_MOST = 4096,
    MATCH_LIMIT = 200 * 1000, /* backtracking steps from one place */
    HEAP_LIMIT_KIB = 16 * 1024,
    PIECE = 64 << 10,  /* longest text that a pattern sees at once */
    OVERLAP = 4 << 10, /* longest match that is found across pieces */
};

struct evidence_query {
    char *fixed; /* owned; NULL for a pattern */
    size_t fixed_len;
    pcre2_code *code;
    pcre2_match_context *limits;
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
    if (regex || ignore_case) {
        status = compile(query, pattern, regex, ignore_case, error);
    } else {
        query->fixed_len = pattern.len;
        query->fixed = malloc(pattern.len);
        if (query->fixed)
            memcpy(query->fixed, pattern.at, pattern.len);
        else
            status = error_set(error, STATUS_NO_MEMORY, "no memory for a search");
    }
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
    free(query->fixed);
    free(query);
}

/* ---- patterns ---- */

static enum status match_failed(int code, struct error *error)
{
    if (code == PCRE2_ERROR_NOMEMORY)
        return error_set(error, STATUS_NO_MEMORY, "no memory to match a pattern");
    return error_set(error, STATUS_LIMIT,
                     "the pattern needs too many steps (%d); make it simpler, for instance without "
                     "repeats inside repeats",
                     code);
}

/* First match in one piece; *ret_found tells. */
static enum status match_piece(const struct evidence_query *query, pcre2_match_data *data,
                               struct span piece, uint32_t options, bool *ret_found,
                               struct error *error)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(piece.at ? piece.at : "");
    int code = pcre2_match(query->code, subject, piece.len, 0, options, data, query->limits);
    if (code == PCRE2_ERROR_JIT_STACKLIMIT)
        code = pcre2_match(query->code, subject, piece.len, 0, options | PCRE2_NO_JIT, data,
                           query->limits);
    if (code < 0 && code != PCRE2_ERROR_NOMATCH) return match_failed(code, error);
    *ret_found = code >= 0;
    return STATUS_OK;
}

/* Where the next piece begins: at a line's start when there is one, else with some overlap. */
static size_t next_piece(struct span text, size_t from)
{
    size_t at = from + PIECE, least = at - OVERLAP;
    while (at > least && text.at[at - 1] != '\n') at--;
    return at;
}

static enum status match_pattern(const struct evidence_query *query, pcre2_match_data *data,
                                 struct span text, bool *ret_found, size_t *ret_from,
                                 size_t *ret_to, struct error *error)
{
    bool found = false;
    for (size_t from = 0;;) {
        struct span piece = span_sub(text, from, PIECE);
        bool last = from + piece.len == text.len;
        uint32_t options = (last ? 0 : PCRE2_NOTEOL) | (from ? PCRE2_NOTBOL : 0);
        if (from && text.at[from - 1] == '\n') options &= ~(uint32_t)PCRE2_NOTBOL;
        enum status status = match_piece(query, data, piece, options, &found, error);
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

static pcre2_match_data *match_data(const struct evidence_query *query)
{
    return pcre2_match_data_create_from_pattern(query->code, NULL);
}

enum status evidence_query_match(const struct evidence_query *query, struct span text,
                                 bool *ret_found, size_t *ret_from, size_t *ret_to,
                                 struct error *error)
{
    if (query->fixed) {
        size_t at = span_find(text, (struct span){query->fixed, query->fixed_len});
        *ret_found = at != SIZE_MAX;
        if (!*ret_found) return STATUS_OK;
        *ret_from = at;
        *ret_to = at + query->fixed_len;
        return STATUS_OK;
    }
    pcre2_match_data *data = match_data(query);
    if (!data) return match_failed(PCRE2_ERROR_NOMEMORY, error);
    enum status status = match_pattern(query, data, text, ret_found, ret_from, ret_to, error);
    pcre2_match_data_free(data);
    return status;
}

/* ---- records ---- */

/* The record that holds a byte of the content, at or behind record `low`. */
static uint64_t record_at(const struct evidence_index *index, uint64_t low, uint64_t offset)
{
    uint64_t high = index->count;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (index->start[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint64_t next_fixed(const struct evidence_query *query, const struct evidence_index *index,
                           struct span content, uint64_t record)
{
    const struct span needle = {query->fixed, query->fixed_len};
    size_t from = (size_t)index->start[record];
    while (from < content.len) {
        size_t at = span_find(span_from(content, from), needle);
        if (at == SIZE_MAX) break;
        record = record_at(index, record, from + at);
        if (from + at + needle.len <= index->start[record + 1]) return record;
        from += at + 1; /* it reaches over the record's end */
    }
    return index->count;
}

enum status evidence_query_next(const struct evidence_query *query,
                                const struct evidence_index *index, struct span content,
                                uint64_t record, uint64_t *ret_record, struct error *error)
{
    enum status status = STATUS_OK;
    bool found = false;
    size_t from, to;
    if (record >= index->count) {
        *ret_record = index->count;
        return STATUS_OK;
    }
    assert(index->start[index->count] <= content.len);
    if (query->fixed) {
        *ret_record = next_fixed(query, index, content, record);
        return STATUS_OK;
    }
    pcre2_match_data *data = match_data(query);
    if (!data) return match_failed(PCRE2_ERROR_NOMEMORY, error);
    for (; record < index->count; record++) {
        struct span text = evidence_record(index, content, record);
        status = match_pattern(query, data, text, &found, &from, &to, error);
        if (status) error_place(error, "record %llu", (unsigned long long)record);
        if (status || found) break;
    }
    pcre2_match_data_free(data);
    if (status == STATUS_OK) *ret_record = record;
    return status;
}
