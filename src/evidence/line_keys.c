#include "evidence/lines.h"
#include "evidence/short_bytes.h"

bool json_line_is_object(struct span line)
{
    line = span_trim(line);
    if (line.len < 2 || line.at[0] != '{' || line.at[line.len - 1] != '}') return false;
    size_t first = 1;
    while (line.at[first] == ' ' || line.at[first] == '\t') first++;
    return byte_is_one_of(line.at[first], "\"}"); /* "{2031-05-06} text {x}" is none */
}

/* How deep a place is: a walk that goes on from where it was, so that many questions about one line
 * cost one pass. */
struct depth_walk {
    size_t at;
    unsigned depth;
    bool quoted;
};

static bool is_top_level(struct depth_walk *walk, struct span line, size_t place)
{
    size_t i = walk->at;
    for (; i < place; i++) {
        char c = line.at[i];
        if (walk->quoted) {
            i = short_quote(line.at, i, place);
            if (i == place) break;
            if (line.at[i] == '\\')
                i++;
            else
                walk->quoted = false;
        } else if (c == '"') {
            walk->quoted = true;
        } else if (c == '{' || c == '[') {
            walk->depth++;
        } else if ((c == '}' || c == ']') && walk->depth > 0) {
            walk->depth--;
        }
    }
    walk->at = i;
    return i == place && walk->depth == 1 && !walk->quoted;
}

static bool ends_bare_value(char c)
{
    return c == ',' || c == '}' || c == ']' || byte_is_blank(c) || c == '\r' || c == '\0';
}

bool json_value(struct span rest, struct span *ret)
{
    size_t at = 0, end;
    while (at < rest.len && byte_is_blank(rest.at[at])) at++;
    if (at >= rest.len) return false;
    if (rest.at[at] == '"') {
        end = short_quote(rest.at, at + 1, rest.len);
        while (end < rest.len && rest.at[end] == '\\')
            end = short_quote(rest.at, end + 2 < rest.len ? end + 2 : rest.len, rest.len);
        *ret = span_sub(rest, at + 1, end - at - 1);
        return true;
    }
    if (rest.at[at] == '{' || rest.at[at] == '[') {
        *ret = span_from(rest, at);
        return true;
    }
    for (end = at; end < rest.len && !ends_bare_value(rest.at[end]); end++) {
    }
    *ret = span_sub(rest, at, end - at);
    return end > at;
}

/* The key opens the object, as the time mostly does: nothing can stand before it. */
static inline bool begins_with_key(struct span line, struct span key)
{
    return line.len > key.len + 1 && line.at[key.len + 1] == ':' && line.at[0] == '{' &&
           short_equal(line.at + 1, key.at, key.len);
}

bool json_line_place(const struct kernels *kernels, struct span line, size_t from, struct span key,
                     struct span *ret_rest)
{
    bool nested_before = false;
    struct depth_walk walk = {0};
    if (from == 0 && begins_with_key(line, key)) {
        *ret_rest = span_from(line, key.len + 2);
        return true;
    }
    for (;;) {
        bool nested;
        struct span rest = span_from(line, from);
        if (rest.len <= key.len) return false;
        size_t at = kernels->find_key(rest.at, rest.len, key, '{', &nested);
        nested_before = nested_before || nested;
        if (at >= rest.len) return false;
        size_t place = from + at;
        size_t colon = place + key.len;
        while (colon < line.len && byte_is_blank(line.at[colon])) colon++;
        if (colon < line.len && line.at[colon] == ':' &&
            (!nested_before || is_top_level(&walk, line, place))) {
            *ret_rest = span_from(line, colon + 1);
            return true;
        }
        from = place + 1;
    }
}

bool json_line_member(const struct kernels *kernels, struct span line, struct span key,
                      struct span *ret_value)
{
    struct span rest;
    return json_line_place(kernels, line, 0, key, &rest) && json_value(rest, ret_value);
}

/* True when a place is outside quotes. */
static bool is_unquoted(struct depth_walk *walk, struct span line, size_t place)
{
    size_t i = walk->at;
    for (; (i = short_quote(line.at, i, place)) < place; i++) {
        if (line.at[i] == '"')
            walk->quoted = !walk->quoted;
        else
            i += walk->quoted;
    }
    walk->at = i;
    return i == place && !walk->quoted;
}

bool logfmt_place(const struct kernels *kernels, struct span line, size_t from, struct span key,
                  struct span *ret_rest)
{
    bool quotes_before = false;
    struct depth_walk walk = {0};
    if (from == 0 && line.len >= key.len && short_equal(line.at, key.at, key.len)) {
        *ret_rest = span_from(line, key.len);
        return true;
    }
    for (;;) {
        bool quotes;
        struct span rest = span_from(line, from);
        if (rest.len <= key.len) return false;
        size_t at = kernels->find_key(rest.at, rest.len, key, '"', &quotes);
        quotes_before = quotes_before || quotes || rest.at[0] == '"';
        if (at >= rest.len) return false;
        size_t place = from + at;
        if (byte_is_blank(line.at[place - 1]) &&
            (!quotes_before || is_unquoted(&walk, line, place))) {
            *ret_rest = span_from(line, place + key.len);
            return true;
        }
        from = place + 1;
    }
}

bool logfmt_value(struct span rest, struct span *ret)
{
    if (rest.len > 0 && rest.at[0] == '"') return json_value(rest, ret);
    *ret = span_sub(rest, 0, short_blank_or('\r', rest.at, 0, rest.len));
    return true;
}

bool logfmt_member(const struct kernels *kernels, struct span line, struct span key,
                   struct span *ret_value)
{
    struct span rest;
    return logfmt_place(kernels, line, 0, key, &rest) && logfmt_value(rest, ret_value);
}
