/* Markdown within a line as plain words: marks taken off, links as "words (address)". */
#include "exchange/markdown.h"

struct plain {
    struct span in;
    size_t at;
    struct text *out;
    bool star, line; /* an opened * or _ */
};

static bool is_alnum(char c)
{
    return md_is_digit(c) || md_is_letter(c);
}

static char peek(const struct plain *plain, size_t ahead)
{
    return plain->at + ahead < plain->in.len ? plain->in.at[plain->at + ahead] : ' ';
}

static char before(const struct plain *plain)
{
    return plain->at ? plain->in.at[plain->at - 1] : ' ';
}

/* Offset of `c` behind `from`, at most `most` bytes on, or SIZE_MAX. */
static size_t find(struct span in, size_t from, char c, size_t most)
{
    for (size_t at = from; at < in.len && at - from < most; at++)
        if (in.at[at] == c) return at;
    return SIZE_MAX;
}

static bool take_code(struct plain *plain)
{
    size_t marks = 0;
    while (peek(plain, marks) == '`' && plain->at + marks < plain->in.len) marks++;
    size_t from = plain->at + marks, run = 0;
    if (marks > 3) return false;
    for (size_t at = from; at <= plain->in.len && at - from < 2000; at++) {
        if (at < plain->in.len && plain->in.at[at] == '`') {
            run++;
            continue;
        }
        if (run == marks) {
            text_add(plain->out, span_sub(plain->in, from, at - run - from));
            plain->at = at;
            return true;
        }
        run = 0;
    }
    return false;
}

/* Of "[words](address "title")" at `at`. */
static bool link_at(struct span in, size_t at, struct span *ret_words, struct span *ret_address,
                    size_t *ret_end)
{
    if (at >= in.len || in.at[at] != '[') return false;
    size_t depth = 0, close = at;
    for (; close < in.len && close - at < 600; close++) {
        if (in.at[close] == '[') depth++;
        if (in.at[close] == ']' && --depth == 0) break;
    }
    if (close + 1 >= in.len || in.at[close] != ']' || in.at[close + 1] != '(') return false;
    size_t end = close + 2;
    depth = 1;
    for (; end < in.len && end - close < 2000; end++) {
        if (in.at[end] == '(') depth++;
        if (in.at[end] == ')' && --depth == 0) break;
    }
    if (end >= in.len || in.at[end] != ')') return false;
    struct span address = span_trim(span_sub(in, close + 2, end - close - 2));
    *ret_words = span_sub(in, at + 1, close - at - 1);
    *ret_address = span_cut(&address, ' ');
    if (ret_address->len > 1 && ret_address->at[0] == '<')
        *ret_address = span_sub(*ret_address, 1, ret_address->len - 2);
    *ret_end = end + 1;
    return true;
}

static bool take_link(struct plain *plain)
{
    struct span words, address;
    size_t end;
    size_t at = plain->at + (peek(plain, 0) == '!');
    if (!link_at(plain->in, at, &words, &address, &end)) return false;
    bool same =
        span_equal(words, address) || words.len == 0 || (address.len && address.at[0] == '#');
    if (words.len)
        for (size_t i = 0; i < words.len; i++) {
            if (!byte_is_one_of(words.at[i], "*`")) text_addc(plain->out, words.at[i]);
        }
    else
        text_add(plain->out, address);
    if (!same) {
        text_adds(plain->out, " (");
        text_add(plain->out, address);
        text_adds(plain->out, ")");
    }
    plain->at = end;
    return true;
}

static bool take_tag(struct plain *plain)
{
    static const char *const tags[] = {
        "br", "b",  "i",  "em", "strong", "code", "sub", "sup",  "u",       "p",       "div", "td",
        "tr", "th", "li", "ul", "ol",     "kbd",  "s",   "span", "summary", "details", "time"};
    size_t from = plain->at + 1 + (peek(plain, 1) == '/');
    size_t end = find(plain->in, from, '>', 200);
    if (end == SIZE_MAX) return false;
    struct span inside = span_sub(plain->in, from, end - from);
    if (span_starts(inside, SPAN("http://")) || span_starts(inside, SPAN("https://")) ||
        span_starts(inside, SPAN("mailto:"))) {
        text_add(plain->out, inside);
        plain->at = end + 1;
        return true;
    }
    struct span name = md_word_at(inside, 0);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (!span_equal_nocase(name, span_of(tags[i]))) continue;
        if (name.len < inside.len && is_alnum(inside.at[name.len])) return false;
        text_addc(plain->out, i == 0 || peek(plain, 1) != '/' ? ' ' : ' ');
        plain->at = end + 1;
        return true;
    }
    return false;
}

static bool take_entity(struct plain *plain)
{
    static const struct {
        const char *name, *text;
    } entities[] = {
        {"&nbsp;", " "},
        {"&amp;", "&"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&quot;", "\""},
        {"&#39;", "'"},
        {"&apos;", "'"},
        {"&ndash;", "\xe2\x80\x93"},
        {"&mdash;", "\xe2\x80\x94"},
        {"&rarr;", "\xe2\x86\x92"},
        {"&#x27;", "'"},
        {"&thinsp;", " "},
        {"&rsquo;", "\xe2\x80\x99"},
        {"&#124;", "|"},
    };
    struct span rest = span_from(plain->in, plain->at);
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (!span_starts(rest, span_of(entities[i].name))) continue;
        text_adds(plain->out, entities[i].text);
        plain->at += strlen(entities[i].name);
        return true;
    }
    return false;
}

