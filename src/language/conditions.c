/* Conditions of rules: who does it, how the verb stands, which words are near. */
#include "language/rules.h"

static int clause_from(const struct parse *parse, int at)
{
    while (at > 0 && parse->words[at - 1].clause == parse->words[at].clause) at--;
    return at;
}

static int clause_to(const struct parse *parse, int at)
{
    const int count = (int)parse->word_count;
    while (at + 1 < count && parse->words[at + 1].clause == parse->words[at].clause) at++;
    return at + 1;
}

/* The verbs that conditions are about: those of the word, else the nearest of its clause, to the
 * left first. */
static const struct verb_group *group_at(const struct parse *parse, int about)
{
    const int from = clause_from(parse, about), to = clause_to(parse, about);
    for (int at = about; at >= from; at--)
        if (parse->group_of[at] != 0xff) return &parse->groups[parse->group_of[at]];
    for (int at = about; at < to; at++)
        if (parse->group_of[at] != 0xff) return &parse->groups[parse->group_of[at]];
    return NULL;
}

/* The word that conditions are about where the pattern does not say: the first verb, or the first
 * word. */
static int about_of(const struct parse *parse, const struct rule_match *found)
{
    if (found->about != NO_WORD) return found->about;
    for (int at = found->from; at < found->to; at++)
        if (parse->group_of[at] != 0xff) return at;
    return found->from;
}

static bool range_has(const struct rule_pattern *pattern, const struct parse *parse, int from,
                      int to)
{
    struct rule_match match;
    for (int at = from; at < to; at++)
        if (rule_pattern_at(pattern, parse, at, to, &match)) return true;
    return false;
}

static bool ends_with(const struct rule_pattern *pattern, const struct parse *parse, int to)
{
    struct rule_match match;
    for (int at = to - 1; at >= -1 && at >= to - 8; at--)
        if (rule_pattern_at(pattern, parse, at, to, &match) && match.to == to) return true;
    return false;
}

/* Words from `from` to `to`, but for those that were found. */
static bool rest_has(const struct rule_pattern *pattern, const struct parse *parse,
                     const struct rule_match *found, int from, int to)
{
    return range_has(pattern, parse, from, found->from < to ? found->from : to) ||
           range_has(pattern, parse, found->to > from ? found->to : from, to);
}

static bool words_hold(const struct rule_condition *condition, const struct parse *parse,
                       const struct rule_match *found, const struct verb_group *group)
{
    const struct rule_pattern *pattern = &rule_patterns[condition->pattern];
    const int from = found->from, to = found->to, about = about_of(parse, found);
    const int last = to > from ? to - 1 : from;
    struct rule_match match;
    switch (condition->kind) {
    case RULE_SUBJECT_HAS:
        return group && group->subject != NO_WORD &&
               range_has(pattern, parse, group->subject_first, group->subject + 1);
    case RULE_OBJECT_HAS:
        return group && group->object != NO_WORD &&
               range_has(pattern, parse, group->head + 1, group->object + 1);
    case RULE_BEFORE_HAS: return range_has(pattern, parse, clause_from(parse, from), from);
    case RULE_AFTER_HAS: return range_has(pattern, parse, to, clause_to(parse, last));
    case RULE_CLAUSE_HAS:
        return rest_has(pattern, parse, found, clause_from(parse, about), clause_to(parse, about));
    case RULE_SENTENCE_HAS: return rest_has(pattern, parse, found, 0, (int)parse->word_count);
    case RULE_FOUND_HAS: return range_has(pattern, parse, from, to);
    case RULE_NEXT_IS:
        return rule_pattern_at(pattern, parse, to, (int)parse->word_count + 1, &match);
    default: return ends_with(pattern, parse, from);
    }
}

static bool holds(const struct rule_condition *condition, const struct parse *parse,
                  const struct rule_match *found)
{
    const int about = about_of(parse, found);
    const struct verb_group *group = group_at(parse, about);
    const uint32_t traits = group ? group->traits : 0;
    switch (condition->kind) {
    case RULE_SUBJECT: return condition->bits >> (group ? group->subject_kind : SUBJECT_NONE) & 1;
    case RULE_OBJECT: return condition->bits >> (group ? group->object_kind : SUBJECT_NONE) & 1;
    case RULE_AGENT: return condition->bits >> (group ? group->agent_kind : SUBJECT_NONE) & 1;
    case RULE_VERB_ALL: return (traits & condition->bits) == condition->bits;
    case RULE_VERB_NONE: return (traits & condition->bits) == 0;
    case RULE_FIELD: return condition->bits >> parse->sentence->field & 1;
    case RULE_BLOCK: return condition->bits >> parse->sentence->kind & 1;
    case RULE_TAG: return condition->bits >> parse->words[about].tag & 1;
    default: return words_hold(condition, parse, found, group);
    }
}

bool rule_conditions_hold(struct rule_conditions conditions, const struct parse *parse,
                          const struct rule_match *found)
{
    const struct rule_condition *condition = &rule_conditions[conditions.first];
    for (unsigned i = 0; i < conditions.count; i++)
        if (holds(&condition[i], parse, found) == condition[i].no) return false;
    return true;
}
