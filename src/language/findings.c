/* Findings of one sentence: see findings.h. */
#include "language/findings.h"

static enum language_level level_of(const struct rule_hit *hit, const struct parse *parse,
                                    const struct language_settings *settings)
{
    const enum language_class class = (enum language_class)language_rules[hit->rule].class;
    const enum language_field field = (enum language_field)parse->sentence->field;
    const enum language_level level = fields_level(class, field, hit->weight);
    const unsigned most =
        settings->rule_levels ? settings->rule_levels[hit->rule] : LANGUAGE_LEVEL_COUNT;
    return most < level ? (enum language_level)most : level;
}

/* Whether the words of a hit are about what somebody does: their verbs, or one of them. */
static bool is_about_people(const struct rule_hit *hit, const struct parse *parse)
{
    for (size_t i = 0; i < parse->group_count; i++) {
        const struct verb_group *group = &parse->groups[i];
        const bool within = group->head >= hit->from && group->first < hit->to;
        if (within && (is_somebody(group->subject_kind) || is_somebody(group->agent_kind)))
            return true;
    }
    return false;
}

/* Whether a hit has something to say in the field that its sentence is for. */
static bool is_heard(const struct rule_hit *hit, const struct parse *parse,
                     const struct language_settings *settings)
{
    const enum language_class class = (enum language_class)language_rules[hit->rule].class;
    const enum language_field field = (enum language_field)parse->sentence->field;
    return level_of(hit, parse, settings) != LANGUAGE_LEVEL_OFF &&
           (!fields_of_people(class, field) || is_about_people(hit, parse));
}

static bool is_dismissed(uint64_t fingerprint, const struct language_settings *settings)
{
    size_t low = 0, high = settings->dismissed_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (settings->dismissed[middle] == fingerprint) return true;
        if (settings->dismissed[middle] < fingerprint)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Of hits of one class on the same words one speaks: the heaviest, the longest, and else the later
 * rule: special ones stand behind the general. */
static bool outweighs(const struct rule_hit *a, const struct rule_hit *b)
{
    const int length_a = a->to - a->from, length_b = b->to - b->from;
    if (a->weight != b->weight) return a->weight > b->weight;
    if (length_a != length_b) return length_a > length_b;
    if (a->rule != b->rule) return a->rule > b->rule;
    return a->from < b->from;
}

static void choose(const struct rule_hit *hits, size_t count, bool *chosen)
{
    bool seen[FINDINGS_MOST] = {false};
    for (size_t round = 0; round < count; round++) {
        const struct rule_hit *best = NULL;
        bool covered = false;
        for (size_t i = 0; i < count; i++)
            if (!seen[i] && (!best || outweighs(&hits[i], best))) best = &hits[i];
        seen[best - hits] = true;
        for (size_t i = 0; i < count && !covered; i++)
            covered = chosen[i] && hits[i].from < best->to && best->from < hits[i].to &&
                      language_rules[hits[i].rule].class == language_rules[best->rule].class;
        chosen[best - hits] = !covered;
    }
}

/* Whether `a` rather than `b` is the one to show of a sentence. */
static bool is_weightier(const struct language_finding *a, const struct language_finding *b)
{
    if (a->level != b->level) return a->level > b->level;
    if (a->rule->weight != b->rule->weight) return a->rule->weight > b->rule->weight;
    return a->rule->class < b->rule->class;
}

void findings_of(const struct parse *parse, const struct page *page,
                 const struct language_settings *settings, bool *spoken,
                 const struct rule_hit *hits, size_t hit_count, struct findings *ret)
{
    const struct sentence *sentence = parse->sentence;
    struct language_finding *first = NULL;
    struct rule_hit heard[FINDINGS_MOST];
    bool chosen[FINDINGS_MOST] = {false};
    size_t count = 0;
    for (size_t i = 0; i < hit_count; i++)
        if (is_heard(&hits[i], parse, settings)) heard[count++] = hits[i];
    choose(heard, count, chosen);
    ret->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rule_hit *hit = &heard[i];
        const struct language_rule *rule = &language_rules[hit->rule];
        if (!chosen[i]) continue;
        const enum language_level level = level_of(hit, parse, settings);
        const bool quieter = rule_mores[hit->rule].once && spoken[hit->rule];
        struct language_finding *finding = &ret->at[ret->count++];
        *finding = (struct language_finding){
            .rule = rule,
            .level =
                (uint8_t)(quieter && level > LANGUAGE_LEVEL_HINT ? LANGUAGE_LEVEL_HINT : level),
            .field = sentence->field,
            .from.byte = sentence->source[parse->words[hit->from].from],
            .to.byte = page_end(page, sentence, parse->words[hit->to - 1].to),
            .fingerprint = fingerprint_of(rule, parse),
            .question = fields_question(rule, (enum language_field)sentence->field),
        };
        spoken[hit->rule] = true;
        if (sentence->off && sentence->off->rules[hit->rule])
            finding->remark = sentence->off->reasons[hit->rule];
        finding->dismissed =
            finding->remark.len > 0 || is_dismissed(finding->fingerprint, settings);
        if (!finding->dismissed && (!first || is_weightier(finding, first))) first = finding;
    }
    if (first) first->first = true;
}
