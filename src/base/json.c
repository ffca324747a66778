#include "base/json.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>

/* ---- reader ---- */

void json_open(struct json_reader *reader, struct span in)
{
    *reader = (struct json_reader){.in = in, .expect_value = true};
    if (span_starts(in, SPAN("\xef\xbb\xbf"))) reader->at = 3;
}

static enum status bad(const struct json_reader *reader, const char *what, struct error *error)
{
    error_set(error, STATUS_BAD_INPUT, "not JSON: %s at byte %zu", what, reader->at);
    return STATUS_BAD_INPUT;
}

static void skip_space(struct json_reader *reader)
{
    const char *at = reader->in.at;
    size_t i = reader->at, len = reader->in.len;
    while (i < len && (at[i] == ' ' || at[i] == '\n' || at[i] == '\r' || at[i] == '\t')) i++;
    reader->at = i;
}

static bool inside_object(const struct json_reader *reader)
{
    int level = reader->depth - 1;
    return level >= 0 && (reader->in_object[level / 64] >> (level % 64) & 1);
}

/* First byte from `i` on that is a quote, a backslash or a control byte; `len` for none. Eight
 * bytes at once: what is subtracted from borrows from the bytes above it alone, so that the lowest
 * mark is a true one. */
static size_t string_stop(const char *at, size_t i, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    for (; i + 8 <= len; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
        uint64_t marks = (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
                          ((word - ones * 0x20) & ~word)) &
                         high;
        if (marks) return i + (size_t)__builtin_ctzll(marks) / 8;
    }
    while (i < len && at[i] != '"' && at[i] != '\\' && (unsigned char)at[i] >= 0x20) i++;
    return i;
}

/* Reads a string from its opening quote; offsets without the quotes. */
static enum status read_string(struct json_reader *reader, size_t *from, size_t *to, bool *escaped,
                               struct error *error)
{
    const char *at = reader->in.at;
    size_t len = reader->in.len, i = reader->at + 1;
    *from = i;
    *escaped = false;
    while ((i = string_stop(at, i, len)) < len && at[i] != '"') {
        bool escape = at[i] == '\\';
        *escaped = *escaped || escape;
        i += escape;
        if (!escape || (i < len && !byte_is_one_of(at[i], "\"\\/bfnrtu"))) {
            reader->at = i;
            return bad(reader, escape ? "an unknown escape" : "a control byte inside a string",
                       error);
        }
        i++;
    }
    if (i >= len) return bad(reader, "a string without its closing quote", error);
    *to = i;
    reader->at = i + 1;
    return STATUS_OK;
}

static size_t digits(const struct json_reader *reader, size_t i)
{
    while (i < reader->in.len && reader->in.at[i] >= '0' && reader->in.at[i] <= '9') i++;
    return i;
}

static enum status read_number(struct json_reader *reader, struct json_token *token,
                               struct error *error)
{
    const char *at = reader->in.at;
    size_t len = reader->in.len, i = reader->at, start;
    token->from = i;
    if (i < len && at[i] == '-') i++;
    start = i;
    i = digits(reader, i);
    if (i == start || (at[start] == '0' && i > start + 1))
        return bad(reader, "a bad number", error);
    if (i < len && at[i] == '.') {
        start = ++i;
        i = digits(reader, i);
        if (i == start) return bad(reader, "a bad number", error);
    }
    if (i < len && (at[i] == 'e' || at[i] == 'E')) {
        i++;
        if (i < len && (at[i] == '+' || at[i] == '-')) i++;
        start = i;
        i = digits(reader, i);
        if (i == start) return bad(reader, "a bad number", error);
    }
    token->type = JSON_NUMBER;
    token->to = reader->at = i;
    return STATUS_OK;
}

static enum status read_word(struct json_reader *reader, struct json_token *token,
                             struct error *error)
{
    static const struct {
        struct span word;
        enum json_type type;
    } words[] = {{{"true", 4}, JSON_TRUE}, {{"false", 5}, JSON_FALSE}, {{"null", 4}, JSON_NULL}};
    for (size_t i = 0; i < 3; i++) {
        if (!span_starts(span_from(reader->in, reader->at), words[i].word)) continue;
        token->type = words[i].type;
        token->from = reader->at;
        token->to = reader->at += words[i].word.len;
        return STATUS_OK;
    }
    return bad(reader, "something that is no value", error);
}

