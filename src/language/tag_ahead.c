/* What a word may be by its classes, and what comes behind it as far as they tell. */
#include "language/tags.h"

bool is_aux(const struct tagger *t, size_t i)
{
    return is(t, i, W_MODAL) || is(t, i, W_BE) || (is(t, i, W_HAVE) && !is(t, i, W_POSS)) ||
           is(t, i, W_DO);
}

bool is_function(const struct tagger *t, size_t i)
{
    return is_aux(t, i) || is(t, i, W_PREP) || is(t, i, W_PRON) || is(t, i, W_AND) ||
           is(t, i, W_BUT) || is(t, i, W_SUBORD) || is(t, i, W_TO) || is(t, i, W_DET) ||
           is(t, i, W_POSS) || is(t, i, W_IF) || is(t, i, W_WH) || is(t, i, W_NEG) ||
           is(t, i, W_PUNCT) || is(t, i, W_THING) || is(t, i, W_ANYONE) || is(t, i, W_NOBODY);
}

bool tags_is_name(const struct tagger *t, size_t i)
{
    return is(t, i, W_CODE) || is(t, i, W_LINK) || is(t, i, W_QUOTED) || is(t, i, W_HANDLE) ||
           (is(t, i, W_NAME) && t->syntax->parse->words[i].capital) || is(t, i, W_COMPONENT);
}

bool is_nominal(const struct tagger *t, size_t i)
{
    if (i >= count(t)) return false;
    if (tags_is_name(t, i)) return true;
    if (is_function(t, i)) return false;
    return is(t, i, W_NOUN) || is(t, i, W_ADJ) || is(t, i, W_NUMBER) || is(t, i, W_UNIT) ||
           is(t, i, W_DATE) || is(t, i, W_VB) || is(t, i, W_ING);
}

bool may_be_adjective(const struct tagger *t, size_t i)
{
    return is_nominal(t, i) || (i < count(t) && is(t, i, W_PP) && !is_function(t, i));
}

bool begins_object(const struct tagger *t, size_t i)
{
    return i < count(t) &&
           (is(t, i, W_DET) || (is(t, i, W_POSS) && !reads(t, i, "'s") && !reads(t, i, "'")) ||
            is(t, i, W_PRON) || is(t, i, W_THING) || is(t, i, W_NUMBER) || tags_is_name(t, i) ||
            is(t, i, W_ANYONE));
}

bool is_finite_alone(const struct tagger *t, size_t i)
{
    if (is(t, i, W_BE) || is(t, i, W_MODAL) || is(t, i, W_DO)) return true;
    if (is(t, i, W_HAVE) && !is(t, i, W_POSS) && !is(t, i, W_PREP)) return true;
    return (is(t, i, W_VBD) || is(t, i, W_VBS)) && !is(t, i, W_NOUN) && !is(t, i, W_ADJ);
}

bool finite_ahead(const struct tagger *t, size_t i)
{
    for (size_t end = i + 12; i < count(t) && i < end; i++) {
        if (is(t, i, W_PUNCT) || is(t, i, W_WHO) || is(t, i, W_AND) || is(t, i, W_BUT) ||
            is(t, i, W_IF) || (is(t, i, W_SUBORD) && !is(t, i, W_PREP)))
            return false;
        if (is_finite_alone(t, i)) return true;
    }
    return false;
}

bool finite_anywhere(const struct tagger *t, size_t i)
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

bool begins_clause(const struct tagger *t, size_t i)
{
    size_t behind = past_phrase(t, i + 1);
    return behind > i + 1 && behind < count(t) && is_finite_alone(t, behind);
}
