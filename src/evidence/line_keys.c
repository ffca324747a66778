#include "evidence/lines.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool json_line_is_object(struct span line)
{
    line = span_trim(line);
    return line.len >= 2 && line.at[0] == '{' && line.at[line.len - 1] == '}';
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
            if (c == '\\')
                i++;
            else if (c == '"')
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

/* A value behind its colon: a string without quotes, or up to what ends a bare value. */
static bool take_value(struct span rest, struct span *ret)
{
    size_t at = 0, end;
    while (at < rest.len && is_blank(rest.at[at])) at++;
    if (at >= rest.len) return false;
    if (rest.at[at] == '"') {
        for (end = at + 1; end < rest.len && rest.at[end] != '"'; end++)
            if (rest.at[end] == '\\') end++;
        if (end > rest.len) end = rest.len;
        *ret = span_sub(rest, at + 1, end - at - 1);
        return true;
    }
    if (rest.at[at] == '{' || rest.at[at] == '[') {
        *ret = span_from(rest, at);
        return true;
    }
    for (end = at; end < rest.len && !strchr(",}] \t\r", rest.at[end]); end++) {
    }
    *ret = span_sub(rest, at, end - at);
    return end > at;
}

bool json_line_member(const struct kernels *kernels, struct span line, struct span key,
                      struct span *ret_value)
{
    size_t from = 0;
    bool nested_before = false;
    struct depth_walk walk = {0};
    for (;;) {
        bool nested;
        struct span rest = span_from(line, from);
        if (rest.len <= key.len) return false;
        size_t at = kernels->find_key(rest.at, rest.len, key.at, key.len, &nested);
        nested_before = nested_before || nested;
        if (at >= rest.len) return false;
        size_t place = from + at;
        if (!nested_before || is_top_level(&walk, line, place))
            return take_value(span_from(line, place + key.len), ret_value);
        from = place + 1;
    }
}

bool logfmt_member(const struct kernels *kernels, struct span line, struct span key,
                   struct span *ret_value)
{
    bool quoted = false;
    (void)kernels;
    for (size_t i = 0; i + key.len <= line.len;) {
        if (!quoted && line.at[i] == key.at[0] && (i == 0 || is_blank(line.at[i - 1])) &&
            memcmp(line.at + i, key.at, key.len) == 0) {
            struct span rest = span_from(line, i + key.len);
            if (rest.len > 0 && rest.at[0] == '"') return take_value(rest, ret_value);
            size_t end = 0;
            while (end < rest.len && !is_blank(rest.at[end]) && rest.at[end] != '\r') end++;
            *ret_value = span_sub(rest, 0, end);
            return true;
        }
        /* to the next blank or quote */
        for (; i < line.len; i++) {
            char c = line.at[i];
            if (c == '"') quoted = !quoted;
            if (c == '\\' && quoted) i++;
            if (c == ' ' && !quoted) break;
        }
        i++;
    }
    return false;
}
