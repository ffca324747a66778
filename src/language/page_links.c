/* Marks with an end to look for: code, tags, addresses, links. */
#include "language/page_parts.h"

static char byte_ahead(const struct writing *w, size_t ahead)
{
    return w->pos + ahead < w->end ? w->at[w->pos + ahead] : '\n';
}

static size_t count_ticks(const struct writing *w, size_t from)
{
    size_t n = 0;
    while (from + n < w->end && w->at[from + n] == '`') n++;
    return n;
}

/* The last run of each length in the piece: so that no end is looked for that is not there. */
static void know_ticks(struct writing *w)
{
    w->ticks_known = true;
    for (size_t at = w->pos; at < w->end;) {
        const char *tick = memchr(w->at + at, '`', w->end - at);
        if (!tick) return;
        at = (size_t)(tick - w->at);
        size_t n = count_ticks(w, at);
        if (n < PIECE_TICKS) w->ticks[n] = at;
        at += n;
    }
}

bool write_code(struct writing *w)
{
    if (!w->ticks_known) know_ticks(w);
    size_t from = w->pos, n = count_ticks(w, from);
    if (n >= PIECE_TICKS || w->ticks[n] <= from) {
        for (size_t i = 0; i < n; i++) write_byte(w, '`', from + i);
        w->pos += n;
        return true;
    }
    size_t at = from + n;
    for (;;) {
        at = (size_t)((const char *)memchr(w->at + at, '`', w->end - at) - w->at);
        size_t run = count_ticks(w, at);
        at += run;
        if (run == n) break;
    }
    write_byte(w, PLAIN_CODE, from);
    w->pos = at;
    return true;
}

/* The place of `end` behind the cursor, or SIZE_MAX; what is looked at in vain is paid for. */
static size_t find_end(struct writing *w, size_t from, struct span end)
{
    struct span rest = {w->at + from, w->end - from};
    if (w->budget < rest.len) return SIZE_MAX;
    size_t found = span_find(rest, end);
    if (found != SIZE_MAX) return from + found;
    w->budget -= rest.len;
    return SIZE_MAX;
}

static bool write_comment(struct writing *w)
{
    size_t end = find_end(w, w->pos + 4, SPAN("-->"));
    if (end == SIZE_MAX) return false;
    page_remark(w->page, w->pos + 4, end, true);
    w->pos = end + 3;
    return true;
}

/* <https://...> and <ana@example.org> */
static bool write_autolink(struct writing *w, size_t close)
{
    struct span inside = {w->at + w->pos + 1, close - w->pos - 1};
    bool colon = false, at = false;
    for (size_t i = 0; i < inside.len; i++) {
        if (is_blank(inside.at[i])) return false;
        colon |= inside.at[i] == ':' && i > 1;
        at |= inside.at[i] == '@' && i > 0;
    }
    if (!colon && !at) return false;
    write_byte(w, PLAIN_LINK, w->pos);
    w->pos = close + 1;
    return true;
}

static bool is_code_tag(struct span name)
{
    static const char *const names[] = {"code", "kbd", "samp", "tt", "pre"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal_nocase(name, span_of(names[i]))) return true;
    return false;
}

bool write_tag(struct writing *w)
{
    enum { TAG_MOST = 2048 };
    if (byte_ahead(w, 1) == '!' && byte_ahead(w, 2) == '-' && byte_ahead(w, 3) == '-')
        return write_comment(w);
    bool closes = byte_ahead(w, 1) == '/';
    size_t name = w->pos + 1 + closes, at = name;
    if (!byte_is_letter(byte_ahead(w, 1 + closes))) return false;
    while (at < w->end &&
           (byte_is_letter(w->at[at]) || byte_is_digit(w->at[at]) || w->at[at] == '-'))
        at++;
    struct span word = {w->at + name, at - name};
    while (at < w->end && at - name < TAG_MOST && w->at[at] != '>' && w->at[at] != '<') at++;
    if (at >= w->end || w->at[at] != '>') return false;
    char next = w->at[name + word.len];
    if (next != '>' && next != '/' && !is_blank(next)) return write_autolink(w, at);
    if (span_equal_nocase(word, SPAN("br"))) write_blank(w, w->pos);
    if (is_code_tag(word)) {
        if (!closes && w->code_open == SIZE_MAX)
            w->code_open = w->out;
        else if (closes && w->code_open < w->out)
            write_mask(w, PLAIN_CODE, w->code_open, w->page->source[w->code_open]);
        if (closes) w->code_open = SIZE_MAX;
    }
    w->pos = at + 1;
    return true;
}

/* Letters of a scheme right before "://". */
static size_t scheme_before(const struct writing *w)
{
    size_t n = 0;
    while (n < w->out && n < 12 && byte_is_letter(w->page->plain[w->out - n - 1])) n++;
    return n;
}

