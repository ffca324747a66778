#include "base/zone.h"
#include "review/review.h"
#include "tests/test.h"

static struct zone *zone_of(const char *name)
{
    struct zone *zone;
    struct error error;
    assert_ok(zone_load(name, &zone, &error));
    return zone;
}

static instant at_utc(const char *text)
{
    instant at;
    duration width;
    struct error error;
    assert_ok(instant_parse(span_of(text), NULL, INSTANT_NONE, &at, &width, &error));
    return at;
}

/* "from to", each "-" open or a time in UTC; "none". */
static void add_interval(struct text *text, struct interval at)
{
    text_clear(text);
    if (at.earliest == INSTANT_NONE) {
        text_adds(text, "none");
        return;
    }
    for (int i = 0; i < 2; i++) {
        instant end = i ? at.latest : at.earliest;
        if (i) text_addc(text, ' ');
        if (end == INSTANT_OPEN_START || end == INSTANT_OPEN_END)
            text_addc(text, '-');
        else
            instant_add_text(text, end, NULL, INSTANT_FULL, -1);
    }
}

struct row {
    const char *typed, *wanted;
    const char *marks; /* a: approximate, d: doubtful */
};

static void check_rows(const struct row *rows, size_t count, const char *zone_name, const char *day)
{
    struct zone *zone = zone_of(zone_name);
    struct arena arena;
    struct text text;
    arena_init(&arena, 1 << 20);
    text_init(&text, 0);
    for (size_t i = 0; i < count; i++) {
        instant start;
        duration width;
        struct error error = ERROR_NONE;
        struct review_time time;
        assert_ok(instant_parse(span_of(day), zone, INSTANT_NONE, &start, &width, &error));
        struct review_typing typing = {.zone = zone, .day = start};
        if (review_time_read(span_of(rows[i].typed), &typing, &arena, &time, &error))
            fail_msg("%s: %s", rows[i].typed, error.message);
        add_interval(&text, time.at);
        if (!span_is(text_span(&text), rows[i].wanted))
            fail_msg("%s is \"%s\", wanted \"%s\"", rows[i].typed, text.at, rows[i].wanted);
        assert_string_equal(time.raw, rows[i].typed);
        assert_false(time.relative);
        const char *marks = rows[i].marks ? rows[i].marks : "";
        assert_int_equal(time.approximate, strchr(marks, 'a') != NULL);
        assert_int_equal(time.doubtful, strchr(marks, 'd') != NULL);
    }
    text_release(&text);
    arena_release(&arena);
    zone_free(zone);
}
#define CHECK_ROWS(rows, zone, day) check_rows(rows, sizeof rows / sizeof rows[0], zone, day)

static void P1_every_sign_of_the_notation_is_read_into_bounds(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2026-03-04T10:02:17.000000000Z", "2026-03-04T10:02:17Z 2026-03-04T10:02:17Z", 0},
        {"2026-03-04T10:02:17Z", "2026-03-04T10:02:17Z 2026-03-04T10:02:17Z", 0},
        {"10:02", "2026-03-04T10:02:00Z 2026-03-04T10:02:59.999999999Z", 0},
        {"10:02:17", "2026-03-04T10:02:17Z 2026-03-04T10:02:17Z", 0},
        {"10:02:17.5", "2026-03-04T10:02:17.5Z 2026-03-04T10:02:17.5Z", 0},
        {"2026-03-05", "2026-03-05T00:00:00Z 2026-03-05T23:59:59.999999999Z", 0},
        {"2026-03-05 10:02", "2026-03-05T10:02:00Z 2026-03-05T10:02:59.999999999Z", 0},
        {"10:02~", "2026-03-04T09:57:00Z 2026-03-04T10:07:59.999999999Z", "a"},
        {"~10:02", "2026-03-04T09:57:00Z 2026-03-04T10:07:59.999999999Z", "a"},
        {"10:02~2m", "2026-03-04T10:00:00Z 2026-03-04T10:04:59.999999999Z", "a"},
        {"10:02 ~ 1h30m", "2026-03-04T08:32:00Z 2026-03-04T11:32:59.999999999Z", "a"},
        {"2026-03-04~", "2026-03-03T00:00:00.000000001Z 2026-03-05T23:59:59.999999998Z", "a"},
        {"10:02?", "2026-03-04T10:02:00Z 2026-03-04T10:02:59.999999999Z", "d"},
        {"10:02%", "2026-03-04T09:57:00Z 2026-03-04T10:07:59.999999999Z", "ad"},
        {"10:02%1m", "2026-03-04T10:01:00Z 2026-03-04T10:03:59.999999999Z", "ad"},
        {"10:02~1m?", "2026-03-04T10:01:00Z 2026-03-04T10:03:59.999999999Z", "ad"},
        {"10:02..10:05", "2026-03-04T10:02:00Z 2026-03-04T10:05:00Z", 0},
        {"10:02 .. 10:05", "2026-03-04T10:02:00Z 2026-03-04T10:05:00Z", 0},
        {"10:02:17.25..10:02:17.5", "2026-03-04T10:02:17.25Z 2026-03-04T10:02:17.5Z", 0},
        {"10:02~1m..10:05", "2026-03-04T10:01:00Z 2026-03-04T10:05:00Z", "a"},
        {"10:02..10:05?", "2026-03-04T10:02:00Z 2026-03-04T10:05:00Z", "d"},
        {"..10:05", "- 2026-03-04T10:05:00Z", 0},
        {"10:02..", "2026-03-04T10:02:00Z -", 0},
        {"2026-03-04..2026-03-05", "2026-03-04T00:00:00Z 2026-03-05T23:59:59.999999999Z", 0},
        {"@1772618537.25", "2026-03-04T10:02:17.25Z 2026-03-04T10:02:17.25Z", 0},
        {"?", "none", 0},
    };
    CHECK_ROWS(rows, "UTC", "2026-03-04");
}

