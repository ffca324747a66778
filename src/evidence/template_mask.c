#include "evidence/template_mask.h"

#include <xxhash.h>

#include "evidence/template_hash.h"

enum {
    TOKEN_MOST = 64,
    LITERAL_MOST = 32, /* longest value of a member that is taken for a word */
};

uint64_t mask_hash(struct span line, uint64_t seed)
{
    char bare[HASH_LINE_MOST + HASH_BLOCK];
    return XXH3_64bits_withSeed(bare, template_bare(line, bare), seed);
}

uint64_t mask_hash_of_word(struct span word, uint64_t seed)
{
    return XXH3_64bits_withSeed(word.len ? word.at : "", word.len, seed);
}

/* ---- what a value is ---- */

static bool is_hex_digit(char c)
{
    return byte_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* How many bytes of each sort a word has; enough to tell most values apart. */
struct census {
    size_t digits, hex, letters, dots, colons, dashes, slashes, others;
};

static struct census count_bytes(struct span word)
{
    struct census census = {0};
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        census.digits += byte_is_digit(c);
        census.hex += is_hex_digit(c);
        census.letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        census.dots += c == '.';
        census.colons += c == ':';
        census.dashes += c == '-';
        census.slashes += c == '/';
    }
    census.others = word.len - census.digits - census.letters - census.dots - census.colons -
                    census.dashes - census.slashes;
    return census;
}

/* "12ms", "1.5s", "300us": a number and a unit of time */
static bool is_duration(struct span word)
{
    static const char *const units[] = {"ms", "s", "us", "ns", "m", "h", "min", "sec", "\xc2\xb5s"};
    size_t i = 0;
    while (i < word.len && (byte_is_digit(word.at[i]) || word.at[i] == '.')) i++;
    if (i == 0) return false;
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
        if (span_is(span_from(word, i), units[u])) return true;
    return false;
}

static const char *mask_of(struct span word)
{
    struct census c = count_bytes(word);
    if (span_starts(word, SPAN("HTTP/"))) return "HTTP/<num>";
    if (c.slashes) return "<path>";
    if (c.digits + c.dots + c.dashes == word.len && c.dots <= 1 && c.dashes <= 1) return "<num>";
    if (word.len == 36 && c.hex == 32 && c.dashes == 4) return "<uuid>";
    if (c.dots == 3 && c.digits + c.dots + c.colons == word.len && c.colons <= 1) return "<ip>";
    if (c.colons >= 2 && c.hex + c.colons + c.dots == word.len && c.hex > c.digits) return "<ip>";
    if (c.colons + c.dashes >= 2 && c.letters <= 2) return "<time>";
    if (is_duration(word)) return "<dur>";
    bool prefixed = span_starts(word, SPAN("0x"));
    if (prefixed || (word.len >= 8 && c.hex == word.len)) return "<hex>";
    return "<*>";
}

/* ---- tokens ---- */

void mask_begin(struct mask_tokens *tokens)
{
    tokens->count = tokens->used = 0;
}

static void put(struct mask_tokens *tokens, struct span text)
{
    struct span *token = &tokens->token[tokens->count];
    size_t room = MASK_STORE - tokens->used,
           left = TOKEN_MOST > token->len ? TOKEN_MOST - token->len : 0;
    size_t len = text.len < left ? text.len : left;
    if (len > room) len = room;
    if (len) memcpy(tokens->store + tokens->used, text.at, len);
    tokens->used += len;
    token->len += len;
}

static bool begin_token(struct mask_tokens *tokens)
{
    if (tokens->count == MASK_TOKENS_MOST) return false;
    tokens->token[tokens->count] = (struct span){tokens->store + tokens->used, 0};
    return true;
}

static void end_token(struct mask_tokens *tokens)
{
    if (tokens->token[tokens->count].len) tokens->count++;
}

static bool joins(char c)
{
    return byte_is_one_of(c, ":.-*#!?+&%");
}

