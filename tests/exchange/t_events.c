/* Events in bulk: what people and other tools write is placed or listed, never dropped; what goes
 * out comes back. */
#include "exchange/events.h"
#include "tests/review/make.h"
#include "tests/review/scene.h"

static struct arena arena;
static struct exchange_import import;
static struct error error;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 28);
    error = ERROR_NONE;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* 2026-03-04, UTC */
static const struct review_typing on_the_day = {.day = 1772582400 * NS_PER_S};

static void read_events(const char *text)
{
    assert_ok(
        exchange_events_read(span_of(text), "events.txt", &on_the_day, &arena, &import, &error));
}

static const struct review_event *event(size_t number)
{
    assert_true(number >= 1 && number <= import.count);
    const struct review_event *event = (const struct review_event *)import.entries[number - 1];
    assert_int_equal(event->entry.id.kind, REVIEW_KIND_EVENT);
    assert_int_equal(event->entry.id.number, number);
    return event;
}

static void expect(size_t number, const char *from, const char *to, const char *kind,
                   const char *what)
{
    const struct review_event *got = event(number);
    struct text earliest, latest;
    text_init(&earliest, 0);
    text_init(&latest, 0);
    instant_add_text(&earliest, got->at.at.earliest, NULL, INSTANT_FULL, 0);
    instant_add_text(&latest, got->at.at.latest, NULL, INSTANT_FULL, 0);
    assert_string_equal(earliest.at, from);
    assert_string_equal(latest.at, to);
    assert_string_equal(vocabulary_word(&review_words_event, got->kind), kind);
    assert_string_equal(got->what, what);
    text_release(&earliest);
    text_release(&latest);
}

static void expect_unplaced(size_t number, uint32_t line, const char *text)
{
    assert_true(number < import.unplaced_count);
    assert_int_equal(import.unplaced[number].line, line);
    assert_string_equal(import.unplaced[number].text, text);
    assert_true(strlen(import.unplaced[number].why) > 0);
}

/* ---- plain text ---- */

static void text_has_a_time_and_words_a_line(void **state)
{
    (void)state;
    read_events("# collected from the call\n"
                "10:02 the first customer wrote\r\n"
                "\n"
                "10:04: alert: the pager rang\n"
                "- [10:05..10:07] - writes were moved away\n"
                "2026-03-04 10:09:30 \xe2\x80\x93 errors fell: half of them\n"
                "* 2026-03-04 11:30 CET | impact.end: no errors any more\n"
                "E2+3m somebody joined\n"
                "? the cache was emptied\n"
                "after lunch somebody tried again\n"
                "10:15\n");
    assert_int_equal(import.count, 7);
    expect(1, "2026-03-04T10:02:00Z", "2026-03-04T10:02:59Z", "", "the first customer wrote");
    expect(2, "2026-03-04T10:04:00Z", "2026-03-04T10:04:59Z", "alert", "the pager rang");
    expect(3, "2026-03-04T10:05:00Z", "2026-03-04T10:07:00Z", "", "writes were moved away");
    expect(4, "2026-03-04T10:09:30Z", "2026-03-04T10:09:30Z", "", "errors fell: half of them");
    expect(5, "2026-03-04T10:30:00Z", "2026-03-04T10:30:59Z", "impact.end", "no errors any more");
    assert_true(event(6)->at.relative);
    assert_string_equal(event(6)->at.raw, "E2+3m");
    assert_string_equal(event(7)->at.raw, "?");
    assert_int_equal(import.unplaced_count, 2);
    expect_unplaced(0, 10, "after lunch somebody tried again");
    expect_unplaced(1, 11, "10:15");
}

static void text_goes_on_past_midnight_and_with_dates(void **state)
{
    (void)state;
    read_events("23:58 the disk was full\n00:03 the pager rang\n00:01 a query hung\n"
                "2026-03-07\n09:00 the last queue was empty\n");
    assert_int_equal(import.count, 4);
    expect(1, "2026-03-04T23:58:00Z", "2026-03-04T23:58:59Z", "", "the disk was full");
    expect(2, "2026-03-05T00:03:00Z", "2026-03-05T00:03:59Z", "", "the pager rang");
    expect(3, "2026-03-05T00:01:00Z", "2026-03-05T00:01:59Z", "", "a query hung");
    expect(4, "2026-03-07T09:00:00Z", "2026-03-07T09:00:59Z", "", "the last queue was empty");
    assert_int_equal(import.notice_count, 1); /* and it says so */
    assert_int_equal(import.unplaced_count, 0);
}