/* The end of an address that begins at `from`: a blank or '<', without marks of the sentence. */
static size_t address_end(const struct writing *w, size_t from)
{
    size_t at = from;
    bool bracket = false;
    for (; at < w->end && !is_blank(w->at[at]); at++) {
        if (is_in(w->at[at], "<>\"`|*\\^{}[]")) break;
        if ((unsigned char)w->at[at] >= 0x80 || w->at[at] == '\0') break;
        if (w->at[at] == '(') bracket = true;
        if (w->at[at] == ')' && !bracket) break;
    }
    while (at > from && is_in(w->at[at - 1], ".,;:!?'_~")) at--;
    return at;
}

bool write_address(struct writing *w)
{
    size_t begin = w->pos, out = w->out;
    if (w->at[w->pos] == ':') {
        size_t scheme = scheme_before(w);
        if (scheme < 2 || byte_ahead(w, 1) != '/' || byte_ahead(w, 2) != '/') return false;
        out -= scheme;
        begin = w->page->source[out];
    } else {
        struct span www = {w->at + w->pos, w->end - w->pos < 4 ? w->end - w->pos : 4};
        if (!span_equal_nocase(www, SPAN("www.")) || (out && is_word(w->page->plain[out - 1])))
            return false;
    }
    size_t end = address_end(w, w->pos + 3);
    if (end <= w->pos + 3) return false;
    write_mask(w, PLAIN_LINK, out, begin);
    w->pos = end;
    return true;
}

bool write_mail(struct writing *w)
{
    enum { LOCAL_MOST = 64, HOST_MOST = 255 };
    size_t n = 0, host = 1;
    bool dot = false;
    const char *plain = w->page->plain + w->out;
    while (n < w->out && n < LOCAL_MOST &&
           (is_word(plain[-1 - (ptrdiff_t)n]) || is_in(plain[-1 - (ptrdiff_t)n], "._+-")))
        n++;
    while (host < HOST_MOST &&
           (byte_is_letter(byte_ahead(w, host)) || byte_is_digit(byte_ahead(w, host)) ||
            is_in(byte_ahead(w, host), ".-"))) {
        dot |= byte_ahead(w, host) == '.' && byte_is_letter(byte_ahead(w, host + 1));
        host++;
    }
    if (!dot) return false;
    while (is_in(byte_ahead(w, host - 1), ".-")) host--;
    size_t from = w->page->source[w->out - n];
    write_mask(w, PLAIN_LINK, w->out - n, from);
    w->pos += host;
    return true;
}

/* Brackets are never written: whether one is a link is known only at its end. */
void write_bracket_open(struct writing *w, bool image)
{
    if (w->bracket_count < BRACKETS) {
        w->brackets[w->bracket_count] = w->out;
        w->images[w->bracket_count] = image;
    }
    w->bracket_count++;
    w->pos += image ? 2 : 1;
}

/* Behind "(target 'title')" at `from`, or 0. */
static size_t target_end(struct writing *w, size_t from)
{
    size_t depth = 0, at = from;
    char quote = '\0';
    for (; at < w->end && at - from < w->budget; at++) {
        char c = w->at[at];
        if (c == '\\') {
            at++;
        } else if (quote) {
            if (c == quote) quote = '\0';
        } else if (is_in(c, "\"'") && is_blank(w->at[at - 1])) {
            quote = c;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            return at + 1;
        }
    }
    w->budget -= at - from < w->budget ? at - from : w->budget;
    return 0;
}

/* Behind "[reference]" at `from`, or 0. */
static size_t reference_end(const struct writing *w, size_t from)
{
    enum { REFERENCE_MOST = 256 };
    size_t at = from + 1;
    while (at < w->end && at - from < REFERENCE_MOST && w->at[at] != ']' && w->at[at] != '[') at++;
    return at < w->end && w->at[at] == ']' ? at + 1 : 0;
}

void write_bracket_close(struct writing *w)
{
    char next = byte_ahead(w, 1);
    size_t end = 0;
    bool counted = w->bracket_count > 0 && w->bracket_count <= BRACKETS;
    if (counted && next == '(') end = target_end(w, w->pos + 1);
    if (counted && next == '[') end = reference_end(w, w->pos + 1);
    if (w->bracket_count) w->bracket_count--;
    if (counted) {
        size_t out = w->brackets[w->bracket_count];
        bool note = out < w->out && w->page->plain[out] == '^';
        if ((end && w->images[w->bracket_count]) || note)
            write_back(w, out < w->out ? out : w->out);
    }
    w->pos = end ? end : w->pos + 1;
}
