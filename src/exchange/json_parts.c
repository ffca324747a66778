/* Parts of JSON documents, taken where they stand. */
#include "exchange/internal.h"

struct span json_part(struct span object, const char *path)
{
    struct json_token token;
    struct span raw;
    if (!json_find(object, path, &token, &raw) || token.type == JSON_NULL)
        return (struct span){NULL, 0};
    return raw;
}

struct span json_first_part(struct span object, const char *paths)
{
    struct span rest = span_of(paths), found = {NULL, 0};
    char path[64];
    while (rest.len && found.len == 0) {
        struct span name = span_cut(&rest, ' ');
        if (name.len >= sizeof path) continue;
        memcpy(path, name.at, name.len);
        path[name.len] = '\0';
        found = json_part(object, path);
    }
    return found;
}

struct span json_plain(struct reading *reading, struct span raw)
{
    if (raw.len == 0 || !memchr(raw.at, '\\', raw.len)) return raw;
    text_clear(&reading->scratch);
    json_unescape(&reading->scratch, raw);
    return text_span(&reading->scratch);
}

const char *json_keep(struct reading *reading, struct span raw, size_t most)
{
    return reading_keep(reading, json_plain(reading, raw), most);
}

bool json_elements_open(struct json_elements *elements, struct span document, const char *path)
{
    struct json_token token;
    *elements = (struct json_elements){.open = false};
    if (!json_find(document, path, &token, NULL) || token.type != JSON_ARRAY) return false;
    elements->in = span_from(document, token.from);
    json_open(&elements->reader, elements->in);
    elements->open = json_next(&elements->reader, &token, NULL) == STATUS_OK;
    return elements->open;
}

bool json_elements_next(struct json_elements *elements, struct span *ret)
{
    struct json_token token;
    size_t to;
    if (!elements->open) return false;
    elements->broken = json_next(&elements->reader, &token, NULL) != STATUS_OK;
    if (elements->broken || token.type == JSON_ARRAY_END || token.type == JSON_END) {
        elements->open = false;
        return false;
    }
    to = token.to;
    if (token.type == JSON_OBJECT || token.type == JSON_ARRAY)
        elements->broken = json_skip(&elements->reader, &to, NULL) != STATUS_OK;
    if (elements->broken) {
        elements->open = false;
        return false;
    }
    *ret = span_sub(elements->in, token.from, to - token.from);
    return true;
}

bool json_next_value(struct span *rest, struct span *ret)
{
    struct json_reader reader;
    struct json_token token;
    *rest = span_trim(*rest);
    if (rest->len == 0) return false;
    *ret = *rest;
    json_open(&reader, *rest);
    size_t to;
    bool whole = json_next(&reader, &token, NULL) == STATUS_OK &&
                 (token.type == JSON_OBJECT || token.type == JSON_ARRAY) &&
                 json_skip(&reader, &to, NULL) == STATUS_OK;
    if (whole) ret->len = to;
    *rest = span_from(*rest, ret->len);
    return true;
}
