/* How people write the hour: one digit, or the 12-hour clock. */
#include "review/when_parts.h"

#include <string.h>

struct span when_two_digits(struct span s, char *kept)
{
    if (s.len < 2 || s.at[0] < '0' || s.at[0] > '9' || s.at[1] != ':') return s;
    kept[0] = '0';
    memcpy(kept + 1, s.at, s.len);
    return (struct span){kept, s.len + 1};
}

static bool is_half_day(struct span word)
{
    static const char *const halves[] = {"am", "pm", "a.m.", "p.m.", "a.m", "p.m"};
    while (word.len && (word.at[word.len - 1] == ',' || word.at[word.len - 1] == ':'))
        word = span_sub(word, 0, word.len - 1);
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++)
        if (span_equal_nocase(word, span_of(halves[i]))) return true;
    return false;
}

enum status review_time_check_behind(struct span typed, struct span words, struct error *error)
{
    words = span_trim(words);
    struct span word = span_cut(&words, ' ');
    if (!is_half_day(word)) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT,
                     "\"%.*s\" stands before \"%.*s\"; write times on the 24-hour clock, such as "
                     "13:10 for 1:10 pm",
                     SPAN_ARGS(typed), SPAN_ARGS(word));
}
