/* What the parameters of a call say. */
#include "command/lsp.h"

bool lsp_text(struct span object, const char *path, struct text *ret)
{
    struct json_token token;
    struct span raw;
    if (!json_find(object, path, &token, &raw) || token.type != JSON_STRING) return false;
    text_clear(ret);
    if (token.escaped)
        json_unescape(ret, raw);
    else
        text_add(ret, raw);
    return true;
}

bool lsp_number(struct span object, const char *path, uint64_t *ret)
{
    struct json_token token;
    struct span raw;
    return json_find(object, path, &token, &raw) && token.type == JSON_NUMBER &&
           span_to_u64(raw, ret);
}

bool lsp_true(struct span object, const char *path)
{
    struct json_token token;
    return json_find(object, path, &token, NULL) && token.type == JSON_TRUE;
}

bool lsp_is(struct span object, const char *path, const char *word)
{
    struct json_token token;
    struct span raw;
    return json_find(object, path, &token, &raw) && token.type == JSON_STRING && span_is(raw, word);
}

struct span lsp_part(struct span object, const char *path)
{
    struct json_token token;
    struct span raw;
    bool found = json_find(object, path, &token, &raw) &&
                 (token.type == JSON_OBJECT || token.type == JSON_ARRAY);
    return found ? raw : (struct span){0};
}

bool lsp_read_position(struct span object, const char *path, struct lsp_position *ret)
{
    struct lsp_position position;
    struct span part = lsp_part(object, path);
    if (!lsp_number(part, "line", &position.line) ||
        !lsp_number(part, "character", &position.character))
        return false;
    *ret = position;
    return true;
}

bool lsp_list(struct span array, struct json_reader *ret)
{
    struct json_token token;
    json_open(ret, array);
    return json_next(ret, &token, NULL) == STATUS_OK && token.type == JSON_ARRAY;
}

bool lsp_next(struct json_reader *reader, struct span *ret)
{
    struct json_token token;
    if (json_next(reader, &token, NULL) || token.type == JSON_ARRAY_END) return false;
    size_t to = token.to;
    bool opens = token.type == JSON_OBJECT || token.type == JSON_ARRAY;
    if (opens && json_skip(reader, &to, NULL)) return false;
    *ret = span_sub(reader->in, token.from, to - token.from);
    return true;
}

bool lsp_path(struct span uri, struct text *ret)
{
    static const struct span local[] = {{"file:///", 8}, {"file://localhost/", 17}};
    struct span path = {0};
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        if (span_starts(uri, local[i])) path = span_from(uri, local[i].len - 1);
    text_clear(ret);
    for (size_t i = 0; i < path.len; i++) {
        int high = path.at[i] == '%' && i + 2 < path.len ? byte_hex(path.at[i + 1]) : -1;
        int low = high >= 0 ? byte_hex(path.at[i + 2]) : -1;
        text_addc(ret, low >= 0 ? (char)(high << 4 | low) : path.at[i]);
        if (low >= 0) i += 2;
    }
    return path.len > 0 && text_status(ret, NULL) == STATUS_OK && strlen(ret->at) == ret->len;
}
