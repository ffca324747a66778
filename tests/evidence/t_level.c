#include "evidence/internal.h"
#include "tests/test.h"

static void words_and_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool syslog;
        enum evidence_level level;
    } cases[] = {
        {"ERROR", false, EVIDENCE_LEVEL_ERROR},
        {"warning", false, EVIDENCE_LEVEL_WARN},
        {"Critical", false, EVIDENCE_LEVEL_FATAL},
        {"[notice]", false, EVIDENCE_LEVEL_NOTICE},
        {"\"info\"", false, EVIDENCE_LEVEL_INFO},
        {"Information", false, EVIDENCE_LEVEL_INFO},
        {"EMERGENCY", false, EVIDENCE_LEVEL_FATAL},
        {"DEBUG3", false, EVIDENCE_LEVEL_DEBUG},
        {"LOG", false, EVIDENCE_LEVEL_INFO},
        {"W", false, EVIDENCE_LEVEL_WARN},
        {"D2", false, EVIDENCE_LEVEL_DEBUG},
        {"3", true, EVIDENCE_LEVEL_ERROR},
        {"7", true, EVIDENCE_LEVEL_DEBUG},
        {"8", true, EVIDENCE_LEVEL_NONE},
        {"3", false, EVIDENCE_LEVEL_WARN},
        {"1", false, EVIDENCE_LEVEL_FATAL},
        {"30", false, EVIDENCE_LEVEL_INFO},
        {"60", false, EVIDENCE_LEVEL_FATAL},
        {"35", false, EVIDENCE_LEVEL_INFO},
        {"700", false, EVIDENCE_LEVEL_NONE},
        {"errors", false, EVIDENCE_LEVEL_ERROR}, /* routers name their levels so */
        {"errored", false, EVIDENCE_LEVEL_NONE},
        {"", false, EVIDENCE_LEVEL_NONE},
        {"\"", false, EVIDENCE_LEVEL_NONE},
        {"informative text", false, EVIDENCE_LEVEL_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (level_of_value(span_of(cases[i].value), cases[i].syslog) != cases[i].level)
            fail_msg("%s", cases[i].value);
}

static void level_words_read_back(void **state)
{
    (void)state;
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++) {
        enum evidence_level level = EVIDENCE_LEVEL_COUNT;
        struct span word = span_of(evidence_level_word((enum evidence_level)i));
        assert_true(evidence_level_from_word(word, &level));
        assert_int_equal(level, i);
    }
    enum evidence_level level = EVIDENCE_LEVEL_WARN;
    assert_false(evidence_level_from_word(SPAN("wrong"), &level));
    assert_int_equal(level, EVIDENCE_LEVEL_WARN);
}

static void names_of_members(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum key_role role;
    } cases[] = {
        {"time", KEY_TIME},
        {"Timestamp", KEY_TIME},
        {"@timestamp", KEY_TIME},
        {"t.$date", KEY_TIME},
        {"__REALTIME_TIMESTAMP", KEY_TIME},
        {"error_severity", KEY_LEVEL},
        {"msg", KEY_MESSAGE},
        {"X-Request-ID", KEY_ID},
        {"traceId", KEY_ID},
        {"status", KEY_STATUS},
        {"request_time", KEY_TOOK_S},
        {"ms", KEY_TOOK_MS},
        {"duration_us", KEY_TOOK_US},
        {"event.duration", KEY_TOOK_NS},
        {"hostname", KEY_HOST},
        {"svc", KEY_PROCESS},
        {"", KEY_NONE},
        {"tim", KEY_NONE},
        {"times", KEY_NONE},
    };
    unsigned first = 0, second = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (key_role_of(span_of(cases[i].name), NULL) != cases[i].role)
            fail_msg("%s", cases[i].name);
    key_role_of(SPAN("@timestamp"), &first);
    key_role_of(SPAN("created"), &second);
    assert_true(first < second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_numbers),
        cmocka_unit_test(level_words_read_back),
        cmocka_unit_test(names_of_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
