#include "evidence/lines.h"
#include "tests/test.h"

static struct error error;

static void build(const char *text, struct evidence_index *ret)
{
    static struct span content; /* outlives the reader */
    content = span_of(text);
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INSTANT_NONE,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, ret, &error));
}

static void continued_lines_belong_to_their_record(void **state)
{
    (void)state;
    static const char text[] = "starting up\n"
                               "2026-03-04 10:00:00,100 INFO main ready\n"
                               "2026-03-04 10:00:01,200 ERROR main failed\n"
                               "java.lang.Error: at 2026-03-04 10:00:00\n"
                               "\tat a.b(C.java:12)\n"
                               "\n"
                               "2026-03-04 10:00:02,300 WARN main over";
    struct evidence_index index;
    build(text, &index);
    assert_int_equal(index.count, 3);
    assert_int_equal(index.start[0], 0);
    assert_int_equal(index.start[1], 52);
    assert_int_equal(index.start[3], sizeof text - 1);
    assert_int_equal(index.level[0], EVIDENCE_LEVEL_INFO);
    assert_int_equal(index.level[1], EVIDENCE_LEVEL_ERROR);
    assert_int_equal(index.level[2], EVIDENCE_LEVEL_WARN);
    assert_int_equal(EVIDENCE_DIGITS(index.flags[0]), 3);
    assert_true(index.flags[0] & EVIDENCE_LOCAL);
    assert_int_equal(index.local, 3);
    evidence_index_close(&index);
}

static void objects_without_a_time_are_records(void **state)
{
    (void)state;
    struct evidence_index index;
    build("{\"time\":\"2026-03-04T10:00:00Z\",\"level\":\"warn\",\"msg\":\"a\"}\n"
          "{\"msg\":\"no time here\"}\n"
          "{\"inner\":{\"time\":\"2020-03-04T10:00:00Z\"},\"time\":\"2026-03-04T10:00:01Z\"}\n",
          &index);
    assert_int_equal(index.count, 3);
    assert_true(index.time[1] == EVIDENCE_NO_TIME);
    assert_int_equal(index.time[2] - index.time[0], NS_PER_S);
    assert_int_equal(index.level[0], EVIDENCE_LEVEL_WARN);
    assert_int_equal(index.timed, 2);
    evidence_index_close(&index);
}

static void text_without_times_is_lines(void **state)
{
    (void)state;
    struct evidence_index index;
    build("one\n two\n\nthree\n", &index);
    assert_int_equal(index.count, 2);
    assert_int_equal(index.timed, 0);
    assert_int_equal(index.start[1], 10);
    evidence_index_close(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continued_lines_belong_to_their_record),
        cmocka_unit_test(objects_without_a_time_are_records),
        cmocka_unit_test(text_without_times_is_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