static void bounds_may_cross_midnight_and_take_their_date_from_the_first(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"23:58..00:03", "2026-03-04T23:58:00Z 2026-03-05T00:03:00Z", 0},
        {"20:00..08:00", "2026-03-04T20:00:00Z 2026-03-05T08:00:00Z", 0},
        {"2026-03-31 23:58..00:03", "2026-03-31T23:58:00Z 2026-04-01T00:03:00Z", 0},
        {"2026-12-31T23:58Z..00:03Z", "2026-12-31T23:58:00Z 2027-01-01T00:03:00Z", 0},
        {"2026-03-07 10:02..10:05", "2026-03-07T10:02:00Z 2026-03-07T10:05:00Z", 0},
        {"23:59~2m", "2026-03-04T23:57:00Z 2026-03-05T00:01:59.999999999Z", "a"},
        {"00:01~", "2026-03-03T23:56:00Z 2026-03-04T00:06:59.999999999Z", "a"},
    };
    CHECK_ROWS(rows, "UTC", "2026-03-04");
}

static void zones_are_the_written_one_or_else_the_reviews(void **state)
{
    (void)state;
    static const struct row east[] = {
        {"10:02", "2026-03-04T01:02:00Z 2026-03-04T01:02:59.999999999Z", 0},
        {"23:58..00:03", "2026-03-04T14:58:00Z 2026-03-04T15:03:00Z", 0},
        {"10:02:00Z", "2026-03-04T10:02:00Z 2026-03-04T10:02:00Z", 0},
        {"16:00Z", "2026-03-03T16:00:00Z 2026-03-03T16:00:59.999999999Z", 0},
        {"10:02 CET", "2026-03-04T09:02:00Z 2026-03-04T09:02:59.999999999Z", 0},
        {"2026-03-04T10:02:17+02:00", "2026-03-04T08:02:17Z 2026-03-04T08:02:17Z", 0},
        {"2026-03-04 10:02 -05:00", "2026-03-04T15:02:00Z 2026-03-04T15:02:59.999999999Z", 0},
        {"2026-03-04T10:02-05:00", "2026-03-04T15:02:00Z 2026-03-04T15:02:59.999999999Z", 0},
        {"2026-03-04 10:02:17-03:30", "2026-03-04T13:32:17Z 2026-03-04T13:32:17Z", 0},
    };
    CHECK_ROWS(east, "Asia/Tokyo", "2026-03-04");
    static const struct row west[] = {
        {"23:30", "2026-03-05T07:30:00Z 2026-03-05T07:30:59.999999999Z", 0},
        {"05:00Z", "2026-03-05T05:00:00Z 2026-03-05T05:00:59.999999999Z", 0},
        {"10:00Z", "2026-03-04T10:00:00Z 2026-03-04T10:00:59.999999999Z", 0},
    };
    CHECK_ROWS(west, "America/Los_Angeles", "2026-03-04");
}

static void an_hour_that_comes_twice_is_either_one_that_never_comes_is_doubtful(void **state)
{
    (void)state;
    static const struct row autumn[] = {
        {"02:30", "2026-10-25T00:30:00Z 2026-10-25T01:30:59.999999999Z", 0},
        {"02:30 CEST", "2026-10-25T00:30:00Z 2026-10-25T00:30:59.999999999Z", 0},
        {"02:30+01:00", "2026-10-25T01:30:00Z 2026-10-25T01:30:59.999999999Z", 0},
        {"01:30..02:30", "2026-10-24T23:30:00Z 2026-10-25T01:30:00Z", 0},
        {"2026-10-24 23:30..02:30", "2026-10-24T21:30:00Z 2026-10-25T01:30:00Z", 0},
        {"2026-10-25", "2026-10-24T22:00:00Z 2026-10-25T22:59:59.999999999Z", 0},
    };
    CHECK_ROWS(autumn, "Europe/Berlin", "2026-10-25");
    static const struct row spring[] = {
        {"02:30", "2026-03-29T00:30:00Z 2026-03-29T01:30:59.999999999Z", "d"},
        {"03:30", "2026-03-29T01:30:00Z 2026-03-29T01:30:59.999999999Z", 0},
        {"2026-03-28 23:30..03:30", "2026-03-28T22:30:00Z 2026-03-29T01:30:00Z", 0},
    };
    CHECK_ROWS(spring, "Europe/Berlin", "2026-03-29");
}

