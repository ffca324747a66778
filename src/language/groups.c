/*
 * Verbs and their subjects, from left to right. A clause that has begun and not ended waits on a
 * stack: "the engineer [who reviewed it] missed ..." has its subject back when the inner one ends.
 */
#include <assert.h>

#include "language/grammar.h"
#include "language/syntax.h"

#define DEPTH 12     /* clauses within clauses; a deeper one takes the place of its parent */
#define NONE  0xffff /* no phrase, no group */

struct clause {
    enum role opened; /* by what; ROLE_NONE: the sentence itself, ROLE_DET: a parenthesis */
    uint8_t number;
    uint16_t subject; /* a phrase */
    uint16_t later;   /* the last phrase behind the verb that may begin a clause of its own */
    bool has_verb;
};

struct walk {
    struct syntax *syntax;
    struct parse *parse;
    struct clause stack[DEPTH];
    size_t depth;
    unsigned clauses;   /* numbers given out */
    uint16_t prep;      /* the preposition right before, NO_WORD: none */
    uint16_t link;      /* the conjunction right before (adverbs aside), NO_WORD: none */
    uint16_t waiting;   /* group of an auxiliary before its subject */
    uint16_t dangling;  /* first group that still looks for the subject of the sentence */
    uint16_t object_at; /* where the object of "checking ...", "to check ..." would begin */
    bool comma;         /* stands right before */
};

static bool is(const struct walk *w, size_t i, enum language_word_class class)
{
    return syntax_is(w->syntax, i, class);
}

static bool tagged(const struct walk *w, size_t i, enum word_tag tag)
{
    return i < w->parse->word_count && syntax_tagged(w->syntax, i, tag);
}

static struct clause *top(struct walk *w)
{
    return &w->stack[w->depth - 1];
}

static uint8_t next_number(struct walk *w)
{
    if (w->clauses < UINT8_MAX) w->clauses++;
    return (uint8_t)w->clauses;
}

static void push(struct walk *w, enum role opened, uint16_t subject)
{
    if (w->depth < DEPTH) w->depth++;
    *top(w) = (struct clause){opened, next_number(w), subject, NONE, false};
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
    *top(w) = (struct clause){ROLE_NONE, next_number(w), NONE, NONE, false};
    if (subject != NONE) {
        top(w)->later = subject;
        top(w)->subject = subject;
        top(w)->has_verb = true; /* so that a noun of its own replaces it */
    }
}

static void on_mark(struct walk *w, size_t i)
{
    char mark = w->parse->sentence->plain[w->parse->words[i].from];
    w->waiting = NONE;
    if (mark == '(') {
        push(w, ROLE_DET, NONE);
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

/* ---- noun phrases ---- */

static const struct phrase *phrase_at(const struct walk *w, uint16_t phrase)
{
    return &w->syntax->phrases[phrase];
}

static uint16_t last_phrase(const struct walk *w)
{
    return w->syntax->phrase_count ? (uint16_t)(w->syntax->phrase_count - 1) : NONE;
}

static bool is_subject_pronoun(const struct walk *w, uint16_t phrase)
{
    size_t head = phrase_at(w, phrase)->head;
    return is(w, head, W_PRON) || is(w, head, W_ANYONE) || is(w, head, W_NOBODY) ||
           syntax_reads(w->syntax, head, "it") || syntax_reads(w->syntax, head, "there");
}

static bool is_person_kind(unsigned kind)
{
    return kind == SUBJECT_PERSON || kind == SUBJECT_TEAM || kind == SUBJECT_NOBODY;
}

static void take_subject(struct walk *w, uint16_t phrase, bool linked)
{
    struct clause *clause = top(w);
    bool replaced = clause->subject != NONE && phrase_at(w, clause->subject)->time;
    if (linked && clause->subject != NONE && is_person_kind(phrase_at(w, phrase)->kind) &&
        !is_person_kind(phrase_at(w, clause->subject)->kind))
        replaced = true; /* "the primary and the secondary on-call" */
    if (clause->subject == NONE || replaced || (w->comma && is_subject_pronoun(w, phrase)))
        clause->subject = phrase;
    else if (!linked && !w->comma && clause->opened != ROLE_DET)
        push(w, ROLE_REL, phrase); /* "the change we made" */
}

static void on_phrase(struct walk *w)
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

/* ---- groups of verbs ---- */

static void set_subject(struct walk *w, struct verb_group *group, uint16_t phrase)
{
    if (phrase == NONE) return;
    const struct phrase *subject = phrase_at(w, phrase);
    group->subject = subject->head;
    group->subject_first = subject->first;
    group->subject_kind = (uint8_t)syntax_kind_for(w->syntax, phrase, group->head);
    if (subject->negated) group->traits |= VERB_TRAIT(NEGATED);
}

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

enum form { FORM_FINITE, FORM_INFINITIVE, FORM_ING, FORM_PARTICIPLE };

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
    if (phrase_at(w, last)->prep == NO_WORD && is_subject_pronoun(w, last)) return FORM_FINITE;
    return is_reduced(w, first) ? FORM_PARTICIPLE : FORM_FINITE;
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

static void renumber(struct walk *w, size_t from, size_t to, uint8_t number)
{
    for (size_t i = from; i < to; i++) w->parse->words[i].clause = number;
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
        bool fits = own != NONE && is_person_kind(phrase_at(w, own)->kind);
        if (human && fits) break;
        if (!but && !is_person_kind(phrase_at(w, outer)->kind)) break;
        w->depth--;
    }
    top(w)->number = next_number(w);
    renumber(w, w->link, group->first, top(w)->number);
    return top(w)->subject;
}

/* The subject of a verb that must have one. */
static uint16_t find_subject(struct walk *w, const struct verb_group *group)
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
        push(w, ROLE_SUB, subject);
        renumber(w, from, group->first, top(w)->number);
        return subject;
    }
    return clause->subject;
}

