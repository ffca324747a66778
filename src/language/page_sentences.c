/* Where sentences end in plain text. */
#include "language/page_parts.h"

/* Words before a full stop that does not end a sentence: at all, before a number, before what is
 * no capital letter. */
enum abbreviation { ABBREVIATION_NONE, ABBREVIATION_ALWAYS, ABBREVIATION_NUMBER, ABBREVIATION_LOW };

static const struct {
    const char *word;
    enum abbreviation kind;
} abbreviations[] = {
    {"e.g", ABBREVIATION_ALWAYS},  {"eg", ABBREVIATION_ALWAYS},     {"i.e", ABBREVIATION_ALWAYS},
    {"ie", ABBREVIATION_ALWAYS},   {"approx", ABBREVIATION_ALWAYS}, {"vs", ABBREVIATION_ALWAYS},
    {"mr", ABBREVIATION_ALWAYS},   {"mrs", ABBREVIATION_ALWAYS},    {"ms", ABBREVIATION_LOW},
    {"dr", ABBREVIATION_ALWAYS},   {"st", ABBREVIATION_ALWAYS},     {"cf", ABBREVIATION_ALWAYS},
    {"resp", ABBREVIATION_ALWAYS}, {"incl", ABBREVIATION_ALWAYS},   {"esp", ABBREVIATION_ALWAYS},
    {"viz", ABBREVIATION_ALWAYS},  {"prof", ABBREVIATION_ALWAYS},   {"no", ABBREVIATION_NUMBER},
    {"fig", ABBREVIATION_NUMBER},  {"sec", ABBREVIATION_NUMBER},    {"vol", ABBREVIATION_NUMBER},
    {"ver", ABBREVIATION_NUMBER},  {"ca", ABBREVIATION_NUMBER},     {"jan", ABBREVIATION_NUMBER},
    {"feb", ABBREVIATION_NUMBER},  {"mar", ABBREVIATION_NUMBER},    {"apr", ABBREVIATION_NUMBER},
    {"jun", ABBREVIATION_NUMBER},  {"jul", ABBREVIATION_NUMBER},    {"aug", ABBREVIATION_NUMBER},
    {"sep", ABBREVIATION_NUMBER},  {"sept", ABBREVIATION_NUMBER},   {"oct", ABBREVIATION_NUMBER},
    {"nov", ABBREVIATION_NUMBER},  {"dec", ABBREVIATION_NUMBER},    {"p", ABBREVIATION_NUMBER},
    {"pp", ABBREVIATION_NUMBER},   {"etc", ABBREVIATION_LOW},       {"a.m", ABBREVIATION_LOW},
    {"p.m", ABBREVIATION_LOW},     {"inc", ABBREVIATION_LOW},       {"ltd", ABBREVIATION_LOW},
    {"co", ABBREVIATION_LOW},      {"corp", ABBREVIATION_LOW},      {"u.s", ABBREVIATION_LOW},
    {"u.k", ABBREVIATION_LOW},     {"al", ABBREVIATION_LOW},        {"jr", ABBREVIATION_LOW},
};

static enum abbreviation abbreviation_before(struct span plain, size_t from, size_t stop)
{
    enum { WORD_MOST = 7 };
    size_t begin = stop;
    while (begin > from && stop - begin < WORD_MOST &&
           (is_letter(plain.at[begin - 1]) || plain.at[begin - 1] == '.'))
        begin--;
    if (begin > from && is_word(plain.at[begin - 1])) return ABBREVIATION_NONE;
    struct span word = {plain.at + begin, stop - begin};
    if (word.len == 1 && is_upper(word.at[0]) && word.at[0] != 'I') return ABBREVIATION_ALWAYS;
    for (size_t i = 0; word.len && i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (span_equal_nocase(word, span_of(abbreviations[i].word))) return abbreviations[i].kind;
    return ABBREVIATION_NONE;
}

/* A number with its full stop at the head of a sentence counts something. */
static bool is_ordinal(struct span plain, size_t from, size_t stop)
{
    if (stop - from > 3 || stop == from) return false;
    for (size_t i = from; i < stop; i++)
        if (!is_digit(plain.at[i])) return false;
    return true;
}

/* Whether a sentence may begin with this byte. */
static bool begins_sentence(char c)
{
    return !is_lower(c) && !byte_is_one_of(c, ",;:)-/=+&|%");
}

/* Whether the marks from `stop` to `end`, a blank behind them, end what began at `from`. */
static bool ends_sentence(struct span plain, size_t from, size_t stop, size_t end)
{
    char next = plain.at[end + 1];
    if (!begins_sentence(next)) return false;
    if (plain.at[stop] != '.' || (stop + 1 < end && byte_is_one_of(plain.at[stop + 1], ".!?")))
        return true;
    if (is_ordinal(plain, from, stop)) return false;
    switch (abbreviation_before(plain, from, stop)) {
    case ABBREVIATION_ALWAYS: return false;
    case ABBREVIATION_NUMBER: return !is_digit(next);
    case ABBREVIATION_LOW: return is_upper(next);
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

size_t sentence_end(struct span plain, size_t from)
{
    size_t most =
        plain.len - from > LANGUAGE_SENTENCE_BYTES ? from + LANGUAGE_SENTENCE_BYTES : plain.len;
    for (size_t i = from; i < most; i++) {
        char c = plain.at[i];
        if (c != '.' && c != '!' && c != '?') continue;
        size_t end = i + 1;
        while (end < plain.len && byte_is_one_of(plain.at[end], ".!?)\"'")) end++;
        if (end < most && plain.at[end] == ' ' && end + 1 < plain.len &&
            ends_sentence(plain, from, i, end))
            return end;
        i = end < most ? end - 1 : most - 1;
    }
    return plain.len > most ? cut_long(plain, from) : plain.len;
}
