/* Which rules are woken by a sentence, and which of them find something. */
#include "language/rules.h"

#include <assert.h>

/* The rules that a word wakes, as a list of finds. */
static const uint16_t *wakes(const struct parse *parse, const struct word *word)
{
    uint16_t entry = word->entry;
    if (word_is(word->classes, W_BANG)) return rule_wakes + rule_wake_bang;
    if (entry == NO_WORD && word->compound) {
        const struct span lower = parse_lower(parse, word);
        size_t part = lower.len;
        while (part > 0 && lower.at[part - 1] != '-') part--;
        struct word_classes classes;
        entry = lexicon_look(span_from(lower, part), &classes);
    }
    return rule_wakes + (entry == NO_WORD ? 0 : rule_wake_of[entry]);
}

/* Whether a find has nothing to say in this sentence, whatever it finds. */
static bool is_mute(const struct rule_find *find, const struct parse *parse)
{
    const enum language_class class = (enum language_class)find->class;
    const enum language_field field = (enum language_field)parse->sentence->field;
    return fields_level(class, field, find->weight) == LANGUAGE_LEVEL_OFF ||
           (parse->question && class == LANGUAGE_CLASS_COUNTERFACTUAL);
}

/* Whether a sentence holds a word that each match of the pattern begins or ends with. */
static bool may_match(const struct rule_pattern *pattern, const struct parse *parse)
{
    uint64_t shared = 0;
    for (size_t i = 0; i < ENTRY_BITS / 64; i++)
        shared |= pattern->entries.at[i] & parse->entries.at[i];
    return shared != 0 || word_is_any(pattern->classes, parse->classes);
}

/* Where a find matches around a word that wakes it, from `start` on; false: no more. */
static bool match_around(const struct rule_find *find, const struct parse *parse, int wakes_at,
                         int *start, struct rule_match *ret)
{
    const struct rule_pattern *pattern = &rule_patterns[find->pattern];
    if (!may_match(pattern, parse)) return false;
    for (; *start <= wakes_at - find->nearest; ++*start)
        if (*start >= -1 &&
            rule_pattern_at(pattern, parse, *start, (int)parse->word_count + 1, ret))
            return true;
    return false;
}

bool rules_wake(const struct parse *parse)
{
    struct rule_match match;
    for (int i = 0; i < (int)parse->word_count; i++)
        for (const uint16_t *at = wakes(parse, &parse->words[i]); *at != RULE_FINDS_END; at++) {
            const struct rule_find *find = &rule_finds[*at];
            int start = i - find->farthest;
            if (!is_mute(find, parse) && match_around(find, parse, i, &start, &match)) return true;
        }
    return false;
}

/* The weight that is left of a rule for what its pattern found; 0: it is no finding. */
static unsigned weigh(const struct rule_find *find, const struct parse *parse,
                      const struct rule_match *match)
{
    const struct rule_more *more = &rule_mores[find->rule];
    unsigned weight = language_rules[find->rule].weight;
    if (!rule_conditions_hold(find->conditions, parse, match)) return 0;
    for (unsigned i = 0; i < more->clause_count && weight; i++) {
        const struct rule_clause *clause = &rule_clauses[more->clauses + i];
        const bool hold = rule_conditions_hold(clause->conditions, parse, match);
        if (clause->kind == RULE_LOWER)
            weight -= hold;
        else if (hold != (clause->kind == RULE_ONLY))
            weight = 0;
    }
    return weight;
}

struct hits {
    struct rule_hit *at;
    size_t count, most;
};

/* One a rule and place; where there is no room the lightest goes. */
static void keep(struct hits *hits, struct rule_hit hit)
{
    size_t lightest = 0;
    for (size_t i = 0; i < hits->count; i++) {
        struct rule_hit *other = &hits->at[i];
        if (other->rule == hit.rule && other->from < hit.to && hit.from < other->to) {
            if (other->weight < hit.weight) *other = hit;
            return;
        }
        if (other->weight < hits->at[lightest].weight) lightest = i;
    }
    if (hits->count < hits->most)
        hits->at[hits->count++] = hit;
    else if (hits->most && hits->at[lightest].weight < hit.weight)
        hits->at[lightest] = hit;
}

static void look(const struct rule_find *find, const struct parse *parse, int wakes_at,
                 struct hits *hits)
{
    struct rule_match match;
    if (is_mute(find, parse)) return;
    for (int start = wakes_at - find->farthest; match_around(find, parse, wakes_at, &start, &match);
         start++) {
        const unsigned weight = weigh(find, parse, &match);
        if (weight)
            keep(hits,
                 (struct rule_hit){find->rule, (uint8_t)weight, match.show_from, match.show_to});
    }
}

static void sort(struct rule_hit *hits, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && hits[k].from < hits[k - 1].from; k--) {
            const struct rule_hit other = hits[k];
            hits[k] = hits[k - 1];
            hits[k - 1] = other;
        }
}

size_t rules_match(const struct parse *parse, struct rule_hit *ret, size_t most)
{
    struct hits hits = {ret, 0, most};
    for (size_t i = 0; i < parse->word_count; i++)
        for (const uint16_t *find = wakes(parse, &parse->words[i]); *find != RULE_FINDS_END; find++)
            look(&rule_finds[*find], parse, (int)i, &hits);
    sort(ret, hits.count);
    return hits.count;
}
