/* Noun phrases, and groups of verbs with their traits. */
#include "language/syntax.h"

static bool is(const struct syntax *syntax, size_t i, enum language_word_class class)
{
    return syntax_is(syntax, i, class);
}

/* ---- noun phrases ---- */

static bool is_pronoun(const struct syntax *syntax, size_t i)
{
    return (is(syntax, i, W_PRON) || is(syntax, i, W_ANYONE) || is(syntax, i, W_NOBODY) ||
            is(syntax, i, W_THING)) &&
           syntax_tagged(syntax, i, TAG_NOUN) && !is(syntax, i, W_NUMBER);
}

/* A phrase that began at `first` ends before word `i`: "Friday | Ana", "Ana | the engineer". */
static bool begins_another(const struct syntax *syntax, size_t first, size_t i, bool noun)
{
    const struct word *words = syntax->parse->words;
    if (!noun) return false;
    if (syntax->roles[i] == ROLE_DET)
        return !syntax_reads(syntax, i, "'s") && !syntax_reads(syntax, i, "'");
    if (is_pronoun(syntax, i)) return true;
    bool owned = syntax->roles[first] == ROLE_DET;
    return is(syntax, i - 1, W_DATE) && !owned &&
           (is(syntax, i - 1, W_NUMBER) || words[i].capital || is(syntax, i, W_HANDLE));
}

/* An adverb within: "the very slow job". */
static bool leads_adjective(const struct syntax *syntax, size_t i)
{
    return syntax_tagged(syntax, i, TAG_ADVERB) && !is(syntax, i, W_NEG) &&
           syntax_tagged(syntax, i + 1, TAG_ADJ) && i + 1 < syntax->parse->word_count;
}

static bool is_time(const struct syntax *syntax, const struct phrase *phrase)
{
    size_t head = phrase->head;
    return is(syntax, head, W_DATE) || (is(syntax, head, W_UNIT) && phrase->head > phrase->first);
}

static bool negates(const struct syntax *syntax, size_t i)
{
    return is(syntax, i, W_NOBODY) || syntax_reads(syntax, i, "no") ||
           syntax_reads(syntax, i, "neither") || syntax_reads(syntax, i, "nothing") ||
           syntax_reads(syntax, i, "nor");
}

bool syntax_phrase(struct syntax *syntax, size_t i, uint16_t prep)
{
    const struct parse *parse = syntax->parse;
    size_t at = i, head = NO_WORD;
    if (syntax->phrase_count > LANGUAGE_SENTENCE_WORDS) return false;
    for (; at < parse->word_count; at++) {
        bool noun = syntax_tagged(syntax, at, TAG_NOUN);
        if (!noun && !syntax_tagged(syntax, at, TAG_ADJ) && syntax->roles[at] != ROLE_DET &&
            !leads_adjective(syntax, at))
            break;
        if (at > i && begins_another(syntax, i, at, head != NO_WORD)) break;
        if (syntax->roles[at] == ROLE_DET && head != NO_WORD) continue; /* 's */
        bool weak = is(syntax, at, W_NUMBER) || is(syntax, at, W_QUOTED) || is(syntax, at, W_LINK);
        if (noun && (!weak || head == NO_WORD)) head = at;
        if (noun && is_pronoun(syntax, at)) {
            at++;
            break;
        }
    }
    if (head == NO_WORD) return false;
    struct phrase *phrase = &syntax->phrases[syntax->phrase_count++];
    *phrase = (struct phrase){
        .first = (uint16_t)i, .head = (uint16_t)head, .end = (uint16_t)at, .prep = prep};
    for (size_t k = i; k < at; k++) phrase->negated |= negates(syntax, k);
    phrase->time = is_time(syntax, phrase);
    phrase->kind = (uint8_t)syntax_kind(syntax, phrase);
    return true;
}

/* ---- groups of verbs ---- */

/* Adverbs between two commas within a group: "did not, however, check". */
static size_t past_aside(const struct syntax *syntax, size_t i)
{
    size_t at = i + 1;
    if (!is(syntax, i, W_COMMA)) return i;
    while (at < syntax->parse->word_count && at < i + 4 && syntax_tagged(syntax, at, TAG_ADVERB))
        at++;
    return at > i + 1 && is(syntax, at, W_COMMA) ? at + 1 : i;
}

/* "got deleted", "is going to fail": the verb goes on. */
static bool goes_on(const struct syntax *syntax, size_t head, size_t next)
{
    static const char *const gets[] = {"get", "gets", "got", "getting", "gotten"};
    if (syntax_reads(syntax, head, "going") && syntax->roles[next] == ROLE_TO) return true;
    if (!syntax_tagged(syntax, next, TAG_VERB) || !is(syntax, next, W_PP)) return false;
    for (size_t i = 0; i < sizeof gets / sizeof *gets; i++)
        if (syntax_reads(syntax, head, gets[i])) return true;
    return false;
}