/* A run of word bytes: literal, or its mask with the marks around it kept. */
static void put_word(struct mask_tokens *tokens, struct span word)
{
    size_t from = 0, to = word.len;
    struct census census = count_bytes(word);
    bool long_hex = word.len >= 16 && census.hex == word.len;
    if (census.digits == 0 && !long_hex) {
        put(tokens, word);
        return;
    }
    while (from < to && joins(word.at[from]) && word.at[from] != '-') from++;
    while (to > from && joins(word.at[to - 1])) to--;
    put(tokens, span_sub(word, 0, from));
    put(tokens, span_of(mask_of(span_sub(word, from, to - from))));
    put(tokens, span_from(word, to));
}

/* Length of a quoted string at the start, quotes included; 0 when it does not end here. `mark` is a
 * quote as it stands in text, or with the backslash that it has inside a JSON string. */
static size_t quoted(struct span text, struct span mark)
{
    for (size_t i = mark.len; i < text.len; i++) {
        if (span_starts(span_from(text, i), mark)) return i + mark.len;
        if (text.at[i] == '\\' && mark.len == 1) i++;
    }
    return 0;
}

/* "GET /orders HTTP/1.1" in quotes says what happened: its words are read, unlike other strings. */
static bool is_request(struct span text)
{
    static const char *const methods[] = {"GET ",   "POST ",    "PUT ",    "HEAD ",
                                          "PATCH ", "OPTIONS ", "DELETE ", "CONNECT "};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (span_starts(text, span_of(methods[i]))) return true;
    return false;
}

/* One piece of a word at line[at]: a string, a run of word bytes, or a single byte. Returns its
 * length. `request` is true between the quotes of a request. */
static size_t put_piece(struct mask_tokens *tokens, struct span rest, bool *request)
{
    struct span mark = span_starts(rest, SPAN("\\\"")) ? SPAN("\\\"") : SPAN("\"");
    size_t length = 0;
    if (span_starts(rest, mark)) {
        bool opens = !*request && is_request(span_from(rest, mark.len));
        if (!opens && !*request) length = quoted(rest, mark);
        *request = opens;
        put(tokens, mark);
        if (length) {
            put(tokens, SPAN("<str>"));
            put(tokens, mark);
        }
        return length ? length : mark.len;
    }
    while (length < rest.len && template_in_word(rest.at[length])) {
        if (rest.at[length] == '\\' && span_starts(span_from(rest, length), SPAN("\\\""))) break;
        length++;
    }
    if (length == 0) {
        put(tokens, span_sub(rest, 0, 1));
        return 1;
    }
    put_word(tokens, span_sub(rest, 0, length));
    return length;
}

void mask_text(struct mask_tokens *tokens, struct span line)
{
    size_t i = 0;
    bool request = false;
    while (i < line.len && begin_token(tokens)) {
        while (i < line.len && line.at[i] != ' ' && line.at[i] != '\t')
            i += put_piece(tokens, span_from(line, i), &request);
        end_token(tokens);
        while (i < line.len && (line.at[i] == ' ' || line.at[i] == '\t')) i++;
    }
    if (i < line.len) tokens->token[MASK_TOKENS_MOST - 1] = SPAN("...");
}

bool mask_is_word(struct span raw)
{
    if (raw.len == 0 || raw.len > LITERAL_MOST) return false;
    for (size_t i = 0; i < raw.len; i++)
        if (byte_is_digit(raw.at[i]) || raw.at[i] == '\\') return false;
    return true;
}

void mask_member(struct mask_tokens *tokens, struct span key, struct span word)
{
    if (!begin_token(tokens)) return;
    put(tokens, key);
    put(tokens, SPAN("="));
    put(tokens, word);
    end_token(tokens);
}

bool mask_is_value(struct span token)
{
    return token.len && memchr(token.at, '<', token.len) != NULL;
}

size_t mask_key(struct span token)
{
    const char *equals = token.len ? memchr(token.at, '=', token.len) : NULL;
    return equals ? (size_t)(equals - token.at) + 1 : 0;
}