static void P1_what_is_no_time_is_refused_with_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum status status;
        const char *says; /* in the sentence */
    } rows[] = {
        {"", STATUS_BAD_INPUT, "says no time"},
        {"..", STATUS_BAD_INPUT, "says no time"},
        {"soon", STATUS_BAD_INPUT, "expected 10:02, 10:02~2m (about)"},
        {"9:2", STATUS_BAD_INPUT, "expected 10:02"},
        {"10:02 pm", STATUS_BAD_INPUT, "is not a time"},
        {"10:2", STATUS_BAD_INPUT, "is not a time"},
        {"??", STATUS_BAD_INPUT, "is not a time"},
        {"~", STATUS_BAD_INPUT, "is not a time"},
        {"10:02...10:05", STATUS_BAD_INPUT, "is not a time"},
        {"10:02..?", STATUS_BAD_INPUT, "is not a time"},
        {"25:00", STATUS_BAD_INPUT, "hours 00-23"},
        {"10:60", STATUS_BAD_INPUT, "not on the calendar or the clock"},
        {"2026-02-30", STATUS_BAD_INPUT, "not on the calendar"},
        {"10:02-10:05", STATUS_BAD_INPUT, "write bounds with two dots"},
        {"2026-03-04 10:02-10:30", STATUS_BAD_INPUT, "write bounds with two dots"},
        {"2026-03-04 10:02:17-10:05", STATUS_BAD_INPUT, "write bounds with two dots"},
        {"2026-03-04 10:02:17-10:05:20", STATUS_BAD_INPUT, "write bounds with two dots"},
        {"10:05..10:02", STATUS_BAD_INPUT, "ends before it begins"},
        {"2026-03-04..2026-03-03", STATUS_BAD_INPUT, "ends before it begins"},
        {"2026-03-04 10:02..2026-03-04 10:01", STATUS_BAD_INPUT, "ends before it begins"},
        {"10:02~-2m", STATUS_BAD_INPUT, "without a minus"},
        {"10:02~soon", STATUS_BAD_INPUT, "is not a length of time"},
        {"10:02~2m~3m", STATUS_BAD_INPUT, "is not a length of time"},
        {"10:02~400d", STATUS_LIMIT, "more than a year"},
        {"0001-01-01", STATUS_LIMIT, "years 1678 to 2261"},
        {"9999-12-31 10:00", STATUS_LIMIT, "years 1678 to 2261"},
        {"2261-12-31~30d", STATUS_LIMIT, "years 1678 to 2261"},
        {"@99999999999999", STATUS_BAD_INPUT, "seconds since 1970"},
        {"E12..10:30", STATUS_BAD_INPUT, "mixes an event and a time"},
        {"E0", STATUS_BAD_INPUT, "expected one such as E12"},
        {"E99999999999", STATUS_BAD_INPUT, "expected one such as E12"},
        {"E12 3m", STATUS_BAD_INPUT, "expected one such as E12"},
        {"E12+", STATUS_BAD_INPUT, "is not a length of time"},
        {"E12+900d", STATUS_LIMIT, "more than a year"},
        {"T3+2m", STATUS_BAD_INPUT, "is not a time"},
        {"\x1b[2J", STATUS_BAD_INPUT, "is not a time"},
        {"\xff\xfe", STATUS_BAD_INPUT, "is not a time"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct review_typing typing = {.day = at_utc("2026-03-04")};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct error error = ERROR_NONE;
        struct review_time time = {.raw = "untouched"};
        enum status got = review_time_read(span_of(rows[i].typed), &typing, &arena, &time, &error);
        if (got != rows[i].status || !strstr(error.message, rows[i].says))
            fail_msg("%s: %s \"%s\"", rows[i].typed, status_name(got), error.message);
        assert_string_equal(time.raw, "untouched");
    }
    arena_release(&arena);
}

static void one_zone_for_two_ends_is_refused_only_where_it_matters(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct review_time time;
    arena_init(&arena, 1 << 20);
    struct zone *berlin = zone_of("Europe/Berlin");
    struct review_typing typing = {.day = at_utc("2026-03-04")};
    assert_ok(review_time_read(SPAN("10:02..10:05Z"), &typing, &arena, &time, &error));
    typing.zone = berlin;
    assert_status(review_time_read(SPAN("10:02..10:05Z"), &typing, &arena, &time, &error),
                  STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "states a zone for one end alone"));
    zone_free(berlin);
    arena_release(&arena);
}