static void text_without_any_day_lists_what_needs_one(void **state)
{
    (void)state;
    const struct review_typing none = {.day = INSTANT_NONE};
    assert_ok(exchange_events_read(SPAN("10:02 a\n2026-03-04T10:02Z b\n"), "x", &none, &arena,
                                   &import, &error));
    assert_int_equal(import.count, 1);
    assert_int_equal(import.unplaced_count, 1);
    expect_unplaced(0, 1, "10:02 a");
}

/* ---- tables ---- */

static void csv_has_names_of_fields(void **state)
{
    (void)state;
    read_events("\xef\xbb\xbfTime;Kind;What;Actor;Areas;Mood;id;after\r\n"
                "10:02;alert;\"the \"\"pool\"\" alert; fired\";monitor;detection;bad;E70;\r\n"
                "10:03~2m;ack;taken up;on-call engineer;;;E71;E70\r\n"
                ";;;;;;;\r\n"
                "E70+5m;act.limit;writes paused;;nowhere;;E9;\"E71, E5\"\r\n"
                "tomorrow;note;a plan;;;;E10;\r\n"
                "10:20;note;;;;;E11;\r\n");
    assert_int_equal(import.count, 3);
    expect(1, "2026-03-04T10:02:00Z", "2026-03-04T10:02:59Z", "alert", "the \"pool\" alert; fired");
    assert_string_equal(event(1)->actor, "monitor");
    assert_int_equal(event(1)->areas, 1u << REVIEW_AREA_DETECTION);
    expect(2, "2026-03-04T10:01:00Z", "2026-03-04T10:05:59Z", "ack", "taken up");
    assert_int_equal(event(2)->after.count, 1);
    assert_int_equal(event(2)->after.at[0].number, 1); /* E70 is the first one here */
    assert_string_equal(event(3)->at.raw, "E1+5m");
    assert_int_equal(event(3)->after.count, 1);
    assert_int_equal(event(3)->after.at[0].number, 2);
    assert_int_equal(import.unplaced_count, 4);
    expect_unplaced(0, 5, "areas: nowhere");
    expect_unplaced(1, 6, "tomorrow, note, a plan, E10");
    expect_unplaced(2, 7, "10:20, note, E11");
    expect_unplaced(3, 5, "E5");
    assert_int_equal(import.notice_count, 1); /* the mood */
}

static void timesketch_csv_is_read(void **state)
{
    (void)state;
    read_events("datetime,timestamp,timestamp_desc,message,tag,hostname\n"
                "2026-03-04T10:02:17+00:00,1772618537000000,Event Logged,pool is empty,"
                "\"['detection', 'pool']\",db1\n"
                ",1772618540250000,alert,\"two\nlines\",,db1\n"
                "2026-03-04 10:02:30,,note,no zone,turning,\n"
                ",1772618540,note,seconds,,\n");
    assert_int_equal(import.count, 3);
    expect(1, "2026-03-04T10:02:17Z", "2026-03-04T10:02:17Z", "", "pool is empty");
    assert_string_equal(event(1)->basis, "Event Logged");
    assert_int_equal(event(1)->areas, 1u << REVIEW_AREA_DETECTION);
    expect(2, "2026-03-04T10:02:20Z", "2026-03-04T10:02:20Z", "alert", "two");
    assert_int_equal(event(2)->at.at.earliest % NS_PER_S, 250 * NS_PER_MS);
    assert_string_equal(event(2)->context, "two\nlines");
    expect(3, "2026-03-04T10:02:30Z", "2026-03-04T10:02:30Z", "note", "no zone");
    assert_true(event(3)->turning);
    assert_int_equal(import.unplaced_count, 1);
    assert_int_equal(import.unplaced[0].line, 6);
    assert_int_equal(import.notice_count, 2); /* hostname; the tag "pool" */
}

