/* Bytes to pieces: one pass, each byte looked at a bounded number of times. */
#include "language/cut.h"

#include <assert.h>

/* What is not ASCII counts as a letter. */
static bool is_any_letter(char c)
{
    return byte_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool is_wordy(char c)
{
    return is_any_letter(c) || byte_is_digit(c) || c == '_';
}

static char byte_at(struct span text, size_t at)
{
    return at < text.len ? text.at[at] : ' ';
}

/* Marks that hold a piece together when a letter or digit follows: load-test, foo.bar, a/b, it's.
 */
static bool is_joint(struct span text, size_t at)
{
    char c = text.at[at];
    if (!byte_is_one_of(c, "'-./:@+#=~\\&,")) return false;
    if (c == ',')
        return byte_is_digit(byte_at(text, at + 1)) && at > 0 && byte_is_digit(text.at[at - 1]);
    if (c == ':' && byte_at(text, at + 1) == ':') return is_wordy(byte_at(text, at + 2));
    return is_wordy(byte_at(text, at + 1));
}

/* A piece with an apostrophe is cut there and measured again, so its length has a bound. */
#define LONGEST_CONTRACTION 64

struct shape {
    bool digit, underscore, camel, apostrophe, odd; /* odd: a joint that prose has not */
    size_t slashes, dots, slash_at;
};

/* The end of the run of wordy bytes and joints at `from`, and what it is made of. */
static size_t measure(struct span text, size_t from, struct shape *ret)
{
    size_t at = from;
    *ret = (struct shape){0};
    while (at < text.len) {
        char c = text.at[at];
        if (byte_is_lower(c)) {
            /* most of a text */
        } else if (byte_is_digit(c)) {
            ret->digit = true;
        } else if (c == '_') {
            ret->underscore = true;
        } else if (byte_is_upper(c)) {
            ret->camel |= at > from && byte_is_lower(text.at[at - 1]);
        } else if (!is_any_letter(c)) {
            if (!is_joint(text, at)) break;
            ret->apostrophe |= c == '\'';
            ret->slashes += c == '/';
            ret->dots += c == '.';
            if (c == '/') ret->slash_at = at;
            ret->odd |= byte_is_one_of(c, ":@+#=~\\&");
            if (c == ':' && text.at[at + 1] == ':') at++;
        }
        at++;
    }
    return at;
}

/* "e.g", "i.e", "a.m", "U.S": single letters and dots. */
static bool is_initials(struct span piece)
{
    for (size_t i = 0; i < piece.len; i++)
        if ((i % 2 == 1) != (piece.at[i] == '.')) return false;
    return piece.len > 2;
}

static void cut_number(struct span text, size_t from, size_t to, struct cut *ret)
{
    if (byte_at(text, to) == '%') to++;
    *ret = (struct cut){(uint16_t)from, (uint16_t)to, CUT_NUMBER};
    size_t letters = 0;
    for (size_t i = from; i < to; i++)
        letters += is_any_letter(text.at[i]) || text.at[i] == '_' || text.at[i] == '/';
    if (letters > 3) ret->kind = CUT_CODE; /* more than a unit: a hash, a host */
}

static void cut_word(struct span text, size_t from, struct cut *ret)
{
    struct shape shape;
    size_t to = measure(text, from, &shape);
    struct span piece = span_sub(text, from, to - from);
    *ret = (struct cut){(uint16_t)from, (uint16_t)to, CUT_WORD};
    if (is_initials(piece)) return;
    if (shape.slashes == 1 && !shape.digit && !shape.dots && !shape.underscore && !shape.odd) {
        if (span_equal_nocase(piece, SPAN("and/or"))) return;
        ret->to = (uint16_t)shape.slash_at; /* "pods/nodes" are two words */
        return;
    }
    const char *apostrophe = shape.apostrophe ? memchr(piece.at, '\'', piece.len) : NULL;
    if (apostrophe && !shape.odd && piece.len <= LONGEST_CONTRACTION) {
        size_t at = (size_t)(apostrophe - text.at);
        if (at > from + 1 && (text.at[at - 1] | 0x20) == 'n' && (text.at[at + 1] | 0x20) == 't' &&
            !is_wordy(byte_at(text, at + 2)))
            at--;
        to = at;
        measure(span_sub(text, 0, to), from, &shape);
        ret->to = (uint16_t)to;
    }
    if (byte_is_digit(text.at[from]) && !shape.underscore && shape.slashes < 3)
        cut_number(text, from, to, ret);
    else if (apostrophe && piece.len > LONGEST_CONTRACTION)
        ret->kind = CUT_CODE;
    else if (shape.underscore || shape.odd || shape.dots || shape.slashes || shape.digit)
        ret->kind = CUT_CODE;
    else if (shape.camel && byte_is_lower(text.at[from]))
        ret->kind = CUT_CODE;
    if (ret->kind == CUT_CODE && text.at[from] != '(' && byte_at(text, ret->to) == '(' &&
        byte_at(text, (size_t)ret->to + 1u) == ')')
        ret->to = (uint16_t)(ret->to + 2); /* f() */
}

/* What begins with an apostrophe right behind a word: 's, 've, or the end of "engineers'". */
static bool cut_clitic(struct span text, size_t from, struct cut *ret)
{
    if (from == 0 || !is_wordy(text.at[from - 1])) return false;
    size_t to = from;
    if (text.at[from] == '\'') {
        to++;
        while (to < text.len && is_any_letter(text.at[to])) to++;
        if (to == from + 1 && (text.at[from - 1] | 0x20) != 's') return false;
    } else if ((text.at[from] | 0x20) == 'n' && byte_at(text, from + 1) == '\'') {
        to = from + 3;
    }
    if (to == from) return false;
    *ret = (struct cut){(uint16_t)from, (uint16_t)to, CUT_CLITIC};
    return true;
}

/* "/var/log", "./run", "--force", "-v", ".env", "#inc-42", "$HOME" */
static bool begins_code(struct span text, size_t at)
{
    char c = text.at[at], before = at > 0 ? text.at[at - 1] : ' ';
    if (before != ' ' && before != '(') return false;
    if (c == '-' && byte_at(text, at + 1) == '-') return is_wordy(byte_at(text, at + 2));
    return byte_is_one_of(c, "/.-#$~") && is_any_letter(byte_at(text, at + 1));
}

static void cut_mark(struct span text, size_t at, struct cut *ret)
{
    size_t to = at + 1;
    while (to < text.len && text.at[to] == text.at[at] && byte_is_one_of(text.at[at], ".-!?="))
        to++;
    *ret = (struct cut){(uint16_t)at, (uint16_t)to, CUT_MARK};
}

bool cut_next(struct span text, size_t at, struct cut *ret)
{
    assert(text.len < NO_WORD);
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\t'))
        at++;
    if (at >= text.len) return false;
    char c = text.at[at];
    if (cut_clitic(text, at, ret)) return true;
    if (is_wordy(c)) {
        cut_word(text, at, ret);
    } else if (c == '@' && is_any_letter(byte_at(text, at + 1))) {
        struct shape shape;
        size_t to = measure(text, at + 1, &shape);
        *ret = (struct cut){(uint16_t)at, (uint16_t)to, CUT_HANDLE};
    } else if (begins_code(text, at)) {
        struct shape shape;
        size_t from = at;
        while (!is_wordy(text.at[from])) from++;
        *ret = (struct cut){(uint16_t)at, (uint16_t)measure(text, from, &shape), CUT_CODE};
    } else if (c == PLAIN_CODE || c == PLAIN_LINK || c == PLAIN_QUOTED) {
        *ret = (struct cut){(uint16_t)at, (uint16_t)(at + 1), CUT_CODE};
    } else {
        cut_mark(text, at, ret);
    }
    assert(ret->to > ret->from);
    return true;
}
