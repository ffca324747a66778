#include "base/json.h"

#include "base/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void json_begin(struct json_writer *json, struct text *out)
{
    *json = (struct json_writer){.out = out};
}

static void before_item(struct json_writer *json)
{
    if (json->pending) text_addc(json->out, ',');
    json->pending = true;
}

static void open_with(struct json_writer *json, char bracket)
{
    before_item(json);
    text_addc(json->out, bracket);
    json->pending = false;
    json->depth++;
}

static void close_with(struct json_writer *json, char bracket)
{
    assert(json->depth > 0);
    text_addc(json->out, bracket);
    json->pending = true;
    json->depth--;
}

void json_object(struct json_writer *json)
{
    open_with(json, '{');
}

void json_object_end(struct json_writer *json)
{
    close_with(json, '}');
}

void json_array(struct json_writer *json)
{
    open_with(json, '[');
}

void json_array_end(struct json_writer *json)
{
    close_with(json, ']');
}

static void add_quoted(struct text *out, struct span value)
{
    size_t plain = 0, i = 0;
    text_addc(out, '"');
    while (i < value.len) {
        const char c = value.at[i];
        if (c >= ' ' && c <= '~' && c != '"' && c != '\\') { /* nearly all */
            i++;
            continue;
        }
        uint32_t rune;
        size_t n = utf8_next(span_from(value, i), &rune);
        if (n && rune >= 0x20 && rune != '"' && rune != '\\' && rune != 0x7f && rune != 0x2028 &&
            rune != 0x2029) {
            i += n;
            continue;
        }
        text_add(out, span_sub(value, plain, i - plain));
        if (n == 0)
            text_adds(out, "\\ufffd");
        else if (rune == '"' || rune == '\\')
            text_addf(out, "\\%c", (char)rune);
        else if (rune == '\n')
            text_adds(out, "\\n");
        else if (rune == '\t')
            text_adds(out, "\\t");
        else
            text_addf(out, "\\u%04x", rune);
        i += n ? n : 1;
        plain = i;
    }
    text_add(out, span_from(value, plain));
    text_addc(out, '"');
}

void json_key(struct json_writer *json, const char *key)
{
    before_item(json);
    add_quoted(json->out, span_of(key));
    text_addc(json->out, ':');
    json->pending = false;
}

void json_span(struct json_writer *json, struct span value)
{
    before_item(json);
    add_quoted(json->out, value);
}

void json_string(struct json_writer *json, const char *value)
{
    if (value)
        json_span(json, span_of(value));
    else
        json_null(json);
}

static void add_number(struct text *out, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    text_add(out, (struct span){digits + at, sizeof digits - at});
}

void json_int(struct json_writer *json, int64_t value)
{
    before_item(json);
    text_addf(json->out, "%lld", (long long)value);
}

void json_uint(struct json_writer *json, uint64_t value)
{
    before_item(json);
    add_number(json->out, value);
}

/* The shorter form where it reads back as the same number. */
static bool fits_15_digits(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", value);
    return strtod(text, NULL) == value;
}

void json_number(struct json_writer *json, double value)
{
    before_item(json);
    if (isfinite(value))
        text_addf(json->out, fits_15_digits(value) ? "%.15g" : "%.17g", value);
    else
        text_adds(json->out, "null");
}

/* Digits rather than a double: exact, and several times faster where thousands are written. */
void json_seconds(struct json_writer *json, int64_t nanoseconds)
{
    const uint64_t size = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;
    uint64_t decimals = size % 1000000000;
    char digits[32], *at = digits + sizeof digits;
    int places = 9;
    while (places > 0 && decimals % 10 == 0) decimals /= 10, places--;
    for (int i = 0; i < places; i++, decimals /= 10) *--at = (char)('0' + decimals % 10);
    if (places) *--at = '.';
    uint64_t whole = size / 1000000000;
    do *--at = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    if (nanoseconds < 0) *--at = '-';
    json_raw(json, (struct span){at, (size_t)(digits + sizeof digits - at)});
}

void json_bool(struct json_writer *json, bool value)
{
    before_item(json);
    text_adds(json->out, value ? "true" : "false");
}

void json_raw(struct json_writer *json, struct span value)
{
    before_item(json);
    text_add(json->out, value);
}

void json_null(struct json_writer *json)
{
    before_item(json);
    text_adds(json->out, "null");
}

/* ---- members ---- */

void json_member_object(struct json_writer *json, const char *key)
{
    json_key(json, key);
    json_object(json);
}

void json_member_array(struct json_writer *json, const char *key)
{
    json_key(json, key);
    json_array(json);
}

void json_member_span(struct json_writer *json, const char *key, struct span value)
{
    json_key(json, key);
    json_span(json, value);
}

void json_member_string(struct json_writer *json, const char *key, const char *value)
{
    json_key(json, key);
    json_string(json, value);
}

void json_member(struct json_writer *json, const char *key, const char *value)
{
    if (value) json_member_string(json, key, value);
}

void json_member_int(struct json_writer *json, const char *key, int64_t value)
{
    json_key(json, key);
    json_int(json, value);
}

void json_member_uint(struct json_writer *json, const char *key, uint64_t value)
{
    json_key(json, key);
    json_uint(json, value);
}

void json_member_number(struct json_writer *json, const char *key, double value)
{
    json_key(json, key);
    json_number(json, value);
}

void json_member_seconds(struct json_writer *json, const char *key, int64_t nanoseconds)
{
    json_key(json, key);
    json_seconds(json, nanoseconds);
}

void json_member_bool(struct json_writer *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}
