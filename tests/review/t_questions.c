#include "review/review.h"
#include "tests/test.h"

static size_t of_topic(const char *topic)
{
    size_t count = 0;
    for (size_t i = 0; i < review_bank_count; i++)
        count += strcmp(review_bank[i].topic, topic) == 0;
    return count;
}

static void D3_every_kind_of_event_has_a_follow_up(void **state)
{
    (void)state;
    assert_int_equal(review_bank_count, 96);
    for (unsigned kind = 1; kind < REVIEW_EVENT_COUNT; kind++) {
        const struct review_follow_up *follow = review_follow_up_of(kind);
        if (!follow || !follow->codes[0])
            fail_msg("no follow-up for %s", review_words_event.words[kind].word);
        for (size_t i = 0; follow->codes[i]; i++)
            assert_non_null(review_bank_find(span_of(follow->codes[i])));
    }
    assert_null(review_follow_up_of(REVIEW_EVENT_NONE));
    assert_null(review_follow_up_of(REVIEW_EVENT_COUNT));
    assert_string_equal(review_follow_up_of(REVIEW_EVENT_CHANGE_VENDOR)->kind, "change.*");
    assert_string_equal(review_follow_up_of(REVIEW_EVENT_ACT_UNDO)->codes[0], "T1-4");
}

static void D3a_questions_ask_how_it_made_sense_and_never_why_did_you(void **state)
{
    (void)state;
    assert_true(of_topic("T1") >= 6);
    for (size_t i = 0; i < review_bank_count; i++) {
        const struct span text = span_of(review_bank[i].text);
        assert_false(span_equal_nocase(span_sub(text, 0, 11), SPAN("why did you")));
        assert_true(review_bank_find(span_of(review_bank[i].code)) == &review_bank[i]);
    }
    assert_null(review_bank_find(SPAN("T1-99")));
    assert_null(review_bank_find(SPAN("")));
}

/* Each supporting question of the field has its topic, each improvement area too. */
static void R0_each_topic_and_area_has_questions(void **state)
{
    static const struct {
        const char *topic;
        unsigned area;
    } areas[] = {
        {"A1", REVIEW_AREA_DETECTION},     {"A2", REVIEW_AREA_IMPACT},
        {"A3", REVIEW_AREA_NOTIFICATION},  {"A4", REVIEW_AREA_COORDINATION},
        {"A5", REVIEW_AREA_TOOLS},         {"A6", REVIEW_AREA_METRICS},
        {"A7", REVIEW_AREA_DOCUMENTATION},
    };
    (void)state;
    for (size_t a = 0; a < sizeof areas / sizeof areas[0]; a++) {
        assert_true(of_topic(areas[a].topic) >= 5);
        for (size_t i = 0; i < review_bank_count; i++)
            if (strcmp(review_bank[i].topic, areas[a].topic) == 0)
                assert_true(review_bank[i].areas >> areas[a].area & 1);
    }
    assert_int_equal(of_topic("A1"), 6);
    for (char n = '1'; n <= '7'; n++) assert_true(of_topic((char[]){'T', n, '\0'}) >= 6);
    assert_int_equal(of_topic("G"), 12);
}

/* What the program itself says about people: in names, helps, words and questions. */
static const char *const blaming[] = {
    ("cul"
     "prit"),
    "offender",
    "responsible for",
    "responsible person",
    "guilty",
    "blame",
    "negligen",
    "careless",
    "human error",
    "operator error",
    "root cause",
    "should have",
    "failed to",
    "mistake",
    "violat",
    "at fault",
    "fault of",
    "'s fault",
    "incompeten",
    "punish",
};

static void no_blame(const char *where, const char *text)
{
    for (size_t i = 0; i < sizeof blaming / sizeof blaming[0]; i++)
        if (span_find_nocase(span_of(text), span_of(blaming[i])) != SIZE_MAX)
            fail_msg("%s says \"%s\": %.*s", where, blaming[i], SPAN_ARGS(span_of(text)));
}

static void A2_no_word_of_the_record_blames(void **state)
{
    (void)state;
    for (size_t k = 0; k < REVIEW_KIND_COUNT; k++) {
        no_blame("kind", review_kinds[k].help);
        for (size_t f = 0; f < review_kinds[k].count; f++) {
            no_blame("field", review_kinds[k].fields[f].name);
            no_blame("help", review_kinds[k].fields[f].help);
        }
    }
#define X(name, PREFIX)                                                                            \
    for (size_t i = 0; i < review_words_##name.count; i++) {                                       \
        no_blame("vocabulary", review_words_##name.words[i].word);                                 \
        no_blame("meaning", review_words_##name.words[i].meaning);                                 \
    }
    REVIEW_VOCABULARIES(X)
#undef X
    for (size_t i = 0; i < review_bank_count; i++) no_blame("question", review_bank[i].text);
    for (unsigned kind = 1; kind < REVIEW_EVENT_COUNT; kind++)
        no_blame("follow-up", review_follow_up_of(kind)->text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(D3_every_kind_of_event_has_a_follow_up),
        cmocka_unit_test(D3a_questions_ask_how_it_made_sense_and_never_why_did_you),
        cmocka_unit_test(R0_each_topic_and_area_has_questions),
        cmocka_unit_test(A2_no_word_of_the_record_blames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
