#include "base/text.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static char empty[1]; /* stands in where no memory could be had; never written */

void text_init(struct text *text, size_t cap)
{
    *text = (struct text){.at = empty, .cap = cap ? cap : TEXT_CAP_DEFAULT};
}

void text_release(struct text *text)
{
    if (text->room) free(text->at);
    *text = (struct text){.at = empty};
}

void text_clear(struct text *text)
{
    text->len = 0;
    text->status = STATUS_OK;
    if (text->room) text->at[0] = '\0';
}

enum status text_status(const struct text *text, struct error *error)
{
    if (text->status == STATUS_OK) return STATUS_OK;
    if (text->status == STATUS_LIMIT)
        return error_set(error, STATUS_LIMIT, "a text grew past its limit of %zu bytes", text->cap);
    return error_set(error, text->status, "out of memory for a text of %zu bytes", text->len);
}

/* Makes room for `more` bytes and the closing NUL. */
static bool reserve(struct text *text, size_t more)
{
    if (text->status != STATUS_OK) return false;
    assert(text->at && (text->len < text->room || !text->room));
    if (more > text->cap || text->len > text->cap - more) {
        text->status = STATUS_LIMIT;
        return false;
    }
    size_t need = text->len + more + 1;
    if (need <= text->room) return true;
    size_t room = text->room ? text->room * 2 : 64;
    if (room < need) room = need;
    char *at = realloc(text->room ? text->at : NULL, room);
    if (!at) {
        text->status = STATUS_NO_MEMORY;
        return false;
    }
    text->at = at;
    text->room = room;
    return true;
}

void text_add(struct text *text, struct span bytes)
{
    if (bytes.len == 0 || !reserve(text, bytes.len)) return;
    memcpy(text->at + text->len, bytes.at, bytes.len);
    text->len += bytes.len;
    text->at[text->len] = '\0';
}

void text_adds(struct text *text, const char *c_string)
{
    text_add(text, span_of(c_string));
}

void text_addc(struct text *text, char byte)
{
    text_add(text, (struct span){&byte, 1});
}

void text_addf(struct text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (need > 0 && reserve(text, (size_t)need)) {
        vsnprintf(text->at + text->len, (size_t)need + 1, format, again);
        text->len += (size_t)need;
    }
    va_end(again);
}

void text_add_visible(struct text *text, struct span bytes)
{
    size_t plain = 0, i = 0;
    while (i < bytes.len) {
        uint32_t rune;
        size_t n = utf8_next(span_from(bytes, i), &rune);
        bool bad = n == 0;
        if (!bad && !utf8_drives_display(rune)) {
            i += n;
            continue;
        }
        text_add(text, span_sub(bytes, plain, i - plain));
        if (bad || rune < 0x80)
            text_addf(text, rune == '\t' && !bad ? "\\t" : "\\x%02x", (unsigned char)bytes.at[i]);
        else
            text_addf(text, "\\u{%x}", rune);
        i += bad ? 1 : n;
        plain = i;
    }
    text_add(text, span_from(bytes, plain));
}

void text_add_html(struct text *text, struct span bytes)
{
    size_t plain = 0, i = 0;
    while (i < bytes.len) {
        uint32_t rune;
        size_t n = utf8_next(span_from(bytes, i), &rune);
        const char *as = NULL;
        if (n == 0 || rune == 0 || (rune < 0x20 && rune != '\t' && rune != '\n') || rune == 0x7f)
            as = "\xef\xbf\xbd";
        else if (rune == '<')
            as = "&lt;";
        else if (rune == '>')
            as = "&gt;";
        else if (rune == '&')
            as = "&amp;";
        else if (rune == '"')
            as = "&quot;";
        else if (rune == '\'')
            as = "&#39;";
        if (as) {
            text_add(text, span_sub(bytes, plain, i - plain));
            text_adds(text, as);
            plain = i + (n ? n : 1);
        }
        i += n ? n : 1;
    }
    text_add(text, span_from(bytes, plain));
}

void text_add_wrapped(struct text *text, struct span words, size_t indent, size_t width)
{
    size_t column = 0;
    while (words.len) {
        struct span word = span_cut(&words, ' ');
        if (column == 0 || column + 1 + word.len > width) {
            text_addf(text, "%s%*s", column ? "\n" : "", (int)indent, "");
            column = indent;
        } else {
            text_addc(text, ' ');
            column++;
        }
        text_add(text, word);
        column += word.len;
    }
    text_addc(text, '\n');
}

static bool is_formula(struct span field)
{
    size_t i = 0;
    while (i < field.len && field.at[i] == '\'') i++;
    return i < field.len && byte_is_one_of(field.at[i], "=+-@\t\r\n");
}

struct span text_csv_plain(struct span field)
{
    return span_from(field, span_starts(field, SPAN("'")) && is_formula(field));
}

void text_add_csv(struct text *text, struct span bytes)
{
    bool guard = is_formula(bytes), quote = false;
    for (size_t i = 0; i < bytes.len; i++)
        if (byte_is_one_of(bytes.at[i], ",\"\r\n") || bytes.at[i] == '\0') quote = true;
    if (quote) text_addc(text, '"');
    if (guard) text_addc(text, '\'');
    for (size_t i = 0; i < bytes.len && quote; i++) {
        if (bytes.at[i] == '"') text_addc(text, '"');
        text_addc(text, bytes.at[i]);
    }
    if (quote)
        text_addc(text, '"');
    else
        text_add(text, bytes);
}

struct span text_span(const struct text *text)
{
    return (struct span){text->at, text->len};
}
