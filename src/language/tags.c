/* What each word is in its sentence: from left to right, by its classes and its neighbours. */
#include "language/syntax.h"

/* What stands before a word, adverbs not counted. */
enum before {
    AT_START,
    BEHIND_COMMA,
    BEHIND_DET,
    BEHIND_ADJ,
    BEHIND_NOUN,
    BEHIND_SUBJECT, /* we, nobody, it */
    BEHIND_OBJECT,  /* us, them */
    BEHIND_VERB,
    BEHIND_MODAL, /* should, did */
    BEHIND_BE,
    BEHIND_HAVE,
    BEHIND_TO,
    BEHIND_PREP,
    BEHIND_AND,
    BEHIND_SUB,
    BEHIND_REL,
};

struct tagger {
    struct syntax *syntax;
    enum before before;
    bool verb_first; /* "did the team ...": an auxiliary stands before its subject */
    bool has_plain;  /* a plain verb came in this clause: "to check and deploy" */
    bool has_verb;
};

static bool is(const struct tagger *t, size_t i, enum language_word_class class)
{
    return syntax_is(t->syntax, i, class);
}

static bool reads(const struct tagger *t, size_t i, const char *lower)
{
    return syntax_reads(t->syntax, i, lower);
}

static size_t count(const struct tagger *t)
{
    return t->syntax->parse->word_count;
}

static bool is_aux(const struct tagger *t, size_t i)
{
    return is(t, i, W_MODAL) || is(t, i, W_BE) || (is(t, i, W_HAVE) && !is(t, i, W_POSS)) ||
           is(t, i, W_DO);
}

static bool is_function(const struct tagger *t, size_t i)
{
    return is_aux(t, i) || is(t, i, W_PREP) || is(t, i, W_PRON) || is(t, i, W_AND) ||
           is(t, i, W_BUT) || is(t, i, W_SUBORD) || is(t, i, W_TO) || is(t, i, W_DET) ||
           is(t, i, W_POSS) || is(t, i, W_IF) || is(t, i, W_WH) || is(t, i, W_NEG) ||
           is(t, i, W_PUNCT) || is(t, i, W_THING) || is(t, i, W_ANYONE) || is(t, i, W_NOBODY);
}

static bool is_name(const struct tagger *t, size_t i)
{
    return is(t, i, W_CODE) || is(t, i, W_LINK) || is(t, i, W_QUOTED) || is(t, i, W_HANDLE) ||
           (is(t, i, W_NAME) && t->syntax->parse->words[i].capital) || is(t, i, W_COMPONENT);
}

/* May go on a noun phrase that has begun: a noun, an adjective, a number. */
static bool is_nominal(const struct tagger *t, size_t i)
{
    if (i >= count(t)) return false;
    if (is_name(t, i)) return true;
    if (is_function(t, i)) return false;
    return is(t, i, W_NOUN) || is(t, i, W_ADJ) || is(t, i, W_NUMBER) || is(t, i, W_UNIT) ||
           is(t, i, W_DATE) || is(t, i, W_VB) || is(t, i, W_ING);
}

static bool may_be_adjective(const struct tagger *t, size_t i)
{
    return is_nominal(t, i) || (i < count(t) && is(t, i, W_PP) && !is_function(t, i));
}

/* Begins what a verb acts on: "checked the logs", "tell us". */
static bool begins_object(const struct tagger *t, size_t i)
{
    return i < count(t) &&
           (is(t, i, W_DET) || (is(t, i, W_POSS) && !reads(t, i, "'s") && !reads(t, i, "'")) ||
            is(t, i, W_PRON) || is(t, i, W_THING) || is(t, i, W_NUMBER) || is_name(t, i) ||
            is(t, i, W_ANYONE));
}

