#include "language/internal.h"
#include "tests/test.h"

static void the_lexicon_finds_each_of_its_words(void **state)
{
    (void)state;
    assert_true(lexicon_count() > 5000);
    for (uint16_t i = 0; i < lexicon_count(); i++) {
        assert_int_equal(lexicon_find(lexicon_word(i)), i);
        if (i > 0) assert_true(span_compare(lexicon_word((uint16_t)(i - 1)), lexicon_word(i)) < 0);
    }
}

static bool is_listed(struct span word)
{
    for (uint16_t i = 0; i < lexicon_count(); i++)
        if (span_equal(lexicon_word(i), word)) return true;
    return false;
}

static void the_lexicon_finds_no_other_word(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",        "thx",   "qqq",      "Should",
        "shouldx", "hould", "\xff\xfe", "a very long word that no list can ever hold"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_int_equal(lexicon_find(span_of(others[i])), NO_WORD);
    /* One letter changed: found only when that is a word as well. */
    for (uint16_t i = 0; i < lexicon_count(); i = (uint16_t)(i + 7)) {
        char bytes[64];
        struct span word = lexicon_word(i);
        memcpy(bytes, word.at, word.len);
        bytes[i % word.len] = (char)('a' + i % 26);
        struct span near = {bytes, word.len};
        assert_int_equal(lexicon_find(near) != NO_WORD, is_listed(near));
    }
}

static void words_have_the_classes_of_their_lists_and_forms(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum language_word_class has, lacks;
    } cases[] = {
        {"should", W_MODAL, W_VERB},
        {"caught", W_PP, W_VB},
        {"caught", W_VBD, W_ING},
        {"escalates", W_VBS, W_VB},
        {"escalated", W_CONDUCT, W_MACHINEACT},
        {"responded", W_CONDUCT, W_BE},
        {"responded", W_MACHINEACT, W_BE},
        {"went", W_VBD, W_PP},
        {"gone", W_PP, W_VBD},
        {"resetting", W_ING, W_VB},
        {"planned", W_PP, W_NOUN},
        {"not", W_NEG, W_VERB},
        {"because", W_SUBORD, W_AND},
        {"misread", W_MISDO, W_BE},
        {"forgot", W_OMIT, W_PP},
        {"nobody", W_NOBODY, W_ANYONE},
        {"minutes", W_UNIT, W_VERB},
        {"monday", W_DATE, W_VERB},
        {"was", W_BE, W_VERB},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint16_t entry = lexicon_find(span_of(cases[i].word));
        if (entry == NO_WORD) fail_msg("%s is not in the lexicon", cases[i].word);
        struct word_classes classes = lexicon_classes(entry);
        if (!word_is(classes, cases[i].has) || word_is(classes, cases[i].lacks))
            fail_msg("classes of %s", cases[i].word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lexicon_finds_each_of_its_words),
        cmocka_unit_test(the_lexicon_finds_no_other_word),
        cmocka_unit_test(words_have_the_classes_of_their_lists_and_forms),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
