/*
 * A block of prose written down without its marks. One pass; a table says which bytes mean
 * something, all others are taken in runs.
 */
#include "language/page_parts.h"

#include <endian.h>

/* What a byte may begin. */
enum mark {
    MARK_NONE,
    MARK_BLANK,
    MARK_EMPHASIS,
    MARK_UNDERLINE,
    MARK_TILDE,
    MARK_ESCAPE,
    MARK_TICK,
    MARK_LESS,
    MARK_BRACKET,
    MARK_BRACKET_END,
    MARK_BANG,
    MARK_AND,
    MARK_QUOTE,
    MARK_APOSTROPHE,
    MARK_DASH,
    MARK_COLON,
    MARK_AT,
    MARK_W,
    MARK_WIDE
};

#define EIGHT(mark)   mark, mark, mark, mark, mark, mark, mark, mark
#define SIXTEEN(mark) EIGHT(mark), EIGHT(mark)
static const uint8_t marks[256] = {SIXTEEN(MARK_BLANK),   SIXTEEN(MARK_BLANK),
                                   [' '] = MARK_BLANK,    [127] = MARK_BLANK,
                                   ['*'] = MARK_EMPHASIS, ['_'] = MARK_UNDERLINE,
                                   ['~'] = MARK_TILDE,    ['\\'] = MARK_ESCAPE,
                                   ['`'] = MARK_TICK,     ['<'] = MARK_LESS,
                                   ['['] = MARK_BRACKET,  [']'] = MARK_BRACKET_END,
                                   ['!'] = MARK_BANG,     ['&'] = MARK_AND,
                                   ['"'] = MARK_QUOTE,    ['\''] = MARK_APOSTROPHE,
                                   ['-'] = MARK_DASH,     [':'] = MARK_COLON,
                                   ['@'] = MARK_AT,       ['w'] = MARK_W,
                                   ['W'] = MARK_W,        [128] = SIXTEEN(MARK_WIDE),
                                   SIXTEEN(MARK_WIDE),    SIXTEEN(MARK_WIDE),
                                   SIXTEEN(MARK_WIDE),    SIXTEEN(MARK_WIDE),
                                   SIXTEEN(MARK_WIDE),    SIXTEEN(MARK_WIDE),
                                   SIXTEEN(MARK_WIDE)};

void write_byte(struct writing *w, char byte, size_t from)
{
    w->page->plain[w->out] = byte;
    w->page->source[w->out++] = from;
}

void write_blank(struct writing *w, size_t from)
{
    if (w->out && w->page->plain[w->out - 1] != ' ') write_byte(w, ' ', from);
}

void write_back(struct writing *w, size_t out)
{
    w->out = out;
    if (w->double_open >= out) w->double_open = SIZE_MAX;
    if (w->single_open >= out) w->single_open = SIZE_MAX;
    if (w->code_open >= out) w->code_open = SIZE_MAX;
}

void write_mask(struct writing *w, char mask, size_t out, size_t from)
{
    write_back(w, out);
    write_byte(w, mask, from);
}

static char here(const struct writing *w, size_t ahead)
{
    return w->pos + ahead < w->end ? w->at[w->pos + ahead] : '\n';
}

static char before(const struct writing *w)
{
    return w->out ? w->page->plain[w->out - 1] : ' ';
}

/* Sixteen bytes at a time: letters, digits, full stops, commas, lone blanks mean nothing. */
typedef unsigned char sixteen __attribute__((vector_size(16)));

static size_t ordinary(const char *at)
{
    sixteen bytes, next;
    memcpy(&bytes, at, 16);
    memcpy(&next, at + 1, 16);
    sixteen letters = (sixteen)(((bytes | 32) - 'a') < 26);
    sixteen blanks = (sixteen)((bytes == ' ') & (next > ' ') & ((next | 32) != 'w'));
    sixteen digits = (sixteen)((bytes - '0') < 10);
    sixteen fine = letters | digits | blanks | (sixteen)(bytes == '.') | (sixteen)(bytes == ',');
    uint64_t halves[2];
    memcpy(halves, &fine, 16);
    halves[0] = ~le64toh(halves[0]);
    halves[1] = ~le64toh(halves[1]);
    if (halves[0]) return (size_t)__builtin_ctzll(halves[0]) / 8;
    return halves[1] ? 8 + (size_t)__builtin_ctzll(halves[1]) / 8 : 16;
}

/* Whether a byte that may mean something does not here: a lone blank, a w that begins no address.
 */
static bool goes_on(const char *from, size_t n, size_t most)
{
    char c = from[n];
    if (c == ' ') return n + 1 < most && from[n - 1] != ' ' && !is_blank(from[n + 1]);
    return (c == 'w' || c == 'W') && is_word(from[n - 1]);
}