/* Only a verb, and one with a subject: "failed", "verifies", "was". */
static bool is_finite_alone(const struct tagger *t, size_t i)
{
    if (is(t, i, W_BE) || is(t, i, W_MODAL) || is(t, i, W_DO)) return true;
    if (is(t, i, W_HAVE) && !is(t, i, W_POSS) && !is(t, i, W_PREP)) return true;
    return (is(t, i, W_VBD) || is(t, i, W_VBS)) && !is(t, i, W_NOUN) && !is(t, i, W_ADJ);
}

/* Whether a verb with a subject comes before the next mark or link between clauses. */
static bool finite_ahead(const struct tagger *t, size_t i)
{
    for (size_t end = i + 12; i < count(t) && i < end; i++) {
        if (is(t, i, W_PUNCT) || is(t, i, W_WHO) || is(t, i, W_AND) || is(t, i, W_BUT) ||
            is(t, i, W_IF) || (is(t, i, W_SUBORD) && !is(t, i, W_PREP)))
            return false;
        if (is_finite_alone(t, i)) return true;
    }
    return false;
}

/* The same for the whole of a sentence: "Alert rules that were copied failed" is no order. */
static bool finite_anywhere(const struct tagger *t, size_t i)
{
    for (size_t end = i + 20; i < count(t) && i < end && !is(t, i, W_BREAK); i++)
        if (is_finite_alone(t, i)) return true;
    return false;
}

/* The word behind a noun phrase and what "of" hangs on it, as the classes have it. */
static size_t past_phrase(const struct tagger *t, size_t i)
{
    for (size_t end = i + 12; i < count(t) && i < end; i++)
        if (!(is(t, i, W_DET) || is(t, i, W_POSS) || is(t, i, W_THING) || reads(t, i, "of") ||
              (is_nominal(t, i) && !is_finite_alone(t, i)) || is(t, i, W_PRON) ||
              is(t, i, W_ANYONE) || is(t, i, W_NOBODY)))
            break;
    while (i < count(t) && (is(t, i, W_ADVERB) || is(t, i, W_NEG)) && !is(t, i, W_VERB) &&
           !is_aux(t, i))
        i++;
    return i;
}

/* A preposition that may begin a clause does so when a noun phrase and a verb follow. */
static bool begins_clause(const struct tagger *t, size_t i)
{
    size_t behind = past_phrase(t, i + 1);
    return behind > i + 1 && behind < count(t) && is_finite_alone(t, behind);
}

static void put(struct tagger *t, size_t i, enum word_tag tag, enum before before)
{
    t->syntax->parse->words[i].tag = (uint8_t)tag;
    if (tag != TAG_ADVERB) t->before = before;
    if (tag == TAG_VERB || tag == TAG_AUX) t->has_verb = true;
    if (tag == TAG_VERB && (before == BEHIND_VERB)) t->verb_first = false;
}

static void put_role(struct tagger *t, size_t i, enum role role, enum before before)
{
    t->syntax->roles[i] = (uint8_t)role;
    put(t, i, TAG_OTHER, before);
}

static void put_verb(struct tagger *t, size_t i)
{
    t->has_plain = is(t, i, W_VB) && (t->before == BEHIND_TO || t->before == BEHIND_MODAL ||
                                      t->before == AT_START || t->has_plain);
    put(t, i, TAG_VERB, BEHIND_VERB);
}

static void put_noun(struct tagger *t, size_t i)
{
    put(t, i, TAG_NOUN, BEHIND_NOUN);
}

static bool is_plural(const struct tagger *t, size_t i)
{
    const struct span text = parse_lower(t->syntax->parse, &t->syntax->parse->words[i]);
    if (reads(t, i, "people") || reads(t, i, "staff")) return true;
    return text.len > 2 && text.at[text.len - 1] == 's' &&
           !byte_is_one_of(text.at[text.len - 2], "sui'");
}

/* ---- words that may be a verb ---- */

