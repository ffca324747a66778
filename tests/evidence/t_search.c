/* Searching: fixed strings against patterns, limits, records' ends. */
#include "tests/test.h"

#include "evidence/search.h"

static const struct {
    const char *pattern;
    bool regex, ignore_case;
    const char *text;
    int from, to; /* -1: not found */
} matches[] = {
    {"pool", false, false, "the pool is full", 4, 8},
    {"Pool", false, false, "the pool is full", -1, -1},
    {"Pool", false, true, "the pool is full", 4, 8},
    {"p..l", false, false, "the pool is full", -1, -1},
    {"p..l", true, false, "the pool is full", 4, 8},
    {"(pool)", false, true, "the (POOL)", 4, 10}, /* no pattern: brackets are text */
    {"\xc3\x84rger", false, true, "viel \xc3\xa4rger", 5, 11},
    {"^at ", true, false, "x\nat y", 2, 5},
    {"full$", true, false, "is full\nx", 3, 7},
    {"b", true, false, "\xff\xfe b", 3, 4}, /* invalid UTF-8 around it */
    {"x*", true, false, "aaa", 0, 0},
    {"a.c", true, false, "a\nc", -1, -1},
};

static void finds_and_finds_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof matches / sizeof matches[0]; i++) {
        struct evidence_query *query = NULL;
        struct error error;
        bool found = false;
        size_t from = 0, to = 0;
        assert_ok(evidence_query_new(span_of(matches[i].pattern), matches[i].regex,
                                     matches[i].ignore_case, &query, &error));
        assert_ok(
            evidence_query_match(query, span_of(matches[i].text), &found, &from, &to, &error));
        if (found != (matches[i].from >= 0) ||
            (found && ((int)from != matches[i].from || (int)to != matches[i].to)))
            fail_msg("\"%s\" in \"%s\": %d %zu-%zu", matches[i].pattern, matches[i].text, found,
                     from, to);
        evidence_query_free(query);
    }
}

static void mistakes_have_a_place(void **state)
{
    (void)state;
    struct evidence_query *query = NULL;
    struct error error;
    char *long_pattern = calloc(1, 5001);
    assert_non_null(long_pattern);
    memset(long_pattern, 'a', 5000);
    assert_status(evidence_query_new(SPAN("a(b"), true, false, &query, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "byte 3"));
    assert_status(evidence_query_new(SPAN("\xff"), true, false, &query, &error), STATUS_BAD_INPUT);
    assert_status(evidence_query_new(SPAN(""), false, false, &query, &error), STATUS_BAD_INPUT);
    assert_status(evidence_query_new(span_of(long_pattern), false, false, &query, &error),
                  STATUS_LIMIT);
    assert_null(query);
    free(long_pattern);
}

static void runaway_patterns_are_stopped(void **state)
{
    (void)state;
    struct evidence_query *query = NULL;
    struct error error;
    bool found;
    size_t from, to;
    assert_ok(evidence_query_new(SPAN("(a|aa)+$"), true, false, &query, &error));
    assert_status(evidence_query_match(query,
                                       SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
                                       &found, &from, &to, &error),
                  STATUS_LIMIT);
    evidence_query_free(query);
}

/* Records of one content, cut at the given lengths. */
static void cut(struct evidence_index *index, uint64_t *start, const size_t *lengths, size_t count)
{
    start[0] = 0;
    for (size_t i = 0; i < count; i++) start[i + 1] = start[i] + lengths[i];
    *index = (struct evidence_index){.count = count, .size = start[count], .start = start};
}

static void only_whole_matches_within_a_record_count(void **state)
{
    (void)state;
    static const size_t lengths[] = {5, 3, 4, 5};
    struct span content = SPAN("xabab"
                               "cxx"
                               "xabc"
                               "abcab");
    static const struct {
        const char *pattern;
        bool regex;
        uint64_t from, found;
    } cases[] = {
        {"abc", false, 0, 2}, {"abc", true, 0, 2}, {"abc", false, 3, 3}, {"abc", true, 3, 3},
        {"bc", false, 1, 2},  {"zz", false, 0, 4}, {"zz", true, 0, 4},   {"abc", false, 4, 4},
        {"cab", false, 0, 3}, {"ab", false, 0, 0}, {"^ab", true, 0, 3},  {"c$", true, 0, 2},
    };
    uint64_t start[5];
    struct evidence_index index;
    cut(&index, start, lengths, 4);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evidence_query *query = NULL;
        struct error error;
        uint64_t found = 99;
        assert_ok(
            evidence_query_new(span_of(cases[i].pattern), cases[i].regex, false, &query, &error));
        assert_ok(evidence_query_next(query, &index, content, cases[i].from, &found, &error));
        if (found != cases[i].found)
            fail_msg("%s from %d: %d", cases[i].pattern, (int)cases[i].from, (int)found);
        evidence_query_free(query);
    }
}

/* A record that is searched in pieces gives the same as one that is not. */
static void huge_records_are_searched_to_their_end(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t place = 65000; place < SIZE - 8; place += 60001) {
        struct evidence_query *query = NULL;
        struct error error;
        bool found = false;
        size_t from = 0, to = 0;
        memset(text, 'a', SIZE);
        text[place / 2] = '\n';
        memcpy(text + place, "needle", 6);
        assert_ok(evidence_query_new(SPAN("ne+dl"), true, false, &query, &error));
        assert_ok(
            evidence_query_match(query, (struct span){text, SIZE}, &found, &from, &to, &error));
        assert_true(found);
        assert_int_equal(from, place);
        assert_int_equal(to, place + 5);
        evidence_query_free(query);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_and_finds_not),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(runaway_patterns_are_stopped),
        cmocka_unit_test(only_whole_matches_within_a_record_count),
        cmocka_unit_test(huge_records_are_searched_to_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