static void timesketch_json_lines_are_read(void **state)
{
    (void)state;
    read_events(
        "{\"message\":\"pool \\u00fc empty\",\"datetime\":\"2026-03-04T10:02:17.5Z\","
        "\"timestamp_desc\":\"Content Modification Time\",\"tags\":[\"tools\",\"impact.start\"],"
        "\"severity\":3,\"user\":{\"name\":\"x\"}}\n"
        "\n"
        "{\"message\":\"b\",\"timestamp\":1772618540250000}\n"
        "{\"message\":\"cut off\n"
        "{\"message\":null,\"timestamp\":1772618540250000}\n"
        "[1]\n");
    assert_int_equal(import.count, 2);
    expect(1, "2026-03-04T10:02:17Z", "2026-03-04T10:02:17Z", "impact.start",
           "pool \xc3\xbc empty");
    assert_string_equal(event(1)->severity, "3");
    assert_string_equal(event(1)->basis, "Content Modification Time");
    expect(2, "2026-03-04T10:02:20Z", "2026-03-04T10:02:20Z", "", "b");
    assert_int_equal(import.unplaced_count, 3);
    expect_unplaced(0, 4, "{\"message\":\"cut off");
    assert_int_equal(import.unplaced[1].line, 5);
    assert_int_equal(import.unplaced[2].line, 6);
}

static void what_is_no_text_or_too_much_is_refused(void **state)
{
    struct text many;
    (void)state;
    assert_status(exchange_events_read((struct span){"10:02 a\0b", 9}, "x", &on_the_day, &arena,
                                       &import, &error),
                  STATUS_BAD_INPUT);
    assert_string_equal(error.where, "x");
    text_init(&many, 0);
    for (int i = 0; i <= EVENTS_MOST; i++) text_adds(&many, "10:02 a\n");
    assert_status(exchange_events_read(text_span(&many), "x", &on_the_day, &arena, &import, &error),
                  STATUS_LIMIT);
    text_release(&many);
    read_events("");
    assert_true(import.count == 0 && import.unplaced_count == 0);
}

/* Cut at every place and with bytes changed: read to an end, in bounds. */
static void broken_input_is_read_to_its_end(void **state)
{
    static const char line[] =
        "{\"message\":\"a\\n\",\"datetime\":\"2026-03-04T10:02Z\",\"tag\":[\"tools\",{}],\"id\":"
        "\"E1\",\"event\":{\"kind\":\"note\",\"what\":\"a\"}}\n";
    static const char *const samples[] = {
        "10:02 a\n[10:05..10:07] - b\n2026-03-04\nE1+3m~1m alert: c\n",
        "time;what;after;id\n10:02;\"a\"\"b\";E2;E1\nE1..E2;c;E1;E2\n",
        line,
    };
    static const char put[] = {'"', '\xff', '9', '\n', ';', '{', '~', '\r'};
    (void)state;
    for (size_t s = 0; s < sizeof samples / sizeof samples[0]; s++) {
        size_t size = strlen(samples[s]);
        for (size_t at = 0; at < 2 * size; at++) {
            char *copy = arena_copy(&arena, span_of(samples[s]));
            assert_non_null(copy);
            if (at < size) copy[at] = put[at % sizeof put];
            struct span text = {copy, at < size ? size : at - size};
            assert_ok(exchange_events_read(text, "x", &on_the_day, &arena, &import, &error));
        }
    }
}

/* ---- out and in again ---- */

static void assert_same_time(const struct review_time *a, const struct review_time *b)
{
    assert_int_equal(a->raw != NULL, b->raw != NULL);
    assert_int_equal(a->at.earliest, b->at.earliest);
    assert_int_equal(a->at.latest, b->at.latest);
    assert_int_equal(a->relative, b->relative);
    assert_int_equal(a->approximate, b->approximate);
    assert_int_equal(a->doubtful, b->doubtful);
}

/* Fields that stay with the review, or have other numbers in another one. */
static bool is_left_out(const struct review_field *field)
{
    return field->type == REVIEW_TYPE_TIME || field->type == REVIEW_TYPE_REFS ||
           field->type == REVIEW_TYPE_PLACES;
}

static void assert_same_event(const struct review_event *a, const struct review_event *b)
{
    struct text x, y;
    assert_same_time(&a->at, &b->at);
    assert_same_time(&a->end, &b->end);
    assert_same_time(&a->known, &b->known);
    assert_int_equal(a->after.count, b->after.count);
    text_init(&x, 0);
    text_init(&y, 0);
    for (size_t i = 0; i < review_kinds[REVIEW_KIND_EVENT].count; i++) {
        const struct review_field *field = &review_kinds[REVIEW_KIND_EVENT].fields[i];
        if (is_left_out(field)) continue;
        text_clear(&x);
        text_clear(&y);
        if (review_is_stated(&a->entry, field)) review_field_text(&a->entry, field, &x);
        if (review_is_stated(&b->entry, field)) review_field_text(&b->entry, field, &y);
        if (strcmp(x.at, y.at) != 0)
            fail_msg("%s: \"%s\" came back as \"%s\"", field->name, x.at, y.at);
    }
    text_release(&x);
    text_release(&y);
}

