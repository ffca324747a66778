/*
 * A text is a growing buffer that is always a valid, NUL-terminated C string (it may hold NULs
 * inside as well; `len` counts). Running out of memory or over the cap is sticky: later appends do
 * nothing and text_status() tells. So a writer appends freely and checks once at the end.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/error.h"
#include "base/span.h"

struct text {
    char *at;   /* owned; never NULL after text_init */
    size_t len; /* bytes before the closing NUL */
    size_t room;
    size_t cap; /* most bytes it may ever hold */
    enum status status;
};

#define TEXT_CAP_DEFAULT ((size_t)1 << 30)

void text_init(struct text *text, size_t cap); /* cap 0: TEXT_CAP_DEFAULT */
void text_release(struct text *text);          /* frees; safe on a zeroed struct */
void text_clear(struct text *text); /* keeps the room and forgets the content and status */
enum status text_status(const struct text *text, struct error *error);

void text_add(struct text *text, struct span bytes);
void text_adds(struct text *text, const char *c_string);
void text_addc(struct text *text, char byte);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends for a terminal or a table: control bytes, escapes, invalid UTF-8 and bidirectional
 * controls come out as \xNN or \u{N}, so that evidence cannot drive the reader's screen. */
void text_add_visible(struct text *text, struct span bytes);
/* Appends for HTML text and double-quoted attributes; invalid UTF-8 becomes U+FFFD. */
void text_add_html(struct text *text, struct span bytes);
/* Appends words broken at spaces into lines of at most `width` columns (bytes), each behind
 * `indent` spaces and with a line break at its end. */
void text_add_wrapped(struct text *text, struct span words, size_t indent, size_t width);
/* Appends one CSV field (RFC 4180), quoted when needed. One that a spreadsheet would run as a
 * formula, or that begins as if it had got one, gets an apostrophe before it; text_csv_plain takes
 * that off a field that was read. */
void text_add_csv(struct text *text, struct span bytes);
struct span text_csv_plain(struct span field);  /* borrows */
struct span text_span(const struct text *text); /* borrows */

#endif
