/* Which noun phrase is the subject of a clause, and of which verbs. */
#include "language/clauses.h"

bool subject_is_pronoun(const struct walk *w, uint16_t phrase)
{
    size_t head = phrase_at(w, phrase)->head;
    return is(w, head, W_PRON) || is(w, head, W_ANYONE) || is(w, head, W_NOBODY) ||
           syntax_reads(w->syntax, head, "it") || syntax_reads(w->syntax, head, "there");
}

static void take_subject(struct walk *w, uint16_t phrase, bool linked)
{
    struct clause *clause = top(w);
    bool replaced = clause->subject != NONE && phrase_at(w, clause->subject)->time;
    if (linked && clause->subject != NONE && is_somebody(phrase_at(w, phrase)->kind) &&
        !is_somebody(phrase_at(w, clause->subject)->kind))
        replaced = true; /* "the primary and the secondary on-call" */
    if (clause->subject == NONE || replaced || (w->comma && subject_is_pronoun(w, phrase)))
        clause->subject = phrase;
    else if (!linked && !w->comma && clause->opened != ROLE_DET)
        clause_push(w, ROLE_REL, phrase); /* "the change we made" */
}

void subject_phrase(struct walk *w)
{
    uint16_t phrase = last_phrase(w);
    struct phrase *read = &w->syntax->phrases[phrase];
    bool linked = w->link != NO_WORD && w->syntax->roles[w->link] == ROLE_AND;
    if (linked && phrase > 0 && read[-1].prep != NO_WORD && read[-1].end == w->link)
        read->prep = read[-1].prep; /* "of pods and nodes" */
    if (read->prep != NO_WORD) return;
    if (read->first == w->object_at && !top(w)->has_verb && w->waiting == NONE) {
        w->object_at = read->end;
        return;
    }
    if (w->waiting != NONE && !top(w)->has_verb) {
        top(w)->subject = phrase;
        return;
    }
    if (!top(w)->has_verb)
        take_subject(w, phrase, linked);
    else if (!linked || !read->time)
        top(w)->later = phrase;
}

void subject_set(struct walk *w, struct verb_group *group, uint16_t phrase)
{
    if (phrase == NONE) return;
    const struct phrase *subject = phrase_at(w, phrase);
    group->subject = subject->head;
    group->subject_first = subject->first;
    group->subject_kind = (uint8_t)syntax_kind_for(w->syntax, phrase, group->head);
    if (subject->negated) group->traits |= VERB_TRAIT(NEGATED);
}

/* The clause on the stack that waits for its verb, or NULL. */
static struct clause *pending(struct walk *w)
{
    for (size_t depth = w->depth; depth-- > 0;) {
        struct clause *clause = &w->stack[depth];
        if (clause->opened == ROLE_DET) return NULL;
        if (!clause->has_verb && clause->subject != NONE) return clause;
    }
    return NULL;
}

/* A second verb behind "and" or "but": whose? "the alert that fired and paged", "we saw the alert
 * that fired but did not act". */
static uint16_t shared_subject(struct walk *w, const struct verb_group *group)
{
    bool but = w->syntax->roles[w->link] == ROLE_BUT;
    size_t head = group->head;
    bool human = (is(w, head, W_CONDUCT) || is(w, head, W_OMIT) || is(w, head, W_PERCEIVE)) &&
                 !is(w, head, W_MACHINEACT);
    while (w->depth > 1 && top(w)->opened != ROLE_DET) {
        uint16_t own = top(w)->subject, outer = w->stack[w->depth - 2].subject;
        if (own != NONE && !but && !human) break;
        if (outer == NONE || !w->stack[w->depth - 2].has_verb) break;
        bool fits = own != NONE && is_somebody(phrase_at(w, own)->kind);
        if (human && fits) break;
        if (!but && !is_somebody(phrase_at(w, outer)->kind)) break;
        w->depth--;
    }
    top(w)->number = clause_number(w);
    clause_renumber(w, w->link, group->first, top(w)->number);
    return top(w)->subject;
}

uint16_t subject_find(struct walk *w, const struct verb_group *group)
{
    struct clause *clause = top(w);
    if (!clause->has_verb && w->link == NO_WORD) {
        if (clause->subject != NONE || w->depth == 1) return clause->subject;
        if (clause->opened == ROLE_SUB || clause->opened == ROLE_ASK || clause->opened == ROLE_IF)
            return NONE;
    }
    if (w->link != NO_WORD && clause->has_verb) return shared_subject(w, group);
    if (w->comma && clause->has_verb) return clause->subject; /* "she merged it, then went" */
    struct clause *waiting = pending(w);
    if (waiting) {
        w->depth = (size_t)(waiting - w->stack) + 1;
        return waiting->subject;
    }
    if (clause->later != NONE) {
        uint16_t subject = clause->later;
        uint16_t from = phrase_at(w, subject)->first;
        clause_push(w, ROLE_SUB, subject);
        clause_renumber(w, from, group->first, top(w)->number);
        return subject;
    }
    return clause->subject;
}

/* Verbs before the first subject take it once it is there: "Without checking, Ana ...". */
void subject_settle(struct walk *w, uint16_t subject)
{
    for (size_t i = w->dangling; i < w->parse->group_count; i++) {
        struct verb_group *group = &w->parse->groups[i];
        if (group->subject == NO_WORD && group->traits & (VERB_TRAIT(GERUND)))
            subject_set(w, group, subject);
    }
    w->dangling = NONE;
}
