/* Actions that pull in opposite directions: by their kind, or by a pair of verbs. */
#include "review/conducting.h"

#include <assert.h>

/* Stems of verbs and what undoes them; a stem fits any ending: "paus" is paused and pausing. */
static const char *const pairs[][2] = {
    {"start", "stop"},    {"enabl", "disabl"},    {"add", "remov"},          {"open", "clos"},
    {"block", "unblock"}, {"drain", "undrain"},   {"paus", "resum"},         {"promot", "demot"},
    {"rais", "lower"},    {"increas", "decreas"}, {"increas", "reduc"},      {"grow", "shrink"},
    {"lock", "unlock"},   {"attach", "detach"},   {"activat", "deactiv"},    {"grew", "shrank"},
    {"up", "down"},       {"on", "off"},          {"connect", "disconnect"},
};
enum { PAIRS = sizeof pairs / sizeof pairs[0] };

/* "on-call" is one word. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* Short stems are whole words: "on" is not in "only". */
static bool fits(struct span word, const char *stem)
{
    const struct span wanted = span_of(stem);
    if (wanted.len < 3 && word.len != wanted.len) return false;
    return word.len >= wanted.len && span_equal_nocase(span_sub(word, 0, wanted.len), wanted);
}

struct review_sides review_sides_of(const struct review_event *event)
{
    const struct span text = span_of(review_said(event->action) ? event->action : event->what);
    struct review_sides sides = {0, 0, event->kind == REVIEW_EVENT_ACT_UNDO};
    size_t from = 0;
    static_assert(PAIRS <= 32, "a bit for each pair");
    while (from < text.len) {
        size_t to = from;
        while (to < text.len && is_letter(text.at[to])) to++;
        const struct span word = span_sub(text, from, to - from);
        for (unsigned i = 0; word.len && i < PAIRS; i++) {
            sides.one |= (uint32_t)fits(word, pairs[i][0]) << i;
            sides.other |= (uint32_t)fits(word, pairs[i][1]) << i;
        }
        from = to + 1;
    }
    return sides;
}

/* What stands on both sides of a pair by itself ("stopped and started") is on neither. */
bool review_sides_oppose(struct review_sides a, struct review_sides b)
{
    const uint32_t plain = ~(a.one & a.other) & ~(b.one & b.other);
    if (a.undoes != b.undoes) return true;
    return ((a.one & b.other) | (a.other & b.one)) & plain;
}
