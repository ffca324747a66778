/* Which field a heading opens, and what only templates say: tables made from data/guard/. */
#include "language/page_parts.h"

struct heading_words {
    const char *words;
    uint8_t len, field;
    bool whole; /* all of the heading */
};

#include "language/sections_table.inc"

enum { HEADING_BYTES = 200 };

/* Lower case, without numbering, marks and emphasis; "follow-up" as "follow up". */
static size_t plain_heading(struct span heading, char out[HEADING_BYTES])
{
    size_t n = 0;
    bool head = true;
    for (size_t i = 0; i < heading.len && n + 4 < HEADING_BYTES; i++) {
        char c = to_lower(heading.at[i]);
        if (head && !byte_is_letter(c)) continue; /* "3.1 ", an emoji */
        head = false;
        if (c == '\'' || (c == '\xe2' && i + 2 < heading.len && heading.at[i + 2] == '\x99')) {
            out[n++] = '\'';
            i += c == '\'' ? 0 : 2;
        } else if (c == '&') {
            memcpy(out + n, "and", 3);
            n += 3;
        } else if (byte_is_letter(c) || byte_is_digit(c)) {
            out[n++] = c;
        } else if (n && out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    while (n && out[n - 1] == ' ') n--;
    return n;
}

/* The longest row that begins at `at`; `title`: only one that is all of the heading counts. */
static const struct heading_words *find_at(struct span words, size_t at, bool title)
{
    size_t letter = (size_t)(words.at[at] - 'a');
    for (size_t i = heading_starts[letter]; i < heading_starts[letter + 1]; i++) {
        const struct heading_words *row = &headings[i];
        size_t end = at + row->len;
        if (end > words.len || memcmp(words.at + at, row->words, row->len) != 0) continue;
        if (end < words.len && words.at[end] != ' ') continue;
        bool whole = at == 0 && end == words.len;
        if (whole || (!row->whole && !title)) return row;
    }
    return NULL;
}

static const struct heading_words *find_heading(struct span words, bool title)
{
    const struct heading_words *best = NULL;
    for (size_t at = 0; at < words.len; at++) {
        if ((at && words.at[at - 1] != ' ') || !byte_is_lower(words.at[at])) continue;
        const struct heading_words *row = find_at(words, at, title);
        if (row && (!best || row->len > best->len)) best = row;
    }
    return best;
}

bool page_is_label(struct span line)
{
    char out[HEADING_BYTES];
    if (line.len > 60 || !line.len || is_in(line.at[line.len - 1], ".!?,;")) return false;
    struct span words = {out, plain_heading(line, out)};
    if (!words.len || words.len + 1 < span_trim(line).len) return false;
    const struct heading_words *row = find_at(words, 0, true);
    return row != NULL;
}

void page_section(struct page *page, size_t level, struct span heading)
{
    char out[HEADING_BYTES];
    if (!page->document) return;
    if (level > HEADING_MOST) level = HEADING_MOST;
    struct span words = {out, plain_heading(heading, out)};
    const struct heading_words *row = find_heading(words, !page->titled && level < HEADING_MOST);
    page->titled = true;
    /* levels between hold what the heading above them says */
    for (size_t i = page->level + 1; i < level; i++) page->fields[i] = page->fields[page->level];
    page->fields[level] = row ? row->field : page->fields[level - 1];
    page->level = (uint8_t)level;
}

/* An opening of one word is all of its sentence. */
static bool opens(struct span sentence, struct span opening)
{
    if (sentence.len < opening.len) return false;
    if (!memchr(opening.at, ' ', opening.len) && sentence.len > opening.len + 1) return false;
    if (!span_equal_nocase(span_sub(sentence, 0, opening.len), opening)) return false;
    return sentence.len == opening.len || !is_word(sentence.at[opening.len]) ||
           !is_word(opening.at[opening.len - 1]);
}

bool page_is_template(struct span sentence)
{
    if (!sentence.len || !byte_is_letter(sentence.at[0])) return false;
    size_t letter = (size_t)(to_lower(sentence.at[0]) - 'a');
    for (size_t i = opening_starts[letter]; i < opening_starts[letter + 1]; i++)
        if (opens(sentence, openings[i])) return true;
    return false;
}
