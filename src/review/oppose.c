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

/* For each pair which side an action is on: bit i of [0] or [1]. */
static void sides(const struct review_event *event, uint32_t ret[2])
{
    const struct span text = span_of(review_said(event->action) ? event->action : event->what);
    size_t from = 0;
    static_assert(PAIRS <= 32, "a bit for each pair");
    ret[0] = ret[1] = 0;
    while (from < text.len) {
        size_t to = from;
        while (to < text.len && is_letter(text.at[to])) to++;
        const struct span word = span_sub(text, from, to - from);
        for (unsigned i = 0; word.len && i < PAIRS; i++)
            for (unsigned side = 0; side < 2; side++)
                if (fits(word, pairs[i][side])) ret[side] |= 1u << i;
        from = to + 1;
    }
}

static bool undoes(const struct review_event *a, const struct review_event *b)
{
    return a->kind == REVIEW_EVENT_ACT_UNDO && b->kind != REVIEW_EVENT_ACT_UNDO;
}

bool review_actions_oppose(const struct review_event *a, const struct review_event *b)
{
    uint32_t of_a[2], of_b[2];
    if (undoes(a, b) || undoes(b, a)) return true;
    sides(a, of_a);
    sides(b, of_b);
    return (of_a[0] & of_b[1] & ~of_a[1] & ~of_b[0]) || (of_a[1] & of_b[0] & ~of_a[0] & ~of_b[1]);
}
