/*
 * Tags, attributes and texts: what logs in XML need, and no more. Entities stay as they are.
 *
 * Not by expat, which reads documents: a log is cut at both ends, mostly has no root, goes on
 * behind what is broken, and each record is a range of its bytes.
 */
#include "evidence/xml.h"

static bool is_name_byte(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           byte_is_one_of(c, "_:.-") || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
    return byte_is_one_of(c, " \t\r\n");
}

static size_t skip_blanks(struct span text, size_t at)
{
    while (at < text.len && is_blank(text.at[at])) at++;
    return at;
}

static struct span name_at(struct span text, size_t at)
{
    size_t from = at;
    if (at < text.len && byte_is_one_of(text.at[at], "0123456789.-")) return span_sub(text, at, 0);
    while (at < text.len && is_name_byte(text.at[at])) at++;
    return span_sub(text, from, at - from);
}

/* "name = 'value'" at `at`, which moves behind it. */
static bool attribute_at(struct span text, size_t *at, struct span *ret_name,
                         struct span *ret_value)
{
    size_t i = skip_blanks(text, *at);
    struct span name = name_at(text, i);
    i = skip_blanks(text, i + name.len);
    if (name.len == 0 || i >= text.len || text.at[i] != '=') return false;
    i = skip_blanks(text, i + 1);
    if (i >= text.len || (text.at[i] != '"' && text.at[i] != '\'')) return false;
    struct span rest = span_from(text, i + 1);
    const char *end = rest.len ? memchr(rest.at, text.at[i], rest.len) : NULL;
    if (!end) return false;
    *ret_name = name;
    *ret_value = span_sub(rest, 0, (size_t)(end - rest.at));
    *at = i + 2 + ret_value->len;
    return true;
}

bool xml_tag_at(struct span text, size_t at, struct xml_tag *ret)
{
    struct xml_tag tag = {.closing = at + 1 < text.len && text.at[at + 1] == '/'};
    size_t i = at + 1 + tag.closing, from;
    struct span name, value;
    tag.name = name_at(text, i);
    if (tag.name.len == 0) return false;
    from = i += tag.name.len;
    while (!tag.closing && attribute_at(text, &i, &name, &value)) {
    }
    tag.attributes = span_sub(text, from, i - from);
    i = skip_blanks(text, i);
    tag.empty = i < text.len && text.at[i] == '/';
    i += tag.empty;
    if (i >= text.len || text.at[i] != '>') return false;
    tag.end = i + 1;
    *ret = tag;
    return true;
}

/* Offset behind a comment, CDATA section, declaration or instruction at `at`; 0 when it is none. */
static size_t behind_other(struct span text, size_t at)
{
    static const struct {
        const char *begin, *end;
    } others[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}};
    struct span rest = span_from(text, at);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!span_starts(rest, span_of(others[i].begin))) continue;
        size_t end = span_find(rest, span_of(others[i].end));
        return end == SIZE_MAX ? text.len : at + end + strlen(others[i].end);
    }
    return 0;
}

bool xml_next_tag(struct span text, size_t *at, size_t *ret_start, struct xml_tag *ret)
{
    while (*at < text.len) {
        const char *hit = memchr(text.at + *at, '<', text.len - *at);
        if (!hit) break;
        size_t start = (size_t)(hit - text.at), behind = behind_other(text, start);
        if (behind == 0 && xml_tag_at(text, start, ret)) {
            *ret_start = start;
            *at = ret->end;
            return true;
        }
        *at = behind ? behind : start + 1;
    }
    *at = text.len;
    return false;
}

static struct span without_prefix(struct span name)
{
    const char *colon = name.len ? memchr(name.at, ':', name.len) : NULL;
    return colon ? span_from(name, (size_t)(colon - name.at) + 1) : name;
}

struct xml_walk xml_walk_of(struct span text)
{
    return (struct xml_walk){.text = text};
}

/* The text behind a tag, if that is what stands there. */
static struct span text_at(struct span text, size_t at)
{
    struct span rest = span_from(text, skip_blanks(text, at));
    bool data = span_starts(rest, SPAN("<![CDATA["));
    if (data) rest = span_from(rest, 9);
    size_t end = span_find(rest, data ? SPAN("]]>") : SPAN("<"));
    return span_trim(span_sub(rest, 0, end == SIZE_MAX ? rest.len : end));
}

bool xml_next_member(struct xml_walk *walk, struct xml_member *ret)
{
    struct xml_tag tag;
    size_t start, at = 0;
    struct span name;
    for (;;) {
        if (walk->attributes.len && attribute_at(walk->attributes, &at, &name, &ret->value)) {
            walk->attributes = span_from(walk->attributes, at);
            ret->element = walk->element;
            ret->name = without_prefix(name);
            return true;
        }
        walk->attributes = (struct span){NULL, 0};
        if (walk->element.len) {
            ret->element = walk->element;
            ret->name = (struct span){NULL, 0};
            ret->value = text_at(walk->text, walk->at);
            walk->element = (struct span){NULL, 0};
            if (ret->value.len) return true;
        }
        if (!xml_next_tag(walk->text, &walk->at, &start, &tag)) return false;
        if (tag.closing) continue;
        walk->element = without_prefix(tag.name);
        walk->attributes = tag.attributes;
        at = 0;
    }
}