/* Marks of emphasis; true when one was passed over. */
static bool take_mark(struct plain *plain, char c)
{
    char last = before(plain), next = peek(plain, 1);
    if (next == c && c != '~') {
        char after = peek(plain, 2);
        bool inside = c == '_' && is_alnum(last) && is_alnum(after);
        bool loose = (last == ' ' && after == ' ') || inside;
        if (!loose) plain->at += 2;
        return !loose;
    }
    if (c == '~') {
        if (next != '~') return false;
        plain->at += 2;
        return true;
    }
    bool *open = c == '*' ? &plain->star : &plain->line;
    bool opens = next != ' ' && !(c == '_' && is_alnum(last)) && !*open &&
                 find(plain->in, plain->at + 1, c, 1000) != SIZE_MAX && !md_is_digit(last);
    bool closes = *open && last != ' ' && !(c == '_' && is_alnum(next));
    if (!opens && !closes) return false;
    *open = opens;
    plain->at++;
    return true;
}

static bool take_special(struct plain *plain, char c)
{
    switch (c) {
    case '`': return take_code(plain);
    case '!':
    case '[': return (c == '[' || peek(plain, 1) == '[') && take_link(plain);
    case '<': return take_tag(plain);
    case '&': return take_entity(plain);
    case '*':
    case '_':
    case '~': return take_mark(plain, c);
    case '\\':
        if (!byte_is_one_of(peek(plain, 1), "\\`*_{}[]()#+-.!|<>~:\"'$%&,/;=?@^")) return false;
        text_addc(plain->out, peek(plain, 1));
        plain->at += 2;
        return true;
    default: return false;
    }
}

/* Characters that show nothing or only a blank. */
static size_t blank_rune(struct span rest)
{
    if (span_starts(rest, SPAN("\xc2\xa0"))) return 2;
    if (span_starts(rest, SPAN("\xe2\x80\xaf")) || span_starts(rest, SPAN("\xe2\x80\x89")))
        return 3;
    return 0;
}

struct span md_plain(struct md *md, struct span markdown)
{
    struct plain plain = {.in = markdown, .out = &md->scratch};
    text_clear(&md->scratch);
    while (plain.at < markdown.len) {
        char c = markdown.at[plain.at];
        size_t blank = blank_rune(span_from(markdown, plain.at));
        if (blank) {
            text_addc(plain.out, ' ');
            plain.at += blank;
        } else if (c == '\n' || c == '\t' || c == '\r') {
            text_addc(plain.out, ' ');
            plain.at++;
        } else if (!byte_is_one_of(c, "`![<&*_~\\") || !take_special(&plain, c)) {
            text_addc(plain.out, c);
            plain.at++;
        }
    }
    /* runs of blanks become one */
    size_t len = 0;
    char *at = md->scratch.at;
    for (size_t i = 0; i < md->scratch.len; i++)
        if (at[i] != ' ' || (len && at[len - 1] != ' ')) at[len++] = at[i];
    while (len && at[len - 1] == ' ') len--;
    const char *copy = md_copy(md, (struct span){at, len});
    return (struct span){copy, len};
}

struct span md_address(struct span markdown, size_t *at, struct span *ret_words)
{
    for (; *at < markdown.len; (*at)++) {
        struct span address;
        size_t end;
        if (markdown.at[*at] == '[' && link_at(markdown, *at, ret_words, &address, &end)) {
            *at = end;
            if (address.len) return address;
            continue;
        }
        struct span rest = span_from(markdown, *at);
        if (rest.at[0] != 'h' ||
            (!span_starts(rest, SPAN("http://")) && !span_starts(rest, SPAN("https://"))))
            continue;
        size_t len = 0;
        while (len < rest.len && (unsigned char)rest.at[len] > ' ' &&
               !byte_is_one_of(rest.at[len], "<>|\"`"))
            len++;
        while (len && byte_is_one_of(rest.at[len - 1], ".,;:)]*_")) len--;
        *ret_words = (struct span){NULL, 0};
        *at += len;
        return span_sub(rest, 0, len);
    }
    return (struct span){NULL, 0};
}

bool md_is_bold(struct span markdown)
{
    markdown = span_trim(markdown);
    return span_starts(markdown, SPAN("**")) || span_starts(markdown, SPAN("__")) ||
           (markdown.len > 2 && (markdown.at[0] == '*' || markdown.at[0] == '_') &&
            markdown.at[1] != ' ');
}

bool md_label_cut(struct span plain, struct span *ret_label, struct span *ret_rest)
{
    size_t words = 1;
    for (size_t at = 0; at < plain.len && at < 70; at++) {
        char c = plain.at[at];
        if (c == ' ') words++;
        if (words > 7) return false;
        bool colon = c == ':' && (at + 1 == plain.len || plain.at[at + 1] == ' ') && at > 0;
        bool dash = c == ' ' && (span_starts(span_from(plain, at + 1), SPAN("\xe2\x80\x93 ")) ||
                                 span_starts(span_from(plain, at + 1), SPAN("\xe2\x80\x94 ")) ||
                                 span_starts(span_from(plain, at + 1), SPAN("- ")));
        if (colon || dash) {
            *ret_label = span_trim(span_sub(plain, 0, at));
            struct span rest = span_from(plain, at + 1);
            if (dash) rest = span_from(rest, rest.at[0] == '-' ? 1 : 3);
            *ret_rest = span_trim(rest);
            return ret_label->len > 0;
        }
        if (byte_is_one_of(c, ".;!?|")) return false;
    }
    return false;
}