static enum status open_container(struct json_reader *reader, struct json_token *token, bool object,
                                  struct error *error)
{
    if (reader->depth == JSON_DEPTH_MAX)
        return error_set(error, STATUS_LIMIT, "JSON nested deeper than %d levels at byte %zu",
                         JSON_DEPTH_MAX, reader->at);
    uint64_t bit = UINT64_C(1) << (reader->depth % 64);
    uint64_t *word = &reader->in_object[reader->depth / 64];
    *word = object ? *word | bit : *word & ~bit;
    reader->depth++;
    token->type = object ? JSON_OBJECT : JSON_ARRAY;
    token->from = reader->at++;
    token->to = reader->at;
    reader->started = false;
    reader->expect_value = true;
    return STATUS_OK;
}

static enum status close_container(struct json_reader *reader, struct json_token *token)
{
    token->type = inside_object(reader) ? JSON_OBJECT_END : JSON_ARRAY_END;
    token->from = reader->at++;
    token->to = reader->at;
    reader->depth--;
    reader->started = true;
    reader->expect_value = false;
    return STATUS_OK;
}

static enum status read_key(struct json_reader *reader, struct json_token *token,
                            struct error *error)
{
    size_t from, to;
    if (reader->at >= reader->in.len || reader->in.at[reader->at] != '"')
        return bad(reader, "a member without a name", error);
    enum status status = read_string(reader, &from, &to, &token->key_escaped, error);
    if (status) return status;
    token->has_key = true;
    token->key = span_sub(reader->in, from, to - from);
    skip_space(reader);
    if (reader->at >= reader->in.len || reader->in.at[reader->at] != ':')
        return bad(reader, "a name without a colon", error);
    reader->at++;
    skip_space(reader);
    return STATUS_OK;
}

static enum status read_value(struct json_reader *reader, struct json_token *token,
                              struct error *error)
{
    if (reader->at >= reader->in.len) return bad(reader, "the end where a value is due", error);
    char c = reader->in.at[reader->at];
    if (c == '{' || c == '[') return open_container(reader, token, c == '{', error);
    reader->started = true;
    reader->expect_value = false;
    if (c == '"') {
        token->type = JSON_STRING;
        return read_string(reader, &token->from, &token->to, &token->escaped, error);
    }
    if (c == '-' || (c >= '0' && c <= '9')) return read_number(reader, token, error);
    return read_word(reader, token, error);
}

enum status json_next(struct json_reader *reader, struct json_token *ret, struct error *error)
{
    struct json_token token = {0};
    enum status status;
    assert(reader->depth >= 0 && reader->at <= reader->in.len);
    skip_space(reader);
    bool end = reader->at >= reader->in.len;
    char c = end ? '\0' : reader->in.at[reader->at];
    if (reader->depth == 0 && reader->started) {
        if (!end) return bad(reader, "more after the value", error);
        token.type = JSON_END;
        token.from = token.to = reader->at;
        *ret = token;
        return STATUS_OK;
    }
    if (reader->depth > 0 && !end && c == (inside_object(reader) ? '}' : ']') &&
        (reader->started || reader->expect_value)) {
        status = close_container(reader, &token);
        *ret = token;
        return status;
    }
    if (reader->depth > 0 && reader->started) {
        if (c != ',') return bad(reader, "a missing comma or closing bracket", error);
        reader->at++;
        skip_space(reader);
    }
    if (reader->depth > 0 && inside_object(reader)) {
        status = read_key(reader, &token, error);
        if (status) return status;
    }
    status = read_value(reader, &token, error);
    if (status == STATUS_OK) *ret = token;
    return status;
}

bool json_value_complete(const struct json_reader *reader)
{
    return reader->depth == 0 && reader->started;
}

enum status json_skip(struct json_reader *reader, size_t *ret_to, struct error *error)
{
    int depth = reader->depth;
    struct json_token token;
    assert(depth > 0); /* a container has just been opened */
    while (reader->depth >= depth) {
        enum status status = json_next(reader, &token, error);
        if (status) return status;
    }
    *ret_to = reader->at;
    return STATUS_OK;
}

