/* Whether words are English: by the words that hold any English sentence together. */
#include "language/page_parts.h"

/* Few of them are words of another language that writes Latin letters. */
static const struct span common[] = {
    {"a", 1},       {"about", 5},  {"after", 5},   {"all", 3},     {"also", 4},    {"an", 2},
    {"and", 3},     {"any", 3},    {"are", 3},     {"as", 2},      {"at", 2},      {"be", 2},
    {"because", 7}, {"been", 4},   {"before", 6},  {"being", 5},   {"between", 7}, {"both", 4},
    {"but", 3},     {"by", 2},     {"can", 3},     {"could", 5},   {"did", 3},     {"do", 2},
    {"does", 4},    {"due", 3},    {"during", 6},  {"each", 4},    {"for", 3},     {"from", 4},
    {"had", 3},     {"has", 3},    {"have", 4},    {"he", 2},      {"how", 3},     {"i", 1},
    {"if", 2},      {"in", 2},     {"into", 4},    {"is", 2},      {"it", 2},      {"its", 3},
    {"more", 4},    {"my", 2},     {"no", 2},      {"not", 3},     {"of", 2},      {"on", 2},
    {"one", 3},     {"only", 4},   {"or", 2},      {"other", 5},   {"our", 3},     {"out", 3},
    {"she", 3},     {"should", 6}, {"so", 2},      {"some", 4},    {"such", 4},    {"than", 4},
    {"that", 4},    {"the", 3},    {"their", 5},   {"then", 4},    {"there", 5},   {"these", 5},
    {"they", 4},    {"this", 4},   {"through", 7}, {"to", 2},      {"until", 5},   {"up", 2},
    {"us", 2},      {"using", 5},  {"via", 3},     {"was", 3},     {"we", 2},      {"were", 4},
    {"what", 4},    {"when", 4},   {"where", 5},   {"which", 5},   {"while", 5},   {"who", 3},
    {"why", 3},     {"will", 4},   {"with", 4},    {"without", 7}, {"would", 5},   {"you", 3},
    {"your", 4}};

static bool is_common(struct span word)
{
    enum { SHORTEST = 1, LONGEST = 7 };
    if (word.len < SHORTEST || word.len > LONGEST) return false;
    char first = to_lower(word.at[0]);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (common[i].at[0] == first && common[i].len == word.len &&
            span_equal_nocase(word, common[i]))
            return true;
    return false;
}

/* The next word from *at on; an apostrophe ends one. Empty at the end. */
static struct span next_word(struct span plain, size_t *at)
{
    while (*at < plain.len && !byte_is_letter(plain.at[*at]) && (unsigned char)plain.at[*at] < 0x80)
        ++*at;
    size_t from = *at;
    while (*at < plain.len &&
           (byte_is_letter(plain.at[*at]) || (unsigned char)plain.at[*at] >= 0x80))
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
        /* parts of names and addresses are no words of their own */
        words += word.at == plain.at || !is_in(word.at[-1], "./-_@:");
    }
    if (words >= WORDS_LEAST) return true;
    struct english_count count = {0};
    if (memchr(plain.at, '\xe3', plain.len) || words) english_count(plain, &count);
    return count.other > count.latin;
}
