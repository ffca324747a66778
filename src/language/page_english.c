/* Whether words are English: by the words that hold any English sentence together. */
#include "language/page_parts.h"

/* Few of them are words of another language that writes Latin letters. */
static const char *const common[] = {
    "a",    "about",  "after", "all",  "also", "and",    "any",   "are",  "at",   "be",   "because",
    "been", "before", "but",   "by",   "can",  "could",  "did",   "for",  "from", "had",  "has",
    "have", "how",    "if",    "in",   "into", "is",     "it",    "its",  "more", "no",   "not",
    "of",   "on",     "or",    "our",  "out",  "should", "so",    "than", "that", "the",  "their",
    "then", "there",  "these", "they", "this", "to",     "up",    "was",  "we",   "were", "what",
    "when", "which",  "while", "who",  "will", "with",   "would", "you",  "as"};

static bool is_common(struct span word)
{
    enum { SHORTEST = 1, LONGEST = 7 };
    if (word.len < SHORTEST || word.len > LONGEST) return false;
    char first = to_lower(word.at[0]);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (common[i][0] == first && span_equal_nocase(word, span_of(common[i]))) return true;
    return false;
}

/* The next word from *at on; an apostrophe ends one. Empty at the end. */
static struct span next_word(struct span plain, size_t *at)
{
    while (*at < plain.len && !is_letter(plain.at[*at]) && (unsigned char)plain.at[*at] < 0x80)
        ++*at;
    size_t from = *at;
    while (*at < plain.len && (is_letter(plain.at[*at]) || (unsigned char)plain.at[*at] >= 0x80))
        ++*at;
    return span_sub(plain, from, *at - from);
}

void english_count(struct span plain, struct english_count *count)
{
    for (size_t at = 0; at < plain.len;) {
        struct span word = next_word(plain, &at);
        if (!word.len) return;
        count->words++;
        count->common += is_common(word);
        for (size_t i = 0; i < word.len; i++) {
            unsigned char c = (unsigned char)word.at[i];
            /* two bytes up to U+024F are Latin letters with their marks */
            if (c < 0x80 || (c >= 0xc3 && c <= 0xc9))
                count->latin++;
            else if (c >= 0xca)
                count->other++;
        }
    }
}

bool english_is(const struct english_count *count)
{
    enum { WORDS_LEAST = 40, SHARE_LEAST = 8 };
    if (count->other > count->latin) return false;
    return count->words < WORDS_LEAST || count->common * 100 >= count->words * SHARE_LEAST;
}

bool english_none(struct span plain)
{
    enum { WORDS_LEAST = 12 };
    size_t words = 0, at = 0;
    while (at < plain.len) {
        struct span word = next_word(plain, &at);
        if (!word.len) break;
        if (is_common(word)) return false;
        words++;
    }
    if (words >= WORDS_LEAST) return true;
    struct english_count count = {0};
    if (memchr(plain.at, '\xe3', plain.len) || words) english_count(plain, &count);
    return count.other > count.latin;
}