static bool verb_behind_noun(const struct tagger *t, size_t i)
{
    bool past = is(t, i, W_VBD) || is(t, i, W_PP);
    bool object = begins_object(t, i + 1);
    if (t->verb_first && (is(t, i, W_VB) || past || is(t, i, W_ING))) return true;
    if (past && is(t, i, W_VB)) /* put, reset, split */
        return object || !is(t, i, W_NOUN) || reads(t, i + 1, "off") || reads(t, i + 1, "up") ||
               reads(t, i + 1, "down") || reads(t, i + 1, "out") || reads(t, i + 1, "by");
    if (past) return true;
    if (is(t, i, W_VBS)) return !is(t, i, W_NOUN) || object || reads(t, i + 1, "that");
    if (is(t, i, W_ING))
        return object || (!is(t, i, W_NOUN) && t->has_verb && !is_nominal(t, i + 1));
    return is_plural(t, i - 1) && (!is(t, i, W_NOUN) || object);
}

static bool verb_behind_prep(const struct tagger *t, size_t i)
{
    if (is(t, i, W_ING))
        return !is(t, i, W_NOUN) || begins_object(t, i + 1) || reads(t, i - 1, "without") ||
               reads(t, i - 1, "by") || (is_plural(t, i + 1) && !finite_ahead(t, i + 1));
    return is(t, i, W_PP) && !is_nominal(t, i + 1) && !is(t, i, W_NOUN);
}

static bool verb_at_start(const struct tagger *t, size_t i)
{
    if (is(t, i, W_ING))
        return !is(t, i, W_NOUN) || begins_object(t, i + 1) || is(t, i + 1, W_PREP) ||
               is(t, i + 1, W_ADVERB);
    if (is(t, i, W_VBD) || is(t, i, W_PP))
        return begins_object(t, i + 1) || !may_be_adjective(t, i + 1) || !finite_ahead(t, i + 1);
    if (is(t, i, W_VB))
        return !is(t, i, W_NOUN) || begins_object(t, i + 1) ||
               (t->before == AT_START && !finite_anywhere(t, i + 1) && is_nominal(t, i + 1));
    return is(t, i, W_VBS) && !is(t, i, W_NOUN);
}

static bool verb_behind_and(const struct tagger *t, size_t i)
{
    if (!t->has_verb) return verb_at_start(t, i) && !is(t, i, W_NOUN);
    if (is(t, i, W_VBD) || is(t, i, W_PP))
        return !is_nominal(t, i + 1) || begins_object(t, i + 1) || !finite_ahead(t, i + 1);
    if (is(t, i, W_VBS)) return !is(t, i, W_NOUN) || begins_object(t, i + 1);
    if (is(t, i, W_VB))
        return t->has_plain && (!is(t, i, W_NOUN) || begins_object(t, i + 1) || i + 1 == count(t));
    return begins_object(t, i + 1);
}

static bool verb_behind_verb(const struct tagger *t, size_t i)
{
    if (is(t, i, W_ING)) return !is(t, i, W_NOUN) || begins_object(t, i + 1);
    if (is(t, i, W_PP) || is(t, i, W_VBD)) return !may_be_adjective(t, i + 1);
    return is(t, i, W_VB) && !is(t, i, W_NOUN) && begins_object(t, i + 1);
}

static bool is_verb_here(const struct tagger *t, size_t i)
{
    bool finite = is(t, i, W_VBS) || is(t, i, W_VBD) || is(t, i, W_VB);
    switch (t->before) {
    case BEHIND_TO:
    case BEHIND_MODAL: return is(t, i, W_VB);
    case BEHIND_BE:
        return (is(t, i, W_PP) || is(t, i, W_ING)) && !t->syntax->parse->words[i].compound;
    case BEHIND_HAVE: return is(t, i, W_PP) && !(is(t, i, W_VB) && is(t, i, W_NOUN));
    case BEHIND_SUBJECT: return finite || is(t, i, W_PP) || is(t, i, W_ING);
    case BEHIND_OBJECT: return is(t, i, W_VB) || is(t, i, W_ING) || (finite && !is(t, i, W_NOUN));
    case BEHIND_REL:
        return is(t, i, W_VBD) || is(t, i, W_VBS) ||
               (is(t, i, W_VB) && (!is(t, i, W_NOUN) || begins_object(t, i + 1)));
    case BEHIND_NOUN: return verb_behind_noun(t, i);
    case BEHIND_PREP: return verb_behind_prep(t, i);
    case BEHIND_AND: return verb_behind_and(t, i);
    case BEHIND_VERB: return verb_behind_verb(t, i);
    case AT_START:
    case BEHIND_COMMA:
    case BEHIND_SUB: return verb_at_start(t, i);
    case BEHIND_ADJ:
        return (is(t, i, W_VBD) || is(t, i, W_PP)) && !may_be_adjective(t, i + 1) &&
               !is(t, i, W_NOUN);
    case BEHIND_DET: break;
    }
    return false;
}

