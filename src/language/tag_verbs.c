/* Whether a word that may be a verb is one, by what stands before and behind it. */
#include "language/tags.h"

static bool is_plural(const struct tagger *t, size_t i)
{
    const struct span text = parse_lower(t->syntax->parse, &t->syntax->parse->words[i]);
    if (reads(t, i, "people") || reads(t, i, "staff")) return true;
    return text.len > 2 && text.at[text.len - 1] == 's' &&
           !byte_is_one_of(text.at[text.len - 2], "sui'");
}

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

bool is_verb_here(const struct tagger *t, size_t i)
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