static void come_back(const struct review *review, enum exchange_rows rows)
{
    /* another zone and day than those the times were written in */
    struct zone *zone = zone_fixed(-5 * 3600);
    const struct review_typing typing = {.zone = zone, .day = 20 * NS_PER_DAY};
    struct review_settled settled;
    struct text out;
    text_init(&out, 0);
    assert_ok(review_settle(review, &arena, &settled, &error));
    assert_ok(exchange_events_write(review, &settled, rows, &out, &error));
    assert_ok(exchange_events_read(text_span(&out), "events", &typing, &arena, &import, &error));
    assert_int_equal(import.count, review->events.count);
    for (size_t i = 0; i < import.count; i++)
        assert_same_event(settled.moments[i].event, event(i + 1));
    text_release(&out);
    zone_free(zone);
}

static void events_of_generated_reviews_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct review review;
        struct review_stored *stored;
        size_t count;
        make_review(seed, &arena, &review, &stored, &count);
        come_back(&review, EXCHANGE_JSONL);
        come_back(&review, EXCHANGE_CSV);
        arena_release(&arena);
        arena_init(&arena, (size_t)1 << 28);
    }
}

static void every_way_to_write_a_time_comes_back(void **state)
{
    struct scene scene;
    (void)state;
    scene_open(&scene, "PM0 {'title':'orders hang','day':'2026-03-04'}\n"
                       "E1 {'kind':'note','what':'a'} at=10:02 known=11:00..\n"
                       "E3 {'kind':'note','what':'b'} at=10:02~\n"
                       "E4 {'kind':'note','what':'c'} at=10:02:17.25?\n"
                       "E5 {'kind':'note','what':'d'} at=10:02%\n"
                       "E6 {'kind':'note','what':'e'} at=10:02..10:05 end=10:09~30s\n"
                       "E7 {'kind':'note','what':'f'} at=..10:05\n"
                       "E8 {'kind':'note','what':'g'} at=10:02..\n"
                       "E9 {'kind':'note','what':'h','after':['E3']} at=E1+3m~1m\n"
                       "E12 {'kind':'note','what':'i'} at=E1..E9\n"
                       "E13 {'kind':'note','what':'j'} at=?\n"
                       "E14 {'kind':'note','what':'k'}\n"
                       "E15 {'kind':'note','what':'l'} at=2026-03-04T10:02:17Z\n"
                       "E16 {'kind':'note','what':'m'} at=2026-03-04T05:02-05:00~1m\n");
    come_back(&scene.review, EXCHANGE_CSV);
    come_back(&scene.review, EXCHANGE_JSONL);
    scene_close(&scene);
}

static void csv_runs_no_formula_and_keeps_what_looks_like_one(void **state)
{
    struct scene scene;
    struct text out;
    (void)state;
    scene_open(&scene, "PM0 {'title':'orders hang','day':'2026-03-04'}\n"
                       "E1 {'what':'=1+1','context':'-5m','actor':'@pool'} at=10:02\n"
                       "E2 {'what':'a'} at=10:03\n");
    struct review_event *quoted = scene_find(&scene, "E2");
    quoted->what = "'=quoted";
    quoted->context = "'tis";
    assert_ok(review_settle(&scene.review, &arena, &scene.settled, &error));
    text_init(&out, 0);
    assert_ok(exchange_events_write(&scene.review, &scene.settled, EXCHANGE_CSV, &out, &error));
    assert_non_null(strstr(out.at, ",'=1+1,"));
    assert_null(strstr(out.at, ",=1"));
    assert_null(strstr(out.at, ",@"));
    come_back(&scene.review, EXCHANGE_CSV);
    text_release(&out);
    scene_close(&scene);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(text_has_a_time_and_words_a_line),
        TEST(text_goes_on_past_midnight_and_with_dates),
        TEST(text_without_any_day_lists_what_needs_one),
        TEST(csv_has_names_of_fields),
        TEST(timesketch_csv_is_read),
        TEST(timesketch_json_lines_are_read),
        TEST(what_is_no_text_or_too_much_is_refused),
        TEST(broken_input_is_read_to_its_end),
        TEST(events_of_generated_reviews_come_back),
        TEST(every_way_to_write_a_time_comes_back),
        TEST(csv_runs_no_formula_and_keeps_what_looks_like_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
