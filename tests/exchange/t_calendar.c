/* Calendars and tables of items: the same bytes for the same review, and no names that the review
 * keeps to itself. */
#include "exchange/exchange.h"
#include "tests/review/scene.h"

static struct scene scene;
static struct text out;
static struct error error;

static void scene_begin(const char *entries)
{
    scene_open(&scene, entries);
    text_init(&out, 0);
    error = ERROR_NONE;
}

static void scene_end(void)
{
    text_release(&out);
    scene_close(&scene);
}

static void write_calendar(void)
{
    text_clear(&out);
    assert_ok(exchange_calendar_write(&scene.review, &out, &error));
}

static void meetings_and_due_dates_are_entries(void **state)
{
    (void)state;
    scene_begin(
        "PM0 {'title':'Orders, hang; a \\\\ b','day':'2026-03-04',"
        "'meeting':'2026-03-06T09:00:00Z'}\n"
        "M1 {'kind':'discussion','at':'2026-03-06T09:00:00Z','minutes':60,'place':'Room 4'}\n"
        "M2 {'kind':'reading','at':'2026-12-31T23:30:00Z'}\n"
        "M3 {'kind':'reading'}\n"
        "I1 {'text':'Page on errors','state':'accepted','due':'2026-03-31','owner':'Ada',"
        "'done_when':'one line\\nand two'}\n"
        "I2 {'text':'Later','state':'declined','due':'2026-03-31'}\n"
        "I3 {'text':'Without a date','state':'idea'}\n");
    struct review_meeting *meeting = scene_find(&scene, "M1");
    struct review_item *item = scene_find(&scene, "I1");
    meeting->entry.written = 1772618537 * NS_PER_S;
    meeting->entry.version = 3;
    item->entry.written = INSTANT_NONE;
    item->entry.version = 1;
    scene.review.uid = "00112233445566778899aabbccddeeff";
    write_calendar();
    static const char begins[] = "BEGIN:VCALENDAR\r\n"
                                 "VERSION:2.0\r\n"
                                 "PRODID:-//postmortem//review//EN\r\n"
                                 "CALSCALE:GREGORIAN\r\n"
                                 "BEGIN:VEVENT\r\n"
                                 "UID:00112233445566778899aabbccddeeff-M1@postmortem\r\n"
                                 "DTSTAMP:20260304T100217Z\r\n"
                                 "SEQUENCE:2\r\n"
                                 "DTSTART:20260306T090000Z\r\n"
                                 "DURATION:PT60M\r\n"
                                 "SUMMARY:Review discussion: Orders\\, hang\\; a \\\\ b\r\n"
                                 "LOCATION:Room 4\r\n"
                                 "END:VEVENT\r\n";
    static const char ends[] = "SEQUENCE:0\r\n"
                               "DTSTART;VALUE=DATE:20260331\r\n"
                               "DTEND;VALUE=DATE:20260401\r\n"
                               "TRANSP:TRANSPARENT\r\n"
                               "SUMMARY:Due: Page on errors\r\n"
                               "DESCRIPTION:Done when: one line\\nand two\r\n"
                               "END:VEVENT\r\n"
                               "END:VCALENDAR\r\n";
    assert_true(span_starts(text_span(&out), SPAN(begins)));
    assert_true(out.len > strlen(ends));
    assert_string_equal(out.at + out.len - strlen(ends), ends);
    assert_non_null(strstr(out.at, "DTSTART:20261231T233000Z\r\n"));
    assert_null(strstr(out.at, "Ada"));
    assert_null(strstr(out.at, "Later"));
    assert_null(strstr(out.at, "-PM0@")); /* the first meeting is M1 */
    scene_end();
}

static void lines_are_folded_at_75_octets_between_characters(void **state)
{
    (void)state;
    scene_begin("PM0 {'title':'orders hang','day':'2026-03-04'}\n");
    struct review_review *own = scene.review.own;
    own->meeting = 1772618537 * NS_PER_S;
    struct text title, unfolded;
    text_init(&title, 0);
    text_init(&unfolded, 0);
    for (int i = 0; i < 200; i++) text_adds(&title, i % 3 ? "\xf0\x9f\x9a\xa8" : "a,");
    own->title = title.at;
    write_calendar();
    struct span rest = text_span(&out);
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        assert_true(line.len >= 1 && line.at[line.len - 1] == '\r');
        assert_true(line.len - 1 <= 75);
        assert_true(((unsigned char)line.at[line.at[0] == ' '] & 0xc0) != 0x80);
        bool goes_on = rest.len && rest.at[0] == ' ';
        text_add(&unfolded, span_sub(line, 0, line.len - 1));
        if (goes_on)
            rest = span_from(rest, 1);
        else
            text_addc(&unfolded, '\n');
    }
    struct text wanted;
    text_init(&wanted, 0);
    text_adds(&wanted, "SUMMARY:Review: ");
    for (int i = 0; i < 200; i++) text_adds(&wanted, i % 3 ? "\xf0\x9f\x9a\xa8" : "a\\,");
    text_addc(&wanted, '\n');
    assert_non_null(strstr(unfolded.at, wanted.at));
    text_release(&wanted);
    text_release(&unfolded);
    text_release(&title);
    scene_end();
}

static void nothing_with_a_date_makes_no_calendar(void **state)
{
    (void)state;
    scene_begin("PM0 {'title':'orders hang'}\n");
    assert_status(exchange_calendar_write(&scene.review, &out, &error), STATUS_NOT_FOUND);
    scene_end();
}

static void A2_items_name_nobody_whom_the_policy_keeps(void **state)
{
    (void)state;
    scene_begin("PM0 {'title':'orders hang','naming':'roles'}\n"
                "P1 {'role':'on-call engineer','name':'Ada','handles':['ada.l']}\n"
                "I1 {'text':'=HYPERLINK(1)','owner':'Ada'}\n"
                "I2 {'text':'b','owner':'ada.l'}\n"
                "I3 {'text':'c','owner':'on-call engineer'}\n"
                "I4 {'text':'d','owner':'Grace'}\n"
                "I5 {'text':'e'}\n");
    assert_ok(exchange_items_write(&scene.review, &out, &error));
    assert_null(strstr(out.at, "Ada"));
    assert_null(strstr(out.at, "ada.l"));
    assert_null(strstr(out.at, "Grace"));
    assert_non_null(strstr(out.at, "I1,'=HYPERLINK(1),"));
    assert_non_null(strstr(out.at, "on-call engineer"));
    assert_non_null(strstr(out.at, "named in the record"));
    scene.review.own->naming = REVIEW_NAMING_NAMES;
    text_clear(&out);
    assert_ok(exchange_items_write(&scene.review, &out, &error));
    assert_non_null(strstr(out.at, "Ada"));
    assert_non_null(strstr(out.at, "Grace"));
    scene_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meetings_and_due_dates_are_entries),
        cmocka_unit_test(lines_are_folded_at_75_octets_between_characters),
        cmocka_unit_test(nothing_with_a_date_makes_no_calendar),
        cmocka_unit_test(A2_items_name_nobody_whom_the_policy_keeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
