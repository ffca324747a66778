/* Runs the automaton of a pattern: sets of states as bits, one step a word, no way back. */
#include "language/rules.h"

#include <assert.h>

static bool is_named(const struct rule_words *words, uint16_t entry)
{
    const uint16_t *entries = rule_entries + words->entries;
    unsigned low = 0, high = words->entry_count;
    if (!(words->may >> entry % 64 & 1)) return false;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        if (entries[middle] == entry) return true;
        if (entries[middle] < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool words_hold(const struct rule_words *words, const struct word *word)
{
    const struct rule_mask *masks = rule_masks + words->masks;
    if (is_named(words, word->entry)) return true;
    for (unsigned i = 0; i < words->mask_count; i++) {
        const struct word_classes wanted = masks[i].wanted;
        if ((word->classes.at[0] & wanted.at[0]) == wanted.at[0] &&
            (word->classes.at[1] & wanted.at[1]) == wanted.at[1] &&
            !word_is_any(word->classes, masks[i].unwanted))
            return true;
    }
    return false;
}

static bool is_mark(const struct parse *parse, int at)
{
    return at < 0 || at >= (int)parse->word_count || word_is(parse->words[at].classes, W_PUNCT);
}

/* Nothing but marks up to this word, and the next is none; or the same behind the last. */
static bool is_edge(const struct parse *parse, int at, int step)
{
    if (!is_mark(parse, at) || is_mark(parse, at - step)) return false;
    for (; at >= 0 && at < (int)parse->word_count; at += step)
        if (!is_mark(parse, at)) return false;
    return true;
}

static bool place_holds(uint16_t words, const struct parse *parse, int at)
{
    if (words == RULE_WORDS_BEGIN) return is_edge(parse, at, -1);
    if (words == RULE_WORDS_END) return is_edge(parse, at, 1);
    return at >= 0 && at < (int)parse->word_count &&
           words_hold(&rule_words[words], &parse->words[at]);
}

/* Those of some states that hold the word. */
static uint64_t states_holding(const struct rule_pattern *pattern, uint64_t candidates,
                               const struct parse *parse, int at)
{
    const struct rule_state *states = rule_states + pattern->states;
    uint64_t holding = 0;
    uint32_t last = UINT32_MAX; /* states of a gap hold the same words */
    bool holds = false;
    if (at > 0 && parse->words[at].clause != parse->words[at - 1].clause)
        candidates &= ~pattern->same;
    for (; candidates; candidates &= candidates - 1) {
        const uint16_t words = states[__builtin_ctzll(candidates)].words;
        if (words != last) holds = place_holds(words, parse, at);
        last = words;
        if (holds) holding |= candidates & -candidates;
    }
    return holding;
}

static uint64_t states_behind(const struct rule_pattern *pattern, uint64_t states)
{
    uint64_t behind = 0;
    for (; states; states &= states - 1)
        behind |= rule_states[pattern->states + __builtin_ctzll(states)].follow;
    return behind;
}

/* One of some states, rather a word that is named than one that is skipped. */
static int pick(const struct rule_pattern *pattern, uint64_t states)
{
    const uint64_t named = states & ~pattern->gaps;
    return __builtin_ctzll(named ? named : states);
}

/* Goes the way of a match back from its end, to see which word stood where. */
static void trace(const struct rule_pattern *pattern, const uint64_t *steps, int start, int end,
                  struct rule_match *ret)
{
    struct rule_match match = {(uint16_t)(start < 0 ? 0 : start), (uint16_t)end, NO_WORD, NO_WORD,
                               0};
    uint64_t choice = steps[end - start - 1] & pattern->last;
    for (int at = end - 1; at >= start; at--) {
        const int state = pick(pattern, choice);
        const uint64_t bit = UINT64_C(1) << state;
        const uint16_t words = rule_states[pattern->states + state].words;
        if (words == RULE_WORDS_BEGIN) match.from = (uint16_t)(at + 1);
        if (words == RULE_WORDS_END) match.to = (uint16_t)at;
        if (pattern->about & bit) match.about = (uint16_t)at;
        if (pattern->shown & bit) {
            if (match.show_from == NO_WORD) match.show_to = (uint16_t)(at + 1);
            match.show_from = (uint16_t)at;
        }
        choice = 0;
        for (uint64_t before = at > start ? steps[at - start - 1] : 0; before;
             before &= before - 1) {
            const int other = __builtin_ctzll(before);
            if (rule_states[pattern->states + other].follow & bit) choice |= UINT64_C(1) << other;
        }
    }
    if (match.show_from == NO_WORD) match.show_from = match.from, match.show_to = match.to;
    *ret = match;
}

bool rule_pattern_at(const struct rule_pattern *pattern, const struct parse *parse, int start,
                     int limit, struct rule_match *ret)
{
    uint64_t steps[64], allowed = ~UINT64_C(0);
    uint64_t states = states_holding(pattern, pattern->first, parse, start);
    int end = INT16_MIN;
    for (int at = start; states && at < limit; at++) {
        assert(at - start < 64);
        steps[at - start] = states;
        if (states & pattern->last) {
            end = at + 1;
            allowed = ~pattern->gaps;
        }
        if (at + 1 > (int)parse->word_count) break;
        states = states_holding(pattern, states_behind(pattern, states) & allowed, parse, at + 1);
    }
    if (end == INT16_MIN) return false;
    trace(pattern, steps, start, end, ret);
    return true;
}
