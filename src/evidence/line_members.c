#include "evidence/lines.h"

#include <assert.h>

/* The names of the open objects, joined by dots. */
struct path {
    char text[MEMBER_PATH_MAX];
    size_t ends[MEMBER_DEPTH_MAX + 1]; /* length of the path at each depth */
};

static struct span path_at(struct path *path, unsigned depth, struct span key)
{
    assert(depth > 0 && depth <= MEMBER_DEPTH_MAX);
    size_t at = path->ends[depth - 1];
    assert(at <= MEMBER_PATH_MAX);
    if (at > 0 && at < MEMBER_PATH_MAX) path->text[at++] = '.';
    if (key.len > MEMBER_PATH_MAX - at) key.len = MEMBER_PATH_MAX - at;
    memcpy(path->text + at, key.at, key.len);
    path->ends[depth] = at + key.len;
    return (struct span){path->text, at + key.len};
}

void json_members(struct span line, member_visitor *visit, void *context)
{
    static const bool never = false;
    json_members_until(line, &never, visit, context);
}

void json_members_until(struct span line, const bool *enough, member_visitor *visit, void *context)
{
    struct json_reader reader;
    struct json_token token;
    struct path path = {.ends = {0}};
    unsigned depth = 0;
    size_t skipped;
    json_open(&reader, line);
    while (json_next(&reader, &token, NULL) == STATUS_OK && token.type != JSON_END) {
        struct line_member member = {.depth = depth};
        if (token.type == JSON_OBJECT_END) {
            if (depth > 0) depth--;
            continue;
        }
        if (token.has_key && depth > 0 && depth <= MEMBER_DEPTH_MAX)
            member.path = path_at(&path, depth, token.key);
        bool opens = token.type == JSON_ARRAY || token.type == JSON_OBJECT;
        if (opens && depth > 0 && *enough) {
            if (!json_pass(&reader)) return;
            continue;
        }
        if (token.type == JSON_ARRAY || (token.type == JSON_OBJECT && depth >= MEMBER_DEPTH_MAX)) {
            if (json_skip(&reader, &skipped, NULL)) return;
            continue;
        }
        if (token.type == JSON_OBJECT) {
            depth++;
            if (depth == 1) path.ends[0] = 0;
            continue;
        }
        if (member.path.len == 0) continue;
        member.key = token.key;
        member.value = json_text(&reader, &token);
        member.string = token.type == JSON_STRING;
        member.role = key_role_of(member.path, &member.rank);
        if (token.type != JSON_NULL) visit(context, &member);
    }
}

static bool sounds_like_time(struct span path)
{
    static const char *const parts[] = {"time", "date", "stamp", "epoch",
                                        "zeit", "when", "_at",   "_ts"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (span_find_nocase(path, span_of(parts[i])) != SIZE_MAX) return true;
    return false;
}

bool line_member_may_be_time(const struct line_member *member)
{
    const uint16_t open =
        STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_DATE_ONLY | STAMP_SINCE_BOOT | STAMP_SENTINEL;
    const struct stamp_format *format;
    struct stamp stamp;
    struct span value = member->value, whole = value;
    if (member->role != KEY_NONE || value.len < 10 || value.len > 64) return false;
    if (stamp_candidates(value, true, &format, &stamp, 1) == 0) return false;
    if (stamp.len != value.len || (stamp.flags & open)) return false;
    if (!(stamp.flags & STAMP_EPOCH)) return true;
    span_cut(&whole, '.'); /* whole: the decimals */
    size_t digits = value.len - whole.len - (whole.len > 0);
    return sounds_like_time(member->path) || digits == 13 || digits == 16 ||
           (digits == 10 && whole.len >= 3);
}

static bool is_key_byte(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           byte_is_one_of(c, "_.-@/");
}

bool logfmt_begins(struct span line)
{
    size_t i = 0;
    while (i < line.len && i < 40 && is_key_byte(line.at[i])) i++;
    return i > 0 && i + 1 < line.len && line.at[i] == '=' && line.at[i + 1] != ' ' &&
           line.at[i + 1] != '=';
}

void logfmt_members(struct span line, member_visitor *visit, void *context)
{
    size_t i = 0;
    while (i < line.len) {
        size_t from = i, end;
        while (i < line.len && is_key_byte(line.at[i])) i++;
        if (i == from || i >= line.len || line.at[i] != '=') {
            /* no pair: on to the next word */
            while (i < line.len && line.at[i] != ' ') i++;
            i++;
            continue;
        }
        struct line_member member = {.path = span_sub(line, from, i - from), .depth = 1};
        member.key = member.path;
        i++;
        if (i < line.len && line.at[i] == '"') {
            for (end = i + 1; end < line.len && line.at[end] != '"'; end++)
                if (line.at[end] == '\\') end++;
            if (end > line.len) end = line.len;
            member.value = span_sub(line, i + 1, end - i - 1);
            member.string = true;
            i = end + 1;
        } else {
            for (end = i; end < line.len && !byte_is_one_of(line.at[end], " \t\r\n"); end++) {
            }
            member.value = span_sub(line, i, end - i);
            member.string = end > i && (line.at[i] < '0' || line.at[i] > '9');
            i = end;
        }
        member.role = key_role_of(member.path, &member.rank);
        visit(context, &member);
        while (i < line.len && (line.at[i] == ' ' || line.at[i] == ',')) i++;
    }
}
