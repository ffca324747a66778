/* The walk through a sentence, from left to right: every word once. */
#include <assert.h>

#include "language/clauses.h"
#include "language/grammar.h"

/* One word or what begins with it; gives the word behind. */
static size_t step(struct walk *w, size_t i)
{
    struct verb_group group;
    size_t end = i + 1;
    bool keeps = tagged(w, i, TAG_ADVERB);
    if (tagged(w, i, TAG_MARK)) {
        clause_mark(w, i);
        if (!is(w, i, W_COMMA)) w->comma = false;
        w->prep = NO_WORD;
        if (!is(w, i, W_COMMA)) w->link = NO_WORD;
        clause_renumber(w, i, end, top(w)->number);
        return end;
    }
    uint16_t prep = w->prep, link = w->link;
    bool verbs = tagged(w, i, TAG_VERB) || tagged(w, i, TAG_AUX) || w->syntax->roles[i] == ROLE_TO;
    size_t behind = verbs ? syntax_verbs(w->syntax, i, &group) : i;
    if (behind > i) {
        group_read(w, &group);
        end = behind;
    } else if (syntax_phrase(w->syntax, i, prep)) {
        subject_phrase(w);
        end = w->syntax->phrases[w->syntax->phrase_count - 1].end;
    } else if (w->syntax->roles[i] != ROLE_NONE) {
        clause_role(w, i);
        keeps = w->prep != prep || w->link != link;
    }
    clause_renumber(w, i, end, top(w)->number);
    if (!keeps) {
        w->prep = NO_WORD;
        w->link = NO_WORD;
        w->comma = false;
    } else if (w->prep == prep && w->link == link && !tagged(w, i, TAG_ADVERB)) {
        w->comma = false;
    }
    return end;
}

/* What a verb acts on, and by whom: the first nouns behind it in its clause. */
static void find_objects(struct walk *w)
{
    const struct syntax *syntax = w->syntax;
    size_t from = 0;
    for (size_t g = 0; g < w->parse->group_count; g++) {
        struct verb_group *group = &w->parse->groups[g];
        while (from < syntax->phrase_count && syntax->phrases[from].first <= group->head) from++;
        for (size_t p = from; p < syntax->phrase_count && p < from + 6; p++) {
            const struct phrase *phrase = &syntax->phrases[p];
            if (w->parse->words[phrase->head].clause != w->parse->words[group->head].clause) break;
            bool by = phrase->prep != NO_WORD && syntax_reads(syntax, phrase->prep, "by");
            bool passive = (group->traits & VERB_TRAIT(PASSIVE)) != 0;
            bool near = phrase->prep == NO_WORD || phrase->prep == group->head + 1;
            if (by && passive && group->agent == NO_WORD && !phrase->time) {
                group->agent = phrase->head;
                group->agent_kind = phrase->kind;
            } else if (!by && near && group->object == NO_WORD && !phrase->time) {
                group->object = phrase->head;
                group->object_kind = phrase->kind;
            }
        }
    }
}

void grammar_groups(struct parse *parse)
{
    struct syntax syntax; /* large: what is read was written before */
    syntax.parse = parse;
    syntax.phrase_count = 0;
    struct walk walk = {.syntax = &syntax,
                        .parse = parse,
                        .depth = 1,
                        .prep = NO_WORD,
                        .link = NO_WORD,
                        .waiting = NONE,
                        .dangling = NONE,
                        .object_at = NO_WORD};
    walk.stack[0] = (struct clause){ROLE_NONE, 0, NONE, NONE, false};
    parse->group_count = 0;
    parse->has_verb = false;
    memset(parse->group_of, 0xff, sizeof parse->group_of);
    syntax_tag(&syntax);
    for (size_t i = 0; i < parse->word_count;) {
        size_t end = step(&walk, i);
        assert(end > i && end <= parse->word_count);
        i = end;
    }
    if (walk.waiting != NONE) subject_set(&walk, &parse->groups[walk.waiting], top(&walk)->subject);
    find_objects(&walk);
}
