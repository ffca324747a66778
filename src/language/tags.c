/* What each word is in its sentence: from left to right, by its classes and its neighbours. */
#include "language/tags.h"

void put(struct tagger *t, size_t i, enum word_tag tag, enum before before)
{
    t->syntax->parse->words[i].tag = (uint8_t)tag;
    if (tag != TAG_ADVERB) t->before = before;
    if (tag == TAG_VERB || tag == TAG_AUX) t->has_verb = true;
    if (tag == TAG_VERB && (before == BEHIND_VERB)) t->verb_first = false;
}

void put_role(struct tagger *t, size_t i, enum role role, enum before before)
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

void put_noun(struct tagger *t, size_t i)
{
    put(t, i, TAG_NOUN, BEHIND_NOUN);
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
    } else if (tags_is_name(t, i)) {
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
