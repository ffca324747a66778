#include "language/forms.h"

#define NONE W_COUNT

/* The first that fits holds; a stem of three bytes must be left. */
static const struct {
    struct span ending;
    enum language_word_class classes[3];
} endings[] = {
#define ENDING(text, ...)                                                                          \
    {                                                                                              \
        {text, sizeof(text) - 1},                                                                  \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
    ENDING("ly", W_ADVERB, NONE, NONE),   ENDING("ing", W_VERB, W_ING, W_NOUN),
    ENDING("ed", W_VERB, W_VBD, W_PP),    ENDING("tion", W_NOUN, NONE, NONE),
    ENDING("sion", W_NOUN, NONE, NONE),   ENDING("tions", W_NOUN, NONE, NONE),
    ENDING("ment", W_NOUN, NONE, NONE),   ENDING("ness", W_NOUN, NONE, NONE),
    ENDING("ance", W_NOUN, NONE, NONE),   ENDING("ence", W_NOUN, NONE, NONE),
    ENDING("ity", W_NOUN, NONE, NONE),    ENDING("ise", W_VERB, W_VB, NONE),
    ENDING("ize", W_VERB, W_VB, NONE),    ENDING("ify", W_VERB, W_VB, NONE),
    ENDING("ises", W_VERB, W_VBS, NONE),  ENDING("izes", W_VERB, W_VBS, NONE),
    ENDING("ifies", W_VERB, W_VBS, NONE), ENDING("able", W_ADJ, NONE, NONE),
    ENDING("ible", W_ADJ, NONE, NONE),    ENDING("ful", W_ADJ, NONE, NONE),
    ENDING("less", W_ADJ, NONE, NONE),    ENDING("ous", W_ADJ, NONE, NONE),
    ENDING("ive", W_ADJ, NONE, NONE),     ENDING("al", W_ADJ, W_NOUN, NONE),
    ENDING("ic", W_ADJ, W_NOUN, NONE),    ENDING("ss", W_NOUN, NONE, NONE),
    ENDING("s", W_NOUN, NONE, NONE),
#undef ENDING
};

/* "redeployed", "mistagged", "overtuned": what such a word is, its verb tells. */
static const struct {
    struct span start;
    enum language_word_class class;
} starts[] = {
#define START(text, class)                                                                         \
    {                                                                                              \
        {text, sizeof(text) - 1}, class                                                            \
    }
    START("mis", W_MISDO), START("re", NONE),    START("un", NONE),   START("over", NONE),
    START("under", NONE),  START("pre", NONE),   START("auto", NONE), START("de", NONE),
    START("co", NONE),     START("cross", NONE),
#undef START
};

static bool verb_classes(struct span lower, struct word_classes *ret)
{
    static const enum language_word_class kept[] = {W_VERB, W_VB,  W_VBS,     W_VBD,
                                                    W_PP,   W_ING, W_CONDUCT, W_MACHINEACT};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (!span_starts(lower, starts[i].start)) continue;
        struct word_classes found = {0};
        lexicon_look(span_from(lower, starts[i].start.len), &found);
        if (!word_is(found, W_VERB)) continue;
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
            if (word_is(found, kept[k])) word_add(ret, kept[k]);
        if (starts[i].class != NONE) word_add(ret, starts[i].class);
        return true;
    }
    return false;
}

struct word_classes form_classes(struct span lower)
{
    struct word_classes classes = {0};
    if (verb_classes(lower, &classes)) return classes;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct span ending = endings[i].ending;
        if (lower.len < ending.len + 3 ||
            memcmp(lower.at + lower.len - ending.len, ending.at, ending.len) != 0)
            continue;
        for (size_t k = 0; k < 3 && endings[i].classes[k] != NONE; k++)
            word_add(&classes, endings[i].classes[k]);
        return classes;
    }
    word_add(&classes, W_NOUN);
    return classes;
}
