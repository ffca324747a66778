/* The stack of clauses: what opens one, what ends it, and the numbers that words get of theirs. */
#include "language/clauses.h"

uint8_t clause_number(struct walk *w)
{
    if (w->clauses < UINT8_MAX) w->clauses++;
    return (uint8_t)w->clauses;
}

void clause_renumber(struct walk *w, size_t from, size_t to, uint8_t number)
{
    for (size_t i = from; i < to; i++) w->parse->words[i].clause = number;
}

void clause_push(struct walk *w, enum role opened, uint16_t subject)
{
    if (w->depth < DEPTH) w->depth++;
    *top(w) = (struct clause){opened, clause_number(w), subject, NONE, false};
}

/* Ends what is within the sentence and has its verb: at a comma, at "but". */
static void pop_ended(struct walk *w)
{
    while (w->depth > 1 && top(w)->has_verb && top(w)->opened != ROLE_DET) w->depth--;
}

static void restart(struct walk *w, bool inherits)
{
    uint16_t subject = inherits ? w->stack[0].subject : NONE;
    w->depth = 1;
    *top(w) = (struct clause){ROLE_NONE, clause_number(w), NONE, NONE, false};
    if (subject != NONE) {
        top(w)->later = subject;
        top(w)->subject = subject;
        top(w)->has_verb = true; /* so that a noun of its own replaces it */
    }
}

void clause_mark(struct walk *w, size_t i)
{
    char mark = w->parse->sentence->plain[w->parse->words[i].from];
    w->waiting = NONE;
    if (mark == '(') {
        clause_push(w, ROLE_DET, NONE);
    } else if (mark == ')') {
        size_t depth = w->depth;
        while (depth > 1 && w->stack[depth - 1].opened != ROLE_DET) depth--;
        if (depth > 1) w->depth = depth - 1;
    } else if (is(w, i, W_BREAK)) {
        restart(w, mark == ';' || mark == '-');
    } else if (is(w, i, W_COMMA)) {
        pop_ended(w);
        w->comma = true;
    }
}

static void on_relative(struct walk *w, size_t i)
{
    uint16_t last = last_phrase(w);
    size_t next = i + 1;
    while (tagged(w, next, TAG_ADVERB)) next++;
    bool subject = tagged(w, next, TAG_VERB) || tagged(w, next, TAG_AUX);
    bool who = is(w, i, W_WHO);
    for (uint16_t back = last; who && back != NONE && back + 4 > last; back--)
        if (is_somebody(phrase_at(w, back)->kind) || phrase_at(w, back)->kind == SUBJECT_USER ||
            phrase_at(w, back)->kind == SUBJECT_ATTACKER) {
            last = back;
            break;
        }
    if (who && (last == NONE || (size_t)phrase_at(w, last)->end + 6 < i)) {
        w->parse->words[i].tag = TAG_NOUN;
        if (syntax_phrase(w->syntax, i, NO_WORD)) last = last_phrase(w);
    }
    clause_push(w, ROLE_REL, subject ? last : NONE);
}

void clause_role(struct walk *w, size_t i)
{
    switch ((enum role)w->syntax->roles[i]) {
    case ROLE_PREP: w->prep = (uint16_t)i; break;
    case ROLE_AND:
    case ROLE_BUT:
        w->link = (uint16_t)i;
        if (w->object_at == i) w->object_at++;
        break;
    case ROLE_SUB:
        if (top(w)->subject == NONE && !top(w)->has_verb && syntax_reads(w->syntax, i, "what")) {
            w->parse->words[i].tag = TAG_NOUN; /* "What we missed was ..." */
            if (syntax_phrase(w->syntax, i, NO_WORD)) top(w)->subject = last_phrase(w);
        }
        clause_push(w, ROLE_SUB, NONE);
        break;
    case ROLE_ASK:
    case ROLE_IF: clause_push(w, w->syntax->roles[i], NONE); break;
    case ROLE_REL: on_relative(w, i); break;
    case ROLE_NONE:
    case ROLE_DET:
    case ROLE_TO: break;
    }
}