bool json_pass(struct json_reader *reader)
{
    const char *at = reader->in.at;
    size_t len = reader->in.len, i = reader->at;
    size_t depth = 1;
    assert(reader->depth > 0); /* a container has just been opened */
    while (i < len && depth > 0) {
        char c = at[i++];
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == '"') {
            while ((i = string_stop(at, i, len)) < len && at[i] != '"') i += at[i] == '\\' ? 2 : 1;
            i++;
        }
    }
    if (depth > 0 || i > len) return false;
    reader->at = i;
    reader->depth--;
    reader->started = true;
    reader->expect_value = false;
    return true;
}

struct span json_text(const struct json_reader *reader, const struct json_token *token)
{
    return span_sub(reader->in, token->from, token->to - token->from);
}

static int hex4(struct span s)
{
    int value = 0;
    if (s.len < 4) return -1;
    for (size_t i = 0; i < 4; i++) {
        int digit = byte_hex(s.at[i]);
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* Decodes \uXXXX at raw[i] (behind the backslash); returns the bytes used, the 'u' included. */
static size_t unescape_unicode(struct text *to, struct span raw)
{
    char out[4];
    int high = hex4(span_from(raw, 1));
    if (high < 0) {
        text_adds(to, "\xef\xbf\xbd");
        return 1;
    }
    uint32_t rune = (uint32_t)high;
    size_t used = 5;
    if (rune >= 0xd800 && rune < 0xdc00 && span_starts(span_from(raw, 5), SPAN("\\u"))) {
        int low = hex4(span_from(raw, 7));
        if (low >= 0xdc00 && low < 0xe000) {
            rune = 0x10000 + ((rune - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
            used = 11;
        }
    }
    text_add(to, (struct span){out, utf8_put(rune, out)});
    return used;
}

void json_unescape(struct text *to, struct span raw)
{
    size_t plain = 0, i = 0;
    while (i < raw.len) {
        if (raw.at[i] != '\\' || i + 1 >= raw.len) {
            i++;
            continue;
        }
        text_add(to, span_sub(raw, plain, i - plain));
        i++;
        static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
        const char *hit = raw.at[i] ? strchr(from, raw.at[i]) : NULL;
        if (raw.at[i] == 'u')
            i += unescape_unicode(to, span_from(raw, i));
        else {
            text_addc(to, hit ? into[hit - from] : raw.at[i]);
            i++;
        }
        plain = i;
    }
    text_add(to, span_from(raw, plain));
}

struct span json_decoded(const struct json_reader *reader, const struct json_token *token,
                         struct text *scratch)
{
    struct span raw = json_text(reader, token);
    if (!token->escaped) return raw;
    text_clear(scratch);
    json_unescape(scratch, raw);
    return text_span(scratch);
}

static bool key_matches(const struct json_token *token, struct span name)
{
    if (!token->key_escaped) return span_equal(token->key, name);
    struct text decoded;
    text_init(&decoded, 4096);
    json_unescape(&decoded, token->key);
    bool same = span_equal(text_span(&decoded), name);
    text_release(&decoded);
    return same;
}

/* Moves to the member or element called `name` of the container just opened. */
static bool enter(struct json_reader *reader, enum json_type container, struct span name,
                  struct json_token *token)
{
    uint64_t wanted = 0, index = 0;
    size_t skipped;
    if (container == JSON_ARRAY && !span_to_u64(name, &wanted)) return false;
    while (json_next(reader, token, NULL) == STATUS_OK) {
        if (token->type == JSON_OBJECT_END || token->type == JSON_ARRAY_END) return false;
        if (container == JSON_ARRAY ? index++ == wanted : key_matches(token, name)) return true;
        bool opens = token->type == JSON_OBJECT || token->type == JSON_ARRAY;
        if (opens && json_skip(reader, &skipped, NULL)) return false;
    }
    return false;
}

bool json_find(struct span object, const char *path, struct json_token *ret, struct span *ret_raw)
{
    struct json_reader reader;
    struct json_token token;
    struct span rest = span_of(path);
    json_open(&reader, object);
    if (json_next(&reader, &token, NULL)) return false;
    while (rest.len) {
        if (token.type != JSON_OBJECT && token.type != JSON_ARRAY) return false;
        if (!enter(&reader, token.type, span_cut(&rest, '.'), &token)) return false;
    }
    if (ret_raw) {
        size_t to = token.to;
        bool opens = token.type == JSON_OBJECT || token.type == JSON_ARRAY;
        if (opens && json_skip(&reader, &to, NULL)) return false;
        *ret_raw = span_sub(object, token.from, to - token.from);
    }
    if (ret) *ret = token;
    return true;
}