static void tag_content(struct tagger *t, size_t i)
{
    bool follows = may_be_adjective(t, i + 1);
    bool unknown = t->syntax->parse->words[i].entry == NO_WORD && is(t, i, W_NOUN);
    if (is(t, i, W_VERB) && is_verb_here(t, i))
        put_verb(t, i);
    else if (unknown && !t->verb_first &&
             (t->before == BEHIND_MODAL || (t->before == BEHIND_TO && begins_object(t, i + 1))))
        put_verb(t, i);
    else if (is(t, i, W_ADVERB) && !(is(t, i, W_ADJ) && follows && t->before == BEHIND_DET) &&
             !is(t, i, W_NOUN))
        put(t, i, TAG_ADVERB, t->before);
    else if (is(t, i, W_NUMBER) && follows && !is(t, i, W_DATE))
        put(t, i, TAG_ADJ, BEHIND_DET);
    else if (is(t, i, W_ADJ) && !is(t, i, W_NOUN))
        put(t, i, TAG_ADJ, BEHIND_ADJ);
    else if (is(t, i, W_ADJ) && is(t, i, W_NOUN) && !is_nominal(t, i + 1))
        put(t, i, t->before == BEHIND_BE ? TAG_ADJ : TAG_NOUN,
            t->before == BEHIND_BE ? BEHIND_ADJ : BEHIND_NOUN);
    else if (is(t, i, W_ADJ) || ((is(t, i, W_PP) || is(t, i, W_ING)) && !is(t, i, W_NOUN)))
        put(t, i, follows || t->before == BEHIND_BE ? TAG_ADJ : TAG_NOUN,
            follows || t->before == BEHIND_BE ? BEHIND_ADJ : BEHIND_NOUN);
    else
        put_noun(t, i);
}

/* ---- words that hold the sentence together ---- */

static bool tag_that(struct tagger *t, size_t i)
{
    if (!reads(t, i, "that")) return false;
    bool noun = t->before == BEHIND_NOUN || t->before == BEHIND_OBJECT;
    bool nominal = may_be_adjective(t, i + 1) && !is_finite_alone(t, i + 1);
    if (i + 1 < count(t) && is_finite_alone(t, i + 1)) {
        if (noun)
            put_role(t, i, ROLE_REL, BEHIND_REL);
        else
            put(t, i, TAG_NOUN, BEHIND_SUBJECT);
    } else if (nominal && (t->before == AT_START || t->before == BEHIND_PREP ||
                           (!noun && !finite_ahead(t, i + 2)))) {
        put_role(t, i, ROLE_DET, BEHIND_DET);
    } else if (noun) {
        put_role(t, i, ROLE_REL, BEHIND_SUB);
    } else if (i + 1 >= count(t) || is(t, i + 1, W_PUNCT) || t->before == BEHIND_PREP) {
        put(t, i, TAG_NOUN, BEHIND_SUBJECT);
    } else {
        put_role(t, i, ROLE_SUB, BEHIND_SUB);
    }
    return true;
}