size_t syntax_verbs(const struct syntax *syntax, size_t i, struct verb_group *ret)
{
    const struct parse *parse = syntax->parse;
    size_t at = i, head = NO_WORD;
    if (syntax->roles[at] == ROLE_TO) at++;
    while (at < parse->word_count) {
        size_t past = past_aside(syntax, at);
        if (past != at &&
            (syntax_tagged(syntax, past, TAG_VERB) || syntax_tagged(syntax, past, TAG_AUX)))
            at = past;
        if (syntax_tagged(syntax, at, TAG_VERB)) {
            head = at++;
            if (!goes_on(syntax, head, at)) break;
            if (syntax->roles[at] == ROLE_TO) at++;
        } else if (syntax_tagged(syntax, at, TAG_AUX)) {
            head = at++;
        } else if (syntax_tagged(syntax, at, TAG_ADVERB)) {
            at++;
        } else {
            break;
        }
    }
    if (head == NO_WORD) return i;
    *ret = (struct verb_group){.first = (uint16_t)i,
                               .head = (uint16_t)head,
                               .subject = NO_WORD,
                               .subject_first = NO_WORD,
                               .object = NO_WORD,
                               .agent = NO_WORD};
    return head + 1;
}

/* What the words of a group say, gathered. */
struct parts {
    bool modal, will, have, be, get, negated, to, past, present;
};

static struct parts parts_of(const struct syntax *syntax, const struct verb_group *group)
{
    struct parts parts = {0};
    bool first = true;
    size_t from = group->first;
    while (from > 0 && syntax_tagged(syntax, from - 1, TAG_ADVERB)) from--;
    for (size_t i = group->head + 1u; /* "is not", "did not the" */
         syntax_tagged(syntax, group->head, TAG_AUX) && syntax_tagged(syntax, i, TAG_ADVERB); i++)
        parts.negated |= is(syntax, i, W_NEG);
    for (size_t i = from; i <= group->head; i++) {
        bool aux = syntax_tagged(syntax, i, TAG_AUX), head = i == group->head;
        parts.negated |= is(syntax, i, W_NEG) || syntax_reads(syntax, i, "hardly") ||
                         syntax_reads(syntax, i, "barely");
        parts.to |= syntax->roles[i] == ROLE_TO;
        parts.get |= !head && syntax_tagged(syntax, i, TAG_VERB) && is(syntax, group->head, W_PP);
        if (!aux && !head) continue;
        parts.modal |= aux && is(syntax, i, W_MODAL);
        parts.will |= aux && (syntax_reads(syntax, i, "will") || syntax_reads(syntax, i, "wo") ||
                              syntax_reads(syntax, i, "'ll") || syntax_reads(syntax, i, "shall") ||
                              syntax_reads(syntax, i, "wont"));
        parts.have |= aux && !head && is(syntax, i, W_HAVE);
        parts.be |= aux && !head && is(syntax, i, W_BE);
        if (first && !parts.modal && !parts.to) {
            parts.past = is(syntax, i, W_VBD);
            parts.present = !parts.past && (is(syntax, i, W_VBS) || is(syntax, i, W_VB));
        }
        first = false;
    }
    return parts;
}

uint16_t syntax_traits(const struct syntax *syntax, const struct verb_group *group)
{
    struct parts parts = parts_of(syntax, group);
    size_t head = group->head;
    bool verb = syntax_tagged(syntax, head, TAG_VERB);
    bool participle = is(syntax, head, W_PP), going = syntax_reads(syntax, head - (head > 0), "to");
    unsigned traits = 0;
    if (parts.modal) traits |= VERB_TRAIT(MODAL);
    if (parts.have) traits |= VERB_TRAIT(PERFECT) | VERB_TRAIT(PAST);
    if ((parts.be || parts.get) && verb && participle) traits |= VERB_TRAIT(PASSIVE);
    if (parts.negated) traits |= VERB_TRAIT(NEGATED);
    if (parts.will || (parts.be && going)) traits |= VERB_TRAIT(FUTURE);
    if (syntax->roles[group->first] == ROLE_TO) {
        traits |= VERB_TRAIT(INFINITIVE);
    } else {
        if (parts.past) traits |= VERB_TRAIT(PAST);
        if (parts.present && !parts.have) traits |= VERB_TRAIT(PRESENT);
    }
    if (is(syntax, group->first, W_ING)) traits |= VERB_TRAIT(GERUND);
    return (uint16_t)traits;
}