/* All bytes up to the next that means something. */
static void write_run(struct writing *w)
{
    const char *from = w->at + w->pos;
    size_t most = w->end - w->pos, n = 1;
    while (n < most) {
        if (n + 17 <= most && from[n - 1] != ' ') {
            size_t more = ordinary(from + n);
            n += more;
            if (more == 16) continue;
        }
        if (marks[(unsigned char)from[n]] == MARK_NONE || goes_on(from, n, most))
            n++;
        else
            break;
    }
    memcpy(w->page->plain + w->out, from, n);
    size_t *source = w->page->source + w->out;
    for (size_t i = 0; i < n; i++) source[i] = w->pos + i;
    w->out += n;
    w->pos += n;
}

/* Runs of * and of ~~ are marks unless blanks stand on both sides; _ within a word is a letter. */
static void write_emphasis(struct writing *w)
{
    char mark = here(w, 0);
    size_t n = 1;
    while (here(w, n) == mark && w->pos + n < w->end) n++;
    char left = w->pos ? w->at[w->pos - 1] : ' ', right = here(w, n);
    bool free = is_blank(left) && is_blank(right);
    bool keep = mark == '*'   ? free && n == 1
                : mark == '_' ? is_word(left) && is_word(right)
                              : n < 2;
    for (size_t i = 0; keep && i < n; i++) write_byte(w, mark, w->pos + i);
    w->pos += n;
}

static void write_escape(struct writing *w)
{
    static const char marked[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    char next = here(w, 1);
    if (next == '"' || next == '\'') {
        w->pos++; /* a quotation mark is one however it is written */
    } else if (is_in(next, marked)) {
        write_byte(w, next, w->pos + 1);
        w->pos += 2;
    } else {
        if (!is_blank(next)) write_byte(w, '\\', w->pos);
        w->pos++;
    }
}

/* "--" and "---" are dashes. */
static void write_dash(struct writing *w)
{
    size_t n = 1;
    while (here(w, n) == '-') n++;
    if (n == 1) {
        write_byte(w, '-', w->pos);
    } else {
        write_blank(w, w->pos);
        write_byte(w, '-', w->pos);
        write_byte(w, ' ', w->pos + n - 1);
    }
    w->pos += n;
}

static void write_quote(struct writing *w)
{
    size_t from = w->pos++;
    if (w->at[from] == '"')
        write_double(w, MARK_STRAIGHT, from, w->pos);
    else
        write_single(w, MARK_STRAIGHT, from, w->pos);
}

static void write_plainly(struct writing *w)
{
    write_byte(w, here(w, 0), w->pos);
    w->pos++;
}

static void write_marked(struct writing *w, enum mark mark)
{
    switch (mark) {
    case MARK_BLANK: write_blank(w, w->pos++); break;
    case MARK_EMPHASIS:
    case MARK_UNDERLINE:
    case MARK_TILDE: write_emphasis(w); break;
    case MARK_ESCAPE: write_escape(w); break;
    case MARK_TICK:
        if (!write_code(w)) write_plainly(w);
        break;
    case MARK_LESS:
        if (!write_tag(w)) write_plainly(w);
        break;
    case MARK_BRACKET: write_bracket_open(w, false); break;
    case MARK_BRACKET_END: write_bracket_close(w); break;
    case MARK_BANG:
        if (here(w, 1) == '[')
            write_bracket_open(w, true);
        else
            write_plainly(w);
        break;
    case MARK_AND:
        if (!write_entity(w)) write_plainly(w);
        break;
    case MARK_QUOTE:
    case MARK_APOSTROPHE: write_quote(w); break;
    case MARK_DASH: write_dash(w); break;
    case MARK_COLON:
    case MARK_W:
        if (!write_address(w)) write_run(w);
        break;
    case MARK_AT:
        if (!is_word(before(w)) || !write_mail(w)) write_plainly(w);
        break;
    case MARK_WIDE: write_wide(w); break;
    case MARK_NONE: write_run(w); break;
    }
}

/* Where a piece that is too long is cut: at a blank, at least between code points. */
static size_t cut(const struct page *page, size_t from, size_t to)
{
    if (to - from <= PIECE_BYTES) return to;
    size_t most = from + PIECE_BYTES, at = most;
    while (at > from + PIECE_BYTES / 2 && !is_blank(page->text.at[at])) at--;
    if (is_blank(page->text.at[at])) return at;
    at = most;
    while (at > most - 4 && ((unsigned char)page->text.at[at] & 0xc0) == 0x80) at--;
    return at;
}

void page_write(struct page *page, size_t from, size_t to)
{
    to = cut(page, from, to);
    struct writing w = {.page = page,
                        .at = page->text.at,
                        .pos = from,
                        .end = to,
                        .budget = 4 * (to - from) + 4096,
                        .double_open = SIZE_MAX,
                        .single_open = SIZE_MAX,
                        .code_open = SIZE_MAX};
    while (w.pos < w.end) write_marked(&w, marks[(unsigned char)w.at[w.pos]]);
    while (w.out && page->plain[w.out - 1] == ' ') w.out--;
    page->plain[w.out] = '\0';
    page->source[w.out] = to;
    page->plain_len = w.out;
    page->piece_to = to;
}