/* the, this, which, all, her: before a noun, or a noun themselves */
static bool tag_determiner(struct tagger *t, size_t i)
{
    bool possessive = is(t, i, W_POSS);
    if (!is(t, i, W_DET) && !possessive) return false;
    bool pronoun = is(t, i, W_THING) || is(t, i, W_PRON) || is(t, i, W_NUMBER) ||
                   !(reads(t, i, "the") || reads(t, i, "a") || reads(t, i, "an") || possessive ||
                     reads(t, i, "no") || reads(t, i, "every"));
    bool nominal = may_be_adjective(t, i + 1) ||
                   (is(t, i + 1, W_ADVERB) && may_be_adjective(t, i + 2)) || is(t, i + 1, W_DET);
    bool verbal = i + 1 < count(t) && is(t, i, W_THING) &&
                  (is(t, i + 1, W_VBS) || (is(t, i + 1, W_VBD) && !finite_ahead(t, i + 2))) &&
                  !(reads(t, i, "these") || reads(t, i, "those"));
    if (pronoun && (!nominal || verbal)) return false;
    put_role(t, i, ROLE_DET, BEHIND_DET);
    return true;
}

static bool tag_pronoun(struct tagger *t, size_t i)
{
    bool relative = is(t, i, W_WHO) || reads(t, i, "which");
    if (relative) {
        put_role(t, i, ROLE_REL, BEHIND_REL);
    } else if (is(t, i, W_PRON)) {
        bool object = reads(t, i, "us") || reads(t, i, "them") || reads(t, i, "him") ||
                      reads(t, i, "me") || reads(t, i, "her");
        if (i > 0 && reads(t, i - 1, "of")) object = false; /* "none of us thought of it" */
        put(t, i, TAG_NOUN, object ? BEHIND_OBJECT : BEHIND_SUBJECT);
    } else if (is(t, i, W_ANYONE) || is(t, i, W_NOBODY) ||
               (is(t, i, W_THING) && !reads(t, i, "here")) ||
               (is(t, i, W_DET) && !is(t, i, W_WH))) {
        put(t, i, TAG_NOUN, BEHIND_SUBJECT);
    } else {
        return false;
    }
    return true;
}

static bool tag_aux(struct tagger *t, size_t i)
{
    if (!is_aux(t, i)) return false;
    if (is(t, i, W_MODAL) && t->before == BEHIND_DET) {
        put_noun(t, i);
        return true;
    }
    if (t->before == AT_START || t->before == BEHIND_SUB || t->before == BEHIND_COMMA ||
        t->before == BEHIND_AND)
        t->verb_first = true;
    put(t, i, TAG_AUX, is(t, i, W_BE) ? BEHIND_BE : is(t, i, W_HAVE) ? BEHIND_HAVE : BEHIND_MODAL);
    return true;
}

/* "due to", "led to": what follows is no verb. */
static bool is_to_of_nouns(const struct tagger *t, size_t i)
{
    static const char *const words[] = {"due",     "prior",   "thanks",  "owing",    "according",
                                        "led",     "leading", "leads",   "response", "access",
                                        "relates", "related", "contrary"};
    for (size_t k = 0; i > 0 && k < sizeof words / sizeof *words; k++)
        if (reads(t, i - 1, words[k])) return true;
    return i + 1 < count(t) && !is(t, i + 1, W_VB) && !is(t, i + 1, W_ADVERB) &&
           !is(t, i + 1, W_NEG);
}