static void a_time_of_day_needs_a_day(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct review_time time;
    arena_init(&arena, 1 << 20);
    struct review_typing typing = {.day = INSTANT_NONE};
    assert_status(review_time_read(SPAN("10:02"), &typing, &arena, &time, &error),
                  STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "put the date before it"));
    assert_ok(review_time_read(SPAN("2026-03-04 10:02..10:05"), &typing, &arena, &time, &error));
    assert_ok(review_time_read(SPAN("E3+2m"), &typing, &arena, &time, &error));
    assert_ok(review_time_read(SPAN("?"), &typing, &arena, &time, &error));
    arena_release(&arena);
}

static void very_long_input_is_refused_unread(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct review_time time;
    size_t len = 10 << 20;
    char *typed = malloc(len);
    assert_non_null(typed);
    memset(typed, '~', len);
    arena_init(&arena, 1 << 20);
    struct review_typing typing = {.day = 0};
    assert_status(review_time_read((struct span){typed, len}, &typing, &arena, &time, &error),
                  STATUS_LIMIT);
    assert_non_null(strstr(error.message, "at most 200 bytes"));
    assert_int_equal(arena.used, 0);
    free(typed);
    arena_release(&arena);
}

static void P1_times_told_by_events_are_kept_so(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        unsigned from, to;
        int least, most; /* minutes */
        bool approximate, doubtful;
    } rows[] = {
        {"E12", 12, 12, 0, 0, false, false},
        {"e12", 12, 12, 0, 0, false, false},
        {"E12+3m", 12, 12, 3, 3, false, false},
        {"E12 + 3m", 12, 12, 3, 3, false, false},
        {"E12-3m", 12, 12, -3, -3, false, false},
        {"E12+3m~1m", 12, 12, 2, 4, true, false},
        {"E12-1h~", 12, 12, -65, -55, true, false},
        {"E12~2m", 12, 12, -2, 2, true, false},
        {"E12+3m?", 12, 12, 3, 3, false, true},
        {"E12+3m%1m", 12, 12, 2, 4, true, true},
        {"E12..E15", 12, 15, 0, 0, false, false},
        {"E12+1m..E15-2m", 12, 15, 1, -2, false, false},
        {"E12..", 12, 0, 0, 0, false, false},
        {"..E15", 0, 15, 0, 0, false, false},
        {"E12~1m..E15~2m", 12, 15, -1, 2, true, false},
    };
    struct arena arena;
    struct error error;
    arena_init(&arena, 1 << 20);
    struct review_typing typing = {.day = INSTANT_NONE};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct review_time time;
        struct review_relative relative;
        assert_ok(review_time_read(span_of(rows[i].typed), &typing, &arena, &time, &error));
        assert_true(time.relative);
        assert_true(time.at.earliest == INSTANT_NONE && time.at.latest == INSTANT_NONE);
        assert_string_equal(time.raw, rows[i].typed);
        assert_true(review_time_relative(&time, &relative));
        assert_int_equal(relative.from.kind, rows[i].from ? REVIEW_KIND_EVENT : 0);
        assert_int_equal(relative.from.number, rows[i].from);
        assert_int_equal(relative.to.number, rows[i].to);
        assert_int_equal(relative.least, rows[i].least * NS_PER_MIN);
        assert_int_equal(relative.most, rows[i].most * NS_PER_MIN);
        assert_int_equal(time.approximate, rows[i].approximate);
        assert_int_equal(time.doubtful, rows[i].doubtful);
    }
    struct review_relative relative;
    struct review_time absolute = {.raw = "10:02"}, hostile = {.raw = "10:02", .relative = true};
    assert_false(review_time_relative(&absolute, &relative));
    assert_false(review_time_relative(&hostile, &relative));
    assert_false(review_time_relative(&(struct review_time){.relative = true}, &relative));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P1_every_sign_of_the_notation_is_read_into_bounds),
        cmocka_unit_test(bounds_may_cross_midnight_and_take_their_date_from_the_first),
        cmocka_unit_test(zones_are_the_written_one_or_else_the_reviews),
        cmocka_unit_test(an_hour_that_comes_twice_is_either_one_that_never_comes_is_doubtful),
        cmocka_unit_test(P1_what_is_no_time_is_refused_with_a_sentence),
        cmocka_unit_test(one_zone_for_two_ends_is_refused_only_where_it_matters),
        cmocka_unit_test(a_time_of_day_needs_a_day),
        cmocka_unit_test(very_long_input_is_refused_unread),
        cmocka_unit_test(P1_times_told_by_events_are_kept_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
