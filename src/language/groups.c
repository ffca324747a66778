/* A group of verbs in its clause: finite or not, asked, waiting for its subject. */
#include "language/clauses.h"

enum form { FORM_FINITE, FORM_INFINITIVE, FORM_ING, FORM_PARTICIPLE };

/* A participle alone behind a noun is no verb of its own when another follows, or who did it:
 * "the change deployed on Friday broke ...", "the change deployed by Ana". */
static bool is_reduced(const struct walk *w, size_t head)
{
    size_t i = head + 1, end = i + 14;
    if (syntax_reads(w->syntax, i, "by") && !is(w, i + 1, W_ING)) return true;
    bool prep = false;
    for (; i < w->parse->word_count && i < end; i++) {
        if (tagged(w, i, TAG_MARK) || w->syntax->roles[i] >= ROLE_AND) return false;
        if (w->syntax->roles[i] == ROLE_PREP) prep = true;
        if (w->syntax->roles[i] == ROLE_TO) { /* "turned out to be": no verb with a subject */
            while (tagged(w, i + 1, TAG_AUX) || tagged(w, i + 1, TAG_ADVERB)) i++;
            i += tagged(w, i + 1, TAG_VERB);
            continue;
        }
        if (tagged(w, i, TAG_AUX)) return true;
        if (tagged(w, i, TAG_VERB)) return (is(w, i, W_VBD) || is(w, i, W_VBS)) && !is(w, i, W_ING);
        bool nominal = tagged(w, i, TAG_NOUN) || w->syntax->roles[i] == ROLE_DET;
        if (nominal && !prep) return false;
    }
    return false;
}

static enum form form_of(const struct walk *w, const struct verb_group *group)
{
    size_t first = group->first;
    if (w->syntax->roles[first] == ROLE_TO) return FORM_INFINITIVE;
    if (is(w, first, W_ING)) return FORM_ING;
    if (tagged(w, first, TAG_AUX) || !is(w, first, W_PP)) return FORM_FINITE;
    if (!is(w, first, W_VBD)) return FORM_PARTICIPLE;
    const struct clause *clause = &w->stack[w->depth - 1];
    uint16_t last = last_phrase(w);
    bool touches = last != NONE && phrase_at(w, last)->end == first;
    if (w->link != NO_WORD && (w->syntax->roles[w->link] == ROLE_AND)) return FORM_FINITE;
    if (w->comma && !touches && syntax_reads(w->syntax, first + 1, "by"))
        return FORM_PARTICIPLE; /* "the patch, reviewed by two engineers, ..." */
    if (w->prep != NO_WORD ||
        (!touches && last != NONE && clause->opened == ROLE_SUB && clause->subject == NONE))
        return FORM_PARTICIPLE;
    if (!touches) return FORM_FINITE;
    if (clause->opened == ROLE_REL && !clause->has_verb) return FORM_FINITE;
    if (phrase_at(w, last)->prep == NO_WORD && subject_is_pronoun(w, last)) return FORM_FINITE;
    return is_reduced(w, first) ? FORM_PARTICIPLE : FORM_FINITE;
}

static void on_finite(struct walk *w, struct verb_group *group)
{
    uint16_t subject = subject_find(w, group);
    struct clause *clause = top(w);
    subject_set(w, group, subject);
    if (clause->opened == ROLE_REL && !clause->has_verb) group->traits |= VERB_TRAIT(RELATIVE);
    if (clause->opened == ROLE_IF) group->traits |= VERB_TRAIT(CONDITIONAL);
    if (clause->opened == ROLE_ASK) group->traits |= VERB_TRAIT(ASKED);
    clause->has_verb = true;
    clause->later = NONE;
    w->parse->has_verb = true;
    if (subject != NONE && w->dangling != NONE && w->depth == 1) subject_settle(w, subject);
}

/* Whom a verb bids to do something: "asked Ana to check", "led the pods to restart". */
static bool bids(const struct walk *w, size_t verb)
{
    static const char *const stems[] = {
        "ask",    "tell",  "told", "allow",  "caus",     "lead",    "led",    "forc",
        "requir", "enabl", "want", "expect", "instruct", "advis",   "remind", "permit",
        "page",   "get",   "got",  "prompt", "encourag", "trigger", "need"};
    const struct span text = parse_lower(w->parse, &w->parse->words[verb]);
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (span_starts(text, span_of(stems[i]))) return true;
    return false;
}

static void on_unfinished(struct walk *w, struct verb_group *group, enum form form)
{
    struct clause *clause = top(w);
    uint16_t last = last_phrase(w);
    bool touches = last != NONE && phrase_at(w, last)->end == group->first;
    size_t count = w->parse->group_count; /* without this one */
    uint16_t subject = clause->subject;
    if (form == FORM_PARTICIPLE) {
        group->traits |= VERB_TRAIT(BARE);
        if (is(w, group->head, W_PP) && w->prep == NO_WORD && !touches && !w->comma) subject = NONE;
        if (syntax_reads(w->syntax, (size_t)group->head + 1, "by"))
            group->traits |= VERB_TRAIT(PASSIVE);
        group->traits &= (uint16_t)~VERB_TRAIT(PAST);
        if (touches) subject = last;
    } else if (form == FORM_INFINITIVE && touches && clause->has_verb && count > 0 &&
               phrase_at(w, last)->prep == NO_WORD && bids(w, w->parse->groups[count - 1].head)) {
        subject = last;
    } else if (form == FORM_ING && touches && w->prep == NO_WORD) {
        subject = last;
    }
    subject_set(w, group, subject);
    if (subject == NONE && w->dangling == NONE) w->dangling = (uint16_t)count;
    if (clause->opened == ROLE_SUB && form == FORM_ING && subject == NONE)
        clause->has_verb = true; /* "while investigating it," ends as a clause does */
}

