#include "review/review.h"
#include "tests/test.h"

/* A field's name is a key, an option and a form label: it must be one of each kind, and plain. */
static void names_are_plain_and_each_is_there_once(void **state)
{
    (void)state;
    for (size_t k = 0; k < REVIEW_KIND_COUNT; k++) {
        const struct review_kind_spec *kind = &review_kinds[k];
        assert_true(kind->count > 0 && kind->size > sizeof(struct review_entry));
        for (size_t i = 0; i < kind->count; i++) {
            const struct review_field *field = &kind->fields[i];
            assert_int_equal(strspn(field->name, "abcdefghijklmnopqrstuvwxyz_"),
                             strlen(field->name));
            assert_true(strlen(field->help) > 0);
            assert_int_equal(field->words != NULL,
                             field->type == REVIEW_TYPE_WORD || field->type == REVIEW_TYPE_WORDS);
            assert_int_equal(field->kinds != 0,
                             field->type == REVIEW_TYPE_REF || field->type == REVIEW_TYPE_REFS);
            for (size_t j = 0; j < i; j++)
                assert_string_not_equal(field->name, kind->fields[j].name);
        }
    }
}

static void words_of_a_vocabulary_are_told_apart(void **state)
{
    (void)state;
#define X(name, PREFIX)                                                                            \
    for (size_t i = 0; i < review_words_##name.count; i++)                                         \
        for (size_t j = 0; j < i; j++)                                                             \
            assert_string_not_equal(review_words_##name.words[i].word,                             \
                                    review_words_##name.words[j].word);
    REVIEW_VOCABULARIES(X)
#undef X
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_plain_and_each_is_there_once),
        cmocka_unit_test(words_of_a_vocabulary_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
