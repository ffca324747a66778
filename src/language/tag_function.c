/* Function words: those that hold a sentence together. */
#include "language/tags.h"

bool tag_that(struct tagger *t, size_t i)
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

bool tag_determiner(struct tagger *t, size_t i)
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

bool tag_pronoun(struct tagger *t, size_t i)
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

bool tag_aux(struct tagger *t, size_t i)
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

bool tag_link(struct tagger *t, size_t i)
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
