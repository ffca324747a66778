/* Searching: fixed strings against patterns, limits, records' ends. */
#include "tests/test.h"

#include "evidence/search_pattern.h"
#include "evidence/search_query.h"

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

/* All hits among the records from one on. */
static size_t search_all(const struct evidence_query *query, const struct evidence_index *index,
                         struct span content, const uint8_t *wanted, uint64_t from, uint64_t *hits)
{
    struct evidence_search *search = NULL;
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_block block = {index, content, NULL, from, index->count, wanted};
    struct error error;
    size_t count = 0, again = 0;
    assert_ok(evidence_search_new(query, &search, &error));
    assert_ok(evidence_search_block(search, &block, hits, &count, &error));
    uint64_t *read = calloc(index->count + 1, sizeof *read);
    assert_non_null(read);
    block.reader = &reader;
    assert_ok(evidence_search_block(search, &block, read, &again, &error));
    assert_int_equal(again, count); /* read into a buffer or looked at in place: the same */
    assert_memory_equal(read, hits, count * sizeof *read);
    free(read);
    evidence_search_free(search);
    return count;
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
    uint64_t start[5], hits[5];
    struct evidence_index index;
    cut(&index, start, lengths, 4);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evidence_query *query = NULL;
        struct error error;
        uint64_t found = 99;
        assert_ok(
            evidence_query_new(span_of(cases[i].pattern), cases[i].regex, false, &query, &error));
        size_t count = search_all(query, &index, content, NULL, cases[i].from, hits);
        found = count ? hits[0] : 4;
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

/* ---- many records against one at a time ---- */

enum { MANY = 3000 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

static const struct {
    const char *pattern;
    bool regex, ignore_case;
} many[] = {
    {"ab", false, false},          {"a", false, false},        {"ba\na", false, false},
    {"aB", false, true},           {"ks", false, true},        {"\xc3\xa4", false, true},
    {"aba", true, false},          {"a?b+c", true, false},     {"ab{0}c", true, false},
    {"ab{2,3}", true, false},      {"abc|c", true, false},     {"(abc)?d", true, false},
    {"a[bc]*d", true, false},      {"[^a]b", true, false},     {"a[^b]c", true, false},
    {"a\\sb", true, false},        {"^b", true, false},        {"d$", true, false},
    {"^$", true, false},           {"x*", true, false},        {"\\Aab", true, false},
    {"b\\z", true, false},         {"\\bab\\b", true, false},  {"\\B", true, false},
    {"a(?!b)", true, false},       {"(?<=a)b", true, false},   {"(?s)a.b", true, false},
    {"(?i)AB", true, false},       {"a.b", true, false},       {"\\Da", true, false},
    {"a\\nb", true, false},        {"\\.a", true, false},      {"\\Qa.b\\E", true, false},
    {"\\x61b", true, false},       {"(a|b)c\\1", true, false}, {"[a-c]{3}k", true, true},
    {"KSa", true, true},           {"[]a]b", true, false},     {"a\\Kb", true, false},
    {"[[:space:]]a", true, false}, {"a +b", true, false},      {"c$", true, false},
    {"\xc3\xa4?b", true, false},   {"..d", true, false},
};

/* Text of few letters in records that end with their line or anywhere, some of them long. */
static size_t write_many(uint32_t *seed, char *text, size_t room, struct evidence_index *index,
                         uint64_t *start)
{
    static const char *const pieces[] = {
        "a", "b", "c",  "d",  "k",   "s",        "A",    "B",
        " ", ".", "\n", "ab", "abc", "\xc3\xa4", "\xff", "\xe2\x84\xaa",
        "K"};
    unsigned kinds = 4 + next_random(seed) % (sizeof pieces / sizeof pieces[0] - 3);
    bool lines = next_random(seed) % 2;
    size_t len = 0;
    uint64_t count = 0;
    start[0] = 0;
    while (count < MANY && len + 64 < room) {
        size_t most = next_random(seed) % 40;
        if (next_random(seed) % 997 == 0) most = 70000; /* more than a pattern sees at once */
        do {
            const char *piece = pieces[next_random(seed) % kinds];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        } while (most-- > 0 && len + 64 < room);
        if (lines) text[len++] = '\n';
        start[++count] = len;
    }
    *index = (struct evidence_index){.count = count, .size = len, .start = start};
    return len;
}

static void check_many(size_t which, const struct evidence_index *index, struct span content,
                       const uint8_t *wanted, uint64_t *hits)
{
    struct evidence_query *query = NULL;
    struct error error;
    size_t next = 0;
    assert_ok(evidence_query_new(span_of(many[which].pattern), many[which].regex,
                                 many[which].ignore_case, &query, &error));
    size_t count = search_all(query, index, content, wanted, 0, hits);
    if (query->code) query->has_finder = query->one_line = false; /* nothing is taken for granted */
    for (uint64_t i = 0; i < index->count; i++) {
        struct span record = evidence_record(index, content, i);
        bool found = false;
        size_t from, to;
        assert_ok(evidence_query_match(query, record, &found, &from, &to, &error));
        found = found && (!wanted || wanted[i]);
        bool hit = next < count && hits[next] == i;
        if (hit) next++;
        if (hit != found)
            fail_msg("\"%s\": record %d of %d (%zu bytes): alone %d, among others %d",
                     many[which].pattern, (int)i, (int)index->count, record.len, found, hit);
    }
    assert_int_equal(next, count);
    evidence_query_free(query);
}

static void many_records_at_once_are_as_one_at_a_time(void **state)
{
    (void)state;
    enum { ROOM = 1 << 20 };
    uint32_t seed = 11;
    char *text = malloc(ROOM);
    uint64_t *start = calloc(MANY + 1, sizeof *start), *hits = calloc(MANY + 1, sizeof *hits);
    uint8_t *wanted = calloc(MANY + 1, 1);
    assert_true(text && start && hits && wanted);
    for (int round = 0; round < 6; round++) {
        struct evidence_index index;
        size_t len = write_many(&seed, text, ROOM, &index, start);
        char *exact = malloc(len); /* ends where its memory does */
        assert_non_null(exact);
        memcpy(exact, text, len);
        unsigned share = 1 + next_random(&seed) % 50;
        for (uint64_t i = 0; i < index.count; i++) wanted[i] = next_random(&seed) % share == 0;
        for (size_t i = 0; i < sizeof many / sizeof many[0]; i++) {
            check_many(i, &index, (struct span){exact, len}, NULL, hits);
            check_many(i, &index, (struct span){exact, len}, wanted, hits);
        }
        free(exact);
    }
    free(text);
    free(start);
    free(hits);
    free(wanted);
}

/* What is taken for granted of patterns, which lets whole stretches be passed over. */
static void of_patterns_only_what_is_sure_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *literal;
        bool ignore_case, one_line;
    } facts[] = {
        {"pool exhausted", "pool exhausted", false, true},
        {"pool.*exhausted", "exhausted", false, true},
        {"(pool|cache) full", " full", false, true},
        {"pool|cache", "", false, true},
        {"pools?", "pool", false, true},
        {"po{0,1}ls", "ls", false, true},
        {"a\\.b\\.c", "a.b.c", false, true},
        {"time\\s+out", "time", false, false},
        {"time\\W+out", "time", false, false},
        {"x[^y]zz", "zz", false, false},
        {"x[yz]zz", "zz", false, true},
        {"[]]yy", "yy", false, true},
        {"(?i)pool", "", false, false},
        {"(?=pool)x", "", false, false},
        {"(?:pool)+abc", "abc", false, true},
        {"\\x41bc", "", false, false},
        {"(*LIMIT_MATCH=5)abc", "", false, false},
        {"\\Qab\\E", "", false, false},
        {"Disk POOL", " pool", true, true}, /* k and s have other cases outside ASCII */
        {"caf\xc3\xa9?s", "caf", false, true},
        {"^ERROR \\d+ms$", "ERROR ", false, true},
    };
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        struct pattern_facts got =
            pattern_facts_of(span_of(facts[i].pattern), facts[i].ignore_case);
        struct span literal = {got.literal, got.literal_len};
        if (!span_is(literal, facts[i].literal) || got.one_line != facts[i].one_line)
            fail_msg("%s: \"%.*s\", %s", facts[i].pattern, SPAN_ARGS(literal),
                     got.one_line ? "one line" : "more");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_and_finds_not),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(runaway_patterns_are_stopped),
        cmocka_unit_test(only_whole_matches_within_a_record_count),
        cmocka_unit_test(huge_records_are_searched_to_their_end),
        cmocka_unit_test(many_records_at_once_are_as_one_at_a_time),
        cmocka_unit_test(of_patterns_only_what_is_sure_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
