/* What headings, labels and columns mean: the rows of data/postmortem-words.tsv. */
#include "exchange/markdown.h"

enum fit { MD_FIT_ANY, MD_FIT_FIRST, MD_FIT_WHOLE };

static const struct row {
    enum md_place place;
    unsigned meaning;
    enum fit fit;
    const char *words;
} rows[] = {
#include "exchange/markdown_words.inc"
};

/* Skips "3.", "2.1", "IV.", "a)" and signs in front of a heading. */
static size_t skip_number(struct span plain)
{
    size_t at = 0, digits = 0;
    while (at < plain.len && (md_is_digit(plain.at[at]) || plain.at[at] == '.')) {
        digits += md_is_digit(plain.at[at]);
        at++;
    }
    if (digits == 0 || digits > 4 || at >= plain.len) return 0;
    if (plain.at[at] == ')' || plain.at[at] == ' ' || plain.at[at] == ':') return at + 1;
    return 0;
}

/* Letters that count: ASCII in lower case; signs, emoji and brackets part words; apostrophes stay.
 */
static char word_char(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c + 32);
    if ((c >= 'a' && c <= 'z') || md_is_digit(c) || c == '\'' || c == '&') return c;
    return ' ';
}

struct span md_words(struct span plain, char out[MD_WORDS_MOST])
{
    size_t len = 0, depth = 0;
    plain = span_trim(plain);
    for (size_t at = skip_number(plain); at < plain.len && len + 1 < MD_WORDS_MOST; at++) {
        char c = plain.at[at];
        if (c == '(' || c == '[') depth++;
        if (c == '(' && at + 2 < plain.len && plain.at[at + 1] == 's' && plain.at[at + 2] == ')') {
            at += 2; /* "cause(s)" */
            depth--;
            continue;
        }
        if ((c == ')' || c == ']') && depth) {
            depth--;
            continue;
        }
        if (depth) continue;
        if (span_starts(span_from(plain, at), SPAN("\xe2\x80\x99"))) {
            c = '\'';
            at += 2;
        }
        if (c == '\xc3' && at + 1 < plain.len && len + 2 < MD_WORDS_MOST) {
            /* letters of Western Europe, in lower case */
            unsigned char letter = (unsigned char)plain.at[++at];
            out[len++] = c;
            out[len++] = (char)(letter < 0x9f && letter != 0x97 ? letter + 0x20 : letter);
            continue;
        }
        c = word_char(c);
        if (c == ' ' && (len == 0 || out[len - 1] == ' ')) continue;
        out[len++] = c;
    }
    while (len && out[len - 1] == ' ') len--;
    out[len] = '\0';
    return (struct span){out, len};
}

/* Do `words` stand in `text` as whole words? */
static bool stands_in(struct span text, struct span words)
{
    size_t from = 0;
    while (from + words.len <= text.len) {
        size_t at = span_find(span_from(text, from), words);
        if (at == SIZE_MAX) return false;
        at += from;
        size_t end = at + words.len;
        if ((at == 0 || text.at[at - 1] == ' ') && (end == text.len || text.at[end] == ' '))
            return true;
        from = at + 1;
    }
    return false;
}

static bool row_fits(const struct row *row, struct span text, bool whole)
{
    struct span words = span_of(row->words);
    if (span_equal(text, words)) return true;
    if (whole || row->fit == MD_FIT_WHOLE) return false;
    if (row->fit == MD_FIT_FIRST)
        return span_starts(text, words) && (text.len == words.len || text.at[words.len] == ' ');
    return stands_in(text, words);
}

static unsigned meaning_of(enum md_place place, struct span plain, bool whole)
{
    char room[MD_WORDS_MOST];
    struct span text = md_words(plain, room);
    if (text.len == 0) return 0;
    if (span_starts(text, SPAN("the ")) && place != MD_WORD_HEADING) text = span_from(text, 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].place == place && row_fits(&rows[i], text, whole)) return rows[i].meaning;
    return 0;
}

enum md_section md_section_of(struct span plain, bool whole)
{
    if (plain.len > 120) return MD_SECTION_UNKNOWN;
    unsigned meaning = meaning_of(MD_WORD_HEADING, plain, whole);
    bool loose = !meaning || meaning == MD_SECTION_STORY || meaning == MD_SECTION_SUMMARY;
    if (!whole && loose && span_find_nocase(plain, SPAN("timeline")) != SIZE_MAX)
        return MD_SECTION_TIMELINE; /* "What happened (timeline)" */
    return meaning;
}

enum md_label md_label_of(struct span plain)
{
    static const char *const fronts[] = {"date time of ",  "date and time of ", "date time ",
                                         "date and time ", "time of ",          "date of "};
    static const char *const ends[] = {" date time", " date and time", " date", " time", " at"};
    char room[MD_WORDS_MOST];
    if (plain.len > 60) return MD_LABEL_NONE;
    enum md_label label = meaning_of(MD_WORD_LABEL, plain, true);
    struct span words = md_words(plain, room);
    for (size_t i = 0; !label && i < sizeof fronts / sizeof fronts[0]; i++)
        if (span_starts(words, span_of(fronts[i])))
            label = meaning_of(MD_WORD_LABEL, span_from(words, strlen(fronts[i])), true);
    for (size_t i = 0; !label && i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        if (words.len > len && span_is(span_from(words, words.len - len), ends[i]))
            label = meaning_of(MD_WORD_LABEL, span_sub(words, 0, words.len - len), true);
    }
    return label;
}

enum md_column md_column_of(struct span plain)
{
    enum md_column column =
        plain.len > 60 ? MD_COLUMN_OTHER : meaning_of(MD_WORD_COLUMN, plain, true);
    if (column) return column;
    struct md_zone_word zone;
    char room[MD_WORDS_MOST];
    struct span words = md_words(plain, room);
    if (span_starts(words, SPAN("time ")) || md_zone_stated(plain, true, &zone)) {
        size_t at = 0;
        if (span_starts(words, SPAN("time ")) || md_zone_take(plain, &at, &zone))
            return MD_COLUMN_TIME;
    }
    return MD_COLUMN_OTHER;
}

unsigned md_type_of(struct span plain)
{
    return plain.len > 60 ? 0 : meaning_of(MD_WORD_TYPE, plain, true);
}