/* "Deploying on Friday caused ...": work is the subject. */
static bool becomes_subject(struct walk *w, const struct verb_group *group)
{
    if (top(w)->has_verb || top(w)->subject != NONE || w->prep != NO_WORD || w->depth > 1 ||
        w->syntax->phrase_count > LANGUAGE_SENTENCE_WORDS)
        return false;
    struct phrase *phrase = &w->syntax->phrases[w->syntax->phrase_count++];
    *phrase = (struct phrase){.first = group->first,
                              .head = group->head,
                              .end = (uint16_t)(group->head + 1),
                              .prep = NO_WORD,
                              .kind = SUBJECT_WORK};
    top(w)->subject = last_phrase(w);
    return true;
}

/* "Did the team | check": the group that began before its subject goes on behind it. */
static bool joins_waiting(struct walk *w, const struct verb_group *group)
{
    if (w->waiting == NONE || top(w)->subject == NONE) return false;
    struct verb_group *first = &w->parse->groups[w->waiting];
    size_t aux = first->head;
    bool fits = (is(w, aux, W_BE) && (is(w, group->head, W_PP) || is(w, group->head, W_ING))) ||
                (is(w, aux, W_HAVE) && is(w, group->head, W_PP)) ||
                ((is(w, aux, W_MODAL) || is(w, aux, W_DO)) && !is(w, group->first, W_VBS));
    if (!fits || w->syntax->roles[group->first] == ROLE_TO || w->prep != NO_WORD) return false;
    uint16_t had =
        (uint16_t)(syntax_reads(w->syntax, first->first, "had") ||
                   syntax_reads(w->syntax, first->first, "were") ||
                   (syntax_reads(w->syntax, first->first, "should") && !w->parse->question));
    struct verb_group whole = *group;
    uint16_t traits =
        (uint16_t)(syntax_traits(w->syntax, first) | syntax_traits(w->syntax, &whole));
    traits &= (uint16_t)~VERB_TRAIT(PRESENT);
    if (is(w, aux, W_BE) && is(w, group->head, W_PP)) traits |= VERB_TRAIT(PASSIVE);
    if (is(w, aux, W_HAVE)) traits |= VERB_TRAIT(PERFECT) | VERB_TRAIT(PAST);
    if (is(w, aux, W_MODAL) && !is(w, group->first, W_HAVE)) traits &= (uint16_t)~VERB_TRAIT(PAST);
    if (had && !w->parse->question) traits |= VERB_TRAIT(CONDITIONAL);
    first->head = group->head;
    first->traits = traits;
    subject_set(w, first, top(w)->subject);
    if (top(w)->opened == ROLE_ASK || w->parse->question) first->traits |= VERB_TRAIT(ASKED);
    if (top(w)->opened == ROLE_IF) first->traits |= VERB_TRAIT(CONDITIONAL);
    for (size_t i = group->first; i <= group->head; i++)
        w->parse->group_of[i] = (uint8_t)w->waiting;
    top(w)->has_verb = true;
    w->parse->has_verb = true;
    w->waiting = NONE;
    return true;
}

/* An auxiliary alone before a noun: its subject may come behind. */
static bool waits(struct walk *w, const struct verb_group *group, size_t next)
{
    if (!tagged(w, group->head, TAG_AUX) || top(w)->has_verb || top(w)->subject != NONE)
        return false;
    while (tagged(w, next, TAG_ADVERB)) next++;
    return tagged(w, next, TAG_NOUN) || tagged(w, next, TAG_ADJ) ||
           (next < w->parse->word_count && w->syntax->roles[next] == ROLE_DET);
}

void group_read(struct walk *w, struct verb_group *group)
{
    size_t next = (size_t)group->head + 1;
    if (joins_waiting(w, group) || w->parse->group_count == LANGUAGE_VERBS) return;
    if (w->waiting != NONE) { /* "Is the change that ...": to be was the verb */
        subject_set(w, &w->parse->groups[w->waiting], top(w)->subject);
        top(w)->has_verb = true;
        w->waiting = NONE;
    }
    uint16_t number = (uint16_t)w->parse->group_count;
    group->traits = syntax_traits(w->syntax, group);
    enum form form = form_of(w, group);
    if (form == FORM_FINITE && waits(w, group, next)) {
        w->waiting = number;
        w->parse->has_verb = true;
    } else if (form == FORM_FINITE) {
        on_finite(w, group);
    } else if (form != FORM_ING || !becomes_subject(w, group)) {
        on_unfinished(w, group, form);
    }
    w->object_at = form == FORM_ING || form == FORM_INFINITIVE ? (uint16_t)next : NO_WORD;
    if (w->parse->question) group->traits |= VERB_TRAIT(ASKED);
    w->parse->groups[w->parse->group_count++] = *group;
    for (size_t i = group->first; i <= group->head; i++)
        if (!tagged(w, i, TAG_MARK)) w->parse->group_of[i] = (uint8_t)number;
}
