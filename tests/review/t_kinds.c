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

static void words_are_read_as_people_write_them(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    uint8_t word = 9;
    assert_ok(vocabulary_read(&review_words_event, SPAN(""), &word, &error));
    assert_int_equal(word, 0);
    assert_ok(vocabulary_read(&review_words_part, SPAN(" Note_Taker "), &word, &error));
    assert_int_equal(word, REVIEW_PART_NOTE_TAKER);
    assert_string_equal(vocabulary_word(&review_words_part, word), "note-taker");
    assert_string_equal(vocabulary_word(&review_words_part, 200), "");
    assert_string_equal(vocabulary_meaning(&review_words_part, 0), "not stated");
    assert_status(vocabulary_read(&review_words_help, SPAN("resurce"), &word, &error),
                  STATUS_BAD_INPUT);
    assert_string_equal(error.message, "\"resurce\" is none of: resource, tool, guardrail");
    assert_int_equal(word, REVIEW_PART_NOTE_TAKER);
    assert_status(vocabulary_read(&review_words_help, SPAN("resource\0"), &word, &error),
                  STATUS_BAD_INPUT);
}

static void ids_and_names_are_found(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    "E",           "12",  "E0", "EE1",
                                      "E-1", "E4294967296", "E1x", " E1"};
    struct error error = ERROR_NONE;
    struct review_id id = {0};
    char text[16];
    for (uint32_t kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        struct review_id made = {kind, UINT32_MAX};
        assert_ok(review_id_read(span_of(review_id_text(made, text)), &id, &error));
        assert_true(review_id_equal(id, made));
    }
    assert_ok(review_id_read(SPAN("pm0"), &id, &error));
    assert_string_equal(review_id_text(id, text), "PM0");
    assert_ok(review_id_read(SPAN("e12"), &id, &error));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_status(review_id_read(span_of(bad[i]), &id, &error), STATUS_BAD_INPUT);
    assert_string_equal(review_id_text(id, text), "E12");
    assert_string_equal(review_field_find(REVIEW_KIND_EVENT, SPAN("order-basis"))->name,
                        "order_basis");
    assert_non_null(review_field_find(REVIEW_KIND_EVENT, SPAN("order_basis")));
    assert_null(review_field_find(REVIEW_KIND_EVENT, SPAN("order")));
    assert_null(review_field_find(REVIEW_KIND_EVENT, SPAN("at\0")));
    assert_null(review_field_find(REVIEW_KIND_EVENT, SPAN("")));
}

/* The roles of an event are aliases: it has no field that names a person. */
static void A2_an_event_names_nobody(void **state)
{
    (void)state;
    const struct review_kind_spec *event = &review_kinds[REVIEW_KIND_EVENT];
    for (size_t i = 0; i < event->count; i++) {
        assert_false(event->fields[i].flags & REVIEW_NAMES);
        assert_false(event->fields[i].kinds & REVIEW_MASK(PERSON));
        assert_null(strstr(event->fields[i].name, "responsib"));
    }
}

/* Conditions are a set of entries; there is no place for the one cause. */
static void S1_no_field_holds_the_cause(void **state)
{
    (void)state;
    for (size_t k = 0; k < REVIEW_KIND_COUNT; k++)
        for (size_t i = 0; i < review_kinds[k].count; i++) {
            const char *name = review_kinds[k].fields[i].name;
            assert_true(!strstr(name, "cause") || strcmp(name, "because") == 0);
        }
    assert_non_null(review_field_find(REVIEW_KIND_FACTOR, SPAN("good_for")));
    assert_non_null(review_field_find(REVIEW_KIND_FACTOR, SPAN("since")));
}

static void all_are_fields(enum review_kind kind, const char *const *names)
{
    for (; *names; names++)
        if (!review_field_find(kind, span_of(*names)))
            fail_msg("%s has no %s", review_kinds[kind].name, *names);
}

static void P1c_fact_context_and_mechanism_are_kept_apart(void **state)
{
    (void)state;
    all_are_fields(REVIEW_KIND_EVENT, (const char *const[]){"what", "context", "how", "intent",
                                                            "expected", "seen", "certainty", NULL});
}

static void P1d_evidence_has_hash_query_range_and_zone(void **state)
{
    (void)state;
    all_are_fields(REVIEW_KIND_EXHIBIT,
                   (const char *const[]){"content", "query", "range", "zone", NULL});
    all_are_fields(REVIEW_KIND_EVENT, (const char *const[]){"evidence", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_plain_and_each_is_there_once),
        cmocka_unit_test(words_of_a_vocabulary_are_told_apart),
        cmocka_unit_test(words_are_read_as_people_write_them),
        cmocka_unit_test(ids_and_names_are_found),
        cmocka_unit_test(A2_an_event_names_nobody),
        cmocka_unit_test(S1_no_field_holds_the_cause),
        cmocka_unit_test(P1c_fact_context_and_mechanism_are_kept_apart),
        cmocka_unit_test(P1d_evidence_has_hash_query_range_and_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
