/* Where sentences end in plain text. */
#include "language/page_parts.h"

#include <endian.h>

/* Words before a full stop that does not end a sentence: at all, before a number, before what is
 * no capital letter. */
enum abbreviation { ABBREVIATION_NONE, ABBREVIATION_ALWAYS, ABBREVIATION_NUMBER, ABBREVIATION_LOW };

static const struct {
    struct span word;
    enum abbreviation kind;
} abbreviations[] = {
    {{"e.g", 3}, ABBREVIATION_ALWAYS},    {{"eg", 2}, ABBREVIATION_ALWAYS},
    {{"i.e", 3}, ABBREVIATION_ALWAYS},    {{"ie", 2}, ABBREVIATION_ALWAYS},
    {{"approx", 6}, ABBREVIATION_ALWAYS}, {{"vs", 2}, ABBREVIATION_ALWAYS},
    {{"mr", 2}, ABBREVIATION_ALWAYS},     {{"mrs", 3}, ABBREVIATION_ALWAYS},
    {{"ms", 2}, ABBREVIATION_LOW},        {{"dr", 2}, ABBREVIATION_ALWAYS},
    {{"st", 2}, ABBREVIATION_ALWAYS},     {{"cf", 2}, ABBREVIATION_ALWAYS},
    {{"resp", 4}, ABBREVIATION_ALWAYS},   {{"incl", 4}, ABBREVIATION_ALWAYS},
    {{"esp", 3}, ABBREVIATION_ALWAYS},    {{"viz", 3}, ABBREVIATION_ALWAYS},
    {{"prof", 4}, ABBREVIATION_ALWAYS},   {{"no", 2}, ABBREVIATION_NUMBER},
    {{"fig", 3}, ABBREVIATION_NUMBER},    {{"sec", 3}, ABBREVIATION_NUMBER},
    {{"vol", 3}, ABBREVIATION_NUMBER},    {{"ver", 3}, ABBREVIATION_NUMBER},
    {{"ca", 2}, ABBREVIATION_NUMBER},     {{"jan", 3}, ABBREVIATION_NUMBER},
    {{"feb", 3}, ABBREVIATION_NUMBER},    {{"mar", 3}, ABBREVIATION_NUMBER},
    {{"apr", 3}, ABBREVIATION_NUMBER},    {{"jun", 3}, ABBREVIATION_NUMBER},
    {{"jul", 3}, ABBREVIATION_NUMBER},    {{"aug", 3}, ABBREVIATION_NUMBER},
    {{"sep", 3}, ABBREVIATION_NUMBER},    {{"sept", 4}, ABBREVIATION_NUMBER},
    {{"oct", 3}, ABBREVIATION_NUMBER},    {{"nov", 3}, ABBREVIATION_NUMBER},
    {{"dec", 3}, ABBREVIATION_NUMBER},    {{"p", 1}, ABBREVIATION_NUMBER},
    {{"pp", 2}, ABBREVIATION_NUMBER},     {{"etc", 3}, ABBREVIATION_LOW},
    {{"a.m", 3}, ABBREVIATION_LOW},       {{"p.m", 3}, ABBREVIATION_LOW},
    {{"inc", 3}, ABBREVIATION_LOW},       {{"ltd", 3}, ABBREVIATION_LOW},
    {{"co", 2}, ABBREVIATION_LOW},        {{"corp", 4}, ABBREVIATION_LOW},
    {{"u.s", 3}, ABBREVIATION_LOW},       {{"u.k", 3}, ABBREVIATION_LOW},
    {{"al", 2}, ABBREVIATION_LOW},        {{"jr", 2}, ABBREVIATION_LOW},
};