/* Verbs before the first subject take it once it is there: "Without checking, Ana ...". */
static void settle_dangling(struct walk *w, uint16_t subject)
{
    for (size_t i = w->dangling; i < w->parse->group_count; i++) {
        struct verb_group *group = &w->parse->groups[i];
        if (group->subject == NO_WORD && group->traits & (VERB_TRAIT(GERUND)))
            set_subject(w, group, subject);
    }
    w->dangling = NONE;
}

static void on_finite(struct walk *w, struct verb_group *group)
{
    uint16_t subject = find_subject(w, group);
    struct clause *clause = top(w);
    set_subject(w, group, subject);
    if (clause->opened == ROLE_REL && !clause->has_verb) group->traits |= VERB_TRAIT(RELATIVE);
    if (clause->opened == ROLE_IF) group->traits |= VERB_TRAIT(CONDITIONAL);
    if (clause->opened == ROLE_ASK) group->traits |= VERB_TRAIT(ASKED);
    clause->has_verb = true;
    clause->later = NONE;
    w->parse->has_verb = true;
    if (subject != NONE && w->dangling != NONE && w->depth == 1) settle_dangling(w, subject);
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
    set_subject(w, group, subject);
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
    set_subject(w, first, top(w)->subject);
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

static void on_group(struct walk *w, struct verb_group *group)
{
    size_t next = (size_t)group->head + 1;
    if (joins_waiting(w, group) || w->parse->group_count == LANGUAGE_VERBS) return;
    if (w->waiting != NONE) { /* "Is the change that ...": to be was the verb */
        set_subject(w, &w->parse->groups[w->waiting], top(w)->subject);
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

/* ---- the walk ---- */

static void on_relative(struct walk *w, size_t i)
{
    uint16_t last = last_phrase(w);
    size_t next = i + 1;
    while (tagged(w, next, TAG_ADVERB)) next++;
    bool subject = tagged(w, next, TAG_VERB) || tagged(w, next, TAG_AUX);
    bool who = is(w, i, W_WHO);
    for (uint16_t back = last; who && back != NONE && back + 4 > last; back--)
        if (is_person_kind(phrase_at(w, back)->kind) || phrase_at(w, back)->kind == SUBJECT_USER ||
            phrase_at(w, back)->kind == SUBJECT_ATTACKER) {
            last = back;
            break;
        }
    if (who && (last == NONE || (size_t)phrase_at(w, last)->end + 6 < i)) {
        w->parse->words[i].tag = TAG_NOUN;
        if (syntax_phrase(w->syntax, i, NO_WORD)) last = last_phrase(w);
    }
    push(w, ROLE_REL, subject ? last : NONE);
}

static void on_role(struct walk *w, size_t i)
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
        push(w, ROLE_SUB, NONE);
        break;
    case ROLE_ASK:
    case ROLE_IF: push(w, w->syntax->roles[i], NONE); break;
    case ROLE_REL: on_relative(w, i); break;
    case ROLE_NONE:
    case ROLE_DET:
    case ROLE_TO: break;
    }
}

/* One word or what begins with it; gives the word behind. */
static size_t step(struct walk *w, size_t i)
{
    struct verb_group group;
    size_t end = i + 1;
    bool keeps = tagged(w, i, TAG_ADVERB);
    if (tagged(w, i, TAG_MARK)) {
        on_mark(w, i);
        if (!is(w, i, W_COMMA)) w->comma = false;
        w->prep = NO_WORD;
        if (!is(w, i, W_COMMA)) w->link = NO_WORD;
        renumber(w, i, end, top(w)->number);
        return end;
    }
    uint16_t prep = w->prep, link = w->link;
    bool verbs = tagged(w, i, TAG_VERB) || tagged(w, i, TAG_AUX) || w->syntax->roles[i] == ROLE_TO;
    size_t behind = verbs ? syntax_verbs(w->syntax, i, &group) : i;
    if (behind > i) {
        on_group(w, &group);
        end = behind;
    } else if (syntax_phrase(w->syntax, i, prep)) {
        on_phrase(w);
        end = w->syntax->phrases[w->syntax->phrase_count - 1].end;
    } else if (w->syntax->roles[i] != ROLE_NONE) {
        on_role(w, i);
        keeps = w->prep != prep || w->link != link;
    }
    renumber(w, i, end, top(w)->number);
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
    if (walk.waiting != NONE) set_subject(&walk, &parse->groups[walk.waiting], top(&walk)->subject);
    find_objects(&walk);
}