static bool tag_link(struct tagger *t, size_t i)
{
    bool adverb = is(t, i, W_ADVERB);
    if (is(t, i, W_TO)) {
        bool nouns = is_to_of_nouns(t, i);
        put_role(t, i, nouns ? ROLE_PREP : ROLE_TO, nouns ? BEHIND_PREP : BEHIND_TO);
    } else if (is(t, i, W_IF)) {
        put_role(t, i, ROLE_IF, BEHIND_SUB);
    } else if (is(t, i, W_AND) && !adverb) {
        put_role(t, i, ROLE_AND, BEHIND_AND);
    } else if (is(t, i, W_BUT) && !adverb && !is(t, i, W_SUBORD)) {
        put_role(t, i, ROLE_BUT, BEHIND_AND);
    } else if (is(t, i, W_PREP) && is(t, i, W_SUBORD)) {
        bool clause = begins_clause(t, i);
        put_role(t, i, clause ? ROLE_SUB : ROLE_PREP, clause ? BEHIND_SUB : BEHIND_PREP);
    } else if (is(t, i, W_SUBORD) && !(adverb && !begins_clause(t, i)) &&
               !(is(t, i, W_DEGREE) && !is(t, i, W_WH) && is(t, i + 1, W_ADJ))) {
        bool asks = reads(t, i, "how") || reads(t, i, "why");
        put_role(t, i, asks ? ROLE_ASK : ROLE_SUB, BEHIND_SUB);
    } else if (is(t, i, W_PREP)) {
        bool particle =
            adverb && (i + 1 >= count(t) || (is_function(t, i + 1) && !begins_object(t, i + 1)));
        if (particle || (is(t, i, W_VERB) && is_verb_here(t, i) && t->before != BEHIND_NOUN &&
                         t->before != BEHIND_COMMA && t->before != AT_START))
            return false;
        put_role(t, i, ROLE_PREP, BEHIND_PREP);
    } else {
        return false;
    }
    return true;
}

static void tag_mark(struct tagger *t, size_t i)
{
    bool breaks = is(t, i, W_BREAK);
    bool comma = is(t, i, W_COMMA);
    put(t, i, TAG_MARK, breaks ? AT_START : comma ? BEHIND_COMMA : t->before);
    if (is(t, i, W_AND)) put_role(t, i, ROLE_AND, BEHIND_AND);
    if (breaks) t->has_verb = t->has_plain = t->verb_first = false;
}

static void tag_one(struct tagger *t, size_t i)
{
    if (is(t, i, W_PUNCT)) {
        tag_mark(t, i);
    } else if (is_name(t, i)) {
        put_noun(t, i);
    } else if (i > 0 && reads(t, i, "one") && reads(t, i - 1, "no")) {
        put(t, i, TAG_NOUN, BEHIND_SUBJECT);
    } else if ((t->before == BEHIND_HAVE && reads(t, i, "since")) ||
               (t->before == BEHIND_VERB && reads(t, i, "there"))) {
        put(t, i, TAG_ADVERB, t->before);
    } else if (is(t, i, W_POSS) && !is(t, i, W_PRON) && !is(t, i, W_BE) && !is(t, i, W_WH)) {
        put_role(t, i, ROLE_DET, BEHIND_DET);
    } else if (reads(t, i, "whose")) {
        put_role(t, i, ROLE_REL, BEHIND_DET);
    } else if (is(t, i, W_NEG) && !is_aux(t, i)) {
        put(t, i, TAG_ADVERB, t->before);
    } else if (tag_that(t, i) || tag_aux(t, i) || tag_determiner(t, i) || tag_pronoun(t, i)) {
        return;
    } else if (reads(t, i, "what") && i + 1 < count(t) && is_finite_alone(t, i + 1)) {
        put(t, i, TAG_NOUN, BEHIND_SUBJECT);
    } else if (tag_link(t, i)) {
        return;
    } else if ((is(t, i, W_FILLER) || is(t, i, W_DEGREE)) && !is(t, i, W_NOUN) &&
               !is(t, i, W_NUMBER) && !is(t, i, W_VERB)) {
        put(t, i, TAG_ADVERB, t->before);
    } else {
        tag_content(t, i);
    }
}

void syntax_tag(struct syntax *syntax)
{
    struct tagger t = {.syntax = syntax};
    memset(syntax->roles, ROLE_NONE, syntax->parse->word_count + 1);
    for (size_t i = 0; i < syntax->parse->word_count; i++) tag_one(&t, i);
}