static enum abbreviation abbreviation_before(struct span plain, size_t from, size_t stop)
{
    enum { WORD_MOST = 7 };
    size_t begin = stop;
    while (begin > from && stop - begin < WORD_MOST &&
           (byte_is_letter(plain.at[begin - 1]) || plain.at[begin - 1] == '.'))
        begin--;
    if (begin > from && is_word(plain.at[begin - 1])) return ABBREVIATION_NONE;
    struct span word = {plain.at + begin, stop - begin};
    if (word.len == 1 && byte_is_upper(word.at[0]) && word.at[0] != 'I') return ABBREVIATION_ALWAYS;
    for (size_t i = 0; word.len && i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (word.len == abbreviations[i].word.len && span_equal_nocase(word, abbreviations[i].word))
            return abbreviations[i].kind;
    return ABBREVIATION_NONE;
}

/* A number with its full stop at the head of a sentence counts something. */
static bool is_ordinal(struct span plain, size_t from, size_t stop)
{
    if (stop - from > 3 || stop == from) return false;
    for (size_t i = from; i < stop; i++)
        if (!byte_is_digit(plain.at[i])) return false;
    return true;
}

/* Whether a sentence may begin with this byte. */
static bool begins_sentence(char c)
{
    return byte_is_upper(c) || (!byte_is_lower(c) && !is_in(c, ",;:)-/=+&|%"));
}

/* Whether the marks from `stop` to `end`, a blank behind them, end what began at `from`. */
static bool ends_sentence(struct span plain, size_t from, size_t stop, size_t end)
{
    char next = plain.at[end + 1];
    if (!begins_sentence(next)) return false;
    if (plain.at[stop] != '.' || (stop + 1 < end && is_in(plain.at[stop + 1], ".!?"))) return true;
    if (is_ordinal(plain, from, stop)) return false;
    switch (abbreviation_before(plain, from, stop)) {
    case ABBREVIATION_ALWAYS: return false;
    case ABBREVIATION_NUMBER: return !byte_is_digit(next);
    case ABBREVIATION_LOW: return byte_is_upper(next);
    case ABBREVIATION_NONE: break;
    }
    return true;
}

/* The last blank before the cap, or the cap on a border of code points. */
static size_t cut_long(struct span plain, size_t from)
{
    size_t most = from + LANGUAGE_SENTENCE_BYTES, at = most;
    while (at > from + 1 && plain.at[at] != ' ') at--;
    if (at > from + 1) return at;
    at = most;
    while (at > most - 4 && ((unsigned char)plain.at[at] & 0xc0) == 0x80) at--;
    return at;
}

static bool is_stop(char c)
{
    return c == '.' || c == '!' || c == '?';
}

static bool closes(char c)
{
    return is_stop(c) || c == ')' || c == '"' || c == '\'';
}

/* The next full stop, or `most`; sixteen bytes at a time. */
static size_t next_stop(struct span plain, size_t from, size_t most)
{
    typedef char sixteen __attribute__((vector_size(16)));
    for (; from + 16 <= most; from += 16) {
        sixteen bytes;
        uint64_t halves[2];
        memcpy(&bytes, plain.at + from, 16);
        sixteen found = (sixteen)((bytes == '.') | (bytes == '!') | (bytes == '?'));
        memcpy(halves, &found, 16);
        halves[0] = le64toh(halves[0]);
        halves[1] = le64toh(halves[1]);
        if (halves[0]) return from + (size_t)__builtin_ctzll(halves[0]) / 8;
        if (halves[1]) return from + 8 + (size_t)__builtin_ctzll(halves[1]) / 8;
    }
    while (from < most && !is_stop(plain.at[from])) from++;
    return from;
}

size_t sentence_end(struct span plain, size_t from)
{
    size_t most =
        plain.len - from > LANGUAGE_SENTENCE_BYTES ? from + LANGUAGE_SENTENCE_BYTES : plain.len;
    for (size_t i = next_stop(plain, from, most); i < most; i = next_stop(plain, i + 1, most)) {
        size_t end = i + 1;
        while (end < plain.len && closes(plain.at[end])) end++;
        if (end < most && plain.at[end] == ' ' && end + 1 < plain.len &&
            ends_sentence(plain, from, i, end))
            return end;
        i = end < most ? end - 1 : most - 1;
    }
    return plain.len > most ? cut_long(plain, from) : plain.len;
}
